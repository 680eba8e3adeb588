"""A small catalogue of a few files and of what concerns them, so that the checks of all items run on these files alone.

The files are read as they are. What other items say that refers to them, or that they refer to, comes from the catalogue
of the last build. So the cost is that of the named files, however large the archive.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Collection, Iterator
from urllib.parse import quote

from ..content.reader import Reading
from ..content.source import folder_of, is_item
from ..model.problems import Problem
from ..registers import Registers
from ..secrecy.examine import Examination
from . import attachments, contradictions, crosscheck, records
from .file import SCHEMA

_ABOUT_OTHERS = (
    crosscheck.duplicate_indexes, crosscheck.unknown_replacements, crosscheck.unknown_items_in_headers, crosscheck.broken_item_links, crosscheck.missing_attachments,
)
"""Checks whose problem may stand in a file that was not named: it refers to a named one, or has its number."""
_NEED_OTHERS = (crosscheck.unknown_replacements, crosscheck.unknown_items_in_headers, crosscheck.broken_item_links)
"""Checks that would find fault with everything that the named files refer to, where no other item is known."""
_BESIDE = 3
"""Items of a folder that decide whether a file belongs to its only item."""
_NAMES = """SELECT index_number FROM named UNION SELECT former FROM named"""
_CONCERNED = f"""
    SELECT id FROM base.item WHERE index_number IN (SELECT word FROM wanted) OR path IN (SELECT word FROM wanted)
    UNION SELECT id FROM base.item WHERE address COLLATE NOCASE IN (SELECT address FROM main.item WHERE address <> '')
    UNION SELECT id FROM base.item INDEXED BY item_replaces WHERE replaces <> '' AND replaces IN ({_NAMES})
    UNION SELECT item_id FROM base.interpretation WHERE target IN ({_NAMES})
    UNION SELECT item_id FROM base.reference WHERE target IN ({_NAMES} UNION SELECT path FROM named)
    UNION SELECT item_id FROM base.attachment WHERE source IN (SELECT path FROM named)"""

_MISSING = """
    WITH asked (target) AS (
        SELECT target FROM base.reference WHERE kind = 'index' UNION SELECT target FROM base.interpretation UNION SELECT replaces FROM base.item WHERE replaces <> ''
    ) SELECT target FROM asked WHERE target NOT IN (SELECT index_number FROM base.item)"""
"""The numbers that items refer to, and that no item has. It goes through all references: only a small archive forgets."""


class Excerpt:
    """The small catalogue. `base` is the catalogue of the last build, or '' where there is none that can be read."""

    def __init__(self, base: str, registers: Registers) -> None:
        self.registers = registers
        self.has_base = bool(base)
        self._missing: set[str] = set()
        self.connection = sqlite3.connect(":memory:", isolation_level=None, uri=True)
        self.connection.row_factory = sqlite3.Row
        self.connection.execute("PRAGMA foreign_keys = ON")
        self.connection.executescript(SCHEMA.read_text(encoding="utf-8"))
        self.connection.execute("CREATE TEMP TABLE named (path TEXT PRIMARY KEY, index_number TEXT, former TEXT)")
        self.connection.execute("CREATE TEMP TABLE wanted (word TEXT PRIMARY KEY)")
        self.connection.execute("ATTACH DATABASE ? AS base", (f"file:{quote(base)}?mode=ro" if base else ":memory:",))
        if not base:
            for row in self.connection.execute("SELECT sql FROM main.sqlite_master WHERE sql IS NOT NULL AND type IN ('table', 'index')").fetchall():
                self.connection.execute(row["sql"].replace("CREATE TABLE ", "CREATE TABLE base.", 1).replace("CREATE INDEX ", "CREATE INDEX base.", 1))
        records.replace_removals(self.connection, registers["removed"].values("index"))

    def problems(self, readings: Collection[Reading], examined: Collection[Examination], gone: Collection[str], is_there: Callable[[str], bool]) -> Iterator[Problem]:
        """Yield the problems of files that were read, and of others that refer to them. `is_there` tells which files the content has."""
        named = {*(reading.path for reading in readings), *(one.path for one in examined), *gone}
        self._begin(named, gone)
        self._copy(readings, named, is_there)
        for reading in readings:
            records.replace_problems(self.connection, reading.problems, records.FILE, reading.path)
            if reading.item is not None:
                records.put_item(self.connection, reading.item, reading.is_sound)
        self._put_files(readings, examined, is_there)
        for one in examined:
            records.put_examination(self.connection, one)
        records.replace_adoptions(self.connection, attachments.adoptions(self.connection))
        records.replace_problems(self.connection, self._crosschecked(named), records.CROSS)
        records.soften_drafts(self.connection)
        records.update_states(self.connection)
        for row in self.connection.execute("SELECT DISTINCT path, line, message, remedy, severity, rule FROM main.problem").fetchall():
            yield Problem(*row)
        yield from (problem for problem in contradictions.problems_of_items(self.connection, self.registers) if problem.path in named)

    def _begin(self, named: Collection[str], gone: Collection[str]) -> None:
        rows = [(path, row["index_number"] if (row := self._before(path)) else "") for path in named]
        if any(is_item(path) and not number for path, number in rows if path in gone):
            # The catalogue has forgotten its number. Whatever number is missing may have been its.
            self._missing = {row["target"] for row in self.connection.execute(_MISSING).fetchall()} - {*named}
            rows += [(number, number) for number in self._missing]
        self.connection.executemany("INSERT INTO named VALUES (?, '', ?)", rows)

    def _before(self, path: str) -> sqlite3.Row | None:
        return self.connection.execute("SELECT index_number FROM base.item WHERE path = ?", (path,)).fetchone()

    def _copy(self, readings: Collection[Reading], named: Collection[str], is_there: Callable[[str], bool]) -> None:
        """Copy the items of the last build that concern the named files, as far as they do."""
        connection = self.connection
        wanted: set[str] = set()
        for item in (reading.item for reading in readings if reading.item is not None):
            connection.execute("UPDATE named SET index_number = ? WHERE path = ?", (item.index, item.path))
            wanted |= {item.index, item.replaces, *item.interprets, *(step.basis.removeprefix("index:") for step in item.validity_history)}
            wanted |= {reference.target for reference in item.references if reference.kind in ("item", "index")}
        for path in named:
            wanted |= {f"{stem}{ending}" for stem in _stems(path) for ending in (".md", ".markdown")}
            folder = folder_of(path)
            beside = connection.execute("SELECT path FROM base.item WHERE path > ? AND path < ? LIMIT ?", (folder + "/", folder + "0", _BESIDE + len(named)))
            wanted |= {row["path"] for row in beside}
        chain = "WITH RECURSIVE chain (number) AS (SELECT word FROM wanted UNION SELECT replaces FROM chain JOIN base.item ON index_number = number WHERE replaces <> '')"
        connection.executemany("INSERT OR IGNORE INTO wanted VALUES (?)", [(word,) for word in wanted if word])
        numbers = [row[0] for row in connection.execute(f"{chain} SELECT number FROM chain").fetchall()]
        connection.executemany("INSERT OR IGNORE INTO wanted VALUES (?)", [(number,) for number in numbers])
        for reading in readings:  # their addresses: another item may have one of them
            if reading.item is not None:
                records.put_item(connection, reading.item, False)
        chosen = connection.execute(f"SELECT id, path FROM base.item WHERE id IN ({_CONCERNED})").fetchall()
        ids = [row["id"] for row in chosen if is_there(row["path"])]  # the catalogue may have items that are gone, or that are not staged
        connection.execute("DELETE FROM main.item")
        connection.execute("CREATE TEMP TABLE chosen AS SELECT value AS id FROM json_each(?)", (json.dumps(ids),))
        connection.execute("INSERT INTO main.item SELECT * FROM base.item WHERE id IN (SELECT id FROM chosen) AND path NOT IN (SELECT path FROM named)")
        of_chosen = "item_id IN (SELECT id FROM main.item)"
        targets = f"({_NAMES} UNION SELECT path FROM named)"
        connection.execute(f"INSERT INTO main.reference SELECT * FROM base.reference WHERE {of_chosen} AND target IN {targets}")
        connection.execute(f"INSERT INTO main.interpretation SELECT * FROM base.interpretation WHERE {of_chosen} AND target IN ({_NAMES})")
        connection.execute(f"INSERT INTO main.attachment SELECT * FROM base.attachment WHERE {of_chosen} AND adopted = 0 AND source IN (SELECT path FROM named)")
        connection.execute(f"INSERT INTO main.ruling SELECT * FROM base.ruling WHERE {of_chosen}")

    def _put_files(self, readings: Collection[Reading], examined: Collection[Examination], is_there: Callable[[str], bool]) -> None:
        """Record the files that there are, as far as the named items link to them, and the named ones."""
        linked = {reference.target for reading in readings if reading.item for reference in reading.item.references if reference.kind in ("file", "image")}
        for path in sorted({one.path for one in examined} | {reading.path for reading in readings} | {path for path in linked if is_there(path)}):
            records.put_source(self.connection, path, (0, 0, 0), "")
        told = {one.path for one in examined}
        adopted = self.connection.execute(
            "SELECT DISTINCT source FROM base.attachment JOIN base.item ON item.id = item_id WHERE adopted = 1 AND item.path IN (SELECT path FROM named)"
        )
        for source in [row["source"] for row in adopted if row["source"] not in told and is_there(row["source"])]:
            records.put_source(self.connection, source, (0, 0, 0), "")
            linked.add(source)
        for path in linked - told:  # what the check found in them before, for the exceptions of their items
            self.connection.execute("INSERT INTO main.finding SELECT * FROM base.finding WHERE path = ?", (path,))

    def _crosschecked(self, named: Collection[str]) -> Iterator[Problem]:
        """Yield the problems of the named files, and those of others that are new."""
        owned = self.connection.execute("SELECT source FROM main.attachment JOIN main.item ON item.id = item_id WHERE item.path IN (SELECT path FROM named)")
        concerned = {*named, *(row["source"] for row in owned)}  # a fault of an attachment is one of its item
        for check in crosscheck.CHECKS:
            if check in _NEED_OTHERS and not self.has_base:
                continue
            for problem in check(self.connection):
                mentions = any(path in problem.message for path in named) or any(f"“{number}”" in problem.message for number in self._missing)
                if problem.path in concerned or (check in _ABOUT_OTHERS and (mentions or not self._is_known(problem))):
                    yield problem

    def _is_known(self, problem: Problem) -> bool:
        """Return whether the last build told a problem of a file that was not named."""
        row = self.connection.execute("SELECT 1 FROM base.problem WHERE path = ? AND message = ?", (problem.path, problem.message)).fetchone()
        return row is not None


def _stems(path: str) -> Iterator[str]:
    """Yield the stems of the items that may adopt a file: `x-table.xlsx` and `x/table.xlsx` belong to `x.md`."""
    if is_item(path):
        return
    folder, _, name = path.rpartition("/")
    stem = name.rpartition(".")[0]
    yield from (folder, f"{folder}/{stem}")
    yield from (f"{folder}/{stem[:cut]}" for cut in range(len(stem) - 1, 0, -1) if stem[cut] in "-_. ")
