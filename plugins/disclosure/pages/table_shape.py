"""Whether a table fits a page as a table: from its labels and texts, before any browser draws it.

A wide screen shows about 58 characters beside each other, a sheet of paper 50, turned 80. What is wider would lie hidden in a
frame that scrolls, and on paper in columns of one character. It is shown as records instead: each row with its labels.
"""

from __future__ import annotations

from collections.abc import Sequence
from unicodedata import east_asian_width

SCREEN, PAPER = 58, 50
"""Characters that fit beside each other on a wide screen, and on an upright sheet of paper."""

WIDE, RECORDS = "wide", "records"
"""Shapes: printed on a turned sheet; each row as a record with labels."""

_NAME, _LEAST, _MOST, _LINES = 11, 7, 14, 4
"""Characters that a first column of prose has, and other prose has at least and at most; lines into which it may break."""
_GAP = 1


def width(text: str) -> float:
    """Return how wide a text is in Han characters; others count as half of one."""
    return sum(1.0 if east_asian_width(character) in "WFA" else 0.55 for character in text)


def shape(columns: Sequence[tuple[str, bool]], rows: Sequence[Sequence[str]]) -> str:
    """Return how a table is shown: '', `WIDE` or `RECORDS`; from its rows, and from the label of each column and whether its texts are prose, which may wrap."""
    needed = sum(_column_width(place, label, is_prose, [row[place] for row in rows]) + _GAP for place, (label, is_prose) in enumerate(columns))
    return RECORDS if needed > SCREEN else WIDE if needed > PAPER else ""


def _column_width(place: int, label: str, is_prose: bool, texts: list[str]) -> float:
    longest = width(max(texts, key=len, default=""))
    if not is_prose:
        return max(longest, min(width(label), 4))
    return max(longest / _LINES, min(longest, _NAME if place == 0 else _LEAST)) if longest / _LINES < _MOST else _MOST
