"""No query of a build reads a whole table once for each row of another: that would be quadratic in the archive.

The queries are those that builds of the project's own content ask, whoever asks them, so a new one is looked at by itself.
SQLite's plan of a query does not depend on how many rows there are, since the catalogue keeps no statistics.
"""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.kit import asked_queries
from tests.kit.project import ROOT, Project

LITERAL = re.compile(r"'(?:[^']|'')*'|\b\d+\b")
QUERY = re.compile(r"\s*(?:SELECT|WITH|INSERT|REPLACE|UPDATE|DELETE)\b", re.IGNORECASE)
OF_THE_ROW = re.compile(r"SCAN (?:\(subquery-\d+\)|CONSTANT ROW|\d+ CONSTANT ROWS)$")
"""Scans of what a subquery has found for the row, and of rows that stand in the query."""
ONCE = ("CO-ROUTINE", "MATERIALIZE", "LIST SUBQUERY", "SCALAR SUBQUERY", "COMPOUND QUERY")
"""Steps with steps of their own that are done once, not for each row around them. A correlated subquery is done for each."""


def nested_scans(connection: sqlite3.Connection, sql: str) -> list[str]:
    """Return the scans of whole tables, in SQLite's words, that a query does for each row of another table."""
    children: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for number, parent, _, detail in connection.execute(f"EXPLAIN QUERY PLAN {sql}"):
        children[parent].append((number, detail))

    def within(parent: int, around: list[str]) -> Iterator[str]:
        loops = list(around)
        for number, detail in children[parent]:
            if detail.startswith("SCAN") and loops and not OF_THE_ROW.match(detail):
                yield f"{detail}, for each row of {', '.join(loops)}"
            if detail.startswith(("SCAN", "SEARCH")):
                loops.append(detail)
            yield from within(number, [] if detail.startswith(ONCE) else loops)

    return list(within(0, []))


@pytest.fixture
def tables() -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(":memory:")
    connection.executescript("CREATE TABLE one (id INTEGER PRIMARY KEY, name); CREATE TABLE other (name, day); CREATE INDEX other_name ON other (name);")
    yield connection
    connection.close()


@pytest.mark.parametrize(("sql", "scanned"), [
    ("SELECT * FROM one CROSS JOIN other WHERE instr(one.name, other.name)", "other"),
    ("SELECT * FROM one WHERE EXISTS (SELECT 1 FROM other WHERE other.day = one.name)", "other"),
    ("SELECT * FROM one WHERE id IN (SELECT day FROM other WHERE other.day > one.name)", "other"),
    ("SELECT (SELECT count(*) FROM one WHERE one.name > other.day) FROM other WHERE name = 'x'", "one"),
    ("DELETE FROM one WHERE EXISTS (SELECT 1 FROM other WHERE day = one.name)", "other"),
    ("SELECT * FROM one JOIN other ON other.name = one.name", ""),
    ("SELECT * FROM one WHERE name IN (SELECT day FROM other)", ""),
    ("SELECT * FROM one UNION SELECT * FROM other", ""),
    ("SELECT * FROM one WHERE EXISTS (SELECT 1 FROM other WHERE other.name = one.name)", ""),
    ("SELECT (SELECT group_concat(day) FROM (SELECT day FROM other WHERE name = one.name ORDER BY day)) FROM one", ""),
])
def test_a_whole_table_for_each_row_is_noticed(tables: sqlite3.Connection, sql: str, scanned: str) -> None:
    found = nested_scans(tables, sql)
    assert [detail.partition(",")[0].split()[1] for detail in found] == ([scanned] if scanned else [])


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[sqlite3.Connection, dict[tuple[str, int, str], str]]]:
    """A catalogue, and the queries of a cold build and of one after a change: each by file, line and its text without values."""
    base = tmp_path_factory.mktemp("queries")
    made, log = Project(base), base / "asked"
    shutil.copytree(ROOT / "content", made.content, dirs_exist_ok=True)
    before = [sys.executable, asked_queries.__file__, str(log)]
    made.good(before=before)
    changed = next(path for path in sorted((made.content / "items").rglob("*.md")) if "\nInterprets:" in path.read_text(encoding="utf-8"))
    changed.write_text(changed.read_text(encoding="utf-8") + "\n再补一段。\n", encoding="utf-8")
    made.good(before=before)
    lines = map(json.loads, log.read_text(encoding="utf-8").splitlines())
    queries = {(str(Path(file).relative_to(ROOT / "plugins")), line, LITERAL.sub("?", sql)): sql for file, line, sql in lines if QUERY.match(sql)}
    with sqlite3.connect(f"file:{next((base / 'cache').glob('*/catalogue.sqlite'))}?mode=ro", uri=True) as connection:
        yield connection, queries
    connection.close()


def test_no_query_of_a_build_reads_a_whole_table_for_each_row(asked: tuple[sqlite3.Connection, dict[tuple[str, int, str], str]]) -> None:
    connection, queries = asked
    found = [f"{file}:{line}: {fault}" for (file, line, _), sql in queries.items() for fault in nested_scans(connection, sql)]
    assert found == []


def test_the_queries_are_those_of_all_rooms_that_ask_the_catalogue(asked: tuple[sqlite3.Connection, dict[tuple[str, int, str], str]]) -> None:
    """Without this the other test might pass because it sees nothing."""
    files = {file for file, _, _ in asked[1]}
    assert len(asked[1]) > 150
    assert {Path(file).parts[1] for file in files} >= {"catalogue", "pages", "site_build", "whole_site"}
    assert any("JOIN interpretation" in sql or "FROM interpretation" in sql for *_, sql in asked[1])
    assert not connection_keeps_statistics(asked[0])


def connection_keeps_statistics(connection: sqlite3.Connection) -> bool:
    return bool(connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_stat1'").fetchone())
