"""Adoption: which item publishes a file that no body links to."""

from __future__ import annotations

import sqlite3


def adoptions(connection: sqlite3.Connection) -> set[tuple[int, str]]:
    """Return item id and path of each file that no body links to and that an item adopts.

    The item with the same stem adopts it: `x.md` adopts `x.pdf`, `x-table.xlsx` and `x/…`.
    Else the item adopts it that is the only one in the folder.
    """
    loose = connection.execute(
        "SELECT path FROM source WHERE is_item = 0"
        " AND path NOT IN (SELECT source FROM attachment WHERE adopted = 0) ORDER BY path"
    ).fetchall()
    return {(owner, row["path"]) for row in loose if (owner := _owner(connection, row["path"])) is not None}


def _owner(connection: sqlite3.Connection, path: str) -> int | None:
    """Return the id of the item that adopts a file, or None."""
    folder, _, name = path.rpartition("/")
    stem = name.rpartition(".")[0]
    candidates = [f"{folder}/{stem}", folder]
    candidates += [f"{folder}/{stem[:cut]}" for cut in range(len(stem) - 1, 0, -1) if stem[cut] in "-_. "]
    for candidate in candidates:
        row = connection.execute(
            "SELECT id FROM item WHERE path IN (?, ?)", (candidate + ".md", candidate + ".markdown")
        ).fetchone()
        if row:
            return row["id"]
    rows = connection.execute(
        "SELECT id, path FROM item WHERE path > ? AND path < ? LIMIT 3", (folder + "/", folder + "0")
    ).fetchall()
    beside = [row["id"] for row in rows if "/" not in row["path"][len(folder) + 1 :]]
    return beside[0] if len(beside) == 1 and len(rows) == 1 else None
