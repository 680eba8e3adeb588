"""The ledger of secrecy reviews (保密审查台账): each published item with the date and result of its review.

A year's page links to its units, a unit's page to its years. The records are on the pages of
a unit's year, which are cut from the oldest item on, as those of lists are. Only the first page of
the ledger has numbers. So a new item changes that page and the last page of its unit's year. The
first page also has the reviewers' exceptions, with their reasons.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator
from typing import Any

from ..catalogue.queries import PUBLISHED
from ..content.frontmatter import page_texts
from ..model import addresses
from ..pages.frame import meta_tags, page_frame
from ..pages.series import BUCKET, date_condition, pager
from ..pages.sheet import DATE, NUMBER, WORD, Column, Line, Sheet
from ..pages.site import Site, remembered, tally
from ..register_pages import PAGES as REGISTER_PAGES
from ..registers import schema
from ..secrecy import registers_and_pages
from ..secrecy.detect import KINDS

TITLE = "保密审查台账"
_META = {"Name": TITLE, "Type": "台账", "Keywords": "保密审查", "Description": "每一条公开信息在公开前的保密审查：日期、审查人、结论。"}
_ROWS = "SELECT title, address, index_number, agency, date, review_date, reviewer, review_result FROM item WHERE"


def folder(site: Site, agency: str) -> str:
    """Return the folder of a unit's pages."""
    return addresses.LEDGER_FOLDER + "/" + site.agency_folder(agency).rpartition("/")[2]


@remembered
def _units(site: Site) -> dict[str, str]:
    """Return the name of each unit by its folder."""
    return {folder(site, name): name for name in site.agencies}


@remembered
def _counted(site: Site) -> Counter[tuple[str, str]]:
    """Return how many items each unit published in each month, by month and unit. Withdrawn items count: they were reviewed."""
    counted: Counter[tuple[str, str]] = Counter()
    for row in tally(site):
        counted[row.month, row.agency] += row.number
    return counted


def years(site: Site) -> list[int]:
    """Return the years in which something was published, oldest first."""
    return sorted({int(month[:4]) for month, _ in _counted(site)})


def unit_years(site: Site) -> list[tuple[str, int]]:
    """Return folder and year of each unit's years with items."""
    return sorted({(folder(site, agency), int(month[:4])) for month, agency in _counted(site)})


def _summed(site: Site, place: int, **only: Any) -> dict[Any, int]:
    """Return how many items were published, by year (`place` 0) or by agency (`place` 1); `only` of a year or an agency."""
    sums: Counter[Any] = Counter()
    for (month, agency), number in _counted(site).items():
        key = (int(month[:4]), agency)
        if only.get("year", key[0]) == key[0] and only.get("agency", agency) == agency:
            sums[key[place]] += number
    return sums


def _frame(site: Site, path: str, title: str, crumbs: list[tuple[str, str]], *, sheets: list[Sheet], lead: str, **more: Any) -> dict[str, Any]:
    frame = page_frame(site, path, title, crumbs, meta=meta_tags(site, _META))
    return frame | {"lead": lead, "sheets": sheets, "pages": []} | more


def index_context(site: Site) -> dict[str, Any]:
    """Return the context of the ledger's first page: years, units, exceptions."""
    by = _summed(site, 0)
    by_year = Sheet(
        "ledger-years", "按年份", [Column("年份"), Column("审查后公开", NUMBER)],
        [Line([f"{year}年", f"{by[year]:,}"], addresses.ledger_year(year)) for year in sorted(by, reverse=True)],
    )
    units = _summed(site, 1)
    by_unit = Sheet(
        "ledger-units", "按单位", [Column("发布机构"), Column("审查后公开", NUMBER)],
        [Line([name, f"{units[name]:,}"], f"{folder(site, name)}/index.html") for name in site.agencies if name in units],
    )
    lead = "每一条信息公开以前都经过保密审查（2008年条例第十四条、2019年条例第十七条）。这里按年份和单位列出审查的日期、审查人和结论。"
    return _frame(site, addresses.LEDGER, TITLE, [(TITLE, "")], sheets=[by_year, by_unit, *_exceptions(site), *_exceptions_elsewhere(site)], lead=lead)


def _exceptions(site: Site) -> Iterator[Sheet]:
    """Yield the table of the reviewers' exceptions in items, with masked values and reasons; none without exceptions."""
    rows = site.connection.execute(
        f"""SELECT item.title, item.address, item.review_date, item.reviewer, ruling.reason, ruling.masked, finding.kind, finding.masked AS inside,
                   attachment.name
            FROM ruling JOIN item ON item.id = ruling.item_id
            LEFT JOIN attachment ON attachment.item_id = item.id AND ruling.masked = ''
                AND EXISTS (SELECT 1 FROM finding WHERE finding.path = attachment.source AND finding.code = ruling.code)
            LEFT JOIN finding ON finding.path = attachment.source AND finding.code = ruling.code
            WHERE {PUBLISHED} AND (ruling.masked <> '' OR finding.code IS NOT NULL)
            ORDER BY item.date DESC, item.index_number, ruling.code"""
    ).fetchall()
    if rows:
        columns = [Column("名称"), Column("内容"), Column("可以公开的理由"), Column("审查日期", DATE), Column("审查人", WORD)]
        lines = [Line([row["title"], _what(row), row["reason"], row["review_date"], row["reviewer"]], row["address"]) for row in rows]
        text = "检查软件提示过、审查人决定可以公开的内容，号码不写全。"
        yield Sheet("ledger-exceptions", "审查后例外公开的内容", columns, lines, text=text)


def passed_elsewhere(site: Site) -> list[tuple[str, ...]]:
    """Return title, address, masked value and reason of each exception in registers and on pages."""
    registers = [
        (schema(one.place)["title"], addresses.register(one.place) if one.place in REGISTER_PAGES else "", one.what, one.reason)
        for one in registers_and_pages.passed_in_registers(site.registers)
    ]
    pages = {page["source"]: page for page in site.pages}
    return registers + [
        (pages[one.place]["title"], pages[one.place]["path"], one.what, one.reason) for one in registers_and_pages.passed_in_pages(page_texts(site.content_dir, pages))
    ]


def _exceptions_elsewhere(site: Site) -> Iterator[Sheet]:
    if passed := passed_elsewhere(site):
        columns = [Column("登记表或者页面"), Column("内容"), Column("可以公开的理由")]
        lines = [Line([title, what, reason], path) for title, path, what, reason in passed]
        yield Sheet("ledger-elsewhere", "登记表和页面里例外公开的内容", columns, lines, text="写在登记表那一行的“审查例外”一列，或者页面的表头里；号码不写全。")


def _what(row: sqlite3.Row) -> str:
    if row["masked"]:
        return row["masked"]
    shown = row["inside"] if row["kind"] == "unreadable" else f"{KINDS[row['kind']].label} {row['inside']}"
    return f"附件“{row['name']}”：{shown}"


def year_context(site: Site, year: int) -> dict[str, Any] | None:
    """Return the context of a year's page, with its units; None for a year without items."""
    units = _summed(site, 1, year=year)
    if not units:
        return None
    sheet = Sheet(
        "ledger-units", "按单位", [Column("发布机构")],
        [Line([name], f"{folder(site, name)}/{year}.html") for name in site.agencies if name in units],
    )
    crumbs = [(TITLE, addresses.LEDGER), (f"{year}年", "")]
    lead = f"{year}年有审查记录的单位。"
    return _frame(site, addresses.ledger_year(year), f"{TITLE}（{year}年）", crumbs, sheets=[sheet], lead=lead)


def unit_context(site: Site, unit: str) -> dict[str, Any] | None:
    """Return the context of a unit's page, with its years; None for a unit without items."""
    name = _units(site).get(unit, "")
    found = sorted(_summed(site, 0, agency=name), reverse=True)
    if not found:
        return None
    sheet = Sheet("ledger-years", "按年份", [Column("年份")], [Line([f"{year}年"], f"{unit}/{year}.html") for year in found])
    crumbs = [(TITLE, addresses.LEDGER), (name, "")]
    return _frame(site, f"{unit}/index.html", f"{TITLE}：{name}", crumbs, sheets=[sheet], lead=f"{name}有审查记录的年份。")


def unit_year_contexts(site: Site, unit: str, year: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield path and context of each page of a unit's year."""
    name = _units(site).get(unit, "")
    clause, arguments = date_condition(year)
    rows = site.connection.execute(
        f"{_ROWS} agency = ? AND state IN ('public', 'withdrawn') {clause} ORDER BY date, index_number", (name, *arguments)
    ).fetchall()
    crumbs = [(TITLE, addresses.LEDGER), (name, f"{unit}/index.html"), (f"{year}年", "")]
    paths = [f"{unit}/{year}.html" if not number else f"{unit}/{year}-{number + 1}.html" for number in range(-(-len(rows) // BUCKET))]
    buckets = [rows[start : start + BUCKET] for start in range(0, len(rows), BUCKET)]
    spans = [[_Day(row["date"]) for row in bucket] for bucket in buckets]
    for number, (path, bucket) in enumerate(zip(paths, buckets, strict=True), 1):
        lines = [
            Line([row["title"], row["review_date"], row["reviewer"], row["review_result"], row["date"], row["index_number"]], row["address"])
            for row in bucket
        ]
        title = f"{TITLE}：{name}（{year}年" + (f"，第{number}页）" if number > 1 else "）")
        sheet = Sheet("ledger-items", "审查记录", _COLUMNS, lines)
        lead = f"{'本页' if len(buckets) > 1 else '共'} {len(bucket)} 条，按公开日期从早到晚排列。"
        yield path, _frame(site, path, title, crumbs, sheets=[sheet], lead=lead, pages=pager(paths, spans, number))


_COLUMNS = [
    Column("名称"), Column("审查日期", DATE), Column("审查人", WORD), Column("结论", WORD), Column("公开日期", DATE), Column("索引号", WORD),
]


class _Day:
    """A row as the pager needs it: its date."""

    def __init__(self, date: str) -> None:
        self.date = date
