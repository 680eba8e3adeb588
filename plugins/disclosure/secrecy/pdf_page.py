"""One page of a PDF: its words with their lines, and how much of it is pictures."""

from __future__ import annotations

import ctypes
import itertools
import re
from dataclasses import dataclass
from typing import Any, NamedTuple

from pypdfium2 import raw

from .lines import WIDE_GAP, Line, beside, columns_of_characters, without_gaps

_HYPHEN = "\x02\ufffe"
"""Characters by which PDFium says that a line ends with a hyphen that divides a word."""
_IMPLAUSIBLE = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f¡-¦¨ª¬¯²-´¶¸-¿À-ÖØ-öø-ʯ\ue000-\uf8ff\ufff0-\uffff\U000e0000-\U0010ffff]"
)
"""Characters that no official text has in number: controls, private ones, Latin ones with accents."""
_SIGNS = re.compile(r"[!\"#$&'*;<=>?@\[\\\]^`{|}~]")
_MOST_SIGNS = 0.2
"""Share of signs such as `#` from which on a page is no text: characters that a font numbers as it likes come out as signs and letters."""
_MOST_OBJECTS = 20_000
"""Objects of a page that are looked at. A map may have more."""
_DEEPEST = 6


class PageWords(NamedTuple):
    """The words of a page."""

    text: str
    """All of them, line by line."""
    lines: list[Line]
    """Those that stand on the page, not beside it."""
    visible: int
    """Number of characters without blanks."""
    strange: int
    """How many of these have no map to Unicode, or are such as no official text has."""
    unmapped: int
    """How many characters have no map to Unicode, or are private ones of a font that has more than signs."""


def page_words(page: Any, without_map: frozenset[str] = frozenset()) -> PageWords:
    """Return the words of a page of pypdfium2's. Raises `PdfiumError` for a broken one. `without_map` are fonts that have no map."""
    textpage = page.get_textpage()
    handle = textpage.raw
    count = textpage.count_chars()
    codes = [raw.FPDFText_GetUnicode(handle, place) for place in range(count)]
    lines: list[Line] = []
    texts: list[str] = []
    start = visible = strange = unmapped = 0
    box, fonts = _Boxes(handle), _Fonts(handle, without_map)
    width, height = page.get_size()
    for end in [place for place, code in enumerate(codes) if code == 10] + [count]:
        places = [place for place in range(start, end) if codes[place] > 32 or codes[place] not in _BLANKS]
        start = end + 1
        if not places:
            continue
        characters = "".join(chr(code or 0xFFFD) for code in codes[places[0] : places[-1] + 1])
        text = characters.translate(_JOINED).replace("\r", "")
        texts.append(text)
        visible += len(places)
        lost = sum(fonts.is_unmapped(place, codes[place]) for place in places)
        unmapped += lost
        strange += max(len(_IMPLAUSIBLE.findall(text)), lost)
        line = box.line(text, places)
        goes_on = bool(lines) and beside(lines[-1], line)
        if goes_on:
            texts[-2:] = [f"{texts[-2]} {text}"]
        if line.right >= 0 and line.left <= width and line.y + line.size >= 0 and line.y <= height:
            if goes_on:
                line = Line(f"{lines[-1].text} {text}", lines[-1].left, line.right, line.y, line.size, True)
                lines.pop()
            lines.append(line)
    text = "\n".join(map(without_gaps, texts))
    text += "".join(f"\n{column}" for column in columns_of_characters(lines))
    signs = len(_SIGNS.findall(text))
    return PageWords(text, lines, visible, max(strange, signs if signs > _MOST_SIGNS * visible else 0), unmapped)


_BLANKS = frozenset((2, 9, 10, 13, 32))


class _Fonts:
    """Asks PDFium for the fonts of characters that may have no map."""

    def __init__(self, handle: Any, without_map: frozenset[str]) -> None:
        self._handle, self._without_map = handle, without_map
        self._buffer, self._flags = ctypes.create_string_buffer(200), ctypes.c_int()

    def is_unmapped(self, place: int, code: int) -> bool:
        """Return whether nothing says which character stands at a place. Private characters of a font of signs are signs."""
        if raw.FPDFText_HasUnicodeMapError(self._handle, place) == 1:
            return True
        if code in {65533, 0} or code < 32:
            return True
        if 0xE000 <= code <= 0xF8FF or code >= 0xF0000:
            return not _OF_SIGNS.search(self._name(place))
        return bool(self._without_map) and self._name(place) in self._without_map

    def _name(self, place: int) -> str:
        length = raw.FPDFText_GetFontInfo(self._handle, place, self._buffer, 200, self._flags)
        return self._buffer.raw[: max(0, min(length, 200) - 1)].decode("utf-8", "replace")


_OF_SIGNS = re.compile("symbol|dings|dingbat|marlett|mt ?extra", re.IGNORECASE)


_JOINED = dict.fromkeys(map(ord, _HYPHEN))


class _Boxes:
    """Asks PDFium where characters stand. `visible` places are those of characters that are not blanks."""

    def __init__(self, handle: Any) -> None:
        self._handle = handle
        self._rect = raw.FS_RECTF()
        self._x, self._y = ctypes.c_double(), ctypes.c_double()

    def _sides(self, place: int) -> tuple[float, float]:
        raw.FPDFText_GetLooseCharBox(self._handle, place, self._rect)
        return self._rect.left, self._rect.right

    def line(self, text: str, visible: list[int]) -> Line:
        """Return a line of text from the places of its visible characters."""
        left, right = self._sides(visible[0])[0], self._sides(visible[-1])[1]
        raw.FPDFText_GetCharOrigin(self._handle, visible[0], self._x, self._y)
        size = abs(self._rect.top - self._rect.bottom) or 1.0
        gaps = ((one, other) for one, other in itertools.pairwise(visible) if other - one > 1)
        is_row = any(self._sides(other)[0] - self._sides(one)[1] > WIDE_GAP * size for one, other in gaps)
        return Line(text, left, right, self._y.value, size, is_row)


class Pictures(NamedTuple):
    """How much of a page is pictures; shares of its area."""

    covered: float
    largest: float
    outlines: int
    """Number of drawn shapes."""
    texts: int
    """Number of texts, whether their characters are known or not."""
    characters: int
    """Number of drawn shapes of the form and size of characters."""


def pictures(page: Any) -> Pictures:
    """Return how much of a page of pypdfium2's is pictures."""
    width, height = page.get_size()
    found = _Found(max(width * height, 1.0))
    found.look(raw.FPDFPage_CountObjects(page.raw), lambda place: raw.FPDFPage_GetObject(page.raw, place), (1.0, 1.0), 0)
    return Pictures(min(found.covered, 1.0), found.largest, found.outlines, found.texts, found.characters)


@dataclass
class _Found:
    area: float
    covered: float = 0.0
    largest: float = 0.0
    outlines: int = 0
    texts: int = 0
    looked: int = 0
    characters: int = 0

    def look(self, count: int, get: Any, scale: tuple[float, float], depth: int) -> None:
        """Add the objects of a page, or of a form on it that is drawn at a scale."""
        sides = [ctypes.c_float() for _ in range(4)]
        matrix = raw.FS_MATRIX()
        for place in range(count):
            self.looked += 1
            if self.looked > _MOST_OBJECTS:
                return
            one = get(place)
            kind = raw.FPDFPageObj_GetType(one)
            if kind == raw.FPDF_PAGEOBJ_IMAGE:
                raw.FPDFPageObj_GetBounds(one, *sides)
                left, bottom, right, top = (side.value for side in sides)
                share = abs((right - left) * (top - bottom) * scale[0] * scale[1]) / self.area
                self.covered += share
                self.largest = max(self.largest, share)
            elif kind == raw.FPDF_PAGEOBJ_TEXT:
                self.texts += 1
            elif kind in (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_SHADING):
                self.outlines += 1
                if kind == raw.FPDF_PAGEOBJ_PATH and self.outlines <= _MOST_SHAPES:
                    self.characters += _characters(one, scale, sides)
            elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
                raw.FPDFPageObj_GetMatrix(one, matrix)
                inner = (scale[0] * (abs(matrix.a) + abs(matrix.b)), scale[1] * (abs(matrix.c) + abs(matrix.d)))
                self.look(raw.FPDFFormObj_CountObjects(one), lambda place, form=one: raw.FPDFFormObj_GetObject(form, place), inner, depth + 1)


_MOST_SHAPES = 5_000
"""Shapes of a page whose form is looked at."""
_MOST_POINTS = 3_000
_SMALLEST, _LARGEST = 3.0, 40.0
"""Height of a drawn character, in points."""


def _characters(path: Any, scale: tuple[float, float], sides: list[ctypes.c_float]) -> int:
    """Return how many characters a filled shape may be: one with slopes or curves that is as small, or one for each part of a large one."""
    filled, stroked = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(path, filled, stroked)
    count = raw.FPDFPath_CountSegments(path)
    if not filled.value or count < 4:
        return 0
    raw.FPDFPageObj_GetBounds(path, *sides)
    height, width = abs(sides[3].value - sides[1].value) * scale[1], abs(sides[2].value - sides[0].value) * scale[0]
    if not (is_one := _SMALLEST <= height <= _LARGEST and width <= _LARGEST) and count < 100:
        return 0
    parts, has_slope = 0, False
    x, y = ctypes.c_float(), ctypes.c_float()
    before = (0.0, 0.0)
    for number in range(min(count, _MOST_POINTS)):
        segment = raw.FPDFPath_GetPathSegment(path, number)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            parts += 1
        elif kind == raw.FPDF_SEGMENT_BEZIERTO or (abs(x.value - before[0]) > 0.1 and abs(y.value - before[1]) > 0.1):
            has_slope = True
        before = (x.value, y.value)
        if is_one and has_slope:
            return 1
    return parts if has_slope and parts >= 20 else 0
