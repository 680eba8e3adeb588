"""Totals that units state for a year, as rows of the register."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from disclosure.report.edition2021 import DONE, WHOLE
from disclosure.report.editions import edition_of

HEAD = "agency,year,table,row,column,number,source\n"
SUMS = {DONE, WHOLE}


def totals(agency: str, year: int, key: str, numbers: Mapping[str, tuple] = MappingProxyType({})) -> str:
    """Return the rows with which a unit states a whole table, sums left out. `numbers` are those of some rows; all others are 0."""
    layout = edition_of(year).layout(key)
    assert set(numbers) <= {line.label for line in layout.lines}, numbers
    found = []
    for line in layout.lines:
        if line.is_heading or line.label == DONE:
            continue
        columns = [column for position, column in enumerate(layout.columns) if column != WHOLE and (line.counts or line.figures[position])]
        stated = numbers.get(line.label, (0,) * len(columns))
        assert len(stated) == len(columns), line.label
        found += [f"{agency},{year},{key},{line.label},{column},{number},{agency}报送\n" for column, number in zip(columns, stated, strict=True)]
    return "".join(found)


def changed(rows: str, label: str, column: str, number: object) -> str:
    """Return rows of which one states another number; None takes it out."""
    lines = rows.splitlines(keepends=True)
    (place,) = (position for position, line in enumerate(lines) if f",{label},{column}," in line)
    cells = lines[place].split(",")
    lines[place] = "" if number is None else ",".join([*cells[:5], str(number), cells[6]])
    return "".join(lines)


def line_of_cell(rows: str, label: str, column: str) -> int:
    """Return the line of the register's file on which a cell stands."""
    return next(position for position, line in enumerate(rows.splitlines(), 1) if f",{label},{column}," in line)
