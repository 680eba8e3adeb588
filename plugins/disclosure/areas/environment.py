"""Environmental approvals and acceptance checks (环评审批、竣工验收监测), with the rate of disclosure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..model import addresses
from ..pages.sheet import DATE, LISTED, NUMBER, TEXT, WORD, Column, Line, Sheet, by_date, item_addresses, percent, shown, year_of
from ..pages.site import Site

KINDS = ("环评审批", "竣工验收监测")


def published_rate(rows: list[dict[str, Any]]) -> str:
    """Return the share of approvals and checks that has been published, in per cent."""
    return percent(sum(row["published"] is True for row in rows), len(rows))


def sheets(site: Site) -> Iterator[Sheet]:
    """Yield the numbers and rates of each year, then a list for each kind."""
    if not site.registers["environment"].exists:
        return
    rows = by_date(site.registers["environment"].rows)
    lines = []
    years = sorted({year_of(row) for row in rows}, reverse=True)
    for year in years:
        of_year = [row for row in rows if year_of(row) == year]
        numbers = [shown(sum(row["kind"] == kind for row in of_year)) for kind in KINDS]
        lines.append(Line([f"{year}年", *numbers, shown(sum(row["published"] is True for row in of_year)), published_rate(of_year)]))
    yield Sheet(
        "environment-by-year", "各年审批、验收和公开率",
        [Column("年份", WORD), *(Column(label, NUMBER) for label in (*KINDS, "已公开", "公开率"))], lines,
        definitions=[("公开率", "已公开的项数占环评审批和竣工验收监测总项数的比例，四舍五入。")], csv=addresses.register_csv("environment"),
        chart={
            "title": "各年环评审批和竣工验收监测", "description": "柱形图：各年两类项目的项数之和，数字由表里的两列相加。", "kind": "columns",
            "unit": "项", "data": [(str(year), sum(year_of(row) == year for row in rows)) for year in reversed(years)],
        } if years else None,
    )
    paths = item_addresses(site, rows)
    labels = (("项目名称", TEXT), ("文号或者编号", WORD), ("建设单位", TEXT), ("建设地点", TEXT), ("办结日期", DATE), ("结果", WORD), ("已公开", WORD))
    for kind, name in zip(KINDS, ("assessments", "acceptances"), strict=True):
        own = [row for row in rows if row["kind"] == kind]
        yield Sheet(
            f"environment-{name}", kind, [Column(*label) for label in labels],
            [
                Line(
                    [row["name"], row["number"], shown(row["builder"]), shown(row["address"]), row["date"], row["result"], shown(row["published"])],
                    paths.get(row["item"], ""),
                )
                for row in own[:LISTED]
            ],
            csv=addresses.register_csv("environment"), left_out=max(0, len(own) - LISTED),
        )
