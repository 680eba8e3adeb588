"""Files of the index: classic scripts that hand their data to the client (FORMAT.md, "Files")."""

from __future__ import annotations

import codecs
import json
import os
import re
import zlib
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import numpy as np

from .pool import cores

LEVEL = 7
"""Of zlib; 9 takes half as long again and spares one byte in a hundred."""


def script(name: str, data: str) -> bytes:
    """Return a script that hands over data given as JavaScript."""
    return f"OfflineSearch.receive({json.dumps(name)},{data});\n".encode()


def plain(name: str, value: Any) -> bytes:
    """Return a script with a JSON value, safe within any HTML."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return script(name, text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029"))


FIRST_UNIT = 0x4E00
"""Code unit that stands for fifteen zero bits; all 32,768 from here on are letters, so none needs escaping."""


def packed(name: str, raw: bytes) -> bytes:
    """Return a script with bytes: deflated, fifteen bits to a UTF-16 code unit.

    That is a quarter denser than base64, and every browser knows UTF-16 by its mark.
    """
    data = _deflated(raw)
    head, tail = f"OfflineSearch.receive({json.dumps(name)},\"", "\");\n"
    return codecs.BOM_UTF16_LE + head.encode("utf-16-le") + _units(data) + tail.encode("utf-16-le")


_EMPTY_BLOCK = b"\0\0\0\xff\xff"
"""A stored block of nothing, where a stream stands at a whole byte (RFC 1951, 3.2.4)."""


def _deflated(raw: bytes) -> bytes:
    """Return a stream of such a length that its last unit does not seem to hold one more byte: browsers refuse that."""
    deflate = zlib.compressobj(LEVEL, zlib.DEFLATED, -15)
    data = deflate.compress(raw)
    end = deflate.copy().flush()
    if _fits(len(data) + len(end)):
        return data + end
    data, end = data + deflate.flush(zlib.Z_SYNC_FLUSH), deflate.flush()
    while not _fits(len(data) + len(end)):
        data += _EMPTY_BLOCK
    return data + end


def _fits(size: int) -> bool:
    return -8 * size % 15 < 8


def _units(data: bytes) -> bytes:
    padded = np.zeros(-(-len(data) // 15) * 15, dtype=np.uint16)
    padded[: len(data)] = np.frombuffer(data, dtype=np.uint8)
    rows = padded.reshape(-1, 15)
    units = np.empty((len(rows), 8), dtype=np.uint16)
    for unit in range(8):  # bits 15·unit … 15·unit + 14 of each 120
        byte, offset = divmod(15 * unit, 8)
        bits = rows[:, byte].astype(np.uint32) << 16 | rows[:, byte + 1].astype(np.uint32) << 8
        if byte + 2 < 15:
            bits |= rows[:, byte + 2]
        units[:, unit] = bits >> (9 - offset) & 0x7FFF
    needed = -(-len(data) * 8 // 15)
    return (units.reshape(-1)[:needed] + FIRST_UNIT).astype("<u2").tobytes()


def unpacked(script: bytes) -> bytes:
    """Return the bytes in a script made by `packed`."""
    text = script.decode("utf-16")
    units = np.frombuffer(text[text.index(',"') + 2 : text.rindex('"')].encode("utf-16-le"), dtype="<u2") - FIRST_UNIT
    bits = np.unpackbits(units.astype(">u2").view(np.uint8).reshape(-1, 2), axis=1)[:, 1:]
    return zlib.decompressobj(-15).decompress(np.packbits(bits.reshape(-1)).tobytes())


_SAFE_IN_GB18030 = re.compile("[^\x20-\x7e\u4e00-\u9fa5\u3000-\u3002\u3008-\u3011\u3014\u3015\uff01-\uff5d\u2018\u2019\u201c\u201d\u2026]")


def encoded(value: Any) -> bytes:
    """Return JSON in GB18030, two bytes a character where UTF-8 has three.

    Characters on which editions of GB18030 differ are escaped.
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return _SAFE_IN_GB18030.sub(_escaped, text).encode("gb18030")


def _escaped(match: re.Match) -> str:
    return json.dumps(match[0])[1:-1]


class Shelf:
    """Writes the files of one segment, compressing on all cores, in bounded memory.

    zlib works without Python's lock, so threads are enough.
    """

    def __init__(self, folder: str, segment: str) -> None:
        self._folder, self._segment = folder, segment
        self._again = os.path.isdir(folder)
        self._pool = ThreadPoolExecutor(max_workers=cores())
        self._waiting: deque[Future[int]] = deque()
        self.size = 0
        """Bytes written."""
        self.number = 0
        """Files written."""

    def put(self, name: str, raw: bytes) -> None:
        """Write one binary file; `name` is its path in the segment, without ``.js``."""
        while len(self._waiting) > 64:
            self._settle()
        self._waiting.append(self._pool.submit(self._write, name, raw))

    def _write(self, name: str, raw: bytes) -> int:
        data = packed(f"{self._segment}/{name}", raw)
        path = f"{self._folder}/{name}.js"
        if self._again and same(path, data):
            return len(data)
        try:
            file = open(path, "wb")
        except FileNotFoundError:
            os.makedirs(os.path.dirname(path), exist_ok=True)
            file = open(path, "wb")
        with file:
            file.write(data)
        return len(data)

    def _settle(self) -> None:
        self.size += self._waiting.popleft().result()
        self.number += 1

    def close(self) -> None:
        """Wait for the last file."""
        while self._waiting:
            self._settle()
        self._pool.shutdown()


def same(path: str, data: bytes) -> bool:
    """Whether a file has just these bytes."""
    try:
        with open(path, "rb") as file:
            return file.read() == data
    except FileNotFoundError:
        return False


UNFINISHED = ".new"
"""Ends the name of a file that is being written."""


def put(path: str, data: bytes) -> bool:
    """Write a file in one step, unless it has just these bytes; return whether it was written."""
    if same(path, data):
        return False
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path + UNFINISHED, "wb") as file:
        file.write(data)
    os.replace(path + UNFINISHED, path)
    return True


def files_in(folder: str) -> Iterator[str]:
    """Yield the paths of all files in a folder, in an order that does not depend on the file system."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except FileNotFoundError:
        return
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            yield from files_in(entry.path)
        else:
            yield entry.path


def numbered(count: int, size: int) -> Iterator[tuple[int, int, int]]:
    """Yield number, start and end of the parts of `count` things, `size` in each."""
    for number in range(-(-count // size)):
        yield number, number * size, min(count, (number + 1) * size)
