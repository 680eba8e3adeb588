"""A passage of a text as the detectors read it, and what the text around it calls its values.

A value is called something by the words before it, or by the heading of its column where it
stands in a table (cells separated by `|`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from . import characters
from .headings import Headings

_LINE_OF_RULES = re.compile(r"[\s|:\-]*")


_LONGEST_LABEL = 40
_FIRST_PARTS = re.compile(r"(?:[0-9A-Za-z]{1,18}[\-/])+\Z")
"""Parts of a number before the digits that are looked at, as in 2014-360104-48."""
_BEHIND_LABEL = re.compile(r"\W{1,4}\Z")
_ENDS_OF_LABELS = re.compile(r"[\n|,。;!?]")
_LONGEST_ROW = 2_000
"""Characters before a value in which the line of a table begins."""


class Tables:
    """The tables in a text: what the cells of each row are called. Read once, when the first value in a table is found."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._heads: dict[int, dict[int, str]] | None = None

    def heading(self, at: int) -> str:
        """Return what the cell at a place of the text is called; nothing outside tables and in the heading itself."""
        start = self.text.rfind("\n", max(0, at - _LONGEST_ROW), at) + 1
        if (not start and at > _LONGEST_ROW) or "|" not in self.line(at):
            return ""
        if self._heads is None:
            self._heads = self._read()
        return self._heads.get(start, {}).get(self.text.count("|", start, at), "")

    def line(self, at: int) -> str:
        """Return the line at a place of the text, of a very long one the part around it."""
        end = self.text.find("\n", at, at + _LONGEST_ROW)
        begin = max(0, at - _LONGEST_ROW)
        start = self.text.rfind("\n", begin, at) + 1
        return self.text[start or begin : end if end >= 0 else at + _LONGEST_ROW]

    def beside(self, at: int, most: int) -> list[str]:
        """Return some lines above and below the line at a place of the text."""
        lines = []
        start, end = self.text.rfind("\n", 0, at), self.text.find("\n", at)
        for _ in range(most):
            if start >= 0:
                lines.append(self.line(start))
                start = self.text.rfind("\n", 0, start)
            if end >= 0:
                lines.append(self.line(end + 1))
                end = self.text.find("\n", end + 1)
        return lines

    def _read(self) -> dict[int, dict[int, str]]:
        heads: dict[int, dict[int, str]] = {}
        current: Headings | None = None
        start, above = 0, ""
        lines = self.text.split("\n")
        for line, below in zip(lines, [*lines[1:], ""], strict=True):
            if "|" not in line:
                current, above = None, line.strip() or above
            elif not _LINE_OF_RULES.fullmatch(line):
                cells = {column: text for column, cell in enumerate(line.split("|")) if (text := cell.strip())}
                current = current or Headings(above)
                is_ruled = "|--" in below.replace(" ", "").replace(":", "") and bool(_LINE_OF_RULES.fullmatch(below)) and len(cells) > 1
                heads[start] = current.labels(cells, is_narrow="|" not in line.strip().strip("|"), is_ruled=is_ruled)
                above = ""
            start += len(line) + 1
        return heads


@dataclass(slots=True)
class Passage:
    """A part of a text that may hold a value."""

    tables: Tables
    start: int
    """Where the passage begins in the text."""
    text: str
    """The passage in plain characters."""
    _places: list[int] | None = None
    """Where each of its characters stands in the passage as it is written; `None`: nothing was left out."""
    _headings: dict[int, str] = field(default_factory=dict)

    @classmethod
    def read(cls, tables: Tables, start: int, end: int) -> Passage:
        """Return the passage of a text between two places."""
        return cls(tables, start, *characters.plain(tables.text[start:end]))

    def with_look_alikes(self) -> Passage | None:
        """Return the passage with digits in place of what looks like them; `None` where there is nothing of that kind."""
        text = characters.with_look_alikes(self.text)
        return Passage(self.tables, self.start, text, self._places) if text != self.text else None

    def place(self, at: int) -> int:
        """Return where a character of the passage stands in the text."""
        return self.start + (at if self._places is None else self._places[at])

    def before(self, at: int, length: int = 16) -> str:
        """Return what stands before a place of the passage."""
        return self.text[max(0, at - length) : at]

    def heading(self, at: int) -> str:
        """Return the heading of the column in which a character of the passage stands."""
        if at not in self._headings:
            self._headings[at] = self.tables.heading(self.place(at))
        return self._headings[at]

    def called(self, name: re.Pattern[str], at: int, length: int = 16) -> bool:
        """Return whether the words before a value, or the heading of its column, are a name. Its pattern ends where the value begins."""
        return bool(name.search(self.before(at, length)) or ((heading := self.heading(at)) and name.search(heading + ":")))

    def own_label(self, at: int) -> str:
        """Return the words directly before a value, as far as they can be its label, then the heading of its column."""
        before = _BEHIND_LABEL.sub("", _FIRST_PARTS.sub("", self.before(at, _LONGEST_LABEL)))
        words = _ENDS_OF_LABELS.split(before)[-1]
        return f"{self.heading(at)}\n{words}"

    def around(self, at: int, before: int, after: int) -> str:
        """Return what stands around a place of the passage: the row of a table, else as many characters before and after."""
        if self.heading(at):
            return self.tables.line(self.place(at))
        return self.text[max(0, at - before) : at + after]
