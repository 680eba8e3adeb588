"""The state: where each document stands and which segments are being merged, in an SQLite file."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

_SCHEMA = """
-- Documents by number in their segments. One stands in the segment that the manifest names, and
-- may stand in one that is being merged. Rows of segments that are no more go little by little.
CREATE TABLE IF NOT EXISTS document (
    key TEXT NOT NULL, segment TEXT NOT NULL, number INTEGER NOT NULL,
    title_length INTEGER NOT NULL, body_length INTEGER NOT NULL, PRIMARY KEY (key, segment)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS document_segment ON document (segment, number);
-- Segments that are no more, and have rows left.
CREATE TABLE IF NOT EXISTS dropped (segment TEXT PRIMARY KEY) WITHOUT ROWID;
-- Segments made of others and not yet in their place.
CREATE TABLE IF NOT EXISTS merge (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""
_TABLES = (("document", "number"), ("dropped", "segment"), ("merge", "value"), ("setting", "value"))


class Place(NamedTuple):
    """Where a document stands, and how many tokens it has."""

    segment: str
    number: int
    title_length: int
    body_length: int


@dataclass
class Merge:
    """A segment that is to stand in place of others once all of its files are there."""

    name: str
    inputs: list[str]
    documents: int
    """Until all of them are known, about so many."""
    is_most: bool = False
    """Whether it has most documents of the index, and so brings a table of pinyin."""
    shards: int = 0
    files: int = 0
    pinyin: dict[str, str] | None = None
    """What the manifest is to say of pinyin from then on, where that changes."""
    progress: dict[str, Any] | None = field(default_factory=dict)
    """How far it is built; None when it is whole."""


class State:
    """An open state. What is not kept is forgotten when it is closed."""

    def __init__(self, path: str) -> None:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        try:
            self._connection = _connected(path)
            for table, column in _TABLES:
                self._connection.execute(f"SELECT count(*), max({column}) FROM {table}").fetchone()
        except sqlite3.DatabaseError:
            os.unlink(path)
            self._connection = _connected(path)

    def close(self) -> None:
        """Forget what was not kept."""
        self._connection.close()

    def keep(self) -> None:
        """Remember everything up to now."""
        self._connection.execute("COMMIT")
        self._connection.execute("BEGIN")

    def clear(self) -> None:
        """Forget all documents and merges, whatever tables another version had for them."""
        tables = self._connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'setting'").fetchall()
        for (table,) in tables:
            self._connection.execute(f"DROP TABLE {table}")
        for statement in _SCHEMA.split(";"):
            self._connection.execute(statement)

    def setting(self, name: str) -> str:
        """Return a remembered value, empty for none."""
        row = self._connection.execute("SELECT value FROM setting WHERE name = ?", (name,)).fetchone()
        return row[0] if row else ""

    def set(self, name: str, value: str) -> None:
        """Remember a value."""
        self._connection.execute("INSERT OR REPLACE INTO setting VALUES (?, ?)", (name, value))

    def places(self, key: str) -> list[Place]:
        """Return where a document stands, stood or is to stand."""
        rows = self._connection.execute("SELECT segment, number, title_length, body_length FROM document WHERE key = ?", (key,))
        return [Place(*row) for row in rows]

    def put(self, segment: str, rows: Iterable[tuple[str, int, int, int]]) -> None:
        """Remember documents of a segment: key, number, lengths."""
        self._connection.execute("DELETE FROM dropped WHERE segment = ?", (segment,))
        self._connection.executemany(
            "INSERT OR REPLACE INTO document VALUES (?, ?, ?, ?, ?)", ((key, segment, *numbers) for key, *numbers in rows),
        )

    def forget(self, key: str) -> None:
        """Forget a document, wherever it stands."""
        self._connection.execute("DELETE FROM document WHERE key = ?", (key,))

    def forget_segment(self, segment: str) -> None:
        """Forget the documents of a small segment."""
        self._connection.execute("DELETE FROM document WHERE segment = ?", (segment,))

    def drop(self, segment: str) -> None:
        """Forget the documents of a segment, however many, with the next `sweep`s."""
        self._connection.execute("INSERT OR REPLACE INTO dropped VALUES (?)", (segment,))

    def dropped(self) -> set[str]:
        """Return the segments whose documents are still to be forgotten."""
        return {segment for segment, in self._connection.execute("SELECT segment FROM dropped")}

    def sweep(self, segments: Iterable[str], most: int) -> None:
        """Forget so many documents of dropped segments."""
        for segment in sorted(segments):
            gone = self._connection.execute(
                """DELETE FROM document WHERE (key, segment) IN
                   (SELECT key, segment FROM document WHERE segment = ? LIMIT ?)""", (segment, most),
            ).rowcount
            if gone < most:
                self._connection.execute("DELETE FROM dropped WHERE segment = ?", (segment,))
            most -= gone

    def keys(self, segment: str, first: int = 0, most: int = -1) -> list[tuple[str, int]]:
        """Return keys and numbers of a segment's documents, from a number on, so many at most."""
        return self._connection.execute(
            "SELECT key, number FROM document WHERE segment = ? AND number >= ? ORDER BY number LIMIT ?", (segment, first, most),
        ).fetchall()

    def numbers(self, segment: str, first: int, end: int) -> set[int]:
        """Return the numbers of a segment's documents between two."""
        rows = self._connection.execute("SELECT number FROM document WHERE segment = ? AND number >= ? AND number < ?", (segment, first, end))
        return {number for number, in rows}

    def tokens(self, segment: str) -> tuple[int, int]:
        """Return how many tokens the titles and the bodies of a segment's documents have."""
        return self._connection.execute("SELECT total(title_length), total(body_length) FROM document WHERE segment = ?", (segment,)).fetchone()

    def merges(self) -> list[Merge]:
        """Return the merges under way, those of fewest documents first."""
        found = [Merge(**json.loads(row[0])) for row in self._connection.execute("SELECT value FROM merge ORDER BY name")]
        return sorted(found, key=lambda merge: merge.documents)

    def note(self, merge: Merge) -> None:
        """Remember a merge, and how far it is."""
        self._connection.execute("INSERT OR REPLACE INTO merge VALUES (?, ?)", (merge.name, json.dumps(vars(merge))))

    def give_up(self, merge: Merge) -> None:
        """Forget a merge, and what was to stand in its segment."""
        self.end(merge)
        self.drop(merge.name)

    def end(self, merge: Merge) -> None:
        """Forget a merge whose segment is in its place."""
        self._connection.execute("DELETE FROM merge WHERE name = ?", (merge.name,))


def _connected(path: str) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA synchronous = OFF")
    connection.executescript(_SCHEMA)
    connection.execute("BEGIN")
    return connection
