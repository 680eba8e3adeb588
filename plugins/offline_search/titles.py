"""Titles of living documents: whether one of them has a phrase, by the title postings of their segments (FORMAT.md, "postings")."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Any

import numpy as np

from . import directory, varint
from .files import DamagedFile, read_script, script_bytes
from .invert import POINT_BITS

PLACE_BITS = 24
"""Bits of a number that hold a place in a title; those above hold the document."""
NOTHING = np.empty(0, dtype=np.int64)


def header_of(shard: bytes) -> tuple[np.ndarray, int]:
    """Return the rows of the terms of a shard (the six numbers of each as they are written), and where its postings begin."""
    numbers = varint.decode_array(shard)
    at = 0
    if numbers[0] == 0:  # a summary comes first
        at, parts = 2, int(numbers[1])
        for _ in range(2 * parts):
            at += 1 if numbers[at] == 0 else 3 + 2 * int(numbers[at + 2])
    rows = numbers[at + 1 : at + 1 + 6 * int(numbers[at])].reshape(-1, 6)
    return rows, len(shard) - int(rows[:, 3].sum() + rows[:, 5].sum())


class _SegmentTitles:
    """The title postings of one published segment. Shards are read when they are needed, and kept."""

    def __init__(self, root: str, entry: dict[str, Any]) -> None:
        self._root, self._name = root, entry["name"]
        self._firsts = directory.first_terms(self._bytes("directory"))
        self._deleted = np.array(entry["deleted"], dtype=np.int64)
        self._shards: dict[int, dict[int, bytes]] = {}
        self._places: dict[int, np.ndarray] = {}

    def _bytes(self, name: str) -> bytes:
        return script_bytes(f"{self._name}/{name}", read_script(self._root, f"{self._name}/{name}"))

    def _shard(self, number: int) -> dict[int, bytes]:
        """Return the title postings of each term of a shard, not decoded; of a damaged shard none."""
        if number not in self._shards:
            try:
                self._shards[number] = dict(_title_parts(self._bytes(f"p/{number}")))
            except DamagedFile:
                self._shards[number] = {}
        return self._shards[number]

    def _places_of(self, term: int) -> np.ndarray:
        """Return where living titles have a term: document and place in one number, in order."""
        if term not in self._places:
            first, end = (int(np.searchsorted(self._firsts, term, side)) for side in ("left", "right"))
            shards = range(first if end > first else max(0, first - 1), end)
            found = [place for number in shards for place in _places(self._shard(number).get(term, b""))]
            places = np.array(found, dtype=np.int64)
            self._places[term] = places[~np.isin(places >> PLACE_BITS, self._deleted)]
        return self._places[term]

    def has(self, terms: list[int]) -> bool:
        """Return whether a living title has these terms one place after the other."""
        found = self._places_of(terms[0])
        for offset, term in enumerate(terms[1:], 1):
            if not len(found):
                return False
            found = np.intersect1d(found, self._places_of(term) - offset, assume_unique=True)
        return bool(len(found))


class LivingTitles:
    """The titles of all living documents of some segments, given by their entries in the manifest. Raises `DamagedFile` when a directory is damaged."""

    def __init__(self, root: str, entries: Iterable[dict[str, Any]]) -> None:
        self._segments = [_SegmentTitles(root, entry) for entry in entries]

    def has(self, phrase: str) -> bool:
        """Return whether one of the titles has a folded phrase of two characters or more, none of them a break."""
        terms = [ord(one) << POINT_BITS | ord(other) for one, other in pairwise(phrase)]
        return any(segment.has(terms) for segment in self._segments)


def _title_parts(shard: bytes) -> Iterable[tuple[int, bytes]]:
    """Yield the terms of a shard with the bytes of their title postings."""
    rows, at = header_of(shard)
    firsts = np.cumsum(rows[:, 0])
    for first, (_, second, _, bodies, _, titles) in zip(firsts.tolist(), rows.tolist(), strict=True):
        yield first << POINT_BITS | second, shard[at + bodies : at + bodies + titles]
        at += bodies + titles


def _places(postings: bytes) -> list[int]:
    """Return document and place, in one number, of each occurrence in title postings."""
    numbers, found = varint.decode_array(postings).tolist(), []
    document = at = 0
    while at < len(numbers):
        document += numbers[at]
        place, frequency = 0, numbers[at + 2]
        for step in numbers[at + 3 : at + 3 + frequency]:
            place += step
            found.append(document << PLACE_BITS | place)
        at += 3 + frequency
    return found
