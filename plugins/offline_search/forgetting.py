"""Phrases of titles that no living document has any more: they leave the tables of pinyin and of spelling at once.

The tables are made with a merged segment of most documents. Until the next one a removed title would be told by its
phrases, so they are taken out in the publication that removes the last title that has them. Files are rewritten in
place, as texts are erased in place.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Collection, Iterable
from typing import Any

from .files import binary_script, gb18030_json, read_script, script_bytes
from .pinyin import SPELLING
from .spelling import LONGEST, decode, encode

SHORTEST = 2
"""Characters in a phrase, at least."""
LOOKED_UP = 5000
"""Phrases of one update that are looked up in living titles. Any more are taken out unseen: that costs a reader a hint until the next table is made, and tells nothing."""

_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]{2,}")


def phrases_in(titles: Iterable[str]) -> set[str]:
    """Return all runs of Han characters in folded titles that a table may have as a phrase."""
    return {
        run[start : start + size]
        for title in titles for run in _HAN.findall(title)
        for start in range(len(run) - 1) for size in range(SHORTEST, min(LONGEST, len(run) - start) + 1)
    }


def names_in(values: Iterable[str]) -> set[str]:
    """Return the phrases that the tables have of folded values of facets: they stand in the manifest anyway."""
    return {run for value in values for run in _HAN.findall(value)}


class Tables:
    """The files of one table of pinyin with the spelling table beside it, in the folder `root`; `entry` is as in the manifest."""

    def __init__(self, root_of: Callable[[str], str], entry: dict[str, str]) -> None:
        self._root_of = root_of
        self._names = [f"{entry['folder']}/{name}" for name in (*entry["letters"], SPELLING)]

    def read(self) -> dict[str, Any]:
        """Return the values of the files by their names. Raises `DamagedFile`."""
        return {name: _value(name, script_bytes(name, read_script(self._root_of(name), name))) for name in self._names}


def _value(name: str, data: bytes) -> Any:
    return decode(data) if _is_spelling(name) else json.loads(data.decode("gb18030"))


def _is_spelling(name: str) -> bool:
    return os.path.basename(name) == SPELLING


def among(values: dict[str, Any], phrases: Collection[str]) -> dict[str, int]:
    """Return those phrases that some tables have, and of how many titles they had them."""
    found: dict[str, int] = {}
    for name, value in values.items():
        for phrase, count in _counted(name, value):
            if phrase in phrases:
                found[phrase] = max(count, found.get(phrase, 0))
    return found


def _counted(name: str, value: Any) -> Iterable[tuple[str, int]]:
    return value.items() if _is_spelling(name) else ((phrase, count) for phrase, _, count in value)


def without(values: dict[str, Any], gone: Collection[str]) -> dict[str, bytes]:
    """Return the files, as scripts by their names, that have some phrases, without these."""
    changed = {}
    for name, value in values.items():
        if not any(phrase in gone for phrase, _ in _counted(name, value)):
            continue
        if _is_spelling(name):
            left = encode({phrase: count for phrase, count in value.items() if phrase not in gone})
        else:
            left = gb18030_json([row for row in value if row[0] not in gone])
        changed[name] = binary_script(name, left)
    return changed


def gone_among(found: dict[str, int], is_living: Callable[[str], bool]) -> set[str]:
    """Return those phrases that no living title has, the commonest looked up first, and those that are too many to be looked up."""
    ordered = sorted(found, key=lambda phrase: (-found[phrase], phrase))
    return {phrase for phrase in ordered[:LOOKED_UP] if not is_living(phrase)} | {*ordered[LOOKED_UP:]}
