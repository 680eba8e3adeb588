"""The pages of a built site that are no items, as documents, so that other rankings can find them too."""

from __future__ import annotations

from pathlib import Path

from bs4 import BeautifulSoup
from offline_search.document import Document

LISTS = ("categories", "counts", "items", "ledger", "supervision")
"""Folders of items, and of pages that do nothing but list them or count them."""
PAGES = ("*.html", "*/*.html", "*/*/index.html")
OTHERS = ("index.html", "search.html")


def site_pages(site: Path) -> list[Document]:
    """Return the pages at the root of a site, and those of its registers, services, agencies, key areas and reports."""
    found = []
    for path in sorted(path for pattern in PAGES for path in site.glob(pattern)):
        place = path.relative_to(site)
        if place.parts[0] not in LISTS and str(place) not in OTHERS:
            page = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
            title, main = page.find("h1"), page.find("main")
            if title and main:
                found.append(Document(str(place), str(place), title.get_text(" ", strip=True), main.get_text(" ", strip=True)))
    return found
