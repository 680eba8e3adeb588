"""Related items: those of the same agency in the same key area that came before an item.

An item names only older ones, at most `MOST`. So a new item changes no page but its own, and one that changes or goes
changes the pages of at most `MOST` newer ones in each of its key areas.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from ..catalogue.queries import Link, link_view

MOST = 3

_NEAREST = """SELECT item.title, item.address, item.index_number, item.date
    FROM item_key_area AS area INDEXED BY item_key_area_agency CROSS JOIN item ON item.id = area.item_id AND +item.state = 'public'
    WHERE area.name = ? AND area.agency = ? AND (area.date, area.index_number) {sign} (?, ?)
    ORDER BY area.date {order}, area.index_number {order} LIMIT ?"""
_OLDER, _NEWER = _NEAREST.format(sign="<", order="DESC"), _NEAREST.format(sign=">", order="ASC")


def older(connection: sqlite3.Connection, areas: Sequence[str], agency: str, date: str, index: str) -> list[tuple[str, Link]]:
    """Return the items before one, the newest first, each with the key area that it shares; at most `MOST` in all."""
    found: dict[str, tuple[str, Link]] = {}
    for area in areas:
        for row in connection.execute(_OLDER, (area, agency, date, index, MOST)):
            found.setdefault(row["address"], (area, link_view(row)))
    return sorted(found.values(), key=lambda pair: (pair[1].date, pair[1].index), reverse=True)[:MOST]


def shown_on(connection: sqlite3.Connection, areas: Sequence[str], agency: str, date: str, index: str) -> set[str]:
    """Return the addresses of the items whose pages may name one as related."""
    return {row["address"] for area in areas for row in connection.execute(_NEWER, (area, agency, date, index, MOST))}
