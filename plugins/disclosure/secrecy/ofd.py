"""Documents in OFD (GB/T 33190): the texts of each page, in lines as they stand on it.

A text object has a place and words; objects that stand apart are different fields, though nothing separates them in the
file. A page that is drawn, as outlines or as a picture, has no text and is told as unread.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .extract import Extract, open_archive
from .lines import WIDE_GAP, Line, joined
from .markup import Events, is_telling, read_part
from .packages import in_reading_order, read_beside, sweep_rest

_PAGE = re.compile(r"Page_(\d+)/[^/]*\.xml\Z", re.IGNORECASE)
_TEMPLATE = re.compile(r"(?:Tpls?|Temps?|Templates?)(?:_\d+)?/", re.IGNORECASE)
_APART = 2.0
"""Ems from one character to the next, from which on they belong to different fields."""
_DRAWN = 20
"""Outlines on a page without words that may be characters."""
_FEW = 60
"""Characters that a page may have besides a picture that covers it."""


def read_ofd(data: bytes) -> Extract:
    """Read a document in OFD."""
    result = Extract()
    without_words = []
    with open_archive(data) as parts:
        for name in in_reading_order(parts, "OFD.xml"):
            if read_beside(parts, name, result):
                continue
            if "Annot" in name or not name.endswith(".xml") or b"Object" not in parts.read(name):
                sweep_rest(parts, name, "注释和其他" if "Annot" in name else name.rpartition("/")[2], result)
                continue
            page = None if _TEMPLATE.search(name) else _PAGE.search(name) or re.search(r"(\d+)[^\d]*\Z", name)
            objects = _Objects(name.rpartition("/")[2], result)
            read_part(parts, name, objects)
            where = f"第 {int(page[1]) + 1} 页" if page else "模板"
            result.add(where, objects.seen())
            for line in objects.written():
                result.add(where, line, shown="")
            if page and objects.is_drawn:
                without_words.append(str(int(page[1]) + 1))
    if without_words:
        shown = "、".join(without_words[:20]) + ("等" if len(without_words) > 20 else "")
        result.unread(f"第 {shown} 页的文字画成了图形或图片，读不出来")
    return result


class _Text:
    """A text object: its place on the page, and its words."""

    def __init__(self, values: dict[str, str], visible: bool) -> None:
        numbers = [float(number) for number in re.findall(r"-?[\d.]+", values.get("Boundary", ""))[:4]] if values.get("Boundary") else []
        self.left, self.top, self.width, self.height = numbers if len(numbers) == 4 else (None, 0.0, 0.0, 0.0)
        size = re.match(r"[\d.]+", values.get("Size", ""))
        self.size = float(size[0]) if size and float(size[0]) else max(self.height, 1.0)
        self.words: list[str] = []
        self.visible = visible
        self._place: tuple[float, float, int] | None = None
        self._steps: list[float] = []

    def begin_code(self, values: dict[str, str]) -> None:
        """Begin words at a place of their own. They go on with the words before them, or stand apart, or on another line."""
        x, y = (_float(values.get(key, "")) for key in ("X", "Y"))
        if self.words and self._place is not None:
            before_x, before_y, start = self._place
            length = len("".join(self.words[start:]))
            if abs(y - before_y) > 0.5 * self.size:
                self.words.append("\n")
            elif x - before_x > (length + 1) * self.size:
                self.words.append(" ")
        self._place = (x, y, len(self.words))
        self._steps = list(_steps(values.get("DeltaX", "")))

    def add(self, content: str) -> None:
        """Add words. Where the way to the next character is long, another field begins."""
        out = ""
        for character in content:
            out += character
            if self._steps and self._steps.pop(0) > _APART * self.size:
                out += " "
        self.words.append(out)


def _float(written: str) -> float:
    try:
        return float(written)
    except ValueError:
        return 0.0


def _steps(written: str) -> Iterator[float]:
    """Yield the ways between characters. `g 3 4.2` stands for three times 4.2."""
    parts = written.split()
    while parts:
        if parts[0] == "g" and len(parts) > 2:
            yield from [_float(parts[2])] * min(int(_float(parts[1])), 10_000)
            parts = parts[3:]
        else:
            yield _float(parts[0])
            parts = parts[1:]


class _Objects(Events):
    """Collects the text objects of a page, and counts what else is drawn on it."""

    def __init__(self, part: str, result: Extract) -> None:
        super().__init__()
        self._part, self._result = part, result
        self._texts: list[_Text] = []
        self._path: list[str] = []
        self._outlines = self._pictures = 0

    def opened(self, tag: str, values: dict[str, str]) -> None:
        self._path.append(tag)
        if tag == "TextObject":
            self._texts.append(_Text(values, values.get("Visible", "true") not in ("false", "0")))
        elif tag == "PathObject":
            self._outlines += 1
        elif tag == "ImageObject":
            self._pictures += 1
        elif tag == "TextCode":
            if not self._texts:
                self._texts.append(_Text({}, True))
            self._texts[-1].begin_code(values)
        for key, value in values.items():
            if is_telling(key, value):
                self._result.add(f"{self._part} 属性", value, shown="")

    def text(self, content: str) -> None:
        if self._path[-1] == "TextCode":
            self._texts[-1].add(content)

    def closed(self, tag: str) -> None:
        self._path.pop()

    @property
    def is_drawn(self) -> bool:
        """Whether the page's words are not in its text."""
        count = sum(len("".join(one.words).strip()) for one in self._texts)
        return (self._pictures > 0 and count < _FEW) or (self._outlines >= _DRAWN and count < 10)

    def written(self) -> list[str]:
        """Return all words, each line of the page by itself."""
        return [line.text for line in self._lines(self._texts)]

    def seen(self) -> str:
        """Return the words that a reader sees, with the lines of a paragraph joined."""
        return joined(self._lines([one for one in self._texts if one.visible]))

    def _lines(self, texts: list[_Text]) -> list[Line]:
        """Return the lines. Objects of a line that touch each other are one word; a gap is a blank, a wide one a tab."""
        lines: list[Line] = []
        last: _Text | None = None
        for one in texts:
            words = "".join(one.words).strip("\n")
            if not words.strip():
                continue
            if last is None or one.left is None or last.left is None or abs((one.top + one.height) - (last.top + last.height)) > 0.5 * one.size or one.left < last.left:
                left = one.left if one.left is not None else 0.0
                lines.append(Line(words, left, left + one.width, -(one.top + one.height) if one.left is not None else -3.0 * len(lines), one.size, one.left is None))
            else:
                line, gap = lines[-1], one.left - (last.left + last.width)
                between = "" if gap < 0.4 * one.size else " " if gap < WIDE_GAP * one.size else "\t"
                lines[-1] = Line(line.text + between + words, line.left, one.left + one.width, line.y, line.size, line.is_row or between == "\t")
            last = one
        return lines
