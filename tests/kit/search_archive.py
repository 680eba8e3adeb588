"""Documents and their search index: what the index should say, computed from the documents, and what it says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from offline_search import building, index, merging, pending
from offline_search.document import Document
from offline_search.fold import fold, is_break, tokens
from offline_search.index import Index, Options
from offline_search.merging import folders
from offline_search.state import Merge, State

from .index_reader import Postings, Reader, day_number
from .search_corpus import FACETS

OPTIONS = Options(facets=FACETS, aliases=(("文件", "档案"),))


def make_small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have few documents be of several segments, and little be done of each merge with a publication."""
    monkeypatch.setattr(index, "OPEN_DOCUMENTS", 4)
    monkeypatch.setattr(index, "SMALL", 2)
    monkeypatch.setattr(index, "MERGE_WORK", 300)
    monkeypatch.setattr(index, "PUBLICATION_BYTES", 9000)
    monkeypatch.setattr(merging, "RATIO", 3)
    for name, value in (("LOAD_BATCH", 4), ("STORE_BATCH", 5), ("SOUND_BATCH", 5), ("MERGED_BYTES", 4000)):
        monkeypatch.setattr(building, name, value)


class Archive:
    """Documents by key, and their index in the folder `base`. Every change opens the index anew."""

    def __init__(self, base: Path, documents: Iterable[Document] = (), options: Options = OPTIONS) -> None:
        self.root, self.state, self.options = base / "search", base / "state/search.sqlite", options
        self.documents = {document.key: document for document in documents}
        self.rebuild()

    def open(self) -> Index:
        """Return the index, opened anew."""
        return Index(str(self.root), str(self.state), self.options)

    @property
    def fresh(self) -> bool:
        """Whether the index has no state, so that it must be rebuilt."""
        index = self.open()
        index.close()
        return index.fresh

    def rebuild(self) -> None:
        """Make the index anew."""
        index = self.open()
        try:
            index.rebuild(self.documents.values())
            pending.confirm_changes(str(self.state))
        finally:
            index.close()

    def load(self, keys: list[str]) -> list[Document]:
        """Return documents that are in the index; an update asks for them."""
        assert len(set(keys)) == len(keys)
        return [self.documents[key] for key in keys]

    def update(self, put: Iterable[Document] = (), removed: Iterable[str] = ()) -> None:
        """Add or replace some documents, and remove others. Documents of an update that was killed are updated again."""
        changed, gone = {document.key: document for document in put}, list(removed)
        self.documents = {key: document for key, document in self.documents.items() if key not in gone} | changed
        index = self.open()
        try:
            assert not index.fresh
            again = {key: self.documents[key] for key in index.unconfirmed & self.documents.keys()}
            index.update(again | changed, {*gone, *(index.unconfirmed - self.documents.keys())}, self.load)
            pending.confirm_changes(str(self.state))
        finally:
            index.close()

    def reader(self) -> Reader:
        """Return a reader of the index's files."""
        return Reader(self.root)

    def merges(self) -> list[Merge]:
        """Return the merges under way."""
        state = State(str(self.state))
        try:
            return state.merges()
        finally:
            state.close()

    def named(self) -> dict[str, bytes]:
        """Return the bytes of each file by path, without the files of segments that a merge is still writing."""
        coming = {folder for merge in self.merges() for folder in folders(merge)} - self.reader().folders()
        return {path: data for path, data in self.bytes().items() if path.split("/")[0] not in coming}

    def files(self) -> dict[str, tuple[bytes, int, int]]:
        """Return bytes, modification time (ns) and inode of each file, by path."""
        found = [path for path in self.root.rglob("*") if path.is_file()]
        return {str(path.relative_to(self.root)): (path.read_bytes(), path.stat().st_mtime_ns, path.stat().st_ino) for path in found}

    def bytes(self) -> dict[str, bytes]:
        """Return the bytes of each file, by path."""
        return {path: found[0] for path, found in self.files().items()}


def in_order(documents: Iterable[Document]) -> list[Document]:
    """Return documents in the order in which a segment numbers them."""
    found = sorted(documents, key=lambda document: document.key)
    found.sort(key=lambda document: document.date, reverse=True)
    return sorted(found, key=lambda document: len(tokens(document.body)))


def places(text: str) -> dict[str, list[int]]:
    """Return the positions of each token in a text, found character by character."""
    found: dict[str, list[int]] = {}
    folded = fold(text)
    for place, character in enumerate(folded):
        if is_break(ord(character)):
            continue
        found.setdefault(character, []).append(place)
        if place + 1 < len(folded) and not is_break(ord(folded[place + 1])):
            found.setdefault(folded[place : place + 2], []).append(place)
    return found


def expected_terms(documents: list[Document]) -> dict[str, Postings]:
    """Return the postings of each term that a segment of these documents must have. Documents are numbered in this order."""
    found: dict[str, Postings] = {}
    for number, document in enumerate(documents):
        spots = places(document.body)
        for term, tf in Counter(tokens(document.body)).items():
            postings = found.setdefault(term, Postings())
            postings.body[number] = tf
            if len(term) == 2:
                postings.positions[number] = spots[term]
        length = len(tokens(document.title))
        for term, spot in places(document.title).items():
            found.setdefault(term, Postings()).title[number] = length, spot
    return found


def expected_text(document: Document) -> dict[str, Any]:
    """Return what a file of texts must have for a document."""
    return {
        "key": document.key, "url": document.url, "title": document.title, "date": document.date,
        "meta": {name: value for name, value in document.meta.items() if value}, "text": document.body,
        **({"days": [*document.days]} if document.days not in ((), (document.date,)) else {}),
    }


def expected_facets(document: Document) -> tuple[dict[str, str], int]:
    """Return what a file of facets must have for a document."""
    return {name: document.facets[name] for name in FACETS if document.facets.get(name)}, day_number(document.date)


def said_of(reader: Reader) -> dict[str, dict[str, Any]]:
    """Return text, facets, length and postings of each document that is not deleted, as the index has them, by key."""
    found: dict[str, dict[str, Any]] = {}
    for segment in reader.segments:
        living = {number: text["key"] for number, text in enumerate(segment.texts) if text is not None}
        for number, key in living.items():
            assert key not in found
            found[key] = {
                "text": segment.texts[number], "facets": segment.facets[number], "length": segment.lengths[number],
                "body": {}, "positions": {}, "title": {},
            }
        for term, postings in segment.terms().items():
            for name in ("body", "positions", "title"):
                for number, value in getattr(postings, name).items():
                    if number in living:
                        found[living[number]][name][term] = value
    return found


def should_say(documents: Iterable[Document]) -> dict[str, dict[str, Any]]:
    """Return text, facets, length and postings of each document, as an index must have them, by key."""
    found: dict[str, dict[str, Any]] = {}
    for document in documents:
        terms = expected_terms([document])
        found[document.key] = {
            "text": expected_text(document), "facets": expected_facets(document), "length": len(tokens(document.body)),
            **{name: {term: getattr(postings, name)[0] for term, postings in terms.items() if getattr(postings, name)} for name in ("body", "positions", "title")},
        }
    return found


def assert_true(archive: Archive) -> Reader:
    """Assert that the index has the right content for the documents of an archive, and no others; return its reader."""
    reader = archive.reader()
    documents = archive.documents.values()
    assert reader.living().keys() == archive.documents.keys()
    assert said_of(reader) == should_say(documents)
    assert reader.manifest["documents"] == len(archive.documents)
    assert reader.manifest["tokens"] == {name: sum(len(tokens(getattr(document, name))) for document in documents) for name in ("title", "body")}
    return reader
