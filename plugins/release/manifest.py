"""What a release says of itself, and whether it is true.

- ``SHA256SUMS``, the manifest, lists the SHA-256 of every file in the format that `sha256sum -c` reads. Its own
  SHA-256 is the id of the release, so that one number stands for every byte of the site.
- ``SIZES`` lists the bytes of every file.
- ``release.json``, the summary, gives programs id and date, and the SHA-256 of ``SIZES``. It is the file that is signed.
- The stamp is a script that gives the summary to pages. It is made of the summary alone, so it can be checked although
  the manifest cannot list it.
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


class FileState(NamedTuple):
    """What `stat` says of a file."""

    size: int
    """In bytes."""
    changed_ns: int
    """When its content changed last, in nanoseconds since the epoch."""
    inode: int
    """Two names of the same inode are one file."""

    def seems_same(self, other: FileState | None) -> bool:
        """Return whether two files seem to have the same content."""
        return other is not None and self[:2] == other[:2]


def walk(root: str, hidden: bool = False, folders: set[str] | None = None) -> dict[str, FileState]:
    """Return the files of a folder by path, with forward slashes; links count as files.

    Files of `OWN` are left out, and hidden files and folders too unless `hidden` asks for them. The paths of the folders
    are added to `folders`, each with a slash at its end; that of `root` is ''.
    """
    found: dict[str, FileState] = {}
    left = [""]
    while left:
        folder = left.pop()
        if folders is not None:
            folders.add(folder)
        with os.scandir(f"{root}/{folder}") as entries:
            for entry in entries:
                name = entry.name
                if (name[0] == "." and not hidden) or (not folder and name in OWN):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    left.append(f"{folder}{name}/")
                else:
                    state = entry.stat(follow_symlinks=False)
                    found[folder + name] = FileState(state.st_size, state.st_mtime_ns, state.st_ino)
    return found


def file_sha256(path: str) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def text(digests: dict[str, str]) -> str:
    """Return the manifest of files, given their digests by path: one line a file, in order of paths."""
    return "".join(f"{digests[path]}  {path}\n" for path in sorted(digests))


def release_id(manifest: str) -> str:
    """Return the id of the release that a manifest describes."""
    return hashlib.sha256(manifest.encode()).hexdigest()


def read(root: str) -> dict[str, str]:
    """Return the digests by path that the manifest of a release lists; nothing where it has none.

    A manifest whose bytes were damaged lists paths that are not there.
    """
    try:
        lines = Path(root, MANIFEST).read_text(encoding="utf-8", errors="replace").splitlines()
    except FileNotFoundError:
        return {}
    return {line[66:]: line[:64] for line in lines}


def is_intact(root: str) -> bool:
    """Return whether the manifest of a release is the one that its id names, so that its digests can be relied on."""
    try:
        return summary(root).get("id") == file_sha256(os.path.join(root, MANIFEST))
    except (OSError, ValueError):
        return False


def summary(root: str) -> dict[str, Any]:
    """Return what ``release.json`` says; raises OSError where it cannot be read, ValueError where it is none."""
    found = json.loads(Path(root, SUMMARY).read_text(encoding="utf-8"))
    if not isinstance(found, dict):
        raise ValueError(f"{SUMMARY} is not an object")
    return found


def stamp_of(root: str) -> str:
    """Return the path of a release's stamp; the empty string where it has none."""
    try:
        return str(summary(root).get("stamp", ""))
    except (OSError, ValueError):
        return ""


def stamp_text(summary_text: str) -> str:
    """Return the script that gives the text of a summary to pages."""
    return STAMP_BEGINS + summary_text.rstrip("\n") + STAMP_ENDS


def write(root: str, digests: dict[str, str], sizes: dict[str, int], date: str, stamp: str = "") -> str:
    """Write manifest, sizes, summary and stamp into a folder; return the id of the release.

    Digests and sizes (in bytes) are given by path. The date is ISO 8601 with its offset. `stamp` is the stamp's path;
    without one there is none.
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
        """A sentence for each file, for webmasters."""
        kinds = (("内容变了", self.changed), ("缺少", self.missing), ("多出", self.added))
        return [f"{label}：{path}" for label, paths in kinds for path in paths]


def compare(root: str) -> Differences:
    """Read every byte of a release and compare it with its manifest.

    The release's own files are compared with each other; one that does not agree counts as changed.
    """
    expected = read(root)
    stamp = stamp_of(root)
    own = _own_faults(root, stamp)
    found = walk(root, hidden=True).keys() - {stamp}
    changed = [path for path in sorted(found & expected.keys()) if file_sha256(os.path.join(root, path)) != expected[path]]
    return Differences(own + changed, sorted(expected.keys() - found), sorted(found - expected.keys()))


def _own_faults(root: str, stamp: str) -> list[str]:
    """Return which of a release's own files do not agree with the others."""
    try:
        said = summary(root)
        if said["id"] != file_sha256(os.path.join(root, MANIFEST)):
            return [MANIFEST]
        faults = [] if said["sizes"] == file_sha256(os.path.join(root, SIZES)) else [SIZES]
        if stamp and Path(root, stamp).read_text(encoding="utf-8") != stamp_text(Path(root, SUMMARY).read_text(encoding="utf-8")):
            faults.append(stamp)
        return faults
    except FileNotFoundError as error:
        return [os.path.relpath(error.filename, root)]
    except (OSError, ValueError, KeyError):
        return [MANIFEST]
