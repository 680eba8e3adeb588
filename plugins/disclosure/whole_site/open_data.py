"""Open data: the catalogue as CSV files with a Table Schema, and a sitemap.

Columns are the core metadata elements of the catalogue guidelines. Sitemaps exist
only where the site has a public address (`SITEURL`).
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from typing import Any
from xml.sax.saxutils import escape

from .. import registers
from ..catalogue.queries import PUBLIC
from ..model import addresses
from ..pages import count_pages
from ..pages.csv_files import csv_text
from ..pages.frame import meta_tags, page_frame
from ..pages.series import category_series, date_condition, key_area_series
from ..pages.site import Site, tally
from ..register_pages import PAGES as REGISTER_PAGES
from ..register_pages import year_tasks
from ..released.columns import COLUMNS
from ..services import service_pages as services
from ..standards import directory
from ..supervision import supervision_pages
from . import interpretations, normative, statutory_items

_FILES = """(SELECT group_concat(name || ' ' || sha256, char(10)) FROM (SELECT name, sha256
    FROM attachment JOIN source ON source.path = attachment.source WHERE item_id = item.id ORDER BY name))"""
"""Names and SHA-256 of an item's attachments."""

_TEXT = count_pages.TEXT_COLUMNS | {"栏目", "情况", "索引号", "名称", "地址", "登记簿"}
_DATES = {"生成日期", "公开日期", "最近公开"}
"""Columns with dates. In the files of counts and of supervision all columns but these and `_TEXT` hold integers."""


def years(site: Site) -> dict[int, int]:
    """Return how many public items each year has, oldest year first."""
    totals: Counter[int] = Counter()
    for row in tally(site):
        if row.state == "public":
            totals[int(row.month[:4])] += row.number
    return dict(sorted(totals.items()))


def catalogue_csv(site: Site, year: int) -> str | None:
    """Return one year's catalogue as CSV, or None when the year has no public items."""
    clause, arguments = date_condition(year)
    names = ", ".join(column for _, column, _ in COLUMNS[:-1])
    rows = site.connection.execute(
        f"SELECT {names}, text_digest, {_FILES} FROM item WHERE {PUBLIC} {clause} ORDER BY date, index_number", arguments
    ).fetchall()
    if not rows:
        return None
    return csv_text([label for label, _, _ in COLUMNS], (_with_digest(*row) for row in rows))


def _with_digest(*row: str | None) -> list[str | None]:
    """Return a row of a catalogue file: its last two cells, the digest of the text and the files, become one."""
    *cells, digest, files = row
    return [*cells, f"{digest}-{hashlib.sha256(files.encode()).hexdigest()[:16]}" if files else digest]


def register_csvs(site: Site) -> Iterator[tuple[str, str]]:
    """Yield path and text of the CSV file of each register that the content folder has."""
    for name in registers.names():
        register = site.registers[name]
        if register.exists:
            fields = [field["name"] for field in registers.schema(name)["fields"]]
            yield addresses.register_csv(name), csv_text(fields, ([row[field] for field in fields] for row in register.rows))


def datapackage(site: Site) -> str:
    """Return the Data Package descriptor of all CSV files (datapackage.org)."""
    fields = [{"name": label, "type": kind} for label, _, kind in COLUMNS]
    resources: list[dict[str, Any]] = [
        {
            "name": f"catalogue-{year}", "path": addresses.catalogue_csv(year), "title": f"{year}年政府信息公开目录",
            "format": "csv", "mediatype": "text/csv", "encoding": "utf-8",
            "schema": {"fields": fields, "primaryKey": "索引号", "missingValues": [""]},
        }
        for year in years(site)
    ]
    for name in registers.names():
        if site.registers[name].exists:
            schema = _published_schema(site, name)
            resources.append({
                "name": _resource(name), "path": addresses.register_csv(name), "title": schema["title"], "format": "csv",
                "mediatype": "text/csv", "encoding": "utf-8", "schema": schema,
            })
    for path, title, columns in (*count_pages.CSV_FILES, *supervision_pages.csv_tables(site)):
        fields = [{"name": name, "type": "string" if name in _TEXT else "date" if name in _DATES else "integer"} for name in columns]
        resources.append({
            "name": path.replace("/", "-").removesuffix(".csv"), "path": path, "title": title, "format": "csv",
            "mediatype": "text/csv", "encoding": "utf-8", "schema": {"fields": fields, "missingValues": [""]},
        })
    package = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json", "name": "disclosure-catalogue",
        "title": f"{site.name}：公开目录", "resources": resources,
    }
    return json.dumps(package, ensure_ascii=False, indent=1) + "\n"


def _resource(name: str) -> str:
    """Return the name of a register in the Data Package. Names there have no underscores."""
    return name.replace("_", "-")


def _published_schema(site: Site, name: str) -> dict[str, Any]:
    """Return a register's Table Schema, without the foreign keys whose target is not in the package."""
    schema = registers.schema(name)
    keys = []
    for key in schema.get("foreignKeys", ()):
        target = key["reference"]["resource"]
        if target != registers.ITEMS and site.registers[target].exists:
            keys.append(key | {"reference": key["reference"] | {"resource": _resource(target)}})
    return {part: value for part, value in schema.items() if part != "foreignKeys"} | ({"foreignKeys": keys} if keys else {})


def data_context(site: Site) -> dict[str, Any]:
    """Return the context of the open data page."""
    entry = lambda title, path, rows, description: {  # noqa: E731
        "title": title, "path": path, "rows": rows, "size": "", "description": description,
    }
    files = [
        entry(f"{year}年公开目录", addresses.catalogue_csv(year), total, "每条信息一行，列为目录的核心元数据。")
        for year, total in reversed(years(site).items())
    ]
    files += [
        entry("分类统计", count_pages.CATEGORIES_CSV, None, "各年各类的总数、新增数和撤下数。"),
        entry("机构统计", count_pages.AGENCIES_CSV, None, "各年各机构的条目数。"),
        entry("月度统计", count_pages.MONTHS_CSV, None, "各月新增的条目数。"),
    ]
    files += [entry(title, path, None, description) for path, title, description in (
        (supervision_pages.UNITS_CSV, "单位考核", "各年各单位公开的条数、逾期数和办理申请的件数。"),
        (supervision_pages.COLUMNS_CSV, "栏目更新", "各栏目的条数、最近公开的日期和情况。"),
        (supervision_pages.LATE_CSV, "逾期公开的信息", "超过时限才公开的每条信息和它用的工作日。"),
    )]
    if supervision_pages.REGISTERS_FILE in supervision_pages.csv_tables(site):
        files.append(entry(supervision_pages.REGISTERS_FILE[1], supervision_pages.REGISTERS_CSV, None, "各年各单位在各登记簿里的件数和逾期数。"))
    for name in registers.names():
        register = site.registers[name]
        if register.exists:
            schema = registers.schema(name)
            files.append(entry(schema["title"], addresses.register_csv(name), len(register.rows), schema["description"]))
    files.append(entry("数据说明（Data Package）", addresses.DATAPACKAGE, None, "各文件的列名、类型和约束，供程序读取。"))
    column = {"Name": "开放数据", "Type": "数据", "Keywords": "开放数据，目录", "Description": "公开目录和统计的数据文件。"}
    frame = page_frame(site, addresses.DATA, "开放数据", [("开放数据", "")], meta=meta_tags(site, column))
    return frame | {"files": files}


def sitemap_year_path(year: int | str) -> str:
    """Return the address of the sitemap of one year's items."""
    return f"sitemaps/{year}.xml"


def sitemap_index(site: Site) -> str:
    """Return the sitemap index: the sitemap of lists, then one for each year."""
    parts = ["sitemaps/lists.xml", *(sitemap_year_path(year) for year in years(site))]
    entries = "".join(f"<sitemap><loc>{escape(f'{site.public_address}/{part}')}</loc></sitemap>\n" for part in parts)
    return _XML + f'<sitemapindex xmlns="{_SITEMAP}">\n{entries}</sitemapindex>\n'


def sitemap_lists(site: Site) -> str:
    """Return the sitemap of the pages that lead to items or show registers."""
    paths = [addresses.HOME, addresses.CATEGORIES, addresses.KEY_AREAS, addresses.AGENCIES, addresses.COUNTS, addresses.SUPERVISION, addresses.LEDGER, addresses.SITE_MAP, addresses.CORRECTIONS]
    paths += [addresses.ARTICLE_20] if statutory_items.exists(site) else []
    paths += [addresses.NORMATIVE_DAY] if normative.exists(site) else []
    paths += [path for path, _ in (*normative.contexts(site), *interpretations.contexts(site))]
    paths += [category_series(site, category.name).index_path for category in site.taxonomy.categories]
    paths += [key_area_series(site, area.name).index_path for area in site.taxonomy.key_areas]
    if any(site.registers[name].exists for name in registers.names()):
        paths += [addresses.REGISTERS, *(addresses.register(name) for name in REGISTER_PAGES if site.registers[name].exists)]
        paths += [addresses.register_year(*task) for task in year_tasks(site)]
    if site.registers[directory.REGISTER].exists:
        paths += [addresses.STANDARDS, *(addresses.standards_area(slug) for slug, in directory.area_tasks(site))]
    if services.exists(site):
        paths += [addresses.SERVICES, addresses.SERVICE_CHANGES]
    if site.registers["forms"].exists:
        paths.append(addresses.FORMS)
    paths += [page["path"] for page in site.pages]
    return _urls(site, paths)


def sitemap_year(site: Site, year: int) -> str | None:
    """Return the sitemap of one year's items, or None when there are none."""
    clause, arguments = date_condition(year)
    rows = site.connection.execute(
        f"SELECT address FROM item WHERE {PUBLIC} {clause} ORDER BY date, index_number", arguments
    ).fetchall()
    return _urls(site, [row["address"] for row in rows]) if rows else None


_XML = '<?xml version="1.0" encoding="utf-8"?>\n'
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"


def _urls(site: Site, paths: list[str]) -> str:
    entries = "".join(f"<url><loc>{escape(f'{site.public_address}/{addresses.url(path)}')}</loc></url>\n" for path in paths)
    return _XML + f'<urlset xmlns="{_SITEMAP}">\n{entries}</urlset>\n'
