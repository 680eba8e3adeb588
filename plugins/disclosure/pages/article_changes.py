"""What changed between two texts, article by article (第N条), as a reader reads: kept, changed, added, dropped, renumbered.

Texts without articles are compared by paragraphs. The cost is bounded for any text: articles are paired by equal words,
then by number and likeness among so many pairs at most; words within an article are compared only while the whole
comparison stays within `WORK`. What goes beyond is shown as old text and new text.
"""

from __future__ import annotations

import difflib
import itertools
import re
from collections import defaultdict, deque
from dataclasses import dataclass
from functools import cached_property

KEPT, RENUMBERED, CHANGED, ADDED, DROPPED = "没有变化", "只改了序号", "有改动", "新增", "删去"
"""What can become of an article, in the words that readers see."""
SAME, INSERTED, DELETED = "same", "inserted", "deleted"

WORK = 6_000_000
"""Pairs of words that are compared at most for one page: about a second."""
PAIRS = 40_000
"""Pairs of articles whose likeness is measured at most."""
_VISITS = 20_000
"""Pairs of equal words that the comparison of short articles may visit in any case."""
LIKENESS = 20_000_000
"""Pairs of characters that are looked up at most while likeness is measured."""
SHOWN = 200_000
"""Characters that a page shows at most; a longer comparison names its articles without their text."""
_ALIKE = 0.4
"""Share of common pairs of characters from which two articles are taken for one that was changed."""
_STAYS = 0.3
"""Share of words that must stay: where fewer do, the old text and the new one read better one after the other."""
_SAME_NUMBER = 0.15
"""What an equal number adds to the likeness."""

_DIGITS = "〇零一二三四五六七八九十百千两0-9０-９"
_ARTICLE = re.compile(rf"(第[{_DIGITS}]+条(?:之[{_DIGITS}]+)?)[\s\u3000:：、.．]*")
_HEADING = re.compile(rf"第[{_DIGITS}]+[章节编部][\s\u3000]|第[{_DIGITS}]+[章节编部分]+\Z|附\s*[则件录表]|[{_DIGITS}]{{1,4}}[、．.]\S{{1,24}}\Z")
_DATE = re.compile(rf"[{_DIGITS}]{{4}}年[{_DIGITS}]{{1,3}}月[{_DIGITS}]{{1,3}}日\Z")
_WORD = re.compile(r"[A-Za-z0-9.,%]+|\s+|.", re.DOTALL)


class _TooMuch(Exception):
    """A comparison of words would take longer than it may."""


class _Matcher(difflib.SequenceMatcher):
    """Counts the pairs of equal words that it visits: where a text repeats few words, difflib visits each again and again."""

    def __init__(self, old: list[str], new: list[str], most: int) -> None:
        super().__init__(None, old, new, autojunk=False)
        self.visited, self._most = 0, most
        self._visits = [0, *itertools.accumulate(len(self.b2j.get(word, ())) + 1 for word in old)]

    def find_longest_match(self, alo: int = 0, ahi: int | None = None, blo: int = 0, bhi: int | None = None) -> difflib.Match:
        """Return the longest common stretch. Raises `_TooMuch` where more pairs would be visited than may be."""
        self.visited += self._visits[len(self.a) if ahi is None else ahi] - self._visits[alo]
        if self.visited > self._most:
            raise _TooMuch
        return super().find_longest_match(alo, ahi, blo, bhi)


@dataclass(frozen=True)
class Unit:
    """An article or a paragraph."""

    number: str
    """第N条; '' for a paragraph."""
    text: str

    @cached_property
    def bare(self) -> str:
        """The words without blanks."""
        return "".join(self.text.split())

    @cached_property
    def pairs(self) -> frozenset[str]:
        """The pairs of characters that it has."""
        return frozenset(self.bare[place : place + 2] for place in range(len(self.bare) - 1)) or frozenset([self.bare])


@dataclass(frozen=True)
class Piece:
    """A stretch of text: `SAME`, `INSERTED` or `DELETED`."""

    kind: str
    text: str


@dataclass(frozen=True)
class Row:
    """What became of one article."""

    kind: str
    number: str
    """Its number in the new text; of a dropped one that in the old text."""
    before: str
    """Its number in the old text, where that was another."""
    pieces: tuple[Piece, ...]


def units(text: str) -> list[Unit]:
    """Return the articles of a text, and paragraphs that belong to none; of a text without articles all paragraphs."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    found: list[Unit] = []
    within = False
    for place, line in enumerate(lines):
        if match := _ARTICLE.match(line):
            found.append(Unit(match[1], line[match.end() :]))
            within = True
        elif _HEADING.match(line) or _is_signature(lines, place):
            found.append(Unit("", line))
            within = False
        elif within:
            found[-1] = Unit(found[-1].number, f"{found[-1].text}\n{line}")
        else:
            found.append(Unit("", line))
    return found


def _is_signature(lines: list[str], place: int) -> bool:
    """Return whether a line is the name or the day at the end of a text."""
    last = len(lines) - 1
    return place >= last - 1 and bool(_DATE.match(lines[last])) and len(lines[place]) <= 40 and not lines[place].endswith(("。", "；"))


def compare(old: str, new: str) -> list[Row]:
    """Return the rows of a comparison, in the order of the new text; what was dropped stands where it stood."""
    before, after = units(old), units(new)
    paired = _pairs(before, after)
    partner = {one: other for other, one in paired.items()}
    work = [WORK]
    rows: list[Row] = []
    told: set[int] = set()

    def drop_up_to(place: int) -> None:
        """Add the rows of what was dropped before a place of the old text."""
        for number in range(place):
            if number not in partner and number not in told:
                told.add(number)
                rows.append(Row(DROPPED, before[number].number, "", (Piece(DELETED, before[number].text),)))

    following = _following(paired, len(after))
    for place, unit in enumerate(after):
        if (match := paired.get(place)) is None:
            drop_up_to(following.get(place, len(before)))
            rows.append(Row(ADDED, unit.number, "", (Piece(INSERTED, unit.text),)))
            continue
        drop_up_to(match)
        rows.append(_row(before[match], unit, work))
    drop_up_to(len(before))
    return rows


def _following(paired: dict[int, int], length: int) -> dict[int, int]:
    """Return for each place of the new text where in the old text that stands which comes next and was there before."""
    found: dict[int, int] = {}
    for place in range(length - 1, -1, -1):
        if place in paired:
            found[place] = paired[place]
        elif place + 1 in found:
            found[place] = found[place + 1]
    return found


def _row(old: Unit, new: Unit, work: list[int]) -> Row:
    moved = old.number if old.number != new.number else ""
    if old.bare == new.bare:
        return Row(RENUMBERED if moved else KEPT, new.number, moved, (Piece(SAME, new.text),))
    return Row(CHANGED, new.number, moved, pieces(old.text, new.text, work))


def _pairs(before: list[Unit], after: list[Unit]) -> dict[int, int]:
    """Return the place in the old text of each article of the new text that was there before."""
    found: dict[int, int] = {}
    there: dict[tuple[str, str], deque[int]] = defaultdict(deque)
    for same in (lambda unit: (unit.number, unit.bare), lambda unit: ("", unit.bare) if unit.number else None):
        there.clear()
        taken = set(found.values())
        for place, unit in enumerate(before):
            if place not in taken and (key := same(unit)) is not None:
                there[key].append(place)
        for place, unit in enumerate(after):
            if place not in found and (key := same(unit)) is not None and there[key]:
                found[place] = there[key].popleft()
    taken = set(found.values())
    left, right = [place for place in range(len(before)) if place not in taken], [place for place in range(len(after)) if place not in found]
    lookups = len(right) * sum(len(before[place].bare) for place in left)
    if len(left) * len(right) > PAIRS or lookups > LIKENESS:
        return found | _by_number(before, after, left, right)
    scores = sorted((-_likeness(before[one], after[two]), abs(one - two), two, one) for one in left for two in right)
    for score, _, two, one in scores:
        if -score < _ALIKE:
            break
        if two not in found and one not in taken:
            found[two] = one
            taken.add(one)
    return found


def _by_number(before: list[Unit], after: list[Unit], left: list[int], right: list[int]) -> dict[int, int]:
    """Return pairs of equal numbers: for texts with so many changed articles that likeness would take too long."""
    numbers = {before[place].number: place for place in left if before[place].number}
    return {place: numbers.pop(after[place].number) for place in right if after[place].number in numbers}


def _likeness(old: Unit, new: Unit) -> float:
    """Return how alike two articles are: 0 to 1, and a little more for an equal number. Articles are not like paragraphs."""
    if bool(old.number) != bool(new.number):
        return 0.0
    common = len(old.pairs & new.pairs)
    alike = 2 * common / (len(old.pairs) + len(new.pairs))
    return alike + _SAME_NUMBER if alike and old.number and old.number == new.number else alike


def pieces(old: str, new: str, work: list[int] | None = None) -> tuple[Piece, ...]:
    """Return what was deleted and inserted between two texts, word by word. `work` is what may still be spent; it is lessened."""
    work = [WORK] if work is None else work
    one, two = _WORD.findall(old), _WORD.findall(new)
    if (cost := len(one) * len(two)) > work[0]:
        return Piece(DELETED, old), Piece(INSERTED, new)
    matcher = _Matcher(one, two, max(cost, _VISITS))
    try:
        changes = matcher.get_opcodes()
    except _TooMuch:
        return Piece(DELETED, old), Piece(INSERTED, new)
    finally:
        work[0] -= max(cost, matcher.visited)
    found: list[list] = []  # kind, old words, new words
    for tag, begin, end, start, stop in changes:
        equal = tag == "equal"
        if equal and found and end - begin == 1 and end < len(one) and stop < len(two):
            equal = False  # a single word between two changes reads better as part of them
        if not equal and found and found[-1][0] is False:
            found[-1][1] += one[begin:end]
            found[-1][2] += two[start:stop]
        else:
            found.append([equal, one[begin:end], two[start:stop]])
    if sum(len(gone) for equal, gone, _ in found if equal) < _STAYS * max(len(one), len(two)):
        return Piece(DELETED, old), Piece(INSERTED, new)
    result: list[Piece] = []
    for equal, gone, come in found:
        if equal:
            result.append(Piece(SAME, "".join(come)))
            continue
        result += [Piece(kind, "".join(words)) for kind, words in ((DELETED, gone), (INSERTED, come)) if words]
    return tuple(result)
