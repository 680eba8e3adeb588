"""Years that a unit leaves out between those of which it states totals: nobody knows whether nothing happened in them."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from ..model.problems import WARNING, Problem
from ..model.rounding import number_text
from ..pages.site import Site
from . import totals
from .edition2021 import DISPUTES, NEXT, OVER, REQUESTS, WHOLE
from .editions import edition_of
from .tables import plain
from .totals import BY_UNIT, REGISTER
from .unit_statements import has_rows


def problems(site: Site, reported: Collection[int]) -> Iterator[Problem]:
    """Yield a reminder for each year, or table of a year, that a unit leaves out. `reported` are the years of the district's reports.

    Years count from the first that the unit states to the last, and further where it left requests open: as far as others state totals
    or the district has a report. A year counts only if the unit exists in it and has no single rows of it.
    """
    by_unit: dict[str, dict[int, set[str]]] = {}
    for year, unit, key, _ in totals.stated_cells(site):
        by_unit.setdefault(unit, {}).setdefault(year, set()).add(key)
    newest = max([*reported, *(year for stated in by_unit.values() for year in stated)], default=0)
    for unit, stated in by_unit.items():
        last = max(stated)
        if newest > last and _open(site, last, unit):
            last = newest
        gaps = [year for year in range(min(stated), last + 1) if year not in stated and _expected(site, year, unit)]
        for run in _runs(gaps):
            yield _left_out(site, unit, run, stated)
        yield from _tables(site, unit, stated)


def _expected(site: Site, year: int, unit: str) -> bool:
    """Return whether a unit exists in a year and keeps no single rows of it."""
    tenure = site.tenures.get(unit)
    return (tenure is None or tenure.exists_in(year)) and not any(has_rows(site, name, year, unit) for name in BY_UNIT)


def _runs(years: list[int]) -> list[list[int]]:
    """Return the years in runs without a gap."""
    found: list[list[int]] = []
    for year in years:
        if found and found[-1][-1] == year - 1:
            found[-1].append(year)
        else:
            found.append([year])
    return found


def _line(site: Site, unit: str, year: int) -> int:
    return min(given.lines[0] for cells in totals.of_unit(site, year, unit).values() for given in cells.values())


def _open(site: Site, year: int, unit: str) -> int | None:
    """Return how many requests a unit left open when a year ended; None where it does not state them."""
    given = totals.of_unit(site, year, unit).get(REQUESTS, {}).get((plain(NEXT), WHOLE))
    return given.number if given else None


def _left_out(site: Site, unit: str, run: list[int], stated: dict[int, set[str]]) -> Problem:
    """Tell the years that are left out, and what is carried over them."""
    before, after = max(year for year in stated if year < run[0]), min((year for year in stated if year > run[-1]), default=0)
    said = f"{unit}{'、'.join(map(str, run))}年没有报，也没有逐件登记"
    if (left := _open(site, before, unit)) is not None:
        said += f"；{before}年的结转下年度是 {number_text(left)}"
    if after and (over := totals.of_unit(site, after, unit).get(REQUESTS, {}).get((plain(OVER), WHOLE))):
        said += f"，{after}年的上年结转是 {number_text(over.number)}"
        differing = _differing(site, unit, before, after)
        said += f"，各列不同的有：{'、'.join(differing)}" if differing else ""
    return Problem(site.registers[REGISTER].path, _line(site, unit, after or before), said, "补登这些年的合计；没有申请的也要报，各格写 0", WARNING)


def _differing(site: Site, unit: str, before: int, after: int) -> list[str]:
    """Return the columns in which what was left open is not what is carried over, with both numbers."""
    one, two = (totals.of_unit(site, year, unit).get(REQUESTS, {}) for year in (before, after))
    pairs = ((column, one.get((plain(NEXT), column)), two.get((plain(OVER), column))) for column in edition_of(after).layout(REQUESTS).columns)
    return [f"{column}（{number_text(left.number)} 与 {number_text(over.number)}）" for column, left, over in pairs if left and over and left.number != over.number]


def _tables(site: Site, unit: str, stated: dict[int, set[str]]) -> Iterator[Problem]:
    """Yield the tables that a unit states before and after a year, and not in it."""
    registers = {REQUESTS: "requests", DISPUTES: "disputes"}
    for year, keys in sorted(stated.items()):
        earlier, later = (set().union(*(other for at, other in stated.items() if (at < year) is before and at != year)) for before in (True, False))
        missing = [
            layout.key for layout in edition_of(year).layouts
            if layout.key in earlier & later - keys and not (layout.key in registers and has_rows(site, registers[layout.key], year, unit))
        ]
        if missing:
            yield Problem(
                site.registers[REGISTER].path, _line(site, unit, year), f"{unit}{year}年没有报{'、'.join(missing)}，前后的年份都报了", "补登这个表；没有的，各格写 0", WARNING,
            )
