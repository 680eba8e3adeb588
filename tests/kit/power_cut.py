"""What a power cut leaves: nothing but what was flushed.

A disk may keep more than that, and in any order. Whoever is whole with this much is whole whatever it keeps.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

LOST = b"(lost)"


class Disk:
    """Remembers what each flush made sure of; `looks` are called after each, and before each `os.replace` with its names."""

    def __init__(self, root: Path, patch: pytest.MonkeyPatch) -> None:
        self.root = root
        self.looks: list[Callable[[str, str], None]] = []
        self._files: dict[int, bytes] = {}
        self._folders: dict[int, dict[str, int | str]] = {}
        self._real = {name: getattr(os, name) for name in ("fsync", "sync", "replace")}
        patch.setattr(os, "fsync", self._fsync)
        patch.setattr(os, "sync", self._sync)
        patch.setattr(os, "replace", self._replace)

    def _fsync(self, place: int) -> None:
        self._real["fsync"](place)
        self._keep(os.readlink(f"/proc/self/fd/{place}"))
        self._look()

    def _sync(self) -> None:
        for folder, _, names in os.walk(self.root):
            for path in (folder, *(os.path.join(folder, name) for name in names)):
                if not os.path.islink(path):
                    self._keep(path)
        self._look()

    def _replace(self, old: str, new: str) -> None:
        self._look(old, new)
        self._real["replace"](old, new)

    def _look(self, old: str = "", new: str = "") -> None:
        for look in self.looks:
            look(str(old), str(new))

    def _keep(self, path: str) -> None:
        state = os.stat(path)
        self._files.pop(state.st_ino, None)  # a new file may have the inode of an old folder
        self._folders.pop(state.st_ino, None)
        if stat.S_ISDIR(state.st_mode):
            self._folders[state.st_ino] = {
                entry.name: os.readlink(entry.path) if entry.is_symlink() else entry.inode() for entry in os.scandir(path)
            }
        else:
            self._files[state.st_ino] = Path(path).read_bytes()

    def names(self, folder: Path) -> dict[str, int | str]:
        """Return what a folder would hold: of each name the inode, of a link where it leads."""
        return self._folders.get(os.stat(folder).st_ino, {})

    def files(self, inode: int) -> dict[str, bytes]:
        """Return every file of a folder as it would be, by path."""
        return dict(self._walk(inode, ""))

    def _walk(self, inode: int, path: str) -> Iterator[tuple[str, bytes]]:
        if inode not in self._folders:
            yield path, self._files.get(inode, LOST)
            return
        for name, of in self._folders[inode].items():
            yield from self._walk(of, f"{path}/{name}" if path else name)
