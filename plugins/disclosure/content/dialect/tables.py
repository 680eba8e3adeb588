r"""Tables: a row of names, a row of dashes, rows of cells, with `|` between the cells.

A table may follow a line of text directly; a line without `|` ends it. `\|` is a bar in a cell, and
so is one between backticks. A row with more cells than there are names shows them all, and the
editor is told. Bars of full width (`｜`) make no table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement

from markdown.blockparser import BlockParser
from markdown.blockprocessors import BlockProcessor

from ...model.problems import ERROR
from .blocks import DELIMITERS
from .record import Record

_DELIMITERS = re.compile(DELIMITERS)
_EVERY_DELIMITERS = re.compile("^" + DELIMITERS, re.MULTILINE)
_BAR = re.compile(r"\\\\|\\\||(`+)(?!`)[^`\n]*(?<!`)\1(?!`)|\|")
_WIDE_ROWS = re.compile(r"^.*｜.*｜.*\n.*｜.*｜.*$", re.MULTILINE)
_ROW = re.compile(r"^[ \t]*\|.*\|[ \t]*$", re.MULTILINE)
_PREFIX = re.compile(r"[ \t]*(?:>[ \t]?)*[ \t]*")


def cells(row: str) -> list[str]:
    """Return the cells of a row as written, without the bars at its ends."""
    row = row.strip()
    found, start = [], 0
    for match in _BAR.finditer(row):
        if match[0] == "|":
            found.append(row[start : match.start()].strip())
            start = match.end()
    found.append(row[start:].strip())
    if row.startswith("|"):
        del found[0]
    if len(found) > 1 and start == len(row):
        del found[-1]
    return found


def is_table(header: str, delimiters: str) -> bool:
    """Return whether two lines begin a table."""
    return "|" in header and _DELIMITERS.match(delimiters) is not None and len(cells(header)) == len(cells(delimiters))


class TableProcessor(BlockProcessor):
    """Makes tables."""

    def __init__(self, parser: BlockParser, record: Record) -> None:
        super().__init__(parser)
        self.record = record

    def test(self, parent: Element, block: str) -> bool:
        """Return whether a block is a table."""
        if "|" not in block or "\n" not in block:
            return False
        header, delimiters, *_ = block.split("\n", 2)
        return is_table(header, delimiters)

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Add the table."""
        header, delimiters, *rows = blocks.pop(0).split("\n")
        self.record.take(delimiters)
        styles = [_style(cell) for cell in cells(delimiters)]
        table = SubElement(parent, "table")
        self._row(SubElement(table, "thead"), "th", header, styles)
        body = SubElement(table, "tbody")
        for row in rows:
            self._row(body, "td", row, styles)

    def _row(self, part: Element, tag: str, row: str, styles: list[str]) -> None:
        line = SubElement(part, "tr")
        written = cells(row)
        self.record.take("|" * (row.count("|") - sum(text.count("|") for text in written)))
        for number in range(max(len(written), len(styles))):
            cell = SubElement(line, tag)
            cell.text = written[number] if number < len(written) else ""
            if number < len(styles) and styles[number]:
                cell.set("style", f"text-align: {styles[number]};")


def _style(delimiter: str) -> str:
    left, right = delimiter.startswith(":"), delimiter.endswith(":")
    return "center" if left and right else "right" if right else "left" if left else ""


def tell(text: str, record: Record) -> None:
    """Tell of rows that do not fit their table, and of what looks like a table and is none."""
    known = set()
    if "|" in text:
        for match in _EVERY_DELIMITERS.finditer(text):
            if "|" in match[0] and match.start() not in known:
                known.update(_tell_of_rows(text, match, record))
        _tell_of_bars(text, known, record)
    if "｜" in text and (match := _WIDE_ROWS.search(text)):
        record.tell(text, match.start(), "全角竖线“｜”不成表格，按原样显示", "是表格的，改成半角“|”，并在表头下加一行“|---|---|”")


def _tell_of_rows(text: str, delimiters: re.Match, record: Record) -> Iterator[int]:
    """Tell of the rows of one table. Yield where its lines begin."""
    yield delimiters.start()
    start = text.rfind("\n", 0, max(0, delimiters.start() - 1)) + 1
    header = text[start : delimiters.start() - 1] if delimiters.start() else ""
    yield start
    if "|" not in header:
        return
    names = cells(_PREFIX.sub("", header, count=1))
    if len(names) != len(cells(delimiters[0])):
        record.tell(
            text, delimiters.start(), f"表头有 {len(names)} 栏，下面的分隔行有 {len(cells(delimiters[0]))} 栏，不成表格，按原样显示",
            "让两行的栏数一样", ERROR,
        )
        return
    position = delimiters.end() + 1
    while position < len(text):
        end = text.find("\n", position)
        row = text[position : end if end >= 0 else len(text)]
        if "|" not in row:
            break
        yield position
        written = cells(_PREFIX.sub("", row, count=1))
        if len(written) > len(names):
            extra = "、".join(written[len(names) :])[:40]
            record.tell(text, position, f"表格这一行有 {len(written)} 栏，表头只有 {len(names)} 栏，多出“{extra}”",
                        "补上表头，或并入前面的栏；单元格里的竖线写成“\\|”", ERROR)
        elif len(written) < len(names):
            first = written[0][:20] if written else ""
            record.tell(text, position, f"表格这一行（“{first}”）只有 {len(written)} 栏，表头有 {len(names)} 栏", "补上缺的栏，空着的也写“|”")
        position += len(row) + 1


def _tell_of_bars(text: str, known: set[int], record: Record) -> None:
    """Tell of rows between bars that belong to no table: the first of those one below the other."""
    end = -1
    for match in _ROW.finditer(text):
        if match.start() not in known and match.start() > end:
            record.tell(
                text, match.start(), f"“{match[0].strip()[:20]}”这里有竖线，但不成表格，按原样显示",
                "在表头下加一行“|---|---|”，栏数与表头一样；是上面表格的一行，删去中间的空行",
            )
        end = match.end() + 1
