"""Files that Pelican copies because a page links to them, or because they lie in a folder of static files.

Each is checked as an attachment of an item is: its kind, what it really is, what it holds. What was found is kept in
the catalogue until the file changes.
"""

from __future__ import annotations

import hashlib
import json
import os
from typing import NamedTuple

from ..catalogue.file import Catalogue
from ..content.beside_items import STATIC_SUFFIXES
from ..content.source import ITEMS, suffix
from ..model import addresses
from ..model.problems import ERROR
from ..secrecy.detect import KINDS, UNUSABLE
from ..secrecy.examine import Finding, examine_file, too_large, unusable
from ..secrecy.extract import LARGEST_FILE

_KEPT = "copied_files"
"""Name of the catalogue's setting with the findings of these files."""


class Fault(NamedTuple):
    """Why a file must not be copied, and how to mend that. The message goes on after the file's name."""

    message: str
    remedy: str


class CopiedFiles:
    """Checks of copied files, for one build."""

    def __init__(self, content_dir: str, catalogue: Catalogue) -> None:
        self._content_dir = content_dir
        self._catalogue = catalogue
        self._before: dict[str, list] = json.loads(catalogue.setting(_KEPT, "{}"))
        self._now: dict[str, list] = {}

    @property
    def looked_at(self) -> list[str]:
        """The files that were examined."""
        return sorted(self._now)

    def fault(self, source: str, save_as: str, allowed: set[str]) -> Fault | None:
        """Return why a file must not be copied; None where it may.

        `source` is relative to the content folder, `save_as` to the output folder. `allowed` are the codes of the
        exceptions of the pages that link to it.
        """
        path = os.path.join(self._content_dir, source)
        if source.startswith("..") or os.path.realpath(path) != os.path.join(os.path.realpath(self._content_dir), source):
            return Fault("不在内容文件夹里", "把文件本身放进内容文件夹")
        if source.startswith(f"{ITEMS}/"):
            return Fault("是条目的文件，只随条目公开", "链接到条目，从根写起，如 /items/年份/索引号.html")
        if suffix(source) not in STATIC_SUFFIXES:
            return Fault(f"是“{suffix(source) or '无扩展名'}”类型，不能发布", "转成 PDF、表格或图片")
        if not os.path.lexists(path):
            return Fault("不在那里", "把文件放进去，或改正链接（注意大小写）")
        if not os.path.isfile(path):
            return Fault("不是普通文件，没有打开它", "把文件本身放到这里")
        if fault := addresses.path_fault(save_as):
            return Fault(f"会写到“{save_as[:80]}”：{fault}", "改一个名字，链接里不用 {attach}")
        grave = [one for one in self._examined(source, path) if KINDS[one.kind].severity == ERROR and one.code not in allowed]
        if broken := next((one for one in grave if one.kind == UNUSABLE), None):
            return Fault(f"：{broken.masked}", KINDS[UNUSABLE].remedy)
        return Fault("含有不能公开的内容，没有发布", "照这个文件的提示改正") if grave else None

    def findings(self, source: str) -> list[Finding]:
        """Return what was found in a file, but not why it is unusable: `fault` says that."""
        return [Finding(*one) for one in self._now.get(source, (None, (), ""))[1] if one[3] != UNUSABLE]

    def has_checked_bytes(self, source: str, target: str) -> bool:
        """Return whether a copy in the output folder has the bytes that were checked."""
        with open(target, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == self._now[source][2]

    def remember(self) -> None:
        """Keep the findings of the files of this build for the next."""
        self._catalogue.set(_KEPT, json.dumps(self._now, ensure_ascii=False, sort_keys=True))

    def _examined(self, source: str, path: str) -> list[Finding]:
        """Return the findings of a file. It is read only if it changed."""
        state = os.stat(path)
        stamp = [state.st_size, state.st_mtime_ns, state.st_ctime_ns]
        if source not in self._now:
            known = self._before.get(source)
            self._now[source] = known if known and known[0] == stamp else [stamp, *_examine(source, path, state.st_size)]
        return [Finding(*one) for one in self._now[source][1]]


def _examine(source: str, path: str, size: int) -> tuple[list[list], str]:
    """Return the findings of a file as plain values, and its SHA-256."""
    digest = ""
    try:
        with open(path, "rb") as file:
            if size > LARGEST_FILE:
                seen, digest = too_large(source), hashlib.file_digest(file, "sha256").hexdigest()
            else:
                data = file.read()
                seen, digest = examine_file(source, data), hashlib.sha256(data).hexdigest()
    except OSError as error:
        seen = unusable(source, f"文件读不出来（{error.strerror}）")
    return [[one.path, one.line, one.where, one.kind, one.masked, one.code] for one in seen.findings], digest
