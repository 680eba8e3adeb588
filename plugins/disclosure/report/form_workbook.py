"""The printed forms of a report as a workbook: one sheet for each, set up for A4."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from datetime import datetime

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from .forms import LABEL, NUMBER, Form, FormCell, Place
from .plain_numbers import plain_number

_FONT = "宋体"
_THIN = Side(style="thin")
_BORDER = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_WIDTH = 92
"""Characters across an A4 page at this size of letters."""


def workbook(filled: Iterable[tuple[Form, Mapping[Place, str]]], title: str, author: str, year: int) -> bytes:
    """Return a workbook with forms and their numbers."""
    book = Workbook()
    book.remove(book.active)
    book.properties.title, book.properties.creator, book.properties.created = title, author, datetime(year, 12, 31)
    for form, numbers in filled:
        _fill(book.create_sheet(form.key), form, numbers, title)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def first_row(form: Form) -> int:
    """Return the row of the sheet in which a form begins, counted from 1: below two titles, and a line where it has one."""
    return 3 + bool(form.above)


def _fill(sheet: Worksheet, form: Form, numbers: Mapping[Place, str], title: str) -> None:
    columns = len(form.widths)
    for row, (text, size) in enumerate(((title, 14), (form.title, 12)), 1):
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=columns)
        head = sheet.cell(row, 1, text)
        head.font, head.alignment = Font(name=_FONT, size=size, bold=True), Alignment(horizontal="center", vertical="center", wrap_text=True)
        sheet.row_dimensions[row].height = 36 if row == 1 else 24
    first = first_row(form)
    for row, text in ((3, form.above), *enumerate(form.below, first + len(form.lines))):
        if text:
            sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=columns)
            line = sheet.cell(row, 1, text)
            line.font, line.alignment = Font(name=_FONT, size=10), Alignment(horizontal="left", vertical="center")
    for row, column, cell in form.positions():
        _put(sheet, row + first, column + 1, cell, numbers)
    for position, width in enumerate(form.widths, 1):
        sheet.column_dimensions[get_column_letter(position)].width = max(5, _WIDTH * width / sum(form.widths))
    sheet.page_setup.paperSize, sheet.page_setup.orientation = sheet.PAPERSIZE_A4, "portrait"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_options.horizontalCentered = True
    if form.heads:
        sheet.print_title_rows = f"{first}:{first + form.heads - 1}"


def _put(sheet: Worksheet, row: int, column: int, cell: FormCell, numbers: Mapping[Place, str]) -> None:
    text = numbers.get(cell.place, "") if cell.place else cell.text
    number = plain_number(text) if cell.kind == NUMBER else None
    below, right = row + cell.down - 1, column + cell.across - 1
    for across in range(column, right + 1):
        for down in range(row, below + 1):
            sheet.cell(down, across).border = _BORDER
    if (below, right) != (row, column):
        sheet.merge_cells(start_row=row, start_column=column, end_row=below, end_column=right)
    place = sheet.cell(row, column, text if number is None else number)
    place.font = Font(name=_FONT, size=10)
    place.alignment = Alignment(
        horizontal="left" if cell.kind == LABEL else "center", vertical="center", wrap_text=True, indent=cell.level if cell.kind == LABEL else 0,
    )
