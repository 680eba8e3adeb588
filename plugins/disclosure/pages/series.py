"""Series: lists of items by category, by leaf, by agency, by key area.

Each series has an index page (its latest items, its years and months) and a page for each year.
A year with more than `YEAR_LIST_LIMIT` items also has pages for its months. A month is cut into
pages (buckets) from the oldest item on, so that a new item changes the last page and no other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from ..catalogue.queries import PUBLIC, ROW_COLUMNS, Facts, Row, row_view
from ..model import addresses
from ..model.article_20 import BY_NUMBER
from ..registers.agencies import Tenure
from . import article_20
from .frame import meta_tags, page_frame
from .site import Site, remembered, tally

LATEST = 20
"""Items on the index page of a series."""
YEAR_LIST_LIMIT = 100
"""A year with at most so many items is listed on one page, a fuller one by months."""
BUCKET = 200
"""Items on one page of a month."""

KIND_LABELS = {"category": "信息分类", "leaf": "信息分类", "agency": "发布机构", "key-area": "重点领域", "article-20": "条例第二十条"}


@dataclass(frozen=True)
class Series:
    """One list of items: the condition for its items, and the addresses of its pages."""

    kind: str
    """A key of `KIND_LABELS`."""
    name: str
    folder: str
    """Where its pages stand, from the site's root."""
    where: str
    """SQL condition on `item`, with a question mark for each of `arguments`."""
    arguments: tuple[str, ...]
    description: str = ""
    trail: tuple[tuple[str, str], ...] = ()
    """Breadcrumb between the home page and this series."""
    leaves: tuple[tuple[str, str], ...] = field(default=(), compare=False)
    """Name and index page of each leaf of a category."""
    number: str = ""
    """Number of an item of Article 20."""

    @property
    def index_path(self) -> str:
        """Address of its index page."""
        return f"{self.folder}/index.html"


def category_series(site: Site, name: str) -> Series:
    """Return the series of a first-level class."""
    category = site.taxonomy.category[name]
    folder = f"categories/{category.slug}"
    return Series(
        "category", name, folder, f"category = ? AND {PUBLIC}", (name,), category.description,
        (("法定主动公开内容", addresses.CATEGORIES),),
        tuple((leaf.name, f"{folder}/{leaf.slug}/index.html") for leaf in category.leaves),
    )


def leaf_series(site: Site, category: str, name: str) -> Series:
    """Return the series of a second-level class."""
    above = category_series(site, category)
    leaf = site.taxonomy.leaf[category, name]
    return Series(
        "leaf", name, f"{above.folder}/{leaf.slug}", f"category = ? AND leaf = ? AND {PUBLIC}", (category, name),
        "", (*above.trail, (category, above.index_path)),
    )


def agency_series(site: Site, name: str) -> Series:
    """Return the series of an agency."""
    return Series(
        "agency", name, site.agency_folder(name), f"agency = ? AND {PUBLIC}", (name,),
        "", (("发布机构", addresses.AGENCIES),),
    )


def key_area_series(site: Site, name: str) -> Series:
    """Return the series of a key area."""
    area = site.taxonomy.key_area[name]
    return Series(
        "key-area", area.title, f"key-areas/{area.slug}",
        f"{PUBLIC} AND id IN (SELECT item_id FROM item_key_area WHERE name = ?)", (name,), area.description,
        (("重点领域", addresses.KEY_AREAS),),
    )


def article_20_series(site: Site, number: str) -> Series:
    """Return the series of an item of Article 20, by its number. The site must have a mapping."""
    item = BY_NUMBER[number]
    where, arguments = article_20.mapping(site).condition(number)
    trail = (("法定主动公开内容", addresses.CATEGORIES), (KIND_LABELS["article-20"], addresses.ARTICLE_20))
    return Series("article-20", item.label, f"{addresses.ARTICLE_20_FOLDER}/{item.slug}", where, arguments, f"{item.text}。", trail, number=number)


def all_series(site: Site) -> Iterator[Series]:
    """Yield every series of the site, in the order of the classification."""
    for category in site.taxonomy.categories:
        yield category_series(site, category.name)
        for leaf in category.leaves:
            yield leaf_series(site, category.name, leaf.name)
    for name in site.agencies:
        yield agency_series(site, name)
    for area in site.taxonomy.key_areas:
        yield key_area_series(site, area.name)
    if article_20.mapping(site):
        for number in BY_NUMBER:
            yield article_20_series(site, number)


@remembered
def by_folder(site: Site) -> dict[str, Series]:
    """Return every series of the site by the folder of its pages."""
    return {found.folder: found for found in all_series(site)}


def series_of(site: Site, item: Facts) -> list[Series]:
    """Return the series in which an item stands."""
    found = []
    if item.category in site.taxonomy.category:
        found.append(category_series(site, item.category))
    if (item.category, item.leaf) in site.taxonomy.leaf:
        found.append(leaf_series(site, item.category, item.leaf))
    if item.agency:
        found.append(agency_series(site, item.agency))
    found += [key_area_series(site, name) for name in item.key_areas if name in site.taxonomy.key_area]
    mapped = article_20.mapping(site)
    if mapped and (number := mapped.item_of(item.category, item.leaf, item.key_areas)) in BY_NUMBER:
        found.append(article_20_series(site, number))
    return found


def select(site: Site, series: Series, more: str = "", arguments: tuple = ()) -> list[Row]:
    """Return the items of a series as lists show them. `more` is SQL after the series' condition, with `arguments`."""
    sql = f"SELECT {ROW_COLUMNS} FROM item WHERE {series.where} {more}"
    return [row_view(row) for row in site.connection.execute(sql, (*series.arguments, *arguments))]


def date_condition(year: int, month: int = 0) -> tuple[str, tuple[str, str]]:
    """Return an SQL condition for the items of a year, or of a month of it, and its arguments."""
    if month:
        return "AND date >= ? AND date <= ?", (f"{year}-{month:02d}-01", f"{year}-{month:02d}-31")
    return "AND date >= ? AND date <= ?", (f"{year}-01-01", f"{year}-12-31")


@remembered
def months(site: Site, series: Series) -> dict[int, dict[int, int]]:
    """Return how many items a series has in each month of each year, oldest first."""
    by_year: dict[int, dict[int, int]] = {}
    if series.kind == "article-20":
        counted = article_20.monthly(site).get(series.number, {})
        for month in sorted(counted):
            by_year.setdefault(int(month[:4]), {})[int(month[5:])] = counted[month]
        return by_year
    rows = site.connection.execute(
        f"SELECT substr(date, 1, 7) AS month, count(*) AS total FROM item WHERE {series.where}"
        " GROUP BY month ORDER BY month",
        series.arguments,
    )
    for row in rows:
        by_year.setdefault(int(row["month"][:4]), {})[int(row["month"][5:])] = row["total"]
    return by_year


def total(site: Site, series: Series) -> int:
    """Return how many items a series has now."""
    if series.kind == "article-20":
        return sum(sum(year.values()) for year in months(site, series).values())
    return _totals(site)[series.kind, *series.arguments]


@remembered
def _totals(site: Site) -> Counter[tuple[str, ...]]:
    """Return how many items each series has, by its kind and arguments. The front pages need nearly all of them."""
    totals: Counter[tuple[str, ...]] = Counter()
    for row in tally(site):
        if row.state == "public":
            for key in (("category", row.category), ("leaf", row.category, row.leaf), ("agency", row.agency)):
                totals[key] += row.number
    for name, (number, _) in _key_areas(site).items():
        totals["key-area", name] = number
    return totals


def last_date(site: Site, series: Series) -> str:
    """Return the date of the newest item of a series, or ''."""
    if series.kind == "key-area":
        return _key_areas(site).get(series.arguments[0], (0, ""))[1]
    row = site.connection.execute(f"SELECT max(date) FROM item WHERE {series.where}", series.arguments).fetchone()
    return row[0] or ""


@remembered
def _key_areas(site: Site) -> dict[str, tuple[int, str]]:
    """Return how many items each key area has, and the date of its newest."""
    rows = site.connection.execute(
        f"""SELECT name, count(*), max(item.date) FROM item_key_area JOIN item ON item.id = item_id
            WHERE {PUBLIC} GROUP BY name"""
    )
    return {name: (number, date) for name, number, date in rows}


def rail(series: Series, by_year: dict[int, dict[int, int]]) -> list[dict[str, Any]]:
    """Return the years of a series, newest first, each with its twelve months, for the navigation at the side."""
    years = []
    for year in sorted(by_year, reverse=True):
        counted = by_year[year]
        full = sum(counted.values()) > YEAR_LIST_LIMIT
        cells = [
            {
                "month": month, "total": counted.get(month, 0),
                "path": _month_path(series, year, month, full) if month in counted else "",
            }
            for month in range(1, 13)
        ]
        years.append({
            "year": year, "total": sum(counted.values()),
            "path": addresses.year_page(series.folder, year), "months": cells,
        })
    return years


def _month_path(series: Series, year: int, month: int, full: bool) -> str:
    if full:
        return addresses.month_page(series.folder, year, month)
    return f"{addresses.year_page(series.folder, year)}#m{month}"


def _view(site: Site, series: Series, counted: int) -> dict[str, Any]:
    return {
        "kind": series.kind, "kind_label": KIND_LABELS[series.kind], "name": series.name,
        "description": series.description, "total": counted, "path": series.index_path,
    }


def _frame(site: Site, series: Series, path: str, title: str, crumbs: list[tuple[str, str]]) -> dict[str, Any]:
    column = {
        "Name": series.name, "Type": KIND_LABELS[series.kind], "Keywords": series.name,
        "Description": series.description,
    }
    current = "categories" if series.kind in ("category", "leaf", "article-20") else ""
    if series.kind == "leaf":  # a leaf may have the name of its category, and titles must differ
        title = f"{title} - {series.trail[-1][0]}"
    own = {"feed": addresses.feed(series.folder), "feed_title": series.name} if site.public_address and series.kind != "article-20" else {}
    return page_frame(site, path, title, [*series.trail, *crumbs], meta=meta_tags(site, column), current=current, **own)


def index_context(site: Site, series: Series) -> dict[str, Any]:
    """Return the context of a series' index page."""
    by_year = months(site, series)
    counted = sum(sum(year.values()) for year in by_year.values())
    latest = select(site, series, "ORDER BY date DESC, index_number DESC LIMIT ?", (LATEST,))
    view = _view(site, series, counted) | {
        "last_date": latest[0].date if latest else "",
        "leaves": [
            {"name": name, "path": path, "total": total(site, leaf_series(site, series.name, name))}
            for name, path in series.leaves
        ],
        "contact": _contact(site, series), "carried": _carried(site, series), "tenure": agency_tenure(site, series.name) if series.kind == "agency" else None,
    }
    frame = _frame(site, series, series.index_path, series.name, [(series.name, "")])
    return frame | {"series": view, "latest": latest, "years": rail(series, by_year)}


def _carried(site: Site, series: Series) -> int:
    """Return how many items of a category are carried forward, by the last row of the register; 0 for other series."""
    rows = [row for row in site.registers["carried_forward"].rows if series.kind == "category" and row["category"] == series.name]
    return max(rows, key=lambda row: row["year"] or 0)["total"] or 0 if rows else 0


def _contact(site: Site, series: Series) -> list[tuple[str, str]]:
    """Return an agency's disclosure office and how to reach it (label and value), from the register."""
    if series.kind != "agency":
        return []
    row = next((row for row in site.registers["agencies"].rows if row["name"] == series.name), None)
    labels = {
        "office": "公开工作机构", "leader": "分管领导", "responsible": "责任人", "address": "办公地址",
        "hours": "办公时间", "phone": "联系电话", "email": "电子邮箱",
    }
    return [(label, row[key]) for key, label in labels.items() if row[key]] if row else []


def agency_tenure(site: Site, name: str) -> dict[str, Any] | None:
    """Return the days of an agency under its name, and links to the agencies before and after it; None where the register tells nothing."""
    tenure = site.tenures.get(name)
    if tenure is None or tenure == Tenure():
        return None

    def links(names: tuple[str, ...]) -> list[tuple[str, str]]:
        return [(other, agency_series(site, other).index_path) for other in names if other in site.agency_codes]

    return {"since": tenure.since, "until": tenure.until, "before": links(tenure.predecessors), "after": links(tenure.successors)}


def year_context(site: Site, series: Series, year: int) -> dict[str, Any] | None:
    """Return the context of a year page, or None when the year has no items."""
    by_year = months(site, series)
    if year not in by_year:
        return None
    counted = by_year[year]
    year_total = sum(counted.values())
    groups = []
    if year_total > YEAR_LIST_LIMIT:
        for month, month_total in counted.items():
            path = addresses.month_page(series.folder, year, month)
            groups.append({"month": month, "total": month_total, "path": path, "rows": []})
    else:
        clause, arguments = date_condition(year)
        rows = select(site, series, f"{clause} ORDER BY date, index_number", arguments)
        for month, members in groupby(rows, key=lambda row: int(row.date[5:7])):
            listed = list(members)
            groups.append({"month": month, "total": len(listed), "path": "", "rows": listed})
    path = addresses.year_page(series.folder, year)
    frame = _frame(site, series, path, f"{series.name}（{year}年）", [(series.name, series.index_path), (f"{year}年", "")])
    years = sorted(by_year)
    return frame | {
        "series": _view(site, series, year_total), "year": year, "total": year_total, "groups": groups,
        "previous_year": _year_ref(series, _neighbour(years, year, -1)),
        "next_year": _year_ref(series, _neighbour(years, year, 1)),
        "years": rail(series, {year: counted}),
    }


def _neighbour(things: list, thing: Any, step: int) -> Any:
    position = things.index(thing) + step
    return things[position] if 0 <= position < len(things) else None


def _year_ref(series: Series, year: int | None) -> dict[str, str] | None:
    return {"name": f"{year}年", "path": addresses.year_page(series.folder, year)} if year else None


def month_contexts(site: Site, series: Series, year: int, month: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield path and context of each page of a month; none for a year that is listed on one page."""
    counted = year_counts(site, series, year)
    if sum(counted.values()) <= YEAR_LIST_LIMIT or month not in counted:
        return
    clause, arguments = date_condition(year, month)
    rows = select(site, series, f"{clause} ORDER BY date, index_number", arguments)
    buckets = [rows[start : start + BUCKET] for start in range(0, len(rows), BUCKET)]
    paths = [addresses.month_page(series.folder, year, month, number) for number in range(1, len(buckets) + 1)]
    known = sorted(counted)
    for number, (path, bucket) in enumerate(zip(paths, buckets, strict=True), 1):
        crumbs = [
            (series.name, series.index_path), (f"{year}年", addresses.year_page(series.folder, year)), (f"{month}月", ""),
        ]
        title = f"{series.name}（{year}年{month}月）" if number == 1 else f"{series.name}（{year}年{month}月，第{number}页）"
        yield path, _frame(site, series, path, title, crumbs) | {
            "series": _view(site, series, len(bucket)), "year": year, "month": month, "total": len(bucket),
            "rows": bucket, "pages": pager(paths, buckets, number),
            "previous": _month_ref(series, year, _neighbour(known, month, -1)),
            "next": _month_ref(series, year, _neighbour(known, month, 1)),
            "years": [],
        }


def pager(paths: list[str], buckets: list[list], current: int) -> list[dict[str, Any]]:
    """Return links to the pages of a list, with the first and last date of each page.

    The last page still grows, so it has no last date: else each new item would change
    every page of its list.
    """
    return [
        {
            "number": number, "path": path, "current": number == current, "first": bucket[0].date,
            "last": bucket[-1].date if number < len(buckets) else "",
        }
        for number, (path, bucket) in enumerate(zip(paths, buckets, strict=True), 1)
    ]


def numbered_pager(paths: list[str], current: int) -> list[dict[str, Any]]:
    """Return links to the pages of something without dates, by number only. `current` counts from 1."""
    return [{"number": number, "path": path, "current": number == current, "first": ""} for number, path in enumerate(paths, 1)]


@remembered
def year_counts(site: Site, series: Series, year: int) -> dict[int, int]:
    """Return how many items a series has in each month of a year."""
    clause, arguments = date_condition(year)
    rows = site.connection.execute(
        f"SELECT substr(date, 6, 2) AS month, count(*) AS total FROM item WHERE {series.where} {clause}"
        " GROUP BY month ORDER BY month",
        (*series.arguments, *arguments),
    )
    return {int(row["month"]): row["total"] for row in rows}


def _month_ref(series: Series, year: int, month: int | None) -> dict[str, str] | None:
    return {"name": f"{year}年{month}月", "path": addresses.month_page(series.folder, year, month)} if month else None
