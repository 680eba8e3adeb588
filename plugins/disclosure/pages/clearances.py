"""Clearances of normative documents (规范性文件清理): what the register of decisions says of each document of the site.

A decision is a step in the history of a document's validity, beside those of its own header (`Validity-History`). The header's
`Validity` must agree with the last decision: banners, lists and figures follow it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from ..model.item import ENDED, ValidityChange
from ..model.problems import WARNING, Problem
from ..model.validity import EXPIRED, IN_FORCE, day_after
from .site import Site, remembered

REGISTER = "clearances"
KEPT, AMENDED = "保留", "修改"
BASIS = "index:"
"""Begins a basis that is an item of the site: its Index follows."""


def day_of(row: dict[str, Any]) -> str:
    """Return the day from which a decision holds for a document."""
    return row["since"] or row["decided"]


def _step(row: dict[str, Any]) -> ValidityChange:
    word = IN_FORCE if row["result"] == KEPT else row["result"]
    return ValidityChange(day_of(row), word, BASIS + row["decision_item"] if row["decision_item"] else row["decision"])


@remembered
def steps(site: Site) -> dict[str, tuple[ValidityChange, ...]]:
    """Return the steps that decisions add to the history of each document, by its Index, the earliest first."""
    found: dict[str, list[ValidityChange]] = defaultdict(list)
    for row in site.registers[REGISTER].rows:
        if row["item"]:
            found[row["item"]].append(_step(row))
    return {index: tuple(sorted(changes, key=lambda change: change.date)) for index, changes in found.items()}


def merged(written: Sequence[ValidityChange], decided: Sequence[ValidityChange]) -> tuple[ValidityChange, ...]:
    """Return the history of a header and the steps of decisions as one. A step that both have counts once, as the header has it."""
    known = {(change.date, change.word) for change in written}
    return tuple(sorted((*written, *(change for change in decided if (change.date, change.word) not in known)), key=lambda change: change.date))


def decided_by(site: Site, index: str) -> Iterator[str]:
    """Yield the Indexes of the documents on which the item with an Index decides."""
    for row in site.registers[REGISTER].rows:
        if index and row["decision_item"] == index and row["item"]:
            yield row["item"]


def problems(site: Site) -> Iterator[Problem]:
    """Yield decisions in the wrong order of days, two on one document and day, and documents whose header says otherwise."""
    register = site.registers[REGISTER]
    last: dict[str, tuple[dict[str, Any], int]] = {}
    seen: dict[tuple[str, str], int] = {}
    for row, line in register.numbered_rows():
        if row["since"] and row["since"] < row["decided"]:
            yield Problem(register.path, line, f"生效日期 {row['since']} 早于决定日期 {row['decided']}", "看原件，改正写错的那一个")
        if not row["item"]:
            continue
        first = seen.setdefault((row["item"], day_of(row)), line)
        if first != line:
            yield Problem(register.path, line, f"“{row['document']}”第 {first} 行已经有 {day_of(row)} 的清理结果", "删去其中一行，或者改正日期")
        if row["item"] not in last or day_of(last[row["item"]][0]) <= day_of(row):
            last[row["item"]] = row, line
    for index, (row, line) in last.items():
        yield from _of_header(site, index, row, line)


def _of_header(site: Site, index: str, row: dict[str, Any], line: int) -> Iterator[Problem]:
    """Yield how the header of a document differs from the last decision on it."""
    item = site.connection.execute(
        """SELECT path, created, validity, ended, valid_until, (SELECT max(date) FROM validity_change WHERE item_id = item.id) AS last_step
           FROM item WHERE index_number = ?""", (index,)
    ).fetchone()
    if item is None:
        return  # told with the references of registers
    path, day, result, word = site.registers[REGISTER].path, day_of(row), row["result"], item["validity"]
    wanted = f"{result} {day}" if result in ENDED else AMENDED if result == AMENDED else IN_FORCE
    if item["created"] and day < item["created"]:
        yield Problem(path, line, f"{day} 早于这份文件的生成日期 {item['created']}", "核对日期和索引号")
    elif item["last_step"] and item["last_step"] > day:
        return  # its history goes on after the decision
    elif result in ENDED and (word != result or item["ended"] not in ("", day)):
        told = " ".join(filter(None, (word, item["ended"]))) or "没有写"
        yield Problem(path, line, f"清理结果是从 {day} 起{result}，条目 {item['path']} 的有效性（Validity）是“{told}”", f"条目里写成 Validity: {wanted}，或者改正这一行")
    elif result not in ENDED and word in ENDED and (item["ended"] or (day_after(item["valid_until"]) if word == EXPIRED else "")) <= day:
        yield Problem(path, line, f"{day} 的清理结果是{result}，条目 {item['path']} 却已经{word}", f"条目里写成 Validity: {wanted}，或者改正这一行")
    elif result == AMENDED and word == IN_FORCE:
        yield Problem(path, line, f"清理结果是修改，条目 {item['path']} 的有效性还是“{word}”", f"条目里写成 Validity: {wanted}；已经另发新文件的，新文件写 Replaces", WARNING)
