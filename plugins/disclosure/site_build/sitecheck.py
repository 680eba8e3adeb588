"""Checks of the finished site: links that lead nowhere, meta tags that are missing.

Pages are looked at as they are written, so a check costs nothing where nothing
changed. A whole parser would take longer than rendering. So addresses are found by plain
searching, and one that was not seen before counts only where it stands in a tag.
"""

from __future__ import annotations

import os
import posixpath
import re
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote

from ..catalogue.file import Catalogue
from ..model.problems import Problem

_ATTRIBUTES = ("href", "src", "action")
_ANY_QUOTES = re.compile(rf"""\s(?:{"|".join(_ATTRIBUTES)})\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>=]+))""", re.IGNORECASE)
_TAG = re.compile(r"""<[a-z][^\s<>/]*(?:[^<>"']|"[^"]*"|'[^']*')*>""", re.IGNORECASE)
_REQUIRED_META = ("SiteName", "SiteDomain", "SiteIDCode")
_COLUMN_META = ("ColumnName", "ColumnType", "ColumnKeywords", "ColumnDescription")
_COLUMNS = ("items/", "categories/", "agencies/", "key-areas/")
_ITEM_META = ("ArticleTitle", "PubDate", "ContentSource")
LARGEST_PAGE = 1_000_000
"""Bytes; a larger page is slow on an old terminal."""


def _links(text: str) -> set[str]:
    """Return what looks like an address in an attribute."""
    found = {piece.partition('"')[0] for name in _ATTRIBUTES for piece in text.split(f' {name}="')[1:]}
    if "='" in text:  # a theme may quote so, too
        found.update(match[match.lastindex] for match in _ANY_QUOTES.finditer(text))
    return found


def _leads_to(text: str, link: str) -> bool:
    """Return whether an address stands in an attribute of a tag. Prose and code samples may speak of `href="…"`, too."""
    place = text.find(f'="{link}"')
    while place >= 0:
        if _is_in_tag(text, place):
            return True
        place = text.find(f'="{link}"', place + 1)
    return any(match[match.lastindex] == link and _is_in_tag(text, match.start()) for match in _ANY_QUOTES.finditer(text))


def _is_in_tag(text: str, place: int) -> bool:
    opened = text.rfind("<", 0, place)
    while opened >= 0:
        if tag := _TAG.match(text, opened):
            return tag.end() > place
        opened = text.rfind("<", 0, opened)
    return False


@dataclass
class Links:
    """Targets that pages point to, each with one page that does so, and other faults."""

    targets: dict[str, str] = field(default_factory=dict)
    faults: list[tuple[str, str]] = field(default_factory=list)
    _seen: set[tuple[str, str]] = field(default_factory=set)
    """Links already looked at, by folder: most are the menu's, on every page."""

    def look(self, path: str, text: str) -> None:
        """Note what a page points to, and what is wrong with the page itself."""
        if not path.endswith(".html"):
            return
        folder = posixpath.dirname(path)
        for link in _links(text):
            if not link or link.startswith("#") or (folder, link) in self._seen or not _leads_to(text, link):
                continue
            self._seen.add((folder, link))
            plain = unquote(link.replace("&amp;", "&").split("#")[0].split("?")[0])
            if ":" in plain.split("/")[0] or plain.startswith("/"):
                self.faults.append((path, f"链接“{link[:80]}”离开了本站"))
                continue
            target = posixpath.normpath(posixpath.join(folder, plain))
            if plain.endswith("/") or target.startswith(".."):
                self.faults.append((path, f"链接“{link[:80]}”没有指明本站的文件"))
            else:
                self.targets.setdefault(target, path)
        wanted = _REQUIRED_META + (_COLUMN_META if path.startswith(_COLUMNS) else ())
        wanted += _ITEM_META if path.startswith("items/") else ()
        missing = [name for name in wanted if f'<meta name="{name}"' not in text]
        if missing:
            self.faults.append((path, f"缺少 meta 标签 {'、'.join(missing)}"))
        if len(text) * 3 > LARGEST_PAGE and len(text.encode()) > LARGEST_PAGE:
            self.faults.append((path, "网页超过 1 MB，旧电脑打开很慢"))

    def add(self, other: Links) -> None:
        """Add what another process saw."""
        for target, page in other.targets.items():
            self.targets.setdefault(target, page)
        self.faults += other.faults

    def problems(self, root: str, besides: set[str]) -> Iterable[Problem]:
        """Yield what is wrong, once every file is in its place; targets `besides` are reported elsewhere."""
        for path, message in sorted(self.faults):
            yield Problem(os.path.abspath(os.path.join(root, path)), 0, message, "这是网站模板或页面的问题，改正后重新生成")
        for target, page in sorted(self.targets.items()):
            if target not in besides and not os.path.isfile(os.path.join(root, target)):
                yield Problem(os.path.abspath(os.path.join(root, page)), 0, f"链接指向“{target}”，没有这个文件", "改正或删去这个链接")


def problems(catalogue: Catalogue, root: str, links: Links) -> list[Problem]:
    """Return what is wrong with the finished site; after faulty pages the next build looks at all of them again."""
    broken = list(_broken_page_links(catalogue.connection, root))
    faults = list(links.problems(root, besides={target for target, _ in broken}))
    catalogue.set("faulty", "yes" if faults else "")
    return [*faults, *(problem for _, problem in broken)]


def _broken_page_links(connection: sqlite3.Connection, root: str) -> Iterator[tuple[str, Problem]]:
    """Yield the targets of item bodies that are not pages of this site, each with its problem."""
    rows = connection.execute(
        """SELECT item.path, reference.target, reference.line FROM reference JOIN item ON item.id = reference.item_id
           WHERE reference.kind = 'page' AND item.draft = 0 AND item.withdrawn_date = ''"""
    )
    for row in rows:
        if not os.path.isfile(os.path.join(root, row["target"])):
            message = f"链接到的页面“/{row['target']}”不存在"
            yield row["target"], Problem(row["path"], row["line"], message, "核对地址；地址要写到文件，如 /counts/index.html")
