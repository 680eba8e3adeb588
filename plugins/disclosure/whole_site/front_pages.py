"""Pages that lead to the lists: home, the indexes, reading points, reports, search."""

from __future__ import annotations

from typing import Any

from .. import areas
from ..catalogue.queries import PUBLIC, ROW_COLUMNS, row_view
from ..model import addresses
from ..pages import count_pages
from ..pages.counted_lists import list_of_new, list_of_total
from ..pages.counts import counts_of
from ..pages.frame import meta_tags, page_frame
from ..pages.series import agency_series, agency_tenure, category_series, key_area_series, last_date, leaf_series, total
from ..pages.site import Site
from ..services import service_pages as services
from ..services.guides import guides
from ..standards import directory
from . import interpretations, normative, statutory_items

LATEST_AT_HOME = 12


def home(site: Site) -> dict[str, Any]:
    """Return the context of the home page: search, figures, newest items, ways into the site."""
    counts = counts_of(site)
    year = counts.latest_year
    categories = []
    for category in site.taxonomy.categories:
        figures = counts.category(year, category.name)
        series = category_series(site, category.name)
        row = f"{addresses.counts_year(year)}#{count_pages.ROW}{category.slug}"
        categories.append({
            "name": category.name, "path": series.index_path,
            "description": category.description, "total": figures.shown_total, "new": figures.shown_new,
            "total_path": list_of_total(site, series, figures.sum_total) or row, "new_path": list_of_new(site, series, year, figures.sum_new) or row,
        })
    everything = counts.everything(year)
    latest = site.connection.execute(
        f"SELECT {ROW_COLUMNS} FROM item WHERE {PUBLIC} ORDER BY date DESC, index_number DESC LIMIT ?", (LATEST_AT_HOME,)
    )
    note = ""
    if everything.carried_total:
        note = f"总数中有{everything.carried_total:,}条是启用本系统以前公开的，只有数字；在这里可以逐条打开的有{everything.total:,}条。"
    return page_frame(site, addresses.HOME, site.name, [], current="home") | {"crumbs": [("首页", "")]} | {
        "year": year, "categories": categories, "note": note,
        "sum": {"total": everything.shown_total, "new": everything.shown_new, "path": f"{addresses.counts_year(year)}#{count_pages.SUM_ROW}"},
        "counts_path": addresses.COUNTS,
        "latest": [row_view(row) for row in latest], "key_areas": _key_areas(site), "services": _services(site),
        "reading_points": _reading_points(site), "intro_pages": _intro_pages(site),
        "report": site.reports[0] if site.reports else None,
    }


def _services(site: Site) -> list[dict[str, str]]:
    """Return links to the pages of services; none where the site has no services."""
    if not services.exists(site):
        return []
    served = {guide.audience for guide in guides(site)}
    found = [{"name": "办事服务", "path": addresses.SERVICES}]
    found += [{"name": s.leaf, "path": addresses.services_audience(s.slug)} for s in site.taxonomy.scenes if s.audience in served]
    if site.registers["forms"].exists:
        found.append({"name": "办事表格", "path": addresses.FORMS})
    return found


def _intro_pages(site: Site) -> list[dict[str, str]]:
    wanted = (site.page(slug) for slug in ("help", "guide", "request", "catalogue-note", "rules"))
    return [page for page in wanted if page]


def _key_areas(site: Site) -> list[dict[str, Any]]:
    found = []
    for area in site.taxonomy.key_areas:
        series = key_area_series(site, area.name)
        found.append({
            "name": area.name, "title": area.title, "description": area.description, "path": series.index_path,
            "total": total(site, series), "last_date": last_date(site, series),
        })
    return found


def _reading_points(site: Site) -> list[dict[str, Any]]:
    return site.registers["reading_points"].rows


def _column(name: str, description: str) -> dict[str, str]:
    return {"Name": name, "Type": "目录", "Keywords": name, "Description": description}


def _frame(site: Site, path: str, title: str, description: str, current: str = "") -> dict[str, Any]:
    return page_frame(site, path, title, [(title, "")], current=current, meta=meta_tags(site, _column(title, description)))


def categories(site: Site) -> dict[str, Any]:
    """Return the context of the page with the classification, the key areas and the agencies."""
    shown = []
    for category in site.taxonomy.categories:
        series = category_series(site, category.name)
        shown.append({
            "name": category.name, "path": series.index_path, "description": category.description,
            "total": total(site, series),
            "leaves": [
                {
                    "name": leaf.name, "path": leaf_series(site, category.name, leaf.name).index_path,
                    "total": total(site, leaf_series(site, category.name, leaf.name)),
                }
                for leaf in category.leaves
            ],
        })
    frame = _frame(site, addresses.CATEGORIES, "法定主动公开内容", "按分类、重点领域和发布机构列出的信息。", "categories")
    lists = [(statutory_items.TITLE, addresses.ARTICLE_20)] if statutory_items.exists(site) else []
    lists += [(normative.TITLE, addresses.NORMATIVE)] if normative.exists(site) else []
    lists += [(interpretations.TITLE, addresses.INTERPRETATIONS)] if interpretations.exists(site) else []
    lists += [(directory.TITLE, addresses.STANDARDS)] if site.registers[directory.REGISTER].exists else []
    return frame | {"categories": shown, "key_areas": _key_areas(site), "agencies": _agencies(site), "lists": lists}


def _agencies(site: Site) -> list[dict[str, Any]]:
    register = {row["name"]: row for row in site.registers["agencies"].rows}
    empty = dict.fromkeys(("office", "leader", "responsible", "address", "hours", "phone", "email"), "")
    found = []
    for name in site.agencies:
        series = agency_series(site, name)
        known = {key: register.get(name, empty)[key] for key in empty}
        found.append(known | {
            "name": name, "path": series.index_path, "total": total(site, series), "last_date": last_date(site, series), "tenure": agency_tenure(site, name),
        })
    return found


def key_areas(site: Site) -> dict[str, Any]:
    """Return the context of the page with the key areas."""
    frame = _frame(site, addresses.KEY_AREAS, "重点领域", "重点领域的政府信息。")
    return frame | {"areas": [area | {"recorded": areas.count_rows(site, area["name"])} for area in _key_areas(site)]}


def agencies(site: Site) -> dict[str, Any]:
    """Return the context of the directory of the agencies' disclosure offices (Regulations 2008 Art. 19, 2019 Art. 12)."""
    frame = _frame(site, addresses.AGENCIES, "发布机构", "各单位的信息公开工作机构、分管领导和联系方式。")
    found = _agencies(site)
    former = [agency for agency in found if agency["tenure"] and agency["tenure"]["until"]]
    return frame | {"lists": [("", [agency for agency in found if agency not in former]), ("更名、合并或者撤销的机构", former)]}


def reading_points(site: Site) -> dict[str, Any] | None:
    """Return the context of the page of reading points (Regulations 2008 Art. 16, 2019 Art. 25), or None without any."""
    if not _reading_points(site):
        return None
    frame = _frame(site, addresses.READING_POINTS, "政府信息查阅点", "可以当面查阅政府信息的地点。")
    return frame | {"points": _reading_points(site)}


def reports(site: Site) -> dict[str, Any] | None:
    """Return the context of the page of annual reports, or None without any."""
    if not site.all_reports:
        return None
    frame = _frame(site, addresses.REPORTS, "政府信息公开年报", "历年政府信息公开工作年度报告。", "reports")
    years: dict[int, dict[str, Any]] = {}
    for report in site.all_reports:
        found = years.setdefault(report["year"], {"year": report["year"], "district": None, "units": []})
        if report["unit"]:
            found["units"].append(report)
        else:
            found["district"] = report
    return frame | {"years": list(years.values())}


def withdrawn(site: Site) -> dict[str, Any]:
    """Return the context of the page of withdrawn items, with day and reason."""
    rows = site.connection.execute(
        """SELECT title, address AS path, index_number AS "index", agency, date, withdrawn_date, withdrawn_reason AS reason
           FROM item WHERE state = 'withdrawn' AND withdrawn_date <> '' ORDER BY withdrawn_date DESC, index_number"""
    )
    frame = _frame(site, addresses.WITHDRAWN, "已撤下的信息", "曾经公开、后来撤下的信息及其原因。")
    return frame | {"rows": [dict(row) for row in rows], "removed": sorted(site.tombstones, key=lambda stone: (stone.date, stone.address), reverse=True)}


def search(site: Site) -> dict[str, Any]:
    """Return the context of the search page: lists to browse, for when the search does not run or does not find."""
    counts = counts_of(site)
    shown = [
        {
            "name": category.name, "path": category_series(site, category.name).index_path,
            "leaves": [
                {"name": leaf.name, "path": leaf_series(site, category.name, leaf.name).index_path}
                for leaf in category.leaves
            ],
        }
        for category in site.taxonomy.categories
    ]
    years = [{"name": f"{year}年", "path": addresses.counts_year(year)} for year in reversed(counts.years)]
    frame = _frame(site, addresses.SEARCH, "检索", "按分类、机构、重点领域和年份查找信息。", "search")
    return frame | {
        "categories": shown, "years": years,
        "agencies": [{"name": name, "path": agency_series(site, name).index_path} for name in site.agencies],
        "key_areas": [
            {"name": area.title, "path": key_area_series(site, area.name).index_path} for area in site.taxonomy.key_areas
        ],
    }
