"""The printed forms of the statutory tables: where each word and each number stands, edition by edition.

A form is a grid with cells that span rows and columns. A number's place names the row and the
column of the computed table (`tables`). The same form becomes a page, a workbook and a document.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from .definitions import OUTCOMES, REVIEW, SUITS
from .edition2008 import STATISTICS
from .edition2021 import ACTIONS, APPLICANTS, DISPUTES, DONE, HEAD, REQUESTS, WHOLE
from .editions import EDITIONS, Edition
from .tables import Layout, Line

HEADING, LABEL, NUMBER, WORDS = "heading", "label", "number", "words"
"""Kinds of cells: over columns, beside rows, numbers, other words."""

Place = tuple[str, str]
"""Label of a row and column of a table."""


class FormCell(NamedTuple):
    """A cell of a form."""

    text: str
    kind: str = HEADING
    across: int = 1
    """Columns that it spans."""
    down: int = 1
    """Rows that it spans."""
    place: Place | None = None
    """Whose number stands in it."""
    level: int = 0
    """How far its label is indented."""


@dataclass(frozen=True)
class Form:
    """A statutory table as it is printed."""

    key: str
    """The key of the computed table."""
    title: str
    """The heading of the part of the report in which it stands."""
    lines: tuple[tuple[FormCell, ...], ...]
    """Its rows; a cell that comes down from the row above is not repeated."""
    widths: tuple[int, ...]
    """Width of each column, in parts of the whole."""
    heads: int
    """Rows at the top that a printer repeats on each page."""
    above: str = ""
    """A line between heading and table, which the office fills in."""
    below: tuple[str, ...] = ()
    """Lines below the table: who signs, and when."""

    def positions(self) -> Iterator[tuple[int, int, FormCell]]:
        """Yield row and column of the upper left corner of each cell, counted from 0."""
        taken: set[tuple[int, int]] = set()
        for row, line in enumerate(self.lines):
            column = 0
            for cell in line:
                while (row, column) in taken:
                    column += 1
                taken |= {(row + down, column + across) for down in range(cell.down) for across in range(cell.across)}
                yield row, column, cell


def _numbers(line: Line, columns: tuple[str, ...]) -> tuple[FormCell, ...]:
    """Return the cells of numbers of a row, by the columns of its table."""
    return tuple(FormCell("", NUMBER, place=(line.label, column)) for column in columns)


def _statistics(layout: Layout) -> Form:
    """Return the table of 2014: indicator, unit, number."""
    head = (FormCell("统计指标"), FormCell("单位"), FormCell("统计数"))
    lines = tuple(
        (
            FormCell(line.wording or line.label, LABEL, level=line.level), FormCell(line.unit or _NO_NUMBER, WORDS),
            FormCell(_NO_NUMBER, WORDS) if line.is_heading else FormCell("", NUMBER, place=(line.label, layout.columns[0])),
        )
        for line in layout.lines
    )
    return Form(layout.key, "政府信息公开情况统计表", (head, *lines), (70, 12, 18), 1, "填报单位（盖章）：", _SIGNED)


_NO_NUMBER = "——"
"""What the form of 2014 prints beside a heading, in the places of unit and number."""
_SIGNED = ("单位负责人：　　　　　　　审核人：　　　　　　　填报人：", "联系电话：　　　　　　　　填报日期：")
"""The foot of the form of 2014."""


def _actions(layout: Layout, width: int) -> Form:
    """Return table 2: a block for each item of Article 20, with the columns that it asks for."""
    lines: list[tuple[FormCell, ...]] = []
    before = None
    for line in layout.lines:
        article, _, name = line.label.partition("：")
        asked = [column for column, figure in zip(layout.columns, line.figures, strict=True) if figure]
        spans = _spans(len(asked), width - 1)
        if article != before:
            lines.append((FormCell(article, across=width),))
            lines.append((FormCell("信息内容"), *(FormCell(_WORDED.get(column, column), across=span) for column, span in zip(asked, spans, strict=True))))
            before = article
        lines.append((FormCell(name, LABEL), *(FormCell("", NUMBER, span, place=(line.label, column)) for column, span in zip(asked, spans, strict=True))))
    return Form(layout.key, "二、主动公开政府信息情况", tuple(lines), (3, *[2] * (width - 1)), 0)


_WORDED = {"本年收费金额（万元）": "本年收费金额（单位：万元）"}
"""Headings of columns that the form words otherwise."""


def _spans(cells: int, columns: int) -> list[int]:
    """Return how many columns each of some cells spans, so that they fill a row."""
    return [columns // cells + (position < columns % cells) for position in range(cells)]


def _requests(layout: Layout) -> Form:
    """Return table 3: requests by applicant, new, carried over, by result, carried to next year."""
    groups = list(_groups(layout))
    done = sum(max(1, len(below)) for _, below in groups) + 1
    lines: list[tuple[FormCell, ...]] = [
        (FormCell("（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", WORDS, across=3, down=3), FormCell("申请人情况", across=7)),
        (FormCell(APPLICANTS[0], down=2), FormCell("法人或其他组织", across=5), FormCell(WHOLE, down=2)),
        tuple(FormCell(name) for name in APPLICANTS[1:]),
    ]
    for line in layout.lines:
        if line.level == 0 and line.label != HEAD:
            lines.append((FormCell(line.label, LABEL, across=3), *_numbers(line, layout.columns)))
        elif line.label == HEAD:
            rows = [row for line, below in groups for row in _group(line, below, layout.columns)]
            rows.append((FormCell(DONE, LABEL, across=2), *_numbers(layout.line(DONE), layout.columns)))
            lines += [(FormCell(HEAD, down=done), *rows[0]), *rows[1:]]
    return Form(layout.key, "三、收到和处理政府信息公开申请情况", tuple(lines), (6, 9, 29, 8, 8, 8, 8, 8, 8, 8), 3)


def _groups(layout: Layout) -> Iterator[tuple[Line, list[Line]]]:
    """Yield the rows of part three of table 3: each group with the rows below it."""
    found: list[tuple[Line, list[Line]]] = []
    for line in layout.lines:
        if line.level == 1 and line.label != DONE:
            found.append((line, []))
        elif line.level == 2:
            found[-1][1].append(line)
    yield from found


def _group(line: Line, below: list[Line], columns: tuple[str, ...]) -> Iterator[tuple[FormCell, ...]]:
    if not below:
        yield FormCell(line.wording or line.label, LABEL, across=2), *_numbers(line, columns)
        return
    for position, lower in enumerate(below):
        head = (FormCell(line.wording or line.label, LABEL, down=len(below)),) if position == 0 else ()
        yield *head, FormCell(lower.wording or lower.label, LABEL), *_numbers(lower, columns)


def _disputes(layout: Layout) -> Form:
    """Return table 4: fifteen numbers in one row."""
    columns = (*OUTCOMES, WHOLE)
    lines = (
        (FormCell("行政复议", across=5), FormCell("行政诉讼", across=10)),
        (*(FormCell(column, down=2) for column in columns), FormCell("未经复议直接起诉", across=5), FormCell("复议后起诉", across=5)),
        tuple(FormCell(column) for _ in SUITS for column in columns),
        tuple(FormCell("", NUMBER, place=(kind, column)) for kind in (REVIEW, *SUITS) for column in columns),
    )
    return Form(layout.key, "四、政府信息公开行政复议、行政诉讼情况", lines, (1,) * 15, 3)


def _form(edition: Edition, layout: Layout) -> Form:
    if layout.key == STATISTICS:
        return _statistics(layout)
    if layout.key == ACTIONS:
        return _actions(layout, 4 if edition.since >= 2021 else 7)
    return {REQUESTS: _requests, DISPUTES: _disputes}[layout.key](layout)


_FORMS = {edition.name: tuple(_form(edition, layout) for layout in edition.layouts) for edition in EDITIONS}


def forms_of(edition: Edition) -> tuple[Form, ...]:
    """Return the forms of an edition, in their order."""
    return _FORMS[edition.name]
