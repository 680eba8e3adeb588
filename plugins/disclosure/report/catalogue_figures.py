"""Figures that count items: the categories of the report's own table, and normative documents.

The categories' figures are the counts of the site (`pages.counts`) under the names that reports
use. Only normative documents are counted here.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from ..model import addresses
from ..model.problems import WARNING, Problem
from ..model.reporting_year import Year
from ..model.validity import NOT_YET, is_over
from ..pages.counted_lists import list_of_new, list_of_total
from ..pages.counts import Counts, Figures, counts_of
from ..pages.normative_documents import Document, documents
from ..pages.series import agency_series, category_series
from ..pages.site import Site, remembered, report_name, tally
from .figures import Figure, anchor

SOURCE = "公开目录"
NEW = "主动公开政府信息数"
TOTAL = "年末信息总数"
WITHDRAWN = "本年撤下信息数"
PUBLISHED, MADE, ABOLISHED, IN_FORCE, PUBLIC_IN_ALL = "主动公开规范性文件数", "制发规范性文件数", "废止规范性文件数", "现行有效规范性文件数", "对外公开规范性文件总数"
ARCHIVE = "archive"
"""Fragment of the section with all items, on the page with all figures of a year."""

_DEFINITIONS = {
    "总数": "公开日期在当年12月31日以前（含当日）、到那时没有撤下的信息的条数。",
    "新增": "公开日期在当年的信息的条数，当年或以后撤下的也算在内。",
}


def category_name(category: str, what: str) -> str:
    """Return the name of a category's figure: `what` is 总数, 新增 or 撤下."""
    return f"{category}/{what}"


def figures(site: Site, counts: Counts, year: Year, stated: Mapping[str, frozenset[str]]) -> Iterator[Figure]:
    """Yield the figures that are counted from items.

    `stated` are the figures that each agency states as totals. Its normative documents are then not counted one by one.
    """
    sources = _carried_sources(site, year)
    everything = counts.everything(year.number)
    page = f"{addresses.report_index(year.number)}#{ARCHIVE}"
    yield _new(NEW, f"各类信息本年新增数之和：{_DEFINITIONS['新增']}", everything, sources, page)
    yield _total(TOTAL, f"各类信息年末总数之和：{_DEFINITIONS['总数']}", everything, sources, page)
    yield Figure(WITHDRAWN, "条", "撤下日期在当年的信息的条数。", SOURCE, everything.own_withdrawn, path=addresses.WITHDRAWN)
    for category in site.taxonomy.categories:
        series = category_series(site, category.name)
        counted = counts.category(year.number, category.name)
        own = [(name, source) for name, source in sources if name == category.name]
        yield _total(category_name(category.name, "总数"), f"{category.name}：{_DEFINITIONS['总数']}", counted, own, list_of_total(site, series, counted.own_total) or page)
        new_path = list_of_new(site, series, year.number, counted.own_new) or page
        yield _new(category_name(category.name, "新增"), f"{category.name}：{_DEFINITIONS['新增']}", counted, own, new_path)
        gone = f"{category.name}：撤下日期在当年的信息的条数。"
        yield Figure(category_name(category.name, "撤下"), "条", gone, SOURCE, counted.own_withdrawn, path=addresses.WITHDRAWN)
    yield from _normative(site, year, everything, [row | {"stated": stated.get(row["agency"], frozenset())} for row in _documents(site)])


def of_unit(site: Site, year: Year, unit: str) -> Iterator[Figure]:
    """Yield the figures that count the items of an agency."""
    counted = counts_of(site).agency(year.number, unit)
    series = agency_series(site, unit)
    index = series.index_path if any(row.agency == unit for row in tally(site)) else addresses.AGENCIES
    published = any(row.agency == unit and row.state == "public" and year.holds(row.month) for row in tally(site))
    yield Figure(NEW, "条", f"{unit}：{_DEFINITIONS['新增']}", SOURCE, counted.own_new, path=addresses.year_page(series.folder, year.number) if published else index)
    yield Figure(TOTAL, "条", f"{unit}：{_DEFINITIONS['总数']}", SOURCE, counted.own_total, path=index)
    yield Figure(WITHDRAWN, "条", f"{unit}：撤下日期在当年的信息的条数。", SOURCE, counted.own_withdrawn, path=addresses.WITHDRAWN)
    mine = [row | {"stated": frozenset()} for row in _documents(site) if row["agency"] == unit]
    yield from _normative(site, year, counted, mine, report_name(site, year.number, unit))


def _total(name: str, definition: str, counted: Figures, sources: list[tuple[str, str]], path: str) -> Figure:
    return Figure(
        name, "条", definition, SOURCE, None if counted.sum_total is None else counted.total, counted.carried_total,
        _joined(sources) if counted.carried_total else "", **_places(path, counted.carried_total), carries=True,
    )


def _new(name: str, definition: str, counted: Figures, sources: list[tuple[str, str]], path: str) -> Figure:
    return Figure(
        name, "条", definition, SOURCE, None if counted.sum_new is None else counted.new, counted.carried_new,
        _joined(sources) if counted.carried_new else "", **_places(path, counted.carried_new), carries=True,
    )


def _places(path: str, carried: int | None) -> dict[str, str]:
    """Return where a figure leads: to the list of its items, or where some are carried forward, to a page of its own that tells both parts."""
    return {"listed": path} if carried else {"path": path}


def _joined(sources: list[tuple[str, str]]) -> str:
    return "；".join(dict.fromkeys(source for _, source in sources))


def _carried_sources(site: Site, year: Year) -> list[tuple[str, str]]:
    """Return category and source of the figures carried forward into a year: of each category, the last row up to the year."""
    last: dict[str, dict] = {}
    for row in site.registers["carried_forward"].rows:
        if row["year"] != "" and row["year"] <= year.number:
            known = last.get(row["category"])
            last[row["category"]] = row if known is None or row["year"] >= known["year"] else known
    return [(name, row["source"]) for name, row in last.items()]


def _normative(site: Site, year: Year, everything: Figures, documents: list[dict[str, Any]], name: str = "") -> Iterator[Figure]:
    """Yield the figures of normative documents: published, made, abolished, in force (2019 Art. 20 (1)); public, as the 2019 format asks.

    `name` is that of the report, where it is not the district's.

    Whether a document is in force at the end of the year is what the library of documents says of that day; one that was withdrawn is not.
    It was abolished in the year if it ceased to be in force in it, even if it was put in force again later. One marked 失效 or 废止 without any such day counts as in force in every year, which `undated` tells:
    else a word written today would change the figures of earlier years.
    """
    last_day = f"{year.number}-12-31"
    counted = {
        PUBLISHED: lambda row: year.holds(row["date"]), MADE: lambda row: year.holds(row["created"]), ABOLISHED: lambda row: any(map(year.holds, row["ends"])),
        IN_FORCE: lambda row: year.ends_before(row["withdrawn_date"]) and _stands(row["document"], last_day),
        PUBLIC_IN_ALL: lambda row: not year.ends_before(row["date"]) and (not row["withdrawn_date"] or row["withdrawn_date"] > last_day),
    }
    found = {figure: [row["id"] for row in documents if figure not in row["stated"] and counts(row)] for figure, counts in counted.items()}
    known, begun = everything.recorded, everything.begun
    for figure, unit, definition, is_known in (
        (PUBLISHED, "条", "公开日期在当年的规范性文件的条数。", known),
        (MADE, "件", "生成日期在当年的规范性文件的件数。", known or bool(found[MADE])),
        (ABOLISHED, "件", "当年废止、失效、被新文件取代或者撤下的规范性文件的件数。", known or bool(found[ABOLISHED])),
        (IN_FORCE, "件", "当年12月31日以前生成、到那时没有失效、废止、被取代或者撤下的规范性文件的件数。", begun),
        (PUBLIC_IN_ALL, "件", "公开日期在当年12月31日以前（含当日）、到那时没有撤下的规范性文件的件数。", begun),
    ):
        yield _items(name or str(year.number), figure, unit, definition, found[figure] if is_known else None)


@remembered
def _documents(site: Site) -> list[dict[str, Any]]:
    """Return the normative documents. `ends` are the days on which each ceased to be in force, as the library of documents has them."""
    return [
        {"id": one.id, "agency": one.agency, "date": one.date, "created": one.created, "withdrawn_date": one.withdrawn, "document": one, "ends": _ends(one)}
        for one in documents(site)
    ]


def _ends(document: Document) -> list[str]:
    """Return the days on which a document ceased to be in force, or was taken down while it was."""
    gone = document.withdrawn
    if not gone:
        return list(document.ends)
    return [day for day in document.ends if day <= gone] + ([gone] if _stands(document, gone) else [])


def _stands(document: Document, day: str) -> bool:
    """Return whether a document is in force on a day, whether or not it was taken down."""
    state = document.on(day)
    return state != NOT_YET and not is_over(state)


def undated(site: Site) -> Iterator[Problem]:
    """Yield a reminder for each normative document that is marked as not in force, of which nothing says since when."""
    for one in documents(site):
        if one.undated:
            until = f"到有效期 {one.valid_until} 为止" if one.valid_until else "各年的年报里"
            message = f"有效性是“{one.word}”，没有写从哪一天起；{until}仍然算作现行有效"
            yield Problem(one.source, json.loads(one.lines).get("validity", 1), message, f"写成 Validity: {one.word} 2015-06-30", WARNING)


def _items(report: str, name: str, unit: str, definition: str, ids: list[int] | None) -> Figure:
    """Return a figure with its items; None where the site has no data of the year. `report` is the name of the report."""
    path = f"{addresses.report_index(report)}#{anchor(name)}"
    return Figure(name, unit, definition, SOURCE, None if ids is None else len(ids), items=tuple(ids or ()), path=path)
