"""Merging: pieces of all batches, in order of terms, cut into shards (FORMAT.md, "postings", "positions")."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from . import varint
from .files import Shelf
from .invert import CUTS, POINT_BITS, Spilled

SHARD_BYTES = 20_000
"""Postings in one shard, before compression: a query loads a shard for each of its terms."""
PART_BYTES = 300_000
"""Postings or positions of one term in one shard; a longer list goes on in the next."""


@dataclass
class Part:
    """What one shard holds of one term."""

    term: int
    body_count: int = 0
    body: bytes | bytearray = b""
    positions: bytes | bytearray = b""
    title_count: int = 0
    title: bytes | bytearray = b""
    is_split: bool = False
    """Whether the term goes on in another part: then each part begins a shard."""


class Taken(NamedTuple):
    """One term's postings in one batch."""

    first: int
    last: int
    repeated: int
    count: int
    postings: bytes
    positions: bytes


def parts(body: list[Spilled], title: list[Spilled]) -> Iterator[Part]:
    """Yield all terms in order; a term with much to say in several parts."""
    waiting: list[Part] = []
    for term, is_title, found in _terms(body, title):
        if waiting and waiting[0].term != term:
            yield from waiting
            waiting = []
        if is_title:
            waiting = waiting or [Part(term)]
            waiting[0].title_count, waiting[0].title = _joined_title(found)
        else:
            waiting = _body_parts(term, found)
    yield from waiting


def _terms(body: list[Spilled], title: list[Spilled]) -> Iterator[tuple[int, bool, list[Taken]]]:
    """Yield term, whether of titles, and its pieces; by term, bodies first."""
    for part in range(len(CUTS) - 1):
        yield from _terms_between(part, [*body, *title], len(body))


def _terms_between(part: int, sources: list[Spilled], bodies: int) -> Iterator[tuple[int, bool, list[Taken]]]:
    found = [source.rows(part) for source in sources]
    if not found:
        return
    rows = np.concatenate(found)
    batches = np.repeat(np.arange(len(found)), [len(each) for each in found])
    order = np.argsort(rows["term"], kind="stable")
    current: tuple[int, bool] | None = None
    taken: list[Taken] = []
    for batch, (term, first, last, repeated, count, size, position_size) in zip(
        batches[order].tolist(), rows[order].tolist(), strict=True
    ):
        key = term, batch >= bodies
        if key != current:
            if current:
                yield *current, taken
            current, taken = key, []
        source = sources[batch]
        taken.append(Taken(first, last, repeated, count, source.postings.take(size), source.positions.take(position_size)))
    if current:
        yield *current, taken


def _body_parts(term: int, found: list[Taken]) -> list[Part]:
    result: list[Part] = []
    last = 0
    for piece in found:
        part = result[-1] if result else None
        if part is None or max(len(part.body) + len(piece.postings), len(part.positions) + len(piece.positions)) > PART_BYTES:
            part = Part(term, 0, bytearray(), bytearray())
            result.append(part)
            last = 0
        part.body += varint.encode(2 * (piece.first - last) + piece.repeated) + piece.postings
        part.positions += piece.positions
        part.body_count += piece.count
        last = piece.last
    for part in result:
        part.is_split = len(result) > 1
    return result


def _joined_title(found: list[Taken]) -> tuple[int, bytearray]:
    joined, last = bytearray(), 0
    for piece in found:
        joined += varint.encode(piece.first - last) + piece.postings
        last = piece.last
    return sum(piece.count for piece in found), joined


@dataclass
class Shards:
    """What the directory of a segment says of its shards."""

    first_terms: list[int]
    with_positions: list[bool]


def write_shards(shelf: Shelf, found: Iterator[Part]) -> Shards:
    """Write the postings and positions of a segment."""
    shards = Shards([], [])
    waiting: list[Part] = []
    size = 0
    for part in found:
        grown = len(part.body) + len(part.title)
        if waiting and (size + grown > SHARD_BYTES or part.is_split or size + len(part.positions) > 3 * PART_BYTES):
            _flush(shelf, shards, waiting)
            waiting, size = [], 0
        waiting.append(part)
        size += grown
    if waiting:
        _flush(shelf, shards, waiting)
    return shards


def _flush(shelf: Shelf, shards: Shards, waiting: list[Part]) -> None:
    number = len(shards.first_terms)
    header = bytearray(varint.encode(len(waiting)))
    lengths = bytearray()
    before = 0
    for part in waiting:
        c1, c2 = characters(part.term)
        for value in (c1 - before, c2, part.body_count, len(part.body), part.title_count, len(part.title)):
            header += varint.encode(value)
        before = c1
        if c2:
            lengths += varint.encode(len(part.positions))
    shelf.put(f"p/{number}", bytes(header) + b"".join(bytes(part.body) + bytes(part.title) for part in waiting))
    positions = b"".join(bytes(part.positions) for part in waiting)
    if positions:
        shelf.put(f"q/{number}", bytes(lengths) + positions)
    shards.first_terms.append(waiting[0].term)
    shards.with_positions.append(bool(positions))


def characters(term: int) -> tuple[int, int]:
    """Return the code points of a term; the second is 0 for a single character."""
    left, right = term >> POINT_BITS, term & ((1 << POINT_BITS) - 1)
    return left, right
