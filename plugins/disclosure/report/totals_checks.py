"""Checks of the totals that units state: every cell in its place, every sum holds, nothing is stated twice."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from ..model.problems import WARNING, Problem
from ..model.reporting_year import Year
from ..pages.site import Site
from ..registers.agencies import takes_over
from . import catalogue_figures, identities, request_table, totals, unit_statements
from .catalogue_figures import NEW, TOTAL
from .collect import figures
from .edition2008 import STATISTICS
from .edition2021 import DONE, NEXT, OVER, REQUESTS, WHOLE
from .editions import edition_of
from .reconcile import number_text
from .register_years import recorded
from .report_tables import tables
from .scope import register_of
from .stated_numbers import faults_of_number
from .tables import Layout, plain
from .totalled_figures import OF_ITEMS, is_districts_own
from .totals import REGISTER, Cells

SHOWN = 3
"""More cells that are missing are counted, not named."""
_TABLES = {"requests": "表3", "disputes": "表4", "complaints": STATISTICS}


def problems(site: Site, reported: Collection[int]) -> Iterator[Problem]:
    """Yield all that is wrong with the totals of units. `reported` are the years of which the district has a report, or a draft of one."""
    register = site.registers[REGISTER]
    if not register.rows:
        return
    yield from totals.placed(site).problems
    for year, unit, key, cells in totals.stated_cells(site):
        layout = edition_of(year).layout(key)
        faults = [*_missing(layout, cells), *_numbers(layout, cells), *_sums(site, year, unit, layout, cells)]
        if key == REQUESTS:
            faults += _across(site, year, unit, layout, cells)
        yield from (Problem(register.path, line, f"{unit}{year}年的{key}{said}", remedy) for line, said, remedy in faults)
    for name in totals.BY_UNIT:
        yield from _twice(site, name)
    for year in sorted({year for year, _ in totals.placed(site).cells}):
        if year in reported:
            yield from _beside_the_district(site, year)
            yield from _beside_declared(site, year)
            yield from _left_out(site, year)
        yield from _fewer_than_published(site, year)


Fault = tuple[int, str, str]
"""Line, what is wrong, how to mend it."""


def _first(cells: Cells) -> int:
    return min(given.lines[0] for given in cells.values())


def _missing(layout: Layout, cells: Cells) -> Iterator[Fault]:
    """A table is stated whole, sums excepted: nobody knows whether an empty cell is a zero. The table of 2014 may be stated in part."""
    if layout.key == STATISTICS:
        return
    wanted = [
        (line.label, column) for line in layout.lines if line.label != DONE and not line.is_heading
        for position, column in enumerate(layout.columns) if column != WHOLE and (line.counts or line.figures[position])
    ]
    gaps = [f"“{label}”（{column}）" for label, column in wanted if (plain(label), column) not in cells]
    if gaps:
        more = f"等 {len(gaps)} 格" if len(gaps) > SHOWN else ""
        yield _first(cells), f"少了{'、'.join(gaps[:SHOWN])}{more}", "补上；没有的写 0"


def _numbers(layout: Layout, cells: Cells) -> Iterator[Fault]:
    for line in layout.lines:
        for position, column in enumerate(layout.columns):
            if given := cells.get((plain(line.label), column)):
                name = line.figures[position] if line.figures else f"{line.label}（{column}）"
                yield from ((given.lines[0], f"的{said}", remedy) for said, remedy in faults_of_number(name, given.number))


def _sums(site: Site, year: int, unit: str, layout: Layout, cells: Cells) -> Iterator[Fault]:
    """Every identity of the table holds in the unit's own numbers."""
    table = tables(site, year, unit)[layout.key]
    for one in identities.within(table, identities.computed(table), figures(site, year, unit)):
        if not one.holds:
            line = next((given.lines[0] for (row, _), given in cells.items() if row == one.row), _first(cells))
            yield line, f"关系不成立（{one.where}）：{one.left}是 {number_text(one.left_sum)}，{one.right}是 {number_text(one.right_sum)}", "核对这一列（行）各格"


def _across(site: Site, year: int, unit: str, layout: Layout, cells: Cells) -> Iterator[Fault]:
    """What is carried over is what the unit left open the year before, whichever way it keeps its requests in either year."""
    for earlier, later, row in ((year - 1, year, OVER), (year, year + 1, NEXT)):
        other = later if row == NEXT else earlier
        kept = edition_of(other).layout(REQUESTS)
        stated = REQUESTS in totals.of_unit(site, other, unit)
        if kept is None or takes_over(site.tenures, unit, later) or (row == NEXT and stated) or not (stated or recorded(register_of(site, "requests", other, unit), Year(other))):
            continue
        over, left = request_table.table(site, edition_of(later).layout(REQUESTS), later, unit), request_table.table(site, edition_of(earlier).layout(REQUESTS), earlier, unit)
        for position, column in enumerate(layout.columns):
            one, two = over.row(OVER).cells[position].value, left.row(NEXT).cells[position].value
            if None not in (one, two) and one != two:
                line = cells[plain(row), column].lines[0] if (plain(row), column) in cells else _first(cells)
                yield line, f"（{column}）：{later}年的上年结转是 {one}，{earlier}年的结转下年度是 {two}", "核对两年的数"


def _twice(site: Site, name: str) -> Iterator[Problem]:
    """A matter is kept one by one, or its unit states totals. A row all of whose years have totals would count nowhere.

    A row that reaches into a year without totals counts there, and `_across` compares the two years.
    """
    register = site.registers[name]
    for row, line in register.numbered_rows():
        years = range(int(row["received"][:4]), int((row["closed"] or "9999")[:4]) + 1)
        if len(years) > 50 or not all(row["agency"] in totals.totalled(site, name, year) for year in years):
            continue
        places = "、".join(f"{site.registers[REGISTER].path}:{totals.first_line(site, name, year, row['agency'])}" for year in years)
        said = f"{row['agency']}{'、'.join(map(str, years))}年的{_TABLES[name]}已经登记了合计（{places}），这里又逐件登记"
        yield Problem(register.path, line, said, "两样只登记一样：删去合计，或者删去这一行")


def _beside_the_district(site: Site, year: int) -> Iterator[Problem]:
    """Tell where the totals of units are not added, since the district knows the figure as a whole."""
    known = figures(site, year)
    for unit in totals.units(site, year):
        for name, given in totals.figures_given(site, year, unit).items():
            figure = known.get(name)
            if figure is None or name in OF_ITEMS - {NEW, TOTAL} or not is_districts_own(site, figure):
                continue
            if name not in OF_ITEMS or given.number != _counted(site, year, unit, name):
                said = f"全区的“{name}”是另外得出的 {number_text(figure.value)}（{figure.source}），不加{unit}的 {number_text(given.number)}"
                yield Problem(site.registers[REGISTER].path, given.lines[0], said, "全区的数要加上这个数的，在 declared.csv 登记，写明其中结转", WARNING)


def _beside_declared(site: Site, year: int) -> Iterator[Problem]:
    """Tell where the district declares another number than units state together: both stand, and none is changed."""
    register, known = site.registers["declared"], figures(site, year)
    for row, line in register.numbered_rows():
        figure = known.get(row["figure"])
        if row["year"] != year or row["value"] == "" or figure is None or figure.stated is None:
            continue
        number, units, silent, is_added = figure.stated
        together = figure.value if is_added else number
        if together == row["value"]:
            continue
        what = f"登记簿和 {units} 个单位报的合计是" if is_added else f"{units} 个单位报的合计是"
        others = f"，另有 {len(silent)} 个单位没有报（{unit_statements.named(silent)}）" if silent else "，各单位都报了"
        whole = figure.value if figure.value is not None else figure.declared
        said = f"{year}年的“{row['figure']}”公布的是 {number_text(row['value'])}，{what} {number_text(together)}{others}；全区的数是 {number_text(whole)}"
        yield Problem(register.path, line, said, "核对两边的数；公布的数不用了的，删去这一行", WARNING)


def _left_out(site: Site, year: int) -> Iterator[Problem]:
    """Tell how many units of the year are missing in the district's tables."""
    for key, table in tables(site, year).items():
        if table.note:
            first = min(_first(cells) for at, _, of, cells in totals.stated_cells(site) if (at, of) == (year, key))
            yield Problem(site.registers[REGISTER].path, first, f"{year}年的{key}：{table.note.rstrip('。')}", "补登这些单位的数；全区另有统计数的，在 declared.csv 登记", WARNING)


def _counted(site: Site, year: int, unit: str, name: str) -> int | None:
    """Return how many items of the catalogue a figure of a unit counts."""
    return next((figure.value for figure in catalogue_figures.of_unit(site, Year(year), unit) if figure.name == name), None)


def _fewer_than_published(site: Site, year: int) -> Iterator[Problem]:
    """Tell where the catalogue has more normative documents of a unit than the unit states."""
    for unit in totals.units(site, year):
        given = totals.figures_given(site, year, unit)
        for figure in catalogue_figures.of_unit(site, Year(year), unit):
            if figure.items is not None and figure.name in given and given[figure.name].number < (figure.itemised or 0):
                said = f"{unit}{year}年的“{figure.name}”登记的是 {number_text(given[figure.name].number)}，公开目录里有 {figure.itemised}"
                yield Problem(site.registers[REGISTER].path, given[figure.name].lines[0], said, "核对登记的数", WARNING)
