"""The site map (网站地图): every column, list, register, report and kind of page, with numbers.

It has rows for lists, not for items, and is divided into pages, so that it stays small at any size.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from .. import registers
from ..model import addresses
from ..pages import application_form
from ..pages.counts import counts_of
from ..pages.frame import footer_links, menu, meta_tags, page_frame
from ..pages.series import KIND_LABELS, all_series, numbered_pager, total
from ..pages.sheet import NONE, NUMBER, Column, Line, Sheet, divide_sheets, shown
from ..pages.site import REPORT_PATH, Site
from ..register_pages import index_context as register_index
from ..services import service_pages as services
from ..services.guides import current_guides
from ..standards import directory
from ..supervision import assessment
from . import basket, interpretations, ledger, normative, normative_day, statutory_items

TITLE = "网站地图"
_META = {"Name": TITLE, "Type": "目录", "Keywords": TITLE, "Description": "本站的全部栏目、名录、登记簿和网页种类，各有多少。"}

KIND_TITLES: dict[str, tuple[str, str]] = {
    "item": ("信息", addresses.CATEGORIES), "comparison": ("新旧文件的对照", addresses.CATEGORIES), "series": ("分类和机构的栏目", addresses.CATEGORIES), "key-area": ("重点领域的栏目", addresses.KEY_AREAS),
    "series-year": ("栏目各年的目录", addresses.CATEGORIES), "series-month": ("栏目各月的目录", addresses.CATEGORIES),
    "services-audience": ("各类服务对象的办事指南", addresses.SERVICES), "application-form": ("政府信息公开申请表", ""),
    "report-index": ("年报的全部数字", addresses.REPORTS), "report-figure": ("年报数字的依据", addresses.REPORTS), "report-table": ("年报表格的依据", addresses.REPORTS),
    "counts-year": ("各年的信息公开统计", addresses.COUNTS), "register": ("登记簿", addresses.REGISTERS), "register-year": ("登记簿各年的页", addresses.REGISTERS), "standards-area": ("各领域的标准目录", addresses.STANDARDS),
    "supervision-year": ("各年的监督考核", addresses.SUPERVISION),
    "ledger-year": ("各年的保密审查台账", addresses.LEDGER), "ledger-unit": ("各单位的保密审查台账", addresses.LEDGER), "ledger-unit-year": ("各单位各年的保密审查台账", addresses.LEDGER),
}
"""Kinds with several lists: what readers call them, and the page that leads to them. Every other kind has a row of its own on the map."""


def contexts(site: Site, kinds: Mapping[str, int]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield path and context of each page of the map. `kinds` tells how many lists each kind of page has; a list on several pages counts once."""
    sheets = [sheet for part in _PARTS for sheet in part(site) if sheet.lines] + [_kinds(site, kinds)]
    divided = divide_sheets(sheets)
    paths = [addresses.site_map(number) for number in range(1, len(divided) + 1)]
    for number, (path, found) in enumerate(zip(paths, divided, strict=True), 1):
        title = TITLE if number == 1 else f"{TITLE}（第{number}页）"
        crumbs = [(TITLE, "")] if number == 1 else [(TITLE, addresses.SITE_MAP), (f"第{number}页", "")]
        yield path, page_frame(site, path, title, crumbs, meta=meta_tags(site, _META)) | {
            "lead": "本站的全部栏目、名录、登记簿和网页种类。找一条信息，从它的分类、发布机构或者年份进去，或者检索。",
            "sheets": found, "pages": numbered_pager(paths, number),
        }


def _numbers(site: Site) -> dict[str, str]:
    """Return how many entries of what the page at an address leads to, for pages of which that can be said: the number that the page itself shows."""
    public = sum(row_total for row_total in (total(site, found) for found in all_series(site) if found.kind == "category"))
    found = {
        addresses.CATEGORIES: (public, "条"), addresses.KEY_AREAS: (len(site.taxonomy.key_areas), "个"), addresses.AGENCIES: (len(site.agencies), "个"),
        addresses.REPORTS: (len(site.all_reports), "份"), addresses.READING_POINTS: (len(site.registers["reading_points"].rows), "个"),
        addresses.REGISTERS: (sum(site.registers[name].exists for name in registers.names()), "种"),
        addresses.SERVICES: (len(current_guides(site)), "项现行"), addresses.FORMS: (len(site.registers["forms"].rows), "份"),
        addresses.NORMATIVE: (len(normative.documents(site)), "件"),
        addresses.ARTICLE_20: (statutory_items.listed(site) if statutory_items.exists(site) else 0, "条"),
    }
    return {path: f"{number:,} {unit}" for path, (number, unit) in found.items() if number}


def _columns(site: Site) -> Iterator[Sheet]:
    """Yield the entries of menu and footer, and the lists that stand below them."""
    links = [(entry["title"], entry["path"]) for entry in (*menu(site), *footer_links(site)) if entry["path"] != addresses.SITE_MAP]
    links.append((basket.TITLE, addresses.BASKET))
    if statutory_items.exists(site):
        links.append((statutory_items.TITLE, addresses.ARTICLE_20))
    if normative.exists(site):
        links += [(normative.TITLE, addresses.NORMATIVE), (normative_day.TITLE, addresses.NORMATIVE_DAY)]
    if interpretations.exists(site):
        links.append((interpretations.TITLE, addresses.INTERPRETATIONS))
    if site.registers[directory.REGISTER].exists:
        links.append((directory.TITLE, addresses.STANDARDS))
    if services.exists(site):
        links += [("办事指南的变动", addresses.SERVICE_CHANGES)]
    if site.registers["forms"].exists:
        links.append(("办事表格", addresses.FORMS))
    links += [(form["title"], form["path"]) for form in application_form.form_links(site)]
    there = {path for _, path in links}
    links += [(page["title"], page["path"]) for page in site.pages if page["path"] not in there and not REPORT_PATH.fullmatch(page["path"])]
    numbers = _numbers(site)
    yield Sheet(
        "map-columns", "主要栏目", [Column("栏目"), Column("", NUMBER)],
        [Line([title, shown(numbers.get(path, ""))], path) for title, path in links],
        definitions=[("法定主动公开内容", f"目录里全部公开的信息{'，不属于条例第二十条所列十五项的也在内' if statutory_items.exists(site) else ''}。")],
    )


def _series(site: Site) -> Iterator[Sheet]:
    """Yield the lists of items: by class, by key area, by agency."""
    lines: dict[str, list[Line]] = {label: [] for label in KIND_LABELS.values()}
    for found in all_series(site):
        name = f"{found.trail[-1][0]}／{found.name}" if found.kind == "leaf" else found.name
        lines[KIND_LABELS[found.kind]].append(Line([name, shown(total(site, found))], found.index_path))
    for number, (label, found) in enumerate(lines.items(), 1):
        yield Sheet(f"map-lists-{number}", label, [Column(label), Column("条", NUMBER)], found)


def _years(site: Site) -> Iterator[Sheet]:
    """Yield the pages of each year, with what was published in it: counts, supervision, ledger."""
    by_month = assessment.by_year(site)
    published = {year: sum(unit.published for unit in units.values()) for year, units in by_month.items()}
    places = [("信息公开统计", addresses.counts_year, counts_of(site).years)]
    places += [("监督考核", addresses.supervision_year, list(by_month)), ("保密审查台账", addresses.ledger_year, ledger.years(site))]
    lines = [Line([f"{year}年{what}", shown(published.get(year, 0))], address(year)) for what, address, years in places for year in sorted(years, reverse=True)]
    yield Sheet("map-years", "按年份", [Column("网页"), Column("条", NUMBER)], lines)


def _services(site: Site) -> Iterator[Sheet]:
    found = current_guides(site)
    lines = []
    for scene in site.taxonomy.scenes:
        if number := sum(guide.audience == scene.audience for guide in found):
            lines.append(Line([scene.leaf, shown(number)], addresses.services_audience(scene.slug)))
    yield Sheet("map-services", "办事服务", [Column("服务对象"), Column("项现行办事指南", NUMBER)], lines)


def _registers(site: Site) -> Iterator[Sheet]:
    found = register_index(site)
    lines = [Line([one["title"], shown(one["rows"])], one["path"] or one["csv"]) for one in found["registers"]] if found else []
    yield Sheet("map-registers", "登记簿和名册", [Column("登记簿"), Column("行", NUMBER)], lines)


def _reports(site: Site) -> Iterator[Sheet]:
    lines = [Line([one["title"], NONE], one["path"]) for one in site.all_reports]
    yield Sheet("map-reports", "政府信息公开年报", [Column("年报"), Column("", NUMBER)], lines)


def _documents(site: Site) -> Iterator[Sheet]:
    if normative.exists(site):
        lines = [Line([f"{way}：{label}", shown(number)], path) for way, links in normative.lists(site) for label, path, number in links]
        yield Sheet("map-normative", normative.TITLE, [Column("目录"), Column("件", NUMBER)], lines)


_PARTS: tuple[Callable[[Site], Iterator[Sheet]], ...] = (_columns, _series, _documents, _services, _registers, _reports, _years)
"""The parts of the map, in order."""


def _kinds(site: Site, kinds: Mapping[str, int]) -> Sheet:
    lines = []
    for kind, (title, path) in KIND_TITLES.items():
        if number := kinds.get(kind, 0):
            lines.append(Line([title, shown(number)], path or application_form.form_links(site)[0]["path"]))
    return Sheet(
        "map-kinds", "网页的种类", [Column("种类"), Column("份", NUMBER)], lines,
        definitions=[("数量", "一份目录分成几页的，算一份。已撤下、移除的信息留在原来地址上的说明页也算在“信息”里。")],
    )
