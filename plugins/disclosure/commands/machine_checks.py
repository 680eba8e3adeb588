"""What a machine needs to make and to publish a site: each check says what it found, and how to mend it.

Nothing here needs more than Python itself: the environment may be what is wrong.
"""

from __future__ import annotations

import datetime
import locale
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from typing import NamedTuple

from . import environment

GOOD, REMINDER, BAD = "正常", "提醒", "不行"
FREE_MB = 500
"""Megabytes below which a build of a common site may not end."""
MEMORY_MB = 600
_NAMES = (("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge"), ("firefox-esr", "firefox"))
_OLDEST = {0: 80, 1: 113}
"""The oldest version that searches: Chromium, Firefox."""


class Finding(NamedTuple):
    """One thing that was looked at."""

    mark: str
    words: str
    """What was found; and for a reminder or a fault, how to mend it."""


def python() -> Finding:
    """Look at Python itself."""
    version = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info < environment.OLDEST:
        return Finding(BAD, f"Python {version} 太旧；装上 3.11 或更新的，用 make PYTHON3=/路径/python3 指明")
    return Finding(GOOD, f"Python {version}")


def packages() -> Finding:
    """Look whether the environment is whole."""
    if not environment.PYTHON.exists():
        return Finding(BAD, "还没有准备环境 .venv；连上网络，运行一次 make html，会自己准备")
    if not environment.is_ready():
        return Finding(BAD, "环境 .venv 与 requirements.lock 不符；连上网络，运行一次 make html，会自己重新安装")
    return Finding(GOOD, "环境 .venv 与 requirements.lock 相符")


def letters() -> Finding:
    """Look whether file names and output can be Chinese."""
    system, output = sys.getfilesystemencoding(), sys.stdout.encoding or ""
    if "utf" not in system.lower():
        return Finding(BAD, f"文件名的编码是 {system}，写不了中文名字；运行 export LC_ALL=C.UTF-8 以后再用")
    if "utf" not in output.lower():
        return Finding(REMINDER, f"输出的编码是 {output or '未知'}，中文会显示不了；运行 export LC_ALL=C.UTF-8，或者把终端设成 UTF-8")
    return Finding(GOOD, f"语言环境 {os.environ.get('LC_ALL') or os.environ.get('LANG') or locale.getlocale()[0] or 'C'}，编码 UTF-8")


def fonts() -> Finding:
    """Look whether the machine can show Chinese letters."""
    found = _said("fc-list", ":lang=zh", "family")
    if found is None:
        return Finding(REMINDER, "没有 fc-list，不知道有没有中文字体；看不到汉字的话，Debian、Ubuntu 运行 apt install fonts-noto-cjk")
    if not found.strip():
        return Finding(REMINDER, "没有中文字体，在这台电脑上看不到汉字；Debian、Ubuntu 运行 apt install fonts-noto-cjk")
    return Finding(GOOD, f"中文字体 {len(found.strip().splitlines())} 种，如 {found.strip().splitlines()[0].split(',')[0]}")


def git(folder: str) -> Iterator[Finding]:
    """Look whether there is Git, and whether a content folder is kept in it."""
    version = _said("git", "--version")
    if version is None:
        yield Finding(BAD, "没有 Git，内容改了什么、谁改的都查不到；Debian、Ubuntu 运行 apt install git")
        return
    yield Finding(GOOD, version.strip())
    if _said("git", "-C", folder, "rev-parse", "--show-toplevel") is None:
        yield Finding(REMINDER, f"内容文件夹 {folder} 没有存进 Git；在网站的文件夹里运行 git init，再 git add -A，再 git commit")
        return
    lacking = [name for name in ("user.name", "user.email") if not (_said("git", "-C", folder, "config", name) or "").strip()]
    if lacking:
        yield Finding(REMINDER, f"Git 不知道您是谁，提交不了；运行 git config --global {lacking[0]} “…”")
    if changed := (_said("git", "-C", folder, "status", "--porcelain", "--", ".") or "").splitlines():
        yield Finding(REMINDER, f"内容文件夹里有 {len(changed)} 处改动还没有提交；写好了的，运行 git add 和 git commit")


def space(name: str, folder: str) -> Finding:
    """Look whether a folder can be written, and whether its disk has room."""
    above = os.path.abspath(folder)
    while not os.path.lexists(above):
        above = os.path.dirname(above)
    if not os.access(above, os.W_OK):
        return Finding(BAD, f"{name}（{folder}）不能写；检查 {above} 的主人和权限")
    free = shutil.disk_usage(above).free // 1_000_000
    state = os.statvfs(above) if hasattr(os, "statvfs") else None  # Windows has none
    if free < FREE_MB:
        return Finding(BAD, f"{name}（{folder}）所在的磁盘只剩 {free:,} MB；腾出至少 {FREE_MB} MB")
    if state is not None and state.f_files and state.f_favail < 100_000:
        return Finding(REMINDER, f"{name}（{folder}）所在的磁盘只能再放 {state.f_favail:,} 个文件；大的网站不够，删去不用的文件")
    return Finding(GOOD, f"{name}（{folder}）能写，还有 {free:,} MB")


def memory() -> Finding | None:
    """Look at the memory that is free; None where the system does not say."""
    try:
        with open("/proc/meminfo", encoding="ascii") as file:
            free = int(re.search(r"MemAvailable:\s+(\d+) kB", file.read())[1]) // 1000
    except (OSError, TypeError):
        return None
    if free < MEMORY_MB:
        return Finding(REMINDER, f"内存只有 {free:,} MB 可用；五万条的网站要 {MEMORY_MB} MB，先关掉别的程序")
    return Finding(GOOD, f"内存有 {free:,} MB 可用")


def browser() -> Finding:
    """Look for a browser that can show the site and search it."""
    seen = []
    for kind, names in enumerate(_NAMES):
        for name in names:
            said = _said(name, "--version") if shutil.which(name) else None
            number = re.search(r"(\d+)\.", said or "")
            if number and int(number[1]) >= _OLDEST[kind]:
                return Finding(GOOD, f"浏览器 {said.strip()}")
            seen += [said.strip()] if said else []
    if seen:
        return Finding(REMINDER, f"浏览器 {'、'.join(seen)} 太旧，不能检索；换 Chromium 80 或 Firefox 113 以上的")
    return Finding(REMINDER, "没有找到浏览器，在这台电脑上看不了网站；Debian、Ubuntu 运行 apt install firefox-esr")


def programs(kinds: set[str], is_signed: bool) -> Iterator[Finding]:
    """Look for the programs that deliveries need: `kinds` are those of the targets."""
    wanted = [("ssh", "openssh-client"), ("rsync", "rsync")] if "ssh" in kinds else []
    wanted += [("ssh-keygen", "openssh-client")] if is_signed else []
    for name, package in wanted:
        if shutil.which(name):
            yield Finding(GOOD, f"有 {name}")
        else:
            yield Finding(BAD, f"没有 {name}，送不到终端、签不了名；Debian、Ubuntu 运行 apt install {package}")


def clock(releases: str) -> Finding:
    """Look whether the clock is later than the newest release."""
    now = datetime.datetime.now(datetime.timezone.utc)  # noqa: UP017 (older Pythons run this, too)
    stamps = [found[1] for name in (os.listdir(releases) if os.path.isdir(releases) else ()) if (found := re.match(r"\d+-(\d{8}T\d{6})Z-", name))]
    last = max(stamps, default="")
    if last > now.strftime("%Y%m%dT%H%M%S") or now.year < 2024:
        return Finding(BAD, f"电脑的时钟是 {now:%Y-%m-%d %H:%M}（UTC），比上次发布还早；校准时钟")
    return Finding(GOOD, f"时钟 {now:%Y-%m-%d %H:%M}（UTC）")


def _said(*command: str) -> str | None:
    """Return what a command prints; None where it cannot be run or fails."""
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, timeout=20)
    except (OSError, subprocess.TimeoutExpired, UnicodeDecodeError):
        return None
    return done.stdout if done.returncode == 0 else None
