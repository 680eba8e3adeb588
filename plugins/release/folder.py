"""Delivery to a local folder: a new release beside the old one, then one atomic switch.

``<target>/current`` is a link to the last good release. Whatever happens before the
switch leaves it as it was; unchanged files are shared with the release before (hard
links), and the folder of a release that is no longer kept is made into the new one, so
that delivering one page costs little more than the page.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import shutil
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, tzinfo

from . import clock, durable, manifest, names
from .lock import held

CURRENT = "current"

CLOCK_TICK_NS = 50_000_000
"""A file written this shortly before a delivery may have changed again under the same time."""

READING = 1.0
"""Seconds in which a page out of a release just put away may still be loading."""

KEPT = 3
"""Releases kept, the current one included."""

NO_LINKS = (errno.EPERM, errno.ENOTSUP, errno.ENOSYS, errno.EMLINK, errno.EXDEV)
"""What file systems without hard links answer, such as a stick's."""


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


def current(target: str) -> str | None:
    """Return the folder of the current release, or None."""
    link = os.path.join(target, CURRENT)
    return os.path.realpath(link) if os.path.isdir(link) else None


def releases(target: str) -> list[str]:
    """Return the names of all releases of a target, oldest first."""
    try:
        return sorted(entry.name for entry in os.scandir(target) if names.is_name(entry.name) and entry.is_dir(follow_symlinks=False))
    except FileNotFoundError:
        return []


@dataclass(frozen=True)
class Making:
    """What goes into a release besides the folder's own files."""

    stamp: str = ""
    """Path of the script that becomes id and date of the release."""
    extras: dict[str, bytes] = field(default_factory=dict)
    """Further files, by path."""
    sign: Callable[[str], None] | None = None
    """Signs the file whose path it is given."""
    check: Callable[[dict[str, manifest.Stamp], set[str]], None] | None = None
    """Looks at the paths to deliver, given those of the release before; what it raises ends the delivery."""
    as_is: bool = False
    """Whether the folder is a release already, whose own files are taken over."""
    keep: int = KEPT
    zone: tzinfo = UTC
    """In which the date of the release is written."""


def deliver(source: str, target: str, making: Making = Making(), on_wait: Callable[[], None] = lambda: None) -> Delivery:
    """Deliver the folder `source`; afterwards `<target>/current` shows exactly its files."""
    started = time.monotonic()
    if not os.path.isdir(source) or not (files := manifest.walk(source)):
        raise NothingToDeliver(source)
    files.pop(making.stamp or (manifest.stamp_of(source) if making.as_is else ""), None)
    with held(os.path.join(target, ".lock"), on_wait):
        _clear(target, making.keep)
        partial = os.path.join(target, f".partial-{os.getpid()}-{time.time_ns()}")
        before = current(target)
        try:
            filling = Filling(source, files, partial, before, making)
            if making.check is not None:
                making.check(files, set(filling.old_digests))
            _begin(target, partial)
            filling.fill()
            identifier = filling.seal()
            filling.flush()
            if before and filling.nothing_new and _same_summary(before, partial, making):
                os.rename(partial, partial.replace(".partial-", ".old-"))
                prune(target, making.keep)  # a delivery broken off after its switch may have left one too many
                return Delivery(identifier, before, len(filling.digests), 0, 0, time.monotonic() - started, False)
            final = os.path.join(target, names.following(releases(target), identifier))
            os.rename(partial, final)
        except BaseException:
            shutil.rmtree(partial, ignore_errors=True)
            raise
        switch(target, os.path.basename(final))
        prune(target, making.keep)
        if before is None:
            _lay_in_store(target, final, making.keep)
    done = time.monotonic() - started
    return Delivery(identifier, final, len(filling.digests), filling.copied, filling.bytes_copied, done, True)


def _same_summary(before: str, partial: str, making: Making) -> bool:
    """Whether the release before says the same of itself: a release made here does, but for its date."""
    try:
        old, new = manifest.summary(before), manifest.summary(partial)
        signed = os.path.exists(f"{before}/{manifest.SIGNATURE}") == os.path.exists(f"{partial}/{manifest.SIGNATURE}")
        return signed and (old == new if making.as_is else old | {"date": ""} == new | {"date": ""})
    except (OSError, ValueError):
        return False


def _lay_in_store(target: str, first: str, keep: int) -> None:
    """Make folders ahead, out of the first release, that the next deliveries make into new ones.

    From then on there are always as many as are kept and one more, so that no delivery
    needs a link for each of its files.
    """
    files = manifest.walk(first, hidden=True)
    spare = []
    for number in range(keep):
        partial = f".partial-{number}-{time.time_ns()}"
        try:
            _link_all(files, first, os.path.join(target, partial))
        except OSError:  # no links here, or no room: the next deliveries take longer, that is all
            shutil.rmtree(os.path.join(target, partial), ignore_errors=True)
            break
        spare.append(partial)
    if spare:
        os.sync()  # a delivery flushes only what it changes in such a folder
    for partial in spare:
        os.rename(os.path.join(target, partial), os.path.join(target, partial.replace(".partial-", ".old-")))


def _link_all(files: Iterable[str], source: str, place: str) -> None:
    """Make a folder that shares these files with another."""
    made = set()
    for path in files:
        folder = path.rpartition("/")[0]
        if folder not in made:
            os.makedirs(f"{place}/{folder}", exist_ok=True)
            made.add(folder)
        os.link(f"{source}/{path}", f"{place}/{path}")


class Filling:
    """A folder that becomes a release: linked from the release before where that has the same, else copied and hashed."""

    def __init__(
        self, source: str, files: dict[str, manifest.Stamp], partial: str, before: str | None, making: Making
    ) -> None:
        self.source, self.files, self.partial, self.before, self.making = source, files, partial, before, making
        self.old_digests = manifest.read(before) if before else {}
        self.old = manifest.walk(before) if before else {}
        self.digests: dict[str, str] = {}
        self.copied = self.bytes_copied = self._unshared = 0
        self._made = {""}
        self._written: list[str] = []
        self._changed = {""}
        """Folders in which names came or went."""

    def fill(self) -> None:
        """Bring every file into the folder; know the digest of each."""
        before, partial, old_digests, old = self.before, self.partial, self.old_digests, self.old
        racy = os.stat(f"{before}/{manifest.MANIFEST}").st_mtime_ns - CLOCK_TICK_NS if old_digests else 0
        there = self._recycled()
        digests = self.digests
        for path, stamp in self.files.items():
            known = old_digests.get(path)
            same = known is not None and stamp.looks_like(old.get(path)) and stamp.changed_ns < racy
            if same and path in there and there[path].inode == old[path].inode:
                digests[path] = known
                continue
            if path in there:  # never written over: other releases may share the file
                os.unlink(f"{partial}/{path}")
            digests[path] = self._bring(path, stamp, known, same)
        for path, data in self.making.extras.items():
            digests[path] = hashlib.sha256(data).hexdigest()
            self._folder(path)
            with open(f"{partial}/{path}", "wb") as file:
                file.write(data)
            self._written.append(f"{partial}/{path}")

    def _folder(self, path: str) -> None:
        """Make the folder of a file that is about to come."""
        folder = path.rpartition("/")[0]
        self._changed.add(folder)
        while folder not in self._made:
            os.makedirs(f"{self.partial}/{folder}", exist_ok=True)
            self._made.add(folder)
            folder = folder.rpartition("/")[0]
            self._changed.add(folder)

    def _bring(self, path: str, stamp: manifest.Stamp, known: str | None, same: bool) -> str:
        """Bring one file into the folder; return its digest."""
        source, before, place = f"{self.source}/{path}", f"{self.before}/{path}", f"{self.partial}/{path}"
        self._folder(path)
        digest = known if same and known else manifest.file_sha256(source)
        if same or (digest == known and path in self.old and manifest.file_sha256(before) == digest):
            if _link(before, place):
                if not same:  # so that the next delivery need not read it again
                    os.utime(place, ns=(stamp.changed_ns, stamp.changed_ns))
                return digest
            self._unshared += 1
        shutil.copy2(source, place)
        if manifest.file_sha256(place) != digest:
            raise OSError(errno.EIO, "写入的内容读出来不一样", place)
        self._written.append(place)
        self.copied += 1
        self.bytes_copied += stamp.size
        return digest

    def _recycled(self) -> dict[str, manifest.Stamp]:
        """Clear the folder, which may have been a release, of all that does not belong into the new one; return the files that may."""
        partial, folders = self.partial, set()
        there = manifest.walk(partial, hidden=True, seen=folders)
        for path in [*(there.keys() - self.files.keys()), *self.making.extras, *manifest.OWN]:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(f"{partial}/{path}")
                self._changed.add(path.rpartition("/")[0])
            there.pop(path, None)
        wanted = {path[: path.rfind("/") + 1] for path in self.files}
        for folder in sorted(folders - wanted, key=len, reverse=True):
            if folder and not any(other.startswith(folder) for other in wanted):
                os.rmdir(f"{partial}/{folder}")
                self._changed.discard(folder.rstrip("/"))
                self._changed.add(folder.rstrip("/").rpartition("/")[0])
        return there

    @property
    def nothing_new(self) -> bool:
        """Whether the release before has the same files, each with the same content."""
        if self.digests != self.old_digests or self.copied != self._unshared or self.before is None:
            return False
        stamp = self.making.stamp or manifest.stamp_of(self.before)
        return manifest.walk(self.before, hidden=True).keys() - {stamp} == self.digests.keys() - {stamp}

    def seal(self) -> str:
        """Write what the release says of itself, or take it over; return its id."""
        making, partial = self.making, self.partial
        if making.as_is:
            for path in (*manifest.OWN, manifest.stamp_of(self.source)):
                if path and os.path.exists(f"{self.source}/{path}"):
                    self._folder(path)
                    shutil.copy2(f"{self.source}/{path}", f"{partial}/{path}")
                    self._written.append(f"{partial}/{path}")
            said = manifest.read(partial)
            if said != self.digests:
                raise OSError(errno.EIO, "版本与它的清单不一致，先运行 make verify", self.source)
            return manifest.summary(partial)["id"]
        sizes = {path: stamp.size for path, stamp in self.files.items()}
        sizes |= {path: len(data) for path, data in making.extras.items()}
        if making.stamp:
            self._folder(making.stamp)
        identifier = manifest.write(partial, self.digests, sizes, clock.now(making.zone), making.stamp)
        own = [manifest.MANIFEST, manifest.SIZES, manifest.SUMMARY]
        if making.sign is not None:
            making.sign(f"{partial}/{manifest.SUMMARY}")
            own.append(manifest.SIGNATURE)
        self._written += [f"{partial}/{name}" for name in [*own, making.stamp] if name]
        return identifier

    def flush(self) -> None:
        """Have the disk keep what was brought and what was taken away; whatever else stands here it has kept before."""
        durable.flush([*self._written, *(f"{self.partial}/{folder}" for folder in self._changed)])


def _link(before: str, place: str) -> bool:
    """Share a file with the release before; return whether this file system can."""
    try:
        os.link(before, place)
    except OSError as error:
        if error.errno not in NO_LINKS:
            raise
        return False
    return True


def _begin(target: str, partial: str) -> None:
    """Make the folder of the new release, out of one put away where nobody can be reading that any more."""
    for entry in list(os.scandir(target)):
        if entry.name.startswith(".old-") and time.time() - entry.stat(follow_symlinks=False).st_ctime > READING:
            os.rename(entry.path, partial)
            return
    os.makedirs(partial)


def switch(target: str, name: str) -> None:
    """Point `current` at a release, in one step, once the disk has the release's name and the new link; have it keep the step."""
    temporary = os.path.join(target, ".current-new")
    if os.path.lexists(temporary):
        os.unlink(temporary)
    os.symlink(name, temporary)
    durable.flush([target])
    os.replace(temporary, os.path.join(target, CURRENT))
    durable.flush([target])


def prune(target: str, keep: int = KEPT) -> None:
    """Put away the oldest releases beyond the number kept, never the current one.

    The next delivery makes one of them into the new release.
    """
    now = os.path.basename(current(target) or "")
    for name in releases(target)[:-keep]:
        if name != now:
            os.rename(os.path.join(target, name), os.path.join(target, f".old-{name}"))


def _clear(target: str, keep: int = KEPT) -> None:
    """Remove what broken-off deliveries left, and of what was put away all that will not be needed."""
    durable.flush([target])  # before what was put away changes: its name as a release must not come back
    entries = sorted(os.listdir(target))
    away = [name for name in entries if name.startswith(".old-")]
    spare = max(1, keep + 1 - len(releases(target)))
    for name in [*(name for name in entries if name.startswith((".partial-", ".current-"))), *away[:-spare]]:
        path = os.path.join(target, name)
        if os.path.isdir(path) and not os.path.islink(path):
            shutil.rmtree(path, ignore_errors=True)
        else:
            os.unlink(path)


def rollback(target: str) -> str | None:
    """Switch to the release before the current one; return its name, None when there is none."""
    with held(os.path.join(target, ".lock")):
        now = os.path.basename(current(target) or "")
        earlier = [name for name in releases(target) if name < now]
        if not earlier:
            return None
        switch(target, earlier[-1])
        return earlier[-1]
