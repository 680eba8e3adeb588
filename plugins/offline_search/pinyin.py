"""Pinyin: phrases of titles and names by how they sound, for keyboards without Chinese input.

`xxgk` and `xinxigongkai` lead to 信息公开. Phrases are those that titles repeat, so that
the table stays small while the archive grows; names of facet values are always among them.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections import Counter
from collections.abc import Iterable

from .files import encoded, packed, put

SHORTEST, LONGEST = 2, 6
"""Characters in a phrase taken from a title."""
RARE = 5000
"""A phrase is listed when one in so many titles has it."""
LISTED = 60_000
"""Phrases at most."""
HEARD = 12_000
"""Of so many titles phrases are counted; of more, of every second, fourth, … one."""
SHARES = 4
"""Phrases are counted a share at a time, those of some first characters each: what is rare can be forgotten after each."""

Row = tuple[str, str, int]
"""A phrase, its syllables, in how many titles it is."""

_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]{2,}")
_SOUND = re.compile("[a-z]+")


class Titles:
    """Titles of which phrases are to be counted: all, or of very many an even part."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self._seen = 0
        self._step = 1

    def add(self, title: str) -> None:
        """Take in a folded title."""
        self._seen += 1
        if self._seen % self._step:
            return
        self.heard.append(title)
        if len(self.heard) > HEARD:
            self._step *= 2
            self.heard = self.heard[1::2]


def repeated(titles: list[str], share: int) -> dict[str, int]:
    """Return the phrases of a share, and in how many titles each is; rare ones are left out."""
    counts: Counter[str] = Counter()
    for title in titles:
        found: set[str] = set()
        for run in _HAN.findall(title):
            for start in range(len(run) - SHORTEST + 1):
                if ord(run[start]) % SHARES == share:
                    found.update([run[start : start + size] for size in range(SHORTEST, min(LONGEST, len(run) - start) + 1)])
        counts.update(found)
    least = max(1, len(titles) // RARE)
    return {phrase: count for phrase, count in counts.items() if count >= least}


def chosen(counts: dict[str, int], names: dict[str, int]) -> list[tuple[str, int]]:
    """Return the phrases to be listed, commonest first: of those of titles the commonest, and all names."""
    kept = dict(counts)
    for phrase, count in counts.items():  # 息公开 says nothing that 信息公开 does not
        for part in (phrase[1:], phrase[:-1]):
            if kept.get(part) == count:
                del kept[part]
    kept = dict(sorted(kept.items(), key=lambda pair: (-pair[1], pair[0]))[:LISTED])
    for name, count in names.items():
        for run in _HAN.findall(name):
            kept[run] = max(kept.get(run, 0), count)
    return sorted(kept.items(), key=lambda pair: (-pair[1], pair[0]))


def sounded(phrases: list[tuple[str, int]]) -> list[Row]:
    """Return phrases with their syllables; those that have a character without a sound are left out."""
    from pypinyin import lazy_pinyin  # its dictionaries take 60 MB

    rows = []
    for phrase, count in phrases:
        syllables = lazy_pinyin(phrase, v_to_u=False)
        if all(_SOUND.fullmatch(syllable) for syllable in syllables):
            rows.append((phrase, " ".join(syllables), count))
    return rows


def by_letter(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """Return rows by the first letter of their syllables."""
    table: dict[str, list[Row]] = {}
    for row in rows:
        table.setdefault(row[1][0], []).append(row)
    return dict(sorted(table.items()))


def write_table(root: str, table: dict[str, list[Row]], identity: bytes) -> dict[str, str]:
    """Write a table into a folder in `root`; return what the manifest says of it."""
    data = {letter: encoded(rows) for letter, rows in table.items()}
    digest = hashlib.sha256(identity + b"\0".join(data.values())).hexdigest()
    folder = f"pinyin-{digest[:12]}"
    for letter, rows in data.items():
        put(os.path.join(root, folder, f"{letter}.js"), packed(f"{folder}/{letter}", rows))
    return {"folder": folder, "letters": "".join(data)}


def table_of(titles: list[str], names: dict[str, int]) -> dict[str, list[Row]]:
    """Return the table of some folded titles and names, by letter, all at once."""
    counts: dict[str, int] = {}
    for share in range(SHARES):
        counts |= repeated(titles, share)
    return by_letter(sounded(chosen(counts, names)))
