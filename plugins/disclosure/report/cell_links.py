"""Links from the cells of a report's tables to what each cell counts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from html import escape, unescape

from ..model import addresses
from .figures import Figure
from .tables import Cell, Table, TableRow

_TABLE = re.compile(r'(<p class="rr-caption"><a href="#(f-[0-9a-f]{8})">)(.*?</table>)', re.DOTALL)
_ROW = re.compile(r"<tr>(.*?)</tr>", re.DOTALL)
_CELL = re.compile(r"(<td[^>]*>)(.*?)(</td>)", re.DOTALL)
WHOLE = "whole"
"""Stands in fragments for the column with the sum of a row."""


def figure_path(report: str, figure: Figure) -> str:
    """Return the path of the page that shows the items or rows behind a figure of the report of a name."""
    return figure.path or addresses.report_figure(report, figure.anchor)


def row_fragment(row: int, column: int | str) -> str:
    """Return the fragment on a table's own page under which the rows counted by a cell stand."""
    return f"r{row}-{column}"


def cell_fragment(table: Table, row: int, column: int) -> str:
    """Return the fragment of the rows counted by a cell; for the sum of a line, of all rows of the line."""
    return row_fragment(row, WHOLE if column == len(table.columns) - 1 else column)


def cell_path(table: Table, place_of: tuple[int, int], known: Mapping[str, Figure], report: str) -> str:
    """Return the path to which the cell at (row, column) links, or '' where it counts nothing."""
    row, column = place_of
    cells = table.rows[row].cells
    cell = cells[column] if column < len(cells) else Cell()
    if cell.value is None:
        return ""
    if cell.figure in known:
        return figure_path(report, known[cell.figure])
    if not any(lines for _, lines in cell.rows):
        return ""
    fragment = cell_fragment(table, row, column)
    return f"{addresses.report_table(report, table.slug, table.pages.get(fragment, 1))}#{fragment}"


def link_tables(body: str, tables: Mapping[str, Table], known: Mapping[str, Figure], report: str) -> str:
    """Link each number in the marked tables of a report's HTML to what it counts; `tables` are the computed tables by fragment."""
    root = addresses.root(addresses.report(report))

    def link(match: re.Match) -> str:
        table = tables.get(match[2])
        return match[0] if table is None else match[1] + _ROW.sub(_linker(table, known, report, root), match[3])

    return _TABLE.sub(link, body)


def written_rows(table: Table, html: str) -> Iterator[tuple[TableRow, list[str]]]:
    """Yield each row of a table that a report's HTML writes, with the HTML in its cells of numbers."""
    for written in _ROW.finditer(html):
        cells = [cell[2] for cell in _CELL.finditer(written[1])]
        row = table.row(unescape(re.sub("<[^>]*>", "", cells[0]))) if cells else None
        if row is not None:
            yield row, cells[1 + table.units :]


def _linker(table: Table, known: Mapping[str, Figure], report: str, root: str) -> Callable[[re.Match], str]:
    """Return a function that adds the links to one row of a table's HTML."""
    position = {id(row): number for number, row in enumerate(table.rows)}

    def rewrite(match: re.Match) -> str:
        cells = list(_CELL.finditer(match[1]))
        row = table.row(unescape(re.sub("<[^>]*>", "", cells[0][2]))) if cells else None
        if row is None:
            return match[0]
        result = match[1]
        for column, cell in reversed(list(enumerate(cells[1 + table.units :]))):
            target = cell_path(table, (position[id(row)], column), known, report)
            if target and re.search(r"\d", cell[2]) and "<a " not in cell[2]:
                linked = f'{cell[1]}<a class="rr-cell" href="{escape(root + target)}">{cell[2]}</a>{cell[3]}'
                result = result[: cell.start()] + linked + result[cell.end() :]
        return f"<tr>{result}</tr>"

    return rewrite
