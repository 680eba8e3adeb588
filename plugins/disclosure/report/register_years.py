"""Which years a register says something of.

A year without rows is a year without data: nobody knows whether nothing happened or nothing was
written down. Where nothing happened, `declared.csv` states the zero, with its source.
"""

from __future__ import annotations

from collections.abc import Sequence

from .. import registers
from ..model.reporting_year import Row, Year
from ..registers import Register

UNDATED = ("services", "forms")
"""Registers of what there is now. Their rows are of every year."""
_ENDS = {"requests": "closed", "disputes": "closed", "complaints": "closed", "approvals": "cancelled"}
"""Registers whose matters last until the day in this column; with an empty one they last still."""

_DAYS = {"licences": ("decided",), "penalties": ("decided",)}
"""Registers of which other dates lie in years of which they say nothing: a decision may be shown for years."""


def recorded(register: Register, year: Year) -> bool:
    """Return whether a register has a row that is about a year or a part of it."""
    if register.name in UNDATED:
        return bool(register.rows)
    columns = _DAYS.get(register.name) or [field["name"] for field in registers.schema(register.name)["fields"] if field["type"] == "date"]
    return any(_covers(row, columns, _ENDS.get(register.name), year) for row in register.rows)


def _covers(row: Row, columns: Sequence[str], end: str | None, year: Year) -> bool:
    if "year" in row:
        return row["year"] == year.number
    days = [row[column] for column in columns if row[column]]
    lasts = end is not None and not row[end]
    if not days:
        return lasts
    return int(min(days)[:4]) <= year.number and (lasts or year.number <= int(max(days)[:4]))
