"""Queries as people type them, each with what a right result looks like: written by hand, or drawn by rule from any documents."""

from __future__ import annotations

import json
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from offline_search.document import Document
from playwright.sync_api import Browser
from pypinyin import lazy_pinyin

from .queries import SEED

DRAWN = 30
"""Queries of each kind that are drawn."""
RIGHT = 5
"""Documents that may be right. Where more are, a query says too little to be judged."""
COMMON = 3
"""Of the characters that sound alike, those that one types for another: the most frequent ones."""
HAN = re.compile("[\u4e00-\u9fff]+")
EMPTY = {"关于", "通知", "公告", "通报", "情况", "办法", "规定", "条例", "意见", "决定", "中华", "中华人民共和国", "人民", "共和国"}
"""Words of so many titles that nobody types them to find one."""

SEGMENT = """texts => {
  const words = new Intl.Segmenter("zh", {granularity: "word"});
  return texts.map(text => Array.from(words.segment(text), entry => entry.segment));
}"""


@dataclass(frozen=True)
class Question:
    """A query, its kind, and a pattern of a right result: of its title, or of its address in the line below."""

    kind: str
    text: str
    right: str

    def is_answered_by(self, result: str) -> bool:
        """Return whether a result, a title and an address in two lines, is a right one."""
        return re.search(self.right, result, re.MULTILINE) is not None


OWN = Path(__file__).with_name("people.json")
"""Queries for the project's own content. They were written without looking at what any engine finds."""


def written(path: Path = OWN) -> list[Question]:
    """Return the queries of a JSON file: lists of kind, query and pattern, or of query and pattern. Those without a kind get the file's name."""
    return [Question(*([path.stem, *row][-3:])) for row in json.loads(path.read_text(encoding="utf-8"))]


def segmented(texts: list[str], browser: Browser) -> list[list[str]]:
    """Return the words of texts, as the browser's dictionary segments them."""
    page = browser.new_page()
    try:
        return page.evaluate(SEGMENT, texts)
    finally:
        page.close()


class Slips:
    """One slip in a text: another character that sounds alike, one missing, or one doubled."""

    def __init__(self, found: list[Document]) -> None:
        counted = Counter(character for document in found for run in HAN.findall(f"{document.title}{document.body}") for character in run)
        self._alike: dict[str, list[str]] = defaultdict(list)
        for character, _ in counted.most_common():
            self._alike[lazy_pinyin(character)[0]].append(character)

    def alike(self, text: str, random_: random.Random) -> str | None:
        """Return a text with one of its characters replaced by a frequent one that sounds alike; None if none does."""
        for at in random_.sample(range(len(text)), len(text)):
            others = [other for other in self._alike[lazy_pinyin(text)[at]] if other != text[at]][:COMMON]
            if others:
                return text[:at] + random_.choice(others) + text[at + 1 :]
        return None

    def missing(self, text: str, random_: random.Random) -> str:
        """Return a text without one of its characters."""
        at = random_.randrange(len(text))
        return text[:at] + text[at + 1 :]

    def doubled(self, text: str, random_: random.Random) -> str:
        """Return a text with one of its characters typed twice."""
        at = random_.randrange(len(text))
        return text[: at + 1] + text[at:]


class Drawing:
    """Questions drawn from documents, always the same ones. A kind that its documents have too little for has fewer."""

    def __init__(self, found: list[Document], words: list[list[str]], seed: int = SEED) -> None:
        self._found, self._words, self._seed = found, words, seed
        self._slips = Slips(found)

    def _titles(self, parts: list[str], in_body: bool) -> list[str]:
        """Return the titles of all documents that hold the parts."""
        texts = ((document.title, f"{document.title}\n{document.body}" if in_body else document.title) for document in self._found)
        return [title for title, text in texts if all(part in text for part in parts)]

    def _right(self, parts: list[str], in_body: bool) -> str | None:
        """Return the pattern of the titles of all documents that hold the parts; None if there are too many."""
        titles = self._titles(parts, in_body)
        return f"^(?:{'|'.join(map(re.escape, titles))})$" if 0 < len(titles) <= RIGHT else None

    def _title_words(self, random_: random.Random) -> list[str]:
        """Return two or three words of a title, in their order; a gap may be between them."""
        words = [word for word in random_.choice(self._words) if HAN.fullmatch(word) and len(word) > 1 and word not in EMPTY]
        chosen = sorted(random_.sample(range(len(words)), min(len(words), random_.choice([2, 3]))))
        return [words[at] for at in chosen] if len(chosen) > 1 else []

    def _title_piece(self, random_: random.Random, shortest: int) -> str:
        """Return a piece of a title that a reader would type, up to 8 characters: it begins and ends with words of two or more, and may be one."""
        words = random_.choice(self._words)
        ends = [at for at, word in enumerate(words) if len(word) > 1]
        pieces = ["".join(words[first : last + 1]) for first in ends for last in ends if first <= last]
        fitting = [piece for piece in pieces if shortest <= len(piece) <= 8 and HAN.fullmatch(piece)]
        return random_.choice(fitting) if fitting else ""

    def _sentence(self, random_: random.Random) -> str:
        """Return a run of at least 14 characters of a body, without punctuation."""
        runs = [run for run in HAN.findall(random_.choice(self._found).body) if len(run) >= 14]
        return random_.choice(runs) if runs else ""

    def _once(self, kind: str, random_: random.Random) -> tuple[str, str | None]:
        """Return a query of a kind, and its pattern; an empty query or no pattern where nothing fits."""
        if kind == "drawn: words of a title":
            words = self._title_words(random_)
            return "".join(words), self._right(words, False)
        if kind.startswith("drawn: slip"):
            slip_of = kind.rpartition(" ")[2]
            piece = self._title_piece(random_, 4 if slip_of == "missing" else 3)  # of three characters less one no word is left
            slip = getattr(self._slips, slip_of)(piece, random_) if piece else None
            return slip or "", self._right([piece], False) if slip and not self._titles([slip], True) else None
        sentence = self._sentence(random_)
        if not sentence:
            return "", None
        if kind == "drawn: piece of a body":
            start = random_.randrange(len(sentence) - 9)
            piece = sentence[start : start + random_.choice([6, 7, 8, 9])]
            return piece, self._right([piece], True)
        parts = [sentence[:5], sentence[-5:]]
        return "".join(parts), self._right(parts, True)

    def draw(self, count: int = DRAWN) -> Iterator[Question]:
        """Yield so many queries of each kind. None of a kind comes twice."""
        for kind in KINDS:
            random_, seen = random.Random(f"{self._seed} {kind}"), set()
            for _ in range(50 * count):
                if len(seen) == count:
                    break
                text, right = self._once(kind, random_)
                if text and right and text not in seen:
                    seen.add(text)
                    yield Question(kind, text, right)


KINDS = (
    "drawn: words of a title", "drawn: slip alike", "drawn: slip missing", "drawn: slip doubled", "drawn: piece of a body",
    "drawn: two pieces of a sentence",
)
"""Kinds of drawn queries; none has a space. The last word of a slip's kind is the method of `Slips`."""
