"""Checks that need all items together: duplicates, replacements, links, attachments.

Each check is a query for the faulty rows. So it finds all of them at once, and SQLite does
the work. Nothing here writes; `records` does.
"""

from __future__ import annotations

import json
import posixpath
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta

from ..content.source import ATTACHMENT_SUFFIXES, SHOWABLE, is_item, suffix
from ..model.problems import WARNING, Problem, did_you_mean
from ..model.regulations import PUBLISH_WITHIN, edition
from .queries import BASIS_INDEX
from .review_exceptions import leaks_in_attachments, unused_exceptions

Check = Callable[[sqlite3.Connection], Iterator[Problem]]


def _line(row: sqlite3.Row, attribute: str) -> int:
    return json.loads(row["lines"]).get(attribute, 1)


def duplicate_indexes(connection: sqlite3.Connection) -> Iterator[Problem]:
    """An Index is unique for ever. The first file by path keeps it; the message names both files."""
    twice = connection.execute(
        """SELECT address COLLATE NOCASE AS key FROM item WHERE address <> ''
           GROUP BY key HAVING count(*) > 1
           UNION SELECT index_number FROM item WHERE index_number <> ''
           GROUP BY index_number HAVING count(*) > 1"""
    ).fetchall()
    seen: set[tuple[str, str]] = set()
    for (key,) in twice:
        rows = connection.execute(
            "SELECT path, index_number, lines FROM item WHERE index_number = ?1 OR address = ?1 COLLATE NOCASE ORDER BY draft, path",
            (key,),
        ).fetchall()
        first = rows[0]
        for row in rows[1:]:
            if (first["path"], row["path"]) in seen:
                continue
            seen.add((first["path"], row["path"]))
            same = "" if row["index_number"] == first["index_number"] else f"（与“{first['index_number']}”写成地址后相同）"
            yield Problem(
                row["path"], _line(row, "index"),
                f"索引号“{row['index_number']}”重复{same}，另一处在 {first['path']}:{_line(first, 'index')}",
                "给其中一条换一个没有用过的索引号",
            )


def unknown_replacements(connection: sqlite3.Connection) -> Iterator[Problem]:
    """`Replaces` must name an item that exists, or one that was removed."""
    rows = connection.execute(
        """SELECT path, replaces, lines FROM item WHERE replaces <> ''
           AND NOT EXISTS (SELECT 1 FROM item AS other WHERE other.index_number = item.replaces)
           AND item.replaces NOT IN (SELECT index_number FROM removal)"""
    )
    for row in rows:
        yield Problem(
            row["path"], _line(row, "replaces"), f"Replaces 指向的“{row['replaces']}”不存在",
            "核对索引号；被替代的信息不在本站的，删去这一行并在正文里说明",
        )


def circular_replacements(connection: sqlite3.Connection) -> Iterator[Problem]:
    """Replacements go from newer to older items, so they never form a circle."""
    rows = connection.execute(
        "SELECT path, index_number, replaces, lines FROM item INDEXED BY item_replaces WHERE replaces <> '' ORDER BY path"
    ).fetchall()
    replaces = {row["index_number"]: row["replaces"] for row in rows}
    for row in rows:
        trail = [row["index_number"]]
        while (following := replaces.get(trail[-1])) is not None and following not in trail:
            trail.append(following)
        if following == row["index_number"] and len(trail) > 1:
            yield Problem(
                row["path"], _line(row, "replaces"), "Replaces 绕成了圈：" + " → ".join([*trail, following]),
                "新的替代旧的，删去其中指错的一行",
            )


def repealed_for_a_draft(connection: sqlite3.Connection) -> Iterator[Problem]:
    """A document that says 废止 while only a draft replaces it: readers would see it repealed, and nothing in its place."""
    rows = connection.execute(
        """SELECT item.path, item.lines, other.path AS unfinished FROM item AS other INDEXED BY item_replaces
           JOIN item ON item.index_number = other.replaces
           WHERE other.replaces <> '' AND other.draft = 1 AND item.draft = 0 AND item.withdrawn_date = ''
           AND item.validity = '废止' AND item.ended >= other.created
           AND NOT EXISTS (SELECT 1 FROM item AS done WHERE done.replaces = item.index_number AND done.replaces <> '' AND done.draft = 0)"""
    )
    for row in rows:
        yield Problem(
            row["path"], _line(row, "validity"), f"已经写明废止，替代它的 {row['unfinished']} 还是草稿",
            "两个一起公开；新文件还不能公开的，先不要发布，或者暂时删去 Validity 这一行", WARNING,
        )


def repealed_on_another_day(connection: sqlite3.Connection) -> Iterator[Problem]:
    """A document that ended before the one that replaces it was made, or more than a year after that was published.

    Both may be lawful: it is a reminder, and none where `Validity-History` names what ended it on that day.
    """
    rows = connection.execute(
        """SELECT item.path, item.lines, item.ended, other.path AS newer, other.created, other.date, item.ended < other.created AS is_early
           FROM item AS other INDEXED BY item_replaces JOIN item ON item.index_number = other.replaces
           WHERE other.replaces <> '' AND other.draft = 0 AND item.draft = 0 AND item.validity = '废止' AND item.ended <> '' AND other.created <> ''
           AND (item.ended < other.created OR item.ended > date(other.date, '+1 year'))
           AND NOT EXISTS (SELECT 1 FROM validity_change AS step WHERE step.item_id = item.id AND step.date = item.ended)"""
    )
    for row in rows:
        why = f"{row['created']} 才生成" if row["is_early"] else f"{row['date']} 就公开了"
        yield Problem(
            row["path"], _line(row, "validity"), f"写的是 {row['ended']} 废止，替代它的 {row['newer']} {why}，日期对不上",
            f"核对两处的日期；新文件施行的那一天废止的，写那一天。日期没有错的，在 Validity-History 里写上“{row['ended']} 废止 依据”", WARNING,
        )


def unknown_items_in_headers(connection: sqlite3.Connection) -> Iterator[Problem]:
    """`Interprets` and the bases of `Validity-History` name items that exist and are no drafts; of a removed one a reminder tells."""
    named = f"""SELECT item_id, target AS named, 'interprets' AS attribute FROM interpretation
        UNION SELECT item_id, {BASIS_INDEX}, 'validity_history' FROM validity_change WHERE basis LIKE 'index:%'"""
    rows = connection.execute(
        f"""SELECT item.path, item.draft, item.lines, named, attribute, other.draft AS unfinished, named IN (SELECT index_number FROM removal) AS removed
            FROM ({named}) JOIN item ON item.id = item_id LEFT JOIN item AS other ON other.index_number = named
            WHERE other.id IS NULL OR (other.draft = 1 AND item.draft = 0)"""
    )
    keys = {"interprets": "Interprets", "validity_history": "Validity-History"}
    for row in rows:
        key, line = keys[row["attribute"]], _line(row, row["attribute"])
        if row["removed"]:
            yield Problem(row["path"], line, f"{key} 指向的“{row['named']}”已经移除", "删去这个索引号", WARNING)
        elif row["unfinished"]:
            yield Problem(row["path"], line, f"{key} 指向的“{row['named']}”还是草稿", "先发布那一条，或删去这个索引号")
        else:
            yield Problem(row["path"], line, f"{key} 指向的“{row['named']}”不存在", "核对索引号；不在本站的文件，写在正文或依据的文字里")


def unexplained(connection: sqlite3.Connection, today: str, days: int, filings: Iterable[tuple[str, str]]) -> Iterator[Problem]:
    """Each normative document of the last year has an interpretation some days after its publication; 0 days: none is asked for."""
    if not days:
        return
    last, first = ((date.fromisoformat(today) - timedelta(days=back)).isoformat() for back in (days, days + EXPLAINED_WITHIN))
    for category, leaf in filings:
        rows = connection.execute(
            """SELECT path, date, lines FROM item WHERE category = ? AND leaf = ? AND state = 'public' AND date BETWEEN ? AND ? AND NOT EXISTS
               (SELECT 1 FROM interpretation JOIN item AS other ON other.id = item_id WHERE target = item.index_number AND other.state = 'public')""",
            (category, leaf, first, last),
        )
        for row in rows:
            yield Problem(
                row["path"], _line(row, "date"), f"公开已经超过 {days} 天，还没有解读", "另写一条解读，表头加一行“Interprets: ”和这一条的索引号", WARNING,
            )


EXPLAINED_WITHIN = 365
"""Days for which a missing interpretation is told: after that nobody writes it, and an archive would be full of reminders."""


def broken_item_links(connection: sqlite3.Connection) -> Iterator[Problem]:
    """A link to another item names an item that exists, by its file or by its Index, and that is no draft.

    A link to an item that was removed is a reminder: pages show its words without the link, and a removal must not wait.
    """
    rows = connection.execute(
        """SELECT item.path, reference.target, reference.line, reference.kind,
               target IN (SELECT index_number FROM removal) AS removed FROM reference
           JOIN item ON item.id = reference.item_id
           WHERE (kind = 'item' AND NOT EXISTS (SELECT 1 FROM item AS other WHERE other.path = target))
              OR (kind = 'index' AND NOT EXISTS (SELECT 1 FROM item AS other WHERE other.index_number = target))"""
    )
    for row in rows:
        if row["removed"]:
            yield Problem(row["path"], row["line"], f"链接到的条目“{row['target']}”已经移除，网页上只留文字", "删去这个链接", WARNING)
        else:
            yield Problem(row["path"], row["line"], f"链接到的条目“{row['target']}”不存在", "核对文件路径或索引号，或删去这个链接")
    drafts = connection.execute(
        """SELECT item.path, reference.target, reference.line FROM reference
           JOIN item ON item.id = reference.item_id
           JOIN item AS other ON (kind = 'item' AND other.path = target) OR (kind = 'index' AND other.index_number = target)
           WHERE kind IN ('item', 'index') AND other.draft = 1 AND item.draft = 0
           AND other.index_number NOT IN (SELECT index_number FROM removal)"""
    )
    for row in drafts:
        yield Problem(row["path"], row["line"], f"链接到的条目“{row['target']}”还是草稿", "先发布那一条，或删去这个链接")


def missing_attachments(connection: sqlite3.Connection) -> Iterator[Problem]:
    """Attachments and images are where the body says, have different names, and images are of a kind that pages show."""
    rows = connection.execute(
        """SELECT item.path, attachment.source, attachment.embedded, reference.line FROM attachment
           JOIN item ON item.id = attachment.item_id
           JOIN reference ON reference.item_id = item.id AND reference.target = attachment.source
           WHERE NOT EXISTS (SELECT 1 FROM source WHERE source.path = attachment.source)"""
    )
    for row in rows:
        what = "图片" if row["embedded"] else "附件"
        folder = posixpath.dirname(row["source"])
        names = [
            r["path"].rpartition("/")[2]
            for r in connection.execute("SELECT path FROM source WHERE path > ? AND path < ?", (folder + "/", folder + "0"))
            if not is_item(r["path"])
        ]
        guess = did_you_mean(row["source"].rpartition("/")[2], names)
        yield Problem(row["path"], row["line"], f"{what}“{row['source']}”不在那里", guess or _how_to_mend(row["source"]))
    clashes = connection.execute(
        """SELECT item.path, attachment.name COLLATE NOCASE AS name FROM attachment JOIN item ON item.id = attachment.item_id
           GROUP BY attachment.item_id, name COLLATE NOCASE HAVING count(*) > 1"""
    )
    for row in clashes:
        yield Problem(row["path"], 0, f"有两个附件都叫“{row['name']}”", "给其中一个改名")
    for row in connection.execute(
        """SELECT item.path, reference.target, reference.line FROM reference JOIN item ON item.id = reference.item_id
           WHERE reference.kind = 'image'"""
    ):
        if suffix(row["target"]) not in SHOWABLE:
            yield Problem(row["path"], row["line"], f"“{row['target']}”不是网页能显示的图片", "转成 PNG 或 JPEG")


def _how_to_mend(source: str) -> str:
    """Return what to do about a file that is not there. Without a known ending it may be text in brackets, which became a link."""
    if suffix(source) in ATTACHMENT_SUFFIXES:
        return "把文件放进去，或改正文件名（注意大小写）"
    return f"是附件的，写上完整的文件名，连同扩展名（如 {posixpath.basename(source)[:20]}.pdf），把文件放进去；不是附件的，在“]”和“(”之间空一格，就照原样显示"


def orphan_files(connection: sqlite3.Connection) -> Iterator[Problem]:
    """Every file belongs to an item, else no reader would ever see it."""
    rows = connection.execute(
        "SELECT path FROM source WHERE is_item = 0 AND path NOT IN (SELECT source FROM attachment)"
    )
    for row in rows:
        yield Problem(
            row["path"], 0, "没有哪一条信息用到这个文件，不会发布",
            "在正文里链接它，或把文件名的开头改成条目的文件名", WARNING,
        )


def undescribed_images(connection: sqlite3.Connection) -> Iterator[Problem]:
    """Every image has a description, for those who cannot see it."""
    rows = connection.execute(
        """SELECT item.path, reference.target, reference.line, body.html FROM reference
           JOIN item ON item.id = reference.item_id JOIN body ON body.item_id = item.id
           WHERE reference.kind = 'image' AND instr(body.html, 'alt=""')"""
    )
    for row in rows:
        yield Problem(row["path"], row["line"], "图片没有文字说明", "写成 ![图上有什么](文件名)", WARNING)


def undrawn_first_pages(connection: sqlite3.Connection) -> Iterator[Problem]:
    """A PDF that is published without a picture of its first page says why."""
    for row in connection.execute("SELECT path, fault FROM first_page WHERE fault <> '' ORDER BY path"):
        yield Problem(
            row["path"], 0, f"网页上没有这个文件第一页的图：{row['fault']}", "不影响公开和下载；要有图的，从原文件重新导出 PDF" + ("，字体选“嵌入”" if "字体" in row["fault"] else ""), WARNING,
        )


def late_publications(connection: sqlite3.Connection, today: str) -> Iterator[Problem]:
    """Items of the last 60 days are published in time (2008 Art. 18, 2019 Art. 26).

    Older ones are not told, since nobody can mend them; the supervision page lists them all.
    This is not one of `CHECKS`, since its outcome depends on the day: it runs in each build.
    """
    since = (date.fromisoformat(today) - LATELY).isoformat()
    rows = connection.execute(
        f"SELECT path, created, date, work_days, lines FROM item WHERE work_days > {PUBLISH_WITHIN} AND date BETWEEN ? AND ? AND draft = 0",
        (since, today),
    )
    for row in rows:
        article = edition(row["created"]).publication_article
        yield Problem(
            row["path"], _line(row, "date"),
            f"公开日期 {row['date']} 是生成以后第 {row['work_days']} 个工作日，超过 {PUBLISH_WITHIN} 个工作日（条例{article}）",
            "核对 Date 与 Created；确实晚了的，会列在监督考核页上", WARNING,
        )


LATELY = timedelta(days=60)
"""Items published before that are not told as late."""

CHECKS: tuple[Check, ...] = (
    duplicate_indexes, unknown_replacements, circular_replacements, repealed_for_a_draft, repealed_on_another_day, unknown_items_in_headers, broken_item_links,
    missing_attachments, orphan_files, undescribed_images, leaks_in_attachments, unused_exceptions,
    undrawn_first_pages,
)


def problems(connection: sqlite3.Connection) -> Iterator[Problem]:
    """Yield the problems that `CHECKS` find."""
    for check in CHECKS:
        yield from check(connection)
