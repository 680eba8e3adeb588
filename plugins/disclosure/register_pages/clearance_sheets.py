"""Clearances of normative documents: each decision with its results, then what was decided on each document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ..model import addresses
from ..pages.clearances import REGISTER, day_of
from ..pages.sheet import DATE, NUMBER, WORD, Column, Line, Sheet, by_date, item_addresses, shown
from ..pages.site import Site
from ..registers import schema


def clearances(site: Site) -> Iterator[Sheet]:
    """Yield the decisions, the newest first, and the documents that they name."""
    rows = by_date(site.registers[REGISTER].rows, "decided")
    if not rows:
        return
    results = next(field["constraints"]["enum"] for field in schema(REGISTER)["fields"] if field["name"] == "result")
    decisions = {(row["decided"], row["decision"]): row for row in rows}
    counted = Counter((row["decided"], row["decision"], row["result"]) for row in rows)
    paths = item_addresses(site, [{"item": row["decision_item"]} for row in decisions.values()])
    yield Sheet(
        "clearance-decisions", "历次清理决定", [Column("清理决定"), Column("决定日期", DATE), *(Column(result, NUMBER) for result in results), Column("依据")],
        [
            Line([key[1], key[0], *(shown(counted[*key, result]) for result in results), shown(row["basis"])], paths.get(row["decision_item"], ""))
            for key, row in decisions.items()
        ],
    )
    documents = item_addresses(site, rows)
    yield Sheet(
        "clearance-documents", "各份文件的清理结果",
        [Column("文件"), Column("文号", WORD), Column("清理结果", WORD), Column("从哪天起", DATE), Column("清理决定")],
        [Line([row["document"], shown(row["document_number"]), row["result"], day_of(row), row["decision"]], documents.get(row["item"], "")) for row in rows],
        definitions=[("文件", "有链接的，本站有全文；没有链接的，只有名称。")], csv=addresses.register_csv(REGISTER),
    )
