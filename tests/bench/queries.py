"""Queries that readers might type: pieces of a site's own items, drawn at random with a stated seed."""

from __future__ import annotations

import html
import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pypinyin.seg.mmseg import seg

SEED = 2014
LENGTHS = (2, 3, 4, 5, 6)
TITLE_WORDS = 3
"""One in so many queries is a word of a title; the others are pieces of titles or bodies."""

_TITLE = re.compile(r'<h1 class="rr-item__title">(.*?)</h1>', re.DOTALL)
_PROSE = re.compile(r'<div class="rr-prose[^>]*>(.*)</article>', re.DOTALL)
_TAG = re.compile("<[^>]*>")


Texts = Sequence[tuple[str, str]]
"""Titles with their bodies."""


@dataclass(frozen=True)
class Query:
    """Some characters, and where they come from."""

    text: str
    kind: str


def _plain(pattern: re.Pattern[str], page: str) -> str:
    found = pattern.search(page)
    return html.unescape(_TAG.sub("\n", found[1])) if found else ""


class _Pages(Sequence[tuple[str, str]]):
    """Titles and bodies of the item pages of a site. A page is read when it is drawn."""

    def __init__(self, output: Path) -> None:
        self._paths = sorted((output / "items").glob("*/*.html"))

    def __len__(self) -> int:
        return len(self._paths)

    def __getitem__(self, at: int) -> tuple[str, str]:
        page = self._paths[at].read_text(encoding="utf-8")
        return _plain(_TITLE, page), _plain(_PROSE, page)


def _piece(random_: random.Random, text: str, length: int) -> str | None:
    """Return a piece of a text without spaces or punctuation. Each such piece is equally likely."""
    starts = [match.start() for match in re.finditer(rf"(?=\w{{{length}}})", text)]
    return text[(start := random_.choice(starts)) : start + length] if starts else None


def _word(random_: random.Random, title: str) -> str | None:
    """Return a word of two or more characters of a title, segmented by a dictionary."""
    words = [word for run in re.findall(r"\w+", title) for word in seg.cut(run) if len(word) > 1]
    return random_.choice(words) if words else None


def draw_from(texts: Texts, count: int, seed: int = SEED) -> list[Query]:
    """Return queries from titles and bodies: two thirds are pieces of 2 to 6 characters
    of random items (title and body together, letters, digits and Han characters only), as many
    of each length; a third are words of the titles of random items. None comes twice.
    """
    random_ = random.Random(seed)
    found: dict[str, Query] = {}
    turn = 0
    while len(found) < count and turn < 100 * count:
        title, body = random_.choice(texts)
        if len(found) % TITLE_WORDS == TITLE_WORDS - 1:
            text, kind = _word(random_, title), "title word"
        else:
            length = LENGTHS[turn % len(LENGTHS)]
            text, kind = _piece(random_, f"{title}\n{body}", length), f"{length} characters"
        turn += 1
        if text and text not in found:
            found[text] = Query(text, kind)
    return list(found.values())


def draw(output: Path, count: int, seed: int = SEED) -> list[Query]:
    """Return queries from the item pages of a site, as `draw_from` draws them."""
    return draw_from(_Pages(output), count, seed)


ASKED = ("怎么办理{}", "{}需要什么材料", "请问{}在哪里办", "{}")
"""Forms of a sentence. The last has nothing around the words."""
WORDS = 3


def sentences_from(texts: Texts, count: int, seed: int = SEED) -> list[Query]:
    """Return sentences that hardly any document holds: words of the title of a random item in another order, without
    spaces, and what people say around their words. None comes twice.
    """
    random_ = random.Random(seed)
    found: dict[str, Query] = {}
    for turn in range(100 * count):
        title, _ = random_.choice(texts)
        words = [word for run in re.findall(r"\w+", title) for word in seg.cut(run) if len(word) > 1]
        if len(words) >= WORDS:
            text = ASKED[turn % len(ASKED)].format("".join(random_.sample(words, WORDS)))
            found.setdefault(text, Query(text, "sentence"))
        if len(found) == count:
            break
    return list(found.values())


def sentences(output: Path, count: int, seed: int = SEED) -> list[Query]:
    """Return sentences from the item pages of a site, as `sentences_from` draws them."""
    return sentences_from(_Pages(output), count, seed)
