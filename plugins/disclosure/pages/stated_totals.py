"""Units that state totals of a year and keep no single rows: pages that count single rows say that these are not among them.

Totals are placed in the statutory tables, and added to single rows, in the annual reports only.
"""

from __future__ import annotations

from collections.abc import Callable

from .site import Site, remembered

NAMED = 5
"""More units than these are counted, not named."""
_TABLES: dict[str, dict[str, Callable[[str], bool]]] = {
    "requests": {"表3": lambda row: True, "统计表": lambda row: "申请数" in row or "办结数" in row},
    "disputes": {"表4": lambda row: True, "统计表": lambda row: "复议" in row or "诉讼" in row},
    "complaints": {"统计表": lambda row: "举报投诉" in row},
}
"""Tables and rows in which a unit states what a register counts, by the register."""


@remembered
def units(site: Site, register: str) -> dict[int, list[str]]:
    """Return the units that state totals for what a register counts, by year, newest first; in the order of the register of agencies."""
    tables = _TABLES[register]
    found: dict[int, set[str]] = {}
    for row in site.registers["report_figures"].rows:
        if row["table"] in tables and tables[row["table"]](row["row"]):
            found.setdefault(row["year"], set()).add(row["agency"])
    order = {name: place for place, name in enumerate(site.agency_codes)}
    return {year: sorted(found[year], key=lambda name: (order.get(name, len(order)), name)) for year in sorted(found, reverse=True)}


def sentence(site: Site, register: str, year: int) -> str:
    """Return which units of a year are not in tables of single rows; '' for none."""
    names = units(site, register).get(year, [])
    if not names:
        return ""
    more = "等" if len(names) > NAMED else ""
    return f"{year}年有 {len(names)} 个单位只报全年合计，没有逐件登记，不在表里（{'、'.join(names[:NAMED])}{more}）；它们的数在“各单位年度合计”的下载文件里，加上它们的全区的数在当年的年报里。"


def notes(site: Site, register: str) -> list[str]:
    """Return such a sentence for each year."""
    return [sentence(site, register, year) for year in units(site, register)]


def pointer(site: Site, register: str) -> str:
    """Return the words above a table of several years that lead to the notes below; '' where no unit states totals."""
    years = "、".join(f"{year}年" for year in units(site, register))
    return f"不包括只报全年合计的单位（{years}有），见本页最后的说明。" if years else ""
