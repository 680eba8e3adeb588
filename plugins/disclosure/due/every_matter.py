"""All matters together, by urgency."""

from __future__ import annotations

from ..pages.site import Site
from . import acts, publications, requests
from .matter import URGENCIES, Matter, urgency


def by_urgency(site: Site, today: str) -> dict[str, list[Matter]]:
    """Return the matters of a day by urgency: requests, then acts, items, reports and columns, each with the earliest last day first."""
    grouped: dict[str, list[Matter]] = {name: [] for name in URGENCIES}
    for source in (requests.matters, acts.matters, publications.items, publications.reports, publications.columns):
        for matter in sorted(source(site, today), key=lambda matter: (matter.day or "9999", matter.path, matter.line, matter.kind)):
            grouped[urgency(matter, today)].append(matter)
    return grouped
