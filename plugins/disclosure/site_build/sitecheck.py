"""Checks of the finished site: links that lead nowhere, meta tags that are missing, one id twice.

Pages are checked as they are written, so that pages that did not change cost nothing. A parser
would take longer than rendering. So a plain search finds addresses, and each new one is then
checked for standing in a tag.
"""

from __future__ import annotations

import html
import os
import posixpath
import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote

from ..catalogue.file import Catalogue
from ..model import addresses
from ..model.problems import Problem

_ATTRIBUTES = ("href", "src", "action")
_ANY_QUOTES = re.compile(rf"""\s(?:{"|".join(_ATTRIBUTES)})\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>=]+))""", re.IGNORECASE)
_TAG = re.compile(r"""<[a-z][^\s<>/]*(?:[^<>"']|"[^"]*"|'[^']*')*>""", re.IGNORECASE)
_REQUIRED_META = ("SiteName",)
_GIVEN_META = ("SiteDomain", "SiteIDCode")
"""Meta tags that a site has on every page or, where its settings give no address and no code, on none."""
_COLUMN_META = ("ColumnName", "ColumnType", "ColumnKeywords", "ColumnDescription")
_ITEM_META = ("ArticleTitle", "PubDate", "ContentSource")
LARGEST_PAGE = 1_000_000
"""Bytes; a larger page is slow on an old terminal."""
LARGEST_ITEM = 4_000_000
"""Bytes of an item's page. A long document may have that much, and its editor was told (`content.body.LONG`)."""


TELEPHONE = re.compile(r"tel:\+?[0-9-]{3,20}")
"""A link that leads to no page: a telephone dials it."""


def _links(text: str) -> set[str]:
    """Return all texts that look like an address in an attribute."""
    found = {piece.partition('"')[0] for name in _ATTRIBUTES for piece in text.split(f' {name}="')[1:]}
    if "='" in text:  # a theme may use single quotes
        found.update(match[match.lastindex] for match in _ANY_QUOTES.finditer(text))
    return found


def ids_of(text: str) -> list[str]:
    """Return the ids of a page, as often as they stand there. In prose `id="…"` is none."""
    found = []
    place = text.find('id="')
    while place >= 0:
        start = place + len('id="')
        end = text.find('"', start)
        if end >= 0 and text[place - 1 : place].isspace() and _is_in_tag(text, place - 1):
            found.append(html.unescape(text[start:end]))
            start = end
        place = text.find('id="', start)
    return found


def _leads_to(text: str, link: str) -> bool:
    """Return whether an address stands in a tag. In prose and in code samples `href="…"` is no link."""
    place = text.find(f'="{link}"')
    while place >= 0:
        if _is_in_tag(text, place):
            return True
        place = text.find(f'="{link}"', place + 1)
    return any(match[match.lastindex] == link and _is_in_tag(text, match.start()) for match in _ANY_QUOTES.finditer(text))


def _is_in_tag(text: str, place: int) -> bool:
    """Return whether a position in a page lies within a tag."""
    opened = text.rfind("<", 0, place)
    while opened >= 0:
        if tag := _TAG.match(text, opened):
            return tag.end() > place
        opened = text.rfind("<", 0, opened)
    return False


@dataclass
class Links:
    """The targets of all links that were seen, and the faults of pages."""

    targets: dict[str, str] = field(default_factory=dict)
    """Target and one page that links to it, as paths from the site's root."""
    faults: list[tuple[str, str]] = field(default_factory=list)
    """Page and message."""
    looked: set[str] = field(default_factory=set)
    """Pages that were looked at."""
    places: set[tuple[str, str, str]] = field(default_factory=set)
    """Page, target and fragment of each link to a place within another page."""
    with_meta: dict[str, set[str]] = field(default_factory=dict)
    """Pages that have a meta tag of `_GIVEN_META`."""
    without_meta: dict[str, set[str]] = field(default_factory=dict)
    """Pages that lack it."""
    _seen: dict[str, set[str]] = field(default_factory=dict)
    """Links that were checked, by the folder of their pages. Most are those of the menu, which every page has."""

    def look(self, path: str, text: str) -> None:
        """Collect the targets of a page's links, and the faults of the page itself."""
        if not path.endswith(".html"):
            return
        folder = posixpath.dirname(path)
        self.looked.add(path)
        ids = ids_of(text)
        if len(set(ids)) < len(ids):
            self.faults += [(path, f"网页里有两处的标识都是“{name[:60]}”") for name in sorted(set(ids)) if ids.count(name) > 1]
        links, seen = _links(text), self._seen.setdefault(folder, set())
        for link in links:
            if "#" in link and _leads_to(text, link):
                self._look_at_place(path, folder, link, ids)
        for link in links - seen:
            if not link or link.startswith("#") or TELEPHONE.fullmatch(link) or not _leads_to(text, link):
                continue
            seen.add(link)
            plain = unquote(link.replace("&amp;", "&").split("#")[0].split("?")[0])
            if ":" in plain.split("/")[0] or plain.startswith("/"):
                self.faults.append((path, f"链接“{link[:80]}”离开了本站"))
                continue
            target = posixpath.normpath(posixpath.join(folder, plain))
            if plain.endswith("/") or target.startswith(".."):
                self.faults.append((path, f"链接“{link[:80]}”没有指明本站的文件"))
            else:
                self.targets.setdefault(target, path)
        wanted = _REQUIRED_META + (_COLUMN_META if path != addresses.HOME else ())
        wanted += _ITEM_META if path.startswith("items/") else ()
        missing = [name for name in wanted if f'<meta name="{name}"' not in text]
        for name in _GIVEN_META:
            (self.with_meta if f'<meta name="{name}"' in text else self.without_meta).setdefault(name, set()).add(path)
        if missing:
            self.faults.append((path, f"缺少 meta 标签 {'、'.join(missing)}"))
        largest = LARGEST_ITEM if path.startswith("items/") else LARGEST_PAGE
        if len(text) * 3 > largest and len(text.encode()) > largest:
            self.faults.append((path, f"网页超过 {largest / 1_000_000:g} MB，旧电脑打开很慢"))

    def _look_at_place(self, path: str, folder: str, link: str, ids: list[str]) -> None:
        """Check a link to a place within the page, or note a link to a place within another."""
        address, _, fragment = unquote(html.unescape(link)).partition("#")
        if not address:
            if fragment not in ("", "top") and fragment not in ids:
                self.faults.append((path, f"链接“{link[:80]}”指向的位置不在这一页"))
        elif fragment and ":" not in address.split("/")[0]:
            self.places.add((path, posixpath.normpath(posixpath.join(folder, address.split("?")[0])), fragment))

    def add(self, other: Links) -> None:
        """Add what another process has collected."""
        self.looked |= other.looked
        self.places |= other.places
        for target, page in other.targets.items():
            self.targets.setdefault(target, page)
        self.faults += other.faults
        for own, others in ((self.with_meta, other.with_meta), (self.without_meta, other.without_meta)):
            for name, pages in others.items():
                own.setdefault(name, set()).update(pages)

    def problems(self, root: str, besides: set[str]) -> Iterable[Problem]:
        """Yield the faults, and the links whose target is missing. Call it when all files are written.

        Missing targets among `besides` are left out: they are told elsewhere.
        """
        lacking = [(page, f"缺少 meta 标签 {name}") for name, pages in self.without_meta.items() if name in self.with_meta for page in pages]
        for path, message in sorted([*self.faults, *lacking]):
            yield Problem(os.path.abspath(os.path.join(root, path)), 0, message, "页面里写了网页标记（HTML）的，改那里；没有写的，是网站模板的问题，告诉维护网站软件的人")
        for target, page in sorted(self.targets.items()):
            if target not in besides and not os.path.isfile(os.path.join(root, target)):
                yield Problem(os.path.abspath(os.path.join(root, page)), 0, f"链接指向“{target}”，没有这个文件", "改正或删去这个链接")


def problems(catalogue: Catalogue, root: str, links: Links, refused: set[str]) -> list[Problem]:
    """Return the problems of the finished site. Links to `refused` files are told elsewhere. If there are any, the next build renders and checks all pages again."""
    broken = list(_broken_page_links(catalogue.connection, root))
    besides = {target for target, _ in broken} | refused
    faults = [*links.problems(root, besides), *_missing_places(catalogue, root, links, besides)]
    catalogue.set("faulty", "yes" if faults else "")
    return [*faults, *(problem for _, problem in broken)]


def _missing_places(catalogue: Catalogue, root: str, links: Links, besides: set[str]) -> Iterator[Problem]:
    """Yield the links to places within pages that are not there. Only what this build wrote, and what links to it, is looked at."""
    connection = catalogue.connection
    if not catalogue.fresh:
        connection.executemany("DELETE FROM place WHERE page = ?", [(page,) for page in links.looked])
    connection.executemany("INSERT INTO place VALUES (?, ?, ?)", sorted(links.places))
    wanted: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for page, target, fragment in connection.execute("SELECT page, target, fragment FROM place ORDER BY target, page, fragment"):
        if page in links.looked or target in links.looked:
            wanted[target].append((page, fragment))
    for target, linked in wanted.items():
        if target in besides or not os.path.isfile(os.path.join(root, target)) or not target.endswith(".html"):
            continue  # told by the check of files
        with open(os.path.join(root, target), encoding="utf-8") as file:
            ids = set(ids_of(file.read()))
        for page, fragment in linked:
            if fragment not in ids and os.path.isfile(os.path.join(root, page)):
                yield Problem(os.path.abspath(os.path.join(root, page)), 0, f"链接指向“{target}#{fragment}”，那一页没有这个位置", "改正或删去“#”和它后面的部分")


def _broken_page_links(connection: sqlite3.Connection, root: str) -> Iterator[tuple[str, Problem]]:
    """Yield the targets of links in items that are no pages of this site, each with its problem."""
    rows = connection.execute(
        """SELECT item.path, reference.target, reference.line FROM reference JOIN item ON item.id = reference.item_id
           WHERE reference.kind = 'page' AND item.draft = 0 AND item.withdrawn_date = ''"""
    )
    for row in rows:
        if not os.path.isfile(os.path.join(root, row["target"])):
            message = f"链接到的页面“/{row['target']}”不存在"
            yield row["target"], Problem(row["path"], row["line"], message, "核对地址；地址要写到文件，如 /counts/index.html")
