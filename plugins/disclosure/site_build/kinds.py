"""Page kinds: all pages of the site, in one table.

A kind knows its tasks (`tasks`) and how one task becomes files (`render`). It names what its
pages show besides items (`templates`, `registers`, `also`), so that a change of these renders all
its tasks. A task is a tuple of plain values. The catalogue notes its files under it, so that a
file that it no longer makes is removed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from .. import areas, register_pages, registers
from ..areas import area_page
from ..catalogue.queries import PUBLISHED
from ..model import addresses
from ..pages import application_form, attachment_list, count_pages, item_pages, series, versions
from ..pages.counts import counts_of
from ..pages.law import law_of
from ..pages.site import Site
from ..registers.descriptions import DESCRIPTIONS
from ..report import evidence, form_files
from ..report.collect import REGISTERS as REPORTED
from ..services import service_pages as services
from ..standards import directory
from ..supervision import assessment as supervision
from ..supervision import register_figures, supervision_pages
from ..whole_site import (
    address_codes,
    basket,
    corrections,
    feeds,
    front_pages,
    interpretations,
    ledger,
    normative,
    normative_day,
    open_data,
    site_map,
    statutory_items,
    suggestions,
)
from .joined_files import depends_on, joined_files
from .press import Output, Press
from .suggestion_files import keyboard_files, suggestion_files, suggestions_depend_on

Task = tuple
"""Name of the kind, then parameters."""


@dataclass(frozen=True)
class Kind:
    """One kind of page."""

    tasks: Callable[[Site], Iterator[tuple]]
    render: Callable[..., Iterator[Output]]
    templates: tuple[str, ...] = ()
    registers: tuple[str, ...] = ()
    also: Callable[[Site], Any] = lambda site: None
    """Returns what else its pages show that is neither an item nor a register, as plain values."""


def _one_task(site: Site) -> Iterator[tuple]:
    """Yield the only task of a kind: it has no parameters."""
    yield ()


def _item_tasks(site: Site) -> Iterator[tuple]:
    for row in site.connection.execute(f"SELECT address FROM item WHERE {PUBLISHED} ORDER BY address"):
        yield (row["address"],)
    for stone in site.tombstones:
        yield (stone.address,)


def _item(press: Press, path: str) -> Iterator[Output]:
    for _, outputs in _items(press, [path]):
        yield from outputs


def _items(press: Press, paths: list[str]) -> Iterator[tuple[Task, list[Output]]]:
    """Render the items at some addresses. They are loaded together, which saves most of the queries."""
    marks = ", ".join("?" * len(paths))
    rows = press.site.connection.execute(
        f"SELECT id FROM item WHERE {PUBLISHED} AND address COLLATE NOCASE IN ({marks})", paths
    )
    made = set()
    for path, template, context, files in item_pages.contexts(press.site, [row["id"] for row in rows]):
        made.add(path)
        copies = [Output(address, source=source, sha256=sha256) for source, sha256, address in files]
        copies += _first_pages(press, context["item"].attachments)
        yield ("item", path), [press.page(path, template, context), *copies]
    for path in paths:
        if path not in made:
            stone = press.site.tombstone_by_address.get(path)
            yield ("item", path), [press.page(path, "removed_item", item_pages.tombstone_context(press.site, stone))] if stone else []


def _first_pages(press: Press, attachments: list[attachment_list.File]) -> Iterator[Output]:
    """Yield the pictures of the first pages of an item's attachments. The catalogue has them."""
    for picture in attachment_list.pictures(attachments):
        row = press.site.connection.execute("SELECT picture FROM first_page WHERE path = ?", (picture.source,)).fetchone()
        yield Output(picture.path, data=row["picture"])


def _series_tasks(site: Site) -> Iterator[tuple]:
    return ((folder,) for folder, found in series.by_folder(site).items() if found.kind != "key-area")


def _series(press: Press, folder: str) -> Iterator[Output]:
    if found := series.by_folder(press.site).get(folder):
        served = found.kind == "category" and found.name in {category for category, _ in press.site.taxonomy.guides} and services.exists(press.site)
        elsewhere = ("按服务对象和办事场景找办事指南，下载表格", addresses.SERVICES) if served else None
        yield press.page(found.index_path, "series", series.index_context(press.site, found) | {"elsewhere": elsewhere})


def _key_area_tasks(site: Site) -> Iterator[tuple]:
    return ((area.name,) for area in site.taxonomy.key_areas)


def _key_area(press: Press, name: str) -> Iterator[Output]:
    if name in press.site.taxonomy.key_area:
        path = series.key_area_series(press.site, name).index_path
        yield press.page(path, "key_area", area_page.context(press.site, name))


def _audience_tasks(site: Site) -> Iterator[tuple]:
    return ((scene.slug,) for scene in site.taxonomy.scenes)


def _audience(press: Press, slug: str) -> Iterator[Output]:
    context = services.audience(press.site, slug)
    if context:
        yield press.page(addresses.services_audience(slug), "services_audience", context)


def _application_form_tasks(site: Site) -> Iterator[tuple]:
    return ((applicant.slug,) for applicant in application_form.applicants(law_of(site)))


def _application_form(press: Press, slug: str) -> Iterator[Output]:
    context = application_form.context(press.site, slug)
    if context:
        yield press.page(addresses.application_form(slug), "application_form", context)


def _year_tasks(site: Site) -> Iterator[tuple]:
    for folder, found in series.by_folder(site).items():
        for year in series.months(site, found):
            yield folder, year


def _year(press: Press, folder: str, year: int) -> Iterator[Output]:
    found = series.by_folder(press.site).get(folder)
    context = series.year_context(press.site, found, year) if found else None
    if context:
        yield press.page(addresses.year_page(folder, year), "series_year", context)


def _month_tasks(site: Site) -> Iterator[tuple]:
    for folder, found in series.by_folder(site).items():
        for year, counted in series.months(site, found).items():
            if sum(counted.values()) > series.YEAR_LIST_LIMIT:
                for month in counted:
                    yield folder, year, month


def _month(press: Press, folder: str, year: int, month: int) -> Iterator[Output]:
    if found := series.by_folder(press.site).get(folder):
        for path, context in series.month_contexts(press.site, found, year, month):
            yield press.page(path, "series_month", context)


def _each(template: str, contexts: Callable[..., Iterator[tuple[str, dict]]]) -> Callable[..., Iterator[Output]]:
    """Return a function that renders all pages of a task. `contexts` yields path and context of each."""

    def render(press: Press, *task: Any) -> Iterator[Output]:
        for path, context in contexts(press.site, *task):
            yield press.page(path, template, context)

    return render


def _lists(contexts: Callable[[Site], Iterator[tuple[str, dict]]], *registers: str) -> Kind:
    """Return a kind whose only task makes all pages of some lists of documents."""
    return Kind(_one_task, _each("document_lists", contexts), ("document_lists",), registers)


def _single(path: str, template: str, build: Callable[[Site], dict | None], *registers: str) -> Kind:
    """Return a kind with a single page. There is no page when `build` returns None."""

    def render(press: Press) -> Iterator[Output]:
        context = build(press.site)
        if context is not None:
            yield press.page(path, template, context)

    return Kind(_one_task, render, (template,), registers)


def _counts_year_tasks(site: Site) -> Iterator[tuple]:
    return ((year,) for year in counts_of(site).years)


def _counts_year(press: Press, year: int) -> Iterator[Output]:
    context = count_pages.year_context(press.site, year)
    if context:
        yield press.page(addresses.counts_year(year), "counts_year", context)


def _counts_csv(press: Press) -> Iterator[Output]:
    for path, text in count_pages.csv_files(press.site):
        yield Output(path, text)


def _year_list(site: Site) -> Iterator[tuple]:
    return ((year,) for year in open_data.years(site))


def _catalogue(press: Press, year: int) -> Iterator[Output]:
    text = open_data.catalogue_csv(press.site, year)
    if text is not None:
        yield Output(addresses.catalogue_csv(year), text)


def _datapackage(press: Press) -> Iterator[Output]:
    yield Output(addresses.DATAPACKAGE, open_data.datapackage(press.site))
    for path, text in open_data.register_csvs(press.site):
        yield Output(path, text)


def _reports(site: Site) -> list[tuple[str, str]]:
    """Return name and unit of each report."""
    return [(report["name"], report["unit"]) for report in site.all_reports]


def _report_index(press: Press, report: str) -> Iterator[Output]:
    if context := evidence.index_context(press.site, report):
        yield press.page(addresses.report_index(report), "report_index", context)


def _report_files(press: Press, report: str) -> Iterator[Output]:
    for path, data in form_files.files(press.site, report):
        yield Output(path, data=data)


def _feed(press: Press, folder: str) -> Iterator[Output]:
    if found := feeds.feed(press.site, folder):
        yield Output(*found)


def _sitemap_tasks(site: Site) -> Iterator[tuple]:
    if site.public_address:
        yield ("index",)
        yield from _year_list(site)


def _sitemap(press: Press, part: str | int) -> Iterator[Output]:
    if not press.site.public_address:
        return
    if part == "index":
        yield Output(addresses.SITEMAP, open_data.sitemap_index(press.site))
        yield Output("sitemaps/lists.xml", open_data.sitemap_lists(press.site))
    elif text := open_data.sitemap_year(press.site, part):
        yield Output(open_data.sitemap_year_path(part), text)


def _suggestions_tasks(site: Site) -> Iterator[tuple]:
    if site.search_scripts:
        yield ()


def _suggestions(press: Press) -> Iterator[Output]:
    if press.site.search_scripts:
        for name, data in suggestion_files(press.site):
            yield Output(f"{addresses.SUGGEST_FOLDER}/{name}", data=data)


def _keyboard_tasks(site: Site) -> Iterator[tuple]:
    if site.settings["DISCLOSURE_KEYBOARD"]:
        yield ()


def _keyboard(press: Press) -> Iterator[Output]:
    if press.site.settings["DISCLOSURE_KEYBOARD"]:
        for path, text in keyboard_files(press.site):
            yield Output(path, text)


def _joined_file_tasks(site: Site) -> Iterator[tuple]:
    return ((path,) for path in joined_files(site.settings))


def _joined_file(press: Press, path: str) -> Iterator[Output]:
    if text := joined_files(press.site.settings).get(path):
        yield Output(path, text)


def _address_codes(press: Press) -> Iterator[Output]:
    for path, text in address_codes.files(press.site):
        yield Output(path, text)


def _supervision_tasks(site: Site) -> Iterator[tuple]:
    return ((year,) for year in supervision.by_year(site))


def _supervision(press: Press, year: int) -> Iterator[Output]:
    if context := supervision_pages.year_context(press.site, year):
        yield press.page(addresses.supervision_year(year), "supervision", context)


def _supervision_csv(press: Press) -> Iterator[Output]:
    for path, text in supervision_pages.csv_files(press.site):
        yield Output(path, text)


def _ledger_year_tasks(site: Site) -> Iterator[tuple]:
    return ((year,) for year in ledger.years(site))


def _ledger_unit_tasks(site: Site) -> Iterator[tuple]:
    return ((unit,) for unit in sorted({unit for unit, _ in ledger.unit_years(site)}))


def _ledger_part(context: Callable[..., dict | None]) -> Callable[..., Iterator[Output]]:
    """Return a function that renders a part of the ledger with a single page."""

    def render(press: Press, place: Any) -> Iterator[Output]:
        if found := context(press.site, place):
            yield press.page(found["path"], "ledger", found)

    return render


def _register_tasks(site: Site) -> Iterator[tuple]:
    return ((name,) for name in register_pages.PAGES if site.registers[name].exists)


def _normative_day(press: Press) -> Iterator[Output]:
    if context := normative_day.context(press.site):
        yield press.page(addresses.NORMATIVE_DAY, "normative_day", context)
        yield Output(addresses.NORMATIVE_DOCUMENTS, normative_day.script(press.site))


def list_numbers(site: Site) -> dict[str, int]:
    """Return how many lists the kinds have whose titles the site map tells."""
    items = site.connection.execute(f"SELECT count(*) FROM item WHERE {PUBLISHED}").fetchone()[0] + len(site.tombstones)
    audiences = sum(services.audience(site, scene.slug) is not None for scene in site.taxonomy.scenes)
    known = {"item": items, "services-audience": audiences, "application-form": len(application_form.form_links(site))}
    return known | {name: sum(1 for _ in KINDS[name].tasks(site)) for name in site_map.KIND_TITLES if name not in known}


def _site_map(press: Press) -> Iterator[Output]:
    for path, context in site_map.contexts(press.site, list_numbers(press.site)):
        yield press.page(path, "site_map", context)


_FIGURES = ("carried_forward", "declared", "agencies")

_SUPERVISED = ("agencies", "requests", "report_figures", *register_figures.REGISTERS)

_SERVICES = ("services", "forms", "agencies")

KINDS: dict[str, Kind] = {
    "item": Kind(_item_tasks, _item, ("item", "withdrawn_item", "removed_item")),
    "comparison": Kind(versions.comparison_tasks, _each("comparison", versions.comparison_contexts), ("comparison",)),
    "series": Kind(_series_tasks, _series, ("series",), ("agencies", "carried_forward", "services", "forms", "article_20")),
    "key-area": Kind(_key_area_tasks, _key_area, ("key_area",), ("agencies", *areas.REGISTERS)),
    "series-year": Kind(_year_tasks, _year, ("series_year",), ("article_20",)),
    "series-month": Kind(_month_tasks, _month, ("series_month",), ("article_20",)),
    "home": _single(addresses.HOME, "home", front_pages.home, "reading_points", *_FIGURES, "services", "forms"),
    "categories": _single(addresses.CATEGORIES, "categories", front_pages.categories, "agencies", "article_20", "standards"),
    "normative": _lists(normative.contexts, "agencies", "clearances"),
    "normative-day": Kind(_one_task, _normative_day, ("normative_day",), ("agencies", "clearances")),
    "interpretations": _lists(interpretations.contexts),
    "statutory-items": _single(addresses.ARTICLE_20, "document_lists", statutory_items.context, "article_20"),
    "site-map": Kind(_one_task, _site_map, ("site_map",), registers.names()),
    "corrections": _single(addresses.CORRECTIONS, "corrections", corrections.context, "agencies"),
    "basket": _single(addresses.BASKET, "basket", basket.context),
    "key-areas": _single(addresses.KEY_AREAS, "key_areas", front_pages.key_areas, *areas.REGISTERS),
    "services": _single(addresses.SERVICES, "services", services.index, *_SERVICES),
    "services-audience": Kind(_audience_tasks, _audience, ("services_audience",), _SERVICES),
    "service-changes": _single(addresses.SERVICE_CHANGES, "service_changes", services.changes, *_SERVICES),
    "forms": _single(addresses.FORMS, "forms", services.forms_page, *_SERVICES),
    "application-form": Kind(_application_form_tasks, _application_form, ("application_form",), ("reading_points",)),
    "agencies": _single(addresses.AGENCIES, "agencies", front_pages.agencies, "agencies"),
    "reading-points": _single(addresses.READING_POINTS, "reading_points", front_pages.reading_points, "reading_points"),
    "reports": _single(addresses.REPORTS, "reports", front_pages.reports, "agencies"),
    "report-index": Kind(evidence.index_tasks, _report_index, ("report_index",), (*REPORTED, "agencies"), _reports),
    "report-figure": Kind(evidence.figure_tasks, _each("report_figure", evidence.figure_contexts), ("report_figure",), (*REPORTED, "agencies"), _reports),
    "report-table": Kind(evidence.table_tasks, _each("report_table", evidence.table_contexts), ("report_table",), (*REPORTED, "agencies"), _reports),
    "report-files": Kind(form_files.tasks, _report_files, (), (*REPORTED, "agencies"), lambda site: [_reports(site), form_files.shown(site)]),
    "withdrawn": _single(addresses.WITHDRAWN, "withdrawn", front_pages.withdrawn, "removed"),
    "search": _single(addresses.SEARCH, "search", front_pages.search, *_FIGURES),
    "counts": _single(addresses.COUNTS, "counts_index", count_pages.index_context, *_FIGURES),
    "counts-year": Kind(_counts_year_tasks, _counts_year, ("counts_year",), _FIGURES),
    "counts-csv": Kind(_one_task, _counts_csv, (), _FIGURES),
    "registers": _single(addresses.REGISTERS, "registers", register_pages.index_context, *registers.names()),
    "register": Kind(_register_tasks, _each("register", register_pages.contexts), ("register",), (*register_pages.PAGES, "agencies", "declared", "report_figures")),
    "register-year": Kind(register_pages.year_tasks, _each("register", register_pages.year_contexts), ("register",), (*DESCRIPTIONS, "agencies")),
    "standards": _single(addresses.STANDARDS, "document_lists", directory.index_context, *registers.names()),
    "standards-area": Kind(directory.area_tasks, _each("document_lists", directory.area_contexts), ("document_lists",), registers.names()),
    "ledger": replace(_single(addresses.LEDGER, "ledger", ledger.index_context, "agencies"), also=ledger.passed_elsewhere),
    "ledger-year": Kind(
        _ledger_year_tasks, _ledger_part(ledger.year_context), ("ledger",), ("agencies",),
    ),
    "ledger-unit": Kind(
        _ledger_unit_tasks, _ledger_part(ledger.unit_context), ("ledger",),
    ),
    "ledger-unit-year": Kind(ledger.unit_years, _each("ledger", ledger.unit_year_contexts), ("ledger",)),
    "supervision": _single(addresses.SUPERVISION, "supervision", supervision_pages.index_context, *_SUPERVISED),
    "supervision-year": Kind(_supervision_tasks, _supervision, ("supervision",), _SUPERVISED),
    "supervision-csv": Kind(_one_task, _supervision_csv, (), _SUPERVISED),
    "data": _single(addresses.DATA, "data", open_data.data_context, *registers.names()),
    "catalogue": Kind(_year_list, _catalogue),
    "datapackage": Kind(_one_task, _datapackage, (), registers.names()),
    "feed": Kind(feeds.tasks, _feed, (), ("agencies",), feeds.depends_on),
    "sitemap": Kind(_sitemap_tasks, _sitemap, (), registers.names()),
    "suggestions": Kind(_suggestions_tasks, _suggestions, (), suggestions.REGISTERS, suggestions_depend_on),
    "keyboard": Kind(_keyboard_tasks, _keyboard, (), suggestions.REGISTERS, suggestions_depend_on),
    "address-codes": Kind(_one_task, _address_codes, also=address_codes.depends_on),
    "joined-file": Kind(_joined_file_tasks, _joined_file, also=lambda site: depends_on(site.settings)),
}
"""Every kind of page, in the order of rendering."""


def render_tasks(press: Press, tasks: list[Task]) -> Iterator[tuple[Task, list[Output]]]:
    """Render tasks; yield each with its files. A task whose page no longer exists has none."""
    addressed = [task[1] for task in tasks if task[0] == "item"]
    if addressed:
        yield from _items(press, addressed)
    for task in tasks:
        if task[0] != "item":
            yield task, list(KINDS[task[0]].render(press, *task[1:]))
