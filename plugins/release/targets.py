"""Targets: the places that show a release, each of a kind, all with the same four verbs."""

from __future__ import annotations

import errno
import os
from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from typing import Any, Protocol

from . import folder, manifest, stick
from .clock import UnknownZone
from .folder import Delivery, Making
from .remote import Failed, Terminal
from .shell import Unreachable, explain, valid_host

KINDS = {"folder": {"path"}, "mount": {"path"}, "stick": {"path"}, "ssh": {"path", "host", "options"}}
PULLED = (errno.ENOENT, errno.EIO, errno.ENXIO, errno.ENODEV, errno.ESTALE, errno.ENOTCONN)
"""What the system answers when a stick has gone away under whoever writes to it."""
LOCAL = "local"
"""The target that is always there: the folder of RELEASEDIR, where releases are made."""


@dataclass(frozen=True)
class Standing:
    """What a target shows."""

    release: str
    """Name of the current release; empty where there is none."""
    releases: list[str] = field(default_factory=list)
    differences: list[str] = field(default_factory=list)


class Target(Protocol):
    """A place that shows a release."""

    def deliver(self, place: str) -> Delivery:
        """Bring a release, that stands in a local folder, and show it."""
    def standing(self) -> Standing:
        """Read every byte and say what is shown."""
    def rollback(self) -> str | None:
        """Show the release before; return its name, None where there is none."""


@dataclass(frozen=True)
class Folder:
    """A folder on this machine, or mounted on it."""

    path: str
    keep: int = folder.KEPT
    must_exist: bool = False

    def _present(self) -> None:
        if self.must_exist and not os.path.isdir(self.path):
            raise Failed(f"没有文件夹 {self.path}；先把它挂上")

    def deliver(self, place: str) -> Delivery:
        """Bring a release."""
        self._present()
        return folder.deliver(place, self.path, Making(as_is=True, keep=self.keep))

    def standing(self) -> Standing:
        """Read every byte."""
        self._present()
        place = folder.current(self.path)
        if place is None:
            return Standing("")
        return Standing(os.path.basename(place), folder.releases(self.path), manifest.compare(place).sentences)

    def rollback(self) -> str | None:
        """Show the release before."""
        self._present()
        return folder.rollback(self.path)


@dataclass(frozen=True)
class Stick:
    """A removable stick, or any folder that holds the release as one archive."""

    path: str
    zone: tzinfo = UTC
    """In which the date of the release is written."""

    def _present(self) -> None:
        if not os.path.isdir(self.path):
            raise Failed(f"没有找到U盘 {self.path}；插上以后再运行")

    def deliver(self, place: str) -> Delivery:
        """Write the archive."""
        self._present()
        try:
            return stick.bundle(place, self.path, self.zone)
        except OSError as error:
            if error.errno in PULLED:
                raise Failed("写到一半，U盘不见了；插好以后再运行一次") from None
            raise

    def standing(self) -> Standing:
        """Read the archive."""
        self._present()
        name = stick.newest(self.path)
        return Standing(name, stick.archives(self.path), stick.faults(self.path)) if name else Standing("")

    def rollback(self) -> str | None:
        """Have it install the release before."""
        self._present()
        return stick.rollback(self.path)


@dataclass(frozen=True)
class Remote:
    """A terminal over SSH."""

    terminal: Terminal

    def deliver(self, place: str) -> Delivery:
        """Send the release."""
        return self.terminal.deliver(place)

    def standing(self) -> Standing:
        """Have the terminal read every byte."""
        now, differences = self.terminal.verify()
        return Standing(now, self.terminal.releases()[1] if now else [], differences)

    def rollback(self) -> str | None:
        """Show the release before."""
        return self.terminal.rollback()


class Misconfigured(ValueError):
    """A target in the configuration cannot be; the message says why."""


def target(name: str, given: dict[str, Any], keep: int, zone: tzinfo) -> Target:
    """Return the target that an entry of RELEASE_TARGETS describes; raises Misconfigured."""
    kind = given.get("kind")
    if kind not in KINDS:
        raise Misconfigured(f"目标 {name} 的 kind 是“{kind}”；应是 {'、'.join(KINDS)} 之一")
    if unknown := given.keys() - KINDS[kind] - {"kind"}:
        raise Misconfigured(f"目标 {name} 有不认识的键 {'、'.join(sorted(unknown))}；可用的是 {'、'.join(sorted(KINDS[kind]))}")
    path = str(given.get("path", ""))
    if not os.path.isabs(path) or os.path.normpath(path) != path.rstrip("/") or any(ord(letter) < 32 for letter in path):
        raise Misconfigured(f"目标 {name} 的 path 是“{path}”；要写从根开始的文件夹，不能是根，不能有 ..")
    if kind == "stick":
        return Stick(path, zone)
    if kind != "ssh":
        return Folder(path, keep, must_exist=kind == "mount")
    host, options = str(given.get("host", "")), tuple(map(str, given.get("options", ())))
    if not valid_host(host):
        raise Misconfigured(f"目标 {name} 的 host 是“{host}”；要写成 用户名@主机名")
    if any(any(letter.isspace() for letter in option) for option in options):
        raise Misconfigured(f"目标 {name} 的 options 里有空白；一个参数写一项")
    return Remote(Terminal(host, path.rstrip("/"), options, keep))


def reason(error: BaseException) -> str:
    """Return what a failed delivery means, and what to do."""
    if isinstance(error, OSError):
        hints = {
            errno.ENOSPC: "磁盘满了；清出空间再发布", errno.EDQUOT: "磁盘配额用完了；清出空间再发布",
            errno.EROFS: "磁盘是只读的；检查磁盘有没有坏、有没有按只读挂载", errno.EFBIG: "文件太大，这个磁盘放不下；换一种格式的磁盘",
            errno.EACCES: "没有写的权限；检查文件夹的主人", errno.EPERM: "没有写的权限；检查文件夹的主人",
            errno.EIO: "磁盘读写出错；U盘可能拔掉了或坏了，换一个再试", errno.ENODEV: "设备不在了；插好以后再试",
        }
        return hints.get(error.errno or 0, f"{error.strerror or error}；改正以后再发布")
    if isinstance(error, (Failed, Unreachable, Misconfigured, UnknownZone)):
        return str(error)
    return explain(str(error))
