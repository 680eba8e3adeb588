"""Tenders and government purchases (招投标、政府采购), from announcement to award."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import addresses
from ..pages.sheet import (
    DATE,
    LISTED,
    NUMBER,
    TEXT,
    WORD,
    Column,
    Line,
    Sheet,
    by_date,
    item_addresses,
    money,
    plotted,
    shown,
    sum_cells,
    year_of,
)
from ..pages.site import Site

AWARDED = "已中标"


def sheets(site: Site) -> Iterator[Sheet]:
    """Yield the numbers of each year, then the projects."""
    if not site.registers["tenders"].exists:
        return
    rows = by_date(site.registers["tenders"].rows, "announced")
    lines, points = [], []
    for year in sorted({year_of(row, "announced") for row in rows}, reverse=True):
        of_year = [row for row in rows if year_of(row, "announced") == year]
        awarded = [row for row in of_year if row["outcome"] == AWARDED]
        amount = sum_cells(row["amount"] for row in awarded)
        saved = sum_cells(row["budget"] - row["amount"] for row in awarded if "" not in (row["budget"], row["amount"]))
        lines.append(Line([f"{year}年", shown(len(of_year)), shown(len(awarded)), money(amount), money(saved)]))
        points.append((str(year), plotted(amount)))
    yield Sheet(
        "tenders-by-year", "各年招标和采购",
        [Column("公告年份", WORD), *(Column(label, NUMBER) for label in ("项目", "已中标", "中标金额", "比预算少"))], lines,
        text="金额以万元计。", definitions=[("比预算少", "已中标、写明预算和金额的项目，预算减去中标金额之和。")], csv=addresses.register_csv("tenders"),
        chart={
            "title": "各年中标金额", "description": "柱形图：各年公告、已中标的项目的金额之和，数字同表。", "kind": "columns", "unit": "万元",
            "data": points[::-1],
        } if points else None,
    )
    paths = item_addresses(site, rows)
    labels = (
        ("项目名称", TEXT), ("项目编号", WORD), ("类型", WORD), ("招标（采购）单位", TEXT), ("方式", WORD), ("公告", DATE), ("开标", DATE),
        ("结果", WORD), ("中标（成交）单位", TEXT), ("金额（万元）", NUMBER),
    )
    yield Sheet(
        "tenders", "项目和结果", [Column(*label) for label in labels],
        [
            Line(
                [
                    row["name"], row["number"], row["kind"], row["agency"], row["method"], row["announced"], shown(row["opened"]),
                    row["outcome"] or "尚无结果", shown(row["winner"]), shown(row["amount"]),
                ],
                paths.get(row["item"], ""),
            )
            for row in rows[:LISTED]
        ],
        csv=addresses.register_csv("tenders"), left_out=max(0, len(rows) - LISTED),
    )
