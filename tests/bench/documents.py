"""The documents of a built site as its search index gets them, and a plain search in them: grep."""

from __future__ import annotations

import random
import re
import sqlite3
from pathlib import Path

from disclosure.site_build.search_documents import documents
from offline_search.document import Document
from offline_search.fold import fold

from .queries import SEED


def all_documents(cache: Path) -> list[Document]:
    """Return the documents of the catalogue in a cache folder."""
    connection = sqlite3.connect(next(cache.glob("*/catalogue.sqlite")))
    connection.row_factory = sqlite3.Row
    try:
        return list(documents(connection))
    finally:
        connection.close()


class Grep:
    """Searches all documents, one after the other."""

    def __init__(self, found: list[Document]) -> None:
        self._texts = [(document.key, fold(document.title), fold(document.body)) for document in found]

    def find(self, text: str) -> set[str]:
        """Return the keys of the documents that hold a text in their title or their body."""
        wanted = fold(text)
        return {key for key, title, body in self._texts if wanted in title or wanted in body}


def substrings(found: list[Document], count: int, longest: int = 12) -> list[str]:
    """Return `count` pieces of 1 to `longest` letters, digits and Han characters from random documents."""
    random_, pieces = random.Random(SEED), set()
    while len(pieces) < count:
        document, length = random_.choice(found), len(pieces) % longest + 1
        places = re.finditer(rf"(?=(\w{{{length}}}))", f"{document.title}\n{document.body}")
        if choices := [place[1] for place in places]:
            pieces.add(random_.choice(choices))
    return sorted(pieces)
