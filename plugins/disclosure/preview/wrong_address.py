"""What could be meant by an address at which nothing stands. The work is bounded, however large the site is."""

from __future__ import annotations

import difflib
import os
import re
import sqlite3
from contextlib import closing

from ..catalogue.file import read_only
from ..model import addresses

MOST = 5
"""Addresses that are named."""
_LOOKED_AT = 3000
"""Names of a folder that are compared."""
_SHORTEST = 4
"""Characters of an Index with which items are looked for."""
_ITEM = re.compile(r"items/([^/]*)/([^/]+?)(?:\.html?)?")


def near(catalogue: str, root: str, address: str) -> list[tuple[str, str]]:
    """Return addresses, with titles, that somebody may have meant. `root` is the output folder."""
    address = address.strip("/")
    found: dict[str, str] = {}
    if match := _ITEM.fullmatch(address):
        found |= _items(catalogue, match[1], match[2])
    if len(found) < MOST:
        found |= {path: path for path in _files(root, address)}
    return list(found.items())[:MOST]


def _items(catalogue: str, year: str, stem: str) -> dict[str, str]:
    """Return items, drafts too, whose address begins alike, of the same year or another; the longest beginning first."""
    try:
        with closing(read_only(catalogue)) as connection:
            years = [row[0] for row in connection.execute("SELECT DISTINCT substr(month, 1, 4) FROM tally WHERE number > 0 ORDER BY 1 DESC")]
            years.sort(key=lambda other: other != year)
            for length in range(len(stem), _SHORTEST - 1, -1):
                found: dict[str, str] = {}
                for other in years:
                    first = addresses.item(other, stem[:length]).removesuffix(".html")
                    rows = connection.execute(
                "SELECT address, title FROM item WHERE address >= ?1 COLLATE NOCASE AND address < ?2 COLLATE NOCASE ORDER BY address LIMIT ?3",
                        (first, first + "\U0010ffff", MOST),
                    )
                    found |= {row["address"]: row["title"] for row in rows}
                if found:
                    return found
    except sqlite3.Error:
        return {}
    return {}


def _files(root: str, address: str) -> list[str]:
    """Return pages with a name that is near: in the nearest folder that is there, and at the site's root."""
    folder, _, name = address.rpartition("/")
    while folder and not os.path.isdir(os.path.join(root, folder)):
        folder, _, name = folder.rpartition("/")
    names: dict[str, str] = {}
    for place in dict.fromkeys((folder, "")):
        try:
            entries = sorted(os.listdir(os.path.join(root, place)))[:_LOOKED_AT]
        except OSError:
            continue
        for entry in entries:
            path = f"{place}/{entry}" if place else entry
            target = path if entry.endswith(".html") else f"{path}/index.html"
            if not entry.startswith(".") and target.endswith(".html") and os.path.isfile(os.path.join(root, target)):
                names.setdefault(entry.removesuffix(".html").casefold(), target)
    close = difflib.get_close_matches(name.removesuffix(".html").casefold(), names, MOST, 0.5)
    return [names[one] for one in close]
