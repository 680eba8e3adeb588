"""Locks between processes; the system frees that of a process that dies."""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Callable, Iterator


@contextlib.contextmanager
def held(path: str, on_wait: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Hold the lock of a file, which is made; call `on_wait` before waiting for another holder."""
    os.makedirs(os.path.dirname(os.path.abspath(path)), exist_ok=True)
    with open(path, "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            on_wait()
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def of_folder(folder: str) -> str:
    """Return the lock file of a folder: it stands beside the folder, which holds nothing but what it is for."""
    place = os.path.abspath(folder)
    return os.path.join(os.path.dirname(place), f".{os.path.basename(place)}.lock")
