"""Inversion: folded texts of a batch of documents → their postings, sorted by term.

A batch is inverted by sorting one array of 64-bit numbers (term and place in the text),
which is what makes an index of 45 million characters a matter of seconds. It takes some 100
bytes of memory for each code point. A text that is too long for such numbers is sorted by
term alone, which takes a third longer. What comes out
are *pieces*: for each term the postings of this batch alone, ready to be put behind those
of the batch before.
"""

from __future__ import annotations

import os
from dataclasses import dataclass

import numpy as np

from . import varint
from .fold import BREAKS

POINT_BITS = 21
"""A code point needs so many bits; a term is two of them."""
PLACE_BITS = 22
LARGEST_PACKED = (1 << PLACE_BITS) - 1
"""Code points in a batch, breaks included, of which a term and its place fit into one 64-bit number. Only a single text is ever longer."""

_PLACE_MASK = np.uint64((1 << PLACE_BITS) - 1)
_IS_BREAK = np.zeros(0x110000, dtype=bool)
for _first, _last in BREAKS:
    _IS_BREAK[_first : _last + 1] = True


def length(text: np.ndarray) -> int:
    """Return how many tokens a text has: its characters, and its pairs of neighbours."""
    good = ~_IS_BREAK[text]
    return int(good.sum() + (good[1:] & good[:-1]).sum())


ROW = np.dtype([
    ("term", "<u8"), ("first", "<i4"), ("last", "<i4"), ("repeated", "u1"), ("count", "<i4"), ("size", "<u4"),
    ("position_size", "<u4"),
])
"""What a batch says of a term: documents of its first and last posting, whether the first one's
tf is above 1 (bodies only), postings, bytes of postings (less the first document), bytes of positions."""

CUTS = np.array([point << POINT_BITS for point in (*range(0x80), 0x80, 0x3000, 0x3001, 0x3002, 0x3003, *range(0x4E00, 0xA000, 0x20), 0x110000)], dtype=np.uint64)
"""Terms are merged some ranges between these at a time, so that memory does not hold those of all batches."""
CUT_BYTES = 1000
"""Postings and positions of one batch between two cuts that are chosen by it."""


@dataclass
class Pieces:
    """The postings of a batch by term, in order of terms."""

    rows: np.ndarray
    postings: bytes
    positions: bytes = b""

    def cuts(self) -> np.ndarray:
        """Return terms between which there is about as much to say of each."""
        sizes = np.cumsum(self.rows["size"].astype(np.int64) + self.rows["position_size"])
        chosen = np.flatnonzero(np.diff(sizes // CUT_BYTES, prepend=0))
        return np.concatenate((CUTS[:1], self.rows["term"][chosen], CUTS[-1:]))

    def spill(self, path: str, cuts: np.ndarray = CUTS) -> Spilled:
        """Write all to a file."""
        with open(path, "wb") as file:
            file.write(self.rows.tobytes())
            file.write(self.postings)
            file.write(self.positions)
        rows = np.searchsorted(self.rows["term"], cuts)
        postings = self.rows.nbytes + np.append(0, np.cumsum(self.rows["size"], dtype=np.int64))[rows]
        positions = self.rows.nbytes + len(self.postings) + np.append(0, np.cumsum(self.rows["position_size"], dtype=np.int64))[rows]
        return Spilled(path, np.array((rows, postings, positions)))


@dataclass
class Spilled:
    """Pieces of a batch in a file."""

    path: str
    _places: np.ndarray
    """For each of the cuts, how many rows are of terms before it, and at which bytes of the file their postings and positions end."""

    def save(self) -> None:
        """Write where the cuts are beside the file."""
        np.save(f"{self.path}.npy", self._places)

    @classmethod
    def load(cls, path: str) -> Spilled:
        """Return what was saved; EOFError when the file is shorter than it was."""
        spilled = cls(path, np.load(f"{path}.npy", mmap_mode="r"))
        if os.path.getsize(path) < spilled._places[2, -1]:
            raise EOFError(f"{path} is cut off")
        return spilled

    @property
    def sizes(self) -> np.ndarray:
        """How many bytes there are of the terms between one cut and the next, rows and all."""
        rows, postings, positions = np.diff(self._places)
        return ROW.itemsize * rows + postings + positions

    def read(self, first: int, end: int) -> tuple[np.ndarray, bytes, bytes]:
        """Return rows, postings and positions of the terms between two cuts."""
        starts, ends = self._places[:, first].tolist(), self._places[:, end].tolist()
        with open(self.path, "rb", buffering=0) as file:
            def read(start: int, stop: int) -> bytes:
                file.seek(start)
                return file.read(stop - start)

            rows = np.frombuffer(read(starts[0] * ROW.itemsize, ends[0] * ROW.itemsize), dtype=ROW)
            return rows, read(starts[1], ends[1]), read(starts[2], ends[2]) if starts[2] < ends[2] else b""


class Batch:
    """Texts of neighbouring documents, laid end to end with a break after each."""

    def __init__(self, first_document: int, texts: list[np.ndarray]) -> None:
        sizes = np.array([len(text) + 1 for text in texts], dtype=np.int64)
        parts = [part for text in texts for part in (text, _END)]
        self._points = np.concatenate(parts) if parts else np.zeros(0, dtype=np.uint32)
        starts = np.cumsum(sizes) - sizes
        self._documents = np.repeat(np.arange(first_document, first_document + len(texts), dtype=np.int32), sizes)
        self._positions = np.arange(len(self._points), dtype=np.int32) - np.repeat(starts.astype(np.int32), sizes)
        self._good = ~_IS_BREAK[self._points]

    def characters(self) -> _Occurrences:
        """Return where each single character occurs."""
        places = np.flatnonzero(self._good)
        return self._sorted(self._points[places].astype(np.uint64) << np.uint64(POINT_BITS), places)

    def pairs(self) -> _Occurrences:
        """Return where each pair of neighbours occurs."""
        places = np.flatnonzero(self._good[:-1] & self._good[1:])
        left = self._points[places].astype(np.uint64) << np.uint64(POINT_BITS)
        return self._sorted(left | self._points[places + 1].astype(np.uint64), places)

    def _sorted(self, terms: np.ndarray, places: np.ndarray) -> _Occurrences:
        if len(self._points) <= LARGEST_PACKED:
            terms <<= np.uint64(PLACE_BITS)
            terms |= places.astype(np.uint64)
            terms.sort()
            place = (terms & _PLACE_MASK).astype(np.int32)
            terms >>= np.uint64(PLACE_BITS)
        else:
            order = np.argsort(terms, kind="stable")  # places rise, and stay in order for each term
            place, terms = places[order], terms[order]
        return _Occurrences(terms, self._documents[place], self._positions[place])


_END = np.zeros(1, dtype=np.uint32)


class _Occurrences:
    """Occurrences in order of term, document, position; grouped into postings and terms."""

    def __init__(self, terms: np.ndarray, documents: np.ndarray, positions: np.ndarray) -> None:
        number = len(terms)
        new_term = np.ones(number, dtype=bool)
        new_term[1:] = terms[1:] != terms[:-1]
        new_posting = new_term.copy()
        new_posting[1:] |= documents[1:] != documents[:-1]
        self._posting_starts = np.flatnonzero(new_posting)
        self._frequencies = np.diff(self._posting_starts, append=number)
        self._documents = documents[self._posting_starts]
        self._new_term = new_term[self._posting_starts]
        self._term_starts = np.append(np.flatnonzero(self._new_term), len(self._posting_starts))
        self._terms = terms[self._posting_starts][self._term_starts[:-1]]
        deltas = np.diff(positions, prepend=0)
        deltas[self._posting_starts] = positions[self._posting_starts]
        self._positions = deltas

    def _pieces(self, repeated: np.ndarray, postings: bytes, starts: np.ndarray) -> Pieces:
        heads = self._term_starts[:-1]
        rows = np.zeros(len(heads), dtype=ROW)
        rows["term"], rows["repeated"] = self._terms, repeated[heads]
        rows["first"], rows["last"] = self._documents[heads], self._documents[self._term_starts[1:] - 1]
        rows["count"], rows["size"] = np.diff(self._term_starts), np.diff(starts)
        return Pieces(rows, postings)

    def _document_deltas(self) -> np.ndarray:
        deltas = np.diff(self._documents, prepend=0)
        deltas[self._new_term] = 0
        return deltas

    def body(self, with_positions: bool) -> Pieces:
        """Return body postings: document and tf, with positions beside them."""
        repeated = (self._frequencies > 1).astype(np.int64)
        before = np.cumsum(repeated) - repeated
        heads = np.arange(len(repeated)) + before
        stream = np.zeros(len(repeated) + int(repeated.sum()), dtype=np.int64)
        stream[heads] = 2 * self._document_deltas() + repeated
        several = np.flatnonzero(repeated)
        stream[heads[several] + 1] = self._frequencies[several] - 2
        skip = np.zeros(len(stream), dtype=bool)
        skip[heads[self._new_term]] = True
        postings, starts = varint.encode_array(stream, skip)
        pieces = self._pieces(repeated, postings, starts[np.append(heads, len(stream))[self._term_starts]])
        if with_positions:
            pieces.positions, starts = varint.encode_array(self._positions)
            occurrences = np.append(self._posting_starts, len(self._positions))
            pieces.rows["position_size"] = np.diff(starts[occurrences[self._term_starts]])
        return pieces

    def title(self, lengths: np.ndarray) -> Pieces:
        """Return title postings: document, length of the title, tf and positions, all in one.

        `lengths` are by document.
        """
        before = np.cumsum(self._frequencies) - self._frequencies
        number = len(self._frequencies)
        heads = 3 * np.arange(number) + before
        stream = np.zeros(3 * number + len(self._positions), dtype=np.int64)
        stream[heads] = self._document_deltas()
        stream[heads + 1] = lengths[self._documents]
        stream[heads + 2] = self._frequencies
        stream[np.arange(len(self._positions)) + 3 * np.repeat(np.arange(1, number + 1), self._frequencies)] = self._positions
        skip = np.zeros(len(stream), dtype=bool)
        skip[heads[self._new_term]] = True
        postings, starts = varint.encode_array(stream, skip)
        ends = np.append(heads, len(stream))[self._term_starts]
        return self._pieces(np.zeros(number, dtype=np.int64), postings, starts[ends])
