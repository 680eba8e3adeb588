"""The content folder as files: which there are, and which moved since the last build.

A file has moved when its size or its times differ. Only then it is read again, and it is
parsed again only when its bytes differ.
"""

from __future__ import annotations

import fnmatch
import marshal
import os
import re
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from ..model import addresses
from ..model.problems import WARNING, Problem

ITEMS = "items"
ITEM_SUFFIXES = (".md", ".markdown")
LARGEST_ITEM = 30_000_000
"""Bytes. A larger Markdown file is not read."""
LARGEST_ATTACHMENT = 500_000_000
"""Bytes. A larger file is not published: no terminal opens it."""
CLOCK_TICK_NS = 20_000_000
"""Nanoseconds. A file that changes twice within one tick of the file system's clock has the same times both times."""

ATTACHMENT_SUFFIXES = {
    ".pdf": "PDF 文件", ".ofd": "OFD 文件", ".doc": "文字文档", ".docx": "文字文档", ".wps": "文字文档",
    ".rtf": "文字文档", ".odt": "文字文档", ".xls": "电子表格", ".xlsx": "电子表格", ".et": "电子表格",
    ".ods": "电子表格", ".csv": "电子表格", ".ppt": "幻灯片", ".pptx": "幻灯片", ".odp": "幻灯片",
    ".txt": "文本文件", ".zip": "压缩包", ".rar": "压缩包", ".7z": "压缩包",
    ".jpg": "图片", ".jpeg": "图片", ".png": "图片", ".gif": "图片", ".webp": "图片", ".bmp": "图片",
    ".tif": "图片", ".tiff": "图片", ".mp3": "音频", ".wav": "音频", ".mp4": "视频", ".webm": "视频",
}
"""Kinds of files that may be attached, and their names for readers. No browser runs scripts of these."""

def kind_of_file(name: str) -> str:
    """Return the kind of a file for readers, by its name: 电子表格（xlsx）, PDF 文件."""
    ending = suffix(name)
    kind = ATTACHMENT_SUFFIXES.get(ending, "文件")
    return kind if kind.lower().startswith(ending[1:] or " ") else f"{kind}（{ending[1:]}）"


OPENED_WITH = {
    **dict.fromkeys((".doc", ".docx", ".wps", ".rtf", ".odt"), "文字处理软件"),
    **dict.fromkeys((".xls", ".xlsx", ".et", ".ods", ".csv"), "表格软件"),
    **dict.fromkeys((".ppt", ".pptx", ".odp"), "幻灯片软件"),
    **dict.fromkeys((".zip", ".rar", ".7z"), "解压缩软件"),
    **dict.fromkeys((".tif", ".tiff"), "看图软件"), ".ofd": "OFD 阅读软件",
}
"""The software that a reader needs for files that a browser does not open."""

SHOWABLE = {".jpg", ".jpeg", ".png", ".gif", ".webp", ".bmp"}
"""Images that a page may show."""


Stamp = tuple[int, int, int]
"""Size in bytes, mtime and ctime in nanoseconds of a file. While they stay the same the file was not touched."""


def is_item(path: str) -> bool:
    """Return whether a source path is an item (else it is an attachment)."""
    return path.endswith(ITEM_SUFFIXES)


def suffix(path: str) -> str:
    """Return the lower-case extension of a path, with its dot."""
    return os.path.splitext(path)[1].lower()


@dataclass
class Scan:
    """The outcome of a walk through ``items/``. Files are listed only for the folders in which something moved."""

    found: dict[str, Stamp] = field(default_factory=dict)
    """The files of these folders as they are now."""
    known: dict[str, Stamp] = field(default_factory=dict)
    """The files of these folders as the last build saw them."""
    problems: list[Problem] = field(default_factory=list)
    """Files that must not be there, and folders that cannot be read."""
    folders: dict[str, bytes] = field(default_factory=dict)
    """The stamps of these folders, for the next build."""
    gone: set[str] = field(default_factory=set)
    """Folders that the last build saw and that have no files any more."""

    def moved(self, racy_ns: int) -> list[str]:
        """Return the paths to read again: new or touched files, and those whose times are too close to the last build's reading.

        `racy_ns` is what `racy_since` returns.
        """
        return [path for path, stamp in self.found.items() if self.known.get(path) != stamp or stamp[2] >= racy_ns]


def racy_since(read_at_ns: int) -> int:
    """Return the time (ns) from which a file's times prove nothing: a build that read at `read_at_ns` may have missed a change."""
    return read_at_ns - CLOCK_TICK_NS


def folder_of(path: str) -> str:
    """Return the folder of a source path."""
    return path.rpartition("/")[0]


def scan(
    content_dir: str, ignored: list[str], remembered: dict[str, bytes], racy_ns: int,
    known_in: Callable[[str], dict[str, Stamp]],
) -> Scan:
    """Walk through ``items/``. Compare folder by folder, and file by file only where the stamps of a folder differ.

    `remembered` are the stamps of all folders at the last build. `known_in` returns the files
    that the last build saw in a folder; it has checked that they may be there.
    """
    result = Scan(gone=set(remembered))
    for folder, entries in walk(content_dir, ITEMS, ignored, result.problems):
        result.gone.discard(folder)
        states = [(entry.name, entry.stat(follow_symlinks=False)) for entry in entries]
        listed = [(name, state.st_size, state.st_mtime_ns, state.st_ctime_ns) for name, state in states]
        stamps = marshal.dumps(listed, 2)
        if stamps == remembered.get(folder) and max(stamp[3] for stamp in listed) < racy_ns:
            continue
        known = known_in(folder)
        fit = True
        for entry, (name, *stamp) in zip(entries, listed, strict=True):
            path = f"{folder}/{name}"
            if (path not in known or not stamp[0] or not entry.is_file(follow_symlinks=False)) and (problem := _misplaced(path, entry, stamp[0])):
                result.problems.append(problem)
                fit = False
            else:
                result.found[path] = tuple(stamp)
        result.known |= known
        result.folders[folder] = stamps if fit else b""  # so that every build tells of a file that must not be there
    for folder in result.gone:
        result.known |= known_in(folder)
    return result


def _misplaced(path: str, entry: os.DirEntry, size: int) -> Problem | None:
    """Return the problem of a file under ``items/`` that cannot be published whatever is in it, by its name, kind and size (bytes)."""
    if problem := unfit(path, entry):
        return problem
    if is_item(path):
        return None
    if not size:
        return Problem(path, 0, "文件是空的，不会发布", "放进有内容的文件，或删去它")
    if suffix(path) not in ATTACHMENT_SUFFIXES:
        return Problem(path, 0, f"“{suffix(path) or '无扩展名'}”类型的文件不能发布", "转成 PDF、表格或图片，或移出条目目录")
    return None


def misplaced(content_dir: str, path: str) -> Problem | None:
    """Return the problem of a file under ``items/`` that cannot be published whatever is in it."""
    folder, _, name = path.rpartition("/")
    with os.scandir(os.path.join(content_dir, folder)) as entries:
        entry = next((entry for entry in entries if entry.name == name), None)
    return _misplaced(path, entry, entry.stat(follow_symlinks=False).st_size) if entry else None


def unfit(path: str, entry: os.DirEntry) -> Problem | None:
    """Return the problem of any file of the content folder that must not be opened or published, by its name and kind."""
    if not _is_unicode(path):
        shown = path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
        return Problem(shown, 0, "文件名不是 UTF-8 编码", "改一个名字（多半是从旧的压缩包里解出来的）")
    if entry.is_symlink():
        return Problem(path, 0, "这是符号链接，不能发布", "把文件本身放到这里")
    if not entry.is_file(follow_symlinks=False):
        kind = next((name for test, name in _SPECIAL if test(entry.stat(follow_symlinks=False).st_mode)), "特殊文件")
        return Problem(path, 0, f"这是{kind}，不是普通文件，没有打开它", "删去它，把文件本身放到这里")
    if leftover := _leftover(entry.name):
        return Problem(path, 0, f"这是{leftover}，不会发布", "删去它；要公开的是它旁边的文件", WARNING)
    if fault := addresses.portable_name(entry.name):
        return Problem(path, 0, f"文件名{fault}", "改一个名字，只用汉字、字母、数字、“-”和“_”")
    if suffix(path) in ITEM_SUFFIXES and not is_item(path):
        return Problem(path, 0, "扩展名要写成小写，不然不会当作信息或页面", f"把扩展名改成 {suffix(path)}")
    size, most = entry.stat(follow_symlinks=False).st_size, LARGEST_ITEM if is_item(path) else LARGEST_ATTACHMENT
    if size > most:
        return Problem(path, 0, f"文件有 {readable_size(size)}，太大，没有打开它", f"分成几个不超过 {most // 1_000_000} MB 的文件")
    return None


_SPECIAL = (
    (stat.S_ISFIFO, "管道"), (stat.S_ISSOCK, "套接字"), (stat.S_ISBLK, "设备"), (stat.S_ISCHR, "设备"),
)
_LEFTOVERS = {"thumbs.db": "系统留下的缩略图文件", "ehthumbs.db": "系统留下的缩略图文件", "desktop.ini": "系统留下的文件夹设置", "__macosx": "系统留下的文件"}


def _leftover(name: str) -> str:
    """Return what left a file behind that nobody means to publish; '' for any other file."""
    folded = name.casefold()
    if folded.startswith(("~$", ".~")):
        return "办公软件打开文档时留下的锁定文件"
    if folded.endswith(("~", ".bak", ".tmp", ".swp")) or folded.startswith("~wrl"):
        return "软件留下的备份或临时文件"
    return _LEFTOVERS.get(folded, "")


def _is_unicode(path: str) -> bool:
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return True


def walk(content_dir: str, start: str, ignored: list[str], problems: list[Problem]) -> Iterator[tuple[str, list[os.DirEntry]]]:
    """Yield each folder below `start` that has files, with its files. Symbolic links to folders count as files.

    A folder that cannot be read is added to `problems`: else its items would leave the site in silence.
    """
    skipped = re.compile("|".join([r"\.", *(fnmatch.translate(pattern) for pattern in ignored)])).match
    folders = [start]
    while folders:
        folder = folders.pop()
        try:
            entries = os.scandir(os.path.join(content_dir, folder))
        except FileNotFoundError:
            continue
        except NotADirectoryError:
            problems.append(Problem(folder, 0, "这里要放文件夹，现在是一个文件", f"把文件移走，建一个名叫“{folder}”的文件夹，条目放在里面"))
            continue
        except OSError as error:
            problems.append(Problem(folder, 0, f"文件夹读不出来（{error.strerror}）", "检查文件夹的权限和磁盘"))
            continue
        files = []
        with entries:
            for entry in entries:
                if skipped(entry.name):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    folders.append(f"{folder}/{entry.name}")
                else:
                    files.append(entry)
        if files:
            yield folder, files


def readable_size(size: int) -> str:
    """Return a file size for readers, in KB of 1,024 bytes or MB of 1,024 KB."""
    if size < 1024 * 1024:
        return f"{max(1, round(size / 1024))} KB"
    return f"{size / 1024 / 1024:.1f} MB"
