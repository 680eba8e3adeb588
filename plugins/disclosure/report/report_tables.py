"""The computed tables of a report: the layouts of its year's edition, filled."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ..pages.site import Site, remembered
from . import edition2008, request_table, table_rows, unit_statements
from .collect import figures
from .edition2021 import REQUESTS
from .editions import edition_of
from .tables import Table


@remembered
def tables(site: Site, year: int, unit: str = "") -> dict[str, Table]:
    """Return the tables of a year's report by key, in the format of that year; with a `unit`, of that agency's report."""
    return {
        table.key: replace(table, pages=table_rows.first_pages(site, table), note=unit_statements.of_table(site, year, table.key, unit))
        for table in _tables(site, year, unit)
    }


def _tables(site: Site, year: int, unit: str) -> Iterator[Table]:
    known = figures(site, year, unit)
    if not unit:
        yield edition2008.by_category(site, known, year)
    for layout in edition_of(year).layouts:
        yield request_table.table(site, layout, year, unit) if layout.key == REQUESTS else layout.of_figures(year, known)
