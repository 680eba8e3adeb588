"""The editions of the report's format: which tables a year's report has."""

from __future__ import annotations

from dataclasses import dataclass

from . import edition2008, edition2019, edition2021
from .tables import Layout


@dataclass(frozen=True)
class Edition:
    """One edition of the report's format."""

    name: str
    """As the documentation and the drafts call it."""
    since: int
    """The first year whose report has it."""
    basis: str
    """The document that prescribes it."""
    layouts: tuple[Layout, ...]

    def layout(self, key: str) -> Layout | None:
        """Return the layout of a key, or None."""
        return next((layout for layout in self.layouts if layout.key == key), None)


EDITIONS = (
    Edition("2008", 0, "国办发〔2014〕32号", edition2008.LAYOUTS),
    Edition("2019", 2019, "国办公开办函〔2019〕60号", edition2019.LAYOUTS),
    Edition("2021", 2021, "国办公开办函〔2021〕30号", edition2021.LAYOUTS),
)
"""Every edition, the oldest first."""


def edition_of(year: int) -> Edition:
    """Return the edition that a year's report has."""
    return next(found for found in reversed(EDITIONS) if found.since <= year)
