"""Links of a mirrored site → files of the mirror."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from .sources import Sources

_INDEXES = ("index.html", "index.htm", "default.htm", "default.html", "index.shtml", "index.aspx", "index.jsp")


class SiteLinks:
    """The files of a mirror, by path."""

    def __init__(self, sources: Sources) -> None:
        paths = [*sources.pages, *sources.word, *sources.markdown, *sources.tables, *sources.others]
        self._paths = set(paths)
        self._folded = {path.casefold(): path for path in paths}

    def find(self, page: str, address: str, base: str = "") -> str | None:
        """Return the file to which a link of a page leads; None where the mirror has no such file."""
        try:
            parts = urlsplit(posixpath.join(base, address) if base and not urlsplit(address).scheme else address)
        except ValueError:
            return None
        if parts.scheme not in ("", "http", "https", "file"):
            return None
        for path in _spellings(parts.path):
            for place in self._places(page, parts.netloc, path):
                for candidate in _candidates(place, unquote(parts.query)):
                    if found := self._folded.get(candidate.casefold()):
                        return candidate if candidate in self._paths else found
        return None

    @staticmethod
    def _places(page: str, host: str, path: str) -> Iterator[str]:
        """Yield where a path may lead: beside the page; from the root of its site, wherever in the mirror that is."""
        folder = posixpath.dirname(page)
        if host:
            yield posixpath.normpath(f"{host}/{path}")
        elif not path.startswith("/"):
            yield posixpath.normpath(posixpath.join(folder, path))
            return
        above = folder.split("/") if folder else []
        for depth in range(len(above) + 1):
            yield posixpath.normpath("/".join([*above[:depth], path.lstrip("/")]) or ".")


def _spellings(path: str) -> list[str]:
    """Return the readings of a path with `%` in it: UTF-8, else GB18030, else as it is."""
    return list(dict.fromkeys(unquote(path, encoding, "replace") for encoding in ("utf-8", "gb18030")) | {path: None})


def _candidates(path: str, query: str) -> Iterator[str]:
    """Yield the names that programs give to the file of an address."""
    if query:
        for mark in ("?", "@"):
            yield f"{path}{mark}{query}"
            yield f"{path}{mark}{query}.html"
            yield f"{path}{mark}{query.replace('/', '%2F')}"
    yield path
    yield f"{path}.html"
    for name in _INDEXES:
        yield posixpath.normpath(f"{path}/{name}")
