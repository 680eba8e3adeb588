"""What the registers of official acts ask of an office: to publish decisions, to answer proposals, to tell results, to end publicity."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from ..pages.site import Site
from ..registers import Register, schema
from ..registers.act_limits import due_day, is_over, limit_of
from ..registers.descriptions import DESCRIPTIONS, Limit
from .matter import Matter
from .publications import SOON

NAMED = 20
"""More matters of a register with the same task are counted, not named."""


def matters(site: Site, today: str) -> Iterator[Matter]:
    """Yield what is to be done about rows of registers with a limit or a term."""
    for name, described in DESCRIPTIONS.items():
        if limit := limit_of(name, site.settings):
            yield from _bounded([*_limited(site, name, limit, today)])
        if described.term:
            yield from _bounded([*_ending(site, name, today)])


def _limited(site: Site, name: str, limit: Limit, today: str) -> Iterator[Matter]:
    """Yield the rows whose limit has begun, and for which what it asks has not happened by today."""
    register, described = site.registers[name], DESCRIPTIONS[name]
    for row, line in register.numbered_rows():
        start = row[limit.start]
        if not start or start < limit.since or start > today or any(row[column] for column in limit.done) or (row[limit.end] and row[limit.end] <= today):
            continue
        day = due_day(limit, row)
        note = f"{register_title(name)}：{described.field(name, limit.start)['title']} {start}；{limit.source}"
        yield _of_row(register, row, line, task=limit.task, day=day, note=note if day else f"{note}没有工作日历，算不出期限，请自己核对")


def _ending(site: Site, name: str, today: str) -> Iterator[Matter]:
    """Yield the rows whose term is over or ends soon."""
    register, described = site.registers[name], DESCRIPTIONS[name]
    term, soon = described.term, (date.fromisoformat(today) + SOON).isoformat()
    for row, line in register.numbered_rows():
        if is_over(term, row, soon) and row[described.day] <= today:
            note = f"{register_title(name)}：{described.field(name, term.column)['title']} {row[term.column]}；{term.remedy}"
            yield _of_row(register, row, line, task=term.task, day=row[term.column], note=note)


def _of_row(register: Register, row: dict[str, Any], line: int, *, task: str, day: str, note: str) -> Matter:
    """Return a matter of a row. Its key names it: a party may have several decisions on a day."""
    name, key = register.name, row_key(register.name, row)
    subject = " ".join(dict.fromkeys(filter(None, (*key, str(row[DESCRIPTIONS[name].about])))))
    return Matter(task, subject, day, note, register.path, line, row["agency"], key="\0".join((name, *key, row["agency"])))


def row_key(name: str, row: dict[str, Any]) -> tuple[str, ...]:
    """Return the values of the columns that name a row of a register."""
    columns = schema(name)["primaryKey"]
    return tuple(str(row[column]) for column in ([columns] if isinstance(columns, str) else columns))


def register_title(name: str) -> str:
    """Return the title of a register with a description."""
    return DESCRIPTIONS[name].title


def _bounded(found: list[Matter]) -> Iterator[Matter]:
    """Yield the matters with the earliest last days, and one for all the others."""
    found.sort(key=lambda matter: (matter.day or "9999", matter.line))
    yield from found[:NAMED]
    if rest := found[NAMED:]:
        lines = "、".join(str(matter.line) for matter in rest[:NAMED]) + ("等" if len(rest) > NAMED else "")
        yield Matter(rest[0].kind, f"另有 {len(rest):,} 件", rest[0].day, f"第 {lines} 行", rest[0].path, rest[0].line, key=f"{rest[0].path}\0rest")
