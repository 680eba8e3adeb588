"""The content folder beside `items/`: the folders of pages and of other files that Pelican reads and copies.

Pelican opens whatever it finds there: it waits at a pipe for ever, and follows links out of the folder. So these
folders are looked through before it begins. What must not be opened is named to it as ignored, and told.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ..model.problems import WARNING, Problem, did_you_mean
from .source import ATTACHMENT_SUFFIXES, ITEM_SUFFIXES, ITEMS, suffix, unfit, walk

REGISTERS = "registers"
IMPORTS = "import"
"""What `make import` keeps: its ledger and the map of columns. No build reads it."""
STATIC_SUFFIXES = {*ATTACHMENT_SUFFIXES, ".ico"}
"""Kinds of files that Pelican may copy. No browser runs scripts of these."""


@dataclass
class Beside:
    """The outcome of looking through these folders."""

    fit: dict[str, list[str]] = field(default_factory=dict)
    """Files that may be opened, relative to the content folder, by the place below which they lie."""
    has_unfit: bool = False
    """Whether there is a file or a link that must not be opened."""
    beside_pages: set[str] = field(default_factory=set)
    """Files in folders of pages that are no pages. They are published only if a page links to them."""
    problems: list[Problem] = field(default_factory=list)


def look_through(content_dir: str, page_paths: Iterable[str], static_paths: Iterable[str], ignored: list[str]) -> Beside:
    """Look through the folders that Pelican reads, without opening a file."""
    result = Beside()
    page_paths, static_paths = list(page_paths), list(static_paths)
    for place in dict.fromkeys([*page_paths, *static_paths]):
        result.fit[place] = []
        for folder, entries in _files(content_dir, place, ignored, result.problems):
            for entry in entries:
                path = f"{folder}/{entry.name}" if folder else entry.name
                if problem := unfit(path, entry) or (_no_page(path) if place in page_paths else None):
                    result.has_unfit = True
                    result.problems.append(problem)
                    continue
                result.fit[place].append(path)
                if place in page_paths and suffix(path) in STATIC_SUFFIXES:
                    result.beside_pages.add(path)
    return result


def _no_page(path: str) -> Problem | None:
    """Return the problem of a file in a folder of pages that is neither a page nor of a kind that a page may bring."""
    if suffix(path) in (*ITEM_SUFFIXES, *STATIC_SUFFIXES):
        return None
    return Problem(path, 0, "这里的页面只能是名字以 .md 结尾的文字文件（Markdown），这个文件不会发布", "新建一个 .md 文件，把文字贴进去；这个文件移出这个文件夹")


def _files(content_dir: str, place: str, ignored: list[str], problems: list[Problem]) -> Iterable[tuple[str, list[os.DirEntry]]]:
    """Return the folders below a place that Pelican is told to read. The place may be a single file."""
    top = os.path.join(content_dir, place)
    if os.path.isdir(top) and not os.path.islink(top):
        return walk(content_dir, place, ignored, problems)
    if not os.path.isdir(os.path.dirname(top)):
        return []
    with os.scandir(os.path.dirname(top)) as entries:
        return [(os.path.dirname(place), [entry for entry in entries if entry.name == os.path.basename(place)])]


def unused(content_dir: str, places: Iterable[str]) -> Iterator[Problem]:
    """Yield a reminder for each folder that nothing reads, and each item, page or attachment that lies in none.

    The name of a folder may be a slip of the pen. `places` are paths that are read.
    """
    known = {ITEMS, REGISTERS, IMPORTS, *(place.split("/")[0] for place in places)} - {"..", "."}
    if not os.path.isdir(content_dir):
        return
    with os.scandir(content_dir) as entries:
        strange = [entry for entry in entries if entry.name not in known and not entry.name.startswith(".")]
        folders = sorted(entry.name for entry in strange if entry.is_dir())
        files = sorted(entry.name for entry in strange if not entry.is_dir() and suffix(entry.name) in (*ITEM_SUFFIXES, *STATIC_SUFFIXES))
    for name in files:
        if not name.casefold().startswith("readme"):
            yield Problem(name, 0, "这里不放信息和附件，这个文件不会发布", "移到 items、pages 或别的文件夹里", WARNING)
    for name in folders:
        yield Problem(name, 0, "没有用到这个文件夹，里面的文件不会发布", did_you_mean(name, known) or "移走它，或者改成认得的名字：" + "、".join(sorted(known - {IMPORTS})), WARNING)
