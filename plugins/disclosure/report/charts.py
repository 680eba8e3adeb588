"""Tables with charts that a report page shows, of its year and of the years before it.

    totals by year (line) → categories (bars) → timeliness by unit (bars) → requests by outcome (bars)

They show the computed figures, not those of the text. The reconciliation tells where the two differ.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model import addresses
from ..model.regulations import EDITIONS
from ..pages.counts import NO_DATA, NO_DATA_MEANS, Counts, counts_of, is_known
from ..pages.series import category_series
from ..pages.sheet import NUMBER, WORD, Column, Line, Sheet, shown
from ..pages.site import Site, report_name
from ..supervision.supervision_pages import publication
from .cell_links import figure_path
from .collect import figures
from .edition2021 import DONE, REQUESTS
from .editions import EDITIONS as FORMATS
from .editions import edition_of
from .report_tables import tables


def sheets(site: Site, year: int, unit: str = "") -> list[Sheet]:
    """Return the tables with charts of a year's report; with a `unit`, of that agency's. A table without numbers is left out."""
    if unit:
        return list(_outcomes(site, year, unit))
    counts = counts_of(site)
    return [*_totals(counts, year), *_categories(site, counts, year), *publication(site, year), *_outcomes(site, year)]


def _totals(counts: Counts, year: int) -> Iterator[Sheet]:
    years = [one for one in counts.years if one <= year]
    if len(years) < 2 or year not in years:
        return
    figures = {one: counts.everything(one) for one in years}
    carried = any(one.carried_total for one in figures.values())
    labels = ("年末总数", "其中本站", "当年新增") if carried else ("年末总数", "当年新增")
    lines, gaps = [], False
    for one, f in figures.items():
        own = f.shown_own
        numbers = (f.shown_total, own[0], f.shown_new) if carried else own[:2]
        gaps = gaps or not all(map(is_known, numbers))
        lines.append(Line([f"{one}年", *map(shown, numbers)], addresses.counts_year(one)))
    yield Sheet(
        "chart-totals", "各年总数和新增数", [Column("年份", WORD), *(Column(label, NUMBER) for label in labels)], lines,
        definitions=[
            *([("本站", "在本站逐条登记、可以打开阅读的信息；总数里的其余部分是结转数。")] if carried else []),
            *([(NO_DATA, NO_DATA_MEANS)] if gaps else []),
        ],
        chart={
            "title": "各年年末本站条目总数" if carried else "各年年末总数", "kind": "line", "unit": "条",
            "description": "折线图：各年年末在本站逐条登记的信息的总数，数字同上表。", "data": [(str(one), f.total) for one, f in figures.items() if f.begun],
        },
    )


def _categories(site: Site, counts: Counts, year: int) -> Iterator[Sheet]:
    found = {category.name: counts.category(year, category.name) for category in site.taxonomy.categories}
    whole = counts.everything(year)
    if not whole.sum_new:
        return
    yield Sheet(
        "chart-categories", f"{year}年各类信息", [Column("类别"), Column("年末总数", NUMBER), Column("当年新增", NUMBER)],
        [Line([name, shown(f.sum_total), shown(f.sum_new)], category_series(site, name).index_path) for name, f in found.items()],
        totals=[["合计", shown(whole.sum_total), shown(whole.sum_new)]],
        chart={
            "title": f"{year}年各类信息新增数", "description": "横条图：各类信息当年新增的条数，数字同上表。", "kind": "bars", "unit": "条",
            "data": [(name, f.sum_new) for name, f in found.items()],
        },
    )


def _outcomes(site: Site, year: int, unit: str = "") -> Iterator[Sheet]:
    """Yield the table of requests closed in the year, by the decisions that the edition of the year lists."""
    law = EDITIONS[edition_of(year) is not FORMATS[0]]
    numbers = dict(_closed_by_old_decisions(site, year, unit) if law is EDITIONS[0] else _closed_by_rows(site, year, unit))
    if not sum(numbers.values()):
        return
    report = report_name(site, year, unit)
    known, table = figures(site, year, unit), addresses.report_table(report, "requests")
    yield Sheet(
        "chart-outcomes", f"{year}年申请的办理结果", [Column("答复"), Column("件数", NUMBER)],
        [
            Line([name, shown(number)], figure_path(report, known[f"答复/{name}"]) if law is EDITIONS[0] else table)
            for name, number in numbers.items()
        ],
        totals=[["合计", shown(sum(numbers.values()))]], definitions=[("答复", f"办结日期在当年的申请，按{law.name}的答复种类分。")],
        chart={
            "title": f"{year}年申请的办理结果", "description": "横条图：当年办结的申请各种答复的件数，数字同上表。", "kind": "bars", "unit": "件",
            "data": list(numbers.items()),
        },
    )


def _closed_by_old_decisions(site: Site, year: int, unit: str) -> Iterator[tuple[str, int]]:
    """Yield each decision of the 2008 edition with the number of requests."""
    known = figures(site, year, unit)
    for group in EDITIONS[0].groups:
        yield group.name, known[f"答复/{group.name}"].value or 0


def _closed_by_rows(site: Site, year: int, unit: str) -> Iterator[tuple[str, int]]:
    """Yield each group of decisions of the 2019 edition with the number of requests, from table 3."""
    group = ""
    found: dict[str, int] = {}
    for row in tables(site, year, unit)[REQUESTS].rows:
        if row.level == 1 and row.label != DONE:
            group = row.label.partition("）")[2]
        if row.level and row.label != DONE and row.cells:
            found[group] = found.get(group, 0) + int(row.cells[-1].value or 0)
    yield from found.items()
