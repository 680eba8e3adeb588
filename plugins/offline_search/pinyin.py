"""Pinyin: phrases of titles and names by how they sound, for keyboards without Chinese input.

`xxgk` and `xinxigongkai` lead to 信息公开. Phrases are those that titles repeat, so that
the table stays small while the archive grows; names of facet values are always among them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

SHORTEST, LONGEST = 2, 6
"""Characters in a phrase taken from a title."""
RARE = 5000
"""A phrase is listed when one in so many titles has it."""
LISTED = 60_000
"""Phrases at most."""
HEARD = 12_000
"""Of so many titles phrases are counted; of more, of every second, third, … one."""

_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]{2,}")
_SOUND = re.compile("[a-z]+")


class Phrases:
    """Counts phrases of folded titles, and remembers names."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._names: Counter[str] = Counter()
        self._titles = self._seen = 0
        self._step = 1

    def add(self, title: str, names: Iterable[str]) -> None:
        """Take in the title and the names of one document, folded."""
        self._names.update(names)
        self._seen += 1
        if self._seen % self._step:
            return
        self._titles += 1
        if self._titles > HEARD:
            self._thin()
        found: set[str] = set()
        for run in _HAN.findall(title):
            for size in range(SHORTEST, min(LONGEST, len(run)) + 1):
                found.update([run[start : start + size] for start in range(len(run) - size + 1)])
        self._counts.update(found)

    def _thin(self) -> None:
        """Hear half as many titles from now on, and forget what was heard once."""
        self._step *= 2
        self._titles //= 2
        self._counts = Counter({phrase: count // 2 for phrase, count in self._counts.items() if count > 1})

    def table(self) -> dict[str, list[tuple[str, str, int]]]:
        """Return (phrase, its syllables, how many titles) by first letter, commonest first."""
        from pypinyin import lazy_pinyin  # its dictionaries take 60 MB

        least = max(1, self._titles // RARE)
        kept = {phrase: count for phrase, count in self._counts.items() if count >= least}
        for phrase, count in list(kept.items()):  # 息公开 says nothing that 信息公开 does not
            for part in (phrase[1:], phrase[:-1]):
                if kept.get(part) == count:
                    del kept[part]
        kept = dict(sorted(kept.items(), key=lambda pair: (-pair[1], pair[0]))[:LISTED])
        for name, count in self._names.items():
            for run in _HAN.findall(name):
                kept[run] = max(kept.get(run, 0), count)
        table: dict[str, list[tuple[str, str, int]]] = {}
        for phrase, count in sorted(kept.items(), key=lambda pair: (-pair[1], pair[0])):
            syllables = lazy_pinyin(phrase, v_to_u=False)
            if all(_SOUND.fullmatch(syllable) for syllable in syllables):
                table.setdefault(syllables[0][0], []).append((phrase, " ".join(syllables), count))
        return table
