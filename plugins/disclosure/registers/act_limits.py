"""Time limits and terms of the registers that have a description: what is overdue, what is late, whose term is over."""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from ..model import workdays
from ..model.problems import WARNING, Problem
from .descriptions import DESCRIPTIONS, Limit, Term
from .table import Register, Registers

Row = dict[str, Any]
NAMED = 10
"""More rows of a register than these with the same reminder are told together, with their lines."""
RANGES = 40
"""More spans of lines than these are counted, not named."""


def limit_of(name: str, settings: Mapping[str, Any]) -> Limit | None:
    """Return the limit of a register; None where it has none, or where its setting says so with 0."""
    limit = DESCRIPTIONS[name].limit
    if limit is None or not limit.setting:
        return limit
    days = settings[limit.setting]
    return replace(limit, days=days) if days else None


def due_day(limit: Limit, row: Row) -> str:
    """Return the last day of a row's limit, ISO 8601; '' where no limit runs, or where no calendar is known."""
    if not row[limit.start] or row[limit.start] < limit.since:
        return ""
    start = date.fromisoformat(row[limit.start])
    if limit.workdays:
        try:
            return workdays.add(start, limit.workdays).isoformat()
        except workdays.NoCalendar:
            return ""
    return (add_months(start, limit.months) if limit.months else start + timedelta(days=limit.days)).isoformat()


def add_months(start: date, months: int) -> date:
    """Return the same day some months later, or the last day of that month where it has no such day."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))


def is_done(limit: Limit, row: Row) -> bool:
    """Return whether what a limit asks for has happened."""
    return any(row[column] for column in (limit.end, *limit.done))


def is_late(limit: Limit, row: Row, day: str) -> bool:
    """Return whether it happened after the last day, or had not happened when that day was over: a row is no better for an empty cell.

    `day` is the newest day of what is counted: figures read no clock.
    """
    due = due_day(limit, row)
    return bool(due) and (row[limit.end] > due or (due < day and not is_done(limit, row)))


def is_over(term: Term, row: Row, today: str) -> bool:
    """Return whether a row's term is over and an editor must decide about it."""
    column, word = term.only
    return bool(row[term.column]) and row[term.column] < today and (not column or row[column] == word)


def problems(registers: Registers, today: str, settings: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield reminders of rows that are over their limit or whose term is over."""
    for name, described in DESCRIPTIONS.items():
        register, limit, term = registers[name], limit_of(name, settings), described.term
        if limit:
            yield from together(register, _overdue(register, limit, today))
        if term:
            told = [(line, term.message.format(day=row[term.column]), term.remedy) for row, line in register.numbered_rows() if is_over(term, row, today)]
            yield from together(register, told)


def _overdue(register: Register, limit: Limit, today: str) -> list[tuple[int, str, str]]:
    found = []
    for row, line in register.numbered_rows():
        if not is_done(limit, row) and (due := due_day(limit, row)) and due < today:
            found.append((line, limit.missing.format(start=row[limit.start], due=due), limit.remedy))
    return found


def together(register: Register, told: list[tuple[int, str, str]]) -> Iterator[Problem]:
    """Yield a reminder for each row: line, message, remedy. Of very many rows the others are told in one, with their lines."""
    for line, message, remedy in told[:NAMED]:
        yield Problem(register.path, line, message, remedy, WARNING)
    if rest := [line for line, _, _ in told[NAMED:]]:
        yield Problem(register.path, rest[0], f"另有 {len(rest):,} 行也是这样（第 {lines_text(rest)} 行）：{told[NAMED][1]}", told[NAMED][2], WARNING)


def lines_text(lines: list[int]) -> str:
    """Return line numbers in words, neighbours as a span: `3、5—9`."""
    spans: list[list[int]] = []
    for line in lines:
        if spans and line == spans[-1][1] + 1:
            spans[-1][1] = line
        else:
            spans.append([line, line])
    named = "、".join(str(first) if first == last else f"{first}—{last}" for first, last in spans[:RANGES])
    return named + (f"等 {len(spans)} 处" if len(spans) > RANGES else "")
