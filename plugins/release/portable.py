"""Names and paths that other machines do not take: Windows, exFAT, a burnt disc.

Only paths are looked at. Whether the links of pages lead somewhere is for those to check who make pages.
Source: Microsoft, "Naming Files, Paths, and Namespaces"; the exFAT specification, section 7.7.3.
"""

from __future__ import annotations

import re
import stat
import unicodedata
from collections.abc import Iterable, Mapping, Set

from .manifest import FileState

LONGEST_PATH = 200
"""Characters. Windows allows 260 for the whole path, and the site stands in some folder."""

CLUSTERS = (32, 128)
"""Usual sizes of a stick's clusters in KiB, of which each file takes a whole number: exFAT's up to 32 GB and above."""

_FORBIDDEN = re.compile(r'[<>:"|?*\\\x00-\x1f\x7f]')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?\Z", re.IGNORECASE)


def fault_of(path: str) -> str:
    """Return in words why Windows or exFAT cannot keep a path; the empty string where they can."""
    if any("\ud800" <= letter <= "\udfff" for letter in path):
        return "名字不是 UTF-8"
    for name in path.split("/"):
        if _FORBIDDEN.search(name):
            return "名字里有 Windows 不允许的字符"
        if _RESERVED.match(name):
            return "名字是 Windows 保留的"
        if name != name.strip(" ") or name.endswith("."):
            return "名字首尾有空格，或者以句点结尾"
        if len(name.encode("utf-16-le")) > 510:
            return "名字超过 255 个字符"
    return f"路径超过 {LONGEST_PATH} 个字符" if len(path) > LONGEST_PATH else ""


def _key(path: str) -> str:
    return unicodedata.normalize("NFC", path).casefold()


def collisions(paths: Iterable[str]) -> list[tuple[str, str]]:
    """Return the pairs of paths, or of their folders, that are one where case and composition of letters do not count."""
    seen: dict[str, str] = {}
    found = []
    folders: set[str] = set()
    for path in paths:
        folder = path.rpartition("/")[0]
        while folder and folder not in folders:
            folders.add(folder)
            folder = folder.rpartition("/")[0]
        other = seen.setdefault(path.casefold() if path.isascii() else _key(path), path)
        if other != path:
            found.append((other, path))
    for folder in sorted(folders):
        other = seen.setdefault(_key(folder), folder)
        if other != folder:
            found.append((other, folder))
    return found


def faults(files: Mapping[str, FileState], known: Set[str] = frozenset()) -> list[str]:
    """Return in words what is wrong with the files of a folder; the paths in `known` were found good before."""
    fresh = sorted(files.keys() - known)
    found = [f"{_shown(path)}：{fault}；改了名字再发布" for path in fresh if (fault := fault_of(path))]
    for path in sorted(path for path, state in files.items() if not stat.S_ISREG(state.mode)):
        if stat.S_ISLNK(files[path].mode):
            found.append(f"{_shown(path)}：是符号链接，U盘和 Windows 上打不开；换成文件本身")
        else:
            found.append(f"{_shown(path)}：不是普通文件，是管道或设备；删去它再发布")
    if fresh:
        for one, other in collisions(files):
            found.append(f"{_shown(other)}：与 {_shown(one)} 只差大小写，在 Windows 和 U盘上是同一个文件；改一个名字")
    return found


def _shown(path: str) -> str:
    """Return a path as one line of text, whatever is in it."""
    return "".join(letter if letter.isprintable() else ascii(letter)[1:-1] for letter in path)


def space(sizes: Iterable[int], cluster: int) -> int:
    """Return the bytes that files take, given their sizes in bytes, where each takes whole clusters of so many KiB."""
    unit = cluster * 1024
    return sum(-(-size // unit) for size in sizes) * unit
