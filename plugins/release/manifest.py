"""Manifests: the SHA-256 of every file, in the format that `sha256sum -c` reads, and the size of each.

The release id is the SHA-256 of the manifest itself, so one short name stands for
every byte of the site. ``release.json`` beside it says the same to programs, with the
date and the hash of the sizes; that is the file that is signed. The stamp, a script
that gives id and date to the footer of every page, is made of it and of nothing else,
so it can be checked although the manifest cannot list it.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

MANIFEST = "SHA256SUMS"
SUMMARY = "release.json"
SIZES = "SIZES"
SIGNATURE = f"{SUMMARY}.sig"
OWN = (MANIFEST, SIZES, SUMMARY, SIGNATURE)
"""Files at the root of a release that say what it is."""

STAMP_BEGINS, STAMP_ENDS = "window.siteRelease = ", ";\n"


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
                if (name[0] == "." and not hidden) or (not folder and name in OWN):
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


def summary(root: str) -> dict[str, Any]:
    """Return what ``release.json`` says; raises OSError or ValueError where there is none."""
    found = json.loads(Path(root, SUMMARY).read_text(encoding="utf-8"))
    if not isinstance(found, dict):
        raise ValueError(f"{SUMMARY} is not an object")
    return found


def stamp_of(root: str) -> str:
    """Return the path of a release's stamp, empty where it has none."""
    try:
        return str(summary(root).get("stamp", ""))
    except (OSError, ValueError):
        return ""


def stamp_text(summary_text: str) -> str:
    """Return the script that gives a summary to pages."""
    return STAMP_BEGINS + summary_text.rstrip("\n") + STAMP_ENDS


def write(root: str, digests: dict[str, str], sizes: dict[str, int], date: str, stamp: str = "") -> str:
    """Write manifest, sizes, summary and stamp into a folder; return the release id.

    The date is ISO 8601 with its offset.
    """
    content = text(digests)
    identifier = release_id(content)
    Path(root, MANIFEST).write_text(content, encoding="utf-8")
    listed = "".join(f"{sizes[path]}  {path}\n" for path in sorted(sizes))
    Path(root, SIZES).write_text(listed, encoding="utf-8")
    said = {
        "id": identifier, "date": date, "manifest": MANIFEST, "files": len(digests), "bytes": sum(sizes.values()),
        "sizes": hashlib.sha256(listed.encode()).hexdigest(), "stamp": stamp,
    }
    shown = json.dumps(said, indent=1, ensure_ascii=False) + "\n"
    Path(root, SUMMARY).write_text(shown, encoding="utf-8")
    if stamp:
        Path(root, stamp).parent.mkdir(parents=True, exist_ok=True)
        Path(root, stamp).write_text(stamp_text(shown), encoding="utf-8")
    return identifier


@dataclass(frozen=True)
class Differences:
    """How a folder differs from its manifest."""

    changed: list[str]
    missing: list[str]
    added: list[str]

    def __bool__(self) -> bool:
        return bool(self.changed or self.missing or self.added)

    @property
    def sentences(self) -> list[str]:
        """A line for each file."""
        kinds = (("内容变了", self.changed), ("缺少", self.missing), ("多出", self.added))
        return [f"{label}：{path}" for label, paths in kinds for path in paths]


def compare(root: str) -> Differences:
    """Read every byte of a release and compare it with the manifest.

    A release without a manifest, or whose manifest is not that of its id, counts as
    changed there.
    """
    expected = read(root)
    found = walk(root, hidden=True).keys()
    stamp = stamp_of(root)
    own = _own_faults(root, stamp)
    found -= {stamp}
    changed = [path for path in sorted(found & expected.keys()) if file_sha256(os.path.join(root, path)) != expected[path]]
    return Differences(own + changed, sorted(expected.keys() - found), sorted(found - expected.keys()))


def _own_faults(root: str, stamp: str) -> list[str]:
    """Return which of the files that say what a release is do not agree with each other."""
    try:
        said = summary(root)
        if said["id"] != release_id(Path(root, MANIFEST).read_text(encoding="utf-8")):
            return [MANIFEST]
        faults = [] if said["sizes"] == file_sha256(os.path.join(root, SIZES)) else [SIZES]
        if stamp and Path(root, stamp).read_text(encoding="utf-8") != stamp_text(Path(root, SUMMARY).read_text(encoding="utf-8")):
            faults.append(stamp)
        return faults
    except FileNotFoundError as error:
        return [os.path.relpath(error.filename, root)]
    except (OSError, ValueError, KeyError):
        return [MANIFEST]
