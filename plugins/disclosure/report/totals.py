"""Totals that units state for a year (register `report_figures`), placed in the cells of the statutory tables.

A unit keeps its requests and disputes one by one, or states its totals of the year. What it states
for a table takes the place of its rows in the register from which the table is counted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from ..model.problems import Problem, did_you_mean
from ..model.rounding import Number
from ..pages.site import Site, remembered
from .definitions import COUNTINGS, OPEN, OUTCOMES, REVIEW, SUITS
from .edition2021 import DISPUTES, DONE, FIGURES_OF_REQUESTS, REQUESTS, WHOLE
from .editions import edition_of
from .figures import Row
from .tables import Layout, plain

REGISTER = "report_figures"
BY_UNIT = ("requests", "disputes", "complaints")
"""Registers of single matters for which a unit may state totals instead."""
REGISTER_OF = {counting.name: counting.register for counting in COUNTINGS}
"""The register in which a figure is counted."""


class Given(NamedTuple):
    """A number that a unit states, or a sum of such numbers, and the lines that state it."""

    number: Number
    lines: tuple[int, ...]


Cells = Mapping[tuple[str, str], Given]
"""What a unit states for a table, by (plain label of the row, column)."""


@dataclass
class Totals:
    """All totals of a site, in their places."""

    cells: dict[tuple[int, str], dict[str, dict[tuple[str, str], Given]]] = field(default_factory=dict)
    """By year and agency, then by the key of the table."""
    problems: list[Problem] = field(default_factory=list)
    """Rows that stand in no cell of the year's tables."""


@remembered
def placed(site: Site) -> Totals:
    """Return the totals of all units. Row and column sums that a unit leaves out are added."""
    found = Totals()
    register = site.registers[REGISTER]
    for row, line in register.numbered_rows():
        tables = found.cells.setdefault((row["year"], row["agency"]), {})
        fault = _place(row, line, tables)
        if fault:
            found.problems.append(Problem(register.path, line, *fault))
    for (year, _), tables in found.cells.items():
        for key, cells in tables.items():
            _complete(edition_of(year).layout(key), cells)
    return found


def _place(row: Row, line: int, tables: dict[str, dict[tuple[str, str], Given]]) -> tuple[str, str] | None:
    """Put a row into its cell; return what is wrong and how to mend it, or None."""
    edition = edition_of(row["year"])
    layout = edition.layout(row["table"])
    if layout is None:
        return f"{row['year']}年的年报没有“{row['table']}”", "这一年的表有：" + "、".join(one.key for one in edition.layouts)
    place = layout.line(row["row"])
    if place is None or place.is_heading:
        labels = [one.label for one in layout.lines if not one.is_heading]
        what = f"“{row['row']}”是标题，没有数" if place else f"{layout.key}里没有“{row['row']}”这一行"
        return what, did_you_mean(row["row"], labels) or "照年报里这个表的各行写"
    column = column_of(layout, row["column"])
    if column is None:
        return f"{layout.key}里没有“{row['column']}”这一列", did_you_mean(row["column"], layout.columns) or "可以写：" + "、".join(layout.columns)
    if place.figures and not place.figures[layout.columns.index(column)]:
        return f"{layout.key}的“{place.label}”（{column}）这一格不填", "删去这一行"
    cells = tables.setdefault(layout.key, {})
    number = int(row["number"]) if row["number"] == int(row["number"]) else row["number"]
    first = cells.setdefault((plain(place.label), column), Given(number, (line,)))
    return None if first.lines == (line,) else (f"与第 {first.lines[0]} 行重复：同一单位、同一年、同一格", "删去其中一行")


def column_of(layout: Layout, label: str) -> str | None:
    """Return the column of a label, whatever its blanks and punctuation; a table with one column needs none."""
    if not label and len(layout.columns) == 1:
        return layout.columns[0]
    return next((column for column in layout.columns if plain(column) == plain(label)), None)


def _complete(layout: Layout, cells: dict[tuple[str, str], Given]) -> None:
    """Add the sums that follow from what a unit states: the row （七）总计 and the column 总计."""
    if layout.key == REQUESTS:
        parts = [plain(line.label) for line in layout.lines if line.level and line.counts and line.label != DONE]
        for column in layout.columns:
            _add(cells, (plain(DONE), column), [(part, column) for part in parts])
    if layout.key in (REQUESTS, DISPUTES):
        for line in layout.lines:
            _add(cells, (plain(line.label), WHOLE), [(plain(line.label), column) for column in layout.columns[:-1]])


def _add(cells: dict[tuple[str, str], Given], whole: tuple[str, str], parts: list[tuple[str, str]]) -> None:
    """Set a sum that is not stated, where all its parts are; of one that is stated the lines of the parts stand behind it."""
    if all(part in cells for part in parts):
        lines = tuple(line for part in parts for line in cells[part].lines)
        number = cells[whole].number if whole in cells else sum(cells[part].number for part in parts)
        cells[whole] = Given(number, lines)


def of_unit(site: Site, year: int, unit: str) -> dict[str, Cells]:
    """Return what a unit states for a year, by the key of the table."""
    return placed(site).cells.get((year, unit), {})


@remembered
def units(site: Site, year: int) -> tuple[str, ...]:
    """Return the agencies that state totals of a year."""
    return tuple(agency for at, agency in placed(site).cells if at == year)


@remembered
def figures_given(site: Site, year: int, unit: str) -> dict[str, Given]:
    """Return the figures that follow from what a unit states for a year, by name."""
    found: dict[str, Given] = {}
    for key, cells in of_unit(site, year, unit).items():
        layout = edition_of(year).layout(key)
        for line in layout.lines:
            for column, name in zip(layout.columns, line.figures, strict=False):
                if name and (plain(line.label), column) in cells:
                    found[name] = cells[plain(line.label), column]
        if key == REQUESTS:
            sums = {name: cells[plain(label), WHOLE] for label, name in FIGURES_OF_REQUESTS.items() if (plain(label), WHOLE) in cells}
            found |= sums | ({"申请答复数": sums[FIGURES_OF_REQUESTS[DONE]]} if FIGURES_OF_REQUESTS[DONE] in sums else {})
        if key == DISPUTES:
            _disputes(found)
    return found


def _disputes(found: dict[str, Given]) -> None:
    """Add the figures of disputes that are sums of cells of table 4."""
    def add(name: str, parts: list[str]) -> None:
        if all(part in found for part in parts):
            found[name] = Given(sum(found[part].number for part in parts), tuple(line for part in parts for line in found[part].lines))

    for column in (*OUTCOMES, WHOLE):
        add(f"行政诉讼/{column}", [f"{kind}/{column}" for kind in SUITS])
    for kind in (REVIEW, "行政诉讼", *SUITS):
        add(f"{kind}/其他情形", [f"{kind}/{column}" for column in (OUTCOMES[2], OPEN)])
    for kind in (REVIEW, "行政诉讼"):
        add(f"{kind}数", [f"{kind}/{WHOLE}"])


@remembered
def totalled(site: Site, register: str, year: int) -> frozenset[str]:
    """Return the agencies that state totals of a year for what a register of single matters counts."""
    return frozenset(unit for unit in units(site, year) if any(REGISTER_OF.get(name) == register for name in figures_given(site, year, unit)))


@remembered
def declared_as_a_whole(site: Site, year: int) -> frozenset[str]:
    """Return the figures of a year that the district declares, and to which numbers of units are therefore not added.

    Requests, disputes and complaints are added all the same: single rows and totals are two ways to keep the same matters.
    """
    return frozenset(
        row["figure"] for row in site.registers["declared"].rows
        if row["year"] == year and row["value"] != "" and REGISTER_OF.get(row["figure"]) not in BY_UNIT
    )


def first_line(site: Site, register: str, year: int, unit: str) -> int:
    """Return the first line at which a unit states a total for what a register counts."""
    return min(given.lines[0] for name, given in figures_given(site, year, unit).items() if REGISTER_OF.get(name) == register)


def stated_cells(site: Site) -> Iterator[tuple[int, str, str, Cells]]:
    """Yield year, agency, key of the table and cells of all totals."""
    for (year, unit), tables in placed(site).cells.items():
        for key, cells in tables.items():
            yield year, unit, key, cells
