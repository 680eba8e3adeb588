"""Releases in a folder of this machine, or mounted on it: ``<target>/current`` leads to the one that is shown.

A delivery makes a new folder beside the old one, and then replaces the link in one step. Whatever happens before that
step leaves the old release as it was.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Set

from . import durable, known, manifest, modes, names, spares
from .delivery import KEPT, Delivery, DeliveryOptions
from .failures import Failed
from .lock import held
from .new_release import NewRelease

CURRENT = "current"
_LINK = ".current-new"
"""The link that replaces `CURRENT`."""
_DEFAULTS = DeliveryOptions()


class NothingToDeliver(RuntimeError):
    """The folder to deliver is not there or is empty."""


class ForeignFolder(Failed):
    """A folder has something under a name of ours that no delivery made; the message says what to do."""


def current(target: str) -> str | None:
    """Return the folder of the current release, or None; raises ForeignFolder where `CURRENT` is nothing that a delivery made."""
    link = os.path.join(target, CURRENT)
    if not os.path.lexists(link):
        return None
    place = os.path.realpath(link)
    inside = os.path.islink(link) and os.path.dirname(place) == os.path.realpath(target)
    if not inside or not names.is_name(os.path.basename(place)) or os.path.islink(os.path.join(target, os.path.basename(place))):
        raise ForeignFolder(f"{link} 不是发布程序做的；把它移走或改名，再运行一次")
    return place if os.path.isdir(place) else None


def refuse_foreign(target: str) -> None:
    """Raise ForeignFolder where a folder has something under a name of ours that no delivery made: it might be removed."""
    if os.path.lexists(target) and not os.path.isdir(target):
        raise ForeignFolder(f"{target} 不是文件夹；换一个地方，或者把它移走")
    current(target)
    for entry in sorted(os.scandir(target), key=lambda entry: entry.name) if os.path.isdir(target) else ():
        own = entry.is_symlink() if entry.name == _LINK else spares.is_own(entry.name) and entry.is_dir(follow_symlinks=False)
        if entry.name.startswith((spares.PARTIAL, spares.PREFIX, _LINK)) and not own:
            raise ForeignFolder(f"{entry.path} 不是发布程序做的；把它移走或改名，再运行一次")


def releases(target: str) -> list[str]:
    """Return the names of all releases of a target, oldest first."""
    try:
        return sorted(entry.name for entry in os.scandir(target) if names.is_name(entry.name) and entry.is_dir(follow_symlinks=False))
    except FileNotFoundError:
        return []


def deliver(
    source: str, target: str, options: DeliveryOptions = _DEFAULTS, on_wait: Callable[[], None] = lambda: None
) -> Delivery:
    """Deliver the folder `source`: afterwards the current release has exactly its files, hidden ones left out.

    `on_wait` is called before waiting for another delivery to the same target. Raises NothingToDeliver for an empty folder,
    ForeignFolder where the target has things of others in the way, and OSError for what the system refuses; what the functions
    in `options` raise goes through. In each case the release that was current still is.
    """
    started, began_ns = time.monotonic(), known.now_ns()
    files = _files_of(source, options)
    modes.make_open(target)
    with held(os.path.join(target, ".lock"), on_wait):
        refuse_foreign(target)
        before = current(target)
        partial = os.path.join(target, spares.partial_name())
        try:
            new = NewRelease(source, files, partial, before, options, target=target)
            _clear(target, options.keep)
            if options.check is not None:
                options.check(files, new.digests_before.keys())
            if not spares.take(target, partial):
                os.makedirs(partial)
            identifier = new.make()
            if options.approve is not None:
                options.approve(new.digests)
            if before and new.same_as_before:
                spares.put(partial)
                prune(target, options.keep)  # a delivery that was killed after its switch may have left one too many
                known.save(target, os.path.basename(before), files, began_ns, new.states_of_before())
                return Delivery(identifier, before, len(new.digests), 0, 0, new.read, time.monotonic() - started, False)
            release = os.path.join(target, names.following(releases(target), identifier))
            os.rename(partial, release)
        except BaseException:
            shutil.rmtree(partial, ignore_errors=True)
            raise
        switch(target, os.path.basename(release))
        prune(target, options.keep)
        if before is None:  # with the release one folder more than are kept, so that every delivery finds a spare one
            spares.make(target, release, options.keep)
            new.look_again(release)
        known.save(target, os.path.basename(release), files, began_ns, new.states)
    return Delivery(identifier, release, len(new.digests), new.copied, new.bytes_copied, new.read, time.monotonic() - started, True)


def _files_of(source: str, options: DeliveryOptions) -> dict[str, manifest.FileState]:
    """Return the files to deliver; a release's stamp is made anew or taken over with what else it says of itself."""
    if not os.path.isdir(source) or not (files := manifest.walk(source)):
        raise NothingToDeliver(source)
    for path in (options.stamp or (manifest.stamp_of(source) if options.as_is else ""), *options.extras):
        files.pop(path, None)
    return files


def switch(target: str, name: str) -> None:
    """Make a release the current one, in one step.

    The disk has its name and the new link before the step, and the step itself when this returns.
    """
    link = os.path.join(target, _LINK)
    if os.path.lexists(link):
        os.unlink(link)
    os.symlink(name, link)
    durable.flush([target])
    os.replace(link, os.path.join(target, CURRENT))
    durable.flush([target])


def prune(target: str, keep: int = KEPT) -> None:
    """Make the oldest releases beyond the number kept spare folders, but never the current one."""
    now = os.path.basename(current(target) or "")
    for name in releases(target)[:-keep]:
        if name != now:
            spares.put(os.path.join(target, name))


def purge(target: str) -> list[str]:
    """Remove every release but the current one, and all that older deliveries left; return the names of what was removed.

    Files that they share with the current release stay there. Raises OSError where something cannot be removed.
    """
    with held(os.path.join(target, ".lock")):
        now = os.path.basename(current(target) or "")
        gone = [name for name in os.listdir(target) if name != now and (names.is_name(name) or spares.is_own(name))]
        for name in sorted(gone):
            shutil.rmtree(os.path.join(target, name))
        durable.flush([target])
        return sorted(gone)


def leftovers(target: str) -> list[str]:
    """Return the names of spare and unfinished folders."""
    return sorted(entry.name for entry in os.scandir(target) if spares.is_own(entry.name) and entry.is_dir(follow_symlinks=False))


def forbidden(target: str, digests: Set[str]) -> tuple[list[str], int]:
    """Read every file of every release and spare folder, those that several share once.

    Return the paths of those with one of these SHA-256, or that cannot be read, and how many files were read.
    """
    seen: set[int] = set()
    found = []
    for name in [*releases(target), *leftovers(target)]:
        unreadable: list[str] = []
        for path, state in manifest.walk(f"{target}/{name}", hidden=True, unreadable=unreadable).items():
            if not state.regular or state.inode in seen:
                continue
            seen.add(state.inode)
            try:
                if manifest.file_sha256(f"{target}/{name}/{path}") in digests:
                    found.append(f"{name}/{path}")
            except OSError:
                unreadable.append(path)
        found += [f"{name}/{path}（读不出来）" for path in unreadable]
    return found, len(seen)


def _clear(target: str, keep: int) -> None:
    """Remove what killed deliveries left, and more spare folders than the next deliveries can use."""
    durable.flush([target])  # what is a spare folder by now must not be a release again, in pieces, after a power cut
    entries = sorted(name for name in os.listdir(target) if name == _LINK or spares.is_own(name))
    spare = [name for name in entries if name.startswith(spares.PREFIX)]
    wanted = max(1, keep + 1 - len(releases(target)))
    for name in [*(name for name in entries if not name.startswith(spares.PREFIX)), *spare[:-wanted]]:
        path = os.path.join(target, name)
        if os.path.isdir(path) and not os.path.islink(path):
            shutil.rmtree(path, ignore_errors=True)
        else:
            os.unlink(path)


def rollback(target: str, check: Callable[[str], None] = lambda _: None) -> str | None:
    """Switch to the release before the current one; return its name, or None where there is none.

    `check` is given the folder of that release first; what it raises keeps the current one.
    """
    with held(os.path.join(target, ".lock")):
        now = os.path.basename(current(target) or "")
        earlier = [name for name in releases(target) if name < now]
        if not earlier:
            return None
        check(os.path.join(target, earlier[-1]))
        switch(target, earlier[-1])
        return earlier[-1]
