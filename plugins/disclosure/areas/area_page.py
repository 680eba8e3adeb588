"""The page of a key area: tables of its registers, its rules and guides, its newest items."""

from __future__ import annotations

from typing import Any

from ..catalogue.queries import Row
from ..pages.series import index_context, key_area_series, select
from ..pages.site import Site, tally
from . import sheets

FILED = (("rules", "有关文件"), ("guides", "办事指南"))
"""Items that are listed in a section of their own: anchor, which is what the classification calls their classes, and heading."""

FILED_LIMIT = 12
"""Items in such a section."""


def context(site: Site, name: str) -> dict[str, Any]:
    """Return the context of a key area's page. `name` is the area's name in the front matter of items."""
    series = key_area_series(site, name)
    found = index_context(site, series)
    return found | {
        "sheets": sheets(site, name), "filed": _filed(site, series),
        "since": "" if found["latest"] else first_date(site),
    }


def _filed(site: Site, series: Any) -> list[tuple[str, str, list[Row]]]:
    """Return the sections of `FILED` that have items: anchor, heading, items."""
    found = []
    order = "AND category = ? AND leaf = ? ORDER BY date DESC, index_number DESC LIMIT ?"
    for key, title in FILED:  # class by class: together, SQLite would go through all public items
        rows = [row for place in getattr(site.taxonomy, key) for row in select(site, series, order, (*place, FILED_LIMIT))]
        if rows:
            found.append((key, title, sorted(rows, key=lambda row: (row.date, row.index), reverse=True)[:FILED_LIMIT]))
    return found


def first_date(site: Site) -> str:
    """Return the month (YYYY-MM) in which the first item of the archive was published, or ''."""
    return min((row.month for row in tally(site)), default="")
