"""Varints: unsigned LEB128 numbers (DWARF 4, section 7.6; FORMAT.md), one by one or as arrays."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np


def encode(number: int) -> bytes:
    """Return one number as a varint."""
    out = bytearray()
    while number >= 0x80:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


def decode(data: bytes) -> Iterator[int]:
    """Yield the numbers of consecutive varints; ValueError when the last one is cut off."""
    number = shift = 0
    for byte in data:
        number |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            yield number
            number = shift = 0
    if shift:
        raise ValueError("a varint is cut off")


def decode_at(data: bytes, at: int) -> tuple[int, int]:
    """Return the number that begins at a place, and the place after it."""
    number = shift = 0
    while data[at] >= 0x80:
        number |= (data[at] & 0x7F) << shift
        shift += 7
        at += 1
    return number | data[at] << shift, at + 1


def decode_array(data: bytes) -> np.ndarray:
    """Return the numbers of consecutive varints as an array."""
    found = np.frombuffer(data, dtype=np.uint8)
    ends = np.flatnonzero(found < 0x80)
    starts = np.append(0, ends[:-1] + 1)[: len(ends)]
    numbers, sizes = np.zeros(len(ends), dtype=np.int64), ends - starts + 1
    for place in range(int(sizes.max(initial=0))):
        chosen = np.flatnonzero(sizes > place)
        numbers[chosen] |= (found[starts[chosen] + place] & 0x7F).astype(np.int64) << (7 * place)
    return numbers


def encode_array(numbers: np.ndarray, skip: np.ndarray | None = None) -> tuple[bytes, np.ndarray]:
    """Return numbers below 2**35 as varints, and the offset of each.

    Numbers marked in `skip` are left out. The offsets end with one entry more, the total length.
    """
    numbers = numbers.astype(np.uint64, copy=False)
    sizes = np.ones(len(numbers), dtype=np.int64)
    for bits in (7, 14, 21, 28):
        sizes += numbers >= np.uint64(1 << bits)
    if skip is not None:
        sizes[skip] = 0
    starts = np.zeros(len(numbers) + 1, dtype=np.int64)
    np.cumsum(sizes, out=starts[1:])
    out = np.zeros(int(starts[-1]), dtype=np.uint8)
    for place in range(int(sizes.max(initial=0))):
        chosen = np.flatnonzero(sizes > place)
        septets = (numbers[chosen] >> np.uint64(7 * place)).astype(np.uint8) & np.uint8(0x7F)
        more = (sizes[chosen] > place + 1).astype(np.uint8) << np.uint8(7)
        out[starts[chosen] + place] = septets | more
    return out.tobytes(), starts
