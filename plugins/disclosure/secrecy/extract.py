"""Files → the texts in them, each with its place, and what their properties say.

Spreadsheets, documents and slides of the Office Open XML and OpenDocument kinds are ZIP
archives of XML: every paragraph is read wherever it stands (headers, notes, comments,
text boxes, deleted text that a reader of changes could bring back). What cannot be looked
into is named, never passed over.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from defusedxml.ElementTree import iterparse

LARGEST_FILE = 100_000_000
"""Bytes of a file that is looked into."""
LARGEST_CONTENT = 300_000_000
"""Bytes that an archive may unpack to."""
MOST_PARTS = 5_000
MOST_TEXT = 5_000_000
"""Characters drawn from one file."""


class Unreadable(ValueError):
    """Why a file, or a part of it, could not be looked into; to be told to the editor."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A text and its place in the file; `label` is the head of its column, where there is one."""

    where: str
    text: str
    label: str = ""
    line: int = 0
    starts: bool = False
    """Whether the file begins with it."""


@dataclass
class Extract:
    """What a file holds."""

    pieces: list[Piece] = field(default_factory=list)
    people: list[str] = field(default_factory=list)
    """Names in its properties: authors, last editors."""
    located: list[str] = field(default_factory=list)
    """Images that say where they were taken."""
    missing: list[str] = field(default_factory=list)
    """What could not be looked into, and why."""

    def add(self, where: str, text: str, **more: object) -> None:
        """Add a text, if there is one."""
        if text and not text.isspace():
            self.pieces.append(Piece(where, text, starts=not self.pieces, **more))


_PERSON = re.compile(r"creator|lastModifiedBy|initial-creator")
_PARAGRAPHS = {"p", "h", "si"}
_TEXTS = {"t", "delText", "TextCode"}
_COLUMN = re.compile(r"身份证|证件号|手机|移动电话|准考证|考号|考生号|报名号|住址|家庭地址|户籍地|卡号|账号|帐号|邮箱")
IMAGES = (".jpg", ".jpeg", ".png", ".webp", ".tif", ".tiff", ".heic")


def _local(tag: object) -> str:
    return str(tag).rpartition("}")[2]


def _opened(data: bytes) -> zipfile.ZipFile:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise Unreadable("文件坏了，或者加了密码") from None
    parts = archive.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_CONTENT:
        raise Unreadable("解开以后太大")
    if any(part.flag_bits & 1 for part in parts):
        raise Unreadable("加了密码")
    return archive


def archive(data: bytes) -> Extract:
    """Read a document or slides (DOCX, PPTX, ODT, ODS, ODP, OFD)."""
    result = Extract()
    with _opened(data) as parts:
        for name in sorted(parts.namelist(), key=lambda name: (name != "word/document.xml", _natural(name))):
            if name.lower().endswith(IMAGES):
                image(parts.read(name), result, f"图片 {name.rpartition('/')[2]}")
            elif re.search(r"(?:core|meta)\.xml\Z|DocInfo|OFD\.xml\Z", name):
                _properties(parts, name, result)
            elif name.endswith(".xml") and not re.search(r"styles|theme|settings|fontTable|slideMaster|slideLayout|Types", name):
                _paragraphs(parts, name, result)
    return result


def _natural(name: str) -> list:
    return [int(part) if part.isdigit() else part for part in re.split(r"(\d+)", name)]


_PARTS = (
    (r"word/document\.xml\Z|content\.xml\Z", ""), (r"header", "页眉"), (r"footer", "页脚"), (r"footnotes|endnotes", "注释"),
    (r"comments?", "批注"), (r"notesSlide(\d+)", "备注"), (r"slide(\d+)", "幻灯片"), (r"drawing", "文本框"), (r"Page_(\d+)", "页"),
)


def _part_name(name: str) -> str:
    for pattern, label in _PARTS:
        if match := re.search(pattern, name):
            return label + (match[1] if match.groups() else "")
    return name.rpartition("/")[2]


def _paragraphs(parts: zipfile.ZipFile, name: str, result: Extract) -> None:
    """Add each paragraph of a part: number in its part, or table, row and cell with the column's head."""
    part = _part_name(name)
    number = 0
    text: list[str] = []
    table = _Tables()
    with parts.open(name) as file:
        for event, element in iterparse(file, events=("start", "end")):
            tag = _local(element.tag)
            if event == "start":
                table.open(tag)
                if tag in _PARAGRAPHS:
                    text.clear()
                continue
            if tag in _TEXTS or (name == "content.xml" and tag in ("span", "p", "h")):
                text.append(element.text or "")
            elif tag in ("tab", "br", "cr", "line-break", "s"):
                text.append("\t" if tag == "tab" else " " if tag == "s" else "\n")
            if name == "content.xml" and element.tail and tag not in _PARAGRAPHS:
                text.append(element.tail)
            if tag in _PARAGRAPHS:
                number += 1
                written = "".join(text)
                where = " ".join(filter(None, (part, table.place or f"第 {number} 段")))
                result.add(where, written, label=table.label(written))
                text.clear()
                element.clear()
            table.close(tag)
    if any(tag in name for tag in ("Page_",)) and text:
        result.add(part, "".join(text))


class _Tables:
    """Where a reader of XML stands among tables."""

    def __init__(self) -> None:
        self.number = self.row = self.cell = self.depth = 0
        self._heads: dict[int, str] = {}

    def open(self, tag: str) -> None:
        if tag in ("tbl", "table"):
            self.depth += 1
            if self.depth == 1:
                self.number, self.row, self._heads = self.number + 1, 0, {}
        elif tag in ("tr", "table-row") and self.depth == 1:
            self.row, self.cell = self.row + 1, 0
        elif tag in ("tc", "table-cell") and self.depth == 1:
            self.cell += 1

    def close(self, tag: str) -> None:
        if tag in ("tbl", "table"):
            self.depth -= 1

    @property
    def place(self) -> str:
        return f"表 {self.number} 第 {self.row} 行第 {self.cell} 格" if self.depth and self.cell else ""

    def label(self, text: str) -> str:
        """Return the head of this cell's column; remember it when it is one."""
        if not (self.depth and self.cell):
            return ""
        if len(text) < 16 and (match := _COLUMN.search(text)):
            self._heads[self.cell] = match[0]
            return ""
        return self._heads.get(self.cell, "")


def _properties(parts: zipfile.ZipFile, name: str, result: Extract) -> None:
    with parts.open(name) as file:
        for _, element in iterparse(file):
            if _PERSON.search(_local(element.tag)) and (element.text or "").strip():
                result.people.append(element.text.strip()[:60])


def workbook(data: bytes) -> Extract:
    """Read a workbook (XLSX): every cell of every sheet, hidden ones too, comments and text boxes."""
    from openpyxl import load_workbook
    from openpyxl.utils import get_column_letter

    result = Extract()
    with _opened(data) as parts:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        for sheet in book.worksheets:
            sheet.reset_dimensions()
            heads: dict[int, str] = {}
            for row in sheet.iter_rows():
                for cell in row:
                    if cell.value is None:
                        continue
                    text = _written(cell.value)
                    if len(text) < 16 and (match := _COLUMN.search(text)):
                        heads[cell.column] = match[0]
                        label = ""
                    else:
                        label = heads.get(cell.column, "")
                    result.add(f"{sheet.title}!{get_column_letter(cell.column)}{cell.row}", text, label=label)
        book.close()
        for name in sorted(parts.namelist(), key=_natural):
            if name.lower().endswith(IMAGES):
                image(parts.read(name), result, f"图片 {name.rpartition('/')[2]}")
            elif name == "docProps/core.xml":
                _properties(parts, name, result)
            elif re.search(r"comments?\d*\.xml\Z|threadedComment|drawings/drawing\d+\.xml\Z", name):
                _comments(parts, name, result)
    return result


def _comments(parts: zipfile.ZipFile, name: str, result: Extract) -> None:
    place = ""
    text: list[str] = []
    with parts.open(name) as file:
        for event, element in iterparse(file, events=("start", "end")):
            tag = _local(element.tag)
            if event == "start":
                if tag in ("comment", "threadedComment"):
                    place = element.get("ref", "")
                continue
            if tag in ("t", "text") and element.text:
                text.append(element.text)
            if tag in ("comment", "threadedComment", "txBody"):
                result.add(f"{_part_name(name)} {place}".strip(), "".join(text))
                text.clear()


def _written(value: object) -> str:
    """Return a cell's value as a reader sees it; a long number is never shown with an exponent."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def table(data: bytes) -> Extract:
    """Read CSV."""
    result = Extract()
    heads: dict[int, str] = {}
    csv.field_size_limit(MOST_TEXT)
    reader = csv.reader(io.StringIO(_decoded(data), newline=""))
    try:
        for row in reader:
            for column, cell in enumerate(row):
                if len(cell) < 16 and (match := _COLUMN.search(cell)):
                    heads[column] = match[0]
                    label = ""
                else:
                    label = heads.get(column, "")
                result.add(f"第 {column + 1} 列", cell, label=label, line=reader.line_num)
    except csv.Error:
        result.missing.append(f"从第 {reader.line_num} 行起不是 CSV 的写法")
    return result


def text(data: bytes) -> Extract:
    """Read plain text."""
    result = Extract()
    result.add("", _decoded(data), line=1)
    return result


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030", "replace")


def pdf(data: bytes) -> Extract:
    """Read PDF: the text of each page, annotations' notes aside, and who made it."""
    import pypdfium2

    result = Extract()
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        raise Unreadable("文件坏了，或者加了密码") from None
    empty = []
    length = 0
    for number in range(len(document)):
        if length > MOST_TEXT:
            result.missing.append(f"太长，只看了前 {number} 页")
            break
        try:
            page = document[number]
            words = page.get_textpage().get_text_bounded().replace("\r\n", "\n")
        except pypdfium2.PdfiumError:
            result.missing.append(f"第 {number + 1} 页读不出来")
            continue
        length += len(words)
        result.add(f"第 {number + 1} 页", words)
        if not words.strip():
            empty.append(str(number + 1))
    if empty:
        shown = "、".join(empty[:8]) + ("等" if len(empty) > 8 else "")
        result.missing.append(f"第 {shown} 页没有文字，可能是扫描的图片")
    author = document.get_metadata_dict().get("Author", "").strip()
    if author:
        result.people.append(author[:60])
    return result


def image(data: bytes, result: Extract | None = None, where: str = "") -> Extract:
    """Read what an image says of itself (EXIF): place and people. What it shows, only a person sees."""
    from PIL import Image, UnidentifiedImageError

    result = Extract() if result is None else result
    try:
        with Image.open(io.BytesIO(data)) as opened:
            facts = opened.getexif()
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        if not where:
            raise Unreadable("图片坏了") from None
        return result
    place = facts.get_ifd(0x8825)
    if any(place.get(tag) for tag in (2, 4)):
        result.located.append(where)
    if name := str(facts.get(0x013B) or "").strip("\0 "):
        result.people.append(name[:60])
    return result


READERS: dict[str, Callable[[bytes], Extract]] = {
    ".docx": archive, ".pptx": archive, ".odt": archive, ".ods": archive, ".odp": archive, ".ofd": archive,
    ".xlsx": workbook, ".csv": table, ".txt": text, ".pdf": pdf,
} | dict.fromkeys(IMAGES[:-1], image)
QUICK = (".csv", ".txt")
"""Kinds that are read here and now: no library, nothing to unpack."""
HARMLESS = (".gif", ".bmp", ".mp3", ".wav", ".mp4", ".webm")
"""Kinds without text or properties that matter."""


def drawn(ending: str, data: bytes) -> Extract:
    """Read a file by its ending; `Unreadable` when it cannot be."""
    if len(data) > LARGEST_FILE:
        raise Unreadable("文件太大")
    return _bounded(READERS[ending](data))


def _bounded(extract: Extract) -> Extract:
    kept = list(_first(extract.pieces))
    if len(kept) < len(extract.pieces):
        extract.missing.append(f"太长，只看了前 {MOST_TEXT // 10_000} 万字")
        extract.pieces = kept
    return extract


def _first(pieces: list[Piece]) -> Iterator[Piece]:
    total = 0
    for piece in pieces:
        total += len(piece.text)
        if total > MOST_TEXT:
            return
        yield piece
