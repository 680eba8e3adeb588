"""The history of an item: the documents before and after it, what was changed in it, and the comparison with the one that it replaced.

A comparison is a page of its own beside the item. There is one only while both texts stand on the site: a draft, a
withdrawn or a removed item has none.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Any, NamedTuple

from ..catalogue.queries import PUBLISHED
from ..content.body import text_for_comparison
from ..model import addresses
from .article_changes import ADDED, CHANGED, DROPPED, INSERTED, KEPT, RENUMBERED, SHOWN, Row, compare, pieces
from .frame import meta_tags, page_frame
from .site import Site

LONGEST_CHAIN = 50
"""Documents of one history at most."""
_KINDS = (CHANGED, ADDED, DROPPED, RENUMBERED, KEPT)
_CHAIN = f"""WITH RECURSIVE chain (number) AS (
        VALUES (?1)
        UNION SELECT item.replaces FROM chain JOIN item ON item.index_number = chain.number WHERE item.replaces <> '' AND item.state IN ('public', 'withdrawn')
        UNION SELECT item.index_number FROM chain JOIN item INDEXED BY item_replaces ON item.replaces = chain.number AND item.replaces <> ''
            WHERE item.state IN ('public', 'withdrawn')
        LIMIT {LONGEST_CHAIN})
    SELECT title, address, index_number, document_number, date, created, state, replaces FROM item WHERE {PUBLISHED}
    AND index_number IN (SELECT number FROM chain) ORDER BY date, index_number"""

LARGEST = 900_000
"""Bytes that the rows of a comparison may have: with the frame, less than the megabyte from which a page is an error."""
_MARKUP = 180
"""Bytes of markup about a row, a stretch of rows or a piece of text."""


class Version(NamedTuple):
    """One document of a history."""

    title: str
    path: str
    index: str
    document_number: str
    date: str
    withdrawn: bool
    current: bool
    """Whether it is the item itself."""
    comparison: str
    """Where its comparison with the one before stands; '' where there is none."""


def chain(connection: sqlite3.Connection, index: str) -> list[sqlite3.Row]:
    """Return the published items that an item replaces, directly or over others, and those that replace it; the item is among them."""
    return connection.execute(_CHAIN, (index,)).fetchall()


def versions(connection: sqlite3.Connection, index: str) -> list[Version]:
    """Return the history of an item, the oldest document first; nothing where it stands alone."""
    rows = chain(connection, index)
    public = {row["index_number"] for row in rows if row["state"] == "public"}
    found = [
        Version(
            row["title"], row["address"], row["index_number"], row["document_number"], row["date"], row["state"] == "withdrawn", row["index_number"] == index,
            addresses.comparison(row["address"]) if {row["index_number"], row["replaces"]} <= public else "",
        )
        for row in rows
    ]
    return found if len(found) > 1 else []


def comparison_tasks(site: Site) -> Iterator[tuple[str]]:
    """Yield the address of each item that has a comparison with the one that it replaces."""
    for row in site.connection.execute(
        """SELECT item.address FROM item INDEXED BY item_replaces JOIN item AS older ON older.index_number = item.replaces
           WHERE item.replaces <> '' AND item.state = 'public' AND older.state = 'public' ORDER BY item.address"""
    ):
        yield (row["address"],)


def comparison_contexts(site: Site, address: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield path and context of the comparison of the item at an address, if there is one."""
    row = site.connection.execute(
        """SELECT item.*, body.html, older.title AS old_title, older.address AS old_address, older.index_number AS old_index, older.date AS old_date,
               older.document_number AS old_number, older.agency AS old_agency, old_body.html AS old_html
           FROM item JOIN body ON body.item_id = item.id JOIN item AS older ON older.index_number = item.replaces AND item.replaces <> ''
           JOIN body AS old_body ON old_body.item_id = older.id
           WHERE item.address = ? COLLATE NOCASE AND item.state = 'public' AND older.state = 'public'""", (address,)
    ).fetchone()
    if row is None:
        return
    path = addresses.comparison(row["address"])
    title = f"新旧对照：{row['title']}"
    column = {"Name": "新旧对照", "Type": row["category"], "Keywords": "新旧对照", "Description": f"《{row['title']}》与它取代的文件逐条对照。"}
    article = {"ArticleTitle": title, "PubDate": row["date"], "ContentSource": row["agency"]}
    frame = page_frame(site, path, title, [(row["title"], row["address"]), ("新旧对照", "")], current="categories", meta=meta_tags(site, column, article))
    rows = compare(text_for_comparison(row["old_html"]), text_for_comparison(row["html"]))
    stretches = _joined(rows)
    shows, lists = _fits(rows, stretches)
    yield path, frame | {
        "new": {"title": row["title"], "path": row["address"], "index": row["index_number"], "date": row["date"], "number": row["document_number"]},
        "old": {"title": row["old_title"], "path": row["old_address"], "index": row["old_index"], "date": row["old_date"], "number": row["old_number"]},
        "headings": [(label, pieces(before, after)) for label, before, after in _headings(row) if before != after],
        "rows": stretches if lists else [], "shows": shows, "lists": lists, "kept": KEPT, "added": ADDED, "dropped": DROPPED, "changed": CHANGED, "renumbered": RENUMBERED, "inserted": INSERTED,
        "numbers": [(kind, number) for kind in _KINDS if (number := sum(one.kind == kind for one in rows))],
        "way": "条" if any(one.number for one in rows) else "段",
    }


def _headings(row: sqlite3.Row) -> tuple[tuple[str, str, str], ...]:
    return (("名称", row["old_title"], row["title"]), ("文号", row["old_number"], row["document_number"]), ("发布机构", row["old_agency"], row["agency"]))


class Stretch(NamedTuple):
    """Rows of a comparison that are shown together: those that did not change, or a single one that did."""

    kind: str
    rows: list[Row]

    @property
    def title(self) -> str:
        """Their numbers: 第三条, or 第三条至第六条; '' for paragraphs."""
        numbers = [row.number for row in self.rows if row.number]
        return "" if not numbers else numbers[0] if len(numbers) == 1 else f"{numbers[0]}至{numbers[-1]}"


def _fits(rows: list[Row], stretches: list[Stretch]) -> tuple[bool, bool]:
    """Return whether a page can show all texts, and whether it can name what changed: no page may be larger than an old computer opens."""
    pieces = [piece.text for row in rows for piece in row.pieces]
    marks = _MARKUP * (len(rows) + len(stretches))
    shows = sum(map(len, pieces)) <= SHOWN and sum(len(text.encode()) for text in pieces) + _MARKUP * len(pieces) + marks <= LARGEST
    return shows, marks <= LARGEST


def _joined(rows: list[Row]) -> list[Stretch]:
    """Return rows with neighbours that did not change joined to one; so are paragraphs of which the same became."""
    found: list[Stretch] = []
    for row in rows:
        if found and row.kind == found[-1].kind and (row.kind == KEPT or not (row.number or found[-1].rows[-1].number)):
            found[-1].rows.append(row)
        else:
            found.append(Stretch(row.kind, [row]))
    return found
