"""The output folder: written only where bytes differ, and kept free of leftovers.

Files are replaced atomically: a reader or a delivery never sees half a page. An unchanged file
keeps its time: a delivery need not send it.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TextIO

from parallel import in_background

from ..catalogue.file import Catalogue, read_only
from ..model.problems import Problem

MARKER = ".disclosure-output"
"""Name of a file in the output folder. It says that builds own the folder and may empty it. Its time is the end of the last complete build."""


class ForeignFolder(RuntimeError):
    """The output folder has files, and no build of this plugin made it."""


@dataclass
class Written:
    """How many files of the output folder a build wrote, left as they were, or removed."""

    new: int = 0
    changed: int = 0
    same: int = 0
    removed: int = 0

    def add(self, other: Written) -> None:
        """Add another's numbers to these."""
        self.new += other.new
        self.changed += other.changed
        self.same += other.same
        self.removed += other.removed


def write(root: str, path: str, data: bytes, written: Written, fresh: bool = False) -> os.stat_result:
    """Write one file if its bytes differ; return its `stat`.

    In a `fresh` folder there is nothing to compare or to replace: if that build breaks off, the
    next one starts with an empty folder again.
    """
    target = os.path.join(root, path)
    if fresh:
        written.new += 1
        return _put(target, data)
    try:
        with open(target, "rb") as file:
            if file.read() == data:
                written.same += 1
                return os.fstat(file.fileno())
        written.changed += 1
    except FileNotFoundError:
        written.new += 1
    _put(target + ".new", data)
    os.replace(target + ".new", target)
    return os.stat(target)


def _put(target: str, data: bytes) -> os.stat_result:
    """Write a whole file with as few system calls as possible: a cold build writes some 60,000 files."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    try:
        file = os.open(target, flags, 0o666)
    except FileNotFoundError:
        os.makedirs(os.path.dirname(target), exist_ok=True)
        file = os.open(target, flags, 0o666)
    try:
        view = memoryview(data)
        while view:
            view = view[os.write(file, view) :]
        return os.fstat(file)
    finally:
        os.close(file)


class ChangedSinceCheck(RuntimeError):
    """A file of the content folder no longer has the bytes that were checked."""


def copy(root: str, path: str, source: str, sha256: str, written: Written) -> os.stat_result:
    """Copy one file, in pieces, unless the target has its bytes already; return the target's `stat`.

    Raises `ChangedSinceCheck`, and leaves the target as it was, if the source no longer has this SHA-256.
    """
    target = os.path.join(root, path)
    present = os.path.isfile(target)
    if present and _sha256(target) == sha256:
        written.same += 1
        return os.stat(target)
    os.makedirs(os.path.dirname(target), exist_ok=True)
    temporary = target + ".new"
    shutil.copyfile(source, temporary)
    if _sha256(temporary) != sha256:
        os.unlink(temporary)
        raise ChangedSinceCheck(source)
    os.replace(temporary, target)
    if present:
        written.changed += 1
    else:
        written.new += 1
    return os.stat(target)


def _sha256(path: str) -> str:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

def written_since(root: str, path: str, moment: float) -> bool:
    """Return whether a file was written at or after a moment (seconds since the epoch)."""
    try:
        return os.stat(os.path.join(root, path)).st_mtime >= moment
    except FileNotFoundError:
        return False


def remove(root: str, path: str, written: Written) -> None:
    """Remove a file, and its folders if they are empty then."""
    target = os.path.join(root, path)
    try:
        os.unlink(target)
        written.removed += 1
    except FileNotFoundError:
        return
    folder = os.path.dirname(target)
    while len(folder) > len(root):
        try:
            os.rmdir(folder)
        except OSError:
            return
        folder = os.path.dirname(folder)


def claim(root: str, on_wait: Callable[[], None]) -> TextIO:
    """Make the folder if need be, and lock it. No other build writes it until the returned file is closed.

    `on_wait` is called once before waiting for another build. A folder with files but without a marker
    is not touched: then `ForeignFolder` is raised.
    """
    if os.path.isfile(root):
        raise ForeignFolder(root)
    os.makedirs(root, exist_ok=True)
    marker = os.path.join(root, MARKER)
    if not os.path.exists(marker) and any(os.scandir(root)):
        raise ForeignFolder(root)
    held = open(marker, "a", encoding="utf-8")
    try:
        if held.tell() == 0:
            held.write("这个文件夹由网站生成程序管理，重新生成时会被清空。\n")
            held.flush()
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            on_wait()
            fcntl.flock(held, fcntl.LOCK_EX)
    except BaseException:
        held.close()
        raise
    return held


def mark_complete(root: str) -> None:
    """Set the time of the marker: a build is complete."""
    os.utime(os.path.join(root, MARKER))


def empty(root: str) -> None:
    """Remove everything in the folder except the marker."""
    for entry in list(os.scandir(root)):
        if entry.name == MARKER:
            continue
        if entry.is_dir(follow_symlinks=False):
            shutil.rmtree(entry.path)
        else:
            os.unlink(entry.path)


@dataclass
class Survey:
    """The differences between an output folder and the catalogue's list of its files."""

    disturbed: list[str]
    """Files that are gone, or that someone else has touched."""
    strays: list[str]
    """Files that are not on the list. Pelican, other plugins or a build that broke off have made them."""


def begin_survey(root: str, catalogue: Catalogue, left_out: str) -> Callable[[], Survey]:
    """Start a survey on another processor; return a function that waits for its result."""
    if catalogue.fresh:
        return partial(Survey, [], [])
    return in_background(partial(survey, root, catalogue.path, left_out))


def survey(root: str, catalogue_path: str, left_out: str) -> Survey:
    """Compare a folder with the catalogue's list of its files, by size and time. Its subfolder `left_out` is skipped."""
    connection = read_only(catalogue_path)
    connection.row_factory = None
    expected = {row[0]: row[1:] for row in connection.execute("SELECT path, size, mtime_ns FROM output")}
    connection.close()
    strays: list[str] = []
    folders = [""]
    while folders:
        folder = folders.pop()
        with os.scandir(os.path.join(root, folder)) as entries:
            for entry in entries:
                path = folder + entry.name
                if path in expected:
                    state = entry.stat(follow_symlinks=False)
                    if expected[path] == (state.st_size, state.st_mtime_ns):
                        del expected[path]
                elif entry.is_dir(follow_symlinks=False):
                    if path != left_out:
                        folders.append(path + "/")
                elif path != MARKER:
                    strays.append(path)
    return Survey(list(expected), strays)


def remove_leftovers(catalogue: Catalogue, root: str, made: set[str], strays: list[str], *, began: float, written: Written) -> None:
    """Remove files that nobody made in this build: former files of Pelican, and those of a build that broke off.

    `made` are the files that Pelican and other plugins have made in this build. `strays` are the files
    that the survey found. A stray that was written after this build `began` (seconds since the epoch) stays:
    another plugin made it.
    """
    before = set(json.loads(catalogue.setting(_BESIDES, "[]")))
    for path in sorted((before | set(strays)) - made):
        known = catalogue.connection.execute("SELECT 1 FROM output WHERE path = ?", (path,)).fetchone()
        if not known and not written_since(root, path, began):
            remove(root, path, written)
    catalogue.set(_BESIDES, json.dumps(sorted(made), ensure_ascii=False))


_BESIDES = "pelican_output"
"""Name of the catalogue's setting with the files that Pelican and other plugins made in the last build."""


def clashes(catalogue: Catalogue, made: set[str]) -> list[Problem]:
    """Return an error for each file of this build that Pelican or another plugin made, too, at the same address or one of other case."""
    found = []
    for path in sorted(made):
        if catalogue.connection.execute("SELECT 1 FROM output WHERE path = ? COLLATE NOCASE", (path,)).fetchone():
            found.append(Problem(path, 0, "这个地址是网站自己的网页，又有页面、文件或别的插件要写到这里", "给那个页面或文件换一个名字（Slug）"))
    return found


def count_files(catalogue: Catalogue) -> int:
    """Return how many files the output folder has, those of Pelican and other plugins included."""
    ours = catalogue.connection.execute("SELECT count(*) FROM output").fetchone()[0]
    return ours + len(json.loads(catalogue.setting(_BESIDES, "[]")))


def changed_hands(settings: dict[str, Any], catalogue_path: str) -> bool:
    """Return whether another content folder was built into the output folder since; record this one as its owner.

    The owner is the path of the catalogue, in a file of the cache folder for each output folder.
    """
    place = hashlib.sha256(os.path.abspath(settings["OUTPUT_PATH"]).encode()).hexdigest()[:12]
    note = Path(settings["CACHE_PATH"], f"{place}.owner")
    before = note.read_text(encoding="utf-8") if note.exists() else catalogue_path
    note.parent.mkdir(parents=True, exist_ok=True)
    note.write_text(catalogue_path, encoding="utf-8")
    return before != catalogue_path
