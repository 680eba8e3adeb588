"""A publication: build, check the paths, make the release, deliver it to every target, say how it went."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Set
from dataclasses import replace
from datetime import datetime, tzinfo
from functools import partial
from pathlib import Path

from . import bundles, clock, folder, known, lock, manifest, portable, purges, sbom, signature, stick, targets
from .build import Build
from .delivery import DeliveryOptions
from .failures import DamagedSource, Failed, Misconfigured, reason
from .places import Place
from .places import require_apart as require
from .settings import Settings, load
from .table import Row, table


class Unportable(RuntimeError):
    """Other machines cannot keep these files; the message lists them, one a line."""


def options_of(settings: Settings) -> DeliveryOptions:
    """Return how a configuration wants releases made; raises OSError where it names a file that cannot be read."""
    extras = {}
    if settings.lock_file:
        extras[sbom.FILE] = sbom.document(Path(settings.lock_file).read_text(encoding="utf-8"))
    sign = is_signed = None
    if settings.signing_key:
        key = os.path.expanduser(settings.signing_key)
        sign = partial(signature.sign, key=key)
        is_signed = partial(signature.is_by, key=key, signer=settings.signer)
    return DeliveryOptions(settings.stamp, extras, sign, is_signed, keep=settings.keep, zone=settings.zone)


def checked_options(settings: Settings) -> DeliveryOptions:
    """Return the same with a check of the paths, which raises Unportable."""

    def check(files: dict[str, manifest.FileState], known: Set[str]) -> None:
        found = portable.faults(files, known)
        if found:
            raise Unportable("\n".join(found))

    return replace(options_of(settings), check=check)


class Purging:
    """The purges of a local folder during a publication: those that were left unfinished, and perhaps a new one."""

    def __init__(self, local: str, moment: str = "", paths: list[str] | None = None) -> None:
        """`paths` are those of a new purge, which is ordered at a moment; without a moment there is none.

        Raises Misconfigured where the record was damaged, and Failed where no release has one of the paths.
        """
        self._record, self._paths = purges.load(local), paths or []
        self._new = self._record.order(self._paths, moment) if moment else None

    def approve(self, digests: dict[str, str]) -> None:
        """Write the new purge down once the release that comes now is known; raises Failed where that may not be released."""
        self._record.approve(digests)
        if self._new is not None:
            self._record.begin(self._new, self._paths, digests)

    def after(self, row: Row, target: targets.Target) -> None:
        """Purge a target that has got its release, if it still has to be; with the local folder those of its archives."""
        release = os.path.basename(row.delivery.path).removesuffix(".tar.gz")
        failures = []
        if self._record.pending(row.name):
            try:
                row.purged = target.purge()
                self._record.done(row.name, release)
            except Exception as error:  # the release is delivered all the same, and the next delivery purges
                failures.append(reason(error))
        for place in bundles.folders(self._record.local) if row.name == targets.LOCAL else ():
            try:
                bundles.purge(self._record, place, release)
            except Exception as error:
                failures.append(reason(error))
        row.not_purged = "；".join(failures)


ORIGIN = ".origin"
"""Name of a file in the local folder: the path of the folder that the current release was built of. No target gets it."""


def require_apart(settings: Settings, source: str, local: str, *more: Place) -> None:
    """Raise Misconfigured where the built folder, the releases and the targets are not apart."""
    places = [Place("生成的文件夹", source)] if source else []
    require([*places, Place("发布的文件夹", local), *more, *targets.places(settings)])


def publish(
    source: str, local: str, conf: str, name: str, command: list[str], *, mark: str = "", purge: bool = False, forbid: str = "", origin: str = ""
) -> int:
    """Build a folder, make the release in the local folder, deliver it to the targets; return the exit code.

    `command` builds the folder `source` and ends with writing its file `mark`; an empty command builds nothing. `conf` is
    the configuration. `name` chooses one of its targets, '' all. With `purge` no release from before stays anywhere, and
    what `forbid` lists (a file with paths of older releases, one a line) may never be released again. `origin` is the
    folder that the site was built of: the local folder keeps its path (`ORIGIN`), for whoever compares a site with the last.
    """
    try:
        settings = load(conf)
        require_apart(settings, source, local)
        folder.refuse_foreign(local)
        others = list(targets.chosen(settings, name))
        options = checked_options(settings)
        paths = purges.paths_in(forbid) if forbid else []
    except (Failed, Misconfigured, OSError) as error:
        print(f"没有发布：{reason(error)}。", file=sys.stderr)
        return 1
    with lock.held(lock.of_folder(source), lambda: print("另一次发布或生成正在进行，等它结束……", flush=True)):
        try:
            purging = Purging(local, clock.now(settings.zone) if purge else "", paths)
        except (Failed, Misconfigured, OSError) as error:
            print(f"没有发布：{reason(error)}。", file=sys.stderr)
            return 1
        if command and (code := Build(command, source, mark).wait()) != 0:
            print("没有发布：网站没有生成，或者没有通过检查，原因写在上面。已经发布的版本没有动。", file=sys.stderr)
            return code
        warning = _clock_warning(local)
        row = _make(source, local, replace(options, approve=purging.approve))
        if row is not None and row.delivery is not None:
            purging.after(row, targets.Folder(local, settings.keep))
            if origin:
                Path(local, ORIGIN).write_text(os.path.realpath(origin), encoding="utf-8", errors="surrogateescape")
    if row is None:
        return 1
    if row.delivery is None:
        print(table([row]))
        return 1
    if warning:
        print(warning)
    return _deliver(row, others, local, settings.zone, purging)


def _make(source: str, local: str, options: DeliveryOptions) -> Row | None:
    """Make the release in the local folder; return its row, or None where there is nothing to make it of, which is told."""
    row = Row(targets.LOCAL)
    try:
        row.delivery = folder.deliver(source, local, options, lambda: print("另一次发布正在进行，等它结束……", flush=True))
    except folder.NothingToDeliver:
        print(f"没有可以发布的网站：{source} 不在或是空的；先运行 make html。", file=sys.stderr)
        return None
    except Unportable as faults:
        print(f"这些文件在终端上打不开，没有发布，原来的版本没有动：\n{faults}", file=sys.stderr)
        return None
    except Failed as error:
        row.failure = str(error)
    except OSError as error:
        row.failure = f"{reason(error)}（{error.filename or local}）"
    return row


def _deliver(first: Row, others: list[tuple[str, targets.Target]], local: str, zone: tzinfo, purging: Purging) -> int:
    """Deliver the local release to the other targets; print what came of it; return the exit code."""
    place = first.delivery.path
    rows = [first]
    for number, (name, target) in enumerate(others, 1):
        print(f"发布到 {name}（{number} / {len(others)}）……", flush=True)
        row = Row(name)
        try:
            row.delivery = target.deliver(place)
            purging.after(row, target)
        except DamagedSource as error:
            known.note_damage(local, [str(error)])
            row.failure = str(error)
        except Exception as error:  # one target that fails must not keep the others from their release
            row.failure = reason(error)
        rows.append(row)
    said = manifest.summary(place)
    date = clock.shown(datetime.fromisoformat(said["date"]), zone)
    print(f"版本 {said['id'][:12]}，发布于 {date}：{said['files']:,} 个文件，{said['bytes']:,} 字节。{_space_on_sticks(place)}")
    print(f"{table(rows)}\n打开 {os.path.abspath(os.path.join(local, folder.CURRENT, 'index.html'))}")
    return 1 if any(row.failure or row.not_purged for row in rows) else 0


def _space_on_sticks(place: str) -> str:
    """Return in words what the files of a release take on sticks, one by one."""
    sizes = zip(portable.CLUSTERS, stick.space_unpacked(place), strict=True)
    return "逐个文件拷到U盘上要占 " + "、".join(f"{taken / 1e6:,.0f} MB（{cluster} KB 一簇）" for cluster, taken in sizes) + "。"


def _clock_warning(local: str) -> str:
    """Return a warning where the last release is of the future: one of the two clocks was wrong. Else the empty string."""
    place = folder.current(local)
    try:
        ahead = datetime.fromisoformat(manifest.summary(place or "")["date"]).timestamp() - time.time()
    except (OSError, ValueError, KeyError):
        return ""
    return f"注意：上一个版本的日期比现在晚 {ahead / 3600:.1f} 小时，这台电脑的时钟可能不对；先后仍按编号排。" if ahead > 300 else ""
