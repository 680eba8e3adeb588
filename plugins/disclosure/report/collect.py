"""All figures of a year, by name: counted from items, then from registers, then sums, then what is declared."""

from __future__ import annotations

from .. import registers
from ..model.reporting_year import Year
from ..pages import clearances
from ..pages.counts import counts_of
from ..pages.site import Site, remembered
from . import catalogue_figures, form_figures, register_years, totalled_figures, totals
from .definitions import COUNTINGS, RATIOS, SUMS
from .figures import Figure, from_ratio, from_register, from_sum, with_declared
from .scope import names_agency, register_of

REGISTERS = tuple(dict.fromkeys(["carried_forward", "declared", clearances.REGISTER, totals.REGISTER, *(counting.register for counting in COUNTINGS)]))
"""Registers that figures come from."""


@remembered
def figures(site: Site, year: int, unit: str = "") -> dict[str, Figure]:
    """Return every figure of a year by name; with a `unit`, of that agency. The same catalogue and registers give the same figures."""
    reported = Year(year)
    whole = totals.declared_as_a_whole(site, year)
    stated = {one: frozenset(totals.figures_given(site, year, one)) - whole for one in totals.units(site, year)}
    counted = catalogue_figures.of_unit(site, reported, unit) if unit else catalogue_figures.figures(site, counts_of(site), reported, stated)
    known = {figure.name: figure for figure in counted}
    titles = {name: registers.schema(name)["title"] for name in REGISTERS}
    said = {name: _says(site, name, reported, unit) for name in REGISTERS}
    for counting in COUNTINGS:
        name = counting.register
        known[counting.name] = from_register(counting, register_of(site, name, year, unit), titles[name], reported, said[name])
    known[form_figures.DOWNLOADABLE] = form_figures.downloadable(site, reported, register_of(site, "forms", year, unit))
    totalled_figures.add(site, known, year, unit)
    for name, unit_of, definition, parts in SUMS:
        known[name] = from_sum(name, unit_of, definition, parts, known)
    totalled_figures.add_sums(site, known, year, unit)
    for ratio in RATIOS:
        known[ratio.name] = from_ratio(ratio, known)
    return known if unit else with_declared(known, site.registers, reported)


def _says(site: Site, name: str, year: Year, unit: str) -> bool:
    """Return whether a register says something of a year, and of a unit."""
    if unit and not names_agency(site, name):
        return False
    return register_years.recorded(site.registers[name], year)
