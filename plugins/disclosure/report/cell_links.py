"""Where the cells of a report's tables lead: to the list of what each counts."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import escape, unescape

from ..model import addresses
from .figures import Figure
from .tables import Cell, Table

_TABLE = re.compile(r'(<p class="rr-caption"><a href="#(f-[0-9a-f]{8})">)(.*?</table>)', re.DOTALL)
_ROW = re.compile(r"<tr>(.*?)</tr>", re.DOTALL)
_CELL = re.compile(r"(<td[^>]*>)(.*?)(</td>)", re.DOTALL)
WHOLE = "whole"
"""Stands for the column of a row's sum in anchors."""


def figure_path(year: int, figure: Figure) -> str:
    """Return the page that shows what is behind a figure: a list of items, or the rows of registers."""
    return figure.path or addresses.report_figure(year, figure.anchor)


def place(row: int, column: int | str) -> str:
    """Return the fragment of a table's own page under which the rows that a cell counts stand."""
    return f"r{row}-{column}"


def fragment(table: Table, row: int, column: int) -> str:
    """Return the place of a cell's rows: those of a sum are all rows of its line."""
    return place(row, WHOLE if column == len(table.columns) - 1 else column)


def path(table: Table, place_of: tuple[int, int], known: Mapping[str, Figure], year: int) -> str:
    """Return where the cell at (row, column) leads, or '' where it counts nothing."""
    row, column = place_of
    cells = table.rows[row].cells
    cell = cells[column] if column < len(cells) else Cell()
    if cell.value is None:
        return ""
    if cell.figure in known:
        return figure_path(year, known[cell.figure])
    return f"{addresses.report_table(year, table.slug)}#{fragment(table, row, column)}" if any(lines for _, lines in cell.rows) else ""


def link_tables(body: str, tables: Mapping[str, Table], known: Mapping[str, Figure], year: int) -> str:
    """Let each number in the marked tables of a report's HTML lead to its list; `tables` are those of the text, by their anchor."""
    root = addresses.root(addresses.report(year))

    def link(match: re.Match) -> str:
        table = tables.get(match[2])
        return match[0] if table is None else match[1] + _ROW.sub(_linker(table, known, year, root), match[3])

    return _TABLE.sub(link, body)


def _linker(table: Table, known: Mapping[str, Figure], year: int, root: str) -> Callable[[re.Match], str]:
    """Return how a row of a table's HTML is rewritten."""
    position = {id(row): number for number, row in enumerate(table.rows)}

    def rewrite(match: re.Match) -> str:
        cells = list(_CELL.finditer(match[1]))
        row = table.row(unescape(re.sub("<[^>]*>", "", cells[0][2]))) if cells else None
        if row is None:
            return match[0]
        result = match[1]
        for column, cell in reversed(list(enumerate(cells[1 + table.units :]))):
            target = path(table, (position[id(row)], column), known, year)
            if target and re.search(r"\d", cell[2]) and "<a " not in cell[2]:
                linked = f'{cell[1]}<a class="rr-cell" href="{escape(root + target)}">{cell[2]}</a>{cell[3]}'
                result = result[: cell.start()] + linked + result[cell.end() :]
        return f"<tr>{result}</tr>"

    return rewrite
