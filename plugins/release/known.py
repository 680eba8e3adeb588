"""What the last delivery to a folder read, so that the next one reads only what was touched since.

The record stands beside the releases and is no part of any. It has the state of each file as `stat` gives it: of the folder
that was delivered, and of the release. Size and time of a file can be kept by whoever changes it; the moment at which
the system noted the change cannot. A record that is not there or was damaged costs one delivery that reads everything.

A disk can lose a byte without any note of the system. Only reading finds that, so a check that finds a difference
leaves a note, and the next delivery believes no record.
"""

from __future__ import annotations

import contextlib
import json
import os
import time
from dataclasses import dataclass, field
from pathlib import Path

from .manifest import FileState

FILE = ".known.json"
DAMAGED = ".damaged"
"""The note that a check found differences."""

CLOCK_TICK_NS = 50_000_000
"""A file touched this shortly before it was read may have changed again under the same time."""


@dataclass(frozen=True)
class Known:
    """The states of files that were read, by path, without those that were touched too shortly before."""

    source: dict[str, list[int]] = field(default_factory=dict)
    release: dict[str, list[int]] = field(default_factory=dict)

    def is_as_read(self, path: str, state: FileState) -> bool:
        """Return whether a file of the folder to deliver has not been touched since its digest was learnt."""
        return self.source.get(path) == _of_source(state)

    def is_as_written(self, path: str, state: FileState) -> bool:
        """Return whether a file of the release has not been touched since it was read there."""
        return state.regular and self.release.get(path) == _of_release(state)


def load(target: str, release: str) -> Known:
    """Return what is known of a release of a folder; nothing where the record is of another one, or where damage was noted."""
    if os.path.lexists(os.path.join(target, DAMAGED)):
        return Known()
    try:
        found = json.loads(Path(target, FILE).read_bytes())
        return Known(dict(found["source"]), dict(found["files"])) if found["release"] == release else Known()
    except (OSError, ValueError, TypeError, KeyError):
        return Known()


def save(target: str, release: str, source: dict[str, FileState], began_ns: int, files: dict[str, FileState]) -> None:
    """Write down what a delivery read: the states of the folder as they were when it began, and those of the release now."""
    partial = os.path.join(target, f"{FILE}.new")
    with open(partial, "w", encoding="utf-8") as file:
        now_ns = os.fstat(file.fileno()).st_ctime_ns  # by the clock that the files have
        found = {
            "release": release,
            "source": {path: _of_source(state) for path, state in source.items() if state.touched_ns < began_ns - CLOCK_TICK_NS},
            "files": {path: _of_release(state) for path, state in files.items() if state.touched_ns < now_ns - CLOCK_TICK_NS},
        }
        file.write(json.dumps(found, ensure_ascii=False, separators=(",", ":")))
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


def _of_source(state: FileState) -> list[int]:
    return [state.size, state.changed_ns, state.touched_ns, state.inode]


def _of_release(state: FileState) -> list[int]:
    """Without the inode, which some shares number anew each time they are mounted."""
    return [state.size, state.changed_ns, state.touched_ns]
