"""Which units have stated nothing of a year, so that a sum of some units never looks like the number of the district."""

from __future__ import annotations

from collections.abc import Collection

from ..model.reporting_year import Year
from ..model.rounding import number_text
from ..pages.site import Site, remembered
from . import totals
from .edition2008 import STATISTICS
from .edition2021 import DISPUTES, REQUESTS
from .figures import Figure
from .register_years import recorded
from .scope import names_agency, register_of

NAMED = 3
"""More units are counted, not named."""
_REGISTERS = {REQUESTS: ("requests",), DISPUTES: ("disputes",), STATISTICS: totals.BY_UNIT}
"""Registers of single matters from which a table is counted."""


def silent_of(site: Site, year: int, stating: Collection[str], *registers: str) -> tuple[str, ...]:
    """Return the listed units that exist in a year, are not among those that state a number, and have no row of the year in one of the registers."""
    return tuple(
        name for name, tenure in site.tenures.items()
        if name not in stating and tenure.exists_in(year) and not any(has_rows(site, register, year, name) for register in registers if register)
    )


@remembered
def has_rows(site: Site, register: str, year: int, unit: str) -> bool:
    """Return whether a register has a row of a unit that is about a year."""
    return names_agency(site, register) and recorded(register_of(site, register, year, unit), Year(year))


def knows_requests(site: Site, year: int, unit: str) -> bool:
    """Return whether anything is known of a unit's requests in a year: totals, or a row."""
    return REQUESTS in totals.of_unit(site, year, unit) or has_rows(site, "requests", year, unit)


def of_table(site: Site, year: int, key: str, unit: str = "") -> str:
    """Return in words what a computed table of a year leaves out, or ''."""
    registers = _REGISTERS.get(key, ())
    if unit:
        empty = key in (REQUESTS, DISPUTES) and key not in totals.of_unit(site, year, unit) and not any(has_rows(site, one, year, unit) for one in registers)
        return f"登记簿里没有{unit}{year}年的记录，它也没有报合计：各格照 0 列，没有核对过。" if empty else ""
    stating = [one for one in totals.units(site, year) if key in totals.of_unit(site, year, one)]
    silent = silent_of(site, year, stating, *registers)
    if not stating or not silent:
        return ""
    return f"{len(stating)} 个单位报了这张表的合计；{year}年的机构里，另有 {len(silent)} 个既没有报，也没有逐件登记：{named(silent)}。"


def of_figure(figure: Figure) -> str:
    """Return in words what units state of a figure of the district, or ''."""
    if figure.stated is None:
        return ""
    number, units, silent, is_added = figure.stated
    said = f"{units} 个单位报的合计是 {number_text(number)}{figure.unit}，{f'另有 {len(silent)} 个单位没有报' if silent else '各单位都报了'}"
    return f"{said}。" if is_added else f"{said}；全区公布过的数不因此改动。"


def named(units: Collection[str]) -> str:
    """Return the first units by name, and how many there are."""
    return "、".join(list(units)[:NAMED]) + (f"等 {len(units)} 个" if len(units) > NAMED else "")
