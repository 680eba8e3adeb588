"""Table 3: requests counted one by one, and the totals of units that state no more."""

from __future__ import annotations

from ..model.reporting_year import Year
from ..pages.site import Site
from . import totals
from .edition2021 import APPLICANTS, REQUESTS, WHOLE
from .register_years import recorded
from .scope import register_of
from .tables import Cell, Layout, Line, Table, plain


def table(site: Site, layout: Layout, year: int, unit: str = "") -> Table:
    """Return the table of a year; with a `unit`, of that agency. A cell is unknown where neither rows nor totals say anything of the year."""
    reported = Year(year)
    entries: dict[str, list] = {applicant: [] for applicant in APPLICANTS}
    for row, number in register_of(site, "requests", year, unit).numbered_rows():
        if not reported.ends_before(row["received"]) and (not row["closed"] or row["closed"] >= f"{year}-01-01"):
            entries[row["applicant"]].append((row, number))
    stated = [cells for one in ([unit] if unit else totals.units(site, year)) if (cells := totals.of_unit(site, year, one).get(REQUESTS))]
    known = recorded(site.registers["requests"], reported) and not (unit and stated)

    def cells(line: Line) -> tuple[Cell, ...]:
        if line.counts is None:
            return ()
        groups = {column: [number for row, number in found if line.counts(reported, row)] for column, found in entries.items()}
        groups[WHOLE] = sorted(number for group in groups.values() for number in group)
        return tuple(_cell(groups[column], [given for one in stated if (given := one.get((plain(line.label), column)))], known) for column in layout.columns)

    return layout.table(year, cells)


def _cell(numbers: list[int], given: list[totals.Given], known: bool) -> Cell:
    """Return a cell: how many requests, and what units state besides."""
    lines = tuple(line for one in given for line in one.lines)
    rows = (("requests", tuple(numbers)), *([(totals.REGISTER, lines)] if lines else []))
    return Cell(len(numbers) + sum(one.number for one in given) if known or given else None, rows=rows)
