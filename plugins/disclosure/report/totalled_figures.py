"""Figures to which the totals of units are added (`totals`)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ..pages.site import Site
from . import totals, unit_statements
from .catalogue_figures import NEW, TOTAL
from .definitions import SUMS
from .figures import Figure, Stated
from .scope import names_agency

OF_ITEMS = {NEW, TOTAL, *(name for name, _, _, parts in SUMS if NEW in parts)}
"""Figures that count all items. The district's are those of the catalogue, whatever units state."""
_SUMS = {name for name, _, _, _ in SUMS}
SOURCE = "各单位年度合计"


def add(site: Site, known: dict[str, Figure], year: int, unit: str) -> None:
    """Add to the figures of a year what units state as totals; with a `unit`, put what that agency states in their place.

    A figure is unknown where a unit states other totals of the same register and not this one. A figure that the
    district declares stays as it is: what units state stands beside it. Figures that are sums of others are left to
    `add_sums`.
    """
    _add(site, known, year, unit, lambda name: name not in _SUMS)


def add_sums(site: Site, known: dict[str, Figure], year: int, unit: str) -> None:
    """Do the same with figures that are sums of others, where these are not known; a unit's own statement always counts."""
    _add(site, known, year, unit, lambda name: name in _SUMS and (bool(unit) or known[name].itemised is None))


def _add(site: Site, known: dict[str, Figure], year: int, unit: str, wanted: Callable[[str], bool]) -> None:
    asked = [unit] if unit else totals.units(site, year)
    given = {one: totals.figures_given(site, year, one) for one in asked}
    names = dict.fromkeys(name for found in given.values() for name in found)
    names |= dict.fromkeys(name for name, register in totals.REGISTER_OF.items() if register in totals.BY_UNIT and totals.totalled(site, register, year))
    for name in filter(wanted, names):
        figure = known.get(name) or _new(name)
        stated = {one: found[name] for one, found in given.items() if name in found}
        known[name] = _of_unit(figure, stated[unit]) if unit in stated else _added(site, figure, year, stated, _silent(site, name, year, given))


def _silent(site: Site, name: str, year: int, given: dict[str, dict[str, totals.Given]]) -> tuple[str, ...]:
    """Return the units that state totals of a figure's register, but not this figure."""
    register = totals.REGISTER_OF.get(name, "")
    if register not in totals.BY_UNIT:
        return ()
    return tuple(one for one in given if one in totals.totalled(site, register, year) and name not in given[one])


def _added(site: Site, figure: Figure, year: int, stated: dict[str, totals.Given], silent: tuple[str, ...]) -> Figure:
    """Return a figure of the district with what units state of it; a unit's own where it states nothing."""
    if silent:
        return replace(figure, itemised=None, rows=(), missing=silent)
    if not stated or is_districts_own(site, figure):
        return figure
    number = sum(one.number for one in stated.values())
    said = Stated(number, len(stated), unit_statements.silent_of(site, year, stated, totals.REGISTER_OF.get(figure.name, "")), True)
    rows = (*figure.rows, (totals.REGISTER, tuple(line for one in stated.values() for line in one.lines)))
    if figure.name in totals.declared_as_a_whole(site, year):
        return replace(figure, rows=rows, stated=said._replace(is_added=False))
    return replace(figure, itemised=number + (figure.itemised or 0), rows=rows, stated=said)


def _of_unit(figure: Figure, given: totals.Given) -> Figure:
    """Return a figure of a unit as the unit states it."""
    return replace(figure, itemised=given.number, rows=((totals.REGISTER, given.lines),), path="" if figure.name in OF_ITEMS else figure.path)


def is_districts_own(site: Site, figure: Figure) -> bool:
    """Return whether totals of units are not added to a figure of the district.

    It counts all items, or a register that names no unit has it.
    """
    register = totals.REGISTER_OF.get(figure.name, "")
    return figure.name in OF_ITEMS or (bool(register) and figure.itemised is not None and not names_agency(site, register))


def _new(name: str) -> Figure:
    """Return a figure that only units state."""
    unit = "万元" if name.endswith("金额") else "件" if name.endswith("决定数") or "制发" in name else "项"
    return Figure(name, unit, f"各单位登记的{name}之和。", SOURCE)
