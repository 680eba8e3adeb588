"""What was imported before: `import/ledger.csv` in the content folder, one line for each item that an import wrote.

The ledger makes an import that was broken off go on, and one that is run again write nothing. Its lines are written in
batches, before the files of the batch. The file `.batch` beside it says from which byte on the files may be missing.
So an import can be killed at any moment: a line without its file is done again under the same Index.
"""

from __future__ import annotations

import csv
import io
import os
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from ..content.beside_items import IMPORTS as FOLDER

NAME, BATCH = "ledger.csv", ".batch"
HEADER = ("来源", "位置", "记号", "校验", "索引号", "条目文件")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the ledger."""

    source: str
    place: str
    key: str
    digest: str
    index: str
    path: str
    """The item's file, relative to the content folder."""


class Ledger:
    """The ledger of a content folder. Look-ups are made in a temporary file, so memory does not grow with it."""

    def __init__(self, content: Path) -> None:
        self._path, self._batch = content / FOLDER / NAME, content / FOLDER / BATCH
        self._folder = tempfile.TemporaryDirectory(prefix="import-")
        self._known = sqlite3.connect(os.path.join(self._folder.name, "known.sqlite"), isolation_level=None)
        self._known.executescript(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -4000;"
            "CREATE TABLE line (key TEXT PRIMARY KEY, source, place, digest, index_number, path, state) WITHOUT ROWID;"
            "CREATE TABLE stem (stem TEXT PRIMARY KEY, path) WITHOUT ROWID;"
            "CREATE TABLE serial (prefix TEXT PRIMARY KEY, last INTEGER) WITHOUT ROWID;"
            "CREATE TABLE seen (key TEXT PRIMARY KEY, number INTEGER) WITHOUT ROWID;"
            "CREATE TABLE page (path TEXT PRIMARY KEY, index_number) WITHOUT ROWID; BEGIN;"
        )
        self._read()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._known.close()
        self._folder.cleanup()

    def _read(self) -> None:
        """Read the ledger. What follows the last finished batch is cut off and remembered as reserved."""
        if not self._path.exists():
            return
        whole = int(self._batch.read_text()) if self._batch.exists() else self._path.stat().st_size
        for state, start, end in (("done", 0, whole), ("reserved", whole, None)):
            with open(self._path, "rb") as file:
                file.seek(start)
                lines = _lines_until(file, end)
                for cells in csv.reader(lines):
                    if len(cells) == len(HEADER) and tuple(cells) != HEADER:
                        line = Line(*cells)
                        self._put(line, state)
        if self._batch.exists():
            os.truncate(self._path, whole)

    def _put(self, line: Line, state: str) -> None:
        self._known.execute(
            "INSERT OR REPLACE INTO line VALUES (?, ?, ?, ?, ?, ?, ?)",
            (line.key, line.source, line.place, line.digest, line.index, line.path, state),
        )
        if line.source and state == "done":
            self._known.execute("INSERT OR REPLACE INTO page VALUES (?, ?)", (line.source, line.index or line.path))

    def find(self, key: str) -> tuple[Line, str] | None:
        """Return the line of a key with its state: `done`, or `reserved` where its file may be missing."""
        row = self._known.execute("SELECT source, place, key, digest, index_number, path, state FROM line WHERE key = ?", (key,)).fetchone()
        return (Line(*row[:-1]), row[-1]) if row else None

    def occurrence(self, key: str) -> int:
        """Return how often a key was asked for in this run, this time included: two equal rows are two items."""
        self._known.execute("INSERT INTO seen VALUES (?, 1) ON CONFLICT (key) DO UPDATE SET number = number + 1", (key,))
        return self._known.execute("SELECT number FROM seen WHERE key = ?", (key,)).fetchone()[0]

    def take(self, stem: str, path: str) -> str:
        """Note that an address is taken by a file; return the file that has it already, or ''."""
        row = self._known.execute("SELECT path FROM stem WHERE stem = ?", (stem.casefold(),)).fetchone()
        if row:
            return row[0]
        self._known.execute("INSERT INTO stem VALUES (?, ?)", (stem.casefold(), path))
        return ""

    def has(self, stem: str) -> bool:
        """Return whether an address is taken."""
        return self._known.execute("SELECT 1 FROM stem WHERE stem = ?", (stem.casefold(),)).fetchone() is not None

    def next_serial(self, prefix: str) -> int:
        """Return the next serial number after those that were given out or seen for a prefix."""
        row = self._known.execute("SELECT last FROM serial WHERE prefix = ?", (prefix,)).fetchone()
        number = (row[0] if row else 0) + 1
        self.saw_serial(prefix, number)
        return number

    def saw_serial(self, prefix: str, number: int) -> None:
        """Note that a serial number is in use."""
        self._known.execute("INSERT INTO serial VALUES (?, ?) ON CONFLICT (prefix) DO UPDATE SET last = max(last, excluded.last)", (prefix, number))

    def name_page(self, path: str, index: str) -> None:
        """Note under which Index the document of a source stands, for links."""
        self._known.execute("INSERT OR REPLACE INTO page VALUES (?, ?)", (path, index))

    def index_of_page(self, path: str) -> str:
        """Return the Index of the document of a source; '' where there is none."""
        row = self._known.execute("SELECT index_number FROM page WHERE path = ?", (path,)).fetchone()
        return row[0] if row else ""

    def reserved(self) -> Iterator[Line]:
        """Yield the lines that were reserved in a run that was broken off, and not used in this one."""
        for row in self._known.execute("SELECT source, place, key, digest, index_number, path FROM line WHERE state = 'reserved'").fetchall():
            yield Line(*row)

    def add(self, lines: Iterable[Line]) -> None:
        """Write lines of a batch, durably; the files of the batch are written after this."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        is_new = not self._path.exists()
        buffer = io.StringIO(newline="")
        writer = csv.writer(buffer)
        if is_new:
            writer.writerow(HEADER)
        for line in lines:
            writer.writerow((line.source, line.place, line.key, line.digest, line.index, line.path))
            self._put(line, "done")
        _write_durably(self._batch, str(0 if is_new else self._path.stat().st_size))
        with open(self._path, "ab") as file:
            file.write(buffer.getvalue().encode("utf-8"))
            file.flush()
            os.fsync(file.fileno())

    def finish_batch(self) -> None:
        """Note that the files of the last batch are there."""
        self._batch.unlink(missing_ok=True)


def _lines_until(file: io.BufferedReader, end: int | None) -> Iterator[str]:
    while end is None or file.tell() < end:
        line = file.readline()
        if not line:
            return
        yield line.decode("utf-8", "replace")


def _write_durably(path: Path, text: str) -> None:
    fresh = path.with_name(path.name + ".new")
    with open(fresh, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.replace(fresh, path)
