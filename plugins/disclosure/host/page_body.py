"""Bodies of Pelican's own pages: sanitised as those of items are.

Pelican resolves its own links ({filename} and the like) afterwards. Links from the site's root
(`/counts/index.html`) are resolved here.
"""

from __future__ import annotations

import re

from ..content.body import OUTSIDE, BodyRenderer
from ..model import addresses
from ..model.problems import Problem

LARGEST_PAGE = 900_000
"""Bytes of HTML of a page's body. With head and menu it stays below `sitecheck.LARGEST_PAGE`."""
_MARKED_OUTSIDE = re.compile(r"[{|][^{|}]*[|}](?:[a-z][a-z0-9+.-]*:|//)", re.IGNORECASE)
"""A Pelican link that holds a foreign address, as in `{filename}https://…`. Pelican would resolve it to that address."""
_BLANKS = re.compile(r"[\x00-\x20]")


class PageBody(BodyRenderer):
    """Sanitises Pelican's own pages: the same HTML, but Pelican resolves its own links."""

    def convert_page(self, path: str, source: str, first_line: int) -> tuple[str, list[Problem]]:
        """Return the HTML that the dialect makes of a page's body, not sanitised yet, and what is to be told."""
        self._begin(path, source, first_line)
        rendered = self._converted() or ""
        cleaned = self.clean_page(rendered, path)
        self._compare(cleaned, self.text_of(cleaned))
        self._measure(cleaned, LARGEST_PAGE, LARGEST_PAGE)
        return rendered, self._result.problems

    def convert(self, source: str) -> str:
        """Return the HTML of a text by itself, such as a value of a header."""
        return self._markdown.reset().convert(source)

    def clean_page(self, rendered: str, save_as: str) -> str:
        """Return the sanitised HTML of the page at `save_as`. `refused_links` then has the links that pages cannot have."""
        self._root = addresses.root(save_as)
        self.refused_links: list[str] = []
        return self.clean(rendered)

    def _link(self, value: str) -> str | None:
        address = value.strip().replace("\\", "/")
        if _MARKED_OUTSIDE.match(_BLANKS.sub("", address)):
            return None
        if address.lower().startswith("index:"):
            self.refused_links.append(value)
            return None
        if address.startswith("#") or OUTSIDE.match(address):
            return super()._link(value)
        return self._root + address.lstrip("/") if address.startswith("/") else address

    def _image(self, value: str) -> str | None:
        address = value.strip().replace("\\", "/")
        if OUTSIDE.match(address) or _MARKED_OUTSIDE.match(_BLANKS.sub("", address)):
            return None
        return self._root + address.lstrip("/") if address.startswith("/") else address
