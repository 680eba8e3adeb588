"""Queries that several rooms need: conditions, counts, and items as rows of lists and as links.

Nothing here writes; `records` does.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ..model.problems import Problem

PUBLIC = "state = 'public'"
PUBLISHED = "+state IN ('public', 'withdrawn')"
"""The plus tells SQLite not to look items up by state: nearly all of them are published."""


class Tally(NamedTuple):
    """How many items of one kind were published in one month."""

    month: str
    """``YYYY-MM``."""
    category: str
    leaf: str
    agency: str
    state: str
    number: int
    timed: int
    """Items whose working days from formation to publication are known."""
    late: int
    """Timed items that were published after the time limit."""
    days: int
    """Sum of the working days of the timed items."""


def tally(connection: sqlite3.Connection) -> list[Tally]:
    """Return how many items were published, by month, class, agency and state. Every figure of items is a sum of these."""
    return [Tally(*row) for row in connection.execute("SELECT * FROM tally WHERE number > 0")]


REPLACED = """EXISTS (SELECT 1 FROM item AS newer INDEXED BY item_replaces
    WHERE newer.replaces = item.index_number AND newer.replaces <> '' AND newer.state = 'public')"""
"""Whether a public item replaces an item. The query names its index: else SQLite may scan all items for each one."""

ROW_COLUMNS = f"""
    item.id, item.title, item.address, item.index_number, item.document_number, item.agency, item.date,
    item.validity, item.summary, {REPLACED} AS replaced
"""


class Row(NamedTuple):
    """An item as a list shows it. Not a dict: templates take attributes in a third of the time."""

    title: str
    path: str
    index: str
    document_number: str
    agency: str
    date: str
    validity: str
    summary: str
    replaced: bool


def row_view(row: sqlite3.Row) -> Row:
    """Return a row of `ROW_COLUMNS` as a list shows it."""
    return Row(*tuple(row)[1:10])


LINK_COLUMNS = "title, address, index_number, date"


class Link(NamedTuple):
    """An item as a link to it."""

    title: str
    path: str
    index: str
    date: str


def link_view(row: sqlite3.Row) -> Link:
    """Return a row of `LINK_COLUMNS` as a link."""
    return Link(*row)


def neighbours(connection: sqlite3.Connection, category: str, leaf: str, date: str, index: str) -> list[Link | None]:
    """Return the public items before and after a date and Index in a leaf, as links; None at the ends."""
    found = []
    for sign, order in (("<", "DESC"), (">", "ASC")):
        row = connection.execute(
            f"""SELECT {LINK_COLUMNS} FROM item WHERE category = ? AND leaf = ? AND {PUBLIC}
                AND (date, index_number) {sign} (?, ?) ORDER BY date {order}, index_number {order} LIMIT 1""",
            (category, leaf, date, index),
        ).fetchone()
        found.append(link_view(row) if row else None)
    return found


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything about an item that decides on which pages it stands."""

    path: str
    index: str
    address: str
    category: str
    leaf: str
    agency: str
    date: str
    replaces: str
    withdrawn_date: str
    state: str
    key_areas: tuple[str, ...]
    names: tuple[str, ...] = ()
    """Indexes that its header names besides `replaces`: of items that it explains, of documents that changed its validity."""
    subject: str = ""


def facts(connection: sqlite3.Connection, path: str) -> Facts | None:
    """Return the facts of the item in the file `path`, if there is one."""
    row = connection.execute("SELECT * FROM item WHERE path = ?", (path,)).fetchone()
    if row is None:
        return None
    areas = connection.execute(
        "SELECT name FROM item_key_area WHERE item_id = ? ORDER BY position", (row["id"],)
    )
    return Facts(
        row["path"], row["index_number"], row["address"], row["category"], row["leaf"], row["agency"],
        row["date"], row["replaces"], row["withdrawn_date"], row["state"], tuple(r["name"] for r in areas), _named(connection, row["id"]), row["subject"],
    )


def _named(connection: sqlite3.Connection, item_id: int) -> tuple[str, ...]:
    rows = connection.execute(
        f"SELECT target FROM interpretation WHERE item_id = ?1 UNION SELECT {BASIS_INDEX} FROM validity_change WHERE item_id = ?1 AND basis LIKE 'index:%' ORDER BY 1",
        (item_id,),
    )
    return tuple(row[0] for row in rows)


BASIS_INDEX = "substr(basis, 7)"
"""The Index that the basis of a change of validity names after `index:`."""


def problems(connection: sqlite3.Connection) -> list[Problem]:
    """Return every problem on record, by file and line."""
    rows = connection.execute(
        "SELECT DISTINCT path, line, message, remedy, severity, rule FROM problem ORDER BY path, line, message"
    )
    return [Problem(*row) for row in rows]


def filed_in(places: Sequence[tuple[str, str]]) -> tuple[str, list[str]]:
    """Return a condition of SQL that an item is filed in one of some classes (category and leaf), and its values."""
    if not places:
        return "0", []
    # Alternatives, since SQLite would scan all items for a list of pairs.
    return f"({' OR '.join(['(item.category = ? AND item.leaf = ?)'] * len(places))})", [name for place in places for name in place]
