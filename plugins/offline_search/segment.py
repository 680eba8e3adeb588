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
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, BinaryIO

import numpy as np

from . import varint
from .document import Document
from .files import Shelf, numbered
from .fold import composed, fold_map
from .fold_table import fold_points
from .invert import LARGEST_BATCH, Batch, Spilled, length
from .merge import Shards, Shelving, characters, parts
from .pool import spread
from .textcode import Census, TextCode

TEXTS_IN_FILE = 5
FACETS_IN_FILE = 65_536
BATCH = 400_000
"""Code points inverted at once: some 80 MB of arrays."""
FOLDER_OF_TEXTS = 100


class Entries:
    """What is remembered of each document of a segment, in numbers: an archive has many."""

    _COLUMNS = "date", "title_length", "body_length", "record", "record_end", "body", "body_end", "title_end"
    """Date by ordinal; lengths in tokens; places on the spool."""

    def __init__(self) -> None:
        self.keys: list[str] = []
        self._numbers = array("q")
        self._table = np.zeros((0, len(self._COLUMNS)), dtype=np.int64)

    def add(self, key: str, numbers: Sequence[int], facets: Sequence[int]) -> None:
        """Remember a document."""
        self.keys.append(key)
        self._numbers.extend(numbers)
        self._numbers.extend(facets)

    def sort(self) -> None:
        """Number the documents: by length, newest first, by key (FORMAT.md, "directory")."""
        self._table = np.frombuffer(self._numbers, dtype=np.int64).reshape(len(self.keys), -1)
        ranks = np.empty(len(self.keys), dtype=np.int64)
        ranks[sorted(range(len(self.keys)), key=self.keys.__getitem__)] = np.arange(len(self.keys))
        order = np.lexsort((ranks, -self["date"], self["body_length"]))
        self._table = self._table[order]
        self._numbers = array("q")
        self.keys = [self.keys[place] for place in order.tolist()]

    def __len__(self) -> int:
        return len(self.keys)

    def __getitem__(self, column: str) -> np.ndarray:
        """Return a column, by number of document."""
        return self._table[:, self._COLUMNS.index(column)]

    def facets(self) -> np.ndarray:
        """Return a row of numbers of facet values for each document."""
        return self._table[:, len(self._COLUMNS) :]

    def spans(self, start: str, end: str) -> np.ndarray:
        """Return where something begins and ends on the spool, for each document."""
        return np.column_stack((self[start], self[end]))


@dataclass
class Segment:
    """What the manifest and the state say of a segment."""

    name: str
    shards: int
    files: int
    size: int
    entries: Entries = field(repr=False)


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
        self._census = Census()

    def add(self, document: Document, facets: FacetValues, entries: Entries) -> None:
        """Put a document on the spool, and note it."""
        title, body = fold_points(document.title), fold_points(document.body)
        meta = {name: value for name, value in document.meta.items() if value}
        text = as_json([document.key, document.url, document.title, document.date, meta, document.body])
        self._census.add(text)
        record = text.encode("utf-8", "surrogatepass")
        self._digest.update(record)
        self._digest.update(json.dumps(document.facets, sort_keys=True).encode())
        start = self._points.tell() // 4
        self._points.write(body.tobytes())
        self._points.write(title.tobytes())
        at = self._records.tell()
        self._records.write(record)
        day = date.fromisoformat(document.date).toordinal() if document.date else 0
        end = start + len(body)
        places = at, at + len(record), start, end, end + len(title)
        entries.add(
            document.key, (day, length(title), length(body), *places),
            [facets.number(name, document.facets.get(name, "")) for name in facets.values],
        )

    def close(self) -> tuple[str, TextCode]:
        """Finish writing; return a name for all of it, and the code for its texts."""
        self._points.close()
        self._records.close()
        return self._digest.hexdigest()[:12], self._census.code()


def as_json(value: Any) -> str:
    """Return the shortest JSON of a value."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def write_segment(root: str, documents: Iterable[Document], facets: FacetValues, identity: bytes = b"", aside: str | None = None) -> Segment | None:
    """Write a segment of some documents into `root`; None when there are none.

    What is needed on the way stands in the folder `aside`, which takes in what a killed process leaves; by
    default that is the system's for temporary files.

    Its name says what is in it: the same documents, and the same `identity` of the code
    and its options, make the same folder.
    """
    if aside:
        os.makedirs(aside, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="spool-", dir=aside) as temporary:
        spool = Spool(temporary, identity)
        entries = Entries()
        for document in documents:
            spool.add(document, facets, entries)
        name, code = spool.close()
        if not entries:
            return None
        entries.sort()
        folder = os.path.join(root, name)
        os.makedirs(folder, exist_ok=True)
        shelf = Shelf(folder, name)
        shelving = Shelving(shelf)
        for part in parts(
            list(_inverted(spool, entries.spans("body", "body_end"), None)),
            list(_inverted(spool, entries.spans("body_end", "title_end"), entries["title_length"])),
        ):
            shelving.put(part)
        shards = shelving.close()
        _write_texts(shelf, spool, entries, code)
        _write_facets(shelf, entries)
        shelf.put("directory", _directory(entries, shards, code))
        shelf.close()
    return Segment(name, len(shards.first_terms), shelf.number, shelf.size, entries)


def _inverted(spool: Spool, spans: np.ndarray, lengths: np.ndarray | None) -> Iterator[Spilled]:
    """Yield the pieces of all batches, characters and pairs, in order of documents.

    `spans` are arrays, not Python objects: a child that only looks at one of those copies its page.
    """
    work = list(_batches(spans))

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


def _batches(spans: np.ndarray) -> Iterator[tuple[int, int]]:
    """Yield first and end of runs of documents whose texts are inverted together."""
    first = size = 0
    for number, grown in enumerate((spans[:, 1] - spans[:, 0] + 1).tolist()):
        if grown > LARGEST_BATCH:
            raise ValueError(f"a text of {grown} characters is too long to be indexed")
        if number > first and size + grown > BATCH:
            yield first, number
            first, size = number, 0
        size += grown
    if len(spans):
        yield first, len(spans)


def _write_texts(shelf: Shelf, spool: Spool, entries: Entries, code: TextCode) -> None:
    spans = entries.spans("record", "record_end")
    with open(spool.records_path, "rb") as records:
        for number, start, end in numbered(len(entries), TEXTS_IN_FILE):
            found = []
            for first, last in spans[start:end].tolist():
                records.seek(first)
                found.append(records.read(last - first).decode("utf-8", "surrogatepass"))
            shelf.put(text_file(number), code.encode("[" + ",".join(found) + "]"))


def text_file(number: int) -> str:
    """Return the name of a file of texts in its segment."""
    return f"t/{number // FOLDER_OF_TEXTS}/{number}"


def _write_facets(shelf: Shelf, entries: Entries) -> None:
    facets, days = entries.facets(), np.maximum(0, entries["date"] - _BEFORE_DAYS)
    for number, start, end in numbered(len(entries), FACETS_IN_FILE):
        columns = [*facets[start:end].T, days[start:end]]
        shelf.put(f"f/{number}", b"".join(varint.encode_array(column)[0] for column in columns))


_BEFORE_DAYS = date(1900, 1, 1).toordinal() - 1
"""Days of facets are counted from the one after; 0 stands for none, and for those before."""


def _directory(entries: Entries, shards: Shards, code: TextCode) -> bytes:
    lengths, counts = np.unique(entries["body_length"], return_counts=True)
    numbers = [len(lengths), *np.column_stack((np.diff(lengths, prepend=0), counts)).reshape(-1).tolist()]
    before = 0
    for term in shards.first_terms:
        left, right = characters(term)
        numbers += [left - before, right]
        before = left
    numbers += shards.position_files
    return code.table() + _folded(code) + b"".join(map(varint.encode, numbers))


def _folded(code: TextCode) -> bytes:
    """Return the part of the fold map that the texts need: a query in the same characters needs no more."""
    found = sorted({
        (ord(character), fold_map()[ord(character)])
        for row in code.rows for point in row for character in composed(chr(point)) if ord(character) in fold_map()
    })
    numbers, before = [len(found)], 0
    for source, target in found:
        numbers += [source - before, target]
        before = source
    return b"".join(map(varint.encode, numbers))
