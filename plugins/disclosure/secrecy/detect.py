"""Detectors: a text → what in it looks private or secret. Pure functions that know nothing of files.

1. Cheap searches find the passages that are worth a look. Nearly all texts have none.
2. Digits and letters of other widths, scripts and styles become ASCII; places stay those of the text.
3. Each detector finds one group of kinds, also with blanks, signs and line breaks in a number. Check
   digits, dates and regions prove it as far as they can; the label before it decides the rest.
4. Where findings overlap, the one whose kind comes first in `KINDS` stays.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator

from . import characters, contacts, marks, name_lists, named_numbers, personal_numbers
from .kinds import KINDS, UNUSABLE, Detection, Kind, mask
from .passage import Passage, Tables

__all__ = ("KINDS", "UNUSABLE", "Detection", "Kind", "detect", "mask")



def _one_of(words: Iterable[str]) -> re.Pattern[str]:
    """Return the pattern of words, by their first characters: with one branch for each the search is fastest."""
    by_first: dict[str, list[str]] = {}
    for word in sorted(words, key=len, reverse=True):
        by_first.setdefault(word[0], []).append(re.escape(word[1:]))
    return re.compile("|".join(f"{re.escape(first)}(?:{'|'.join(rests)})" if any(rests) else re.escape(first) for first, rests in by_first.items()))


_SIGNS = _one_of((*marks.STARS, *contacts.MAIL_SIGNS, *contacts.HOME_SIGNS, *named_numbers.SIGNS))
_HOMES, _NAMES = frozenset(contacts.HOME_SIGNS), frozenset(named_numbers.SIGNS)
_BEHIND_NAME = re.compile("[" + characters.character_class((*range(48, 58), *characters.LOOKING_LIKE_DIGITS)) + "A-Za-z\uff21-\uff5a]{2}|E")
"""What stands behind the name of a number: digits of whatever kind, or letters."""
_ORDER = {kind: place for place, kind in enumerate(KINDS)}


def detect(text: str, header: int = 300, open_draft: bool = False, title: str = "") -> list[Detection]:
    """Return what in a text looks private or secret, in the order of the text.

    Marks of internal documents and of drafts count only in the first `header` characters.
    With `open_draft` the text is a draft on which the public is asked, and its mark is right.
    `title` is the name of the text, which may tell what its lists are about.
    """
    tables = Tables(text)
    found: list[Detection] = []
    signs = [(match[0], match.start()) for match in _SIGNS.finditer(text)]
    for start, end in _merged(_spans(text, signs)):
        passage = Passage.read(tables, start, min(end, len(text)))
        for reading in filter(None, (passage, passage.with_look_alikes())):
            found += [one for detector in _DETECTORS for one in _placed(reading, detector(reading))]
    found += _on_edges(tables, header, open_draft)
    found += name_lists.detect(text, title)
    return _without_overlaps(found)


_DETECTORS = (marks.detect, personal_numbers.detect, contacts.detect, named_numbers.detect)


def _on_edges(tables: Tables, header: int, open_draft: bool) -> Iterator[Detection]:
    """Yield the marks at the beginning and at the end of a text."""
    text = tables.text
    if marks.MAY_STAND.search(text, 0, header):
        passage = Passage.read(tables, 0, min(header, len(text)))
        yield from _placed(passage, marks.detect_on_top(passage, open_draft))
    if header and marks.MAY_STAND.search(text, max(0, len(text) - _LAST)):
        passage = Passage.read(tables, _last_lines(text), len(text))
        yield from _placed(passage, marks.detect_at_end(passage))


_LAST_LINES, _LAST = 4, 200


def _last_lines(text: str) -> int:
    """Return where the last lines of a text begin that are not empty."""
    begin = max(0, len(text) - _LAST)
    tail = text[begin:].rstrip()
    at = len(tail)
    for _ in range(_LAST_LINES):
        at = tail.rfind("\n", 0, len(tail[:at].rstrip()))
        if at < 0:
            break
    return begin + at + 1


def _placed(passage: Passage, found: Iterator[Detection]) -> Iterator[Detection]:
    """Yield findings in a passage with their places in the text."""
    for one in found:
        yield Detection(one.kind, passage.place(one.start), passage.place(one.end - 1) + 1, one.value)


def _spans(text: str, signs: list[tuple[str, int]]) -> Iterator[tuple[int, int]]:
    """Yield what is worth a look: beginning and end, which may lie outside the text."""
    for match in characters.may_hold_numbers(text):
        yield match.start() - 80, match.end() + 16
    for sign, at in signs:
        if _is_worth(text, sign, at):
            yield at - 80, _end_of_table(text, at) if sign in _HOMES else at + 60
    for match in named_numbers.PLATES.finditer(text) if named_numbers.may_hold_plates(text) else ():
        yield match.start() - 12, match.start() + 20


_LONGEST_TABLE = 4_000
"""Characters below a heading of homes that are looked at."""


def _end_of_table(text: str, at: int) -> int:
    """Return where the table ends in whose heading a sign stands, or a little after the sign."""
    line = text.find("\n", at, at + 400)
    if line < 0 or "|" not in text[at:line]:
        return at + 60
    end = text.find("\n\n", line, at + _LONGEST_TABLE)
    return end if end >= 0 else at + _LONGEST_TABLE


def _is_worth(text: str, sign: str, at: int) -> bool:
    """Return whether what stands around a sign may be a finding: a home has a door, and a named number digits or letters."""
    if sign in _HOMES:
        if sign == "住" and text[at + 1 : at + 2] not in contacts.BEHIND_HOME and text[at - 1 : at] not in contacts.BEFORE_HOME:
            return False
        return bool(contacts.DOOR_SIGN.search(text, max(0, at - 8), at + 80))
    return sign not in _NAMES or bool(_BEHIND_NAME.search(text, at, at + 60))


def _merged(spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Join spans that overlap, and cut off what lies before the text."""
    last: list[int] = []
    for start, end in sorted(spans):
        if last and start <= last[1]:
            last[1] = max(last[1], end)
            continue
        if last:
            yield last[0], last[1]
        last = [max(0, start), end]
    if last:
        yield last[0], last[1]


def _without_overlaps(found: list[Detection]) -> list[Detection]:
    """Return findings in the order of the text; of those at one place the one whose kind is first."""
    kept: list[Detection] = []
    for one in sorted(found, key=lambda one: _ORDER[one.kind]):
        at = bisect_left(kept, one.end, key=lambda other: other.start)
        if not at or kept[at - 1].end <= one.start:
            kept.insert(at, one)
    return kept
