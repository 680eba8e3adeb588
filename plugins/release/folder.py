"""Delivery to a local folder: a new release beside the old one, then one atomic switch.

``<target>/current`` is a link to the last good release. Whatever happens before the
switch leaves it as it was; unchanged files are shared with the release before (hard
links), and the folder of a release that is no longer kept is made into the new one, so
that delivering one page costs little more than the page.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from . import manifest

CURRENT = "current"
_NAME = re.compile(r"\d{6}-\d{8}T\d{6}Z-[0-9a-f]{12}")
"""Number, time and id of a release. The number alone gives the order: clocks can be wrong."""

CLOCK_TICK_NS = 50_000_000
"""A file written this shortly before a delivery may have changed again under the same time."""

READING = 1.0
"""Seconds in which a page out of a release just put away may still be loading."""

KEPT = 3
"""Releases kept, the current one included."""


class NothingToDeliver(RuntimeError):
    """The folder to deliver is not there or is empty."""


@dataclass(frozen=True)
class Delivery:
    """What a delivery did."""

    release: str
    path: str
    files: int
    copied: int
    bytes_copied: int
    seconds: float
    switched: bool


@contextmanager
def _locked(target: str) -> Iterator[None]:
    """Hold a target against another publisher, waiting for one that is at work."""
    os.makedirs(target, exist_ok=True)
    with open(os.path.join(target, ".lock"), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def current(target: str) -> str | None:
    """Return the folder of the current release, or None."""
    link = os.path.join(target, CURRENT)
    return os.path.realpath(link) if os.path.isdir(link) else None


def releases(target: str) -> list[str]:
    """Return the names of all releases of a target, oldest first."""
    try:
        names = [entry.name for entry in os.scandir(target) if entry.is_dir(follow_symlinks=False)]
    except FileNotFoundError:
        return []
    return sorted(name for name in names if _NAME.fullmatch(name))


def deliver(source: str, target: str) -> Delivery:
    """Deliver the folder `source`; afterwards `<target>/current` shows exactly its files."""
    started = time.monotonic()
    if not os.path.isdir(source) or not (files := manifest.walk(source)):
        raise NothingToDeliver(source)
    with _locked(target):
        _clear(target)
        partial = os.path.join(target, f".partial-{os.getpid()}-{time.time_ns()}")
        before = current(target)
        try:
            _begin(target, partial)
            digests, copied, bytes_copied = _fill(source, files, partial, before)
            identifier = manifest.write(partial, digests, sum(stamp.size for stamp in files.values()))
            if before is not None and copied == 0 and manifest.walk(before, hidden=True).keys() == files.keys():
                os.rename(partial, partial.replace(".partial-", ".old-"))
                prune(target)  # a delivery broken off after its switch may have left one too many
                return Delivery(identifier, before, len(digests), 0, 0, time.monotonic() - started, False)
            number = max((int(name[:6]) for name in releases(target)), default=0) + 1
            stamp = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
            final = os.path.join(target, f"{number:06d}-{stamp}-{identifier[:12]}")
            os.rename(partial, final)
        except BaseException:
            shutil.rmtree(partial, ignore_errors=True)
            raise
        switch(target, os.path.basename(final))
        prune(target)
    return Delivery(identifier, final, len(digests), copied, bytes_copied, time.monotonic() - started, True)


def _fill(
    source: str, files: dict[str, manifest.Stamp], partial: str, before: str | None
) -> tuple[dict[str, str], int, int]:
    """Fill a new folder: link what the release before has, copy and hash what it has not.

    Return the digests by path, and how many files and bytes were copied.
    """
    old_digests = manifest.read(before) if before else {}
    old = manifest.walk(before) if before else {}
    racy = os.stat(f"{before}/{manifest.MANIFEST}").st_mtime_ns - CLOCK_TICK_NS if old_digests else 0
    there = _recycled(partial, files)
    digests: dict[str, str] = {}
    copied = bytes_copied = 0
    made = {""}
    for path, stamp in files.items():
        known = old_digests.get(path)
        same = known is not None and stamp.looks_like(old.get(path)) and stamp.changed_ns < racy
        if same and path in there and there[path].inode == old[path].inode:
            digests[path] = known
            continue
        if path in there:  # never written over: other releases may share the file
            os.unlink(f"{partial}/{path}")
        folder = path.rpartition("/")[0]
        if folder not in made:
            os.makedirs(f"{partial}/{folder}", exist_ok=True)
            made.add(folder)
        digest = known if same else manifest.file_sha256(f"{source}/{path}")
        if same or (digest == known and path in old and manifest.file_sha256(f"{before}/{path}") == digest):
            os.link(f"{before}/{path}", f"{partial}/{path}")
            if not same:  # so that the next delivery need not read it again
                os.utime(f"{partial}/{path}", ns=(stamp.changed_ns, stamp.changed_ns))
        else:
            shutil.copy2(f"{source}/{path}", f"{partial}/{path}")
            if manifest.file_sha256(f"{partial}/{path}") != digest:
                raise OSError(errno.EIO, "写入的内容读出来不一样", f"{partial}/{path}")
            copied += 1
            bytes_copied += stamp.size
        digests[path] = digest
    return digests, copied, bytes_copied


def _begin(target: str, partial: str) -> None:
    """Make the folder of the new release, out of one put away where nobody can be reading that any more."""
    for entry in list(os.scandir(target)):
        if entry.name.startswith(".old-") and time.time() - entry.stat(follow_symlinks=False).st_ctime > READING:
            os.rename(entry.path, partial)
            return
    os.makedirs(partial)


def _recycled(partial: str, files: dict[str, manifest.Stamp]) -> dict[str, manifest.Stamp]:
    """Clear a folder of all that does not belong into the new release; return the files that may."""
    folders: set[str] = set()
    there = manifest.walk(partial, hidden=True, seen=folders)
    for path in [*(there.keys() - files.keys()), manifest.MANIFEST, manifest.SUMMARY]:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(f"{partial}/{path}")
        there.pop(path, None)
    wanted = {path[: path.rfind("/") + 1] for path in files}
    for folder in sorted(folders - wanted, key=len, reverse=True):
        if folder and not any(other.startswith(folder) for other in wanted):
            os.rmdir(f"{partial}/{folder}")
    return there


def switch(target: str, name: str) -> None:
    """Point `current` at a release, in one step."""
    temporary = os.path.join(target, ".current-new")
    if os.path.lexists(temporary):
        os.unlink(temporary)
    os.symlink(name, temporary)
    os.replace(temporary, os.path.join(target, CURRENT))


def prune(target: str) -> None:
    """Put away the oldest releases beyond the number kept, never the current one.

    The next delivery makes one of them into the new release.
    """
    now = os.path.basename(current(target) or "")
    for name in releases(target)[:-KEPT]:
        if name != now:
            os.rename(os.path.join(target, name), os.path.join(target, f".old-{name}"))


def _clear(target: str) -> None:
    """Remove what broken-off deliveries left, and what was put away but for one."""
    names = sorted(os.listdir(target))
    away = [name for name in names if name.startswith(".old-")]
    for name in [*(name for name in names if name.startswith(".partial-")), *away[:-1]]:
        shutil.rmtree(os.path.join(target, name), ignore_errors=True)


def rollback(target: str) -> str | None:
    """Switch to the release before the current one; return its name, None when there is none."""
    with _locked(target):
        names = releases(target)
        now = os.path.basename(current(target) or "")
        earlier = [name for name in names if name < now]
        if not earlier:
            return None
        switch(target, earlier[-1])
        return earlier[-1]
