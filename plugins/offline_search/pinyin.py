"""The pinyin table: phrases by their syllables, for readers at keyboards without Chinese input.

`xxgk` and `xinxigongkai` lead to 信息公开. The table has all names of facet values with the words in them, and
phrases that occur in several titles, so that it stays small while the archive grows. A phrase is made of whole words
(`spelling.phrases_of`): nobody means 国政府信 who types `gzfx`.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections import Counter
from collections.abc import Iterable

from .files import binary_script, gb18030_json, put
from .spelling import phrases_of

LONGEST = 6
"""Characters in a phrase of a title."""
TITLES_PER_PHRASE = 5000
"""A phrase needs one title in so many, of all titles, to be listed."""
MOST_PHRASES = 60_000
"""Phrases of titles in the table, at most."""
SAMPLE = 12_000
"""Titles whose phrases are counted. Of more titles, every second, fourth, eighth … is taken."""
PASSES = 4
"""Phrases are counted in so many passes to save memory: each pass counts those with certain first characters, and drops the rare ones."""

SPELLING = "spelling"
"""Name of the file of the spelling table (`spelling`)."""

Row = tuple[str, str, int]
"""A phrase, its syllables, and the number of titles that have it."""

_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]{2,}")
_SOUND = re.compile("[a-z]+")


class TitleSample:
    """Titles whose phrases are counted: all of them, or an even sample of very many."""

    def __init__(self) -> None:
        self.titles: list[str] = []
        self._seen = 0
        self._step = 1

    def add(self, title: str) -> None:
        """Add a folded title."""
        self._seen += 1
        if self._seen % self._step:
            return
        self.titles.append(title)
        if len(self.titles) > SAMPLE:
            self._step *= 2
            self.titles = self.titles[1::2]


def count_phrases(titles: list[str], turn: int) -> dict[str, int]:
    """Return the phrases that one pass counts, and in how many titles each is; rare ones are left out."""
    counts: Counter[str] = Counter()
    for title in titles:
        counts.update({phrase for phrase in _phrases(title) if ord(phrase[0]) % PASSES == turn})
    least = max(1, len(titles) // TITLES_PER_PHRASE)
    return {phrase: count for phrase, count in counts.items() if count >= least}


def _phrases(text: str) -> Iterable[str]:
    """Yield the phrases of a text, whole words of at most `LONGEST` characters."""
    return (phrase for run in _HAN.findall(text) for phrase in phrases_of(run) if len(phrase) <= LONGEST)


def select_phrases(counts: dict[str, int], names: dict[str, int]) -> list[tuple[str, int]]:
    """Return the phrases of the table, the commonest first: the commonest phrases of titles, all names, and the phrases in these."""
    kept = dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_PHRASES])
    for name, count in names.items():
        for phrase in (*_HAN.findall(name), *_phrases(name)):
            kept[phrase] = max(kept.get(phrase, 0), count)
    return sorted(kept.items(), key=lambda pair: (-pair[1], pair[0]))


def with_syllables(phrases: list[tuple[str, int]]) -> list[Row]:
    """Return phrases with their syllables (pypinyin); phrases with a character of unknown sound are left out."""
    from pypinyin import lazy_pinyin  # its dictionaries take 60 MB

    rows = []
    for phrase, count in phrases:
        syllables = lazy_pinyin(phrase, v_to_u=False)
        if all(_SOUND.fullmatch(syllable) for syllable in syllables):
            rows.append((phrase, " ".join(syllables), count))
    return rows


def by_letter(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """Group rows by the first letter of their syllables."""
    table: dict[str, list[Row]] = {}
    for row in rows:
        table.setdefault(row[1][0], []).append(row)
    return dict(sorted(table.items()))


def write_table(root: str, table: dict[str, list[Row]], spelling: bytes, identity: bytes) -> dict[str, str]:
    """Write the table, and the spelling table beside it, into a folder in `root`; return its entry in the manifest."""
    data = {letter: gb18030_json(rows) for letter, rows in table.items()} | {SPELLING: spelling}
    digest = hashlib.sha256(identity + b"\0".join(data.values())).hexdigest()
    folder = f"pinyin-{digest[:12]}"
    for name, rows in data.items():
        put(os.path.join(root, folder, f"{name}.js"), binary_script(f"{folder}/{name}", rows))
    return {"folder": folder, "letters": "".join(table)}


def table_of(titles: list[str], names: dict[str, int]) -> dict[str, list[Row]]:
    """Return the table of some folded titles and names, by letter."""
    counts: dict[str, int] = {}
    for turn in range(PASSES):
        counts |= count_phrases(titles, turn)
    return by_letter(with_syllables(select_phrases(counts, names)))
