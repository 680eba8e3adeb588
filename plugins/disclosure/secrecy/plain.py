"""Plain kinds: CSV and text."""

from __future__ import annotations

import csv
import io

from .decoding import decoded
from .extract import MOST_TEXT, Columns, Extract

_MOST_FAULTS = 20
"""Faulty lines of a file that are told one by one."""


def read_csv(data: bytes) -> Extract:
    """Read a CSV file, cell by cell."""
    result = Extract()
    text = _text(data, result)
    heads = Columns()
    csv.field_size_limit(MOST_TEXT)
    reader = csv.reader(io.StringIO(text.replace("\0", ""), newline=""), delimiter="\t" if _has_tabs(text) else ",")
    try:
        for row in reader:
            for column, cell in enumerate(row):
                result.shape.cell(reader.line_num, column + 1, cell)
                result.add(f"第 {column + 1} 列", cell, label=heads.label(column, cell), line=reader.line_num)
    except csv.Error:
        result.unread(f"从第 {reader.line_num} 行起不是 CSV 的写法", reader.line_num)
    return result


def read_text(data: bytes) -> Extract:
    """Read a plain text file."""
    result = Extract()
    result.add("", _text(data, result), line=1)
    return result


def _has_tabs(text: str) -> bool:
    """Return whether tabs separate the cells: a spreadsheet saves so what it calls Unicode text."""
    head = text.partition("\n")[0]
    return "\t" in head and "," not in head


def _text(data: bytes, result: Extract) -> str:
    """Return the text of a file; note in `result` what could not be read."""
    text, _, faults = decoded(data)
    for line, message in faults[:_MOST_FAULTS]:
        result.unread(message, line)
    if len(faults) > _MOST_FAULTS:
        result.unread(f"还有 {len(faults) - _MOST_FAULTS} 行有读不出来的地方")
    return text
