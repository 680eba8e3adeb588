"""Sheets: a register's rows as tables that people read.

A sheet is what the template needs and no more: columns, cells that are words already,
a chart, definitions, the CSV file of the register. Every figure in it is computed from
the rows that stand in the register, and the definition under the table says how.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, TypeVar

from ..catalogue.queries import PUBLIC
from .site import Site

TEXT, WORD, NUMBER, DATE = "text", "word", "number", "date"
"""Kinds of columns: prose, a short word that keeps its line, right-aligned figures, days."""

NONE = "—"
"""Stands where a register says nothing."""

PAGE = 800
"""A page shows so many rows: an old computer opens that soon."""

LISTED = 60
"""A list shows so many rows, the newest; the rest is in the CSV file."""


@dataclass(frozen=True)
class Column:
    """One column of a sheet."""

    label: str
    kind: str = TEXT


@dataclass(frozen=True)
class Line:
    """One row: cells as shown, and the item that the first of them leads to."""

    cells: list[str]
    path: str = ""


@dataclass
class Sheet:
    """One table of a key area, with its chart, its definitions and its download."""

    id: str
    title: str
    columns: list[Column]
    lines: list[Line]
    text: str = ""
    """A sentence above the table: what it says in short."""
    totals: list[list[str]] = field(default_factory=list)
    definitions: list[tuple[str, str]] = field(default_factory=list)
    chart: dict[str, Any] | None = None
    csv: str = ""
    """Path of the register's CSV file."""
    more: tuple[str, str] | None = None
    """Words and path of a page that shows all of it."""
    left_out: int = 0
    """Rows that the list does not show."""


Table = TypeVar("Table")


def spans(total: int) -> Iterator[tuple[int, int]]:
    """Yield first and end of the parts of a table of so many rows that a page holds; an empty one has one part."""
    return ((start, min(start + PAGE, total)) for start in range(0, total or 1, PAGE))


def paged(parts: Iterable[Table], rows: Callable[[Table], int]) -> list[list[Table]]:
    """Divide parts of tables among pages, in their order, so that none has more than `PAGE` rows; there is one page at least."""
    pages: list[list[Table]] = [[]]
    room = PAGE
    for part in parts:
        if pages[-1] and rows(part) > room:
            pages.append([])
            room = PAGE
        pages[-1].append(part)
        room -= rows(part)
    return pages


def divide(sheets: Iterable[Sheet]) -> list[list[Sheet]]:
    """Divide sheets among pages."""
    parts = (replace(sheet, lines=sheet.lines[start:end]) for sheet in sheets for start, end in spans(len(sheet.lines)))
    return paged(parts, lambda sheet: len(sheet.lines))


def download(register: str) -> str:
    """Return where the CSV file of a register stands."""
    return f"data/{register}.csv"


def shown(value: Any) -> str:
    """Return a register's value as people read it; `NONE` for an empty cell."""
    if value == "" or value is None:
        return NONE
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Decimal):
        return money(value)
    if isinstance(value, int):
        return f"{value:,}"
    return str(value)


def money(amount: Decimal) -> str:
    """Return an amount with thousands, and with two decimals where it has any."""
    return f"{amount:,.0f}" if amount == amount.to_integral_value() else f"{amount:,.2f}"


def add(values: Iterable[Any]) -> Decimal:
    """Return the sum of cells; empty ones count nothing."""
    return sum((Decimal(value) for value in values if value != ""), Decimal(0))


def plotted(amount: Decimal) -> int | float:
    """Return an amount as charts take it."""
    return int(amount) if amount == amount.to_integral_value() else float(round(amount, 2))


def percent(part: int, whole: int) -> str:
    """Return a rate in per cent with at most one decimal, cut off: 99.96 is not 100."""
    if not whole:
        return NONE
    tenths = part * 1000 // whole
    return f"{tenths // 10}%" if tenths % 10 == 0 else f"{tenths // 10}.{tenths % 10}%"


def year_of(row: dict[str, Any], column: str = "date") -> int:
    """Return the year of a date column that is filled."""
    return int(row[column][:4])


def places(site: Site, rows: Iterable[dict[str, Any]]) -> dict[str, str]:
    """Return where the items stand that rows name, by Index; only what can be read there now."""
    wanted = sorted({row["item"] for row in rows} - {""})
    marks = ", ".join("?" * len(wanted))
    found = site.connection.execute(f"SELECT index_number, address FROM item WHERE +{PUBLIC} AND index_number IN ({marks})", wanted)
    return {row["index_number"]: row["address"] for row in found}


def by_date(rows: Iterable[dict[str, Any]], column: str = "date") -> list[dict[str, Any]]:
    """Return rows from the newest; those of one day as the register has them, those without a day last."""
    return sorted(rows, key=lambda row: row[column], reverse=True)
