"""Ends an action before any of its operations on files, as pulling the plug would."""

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
    """Stands for the end of the process: nothing is done to files after it."""


def _heard(event: str, arguments: tuple) -> None:
    if _left is None:
        return
    if event in OPERATIONS or (event == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR)):
        step()


def step() -> None:
    """Count an operation; end here when it is the one."""
    global _left
    with _lock:
        if _left is None:
            return
        _left -= 1
        if _left < 0:
            raise Killed


@contextmanager
def killed_after(operations: float) -> Iterator[None]:
    """Let so many operations on files happen, and none after these: each raises `Killed`."""
    global _left, _hooked
    if not _hooked:
        sys.addaudithook(_heard)  # there is no way to remove one
        _hooked = True
    _left = operations
    try:
        yield
    finally:
        _left = None
