"""A ledger of the files in a folder: whether somebody else has changed one before it is read again.

Files of a merge under way stay for days, and most of their damage would not break their form. A file
is compared by size and times first. Only one that differs in these is read: copies of a folder have
other times. Of files that grow, what a killed process added is not looked at.
"""

from __future__ import annotations

import os
import stat
import zlib
from collections.abc import Iterable

Ledger = dict[str, list[int]]
"""Name of a file → its size, its times of modification and of change (ns), and the CRC-32 of its content."""
READ_BYTES = 1 << 20
"""Bytes that are read at a time."""


class ChangedFile(Exception):
    """A file is missing or is not what was recorded."""


def record(folder: str, names: Iterable[str], known: Ledger) -> Ledger:
    """Return the ledger of some files. Of a file that has grown since it was `known`, only the new bytes are read."""
    found = {}
    for name in names:
        path = os.path.join(folder, name)
        stamp, before = _stamp(path), known.get(name, [0, 0, 0, 0])
        if stamp == before[:3]:
            found[name] = before
        elif stamp[0] > before[0]:
            found[name] = [*stamp, _checksum(path, before[0], stamp[0], before[3])]
        else:
            found[name] = [*stamp, _checksum(path, 0, stamp[0])]
    return found


def verify(folder: str, ledger: Ledger) -> None:
    """Raise `ChangedFile` when a file of the ledger is missing, or does not begin with what was recorded."""
    for name, (*stamp, checksum) in ledger.items():
        path = os.path.join(folder, name)
        try:
            now = _stamp(path)
            if now != stamp and (now[0] < stamp[0] or _checksum(path, 0, stamp[0]) != checksum):
                raise ChangedFile(path)
        except OSError as error:
            raise ChangedFile(path) from error


def _stamp(path: str) -> list[int]:
    state = os.lstat(path)
    if not stat.S_ISREG(state.st_mode):
        raise ChangedFile(path)
    return [state.st_size, state.st_mtime_ns, state.st_ctime_ns]


def _checksum(path: str, start: int, end: int, checksum: int = 0) -> int:
    """Return the CRC-32 of a file's bytes from `start` to `end`, continued from that of the bytes before."""
    with open(path, "rb") as file:
        file.seek(start)
        while start < end:
            data = file.read(min(READ_BYTES, end - start))
            checksum = zlib.crc32(data, checksum)
            start += len(data) or end
    return checksum
