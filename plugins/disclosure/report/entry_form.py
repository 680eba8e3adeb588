"""The forms of a unit's report as a workbook to type figures into, and the figures read back from it.

An office sends each unit one workbook, in the shape of the printed form, and reads all of them back into the register
`report_figures`. Nothing is guessed: a label that was changed, a cell that is no number, a sheet that is gone are told.
"""

from __future__ import annotations

import io
import unicodedata
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from . import form_workbook
from .edition2021 import DISPUTES, DONE, REQUESTS, WHOLE
from .editions import edition_of
from .forms import NUMBER, Form, FormCell, Place, forms_of
from .plain_numbers import plain_number

COVER = "填写说明"
_AGENCY, _YEAR, _KIND = "B2", "B3", "B4"
_THIS = "政府信息公开年报统计表填报"
_HELP = (
    "只填浅黄色的格，写数字，单位照表上的写。没有的写 0。",
    "“总计”不用填，表格软件自己加；读回的时候重新加，填了的要和各格之和一样。",
    f"{REQUESTS}、{DISPUTES}里只要填了一格，空着的格就按 0 计；全空着的表按没有报处理。其他表空着的格按没有报处理。",
    "不要增删行列，不要改表上的字，不要改工作表的名称。",
)
_PALE = PatternFill("solid", fgColor="FFF9DB")
_LOOKED_AT = 200
"""Rows and columns of a sheet in which stray cells are looked for."""
_LARGEST = 5_000_000
"""Bytes of a workbook that is opened."""


class Unreadable(Exception):
    """A workbook that is none of these forms. Its text says why, in Chinese."""


@dataclass
class Entered:
    """What a workbook states."""

    agency: str
    year: int
    rows: list[tuple[str, str, str, str]] = field(default_factory=list)
    """Key of the table, label of the row, column, number."""
    faults: list[str] = field(default_factory=list)
    """What is wrong, each with its sheet and cell."""
    notes: list[str] = field(default_factory=list)
    """What was taken for 0, or for not stated, and what was not read."""
    unstated: list[str] = field(default_factory=list)
    """Keys of the tables without a number."""


def workbook(year: int, agency: str) -> bytes:
    """Return the workbook of a unit for a year, in the forms of that year's edition."""
    forms = forms_of(edition_of(year))
    book = load_workbook(io.BytesIO(form_workbook.workbook([(form, {}) for form in forms], sheet_title(agency, year), agency, year)))
    for form in forms:
        _prepare(book[form.key], form)
    cover = book.create_sheet(COVER, 0)
    for row, line in enumerate(((cover_title(agency, year),), ("单位", agency), ("年份", year), ("表格", _THIS), (), *((text,) for text in _HELP)), 1):
        for column, value in enumerate(line, 1):
            cover.cell(row, column, value)
    cover["A1"].font = Font(bold=True, size=14)
    cover.column_dimensions["A"].width, cover.column_dimensions["B"].width = 12, 40
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def sheet_title(agency: str, year: int) -> str:
    """Return the heading of each sheet of a unit's workbook."""
    return f"{agency}{year}年度"


def cover_title(agency: str, year: int) -> str:
    """Return the heading of the first sheet of a unit's workbook."""
    return f"{agency}{year}年度政府信息公开统计表"


def _prepare(sheet: Worksheet, form: Form) -> None:
    """Mark the cells to fill in, and have the spreadsheet add the sums."""
    cells = dict(_cells(form))
    columns = list(dict.fromkeys(column for _, column in cells))
    rows = list(dict.fromkeys(row for row, _ in cells))
    for (row, column), cell in cells.items():
        parts = _parts(form, row, column, rows, columns)
        if parts:
            sheet[cell] = _formula([cells[part] for part in parts])
        else:
            sheet[cell].fill = _PALE
    sheet.freeze_panes = sheet.cell(form_workbook.first_row(form) + form.heads, 1)


def _formula(addresses: list[str]) -> str:
    """Return the formula that adds cells."""
    return "=" + "+".join(addresses) if len(addresses) < _SHORT else f"=SUM({','.join(addresses)})"


_SHORT = 8
"""More parts are written as SUM."""


def _parts(form: Form, row: str, column: str, rows: list[str], columns: list[str]) -> list[Place]:
    """Return the places whose sum a place is: the column 总计, and the row （七）总计; none for one that is filled in."""
    if form.key not in (REQUESTS, DISPUTES):
        return []
    if column == WHOLE:
        return [(row, other) for other in columns if other != WHOLE]
    if row == DONE:
        return [(other, column) for other in rows[rows.index(DONE) - _decisions(form) : rows.index(DONE)]]
    return []


def _decisions(form: Form) -> int:
    """Return how many rows of table 3 are decisions: they stand between 上年结转 and （七）总计."""
    places = list(dict.fromkeys(cell.place[0] for _, _, cell in form.positions() if cell.place))
    return places.index(DONE) - 2


def _cells(form: Form) -> Iterator[tuple[Place, str]]:
    """Yield place and address of each number of a form in its sheet."""
    for row, column, cell in form.positions():
        if cell.place:
            yield cell.place, _address(form, row, column)


def _address(form: Form, row: int, column: int) -> str:
    return f"{get_column_letter(column + 1)}{row + form_workbook.first_row(form)}"


def read(data: bytes) -> Entered:
    """Return what a workbook states. Raises `Unreadable` for a file that is not one of these workbooks."""
    if len(data) > _LARGEST:
        raise Unreadable(f"文件有 {len(data):,} 字节，太大，不是发出的填报表")
    try:
        book = load_workbook(io.BytesIO(data), data_only=False)
    except (OSError, ValueError, KeyError, zipfile.BadZipFile, TypeError):
        raise Unreadable("打不开，不是 Excel 工作簿（.xlsx）") from None
    if COVER not in book.sheetnames or book[COVER][_KIND].value != _THIS:
        raise Unreadable("不是用 make figures 写出的填报表")
    agency, year = str(book[COVER][_AGENCY].value or "").strip(), str(book[COVER][_YEAR].value or "")
    if not agency or not year.isdecimal() or not 1949 <= int(year) <= 2999:
        raise Unreadable(f"“{COVER}”里的单位（{_AGENCY}）或者年份（{_YEAR}）不对")
    entered = Entered(agency, int(year))
    forms = forms_of(edition_of(int(year)))
    entered.faults += _other_headings(book, [form.key for form in forms], agency, int(year))
    for form in forms:
        if form.key not in book.sheetnames:
            entered.faults.append(f"没有工作表“{form.key}”")
        else:
            _read_sheet(book[form.key], form, entered)
    if more := [name for name in book.sheetnames if name not in (COVER, *(form.key for form in forms))]:
        entered.notes.append(f"多出来的工作表没有读（{'、'.join(more)}）")
    return entered


def _other_headings(book: Workbook, keys: list[str], agency: str, year: int) -> Iterator[str]:
    """Yield the headings that name another unit or year than the cover does: one cell is not trusted against the others."""
    wanted = {COVER: cover_title(agency, year), **dict.fromkeys(keys, sheet_title(agency, year))}
    for name, title in wanted.items():
        written = str(book[name]["A1"].value or "") if name in book.sheetnames else title
        if "".join(written.split()) != title:
            said = f"“{written}”" if written.strip() else "空的"
            yield f"{name}!A1 是{said}，“{COVER}”里写的却是 {agency}（{_AGENCY}）{year}年（{_YEAR}）；这份表是谁的、哪一年的，用 make figures 重新写出那一份再填"


def _read_sheet(sheet: Worksheet, form: Form, entered: Entered) -> None:
    changed = [(_address(form, row, column), cell.text) for row, column, cell in form.positions() if _differs(sheet, form, row, column, cell)]
    if changed:
        entered.faults += [f"{form.key}!{address} 的文字不是“{text}”了，行列可能移动过" for address, text in changed[:3]]
        return
    cells = dict(_cells(form))
    sums = _sums(form, cells)
    numbers, empty = _typed(sheet, form, {place: cells[place] for place in cells if place not in sums}, entered)
    stated, _ = _typed(sheet, form, {place: cells[place] for place in sums if not _is_formula(sheet[cells[place]].value)}, entered)
    entered.faults += _wrong_sums(form, cells, numbers, stated)
    if other := [cells[place] for place, parts in sums.items() if _is_formula(value := sheet[cells[place]].value) and value != _formula([cells[part] for part in parts])]:
        entered.notes.append(f"{form.key}有的总计公式改过（{'、'.join(other[:3])}），照各格重新加")
    if outside := _outside(sheet, form):
        entered.notes.append(f"{form.key}里表以外的格没有读（{'、'.join(outside[:3])}{'等' if len(outside) > 3 else ''}）")
    if not numbers:
        entered.unstated.append(form.key)
        entered.notes.append(f"{form.key}全空着，按没有报处理")
        return
    if empty and form.key in (REQUESTS, DISPUTES):
        numbers |= dict.fromkeys(empty, Decimal(0))
        entered.notes.append(f"{form.key}空着的 {len(empty)} 格按 0 计")
    elif empty:
        entered.notes.append(f"{form.key}空着的 {len(empty)} 格按没有报处理")
    entered.rows += [(form.key, *place, format(numbers[place], "f")) for place in cells if place in numbers]


def _typed(sheet: Worksheet, form: Form, cells: dict[Place, str], entered: Entered) -> tuple[dict[Place, Decimal], list[Place]]:
    """Return the numbers in some cells, and the places of the empty ones. What is no number is added to the faults."""
    numbers: dict[Place, Decimal] = {}
    empty = []
    for place, address in cells.items():
        value = sheet[address].value
        if value is None or str(value).strip() == "":
            empty.append(place)
            continue
        number = plain_number(unicodedata.normalize("NFKC", str(value)).strip())
        if (fault := _fault(form, number)):
            entered.faults.append(f"{form.key}!{address} 写的“{value}”{fault}")
        else:
            numbers[place] = Decimal(number)
    return numbers, empty


def _is_formula(value: object) -> bool:
    return str(value or "").startswith("=")


def _sums(form: Form, cells: dict[Place, str]) -> dict[Place, list[Place]]:
    """Return the places that are sums, each with its parts."""
    rows, columns = (list(dict.fromkeys(place[axis] for place in cells)) for axis in (0, 1))
    return {place: parts for place in cells if (parts := _parts(form, *place, rows, columns))}


def _wrong_sums(form: Form, cells: dict[Place, str], numbers: dict[Place, Decimal], stated: dict[Place, Decimal]) -> Iterator[str]:
    """Yield the sums that were typed over and are not those of their parts."""
    sums = _sums(form, cells)

    def added(place: Place) -> Decimal:
        return sum((added(part) for part in sums[place]), Decimal(0)) if place in sums else numbers.get(place, Decimal(0))

    if stated and not numbers:
        yield f"{form.key}只填了总计（{'、'.join(cells[place] for place in [*stated][:3])}），其他格全空着；分开填各格，没有的写 0"
        return
    for place, number in stated.items():
        if number != added(place):
            yield f"{form.key}!{cells[place]} 的总计写的是 {number}，各格相加是 {added(place)}；核对各格，总计可以空着"


def _outside(sheet: Worksheet, form: Form) -> list[str]:
    """Return the cells with something in them that are no part of the form and of its headings."""
    columns, last = len(form.widths), form_workbook.first_row(form) + len(form.lines) + len(form.below)
    return [
        cell.coordinate for line in sheet.iter_rows(max_row=min(sheet.max_row, _LOOKED_AT), max_col=min(sheet.max_column, _LOOKED_AT)) for cell in line
        if cell.value not in (None, "") and (cell.column > columns or cell.row >= last)
    ]


def _fault(form: Form, number: int | Decimal | None) -> str:
    """Return what is wrong with a number that was typed in, or ''."""
    if number is None or not Decimal(number).is_finite():
        return "不是数字"
    if form.key in (REQUESTS, DISPUTES) and (number < 0 or number != int(number)):
        return "不是件数，要写 0 或者正整数"
    return ""


def _differs(sheet: Worksheet, form: Form, row: int, column: int, cell: FormCell) -> bool:
    return cell.kind != NUMBER and str(sheet[_address(form, row, column)].value or "") != cell.text
