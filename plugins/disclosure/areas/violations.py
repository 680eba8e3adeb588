"""Offences and decisions on them (违法违规行为及处理结果), each under its key area."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import addresses
from ..pages.sheet import DATE, LISTED, NUMBER, TEXT, WORD, Column, Line, Sheet, by_date, item_addresses, shown
from ..pages.site import Site


def sheets(site: Site, area: str, expected: bool) -> Iterator[Sheet]:
    """Yield the offences of a key area. With `expected` an empty table says that there are none."""
    register = site.registers["violations"]
    rows = by_date(row for row in register.rows if row["area"] == area)
    if not rows and not (expected and register.exists):
        return
    paths = item_addresses(site, rows)
    labels = (
        ("当事单位", TEXT), ("案件编号", WORD), ("处理日期", DATE), ("违法违规事实", TEXT), ("依据", TEXT), ("处理结果", TEXT), ("罚款（元）", NUMBER), ("查处机关", TEXT),
    )
    yield Sheet(
        "violations", "违法违规行为和处理结果", [Column(*label) for label in labels],
        [
            Line(
                [row["party"], row["number"], row["date"], row["fact"], row["basis"], row["decision"], shown(row["fine"]), row["agency"]],
                paths.get(row["item"], ""),
            )
            for row in rows[:LISTED]
        ],
        definitions=[("当事单位", "只写单位；当事人是个人的，不写姓名。")], csv=addresses.register_csv("violations"), left_out=max(0, len(rows) - LISTED),
    )
