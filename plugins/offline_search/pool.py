"""Work on all cores, results in order."""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
from collections.abc import Callable, Iterator
from multiprocessing.pool import Pool
from multiprocessing.synchronize import Event
from typing import Any

_function: Callable[[Any], Any]
_stop: Event


def _start(stop: Event) -> None:
    global _stop
    _stop = stop
    gc.disable()


def _call(task: Any) -> Any:
    return None if _stop.is_set() else _function(task)


@contextlib.contextmanager
def ending(pool: Pool, stop: Event) -> Iterator[Pool]:
    """Have a pool come to its end whatever happens; after an error `stop` is set, and its tasks are to do nothing then.

    A pool that is terminated ends processes while they hand over results, and then waits for the rest of these for ever.
    """
    try:
        yield pool
    except (Exception, GeneratorExit):
        stop.set()
        raise
    except BaseException:  # Ctrl+C reaches every process: tasks are lost that would be waited for
        pool.terminate()
        raise
    finally:
        pool.close()
        pool.join()


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
        context = multiprocessing.get_context("fork")
        stop = context.Event()
        with ending(context.Pool(processes, _start, (stop,)), stop) as pool:
            yield from pool.imap(_call, tasks)
    finally:
        gc.unfreeze()
