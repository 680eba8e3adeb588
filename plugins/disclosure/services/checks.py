"""Checks of the registers of guides and forms, besides those of their schemas."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from ..catalogue.queries import PUBLIC, filed_in
from ..content.frontmatter import page_texts
from ..content.guide_parts import GENRE
from ..model.item import parse_names
from ..model.problems import WARNING, Problem, did_you_mean
from ..model.taxonomy import Taxonomy
from ..registers import Registers
from ..registers.telephones import Telephones
from .guides import ABOLISHED, CURRENT


def problems(registers: Registers, taxonomy: Taxonomy, connection: sqlite3.Connection) -> Iterator[Problem]:
    """Yield the problems of the registers of guides and forms.

    Guides: an unknown audience or life event, a change without a day, an abolished guide whose item
    does not say so. Forms: a file that is not published.
    """
    services = registers["services"]
    events = {scene.audience: [name for name, _ in scene.events] for scene in taxonomy.scenes}
    for row, line in services.numbered_rows():
        if row["audience"] not in events:
            guess = did_you_mean(row["audience"], events)
            yield Problem(services.path, line, f"服务对象“{row['audience']}”不在名单上", guess or "可以写：" + "、".join(events))
            continue
        for name in parse_names(row["life_event"]):
            if name not in events[row["audience"]]:
                guess = did_you_mean(name, events[row["audience"]])
                yield Problem(services.path, line, f"办事场景“{name}”不在名单上", guess or "可以写：" + "、".join(events[row["audience"]]))
        if row["status"] != CURRENT and not row["changed"]:
            yield Problem(services.path, line, f"状态是“{row['status']}”，没有变动日期", "补上变动日期，变动页按它排列")
        if row["status"] == ABOLISHED and row["item"] and _still_holds(connection, row["item"]):
            yield Problem(
                services.path, line, f"事项已经废止，条目 {row['item']} 却没有标明", "在条目里加一行“Validity: 废止”", WARNING,
            )
    forms = registers["forms"]
    for row, line in forms.numbered_rows():
        if row["file"] and not connection.execute("SELECT 1 FROM attachment WHERE source = ?", (row["file"],)).fetchone():
            there = connection.execute("SELECT 1 FROM source WHERE path = ?", (row["file"],)).fetchone()
            what = "没有和哪一条信息放在一起，不会发布" if there else "不在那里"
            yield Problem(
                forms.path, line, f"文件“{row['file']}”{what}", "写成内容文件夹里的路径，如 items/services/x-biao.docx；没有文件的空着",
            )


def telephones(registers: Registers, taxonomy: Taxonomy, connection: sqlite3.Connection, content_dir: str) -> Iterator[Problem]:
    """Yield telephone numbers in guides that are in use, other than the registers have for the agency before them. Older texts keep the number of their time."""
    known = Telephones(registers)
    filed, values = filed_in(taxonomy.guides)
    rows = connection.execute(
        f"""SELECT path, text FROM item JOIN body ON body.item_id = item.id WHERE {filed} AND +item.{PUBLIC} AND genre = ? AND validity NOT IN ('废止', '失效')
            AND NOT EXISTS (SELECT 1 FROM item AS newer WHERE newer.replaces = item.index_number AND newer.replaces <> '')""", (*values, GENRE)
    )
    for path, text in rows:
        if any(known.problems(path, text)):
            yield from known.problems(path, page_texts(content_dir, [path])[path])


def _still_holds(connection: sqlite3.Connection, index: str) -> bool:
    """Return whether an item exists, is not marked as abolished or lapsed, and is not replaced."""
    row = connection.execute(
        """SELECT validity, EXISTS (SELECT 1 FROM item AS newer WHERE newer.replaces = item.index_number AND newer.replaces <> '')
           FROM item WHERE index_number = ?""", (index,)
    ).fetchone()
    return row is not None and row[0] not in ("废止", "失效") and not row[1]
