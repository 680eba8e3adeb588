"""Spare folders: each has nearly all files of the next release already.

A site has some 80,000 files, and sharing each of them with a new folder takes seconds. A spare folder was a release, or
shares the files of one, so the next release is made of it by changing what differs. Its name is hidden. Like a release
it is on the disk, whole.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import time
from collections.abc import Iterable

from . import manifest, names

PREFIX = ".old-"
PARTIAL = ".partial-"
"""Begins the name of a folder that is not finished; the next delivery removes what is left of it."""

READERS_GONE_AFTER = 1.0
"""Seconds after which no page of a release that was just put away can still be loading."""


def partial_name() -> str:
    """Return a name for a folder that is not finished. It proves itself, so that a folder of others is never taken for one."""
    moment = str(time.time_ns())
    return f"{PARTIAL}{moment}-{_proof(moment)}"


def is_own(name: str) -> bool:
    """Return whether a name in a target is that of a spare or unfinished folder that a delivery made."""
    if name.startswith((PREFIX, PARTIAL)) and names.is_name(name.removeprefix(PARTIAL).removeprefix(PREFIX)):
        return True  # a release that was put away, or one that a stick's installer unpacks
    moment, _, proof = name.removeprefix(PARTIAL).removeprefix(PREFIX).partition("-")
    return name.startswith((PARTIAL, PREFIX)) and moment.isdigit() and proof == _proof(moment)


def _proof(moment: str) -> str:
    return hashlib.sha256(f"a folder of releases, {moment}".encode()).hexdigest()[:12]


def put(folder: str) -> None:
    """Make a release, or a folder begun for one, a spare folder."""
    target, name = os.path.split(folder)
    os.rename(folder, os.path.join(target, PREFIX + name.removeprefix(PARTIAL)))


def take(target: str, place: str) -> bool:
    """Move a spare folder that no reader can be in any more to another place; return whether there was one."""
    for entry in list(os.scandir(target)):
        if entry.name.startswith(PREFIX) and is_own(entry.name) and time.time() - entry.stat(follow_symlinks=False).st_ctime > READERS_GONE_AFTER:
            os.rename(entry.path, place)
            return True
    return False


def make(target: str, release: str, count: int) -> None:
    """Make spare folders that share all files of a release, as many as asked for.

    A file system may have no hard links, or no room for so many. Then there are fewer, and deliveries take longer.
    """
    files = manifest.walk(release, hidden=True)
    made = []
    for _ in range(count):
        place = os.path.join(target, partial_name())
        try:
            _share(files, release, place)
        except OSError:
            shutil.rmtree(place, ignore_errors=True)
            break
        made.append(place)
    if made:
        os.sync()
    for place in made:
        put(place)


def _share(files: Iterable[str], release: str, place: str) -> None:
    made = set()
    for path in files:
        folder = path.rpartition("/")[0]
        if folder not in made:
            os.makedirs(f"{place}/{folder}", exist_ok=True)
            made.add(folder)
        os.link(f"{release}/{path}", f"{place}/{path}")
