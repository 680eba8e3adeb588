"""The folder of a new release, until it gets its name: it is filled, described and flushed to the disk.

A file that the release before has with the same content is shared with that release (a hard link). Any other is copied,
and read again. No file is ever written over, since other releases may share it.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import shutil

from . import clock, durable, manifest
from .delivery import DeliveryOptions

CLOCK_TICK_NS = 50_000_000
"""A file written this shortly before a delivery may have changed again under the same time."""

_NO_LINKS = (errno.EPERM, errno.ENOTSUP, errno.ENOSYS, errno.EMLINK, errno.EXDEV)
"""What file systems without hard links answer, such as a stick's."""


class NewRelease:
    """A folder that becomes a release."""

    def __init__(
        self, source: str, files: dict[str, manifest.FileState], place: str, before: str | None, options: DeliveryOptions
    ) -> None:
        """`files` are those of the folder `source`, `place` is the new folder, `before` that of the release before."""
        self._source, self._files, self._place, self._before, self._options = source, files, place, before, options
        self.digests_before = manifest.read(before) if before and manifest.is_intact(before) else {}
        """Of the release before; nothing where its manifest was damaged, so that every file is read again."""
        self._states_before = manifest.walk(before) if before else {}
        self.digests: dict[str, str] = {}
        self.copied = self.bytes_copied = 0
        self._unshared = 0
        """Files that are as before and were copied all the same, since this file system cannot share them."""
        self._folders_made = {""}
        self._files_to_flush: list[str] = []
        self._folders_to_flush = {""}
        """Folders in which names came or went."""

    def make(self) -> str:
        """Fill, describe and flush the folder, which may hold files of an old release; return the id of the release."""
        self._fill()
        identifier = self._take_over_description() if self._options.as_is else self._describe()
        durable.flush([f"{self._place}/{path}" for path in (*self._files_to_flush, *self._folders_to_flush)])
        return identifier

    @property
    def same_as_before(self) -> bool:
        """Whether the release before has the same files with the same content, and says the same of itself."""
        return self._same_files() and self._same_description()

    def _fill(self) -> None:
        """Bring every file into the folder, and learn the digest of each."""
        before = self._before
        racy = os.stat(f"{before}/{manifest.MANIFEST}").st_mtime_ns - CLOCK_TICK_NS if self.digests_before else 0
        there = self._clear()
        for path, state in self._files.items():
            known = self.digests_before.get(path)
            same = known is not None and state.seems_same(self._states_before.get(path)) and state.changed_ns < racy
            if same and path in there and there[path].inode == self._states_before[path].inode:
                self.digests[path] = known
                continue
            if path in there:
                os.unlink(f"{self._place}/{path}")
            self.digests[path] = self._bring(path, state, known, same)
        for path, data in self._options.extras.items():
            self.digests[path] = hashlib.sha256(data).hexdigest()
            self._make_folder_of(path)
            with open(f"{self._place}/{path}", "wb") as file:
                file.write(data)
            self._files_to_flush.append(path)

    def _clear(self) -> dict[str, manifest.FileState]:
        """Remove all that does not belong into the new release; return the files that may."""
        place, folders = self._place, set()
        there = manifest.walk(place, hidden=True, folders=folders)
        for path in [*(there.keys() - self._files.keys()), *self._options.extras, *manifest.OWN]:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(f"{place}/{path}")
                self._folders_to_flush.add(path.rpartition("/")[0])
            there.pop(path, None)
        wanted = {path[: path.rfind("/") + 1] for path in self._files}
        for folder in sorted(folders - wanted, key=len, reverse=True):
            if folder and not any(other.startswith(folder) for other in wanted):
                path = folder.rstrip("/")
                os.rmdir(f"{place}/{path}")
                self._folders_to_flush.discard(path)
                self._folders_to_flush.add(path.rpartition("/")[0])
        return there

    def _make_folder_of(self, path: str) -> None:
        """Make the folder into which a file is about to come."""
        folder = path.rpartition("/")[0]
        self._folders_to_flush.add(folder)
        while folder not in self._folders_made:
            os.makedirs(f"{self._place}/{folder}", exist_ok=True)
            self._folders_made.add(folder)
            folder = folder.rpartition("/")[0]
            self._folders_to_flush.add(folder)

    def _bring(self, path: str, state: manifest.FileState, known: str | None, same: bool) -> str:
        """Bring one file into the folder; return its digest.

        `known` is the digest that the release before has of this path, `same` whether the file seems to be as it was then.
        """
        source, before, place = f"{self._source}/{path}", f"{self._before}/{path}", f"{self._place}/{path}"
        self._make_folder_of(path)
        digest = known if same and known else manifest.file_sha256(source)
        if same or (digest == known and path in self._states_before and manifest.file_sha256(before) == digest):
            if _link(before, place):
                if not same:  # so that the next delivery need not read it again
                    os.utime(place, ns=(state.changed_ns, state.changed_ns))
                return digest
            self._unshared += 1
        shutil.copy2(source, place)
        if manifest.file_sha256(place) != digest:
            raise OSError(errno.EIO, "写入的内容读出来不一样", place)
        self._files_to_flush.append(path)
        self.copied += 1
        self.bytes_copied += state.size
        return digest

    def _describe(self) -> str:
        """Write what the release says of itself; return its id."""
        options, place = self._options, self._place
        sizes = {path: state.size for path, state in self._files.items()}
        sizes |= {path: len(data) for path, data in options.extras.items()}
        if options.stamp:
            self._make_folder_of(options.stamp)
            self._files_to_flush.append(options.stamp)
        identifier = manifest.write(place, self.digests, sizes, clock.now(options.zone), options.stamp)
        self._files_to_flush += [manifest.MANIFEST, manifest.SIZES, manifest.SUMMARY]
        if options.sign is not None:
            options.sign(f"{place}/{manifest.SUMMARY}")
            self._files_to_flush.append(manifest.SIGNATURE)
        return identifier

    def _take_over_description(self) -> str:
        """Copy what the release says of itself; return its id."""
        for path in (*manifest.OWN, manifest.stamp_of(self._source)):
            if path and os.path.exists(f"{self._source}/{path}"):
                self._make_folder_of(path)
                shutil.copy2(f"{self._source}/{path}", f"{self._place}/{path}")
                self._files_to_flush.append(path)
        if manifest.read(self._place) != self.digests:
            raise OSError(errno.EIO, "版本与它的清单不一致，先运行 make verify", self._source)
        return manifest.summary(self._place)["id"]

    def _same_files(self) -> bool:
        if self._before is None or self.digests != self.digests_before or self.copied != self._unshared:
            return False
        stamp = self._options.stamp or manifest.stamp_of(self._before)
        return manifest.walk(self._before, hidden=True).keys() - {stamp} == self.digests.keys() - {stamp}

    def _same_description(self) -> bool:
        """Whether the summaries agree, but for the date of one that was made here, and both releases are signed or neither is."""
        try:
            old, new = manifest.summary(self._before or ""), manifest.summary(self._place)
        except (OSError, ValueError):
            return False
        signed = [os.path.exists(f"{place}/{manifest.SIGNATURE}") for place in (self._before, self._place)]
        return signed[0] == signed[1] and (old == new if self._options.as_is else old | {"date": ""} == new | {"date": ""})


def _link(before: str, place: str) -> bool:
    """Share a file with the release before; return whether this file system can."""
    try:
        os.link(before, place)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        return False
    return True
