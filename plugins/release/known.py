"""What the last delivery to a folder read, so that the next one reads only what was touched since.

The record stands beside the releases and is no part of any. It has the state of each file as `stat` gives it: of the folder
that was delivered, and of the release. Size and time of a file can be kept by whoever changes it; the moment at which the
system noted the change cannot. A record that is not there or was damaged costs one delivery that reads everything.

A line of JSON says of which release it is. Columns of numbers of 8 bytes follow, such as all sizes: those of the folder, then
those of the release, each in the order of the paths in the manifest. So 80,000 states are read, compared and written at once.

A disk can lose a byte without any note of the system. Only reading finds that, so a check that finds a difference
leaves a note, and the next delivery believes no record.
"""

from __future__ import annotations

import contextlib
import json
import os
import time
from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from .manifest import FileState

FILE = ".known"
DAMAGED = ".damaged"
"""The note that a check found differences."""

CLOCK_TICK_NS = 50_000_000
"""A file touched this shortly before it was read may have changed again under the same time."""

_OF_SOURCE, _OF_RELEASE = 5, 4
"""How many fields of a state count, from the first: of a release without the inode, which some shares number anew each time
they are mounted."""

_FIELDS = len(FileState._fields)
_NOT_BELIEVED, _NOT_THERE = FileState(*[-1] * _FIELDS), FileState(*[-2] * _FIELDS)
"""Stand in the record, and for what is not there now. Neither is the state of any file, and they are not the same."""


@dataclass(frozen=True)
class Known:
    """The states of files that were read, without those that were touched too shortly before."""

    paths: list[str] = field(default_factory=list)
    source: array[int] = field(default_factory=lambda: array("q"))
    release: array[int] = field(default_factory=lambda: array("q"))

    def as_read(self, files: Mapping[str, FileState]) -> set[str]:
        """Return which files of the folder to deliver have not been touched since their digests were learnt."""
        return self._same(self.source, files, _OF_SOURCE)

    def as_written(self, files: Mapping[str, FileState]) -> set[str]:
        """Return which files of the release have not been touched since they were read there."""
        return self._same(self.release, files, _OF_RELEASE)

    def _same(self, recorded: array[int], files: Mapping[str, FileState], count: int) -> set[str]:
        """Return the paths of which so many fields are as they were recorded."""
        now, length = _columns([files.get(path, _NOT_THERE) for path in self.paths], count), len(self.paths)
        if now == recorded:
            return set(self.paths)
        touched: set[str] = set()
        for start in range(0, len(now), length):
            column, before = now[start : start + length], recorded[start : start + length]
            if column != before:
                touched.update(path for path, one, other in zip(self.paths, column, before, strict=True) if one != other)
        return {*self.paths} - touched


def load(target: str, release: str, paths: Iterable[str]) -> Known:
    """Return what is known of a release of a folder, given the paths in its manifest, which must be the right one.

    That is nothing where the record is of another release, or where damage was noted.
    """
    if os.path.lexists(os.path.join(target, DAMAGED)):
        return Known()
    order = sorted(paths)
    source, files = array("q"), array("q")
    try:
        place = os.open(os.path.join(target, FILE), os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))  # a pipe would never end
        with open(place, "rb") as file:
            if json.loads(file.readline()) != {"release": release, "files": len(order)}:
                return Known()
            source.fromfile(file, len(order) * _OF_SOURCE)
            files.fromfile(file, len(order) * _OF_RELEASE)
    except (OSError, ValueError, RecursionError, EOFError):
        return Known()
    return Known(order, source, files)


def save(target: str, release: str, source: Mapping[str, FileState], began_ns: int, files: Mapping[str, FileState]) -> None:
    """Write down what a delivery read: the states of the folder as they were when it began, and those of the release now.

    `files` has every path of the manifest.
    """
    partial = os.path.join(target, f"{FILE}.new")
    order = sorted(files)
    with open(partial, "wb") as file:
        now_ns = os.fstat(file.fileno()).st_ctime_ns  # by the clock that the files have
        file.write(json.dumps({"release": release, "files": len(order)}).encode() + b"\n")
        _believed(map(source.get, order), _OF_SOURCE, began_ns - CLOCK_TICK_NS).tofile(file)
        _believed(map(files.get, order), _OF_RELEASE, now_ns - CLOCK_TICK_NS).tofile(file)
    os.replace(partial, os.path.join(target, FILE))
    with contextlib.suppress(FileNotFoundError):
        os.unlink(os.path.join(target, DAMAGED))


def _believed(states: Iterable[FileState | None], count: int, before_ns: int) -> array[int]:
    """Return the columns of states; a file that is not there or was touched too late has another state."""
    return _columns([state if state is not None and state.touched_ns < before_ns else _NOT_BELIEVED for state in states], count)


def _columns(states: list[FileState], count: int) -> array[int]:
    """Return the first fields of states: of all the first one, and so on.

    A number that takes more than 8 bytes is cut, such as a large inode or a time far ahead.
    """
    try:
        numbers = array("q", chain.from_iterable(states))
    except OverflowError:
        numbers = array("q", [(number + 2**63) % 2**64 - 2**63 for number in chain.from_iterable(states)])
    columns = array("q")
    for number in range(count):
        columns += numbers[number::_FIELDS]
    return columns


def now_ns() -> int:
    """Return the present moment, to be given to `save`: nanoseconds since the epoch."""
    return time.time_ns()


def note_damage(target: str, sentences: list[str]) -> None:
    """Leave a note that a check found differences; nothing happens where the folder cannot be written."""
    with contextlib.suppress(OSError):
        Path(target, DAMAGED).write_text("\n".join(["检查时发现与发布时不一致，下次发布会重新读每个文件：", *sentences, ""]), encoding="utf-8")
