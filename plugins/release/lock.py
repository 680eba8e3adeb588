"""One at a time: a lock that the system takes back when its holder dies."""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Callable, Iterator


def _nothing() -> None:
    """Say nothing."""


@contextlib.contextmanager
def held(path: str, on_wait: Callable[[], None] = _nothing) -> Iterator[None]:
    """Hold a lock file, waiting for whoever holds it; call `on_wait` when that is so."""
    os.makedirs(os.path.dirname(os.path.abspath(path)), exist_ok=True)
    with open(path, "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            on_wait()
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def of_folder(folder: str) -> str:
    """Return the lock file of a folder: beside it, so that the folder holds nothing but what it is for."""
    place = os.path.abspath(folder)
    return os.path.join(os.path.dirname(place), f".{os.path.basename(place)}.lock")
