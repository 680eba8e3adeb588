"""A publication: build, check, make the release, deliver it to every target, say how it went."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from pathlib import Path

from . import clock, folder, lock, manifest, portable, sbom, signature, stick, targets
from .folder import Delivery, Making
from .settings import Settings, load

COLUMNS = ("目标", "版本", "文件", "字节", "核对", "秒", "结果")


NO_ROOM = 500_000
"""Free bytes of a disk below which a build that failed is told to have filled it."""


class Unportable(RuntimeError):
    """Files that terminals cannot keep; the message lists them, one a line."""


@dataclass
class Row:
    """One target in the final table."""

    name: str
    delivery: Delivery | None = None
    failure: str = ""

    def cells(self) -> tuple[str, ...]:
        """Return the cells of the table."""
        if self.delivery is None:
            return (self.name, "—", "—", "—", "—", "—", f"没有发布成功：{self.failure}。原来的版本没有动。")
        done = self.delivery
        result = "已换成新版本" if done.switched else "原来就是这个版本"
        return (self.name, done.release[:12], f"{done.copied:,}", f"{done.bytes_copied:,}", "一致", f"{done.seconds:.1f}", result)


def making(settings: Settings) -> Making:
    """Return what a configuration adds to a release."""
    extras = {}
    if settings.lock_file:
        extras[sbom.FILE] = sbom.document(Path(settings.lock_file).read_text(encoding="utf-8"))
    sign = (lambda path: signature.sign(path, os.path.expanduser(settings.signing_key))) if settings.signing_key else None
    return Making(settings.stamp, extras, sign, keep=settings.keep, zone=settings.zone)


def checked(source: str, plan: Making) -> Making:
    """Return the plan with the check of paths, which looks only at those that the release before had not."""

    def check(files: dict[str, manifest.Stamp], known: set[str]) -> None:
        found = portable.faults(source, files, known)
        if found:
            raise Unportable("\n".join(found))

    return replace(plan, check=check)


def chosen(settings: Settings, name: str) -> Iterator[tuple[str, targets.Target]]:
    """Yield the targets besides the local folder: all, or the one of a name; raises Misconfigured."""
    if name and name != targets.LOCAL and name not in settings.targets:
        known = "、".join([targets.LOCAL, *settings.targets])
        raise targets.Misconfigured(f"publishconf.py 里没有目标 {name}；有的是 {known}")
    for other, given in settings.targets.items():
        if name in ("", other):
            yield other, targets.target(other, given, settings.keep, settings.zone)


def marked(source: str, mark: str) -> int:
    """Return when the file that a complete build writes last was written, in nanoseconds; 0 where it is not there."""
    try:
        return os.stat(os.path.join(source, mark)).st_mtime_ns if mark else 0
    except FileNotFoundError:
        return 0


def built(process: subprocess.Popen, source: str, mark: str, before: int) -> int:
    """Wait for the build; return its exit code, or 1 where it says that all is well and has not come to its end.

    Pelican, for one, goes on without a plugin that it cannot load.
    """
    code = process.wait()
    if code < 0:
        print(f"生成被系统中止了（信号 {-code}），多半是内存不够；关掉别的程序再运行一次。已经发布的版本没有动。", file=sys.stderr)
        return 128 - code
    if code > 0 and os.path.isdir(source) and shutil.disk_usage(source).free < NO_ROOM:
        print(f"磁盘满了（{source}）；清出空间再运行。已经发布的版本没有动。", file=sys.stderr)
    if code == 0 and mark and marked(source, mark) == before:
        print("没有生成完整的网站：生成程序说成功了，却没有做完；看上面的英文提示，"
              "多半是插件装不上；删去 .venv 文件夹，再运行一次。已经发布的版本没有动。", file=sys.stderr)
        return 1
    return code


def publish(source: str, local: str, conf: str, name: str, build: list[str], *, mark: str = "") -> int:
    """Build if a command is given, make the release in the local folder, deliver it; return the exit code.

    `mark` is the file of the built folder that a build writes when it has come to its end.
    """
    with lock.held(lock.of_folder(source), lambda: print("另一次发布或生成正在进行，等它结束……", flush=True)):
        before = marked(source, mark)
        process = subprocess.Popen(build) if build else None
        try:
            settings = load(conf)
            others = list(chosen(settings, name))
            plan = checked(source, making(settings))
        except (targets.Misconfigured, clock.UnknownZone, OSError) as error:
            _end(process)
            print(f"没有发布：{targets.reason(error)}。", file=sys.stderr)
            return 1
        except BaseException:
            _end(process)
            raise
        if process is not None and (code := built(process, source, mark, before)) != 0:
            print("没有发布：网站没有生成，或者没有通过检查，原因写在上面。已经发布的版本没有动。", file=sys.stderr)
            return code
        first = Row(targets.LOCAL)
        warning = _clock_warning(local)
        try:
            first.delivery = folder.deliver(source, local, plan, lambda: print("另一次发布正在进行，等它结束……", flush=True))
        except folder.NothingToDeliver:
            print(f"没有可以发布的网站：{source} 不在或是空的；先运行 make html。", file=sys.stderr)
            return 1
        except Unportable as faults:
            print(f"这些文件在终端上打不开，没有发布，原来的版本没有动：\n{faults}", file=sys.stderr)
            return 1
        except signature.NotSigned as error:
            first.failure = str(error)
        except OSError as error:
            first.failure = f"{targets.reason(error)}（{error.filename or local}）"
    if first.delivery is None:
        print(table([first]))
        return 1
    if warning:
        print(warning)
    return _deliver(first, others, local, settings.zone)


def _deliver(first: Row, others: list[tuple[str, targets.Target]], local: str, zone: tzinfo) -> int:
    """Deliver the local release to the other targets; print what came of it."""
    place = first.delivery.path
    rows = [first]
    for number, (name, target) in enumerate(others, 1):
        print(f"发布到 {name}（{number} / {len(others)}）……", flush=True)
        row = Row(name)
        try:
            row.delivery = target.deliver(place)
        except Exception as error:  # whatever befalls one target, the others get their release
            row.failure = targets.reason(error)
        rows.append(row)
    said = manifest.summary(place)
    date = clock.shown(datetime.fromisoformat(said["date"]), zone)
    print(f"版本 {said['id'][:12]}，发布于 {date}：{said['files']:,} 个文件，{said['bytes']:,} 字节。{space(place)}")
    print(f"{table(rows)}\n打开 {os.path.abspath(os.path.join(local, folder.CURRENT, 'index.html'))}")
    return 1 if any(row.failure for row in rows) else 0


def space(place: str) -> str:
    """Return in words what the files of a release take on sticks."""
    parts = [f"{taken / 1e6:,.0f} MB（{cluster} KB 一簇）" for cluster, taken in zip(portable.CLUSTERS, stick.clusters(place), strict=True)]
    return "逐个文件拷到U盘上要占 " + "、".join(parts) + "。"


def _end(process: subprocess.Popen | None) -> None:
    if process is not None:
        process.terminate()
        process.wait()


def _clock_warning(local: str) -> str:
    """Return a warning where the last release is of the future, so that one of the two clocks was wrong."""
    place = folder.current(local)
    try:
        ahead = datetime.fromisoformat(manifest.summary(place or "")["date"]).timestamp() - time.time()
    except (OSError, ValueError, KeyError):
        return ""
    return f"注意：上一个版本的日期比现在晚 {ahead / 3600:.1f} 小时，这台电脑的时钟可能不对；先后仍按编号排。" if ahead > 300 else ""


def _width(text: str) -> int:
    return sum(2 if ord(letter) > 0x2E80 else 1 for letter in text)


def table(rows: Iterable[Row]) -> str:
    """Return the table that ends a publication."""
    lines = [COLUMNS, *(row.cells() for row in rows)]
    widths = [max(_width(line[number]) for line in lines) for number in range(len(COLUMNS) - 1)]
    return "\n".join(
        "  ".join([*(cell + " " * (width - _width(cell)) for cell, width in zip(line, widths, strict=False)), line[-1]]) for line in lines
    )
