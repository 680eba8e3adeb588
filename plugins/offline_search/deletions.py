"""Deleted documents of common terms: of each term with several parts, how many deleted documents of a segment have it.

A client that does not load all parts of a term must still know how many living documents have it, for its
score (FORMAT.md, "Score"). So the manifest has these counts for each segment with deleted documents. A document
is counted by its text when it is deleted, just before the text is erased. When a merged segment is published,
texts of documents that were deleted meanwhile are gone: these are counted in its postings.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

import numpy as np

from . import directory, varint
from .files import read_script, script_bytes
from .fold import tokens
from .invert import POINT_BITS
from .segment import TEXTS_IN_FILE, split_texts, text_file_name
from .textcode import TextCode
from .titles import header_of

TITLE, BODY = 2, 5
"""Places in the record of a text (FORMAT.md, "texts")."""
COUNTS = "common"
"""The key of the counts in an entry of the manifest: a number for each term with several parts, in order."""


def _bytes(root: str, name: str) -> bytes:
    return script_bytes(name, read_script(root, name))


class CommonTerms:
    """The terms of a published segment that have several parts."""

    def __init__(self, root: str, segment: str) -> None:
        self._root, self._segment = root, segment
        data = _bytes(root, f"{segment}/directory")
        self._firsts, self._code = directory.first_terms(data), TextCode.read(directory.text_code_part(data))
        self.terms = directory.common_terms(self._firsts)

    def count_text(self, entry: dict[str, Any], number: int) -> None:
        """Count a document that is being deleted, in an entry of the manifest. Raises `DamagedFile` when its text cannot be read."""
        if not len(self.terms) or (entry["deleted"] and COUNTS not in entry):
            return
        record = self._record(number)
        counts = np.array(entry.get(COUNTS, [0] * len(self.terms)))
        for text in (record[TITLE], record[BODY]):
            counts += np.isin(self.terms, [_term(token) for token in set(tokens(text))])
        entry[COUNTS] = counts.tolist()

    def _record(self, number: int) -> list[Any] | None:
        texts = split_texts(_bytes(self._root, f"{self._segment}/{text_file_name(number // TEXTS_IN_FILE)}"))
        data = texts[number % TEXTS_IN_FILE]
        return json.loads(self._code.decode(data)) if data else None

    def title(self, number: int) -> str:
        """Return the title of a document whose text is not erased yet, else an empty one. Raises `DamagedFile` when its text cannot be read."""
        record = self._record(number)
        return record[TITLE] if record else ""

    def count_postings(self, numbers: Collection[int]) -> list[int]:
        """Count documents by all postings of these terms: bodies that have a term, and titles."""
        deleted, counts = np.array(sorted(numbers), dtype=np.int64), np.zeros(len(self.terms), dtype=np.int64)
        for shard in np.flatnonzero(np.isin(self._firsts, self.terms)).tolist():
            bodies, titles = _first_postings(_bytes(self._root, f"{self._segment}/p/{shard}"))
            place = np.searchsorted(self.terms, self._firsts[shard])
            counts[place] += np.isin(bodies, deleted).sum() + np.isin(titles, deleted).sum()
        return counts.tolist()


def _term(token: str) -> int:
    """Return the number of a term of one or two characters."""
    return ord(token[0]) << POINT_BITS | (ord(token[1]) if len(token) > 1 else 0)


def _first_postings(shard: bytes) -> tuple[np.ndarray, np.ndarray]:
    """Return the documents that the first term of a shard has in bodies and in titles."""
    rows, start = header_of(shard)
    _, _, _, body_bytes, _, title_bytes = rows[0].tolist()
    middle = start + body_bytes
    return _bodies(varint.decode_array(shard[start:middle])), _titles(varint.decode_array(shard[middle : middle + title_bytes]).tolist())


def _bodies(numbers: np.ndarray) -> np.ndarray:
    """Return the documents of body postings. After an odd number comes a tf; so of a run of odd numbers every other one is a tf, and what follows the run may be."""
    places = np.arange(len(numbers))
    last_even = np.maximum.accumulate(np.where(numbers & 1, -1, places)) if len(numbers) else places
    odd_before = places - 1 - np.append(-1, last_even[:-1])[: len(places)]
    return np.cumsum(numbers[odd_before % 2 == 0] >> 1)


def _titles(numbers: list[int]) -> np.ndarray:
    """Return the documents of title postings."""
    found, document, at = [], 0, 0
    while at < len(numbers):
        document += numbers[at]
        found.append(document)
        at += 3 + numbers[at + 2]
    return np.array(found, dtype=np.int64)
