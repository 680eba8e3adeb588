"""Reconsiderations and lawsuits (行政复议, 行政诉讼) about disclosure, and complaints (举报投诉)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from ..model import addresses
from ..model.reporting_year import Year
from ..pages import stated_totals
from ..pages.sheet import DATE, LISTED, NUMBER, WORD, Column, Line, Sheet, by_date, shown, year_of
from ..pages.site import Site
from ..registers import schema

Row = dict[str, Any]
PENDING = "尚未审结"


def disputes(site: Site) -> Iterator[Sheet]:
    """Yield the numbers by kind and outcome for each year, then the disputes, the newest first."""
    rows = site.registers["disputes"].rows
    if not rows:
        return
    fields = {field["name"]: field.get("constraints", {}).get("enum", []) for field in schema("disputes")["fields"]}
    lines = []
    for year in map(Year, sorted({year_of(row, column) for row in rows for column in ("received", "closed") if row[column]}, reverse=True)):
        for kind in fields["kind"]:
            own = [row for row in rows if row["kind"] == kind]
            found = Counter(row["outcome"] for row in own if year.closed(row)) + Counter({PENDING: sum(map(year.left_open, own))})
            numbers = [*(found[outcome] for outcome in fields["outcome"]), found.total()]
            lines.append(Line([f"{year.number}年", kind, *map(shown, numbers)]))
    yield Sheet(
        "disputes-by-year", "各年的复议和诉讼",
        [Column("年份", WORD), Column("类型"), *(Column(outcome, NUMBER) for outcome in fields["outcome"]), Column("总计", NUMBER)], lines,
        text=f"登记簿里共有 {len(rows)} 件。" + stated_totals.pointer(site, "disputes"),
        definitions=[("结果", "当年审结的案件，不论何时收到；到当年12月31日没有审结的，算尚未审结，在审结的那一年再按结果算。")],
    )
    newest = by_date(rows, "received")
    yield Sheet(
        "disputes-list", "案件登记", [
            Column("编号", WORD), Column("收到", DATE), Column("类型"), Column("被申请人或被告"), Column("所涉申请", WORD), Column("审结", DATE), Column("结果", WORD),
        ],
        [
            Line([row["number"], row["received"], row["kind"], row["agency"], shown(row["request"]), shown(row["closed"]), row["outcome"]])
            for row in newest[:LISTED]
        ],
        csv=addresses.register_csv("disputes"), left_out=max(0, len(newest) - LISTED),
    )


def complaints(site: Site) -> Iterator[Sheet]:
    """Yield the numbers of each year, then the complaints, the newest first."""
    rows = site.registers["complaints"].rows
    if not rows:
        return
    lines = []
    for year in sorted({year_of(row, "received") for row in rows}, reverse=True):
        mine = [row for row in rows if year_of(row, "received") == year]
        lines.append(Line([f"{year}年", shown(len(mine)), shown(sum(bool(row["closed"]) for row in mine))]))
    yield Sheet(
        "complaints-by-year", "各年收到的举报投诉", [Column("年份", WORD), Column("收到", NUMBER), Column("其中已经办结", NUMBER)], lines,
        text=stated_totals.pointer(site, "complaints"),
        definitions=[("收到", "收到日期在当年的举报和投诉的件数。")],
    )
    newest = by_date(rows, "received")
    yield Sheet(
        "complaints-list", "举报投诉登记",
        [Column("编号", WORD), Column("收到", DATE), Column("被投诉机关"), Column("事由"), Column("办结", DATE), Column("处理结果")],
        [
            Line([row["number"], row["received"], row["agency"], row["subject"], shown(row["closed"]), shown(row["outcome"])])
            for row in newest[:LISTED]
        ],
        csv=addresses.register_csv("complaints"), left_out=max(0, len(newest) - LISTED),
    )
