"""Merging: pieces of all batches, in order of terms, cut into shards (FORMAT.md, "postings", "positions")."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np

from . import varint
from .files import Shelf
from .invert import POINT_BITS, Spilled

SHARD_BYTES = 14_500
"""Postings in one shard, before compression: a query loads a shard for each of its terms."""
POSITIONS_BYTES = 44_000
"""Positions in one file, before compression."""
RANGE_BYTES = 10_000_000
"""Rows, postings and positions of neighbouring terms that are merged at once."""
READ_BYTES = 20_000
"""So many of each batch at least: otherwise an index of very many batches would read too often."""
PART_BYTES = 100_000
"""Postings or positions of one term in one shard; a longer list goes on in the next."""


@dataclass
class Part:
    """What one shard holds of one term."""

    term: int
    body_count: int = 0
    body: bytes = b""
    positions: bytes = b""
    title_count: int = 0
    title: bytes = b""
    is_split: bool = False
    """Whether the term goes on in another part: then each part begins a shard."""


def parts(body: list[Spilled], title: list[Spilled]) -> Iterator[Part]:
    """Yield all terms in order; a term with much to say in several parts."""
    sources = [*body, *title]
    if sources:
        for first, end in ranges(sum(source.sizes for source in sources), max(RANGE_BYTES, READ_BYTES * len(sources))):
            yield from parts_between(first, end, sources, len(body))


def ranges(sizes: np.ndarray, least: int) -> Iterator[tuple[int, int]]:
    """Yield first and last of the cuts between which there are so many bytes."""
    first = gathered = 0
    for place, size in enumerate(sizes.tolist(), 1):
        gathered += size
        if gathered >= least or place == len(sizes):
            yield first, place
            first, gathered = place, 0


def parts_between(first: int, end: int, sources: list[Spilled], bodies: int) -> Iterator[Part]:
    """Yield the terms between two cuts; the first of the sources, so many, are of bodies."""
    pieces = _Pieces(first, end, sources, bodies)
    waiting: list[Part] = []
    for term, is_title, count, (start, stop), (postings, postings_end), (positions, positions_end) in pieces.lists():
        if waiting and waiting[0].term != term:
            yield from waiting
            waiting = []
        if is_title:
            waiting = waiting or [Part(term)]
            waiting[0].title_count, waiting[0].title = count, pieces.postings[postings:postings_end]
        elif max(postings_end - postings, positions_end - positions) <= PART_BYTES:
            waiting = [Part(term, count, pieces.postings[postings:postings_end], pieces.positions[positions:positions_end])]
        else:
            waiting = pieces.split(term, start, stop)
    yield from waiting


class _Pieces:
    """All pieces of the terms between two cuts, laid end to end: by term, bodies before titles, by batch."""

    def __init__(self, first: int, end: int, sources: list[Spilled], bodies: int) -> None:
        found = [source.read(first, end) for source in sources]
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
        pieces[1::2] = _taken([postings for _, postings, _ in found], batches, rows["size"], order)
        self.postings = b"".join(pieces)
        self.positions = b"".join(_taken([positions for _, _, positions in found], batches, rows["position_size"], order))
        self._postings = np.append(0, np.cumsum(np.diff(places) + self._rows["size"]))
        self._positions = np.append(0, np.cumsum(self._rows["position_size"], dtype=np.int64))

    def lists(self) -> Iterator[tuple[int, bool, int, tuple[int, int], tuple[int, int], tuple[int, int]]]:
        """Yield for each term, bodies and titles apart: the term, whether of titles, how many postings, which pieces, postings, positions."""
        starts = self._starts
        counts = np.add.reduceat(self._rows["count"], starts[:-1]) if len(starts) > 1 else starts[:0]
        spans = [pairwise(places[starts].tolist()) for places in (np.arange(len(self._rows) + 1), self._postings, self._positions)]
        yield from zip(self._rows["term"][starts[:-1]].tolist(), self._titles.tolist(), counts.tolist(), *spans, strict=True)

    def split(self, term: int, start: int, stop: int) -> list[Part]:
        """Return the bodies of a term with much to say, in parts."""
        parts = [Part(term)]
        last = 0
        for place in range(start, stop):
            row, part = self._rows[place], parts[-1]
            end = int(self._postings[place + 1])
            postings = self.postings[end - int(row["size"]) : end]
            positions = self.positions[self._positions[place] : self._positions[place + 1]]
            if part.body and max(len(part.body) + len(postings), len(part.positions) + len(positions)) > PART_BYTES:
                part, last = Part(term), 0
                parts.append(part)
            part.body += varint.encode(2 * (int(row["first"]) - last) + int(row["repeated"])) + postings
            part.positions += positions
            part.body_count += int(row["count"])
            last = int(row["last"])
        for part in parts:
            part.is_split = len(parts) > 1
        return parts


def _taken(blocks: list[bytes], batches: np.ndarray, sizes: np.ndarray, order: np.ndarray) -> list[bytes]:
    """Cut blocks of bytes, one of each batch, into pieces of some sizes; return these in another order."""
    before = np.cumsum([0, *map(len, blocks[:-1])])
    ends = np.cumsum(sizes, dtype=np.int64) - before[batches]
    return _slices(blocks, batches[order], (ends - sizes)[order], ends[order])


def _slices(blocks: list[bytes], which: np.ndarray, starts: np.ndarray, ends: np.ndarray) -> list[bytes]:
    return [blocks[block][start:end] for block, start, end in zip(which.tolist(), starts.tolist(), ends.tolist(), strict=True)]


@dataclass
class Shards:
    """What the directory of a segment says of its shards."""

    first_terms: list[int] = field(default_factory=list)
    position_files: list[int] = field(default_factory=list)
    """For each shard how many files of positions begin with it (0 or 1)."""


class Shelving:
    """Cuts parts of terms, in order, into shards of postings and files of positions, and writes them.

    A query needs the postings of all its terms at once, but the positions of few, and only
    after the first results stand: so one file of positions goes with several shards. It can be
    pickled, and go on when it is given a shelf again.
    """

    def __init__(self, shelf: Shelf | None) -> None:
        self.shards = Shards()
        self.shelf = shelf
        self._waiting: list[Part] = []
        self._size = 0
        self._positions: list[list[Part]] = []
        self._positions_size = 0

    def __getstate__(self) -> dict[str, Any]:
        return vars(self) | {"shelf": None}

    def put(self, part: Part) -> None:
        """Take the next part."""
        grown = len(part.body) + len(part.title)
        if self._waiting and (self._size + grown > SHARD_BYTES or part.is_split):
            self._cut()
        self._waiting.append(part)
        self._size += grown

    def close(self) -> Shards:
        """Write what is left; return what there is."""
        if self._waiting:
            self._cut()
        if self._positions:
            self._write_positions()
        return self.shards

    def _cut(self) -> None:
        """Write the waiting parts as a shard, and the positions of the shards before when these become many."""
        parts, self._waiting, self._size = self._waiting, [], 0
        self.shelf.put(f"p/{len(self.shards.first_terms)}", _postings(parts))
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
        self.shelf.put(f"q/{sum(self.shards.position_files) - 1}", bytes(header) + held)
        self._positions, self._positions_size = [], 0


def _postings(parts: list[Part]) -> bytes:
    header = bytearray(varint.encode(len(parts)))
    before = 0
    for part in parts:
        c1, c2 = characters(part.term)
        for value in (c1 - before, c2, part.body_count, len(part.body), part.title_count, len(part.title)):
            header += varint.encode(value)
        before = c1
    return bytes(header) + b"".join(part.body + part.title for part in parts)


def characters(term: int) -> tuple[int, int]:
    """Return the code points of a term; the second is 0 for a single character."""
    left, right = term >> POINT_BITS, term & ((1 << POINT_BITS) - 1)
    return left, right
