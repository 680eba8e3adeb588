"""The frame of every page: menu, footer, breadcrumb and meta tags."""

from __future__ import annotations

from typing import Any

from ..model import addresses
from ..registers import names as register_names
from .law import law_of
from .site import Site


def menu(site: Site) -> list[dict[str, str]]:
    """Return the menu that the national platform rules fix (国办公开办函〔2019〕61号), without entries that this site does not have."""
    entries = [{"title": "首页", "path": addresses.HOME, "key": "home"}]
    for slug, title in (("guide", "政府信息公开指南"), ("rules", "政府信息公开制度")):
        if page := site.page(slug):
            entries.append({"title": title, "path": page["path"], "key": slug})
    entries.append({"title": "法定主动公开内容", "path": addresses.CATEGORIES, "key": "categories"})
    if site.all_reports:
        entries.append({"title": "政府信息公开年报", "path": addresses.REPORTS, "key": "reports"})
    if page := site.page("request"):
        entries.append({"title": "依申请公开", "path": page["path"], "key": "request"})
    entries.append({"title": "检索", "path": addresses.SEARCH, "key": "search"})
    return entries


def footer_links(site: Site) -> list[dict[str, Any]]:
    """Return the links at the foot of every page, without those that lead nowhere on this site. `corrections` marks the page for mistakes."""
    links = [
        {"title": "信息公开统计", "path": addresses.COUNTS},
        {"title": "重点领域", "path": addresses.KEY_AREAS},
        {"title": "发布机构", "path": addresses.AGENCIES},
    ]
    if site.registers["services"].exists or site.registers["forms"].exists:
        links.append({"title": "办事服务", "path": addresses.SERVICES})
    if site.registers["reading_points"].rows:
        links.append({"title": "查阅点", "path": addresses.READING_POINTS})
    if any(site.registers[name].exists for name in register_names()):
        links.append({"title": "登记簿", "path": addresses.REGISTERS})
    links.append({"title": "监督考核", "path": addresses.SUPERVISION})
    for slug in ("catalogue-note", "help", "verify", "terminals"):
        if page := site.page(slug):
            links.append({"title": page["title"], "path": page["path"]})
    links.append({"title": "开放数据", "path": addresses.DATA})
    links.append({"title": "保密审查台账", "path": addresses.LEDGER})
    links.append({"title": "已撤下的信息", "path": addresses.WITHDRAWN})
    links.append({"title": "网站地图", "path": addresses.SITE_MAP})
    links.append({"title": "找错", "path": addresses.CORRECTIONS})
    return [link | {"corrections": link["path"] == addresses.CORRECTIONS} for link in links]


def site_frame(site: Site) -> dict[str, Any]:
    """Return the variables that every template needs: names, menu, footer. They are the same on all pages."""
    return {
        "SITENAME": site.name, "site": site.identity, "menu": menu(site),
        "public_address": f"{site.public_address}/" if site.public_address else "", "footer_links": footer_links(site), "feed": site.feed, "meta": meta_tags(site),
        "idle_seconds": site.settings["DISCLOSURE_IDLE_SECONDS"], "has_keyboard": site.settings["DISCLOSURE_KEYBOARD"],
        "verify_page": (site.page("verify") or {"path": ""})["path"],
        "law": law_of(site).name,
        "search_scripts": list(site.search_scripts),
    }


def page_frame(site: Site, path: str, title: str, crumbs: list[tuple[str, str]], **more: Any) -> dict[str, Any]:
    """Return the variables that one page adds to `site_frame`: its path, title and breadcrumb.

    `crumbs` are title and path of each step after the home page, the page itself last with an empty path.
    """
    return {
        "root": addresses.root(path), "path": path, "title": title, "current": "", "meta": meta_tags(site),
        "crumbs": [("首页", addresses.HOME), *crumbs],
    } | more


def meta_tags(site: Site, column: dict[str, str] | None = None, article: dict[str, str] | None = None) -> list[tuple[str, str]]:
    """Return the meta tags of a government site (name and content), as 国办发〔2017〕47号 requires them.

    `column` is for every page but the home page, `article` for items and reports. An empty value of `column` becomes its name, an
    empty one of `article`, or of what the site says of itself, is left out.
    """
    domain = site.public_address.split("://")[-1].split("/")[0]
    tags = [(name, value) for name, value in (("SiteName", site.name), ("SiteDomain", domain), ("SiteIDCode", site.identity["code"])) if value]
    if column:
        tags += [(f"Column{key}", value or column["Name"]) for key, value in column.items()]
    if article:
        tags += [(key, value) for key, value in article.items() if value]
    return tags


def page_meta(site: Site, title: str, summary: str) -> list[tuple[str, str]]:
    """Return the meta tags of one of Pelican's own pages, such as the guide."""
    return meta_tags(site, {"Name": title, "Type": "说明", "Keywords": title, "Description": summary})


def report_meta(site: Site, title: str, unit: str, issued: str) -> list[tuple[str, str]]:
    """Return the meta tags of an annual report: of the government, or of a unit. `issued` is its day, or ''."""
    column = {"Name": "政府信息公开年报", "Type": "年报", "Keywords": "政府信息公开年报", "Description": "历年政府信息公开工作年度报告。"}
    source = unit or site.identity["host"] or site.name
    return meta_tags(site, column, {"ArticleTitle": title, "PubDate": issued, "ContentSource": source, "Author": source})
