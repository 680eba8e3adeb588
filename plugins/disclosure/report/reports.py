"""The reports of a site, each reconciled with the figures of its year and with the report before it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ..model.problems import Problem
from ..pages.site import Site
from . import edition2008, identities
from .catalogue_figures import undated
from .collect import figures
from .editions import tables
from .reconcile import Report, Source, reconcile


def reconciled(site: Site, sources: Iterable[Source]) -> dict[str, Report]:
    """Return every report, reconciled, by its file. Earlier years come first, since later reports are checked against them."""
    found: dict[str, Report] = {}
    grids: dict[int, Mapping[str, identities.Grid]] = {}
    for source in sorted(sources):
        last = _last(site, source.year) | dict(grids.get(source.year - 1, {}))
        report = reconcile(source, figures(site, source.year), tables(site, source.year), last, _removed(site, source.year))
        found[source.path] = report
        if not source.draft:
            grids[source.year] = report.grids
    return found


def _removed(site: Site, year: int) -> int:
    """Return how many items of a year and of earlier ones were removed."""
    return sum(stone.leads_to is None and stone.address.split("/")[1] <= str(year) for stone in site.tombstones)


def _last(site: Site, year: int) -> dict[str, identities.Grid]:
    """Return the computed grids of the year before. A report is checked against them where the site has no report of that year."""
    result = {key: identities.for_next_year(table, identities.computed(table)) for key, table in tables(site, year - 1).items()}
    if any(row["year"] == year for row in site.registers["carried_forward"].rows):
        result.pop(edition2008.CATEGORIES, None)  # a total carried into this year is not in the computed total of the year before
    return result


def problems(site: Site, reports: Iterable[Report]) -> Iterator[Problem]:
    """Yield the problems of the reports, and of the figures carried forward from year to year."""
    for report in reports:
        yield from report.problems
    yield from _carried(site)
    yield from _parts_of_counts(site)
    yield from undated(site)


MONEY = ("金额", "费用", "经费", "率")
"""Ends of the names of figures that may have decimals. All others are counts."""


def _parts_of_counts(site: Site) -> Iterator[Problem]:
    """Check that declared counts are whole numbers: only amounts and rates have decimals."""
    register = site.registers["declared"]
    for row, line in register.numbered_rows():
        for column in ("value", "carried"):
            if row[column] != "" and row[column] != int(row[column]) and not row["figure"].endswith(MONEY):
                yield Problem(register.path, line, f"“{row['figure']}”是件数、条数一类的数，{row[column]} 有小数", "写整数")


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
