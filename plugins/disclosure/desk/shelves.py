"""The items of a content folder as Decap lists them: drafts, and what is public by year, a full year by months.

Decap knows each item by a name without a slash: the path of its file below `items/`. It holds whole lists in the browser,
so no list may grow with the archive.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from ..content import frontmatter, source
from ..model.item import FIELD_BY_KEY
from .form import Shelf
from .refusal import Refusal

DRAFTS = "drafts"
UNDATED = "undated"
FULL_YEAR = 600
"""Public items of a year above which it is shown by months."""
_LISTED = ("Title", "Index", "Category", "Agency", "Date", "Status")
_HEADER = 16_384
"""Bytes at the beginning of a file in which its header is looked for."""
_BLANK_LINE = re.compile(rb"\r?\n[ \t]*\r?\n|\r[ \t]*\r")
_ESCAPES = {"~": "~0", "/": "~1"}


@dataclass(frozen=True, slots=True)
class Listed:
    """An item in a list: the name by which Decap knows it, and what the list shows."""

    name: str
    values: dict[str, str]
    month: str
    """The month of publication, or '' where no day is stated."""

    @property
    def is_draft(self) -> bool:
        """Whether it is not published."""
        return self.values.get("Status") == "draft"


def name_of(path: str) -> str:
    """Return the name of an item by the path of its file below `items/`."""
    return re.sub("[~/]", lambda found: _ESCAPES[found[0]], path)


class Shelves:
    """The items below `items/`. A file is read again only when it has changed."""

    def __init__(self, content: Path, ignored: list[str]) -> None:
        self.content, self._ignored = content, ignored
        self._known: dict[str, tuple[source.Stamp, Listed]] = {}
        self._begun: dict[str, str] = {}

    def items(self) -> list[Listed]:
        """Return all items, in no order."""
        known, self._known = self._known, {}
        for folder, entries in source.walk(str(self.content), source.ITEMS, self._ignored, []):
            for entry in entries:
                path = f"{folder}/{entry.name}"
                if source.is_item(path) and entry.is_file(follow_symlinks=False):
                    state = entry.stat(follow_symlinks=False)
                    stamp = (state.st_size, state.st_mtime_ns, state.st_ctime_ns)
                    before = known.get(path)
                    self._known[path] = before if before and before[0] == stamp else (stamp, self._read(path))
        return [listed for _, listed in self._known.values()]

    def _read(self, path: str) -> Listed:
        with open(self.content / path, "rb") as file:
            start = file.read(_HEADER)
        values = {}
        for entry in frontmatter.split(path, _header(start)).entries:
            field = FIELD_BY_KEY.get(entry.key.casefold().replace("_", "-"))
            if field and field.key in _LISTED:
                values.setdefault(field.key, entry.value)
        relative = path.removeprefix(f"{source.ITEMS}/")
        month = values["Date"][:7] if re.match(r"\d{4}-\d\d-\d\d", values.get("Date", "")) else ""
        return Listed(name_of(relative), {"Title": f"（表头读不出来）{relative}"} | values, month)

    def shelves(self) -> Iterator[Shelf]:
        """Yield the lists: drafts first, then years or months from the newest to the oldest."""
        yield Shelf(DRAFTS, "草稿（还没有公开）", new=True)
        public = [listed for listed in self.items() if not listed.is_draft]
        months = Counter(listed.month for listed in public)
        years = Counter(listed.month[:4] for listed in public)
        for year in sorted(filter(None, years), reverse=True):
            if years[year] <= FULL_YEAR:
                yield Shelf(year, f"{year}年公开")
                continue
            for month in sorted((month for month in months if month[:4] == year), reverse=True):
                yield Shelf(month, f"{month[:4]}年{int(month[5:])}月公开")
        if months[""]:
            yield Shelf(UNDATED, "没有公开日期")

    def on_shelf(self, name: str) -> list[Listed]:
        """Return the items of a list, the newest first."""
        there = [listed for listed in self.items() if _is_on(listed, name)]
        return sorted(there, key=lambda one: (one.values.get("Date", ""), one.values.get("Index", "")), reverse=True)

    def begin(self, name: str, path: str) -> None:
        """Remember the file that was made for a new item, which Decap knows by a name of its own."""
        self._begun[name] = path

    def file(self, name: str) -> str:
        """Return the path of an item's file, relative to the content folder. Raises `Refusal` where it is outside of `items/` or no item."""
        path = self._begun.get(name) or f"{source.ITEMS}/" + name.replace("~1", "/").replace("~0", "~")
        parts = PurePosixPath(path).parts
        whole = self.content.joinpath(*parts)
        steps = [whole, *whole.parents]
        links = [step for step in steps[: steps.index(self.content)] if step.is_symlink()]
        if not source.is_item(path) or "\\" in path or {"..", ""} & {*path.split("/")} or links:
            raise Refusal(f"没有这一条信息：{name}")
        return path


def _is_on(listed: Listed, shelf: str) -> bool:
    """Return whether an item stands in a list."""
    if listed.is_draft:
        return shelf == DRAFTS
    return listed.month.startswith(shelf) if listed.month else shelf == UNDATED


def entry_values(listed: Listed) -> dict[str, Any]:
    """Return what Decap is told of an item in a list. It is too little to be saved."""
    return {key: listed.values.get(key, "") for key in _LISTED}


def _header(start: bytes) -> bytes:
    """Return what may be the header at the beginning of a file, with no character cut in two."""
    end = None if start.removeprefix(b"\xef\xbb\xbf").startswith(b"---") else _BLANK_LINE.search(start)  # between fences a blank line does not end it
    if end:
        return start[: end.start()]
    return start if len(start) < _HEADER else start[: start.rfind(b"\n") + 1] or start
