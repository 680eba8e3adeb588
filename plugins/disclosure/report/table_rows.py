"""The rows of registers behind a table, line by line and column by column, divided among pages of bounded size.

The table itself stands on the first page. The rows of one cell may go on over several pages. A cell links to the first.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ..pages.sheet import Room
from ..pages.site import Site
from . import cell_links, register_rows
from .tables import Cell, Table


@dataclass(frozen=True)
class Counted:
    """Rows of a register that one cell counts, or those of them that stand on one page."""

    line: int
    """Position of the cell's line in the table."""
    column: int
    register: str
    rows: tuple[int, ...]
    """Lines of the register's file."""
    before: int = 0
    """How many rows of this cell stand on earlier pages."""


def pages(site: Site, table: Table) -> list[list[Counted]]:
    """Return what each page of a table shows; there is at least one page."""
    found: list[list[Counted]] = [[]]
    room = Room()
    for one in _counted(table):
        sizes = register_rows.sizes(site, one.register)
        start = 0
        for position, line in enumerate(one.rows):
            if room.take(1, sizes[line]):
                continue
            if position > start:
                found[-1].append(_part(one, start, position))
            found.append([])
            start, room = position, Room()
            room.take(1, sizes[line])
        found[-1].append(_part(one, start, len(one.rows)))
    return found


def _part(one: Counted, start: int, end: int) -> Counted:
    return Counted(one.line, one.column, one.register, one.rows[start:end], start)


def _counted(table: Table) -> Iterator[Counted]:
    """Yield the cells with rows. Lines whose cells show a figure have none here: they link to it instead."""
    for position, row in enumerate(table.rows):
        *parts, whole = row.cells or (Cell(),)
        for name, lines in whole.rows if not whole.figure else ():
            for column, cell in enumerate(parts) if lines else ():
                if found := tuple(line for other, those in cell.rows if other == name for line in those):
                    yield Counted(position, column, name, found)


def first_pages(site: Site, table: Table) -> dict[str, int]:
    """Return the page on which the rows behind each cell begin, by the cell's fragment. Pages count from 1."""
    found: dict[str, int] = {}
    for number, shown in enumerate(pages(site, table), 1):
        for one in shown:
            for column in (one.column, cell_links.WHOLE):
                found.setdefault(cell_links.row_fragment(one.line, column), number)
    return found


def sections(site: Site, table: Table, shown: list[Counted]) -> Iterator[dict[str, Any]]:
    """Yield the sections of one page, one for each line of the table and register, with a group for each column."""
    groups: dict[tuple[int, str], list[Counted]] = {}
    for one in shown:
        groups.setdefault((one.line, one.register), []).append(one)
    for (line, name), found in groups.items():
        whole = table.rows[line].cells[-1]
        view = register_rows.view(site, name, [number for one in found for number in one.rows])
        texts = iter(view["rows"])
        label = table.rows[line].label
        yield view | {
            "id": _place(whole, name, cell_links.row_fragment(line, cell_links.WHOLE)), "total": len(dict(whole.rows)[name]),
            "title": label if _registers(whole) == [name] else f"{label}（{view['title']}）",
            "groups": [
                {
                    "id": _place(table.rows[line].cells[one.column], name, cell_links.row_fragment(line, one.column)),
                    "title": table.columns[one.column], "rows": [next(texts) for _ in one.rows],
                    "total": sum(len(those) for other, those in table.rows[line].cells[one.column].rows if other == name),
                    "span": (one.before + 1, one.before + len(one.rows)),
                }
                for one in found
            ],
        }


def _registers(cell: Cell) -> list[str]:
    """Return the registers that have rows behind a cell."""
    return [name for name, lines in cell.rows if lines]


def _place(cell: Cell, register: str, fragment: str) -> str:
    """Return the fragment of a register's rows behind a cell. The cell leads to those of its first register."""
    return fragment if _registers(cell)[0] == register else f"{fragment}-{register}"
