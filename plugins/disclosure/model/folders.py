"""Folders that a person names: which of them may be written, and how they may lie to each other.

Builds, releases and archives write into such folders, and remove files there. So a folder that
is written must be no folder of somebody else, and must not overlap another. Folders are compared
as the file system knows them: symbolic links, ``..`` and, where the system ignores it, the case of
letters make no difference.

Nothing here needs more than Python itself: `make clean` works without the environment.
"""

from __future__ import annotations

import itertools
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[3]
"""The folder of this software."""
PARTS = (".ci", ".git", ".venv", "content", "plugins", "tests", "theme")
"""Folders of the project that people and tools fill. No build may write there."""
SYSTEM = ("/bin", "/boot", "/dev", "/etc", "/lib", "/lib64", "/proc", "/sbin", "/sys", "/usr")
"""Folders of the system, with all that is in them, `MEMORY` excepted."""
MEMORY = "/dev/shm"
"""Memory that holds files of people (Filesystem Hierarchy Standard, `/dev`; Linux)."""
SHARED = ("/home", "/media", "/mnt", "/opt", "/root", "/run", "/srv", "/tmp", "/var", MEMORY)
"""Folders of the system in which folders of people lie. Only these themselves are refused."""
CONTENT = ("INPUTDIR", "PATH")
"""Names by which the content folder is known."""
READ_IN_CONTENT = ("items", "registers", "pages", "reports", "images", "files")
"""Folders of the content folder that builds read. Beside them, in the content folder, an output folder does no harm."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


@dataclass(frozen=True)
class Folder:
    """A folder, or a file, that a person has named."""

    name: str
    """The variable or setting that names it."""
    path: str
    written: bool = True
    """Whether something is written or removed in it. Content, themes and configurations are only read."""

    @property
    def shown(self) -> str:
        """The name with the path, for messages."""
        return f"{self.name}（{_CONTROL.sub('?', self.path)}）"


def faults(folders: Sequence[Folder]) -> list[str]:
    """Return, in Chinese, what is wrong with each folder, and between any two of which one is written. Nothing is touched."""
    spelt = [fault for folder in folders for fault in _spelling(folder)]
    if spelt:
        return spelt
    placed = {folder: fault for folder in folders if folder.written for fault in _place(folder)}
    others = [folder for folder in folders if folder not in placed]
    between = [fault for one, other in itertools.combinations(others, 2) for fault in _overlap(one, other)]
    return [*placed.values(), *between]


def theme_faults(theme: str, overrides: Sequence[str]) -> list[str]:
    """Return, in Chinese, that a theme is not there, or which templates it lacks. `overrides` are folders with further templates.

    The project's own theme has what is needed: a page of the site is made of each of its templates.
    """
    if not os.path.isdir(theme):
        return [f"设置 THEME 写的“{theme}”不是一个文件夹；改正路径，或者删去这一行"]
    if missing := [place for place in overrides if not os.path.isdir(place)]:
        return [f"设置 THEME_TEMPLATES_OVERRIDES 写的“{place}”不是一个文件夹；改正路径，最好写成 os.path.join(BASE, \"文件夹\")" for place in missing]
    there = {name for place in (os.path.join(theme, "templates"), *overrides) if os.path.isdir(place) for name in os.listdir(place)}
    own = PROJECT / "theme" / "templates"
    lacking = sorted(path.name for path in own.glob("*.html") if path.name not in there)
    if not lacking:
        return []
    shown = "、".join(lacking[:8]) + (f" 等 {len(lacking)} 个" if len(lacking) > 8 else "")
    return [f"主题 {theme} 缺少模板 {shown}；只改几个模板的，不要改 THEME，把它们放进一个文件夹，写在 THEME_TEMPLATES_OVERRIDES 里；自己做主题的，从 {own} 拷来补上"]


def _spelling(folder: Folder) -> Iterator[str]:
    if not folder.path.strip():
        yield f"{folder.name} 是空的；写上一个路径，或者不写 {folder.name}"
    elif _CONTROL.search(folder.path):
        yield f"{folder.shown} 里有换行或别的看不见的字符；换一个名字"
    elif folder.path.startswith("-"):
        yield f"{folder.shown} 以“-”开头，会被当作选项；写成 ./{folder.path}"
    elif folder.path.startswith("~"):
        yield f"{folder.shown} 以“~”开头；写成完整的路径"


def _place(folder: Folder) -> Iterator[str]:
    """Yield why a folder must not be written where it lies; one reason is enough."""
    remedy = f"给 {folder.name} 换一个空文件夹"
    for what, place in (("主文件夹", os.path.expanduser("~")), ("本软件的文件夹", PROJECT), ("现在所在的文件夹", os.getcwd())):
        if is_inside(place, folder.path):
            yield f"{folder.shown} 是{what}（{place}），或者包含它，不能往里写；{remedy}"
            return
    for part in PARTS:
        if is_inside(folder.path, PROJECT / part):
            yield f"{folder.shown} 在本软件的 {part} 里面，不能往里写；{remedy}"
            return
    is_system = any(is_inside(folder.path, place) for place in SYSTEM) and not is_inside(folder.path, MEMORY)
    if is_system or any(_same(folder.path, place) for place in SHARED):
        yield f"{folder.shown} 是系统的文件夹，不能往里写；{remedy}"
    elif not os.path.isdir(_existing(folder.path)[0]):
        yield f"{folder.shown} 要建在一个文件里面，或者自己就是文件；{remedy}"


def _overlap(one: Folder, other: Folder) -> Iterator[str]:
    """Yield how two folders overlap, if one of them is written."""
    if not (one.written or other.written) or _beside_content(one, other) or _beside_content(other, one):
        return
    moved = other if other.written else one
    remedy = f"给 {moved.name} 换一个不相干的空文件夹"
    if is_inside(one.path, other.path) and is_inside(other.path, one.path):
        yield f"{one.shown} 和 {other.shown} 是同一个地方；{remedy}"
    elif is_inside(one.path, other.path):
        yield f"{one.shown} 在 {other.shown} 里面；{remedy}"
    elif is_inside(other.path, one.path):
        yield f"{other.shown} 在 {one.shown} 里面；{remedy}"


def _beside_content(one: Folder, other: Folder) -> bool:
    """Return whether one folder lies in the content folder `other`, but in none of its folders that builds read."""
    return (
        other.name in CONTENT and not other.written and is_inside(one.path, other.path) and not is_inside(other.path, one.path)
        and not any(is_inside(one.path, os.path.join(other.path, name)) for name in READ_IN_CONTENT)
    )


def is_inside(path: str | Path, place: str | Path) -> bool:
    """Return whether a path lies in the folder `place`, or is that folder. Neither need exist."""
    top, missing = _existing(place)
    existing, tail = _existing(path)
    if missing:
        return _identity(existing) == _identity(top) and tail[: len(missing)] == missing
    wanted = _identity(top)
    return any(_identity(above) == wanted for above in (Path(existing), *Path(existing).parents))


def _same(path: str | Path, place: str | Path) -> bool:
    return is_inside(path, place) and is_inside(place, path)


def _existing(path: str | Path) -> tuple[str, tuple[str, ...]]:
    """Return the part of a path that exists, without links, and the names that are missing, in one case of letters."""
    real = Path(os.path.realpath(path))
    for above in (real, *real.parents):
        if os.path.lexists(above):
            return str(above), tuple(name.casefold() for name in real.relative_to(above).parts)
    return "/", ()


def _identity(path: str | Path) -> tuple[int, int]:
    """Return what the file system calls a folder, by whatever path it is reached."""
    state = os.stat(path)
    return state.st_dev, state.st_ino
