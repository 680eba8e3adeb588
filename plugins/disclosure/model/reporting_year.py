"""A year of reporting, and which matters belong to it.

The rule for matters that are received and closed, such as requests and disputes: they are new in the
year of receipt, and dealt with in the year in which they were closed. What is open when a year ends is
carried to the next. So carried over + new = dealt with + carried to next year.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Year:
    """A year of reporting, from 1 January to 31 December (2008 Art. 31, 2019 Art. 50). Days are ISO 8601, or '' for none."""

    number: int

    def holds(self, day: Any) -> bool:
        """Return whether a day lies in the year; an empty one does not."""
        return str(day)[:4] == str(self.number)

    def ends_before(self, day: Any) -> bool:
        """Return whether a day lies after the year; an empty one does: it has not come yet."""
        return not day or str(day) > f"{self.number}-12-31"

    def received(self, row: Row) -> bool:
        """Return whether a matter was received in the year."""
        return self.holds(row["received"])

    def closed(self, row: Row) -> bool:
        """Return whether a matter was closed in the year, whenever it was received."""
        return self.holds(row["closed"])

    def left_open(self, row: Row) -> bool:
        """Return whether a matter was open when the year ended (结转下年度)."""
        return not self.ends_before(row["received"]) and self.ends_before(row["closed"])

    def carried_over(self, row: Row) -> bool:
        """Return whether a matter was open when the year began (上年结转)."""
        return Year(self.number - 1).left_open(row)
