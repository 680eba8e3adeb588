"""Page kinds: what the site consists of, in one table.

A kind knows which tasks it has now (`tasks`), how one task becomes files (`render`),
and what all of its pages show besides items (`templates`, `registers`), so that a
change of those renders it anew. A task is a tuple of plain values, and all of its
files are named by it: files that it no longer makes are removed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from jinja2 import Environment

from .. import areas, register_pages, registers
from ..areas import area_page
from ..content.guide_parts import CATEGORY as SERVICE_CATEGORY
from ..model import addresses
from ..pages import application_form, count_pages, item_pages, series
from ..pages.counts import Counts
from ..pages.fragments import Once
from ..pages.site import PUBLISHED, Site
from ..report import evidence
from ..report.book import Book
from ..report.collect import REGISTERS as REPORTED
from ..services import service_pages as services
from ..supervision import assessment as supervision
from ..supervision import supervision_pages
from ..whole_site import front_pages, ledger, open_data

Task = tuple
"""Kind, then its parameters."""


@dataclass(frozen=True, slots=True)
class Output:
    """A file to write: text, or a copy of a file of the content folder."""

    path: str
    text: str = ""
    source: str = ""


@dataclass(frozen=True)
class Kind:
    """One kind of page."""

    tasks: Callable[[Press], Iterator[tuple]]
    render: Callable[..., Iterator[Output]]
    templates: tuple[str, ...] = ()
    registers: tuple[str, ...] = ()
    also: Callable[[Site], Any] = lambda site: None
    """What else its pages show that stands in no item: plain values."""


class Press:
    """Renders tasks from a site with a Jinja environment; one in each process."""

    def __init__(self, site: Site, environment: Environment, template_globals: dict[str, Any]) -> None:
        self.site = site
        # Globals of the environment, not of each template: only so does Jinja keep imported macros.
        environment.globals.update(template_globals | site.chrome() | {"once": Once()})
        environment.auto_reload = False
        self._environment = environment
        self._series: dict[str, series.Series] | None = None

    @property
    def counts(self) -> Counts:
        """Counts, made when a page first asks for one."""
        return Counts.of(self.site)

    @property
    def book(self) -> Book:
        """Figures of the annual reports."""
        return Book.of(self.site)

    @property
    def series(self) -> dict[str, series.Series]:
        """Every series by its folder."""
        if self._series is None:
            self._series = {s.folder: s for s in series.all_series(self.site)}
        return self._series

    def page(self, path: str, template: str, context: dict[str, Any]) -> Output:
        """Render one page."""
        loaded = self._environment.get_template(template + ".html")
        return Output(path, loaded.render(context))

    def render(self, tasks: list[Task]) -> Iterator[tuple[Task, list[Output]]]:
        """Render tasks; items together, since they are loaded by the chunk."""
        addressed = [task[1] for task in tasks if task[0] == "item"]
        if addressed:
            yield from self._items(addressed)
        for task in tasks:
            if task[0] != "item":
                yield task, list(KINDS[task[0]].render(self, *task[1:]))

    def _items(self, paths: list[str]) -> Iterator[tuple[Task, list[Output]]]:
        marks = ", ".join("?" * len(paths))
        rows = self.site.connection.execute(
            f"SELECT id FROM item WHERE {PUBLISHED} AND address COLLATE NOCASE IN ({marks})", paths
        )
        made = set()
        for path, template, context, files in item_pages.contexts(self.site, [row["id"] for row in rows]):
            made.add(path)
            copies = [Output(address, source=source) for source, address in files]
            yield ("item", path), [self.page(path, template, context), *copies]
        for path in paths:
            if path not in made:
                yield ("item", path), []


def _item_tasks(press: Press) -> Iterator[tuple]:
    for row in press.site.connection.execute(f"SELECT address FROM item WHERE {PUBLISHED} ORDER BY address"):
        yield (row["address"],)


def _series_tasks(press: Press) -> Iterator[tuple]:
    return ((folder,) for folder, found in press.series.items() if found.kind != "key-area")


def _series(press: Press, folder: str) -> Iterator[Output]:
    if found := press.series.get(folder):
        served = found.kind == "category" and found.name == SERVICE_CATEGORY and services.exists(press.site)
        elsewhere = ("按服务对象和办事场景找办事指南，下载表格", addresses.SERVICES) if served else None
        yield press.page(found.index_path, "series", series.index_context(press.site, found) | {"elsewhere": elsewhere})


def _key_area_tasks(press: Press) -> Iterator[tuple]:
    return ((area.name,) for area in press.site.taxonomy.key_areas)


def _key_area(press: Press, name: str) -> Iterator[Output]:
    if name in press.site.taxonomy.key_area:
        path = series.key_area_series(press.site, name).index_path
        yield press.page(path, "key_area", area_page.context(press.site, name))


def _audience_tasks(press: Press) -> Iterator[tuple]:
    return ((scene.slug,) for scene in press.site.taxonomy.scenes)


def _audience(press: Press, slug: str) -> Iterator[Output]:
    context = services.audience(press.site, slug)
    if context:
        yield press.page(addresses.services_audience(slug), "services_audience", context)


def _application_form_tasks(press: Press) -> Iterator[tuple]:
    return ((applicant.slug,) for applicant in application_form.APPLICANTS)


def _application_form(press: Press, slug: str) -> Iterator[Output]:
    context = application_form.context(press.site, slug)
    if context:
        yield press.page(addresses.application_form(slug), "application_form", context)


def _year_tasks(press: Press) -> Iterator[tuple]:
    for folder, found in press.series.items():
        for year in series.months(press.site, found):
            yield folder, year


def _year(press: Press, folder: str, year: int) -> Iterator[Output]:
    found = press.series.get(folder)
    context = series.year_context(press.site, found, year) if found else None
    if context:
        yield press.page(addresses.year_page(folder, year), "series_year", context)


def _month_tasks(press: Press) -> Iterator[tuple]:
    for folder, found in press.series.items():
        for year, counted in series.months(press.site, found).items():
            if sum(counted.values()) > series.YEAR_LIST_LIMIT:
                for month in counted:
                    yield folder, year, month


def _month(press: Press, folder: str, year: int, month: int) -> Iterator[Output]:
    if found := press.series.get(folder):
        for path, context in series.month_contexts(press.site, found, year, month):
            yield press.page(path, "series_month", context)


def _single(path: str, template: str, build: Callable[[Site, Counts], dict | None], *registers: str) -> Kind:
    """Return a kind of just one page, which is absent when `build` returns None."""

    def render(press: Press) -> Iterator[Output]:
        context = build(press.site, press.counts)
        if context is not None:
            yield press.page(path, template, context)

    return Kind(lambda press: iter([()]), render, (template,), registers)


def _counts_year_tasks(press: Press) -> Iterator[tuple]:
    return ((year,) for year in press.counts.years)


def _counts_year(press: Press, year: int) -> Iterator[Output]:
    context = count_pages.year_context(press.site, press.counts, year)
    if context:
        yield press.page(addresses.counts_year(year), "counts_year", context)


def _counts_csv(press: Press) -> Iterator[Output]:
    for path, text in count_pages.csv_files(press.site, press.counts):
        yield Output(path, text)


def _year_list(press: Press) -> Iterator[tuple]:
    return ((year,) for year in open_data.years(press.site))


def _catalogue(press: Press, year: int) -> Iterator[Output]:
    text = open_data.catalogue_csv(press.site, year)
    if text is not None:
        yield Output(open_data.catalogue_path(year), text)


def _datapackage(press: Press) -> Iterator[Output]:
    yield Output(addresses.DATAPACKAGE, open_data.datapackage(press.site))
    for path, text in open_data.register_csvs(press.site):
        yield Output(path, text)


def _report_index(press: Press, year: int) -> Iterator[Output]:
    if context := evidence.index_context(press.site, press.book, year):
        yield press.page(addresses.report_index(year), "report_index", context)


def _report_table(press: Press, year: int, name: str) -> Iterator[Output]:
    if context := evidence.table_context(press.site, press.book, year, name):
        yield press.page(addresses.report_table(year, name), "report_table", context)


def _report_figure(press: Press, year: int, name: str) -> Iterator[Output]:
    for path, context in evidence.figure_contexts(press.site, press.book, year, name):
        yield press.page(path, "report_figure", context)


def _feed_tasks(press: Press) -> Iterator[tuple]:
    if press.site.public_address:
        yield ("",)
        yield from ((category.name,) for category in press.site.taxonomy.categories)


def _feed(press: Press, category: str) -> Iterator[Output]:
    if press.site.public_address:
        path = open_data.feed_path(press.site, category) if category else addresses.FEED
        yield Output(path, open_data.feed(press.site, category))


def _sitemap_tasks(press: Press) -> Iterator[tuple]:
    if press.site.public_address:
        yield ("index",)
        yield from _year_list(press)


def _sitemap(press: Press, part: str | int) -> Iterator[Output]:
    if not press.site.public_address:
        return
    if part == "index":
        yield Output(addresses.SITEMAP, open_data.sitemap_index(press.site))
        yield Output("sitemaps/lists.xml", open_data.sitemap_lists(press.site))
    elif text := open_data.sitemap_year(press.site, part):
        yield Output(open_data.sitemap_year_path(part), text)


def _supervision_tasks(press: Press) -> Iterator[tuple]:
    return ((year,) for year in supervision.by_year(press.site))


def _supervision(press: Press, year: int) -> Iterator[Output]:
    if context := supervision_pages.year_context(press.site, year):
        yield press.page(addresses.supervision_year(year), "supervision", context)


def _supervision_csv(press: Press) -> Iterator[Output]:
    for path, text in supervision_pages.csv_files(press.site):
        yield Output(path, text)


def _ledger_records(press: Press, unit: str, year: int) -> Iterator[Output]:
    for path, context in ledger.unit_year_contexts(press.site, unit, year):
        yield press.page(path, "ledger", context)


def _ledger_part(context: Callable[..., dict | None]) -> Callable[..., Iterator[Output]]:
    """Return the rendering of a part of the ledger that has one page."""

    def render(press: Press, place: Any) -> Iterator[Output]:
        if found := context(press.site, place):
            yield press.page(found["path"], "ledger", found)

    return render


def _register_tasks(press: Press) -> Iterator[tuple]:
    return ((name,) for name in register_pages.PAGES if press.site.registers[name].exists)


def _register(press: Press, name: str) -> Iterator[Output]:
    for path, context in register_pages.contexts(press.site, name):
        yield press.page(path, "register", context)


_FIGURES = ("carried_forward", "declared", "agencies")

_SERVICES = ("services", "forms", "agencies")

KINDS: dict[str, Kind] = {
    "item": Kind(_item_tasks, lambda press, path: iter(()), ("item", "withdrawn_item")),
    "series": Kind(_series_tasks, _series, ("series",), ("agencies", "carried_forward", "services", "forms")),
    "key-area": Kind(_key_area_tasks, _key_area, ("key_area",), ("agencies", *areas.REGISTERS)),
    "series-year": Kind(_year_tasks, _year, ("series_year",)),
    "series-month": Kind(_month_tasks, _month, ("series_month",)),
    "home": _single(addresses.HOME, "home", front_pages.home, "reading_points", *_FIGURES, "services", "forms"),
    "categories": _single(addresses.CATEGORIES, "categories", front_pages.categories, "agencies"),
    "key-areas": _single(addresses.KEY_AREAS, "key_areas", front_pages.key_areas, *areas.REGISTERS),
    "services": _single(addresses.SERVICES, "services", services.index, *_SERVICES),
    "services-audience": Kind(_audience_tasks, _audience, ("services_audience",), _SERVICES),
    "service-changes": _single(addresses.SERVICE_CHANGES, "service_changes", services.changes, *_SERVICES),
    "forms": _single(addresses.FORMS, "forms", services.forms_page, *_SERVICES),
    "application-form": Kind(_application_form_tasks, _application_form, ("application_form",), ("reading_points",)),
    "agencies": _single(addresses.AGENCIES, "agencies", front_pages.agencies, "agencies"),
    "reading-points": _single(addresses.READING_POINTS, "reading_points", front_pages.reading_points, "reading_points"),
    "reports": _single(addresses.REPORTS, "reports", front_pages.reports),
    "report-index": Kind(lambda press: evidence.index_tasks(press.site), _report_index, ("report_index",), REPORTED),
    "report-figure": Kind(
        lambda press: evidence.figure_tasks(press.site, press.book),
        _report_figure, ("report_figure",), REPORTED,
    ),
    "report-table": Kind(
        lambda press: evidence.table_tasks(press.site, press.book),
        _report_table, ("report_table",), REPORTED,
    ),
    "withdrawn": _single(addresses.WITHDRAWN, "withdrawn", front_pages.withdrawn),
    "search": _single(addresses.SEARCH, "search", front_pages.search, *_FIGURES),
    "counts": _single(addresses.COUNTS, "counts_index", count_pages.index_context, *_FIGURES),
    "counts-year": Kind(_counts_year_tasks, _counts_year, ("counts_year",), _FIGURES),
    "counts-csv": Kind(lambda press: iter([()]), _counts_csv, (), _FIGURES),
    "registers": _single(addresses.REGISTERS, "registers", register_pages.index_context, *registers.names()),
    "register": Kind(_register_tasks, _register, ("register",), (*register_pages.PAGES, "agencies", "declared")),
    "ledger": replace(_single(addresses.LEDGER, "ledger", ledger.index_context, "agencies"), also=ledger.passed_elsewhere),
    "ledger-year": Kind(
        lambda press: ((year,) for year in ledger.years(press.site)), _ledger_part(ledger.year_context), ("ledger",), ("agencies",),
    ),
    "ledger-unit": Kind(
        lambda press: ((unit,) for unit in sorted({unit for unit, _ in ledger.unit_years(press.site)})), _ledger_part(ledger.unit_context), ("ledger",),
    ),
    "ledger-unit-year": Kind(lambda press: iter(ledger.unit_years(press.site)), _ledger_records, ("ledger",)),
    "supervision": _single(addresses.SUPERVISION, "supervision", supervision_pages.index_context, "agencies", "requests"),
    "supervision-year": Kind(_supervision_tasks, _supervision, ("supervision",), ("agencies", "requests")),
    "supervision-csv": Kind(lambda press: iter([()]), _supervision_csv, (), ("agencies", "requests")),
    "data": _single(addresses.DATA, "data", open_data.data_context, *registers.names()),
    "catalogue": Kind(_year_list, _catalogue),
    "datapackage": Kind(lambda press: iter([()]), _datapackage, (), registers.names()),
    "feed": Kind(_feed_tasks, _feed),
    "sitemap": Kind(_sitemap_tasks, _sitemap, (), registers.names()),
}
"""Every kind of page. The order is that of building."""
