"""The output folder: written only where bytes differ, and kept free of leftovers.

Files are replaced atomically: a reader or a delivery never sees half a page. An unchanged file
keeps its time: a delivery need not send it.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import stat
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TextIO

from parallel import in_background

from ..catalogue.file import Catalogue, discard, read_only
from ..model import locks
from ..model.problems import Problem

MARKER = ".disclosure-output"
"""Name of a file in the output folder. It says that builds own the folder and may empty it. Its time is the end of the last complete build."""


class ForeignFolder(RuntimeError):
    """The output folder has files, and no build has marked it itself, or it is no folder."""


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
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)  # Windows would change line ends
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

    `on_wait` is called once before waiting for another build. A folder with files is not touched
    unless a build has marked it itself: then `ForeignFolder` is raised.
    """
    if os.path.lexists(root) and not os.path.isdir(root):
        raise ForeignFolder(root)
    os.makedirs(root, exist_ok=True)
    held = _open_marker(root)
    try:
        try:
            locks.take(held, wait=False)
        except BlockingIOError:
            on_wait()
            locks.take(held, wait=True)
        if not _is_of(root, held):
            if held.seek(0, os.SEEK_END) or _others(root):
                raise ForeignFolder(root)
            _sign(root, held)
    except BaseException:
        held.close()
        raise
    return held


def is_own(root: str) -> bool:
    """Return whether a build has marked the folder itself. Nothing is written."""
    try:
        with _opened(os.path.join(root, MARKER), os.O_RDWR) as marker:
            return _is_of(root, marker)
    except (OSError, ForeignFolder):
        return False


def is_free(root: str) -> bool:
    """Return whether a build may have the folder: it is not there, has nothing, or a build has marked it. Nothing is written."""
    if not os.path.isdir(root):
        return not os.path.lexists(root)
    marker = Path(root, MARKER)
    unsigned = not os.path.lexists(marker) or (marker.is_file() and not marker.is_symlink() and marker.stat().st_size == 0)
    return is_own(root) or (unsigned and not _others(root))


def _open_marker(root: str) -> TextIO:
    """Open the marker; make it in an empty folder. A link, a folder or a pipe is no marker."""
    marker = os.path.join(root, MARKER)
    if not os.path.lexists(marker) and _others(root) and not os.path.lexists(marker):  # another build may just have made it
        raise ForeignFolder(root)
    return _opened(marker, os.O_RDWR | os.O_CREAT)


def _opened(marker: str, flags: int) -> TextIO:
    try:
        descriptor = os.open(marker, flags | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0), 0o666)
    except OSError as error:
        if error.errno in (errno.ELOOP, errno.EISDIR, errno.ENXIO):
            raise ForeignFolder(os.path.dirname(marker)) from None
        raise
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise ForeignFolder(os.path.dirname(marker))
    return os.fdopen(descriptor, "r+", encoding="utf-8", errors="replace")


def _others(root: str) -> bool:
    """Return whether the folder has anything but a marker."""
    with os.scandir(root) as entries:
        return any(entry.name != MARKER for entry in entries)


def _signatures(root: str, marker: TextIO) -> tuple[str, str]:
    """Return what a marker says of the place where it was made: the folder's path, hashed, and the file's own number (inode)."""
    path = hashlib.sha256(os.fsencode(os.path.realpath(root))).hexdigest()
    return f"path {path}", f"inode {os.fstat(marker.fileno()).st_ino}"


def _is_of(root: str, marker: TextIO) -> bool:
    """Return whether a marker was made for this folder. A moved folder keeps the inode; a marker copied along with one has neither."""
    marker.seek(0)
    said = marker.read(1000).splitlines()
    return len(said) == 3 and any(signature in said for signature in _signatures(root, marker))


def _sign(root: str, marker: TextIO) -> None:
    marker.write("\n".join(("这个文件夹由网站生成程序管理，重新生成时会被清空。", *_signatures(root, marker), "")))
    marker.flush()
    os.utime(marker.fileno(), (0, 0))  # no build is complete yet


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
    """Files that are not on the list. Pelican, other plugins or a build that broke off have made them, or somebody has put them there."""
    cleared: list[str]
    """What stood in the way and was removed: links, pipes, folders at the place of files, files at the place of folders."""


def begin_survey(root: str, catalogue: Catalogue, left_out: str) -> Callable[[], Survey]:
    """Start a survey on another processor; return a function that waits for its result. Nothing may be written before that."""
    if catalogue.fresh:
        return partial(Survey, [], [], [])
    return in_background(partial(survey, root, catalogue.path, left_out))


def survey(root: str, catalogue_path: str, left_out: str) -> Survey:
    """Compare a folder with the catalogue's list of its files, and clear away what stands in the way of these files.

    A file was touched if its size, times or inode differ. The files of the subfolder `left_out` are not
    compared, but links are cleared away there, too: nothing is ever written or removed through a link.
    """
    connection = read_only(catalogue_path)
    connection.row_factory = None
    rows = connection.execute("SELECT path, size, mtime_ns, ctime_ns, inode FROM output")
    expected: dict[str, tuple[int, ...]] = {row[0]: row[1:] for row in rows}
    besides = connection.execute("SELECT value FROM setting WHERE name = ?", (_BESIDES,)).fetchone()
    connection.close()
    files = {*expected, *(json.loads(besides[0]) if besides else ())}
    found = Survey([], [], [])
    left_out = f"{left_out}/"
    folders = [""]
    while folders:
        folder = folders.pop()
        with os.scandir(os.path.join(root, folder)) as entries:
            for entry in entries:
                path = folder + entry.name
                if entry.is_dir(follow_symlinks=False):
                    if path in files:
                        _clear(root, path, found)
                    else:
                        folders.append(path + "/")
                elif not entry.is_file(follow_symlinks=False):
                    _clear(root, path, found)
                elif path in expected:
                    if expected[path] == stamp(entry.stat(follow_symlinks=False)):
                        del expected[path]
                elif path != MARKER and not path.startswith(left_out):
                    found.strays.append(path)
    if found.strays:
        wanted = _folders_of({*files, left_out})
        for path in wanted.intersection(found.strays):
            _clear(root, path, found)
            found.strays.remove(path)
    found.disturbed = list(expected)
    return found


def stamp(state: os.stat_result) -> tuple[int, int, int, int]:
    """Return what tells whether somebody has touched a file: size, mtime and ctime in nanoseconds, inode."""
    return state.st_size, state.st_mtime_ns, state.st_ctime_ns, state.st_ino


def _folders_of(paths: set[str]) -> set[str]:
    """Return all folders in which the paths lie."""
    folders = {path.rpartition("/")[0] for path in paths}
    while more := {folder.rpartition("/")[0] for folder in folders} - folders:
        folders |= more
    return folders - {""}


def _clear(root: str, path: str, found: Survey) -> None:
    """Remove what stands where the build has to write; of a link only the link goes."""
    target = os.path.join(root, path)
    if os.path.isdir(target) and not os.path.islink(target):
        shutil.rmtree(target)
    else:
        os.unlink(target)
    found.cleared.append(path)


def remove_leftovers(catalogue: Catalogue, root: str, made: set[str], strays: list[str], *, began: float, written: Written) -> list[str]:
    """Remove files that nobody made in this build; return those of which the catalogue does not know who made them.

    Former files of Pelican and other plugins are known. Those of a build that broke off, and those that somebody
    has put there, are not.
    `made` are the files that Pelican and other plugins have made in this build. `strays` are the files
    that the survey found. A stray that was written after this build `began` (seconds since the epoch) stays:
    another plugin made it.
    """
    before = set(json.loads(catalogue.setting(_BESIDES, "[]")))
    unknown = []
    for path in sorted((before | set(strays)) - made):
        known = catalogue.connection.execute("SELECT 1 FROM output WHERE path = ?", (path,)).fetchone()
        if not known and not written_since(root, path, began):
            remove(root, path, written)
            if path not in before:
                unknown.append(path)
    catalogue.set(_BESIDES, json.dumps(sorted(made), ensure_ascii=False))
    return unknown


_BESIDES = "pelican_output"
"""Name of the catalogue's setting with the files that Pelican and other plugins made in the last build."""


def clashes(catalogue: Catalogue, made: set[str], sources: dict[str, str]) -> list[Problem]:
    """Return an error for each file of this build that Pelican or another plugin made, too, at the same address or one of other case.

    `sources` are the pages and files, by the path that they take.
    """
    found = []
    for path in sorted(made):
        if catalogue.connection.execute("SELECT 1 FROM output WHERE path = ? COLLATE NOCASE", (path,)).fetchone():
            source = sources.get(path, "")
            what = "这个页面或文件" if source else "别的插件"
            found.append(Problem(source, 0, f"{what}要写到“{path}”，那里是网站自己的网页", "换一个名字（页面换一个 Slug）" if source else "让那个插件写到别处"))
    return found


def count_files(catalogue: Catalogue) -> int:
    """Return how many files the output folder has, those of Pelican and other plugins included."""
    ours = catalogue.connection.execute("SELECT count(*) FROM output").fetchone()[0]
    return ours + len(json.loads(catalogue.setting(_BESIDES, "[]")))


def changed_hands(settings: dict[str, Any], catalogue_path: str) -> bool:
    """Return whether another content folder was built into the output folder since; record this one as its owner.

    The owner is the path of the catalogue, in a file of the cache folder for each output folder. A file that
    cannot be read says nothing: then any content folder may have been built there.
    """
    place = hashlib.sha256(os.fsencode(os.path.abspath(settings["OUTPUT_PATH"]))).hexdigest()[:12]
    note = Path(settings["CACHE_PATH"], f"{place}.owner")
    try:
        before = note.read_bytes()
    except FileNotFoundError:
        before = os.fsencode(catalogue_path)
    except OSError:
        before = b""
    if before == os.fsencode(catalogue_path) and note.is_file():
        return False
    discard(note)
    note.parent.mkdir(parents=True, exist_ok=True)
    note.write_bytes(os.fsencode(catalogue_path))
    return before != os.fsencode(catalogue_path)
