"""Documents, workbooks and slides of OpenDocument (ODT, ODS, ODP): paragraphs and cells, as written and as a reader sees them."""

from __future__ import annotations

import re

from .extract import Extract, open_archive
from .markup import Events, is_telling, read_part
from .number_formats import whole_digits
from .packages import in_reading_order, read_beside, sweep_rest
from .tables import Tables

_UNSEEN = frozenset(("tracked-changes", "deletion", "annotation", "ruby-text", "hidden-text", "hidden-paragraph", "notes", "title", "desc", "settings"))
"""Elements that a reader does not see: deletions, comments, notes of slides, alternative texts. `title` and `desc` are those of SVG."""
_BLOCKS = frozenset(("p", "h"))


def read_open_document(data: bytes) -> Extract:
    """Read a document, workbook or slides of OpenDocument."""
    result = Extract()
    with open_archive(data) as parts:
        for name in in_reading_order(parts, "content.xml"):
            if name.endswith("styles.xml") and "/" not in name:
                read_part(parts, name, _Content("页眉页脚和样式", result))
            elif name == "content.xml":
                read_part(parts, name, _Content("", result))
            elif read_beside(parts, name, result):
                continue
            elif name.endswith("content.xml"):
                sweep_rest(parts, name, "嵌入的对象", result)
            else:
                sweep_rest(parts, name, name.rpartition("/")[2], result)
    return result


class _Content(Events):
    """Adds the paragraphs of a part, each with its place: its number, or its table, row and cell."""

    def __init__(self, part: str, result: Extract) -> None:
        super().__init__()
        self._part, self._result = part, result
        self._path: list[tuple[str, bool]] = []
        """Elements that are open, and whether each hides what is in it."""
        self._unseen = 0
        self._blocks: list[tuple[list[str], list[str]]] = []
        self._number = 0
        self._table = Tables()
        self._style = ""
        self._hiding: set[str] = set()
        """Styles that hide what is set in them."""
        self._columns: list[bool] = []
        """Which columns of the present table are hidden."""
        self._column = 0

    def opened(self, tag: str, values: dict[str, str]) -> None:
        self._table.open(tag)
        if tag == "style":
            self._style = values.get("name", "")
        if self._style and ((values.get("display") in ("none", "false") and tag.endswith("-properties")) or values.get("visibility") == "hidden"):
            self._hiding.add(self._style)
        hides = self._hides(tag, values)
        self._path.append((tag, hides))
        self._unseen += hides
        if tag in _BLOCKS:
            self._blocks.append(([], []))
        elif tag in ("tab", "line-break"):
            self._put("\t" if tag == "tab" else "\n")
        elif tag == "s":
            self._put(" " * min(_number(values.get("c", "1")), 100))
        self._beside(tag, values)

    def _hides(self, tag: str, values: dict[str, str]) -> bool:
        if tag == "table":
            self._columns = []
        elif tag == "table-column":
            hidden = values.get("visibility") in ("collapse", "filter")
            self._columns += [hidden] * min(_number(values.get("number-columns-repeated", "1")), 1024 - len(self._columns))
        elif tag == "table-row":
            self._column = 0
        elif tag in ("table-cell", "covered-table-cell"):
            place, self._column = self._column, self._column + _number(values.get("number-columns-repeated", "1"))
            return place < len(self._columns) and self._columns[place]
        return (
            tag in _UNSEEN or values.get("style-name", "") in self._hiding or (tag == "section" and values.get("display") == "none")
            or (tag == "table-row" and values.get("visibility") in ("collapse", "filter"))
        )

    def _beside(self, tag: str, values: dict[str, str]) -> None:
        """Add what attributes hold: values and formulas of cells, addresses of links."""
        for key, value in values.items():
            written = whole_digits(value) if key == "value" else value
            if key in ("formula", "string-value", "date-value") or is_telling(key, written):
                self._result.add(f"{self._part} {self._table.place} 属性".strip(), written, shown="")

    def text(self, content: str) -> None:
        tag = self._path[-1][0]
        if self._blocks or tag in ("creator", "date-string", "sender-initials"):
            if tag == "creator":
                self._result.person(content)
            else:
                self._put(content)
        elif content.strip() and tag not in ("date", "month", "binary-data"):
            self._result.add(f"{self._part} 其他文字".strip(), content, shown="")

    def _put(self, content: str) -> None:
        if self._blocks:
            written, seen = self._blocks[-1]
            content = re.sub(r"\s*\n\s*", " ", content) if len(content) > 1 else content
            written.append(content)
            if not self._unseen:
                seen.append(content)

    def closed(self, tag: str) -> None:
        _, hides = self._path.pop()
        if tag in _BLOCKS and self._blocks:
            self._number += 1
            written, seen = ("".join(texts) for texts in self._blocks.pop())
            where = " ".join(filter(None, (self._part, self._table.place or f"第 {self._number} 段")))
            self._result.add(where, written, label=self._table.label(written), shown=None if seen == written else seen)
        elif tag == "style":
            self._style = ""
        self._unseen -= hides
        self._table.close(tag)


def _number(written: str) -> int:
    return int(written) if written.isdigit() and len(written) < 8 else 1
