"""Directories: what a client has to know of a segment before it can look anything up (FORMAT.md)."""

from __future__ import annotations

import numpy as np

from . import varint
from .fold import composed, fold_map
from .merge import Shards, characters
from .textcode import TextCode


def encode(body_lengths: np.ndarray, shards: Shards, code: TextCode) -> bytes:
    """Return a directory; the lengths of bodies, in tokens, are in the order of the documents, and rise."""
    lengths, counts = np.unique(body_lengths, return_counts=True)
    first, second = np.array(list(map(characters, shards.first_terms)), dtype=np.uint32).reshape(-1, 2).T
    numbers = np.concatenate(([len(first), len(lengths)], first, np.diff(lengths, prepend=0), counts))
    planes = np.concatenate((second & 0xFF, second >> 8 & 0xFF, second >> 16, np.array(shards.position_files)))
    return numbers.astype("<u4").tobytes() + planes.astype(np.uint8).tobytes() + code.table() + _folded(code)


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
