"""What a search box suggests while a reader types: names of places of the site, and phrases of the titles of items.

They are a few thousand short entries, however large the archive is. No title of an item is among them, only phrases that
several titles have: so nothing of an item that was taken down stays.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from ..catalogue.queries import PUBLIC
from ..model import addresses
from ..pages.frame import footer_links, menu
from ..pages.series import agency_series, category_series, key_area_series, leaf_series
from ..pages.site import Site
from ..register_pages import PAGES
from ..services.guides import current_guides, forms
from ..services.service_pages import exists

TITLES = 2000
"""Titles of each category, the latest ones, whose phrases are counted. So the cost does not grow with the archive."""
MOST_PHRASES = 1500
MOST_PLACES = 2500
"""Phrases and places that are suggested. Where there are more places, the last ones are left out: forms, then guides."""
REGISTERS = ("agencies", "reading_points", "services", "forms", *PAGES)
"""Registers with names that are suggested."""
PLACE = 4
"""Weight of a place. That of a phrase is 1 to 3, by the number of its titles."""


class Entry(NamedTuple):
    """A suggestion: a name, what it is, where it is ('' for a phrase, which is searched for), its weight, other names of it."""

    text: str
    kind: str
    address: str
    weight: int
    also: tuple[str, ...] = ()


def entries(site: Site, frequent_phrases: Callable[[Iterable[str], Iterable[str], int], list[tuple[str, int]]]) -> list[Entry]:
    """Return the suggestions of a site.

    `frequent_phrases` is given titles, names that are no phrases, and how many phrases are wanted; it returns each with the
    number of its titles.
    """
    seen: dict[tuple[str, str], Entry] = {}
    for entry in _places(site):
        seen.setdefault((entry.text, entry.address), entry)
    places = list(islice(seen.values(), MOST_PLACES))
    known = {entry.text for entry in places}
    districts = re.findall("[^省市县区]+[省市县区]", site.identity["district"])
    found = frequent_phrases(_titles(site), [*site.agencies, *districts], MOST_PHRASES)
    phrases = [Entry(text, "", "", min(3, count.bit_length() - 1)) for text, count in found if text not in known]
    return places + sorted(phrases)


def _titles(site: Site) -> Iterator[str]:
    for category in site.taxonomy.categories:
        rows = site.connection.execute(
            f"SELECT title FROM item WHERE category = ? AND {PUBLIC} ORDER BY date DESC, index_number DESC LIMIT ?", (category.name, TITLES)
        )
        yield from (row["title"] for row in rows)


def _places(site: Site) -> Iterator[Entry]:
    """Yield the places of the site, the most general ones first."""
    reports = {report["path"] for report in site.reports}
    for page in (*menu(site), *footer_links(site), *site.pages):
        if page["path"] not in reports:
            yield Entry(page["title"], "网页", page["path"], PLACE)
    for report in site.reports:
        yield Entry(report["title"], "年报", report["path"], PLACE)
    for category in site.taxonomy.categories:
        yield Entry(category.name, "类别", category_series(site, category.name).index_path, PLACE)
        for leaf in category.leaves:
            yield Entry(leaf.name, "类别", leaf_series(site, category.name, leaf.name).index_path, PLACE)
    for area in site.taxonomy.key_areas:
        yield Entry(area.title, "重点领域", key_area_series(site, area.name).index_path, PLACE, (area.name,))
    for name in site.agencies:
        yield Entry(name, "机构", agency_series(site, name).index_path, PLACE)
    for number, point in enumerate(site.registers["reading_points"].rows, 1):
        yield Entry(point["name"], "查阅点", f"{addresses.READING_POINTS}#point-{number}", PLACE)
    for name, page in PAGES.items():
        if site.registers[name].exists:
            yield Entry(page.title, "登记簿", addresses.register(name), PLACE)
    yield from _services(site)


def _services(site: Site) -> Iterator[Entry]:
    if not exists(site):
        return
    slugs = {scene.audience: scene.slug for scene in site.taxonomy.scenes}
    for guide in current_guides(site):
        listed = addresses.services_audience(slugs[guide.audience]) if guide.audience in slugs else addresses.SERVICES
        yield Entry(guide.name, "服务指南", guide.path or listed, PLACE)
    for form in forms(site):
        yield Entry(form.name, "表格", addresses.FORMS, PLACE)
