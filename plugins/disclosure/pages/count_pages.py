"""Count pages: totals and new items by category, leaf, agency, month and year, with definitions and CSV files.

There is one CSV file for each kind of table, with a row for each part and year. All years are in it,
so that a change of one item does not rewrite a file for each year.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..model import addresses
from .counted_lists import list_of_new, list_of_total
from .counts import NO_DATA, NO_DATA_MEANS, NO_ITEMS, Counts, Figures, counts_of, is_known, known
from .csv_files import csv_text
from .frame import meta_tags, page_frame
from .series import Series, agency_series, category_series, leaf_series
from .sheet import filled_places
from .site import Site

CATEGORIES_CSV = "counts/categories.csv"
AGENCIES_CSV = "counts/agencies.csv"
MONTHS_CSV = "counts/months.csv"
CSV_FILES = (
    (CATEGORIES_CSV, "分类统计", (
        "年份", "一级分类", "二级分类", "年末总数", "其中本站条目", "其中结转", "当年新增", "其中本站条目新增", "其中结转新增", "当年撤下", "说明",
    )),
    (AGENCIES_CSV, "机构统计", ("年份", "发布机构", "年末本站条目", "新增本站条目", "当年撤下")),
    (MONTHS_CSV, "月度统计", ("年份", "月份", "新增本站条目")),
)
"""Path, title and columns of the CSV file of each table."""

TEXT_COLUMNS = {"一级分类", "二级分类", "发布机构", "说明"}
NOT_DIVIDED = "结转数不分细类"
"""Why the total of a leaf is not known: what is carried forward is known of its class alone."""
UNFILED = "（未分细类）"
ROW = "category-"
"""Begins the id of the row of a class, by which its figures elsewhere lead to it."""
SUM_ROW = f"{ROW}sum"

DEFINITIONS = {
    "年末总数": "公开日期在当年12月31日以前（含当日）、到那时没有撤下的信息的条数。",
    "当年新增": "公开日期在当年的信息的条数，当年或以后撤下的也算在内。",
    "当年撤下": "撤下日期在当年的信息的条数；从撤下之日起不再计入总数。",
    "年末本站条目": "公开日期在当年12月31日以前（含当日）、到那时没有撤下、在本站逐条登记的信息的条数，不含结转。",
    "新增本站条目": "公开日期在当年、在本站逐条登记的信息的条数，当年或以后撤下的也算在内，不含结转。",
    "本站条目": "在本站逐条登记、可以打开阅读的信息，表中写作“本站”。",
    "结转": "启用本系统以前已经公开、只有数字而没有在本站逐条登记的信息，数字照名册所列，出处见说明。",
    "合计": "本站条目与结转之和。",
    NO_DATA: NO_DATA_MEANS,
}


def _cell(number: int | None) -> int | str:
    """Return a number as a cell shows it; a dash where it is unknown."""
    return "—" if number is None else number


def _column(label: str, numeric: bool = True) -> dict[str, Any]:
    return {"label": label, "name": label, "numeric": numeric}


def _columns(labels: list[str]) -> list[dict[str, Any]]:
    """Return the columns of a table. `name` says of which column one is a part, where the label alone does not."""
    whole, found = "", []
    for place, label in enumerate(labels):
        whole = whole if label.startswith("其中") else label
        found.append(_column(label, place > 0) | {"name": label if whole == label else whole + label})
    return found


def _itemised(name: str, f: Figures, withdrawn: bool) -> list:
    """Return the cells of a part of the archive for which only items count, not what is carried forward."""
    return [name, *f.shown_own[: 3 if withdrawn else 2]]


def _itemised_terms(carried: bool, withdrawn: bool) -> list[str]:
    """Return the labels of these cells. Where something is carried forward, items are a part, which no label calls a total."""
    return (["年末本站条目", "新增本站条目"] if carried else ["年末总数", "当年新增"]) + (["当年撤下"] if withdrawn else [])


def _itemised_columns(first: str, carried: bool, withdrawn: bool) -> list[dict[str, Any]]:
    labels = _itemised_terms(carried, withdrawn)
    return [_column(first, False), *map(_column, labels)]


def _row(cells: list, path: str = "", level: int = 0, row_id: str = "", links: dict[int, str] | None = None) -> dict[str, Any]:
    """Return a row of a table. `links` are the paths to which its numbers link, by their places."""
    return {"cells": cells, "path": path, "level": level, "id": row_id, "links": links or {}}


class Tables:
    """Builds the tables of the count pages from one set of counts."""

    def __init__(self, site: Site, counts: Counts) -> None:
        self.site = site
        self.counts = counts

    def _lists(self, series: Series, year: int, f: Figures) -> tuple[str, str]:
        """Return where the items of a total and the new ones are listed, if some list has exactly these."""
        return list_of_total(self.site, series, f.own_total), list_of_new(self.site, series, year, f.own_new)

    def _itemised_row(self, series: Series, year: int, f: Figures, level: int = 0) -> dict[str, Any]:
        """Return the row of a part of the archive for which only items count."""
        total, new = self._lists(series, year, f)
        return _row(_itemised(series.name, f, self.counts.has_withdrawn), series.index_path, level, links={1: total, 2: new})

    def by_category(self, year: int) -> dict[str, Any]:
        """Return the table of the categories, without columns that have no figure in any row."""
        table = self._by_category(year)
        places = filled_places(table["columns"], [*(row["cells"] for row in table["rows"]), table["total"]])
        return table | {
            "columns": [table["columns"][place] for place in places], "total": [table["total"][place] for place in places],
            "rows": [
                row | {"cells": [row["cells"][place] for place in places], "links": {at: row["links"].get(place, "") for at, place in enumerate(places)}}
                for row in table["rows"]
            ],
        }

    def _by_category(self, year: int) -> dict[str, Any]:
        """Return the table of the district's report: each category, and the sum."""
        carried = self.counts.has_carried
        withdrawn = self.counts.has_withdrawn and not carried  # with seven columns there is no room; the table by leaf has it
        labels = ["信息分类", "年末总数", "当年新增"]
        if carried:
            labels = ["信息分类", "年末总数", "其中本站", "其中结转", "当年新增", "其中本站", "其中结转"]
        labels += ["当年撤下"] if withdrawn else []

        def cells(name: str, f: Figures) -> list:
            own = f.shown_own
            row = [name, f.shown_total, f.shown_new]
            if carried:
                row = [name, f.shown_total, own[0], _cell(f.carried_total), f.shown_new, own[1], _cell(f.carried_new)]
            return row + ([own[2]] if withdrawn else [])

        rows = []
        for category in self.site.taxonomy.categories:
            figures = self.counts.category(year, category.name)
            series = category_series(self.site, category.name)
            total, new = self._lists(series, year, figures)
            links = {2: total, 5: new} if carried else {1: total, 2: new}
            rows.append(_row(cells(category.name, figures), series.index_path, 0, f"{ROW}{category.slug}", links))
        terms = ["年末总数", "当年新增"] + (["当年撤下"] if withdrawn else []) + (["本站条目", "结转"] if carried else [])
        return {
            "id": "by-category", "caption": f"{year}年底各类信息的总数和当年新增数",
            "columns": _columns(labels),
            "rows": rows, "total": cells("合计", self.counts.everything(year)), "total_id": SUM_ROW,
            "definitions": [(term, DEFINITIONS[term]) for term in terms], "csv": CATEGORIES_CSV,
            "chart": {
                "title": f"{year}年底各类信息总数", "description": f"横条图：各类信息在{year}年底的总数，数字同左表。",
                "kind": "bars", "unit": "条", "data": [(row["cells"][0], row["cells"][1]) for row in rows if is_known(row["cells"][1])],
            },
        }

    def by_leaf(self, year: int) -> dict[str, Any]:
        """Return the table of leaves under their categories. Only items count, not what is carried forward."""
        rows, data = [], []
        withdrawn = self.counts.has_withdrawn
        for category in self.site.taxonomy.categories:
            whole = self.counts.category(year, category.name)
            rows.append(self._itemised_row(category_series(self.site, category.name), year, whole))
            for leaf in category.leaves:
                f = self.counts.leaf(year, category.name, leaf.name)
                rows.append(self._itemised_row(leaf_series(self.site, category.name, leaf.name), year, f, 1))
                data += [(leaf.name, f.new)] if f.recorded else []
            unfiled = self.counts.leaf(year, category.name, "")
            if unfiled.total or unfiled.new or unfiled.withdrawn:
                rows.append(_row(_itemised(UNFILED, unfiled, withdrawn), level=1))
        f = self.counts.everything(year)
        return {
            "id": "by-leaf", "caption": f"{year}年各细类的本站条目",
            "columns": _itemised_columns("信息分类", self.counts.has_carried, withdrawn),
            "rows": rows, "total": _itemised("合计", f, withdrawn),
            "definitions": [(term, DEFINITIONS[term]) for term in ("本站条目", *_itemised_terms(self.counts.has_carried, withdrawn))],
            "csv": CATEGORIES_CSV,
            "chart": {
                "title": f"{year}年各细类新增条目", "description": "横条图：各细类当年新增的条数，数字同左表。",
                "kind": "bars", "unit": "条", "data": data,
            },
        }

    def by_agency(self, year: int) -> dict[str, Any]:
        """Return the table of agencies with items up to a year. Only items count, not what is carried forward."""
        rows = []
        withdrawn = self.counts.has_withdrawn
        for name in self.counts.agencies:
            f = self.counts.agency(year, name)
            if any((f.total, f.new, f.withdrawn)):
                rows.append(self._itemised_row(agency_series(self.site, name), year, f))
        f = self.counts.everything(year)
        data = sorted(((row["cells"][0], row["cells"][2]) for row in rows if f.recorded), key=lambda pair: -pair[1])
        return {
            "id": "by-agency", "caption": f"{year}年各机构的本站条目",
            "columns": _itemised_columns("发布机构", self.counts.has_carried, withdrawn),
            "rows": rows, "total": _itemised("合计", f, withdrawn),
            "definitions": [("发布机构", "条目上写明的机构；联合发文算在文号所属的机构名下。")], "csv": AGENCIES_CSV,
            "chart": {
                "title": f"{year}年新增条目最多的机构", "description": "横条图：当年新增条目最多的至多12个机构，数字同左表。",
                "kind": "bars", "unit": "条", "data": [pair for pair in data if pair[1]][:12],
            },
        }

    def by_month(self, year: int) -> dict[str, Any]:
        """Return the table of the new items of each month."""
        recorded = self.counts.everything(year).recorded
        monthly = self.counts.monthly(year)
        cells = [known(number if recorded else None, NO_ITEMS) for number in (*monthly, sum(monthly))]
        return {
            "id": "by-month", "caption": f"{year}年各月新增的本站条目",
            "columns": [_column("月份", False), _column("新增")],
            "rows": [_row([f"{month}月", number]) for month, number in enumerate(cells[:-1], 1)],
            "total": ["合计", cells[-1]], "definitions": [("新增", "公开日期在该月的信息的条数。")], "csv": MONTHS_CSV,
            "chart": {
                "title": f"{year}年各月新增条目", "description": "柱形图：十二个月各新增的条数，数字同左表。",
                "kind": "columns", "unit": "条", "data": [(f"{month}月", number) for month, number in enumerate(monthly, 1) if recorded],
            },
        }

    def by_year(self) -> dict[str, Any]:
        """Return the table of all years, newest first."""
        years = self.counts.years
        withdrawn = self.counts.has_withdrawn
        rows = []
        for year in reversed(years):
            f = self.counts.everything(year)
            own = f.shown_own
            cells = [f"{year}年", f.shown_total, own[0], f.shown_new, own[1], *(own[2:] if withdrawn else ())]
            rows.append(_row(cells, addresses.counts_year(year)))
        labels = ["年份", "年末总数", "其中本站", "当年新增", "其中本站"] + (["当年撤下"] if withdrawn else [])
        return {
            "id": "by-year", "caption": "各年年末总数和新增数",
            "columns": _columns(labels),
            "rows": rows, "total": None,
            "definitions": [(term, DEFINITIONS[term]) for term in ("年末总数", "当年新增", *([NO_DATA] if not all(is_known(cell) for row in rows for cell in row["cells"][1:]) else []))],
            "csv": CATEGORIES_CSV,
            "trend": {
                "title": "各年年末本站条目总数", "description": "折线图：各年年末本站条目的总数，不含结转，数字同左表。",
                "kind": "line", "unit": "条",
                "data": [(str(year), f.total) for year in years if (f := self.counts.everything(year)).begun],
            },
            "chart": {
                "title": "各年新增的本站条目", "description": "柱形图：各年新增的本站条目，数字同左表。",
                "kind": "columns", "unit": "条",
                "data": [(str(year), f.new) for year in years if (f := self.counts.everything(year)).recorded],
            },
        }


def _notes(site: Site, counts: Counts, year: int) -> list[str]:
    notes = []
    if not counts.everything(year).recorded:
        notes.append(f"{year}年没有公开或者撤下的条目，写作“{NO_DATA}”，不是0。")
    if counts.has_carried:
        rows = [row for row in site.registers["carried_forward"].rows if row["year"] == year]
        for source in dict.fromkeys(row["source"] for row in rows):
            notes.append(f"结转数的出处：{source}。")
        if not rows:
            earlier = counts.everything(year).carried_total
            notes.append(
                f"{year}年没有结转的新增数，结转总数沿用以前最后一次的记载。" if earlier is not None
                else f"{year}年没有结转记载：这里只有本站条目，不是当年全部公开的信息，不能与有结转数的年份相比，总数写作“{NO_DATA}”。"
            )
    notes.append("草稿、附件不算条数。一条信息无论在几个列表里出现，只算一次。")
    return notes


def index_context(site: Site) -> dict[str, Any]:
    """Return the context of ``counts/index.html``."""
    counts = counts_of(site)
    tables = Tables(site, counts)
    year = counts.latest_year
    shown = [tables.by_category(year), tables.by_year()] if year else []
    frame = page_frame(site, addresses.COUNTS, "信息公开统计", [("信息公开统计", "")], meta=meta_tags(site, _COLUMN))
    return frame | {
        "year": year, "tables": shown, "notes": _notes(site, counts, year) if year else [],
        "years": [{"year": y, "path": addresses.counts_year(y)} for y in reversed(counts.years)],
    }


_COLUMN = {"Name": "信息公开统计", "Type": "统计", "Keywords": "信息公开，统计", "Description": "各类信息的总数和新增数。"}


def year_context(site: Site, year: int) -> dict[str, Any] | None:
    """Return the context of one year's count page, or None for a year without any figure."""
    counts = counts_of(site)
    if year not in counts.years:
        return None
    tables = Tables(site, counts)
    position = counts.years.index(year)
    around = {
        "previous_year": counts.years[position - 1] if position else None,
        "next_year": counts.years[position + 1] if position + 1 < len(counts.years) else None,
    }
    path = addresses.counts_year(year)
    crumbs = [("信息公开统计", addresses.COUNTS), (f"{year}年", "")]
    declared = [
        figure | {
            "computed": _cell(figure["computed"]), "difference": _cell(figure["difference"]),
            "note": _difference_note(figure),
        }
        for figure in counts.declared(year)
    ]
    return page_frame(site, path, f"{year}年信息公开统计", crumbs, meta=meta_tags(site, _COLUMN)) | {
        "year": year, "declared": declared, "notes": _notes(site, counts, year),
        "tables": [tables.by_category(year), tables.by_leaf(year), tables.by_agency(year), tables.by_month(year)],
    } | {
        key: {"name": f"{other}年", "path": addresses.counts_year(other)} if other else None
        for key, other in around.items()
    }


def _difference_note(figure: dict[str, Any]) -> str:
    if figure["difference"] is None:
        return "本站没有可以对照的统计。"
    if figure["difference"] == 0:
        return "与本站统计一致。"
    return "与本站统计不同。出处没有说明原因，这里照实并列，不作调整。"


def csv_files(site: Site) -> Iterable[tuple[str, str]]:
    """Yield path and text of the CSV file of each table."""
    counts = counts_of(site)
    rows = []
    for year in counts.years:
        for category in site.taxonomy.categories:
            f = counts.category(year, category.name)
            rows.append(_csv_row(year, category.name, "", f))
            for leaf in (*(leaf.name for leaf in category.leaves), ""):
                part = counts.leaf(year, category.name, leaf)
                if leaf or part.total or part.new or part.withdrawn:
                    is_whole = f.carried_total is None and f.carried_new is None and f.comparable
                    rows.append(_csv_row(year, category.name, leaf or UNFILED, part, "" if is_whole else f.reason or NOT_DIVIDED))
        rows.append(_csv_row(year, "合计", "", counts.everything(year)))
    yield CATEGORIES_CSV, csv_text(CSV_FILES[0][2], rows)
    rows = [
        [year, name, *map(_blank, (f.own_total, f.own_new, f.own_withdrawn))]
        for year in counts.years for name in counts.agencies
        if (f := counts.agency(year, name)).total or f.new or f.withdrawn
    ]
    yield AGENCIES_CSV, csv_text(CSV_FILES[1][2], rows)
    rows = [
        [year, month, number if counts.everything(year).recorded else ""] for year in counts.years for month, number in enumerate(counts.monthly(year), 1)
    ]
    yield MONTHS_CSV, csv_text(CSV_FILES[2][2], rows)


def _csv_row(year: int, category: str, leaf: str, f: Figures, partial: str = "") -> list:
    """Return a row of the CSV file. `partial` says why the items of a leaf are not all that there is: its total is then empty."""
    sums = (None, None) if partial else (f.sum_total, f.sum_new)
    numbers = (sums[0], f.own_total, f.carried_total, sums[1], f.own_new, f.carried_new, f.own_withdrawn)
    return [year, category, leaf, *map(_blank, numbers), partial or f.reason]


def _blank(number: int | None) -> int | str:
    """Return a number as a cell of a CSV file; an empty one where there is no data."""
    return "" if number is None else number
