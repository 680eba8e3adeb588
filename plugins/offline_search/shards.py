"""Shards: the runs of all batches, merged in order of terms and cut into files (FORMAT.md, "postings", "positions")."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np

from . import varint
from .files import SegmentFiles
from .invert import NO_TITLE, POINT_BITS, SpilledRun

SHARD_BYTES = 14_500
"""Bytes of postings in one shard, before compression. A query loads a shard for each of its terms."""
POSITIONS_BYTES = 44_000
"""Bytes of positions in one file, before compression."""
RANGE_BYTES = 10_000_000
"""Bytes of rows, postings and positions that are merged at a time."""
READ_BYTES = 20_000
"""Bytes of each run that are read at a time, on the average, at the least: of very many runs, shorter reads would take too long."""
PART_BYTES = 40_000
"""Bytes of postings of one term, of bodies or of titles, in one shard. A longer list continues in the next shards, and a query may need only some."""
PART_POSITIONS = 100_000
"""Bytes of positions that belong to these, at most."""


@dataclass
class Part:
    """The postings of one term, as far as one shard holds them."""

    term: int
    body_count: int = 0
    body: bytes = b""
    positions: bytes = b""
    title_count: int = 0
    title: bytes = b""
    is_split: bool = False
    """Whether the term has several parts. Each of them then begins a shard."""
    summary: bytes = b""
    """Of the first of several parts: what each of them has (FORMAT.md, "summary")."""


def parts(body: list[SpilledRun], title: list[SpilledRun]) -> Iterator[Part]:
    """Merge the runs of bodies and of titles; yield all terms in order, long ones in several parts."""
    runs = [*body, *title]
    if runs:
        for first, end in ranges(sum(run.sizes for run in runs), max(RANGE_BYTES, READ_BYTES * len(runs))):
            yield from parts_between(first, end, runs, len(body))


def ranges(sizes: np.ndarray, least: int) -> Iterator[tuple[int, int]]:
    """Group neighbouring ranges of some sizes until each group has `least` bytes; yield the first and the last cut of each group."""
    first = gathered = 0
    for place, size in enumerate(sizes.tolist(), 1):
        gathered += size
        if gathered >= least or place == len(sizes):
            yield first, place
            first, gathered = place, 0


def parts_between(first: int, end: int, runs: list[SpilledRun], bodies: int) -> Iterator[Part]:
    """Yield the terms between two cuts. Of the runs, the first `bodies` are of bodies, the others of titles."""
    merged = _MergedRuns(first, end, runs, bodies)
    waiting: list[_List] = []
    for found in merged.lists():
        if waiting and waiting[0].term != found.term:
            yield from merged.parts(waiting)
            waiting = []
        waiting.append(found)
    if waiting:
        yield from merged.parts(waiting)


@dataclass
class _List:
    """All postings of a term in bodies, or in titles: its rows, and what is theirs of the postings and of the positions."""

    term: int
    is_title: bool
    count: int
    rows: tuple[int, int]
    postings: tuple[int, int]
    positions: tuple[int, int]

    @property
    def is_long(self) -> bool:
        """Whether one shard cannot hold it."""
        return self.postings[1] - self.postings[0] > PART_BYTES or self.positions[1] - self.positions[0] > PART_POSITIONS


@dataclass
class _Piece:
    """As much of a list as one shard holds. `best` are the pairs of which FORMAT.md speaks under "summary"."""

    first: int
    count: int = 0
    postings: bytes = b""
    positions: bytes = b""
    best: list[tuple[int, int]] = field(default_factory=list)

    def summary(self) -> list[int]:
        """Return the numbers that say of it what a client must know to do without it."""
        return [self.count, self.first, len(self.best), *(number for pair in self.best for number in pair)]


class _MergedRuns:
    """Several runs between two cuts as one. Rows are in order of terms; of one term, bodies before titles; then by batch."""

    def __init__(self, first: int, end: int, runs: list[SpilledRun], bodies: int) -> None:
        found = [run.read(first, end) for run in runs]
        rows = np.concatenate([rows for rows, _, _ in found])
        batches = np.repeat(np.arange(len(found)), [len(rows) for rows, _, _ in found])
        order = np.argsort(rows["term"], kind="stable")
        titles = batches[order] >= bodies
        self._rows = rows[order]
        new = np.ones(len(rows), dtype=bool)
        new[1:] = (self._rows["term"][1:] != self._rows["term"][:-1]) | (titles[1:] != titles[:-1])
        self._starts = np.append(np.flatnonzero(new), len(rows))
        self._titles = titles[self._starts[:-1]]
        before = np.zeros(len(rows), dtype=np.int64)
        before[1:] = self._rows["last"][:-1]
        before[new] = 0
        heads, places = varint.encode_array(np.where(titles, 1, 2) * (self._rows["first"] - before) + self._rows["repeated"])
        pieces = [b""] * (2 * len(rows))
        pieces[::2] = _slices([heads], np.zeros(len(rows), dtype=np.int64), places[:-1], places[1:])
        pieces[1::2] = _reordered([postings for _, postings, _ in found], batches, rows["size"], order)
        self.postings = b"".join(pieces)
        self.positions = b"".join(_reordered([positions for _, _, positions in found], batches, rows["position_size"], order))
        self._postings = np.append(0, np.cumsum(np.diff(places) + self._rows["size"]))
        self._positions = np.append(0, np.cumsum(self._rows["position_size"], dtype=np.int64))

    def lists(self) -> Iterator[_List]:
        """Yield the list of the bodies and that of the titles of each term."""
        starts = self._starts
        counts = np.add.reduceat(self._rows["count"], starts[:-1]) if len(starts) > 1 else starts[:0]
        spans = [pairwise(places[starts].tolist()) for places in (np.arange(len(self._rows) + 1), self._postings, self._positions)]
        yield from map(_List, self._rows["term"][starts[:-1]].tolist(), self._titles.tolist(), counts.tolist(), *spans)

    def parts(self, lists: list[_List]) -> list[Part]:
        """Return the parts of a term, of which these are the lists: one, or several when a list is long. Those of titles come first."""
        if not any(found.is_long for found in lists):
            part = Part(lists[0].term)
            for found in lists:
                postings = self.postings[slice(*found.postings)]
                if found.is_title:
                    part.title_count, part.title = found.count, postings
                else:
                    part.body_count, part.body, part.positions = found.count, postings, self.positions[slice(*found.positions)]
            return [part]
        parts, numbers = [], []
        for found in reversed(lists):
            for piece in self._pieces(found):
                if found.is_title:
                    parts.append(Part(found.term, title_count=piece.count, title=piece.postings, is_split=True))
                else:
                    parts.append(Part(found.term, piece.count, piece.postings, piece.positions, is_split=True))
                numbers += [*piece.summary(), 0] if not found.is_title else [0, *piece.summary()]
        if len(parts) > 1:
            parts[0].summary = b"".join(map(varint.encode, [len(parts), *numbers]))
        parts[0].is_split = len(parts) > 1
        return parts

    def _pieces(self, found: _List) -> list[_Piece]:
        """Divide a list, between rows."""
        pieces: list[_Piece] = []
        last = 0
        for place in range(*found.rows):
            row = self._rows[place]
            end = int(self._postings[place + 1])
            postings = self.postings[end - int(row["size"]) : end]
            positions = self.positions[self._positions[place] : self._positions[place + 1]]
            piece = pieces[-1] if pieces else None
            if piece is None or len(piece.postings) + len(postings) > PART_BYTES or len(piece.positions) + len(positions) > PART_POSITIONS:
                piece, last = _Piece(int(row["first"])), 0
                pieces.append(piece)
            piece.postings += varint.encode((1 if found.is_title else 2) * (int(row["first"]) - last) + int(row["repeated"])) + postings
            piece.positions += positions
            piece.count += int(row["count"])
            piece.best = _best_titles(piece.best, row) if found.is_title else _best_bodies(piece.best, row)
            last = int(row["last"])
        return pieces


def _best_bodies(best: list[tuple[int, int]], row: np.void) -> list[tuple[int, int]]:
    """Add a row to pairs of a tf and a document before which none has it, of documents in order: a larger tf only counts."""
    most = int(row["most"])
    return best if best and best[-1][0] >= most else [*best, (most, int(row["first"]))]


def _best_titles(best: list[tuple[int, int]], row: np.void) -> list[tuple[int, int]]:
    """Add a row to pairs of a tf and a length: no title has a larger tf in the same length, or the same in a shorter one."""
    found = [(int(tf), int(row[name])) for tf, name in ((1, "shortest"), (row["most"], "shortest_repeated")) if row[name] != NO_TITLE]
    kept: list[tuple[int, int]] = []
    for tf, length in sorted([*best, *found], key=lambda pair: (pair[1], -pair[0])):
        if not kept or tf > kept[-1][0]:
            kept.append((tf, length))
    return kept


def _reordered(blocks: list[bytes], batches: np.ndarray, sizes: np.ndarray, order: np.ndarray) -> list[bytes]:
    """Cut the bytes of each batch into pieces of some sizes; return the pieces in another order."""
    before = np.cumsum([0, *map(len, blocks[:-1])])
    ends = np.cumsum(sizes, dtype=np.int64) - before[batches]
    return _slices(blocks, batches[order], (ends - sizes)[order], ends[order])


def _slices(blocks: list[bytes], which: np.ndarray, starts: np.ndarray, ends: np.ndarray) -> list[bytes]:
    return [blocks[block][start:end] for block, start, end in zip(which.tolist(), starts.tolist(), ends.tolist(), strict=True)]


@dataclass
class Shards:
    """What a directory says of the shards of a segment."""

    first_terms: list[int] = field(default_factory=list)
    position_files: list[int] = field(default_factory=list)
    """1 for each shard with which a file of positions begins, else 0."""


class ShardWriter:
    """Writes terms, in order, into shards of postings and files of positions.

    A query needs the postings of all its terms, but the positions of few, and only after the first
    results are shown. So one file of positions belongs to several shards. A writer can be pickled.
    It continues when `files` is set again.
    """

    def __init__(self, files: SegmentFiles | None, most: int | None = None) -> None:
        """Write into some files. `most` are bytes of postings in one shard, in place of `SHARD_BYTES`."""
        self.shards = Shards()
        self._most = most
        self.files = files
        self._waiting: list[Part] = []
        self._size = 0
        self._positions: list[list[Part]] = []
        self._positions_size = 0

    def __getstate__(self) -> dict[str, Any]:
        return vars(self) | {"files": None}

    def put(self, part: Part) -> None:
        """Add the next part."""
        grown = len(part.body) + len(part.title)
        if self._waiting and (self._size + grown > (self._most or SHARD_BYTES) or part.is_split):
            self._cut()
        self._waiting.append(part)
        self._size += grown

    def close(self) -> Shards:
        """Write the last files; return all shards."""
        if self._waiting:
            self._cut()
        if self._positions:
            self._write_positions()
        return self.shards

    def _cut(self) -> None:
        """Write the waiting parts as a shard. When positions have become many, write those of the shards before it."""
        parts, self._waiting, self._size = self._waiting, [], 0
        self.files.put(f"p/{len(self.shards.first_terms)}", _postings(parts))
        self.shards.first_terms.append(parts[0].term)
        grown = sum(len(part.positions) for part in parts)
        is_first = not self.shards.position_files
        if self._positions and self._positions_size + grown > POSITIONS_BYTES:
            self._write_positions()
            is_first = True
        self.shards.position_files.append(int(is_first))
        self._positions.append([part for part in parts if characters(part.term)[1]])
        self._positions_size += grown

    def _write_positions(self) -> None:
        header = bytearray(varint.encode(len(self._positions)))
        for parts in self._positions:
            header += varint.encode(len(parts)) + b"".join(varint.encode(len(part.positions)) for part in parts)
        held = b"".join(part.positions for parts in self._positions for part in parts)
        self.files.put(f"q/{sum(self.shards.position_files) - 1}", bytes(header) + held)
        self._positions, self._positions_size = [], 0


def _postings(parts: list[Part]) -> bytes:
    """Return the bytes of a shard."""
    summary = parts[0].summary
    header = bytearray(varint.encode(0) + summary if summary else b"") + varint.encode(len(parts))
    before = 0
    for part in parts:
        c1, c2 = characters(part.term)
        for value in (c1 - before, c2, part.body_count, len(part.body), part.title_count, len(part.title)):
            header += varint.encode(value)
        before = c1
    return bytes(header) + b"".join(part.body + part.title for part in parts)


def characters(term: int) -> tuple[int, int]:
    """Return the two code points of a term; the second of a single character is 0."""
    left, right = term >> POINT_BITS, term & ((1 << POINT_BITS) - 1)
    return left, right
