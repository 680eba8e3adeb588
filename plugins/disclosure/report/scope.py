"""The rows of a register that count in a report: of the district's, or of one unit's."""

from __future__ import annotations

from .. import registers
from ..pages.site import Site, remembered
from ..registers import Register
from ..registers.agencies import PENDING_UNTIL, holder
from .totals import BY_UNIT, REGISTER_OF, declared_as_a_whole, totalled


@remembered
def register_of(site: Site, name: str, year: int, unit: str) -> Register:
    """Return a register with the rows that count in a year's report; with a `unit`, in that agency's.

    Rows of an agency that states totals instead are left out, unless the district declares the number as a whole.
    A register that names no agency is the district's own.
    """
    register = site.registers[name]
    instead = _instead(site, name, year, unit)
    if unit:
        own = () if unit in instead else _by_agency(site, name, year).get(unit, ())
        return Register(name, register.exists, [row for row, _ in own], [line for _, line in own])
    if not instead:
        return register
    kept = [(row, line) for row, line in register.numbered_rows() if holder_in(site, name, row, year) not in instead]
    return Register(name, register.exists, [row for row, _ in kept], [line for _, line in kept])


def _instead(site: Site, name: str, year: int, unit: str) -> frozenset[str]:
    """Return the agencies whose totals take the place of their rows in a register."""
    if name not in BY_UNIT and not names_agency(site, name):
        return frozenset()
    if not unit and any(REGISTER_OF.get(figure) == name for figure in declared_as_a_whole(site, year)):
        return frozenset()
    return totalled(site, name, year)


@remembered
def names_agency(site: Site, name: str) -> bool:
    """Return whether the rows of a register name an agency."""
    return any(field["name"] == "agency" for field in registers.schema(name)["fields"])


def holder_in(site: Site, name: str, row: dict, year: int) -> str:
    """Return the agency in whose report of a year a row counts: the successor of one that left the matter open when it ended."""
    end = PENDING_UNTIL.get(name)
    if end is None or (name in BY_UNIT and row["agency"] in totalled(site, name, year)):
        return row["agency"]  # its totals have the matter already
    last = f"{year}-12-31"
    return holder(site.tenures, row["agency"], min(row[end] or last, last))


@remembered
def _by_agency(site: Site, name: str, year: int) -> dict[str, list[tuple[dict, int]]]:
    found: dict[str, list[tuple[dict, int]]] = {}
    if names_agency(site, name):
        for row, line in site.registers[name].numbered_rows():
            found.setdefault(holder_in(site, name, row, year), []).append((row, line))
    return found
