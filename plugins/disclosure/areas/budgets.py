"""Budgets, final accounts and the "three public" expenses (“三公”经费), by unit and year."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from ..model import addresses
from ..pages.sheet import NONE, NUMBER, WORD, Column, Line, Sheet, item_addresses, money, plotted, shown, sum_cells
from ..pages.site import Site

YEARS = 3
"""Years that have a table by units, the newest. The rest is in the CSV file."""

CHARTED = 12
"""Bars of the chart by units."""

EXPENSES = ("abroad", "vehicles_bought", "vehicles_run", "reception")
"""Columns of the "three public" expenses: travel abroad, vehicles (bought and run), receptions."""

DEFINITIONS = [
    ("“三公”经费", "因公出国（境）费、公务用车购置费、公务用车运行费和公务接待费之和；没有填的不计。"),
    ("单位", "金额都以万元计。"),
]

WHOLE = ("相加", "表里列出的各单位的数相加。全区的预算和决算还有不列入单位预算的支出，如预备费，所以可以大于这里的和。")
"""Why the sum of the units is not the district's figure."""


def three_public(row: dict[str, Any]) -> Decimal:
    """Return the "three public" expenses of one row."""
    return sum_cells(row[name] for name in EXPENSES)


def sheets(site: Site) -> Iterator[Sheet]:
    """Yield the table of all years, then a table by units for each of the last `YEARS` years."""
    rows = site.registers["budgets"].rows
    if not site.registers["budgets"].exists:
        return
    years = sorted({row["year"] for row in rows}, reverse=True)
    yield _by_year(rows, years)
    paths = item_addresses(site, rows)
    for year in years[:YEARS]:
        yield _by_unit(site, [row for row in rows if row["year"] == year], year, paths)


def _by_year(rows: list[dict], years: list[int]) -> Sheet:
    lines, points = [], []
    for year in years:
        cells = [f"{year}年"]
        for kind in ("预算", "决算"):
            of_kind = [row for row in rows if row["year"] == year and row["kind"] == kind]
            spent, public = sum_cells(row["expenditure"] for row in of_kind), sum_cells(map(three_public, of_kind))
            cells += [shown(len(of_kind)), money(spent), money(public)] if of_kind else [NONE] * 3
            if of_kind and kind == "决算":
                points.append((str(year), plotted(public)))
        lines.append(Line(cells))
    labels = ("预算单位", "预算支出", "“三公”预算", "决算单位", "决算支出", "“三公”决算")
    return Sheet(
        "budgets-by-year", "各年预算、决算和“三公”经费", [Column("年份", WORD), *(Column(label, NUMBER) for label in labels)], lines,
        text="各单位的预算和决算相加，金额以万元计。", definitions=[*DEFINITIONS[:1], WHOLE], csv=addresses.register_csv("budgets"),
        chart={
            "title": "各年“三公”经费决算", "description": "柱形图：各年已公开决算的单位的“三公”经费之和，数字同表里最后一列。",
            "kind": "columns", "unit": "万元", "data": points[::-1],
        } if points else None,
    )


def _by_unit(site: Site, rows: list[dict], year: int, paths: dict[str, str]) -> Sheet:
    order = {name: place for place, name in enumerate(site.agency_codes)}
    rows = sorted(rows, key=lambda row: (order.get(row["agency"], len(order)), row["agency"], row["kind"] == "决算"))
    amounts = ("income", "expenditure")
    lines = [
        Line(
            [row["agency"], row["kind"], *(shown(row[name]) for name in amounts), money(three_public(row)), *(shown(row[name]) for name in EXPENSES)],
            paths.get(row["item"], ""),
        )
        for row in rows
    ]
    totals = []
    for kind in ("预算", "决算"):
        of_kind = [row for row in rows if row["kind"] == kind]
        if of_kind:
            sums = [money(sum_cells(row[name] for row in of_kind)) for name in amounts]
            totals.append(["合计", kind, *sums, money(sum_cells(map(three_public, of_kind))), *(money(sum_cells(row[name] for row in of_kind)) for name in EXPENSES)])
    labels = ("收入", "支出", "“三公”合计", "因公出国（境）", "用车购置", "用车运行", "公务接待")
    spent = [(row["agency"], plotted(three_public(row))) for row in rows if row["kind"] == "决算"] or [
        (row["agency"], plotted(three_public(row))) for row in rows
    ]
    known = "决算" if any(row["kind"] == "决算" for row in rows) else "预算"
    return Sheet(
        f"budgets-{year}", f"{year}年各单位预算、决算", [Column("单位"), Column("类型", WORD), *(Column(label, NUMBER) for label in labels)],
        lines, totals=totals, definitions=DEFINITIONS, csv=addresses.register_csv("budgets"),
        chart={
            "title": f"{year}年“三公”经费{known}最多的单位", "description": f"横条图：{year}年“三公”经费{known}最多的至多{CHARTED}个单位，数字同表。",
            "kind": "bars", "unit": "万元", "data": [pair for pair in sorted(spent, key=lambda pair: -pair[1]) if pair[1]][:CHARTED],
        },
    )
