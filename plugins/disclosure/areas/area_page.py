"""The page of a key area: tables of its registers, its rules and guides, its newest items."""

from __future__ import annotations

from typing import Any

from ..catalogue.queries import Row, filed_in
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
    for key, title in FILED:
        filed, values = filed_in(getattr(site.taxonomy, key))
        if rows := select(site, series, f"AND {filed} ORDER BY date DESC, index_number DESC LIMIT ?", (*values, FILED_LIMIT)):
            found.append((key, title, rows))
    return found


def first_date(site: Site) -> str:
    """Return the month (YYYY-MM) in which the first item of the archive was published, or ''."""
    return min((row.month for row in tally(site)), default="")
