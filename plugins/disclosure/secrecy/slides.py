"""Slides (PPTX): the paragraphs of each slide, and for the secrecy check its notes, comments, masters and hidden shapes."""

from __future__ import annotations

import re
import zipfile

from .extract import Extract, open_archive
from .markup import Events, is_telling, read_part
from .packages import in_reading_order, read_beside, sweep_rest
from .tables import Tables

_PARTS = (
    (re.compile(r"ppt/slides/slide(\d+)\.xml\Z"), "幻灯片"), (re.compile(r"ppt/diagrams/data(\d*)\.xml\Z"), "图示"),
    (re.compile(r"notesSlides/notesSlide(\d+)"), "备注"), (re.compile(r"comments/\w*?(\d*)\.xml\Z"), "批注"),
    (re.compile(r"slideMasters/slideMaster(\d+)"), "母版"), (re.compile(r"slideLayouts/slideLayout(\d+)"), "版式"),
    (re.compile(r"(?:notes|handout)Masters/\w+?(\d+)"), "母版"),
)
_SHOWN = ("幻灯片", "图示")


def read_slides(data: bytes) -> Extract:
    """Read slides."""
    result = Extract()
    with open_archive(data) as parts:
        for name in in_reading_order(parts, "ppt/slides/slide1.xml"):
            if read_beside(parts, name, result):
                continue
            label, kind = _part(name)
            if kind and kind != "批注":
                read_part(parts, name, _Shapes(label, kind in _SHOWN and not _is_hidden(parts, name), result))
            else:
                sweep_rest(parts, name, label or name.rpartition("/")[2], result)
    return result


def _part(name: str) -> tuple[str, str]:
    """Return what editors call a part, with its number, and the kind of it; '' for any other."""
    for pattern, kind in _PARTS:
        if match := pattern.search(name):
            return kind + match[1], kind
    return "", ""


def _is_hidden(parts: zipfile.ZipFile, name: str) -> bool:
    """Return whether a slide is left out of the show."""
    with parts.open(name) as file:
        return bool(re.search(rb"<[\w:]*sld\b[^>]*\sshow=[\"'](?:0|false)[\"']", file.read(4096)))


class _Shapes(Events):
    """Adds the paragraphs of a slide or a part like it."""

    def __init__(self, part: str, is_shown: bool, result: Extract) -> None:
        super().__init__()
        self._part, self._is_shown, self._result = part, is_shown, result
        self._path: list[str] = []
        self._words: list[str] = []
        self._number = 0
        self._table = Tables()
        self._hidden_at = 0
        """Depth of the outermost shape that is hidden; 0: none is."""

    def opened(self, tag: str, values: dict[str, str]) -> None:
        self._path.append(tag)
        self._table.open(tag)
        if tag == "p":
            self._words = []
        elif tag == "br":
            self._words.append("\n")
        elif tag == "tab":
            self._words.append("\t")
        elif tag == "cNvPr" and values.get("hidden", "0") not in ("0", "false") and not self._hidden_at:
            self._hidden_at = max(len(self._path) - 2, 1)
        for key, value in values.items():
            if is_telling(key, value):
                self._result.add(f"{self._part} {'图片说明' if key in ('descr', 'title') else '属性'}", value, shown="")

    def text(self, content: str) -> None:
        if self._path[-1] == "t":
            self._words.append(content)

    def closed(self, tag: str) -> None:
        if tag == "p" and self._words:
            self._number += 1
            written = "".join(self._words)
            where = f"{self._part} {self._table.place or f'第 {self._number} 段'}"
            shown = None if self._is_shown and not self._hidden_at else ""
            self._result.add(where, written, label=self._table.label(written), shown=shown)
            self._words = []
        self._path.pop()
        if self._hidden_at and len(self._path) < self._hidden_at:
            self._hidden_at = 0
        self._table.close(tag)
