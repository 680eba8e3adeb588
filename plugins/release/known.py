"""What the last delivery to a folder read, so that the next one reads only what was touched since.

The record stands beside the releases and is no part of any. It has the state of each file as `stat` gives it: of the folder
that was delivered, and of the release. The states are in the order of the paths in the manifest, without these. Size and time of a file can be kept by whoever changes it; the moment at which
the system noted the change cannot. A record that is not there or was damaged costs one delivery that reads everything.

A disk can lose a byte without any note of the system. Only reading finds that, so a check that finds a difference
leaves a note, and the next delivery believes no record.
"""

from __future__ import annotations

import contextlib
import json
import os
import time
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from .manifest import FileState

FILE = ".known.json"
DAMAGED = ".damaged"
"""The note that a check found differences."""

_OF_SOURCE, _OF_RELEASE = 4, 3
"""How many fields of a state count, from the first: those of a release without the inode, which some shares number anew
each time they are mounted."""

CLOCK_TICK_NS = 50_000_000
"""A file touched this shortly before it was read may have changed again under the same time."""


@dataclass(frozen=True)
class Known:
    """The states of files that were read, by path, without those that were touched too shortly before."""

    source: dict[str, tuple[int, ...]] = field(default_factory=dict)
    release: dict[str, tuple[int, ...]] = field(default_factory=dict)

    def as_read(self, files: Mapping[str, FileState]) -> list[str]:
        """Return which files of the folder to deliver have not been touched since their digests were learnt."""
        return [path for path, state in files.items() if self.source.get(path) == state[:_OF_SOURCE]]

    def as_written(self, files: Mapping[str, FileState]) -> list[str]:
        """Return which files of the release have not been touched since they were read there."""
        return [path for path, state in files.items() if self.release.get(path) == state[:_OF_RELEASE] and state.regular]


def load(target: str, release: str, paths: Collection[str]) -> Known:
    """Return what is known of a release of a folder, given the paths in its manifest, which must be the right one.

    That is nothing where the record is of another release, or where damage was noted.
    """
    if not paths or os.path.lexists(os.path.join(target, DAMAGED)):
        return Known()
    try:
        found = json.loads(Path(target, FILE).read_bytes())
        if found["release"] != release:
            return Known()
        order = sorted(paths)
        return Known(_by_path(order, found["source"], _OF_SOURCE), _by_path(order, found["files"], _OF_RELEASE))
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return Known()


def save(target: str, release: str, source: dict[str, FileState], began_ns: int, files: dict[str, FileState]) -> None:
    """Write down what a delivery read: the states of the folder as they were when it began, and those of the release now.

    `files` has every path of the manifest.
    """
    order = sorted(files)
    partial = os.path.join(target, f"{FILE}.new")
    with open(partial, "w", encoding="utf-8") as file:
        now_ns = os.fstat(file.fileno()).st_ctime_ns  # by the clock that the files have
        found = {
            "release": release,
            "source": _numbers(map(source.get, order), _OF_SOURCE, began_ns - CLOCK_TICK_NS),
            "files": _numbers(map(files.get, order), _OF_RELEASE, now_ns - CLOCK_TICK_NS),
        }
        file.write(json.dumps(found, separators=(",", ":")))
    os.replace(partial, os.path.join(target, FILE))
    with contextlib.suppress(FileNotFoundError):
        os.unlink(os.path.join(target, DAMAGED))


def now_ns() -> int:
    """Return the present moment, to be given to `save`: nanoseconds since the epoch."""
    return time.time_ns()


def note_damage(target: str, sentences: list[str]) -> None:
    """Leave a note that a check found differences; nothing happens where the folder cannot be written."""
    with contextlib.suppress(OSError):
        Path(target, DAMAGED).write_text("\n".join(["检查时发现与发布时不一致，下次发布会重新读每个文件：", *sentences, ""]), encoding="utf-8")


def _numbers(states: Iterable[FileState | None], count: int, before_ns: int) -> list[int]:
    """Return the first numbers of each state, one after the other; of one that is not to be believed what no file has."""
    nothing = (-1,) * count
    return [*chain.from_iterable(state[:count] if state and state.touched_ns < before_ns else nothing for state in states)]


def _by_path(order: list[str], numbers: list[int], count: int) -> dict[str, tuple[int, ...]]:
    """Return the states by path that `_numbers` wrote down; raises ValueError where these are not as many as the paths."""
    return dict(zip(order, zip(*[iter(numbers)] * count, strict=True), strict=True))
