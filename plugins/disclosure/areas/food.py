"""Food safety supervision (食品安全监管): inspections and samples."""

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
    percent,
    plotted,
    shown,
    sum_cells,
    year_of,
)
from ..pages.site import Site


def sheets(site: Site) -> Iterator[Sheet]:
    """Yield the inspections of each year by kind, then the inspections."""
    if not site.registers["food_inspections"].exists:
        return
    rows = by_date(site.registers["food_inspections"].rows)
    lines, points = [], []
    for year in sorted({year_of(row) for row in rows}, reverse=True):
        of_year = [row for row in rows if year_of(row) == year]
        for kind in sorted({row["kind"] for row in of_year}):
            own = [row for row in of_year if row["kind"] == kind]
            checked, failed = sum_cells(row["checked"] for row in own), sum_cells(row["failed"] for row in own)
            lines.append(Line([f"{year}年", kind, shown(len(own)), money(checked), money(failed), percent(checked - failed, checked)]))
        points.append((str(year), plotted(sum_cells(row["checked"] for row in of_year))))
    yield Sheet(
        "food-by-year", "各年监督检查和抽检",
        [Column("年份", WORD), Column("类型", WORD), *(Column(label, NUMBER) for label in ("次数", "检查数", "不合格", "合格率"))], lines,
        definitions=[("检查数", "日常检查、专项检查按户次计，监督抽检按批次计。"), ("合格率", "合格的占检查数的比例，四舍五入。")],
        csv=addresses.register_csv("food_inspections"),
        chart={
            "title": "各年检查和抽检", "description": "柱形图：各年检查的户次和抽检的批次之和，数字由表里的检查数相加。", "kind": "columns",
            "unit": "户次、批次", "data": points[::-1],
        } if points else None,
    )
    paths = item_addresses(site, rows)
    labels = (("检查对象", TEXT), ("编号", WORD), ("日期", DATE), ("类型", WORD), ("检查单位", TEXT), ("检查数", NUMBER), ("不合格", NUMBER), ("处理结果", TEXT))
    yield Sheet(
        "food-inspections", "检查和抽检结果", [Column(*label) for label in labels],
        [
            Line(
                [row["subject"], row["number"], row["date"], row["kind"], row["agency"], shown(row["checked"]), shown(row["failed"]), shown(row["handling"])],
                paths.get(row["item"], ""),
            )
            for row in rows[:LISTED]
        ],
        csv=addresses.register_csv("food_inspections"), left_out=max(0, len(rows) - LISTED),
    )
