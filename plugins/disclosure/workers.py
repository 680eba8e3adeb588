"""What work on all cores is cut into, and work that goes on beside the build.

Processes, because Markdown and templates are Python; forked, because a forked child
already has the plugin, the settings and the templates in hand. Where forking is not
to be had, or the work is small, it is done here and now.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from typing import Any

from offline_search.pool import can_fork, cores, end_with

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


def aside(function: Callable[[], Any]) -> Callable[[], Any]:
    """Start a function on another processor; return what gives its result when called.

    The result is pickled; a process that the system ended raises `BrokenProcessPool`. Without a
    second processor the function runs when asked for.
    """
    if cores() < 2 or not can_fork():
        return function
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    parent = os.getpid()

    def run() -> None:
        end_with(parent)
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
