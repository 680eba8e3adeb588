"""Every register, empty: a CSV file with its header, and a workbook to fill in, with lists to choose from.

A spreadsheet saves the workbook's first sheet as “CSV UTF-8”; the register takes its Chinese column titles as they are.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import datetime

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation

from ..model.regulations import EDITIONS
from ..model.taxonomy import DEFAULT_KEY_AREAS, DEFAULT_SCENES
from ..registers import schema
from ..registers.schema import is_required
from .answers import Answers

ROWS = 2000
"""Rows of a workbook that have lists and formats. A spreadsheet copies them to further rows."""
LISTS = "可选的值"
_TEXT, _DAY = "@", "yyyy-mm-dd"
_NEEDED = PatternFill("solid", fgColor="FFF2CC")


def header(name: str, rows: Sequence[dict[str, str]] = ()) -> str:
    """Return a register's CSV file with its header and, where there are any, rows."""
    columns = [spec["name"] for spec in schema(name)["fields"]]
    made = io.StringIO()
    writer = csv.writer(made, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([row[column] for column in columns] for row in rows)
    return made.getvalue()


def workbook(name: str, answers: Answers, day: datetime) -> bytes:
    """Return a register's workbook: titles, formats, and a list wherever only some values are allowed."""
    table = schema(name)
    book = Workbook()
    book.properties.creator, book.properties.created, book.properties.modified = answers.host, day, day
    sheet, lists = book.active, book.create_sheet(LISTS)
    sheet.title = table["title"][:31].replace("/", "、")
    sheet.freeze_panes = "A2"
    lists.sheet_state = "hidden"
    for place, spec in enumerate(table["fields"], 1):
        letter = get_column_letter(place)
        cell = sheet.cell(1, place, spec["title"])
        cell.font = Font(bold=True)
        if is_required(spec):
            cell.fill = _NEEDED
        if note := "；".join(filter(None, ["必填" if is_required(spec) else "", spec.get("description", "")])):
            cell.comment = Comment(note, answers.host)
        sheet.column_dimensions[letter].width = max(12, 2 * len(spec["title"]) + 4)
        sheet.column_dimensions[letter].number_format = _format(spec)
        for row in range(2, 202):
            sheet.cell(row, place).number_format = _format(spec)
        if values := _values(name, spec, table, answers):
            _list(sheet, lists, letter, spec, values)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _format(spec: dict) -> str:
    """Return the number format of a column. Text keeps the zeros at the beginning of a code."""
    return {"date": _DAY, "string": _TEXT}.get(spec["type"], "General")


def _list(sheet, lists, letter: str, spec: dict, values: Sequence[str]) -> None:
    """Give a column a list. The values stand on a sheet of their own: a rule by itself holds 255 characters only."""
    place = lists.max_column + (lists.cell(1, 1).value is not None)
    lists.cell(1, place, spec["title"])
    for row, value in enumerate(values, 2):
        lists.cell(row, place, value)
    column = get_column_letter(place)
    rule = DataValidation("list", formula1=f"{quote_sheetname(LISTS)}!${column}$2:${column}${len(values) + 1}", allow_blank=not is_required(spec), showErrorMessage=True)
    rule.errorTitle, rule.error = "不在名单上", f"“{spec['title']}”请从下拉的名单里选。"
    sheet.add_data_validation(rule)
    rule.add(f"{letter}2:{letter}{ROWS}")


def _values(name: str, spec: dict, table: dict, answers: Answers) -> list[str]:
    """Return the values that a column may have; none where it is free."""
    if spec["type"] == "boolean":
        return [spec["trueValues"][0], spec["falseValues"][0]]
    if allowed := spec.get("constraints", {}).get("enum"):
        return list(allowed)
    if any(key["fields"] == spec["name"] and key["reference"] == {"resource": "agencies", "fields": "name"} for key in table.get("foreignKeys", ())):
        return [row["name"] for row in answers.agencies]
    editions = [edition for edition in EDITIONS if edition.name.removesuffix("年条例") in answers.law]
    return {
        ("requests", "decision"): [decision for edition in editions for decision in edition.decisions],
        ("services", "audience"): [scene["audience"] for scene in DEFAULT_SCENES],
        ("violations", "area"): [area[0] for area in DEFAULT_KEY_AREAS],
        ("carried_forward", "category"): [category["name"] for category in answers.classification.categories],
    }.get((name, spec["name"]), [])
