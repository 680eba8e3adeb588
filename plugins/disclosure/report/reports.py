"""The reports of a site, each reconciled with the figures of its year and with the report before it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from ..model.problems import Problem, did_you_mean
from ..pages.site import Site, report_name
from ..registers.agencies import takes_over
from . import edition2008, identities, totals, totals_checks, totals_gaps, unit_reports, unit_statements
from .catalogue_figures import undated
from .collect import figures
from .edition2021 import NEXT, OVER, REQUESTS
from .reconcile import Report, Source, reconcile
from .report_tables import tables
from .stated_numbers import faults_of_number
from .tables import plain


def reconciled(site: Site, sources: Iterable[Source]) -> dict[str, Report]:
    """Return every report, reconciled, by its file. Earlier years come first, since later reports are checked against them."""
    found: dict[str, Report] = {}
    grids: dict[tuple[str, int], Mapping[str, identities.Grid]] = {}
    for source in sorted(sources):
        year, unit = source.year, site.units.get(source.code, "")
        name = report_name(site, year, unit)
        if source.code and not unit:
            found[source.path] = Report(year, source.path, name=f"{year}-{source.code}", problems=(_no_such_unit(site, source),), draft=source.draft)
            continue
        last = _last(site, year, unit) | dict(grids.get((unit, year - 1), {}))
        if takes_over(site.tenures, unit, year):
            last.pop(REQUESTS, None)  # matters of a predecessor are among its own
        report = reconcile(source, figures(site, year, unit), tables(site, year, unit), last, _removed(site, year))
        found[source.path] = replace(report, unit=unit, name=name)
        if not source.draft:
            grids[unit, year] = report.grids
    return found


def _no_such_unit(site: Site, source: Source) -> Problem:
    """Return the problem of a report of a unit that nobody knows."""
    codes = {name: code for code, name in site.units.items()}
    right = codes.get(source.code) or codes.get(did_you_mean(source.code, codes).removeprefix("是不是“").removesuffix("”？"))
    remedy = f"Slug、Save_As 和 URL 里年份后面写单位的代码，如 reports/{source.year}-{right or next(iter(site.units), '单位代码')}.html；用 make report YEAR={source.year} AGENCY=单位全称 起草"
    line = next((number for number, text in enumerate(source.text.splitlines(), 1) if text.lower().startswith("save_as:")), 1)
    return Problem(source.path, line, f"没有代码是“{source.code}”的单位，不知道是哪个单位的年报", remedy)


def _removed(site: Site, year: int) -> int:
    """Return how many items of a year and of earlier ones were removed."""
    return sum(stone.leads_to is None and stone.address.split("/")[1] <= str(year) for stone in site.tombstones)


def _last(site: Site, year: int, unit: str) -> dict[str, identities.Grid]:
    """Return the computed grids of the year before. A report is checked against them where the site has no report of that year."""
    result = {key: identities.for_next_year(table, identities.computed(table)) for key, table in tables(site, year - 1, unit).items()}
    _leave_out_unknown(site, year, unit, result)
    if any(row["year"] == year for row in site.registers["carried_forward"].rows):
        result.pop(edition2008.CATEGORIES, None)  # a total carried into this year is not in the computed total of the year before
    return result


def _leave_out_unknown(site: Site, year: int, unit: str, last: dict[str, identities.Grid]) -> None:
    """Take care that a unit of which nothing is known in the year before is not compared as if it had left nothing open.

    In the district's grid such a unit has left open what it states as carried over. So the others are compared still.
    """
    if unit:
        if not unit_statements.knows_requests(site, year - 1, unit):
            last.pop(REQUESTS, None)
        return
    grid = dict(last.get(REQUESTS, {}))
    for one in totals.units(site, year):
        if unit_statements.knows_requests(site, year - 1, one):
            continue
        for (row, column), given in totals.of_unit(site, year, one).get(REQUESTS, {}).items():
            place = (plain(NEXT), column)
            if row == plain(OVER) and place in grid:
                grid[place] += given.number
    if grid:
        last[REQUESTS] = grid


def stated(reports: Iterable[Report]) -> dict[str, dict[str, Mapping[tuple[str, str], str]]]:
    """Return the numbers that the tables of published reports state: by name of the report and key of the table."""
    return {report.name: {entry.table.key: entry.texts for entry in report.tables} for report in reports if not report.draft}


def problems(site: Site, reports: Iterable[Report]) -> Iterator[Problem]:
    """Yield the problems of the reports, and of the figures carried forward from year to year."""
    reports = list(reports)
    for report in reports:
        yield from report.problems
    yield from unit_reports.problems(site, reports)
    years = {report.year for report in reports if not report.unit}
    yield from totals_checks.problems(site, years)
    yield from totals_gaps.problems(site, years)
    yield from _carried(site)
    yield from _parts_of_counts(site)
    yield from undated(site)


def _parts_of_counts(site: Site) -> Iterator[Problem]:
    """Check that declared counts are whole numbers: only amounts and rates have decimals."""
    register = site.registers["declared"]
    for row, line in register.numbered_rows():
        for column in ("value", "carried"):
            if row[column] != "":
                yield from (Problem(register.path, line, *fault) for fault in faults_of_number(row["figure"], row[column]))


def _carried(site: Site) -> Iterator[Problem]:
    """Check figures carried forward in two years in a row: total = last year's total + new."""
    register = site.registers["carried_forward"]
    rows = {(row["category"], row["year"]): row for row in register.rows}
    for row, line in register.numbered_rows():
        before = rows.get((row["category"], row["year"] - 1))
        if before and row["new"] != "" and row["total"] != before["total"] + row["new"]:
            yield Problem(
                register.path, line,
                f"{row['category']}{row['year']}年结转总数是 {row['total']:,}，上年总数 {before['total']:,} 加本年新增 {row['new']:,} 是 {before['total'] + row['new']:,}",
                "核对两年的结转数",
            )
