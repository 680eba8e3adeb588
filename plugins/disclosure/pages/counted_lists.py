"""Lists that have exactly the items that a figure counts, so that a figure may link to them.

A list has what is public now. A figure of a year also counts items that were withdrawn later, items carried forward, or
for a total only those up to the year's end. Where the two differ there is no such list.
"""

from __future__ import annotations

from collections import Counter

from ..model import addresses
from .series import Series, total
from .site import Site, remembered, tally


def list_of_total(site: Site, series: Series, number: int | None) -> str:
    """Return the index page of a series if it has this number of items; else an empty text."""
    return series.index_path if number and total(site, series) == number else ""


def list_of_new(site: Site, series: Series, year: int, number: int | None) -> str:
    """Return the page of a year of a class or an agency if it has this number of items; else an empty text."""
    return addresses.year_page(series.folder, year) if number and _by_year(site)[series.kind, *series.arguments, year] == number else ""


@remembered
def _by_year(site: Site) -> Counter[tuple]:
    """Return how many public items of each year a series has, by its kind, its arguments and the year."""
    found: Counter[tuple] = Counter()
    for row in tally(site):
        if row.state == "public":
            for key in (("category", row.category), ("leaf", row.category, row.leaf), ("agency", row.agency)):
                found[*key, int(row.month[:4])] += row.number
    return found
