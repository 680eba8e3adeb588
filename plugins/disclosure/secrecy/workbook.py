"""Workbooks (XLSX): the cells of all sheets, hidden ones too, and everything else in the file."""

from __future__ import annotations

import io
import re
import zipfile

from defusedxml.ElementTree import iterparse

from .extract import COLUMN, IMAGES, PROPERTIES, Extract, local_name, natural_key, open_archive, read_image, read_properties


def read_workbook(data: bytes) -> Extract:
    """Read a workbook (XLSX): every cell of every sheet, hidden ones too, comments and text boxes."""
    from openpyxl import load_workbook
    from openpyxl.utils import get_column_letter

    result = Extract()
    with open_archive(data) as parts:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        for sheet in book.worksheets:
            sheet.reset_dimensions()
            heads: dict[int, str] = {}
            for row in sheet.iter_rows():
                for cell in row:
                    if cell.value is None:
                        continue
                    text = _written(cell.value)
                    if len(text) < 16 and (match := COLUMN.search(text)):
                        heads[cell.column] = match[0]
                        label = ""
                    else:
                        label = heads.get(cell.column, "")
                    result.add(f"{sheet.title}!{get_column_letter(cell.column)}{cell.row}", text, label=label)
        book.close()
        _other_parts(parts, result)
    return result


def _other_parts(parts: zipfile.ZipFile, result: Extract) -> None:
    """Add everything that is not a cell: images, packed files, properties, headers, pivot caches, comments."""
    for name in sorted(parts.namelist(), key=natural_key):
        if name.lower().endswith(IMAGES):
            read_image(parts.read(name), result, f"图片 {name.rpartition('/')[2]}")
        elif "/embeddings/" in name:
            result.packed.append((name.rpartition("/")[2], parts.read(name)))
        elif re.search(PROPERTIES, name):
            read_properties(parts, name, result)
        elif re.search(r"worksheets/sheet\d+\.xml\Z", name):
            _printed_edges(parts, name, result)
        elif "pivotCache/" in name and name.endswith(".xml"):
            _cached(parts, name, result)
        elif re.search(r"comments?\d*\.xml\Z|threadedComment|drawings/drawing\d+\.xml\Z", name):
            _comments(parts, name, result)


def _comments(parts: zipfile.ZipFile, name: str, result: Extract) -> None:
    place = ""
    text: list[str] = []
    with parts.open(name) as file:
        for event, element in iterparse(file, events=("start", "end")):
            tag = local_name(element.tag)
            if event == "start":
                if tag in ("comment", "threadedComment"):
                    place = element.get("ref", "")
                continue
            if tag == "author" and (element.text or "").strip():
                result.people.append(element.text.strip()[:60])
            if tag in ("t", "text") and element.text:
                text.append(element.text)
            if tag in ("comment", "threadedComment", "txBody"):
                result.add(f"{_place(name)} {place}".strip(), "".join(text))
                text.clear()


def _printed_edges(parts: zipfile.ZipFile, name: str, result: Extract) -> None:
    """Add the headers and footers of a sheet. Only the printed sheet shows them."""
    with parts.open(name) as file:
        for _, element in iterparse(file):
            tag = local_name(element.tag)
            if tag.endswith(("Header", "Footer")):
                result.add("页眉页脚", element.text or "")
            if tag in ("row", "sheetData"):
                element.clear()


def _cached(parts: zipfile.ZipFile, name: str, result: Extract) -> None:
    """Add the rows that a pivot table keeps from its source. The sheet with the source may be gone."""
    with parts.open(name) as file:
        for _, element in iterparse(file):
            if local_name(element.tag) in ("s", "n") and (value := element.get("v")):
                result.add("数据透视表的缓存", value.removesuffix(".0"))
            element.clear()


def _place(name: str) -> str:
    return "文本框" if "drawing" in name else "批注"


def _written(value: object) -> str:
    """Return a cell's value as a text, whole numbers with all their digits: `str()` may use an exponent."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
