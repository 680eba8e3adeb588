"""Work on all cores, results in order."""

from __future__ import annotations

import gc
import multiprocessing
import os
from collections.abc import Callable, Iterator
from typing import Any

_function: Callable[[Any], Any]


def _call(task: Any) -> Any:
    return _function(task)


def cores() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def spread(function: Callable[[Any], Any], tasks: list[Any]) -> Iterator[Any]:
    """Yield ``function(task)`` for each task, in order, computed on all cores where that pays.

    The function is inherited by forking, so it may be a closure; its results are pickled.
    """
    global _function
    processes = min(cores(), len(tasks))
    if processes < 2 or "fork" not in multiprocessing.get_all_start_methods():
        yield from map(function, tasks)
        return
    _function = function
    gc.freeze()  # a collection in a child would copy the parent's memory, page by page
    try:
        with multiprocessing.get_context("fork").Pool(processes, gc.disable) as pool:
            yield from pool.imap(_call, tasks)
            pool.close()
            pool.join()
    finally:
        gc.unfreeze()
