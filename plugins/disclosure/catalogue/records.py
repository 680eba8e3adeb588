"""Writing of items, files, problems and states. No other module writes these tables."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable

from ..content.first_page import FirstPage
from ..content.source import Stamp, folder_of, is_item
from ..model import addresses
from ..model.deadlines import publication_days
from ..model.item import Item
from ..model.problems import ERROR, WARNING, Problem
from ..secrecy.examine import Examination

COLUMNS = (
    "path", "index_number", "address", "title", "category", "leaf", "agency", "created", "date",
    "document_number", "summary", "subject", "genre", "validity", "ended", "valid_until", "replaces", "withdrawn_date",
    "withdrawn_reason", "channel", "modified", "review_date", "reviewer", "review_result", "tags",
    "draft", "sound", "lines", "text_digest", "work_days", "state",
)
_UPSERT = (
    f"INSERT INTO item ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))})"
    f" ON CONFLICT (path) DO UPDATE SET {', '.join(f'{c} = excluded.{c}' for c in COLUMNS[1:])}"
    " RETURNING id"
)


def put_source(connection: sqlite3.Connection, path: str, stamp: Stamp, sha256: str) -> None:
    """Record a file that was read, with its stamp and its SHA-256."""
    connection.execute(
        "INSERT OR REPLACE INTO source VALUES (?, ?, ?, ?, ?, ?, ?)",
        (path, *stamp, sha256, folder_of(path), int(is_item(path))),
    )


def put_folders(connection: sqlite3.Connection, stamps: dict[str, bytes], gone: set[str]) -> None:
    """Record the stamps of folders; delete the folders that are gone."""
    connection.executemany("DELETE FROM folder WHERE path = ?", [(path,) for path in gone])
    connection.executemany("INSERT OR REPLACE INTO folder VALUES (?, ?)", stamps.items())


def put_item(connection: sqlite3.Connection, item: Item, sound: bool) -> None:
    """Record an item with all that belongs to it. It replaces what its file said before, and gets its state later."""
    category, leaf = item.filing
    withdrawn = item.withdrawn
    row = (
        item.path, item.index, addresses.item(item.date, item.index) if item.index and item.date else "",
        item.title, category, leaf, item.agency, item.created, item.date, item.document_number, item.summary,
        item.subject, item.genre, item.validity.word, item.validity.ended, item.valid_until, item.replaces, withdrawn.date if withdrawn else "",
        withdrawn.reason if withdrawn else "", item.channel, item.modified, item.review.date,
        item.review.reviewer, item.review.result, "\n".join(item.tags), int(item.status == "draft"),
        int(sound), json.dumps(item.lines), _text_digest(item), publication_days(item.created, item.date), "faulty",
    )
    item_id = connection.execute(_UPSERT, row).fetchone()[0]
    for table in ("body", "item_key_area", "validity_change", "revision", "interpretation", "guide", "reference", "attachment", "ruling"):
        connection.execute(f"DELETE FROM {table} WHERE item_id = ?", (item_id,))
    connection.execute("INSERT INTO body VALUES (?, ?, ?)", (item_id, item.html, item.text))
    connection.executemany(
        "INSERT INTO item_key_area VALUES (?, ?, ?, ?, ?, ?)",
        [(item_id, name, position, item.agency, item.date, item.index) for position, name in enumerate(item.key_areas)],
    )
    connection.executemany(
        "INSERT INTO validity_change VALUES (?, ?, ?, ?, ?)",
        [(item_id, position, change.date, change.word, change.basis) for position, change in enumerate(item.validity_history)],
    )
    connection.executemany(
        "INSERT INTO revision VALUES (?, ?, ?, ?)", [(item_id, position, revision.date, revision.note) for position, revision in enumerate(item.revisions)]
    )
    connection.executemany(
        "INSERT INTO interpretation VALUES (?, ?, ?)", [(item_id, position, target) for position, target in enumerate(item.interprets)]
    )
    if item.time_limit or item.fee or item.office or item.life_events:
        row = (item_id, item.time_limit, item.fee, item.office, "\n".join(item.life_events))
        connection.execute("INSERT INTO guide VALUES (?, ?, ?, ?, ?)", row)
    connection.executemany(
        "INSERT INTO ruling VALUES (?, ?, ?, ?)", [(item_id, rule.code, rule.reason, rule.masked) for rule in item.rulings]
    )
    files: dict[str, bool] = {}
    for reference in item.references:
        connection.execute(
            "INSERT INTO reference VALUES (?, ?, ?, ?)",
            (item_id, reference.kind, reference.target, reference.line),
        )
        if reference.kind in ("file", "image"):
            files[reference.target] = files.get(reference.target, True) and reference.kind == "image"
    connection.executemany(
        "INSERT INTO attachment VALUES (?, ?, ?, ?, 0, ?)",
        [
            (item_id, source, source.rpartition("/")[2], int(embedded), position)
            for position, (source, embedded) in enumerate(files.items())
        ],
    )


def count_work_days(connection: sqlite3.Connection) -> None:
    """Count the working days of all items anew, by another calendar."""
    rows = connection.execute("SELECT id, created, date, work_days FROM item").fetchall()
    counted = [(publication_days(row["created"], row["date"]), row["id"], row["work_days"]) for row in rows]
    connection.executemany("UPDATE item SET work_days = ? WHERE id = ?", [(days, item_id) for days, item_id, before in counted if days != before])


def _text_digest(item: Item) -> str:
    """Return what tells the words of an item from others: its title, its summary and its plain text."""
    return hashlib.sha256("\0".join((item.title, item.summary, item.text)).encode()).hexdigest()[:16]


def replace_removals(connection: sqlite3.Connection, indexes: Iterable[str]) -> bool:
    """Record the Indexes that the register of removals names; return whether they are others than before."""
    wanted = set(indexes)
    before = {row["index_number"] for row in connection.execute("SELECT index_number FROM removal")}
    connection.executemany("DELETE FROM removal WHERE index_number = ?", [(index,) for index in sorted(before - wanted)])
    connection.executemany("INSERT INTO removal VALUES (?)", [(index,) for index in sorted(wanted - before)])
    return before != wanted


def put_examination(connection: sqlite3.Connection, seen: Examination) -> None:
    """Record the text, the shape and the findings of an attachment. They replace the former ones."""
    _forget_examination(connection, seen.path)
    if seen.text:
        connection.execute("INSERT INTO attachment_text VALUES (?, ?)", (seen.path, seen.text))
    shape = seen.shape
    if shape.title or shape.pages or shape.rows:
        connection.execute(
            "INSERT INTO attachment_shape VALUES (?, ?, ?, ?, ?, ?)",
            (seen.path, shape.title, shape.pages, shape.sheets, shape.rows, json.dumps(shape.table(), ensure_ascii=False)),
        )
    connection.executemany("INSERT INTO finding VALUES (?, ?, ?, ?, ?, ?)", [
        (found.path, found.line, found.where, found.kind, found.masked, found.code) for found in seen.findings
    ])


def put_first_page(connection: sqlite3.Connection, path: str, page: FirstPage) -> None:
    """Record the picture of the first page of a PDF, or why there is none."""
    digest = hashlib.sha256(page.data).hexdigest() if page.data else ""
    connection.execute("INSERT OR REPLACE INTO first_page VALUES (?, ?, ?, ?, ?, ?)", (path, page.width, page.height, page.fault, digest, page.data))


def _forget_examination(connection: sqlite3.Connection, path: str) -> None:
    for table in ("attachment_text", "attachment_shape", "first_page", "finding"):
        connection.execute(f"DELETE FROM {table} WHERE path = ?", (path,))


def drop(connection: sqlite3.Connection, path: str) -> None:
    """Delete a file, the item in it and its problems."""
    connection.execute("DELETE FROM source WHERE path = ?", (path,))
    _forget_examination(connection, path)
    connection.execute("DELETE FROM item WHERE path = ?", (path,))
    connection.execute("DELETE FROM problem WHERE path = ? AND origin = 'file'", (path,))


def drop_item(connection: sqlite3.Connection, path: str) -> None:
    """Delete the item in a file; the file stays on record."""
    connection.execute("DELETE FROM item WHERE path = ?", (path,))


def replace_adoptions(connection: sqlite3.Connection, wanted: set[tuple[int, str]]) -> set[int]:
    """Record which items adopt which files (pairs of item id and path); return the ids of the items that got or lost one."""
    before = {(row["item_id"], row["source"]) for row in connection.execute("SELECT item_id, source FROM attachment WHERE adopted = 1")}
    for item_id, source in before - wanted:
        connection.execute("DELETE FROM attachment WHERE item_id = ? AND source = ? AND adopted = 1", (item_id, source))
    for item_id, source in sorted(wanted - before):
        connection.execute("INSERT INTO attachment VALUES (?, ?, ?, 0, 1, 1000)", (item_id, source, source.rpartition("/")[2]))
    return {item_id for item_id, _ in before ^ wanted}


FILE, PLACE, CROSS = "file", "place", "cross"
"""Origins of problems: a file by itself, a file that must not be there, several items together."""


def replace_problems(connection: sqlite3.Connection, problems: Iterable[Problem], origin: str, path: str | None = None) -> None:
    """Record the problems of one origin, of one file or of all files. They replace the former ones."""
    if path is None:
        connection.execute("DELETE FROM problem WHERE origin = ?", (origin,))
    else:
        connection.execute("DELETE FROM problem WHERE origin = ? AND path = ?", (origin, path))
    connection.executemany(
        "INSERT INTO problem VALUES (?, ?, ?, ?, ?, ?, ?)",
        [(p.path, p.line, p.severity, p.message, p.remedy, origin, p.rule) for p in problems],
    )


def soften_drafts(connection: sqlite3.Connection) -> None:
    """Turn errors that crosschecks found in drafts into warnings: a draft must not stop the publication of other items."""
    connection.execute(
        "UPDATE problem SET severity = ? WHERE origin = 'cross' AND (path IN (SELECT path FROM item WHERE draft = 1)"
        " OR path IN (SELECT source FROM attachment JOIN item ON item.id = item_id WHERE draft = 1))",
        (WARNING,),
    )


_ACCUSED = f"""(path IN (SELECT path FROM problem WHERE origin = 'cross' AND severity = '{ERROR}')
    OR id IN (SELECT item_id FROM attachment WHERE source IN
        (SELECT path FROM problem WHERE origin = 'cross' AND severity = '{ERROR}')))"""
_STATE = f"""
    CASE WHEN sound = 0 OR {_ACCUSED} THEN 'faulty'
         WHEN draft = 1 THEN 'draft'
         WHEN withdrawn_date <> '' THEN 'withdrawn'
         ELSE 'public' END"""


def update_states(connection: sqlite3.Connection) -> list[str]:
    """Set the state of every item; return the files of those whose state changed.

    Only two kinds of items can change: those that are faulty, as every item is when it is recorded,
    and those with an error of a crosscheck.
    """
    doubtful = f"SELECT path FROM item WHERE (state = 'faulty' OR {_ACCUSED}) AND state <> {_STATE}"
    changed = [row["path"] for row in connection.execute(doubtful)]
    connection.executemany(f"UPDATE item SET state = {_STATE} WHERE path = ?", [(path,) for path in changed])
    return changed
