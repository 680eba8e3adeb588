"""The statutory tables of a year, in the edition of the report's format that the year has."""

from __future__ import annotations

from dataclasses import replace

from ..pages.site import Site, remembered
from . import edition2008, edition2021, table_rows
from .collect import figures
from .tables import Table

FIRST_NEW_FORMAT = 2019
"""The first year whose report has the six parts and the tables of 国办公开办函〔2021〕30号."""


@remembered
def tables(site: Site, year: int) -> dict[str, Table]:
    """Return the tables of a year's report by key, in the format of that year."""
    edition = edition2021 if year >= FIRST_NEW_FORMAT else edition2008
    found = edition.tables(site, figures(site, year), year)
    return {table.key: replace(table, pages=table_rows.first_pages(site, table)) for table in found}
