"""Manifests: the SHA-256 of every file, in the format that `sha256sum -c` reads.

The release id is the SHA-256 of the manifest itself, so one short name stands for
every byte of the site. ``release.json`` beside it says the same to programs.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

MANIFEST = "SHA256SUMS"
SUMMARY = "release.json"


class Stamp(NamedTuple):
    """What `stat` says of a file."""

    size: int
    """In bytes."""
    changed_ns: int
    """When its content changed, in nanoseconds since the epoch."""
    inode: int

    def looks_like(self, other: Stamp | None) -> bool:
        """Whether two files seem to have the same content."""
        return other is not None and self[:2] == other[:2]


def walk(root: str, hidden: bool = False, seen: set[str] | None = None) -> dict[str, Stamp]:
    """Return every file of a folder by path (with forward slashes) but a manifest's own; hidden ones if asked.

    The folders come into `seen`, each with a slash at its end; that of `root` is ''.
    """
    found: dict[str, Stamp] = {}
    folders = [""]
    while folders:
        folder = folders.pop()
        if seen is not None:
            seen.add(folder)
        with os.scandir(f"{root}/{folder}") as entries:
            for entry in entries:
                name = entry.name
                if (name[0] == "." and not hidden) or (not folder and name in (MANIFEST, SUMMARY)):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    folders.append(f"{folder}{name}/")
                else:
                    state = entry.stat(follow_symlinks=False)
                    found[folder + name] = Stamp(state.st_size, state.st_mtime_ns, state.st_ino)
    return found


def file_sha256(path: str) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def text(digests: dict[str, str]) -> str:
    """Return the manifest of files by path: one line a file, in order of paths."""
    return "".join(f"{digests[path]}  {path}\n" for path in sorted(digests))


def release_id(manifest: str) -> str:
    """Return the id of the release that a manifest describes."""
    return hashlib.sha256(manifest.encode()).hexdigest()


def read(root: str) -> dict[str, str]:
    """Return the digests by path of a release, empty where there is no manifest."""
    try:
        lines = Path(root, MANIFEST).read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return {}
    return {line[66:]: line[:64] for line in lines}


def write(root: str, digests: dict[str, str], size: int) -> str:
    """Write manifest and summary into a folder; return the release id."""
    content = text(digests)
    identifier = release_id(content)
    Path(root, MANIFEST).write_text(content, encoding="utf-8")
    summary = {"id": identifier, "manifest": MANIFEST, "files": len(digests), "bytes": size}
    Path(root, SUMMARY).write_text(json.dumps(summary, indent=1) + "\n", encoding="utf-8")
    return identifier


@dataclass(frozen=True)
class Differences:
    """How a folder differs from its manifest."""

    changed: list[str]
    missing: list[str]
    added: list[str]

    def __bool__(self) -> bool:
        return bool(self.changed or self.missing or self.added)


def compare(root: str) -> Differences:
    """Read every byte of a release and compare it with the manifest.

    A release without a manifest, or whose manifest is not that of its id, counts as
    changed there.
    """
    expected = read(root)
    found = walk(root, hidden=True).keys()
    changed = [path for path in sorted(found & expected.keys()) if file_sha256(os.path.join(root, path)) != expected[path]]
    try:
        summary = json.loads(Path(root, SUMMARY).read_text(encoding="utf-8"))
        sound = summary["id"] == release_id(Path(root, MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError, KeyError):
        sound = False
    if not sound:
        changed.insert(0, MANIFEST)
    return Differences(changed, sorted(expected.keys() - found), sorted(found - expected.keys()))
