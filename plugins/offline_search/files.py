"""Files of the index: classic scripts that hand their data to the client (FORMAT.md, "Files")."""

from __future__ import annotations

import codecs
import json
import os
import re
import shutil
import zlib
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import numpy as np
from parallel import cores

LEVEL = 7
"""Of zlib; 9 takes half as long again and spares one byte in a hundred."""


_CALL, _END = "OfflineSearch.receive(", ");\n"
_QUEUE = "(self.OfflineSearchQueue=self.OfflineSearchQueue||[]).push(["


def script(name: str, data: str) -> bytes:
    """Return a script that hands over data given as JavaScript."""
    return f"{_CALL}{json.dumps(name)},{data}{_END}".encode()


def early(script: bytes) -> bytes:
    """Return a script that may run before the client, too: the client then finds its data in a queue."""
    encoding = "utf-16" if script.startswith(codecs.BOM_UTF16_LE) else "utf-8"
    call = script.decode(encoding)
    assert call.startswith(_CALL) and call.endswith(_END)
    queued = f"{_QUEUE}{call[len(_CALL) : -len(_END)]}]{_END}"
    return queued.encode() if encoding == "utf-8" else codecs.BOM_UTF16_LE + queued.encode("utf-16-le")


def plain(name: str, value: Any) -> bytes:
    """Return a script with a JSON value, safe within any HTML."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return script(name, text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029"))


ESCAPE = 0xE000
"""Code unit before one that is raised by RAISED: what UTF-16 or a string literal does not take as it is."""
RAISED = 0x1000


def packed(name: str, raw: bytes) -> bytes:
    """Return a script with bytes: a zlib stream, whose checksum browsers look at, as UTF-16 code units.

    That is 3 % more than the stream, where base64 is 33 % more; every browser knows UTF-16 by its mark.
    """
    head, tail = f"{_CALL}{json.dumps(name)},\"", f"\"{_END}"
    return codecs.BOM_UTF16_LE + head.encode("utf-16-le") + _units(_compressed(raw)) + tail.encode("utf-16-le")


_EMPTY_BLOCK = b"\0\0\0\xff\xff"
"""A stored block of nothing, where a stream stands at a whole byte (RFC 1951, 3.2.4)."""


def _compressed(raw: bytes) -> bytes:
    """Return a zlib stream of even length (RFC 1950): browsers refuse a byte after its end."""
    deflate = zlib.compressobj(LEVEL)
    data = deflate.compress(raw)
    end = deflate.copy().flush()
    if (len(data) + len(end)) % 2:
        data, end = data + deflate.flush(zlib.Z_SYNC_FLUSH), deflate.flush()
        if (len(data) + len(end)) % 2:
            data += _EMPTY_BLOCK
    return data + end


def _units(data: bytes) -> bytes:
    units = np.frombuffer(data, dtype="<u2")
    foreign = (units >= 0xD800) & (units <= ESCAPE) | np.isin(units, _NOT_IN_LITERALS)
    if not foreign.any():
        return data
    places = np.arange(len(units)) + np.cumsum(foreign)
    escaped = np.full(len(units) + np.count_nonzero(foreign), ESCAPE, dtype="<u2")
    escaped[places] = units + foreign * np.uint16(RAISED)
    return escaped.tobytes()


_NOT_IN_LITERALS = np.array([ord(character) for character in '\n\r"\\'], dtype=np.uint16)


def unpacked(script: bytes) -> bytes:
    """Return the bytes in a script made by `packed`."""
    start, end = script.index(',"'.encode("utf-16-le")) + 4, script.rindex('"'.encode("utf-16-le"))
    units = np.frombuffer(script[start:end], dtype="<u2")
    escapes = np.flatnonzero(units == ESCAPE)
    kept = units.copy()
    kept[escapes + 1] -= RAISED
    return zlib.decompress(np.delete(kept, escapes).tobytes())


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


def remove(folder: str, most: int) -> int:
    """Remove a folder, or so many of its files; return how many were removed."""
    gone = 0
    for path in files_in(folder):
        if gone == most:
            return gone
        os.unlink(path)
        gone += 1
    shutil.rmtree(folder)
    return gone


def numbered(count: int, size: int) -> Iterator[tuple[int, int, int]]:
    """Yield number, start and end of the parts of `count` things, `size` in each."""
    for number in range(-(-count // size)):
        yield number, number * size, min(count, (number + 1) * size)
