"""The cells of a file's tables: which pieces stand in one row, and what each of them is called."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from .extract import Piece
from .headings import Headings

_CELL = re.compile(r"(?P<table>.*?)第 (?P<row>\d+) 行第 (?P<cell>\d+) 格\Z|(?P<sheet>.*!)(?P<letters>[A-Z]+)(?P<number>\d+)\Z|(?P<file>.*?)第 (?P<column>\d+) 列\Z", re.DOTALL)
_ABOVE = 3
"""Texts above a table that may give the unit of its figures."""


class Cell(NamedTuple):
    """Where a piece stands in a table."""

    table: str
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Layout:
    """The pieces of a file with their cells, and what those are called."""

    pieces: Sequence[Piece]
    places: Sequence[Cell | None]
    """The cell of each piece; None for what stands in no table."""
    labels: dict[int, str]
    """What cells are called, by the number of their piece."""

    @classmethod
    def of(cls, pieces: Sequence[Piece]) -> Layout:
        """Return the layout of a file's pieces."""
        places = cells(pieces)
        return cls(pieces, places, labels(pieces, places))


def cells(pieces: Sequence[Piece]) -> list[Cell | None]:
    """Return for each piece its cell; None for what stands in no table. Rows of packed files are counted by their columns."""
    found: list[Cell | None] = []
    before: Cell | None = None
    for piece in pieces:
        cell = _cell(piece)
        if cell and not cell.row:
            row = 1 if before is None or before.table != cell.table else before.row + (cell.column <= before.column)
            cell = cell._replace(row=row)
        found.append(cell)
        before = cell
    return found


def _cell(piece: Piece) -> Cell | None:
    match = _CELL.match(piece.where) if piece.where[-1:] in "格列0123456789" else None
    if not match:
        return None
    if match["column"]:
        return Cell(match["file"], piece.line, int(match["column"]))
    if match["row"]:
        return Cell(match["table"], int(match["row"]), int(match["cell"]))
    column = 0
    for letter in match["letters"]:
        column = column * 26 + ord(letter) - 64
    return Cell(match["sheet"], int(match["number"]), column)


def rows(places: Sequence[Cell | None]) -> Iterator[tuple[Cell | None, list[int]]]:
    """Yield the rows of tables with the numbers of their pieces, and each piece that is no cell by itself."""
    group: list[int] = []
    for number, cell in enumerate(places):
        last = places[group[-1]] if group else None
        if group and (cell is None or last is None or cell[:2] != last[:2]):
            yield last, group
            group = []
        group.append(number)
    if group:
        yield places[group[-1]], group


def labels(pieces: Sequence[Piece], places: Sequence[Cell | None]) -> dict[int, str]:
    """Return what the pieces that are cells are called, by their number."""
    found: dict[int, str] = {}
    above: list[str] = []
    last: Cell | None = None
    headings = Headings()
    for cell, numbers in _whole_rows(places):
        if cell is None:
            above = [*above, pieces[numbers[0]].text[:60]][-_ABOVE:]
            continue
        if last is None or cell.table != last.table:
            headings, last = Headings("\n".join(above)), cell
        called = headings.labels({places[number].column: pieces[number].text.strip() for number in reversed(numbers)}, is_apart=cell.row - last.row > 1)
        found.update((number, called[places[number].column]) for number in numbers if places[number].column in called)
        last, above = cell, []
    return found


def _whole_rows(places: Sequence[Cell | None]) -> Iterator[tuple[Cell | None, list[int]]]:
    """Yield rows as `rows` does, but for what stands among the cells of one: formulas and notes come before it."""
    group: list[int] = []
    for number, cell in enumerate(places):
        if cell is None:
            yield None, [number]
            continue
        if group and cell[:2] != places[group[-1]][:2]:
            yield places[group[-1]], group
            group = []
        group.append(number)
    if group:
        yield places[group[-1]], group
