"""The tasks whose pages show an item, so that a small change renders few pages.

From the facts of an item before and after, this module names every task whose pages may have
changed. One task too many costs only its rendering: equal bytes are not written. One too few
leaves a wrong page. Tests compare the outcome with that of clean builds.
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import areas, register_pages
from ..catalogue.queries import Facts, neighbours
from ..catalogue.sync import Changes
from ..pages import clearances, related_items, series, versions
from ..pages.counts import counts_of
from ..pages.site import Site
from ..report import evidence
from ..services import guides
from ..standards import directory
from ..supervision import register_figures
from ..whole_site import ledger
from .kinds import Task

ALWAYS = (
    ("home",), ("categories",), ("key-areas",), ("agencies",), ("counts",), ("counts-csv",), ("data",),
    ("datapackage",), ("search",), ("withdrawn",), ("feed", ""), ("sitemap", "index"),
    ("ledger",), ("supervision",), ("supervision-csv",), ("site-map",), ("statutory-items",), ("normative-day",),
)
"""Tasks whose pages are about all items."""


def tasks(site: Site, changes: Changes) -> set[Task]:
    """Return the tasks to render for a list of changed items."""
    if not changes.items:
        return set()
    found: set[Task] = set(ALWAYS)
    found |= {("counts-year", year) for year in counts_of(site).years}
    found |= {("supervision-year", year) for year in register_figures.waiting_years(site)}  # they are late by the newest day
    found |= set(evidence.counted_tasks(site))
    if site.registers["forms"].exists:  # a form's file may lie beside any item
        found.add(("forms",))
    # Areas without items name the month of the archive's first item.
    found |= {("key-area", name) for name in site.taxonomy.key_area if not series.total(site, series.key_area_series(site, name))}
    for pair in changes.items:
        for item in pair:
            if item is not None:
                found |= set(_of_item(site, item, len(changes.items)))
    return found


def _of_item(site: Site, item: Facts, changed: int) -> Iterator[Task]:
    if item.address:
        yield "item", item.address
    if item.date:
        year = int(item.date[:4])
        yield "catalogue", year
        yield "sitemap", year
        yield "counts-year", year
        yield "supervision-year", year
        yield "ledger-year", year
        yield "ledger-unit", ledger.folder(site, item.agency)
        yield "ledger-unit-year", ledger.folder(site, item.agency), year
    if item.withdrawn_date:
        yield "counts-year", int(item.withdrawn_date[:4])
    for near in neighbours(site.connection, item.category, item.leaf, item.date, item.index):
        if near:
            yield "item", near.path
    for address in related_items.shown_on(site.connection, related_items.Place(item.key_areas, item.agency, item.subject, item.date, item.index)):
        yield "item", address
    yield from _related(site, item)
    yield from _versions(site, item)
    yield from _document_lists(site, item)
    yield from register_pages.referring_to(site, item.index)
    yield from (("standards-area", slug) for slug in directory.showing(site, item))
    for name in areas.referring_to(site, item.index):
        yield "key-area", name
    if (item.category, item.leaf) in site.taxonomy.guides or guides.is_in_register(site, item.index):
        yield from (("services",), ("service-changes",), *(("services-audience", scene.slug) for scene in site.taxonomy.scenes))
    yield from _lists(site, item, changed)
    for other in _replaced(site, item):
        yield from _lists(site, other, changed)


def _document_lists(site: Site, item: Facts) -> Iterator[Task]:
    """Yield the lists of normative documents and of interpretations, where the item may stand in them or name one that does."""
    if (item.category, item.leaf) in site.taxonomy.normative or item.replaces:
        yield ("normative",)
    if item.names or site.connection.execute("SELECT 1 FROM interpretation WHERE target = ? LIMIT 1", (item.index,)).fetchone():
        yield ("interpretations",)


def _related(site: Site, item: Facts) -> Iterator[Task]:
    """Yield the pages of items that replace or explain this one, that it replaces or names, or that link to it."""
    marks = ", ".join("?" * len(item.names))
    for row in site.connection.execute(
        f"""SELECT address FROM item WHERE index_number IN ({marks}) OR id IN (SELECT item_id FROM interpretation WHERE target = ?)
            OR id IN (SELECT item_id FROM validity_change WHERE basis = ?)""", (*item.names, item.index, f"index:{item.index}"),
    ):
        yield "item", row["address"]
    for index in clearances.decided_by(site, item.index):
        for row in site.connection.execute("SELECT address FROM item WHERE index_number = ?", (index,)):
            yield "item", row["address"]
    rows = site.connection.execute(
        """SELECT address FROM item WHERE (replaces <> '' AND replaces = ?1) OR (index_number = ?2 AND ?2 <> '')
           UNION SELECT address FROM item WHERE id IN
               (SELECT item_id FROM reference WHERE kind IN ('item', 'index') AND target IN (?1, ?3))""",
        (item.index, item.replaces, item.path),
    )
    for row in rows:
        yield "item", row["address"]


def _versions(site: Site, item: Facts) -> Iterator[Task]:
    """Yield the pages of the documents before and after an item, which all show the history, and the comparisons with its text."""
    if item.address:
        yield "comparison", item.address
    for index in {item.index, item.replaces} - {""}:
        for row in versions.chain(site.connection, index):
            yield "item", row["address"]
            if row["replaces"]:
                yield "comparison", row["address"]


def _replaced(site: Site, item: Facts) -> Iterator[Facts]:
    """Yield the item that this one replaces: lists mark it as replaced."""
    if not item.replaces:
        return
    for row in site.connection.execute("SELECT * FROM item WHERE index_number = ?", (item.replaces,)):
        areas = site.connection.execute("SELECT name FROM item_key_area WHERE item_id = ?", (row["id"],))
        yield Facts(
            row["path"], row["index_number"], row["address"], row["category"], row["leaf"], row["agency"],
            row["date"], "", "", row["state"], tuple(area["name"] for area in areas),
        )


def _lists(site: Site, item: Facts, changed: int) -> Iterator[Task]:
    """Yield the pages of series that list an item or link to such a page.

    `changed` is how many items changed: so many may have moved a year across `YEAR_LIST_LIMIT`,
    and then all its month pages come or go.
    """
    if not item.date:
        return
    year, month = int(item.date[:4]), int(item.date[5:7])
    for found in series.series_of(site, item):
        yield "feed", found.folder
        yield ("key-area", *found.arguments) if found.kind == "key-area" else ("series", found.folder)
        if found.kind == "leaf":
            yield "series", found.folder.rpartition("/")[0]
        yield "series-year", found.folder, year
        for date in _nearest(site, found, f"{year}-01-01", f"{year}-12-31"):
            yield "series-year", found.folder, int(date[:4])
        counted = sum(series.year_counts(site, found, year).values())
        if counted <= series.YEAR_LIST_LIMIT + changed:
            months = set(range(1, 13))
        else:
            near = _nearest(site, found, f"{item.date[:7]}-01", f"{item.date[:7]}-31")
            months = {month, *(int(date[5:7]) for date in near if date.startswith(str(year)))}
        for each in months:
            yield "series-month", found.folder, year, each


def _nearest(site: Site, found: series.Series, first: str, last: str) -> list[str]:
    """Return the dates of the items of a series that come next before `first` and after `last`. Their pages link to this span."""
    row = site.connection.execute(
        f"""SELECT (SELECT max(date) FROM item WHERE {found.where} AND date < ?),
                   (SELECT min(date) FROM item WHERE {found.where} AND date > ?)""",
        (*found.arguments, first, *found.arguments, last),
    ).fetchone()
    return [date for date in row if date]
