"""Segments: documents in, a folder of shards, texts and facets out. Never changed afterwards.

1. Each document is folded and measured, and put on a spool: no document stays in memory.
2. Documents are numbered by length, so that the lengths of all compress to almost nothing.
3. Batches of neighbours are inverted, on all cores.
4. Terms are merged across batches and cut into shards; texts and facets are written.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import BinaryIO

import numpy as np

from . import varint
from .document import Document
from .files import Shelf, encoded, numbered
from .fold import fold
from .invert import LARGEST_BATCH, Batch, Spilled, length, points
from .merge import characters, parts, write_shards
from .pool import spread

TEXTS_IN_FILE = 5
FACETS_IN_FILE = 65_536
BATCH = 400_000
"""Code points inverted at once: some 80 MB of arrays."""
FOLDER_OF_TEXTS = 100


@dataclass
class Entry:
    """A document on the spool, and where it stands in the index."""

    key: str
    date: str
    title_length: int
    body_length: int
    facets: tuple[int, ...]
    record: tuple[int, int]
    """Where its text stands on the spool: start, end."""
    body: tuple[int, int]
    title: tuple[int, int]


@dataclass
class Segment:
    """What the manifest and the state say of a segment."""

    name: str
    shards: int
    files: int
    size: int
    entries: list[Entry] = field(repr=False)
    """By number."""


class FacetValues:
    """Numbers of facet values, in order of appearance, for as long as an index lives."""

    def __init__(self, names: Iterable[str], known: dict[str, list[str]] | None = None) -> None:
        self.values: dict[str, list[str]] = {name: list((known or {}).get(name, [])) for name in sorted(names)}
        self._numbers = {name: {value: place for place, value in enumerate(values)} for name, values in self.values.items()}

    def number(self, name: str, value: str) -> int:
        """Return the number of a value plus 1, 0 for the empty one."""
        if not value:
            return 0
        numbers = self._numbers[name]
        if value not in numbers:
            numbers[value] = len(numbers)
            self.values[name].append(value)
        return numbers[value] + 1


class Spool:
    """Folded texts and records of documents, on disk."""

    def __init__(self, folder: str, identity: bytes) -> None:
        self.points_path, self.records_path = os.path.join(folder, "points"), os.path.join(folder, "records")
        self._points: BinaryIO = open(self.points_path, "wb")
        self._records: BinaryIO = open(self.records_path, "wb")
        self._digest = hashlib.sha256(identity)

    def add(self, document: Document, facets: FacetValues) -> Entry:
        """Put a document on the spool."""
        title, body = points(fold(document.title)), points(fold(document.body))
        record = encoded({
            "key": document.key, "url": document.url, "title": document.title, "date": document.date,
            "meta": {name: value for name, value in document.meta.items() if value}, "text": document.body,
        })
        self._digest.update(record)
        self._digest.update(json.dumps(document.facets, sort_keys=True).encode())
        start = self._points.tell() // 4
        self._points.write(body.tobytes())
        self._points.write(title.tobytes())
        at = self._records.tell()
        self._records.write(record)
        return Entry(
            document.key, document.date, length(title), length(body),
            tuple(facets.number(name, document.facets.get(name, "")) for name in facets.values),
            (at, at + len(record)), (start, start + len(body)), (start + len(body), start + len(body) + len(title)),
        )

    def close(self) -> str:
        """Finish writing; return a name for all of it."""
        self._points.close()
        self._records.close()
        return self._digest.hexdigest()[:12]


def write_segment(root: str, documents: Iterable[Document], facets: FacetValues, identity: bytes = b"") -> Segment | None:
    """Write a segment of some documents into `root`; None when there are none.

    Its name says what is in it: the same documents, and the same `identity` of the code
    and its options, make the same folder.
    """
    with tempfile.TemporaryDirectory(prefix="search-") as temporary:
        spool = Spool(temporary, identity)
        entries = [spool.add(document, facets) for document in documents]
        name = spool.close()
        if not entries:
            return None
        entries.sort(key=lambda entry: entry.key)
        entries.sort(key=lambda entry: entry.date, reverse=True)
        entries.sort(key=lambda entry: entry.body_length)
        folder = os.path.join(root, name)
        os.makedirs(folder, exist_ok=True)
        shelf = Shelf(folder, name)
        shards = write_shards(shelf, parts(
            list(_inverted(spool, [entry.body for entry in entries], None)),
            list(_inverted(spool, [entry.title for entry in entries], np.array([entry.title_length for entry in entries]))),
        ))
        _write_texts(shelf, spool, entries)
        _write_facets(shelf, entries)
        shelf.put("directory", _directory(entries, shards.first_terms, shards.with_positions))
        shelf.close()
    return Segment(name, len(shards.first_terms), shelf.number, shelf.size, entries)


def _inverted(spool: Spool, texts: list[tuple[int, int]], lengths: np.ndarray | None) -> Iterator[Spilled]:
    """Yield the pieces of all batches, characters and pairs, in order of documents."""
    work = list(_batches(texts))
    spans = np.array(texts, dtype=np.int64)  # no Python objects: a child that only looks at one copies its page

    def invert(task: tuple[int, int]) -> list[Spilled]:
        first, end = task
        with open(spool.points_path, "rb") as source:
            batch = Batch(first, [_read_points(source, start, stop) for start, stop in spans[first:end].tolist()])
        if lengths is None:
            found = [batch.characters().body(False), batch.pairs().body(True)]
        else:
            found = [batch.characters().title(lengths), batch.pairs().title(lengths)]
        return [pieces.spill(f"{path}-{first}-{place}") for place, pieces in enumerate(found)]

    path = f"{spool.points_path}-{'title' if lengths is not None else 'body'}"
    for both in spread(invert, work):
        yield from both


def _read_points(source: BinaryIO, start: int, end: int) -> np.ndarray:
    source.seek(4 * start)
    return np.frombuffer(source.read(4 * (end - start)), dtype=np.uint32)


def _batches(texts: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield first and end of runs of documents whose texts are inverted together."""
    first = size = 0
    for number, (start, end) in enumerate(texts):
        grown = end - start + 1
        if grown > LARGEST_BATCH:
            raise ValueError(f"a text of {grown} characters is too long to be indexed")
        if number > first and size + grown > BATCH:
            yield first, number
            first, size = number, 0
        size += grown
    if texts:
        yield first, len(texts)


def _write_texts(shelf: Shelf, spool: Spool, entries: list[Entry]) -> None:
    with open(spool.records_path, "rb") as records:
        for number, start, end in numbered(len(entries), TEXTS_IN_FILE):
            found = []
            for entry in entries[start:end]:
                records.seek(entry.record[0])
                found.append(records.read(entry.record[1] - entry.record[0]))
            shelf.put(text_file(number), b"[" + b",".join(found) + b"]")


def text_file(number: int) -> str:
    """Return the name of a file of texts in its segment."""
    return f"t/{number // FOLDER_OF_TEXTS}/{number}"


def _write_facets(shelf: Shelf, entries: list[Entry]) -> None:
    for number, start, end in numbered(len(entries), FACETS_IN_FILE):
        chosen = entries[start:end]
        columns = [*zip(*(entry.facets for entry in chosen), strict=True), [day_number(entry.date) for entry in chosen]]
        shelf.put(f"f/{number}", b"".join(varint.encode_array(np.array(column, dtype=np.int64))[0] for column in columns))


_EPOCH = date(1900, 1, 1)


def day_number(day: str) -> int:
    """Return days from 1900-01-01 to a date plus 1; 0 for none, and for dates before that."""
    return max(0, (date.fromisoformat(day) - _EPOCH).days + 1) if day else 0


def _directory(entries: list[Entry], first_terms: list[int], with_positions: list[bool]) -> bytes:
    runs: list[list[int]] = []
    for entry in entries:
        if not runs or runs[-1][0] != entry.body_length:
            runs.append([entry.body_length, 0])
        runs[-1][1] += 1
    numbers = [len(runs)]
    before = 0
    for body_length, count in runs:
        numbers += [body_length - before, count]
        before = body_length
    before = 0
    for term in first_terms:
        left, right = characters(term)
        numbers += [left - before, right]
        before = left
    numbers += map(int, with_positions)
    return b"".join(map(varint.encode, numbers))
