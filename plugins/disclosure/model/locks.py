"""Locks between processes, by the means of the system: `flock`, on Windows `msvcrt.locking`. The system frees those of a process that dies."""

from __future__ import annotations

import os
import time
from typing import IO

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None

_FAR = 0x7FFF_0000
"""The byte that Windows locks. It lies behind all that is in the file: others could not read a locked byte."""
_PAUSE = 0.1
"""Seconds between two tries on Windows, which cannot wait without end."""
FOLDER_LOCK = ".lock"
"""Name of the file that is locked for a folder where a folder itself cannot be opened."""


def take(file: IO | int, wait: bool) -> None:
    """Lock an open file until it is closed. Raises BlockingIOError where another process holds it and `wait` is false."""
    descriptor = file if isinstance(file, int) else file.fileno()
    if fcntl is not None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        return
    while not _locked_on_windows(descriptor):
        if not wait:
            raise BlockingIOError
        time.sleep(_PAUSE)


def _locked_on_windows(descriptor: int) -> bool:
    import msvcrt

    before = os.lseek(descriptor, 0, os.SEEK_CUR)
    os.lseek(descriptor, _FAR, os.SEEK_SET)
    try:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
    except OSError:
        return False
    finally:
        os.lseek(descriptor, before, os.SEEK_SET)
    return True


def open_folder(folder: str | os.PathLike) -> int:
    """Return a descriptor with which a folder can be locked."""
    if fcntl is not None:
        return os.open(folder, os.O_RDONLY)
    return os.open(os.path.join(folder, FOLDER_LOCK), os.O_RDWR | os.O_CREAT)
