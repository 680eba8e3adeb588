"""Work on all cores: `parallel_map` for many tasks, `in_background` for one beside the build.

Processes do the work, because Markdown, templates and tokenising are Python. They are forked:
a forked process already has the plugin, the settings and the templates in hand. Each ends when
its parent ends. Where a system cannot fork, or where the work is small, this process does it.

`disclosure` imports the module that stands beside it, `offline_search` one of its own. Both have the same
text, and a test sees to it: so that either plugin can be taken without the other.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from typing import Any

MOST_WAITING = 64
"""Tasks handed out before the first result is asked for. Results that nobody has taken yet take memory."""

SMALL = 3
"""Fewer chunks than this are not worth starting processes for."""

PR_SET_PDEATHSIG = 1
"""Of prctl(2): have a signal sent to this process when its parent ends."""

_work: Callable[[Any], Any]


def cores() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def can_fork() -> bool:
    """Return whether processes can be forked here."""
    return "fork" in multiprocessing.get_all_start_methods()


def end_with_parent(parent: int) -> None:
    """Have this forked process end as soon as the process `parent` does, where the system (Linux) can do that.

    The child of a killed build would otherwise wait for work for ever. It would hold the locks that
    it inherited, and the next build would wait for them.
    """
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # the parent ended before the call above
        os._exit(1)


def _start(parent: int, make: Callable[[], Callable[[Any], Any]]) -> None:
    global _work
    end_with_parent(parent)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C reaches every process: the parent ends the work
    _work = make()


def _call(task: Any) -> Any:
    return _work(task)


def chunks(things: Iterable, size: int) -> Iterator[list]:
    """Cut an iterable into lists of at most `size`."""
    iterator = iter(things)
    while chunk := list(islice(iterator, size)):
        yield chunk


def interleave(work: list[list]) -> list[list]:
    """Reorder chunks so that those done at one time are far from each other.

    Neighbouring chunks write into one folder, and a folder takes one new file at a time.
    """
    step = -(-len(work) // cores())
    return [chunk for start in range(step) for chunk in work[start::step]]


def parallel_map(make: Callable[[], Callable[[Any], Any]], tasks: list[Any], worth: int = 2) -> Generator[Any]:
    """Yield ``work(task)`` for each task, in order, computed on all cores.

    `make` is called once in each process and returns `work`. Both are inherited by forking, so they
    may be closures. Results are pickled. Fewer tasks than `worth` are done by this process. What
    `work` raises is raised here, and no further task is begun. A process that the system ended,
    for want of memory say, raises `BrokenProcessPool`.
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
            if len(waiting) == MOST_WAITING:
                yield waiting.popleft().result()
            waiting.append(executor.submit(_call, task))
        while waiting:
            yield waiting.popleft().result()
    finally:
        executor.shutdown(cancel_futures=True)
        gc.unfreeze()


def in_background(function: Callable[[], Any]) -> Callable[[], Any]:
    """Start a function on another processor; return a function that waits for its result.

    The result is pickled. A process that the system ended raises `BrokenProcessPool`. Without a
    second processor the function runs when its result is asked for.
    """
    if cores() < 2 or not can_fork():
        return function
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    parent = os.getpid()

    def run() -> None:
        end_with_parent(parent)
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
        try:
            good, value = receiver.recv()
        except EOFError:
            raise BrokenProcessPool from None
        process.join()
        if not good:
            raise value
        return value

    return result
