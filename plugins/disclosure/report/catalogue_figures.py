"""Figures that count items: the categories of the report's own table, and normative documents.

The categories' figures are the counts of the site (`pages.counts`) under the names that reports
use. Only normative documents are counted here.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model import addresses
from ..pages.counts import Counts, Figures
from ..pages.series import category_series
from ..pages.site import Site, tally
from .figures import Figure, Year, anchor

SOURCE = "公开目录"
NEW = "主动公开政府信息数"
TOTAL = "年末信息总数"
WITHDRAWN = "本年撤下信息数"
NORMATIVE = "规范性文件"
ARCHIVE = "archive"
"""Fragment of the section with all items, on the page with all figures of a year."""

_DEFINITIONS = {
    "总数": "公开日期在当年12月31日以前（含当日）、到那时没有撤下的信息的条数。",
    "新增": "公开日期在当年的信息的条数，当年或以后撤下的也算在内。",
}


def category_name(category: str, what: str) -> str:
    """Return the name of a category's figure: `what` is 总数, 新增 or 撤下."""
    return f"{category}/{what}"


def figures(site: Site, counts: Counts, year: Year) -> Iterator[Figure]:
    """Yield the figures that are counted from items."""
    listed = _listed(site)
    sources = _carried_sources(site, year)
    everything = counts.everything(year.number)
    page = f"{addresses.report_index(year.number)}#{ARCHIVE}"
    yield _new(NEW, f"各类信息本年新增数之和：{_DEFINITIONS['新增']}", everything, sources, page)
    yield _total(TOTAL, f"各类信息年末总数之和：{_DEFINITIONS['总数']}", everything, sources, page)
    yield Figure(WITHDRAWN, "条", "撤下日期在当年的信息的条数。", SOURCE, everything.withdrawn, path=addresses.WITHDRAWN)
    for category in site.taxonomy.categories:
        folder = category_series(site, category.name).folder
        counted = counts.category(year.number, category.name)
        own = [(name, source) for name, source in sources if name == category.name]
        yield _total(category_name(category.name, "总数"), f"{category.name}：{_DEFINITIONS['总数']}", counted, own, f"{folder}/index.html")
        new_path = addresses.year_page(folder, year.number) if (category.name, year.number) in listed else f"{folder}/index.html"
        yield _new(category_name(category.name, "新增"), f"{category.name}：{_DEFINITIONS['新增']}", counted, own, new_path)
        gone = f"{category.name}：撤下日期在当年的信息的条数。"
        yield Figure(category_name(category.name, "撤下"), "条", gone, SOURCE, counted.withdrawn, path=addresses.WITHDRAWN)
    yield from _normative(site, year)


def _total(name: str, definition: str, counted: Figures, sources: list[tuple[str, str]], path: str) -> Figure:
    return Figure(
        name, "条", definition, SOURCE, counted.total, counted.carried_total,
        _joined(sources) if counted.carried_total else "", path=path, carries=True,
    )


def _new(name: str, definition: str, counted: Figures, sources: list[tuple[str, str]], path: str) -> Figure:
    return Figure(
        name, "条", definition, SOURCE, counted.new, counted.carried_new,
        _joined(sources) if counted.carried_new else "", path=path, carries=True,
    )


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


def _listed(site: Site) -> set[tuple[str, int]]:
    """Return the pairs of category and year that have public items, and so a list of them."""
    return {(row.category, int(row.month[:4])) for row in tally(site) if row.state == "public"}


def _normative(site: Site, year: Year) -> Iterator[Figure]:
    """Yield the figures of normative documents: published, made, abolished, in force (2019 Art. 20 (1)).

    The date of the item that replaces a document, or of its own withdrawal, says when it was
    abolished. A document marked 失效 or 废止 without such a date is not in force; no year counts
    it as abolished.
    """
    places = [(category.name, leaf.name) for category in site.taxonomy.categories for leaf in category.leaves if leaf.name == NORMATIVE]
    if not places:
        return
    category, leaf = places[0]
    replaced = dict(site.connection.execute(  # names its index: else SQLite would scan all items
        """SELECT replaces, min(date) FROM item INDEXED BY item_replaces
           WHERE replaces <> '' AND state = 'public' GROUP BY replaces"""
    ).fetchall())
    published, made, abolished, in_force = [], [], [], []
    for row in site.connection.execute(
        """SELECT id, index_number, date, created, validity, withdrawn_date FROM item
           WHERE category = ? AND leaf = ? AND state IN ('public', 'withdrawn')""", (category, leaf)
    ):
        ended = row["withdrawn_date"] or replaced.get(row["index_number"], "")
        lapsed = not ended and row["validity"] in ("失效", "废止")
        for found, counts in (
            (published, year.holds(row["date"])), (made, year.holds(row["created"])), (abolished, year.holds(ended)),
            (in_force, not year.ends_before(row["created"]) and year.ends_before(ended) and not lapsed),
        ):
            if counts:
                found.append(row["id"])
    yield _items(year, "主动公开规范性文件数", "条", "公开日期在当年的规范性文件的条数。", published)
    yield _items(year, "制发规范性文件数", "件", "生成日期在当年的规范性文件的件数。", made)
    yield _items(year, "废止规范性文件数", "件", "当年被新文件取代或者撤下的规范性文件的件数。", abolished)
    yield _items(year, "现行有效规范性文件数", "件", "当年12月31日以前生成、到那时没有失效、废止、被取代或者撤下的规范性文件的件数。", in_force)


def _items(year: Year, name: str, unit: str, definition: str, ids: list[int]) -> Figure:
    path = f"{addresses.report_index(year.number)}#{anchor(name)}"
    return Figure(name, unit, definition, SOURCE, len(ids), items=tuple(ids), path=path)
