"""Documents of Word (DOCX): paragraphs, as they are written and as a reader sees them.

A reader sees no tracked deletions, hidden runs, field codes, comments or alternative texts, and of two versions of a drawing
only the first. The secrecy check sees all of them.
"""

from __future__ import annotations

import re
import zipfile

from .extract import Extract, open_archive
from .markup import Events, is_telling, read_part
from .packages import in_reading_order, read_beside, sweep_rest
from .symbols import sign
from .tables import Tables

_MAIN = "word/document.xml"
_PARTS = (
    (r"word/document\d*\.xml\Z", ""), (r"word/header", "页眉"), (r"word/footer", "页脚"), (r"footnotes|endnotes", "注释"), (r"comments", "批注"),
    (r"glossary", "构建基块"),
)
_MAIN_PART = re.compile(r"word/document\d*\.xml\Z")
_PACKED_PART = re.compile(r"/afchunk|word/[^/]+\.(?:html?|xhtml|mht|rtf|txt|docx|dat)\Z", re.IGNORECASE)
"""Documents that a document takes in (altChunk)."""
_UNSEEN = re.compile(r"comments|glossary|people")
_SIGNED = frozenset(("comment", "ins", "del", "moveFrom", "moveTo"))
"""Comments and tracked changes: they state the name of their author."""
_FALSE = frozenset(("0", "false", "off", "none"))


def read_word(data: bytes) -> Extract:
    """Read a document of Word."""
    result = Extract()
    with open_archive(data) as parts:
        if not any(_MAIN_PART.match(name) or (name.endswith(".xml") and b":document" in parts.read(name)[:4000]) for name in sorted(parts.namelist(), reverse=True)):
            result.unread("里面没有正文")
        hidden = _hidden_styles(parts)
        for name in in_reading_order(parts, _MAIN):
            if _PACKED_PART.search(name):
                result.packed.append((name.rpartition("/")[2], parts.read(name)))
            elif name.endswith("settings.xml"):
                sweep_rest(parts, name, "文档变量和设置", result)
            elif read_beside(parts, name, result):
                continue
            elif re.search(r"word/(?:glossary/)?(?:document|header|footer|footnotes|endnotes|comments)\w*\.xml\Z", name):
                read_part(parts, name, _Words(name, result, hidden))
            else:
                sweep_rest(parts, name, name.rpartition("/")[2], result)
    return result


def _hidden_styles(parts: zipfile.ZipFile) -> frozenset[str]:
    """Return the styles that hide what is set in them."""
    if "word/styles.xml" not in parts.namelist() or b"anish" not in parts.read("word/styles.xml"):
        return frozenset()
    styles = _Styles()
    read_part(parts, "word/styles.xml", styles)
    return styles.hiding()


class _Styles(Events):
    def __init__(self) -> None:
        super().__init__()
        self._style = ""
        self._based: dict[str, str] = {}
        self._hides: dict[str, bool] = {}

    def opened(self, tag: str, values: dict[str, str]) -> None:
        if tag == "style":
            self._style = values.get("styleId", "")
        elif tag == "basedOn":
            self._based[self._style] = values.get("val", "")
        elif tag in ("vanish", "specVanish") and self._style:
            self._hides[self._style] = values.get("val", "1") not in _FALSE

    def hiding(self) -> frozenset[str]:
        """Return the styles that hide, those too that are based on one that does."""
        found = set()
        for style in {*self._based, *self._hides}:
            one, steps = style, 0
            while one not in self._hides and one in self._based and steps < 20:
                one, steps = self._based[one], steps + 1
            if self._hides.get(one):
                found.add(style)
        return frozenset(found)


class _Paragraph:
    """What a paragraph has so far. A text box has paragraphs within one."""

    def __init__(self) -> None:
        self.written: list[str] = []
        self.seen: list[str] = []
        self.mark_deleted = False
        self.hidden = False


class _Words(Events):
    """Adds the paragraphs of a part, each with its place: its number in the part, or its table, row and cell."""

    def __init__(self, name: str, result: Extract, hidden_styles: frozenset[str]) -> None:
        super().__init__()
        self._part = next((label for pattern, label in _PARTS if re.search(pattern, name)), "")
        self._is_unseen = bool(_UNSEEN.search(name))
        self._result, self._hidden_styles = result, hidden_styles
        self._path: list[str] = []
        self._paragraphs: list[_Paragraph] = [_Paragraph()]
        self._number = 0
        self._table = Tables()
        self._unseen = 0
        """Depth of elements that a reader does not see."""
        self._run_hidden = False
        self._row_hidden = False
        self._pronounced: list[str] = []
        """What stands above characters (ruby). In the file it comes before them."""
        self._fields: list[bool] = []
        """Fields that are open, and whether their result has begun."""
        self._carried = ""
        """What stands before a paragraph mark that is deleted: a reader sees it at the head of the next paragraph."""

    def opened(self, tag: str, values: dict[str, str]) -> None:
        parent = self._path[-1] if self._path else ""
        self._path.append(tag)
        self._table.open(tag)
        if tag == "p":
            self._paragraphs.append(_Paragraph())
        elif tag in _HIDING and not (tag in ("del", "moveFrom") and parent in ("rPr", "trPr", "tcPr", "numberingChange")):
            self._unseen += 1
        elif tag == "r":
            self._run_hidden = False
        elif parent in ("rPr", "pPr", "trPr"):
            self._property(tag, parent, values)
        elif tag == "fldChar":
            self._field(values.get("fldCharType", ""))
        elif tag == "tr":
            self._row_hidden = False
        elif tag in _MARKS:
            self._put(_MARKS[tag])
        elif tag == "sym":
            self._symbol(values.get("font", ""), values.get("char", ""))
        self._beside(tag, values)

    def _property(self, tag: str, parent: str, values: dict[str, str]) -> None:
        """Note a property of a run, a paragraph or a row that hides something."""
        is_on = values.get("val", "1") not in _FALSE
        of_mark = len(self._path) > 2 and self._path[-3] == "pPr"
        hides = (tag in ("vanish", "specVanish") and is_on) or (tag == "rStyle" and values.get("val") in self._hidden_styles)
        if parent == "rPr" and not of_mark and hides:
            self._run_hidden = True
        elif parent == "rPr" and of_mark and tag in ("del", "moveFrom"):
            self._paragraphs[-1].mark_deleted = True
        elif tag == "pStyle" and values.get("val") in self._hidden_styles:
            self._paragraphs[-1].hidden = True
        elif parent == "trPr" and ((tag == "hidden" and is_on) or tag == "del"):
            self._row_hidden = True

    def _field(self, kind: str) -> None:
        if kind == "begin":
            self._fields.append(False)
        elif self._fields and kind == "separate":
            self._fields[-1] = True
        elif self._fields and kind == "end":
            self._fields.pop()

    def _symbol(self, font: str, code: str) -> None:
        try:
            shown = sign(font, int(code, 16))
        except ValueError:
            shown = None
        if shown is None:
            self._result.unread(f"有符号字体（{font[:30]}）的字符，读不出来")
        else:
            self._put(shown)

    def _beside(self, tag: str, values: dict[str, str]) -> None:
        """Add the author of a comment or change, WordArt, and what attributes hold: alternative texts, codes of fields, names of bookmarks."""
        if tag in _SIGNED:
            self._result.person(values.pop("author", ""))
        elif tag == "docVar":
            self._result.add("文档变量和设置", values.pop("val", ""), shown="")
        if tag == "textpath" and values.get("string"):
            self._result.add(" ".join(filter(None, (self._part, "艺术字"))), values.pop("string"), shown="" if self._is_unseen else None)
        for key, value in values.items():
            if is_telling(key, value):
                kind = "图片说明" if key in ("descr", "title", "alt") else "域代码和属性"
                self._result.add(f"{self._part} {kind}".strip(), value, shown="")

    def text(self, content: str) -> None:
        tag = self._path[-1]
        if tag in _WORDS:
            self._put(content, code=tag in ("instrText", "delInstrText"))

    def _put(self, content: str, code: bool = False) -> None:
        paragraph = self._paragraphs[-1]
        (self._pronounced if "rt" in self._path else paragraph.written).append(content)
        if not (code or self._unseen or self._run_hidden or self._row_hidden or not all(self._fields)):
            paragraph.seen.append(content)

    def closed(self, tag: str) -> None:
        self._path.pop()
        parent = self._path[-1] if self._path else ""
        if tag == "p" and len(self._paragraphs) > 1:
            self._end_paragraph()
        elif tag in _HIDING and not (tag in ("del", "moveFrom") and parent in ("rPr", "trPr", "tcPr", "numberingChange")):
            self._unseen -= 1
        elif tag == "r":
            self._run_hidden = False
        elif tag == "ruby":
            self._paragraphs[-1].written += self._pronounced
            self._pronounced.clear()
        self._table.close(tag)

    def _end_paragraph(self) -> None:
        paragraph = self._paragraphs.pop()
        self._number += 1
        written = "".join(paragraph.written)
        seen = "" if paragraph.hidden or self._is_unseen else "".join(paragraph.seen)
        if paragraph.mark_deleted:
            self._carried += seen
            seen = ""
        elif not self._is_unseen:
            seen, self._carried = self._carried + seen, ""
        where = " ".join(filter(None, (self._part, self._table.place or f"第 {self._number} 段")))
        if not written.strip() and seen:
            written = seen
        self._result.add(where, written, label=self._table.label(written), shown=None if seen == written else seen)


_WORDS = frozenset(("t", "delText", "instrText", "delInstrText"))
_MARKS = {"tab": "\t", "br": "\n", "cr": "\n", "ptab": "\t", "noBreakHyphen": "-"}
_HIDING = frozenset(("del", "moveFrom", "Fallback", "rt"))
"""Elements that a reader does not see: deletions, the second version of a drawing, and the pronunciation above characters."""
