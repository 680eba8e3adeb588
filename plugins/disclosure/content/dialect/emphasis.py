"""Emphasis: `*words*`, `**words**`, `***words***`, on one line or around a paragraph. All other stars, and every `_`, are text.

Stars also hide parts of names, numbers and addresses, and stand for “times”. So they are emphasis only
beyond doubt (`masks` knows what is doubtful). The stars of a line are paired in their order:

- A letter or a Chinese character stands inside (`10**20**30` is text), and the inside touches both stars.
- Before the first is the beginning of a line, a blank or a mark; after the last a blank, a mark or the end.
  That is emphasis, but where the inside may be what a mask left over (`当事人：**公司，李**`).
- Within a sentence (`这是**重点**内容`) two stars are emphasis when the inside is short, has no comma, and neither
  it nor its neighbours name a firm, a place or a person (`经**餐饮店**路`), and all other stars of the line are emphasis too.
- A whole line is a heading (`**社区建设：志愿服务站一览**`), but where its beginning may be left over (`**公司，李**`).
- A number is bold before a unit, with a percent sign, or by itself (`**5%**以上`, `**100**万元`, `**242**`).
- A single character is bold where it begins a line and a colon or the end follows (`**注**：`).
- Single stars touch no word outside, and hold two letters and no sign of a formula.

Four stars and more are text. Stars that may have been meant as emphasis stay as written, and are told.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Protocol

from . import masks
from .record import Record

LETTER = r"A-Za-z\u00c0-\u024f\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
EMPHASIS, TEXT, DOUBT = "emphasis", "text", "doubt"

_LETTER = re.compile(f"[{LETTER}]")
_TWO = re.compile(f"[{LETTER}].*[{LETTER}]")
_WORD = re.compile(f"[{LETTER}0-9０-９]")
_OPENING = frozenset("“‘《〈「『【〔（([〖")
_CLOSING = frozenset("”’》〉」』】〕）)]〗")
_COMMAS = frozenset("、，,")
_ENDING = frozenset("。！？!?.…%％‰；;：:")
_BEFORE = _OPENING | _COMMAS | frozenset("。！？!?.…；;：:—－-·|>`~／/")
"""Marks after which emphasis may begin beyond doubt."""
_AFTER = _OPENING | _CLOSING | _COMMAS | frozenset("。！？!?.…；;：:—－-·|<`~／/")
"""Marks before which emphasis may end beyond doubt."""
_SENTENCE_END = frozenset("。！？!?：:；;”》」』】")
_LABEL_END = frozenset("。！？!?：:")
_NUMBERED = re.compile(r"[ \t\u3000]*(?:[（(][一二三四五六七八九十\d]{1,3}[）)]|[一二三四五六七八九十]{1,3}、|\d{1,3}[.、．)）]|[①-⑳]|[-—·●•]|第[一二三四五六七八九十百\d]{1,5}[条章节])[ \t\u3000]*\Z")
_LONGEST_NUMBER = 12
_BROKEN = re.compile(r"[，、。；：！？,;:!?\n]")
_FORMULA = re.compile(r"[×÷=＝+＋*/%％]|\d\s*-|-\s*\d")
_NUMBER = re.compile(r"[+-]?\d[\d,]*(?:\.\d+)?[%‰％]?")
_LONGEST_WITHIN = 30


class Stars(Protocol):
    """A run of stars in a text. Kind and data say what becomes of it."""

    start: int
    end: int
    kind: str
    data: object


class Line:
    """The stars of one line. `pair` makes emphasis of them, and `doubtful` is true when some may have been meant so and are text."""

    def __init__(self, text: str, runs: Sequence[Stars], record: Record) -> None:
        self.text, self.runs, self.record = text, runs, record
        self.doubtful = False

    def pair(self) -> None:
        """Make emphasis of the stars that belong together."""
        for size in (2, 3, 1):
            runs = [run for run in self._at_one_depth(size) if can_open(self.text, run.start, run.end) or can_close(self.text, run.start, run.end)]
            if len(runs) > 1:
                self._pair_of_size(runs)

    def _at_one_depth(self, size: int) -> list[Stars]:
        """Return the runs of a size, but those inside emphasis whose partner is outside."""
        depth, places = 0, {}
        for run in self.runs:
            if run.kind == "begin":
                depth = run.start + 1
            elif run.kind == "finish":
                depth = 0
            elif run.end - run.start == size:
                places.setdefault(depth, []).append(run)
        return [run for depth, runs in places.items() if not depth or len(runs) % 2 == 0 for run in runs]

    def _pair_of_size(self, runs: list[Stars]) -> None:
        sure, verdicts, size = 0, [], runs[0].end - runs[0].start
        for first, last in zip(runs[::2], runs[1::2], strict=False):
            verdicts.append(verdict(self.text, first, last))
            sure += verdicts[-1] == EMPHASIS
        if sure * 2 == len(runs) and not (size > 1 and any(masks.hides_name(self.text, run.start, run.end) for run in self.runs)):
            for first, last in zip(runs[::2], runs[1::2], strict=True):
                self.join(first, last)
            return
        self.doubtful = self.doubtful or DOUBT in verdicts
        left, place = list(runs), 0
        while place + 1 < len(left):
            first, last = left[place], left[place + 1]
            if verdict(self.text, first, last) == EMPHASIS:
                if is_apart(self.text, first, last):
                    self.join(first, last)
                    place += 1
                else:
                    self.doubtful = self.doubtful or size > 1
            place += 1

    def join(self, first: Stars, last: Stars) -> None:
        """Make emphasis of two runs of the same size."""
        size = first.end - first.start
        first.kind, first.data = "begin", size
        last.kind, last.data = "finish", size
        self.record.take("*" * 2 * size)


def can_open(text: str, start: int, end: int) -> bool:
    """Return whether emphasis may begin at the stars `text[start:end]`."""
    after = text[end : end + 1]
    return bool(after) and not after.isspace() and after not in _COMMAS and after not in _CLOSING and after not in _ENDING and after != "*"


def can_close(text: str, start: int, end: int) -> bool:
    """Return whether emphasis may end at the stars `text[start:end]`."""
    before = text[start - 1 : start]
    return bool(before) and not before.isspace() and before not in _COMMAS and before not in _OPENING and before not in ";；*"


def is_apart(text: str, first: Stars, last: Stars) -> bool:
    """Return whether nothing but blanks and marks stands right before the first and right after the last stars."""
    return _begins(text, first) and _ends(text, first, last)


def verdict(text: str, first: Stars, last: Stars) -> str:
    """Return what two runs of stars of the same length are: emphasis, text, or in doubt."""
    if not (can_open(text, first.start, first.end) and can_close(text, last.start, last.end)):
        return TEXT
    inside = text[first.end : last.start]
    if "****" in inside:
        return TEXT
    before, after = text[max(0, first.start - 3) : first.start], text[last.end : last.end + 1]
    if first.end - first.start == 1:
        return _single(text, first, last, inside)
    if _NUMBER.fullmatch(inside):
        return _number(before[-1:], inside, after, _begins_line(text, first) and (not after or after.isspace()))
    if not _LETTER.search(inside) or masks.is_mask(before[-1:], inside, after):
        return TEXT
    if len(inside) == 1 and not (_begins_line(text, first) and (not after or after in "：:\n")):
        return DOUBT
    if is_apart(text, first, last):
        is_whole = after in ("", "\n") and not masks.begins_with_kind(inside)
        is_label = _begins_line(text, first) and (after in ("：", ":") or inside[-1] in _LABEL_END or is_whole)
        return DOUBT if masks.may_be_left(inside, after, is_label) else EMPHASIS
    is_short = len(inside) <= _LONGEST_WITHIN and not _BROKEN.search(inside)
    return EMPHASIS if is_short and not masks.may_be_around(before, inside, after) else DOUBT


def _single(text: str, first: Stars, last: Stars, inside: str) -> str:
    """Return what two single stars are."""
    before, after = text[first.start - 1 : first.start], text[last.end : last.end + 1]
    if not _TWO.search(inside) or _FORMULA.search(inside.replace("**", "")) or not _begins(text, first) or before == ".":
        return TEXT
    if masks.ends_with_name(inside) or not masks.is_balanced(inside):
        return TEXT
    if not after or after.isspace() or after in _AFTER:
        return EMPHASIS
    return TEXT if _BROKEN.search(inside) or inside[-1] in "与和及同" or not _WORD.match(after) else DOUBT


def _number(before: str, inside: str, after: str, is_alone: bool) -> str:
    """Return what stars around a number are."""
    if masks.hides_digits(before) or (after and re.match(r"[A-Za-z0-9０-９*]", after)):
        return TEXT
    return EMPHASIS if is_alone or inside[-1] in "%‰％" or after in masks.MEASURES else DOUBT


def _begins(text: str, first: Stars) -> bool:
    before = text[first.start - 1 : first.start] if first.start else ""
    return not before or before.isspace() or before in _BEFORE or _begins_line(text, first)


def _begins_line(text: str, first: Stars) -> bool:
    """Return whether stars begin a line, or follow the number of a clause at its beginning."""
    begin = max(0, first.start - _LONGEST_NUMBER)
    line = text.rfind("\n", begin, first.start)
    if line < 0 and begin:
        return False
    between = text[line + 1 : first.start]
    return not between.strip() or _NUMBERED.match(between) is not None


def _ends(text: str, first: Stars, last: Stars) -> bool:
    after = text[last.end : last.end + 1]
    return not after or after.isspace() or after in _AFTER or text[last.start - 1] in _SENTENCE_END


def end_lines(text: str, lines: Sequence[tuple[Line, int, int]], record: Record) -> None:
    """Look at all lines of a paragraph with stars, each with its beginning and end: tell of what is in doubt.

    Emphasis goes over lines where it begins and ends the paragraph.
    """
    for line, start, end in lines:
        if line.doubtful:
            _tell(text[start:end], "没有当作加粗", record)
    for (above, start, end), (below, _, end_below) in pairwise(lines):
        if end_below > end and _opens_alone(text, above) and _closes_alone(text, below, end_below):
            first, last = above.runs[0], below.runs[0]
            is_all = first.start == 0 and last.end == len(text) and last.end - last.start == first.end - first.start
            if is_all and not masks.may_be_left(text[first.end : last.start], "", is_label=False):
                above.join(first, last)
            else:
                _tell(text[start:end], "加粗不能跨行", record)


def _opens_alone(text: str, line: Line) -> bool:
    run = line.runs[-1]
    return len(line.runs) == 1 and 1 < run.end - run.start < 4 and _begins_line(text, run) and can_open(text, run.start, run.end)


def _closes_alone(text: str, line: Line, end: int) -> bool:
    run = line.runs[0]
    words = text[max(0, text.rfind("\n", 0, run.start) + 1) : run.start]
    return len(line.runs) == 1 and run.end == end and can_close(text, run.start, run.end) and not masks.ends_with_name(words)


def _tell(words: str, what: str, record: Record) -> None:
    place = max(0, words.find("*") - 8)
    record.tell_where(words.strip(), f"“{words[place : place + 24].strip()}”里的星号按原样显示，{what}",
                      "是强调的，在星号前后各加一个空格，或写成“<b>…</b>”；本来就是星号的，写成“\\*”")
