"""Segments: one part of an index, a folder of shards, texts and facets made of some documents.

1. Each document is folded and written to a spool, so that no document stays in memory.
2. Documents are numbered by length, because ascending lengths compress to almost nothing.
3. Batches of documents are inverted on all cores.
4. The runs of all batches are merged into shards. Texts and facets are written.

`write_segment` does all of this in one go. `building` does it in steps, for segments that are
made by merging others.
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

from . import directory, varint
from .document import Document
from .files import SegmentFiles, blocks
from .invert import Batch, Run, SpilledRun
from .parallel import parallel_map
from .shards import ShardWriter, parts
from .spool import Entries, FacetValues, Spool
from .textcode import TextCode

TEXTS_IN_FILE = 5
"""Documents whose texts stand in one file."""
FACETS_IN_FILE = 32_768
"""Documents whose facets stand in one file."""
BATCH = 400_000
"""Code points in a batch. A longer text is a batch by itself."""
BATCH_DOCUMENTS = 4000
"""Documents in a batch, at most. Long lists of titles are divided among shards between batches."""
TEXT_FILES_IN_FOLDER = 100


@dataclass
class Segment:
    """A segment that was written: what the manifest and the state record of it."""

    name: str
    shards: int
    """How many."""
    size: int
    """Bytes of its files."""
    entries: Entries = field(repr=False)


def write_segment(
    root: str, documents: Iterable[Document], facets: FacetValues, identity: bytes = b"", work_folder: str | None = None, *, shard_bytes: int | None = None,
) -> Segment | None:
    """Write a segment of some documents into a folder in `root`; return None when there are no documents.

    The folder's name is a digest of the documents and of `identity`, which stands for the code and
    its options. So equal documents make the same folder. Temporary files are made in `work_folder`,
    by default the system's folder for temporary files; a killed process leaves its own there.
    """
    if work_folder:
        os.makedirs(work_folder, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="spool-", dir=work_folder) as temporary:
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
        files = SegmentFiles(folder, name)
        writer = ShardWriter(files, shard_bytes)
        for part in parts(_spill_runs(spool, entries, False), _spill_runs(spool, entries, True)):
            writer.put(part)
        shards = writer.close()
        with open(spool.records_path, "rb") as records:
            for number in range(text_file_count(entries)):
                write_texts(files, records, entries, code, number)
        write_facets(files, entries)
        files.put("directory", directory.encode(entries["body_length"], shards, code))
        files.close()
        files.remove_others()
    return Segment(name, len(shards.first_terms), files.size, entries)


def _spill_runs(spool: Spool, entries: Entries, is_title: bool) -> list[SpilledRun]:
    """Invert all batches on all cores; return their runs, of characters and of pairs, in order of documents."""
    spans = spans_of(entries, is_title)  # an array: reading Python objects in a forked process copies their memory
    lengths = entries["title_length"] if is_title else None
    path = f"{spool.points_path}-{'title' if is_title else 'body'}"

    def invert(task: tuple[int, int]) -> list[SpilledRun]:
        with open(spool.points_path, "rb") as points:
            found = invert_batch(points, spans, lengths, *task)
        return [run.spill(f"{path}-{task[0]}-{place}") for place, run in enumerate(found)]

    def prepared() -> Callable[[tuple[int, int]], list[SpilledRun]]:
        gc.disable()  # arrays make no reference cycles
        return invert

    return [spilled for both in parallel_map(prepared, list(batches(spans))) for spilled in both]


def spans_of(entries: Entries, is_title: bool) -> np.ndarray:
    """Return where the title, or the body, of each document begins and ends among the code points of the spool."""
    return entries.spans("body_end", "title_end") if is_title else entries.spans("body", "body_end")


def invert_batch(points: BinaryIO, spans: np.ndarray, lengths: np.ndarray | None, first: int, end: int) -> list[Run]:
    """Return the run of characters and the run of pairs of the documents `first` to `end` - 1: of titles if `lengths` of titles are given, else of bodies."""
    batch = Batch(first, [_read_points(points, start, stop) for start, stop in spans[first:end].tolist()])
    if lengths is None:
        return [batch.characters().body(False), batch.pairs().body(True)]
    return [batch.characters().title(lengths), batch.pairs().title(lengths)]


def _read_points(source: BinaryIO, start: int, end: int) -> np.ndarray:
    source.seek(4 * start)
    return np.frombuffer(source.read(4 * (end - start)), dtype=np.uint32)


def batches(spans: np.ndarray) -> Iterator[tuple[int, int]]:
    """Divide the documents into batches; yield the first document of each, and the one after its last."""
    first = size = 0
    for number, grown in enumerate((spans[:, 1] - spans[:, 0] + 1).tolist()):
        if number > first and (size + grown > BATCH or number - first == BATCH_DOCUMENTS):
            yield first, number
            first, size = number, 0
        size += grown
    if len(spans):
        yield first, len(spans)


def text_file_count(entries: Entries) -> int:
    """Return how many files of texts a segment has."""
    return -(-len(entries) // TEXTS_IN_FILE)


def write_texts(files: SegmentFiles, records: BinaryIO, entries: Entries, code: TextCode, number: int, *, without: Collection[int] = ()) -> int:
    """Write one file of texts, empty ones for the documents in `without`; return how many bytes of the spool were read."""
    first = number * TEXTS_IN_FILE
    starts, ends = (entries[name][first : first + TEXTS_IN_FILE].tolist() for name in ("record", "record_end"))
    found, size = [], 0
    for place, (start, end) in enumerate(zip(starts, ends, strict=True), first):
        records.seek(start)
        found.append(b"" if place in without else code.encode(records.read(end - start).decode("utf-8", "surrogatepass")))
        size += end - start
    files.put(text_file_name(number), join_texts(found))
    return size


def join_texts(texts: list[bytes]) -> bytes:
    """Return the bytes of a file of texts; each text is in the text code, or empty."""
    return b"".join([*map(varint.encode, [len(texts), *map(len, texts)]), *texts])


def split_texts(data: bytes) -> list[bytes]:
    """Return the texts of such a file, still in the text code."""
    numbers = varint.decode(data)
    sizes = [next(numbers) for _ in range(next(numbers))]
    at = len(data) - sum(sizes)
    return [data[(at := at + size) - size : at] for size in sizes]


def text_file_name(number: int) -> str:
    """Return the path of a file of texts in its segment, without ``.js``."""
    return f"t/{number // TEXT_FILES_IN_FOLDER}/{number}"


def write_facets(files: SegmentFiles, entries: Entries) -> None:
    """Write the files of facets."""
    facets, days = entries.facets(), np.maximum(0, entries["date"] - _BEFORE_DAYS)
    for number, start, end in blocks(len(entries), FACETS_IN_FILE):
        columns = [*facets[start:end].T, days[start:end]]
        files.put(f"f/{number}", b"".join(varint.encode_array(column)[0] for column in columns))


_BEFORE_DAYS = date(1900, 1, 1).toordinal() - 1
"""Facets count days from the next one. 0 stands for no date, and for earlier ones."""
