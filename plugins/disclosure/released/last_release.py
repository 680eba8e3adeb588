"""The folder with the site as it was published last: which pages stand in it, and what its catalogue files say.

Nothing here knows how a release is made. A folder with the files of a site is enough.
"""

from __future__ import annotations

import csv
import hashlib
import html
import os
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from ..model import addresses
from .columns import COLUMN_BY_LABEL

_YEAR = re.compile(r"[0-9]{4}")
_NUMBER = re.compile(r"[0-9]+")
"""Names of releases begin with their number."""
_NEEDED = {"index_number", "title", "agency", "created", "modified", "address"}
"""Columns without which a row says nothing. Rows of a damaged file may lack them."""
NOT_INDEXED = '<meta name="robots" content="noindex">'
"""What pages at old addresses say to search engines."""
_REMOVED = re.compile(r'data-removed="([^"]*)"')
_COMPARED = re.compile(r'data-compared="([^"]*)"')
_REFRESH = re.compile(r"""<meta http-equiv="refresh" content="0; url=([^"]+)">""")


@dataclass(frozen=True, slots=True)
class LastRelease:
    """The site in a folder. Kept releases stand beside it."""

    folder: str
    stands_in: bool = False
    """Whether the current release is missing, and this is the newest that is kept."""
    _catalogues: dict[str, dict[str, dict[str, str]]] = field(default_factory=dict, repr=False, compare=False)

    def addresses_of(self, stem: str) -> list[str]:
        """Return where pages stand that have the stem of an Index: in this release, else in those kept beside it."""
        if found := _addresses_of(self.folder, stem):
            return found
        return sorted({address for place in self.kept() for address in _addresses_of(place, stem)})

    def purgeable(self, stem: str, is_used: Callable[[str], bool]) -> list[str]:
        """Return the paths of pages, attachments and pictures of attachments of a stem in this release and in those kept beside it, and of comparisons that show its words.

        A page that is a tombstone in one of them is left out: the same tombstone comes again. So are attachments and pictures for
        which `is_used` returns true, given their SHA-256.
        """
        found: set[str] = set()
        stones: set[str] = set()
        for site in (self, *map(LastRelease, self.kept())):
            for year in _years(site.folder):
                page = f"items/{year}/{stem}.html"
                if os.path.isfile(f"{site.folder}/{page}"):
                    (found if site.leads_to(page) is None else stones).add(page)
                folders = (page.removesuffix(".html"), f"{addresses.FIRST_PAGES_FOLDER}/{year}/{stem}")
                for file in (path for folder in folders for path in Path(site.folder, folder).rglob("*") if path.is_file()):
                    if not is_used(hashlib.sha256(file.read_bytes()).hexdigest()):
                        found.add(file.relative_to(site.folder).as_posix())
            found |= site.comparisons_of(stem)
        return sorted(found - stones)

    def comparisons_of(self, stem: str) -> set[str]:
        """Return the paths of the pages that compare the text of an item with another, in this release: each names both Indexes."""
        found = set()
        for page in Path(self.folder, addresses.COMPARISON_FOLDER).rglob("*.html"):
            said = _COMPARED.search(page.read_text(encoding="utf-8", errors="replace"))
            if said and stem in map(addresses.item_stem, html.unescape(said[1]).split()):
                found.add(page.relative_to(self.folder).as_posix())
        return found

    def kept(self) -> list[str]:
        """Return the folders beside this one: releases that are kept."""
        above = os.path.dirname(self.folder)
        beside = (entry.path for entry in os.scandir(above) if entry.name[0] != "." and entry.is_dir(follow_symlinks=False))
        return sorted(place for place in beside if place != self.folder)

    def indexes_like(self, indexes: Iterable[str]) -> dict[str, set[str]]:
        """Return the Indexes that catalogue files of this release and of those kept beside it have, by their folded stem.

        Only those are looked for whose folded stem is that of one of the `indexes`.
        """
        wanted = {folded_stem(index) for index in indexes}
        found: dict[str, set[str]] = {}
        for site in (self.folder, *self.kept()) if wanted else ():
            for line in (line for year in catalogue_years(site) for line in _catalogue_lines(site, year)[1:]):
                index = line.partition(",")[0].strip('"')  # parsed as a whole, sixty thousand rows take seconds
                if (stem := folded_stem(index)) in wanted:
                    found.setdefault(stem, set()).add(index)
        return found

    def rows_of(self, index: str) -> list[dict[str, str]]:
        """Return the rows of an Index in the catalogue files of this release and of those kept beside it."""
        sites = (self.folder, *self.kept())
        return [row for site in sites for year in catalogue_years(site) if (row := _row_of(site, year, index))]

    def states(self, index: str) -> bool:
        """Return whether a page in this release or in those kept beside it says that its Index is this one."""
        said = re.compile(rf">\s*{re.escape(html.escape(index))}\s*<")
        stem = addresses.item_stem(index)
        pages = (Path(site, page) for site in (self.folder, *self.kept()) for page in _addresses_of(site, stem))
        return any(said.search(page.read_text(encoding="utf-8", errors="replace")) for page in pages)

    def catalogue(self, year: str) -> dict[str, dict[str, str]]:
        """Return the rows of a year's catalogue file by Index. A file is read once."""
        if year not in self._catalogues:
            self._catalogues[year] = catalogue_rows(self.folder, year)
        return self._catalogues[year]

    def pages_besides_items(self) -> list[str]:
        """Return pages of Pelican's and files that they brought, and annual reports: all that no folder of the site's own holds."""
        found = [entry.name for entry in os.scandir(self.folder) if entry.is_file(follow_symlinks=False) and entry.name.endswith(".html")]
        for entry in os.scandir(self.folder):
            if entry.is_dir(follow_symlinks=False) and entry.name not in addresses.OWN_FOLDERS and entry.name[0] != ".":
                found += [path.relative_to(self.folder).as_posix() for path in Path(entry.path).rglob("*") if path.is_file()]
        found += [f"reports/{path.name}" for pattern in ("[0-9][0-9][0-9][0-9].html", "[0-9][0-9][0-9][0-9]-*.html") for path in Path(self.folder, "reports").glob(pattern)]
        return sorted(found)

    def removed_index(self, address: str) -> str:
        """Return the Index that the page at an old address names; '' where it names none."""
        try:
            found = _REMOVED.search(Path(self.folder, address).read_text(encoding="utf-8", errors="replace"))
        except OSError:
            return ""
        return found[1] if found else ""

    def leads_to(self, address: str) -> str | None:
        """Return the address to which the page at an old address leads; '' for a tombstone, None for another page or none."""
        try:
            page = Path(self.folder, address).read_text(encoding="utf-8", errors="replace")
        except OSError:
            return None
        if found := _REFRESH.search(page):
            return os.path.normpath(os.path.join(os.path.dirname(address), found[1]))
        return "" if NOT_INDEXED in page else None


def folded_stem(index: str) -> str:
    """Return what two Indexes have in common that cannot both be published: the file name of their pages, without case."""
    return addresses.item_stem(index).casefold()


ORIGIN = ".origin"
"""Name of a file beside `current`: the path of the content folder of which the current release was built."""


def last_release(folder: str) -> LastRelease | None:
    """Return the site in a folder; None where nothing has been published there.

    Where the folder is missing (a backup may drop links), the newest of the numbered folders beside it stands in for it.
    """
    place = os.path.realpath(folder)
    if not folder or os.path.isdir(place):
        return LastRelease(place) if folder else None
    above = os.path.dirname(os.path.abspath(folder))
    beside = [entry.name for entry in os.scandir(above) if _NUMBER.match(entry.name) and entry.is_dir(follow_symlinks=False)] if os.path.isdir(above) else []
    newest = max(beside, key=lambda name: (int(_NUMBER.match(name)[0]), name), default="")
    return LastRelease(os.path.realpath(os.path.join(above, newest)), stands_in=True) if newest else None


def is_of_another_site(last: LastRelease, content_dir: str, published: Callable[[], set[str]]) -> bool:
    """Return whether the last release is another site: it was built of another content folder, and has other addresses.

    A content folder may move: so a site of another folder is the same if half of its addresses are among those that
    `published` returns.
    """
    try:
        origin = Path(last.folder).parent.joinpath(ORIGIN).read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        origin = ""
    if origin == os.path.realpath(content_dir):
        return False
    return not _has_half(last.folder, published())


def newest_of_this_site(last: LastRelease, published: set[str]) -> LastRelease | None:
    """Return the newest kept release that is this site, where the current one is another; None where there is none."""
    return next((LastRelease(place) for place in reversed(last.kept()) if _has_half(place, published)), None)


def _has_half(site: str, published: set[str]) -> bool:
    """Return whether a site has pages of items, and half of them are among those that are published now."""
    before = item_pages(site)
    return bool(before) and 2 * len(before & published) >= len(before)


def item_pages(site: str) -> set[str]:
    """Return the addresses of all pages of items in the folder of a site."""
    found: set[str] = set()
    for year in _years(site):
        found.update([f"items/{year}/{name}" for name in os.listdir(f"{site}/items/{year}") if name.endswith(".html")])
    return found


def pages_missing(site: str, other: str) -> set[str]:
    """Return the addresses of the pages of items that one folder of a site has and another has not."""
    found: set[str] = set()
    for year in _years(site):
        place = f"{other}/items/{year}"
        names = {*os.listdir(f"{site}/items/{year}")}.difference(os.listdir(place) if os.path.isdir(place) else ())
        found.update(f"items/{year}/{name}" for name in names if name.endswith(".html"))
    return found


def catalogue_rows(site: str, year: str) -> dict[str, dict[str, str]]:
    """Return the rows of a catalogue file by Index; each is a dict by the catalogue's column. No file has no rows."""
    lines = _catalogue_lines(site, year)
    return _rows(lines[:1], lines[1:])


def _row_of(site: str, year: str, index: str) -> dict[str, str]:
    """Return the row of an Index in a catalogue file. Only lines that have the Index are parsed. No row is an empty one."""
    lines = _catalogue_lines(site, year)
    return _rows(lines[:1], [line for line in lines[1:] if index in line]).get(index, {})


def rows_that_differ(site: str, other: str, year: str) -> tuple[dict[str, dict[str, str]], dict[str, dict[str, str]]]:
    """Return the rows of a catalogue file that another site has not, and the other's that this one has not, by Index.

    Only lines that differ are parsed: of ten thousand rows that is often one.
    """
    one, two = _catalogue_lines(site, year), _catalogue_lines(other, year)
    first, second = set(one[1:]), set(two[1:])
    if one[:1] != two[:1]:
        return _rows(one[:1], one[1:]), _rows(two[:1], two[1:])
    return _rows(one[:1], [line for line in one[1:] if line not in second]), _rows(two[:1], [line for line in two[1:] if line not in first])


def _catalogue_lines(site: str, year: str) -> list[str]:
    """Return the lines of a catalogue file. A row is one line, since no value of an item's header has several."""
    try:
        return Path(site, addresses.catalogue_csv(year)).read_text(encoding="utf-8-sig", errors="replace").split("\n")
    except OSError:
        return []


def _rows(header: list[str], lines: list[str]) -> dict[str, dict[str, str]]:
    try:
        names = [COLUMN_BY_LABEL.get(label, label) for label in next(csv.reader(header), [])]
        rows = (dict(zip(names, row, strict=False)) for row in csv.reader(lines))
        return {row["index_number"]: row for row in rows if row.keys() >= _NEEDED}
    except csv.Error:
        return {}


def catalogue_years(site: str) -> list[str]:
    """Return the years of the catalogue files in the folder of a site."""
    names = os.listdir(f"{site}/data") if os.path.isdir(f"{site}/data") else []
    return sorted(year for name in names if name == addresses.catalogue_csv(year := name[10:14]).removeprefix("data/"))


def _years(site: str) -> list[str]:
    place = f"{site}/items"
    return [name for name in os.listdir(place) if _YEAR.fullmatch(name)] if os.path.isdir(place) else []


def _addresses_of(site: str, stem: str) -> list[str]:
    pages = (f"items/{year}/{stem}.html" for year in sorted(_years(site)))
    return [page for page in pages if os.path.isfile(f"{site}/{page}")]
