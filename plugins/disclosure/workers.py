"""Work spread over the processor's cores, in processes, with bounded memory.

Processes, because Markdown and templates are Python; forked, because a forked child
already has the plugin, the settings and the templates in hand. Where forking is not
to be had, or the work is small, it is done here and now.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Generator, Iterable, Iterator
from itertools import islice
from multiprocessing.synchronize import Event
from typing import Any

from offline_search.pool import ending

SMALL = 3
"""Fewer chunks than this are not worth starting processes for."""


def chunks(things: Iterable, size: int) -> Iterator[list]:
    """Cut an iterable into lists of at most `size`."""
    iterator = iter(things)
    while chunk := list(islice(iterator, size)):
        yield chunk


def apart(work: list[list]) -> list[list]:
    """Reorder chunks so that those done at one time are far from each other.

    Neighbours write into one folder, and a folder takes one new file at a time.
    """
    step = -(-len(work) // cores())
    return [chunk for start in range(step) for chunk in work[start::step]]


def cores() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


_worker: Any = None
_stop: Event


def _start(make: Callable[[], Any], stop: Event) -> None:
    global _worker, _stop
    _worker, _stop = make(), stop


def _call(chunk: list) -> Any:
    return None if _stop.is_set() else _worker(chunk)


def spread(make: Callable[[], Callable[[list], Any]], work: list[list]) -> Generator[Any]:
    """Yield ``worker(chunk)`` for each chunk, in any order.

    `make` is called once in each process and returns the worker. An exception in a
    worker is raised here.
    """
    processes = min(cores(), len(work))
    if len(work) < SMALL or processes < 2 or "fork" not in multiprocessing.get_all_start_methods():
        worker = make()
        for chunk in work:
            yield worker(chunk)
        return
    context = multiprocessing.get_context("fork")
    stop = context.Event()
    with ending(context.Pool(processes, _start, (make, stop)), stop) as pool:
        yield from pool.imap_unordered(_call, work)


def aside(function: Callable[[], Any]) -> Callable[[], Any]:
    """Start a function on another processor; return what gives its result when called.

    The result is pickled. Without a second processor the function runs when asked for.
    """
    if cores() < 2 or "fork" not in multiprocessing.get_all_start_methods():
        return function
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)

    def run() -> None:
        receiver.close()
        try:
            sender.send((True, function()))
        except Exception as error:  # raised again by the one who asks
            sender.send((False, error))
        sender.close()

    process = context.Process(target=run, daemon=True)
    process.start()
    sender.close()

    def result() -> Any:
        good, value = receiver.recv()
        process.join()
        if not good:
            raise value
        return value

    return result
