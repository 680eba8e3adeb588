"""Administrative approvals (行政审批事项): every matter with its legal basis, office by office."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ..areas.approvals import CANCELLED, KEPT, RECEIVED
from ..model import addresses
from ..pages.sheet import DATE, NUMBER, WORD, Column, Line, Sheet, shown
from ..pages.site import Site
from ..registers import schema


def approvals(site: Site) -> Iterator[Sheet]:
    """Yield the numbers by kind, then a table of the matters of each office."""
    rows = site.registers["approvals"].rows
    if not rows:
        return
    kinds = next(field["constraints"]["enum"] for field in schema("approvals")["fields"] if field["name"] == "kind")
    kept = [row for row in rows if row["status"] == KEPT]
    by_kind = Counter(row["kind"] for row in kept)
    received = Counter(row["kind"] for row in kept if row["origin"] == RECEIVED)
    cancelled = Counter(row["kind"] for row in rows if row["status"] == CANCELLED)
    yield Sheet(
        "approvals-by-kind", "各类事项", [Column("类型"), *(Column(label, NUMBER) for label in ("保留", "其中承接", "已经取消"))],
        [
            Line([kind, *map(shown, (by_kind[kind], received[kind], cancelled[kind]))])
            for kind in kinds if by_kind[kind] or cancelled[kind]
        ],
        text=f"现在保留 {len(kept)} 项，其中从上级承接 {received.total()} 项；已经取消 {cancelled.total()} 项。",
        totals=[["合计", *map(shown, (len(kept), received.total(), cancelled.total()))]],
        definitions=[("保留", "现在仍在办理的事项。"), ("承接", "上级机关下放、由区里办理的事项。")],
        csv=addresses.register_csv("approvals"),
    )
    for name in site.agencies:
        mine = [row for row in rows if row["agency"] == name]
        if mine:
            yield Sheet(
                f"approvals-{site.agency_folder(name).rpartition('/')[2]}", name,
                [Column("编码", WORD), Column("事项"), Column("类型", WORD), Column("设定依据"), Column("来源"), Column("网上办理", WORD), Column("状态", DATE)],
                [
                    Line([
                        row["code"], row["name"], row["kind"], row["basis"], _origin(row), shown(row["online"]),
                        row["status"] if row["status"] == KEPT else f"{row['cancelled']} 取消（{row['document']}）",
                    ])
                    for row in mine
                ],
            )


def _origin(row: dict) -> str:
    return f"{row['received']} 从{row['from'] or '上级机关'}承接" if row["origin"] == RECEIVED else "原有"
