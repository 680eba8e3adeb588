"""Targets: the places that show a release. There are several kinds, and all can do the same."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator, Set
from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from typing import Any, Protocol

from . import folder, known, manifest, stick
from .delivery import KEPT, Delivery, DeliveryOptions
from .failures import Damaged, Failed, Misconfigured
from .places import Place
from .purges import LOCAL
from .remote import Terminal
from .settings import Settings
from .shell import valid_host

KINDS = {"folder": {"path"}, "mount": {"path"}, "stick": {"path"}, "ssh": {"path", "host", "options"}}
"""The keys of each kind, besides `kind`."""
_PULLED = (errno.ENOENT, errno.EIO, errno.ENXIO, errno.ENODEV, errno.ESTALE, errno.ENOTCONN)
"""What the system answers when a stick has gone away under whoever writes to it."""


@dataclass(frozen=True)
class Status:
    """What a target has."""

    current: str
    """Name of the release that is shown; empty where there is none."""
    releases: list[str] = field(default_factory=list)
    """Names of all releases, oldest first."""
    differences: list[str] = field(default_factory=list)
    """How the current release differs from its manifest, a sentence for each file."""
    read: str = ""
    """In words, what was read to find them."""


class Target(Protocol):
    """A place that shows a release. Each method raises OSError, Failed or Unreachable where the place cannot be had."""

    def deliver(self, place: str) -> Delivery:
        """Show the release that stands in a local folder."""
    def answer(self) -> list[str]:
        """Return the names of all releases, without reading any: the place can be had."""
    def status(self) -> Status:
        """Read every byte of the current release, and say what is there."""
    def rollback(self, check: Callable[[str], None]) -> str | None:
        """Show the release before the current one; return its name, or None where there is none.

        `check` is given its name first. Raises Damaged where that release has changed.
        """
    def forbidden(self, digests: Set[str]) -> tuple[list[str], int]:
        """Read every file of every release; return the paths of those with one of these SHA-256, and how many were read."""
    def purge(self) -> list[str]:
        """Remove every release but the current one, and what is left of others; return the names of what was removed."""


@dataclass(frozen=True)
class Folder:
    """A folder on this machine, or mounted on it."""

    path: str
    keep: int = KEPT
    must_exist: bool = False
    """Whether the folder is not made where it is missing, since then something is not mounted."""

    def _require(self) -> None:
        if self.must_exist and not os.path.isdir(self.path):
            raise Failed(f"没有文件夹 {self.path}；先把它挂上")

    def deliver(self, place: str) -> Delivery:
        """Show the release that stands in a local folder."""
        self._require()
        return folder.deliver(place, self.path, DeliveryOptions(as_is=True, keep=self.keep))

    def answer(self) -> list[str]:
        """Return the names of all releases, without reading any."""
        self._require()
        above = self.path
        while not os.path.lexists(above):
            above = os.path.dirname(above)
        if not os.access(above, os.W_OK):
            raise Failed(f"文件夹 {above} 不能写；检查它的主人和权限")
        return folder.releases(self.path) if os.path.isdir(self.path) else []

    def status(self) -> Status:
        """Read every byte of the current release, and say what is there."""
        self._require()
        place = folder.current(self.path)
        if place is None:
            return Status("", folder.releases(self.path))
        sentences = manifest.compare(place).sentences
        if sentences:
            known.note_damage(self.path, sentences)
        read = f"已读全部 {len(manifest.read(place)):,} 个文件"
        return Status(os.path.basename(place), folder.releases(self.path), sentences, read)

    def rollback(self, check: Callable[[str], None]) -> str | None:
        """Show the release before the current one, once every byte of it was read."""
        self._require()

        def whole(place: str) -> None:
            check(os.path.basename(place))
            if sentences := manifest.compare(place).sentences:
                known.note_damage(self.path, sentences)
                raise Damaged(os.path.basename(place), sentences)

        return folder.rollback(self.path, whole)

    def forbidden(self, digests: Set[str]) -> tuple[list[str], int]:
        """Read every file of every release and spare folder."""
        self._require()
        return folder.forbidden(self.path, digests)

    def purge(self) -> list[str]:
        """Remove every release but the current one."""
        self._require()
        return folder.purge(self.path)


@dataclass(frozen=True)
class Stick:
    """A removable stick, or any folder that holds releases as archives."""

    path: str
    zone: tzinfo = UTC
    """The zone in which the stick says when the release was made."""

    def _require(self) -> None:
        if not os.path.isdir(self.path):
            raise Failed(f"没有找到U盘 {self.path}；插上以后再运行")

    def deliver(self, place: str) -> Delivery:
        """Write the archive of the release that stands in a local folder."""
        self._require()
        try:
            return stick.bundle(place, self.path, self.zone)
        except OSError as error:
            if error.errno in _PULLED:
                raise Failed("写到一半，U盘不见了；插好以后再运行一次") from None
            raise

    def answer(self) -> list[str]:
        """Return the names of all archives, without reading any."""
        self._require()
        if not os.access(self.path, os.W_OK):
            raise Failed(f"U盘 {self.path} 不能写；看看有没有写保护")
        return stick.archives(self.path)

    def status(self) -> Status:
        """Read the archive of the release that the stick installs, and say what is there."""
        self._require()
        name = stick.newest(self.path)
        there = stick.archives(self.path)
        return Status(name, there, stick.faults(self.path), "已读压缩包和安装程序") if name else Status("", there)

    def rollback(self, check: Callable[[str], None]) -> str | None:
        """Have the stick install the release before the one that it names."""
        self._require()
        return stick.rollback(self.path, check)

    def forbidden(self, digests: Set[str]) -> tuple[list[str], int]:
        """Read every file of every archive."""
        self._require()
        return stick.forbidden(self.path, digests)

    def purge(self) -> list[str]:
        """Remove every archive but that of the release to install."""
        self._require()
        return stick.purge(self.path, stick.newest(self.path))


@dataclass(frozen=True)
class Remote:
    """A terminal over SSH."""

    terminal: Terminal

    def deliver(self, place: str) -> Delivery:
        """Send the release that stands in a local folder."""
        return self.terminal.deliver(place)

    def answer(self) -> list[str]:
        """Ask the terminal for the names of all releases."""
        return self.terminal.releases()[1]

    def status(self) -> Status:
        """Have the terminal read every byte of its current release, and say what is there."""
        now, differences, files = self.terminal.verify()
        return Status(now, self.terminal.releases()[1], differences, f"已读全部 {files:,} 个文件")

    def rollback(self, check: Callable[[str], None]) -> str | None:
        """Show the release before the current one, once the terminal has read every byte of it."""
        return self.terminal.rollback(check)

    def forbidden(self, digests: Set[str]) -> tuple[list[str], int]:
        """Have the terminal read every file of every release."""
        return self.terminal.forbidden(digests)

    def purge(self) -> list[str]:
        """Have the terminal remove every release but the current one."""
        return self.terminal.purge()


def chosen(settings: Settings, name: str) -> Iterator[tuple[str, Target]]:
    """Yield the targets of a configuration by name: all of them for '', none for `LOCAL`, else the one of a name.

    Raises Misconfigured where there is none of this name, or where a target cannot be as it is described.
    """
    if name and name != LOCAL and name not in settings.targets:
        known = "、".join([LOCAL, *settings.targets])
        raise Misconfigured(f"publishconf.py 里没有目标 {name}；有的是 {known}")
    for other, given in settings.targets.items():
        if name in ("", other):
            yield other, target(other, given, settings)


def places(settings: Settings) -> Iterator[Place]:
    """Yield the folder of each target of a configuration, by which nothing else may be in it."""
    for name, given in settings.targets.items():
        machine = ""
        if given.get("kind") == "ssh":  # another port may lead to another machine
            machine = " ".join([str(given.get("host", "")).rpartition("@")[2], *map(str, given.get("options", ()))])
        yield Place(f"目标 {name} 的文件夹", str(given.get("path", "")), machine)


def target(name: str, given: dict[str, Any], settings: Settings) -> Target:
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
        return Stick(path, settings.zone)
    if kind != "ssh":
        return Folder(path, settings.keep, must_exist=kind == "mount")
    host, options = str(given.get("host", "")), tuple(map(str, given.get("options", ())))
    if not valid_host(host):
        raise Misconfigured(f"目标 {name} 的 host 是“{host}”；要写成 用户名@主机名")
    if any(letter.isspace() or letter in "'\"\\" for option in options for letter in option):
        raise Misconfigured(f"目标 {name} 的 options 里有空白、引号或反斜杠；一个参数写一项")
    return Remote(Terminal(host, path.rstrip("/"), options, settings.keep))
