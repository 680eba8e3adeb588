"""Prices and fees (价格和收费): the charge, its legal basis, its first day."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import addresses
from ..pages.sheet import DATE, LISTED, TEXT, WORD, Column, Line, Sheet, by_date, item_addresses, shown
from ..pages.site import Site


def sheets(site: Site) -> Iterator[Sheet]:
    """Yield the current charges, then the former ones."""
    if not site.registers["charges"].exists:
        return
    rows = by_date(site.registers["charges"].rows, "since")
    now, past = [row for row in rows if not row["until"]], [row for row in rows if row["until"]]
    paths = item_addresses(site, rows)
    labels = (("项目", TEXT), ("编号", WORD), ("类型", WORD), ("单位", TEXT), ("标准", TEXT), ("减免", TEXT), ("依据", TEXT), ("执行日期", DATE))
    kinds = "，".join(f"{kind} {sum(row['kind'] == kind for row in now)} 项" for kind in dict.fromkeys(row["kind"] for row in now))
    yield Sheet(
        "charges", "现行价格和收费", [Column(*label) for label in labels],
        [_line(row, paths, row["since"]) for row in now[:LISTED]],
        text=f"现在执行的有 {len(now)} 项：{kinds}。" if now else "",
        csv=addresses.register_csv("charges"), left_out=max(0, len(now) - LISTED),
    )
    if past:
        yield Sheet(
            "charges-past", "已经停止的价格和收费", [Column(*label) for label in (*labels[:-1], ("停止日期", DATE))],
            [_line(row, paths, row["until"]) for row in by_date(past, "until")[:LISTED]],
            csv=addresses.register_csv("charges"), left_out=max(0, len(past) - LISTED),
        )


def _line(row: dict, paths: dict[str, str], day: str) -> Line:
    cells = [row["name"], row["code"], row["kind"], row["agency"], row["standard"], shown(row["exemption"]), row["basis"], day]
    return Line(cells, paths.get(row["item"], ""))
