"""Directories: what a client must know of a segment before it can look up a term; and the fold map (FORMAT.md)."""

from __future__ import annotations

import itertools

import numpy as np

from . import gb2312, varint
from .fold import composed, fold_map
from .invert import POINT_BITS
from .shards import Shards, characters
from .textcode import TextCode


def encode(body_lengths: np.ndarray, shards: Shards, code: TextCode) -> bytes:
    """Return the bytes of a directory. `body_lengths`, in tokens and by number of document, are in ascending order."""
    lengths, counts = np.unique(body_lengths, return_counts=True)
    first, second = np.array(list(map(characters, shards.first_terms)), dtype=np.uint32).reshape(-1, 2).T
    numbers = np.concatenate(([len(first), len(lengths)], first, np.diff(lengths, prepend=0), counts))
    planes = np.concatenate((second & 0xFF, second >> 8 & 0xFF, second >> 16, np.array(shards.position_files)))
    return numbers.astype("<u4").tobytes() + planes.astype(np.uint8).tobytes() + code.table() + _fold_pairs(code)


def first_terms(data: bytes) -> np.ndarray:
    """Return the first term of each shard, of the bytes of a directory."""
    shards, runs = np.frombuffer(data, dtype="<u4", count=2).tolist()
    left = np.frombuffer(data, dtype="<u4", count=shards, offset=8).astype(np.int64)
    low, middle, high = np.frombuffer(data, dtype=np.uint8, count=3 * shards, offset=8 + 4 * shards + 8 * runs).astype(np.int64).reshape(3, shards)
    return left << POINT_BITS | low | middle << 8 | high << 16


def common_terms(first: np.ndarray) -> np.ndarray:
    """Return the terms with which several shards begin, in order."""
    return np.unique(first[1:][first[1:] == first[:-1]])


def text_code_part(data: bytes) -> bytes:
    """Return what a directory has from its text code on."""
    shards, runs = np.frombuffer(data, dtype="<u4", count=2).tolist()
    return data[8 + 8 * shards + 8 * runs :]


def _fold_pairs(code: TextCode) -> bytes:
    """Return the part of the fold map for the characters of the texts and of GB 2312. Queries of these characters need no more."""
    known = {*gb2312.characters(), *(character for row in code.rows for point in row for character in composed(chr(point)))}
    found = sorted((ord(character), fold_map()[ord(character)]) for character in known if ord(character) in fold_map())
    numbers, before = [len(found)], 0
    for source, target in found:
        numbers += [source - before, target]
        before = source
    return b"".join(map(varint.encode, numbers))


def fold_table() -> bytes:
    """Return the fold map (FORMAT.md, "fold.js"). Bytes of the same kind stand together, which compresses best."""
    table = sorted(fold_map().items())
    sources = [0, *(source for source, _ in table)]
    numbers = [len(table), *(after - before for before, after in itertools.pairwise(sources))]
    targets = b"".join(bytes(target >> shift & 0xFF for _, target in table) for shift in (16, 8, 0))
    return b"".join(map(varint.encode, numbers)) + targets
