"""Work on all cores, in forked processes: they have in hand what this one has, and they end with it."""

from __future__ import annotations

import contextlib
import ctypes
import gc
import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Generator
from concurrent.futures import Future, ProcessPoolExecutor
from typing import Any

AHEAD = 64
"""Tasks handed out before the result of the first is asked for: results that nobody has taken yet take memory."""

PR_SET_PDEATHSIG = 1
"""Of prctl(2): have a signal sent to this process when its parent ends."""

_work: Callable[[Any], Any]


def cores() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def can_fork() -> bool:
    """Return whether processes can be forked here."""
    return "fork" in multiprocessing.get_all_start_methods()


def end_with(parent: int) -> None:
    """Have this forked process end as soon as its parent does, where the system (Linux) can do that.

    Otherwise the child of a build that was killed would wait for work for ever, and hold the locks
    that it inherited: the next build would wait for it.
    """
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it ended before
        os._exit(1)


def _start(parent: int, make: Callable[[], Callable[[Any], Any]]) -> None:
    global _work
    end_with(parent)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C reaches every process: the parent ends the work
    _work = make()


def _call(task: Any) -> Any:
    return _work(task)


def spread(make: Callable[[], Callable[[Any], Any]], tasks: list[Any], worth: int = 2) -> Generator[Any]:
    """Yield ``work(task)`` for each task, in order, computed on all cores where there are tasks enough to be `worth` it.

    `make` is called once in each process and returns `work`. Both are inherited by forking, so they
    may be closures; results are pickled. What `work` raises is raised here, and nothing more is begun.
    A process that the system ended, for want of memory say, raises `BrokenProcessPool`.
    """
    processes = min(cores(), len(tasks))
    if processes < 2 or len(tasks) < worth or not can_fork():
        work = make()
        for task in tasks:
            yield work(task)
        return
    gc.freeze()  # a collection in a child would copy the parent's memory, page by page
    executor = ProcessPoolExecutor(processes, multiprocessing.get_context("fork"), _start, (os.getpid(), make))
    waiting: deque[Future] = deque()
    try:
        for task in tasks:
            if len(waiting) == AHEAD:
                yield waiting.popleft().result()
            waiting.append(executor.submit(_call, task))
        while waiting:
            yield waiting.popleft().result()
    finally:
        executor.shutdown(cancel_futures=True)
        gc.unfreeze()
