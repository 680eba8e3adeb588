"""Delivery to a local folder: a new release beside the old one, then one atomic switch.

``<target>/current`` is a link to the last good release. Whatever happens before the
switch leaves it as it was; unchanged files are shared with the release before (hard
links), so that delivering one page costs little more than the page.
"""

from __future__ import annotations

import errno
import fcntl
import multiprocessing
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
        clearing = _clearing(target)
        partial = os.path.join(target, f".partial-{os.getpid()}-{time.time_ns()}")
        before = current(target)
        try:
            digests, copied, bytes_copied = _fill(source, files, partial, before)
            identifier = manifest.write(partial, digests, sum(size for size, _ in files.values()))
            if before is not None and copied == 0 and manifest.walk(before, hidden=True).keys() == files.keys():
                shutil.rmtree(partial)
                prune(target)  # a delivery broken off after its switch may have left one too many
                return Delivery(identifier, before, len(digests), 0, 0, time.monotonic() - started, False)
            number = max((int(name[:6]) for name in releases(target)), default=0) + 1
            stamp = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
            final = os.path.join(target, f"{number:06d}-{stamp}-{identifier[:12]}")
            os.rename(partial, final)
        except BaseException:
            shutil.rmtree(partial, ignore_errors=True)
            raise
        finally:
            clearing.join()
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
    digests: dict[str, str] = {}
    copied = bytes_copied = 0
    made = {""}
    os.makedirs(partial)
    for path, stamp in files.items():
        folder = path.rpartition("/")[0]
        if folder not in made:
            os.makedirs(f"{partial}/{folder}", exist_ok=True)
            made.add(folder)
        known = old_digests.get(path)
        same = known is not None and old.get(path) == stamp and stamp[1] < racy
        digest = known if same else manifest.file_sha256(f"{source}/{path}")
        if same or (digest == known and path in old and manifest.file_sha256(f"{before}/{path}") == digest):
            os.link(f"{before}/{path}", f"{partial}/{path}")
            if not same:  # so that the next delivery need not read it again
                os.utime(f"{partial}/{path}", ns=(stamp[1], stamp[1]))
        else:
            shutil.copy2(f"{source}/{path}", f"{partial}/{path}")
            if manifest.file_sha256(f"{partial}/{path}") != digest:
                raise OSError(errno.EIO, "写入的内容读出来不一样", f"{partial}/{path}")
            copied += 1
            bytes_copied += stamp[0]
        digests[path] = digest
    return digests, copied, bytes_copied


def switch(target: str, name: str) -> None:
    """Point `current` at a release, in one step."""
    temporary = os.path.join(target, ".current-new")
    if os.path.lexists(temporary):
        os.unlink(temporary)
    os.symlink(name, temporary)
    os.replace(temporary, os.path.join(target, CURRENT))


def prune(target: str) -> None:
    """Put away the oldest releases beyond the number kept, never the current one.

    Removing one takes as long as a delivery, so that is left to the next delivery.
    """
    now = os.path.basename(current(target) or "")
    for name in releases(target)[:-KEPT]:
        if name != now:
            os.rename(os.path.join(target, name), os.path.join(target, f".old-{name}"))


def _clearing(target: str) -> multiprocessing.Process:
    """Remove, on another core, what was put away and what broken-off deliveries left."""
    leftovers = [name for name in os.listdir(target) if name.startswith((".old-", ".partial-"))]
    process = multiprocessing.Process(target=_remove, args=([os.path.join(target, name) for name in leftovers],))
    process.start()
    return process


def _remove(folders: list[str]) -> None:
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


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
