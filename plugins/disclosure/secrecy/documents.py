"""Documents and slides (DOCX, PPTX, ODT, ODS, ODP, OFD): ZIP archives of XML.

Every paragraph is read, wherever it stands: in headers, notes, comments and text boxes, in
tracked deletions, which a reader can bring back, and in custom XML data.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from xml.etree.ElementTree import Element  # only the type: defusedxml does all parsing

from defusedxml.ElementTree import iterparse

from .extract import COLUMN, IMAGES, PROPERTIES, Extract, local_name, natural_key, open_archive, read_image, read_properties

_PARAGRAPHS = {"p", "h", "si"}
_TEXTS = {"t", "delText", "instrText", "delInstrText", "TextCode"}
_SIGNED = {"comment", "ins", "del", "moveFrom", "moveTo"}
"""Comments and tracked changes: they state the name of their author."""
_PICTURED = {"docPr", "cNvPr"}
"""Pictures and drawings, with their alternative texts."""


def read_document(data: bytes) -> Extract:
    """Read a document or slides (DOCX, PPTX, ODT, ODS, ODP, OFD)."""
    result = Extract()
    with open_archive(data) as parts:
        for name in sorted(parts.namelist(), key=lambda name: (name != "word/document.xml", natural_key(name))):
            if name.lower().endswith(IMAGES):
                read_image(parts.read(name), result, f"图片 {name.rpartition('/')[2]}")
            elif "/embeddings/" in name or name.startswith("ObjectReplacements/"):
                result.packed.append((name.rpartition("/")[2], parts.read(name)))
            elif re.search(PROPERTIES, name):
                read_properties(parts, name, result)
            elif re.search(r"customXml/item\d*\.xml\Z", name):
                result.add("附带的数据", " ".join(_all_text(parts, name)))
            elif name.endswith(".xml") and not re.search(r"styles|theme|settings|fontTable|slideMaster|slideLayout|Types", name):
                _paragraphs(parts, name, result)
    return result


def _all_text(parts: zipfile.ZipFile, name: str) -> Iterator[str]:
    with parts.open(name) as file:
        for _, element in iterparse(file):
            if (element.text or "").strip():
                yield element.text.strip()


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
    """Add each paragraph of a part. Its place is its number in the part, or its table, row and cell."""
    part = _part_name(name)
    number = 0
    text: list[str] = []
    outer: list[list[str]] = []  # a text box has paragraphs within one
    table = _Tables()
    with parts.open(name) as file:
        for event, element in iterparse(file, events=("start", "end")):
            tag = local_name(element.tag)
            if event == "start":
                table.open(tag)
                _beside_text(tag, element, part, result)
                if tag in _PARAGRAPHS:
                    outer.append(text)
                    text = []
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
                text = outer.pop()
                element.clear()
            table.close(tag)
    if any(tag in name for tag in ("Page_",)) and text:
        result.add(part, "".join(text))


def _beside_text(tag: str, element: Element, part: str, result: Extract) -> None:
    """Add the author of a comment or change, and the alternative text of a picture."""
    if tag in _SIGNED:
        name = next((value for key, value in element.attrib.items() if local_name(key) in ("author", key) and key.endswith("author")), "")
        if name.strip():
            result.people.append(name.strip()[:60])
    elif tag in _PICTURED:
        result.add(f"{part} 图片说明".strip(), " ".join(filter(None, (element.get("title"), element.get("descr")))))


class _Tables:
    """Counts tables, rows and cells while XML is read. Tables within tables count as part of the outer one."""

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
        """Return the heading of this cell's column. A cell that is a heading is remembered, and has none itself."""
        if not (self.depth and self.cell):
            return ""
        if len(text) < 16 and (match := COLUMN.search(text)):
            self._heads[self.cell] = match[0]
            return ""
        return self._heads.get(self.cell, "")
