"""Links of documents: to files, which go beside the item, and to other sources, which become `index:` links."""

from __future__ import annotations

import os
import pickle
import re
import tempfile
from collections.abc import Iterator
from typing import Self

from ..content.source import ITEMS
from .document import Attached, Document, Telling
from .ledger import Ledger

_MARKDOWN = r"(?<!!)\[((?:[^\[\]\n\\]|\\.)*)\]\(<?{}>?\)"
_HTML = r'<a href="{}">(.*?)</a>'


def resolve(document: Document, own: str, names: dict[str, tuple[str, Attached]], ledger: Ledger, telling: Telling) -> None:
    """Write the addresses of links into the body of an item whose file is `own`. A link to what was not imported loses its address and keeps its words; that is told."""
    body = document.body
    for mark, (name, _) in names.items():
        body = re.sub(re.escape(mark) + r"(?!\d)", name, body)
    for mark, target in document.links.items():
        path, _, fragment = target.partition("#")
        if found := ledger.index_of_page(path):
            is_file = found.startswith(f"{ITEMS}/") and found.endswith(".md")  # an item that has no Index yet is known by its file
            address = os.path.relpath(found, os.path.dirname(own)) if is_file else f"index:{found}"
            body = re.sub(re.escape(mark) + r"(?!\d)", lambda _, address=address: address, body)
            continue
        for pattern in (_MARKDOWN, _HTML):
            body = re.sub(pattern.format(re.escape(mark)), lambda match: match[1], body, flags=re.DOTALL)
        telling.warning(document.place, f"链接指到没有导入的“{path[:80]}{'#' + fragment if fragment else ''}”，只留下了文字", "那一页要导入的，导入以后再加上链接；是别的网站的，写上完整的网址")
    document.body = body


class Waiting:
    """Documents that wait until all have an Index. They wait in a file, so memory does not grow with them."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()
        self._number = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def __len__(self) -> int:
        return self._number

    def add(self, number: int, document: Document) -> None:
        """Put a document into the file."""
        pickle.dump(document, self._file)
        self._number = number + 1

    def documents(self) -> Iterator[Document]:
        """Yield the documents in the order in which they came."""
        self._file.seek(0, os.SEEK_SET)
        for _ in range(self._number):
            yield pickle.load(self._file)
