"""Register of removals → tombstones: what stands at the address of an item that was published and is gone.

The register (`removed.csv`) names Indexes. Where their pages stood is known from the last release and from those kept
beside it. Without a release the year in the Index says where. An item that stands elsewhere by now has a page at its
old address that leads to the new one.
"""

from __future__ import annotations

import csv
import json
import re
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from ..catalogue.queries import LINK_COLUMNS, PUBLIC, PUBLISHED, Link, link_view
from ..model import addresses
from ..model.problems import WARNING, Problem
from ..registers import Register
from .last_release import LastRelease, folded_stem

_YEAR_OF_INDEX = re.compile(r"(?:\A|[/-])((?:19|20)[0-9]{2})(?=(?:[0-9]{2})?[/-])")
"""The year in an Index of the national form (code/YYYY-NNNNN), or of the form code/YYYYMM-NNNNN."""


@dataclass(frozen=True, slots=True)
class Tombstone:
    """The page at an old address."""

    address: str
    index: str
    date: str
    reason: str
    leads_to: Link | None
    """The item that stands elsewhere now; None for one that is gone."""


@dataclass
class Removals:
    """What a register of removals means for this build."""

    tombstones: list[Tombstone] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def removals(connection: sqlite3.Connection, register: Register, last: LastRelease | None) -> Removals:
    """Return the tombstones of the rows of a register of removals, and what is wrong with the rows."""
    found = Removals()
    stones: dict[str, Tombstone] = {}
    wrong = _misspelt(connection, register, last)
    for row, line in register.numbered_rows():
        if right := wrong.get(row["index"]):
            said = f"没有索引号“{row['index']}”，地址相同的是“{right}”，这一行不起作用"
            found.problems.append(Problem(register.path, line, said, f"改成“{right}”；不是要移除它的，删去这一行"))
            continue
        places = _places(row, last)
        standing = {place: owner for place in places if (owner := _item_at(connection, place))}
        free = [place for place in places if place not in standing]
        if standing and not free:
            place, owner = next(iter(standing.items()))
            found.problems.append(_still_there(register, line, row["index"], place, owner))
        elif not places:
            said = f"“{row['index']}”从来没有发布过，这一行不起作用"
            found.problems.append(Problem(register.path, line, said, "核对索引号；没有发布过的，删去这一行", WARNING))
        for place in free:
            stones[place.casefold()] = Tombstone(place, row["index"], row["date"], row["reason"], _successor(connection, row["index"], place, last))
    found.tombstones = [stones[place] for place in sorted(stones)]
    return found


def indexes_like(connection: sqlite3.Connection, last: LastRelease | None, indexes: Iterable[str]) -> dict[str, set[str]]:
    """Return the Indexes of items and of releases whose addresses are those of the `indexes`, but for case, by folded stem."""
    found = last.indexes_like(indexes) if last else {}
    stems = json.dumps([folded_stem(index) for index in indexes])
    items = connection.execute("SELECT index_number FROM item WHERE lower(replace(index_number, '/', '-')) IN (SELECT value FROM json_each(?))", (stems,))
    for row in items:
        found.setdefault(folded_stem(row["index_number"]), set()).add(row["index_number"])
    return found


def _misspelt(connection: sqlite3.Connection, register: Register, last: LastRelease | None) -> dict[str, str]:
    """Return the Indexes of a register that nothing has, each with the one that stands at the same address.

    A row that the last release has is right: it was judged then. So the catalogue files are read for a new row only.
    """
    named = {row["index"] for row, _ in register.numbered_rows()} - _released(last)
    like = indexes_like(connection, last, named) if named else {}
    return {index: min(right) for index in named if (right := like.get(folded_stem(index))) and index not in right}


def _released(last: LastRelease | None) -> set[str]:
    """Return the Indexes in the register of removals of the last release."""
    if last is None:
        return set()
    try:
        lines = Path(last.folder, addresses.register_csv("removed")).read_text(encoding="utf-8-sig").splitlines()
        return {row[0] for row in csv.reader(lines) if row}
    except (OSError, ValueError, csv.Error):
        return set()


def _places(row: dict, last: LastRelease | None) -> list[str]:
    """Return where the pages of an Index stood. Without a release that is a guess by the year in the Index."""
    stem = addresses.item_stem(row["index"])
    if last is not None:
        return last.addresses_of(stem)
    year = _YEAR_OF_INDEX.search(row["index"])
    return [addresses.item(year[1] if year else row["date"], row["index"])]


def _item_at(connection: sqlite3.Connection, address: str) -> sqlite3.Row | None:
    """Return the published item at an address. Terminals may take two addresses for one that differ in case only."""
    return connection.execute(
        f"SELECT path, index_number FROM item WHERE address = ? COLLATE NOCASE AND {PUBLISHED}", (address,)
    ).fetchone()


def _still_there(register: Register, line: int, index: str, place: str, owner: sqlite3.Row) -> Problem:
    said = f"“{index}”还在原来的地址 {place} 上公开着（{owner['path']}）"
    return Problem(register.path, line, said, "要移除它，删去条目的文件（或者运行 make takedown）；不移除的，删去这一行")


def _successor(connection: sqlite3.Connection, index: str, place: str, last: LastRelease | None) -> Link | None:
    """Return the published item that used to stand at an old address, or that replaces the one that stood there.

    It has the same Index, or names it in `Replaces`, or is the one to which the page at the old address leads already,
    or has the same title, agency and date of formation as the last release says of the old Index.
    """
    def one(condition: str, value: str) -> Link | None:
        row = connection.execute(f"SELECT {LINK_COLUMNS} FROM item {condition} ORDER BY date DESC, index_number LIMIT 1", (value,)).fetchone()
        return link_view(row) if row else None

    replacing = f"INDEXED BY item_replaces WHERE replaces <> '' AND replaces = ? AND +{PUBLIC}"
    if found := one(f"WHERE index_number = ? AND {PUBLISHED}", index) or one(replacing, index):
        return found
    if last is None:
        return None
    led = last.leads_to(place)
    if led is not None:
        return one(f"WHERE address = ? COLLATE NOCASE AND {PUBLISHED}", led) if led else None
    if said := last.catalogue(place.split("/")[1]).get(index):
        return same_item(connection, said)
    return None


def same_item(connection: sqlite3.Connection, said: dict[str, str]) -> Link | None:
    """Return the only published item with the title, agency and date of formation that a catalogue file says."""
    rows = connection.execute(
        f"SELECT {LINK_COLUMNS} FROM item WHERE agency = ? AND title = ? AND created = ? AND {PUBLISHED} LIMIT 2",
        (said.get("agency"), said.get("title"), said.get("created")),
    ).fetchall()
    return link_view(rows[0]) if len(rows) == 1 else None
