"""Administrative approvals (行政审批): matters that are kept, received from higher authorities, or cancelled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ..model import addresses
from ..pages.sheet import DATE, LISTED, NUMBER, WORD, Column, Line, Sheet, by_date, shown
from ..pages.site import Site

KEPT, CANCELLED, RECEIVED = "保留", "取消", "承接"


def sheets(site: Site) -> Iterator[Sheet]:
    """Yield the matters by office, then those received from higher authorities, then those cancelled."""
    if not site.registers["approvals"].exists:
        return
    rows = site.registers["approvals"].rows
    kept = [row for row in rows if row["status"] == KEPT]
    received = by_date([row for row in rows if row["origin"] == RECEIVED], "received")
    cancelled = by_date([row for row in rows if row["status"] == CANCELLED], "cancelled")
    online = sum(row["online"] is True for row in kept)
    yield Sheet(
        "approvals-by-office", "各部门保留的审批事项", [Column("实施机关"), *(Column(label, NUMBER) for label in ("保留", "其中承接", "网上办理"))],
        _by_office(site, kept),
        text=f"区级保留行政审批事项 {len(kept)} 项，其中 {online} 项纳入网上审批；上级下放、由区里承接的有 {len(received)} 项，取消的有 {len(cancelled)} 项。",
        totals=[["合计", *map(shown, (len(kept), sum(row["origin"] == RECEIVED for row in kept), online))]],
        more=("全部审批事项和设定依据", addresses.register("approvals")),
        definitions=[("保留", "现在仍在办理的事项。"), ("承接", "上级部门下放、由区里办理的事项，承接以后又取消的也列在“承接的审批事项”里。")],
        csv=addresses.register_csv("approvals"),
    )
    yield Sheet(
        "approvals-received", "承接的审批事项", [Column("事项"), Column("实施机关"), Column("下放部门"), Column("承接日期", DATE), Column("现状", WORD)],
        [Line([row["name"], row["agency"], shown(row["from"]), shown(row["received"]), row["status"]]) for row in received[:LISTED]],
        csv=addresses.register_csv("approvals"), left_out=max(0, len(received) - LISTED),
    )
    yield Sheet(
        "approvals-cancelled", "取消的审批事项", [Column("事项"), Column("原实施机关"), Column("取消日期", DATE), Column("取消依据")],
        [Line([row["name"], row["agency"], shown(row["cancelled"]), shown(row["document"])]) for row in cancelled[:LISTED]],
        csv=addresses.register_csv("approvals"), left_out=max(0, len(cancelled) - LISTED),
    )


def _by_office(site: Site, kept: list[dict]) -> list[Line]:
    offices = Counter(row["agency"] for row in kept)
    order = {name: place for place, name in enumerate(site.agency_codes)}
    lines = []
    for name in sorted(offices, key=lambda name: (order.get(name, len(order)), name)):
        own = [row for row in kept if row["agency"] == name]
        numbers = (len(own), sum(row["origin"] == RECEIVED for row in own), sum(row["online"] is True for row in own))
        lines.append(Line([name, *map(shown, numbers)]))
    return lines
