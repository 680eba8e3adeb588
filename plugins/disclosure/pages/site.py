"""The site as the pages see it: one read connection, the lists, and the settings.

Pages are functions of a `Site` and of their own parameters, and of nothing else; that
is what makes an incremental build equal to a clean one.
"""

from __future__ import annotations

import hashlib
import sqlite3
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from offline_search.index import AHEAD, CLIENT, MANIFEST

from ..model import addresses
from ..model.taxonomy import Taxonomy
from ..registers import Registers
from ..registers import names as register_names

PUBLIC = "state = 'public'"
PUBLISHED = "+state IN ('public', 'withdrawn')"
"""Of nearly all items this is true: the plus tells SQLite not to look items up by it."""


@dataclass
class Site:
    """What every page may draw on."""

    connection: sqlite3.Connection
    taxonomy: Taxonomy
    registers: Registers
    settings: dict[str, Any]
    content_dir: str
    pages: list[dict[str, str]]
    """Pelican's own pages that stand on this site: slug, title, path, summary, source."""
    memo: dict[Any, Any] = field(default_factory=dict)
    """Answers of the catalogue that several pages ask for."""

    @property
    def name(self) -> str:
        return self.settings["SITENAME"]

    @property
    def public_address(self) -> str:
        """The address on the network, without a final slash; empty for terminals only."""
        return self.settings["SITEURL"].rstrip("/")

    @property
    def identity(self) -> dict[str, str]:
        """District, host unit, site code and so on, as the header and footer show them."""
        empty = dict.fromkeys(("district", "host", "code", "icp", "contact", "address"), "")
        return empty | self.settings["DISCLOSURE_SITE"]

    @cached_property
    def agency_codes(self) -> dict[str, str]:
        """Code of each registered agency, by name."""
        return {row["name"]: row["code"] for row in self.registers["agencies"].rows}

    def agency_folder(self, name: str) -> str:
        """Return the folder of an agency's pages: its code, else a name that only depends on its own."""
        code = self.agency_codes.get(name) or hashlib.sha256(name.encode()).hexdigest()[:10]
        return f"agencies/{code}"

    @property
    def agencies(self) -> list[str]:
        """Every agency: the register's in its order, then those that only items name."""
        named = {row.agency for row in tally(self)}
        return [*self.agency_codes, *sorted(named - self.agency_codes.keys())]

    def page(self, slug: str) -> dict[str, str] | None:
        """Return one of Pelican's pages by its slug."""
        return next((page for page in self.pages if page["slug"] == slug), None)

    @cached_property
    def menu(self) -> list[dict[str, str]]:
        """The fixed menu of the national platform rules (国办公开办函〔2019〕61号), as far as it exists here."""
        entries = [{"title": "首页", "path": addresses.HOME, "key": "home"}]
        for slug, title in (("guide", "政府信息公开指南"), ("rules", "政府信息公开制度")):
            if page := self.page(slug):
                entries.append({"title": title, "path": page["path"], "key": slug})
        entries.append({"title": "法定主动公开内容", "path": addresses.CATEGORIES, "key": "categories"})
        if self.reports:
            entries.append({"title": "政府信息公开年报", "path": addresses.REPORTS, "key": "reports"})
        if page := self.page("request"):
            entries.append({"title": "依申请公开", "path": page["path"], "key": "request"})
        entries.append({"title": "检索", "path": addresses.SEARCH, "key": "search"})
        return entries

    @cached_property
    def reports(self) -> list[dict[str, Any]]:
        """Annual reports: Pelican pages that stand at ``reports/<year>.html``, newest first."""
        found = []
        for page in self.pages:
            folder, _, name = page["path"].partition("/")
            if folder == "reports" and name[:-5].isdigit():
                found.append({"year": int(name[:-5]), "title": page["title"], "path": page["path"]})
        return sorted(found, key=lambda report: -report["year"])

    @cached_property
    def footer_links(self) -> list[dict[str, str]]:
        """Links at the foot of every page, as far as they exist here."""
        links = [
            {"title": "信息公开统计", "path": addresses.COUNTS},
            {"title": "重点领域", "path": addresses.KEY_AREAS},
            {"title": "发布机构", "path": addresses.AGENCIES},
        ]
        if self.registers["services"].exists or self.registers["forms"].exists:
            links.append({"title": "办事服务", "path": addresses.SERVICES})
        if self.registers["reading_points"].rows:
            links.append({"title": "查阅点", "path": addresses.READING_POINTS})
        if any(self.registers[name].exists for name in register_names()):
            links.append({"title": "登记簿", "path": addresses.REGISTERS})
        links.append({"title": "监督考核", "path": addresses.SUPERVISION})
        for slug in ("catalogue-note", "help", "verify", "terminals"):
            if page := self.page(slug):
                links.append({"title": page["title"], "path": page["path"]})
        links.append({"title": "开放数据", "path": addresses.DATA})
        links.append({"title": "保密审查台账", "path": addresses.LEDGER})
        links.append({"title": "已撤下的信息", "path": addresses.WITHDRAWN})
        return links

    @property
    def feed(self) -> str:
        """Path of the feed of everything, where a public address makes one possible."""
        return addresses.FEED if self.public_address else ""

    def chrome(self) -> dict[str, Any]:
        """Return what every template needs: names, menu, footer."""
        return {
            "SITENAME": self.name, "site": self.identity, "menu": self.menu,
            "footer_links": self.footer_links, "feed": self.feed, "meta": self.meta(),
            "idle_seconds": self.settings["DISCLOSURE_IDLE_SECONDS"],
            "verify_page": (self.page("verify") or {"path": ""})["path"],
            "search_scripts": [f"{addresses.SEARCH_FOLDER}/{name}" for name in (CLIENT, AHEAD, MANIFEST)] if self.settings["DISCLOSURE_SEARCH"] else [],
        }

    def frame(self, path: str, title: str, crumbs: list[tuple[str, str]], **more: Any) -> dict[str, Any]:
        """Return the context that one page adds to `chrome`: where it stands and what it is called."""
        return {
            "root": addresses.root(path), "path": path, "title": title, "current": "", "meta": self.meta(),
            "crumbs": [("首页", addresses.HOME), *crumbs],
        } | more

    def meta(self, column: dict[str, str] | None = None, article: dict[str, str] | None = None) -> list[tuple[str, str]]:
        """Return the meta tags of government sites: site, then column, then article.

        Names as required by 国办发〔2017〕47号; empty optional ones are left out.
        """
        site = self.identity
        domain = self.public_address.split("://")[-1].split("/")[0]
        tags = [("SiteName", self.name), ("SiteDomain", domain), ("SiteIDCode", site["code"])]
        if column:
            tags += [(f"Column{key}", value) for key, value in column.items()]
        if article:
            tags += [(key, value) for key, value in article.items() if value]
        return tags


class Tally(NamedTuple):
    """How many items of one kind were published in one month."""

    month: str
    """``YYYY-MM``."""
    category: str
    leaf: str
    agency: str
    state: str
    number: int
    timed: int
    """Those whose working days from formation to publication are known."""
    late: int
    """Of these, those beyond the time limit."""
    days: int
    """Sum of their working days."""


def tally(site: Site) -> list[Tally]:
    """Return all published items counted by month, class, agency and state: every figure is a sum of these."""
    if "tally" not in site.memo:
        site.memo["tally"] = [Tally(*row) for row in site.connection.execute("SELECT * FROM tally WHERE number > 0")]
    return site.memo["tally"]


REPLACED = """EXISTS (SELECT 1 FROM item AS newer INDEXED BY item_replaces
    WHERE newer.replaces = item.index_number AND newer.replaces <> '' AND newer.state = 'public')"""
"""Whether a public item replaces an item; the index by name: else SQLite may go through all items for each."""

ROW_COLUMNS = f"""
    item.id, item.title, item.address, item.index_number, item.document_number, item.agency, item.date,
    item.validity, item.summary, {REPLACED} AS replaced
"""


class Row(NamedTuple):
    """An item as a list shows it. Not a dict: templates take attributes in a third of the time."""

    title: str
    path: str
    index: str
    document_number: str
    agency: str
    date: str
    validity: str
    summary: str
    replaced: bool


def row_view(row: sqlite3.Row) -> Row:
    """Return a row of `ROW_COLUMNS` as a list shows it."""
    return Row(*tuple(row)[1:10])


LINK_COLUMNS = "title, address, index_number, date"


class Link(NamedTuple):
    """An item as a link to it."""

    title: str
    path: str
    index: str
    date: str


def link_view(row: sqlite3.Row) -> Link:
    """Return a row of `LINK_COLUMNS` as a link."""
    return Link(*row)


def neighbours(connection: sqlite3.Connection, category: str, leaf: str, date: str, index: str) -> list[Link | None]:
    """Return the public items before and after a place in a leaf, as links; None at the ends."""
    found = []
    for sign, order in (("<", "DESC"), (">", "ASC")):
        row = connection.execute(
            f"""SELECT {LINK_COLUMNS} FROM item WHERE category = ? AND leaf = ? AND {PUBLIC}
                AND (date, index_number) {sign} (?, ?) ORDER BY date {order}, index_number {order} LIMIT 1""",
            (category, leaf, date, index),
        ).fetchone()
        found.append(link_view(row) if row else None)
    return found
