"""Locks between processes; the system frees that of a process that dies."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable, Iterator
from typing import IO

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None

_PAUSE = 0.1
"""Seconds between two tries on Windows, which cannot wait without end."""


@contextlib.contextmanager
def held(path: str, on_wait: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Hold the lock of a file, which is made; call `on_wait` before waiting for another holder."""
    os.makedirs(os.path.dirname(os.path.abspath(path)), exist_ok=True)
    with open(path, "w") as lock:
        try:
            _take(lock, wait=False)
        except BlockingIOError:
            on_wait()
            _take(lock, wait=True)
        yield


def _take(lock: IO, wait: bool) -> None:
    """Lock an open file. Raises BlockingIOError where another process holds it and `wait` is false."""
    if fcntl is not None:
        fcntl.flock(lock, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        return
    import msvcrt

    while True:
        try:
            msvcrt.locking(lock.fileno(), msvcrt.LK_NBLCK, 1)
            return
        except OSError:
            if not wait:
                raise BlockingIOError from None
        time.sleep(_PAUSE)


def of_folder(folder: str) -> str:
    """Return the lock file of a folder: it stands beside the folder, which holds nothing but what it is for."""
    place = os.path.abspath(folder)
    return os.path.join(os.path.dirname(place), f".{os.path.basename(place)}.lock")
