"""Run a function in a process of its own, with limits of time and memory: files may be hostile.

Whatever a broken or malicious file does to the library that reads it, only that process dies.
"""

from __future__ import annotations

import os
import pickle
import select
import signal
import time
from collections.abc import Callable
from typing import Any

from parallel import end_with_parent

SECONDS = 30
"""Time that reading one file may take."""
MEMORY = 768 * 1024 * 1024
"""Bytes that reading one file may take, besides those that the process has already."""


class TooMuch(Exception):
    """The function exceeded its limit of time or memory, or its process died."""


def call(function: Callable[..., Any], *arguments: Any, seconds: float = SECONDS, memory: int = MEMORY) -> Any:
    """Call a function in a process of its own and return its result, which is pickled.

    An exception in it is raised here as a `ValueError` with the exception's name. Raises `TooMuch`
    beyond the limits (`memory` in bytes). A system without fork has no limits: the function runs here.
    """
    if not hasattr(os, "fork"):
        return function(*arguments)
    receiver, sender = os.pipe()
    parent = os.getpid()
    child = os.fork()
    if child == 0:
        end_with_parent(parent)
        os.close(receiver)
        _work(sender, function, arguments, seconds, memory)
    os.close(sender)
    try:
        answer = _received(receiver, time.monotonic() + seconds)
    finally:
        os.close(receiver)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    if not answer:
        raise TooMuch
    try:
        good, value = pickle.loads(answer)
    except (EOFError, pickle.UnpicklingError):
        raise TooMuch from None
    if good:
        return value
    raise value


def _work(sender: int, function: Callable, arguments: tuple, seconds: float, memory: int) -> None:
    """Run in the child: set the limits, call the function, send its result, and end the process."""
    try:
        import resource

        signal.signal(signal.SIGINT, signal.SIG_IGN)
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 1)
        os.dup2(silence, 2)
        with open("/proc/self/statm") as file:
            used = int(file.read().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (used + memory, used + memory))
        resource.setrlimit(resource.RLIMIT_CPU, (int(seconds) + 1, int(seconds) + 2))
    except (OSError, ValueError, ImportError):
        pass  # without these limits there is still the parent's clock
    try:
        answer = pickle.dumps((True, function(*arguments)))
    except MemoryError:
        answer = b""
    except Exception as error:
        answer = pickle.dumps((False, ValueError(type(error).__name__)))
    try:
        with os.fdopen(sender, "wb") as file:
            file.write(answer)
    finally:
        os._exit(0)


def _received(receiver: int, deadline: float) -> bytes:
    pieces = []
    while (left := deadline - time.monotonic()) > 0:
        ready, _, _ = select.select([receiver], [], [], left)
        if ready:
            piece = os.read(receiver, 1 << 20)
            if not piece:
                return b"".join(pieces)
            pieces.append(piece)
    return b""
