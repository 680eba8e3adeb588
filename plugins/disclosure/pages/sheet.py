"""Sheets: tables with a chart, definitions and a download, as pages show them.

A sheet is all that the template needs: columns, cells as texts, a chart, definitions, and the
path of a CSV file. Its figures are computed from registers or from the catalogue. The
definitions under the table say how.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from hashlib import sha256
from html import escape
from typing import Any, TypeVar

from ..catalogue.queries import PUBLIC
from ..model import rounding
from .site import Site
from .table_shape import shape

TEXT, WORD, NUMBER, DATE = "text", "word", "number", "date"
"""Kinds of columns: prose, short words that do not wrap, right-aligned numbers, days."""

NONE = "—"
"""The text of an empty cell."""

PAGE = 800
"""Rows on one page. An old computer opens so many without delay."""

PAGE_BYTES = 600_000
"""Bytes of the rows on one page, as HTML. With the rest of the page that stays well below what the check of the site allows."""

_ROW_BYTES, _CELL_BYTES = 80, 66
"""Bytes of markup around a row and around a cell."""

ROW_ID = "row-"
"""Begins the id of a row, by which a link leads to it."""

LISTED = 60
"""Rows of a list, the newest. The rest is in the CSV file."""


@dataclass(frozen=True)
class Column:
    """One column of a sheet."""

    label: str
    kind: str = TEXT


@dataclass(frozen=True)
class Line:
    """One row: its cells as texts, and the path to which the first of them links."""

    cells: list[str]
    path: str = ""
    links: Mapping[int, str] = field(default_factory=dict)
    """Paths to which other cells link, by their place in the row."""


@dataclass
class Sheet:
    """One table with its chart, its definitions and its download."""

    id: str
    title: str
    columns: list[Column]
    lines: list[Line]
    text: str = ""
    """A sentence above the table that sums it up."""
    totals: list[list[str]] = field(default_factory=list)
    definitions: list[tuple[str, str]] = field(default_factory=list)
    chart: dict[str, Any] | None = None
    csv: str = ""
    """Path of the CSV file."""
    more: tuple[str, str] | None = None
    """Text and path of a link to a page that shows all rows."""
    left_out: int = 0
    """Rows that the list does not show."""
    shown_columns: tuple[int, ...] | None = None
    """Places of the columns that pages show, for a part of a sheet or a table whose form is fixed; None: those that are not empty."""

    @property
    def places(self) -> tuple[int, ...]:
        """The places of the columns that pages show: the first one, and those in which some row has something. The CSV file has all."""
        if self.shown_columns is not None:
            return self.shown_columns
        return filled_places(self.columns, [*(line.cells for line in self.lines), *self.totals])

    @property
    def shape(self) -> str:
        """How pages show the table: `table_shape.shape`."""
        places = self.places
        rows = [[line.cells[place] for place in places] for line in self.lines]
        return shape([(self.columns[place].label, self.columns[place].kind == TEXT) for place in places], rows)

    @property
    def row_ids(self) -> list[str]:
        """The id of each row of a list; empty texts for a table of figures, whose rows are no records."""
        is_list = any(column.kind in (TEXT, DATE) for column in self.columns[1:])
        return row_ids(self.id, [line.cells for line in self.lines]) if is_list else [""] * len(self.lines)


Table = TypeVar("Table")


def filled_places(columns: Sequence[Any], rows: Sequence[Sequence[Any]]) -> tuple[int, ...]:
    """Return the places of the first column of a table and of those that are not empty in every row. Without rows that is all of them."""
    return tuple(place for place in range(len(columns)) if place == 0 or not rows or any(row[place] not in ("", None, NONE) for row in rows))


def row_ids(table: str, rows: Sequence[Sequence[str]]) -> list[str]:
    """Return an id for each row of the table with this id, unique among them.

    It is made of the first cell, which names the row, so that it stays when other cells change. Where that names
    several rows, all cells count; of equal rows, their order counts too.
    """
    names = Counter(row[0] for row in rows)
    words = ["\n".join([table, *(row if names[row[0]] > 1 else row[:1])]) for row in rows]
    seen: Counter[str] = Counter()
    found = []
    for word in words:
        seen[word] += 1
        told = word if seen[word] == 1 else f"{word}\n{seen[word]}"
        found.append(ROW_ID + sha256(told.encode()).hexdigest()[:10])
    return found


class Room:
    """What a page still holds: at most `PAGE` rows and `PAGE_BYTES` bytes of rows."""

    def __init__(self) -> None:
        self._rows, self._bytes = PAGE, PAGE_BYTES

    def take(self, rows: int, size: int) -> bool:
        """Take room for some rows of a size in bytes; return whether there was enough. An empty page takes a single row of any size."""
        fits = rows <= self._rows and size <= self._bytes
        if fits or (self._rows == PAGE and rows == 1):
            self._rows -= rows
            self._bytes -= size
            return True
        return False


def row_bytes(cells: Iterable[str]) -> int:
    """Return about how many bytes a row of a table takes as HTML."""
    return _ROW_BYTES + sum(_CELL_BYTES + len(escape(cell).encode()) for cell in cells)


def part_bounds(sizes: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Cut a table into parts that fit on a page, from the bytes of each row; yield start and end of each. An empty table has one part."""
    start, room = 0, Room()
    for position, size in enumerate(sizes):
        if not room.take(1, size):
            yield start, position
            start, room = position, Room()
            room.take(1, size)
    yield start, len(sizes)


def divide_parts(parts: Iterable[Table], sizes: Callable[[Table], Sequence[int]]) -> list[list[Table]]:
    """Put parts of tables on pages, in order, so that each page is bounded (`Room`). There is at least one page.

    `sizes` returns the bytes of each row of a part. A part fits on a page.
    """
    pages: list[list[Table]] = [[]]
    room = Room()
    for part in parts:
        found = sizes(part)
        if pages[-1] and not room.take(len(found), sum(found)):
            pages.append([])
            room = Room()
        if not pages[-1]:
            room.take(len(found), sum(found))
        pages[-1].append(part)
    return pages


def divide_sheets(sheets: Iterable[Sheet]) -> list[list[Sheet]]:
    """Put sheets on pages of bounded size; a longer sheet is cut. All its parts have the same columns."""
    parts = (replace(sheet, lines=sheet.lines[start:end], shown_columns=sheet.places) for sheet in sheets for start, end in part_bounds(_line_sizes(sheet)))
    return divide_parts(parts, _line_sizes)


def _line_sizes(sheet: Sheet) -> list[int]:
    return [row_bytes(line.cells) for line in sheet.lines]


def shown(value: Any) -> str:
    """Return the text of a register's value; `NONE` for an empty cell."""
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
    """Return an amount with commas between thousands, and unless it is whole with two decimals, or as many as it has."""
    return f"{amount:,.0f}" if amount == amount.to_integral_value() else f"{amount:,.{max(2, rounding.places_of(amount))}f}"


def sum_cells(values: Iterable[Any]) -> Decimal:
    """Return the sum of a register's cells; an empty cell adds nothing."""
    return sum((Decimal(value) for value in values if value != ""), Decimal(0))


def plotted(amount: rounding.Number, places: int = 2) -> int | float:
    """Return an amount as a number for a chart, rounded to some decimals."""
    rounded = rounding.half_up(amount, places)
    return int(rounded) if rounded == rounded.to_integral_value() else float(rounded)


def percent(part: Decimal | int, whole: Decimal | int) -> str:
    """Return a rate in per cent with one decimal, and with more where it would look like 0 or 100 and is not."""
    return f"{rounding.rate_text(rate(part, whole))}%" if whole else NONE


def rate(part: Decimal | int, whole: Decimal | int) -> Fraction:
    """Return the exact rate of two numbers in per cent. `whole` must not be zero."""
    return Fraction(part) * 100 / Fraction(whole)


def mean(total: int, number: int) -> str:
    """Return the mean of some numbers with one decimal; `NONE` where there is none."""
    return f"{rounding.half_up(Fraction(total, number), 1):f}" if number else NONE


def year_of(row: dict[str, Any], column: str = "date") -> int:
    """Return the year of a date in a row. The cell must not be empty."""
    return int(row[column][:4])


def item_addresses(site: Site, rows: Iterable[dict[str, Any]]) -> dict[str, str]:
    """Return the addresses of the items that rows refer to (column `item`), by Index. Items that are not public are left out."""
    wanted = sorted({row["item"] for row in rows} - {""})
    marks = ", ".join("?" * len(wanted))
    found = site.connection.execute(f"SELECT index_number, address FROM item WHERE +{PUBLIC} AND index_number IN ({marks})", wanted)
    return {row["index_number"]: row["address"] for row in found}


def by_date(rows: Iterable[dict[str, Any]], column: str = "date") -> list[dict[str, Any]]:
    """Return rows sorted by a date, newest first. Rows of one day keep the register's order; rows without a date come last."""
    return sorted(rows, key=lambda row: row[column], reverse=True)
