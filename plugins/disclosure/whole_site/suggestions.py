"""What a search box suggests while a reader types: names of places of the site, words of the register of synonyms, and
phrases of the titles of items.

They are a few thousand short entries, however large the archive is. They are made of the items that are public now: so
nothing of an item that was taken down stays. A place is also found by its other names: short names of an agency, and
common words for what stands in its name (低保申请 for 最低生活保障申请).
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
from ..registers import synonyms
from ..services.guides import current_guides, forms
from ..services.service_pages import exists

TITLES = 2000
"""Titles of each category, the latest ones, whose phrases are counted. So the cost does not grow with the archive."""
TEXTS, BEGINNING = 100, 4000
"""Texts of each category, the latest ones, in which words of the register of synonyms are looked for, and how many characters of each."""
MOST_PHRASES = 1500
MOST_PLACES = 2500
"""Phrases and places that are suggested. Where there are more places, the last ones are left out: forms, then guides."""
MOST_WORDS = 1500
"""Words of the register of synonyms that are suggested: those of its first rows."""
MOST_OTHER_NAMES = 6
"""Other names of a place."""
REGISTERS = ("agencies", "reading_points", "services", "forms", "synonyms", *PAGES)
"""Registers with names or words that are suggested."""
AGENCY = "机构"
PLACE, WORD = 4, 3
"""Weights of a place, and of a word of the register of synonyms. That of a phrase is 1 to 3, by the number of its titles."""


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
    groups = synonyms.groups(site.registers)
    places = [entry._replace(also=_other_names(entry, groups)) for entry in islice(seen.values(), MOST_PLACES)]
    known = {entry.text for entry in places} | {name for entry in places if entry.kind == AGENCY for name in entry.also}
    titles, texts = _titles_and_texts(site)
    words = [Entry(word, "", "", WORD) for word in _words_in_use([*titles, *texts, *known], groups) if word not in known]
    known.update(entry.text for entry in words)
    districts = re.findall("[^省市县区]+[省市县区]", site.identity["district"])
    found = frequent_phrases(titles, [*site.agencies, *districts], MOST_PHRASES)
    phrases = [Entry(text, "", "", min(3, count.bit_length())) for text, count in found if text not in known]
    return places + sorted(words + phrases)


def _words_in_use(texts: list[str], groups: list[tuple[str, ...]]) -> list[str]:
    """Return the words of the groups of which a word stands in these texts: a search for any of them finds something."""
    whole = "\n".join(texts)
    used = (word for group in groups if any(word in whole for word in group) for word in group)
    return list(islice(dict.fromkeys(used), MOST_WORDS))


def _other_names(entry: Entry, groups: list[tuple[str, ...]]) -> tuple[str, ...]:
    """Return other names of a place: its own ones, and its name with a shorter word of the same meaning in it."""
    names = dict.fromkeys(entry.also)
    for group in groups:
        if word := max((word for word in group if word in entry.text), key=len, default=""):
            names.update(dict.fromkeys(entry.text.replace(word, other) for other in group if len(other) < len(word)))
    names.pop(entry.text, None)
    return tuple(islice(names, MOST_OTHER_NAMES))


def _titles_and_texts(site: Site) -> tuple[list[str], list[str]]:
    """Return the titles of the latest public items of each category, and the beginnings of the texts of the very latest."""
    text = f"(SELECT substr(text, 1, {BEGINNING}) FROM body WHERE item_id = item.id)"
    return _latest(site, "title", TITLES), _latest(site, text, TEXTS)


def _latest(site: Site, value: str, most: int) -> list[str]:
    """Return a value, an SQL expression, of the latest public items of each category."""
    select = f"SELECT {value} FROM item WHERE category = ? AND {PUBLIC} ORDER BY date DESC, index_number DESC LIMIT ?"
    return [row[0] or "" for category in site.taxonomy.categories for row in site.connection.execute(select, (category.name, most))]


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
    short = {row["name"]: tuple(synonyms.words_of(row["short"])) for row in site.registers["agencies"].rows}
    for name in site.agencies:
        yield Entry(name, AGENCY, agency_series(site, name).index_path, PLACE, short.get(name, ()))
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
