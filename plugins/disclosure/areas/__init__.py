"""Key areas of disclosure (重点领域): pages made of items and of registers.

    accidents, approvals, audits, budgets, charges, environment, expropriations, food, housing, tenders, violations
                         register → tables
    area_page            tables, policies and items of one area → its page
    checks               problems of the rows of these registers

`AREAS` says which registers belong to an area, by the area's slug. An area that is not in
it has items only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ..pages.sheet import Sheet
from ..pages.site import Site, remembered
from . import accidents, approvals, audits, budgets, charges, environment, expropriations, food, housing, tenders, violations


@dataclass(frozen=True)
class Area:
    """What belongs to a key area besides items."""

    sheets: tuple[Callable[[Site], Iterator[Sheet]], ...] = ()
    registers: tuple[str, ...] = ()
    has_violations: bool = False
    """Whether the page says so when the register of offences has none for the area."""


AREAS: dict[str, Area] = {
    "budget": Area((budgets.sheets, audits.sheets), ("budgets", "audits")),
    "approvals": Area((approvals.sheets,), ("approvals",)),
    "housing": Area((housing.projects, housing.allocations), ("housing", "allocations")),
    "food": Area((food.sheets,), ("food_inspections",), True),
    "environment": Area((environment.sheets,), ("environment",), True),
    "tenders": Area((tenders.sheets,), ("tenders",), True),
    "safety": Area((accidents.sheets,), ("accidents",), True),
    "expropriation": Area((expropriations.sheets,), ("expropriations",)),
    "prices": Area((charges.sheets,), ("charges",), True),
}
"""By the slug of an area in the setting DISCLOSURE_KEY_AREAS."""

REGISTERS = tuple(dict.fromkeys([*(name for area in AREAS.values() for name in area.registers), "violations"]))
"""All registers that a key-area page may show."""


def sheets(site: Site, name: str) -> list[Sheet]:
    """Return the tables of a key area, in the order of the page."""
    area = AREAS.get(site.taxonomy.key_area[name].slug, Area())
    found = [sheet for make in area.sheets for sheet in make(site)]
    return [*found, *violations.sheets(site, name, area.has_violations)]


def count_rows(site: Site, name: str) -> int:
    """Return how many rows of registers belong to a key area."""
    area = AREAS.get(site.taxonomy.key_area[name].slug, Area())
    rows = sum(len(site.registers[register].rows) for register in area.registers)
    return rows + sum(row["area"] == name for row in site.registers["violations"].rows)


def referring_to(site: Site, index: str) -> Iterator[str]:
    """Return the names of the key areas whose registers refer to an item."""
    return iter(sorted(_by_item(site).get(index, ())) if index else ())


@remembered
def _by_item(site: Site) -> dict[str, set[str]]:
    """Return the names of the key areas whose registers refer to an item, by the item's Index."""
    named: dict[str, set[str]] = {}
    for key_area in site.taxonomy.key_areas:
        for register in AREAS.get(key_area.slug, Area()).registers:
            for row in site.registers[register].rows:
                named.setdefault(row.get("item", ""), set()).add(key_area.name)
    for row in site.registers["violations"].rows:
        named.setdefault(row["item"], set()).add(row["area"])
    return named
