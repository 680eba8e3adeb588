"""A document to import, as every reader of this room returns it: header values, text, files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..model.problems import ERROR, WARNING, Problem

MOST_ROWS = 20
"""Runs of rows that a message on the screen names."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands among the sources. `source` is a path relative to FROM; `sheet` the sheet of a workbook."""

    source: str
    line: int = 0
    """Line of a text file or row of a sheet, from 1; 0 for the whole file."""
    sheet: str = ""


@dataclass(slots=True)
class Attached:
    """A file that goes beside an item: its name, and its bytes or the file that has them."""

    name: str
    data: bytes | Path


@dataclass(slots=True)
class Document:
    """One document: the item that it becomes, as far as the source says."""

    place: Place
    key: str
    """What a second run knows it by."""
    digest: str
    """SHA-256 of what was read. Another one under the same key means that the source changed."""
    values: dict[str, str] = field(default_factory=dict)
    """Header values by key (`Title`, `Index` …)."""
    body: str = ""
    """The text in our dialect. Links to other sources are written as `links` says."""
    files: dict[str, Attached] = field(default_factory=dict)
    """Files beside the item, by the mark that stands for the address in the body (`import:file-1`)."""
    links: dict[str, str] = field(default_factory=dict)
    """Sources that the body links to, as paths relative to FROM with their `#…`, by their mark (`import:page-1`)."""
    source_text: str | None = None
    """All words that a reader of the source sees, for the proof that none is lost; None where the body is the source itself."""

    def attach(self, name: str, data: bytes | Path) -> str:
        """Add a file; return the mark for its address in the body. The same file is added once."""
        for mark, known in self.files.items():
            if known.name == name and known.data == data:
                return mark
        mark = f"import:file-{len(self.files) + 1}"
        self.files[mark] = Attached(name, data)
        return mark

    def link(self, target: str) -> str:
        """Add a link to another source; return the mark for its address in the body."""
        mark = f"import:page-{len(self.links) + 1}"
        self.links[mark] = target
        return mark


class Telling:
    """Whatever has to be told of the sources. The same words of many rows of a table are one message."""

    def __init__(self) -> None:
        self._notes: dict[tuple[str, str, str, str, str], Any] = {}
        self.errors = 0
        self.warnings = 0

    def error(self, place: Place, message: str, remedy: str) -> None:
        """Tell of something that was not imported."""
        self._add(place, message, remedy, ERROR)

    def warning(self, place: Place, message: str, remedy: str) -> None:
        """Tell of something that was changed, guessed or left out, or that a person must still mend."""
        self._add(place, message, remedy, WARNING)

    def _add(self, place: Place, message: str, remedy: str, severity: str) -> None:
        runs = self._notes.setdefault((place.source, place.sheet, message, remedy, severity), [])
        if runs and 0 <= place.line - runs[-1][1] <= 1:
            runs[-1][1] = place.line
        else:
            runs.append([place.line, place.line])
        if severity == ERROR:
            self.errors += 1
        else:
            self.warnings += 1

    def problems(self, most: int = MOST_ROWS) -> Iterator[Problem]:
        """Yield a problem for each message. Its line is the first; the rows stand in the message, `most` runs of them at most."""
        for (source, sheet, message, remedy, severity), runs in self._notes.items():
            where = f"工作表“{sheet}”" if sheet else ""
            if len(runs) > 1 or runs[0][0] != runs[0][1]:
                rows = "、".join(str(first) if first == last else f"{first}–{last}" for first, last in runs[:most])
                number = sum(last - first + 1 for first, last in runs)
                where += f"第 {rows} 行" if len(runs) <= most else f"第 {rows} …… {runs[-1][1]} 行（共 {number} 行）"
            yield Problem(source, runs[0][0], f"{where}：{message}" if where else message, remedy, severity)
