"""Segments: documents in, a folder of shards, texts and facets out. Never changed afterwards.

1. Each document is folded and measured, and put on a spool: no document stays in memory.
2. Documents are numbered by length, so that the lengths of all compress to almost nothing.
3. Batches of neighbours are inverted, on all cores.
4. Terms are merged across batches and cut into shards; texts and facets are written.

Here all of it is done at once; `building` does it little by little.
"""

from __future__ import annotations

import gc
import os
import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import BinaryIO

import numpy as np
from parallel import parallel_map

from . import directory, varint
from .document import Document
from .files import Shelf, numbered
from .invert import Batch, Pieces, Spilled
from .merge import Shelving, parts
from .spool import Entries, FacetValues, Spool
from .textcode import TextCode

TEXTS_IN_FILE = 5
FACETS_IN_FILE = 32_768
BATCH = 400_000
"""Code points inverted at once, or one longer text."""
FOLDER_OF_TEXTS = 100


@dataclass
class Segment:
    """What the manifest and the state say of a segment."""

    name: str
    shards: int
    size: int
    entries: Entries = field(repr=False)


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
        for part in parts(_inverted(spool, entries, False), _inverted(spool, entries, True)):
            shelving.put(part)
        shards = shelving.close()
        with open(spool.records_path, "rb") as records:
            for number in range(files_of_texts(entries)):
                write_texts(shelf, records, entries, code, number)
        write_facets(shelf, entries)
        shelf.put("directory", directory.encode(entries["body_length"], shards, code))
        shelf.close()
    return Segment(name, len(shards.first_terms), shelf.size, entries)


def _inverted(spool: Spool, entries: Entries, is_title: bool) -> list[Spilled]:
    """Return the pieces of all batches, characters and pairs, in order of documents."""
    spans = spans_of(entries, is_title)  # an array, not Python objects: a child that only looks at one of those copies its page
    lengths = entries["title_length"] if is_title else None
    path = f"{spool.points_path}-{'title' if is_title else 'body'}"

    def invert(task: tuple[int, int]) -> list[Spilled]:
        with open(spool.points_path, "rb") as points:
            found = inverted(points, spans, lengths, *task)
        return [pieces.spill(f"{path}-{task[0]}-{place}") for place, pieces in enumerate(found)]

    def prepared() -> Callable[[tuple[int, int]], list[Spilled]]:
        gc.disable()  # arrays make no cycles
        return invert

    return [spilled for both in parallel_map(prepared, list(batches(spans))) for spilled in both]


def spans_of(entries: Entries, is_title: bool) -> np.ndarray:
    """Return where the title or the body of each document begins and ends among the points of the spool."""
    return entries.spans("body_end", "title_end") if is_title else entries.spans("body", "body_end")


def inverted(points: BinaryIO, spans: np.ndarray, lengths: np.ndarray | None, first: int, end: int) -> list[Pieces]:
    """Return the pieces of characters and those of pairs of some documents: of titles, where their lengths are given, else of bodies."""
    batch = Batch(first, [_read_points(points, start, stop) for start, stop in spans[first:end].tolist()])
    if lengths is None:
        return [batch.characters().body(False), batch.pairs().body(True)]
    return [batch.characters().title(lengths), batch.pairs().title(lengths)]


def _read_points(source: BinaryIO, start: int, end: int) -> np.ndarray:
    source.seek(4 * start)
    return np.frombuffer(source.read(4 * (end - start)), dtype=np.uint32)


def batches(spans: np.ndarray) -> Iterator[tuple[int, int]]:
    """Yield first and end of runs of documents whose texts are inverted together."""
    first = size = 0
    for number, grown in enumerate((spans[:, 1] - spans[:, 0] + 1).tolist()):
        if number > first and size + grown > BATCH:
            yield first, number
            first, size = number, 0
        size += grown
    if len(spans):
        yield first, len(spans)


def files_of_texts(entries: Entries) -> int:
    """Return how many files of texts a segment has."""
    return -(-len(entries) // TEXTS_IN_FILE)


def write_texts(shelf: Shelf, records: BinaryIO, entries: Entries, code: TextCode, number: int, *, without: Collection[int] = ()) -> int:
    """Write a file of texts, some documents' left out; return how many bytes these had on the spool."""
    first = number * TEXTS_IN_FILE
    starts, ends = (entries[name][first : first + TEXTS_IN_FILE].tolist() for name in ("record", "record_end"))
    found, size = [], 0
    for place, (start, end) in enumerate(zip(starts, ends, strict=True), first):
        records.seek(start)
        found.append(b"" if place in without else code.encode(records.read(end - start).decode("utf-8", "surrogatepass")))
        size += end - start
    shelf.put(text_file(number), file_of_texts(found))
    return size


def file_of_texts(texts: list[bytes]) -> bytes:
    """Return what a file of texts holds, each of them coded, or nothing."""
    return b"".join([*map(varint.encode, [len(texts), *map(len, texts)]), *texts])


def texts_of(data: bytes) -> list[bytes]:
    """Return the texts, coded, in a file of texts."""
    numbers = varint.decode(data)
    sizes = [next(numbers) for _ in range(next(numbers))]
    at = len(data) - sum(sizes)
    return [data[(at := at + size) - size : at] for size in sizes]


def text_file(number: int) -> str:
    """Return the name of a file of texts in its segment."""
    return f"t/{number // FOLDER_OF_TEXTS}/{number}"


def write_facets(shelf: Shelf, entries: Entries) -> None:
    """Write the files of facets."""
    facets, days = entries.facets(), np.maximum(0, entries["date"] - _BEFORE_DAYS)
    for number, start, end in numbered(len(entries), FACETS_IN_FILE):
        columns = [*facets[start:end].T, days[start:end]]
        shelf.put(f"f/{number}", b"".join(varint.encode_array(column)[0] for column in columns))


_BEFORE_DAYS = date(1900, 1, 1).toordinal() - 1
"""Days of facets are counted from the one after; 0 stands for none, and for those before."""
