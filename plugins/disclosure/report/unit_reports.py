"""The district's report beside those of its units: what units state otherwise than computed, the district has to state, too, or to explain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from ..model.problems import WARNING, Problem
from ..pages.site import Site
from ..registers.agencies import Tenure
from .edition2008 import CATEGORIES
from .reconcile import CellDifference, Report, TableEntry, difference_text, number_text
from .tables import plain

Place = tuple[str, str, str]
"""Key of a table, plain label of a row, column."""


def problems(site: Site, reports: Iterable[Report]) -> Iterator[Problem]:
    """Yield a reminder for each cell of the district's tables that is not the sum of its units', and says not why.

    The computed table of the district is the sum of what is computed for its units. So only what reports state otherwise can differ.
    """
    reports = list(reports)
    for report in reports:
        tenure = site.tenures.get(report.unit)
        if tenure is not None and not tenure.exists_in(report.year):
            yield Problem(report.path, 1, f"{report.year}年没有“{report.unit}”{tenure_text(tenure)}", others(tenure, report.year))
    published = [report for report in reports if not report.draft]
    for report in published:
        if report.unit:
            continue
        units = [other for other in published if other.unit and other.year == report.year]
        for entry in report.tables if units else ():
            if entry.table.key != CATEGORIES:
                yield from _of_table(report, entry, units)


def tenure_text(tenure: Tenure) -> str:
    """Return in brackets on which days an agency exists."""
    days = "，".join(text for text in (tenure.since and f"{tenure.since} 起", tenure.until and f"{tenure.until} 止") if text)
    return f"（机构名册：{days}）"


def others(tenure: Tenure, year: int) -> str:
    """Return whose report of a year it may be: the successors' or the predecessors'."""
    names = tenure.successors if tenure.until and tenure.until < f"{year}-01-01" else tenure.predecessors
    return f"写{'、'.join(names)}的年报" if names else "核对年份和单位，或者改正机构名册上的日期"


def _of_table(report: Report, entry: TableEntry, units: list[Report]) -> Iterator[Problem]:
    own = {(plain(cell.row), cell.column): cell for cell in entry.differences}
    theirs: dict[tuple[str, str], list[tuple[str, CellDifference]]] = {}
    for other in units:
        for found in other.tables:
            for cell in found.differences if found.table.key == entry.table.key else ():
                if cell.difference is not None:
                    theirs.setdefault((plain(cell.row), cell.column), []).append((other.unit, cell))
    lines = {plain(label): line for line, label, _ in entry.marked.rows}
    for place, cells in theirs.items():
        mine = own.get(place)
        if mine is not None and mine.reason:
            continue
        more = sum((cell.difference for _, cell in cells), Decimal(0))
        if more == (mine.difference if mine and mine.difference is not None else 0):
            continue
        row, column = cells[0][1].row, cells[0][1].column
        who = "、".join(f"{unit}的年报{difference_text(cell.difference)}" for unit, cell in cells)
        whole = entry.table.row(row).cells[entry.table.columns.index(column)].value
        yield Problem(
            report.path, lines.get(place[0], entry.marked.line),
            f"“{entry.marked.title}”的“{row}”（{column}）不是各单位年报之和：各单位年报合计 {number_text((whole or 0) + more)}，算出来是 {number_text(whole)}（{who}）",
            "核对两边的年报；确实不同的，在这一格里写明原因", WARNING,
        )
