"""Places of the site that are no items, as documents of a search index of their own.

Pages, sections, rows of registers and headings of long items are read as they are published. A page is read again
only when its file is another, an item only when it has changed. The catalogue keeps a digest of each place, so that
the index takes in only places whose words are others.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from offline_search.document import Document
from offline_search.files import DamagedFile
from offline_search.index import Index, Options
from parallel import chunks

from ..catalogue.queries import PUBLIC
from ..catalogue.sync import Changes
from ..pages.site import Site
from .output import stamp
from .page_places import PagePlaces, Place, places_of
from .render import task_name

FACETS = ("kind", "past")
"""`past` is 是 for a place that is not in force, else 否: what is in force is shown first."""

PAGE, REPORT, AREA, SERVICE, FORM, AGENCY, POINT, REGISTER, LEDGER, CHAPTER = (
    "网页", "年报", "重点领域", "服务指南", "表格", "机构", "查阅点", "登记簿", "台账", "章节",
)
"""Kinds of places (种类)."""

REBUILT = 2000
"""An index of at most so many places is made anew with every change, so that its files do not depend on its history. That takes a second."""

LONG = 1000
"""Characters of an item whose headings are places of their own."""


SHARD_BYTES = 5000
"""Bytes of postings in one file: every query that finds no item asks this index after the other one, so it has to load little."""


@dataclass(frozen=True)
class Reading:
    """How the pages of one kind are read."""

    kind: str
    rows: str = ""
    """The kind of the page's rows; empty: its rows are no places."""
    sections: str = ""
    """The kind of the page's sections; empty: they are no places."""
    whole: bool = True
    """Whether the text of the page counts, or only its title, lead and headings, since its tables change with every item."""


_OUTLINE = Reading(PAGE, whole=False)
_LEDGER = Reading(LEDGER, whole=False)
_EVIDENCE = Reading(REPORT, whole=False)
READINGS: dict[str, Reading] = {
    "home": _OUTLINE, "categories": _OUTLINE, "normative": _OUTLINE, "normative-day": _OUTLINE, "interpretations": _OUTLINE, "series": Reading(PAGE), "key-areas": Reading(AREA), "key-area": Reading(AREA, rows=REGISTER),
    "services": Reading(SERVICE), "services-audience": Reading(SERVICE, rows=SERVICE), "service-changes": Reading(SERVICE, whole=False),
    "forms": Reading(FORM, rows=FORM), "application-form": Reading(FORM), "agencies": Reading(AGENCY, whole=False),
    "reading-points": Reading(POINT, sections=POINT, whole=False),
    "reports": Reading(REPORT), "report-index": _EVIDENCE, "report-figure": _EVIDENCE, "report-table": _EVIDENCE,
    "withdrawn": _OUTLINE, "statutory-items": Reading(PAGE), "site-map": _OUTLINE, "corrections": Reading(PAGE), "basket": _OUTLINE, "counts": _OUTLINE, "counts-year": _OUTLINE, "supervision": _OUTLINE, "supervision-year": _OUTLINE,
    "registers": Reading(REGISTER), "register": Reading(REGISTER, rows=REGISTER), "standards": Reading(REGISTER), "standards-area": Reading(REGISTER, rows=REGISTER, whole=False),
    "register-year": Reading(REGISTER, rows=REGISTER, whole=False), "data": _OUTLINE,
    "ledger": Reading(LEDGER, rows=LEDGER, whole=False), "ledger-year": _LEDGER, "ledger-unit": _LEDGER, "ledger-unit-year": _LEDGER,
}
"""How the pages of each kind are read. The other kinds are items, comparisons of their texts, lists of items by year and month, the search page, and data."""

_SYNONYMS = task_name(("register", "synonyms"))
"""The list of words that mean the same. It would answer every query with the words themselves."""
_AGENCY_PAGE = Reading(AGENCY)
_OWN_PAGE = Reading(PAGE, sections=CHAPTER)
_REPORT_PAGE = Reading(REPORT, sections=REPORT)


def options(aliases: Iterable[Iterable[str]]) -> Options:
    """Return the options of the index of places."""
    return Options(facets=FACETS, aliases=tuple(tuple(group) for group in aliases), together=True, shard_bytes=SHARD_BYTES)


class Places:
    """The places of a site whose pages are written."""

    def __init__(self, site: Site, root: str) -> None:
        self._site = site
        self._root = root
        self._connection = site.connection
        self._readings: dict[str, Reading] = {}
        self._stamps: dict[str, str] = {}
        self._look()

    def _look(self) -> None:
        """Learn which pages there are, and what tells whether they are others than before."""
        marks = ", ".join("?" * len(READINGS))
        rows = self._connection.execute(
            f"SELECT path, kind, size, mtime_ns, ctime_ns, inode FROM output WHERE kind IN ({marks}) AND task <> ?", [*READINGS, _SYNONYMS],
        )
        for path, kind, *stamps in rows:
            if path.endswith(".html"):
                self._readings[path] = _AGENCY_PAGE if kind == "series" and path.startswith("agencies/") else READINGS[kind]
                self._stamps[path] = json.dumps(stamps)
        for page in self._site.pages:
            file = os.path.join(self._root, page["path"])
            if page["path"].endswith(".html") and os.path.isfile(file):
                self._readings[page["path"]] = _REPORT_PAGE if page["path"].startswith("reports/") else _OWN_PAGE
                self._stamps[page["path"]] = json.dumps(stamp(os.stat(file)))

    def everything(self) -> Iterator[Document]:
        """Yield all places, and have the catalogue keep what it needs to tell later which are others."""
        self._connection.execute("DELETE FROM searched_page")
        self._connection.execute("DELETE FROM searched_place")
        for page in sorted(self._stamps):
            yield from self._kept(page, self._of_page(page))
        for address, found in self._of_items(None):
            yield from self._kept(address, found)

    def changed(self, changes: Changes, unconfirmed: set[str]) -> tuple[dict[str, Document], set[str]]:
        """Return the places that are new or others than before, by address, and the addresses of those that are gone.

        The places among `unconfirmed` count as changed.
        """
        before = dict(self._connection.execute("SELECT page, stamp FROM searched_page").fetchall())
        built = {page for page, known in before.items() if known}
        again = {_page_of(address) for address in unconfirmed}
        read = {page for page, now in self._stamps.items() if before.get(page) != now or page in again}
        new: dict[str, Document] = {}
        gone: set[str] = set()
        for page in sorted(read | (built - self._stamps.keys())):
            self._compare(page, self._of_page(page) if page in read else [], unconfirmed, new, gone)
        moved = {facts.address for pair in changes.items for facts in pair if facts is not None and facts.address} | (again - self._stamps.keys() - built)
        if changes.everything:
            moved |= before.keys() - built
        chapters = dict(self._of_items(None if changes.everything else sorted(moved)))
        for address in sorted(moved | chapters.keys()):
            self._compare(address, chapters.get(address, []), unconfirmed, new, gone)
        return new, (gone | unconfirmed) - new.keys()

    def selected(self, keys: list[str]) -> Iterator[Document]:
        """Yield the places with some addresses."""
        wanted = set(keys)
        pages = sorted({_page_of(key) for key in keys})
        for page in pages:
            if page in self._stamps:
                yield from (place for place in self._of_page(page) if place.key in wanted)
        for _, found in self._of_items([page for page in pages if page not in self._stamps]):
            yield from (place for place in found if place.key in wanted)

    def _compare(self, page: str, found: list[Document], unconfirmed: set[str], new: dict[str, Document], gone: set[str]) -> None:
        """Add to `new` and `gone` what is another than before on a page, and keep what is there now."""
        known = dict(self._connection.execute("SELECT address, digest FROM searched_place WHERE page = ?", (page,)).fetchall())
        new.update({place.key: place for place in found if known.get(place.key) != _digest(place) or place.key in unconfirmed})
        gone |= known.keys() - {place.key for place in found}
        self._connection.execute("DELETE FROM searched_page WHERE page = ?", (page,))
        self._connection.execute("DELETE FROM searched_place WHERE page = ?", (page,))
        self._kept(page, found)

    def _kept(self, page: str, found: list[Document]) -> list[Document]:
        """Have the catalogue keep the places of a page; return them."""
        if found or page in self._stamps:
            self._connection.execute("INSERT INTO searched_page VALUES (?, ?)", (page, self._stamps.get(page, "")))
        self._connection.executemany("INSERT INTO searched_place VALUES (?, ?, ?)", [(page, place.key, _digest(place)) for place in found])
        return found

    def _of_page(self, page: str) -> list[Document]:
        """Read the places of a page. Places of the same words count once."""
        reading = self._readings[page]
        with open(os.path.join(self._root, page), encoding="utf-8") as file:
            found = places_of(file.read())
        documents = [_document(page, found.page if reading.whole else found.outline(), reading.kind, "")]
        for kind, places in ((reading.sections, found.sections), (reading.rows, found.rows)):
            if kind:
                distinct = {(place.title, place.text): place for place in reversed(places)}
                documents += [_document(page, place, kind, found.page.title) for place in places if distinct[place.title, place.text] is place]
        return documents

    def _of_items(self, chosen: list[str] | None) -> Iterator[tuple[str, list[Document]]]:
        """Yield the addresses of long public items, each with its headings as places; only of some addresses if any are `chosen`."""
        query = f"SELECT item.address, item.title, body.html FROM item JOIN body ON body.item_id = item.id WHERE +{PUBLIC} AND length(body.text) >= {LONG}"
        if chosen is None:
            rows: Iterable[sqlite3.Row] = self._connection.execute(f"{query} ORDER BY item.address")
        else:
            rows = (
                row for chunk in chunks(chosen, 500)
                for row in self._connection.execute(f"{query} AND item.address COLLATE NOCASE IN ({', '.join('?' * len(chunk))})", chunk).fetchall()
            )
        for row in rows:
            found = places_of(f"<main>{row['html']}</main>") if " id=" in row["html"] else PagePlaces(Place("", "", ""), "")
            if len(found.sections) > 1:
                yield row["address"], [_document(row["address"], place, CHAPTER, row["title"]) for place in found.sections]


def _document(page: str, place: Place, kind: str, page_title: str) -> Document:
    address = f"{page}#{place.anchor}" if place.anchor else page
    meta = {name: text for name, text in (("kind", kind), ("page", page_title), ("section", place.section), ("validity", place.validity)) if text}
    facets = {"kind": kind, "past": "是" if place.validity else "否"}
    return Document(address, address, _title(place) or page_title or page, place.text, "", facets, meta)


def _title(place: Place) -> str:
    """Return the title of a place. A row that is named by its code has what stands next to it, too: 865-016 tells a reader nothing."""
    named = not place.title or any("\u4e00" <= character <= "\u9fff" for character in place.title)
    return place.title if named else f"{place.title} {place.text.partition(chr(10))[0]}".strip()


def _digest(place: Document) -> str:
    return hashlib.sha256(json.dumps([place.title, place.body, place.facets, place.meta], ensure_ascii=False).encode()).hexdigest()[:32]


def _page_of(address: str) -> str:
    return address.partition("#")[0]


def update_places(index: Index, places: Places, connection: sqlite3.Connection, changes: Changes) -> None:
    """Update the index so that it has all places of the site and no others."""
    known = connection.execute("SELECT 1 FROM searched_page LIMIT 1").fetchone()
    if index.fresh or not known:
        index.rebuild(places.everything())
        return
    changed, gone = places.changed(changes, index.unconfirmed)
    moved = len(changed) + len(gone)
    if index.is_rebuild_better(moved) or (moved and index.manifest["documents"] <= REBUILT):
        index.rebuild(places.everything())
    elif moved:
        try:
            index.update(changed, gone, places.selected)
        except DamagedFile:
            index.rebuild(places.everything())
