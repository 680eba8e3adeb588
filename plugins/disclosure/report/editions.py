"""Which edition of the report's format a year has, and its statutory tables."""

from __future__ import annotations

from ..pages.site import Site, remembered
from . import edition2008, edition2021
from .collect import figures
from .tables import Table

FIRST_NEW_FORMAT = 2019
"""The first year reported in six parts and statutory tables (国办公开办函〔2021〕30号)."""


@remembered
def tables(site: Site, year: int) -> dict[str, Table]:
    """Return the tables of the format that a year's report has, by key."""
    edition = edition2021 if year >= FIRST_NEW_FORMAT else edition2008
    return {table.key: table for table in edition.tables(site, figures(site, year), year)}
