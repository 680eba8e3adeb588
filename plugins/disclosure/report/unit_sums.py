"""What each unit adds to a table of the district: one row for each unit, with the sums of the table's rows or columns."""

from __future__ import annotations

from ..pages.sheet import NUMBER, WORD, Column, Line, Sheet
from ..pages.site import Site, report_name
from . import request_table, totals
from .collect import figures
from .edition2021 import DISPUTES, DONE, NEW, NEXT, OVER, REQUESTS
from .editions import edition_of
from .reconcile import number_text
from .scope import holder_in, register_of
from .tables import Layout, Table

_SUMS = ((NEW, "新收"), (OVER, "上年结转"), (DONE, "办结"), (NEXT, "结转下年度"))
SINGLE, TOTALS = "逐件", "合计"


def sheet(site: Site, key: str, year: int) -> Sheet | None:
    """Return the units behind the table of requests or of disputes; None for other tables, and where no unit has numbers."""
    layout = edition_of(year).layout(key)
    if layout is None or key not in (REQUESTS, DISPUTES):
        return None
    lines = [_line(site, layout, year, unit) for unit in _units(site, key, year)]
    if not lines:
        return None
    labels = [label for _, label in _SUMS] if key == REQUESTS else [line.label for line in layout.lines]
    return Sheet(
        "units", "各单位", [Column("单位"), *(Column(label, NUMBER) for label in labels), Column("登记", WORD)], lines,
        text="全区的数是这些单位的数之和。", definitions=[("登记", f"{SINGLE}：登记簿里每件一行；{TOTALS}：单位只报全年的合计。")],
    )


def _units(site: Site, key: str, year: int) -> list[str]:
    """Return the units with rows or totals of the year, in the order of the register of agencies."""
    register = {REQUESTS: "requests", DISPUTES: "disputes"}[key]
    there = {holder_in(site, register, row, year) for row in register_of(site, register, year, "").rows if _concerns(row, year)} | totals.totalled(site, register, year)
    order = {name: position for position, name in enumerate(site.agencies)}
    return sorted(there, key=lambda name: (order.get(name, len(order)), name))


def _concerns(row: dict, year: int) -> bool:
    return row["received"] <= f"{year}-12-31" and (not row["closed"] or row["closed"] >= f"{year}-01-01")


def _line(site: Site, layout: Layout, year: int, unit: str) -> Line:
    register = "requests" if layout.key == REQUESTS else "disputes"
    if layout.key == REQUESTS:
        table = request_table.table(site, layout, year, unit)
        numbers = [table.row(label).cells[-1].value for label, _ in _SUMS]
    else:
        numbers = [row.cells[-1].value for row in _disputes(site, layout, year, unit).rows]
    path = next((report["path"] for report in site.all_reports if report["name"] == report_name(site, year, unit)), "")
    how = TOTALS if unit in totals.totalled(site, register, year) else SINGLE
    return Line([unit, *map(number_text, numbers), how], path)


def _disputes(site: Site, layout: Layout, year: int, unit: str) -> Table:
    return layout.of_figures(year, figures(site, year, unit))
