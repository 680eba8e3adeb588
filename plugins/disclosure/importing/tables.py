"""Tables of an old catalogue, from CSV files and workbooks: where the header stands, and the rows below it."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from openpyxl.utils.exceptions import InvalidFileException

from . import columns, csv_rows, sheet_rows
from .document import Place, Telling

_WITHIN = 15
"""The header stands in one of the first rows."""


@dataclass
class Table:
    """One table: a CSV file, or a sheet of a workbook."""

    name: str
    """As the map names it."""
    source: str
    sheet: str
    header: list[str]
    total: int
    """Rows, about."""
    rows: Iterator[tuple[int, list[str]]]
    """Line and cells of each row below the header. They can be read once."""

    @property
    def is_own(self) -> bool:
        """Whether this is a catalogue file of this software."""
        return columns.is_own(self.header)


def tables(path: Path, source: str, telling: Telling) -> Iterator[Table]:
    """Yield the tables of a file, one after another. What cannot be read is told."""
    if path.suffix.lower() == ".csv":
        encoding = csv_rows.look(path)
        yield from _with_header(source, source, "", encoding.lines, csv_rows.rows(path, source, encoding, telling), telling=telling)
        return
    try:
        names = sheet_rows.sheets(path)
    except (OSError, ValueError, KeyError, zipfile.BadZipFile, InvalidFileException) as error:
        telling.error(Place(source), f"打不开这个工作簿（{type(error).__name__}）", "用表格软件打开，另存为 .xlsx；有密码的先去掉密码")
        return
    for name, visible in names:
        if not visible:
            telling.warning(Place(source, 0, name), "这张工作表是隐藏的，没有导入", "要导入的，在表格软件里取消隐藏")
            continue
        try:
            found = sheet_rows.look(path, name)
        except (OSError, ValueError, KeyError, zipfile.BadZipFile, zlib.error) as error:
            telling.error(Place(source, 0, name), f"这张工作表读不出来（{type(error).__name__}），没有导入", "用表格软件打开修复，另存一份再导入")
            continue
        yield from _with_header(f"{source}[{name}]", source, name, found.rows, sheet_rows.rows(path, source, name, found, telling), telling=telling)


def is_catalogue(path: Path, source: str) -> bool:
    """Return whether a file has a table with a column of names and two more that are known, or cannot be read, which has to be told."""
    found = Telling()
    known = any(columns.known_names(table.header) > 2 and "名称" in {columns.guess(name)[0] for name in table.header} for table in tables(path, source, found))
    return known or found.errors > 0


def _with_header(name: str, source: str, sheet: str, total: int, rows: Iterator[tuple[int, list[str]]], *, telling: Telling) -> Iterator[Table]:
    """Yield a table, once its header is found among the first rows."""
    first = []
    rows = _to_the_end(rows, Place(source, 0, sheet), telling)
    for line, cells in rows:
        first.append((line, cells))
        if len(first) >= _WITHIN:
            break
    filled = [len([cell for cell in cells if cell.strip()]) for _, cells in first]
    if not any(filled):
        telling.warning(Place(source, 0, sheet), "这张表是空的", "不用管它，或删去它")
        return
    known = [columns.known_names(cells) for _, cells in first]
    place = known.index(max(known)) if max(known) > 1 else next((number for number, many in enumerate(filled) if many > 1), filled.index(max(filled)))
    for line, cells in first[:place]:
        if any(cell.strip() for cell in cells):
            telling.warning(Place(source, line, sheet), f"表头以上的一行，没有导入：“{'，'.join(dict.fromkeys(filter(None, map(str.strip, cells))))[:60]}”", "不用管它；里面有要公开的，另写成条目")
    yield Table(name, source, sheet, _names(first[place][1]), total, _rest(first[place + 1 :], rows))


def _to_the_end(rows: Iterator[tuple[int, list[str]]], place: Place, telling: Telling) -> Iterator[tuple[int, list[str]]]:
    """Yield rows; tell where a damaged file cannot be read any further, so that other sources are imported all the same."""
    line = 0
    try:
        for line, cells in rows:
            yield line, cells
    except (OSError, ValueError, KeyError, SyntaxError, zipfile.BadZipFile, zlib.error) as error:  # a fault of XML is a SyntaxError
        telling.error(Place(place.source, line + 1, place.sheet), f"从这一行起读不下去（{type(error).__name__}），后面的行没有导入", "用表格软件打开修复，另存一份再导入")


def _names(cells: list[str]) -> list[str]:
    """Return the names of the columns; each has one of its own."""
    names: list[str] = []
    cells = [" ".join(cell.split()) for cell in cells]
    while cells and not cells[-1]:
        del cells[-1]
    for number, cell in enumerate(cells, 1):
        name = cell or f"第{number}列"
        names.append(name if name not in names else f"{name}（第{number}列）")
    return names


def _rest(first: list[tuple[int, list[str]]], rows: Iterator[tuple[int, list[str]]]) -> Iterator[tuple[int, list[str]]]:
    yield from first
    yield from rows
