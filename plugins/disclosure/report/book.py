"""The reports of a site, each reconciled with the figures of its year and with the report before it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from ..model.problems import Problem
from ..pages.counts import Counts
from ..pages.site import Site
from . import edition2008, edition2021, identities
from .collect import figures
from .figures import Figure
from .reconcile import Report, Source, reconcile
from .tables import Table

FIRST_NEW_FORMAT = 2019
"""The first year reported in six parts and statutory tables (国办公开办函〔2021〕30号)."""


class Book:
    """Figures and tables by year, and the reports that state them."""

    @classmethod
    def of(cls, site: Site) -> Book:
        """Return the book of a site, with the figures that were already asked for."""
        if "book" not in site.memo:
            site.memo["book"] = cls(site)
        return site.memo["book"]

    def __init__(self, site: Site, sources: Iterable[Source] = ()) -> None:
        self._site, self._counts = site, Counts.of(site)
        self._sources = sorted(sources)
        self._figures: dict[int, dict[str, Figure]] = {}
        self._tables: dict[int, dict[str, Table]] = {}

    def figures(self, year: int) -> dict[str, Figure]:
        """Return all figures of a year, by name."""
        if year not in self._figures:
            self._figures[year] = figures(self._site, self._counts, year)
        return self._figures[year]

    def tables(self, year: int) -> dict[str, Table]:
        """Return the tables of the format that a year's report has, by key."""
        if year not in self._tables:
            edition = edition2021 if year >= FIRST_NEW_FORMAT else edition2008
            self._tables[year] = {table.key: table for table in edition.tables(self._site, self.figures(year), year)}
        return self._tables[year]

    @cached_property
    def reports(self) -> dict[str, Report]:
        """Return every report by its file; those of earlier years are judged first, since later ones refer to them."""
        found: dict[str, Report] = {}
        grids: dict[int, Mapping[str, identities.Grid]] = {}
        for source in self._sources:
            last = self._last(source.year) | dict(grids.get(source.year - 1, {}))
            report = reconcile(source, self.figures(source.year), self.tables(source.year), last)
            found[source.path] = report
            if not source.draft:
                grids[source.year] = report.grids
        return found

    def _last(self, year: int) -> dict[str, identities.Grid]:
        """Return last year's tables as computed: what a report is judged by where none of last year stands here."""
        tables = self.tables(year - 1)
        result = {key: identities.as_last(table, identities.computed(table)) for key, table in tables.items()}
        if any(row["year"] == year for row in self._site.registers["carried_forward"].rows):
            result.pop(edition2008.CATEGORIES, None)  # what is carried into a year says nothing of the year before
        return result

    def problems(self) -> Iterator[Problem]:
        """Yield what is wrong with the reports and with the carried figures from year to year."""
        for report in self.reports.values():
            yield from report.problems
        yield from self._carried()

    def _carried(self) -> Iterator[Problem]:
        """Carried figures of two years in a row must add up: total = last year's total + new."""
        register = self._site.registers["carried_forward"]
        rows = {(row["category"], row["year"]): row for row in register.rows}
        for row, line in zip(register.rows, register.lines, strict=True):
            before = rows.get((row["category"], row["year"] - 1))
            if before and row["new"] != "" and row["total"] != before["total"] + row["new"]:
                yield Problem(
                    "registers/carried_forward.csv", line,
                    f"{row['category']}{row['year']}年结转总数是 {row['total']:,}，上年总数 {before['total']:,} 加本年新增 {row['new']:,} 是 {before['total'] + row['new']:,}",
                    "核对两年的结转数",
                )
