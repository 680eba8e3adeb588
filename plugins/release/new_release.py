"""The folder of a new release, until it gets its name: it is filled, described and flushed to the disk.

A file that the release before has with the same content is shared with that release (a hard link). Any other is copied,
and read again. No file is ever written over, since other releases may share it. A digest is used again only for a file
that nobody has touched since it was read; any other is read.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import shutil

from . import clock, durable, known, manifest, modes
from .delivery import DeliveryOptions
from .failures import DamagedSource

_NO_LINKS = (errno.EPERM, errno.ENOTSUP, errno.ENOSYS, errno.EMLINK, errno.EXDEV)
"""What file systems without hard links answer, such as a stick's."""


class NewRelease:
    """A folder that becomes a release."""

    def __init__(
        self, source: str, files: dict[str, manifest.FileState], place: str, before: str | None, options: DeliveryOptions, *, target: str
    ) -> None:
        """`files` are those of the folder `source`, `place` is the new folder, `before` that of the release before.

        `target` is the folder of the releases, which has the record of what the last delivery read. Raises Failed where
        `source` is to be delivered as it is and its manifest was damaged.
        """
        self._source, self._files, self._place, self._before, self._options = source, files, place, before, options
        self.digests_before = (manifest.trusted(before) or {}) if before else {}
        """Of the release before; nothing where its manifest was damaged, so that every file is read again."""
        self._unreadable: list[str] = []
        self._folders_before: set[str] = set()
        self._states_before = manifest.walk(before, True, self._folders_before, self._unreadable) if before else {}
        read = known.load(target, os.path.basename(before or ""), self.digests_before.keys())
        self._as_written = read.as_written(self._states_before)
        """Files of the release before that nobody has touched since they were read."""
        self._as_read = set() if options.as_is else read.as_read(files)
        """Files to deliver that nobody has touched since they were read."""
        self._wanted = _described(source, files) if options.as_is else {}
        """Digests that the release to deliver as it is says of itself."""
        self.digests: dict[str, str] = {}
        self.states: dict[str, manifest.FileState] = {}
        """Of the files of the new release that are listed in its manifest."""
        self.copied = self.bytes_copied = self.read = 0
        self._damaged = False
        """Whether the release before lacks something of what it says that it has."""
        self._modes_hold = True
        """Whether this file system keeps the mode that a file is given."""
        self._folders_made = {""}
        self._files_to_flush: list[str] = []
        self._folders_to_flush = {""}
        """Folders in which names came or went."""

    def make(self) -> str:
        """Fill, describe and flush the folder, which may hold files of an old release; return the id of the release."""
        self._fill()
        identifier = self._take_over_description() if self._options.as_is else self._describe()
        for path in (*manifest.OWN, manifest.stamp_of(self._place)):
            if path and os.path.lexists(f"{self._place}/{path}"):
                self._let_read(f"{self._place}/{path}")
        durable.flush([f"{self._place}/{path}" for path in (*self._files_to_flush, *self._folders_to_flush)])
        return identifier

    def look_again(self, place: str) -> None:
        """Note the states of the files anew, once spare folders share them; the release stands at a place by now."""
        self.states = {path: manifest.state_of(os.lstat(f"{place}/{path}")) for path in self.states}

    def states_of_before(self) -> dict[str, manifest.FileState]:
        """Return the states of the files of the release before, where it is the same; everybody can read it from now on."""
        for folder in self._folders_before:
            modes.open_to_all(f"{self._before}/{folder}")
        for path in (*manifest.OWN, manifest.stamp_of(self._before or "")):
            if path and os.path.lexists(f"{self._before}/{path}"):
                self._let_read(f"{self._before}/{path}")
        pairs = ((path, state, self._states_before[path]) for path, state in self.states.items())
        return {path: state if state.inode == before.inode else before for path, state, before in pairs}

    @property
    def same_as_before(self) -> bool:
        """Whether the release before has the same files with the same content, and says the same of itself."""
        return self._same_files() and self._same_description()

    def _fill(self) -> None:
        """Bring every file into the folder, and learn the digest of each."""
        there = self._clear()
        digests, states, digests_before, states_before = self.digests, self.states, self.digests_before, self._states_before
        unchanged = self._unchanged()
        for path, state in self._files.items():
            if path in unchanged and self._is_shared(before := states_before[path], there.get(path)) and before.mode & 0o777 == modes.FILE:
                digests[path], states[path] = digests_before[path], before  # as with nearly every file, so this must cost little
            else:
                self._bring(path, state, there)
        for path, data in self._options.extras.items():
            digest = self.digests[path] = hashlib.sha256(data).hexdigest()
            before = self._states_before.get(path)
            self._damaged |= before is None or not self._before_has(path, before, digest, len(data))
            self._make_folder_of(path)
            with open(f"{self._place}/{path}", "wb") as file:
                file.write(data)
            self._set_mode(path)
            self._files_to_flush.append(path)

    def _unchanged(self) -> set[str]:
        """Return the files that have the content of the release before, as is known without reading any."""
        if not self._options.as_is:
            return self._as_read & self._as_written
        return {path for path in self._as_written if self._wanted.get(path) == self.digests_before[path]}

    def _digest(self, path: str) -> str:
        """Return the digest of a file to deliver; it is read unless that was done before and nobody has touched it since."""
        if self._options.as_is:
            return self._wanted[path]
        return self.digests_before[path] if path in self._as_read else manifest.file_sha256(f"{self._source}/{path}")

    def _bring(self, path: str, state: manifest.FileState, there: dict[str, int]) -> None:
        """Bring one file into the folder, given the inodes of what is there, and learn its digest."""
        digest = self.digests[path] = self._digest(path)
        before = self._states_before.get(path)
        shared = before is not None and self._before_has(path, before, digest, state.size)
        self._damaged |= not shared and self.digests_before.get(path) == digest
        if shared and self._is_shared(before, there.get(path)):
            self._set_mode(path, before)
            return
        if path in there:
            os.unlink(f"{self._place}/{path}")
        self._make_folder_of(path)
        if shared and _link(f"{self._before}/{path}", f"{self._place}/{path}"):
            self._set_mode(path)
            return
        self.digests[path] = self._copy(path, digest)

    @staticmethod
    def _is_shared(before: manifest.FileState, there: int | None) -> bool:
        """Return whether the folder has the very file of the release before, given the inode of what is there.

        A file with one name only cannot be in both, whatever number a file system without hard links lists.
        """
        return there == before.inode and before.links > 1

    def _before_has(self, path: str, before: manifest.FileState, digest: str, size: int) -> bool:
        """Return whether the release before has this content at a path; what was touched there since it was read is read again."""
        if path in self._as_written:
            return self.digests_before[path] == digest
        if not before.regular or before.size != size:
            return False
        try:
            same = manifest.file_sha256(f"{self._before}/{path}") == digest
        except OSError:  # a file that cannot be read is replaced
            return False
        self.read += same
        return same

    def _copy(self, path: str, digest: str) -> str:
        """Copy a file and read it again; return its digest, which is another one only where somebody has changed it unseen.

        Raises OSError where the disk does not hold what was written.
        """
        source, place = f"{self._source}/{path}", f"{self._place}/{path}"
        shutil.copy2(source, place)
        if (found := manifest.file_sha256(place)) != digest:
            if manifest.file_sha256(source) != found:
                raise OSError(errno.EIO, "写入的内容读出来不一样", place)
            if self._options.as_is:
                raise DamagedSource(path)
        self._set_mode(path)
        self._files_to_flush.append(path)
        self.read += 1
        self.copied += 1
        self.bytes_copied += self.states[path].size
        return found

    def _set_mode(self, path: str, state: manifest.FileState | None = None) -> None:
        """Let everybody read a file of the new folder, and note its state."""
        place = f"{self._place}/{path}"
        self.states[path] = self._let_read(place, state or manifest.state_of(os.lstat(place)))

    def _let_read(self, place: str, state: manifest.FileState | None = None) -> manifest.FileState:
        """Let everybody read a file, where its file system keeps such a mode; return its state."""
        state = state or manifest.state_of(os.lstat(place))
        if not self._modes_hold or state.mode & 0o777 == modes.FILE:
            return state
        with contextlib.suppress(OSError):
            os.chmod(place, modes.FILE)
        state = manifest.state_of(os.lstat(place))
        self._modes_hold = state.mode & 0o777 == modes.FILE
        return state

    def _clear(self) -> dict[str, int]:
        """Remove all that does not belong into the new release; return the inodes of the files that may, by path."""
        place, folders = self._place, set()
        there = manifest.inodes(place, folders)
        for folder in folders:
            modes.open_to_all(f"{place}/{folder}")
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
            modes.open_to_all(f"{self._place}/{folder}")
            folder = folder.rpartition("/")[0]
            self._folders_to_flush.add(folder)

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
        for path in manifest.own_faults(self._place):
            raise DamagedSource(path)
        return manifest.summary(self._place)["id"]

    def _same_files(self) -> bool:
        if self._before is None or self._damaged or self.digests != self.digests_before or self._unreadable:
            return False
        stamp = self._options.stamp or manifest.stamp_of(self._before)
        return self._states_before.keys() - {stamp} == self.digests.keys() - {stamp}

    def _same_description(self) -> bool:
        """Whether the summaries agree, but for the date of one that was made here, and the signatures are right."""
        before = self._before or ""
        if manifest.own_faults(before) or not self._same_signature(before):
            return False
        old, new = manifest.summary(before), manifest.summary(self._place)
        return old == new if self._options.as_is else _undated(old) == _undated(new)

    def _same_signature(self, before: str) -> bool:
        """Whether the release before is signed as the new one is: by these very bytes, or if it was made here, rightly."""
        old, new = (f"{place}/{manifest.SIGNATURE}" for place in (before, self._place))
        if not os.path.exists(old) or not os.path.exists(new):
            return os.path.lexists(old) == os.path.lexists(new)
        if self._options.as_is:
            return manifest.file_sha256(old) == manifest.file_sha256(new)
        return self._options.is_signed is None or self._options.is_signed(f"{before}/{manifest.SUMMARY}")


def _described(source: str, files: dict[str, manifest.FileState]) -> dict[str, str]:
    """Return the digests that a release says of itself; raises DamagedSource where it has not these files."""
    digests = manifest.trusted(source)
    if digests is None:
        raise DamagedSource(manifest.MANIFEST)
    for path in sorted(digests.keys() ^ files.keys()):
        raise DamagedSource(path)
    return digests


def _undated(said: dict[str, object]) -> dict[str, object]:
    return {key: value for key, value in said.items() if key not in ("date", "self")}


def _link(before: str, place: str) -> bool:
    """Share a file with the release before; return whether this file system can."""
    try:
        os.link(before, place)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        return False
    return True
