"""What only the whole catalogue can tell: duplicates, replacements, links, attachments.

Each rule is one query that yields the faulty rows, so all problems come at once and
the cost is the database's. After the rules every item gets its state; a faulty item
is left out of the site, and takes no other with it.
"""

from __future__ import annotations

import json
import posixpath
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta

from ..content.source import SHOWABLE, is_item, suffix
from ..model.problems import ERROR, WARNING, Problem, did_you_mean
from ..model.regulations import PUBLISH_WITHIN, edition
from .review_exceptions import idle, leaks

Rule = Callable[[sqlite3.Connection], Iterator[Problem]]


def _line(row: sqlite3.Row, attribute: str) -> int:
    return json.loads(row["lines"]).get(attribute, 1)


def duplicate_indexes(connection: sqlite3.Connection) -> Iterator[Problem]:
    """An Index is unique for ever; the first file by path keeps it, both are named."""
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
    """`Replaces` must name an item that exists."""
    rows = connection.execute(
        """SELECT path, replaces, lines FROM item WHERE replaces <> ''
           AND NOT EXISTS (SELECT 1 FROM item AS other WHERE other.index_number = item.replaces)"""
    )
    for row in rows:
        yield Problem(
            row["path"], _line(row, "replaces"), f"Replaces 指向的“{row['replaces']}”不存在",
            "核对索引号；被替代的信息不在本站的，删去这一行并在正文里说明",
        )


def circular_replacements(connection: sqlite3.Connection) -> Iterator[Problem]:
    """Replacement goes from newer to older and never comes back."""
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


def broken_item_links(connection: sqlite3.Connection) -> Iterator[Problem]:
    """A link to another item must reach one, by its file or by its Index."""
    rows = connection.execute(
        """SELECT item.path, reference.target, reference.line, reference.kind FROM reference
           JOIN item ON item.id = reference.item_id
           WHERE (kind = 'item' AND NOT EXISTS (SELECT 1 FROM item AS other WHERE other.path = target))
              OR (kind = 'index' AND NOT EXISTS (SELECT 1 FROM item AS other WHERE other.index_number = target))"""
    )
    for row in rows:
        yield Problem(row["path"], row["line"], f"链接到的条目“{row['target']}”不存在", "核对文件路径或索引号，或删去这个链接")
    drafts = connection.execute(
        """SELECT item.path, reference.target, reference.line FROM reference
           JOIN item ON item.id = reference.item_id
           JOIN item AS other ON (kind = 'item' AND other.path = target) OR (kind = 'index' AND other.index_number = target)
           WHERE kind IN ('item', 'index') AND other.draft = 1 AND item.draft = 0"""
    )
    for row in drafts:
        yield Problem(row["path"], row["line"], f"链接到的条目“{row['target']}”还是草稿", "先发布那一条，或删去这个链接")


def missing_attachments(connection: sqlite3.Connection) -> Iterator[Problem]:
    """Attachments and images must lie where the body says, under distinct names."""
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
        yield Problem(row["path"], row["line"], f"{what}“{row['source']}”不在那里", guess or "把文件放进去，或改正文件名（注意大小写）")
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


def orphan_files(connection: sqlite3.Connection) -> Iterator[Problem]:
    """A file that belongs to no item would never be seen by a reader."""
    rows = connection.execute(
        "SELECT path FROM source WHERE is_item = 0 AND path NOT IN (SELECT source FROM attachment)"
    )
    for row in rows:
        yield Problem(
            row["path"], 0, "没有哪一条信息用到这个文件，不会发布",
            "在正文里链接它，或把文件名的开头改成条目的文件名", WARNING,
        )


def undescribed_images(connection: sqlite3.Connection) -> Iterator[Problem]:
    """An image without a description says nothing to those who cannot see it."""
    rows = connection.execute(
        """SELECT item.path, reference.target, reference.line, body.html FROM reference
           JOIN item ON item.id = reference.item_id JOIN body ON body.item_id = item.id
           WHERE reference.kind = 'image' AND instr(body.html, 'alt=""')"""
    )
    for row in rows:
        yield Problem(row["path"], row["line"], "图片没有文字说明", "写成 ![图上有什么](文件名)", WARNING)


def late_publications(connection: sqlite3.Connection, today: str) -> Iterator[Problem]:
    """Items published lately, and later than the Regulations allow (2008 Art. 18, 2019 Art. 26).

    Only those that an editor may still remember: older ones stand on the supervision
    page, where nobody is asked to mend what cannot be mended. Not among `RULES`, since
    what it finds depends on the day.
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

RULES: tuple[Rule, ...] = (
    duplicate_indexes, unknown_replacements, circular_replacements, broken_item_links,
    missing_attachments, orphan_files, undescribed_images, leaks, idle,
)


def adopt(connection: sqlite3.Connection) -> set[int]:
    """Give each file that no body names to the item it lies beside; return changed item ids.

    A file belongs to the item of the same stem (`x.pdf`, `x-table.xlsx` or `x/…` to
    `x.md`), else to the only item of its folder.
    """
    before = {
        (row["item_id"], row["source"])
        for row in connection.execute("SELECT item_id, source FROM attachment WHERE adopted = 1")
    }
    loose = connection.execute(
        "SELECT path FROM source WHERE is_item = 0"
        " AND path NOT IN (SELECT source FROM attachment WHERE adopted = 0) ORDER BY path"
    ).fetchall()
    after = {
        (owner, row["path"])
        for row in loose
        if (owner := _owner(connection, row["path"])) is not None
    }
    for item_id, source in before - after:
        connection.execute("DELETE FROM attachment WHERE item_id = ? AND source = ? AND adopted = 1", (item_id, source))
    for item_id, source in sorted(after - before):
        connection.execute(
            "INSERT INTO attachment VALUES (?, ?, ?, 0, 1, 1000)", (item_id, source, source.rpartition("/")[2])
        )
    return {item_id for item_id, _ in before ^ after}


def _owner(connection: sqlite3.Connection, path: str) -> int | None:
    folder, _, name = path.rpartition("/")
    stem = name.rpartition(".")[0]
    candidates = [f"{folder}/{stem}", folder]
    candidates += [f"{folder}/{stem[:cut]}" for cut in range(len(stem) - 1, 0, -1) if stem[cut] in "-_. "]
    for candidate in candidates:
        row = connection.execute(
            "SELECT id FROM item WHERE path IN (?, ?)", (candidate + ".md", candidate + ".markdown")
        ).fetchone()
        if row:
            return row["id"]
    rows = connection.execute(
        "SELECT id, path FROM item WHERE path > ? AND path < ? LIMIT 3", (folder + "/", folder + "0")
    ).fetchall()
    beside = [row["id"] for row in rows if "/" not in row["path"][len(folder) + 1 :]]
    return beside[0] if len(beside) == 1 and len(rows) == 1 else None


def judge(connection: sqlite3.Connection) -> None:
    """Run every rule and record what it finds."""
    connection.execute("DELETE FROM problem WHERE origin = 'cross'")
    for rule in RULES:
        record(connection, rule(connection), "cross")
    connection.execute(  # unfinished work must not stop others' publication
        "UPDATE problem SET severity = ? WHERE origin = 'cross' AND (path IN (SELECT path FROM item WHERE draft = 1)"
        " OR path IN (SELECT source FROM attachment JOIN item ON item.id = item_id WHERE draft = 1))",
        (WARNING,),
    )


def record(connection: sqlite3.Connection, problems: Iterable[Problem], origin: str) -> None:
    """Add problems to the catalogue."""
    connection.executemany(
        "INSERT INTO problem VALUES (?, ?, ?, ?, ?, ?)",
        [(p.path, p.line, p.severity, p.message, p.remedy, origin) for p in problems],
    )


_ACCUSED = f"""(path IN (SELECT path FROM problem WHERE origin = 'cross' AND severity = '{ERROR}')
    OR id IN (SELECT item_id FROM attachment WHERE source IN
        (SELECT path FROM problem WHERE origin = 'cross' AND severity = '{ERROR}')))"""
_STATE = f"""
    CASE WHEN sound = 0 OR {_ACCUSED} THEN 'faulty'
         WHEN draft = 1 THEN 'draft'
         WHEN withdrawn_date <> '' THEN 'withdrawn'
         ELSE 'public' END"""


def settle(connection: sqlite3.Connection) -> list[str]:
    """Give every item its state; return the files of those whose state is another now.

    An item comes in as faulty, and is looked at again as long as it is, or when a rule
    finds fault with it now: nothing else can change a state.
    """
    doubtful = f"SELECT path FROM item WHERE (state = 'faulty' OR {_ACCUSED}) AND state <> {_STATE}"
    changed = [row["path"] for row in connection.execute(doubtful)]
    connection.executemany(f"UPDATE item SET state = {_STATE} WHERE path = ?", [(path,) for path in changed])
    return changed
