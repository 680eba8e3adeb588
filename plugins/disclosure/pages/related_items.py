"""Related items: those that came before an item, from the same agency in the same key area, or on the same subject (主题分类).

An item names only older ones: at most `MOST` by its key areas, and at most `MOST` by its subject. So a new item changes no page
but its own, and one that changes or goes changes the pages of at most `MOST` newer ones in each of its key areas and on its subject.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import NamedTuple

from ..catalogue.queries import Link, link_view

MOST = 3


class Place(NamedTuple):
    """What decides which items are related to one."""

    areas: Sequence[str]
    """Its key areas."""
    agency: str
    subject: str
    """Its subject (主题分类), with both levels; '' where it has none."""
    date: str
    index: str


_NEAREST = """SELECT item.title, item.address, item.index_number, item.date
    FROM item_key_area AS area INDEXED BY item_key_area_agency CROSS JOIN item ON item.id = area.item_id AND +item.state = 'public'
    WHERE area.name = ? AND area.agency = ? AND (area.date, area.index_number) {sign} (?, ?)
    ORDER BY area.date {order}, area.index_number {order} LIMIT ?"""
_ON_SUBJECT = """SELECT title, address, index_number, date FROM item INDEXED BY item_subject
    WHERE subject = ? AND subject <> '' AND state = 'public' AND (date, index_number) {sign} (?, ?)
    ORDER BY date {order}, index_number {order} LIMIT ?"""
_OLDER, _NEWER = {"sign": "<", "order": "DESC"}, {"sign": ">", "order": "ASC"}


def older(connection: sqlite3.Connection, place: Place) -> list[tuple[str, Link]]:
    """Return the items before one, each once, with the key area that it shares, '' where it shares the subject.

    Those of the same key area come first; both groups have the newest first.
    """
    found = [(area, link_view(row)) for area, row in _found(connection, place, _OLDER)]
    by_area: dict[str, tuple[str, Link]] = {}
    for area, link in (pair for pair in found if pair[0]):
        by_area.setdefault(link.path, (area, link))
    nearest = sorted(by_area.values(), key=lambda pair: (pair[1].date, pair[1].index), reverse=True)[:MOST]
    named = {link.path for _, link in nearest}
    return [*nearest, *(pair for pair in found if not pair[0] and pair[1].path not in named)]


def shown_on(connection: sqlite3.Connection, place: Place) -> set[str]:
    """Return the addresses of the items whose pages may name one as related."""
    return {row["address"] for _, row in _found(connection, place, _NEWER)}


def _found(connection: sqlite3.Connection, place: Place, way: dict[str, str]) -> list[tuple[str, sqlite3.Row]]:
    """Return the nearest items in one way, with the key area, or '' for the subject."""
    at = (place.date, place.index, MOST)
    rows = [(area, row) for area in place.areas for row in connection.execute(_NEAREST.format(**way), (area, place.agency, *at))]
    if place.subject:
        rows += [("", row) for row in connection.execute(_ON_SUBJECT.format(**way), (place.subject, *at))]
    return rows
