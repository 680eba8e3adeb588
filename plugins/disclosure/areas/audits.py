"""Audit results (审计): problems found and problems mended, project by project."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import addresses
from ..pages.sheet import DATE, LISTED, NUMBER, WORD, Column, Line, Sheet, by_date, item_addresses, money, shown, sum_cells
from ..pages.site import Site


def sheets(site: Site) -> Iterator[Sheet]:
    """Yield the audits, the last published first."""
    if not site.registers["audits"].exists:
        return
    rows = by_date(site.registers["audits"].rows, "published")
    paths = item_addresses(site, rows)
    labels = ("审计项目", "被审计单位")
    numbers = ("发现问题", "已整改", "问题金额（万元）")
    found, mended = (sum(row[name] for row in rows) for name in ("problems", "mended"))
    yield Sheet(
        "audits", "审计结果",
        [Column(labels[0]), Column("编号", WORD), Column(labels[1]), Column("公布日期", DATE), *(Column(label, NUMBER) for label in numbers), Column("整改截至", DATE), Column("主要问题和整改")],
        [
            Line(
                [
                    row["project"], row["number"], row["audited"], row["published"], *(shown(row[name]) for name in ("problems", "mended", "amount")),
                    shown(row["until"]), shown(row["result"]),
                ],
                paths.get(row["item"], ""),
            )
            for row in rows[:LISTED]
        ],
        totals=[["合计", "", "", "", shown(found), shown(mended), money(sum_cells(row["amount"] for row in rows)), "", ""]] if rows else [],
        definitions=[("发现问题", "审计结果列明的问题的个数。"), ("已整改", "到截至日期已经改正的问题的个数。")],
        csv=addresses.register_csv("audits"), left_out=max(0, len(rows) - LISTED),
    )
