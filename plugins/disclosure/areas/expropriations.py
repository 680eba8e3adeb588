"""Expropriation (征地拆迁): the four steps before approval, standards of compensation, results.

The steps are those of the district's report: announcement, notification, review, hearing
(公告、告知、论证、听取意见). All come before the plan of compensation is approved.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model import addresses
from ..pages.sheet import (
    DATE,
    LISTED,
    NONE,
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
    shown,
    sum_cells,
)
from ..pages.site import Site

STEPS = (("announced", "公告"), ("informed", "告知"), ("argued", "论证"), ("heard", "听取意见"))


def sheets(site: Site) -> Iterator[Sheet]:
    """Yield the steps of each project, then its standard of compensation and the result."""
    if not site.registers["expropriations"].exists:
        return
    rows = by_date(site.registers["expropriations"].rows, "announced")
    paths = item_addresses(site, rows)
    taken = {step: sum(row[step] != "" for row in rows) for step, _ in STEPS}
    yield Sheet(
        "expropriation-steps", "报批前的四个程序",
        [Column("项目"), Column("项目编号", WORD), Column("类型", WORD), *(Column(label, DATE) for _, label in STEPS), Column("批准日期", DATE)],
        [
            Line(
                [row["name"], row["code"], row["kind"], *(row[step] or "尚未办理" for step, _ in STEPS), row["approved"] or "尚未批准"],
                paths.get(row["item"], ""),
            )
            for row in rows[:LISTED]
        ],
        totals=[["已办理的项目", "", "", *(f"{taken[step]} 个" for step, _ in STEPS), f"{sum(row['approved'] != '' for row in rows)} 个"]] if rows else [],
        definitions=[("四个程序", "补偿方案报批以前要办理的公告、告知、论证、听取意见，日期是办完的日期。")],
        csv=addresses.register_csv("expropriations"), left_out=max(0, len(rows) - LISTED),
    )
    labels = (
        ("项目", TEXT), ("范围", TEXT), ("实施单位", TEXT), ("面积（平方米）", NUMBER), ("户数", NUMBER), ("已签约", NUMBER), ("签约率", NUMBER),
        ("已付补偿（万元）", NUMBER), ("补偿标准", TEXT),
    )
    yield Sheet(
        "expropriation-compensation", "补偿标准和结果", [Column(*label) for label in labels],
        [
            Line(
                [
                    row["name"], row["place"], row["agency"], shown(row["area"]), shown(row["households"]), shown(row["signed"]),
                    percent(row["signed"], row["households"] or 0) if row["signed"] != "" else NONE, shown(row["paid"]), shown(row["standard"]),
                ],
                paths.get(row["item"], ""),
            )
            for row in rows[:LISTED]
        ],
        totals=[[
            "合计", "", "", *(money(sum_cells(row[name] for row in rows)) for name in ("area", "households", "signed")), "",
            money(sum_cells(row["paid"] for row in rows)), "",
        ]] if rows else [],
        definitions=[("签约率", "已签约户数占户数的比例，四舍五入。逐户的补偿结果按规定在征收范围内公布，这里不列个人。")],
        csv=addresses.register_csv("expropriations"), left_out=max(0, len(rows) - LISTED),
    )
