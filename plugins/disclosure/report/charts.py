"""Tables with charts that a report page shows, of its year and of the years before it.

    totals by year (line) → categories (bars) → timeliness by unit (bars) → requests by outcome (bars)

They show the computed figures, not those of the text. The reconciliation tells where the two differ.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..model import addresses
from ..model.regulations import EDITIONS
from ..pages.counts import NO_DATA, NO_DATA_MEANS, Counts, counts_of
from ..pages.series import category_series
from ..pages.sheet import NUMBER, WORD, Column, Line, Sheet, shown
from ..pages.site import Site
from ..supervision.supervision_pages import publication
from .cell_links import figure_path
from .collect import figures
from .editions import FIRST_NEW_FORMAT
from .figures import Figure


def sheets(site: Site, year: int) -> list[Sheet]:
    """Return the tables with charts of a year's report. A table without numbers is left out."""
    counts = counts_of(site)
    return [*_totals(counts, year), *_categories(site, counts, year), *publication(site, year), *_outcomes(site, figures(site, year), year)]


def _totals(counts: Counts, year: int) -> Iterator[Sheet]:
    years = [one for one in counts.years if one <= year]
    if len(years) < 2 or year not in years:
        return
    figures = {one: counts.everything(one) for one in years}
    carried = any(one.carried_total for one in figures.values())
    labels = ("年末总数", "其中本站", "当年新增") if carried else ("年末总数", "当年新增")
    lines = []
    for one, f in figures.items():
        numbers = (f.sum_total, f.own_total, f.sum_new) if carried else (f.own_total, f.own_new)
        lines.append(Line([f"{one}年", *(NO_DATA if number is None else shown(number) for number in numbers)], addresses.counts_year(one)))
    yield Sheet(
        "chart-totals", "各年总数和新增数", [Column("年份", WORD), *(Column(label, NUMBER) for label in labels)], lines,
        definitions=[
            *([("本站", "在本站逐条登记、可以打开阅读的信息；总数里的其余部分是结转数。")] if carried else []),
            *([(NO_DATA, NO_DATA_MEANS)] if any(NO_DATA in line.cells for line in lines) else []),
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


def _outcomes(site: Site, known: Mapping[str, Figure], year: int) -> Iterator[Sheet]:
    """Yield the table of requests closed in the year, by the decisions that the edition of the year lists."""
    closed = [row for row in site.registers["requests"].rows if row["closed"][:4] == str(year)]
    if not closed:
        return
    law = EDITIONS[year >= FIRST_NEW_FORMAT]
    table = addresses.report_table(year, "requests")
    numbers = {group.name: sum(row["decision"] in group.decisions for row in closed) for group in law.groups}
    yield Sheet(
        "chart-outcomes", f"{year}年申请的办理结果", [Column("答复"), Column("件数", NUMBER)],
        [
            Line([name, shown(number)], figure_path(year, known[f"答复/{name}"]) if law is EDITIONS[0] else table)
            for name, number in numbers.items()
        ],
        totals=[["合计", shown(sum(numbers.values()))]], definitions=[("答复", f"办结日期在当年的申请，按{law.name}的答复种类分。")],
        chart={
            "title": f"{year}年申请的办理结果", "description": "横条图：当年办结的申请各种答复的件数，数字同上表。", "kind": "bars", "unit": "件",
            "data": list(numbers.items()),
        },
    )
