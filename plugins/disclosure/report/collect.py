"""All figures of a year, by name: counted from items, then from registers, then sums, then what is declared."""

from __future__ import annotations

from .. import registers
from ..model.reporting_year import Year
from ..pages.counts import counts_of
from ..pages.site import Site, remembered
from . import catalogue_figures, form_figures, register_years
from .definitions import COUNTINGS, RATIOS, SUMS
from .figures import Figure, from_ratio, from_register, from_sum, with_declared

REGISTERS = tuple(dict.fromkeys(["carried_forward", "declared", *(counting.register for counting in COUNTINGS)]))
"""Registers that figures come from."""


@remembered
def figures(site: Site, year: int) -> dict[str, Figure]:
    """Return every figure of a year by name. The same catalogue and registers give the same figures."""
    reported = Year(year)
    known = {figure.name: figure for figure in catalogue_figures.figures(site, counts_of(site), reported)}
    titles = {name: registers.schema(name)["title"] for name in REGISTERS}
    said = {name: register_years.recorded(site.registers[name], reported) for name in REGISTERS}
    for counting in COUNTINGS:
        name = counting.register
        known[counting.name] = from_register(counting, site.registers[name], titles[name], reported, said[name])
    known[form_figures.DOWNLOADABLE] = form_figures.downloadable(site, reported)
    for name, unit, definition, parts in SUMS:
        known[name] = from_sum(name, unit, definition, parts, known)
    for ratio in RATIOS:
        known[ratio.name] = from_ratio(ratio, known)
    return with_declared(known, site.registers, reported)
