"""Lines of a printed page → its text: lines of a paragraph are joined, so that a word that two lines share is found.

A page has no paragraphs, only lines with places. A line goes on where the next one stands directly below it,
begins at the margin, and could not have begun on the same line: the line reaches the right edge of its column.
Rows of a table, which have wide gaps, stay as they are. For the secrecy check characters that stand apart on one line,
or below each other, are one word too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_HAN = "\u2e80-\u303f\u3105-\u312f\u31a0-\u31bf\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff"
_ENDS_HAN, _BEGINS_HAN = re.compile(rf"[{_HAN}]\Z"), re.compile(rf"[{_HAN}]")
_STOPS = re.compile(r"[。；：！？]\s*\Z")
_ENUMERATED = re.compile(r"(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]|第[一二三四五六七八九十百零\d]{1,5}[条章节款])")
_BROKEN = re.compile(r"[A-Za-z]-\Z")
WIDE_GAP = 1.5
"""Ems between two characters that separate cells, not words."""
_EDGE = 2.1
"""Ems by which a full line may miss the right edge: a mark that must not begin a line takes a character with it."""
_INDENT = 1.2
"""Ems by which a line may stand right of the margin. The first line of a paragraph stands two right of it."""
_NARROWEST = 12
"""Ems of a column of text, at least. What is narrower is a list or a form."""
_PITCH = 2.6
"""Ems from one line of a paragraph to the next, at most. Official documents are set with 28 points at 16."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it stands on a page. Places are in any unit, `y` grows upwards."""

    text: str
    left: float
    right: float
    y: float
    """Its baseline."""
    size: float
    """Height of its characters."""
    is_row: bool = False
    """Whether wide gaps make it a row of a table."""


def beside(line: Line, other: Line) -> bool:
    """Return whether a line goes on, after a gap, with another one: cells of a row stand so."""
    return abs(line.y - other.y) < 0.3 * line.size and other.left > line.right


def joined(lines: list[Line]) -> str:
    """Return the text of a page's lines, one paragraph a line."""
    out = ""
    lines = [line for line in lines if line.text.strip()]
    columns = _Columns(lines)
    for block in _blocks(lines):
        left, right = columns.sides(block[0])
        before: Line | None = None
        for line in block:
            out = _append(out, line.text.strip(), before is not None and _goes_on(before, line, left, right))
            before = line
    return out


def _goes_on(before: Line, line: Line, left: float, right: float) -> bool:
    """Return whether a line goes on with the sentence of the line before it, which has filled its line from `left` to `right`."""
    return (
        right - left >= _NARROWEST * line.size and before.right >= right - _EDGE * before.size and line.left <= left + _INDENT * line.size
        and not line.text[0].isspace() and not (_STOPS.search(before.text) and _ENUMERATED.match(line.text))
    )


class _Columns:
    """The sides of a page's columns. Lines of about one size that begin at about the same place share one."""

    def __init__(self, lines: list[Line]) -> None:
        self._groups: dict[tuple[int, int], tuple[float, float]] = {}
        for line in lines:
            if not line.is_row:
                key = self._key(line)
                left, right = self._groups.get(key, (line.left, line.right))
                self._groups[key] = min(left, line.left), max(right, line.right)

    @staticmethod
    def _key(line: Line) -> tuple[int, int]:
        """Return where a line begins, in steps that an indent does not leave, and its size."""
        return round(line.left / (4 * line.size)), round(line.size)

    def sides(self, line: Line) -> tuple[float, float]:
        """Return the left and the right side of a line's column."""
        place, size = self._key(line)
        near = [
            sides for (other, other_size), sides in self._groups.items()
            if abs(other - place) <= 1 and 0.8 * size <= other_size <= 1.25 * size and abs(sides[0] - line.left) <= 4 * line.size
        ]
        return min((left for left, _ in near), default=line.left), max((right for _, right in near), default=line.right)


def _append(out: str, text: str, goes_on: bool) -> str:
    if not out:
        return text
    if not goes_on:
        return f"{out}\n{text}"
    if _ENDS_HAN.search(out) or _BEGINS_HAN.match(text):
        return out + text
    if _BROKEN.search(out) and text[:1].islower():
        return out[:-1] + text
    return f"{out} {text}"


def _blocks(lines: list[Line]) -> list[list[Line]]:
    """Return lines that stand under each other with one size and one pitch, as those of a paragraph do."""
    blocks: list[list[Line]] = []
    for line in lines:
        above = blocks[-1][-1] if blocks else None
        if above and not above.is_row and not line.is_row and _under(above, line):
            blocks[-1].append(line)
        else:
            blocks.append([line])
    return blocks


def _under(above: Line, line: Line) -> bool:
    size = max(above.size, line.size)
    return (
        0 < above.y - line.y <= _PITCH * size and min(above.size, line.size) > 0.8 * size
        and line.left < above.right and abs(line.left - above.left) <= 3 * size
    )


_APART = 8
"""Characters of a line that stand apart and are one word."""
_COLUMN = 4
"""Characters below each other that are one word, at least."""
_TIGHT = 1.35
"""Heights of a character from one to the next below it, at most: lines of a table stand wider."""


def without_gaps(line: str) -> str:
    """Return a line whose characters stand apart, as those of a mark or a title do (机　密), without the blanks."""
    words = line.split()
    if 1 < len(words) <= _APART and all(len(word) == 1 and _BEGINS_HAN.match(word) for word in words):
        return "".join(words)
    return line


def columns_of_characters(lines: list[Line]) -> list[str]:
    """Return what is written downwards, one character a line."""
    found: list[str] = []
    column: list[Line] = []
    for line in [*lines, None]:
        if line and len(line.text.strip()) == 1 and (not column or (abs(line.left - column[-1].left) < line.size and 0 < column[-1].y - line.y <= _TIGHT * line.size)):
            column.append(line)
            continue
        if len(column) >= _COLUMN:
            found.append("".join(one.text.strip() for one in column))
        column = [line] if line and len(line.text.strip()) == 1 else []
    return found
