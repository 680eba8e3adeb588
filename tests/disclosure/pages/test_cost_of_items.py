"""What an item page shows of other items is looked up, however many items there are."""

from __future__ import annotations

import sqlite3

from disclosure.catalogue.file import SCHEMA
from disclosure.pages.item_pages import _Related


def test_no_query_of_a_chunk_of_items_goes_through_all_items():
    connection = sqlite3.connect(":memory:")
    connection.row_factory = sqlite3.Row
    connection.executescript(SCHEMA.read_text(encoding="utf-8"))
    asked: list[str] = []
    connection.set_trace_callback(asked.append)
    _Related(connection, [], "(?)", [1], {})
    connection.set_trace_callback(None)
    assert len(asked) >= 8
    for query in asked:
        steps = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {query}")]
        assert not [step for step in steps if step.startswith("SCAN") or "INDEX item_date" in step], (query, steps)
