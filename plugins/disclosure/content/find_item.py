"""The file in which an item stands, by its Index. The files are searched as they are, so that no cache can be wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from ..model.problems import did_you_mean
from .frontmatter import split
from .source import ITEMS, LARGEST_ITEM, is_item, walk

_BLANK_LINE = re.compile(rb"\r?\n[ \t]*\r?\n|\r[ \t]*\r")


class NoSuchItem(Exception):
    """No file, or several, have an Index. The message says so in Chinese, and which one is near."""


def claimed(path: Path, part: str = "") -> str:
    """Return the Index in an item's file, or ''. A file in which a part of the numbers looked for does not occur is not parsed."""
    if path.stat().st_size > LARGEST_ITEM:
        return ""
    data = path.read_bytes()
    if part.encode() not in data:
        return ""
    blank = None if data.removeprefix(b"\xef\xbb\xbf").startswith(b"---") else _BLANK_LINE.search(data)  # between fences a blank line does not end the header
    header = data[: blank.start()] if blank else data
    entries = split(path.name, header.decode("utf-8", "replace").encode()).entries
    return next((entry.value for entry in entries if entry.key.casefold() == "index"), "")


def item_paths(content_dir: Path, ignored: list[str]) -> Iterator[str]:
    """Yield the files of items, relative to the content folder. `ignored` are patterns of names that do not count."""
    for folder, entries in walk(str(content_dir), ITEMS, ignored, []):
        for entry in sorted(entries, key=lambda one: one.name):
            if is_item(entry.name) and entry.is_file(follow_symlinks=False):
                yield f"{folder}/{entry.name}"


def find_item(content_dir: Path, ignored: list[str], index: str) -> str:
    """Return the file of an Index, relative to the content folder. Raises `NoSuchItem` where there is none or more than one."""
    found = [path for path in item_paths(content_dir, ignored) if claimed(content_dir / path, index) == index]
    if len(found) == 1:
        return found[0]
    if found:
        raise NoSuchItem(f"有 {len(found)} 个文件都用索引号“{index}”：{'、'.join(sorted(found))}；先运行 make renumber，给其中一条换一个")
    known = {number for path in item_paths(content_dir, ignored) if (number := claimed(content_dir / path))}
    folded = {number.casefold(): number for number in sorted(known)}
    guess = f"是不是“{folded[index.casefold()]}”？" if index.casefold() in folded else did_you_mean(index, known)
    raise NoSuchItem(f"没有哪一条信息的索引号是“{index}”；{guess or '核对索引号，它写在文件的 Index 一行'}")
