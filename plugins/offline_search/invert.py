"""Inversion: folded texts of a batch of documents → postings in order of terms.

The inversion is sort-based (Witten, Moffat and Bell, Managing Gigabytes, chapter 5). A batch is
sorted as one array of 64-bit numbers, each a term and a place in the text. It takes some 100 bytes
of memory for each code point. A text too long for such numbers is sorted by term alone, which takes
a third longer. The result is a *run*: the postings that this batch has for each term. `shards`
merges the runs of all batches.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from . import varint
from .fold import BREAKS

POINT_BITS = 21
"""Bits of a code point. A term is one code point or two."""
PLACE_BITS = 22
"""Bits of a place in a batch: what a term leaves of 64."""
LARGEST_PACKED = (1 << PLACE_BITS) - 1
"""Code points of a batch, breaks included, up to which a place fits into its bits. Only a batch of one text is ever larger."""

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
    ("position_size", "<u4"), ("most", "<i4"), ("shortest", "<i4"), ("shortest_repeated", "<i4"),
])
"""What a run says of a term: the documents of its first and last posting; whether the tf of the first
is above 1 (bodies only); how many postings; their bytes, without the first document's number; bytes of positions; the
largest tf; the shortest titles with a tf of 1, and with a larger one (titles only; `NO_TITLE` for none)."""
NO_TITLE = 0x7FFFFFFF

CUTS = np.array([point << POINT_BITS for point in (*range(0x80), 0x80, 0x3000, 0x3001, 0x3002, 0x3003, *range(0x4E00, 0xA000, 0x20), 0x110000)], dtype=np.uint64)
"""Terms that divide a run into ranges. Runs are merged one or more ranges at a time, because memory does not hold all of them."""
CUT_BYTES = 1000
"""Bytes of postings and positions of one run between two cuts that `Run.cuts` chooses."""


@dataclass
class Run:
    """The postings of a batch, in order of terms: a row for each term, and the bytes of all rows together."""

    rows: np.ndarray
    postings: bytes
    positions: bytes = b""

    def cuts(self) -> np.ndarray:
        """Return cuts between which this run has about equally many bytes."""
        sizes = np.cumsum(self.rows["size"].astype(np.int64) + self.rows["position_size"])
        chosen = np.flatnonzero(np.diff(sizes // CUT_BYTES, prepend=0))
        return np.concatenate((CUTS[:1], self.rows["term"][chosen], CUTS[-1:]))

    def spill(self, path: str, cuts: np.ndarray = CUTS) -> SpilledRun:
        """Write the run to a file."""
        with open(path, "wb") as file:
            file.write(self.rows.tobytes())
            file.write(self.postings)
            file.write(self.positions)
        rows = np.searchsorted(self.rows["term"], cuts)
        postings = self.rows.nbytes + np.append(0, np.cumsum(self.rows["size"], dtype=np.int64))[rows]
        positions = self.rows.nbytes + len(self.postings) + np.append(0, np.cumsum(self.rows["position_size"], dtype=np.int64))[rows]
        return SpilledRun(path, np.array((rows, postings, positions)))


@dataclass
class SpilledRun:
    """A run in a file, of which ranges of terms can be read."""

    path: str
    _places: np.ndarray
    """For each cut: how many rows come before it, and the offsets in the file where their postings and their positions end."""

    def save(self) -> None:
        """Write the places of the cuts to a file beside the run."""
        np.save(f"{self.path}.npy", self._places)

    @classmethod
    def load(cls, path: str) -> SpilledRun:
        """Return a run that was saved."""
        return cls(path, np.load(f"{path}.npy", mmap_mode="r"))

    @property
    def sizes(self) -> np.ndarray:
        """Bytes of rows, postings and positions between each cut and the next."""
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
    """Texts of documents with consecutive numbers, concatenated with a break after each."""

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
        """Sort the terms that stand at some places; places are in ascending order."""
        if len(self._points) <= LARGEST_PACKED:
            terms <<= np.uint64(PLACE_BITS)
            terms |= places.astype(np.uint64)
            terms.sort()
            place = (terms & _PLACE_MASK).astype(np.int32)
            terms >>= np.uint64(PLACE_BITS)
        else:
            order = np.argsort(terms, kind="stable")  # keeps the places of a term in ascending order
            place, terms = places[order], terms[order]
        return _Occurrences(terms, self._documents[place], self._positions[place])


_END = np.array([ord("\n")], dtype=np.uint32)


class _Occurrences:
    """Occurrences of terms in order of term, document and position, grouped into postings and terms."""

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

    def _run(self, repeated: np.ndarray, postings: bytes, starts: np.ndarray) -> Run:
        heads = self._term_starts[:-1]
        rows = np.zeros(len(heads), dtype=ROW)
        rows["term"], rows["repeated"] = self._terms, repeated[heads]
        rows["first"], rows["last"] = self._documents[heads], self._documents[self._term_starts[1:] - 1]
        rows["count"], rows["size"] = np.diff(self._term_starts), np.diff(starts)
        rows["most"] = np.maximum.reduceat(self._frequencies, heads) if len(heads) else 0
        return Run(rows, postings)

    def _document_deltas(self) -> np.ndarray:
        deltas = np.diff(self._documents, prepend=0)
        deltas[self._new_term] = 0
        return deltas

    def body(self, with_positions: bool) -> Run:
        """Return the run of bodies (FORMAT.md, "body posting"). Positions are separate from the postings."""
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
        run = self._run(repeated, postings, starts[np.append(heads, len(stream))[self._term_starts]])
        if with_positions:
            run.positions, starts = varint.encode_array(self._positions)
            occurrences = np.append(self._posting_starts, len(self._positions))
            run.rows["position_size"] = np.diff(starts[occurrences[self._term_starts]])
        return run

    def title(self, lengths: np.ndarray) -> Run:
        """Return the run of titles (FORMAT.md, "title posting"). `lengths` of titles are in tokens, by number of document."""
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
        run = self._run(np.zeros(number, dtype=np.int64), postings, starts[ends])
        for name, chosen in (("shortest", self._frequencies == 1), ("shortest_repeated", self._frequencies > 1)):
            if number:
                run.rows[name] = np.minimum.reduceat(np.where(chosen, lengths[self._documents], NO_TITLE), self._term_starts[:-1])
        return run
