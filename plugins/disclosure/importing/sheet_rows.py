"""Workbooks (.xlsx) as rows, read as a stream. Cells are texts as a reader of the sheet means them.

openpyxl streams cells, but neither merged cells nor hidden rows nor formulas without a stored value. Those are
looked for beforehand in the XML of the sheet, row by row.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils import range_boundaries

from ..secrecy.number_formats import displayed
from .document import Place, Telling

_END_OF_ROW = b"</row>"
_ROW = re.compile(rb"<row\b[^>]*>")
_NUMBER = re.compile(rb'\br="(\d+)"')
_HIDDEN = re.compile(rb'\bhidden="(?:1|true)"')
_EMPTY_FORMULA = re.compile(rb"<f\b[^>]*?(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>")
_MERGED = re.compile(rb'<mergeCell\b[^>]*\bref="([A-Z0-9:]+)"')
_HYPERLINK = re.compile(rb"<hyperlink\b")
_CHUNK = 1 << 20
_EXACT = 1e15
"""Above this a spreadsheet keeps no whole numbers: their last digits are lost."""


@dataclass
class Look:
    """What was found in the XML of one sheet."""

    rows: int = 0
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    """First column, first row, last column, last row of each merged range."""
    hidden: list[int] = field(default_factory=list)
    uncounted: list[int] = field(default_factory=list)
    """Rows with a formula whose value is not stored."""
    hyperlinks: int = 0


def sheets(path: Path) -> list[tuple[str, bool]]:
    """Return name and visibility of each sheet."""
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    try:
        return [(sheet.title, sheet.sheet_state == "visible") for sheet in book.worksheets]
    finally:
        book.close()


def look(path: Path, name: str) -> Look:
    """Read the XML of a sheet once, row by row."""
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    try:
        part = book[name]._worksheet_path  # there is no other way to learn which file holds a sheet
    finally:
        book.close()
    found, rest = Look(), b""
    with zipfile.ZipFile(path) as archive, archive.open(part.lstrip("/")) as xml:
        while chunk := xml.read(_CHUNK):
            *complete, rest = (rest + chunk).split(_END_OF_ROW)
            for row in complete:
                _look_at_row(row, found)
    found.merged = sorted((range_boundaries(ref.decode()) for ref in _MERGED.findall(rest)), key=lambda bounds: bounds[1])
    found.hyperlinks = len(_HYPERLINK.findall(rest))
    return found


def _look_at_row(row: bytes, found: Look) -> None:
    found.rows += 1
    tag = _ROW.search(row)
    said = _NUMBER.search(tag[0]) if tag else None
    number = int(said[1]) if said else found.rows
    if tag and _HIDDEN.search(tag[0]):
        found.hidden.append(number)
    if b"<f" in row and _EMPTY_FORMULA.search(row):
        found.uncounted.append(number)


def rows(path: Path, source: str, name: str, found: Look, telling: Telling) -> Iterator[tuple[int, list[str]]]:
    """Yield number and cells of each row. A value of cells merged downwards stands in each of their rows."""
    _tell(source, name, found, telling)
    waiting, active = list(reversed(found.merged)), []
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    try:
        sheet = book[name]
        sheet.reset_dimensions()  # what programs state is often too small
        for number, row in enumerate(sheet.iter_rows(), 1):
            cells = [_text(cell, Place(source, number, name), telling) for cell in row]
            while waiting and waiting[-1][1] <= number:
                column, first, _, last = waiting.pop()
                if last > first and column <= len(cells):
                    active.append((column - 1, last, cells[column - 1]))
            active = [entry for entry in active if entry[1] >= number]
            for column, _, value in active:
                cells += [""] * (column + 1 - len(cells))
                cells[column] = cells[column] or value
            yield number, cells
    finally:
        book.close()


def _tell(source: str, name: str, found: Look, telling: Telling) -> None:
    for number in found.hidden:
        telling.warning(Place(source, number, name), "这一行在表格里是隐藏的，也导入了", "不该导入的，删去条目")
    for number in found.uncounted:
        telling.error(Place(source, number, name), "有公式还没有算出结果，那一格当作空的", "用表格软件打开、保存一次，再导入")
    if found.hyperlinks:
        telling.warning(Place(source, 0, name), f"有 {found.hyperlinks} 个超链接，只导入了文字", "要链接的，把地址写成单独的一列")


def _text(cell: Any, place: Place, telling: Telling) -> str:
    """Return the text of a cell: days as ISO 8601, whole numbers without a point, zeros in front where the format shows them."""
    value = cell.value
    if value is None or isinstance(value, str):
        if value and cell.data_type == "e":
            telling.error(place, f"单元格里是错误值 {value}", "在表格软件里改正，再导入")
        return value or ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, (datetime, date)):
        return value.isoformat()[:10]
    if isinstance(value, (time, timedelta)):
        return str(value)
    if abs(value) >= _EXACT:
        telling.error(place, f"数“{value:.0f}”太长，表格软件已经把末几位变成 0", "把这一列的格式改成文本，照原件重新填写，再导入")
    whole = f"{value:.0f}" if value == int(value) else repr(value)
    pattern = str(getattr(cell, "number_format", ""))
    return whole if "E" in pattern.upper() else displayed(whole, pattern)
