"""Work accidents (生产安全事故): what happened, what the inquiry found, what was done.

Levels are those of 《生产安全事故报告和调查处理条例》 Art. 3.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model import addresses
from ..pages.sheet import DATE, LISTED, NUMBER, TEXT, WORD, Column, Line, Sheet, by_date, item_addresses, money, shown, sum_cells, year_of
from ..pages.site import Site


def sheets(site: Site) -> Iterator[Sheet]:
    """Yield the numbers of each year, then the accidents."""
    if not site.registers["accidents"].exists:
        return
    rows = by_date(site.registers["accidents"].rows)
    lines = []
    for year in sorted({year_of(row) for row in rows}, reverse=True):
        of_year = [row for row in rows if year_of(row) == year]
        sums = (money(sum_cells(row[name] for row in of_year)) for name in ("deaths", "injuries", "loss"))
        lines.append(Line([f"{year}年", shown(len(of_year)), *sums, shown(sum(row["status"] == "已结案" for row in of_year))]))
    yield Sheet(
        "accidents-by-year", "各年生产安全事故",
        [Column("年份", WORD), *(Column(label, NUMBER) for label in ("起数", "死亡（人）", "受伤（人）", "直接损失（万元）", "已结案"))], lines,
        text=f"登记的最近一起事故发生在 {rows[0]['date']}，此后没有登记。" if rows else "",
        definitions=[("年份", "有登记的年份；没有列出的年份没有登记。")], csv=addresses.register_csv("accidents"),
    )
    paths = item_addresses(site, rows)
    labels = (
        ("地点", TEXT), ("编号", WORD), ("发生日期", DATE), ("行业", WORD), ("等级", WORD), ("死亡", NUMBER), ("受伤", NUMBER), ("调查情况", WORD),
        ("结案日期", DATE), ("原因", TEXT), ("处理和整改", TEXT),
    )
    yield Sheet(
        "accidents", "事故调查和处理", [Column(*label) for label in labels],
        [
            Line(
                [
                    row["place"], row["number"], row["date"], row["kind"], row["level"], shown(row["deaths"]), shown(row["injuries"]), row["status"],
                    shown(row["closed"]), shown(row["cause"]), shown(row["handling"]),
                ],
                paths.get(row["item"], ""),
            )
            for row in rows[:LISTED]
        ],
        csv=addresses.register_csv("accidents"), left_out=max(0, len(rows) - LISTED),
    )
