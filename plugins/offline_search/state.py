"""The state: where each document stands and which segments are being merged, in an SQLite file."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

_SCHEMA = """
CREATE TABLE IF NOT EXISTS document (
    key TEXT PRIMARY KEY, segment TEXT NOT NULL, number INTEGER NOT NULL,
    title_length INTEGER NOT NULL, body_length INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS document_segment ON document (segment, number);
-- Segments made of others and not yet in their place; documents of theirs by number.
CREATE TABLE IF NOT EXISTS merge (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS merged (key TEXT, segment TEXT, number INTEGER NOT NULL, PRIMARY KEY (key, segment)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""


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
    shards: int
    files: int
    pinyin: dict[str, str] | None = None
    """What the manifest is to say of pinyin from then on, where that changes."""


class State:
    """An open state. What is not kept is forgotten when it is closed."""

    def __init__(self, path: str) -> None:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        try:
            self._connection = _connected(path)
            for table, column in (("document", "number"), ("merge", "value"), ("merged", "number"), ("setting", "value")):
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
        """Forget all documents and merges."""
        for table in ("document", "merge", "merged"):
            self._connection.execute(f"DELETE FROM {table}")

    def setting(self, name: str) -> str:
        """Return a remembered value, empty for none."""
        row = self._connection.execute("SELECT value FROM setting WHERE name = ?", (name,)).fetchone()
        return row[0] if row else ""

    def set(self, name: str, value: str) -> None:
        """Remember a value."""
        self._connection.execute("INSERT OR REPLACE INTO setting VALUES (?, ?)", (name, value))

    def place(self, key: str) -> Place | None:
        """Return where a document stands."""
        row = self._connection.execute("SELECT segment, number, title_length, body_length FROM document WHERE key = ?", (key,)).fetchone()
        return Place(*row) if row else None

    def put(self, rows: Iterable[tuple[str, str, int, int, int]]) -> None:
        """Remember documents: key, segment, number, lengths."""
        self._connection.executemany("INSERT OR REPLACE INTO document VALUES (?, ?, ?, ?, ?)", rows)

    def forget(self, key: str) -> None:
        """Forget a document."""
        self._connection.execute("DELETE FROM document WHERE key = ?", (key,))

    def forget_segment(self, segment: str) -> None:
        """Forget the documents of a segment."""
        self._connection.execute("DELETE FROM document WHERE segment = ?", (segment,))

    def keys(self, segment: str) -> list[str]:
        """Return the keys of a segment's documents, by number."""
        return [row[0] for row in self._connection.execute("SELECT key FROM document WHERE segment = ? ORDER BY number", (segment,))]

    def tokens(self, segment: str) -> tuple[int, int]:
        """Return how many tokens the titles and the bodies of a segment's documents have."""
        return self._connection.execute("SELECT total(title_length), total(body_length) FROM document WHERE segment = ?", (segment,)).fetchone()

    def merges(self) -> list[Merge]:
        """Return the merges under way, those of fewest documents first."""
        found = [Merge(**json.loads(row[0])) for row in self._connection.execute("SELECT value FROM merge ORDER BY name")]
        return sorted(found, key=lambda merge: merge.documents)

    def begin(self, merge: Merge, keys: list[str]) -> None:
        """Remember a merge, and its documents by number."""
        self._connection.execute("INSERT INTO merge VALUES (?, ?)", (merge.name, json.dumps(vars(merge))))
        self._connection.executemany("INSERT INTO merged VALUES (?, ?, ?)", ((key, merge.name, number) for number, key in enumerate(keys)))

    def end(self, merge: Merge) -> list[int]:
        """Let the documents of its inputs stand in a merged segment; return the numbers of those that are gone."""
        marks = ", ".join("?" * len(merge.inputs))
        self._connection.execute(
            f"""UPDATE document SET segment = merged.segment, number = merged.number FROM merged
                WHERE merged.segment = ? AND merged.key = document.key AND document.segment IN ({marks})""",
            (merge.name, *merge.inputs),
        )
        gone = self._connection.execute(
            """SELECT merged.number FROM merged LEFT JOIN document USING (key, segment)
               WHERE merged.segment = ? AND document.key IS NULL ORDER BY merged.number""",
            (merge.name,),
        ).fetchall()
        self.give_up(merge)
        return [row[0] for row in gone]

    def give_up(self, merge: Merge) -> None:
        """Forget a merge."""
        self._connection.execute("DELETE FROM merge WHERE name = ?", (merge.name,))
        self._connection.execute("DELETE FROM merged WHERE segment = ?", (merge.name,))

    def merged(self, key: str) -> Iterator[tuple[str, int]]:
        """Yield segment and number of a document in segments that are not yet in their place."""
        yield from self._connection.execute("SELECT segment, number FROM merged WHERE key = ?", (key,)).fetchall()


def _connected(path: str) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA synchronous = OFF")
    connection.executescript(_SCHEMA)
    connection.execute("BEGIN")
    return connection
