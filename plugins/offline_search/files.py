"""Files of the index: scripts that pass their data to the client (FORMAT.md, "Files")."""

from __future__ import annotations

import codecs
import hashlib
import json
import os
import re
import shutil
import stat
import zlib
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import numpy as np

from .parallel import cores

LEVEL = 7
"""zlib's level of compression. Level 9 takes half as long again and saves 1 %."""

_CALL, _END = "OfflineSearch.receive(", ");\n"
_QUEUE = "(self.OfflineSearchQueue=self.OfflineSearchQueue||[]).push(["


def script(name: str, data: str) -> bytes:
    """Return a script that passes some data, a JavaScript expression, to the client."""
    return f"{_CALL}{json.dumps(name)},{data}{_END}".encode()


def queued(script: bytes) -> bytes:
    """Return the script changed so that it may run before the client: it puts its data into a queue, and the client empties that."""
    encoding = "utf-16" if script.startswith(codecs.BOM_UTF16_LE) else "utf-8"
    call = script.decode(encoding)
    assert call.startswith(_CALL) and call.endswith(_END)
    call = f"{_QUEUE}{call[len(_CALL) : -len(_END)]}]{_END}"
    return call.encode() if encoding == "utf-8" else codecs.BOM_UTF16_LE + call.encode("utf-16-le")


def json_script(name: str, value: Any) -> bytes:
    """Return a script with a JSON value, in UTF-8; safe to embed in HTML."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return script(name, text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029"))


ESCAPE = 0xE000
"""Precedes a raised code unit: one that UTF-16 or a string literal cannot hold, plus RAISED."""
RAISED = 0x1000


def binary_script(name: str, raw: bytes) -> bytes:
    """Return a script with compressed bytes: a zlib stream as UTF-16 code units.

    The file is 3 % larger than the stream; base64 would make it 33 % larger. Browsers recognise
    UTF-16 by its byte order mark, and check the checksum of the stream.
    """
    head, tail = _around(name)
    return head + _units(_compressed(raw)) + tail


def joined_scripts(name: str, value: Any, scripts: dict[str, bytes]) -> bytes:
    """Return one script with a JSON value and the data of some binary scripts, given by name: ``[value, {name: data}]``."""
    found = [codecs.BOM_UTF16_LE, f"{_CALL}{json.dumps(name)},[{json.dumps(value, separators=(',', ':'))},{{".encode("utf-16-le")]
    for place, (one, script) in enumerate(scripts.items()):
        head, tail = _around(one)
        found += [f"{',' if place else ''}{json.dumps(one)}:\"".encode("utf-16-le"), script[len(head) : -len(tail)], '"'.encode("utf-16-le")]
    return b"".join([*found, f"}}]{_END}".encode("utf-16-le")])


def _around(name: str) -> tuple[bytes, bytes]:
    """Return what stands before and after the code units of a binary script."""
    head, tail = f"{_CALL}{json.dumps(name)},\"", f"\"{_END}"
    return codecs.BOM_UTF16_LE + head.encode("utf-16-le"), tail.encode("utf-16-le")


_EMPTY_BLOCK = b"\0\0\0\xff\xff"
"""An empty stored block (RFC 1951, 3.2.4), for a place where the stream is at a byte boundary."""


def _compressed(raw: bytes) -> bytes:
    """Return a zlib stream (RFC 1950) of even length, as code units have two bytes. Browsers reject padding after its end."""
    deflate = zlib.compressobj(LEVEL)
    data = deflate.compress(raw)
    end = deflate.copy().flush()
    if (len(data) + len(end)) % 2:
        data, end = data + deflate.flush(zlib.Z_SYNC_FLUSH), deflate.flush()
        if (len(data) + len(end)) % 2:
            data += _EMPTY_BLOCK
    return data + end


def _units(data: bytes) -> bytes:
    """Return the bytes of the code units of a string literal that holds some data of even length."""
    units = np.frombuffer(data, dtype="<u2")
    foreign = (units >= 0xD800) & (units <= ESCAPE) | np.isin(units, _NOT_IN_LITERALS)
    if not foreign.any():
        return data
    places = np.arange(len(units)) + np.cumsum(foreign)
    escaped = np.full(len(units) + np.count_nonzero(foreign), ESCAPE, dtype="<u2")
    escaped[places] = units + foreign * np.uint16(RAISED)
    return escaped.tobytes()


_NOT_IN_LITERALS = np.array([ord(character) for character in '\n\r"\\'], dtype=np.uint16)


class DamagedFile(Exception):
    """A file of the index is not what was written. The index has to be rebuilt."""


def script_bytes(name: str, script: bytes) -> bytes:
    """Return the bytes in a script made by `binary_script`. Raises `DamagedFile` when what surrounds them or their checksum is wrong."""
    head, tail = _around(name)
    if not (script.startswith(head) and script.endswith(tail)):
        raise DamagedFile(name)
    try:
        units = np.frombuffer(script[len(head) : -len(tail)], dtype="<u2")
        escapes = np.flatnonzero(units == ESCAPE)
        kept = units.copy()
        kept[escapes + 1] -= RAISED
        return zlib.decompress(np.delete(kept, escapes).tobytes())
    except (ValueError, IndexError, zlib.error) as error:
        raise DamagedFile(name) from error


def read_script(root: str, name: str) -> bytes:
    """Return the file of a binary script in the folder `root`. Raises `DamagedFile` when it is missing or damaged."""
    path = os.path.join(root, f"{name}.js")
    if not os.path.isfile(path):
        raise DamagedFile(name)
    try:
        with open(path, "rb") as file:
            script = file.read()
    except OSError as error:
        raise DamagedFile(name) from error
    script_bytes(name, script)
    return script


_SAFE_IN_GB18030 = re.compile("[^\x20-\x7e\u4e00-\u9fa5\u3000-\u3002\u3008-\u3011\u3014\u3015\uff01-\uff5d\u2018\u2019\u201c\u201d\u2026]")


def gb18030_json(value: Any) -> bytes:
    """Return a value as JSON in GB18030: two bytes for a Han character, where UTF-8 takes three.

    Characters that editions of GB18030 encode differently are escaped.
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return _SAFE_IN_GB18030.sub(_escaped, text).encode("gb18030")


def _escaped(match: re.Match) -> str:
    return json.dumps(match[0])[1:-1]


class SegmentFiles:
    """Writes the files of one segment. Files are compressed on all cores, and few wait in memory.

    Threads suffice, because zlib releases Python's global lock.
    """

    def __init__(self, folder: str, segment: str) -> None:
        self._folder, self._segment = folder, segment
        self._is_rewrite = os.path.isdir(folder)
        self._names: set[str] = set()
        self._pool = ThreadPoolExecutor(max_workers=cores())
        self._waiting: deque[Future[int]] = deque()
        self.size = 0
        """Bytes written."""
        self.number = 0
        """Files written."""

    def put(self, name: str, raw: bytes) -> None:
        """Write one binary file. `name` is its path in the segment, without ``.js``."""
        while len(self._waiting) > 64:
            self._await_oldest()
        self._waiting.append(self._pool.submit(self._write, name, raw))

    def _write(self, name: str, raw: bytes) -> int:
        data = binary_script(f"{self._segment}/{name}", raw)
        path = f"{self._folder}/{name}.js"
        self._names.add(path)
        if self._is_rewrite and has_content(path, data):
            return len(data)
        try:
            file = open(path, "wb")
        except FileNotFoundError:
            os.makedirs(os.path.dirname(path), exist_ok=True)
            file = open(path, "wb")
        with file:
            file.write(data)
        return len(data)

    def _await_oldest(self) -> None:
        self.size += self._waiting.popleft().result()
        self.number += 1

    def close(self) -> None:
        """Wait until all files are written."""
        while self._waiting:
            self._await_oldest()
        self._pool.shutdown()

    def remove_others(self) -> None:
        """Remove files of the folder that this object has not written."""
        if self._is_rewrite:
            for path in files_in(self._folder):
                if path not in self._names:
                    os.unlink(path)


def has_content(path: str, data: bytes) -> bool:
    """Return whether a file has exactly these bytes."""
    if not os.path.isfile(path):  # a pipe would be waited for
        return False
    try:
        with open(path, "rb") as file:
            return file.read() == data
    except OSError:
        return False


UNFINISHED = ".new"
"""Suffix of a file that is being written."""


def put(path: str, data: bytes) -> bool:
    """Write a file atomically, unless it has these bytes already; return whether it was written."""
    if has_content(path, data):
        return False
    os.makedirs(os.path.dirname(path), exist_ok=True)
    if os.path.isdir(path):
        remove_whatever(path)
    remove_whatever(path + UNFINISHED)
    with open(path + UNFINISHED, "wb") as file:
        file.write(data)
    os.replace(path + UNFINISHED, path)
    return True


def files_in(folder: str) -> Iterator[str]:
    """Yield the paths of all files in a folder and its subfolders, in an order that does not depend on the file system."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except FileNotFoundError:
        return
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            yield from files_in(entry.path)
        else:
            yield entry.path


def digest_of_files(folder: str, besides: Iterable[str] = ()) -> str:
    """Return a digest of the names and the contents of all files in a folder, those in the folders `besides` in it left out.

    Links and pipes are not opened, and have no content.
    """
    found = hashlib.sha256()
    left_out = tuple(os.path.join(folder, name, "") for name in besides)
    for path in files_in(folder):
        if path.startswith(left_out):
            continue
        content = b""
        if stat.S_ISREG(os.lstat(path).st_mode):
            with open(path, "rb") as file:
                content = file.read()
        found.update(f"{path.removeprefix(folder)}\0{hashlib.sha256(content).hexdigest()}\n".encode("utf-8", "surrogateescape"))
    return found.hexdigest()


def remove_whatever(path: str) -> None:
    """Remove a file, a link or a folder with all that is in it, if there is one."""
    if os.path.isdir(path) and not os.path.islink(path):
        shutil.rmtree(path)
    elif os.path.lexists(path):
        os.unlink(path)


def make_folder(path: str) -> None:
    """Make a folder. A file or a link in its place is removed."""
    if os.path.islink(path) or not os.path.isdir(path):
        remove_whatever(path)
        os.makedirs(path)


def remove_foreign(folder: str, *, deep: bool = False) -> None:
    """Remove what cannot be of an index: links, pipes, folders called like a script, files called otherwise; `deep` in all subfolders.

    What is left cannot stand in the way of a file or of a folder of the index, because only scripts end in ``.js``.
    """
    make_folder(folder)
    for entry in list(os.scandir(folder)):
        is_script = entry.name.endswith(".js")
        if entry.is_dir(follow_symlinks=False) and not is_script and not entry.name.endswith(UNFINISHED):
            if deep:
                remove_foreign(entry.path, deep=True)
        elif not (is_script and entry.is_file(follow_symlinks=False)):
            remove_whatever(entry.path)


def remove(folder: str, most: int) -> int:
    """Remove at most `most` files of a folder, and the folder when none is left; return how many files were removed."""
    gone = 0
    for path in files_in(folder):
        if gone == most:
            return gone
        os.unlink(path)
        gone += 1
    shutil.rmtree(folder)
    return gone


def blocks(count: int, size: int) -> Iterator[tuple[int, int, int]]:
    """Divide `count` things into blocks of `size`; yield number, start and end of each block."""
    for number in range(-(-count // size)):
        yield number, number * size, min(count, (number + 1) * size)
