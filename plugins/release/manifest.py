"""What a release says of itself, and whether it is true.

- ``SHA256SUMS``, the manifest, lists the SHA-256 of every file in the format that `sha256sum -c` reads. Its own
  SHA-256 is the id of the release, so that one number stands for every byte of the site.
- ``SIZES`` lists the bytes of every file.
- ``release.json``, the summary, gives programs id and date, the SHA-256 of ``SIZES``, and that of its own other lines. It is
  the file that is signed.
- The stamp is a script that gives the summary to pages. It is made of the summary alone, so it can be checked although
  the manifest cannot list it.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from . import names

MANIFEST = "SHA256SUMS"
SUMMARY = "release.json"
SIZES = "SIZES"
SIGNATURE = f"{SUMMARY}.sig"
OWN = (MANIFEST, SIZES, SUMMARY, SIGNATURE)
"""Files at the root of a release that say what it is."""

STAMP_BEGINS, STAMP_ENDS = "window.siteRelease = ", ";\n"
_SELF = re.compile(r'^ "self": "([0-9a-f]{64})",\n', re.MULTILINE)
"""The line of the summary that has the SHA-256 of its other lines."""


class FileState(NamedTuple):
    """What `stat` says of a file."""

    size: int
    """In bytes."""
    changed_ns: int
    """When its content changed last, in nanoseconds since the epoch."""
    touched_ns: int
    """When anything about it changed last, as the system notes it and nobody can set it: nanoseconds since the epoch."""
    mode: int
    """What it is, and who may read it."""
    inode: int
    """Two names of the same inode are one file."""
    links: int
    """How many names it has."""

    @property
    def regular(self) -> bool:
        """Whether it is a file and no link, pipe or device."""
        return stat.S_ISREG(self.mode)


def state_of(found: os.stat_result) -> FileState:
    """Return the part of what `stat` says that counts here."""
    return _new(FileState, (found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_mode, found.st_ino, found.st_nlink))


_new = tuple.__new__
"""Makes a named tuple in a third of the time that calling its class takes; a site has some 80,000 files."""


def walk(
    root: str, hidden: bool = False, folders: set[str] | None = None, unreadable: list[str] | None = None
) -> dict[str, FileState]:
    """Return the files of a folder by path, with forward slashes; links count as files.

    Files of `OWN` are left out, and hidden files and folders too unless `hidden` asks for them. The paths of the folders
    are added to `folders`, each with a slash at its end; that of `root` is ''. Those of folders that cannot be read are
    added to `unreadable`; without it such a folder raises OSError.
    """
    return {path: state_of(entry.stat(follow_symlinks=False)) for path, entry in _entries(root, hidden, folders, unreadable)}


def inodes(root: str, folders: set[str]) -> dict[str, int]:
    """Return the inodes of the files of a folder by path, hidden ones too; the paths of folders are added as by `walk`.

    They are as their folders list them, which costs a fifth of asking each file. Some file systems list other numbers than
    `walk` gives.
    """
    return {path: entry.inode() for path, entry in _entries(root, True, folders, None)}


def _entries(
    root: str, hidden: bool, folders: set[str] | None, unreadable: list[str] | None
) -> Iterator[tuple[str, os.DirEntry[str]]]:
    left = [""]
    while left:
        folder = left.pop()
        if folders is not None:
            folders.add(folder)
        try:
            entries = os.scandir(f"{root}/{folder}")
        except OSError:
            if unreadable is None:
                raise
            unreadable.append(folder)
            continue
        with entries:
            for entry in entries:
                name = entry.name
                if (name[0] == "." and not hidden) or (not folder and name in OWN):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    left.append(f"{folder}{name}/")
                else:
                    yield folder + name, entry


def file_sha256(path: str) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def text(digests: dict[str, str]) -> str:
    """Return the manifest of files, given their digests by path: one line a file, in order of paths."""
    return "".join([f"{digests[path]}  {path}\n" for path in sorted(digests)])


def release_id(manifest: str) -> str:
    """Return the id of the release that a manifest describes."""
    return hashlib.sha256(manifest.encode()).hexdigest()


def read(root: str) -> dict[str, str]:
    """Return the digests by path that the manifest of a release lists; nothing where it has none.

    They are what the manifest says, which may have been damaged: `trusted` says whether it was.
    """
    try:
        return _listed(_own(root, MANIFEST))
    except OSError:
        return {}


def trusted(root: str) -> dict[str, str] | None:
    """Return the digests by path of a release, or None where its manifest is not the one that its id names.

    The id is that of the summary, and that of the folder's name where this is the name of a release.
    """
    try:
        data = _own(root, MANIFEST)
        return _listed(data) if _is_named(root, hashlib.sha256(data).hexdigest()) else None
    except (OSError, ValueError):
        return None


def _own(root: str, path: str) -> bytes:
    """Return one of a release's own files; raises OSError, also for a link or a pipe, which would never end."""
    place = os.open(f"{root}/{path}", os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with open(place, "rb") as file:
        if not stat.S_ISREG(os.fstat(place).st_mode):
            raise OSError(errno.EINVAL, "不是普通文件", f"{root}/{path}")
        return file.read()


def _listed(data: bytes) -> dict[str, str]:
    return {line[66:]: line[:64] for line in data.decode(errors="replace").split("\n") if line}


def _is_named(root: str, identifier: str) -> bool:
    """Return whether an id is the one that the summary and the folder's name say."""
    name = os.path.basename(os.path.realpath(root))
    return summary(root).get("id") == identifier and (not names.is_name(name) or name.endswith(identifier[:12]))


def summary(root: str) -> dict[str, Any]:
    """Return what ``release.json`` says; raises OSError where it cannot be read, ValueError where it is none."""
    found = json.loads(_own(root, SUMMARY).decode())
    if not isinstance(found, dict):
        raise ValueError(f"{SUMMARY} is not an object")
    return found


def stamp_of(root: str) -> str:
    """Return the path of a release's stamp; the empty string where it has none, or one outside the release."""
    try:
        path = str(summary(root).get("stamp", ""))
    except (OSError, ValueError):
        return ""
    return path if not path.startswith("/") and ".." not in path.split("/") else ""


def stamp_text(summary_text: str) -> str:
    """Return the script that gives the text of a summary to pages."""
    return STAMP_BEGINS + summary_text.rstrip("\n") + STAMP_ENDS


def _sealed(text: str) -> str:
    """Return the text of a summary with a first line that has the SHA-256 of the others."""
    return text.replace("{\n", f'{{\n "self": "{hashlib.sha256(text.encode()).hexdigest()}",\n', 1)


def _is_sealed(text: str) -> bool:
    """Return whether the text of a summary is as it was written."""
    found = _SELF.findall(text)
    return len(found) == 1 and hashlib.sha256(_SELF.sub("", text).encode()).hexdigest() == found[0]


def write(root: str, digests: dict[str, str], sizes: dict[str, int], date: str, stamp: str = "") -> str:
    """Write manifest, sizes, summary and stamp into a folder; return the id of the release.

    Digests and sizes (in bytes) are given by path. The date is ISO 8601 with its offset. `stamp` is the stamp's path;
    without one there is none.
    """
    content = text(digests).encode()
    identifier = hashlib.sha256(content).hexdigest()
    Path(root, MANIFEST).write_bytes(content)
    listed = "".join([f"{sizes[path]}  {path}\n" for path in sorted(sizes)]).encode()
    Path(root, SIZES).write_bytes(listed)
    said = {
        "id": identifier, "date": date, "manifest": MANIFEST, "files": len(digests), "bytes": sum(sizes.values()),
        "sizes": hashlib.sha256(listed).hexdigest(), "stamp": stamp,
    }
    shown = _sealed(json.dumps(said, indent=1, ensure_ascii=False) + "\n")
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
    unreadable: list[str] = field(default_factory=list)
    """Files and folders that the system did not let be read."""
    no_files: list[str] = field(default_factory=list)
    """Links, pipes and devices where a file should be; they are not opened."""

    def __bool__(self) -> bool:
        return bool(self.changed or self.missing or self.added or self.unreadable or self.no_files)

    @property
    def sentences(self) -> list[str]:
        """A sentence for each file, for webmasters."""
        kinds = (
            ("内容变了", self.changed), ("缺少", self.missing), ("多出", self.added),
            ("读不出来", self.unreadable), ("不是普通文件", self.no_files),
        )
        return [f"{label}：{path}" for label, paths in kinds for path in paths]


def compare(root: str) -> Differences:
    """Read every byte of a release and compare it with its manifest.

    The release's own files are compared with each other; one that does not agree counts as changed.
    """
    expected, stamp = read(root), stamp_of(root)
    unreadable: list[str] = []
    no_files = sorted(path for path in (*OWN, stamp) if path and _is_no_file(f"{root}/{path}"))
    own = [path for path in own_faults(root) if path not in no_files]
    lacking = [path for path in own if not os.path.lexists(f"{root}/{path}")]
    states = walk(root, hidden=True, unreadable=unreadable)
    states.pop(stamp, None)
    found = {path for path, state in states.items() if state.regular}
    no_files += sorted(states.keys() - found)
    changed = []
    for path in sorted(found & expected.keys()):
        try:
            if file_sha256(f"{root}/{path}") != expected[path]:
                changed.append(path)
        except OSError:
            unreadable.append(path)
    hidden = tuple(folder for folder in unreadable if folder.endswith("/"))
    missing = [path for path in sorted(expected.keys() - states.keys()) if not path.startswith(hidden)]
    return Differences([path for path in own if path not in lacking] + changed, lacking + missing, sorted(found - expected.keys()), sorted(unreadable), no_files)


def _is_no_file(path: str) -> bool:
    """Return whether something is there that is no file."""
    try:
        return not stat.S_ISREG(os.lstat(path).st_mode)
    except OSError:
        return False


def own_faults(root: str) -> list[str]:
    """Return which of a release's own files do not agree with the others, or with the folder's name."""
    path = SUMMARY
    try:
        said, text = summary(root), _own(root, SUMMARY).decode()
        faults = [] if _is_sealed(text) else [SUMMARY]
        path = MANIFEST
        if not _is_named(root, hashlib.sha256(_own(root, MANIFEST)).hexdigest()):
            return [MANIFEST]
        path = SIZES
        if said.get("sizes") != hashlib.sha256(_own(root, SIZES)).hexdigest():
            faults.append(SIZES)
        if (path := stamp_of(root)) and _own(root, path) != stamp_text(text).encode():
            faults.append(path)
        return faults
    except (OSError, ValueError):
        return [path]
