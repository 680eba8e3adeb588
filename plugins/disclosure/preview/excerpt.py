"""An excerpt of the catalogue, in memory: one item as its file is now, and what its page needs of other items.

The catalogue on the disk is only read, also while a build writes it. The item counts as published in the excerpt, so that the
site's own pages and templates show it.
"""

from __future__ import annotations

import json
import os
import sqlite3
from contextlib import closing
from urllib.parse import quote

from ..catalogue import queries, records
from ..catalogue.file import SCHEMA, read_only
from ..model.item import Item
from ..pages import related_items

_OTHERS = """
    SELECT id FROM published.item WHERE path <> :path AND (
        index_number IN (SELECT value FROM json_each(:indexes)) OR path IN (SELECT value FROM json_each(:paths))
        OR (replaces <> '' AND replaces = :index)
        OR id IN (SELECT item_id FROM published.interpretation WHERE target = :index AND :index <> ''))
"""
"""Items to which an item points, and those that point to it."""
_BUSY_MS = 3000
"""Milliseconds for which a reader waits while a build commits."""


def excerpt(catalogue_path: str, content_dir: str, item: Item, address: str) -> sqlite3.Connection:
    """Return a catalogue with an item at an address, the items that its page names, and the counts of the whole site.

    Raises sqlite3.Error where there is no catalogue, or it cannot be read now.
    """
    connection = sqlite3.connect(":memory:", uri=True, isolation_level=None)
    connection.row_factory = sqlite3.Row
    connection.execute(f"PRAGMA busy_timeout = {_BUSY_MS}")
    connection.executescript(SCHEMA.read_text(encoding="utf-8"))
    connection.execute("ATTACH ? AS published", (f"file:{quote(os.fsencode(catalogue_path))}?mode=ro",))
    try:
        _copy_others(connection, item, _related(catalogue_path, item))
        records.put_item(connection, item, True)
        own = connection.execute("SELECT id FROM item WHERE path = ?", (item.path,)).fetchone()["id"]
        _copy_adopted(connection, item.path, own)
    finally:
        connection.execute("DETACH published")
    state = "withdrawn" if item.withdrawn else "public"
    connection.execute("UPDATE item SET state = ?, address = ? WHERE id = ?", (state, address, own))
    _put_sources(connection, content_dir, own)
    return connection


def _related(catalogue_path: str, item: Item) -> list[str]:
    """Return the addresses of the items that the page names as related."""
    with closing(read_only(catalogue_path)) as published:
        return [link.path for _, link in related_items.older(published, related_items.Place(item.key_areas, item.agency, item.subject, item.date, item.index))]


def _copy_others(connection: sqlite3.Connection, item: Item, related: list[str]) -> None:
    """Copy the items that the page may name, and the neighbours in the same class."""
    named = [item.replaces, *item.interprets, *(r.target for r in item.references if r.kind == "index")]
    named += [change.basis.removeprefix("index:") for change in item.validity_history]
    values = {
        "path": item.path, "index": item.index, "indexes": _json(named),
        "paths": _json([r.target for r in item.references if r.kind == "item"]),
    }
    ids = [row["id"] for row in connection.execute(_OTHERS, values)]
    for sign, order in (("<", "DESC"), (">", "ASC")):
        row = connection.execute(
            f"""SELECT id FROM published.item WHERE category = ? AND leaf = ? AND {queries.PUBLIC} AND path <> ?
                AND (date, index_number) {sign} (?, ?) ORDER BY date {order}, index_number {order} LIMIT 1""",
            (*item.filing, item.path, item.date, item.index),
        ).fetchone()
        ids += [row["id"]] if row else []
    ids += [row["id"] for row in connection.execute("SELECT id FROM published.item WHERE address IN (SELECT value FROM json_each(?))", (_json(related),))]
    wanted = _json(list(dict.fromkeys(ids)))
    for table, key in (("item", "id"), ("body", "item_id"), ("interpretation", "item_id"), ("item_key_area", "item_id")):
        connection.execute(f"INSERT INTO main.{table} SELECT * FROM published.{table} WHERE {key} IN (SELECT value FROM json_each(?))", (wanted,))
    connection.execute("INSERT OR REPLACE INTO main.tally SELECT * FROM published.tally")


def _copy_adopted(connection: sqlite3.Connection, path: str, own: int) -> None:
    """Give the item the files that lie beside it and that it had in the last build, and what that build knew of its files."""
    connection.execute(
        """INSERT INTO attachment SELECT ?, source, name, embedded, adopted, position FROM published.attachment
           WHERE adopted = 1 AND item_id = (SELECT id FROM published.item WHERE path = ?)
           AND source NOT IN (SELECT source FROM main.attachment WHERE item_id = ?)""",
        (own, path, own),
    )
    connection.execute(
        "INSERT INTO main.attachment_shape SELECT * FROM published.attachment_shape WHERE path IN (SELECT source FROM main.attachment WHERE item_id = ?)", (own,)
    )


def _put_sources(connection: sqlite3.Connection, content_dir: str, own: int) -> None:
    """Record the files of the item that are there, with their sizes."""
    for row in connection.execute("SELECT DISTINCT source FROM attachment WHERE item_id = ?", (own,)).fetchall():
        try:
            state = os.stat(os.path.join(content_dir, row["source"]))
        except OSError:
            continue
        records.put_source(connection, row["source"], (state.st_size, state.st_mtime_ns, state.st_ctime_ns), "")


def files_of(connection: sqlite3.Connection, path: str) -> list[tuple[str, str]]:
    """Return the files of the item in a file: the path of each in the content folder, and its name."""
    rows = connection.execute("SELECT DISTINCT source, name FROM attachment WHERE item_id = (SELECT id FROM item WHERE path = ?)", (path,))
    return [tuple(row) for row in rows]


def _json(values: list) -> str:
    return json.dumps([value for value in values if value], ensure_ascii=False)
