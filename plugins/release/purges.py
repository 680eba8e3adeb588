"""Purges: what was taken down for privacy must stand in no release again, and no release from before may stay.

The record ``purges.json`` stands in the local folder. For each purge it has the moment, the SHA-256 of every file that may
never be there again, and for each target that has been purged the first release there that is not older. A target that is
not listed still has to be purged: its next delivery does so. Paths are not recorded, since a name can give away a person.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Set
from dataclasses import asdict, dataclass, field
from pathlib import Path

from . import manifest, names
from .durable import write_whole
from .failures import Failed, Misconfigured

FILE = "purges.json"
LOCAL = "local"
"""Name of the target that is always there: the local folder, where releases are made."""
_EMPTY = hashlib.sha256(b"").hexdigest()
"""An empty file tells nothing about anybody, so it is never forbidden."""


@dataclass
class Purge:
    """One purge."""

    moment: str
    """When it was ordered: ISO 8601 with its offset."""
    asked: str
    """SHA-256 of the list of paths, by which a purge that was broken off is known again."""
    forbidden: list[str] = field(default_factory=list)
    """SHA-256 of the files that may never be there again, in hexadecimal."""
    done: dict[str, str] = field(default_factory=dict)
    """By name of a target that was purged: the release that was delivered to it then. Whatever is before it is too old."""


@dataclass(frozen=True)
class Purges:
    """The purges of a local folder, oldest first."""

    local: str
    purges: list[Purge]

    @property
    def forbidden(self) -> frozenset[str]:
        """The digests of all files that may never be there again."""
        return frozenset(digest for purge in self.purges for digest in purge.forbidden)

    @property
    def last(self) -> Purge | None:
        """The last purge; the ones before are done with it."""
        return self.purges[-1] if self.purges else None

    def pending(self, target: str) -> bool:
        """Return whether a target still has to be purged."""
        return self.last is not None and target not in self.last.done

    def too_old(self, target: str, releases: Iterable[str]) -> list[str]:
        """Return which releases of a target are from before the last purge; all of them where it was not purged yet."""
        if self.last is None:
            return []
        first = self.first(target)
        return [name for name in releases if not first or name < first]

    def first(self, target: str) -> str:
        """Return the first release of a target that is not too old; the empty string where it was not purged, or need not be."""
        return self.last.done.get(target, "") if self.last is not None else ""

    def done(self, target: str, release: str) -> None:
        """Write down that a target was purged when it got a release."""
        if self.last is not None and self.last.done.get(target) != release:
            self.last.done[target] = release
            self._write()

    def order(self, paths: list[str], moment: str) -> Purge:
        """Return a purge of these paths, with the digests that the releases of the local folder have of them.

        A purge of the same paths that was broken off is returned again. Raises Failed, which lists the paths that no release has.
        """
        asked = hashlib.sha256("\n".join(sorted(paths)).encode()).hexdigest()
        if self.last is not None and self.last.asked == asked and self.pending(LOCAL):
            return self.last
        return Purge(moment, asked, sorted(_digests(self.local, paths)))

    def begin(self, purge: Purge, paths: list[str], digests: dict[str, str]) -> None:
        """Write down a purge that was ordered of some paths, given the digests by path of the release that comes now.

        Raises Failed where that release still has one of the files. Of a purge that is run again after its end the pages
        that took their places are not forbidden.
        """
        if any(purge is other for other in self.purges):
            return
        still = {digests[path] for path in paths if path in digests} & {*purge.forbidden}
        if still and self.last is not None and self.last.asked == purge.asked:
            purge.forbidden = sorted({*purge.forbidden} - still)
        self._refuse(digests, {*purge.forbidden})
        self.purges.append(purge)
        self._write()

    def approve(self, digests: dict[str, str]) -> None:
        """Raise Failed where a release, given its digests by path, has a file that may never be there again."""
        self._refuse(digests, self.forbidden)

    def _refuse(self, digests: dict[str, str], forbidden: Set[str]) -> None:
        if again := sorted(path for path, digest in digests.items() if digest in forbidden) if forbidden else []:
            raise Failed(f"这些文件的内容是要清除的，不能再发布：{'、'.join(again)}；从网站里去掉它们，再运行")

    def _write(self) -> None:
        text = json.dumps([asdict(purge) for purge in self.purges], indent=1, ensure_ascii=False)
        write_whole(os.path.join(self.local, FILE), f"{text}\n".encode())


def load(local: str) -> Purges:
    """Return the purges of a local folder; raises Misconfigured where the record was damaged, since silence would undo them."""
    path = os.path.join(local, FILE)
    try:
        found = json.loads(Path(path).read_bytes())
        purges = [Purge(**entry) for entry in found]
        sound = all(
            all(isinstance(digest, str) and len(digest) == 64 for digest in purge.forbidden)
            and all(names.is_name(name) for name in purge.done.values())
            for purge in purges
        )
    except FileNotFoundError:
        return Purges(local, [])
    except (ValueError, TypeError, AttributeError):
        sound = False
    if not sound:
        raise Misconfigured(f"{path} 坏了，不知道哪些内容已经清除；从备份里拿回这个文件，再运行")
    return Purges(local, purges)


UNFINISHED = ".purge-next"
"""Name of the file in the local folder that lists the paths of a purge whose release could not be made so far."""


def unfinished(local: str) -> bool:
    """Return whether a purge waits for its release: the build failed, or was broken off."""
    return os.path.isfile(os.path.join(local, UNFINISHED))


def wanted(local: str, purge: bool, forbid: str) -> tuple[bool, list[str]]:
    """Return whether the next release purges, and the paths that it forbids: what is asked for now, and what waits for its release."""
    paths = set(paths_in(forbid)) if forbid else set()
    if unfinished(local):
        paths |= {*paths_in(os.path.join(local, UNFINISHED))}
        purge = True
    return purge, sorted(paths)


def postpone(local: str, paths: list[str]) -> None:
    """Write down a purge before its release is built: whatever happens to this publication, the next goes on with it."""
    os.makedirs(local, exist_ok=True)
    write_whole(os.path.join(local, UNFINISHED), "".join(f"{path}\n" for path in paths).encode())


def paths_in(file: str) -> list[str]:
    """Return the paths that a file lists, one a line, in UTF-8; raises OSError, and Misconfigured where one is no path of a release."""
    try:
        paths = [line for line in Path(file).read_text(encoding="utf-8-sig").splitlines() if line.strip()]
    except UnicodeDecodeError:
        raise Misconfigured(f"{file} 不是 UTF-8 文字；换一种编码保存") from None
    wrong = [path for path in paths if path.startswith("/") or ".." in path.split("/")]
    if wrong:
        raise Misconfigured(f"{file} 里要写版本里的路径，例如 items/2014/x.html；不对的是 {'、'.join(wrong)}")
    return paths


def _digests(local: str, paths: list[str]) -> set[str]:
    """Return the digests that the releases of a local folder have of these paths; raises Failed where one is in no release."""
    found: dict[str, set[str]] = {path: set() for path in paths}
    for place in _releases(local):
        listed = manifest.trusted(place) or {}
        for path in paths:
            found[path] |= {listed[path]} if path in listed else set()
            if os.path.isfile(f"{place}/{path}"):  # what really is there, should it have been damaged
                found[path].add(manifest.file_sha256(f"{place}/{path}"))
    if missing := [path for path in paths if not found[path]]:
        raise Failed(f"要清除的文件在本机的版本里都没有：{'、'.join(missing)}；路径要与版本里的相同")
    return set().union(*found.values()) - {_EMPTY}


def _releases(local: str) -> list[str]:
    """Return the folders of the releases of a local folder."""
    if not os.path.isdir(local):
        return []
    return [entry.path for entry in os.scandir(local) if names.is_name(entry.name) and entry.is_dir(follow_symlinks=False)]
