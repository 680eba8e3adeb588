"""The state: an SQLite file that says where each document is in the index, and which merges are under way.

SQLite notices damage only where it breaks the form of a file. So a digest of the whole file stands beside it,
and a state that differs from its digest is not believed. When a build is killed between the two, the next one
makes the index anew, as after a kill between the manifest and the state.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from .files import UNFINISHED, has_content, put, remove_whatever

_SCHEMA = """
-- Documents and their numbers in segments. A document is in one segment of the manifest, and may
-- also be in a segment that is being built by a merge. Rows of former segments are deleted in steps.
CREATE TABLE IF NOT EXISTS document (
    key TEXT NOT NULL, segment TEXT NOT NULL, number INTEGER NOT NULL,
    title_length INTEGER NOT NULL, body_length INTEGER NOT NULL, PRIMARY KEY (key, segment)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS document_segment ON document (segment, number);
-- Former segments of which rows are left.
CREATE TABLE IF NOT EXISTS dropped (segment TEXT PRIMARY KEY) WITHOUT ROWID;
-- Merges under way, as JSON.
CREATE TABLE IF NOT EXISTS merge (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""
DIGEST = ".sha256"
"""What the name of the file with the digest of the state adds to the state's."""


class Place(NamedTuple):
    """Where a document is: a segment, its number there, and the lengths of title and body in tokens."""

    segment: str
    number: int
    title_length: int
    body_length: int


@dataclass
class Merge:
    """A merge under way: a new segment that will replace its inputs when all of its files are published."""

    name: str
    inputs: list[str]
    documents: int
    """An estimate until the documents are numbered."""
    is_most: bool = False
    """Whether it has most documents of the index. Such a merge makes a new pinyin table."""
    shards: int = 0
    files: int = 0
    pinyin: dict[str, str] | None = None
    """The new pinyin table, as the manifest names it; None for no new one."""
    progress: dict[str, Any] | None = field(default_factory=dict)
    """How far `building` is; None when the segment is complete."""


class State:
    """An open state. Changes that are not committed are lost when it is closed. A damaged file is replaced by an empty state."""

    def __init__(self, path: str) -> None:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        self._path = path
        self._connection: sqlite3.Connection | None = None
        try:
            self._connection = _connected(path)
            self._connection.execute("SELECT count(*) FROM setting").fetchone()  # what a killed process did not commit is undone here
            is_known = has_content(path + DIGEST, _digest(path))
        except (sqlite3.DatabaseError, OSError):
            is_known = False
        if not is_known:
            self.renew()

    def close(self) -> None:
        """Close without committing."""
        self._connection.close()

    def commit(self) -> None:
        """Store all changes so far."""
        self._connection.execute("COMMIT")
        put(self._path + DIGEST, _digest(self._path))
        self._connection.execute("BEGIN")

    def renew(self) -> None:
        """Begin anew with an empty file, so that free pages keep nothing of the old one either."""
        if self._connection:
            self._connection.close()
        remove_state(self._path)
        self._connection = _connected(self._path)

    def distrust(self) -> None:
        """Have the index made anew by the next build."""
        remove_whatever(self._path + DIGEST)

    def setting(self, name: str) -> str:
        """Return a setting, empty when there is none."""
        row = self._connection.execute("SELECT value FROM setting WHERE name = ?", (name,)).fetchone()
        return row[0] if row else ""

    def set(self, name: str, value: str) -> None:
        """Store a setting."""
        self._connection.execute("INSERT OR REPLACE INTO setting VALUES (?, ?)", (name, value))

    def places(self, key: str) -> list[Place]:
        """Return the places of a document in segments of the manifest, in former ones and in merges under way."""
        rows = self._connection.execute("SELECT segment, number, title_length, body_length FROM document WHERE key = ?", (key,))
        return [Place(*row) for row in rows]

    def put(self, segment: str, rows: Iterable[tuple[str, int, int, int]]) -> None:
        """Store documents of a segment: key, number, length of title, length of body."""
        self._connection.execute("DELETE FROM dropped WHERE segment = ?", (segment,))
        self._connection.executemany(
            "INSERT OR REPLACE INTO document VALUES (?, ?, ?, ?, ?)", ((key, segment, *numbers) for key, *numbers in rows),
        )

    def forget(self, key: str) -> None:
        """Delete a document from all segments."""
        self._connection.execute("DELETE FROM document WHERE key = ?", (key,))

    def forget_segment(self, segment: str) -> None:
        """Delete the documents of a segment at once; for small ones."""
        self._connection.execute("DELETE FROM document WHERE segment = ?", (segment,))

    def drop(self, segment: str) -> None:
        """Have the documents of a segment deleted by the next calls of `sweep`; for segments of any size."""
        self._connection.execute("INSERT OR REPLACE INTO dropped VALUES (?)", (segment,))

    def dropped(self) -> set[str]:
        """Return the dropped segments of which documents are left."""
        return {segment for segment, in self._connection.execute("SELECT segment FROM dropped")}

    def sweep(self, segments: Iterable[str], most: int) -> None:
        """Delete at most so many documents of some dropped segments."""
        for segment in sorted(segments):
            gone = self._connection.execute(
                """DELETE FROM document WHERE (key, segment) IN
                   (SELECT key, segment FROM document WHERE segment = ? LIMIT ?)""", (segment, most),
            ).rowcount
            if gone < most:
                self._connection.execute("DELETE FROM dropped WHERE segment = ?", (segment,))
            most -= gone

    def keys(self, segment: str, first: int = 0, most: int = -1) -> list[tuple[str, int]]:
        """Return keys and numbers of a segment's documents, at most `most`, in order, from number `first` on."""
        return self._connection.execute(
            "SELECT key, number FROM document WHERE segment = ? AND number >= ? ORDER BY number LIMIT ?", (segment, first, most),
        ).fetchall()

    def numbers(self, segment: str, first: int, end: int) -> set[int]:
        """Return which of the numbers `first` to `end` - 1 belong to documents of a segment."""
        rows = self._connection.execute("SELECT number FROM document WHERE segment = ? AND number >= ? AND number < ?", (segment, first, end))
        return {number for number, in rows}

    def tokens(self, segment: str) -> tuple[int, int]:
        """Return the sums of the lengths of titles and of bodies in a segment, in tokens."""
        return self._connection.execute("SELECT total(title_length), total(body_length) FROM document WHERE segment = ?", (segment,)).fetchone()

    def merges(self) -> list[Merge]:
        """Return the merges under way, those with the fewest documents first."""
        found = [Merge(**json.loads(row[0])) for row in self._connection.execute("SELECT value FROM merge ORDER BY name")]
        return sorted(found, key=lambda merge: merge.documents)

    def save_merge(self, merge: Merge) -> None:
        """Store a merge and its progress."""
        self._connection.execute("INSERT OR REPLACE INTO merge VALUES (?, ?)", (merge.name, json.dumps(vars(merge))))

    def abandon_merge(self, merge: Merge) -> None:
        """Delete a merge, and the documents of its segment."""
        self.delete_merge(merge)
        self.drop(merge.name)

    def delete_merge(self, merge: Merge) -> None:
        """Delete a merge; the documents of its segment stay."""
        self._connection.execute("DELETE FROM merge WHERE name = ?", (merge.name,))


def _connected(path: str) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("PRAGMA secure_delete = ON")  # keys of removed documents are overwritten
        connection.executescript(_SCHEMA)
        connection.execute("BEGIN")
    except BaseException:
        connection.close()
        raise
    return connection


def _digest(path: str) -> bytes:
    """Return the digest of a file. For 58,660 documents that takes some 10 ms."""
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest().encode()


def remove_state(path: str) -> None:
    """Remove the file of a state, its digest, and what SQLite and a killed process left beside it."""
    for suffix in (DIGEST, DIGEST + UNFINISHED, "", "-journal", "-wal", "-shm"):
        remove_whatever(path + suffix)
