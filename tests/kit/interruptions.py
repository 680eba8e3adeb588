"""Interrupts an action before any one of its operations on files, as a power cut would."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

OPERATIONS = ("os.rename", "os.remove", "os.rmdir", "os.mkdir")
_lock = threading.Lock()
_left: float | None = None
_hooked = False


class Killed(BaseException):
    """Stands for the end of the process: no operation on files happens after it."""


def _heard(event: str, arguments: tuple) -> None:
    if _left is None:
        return
    if event in OPERATIONS or (event == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR)):
        step()


def step() -> None:
    """Count an operation; raise `Killed` when no more are allowed."""
    global _left
    with _lock:
        if _left is None:
            return
        _left -= 1
        if _left < 0:
            raise Killed


@contextmanager
def killed_after(operations: float) -> Iterator[None]:
    """Allow so many operations on files. Each further one raises `Killed`."""
    global _left, _hooked
    if not _hooked:
        sys.addaudithook(_heard)  # there is no way to remove one
        _hooked = True
    _left = operations
    try:
        yield
    finally:
        _left = None
