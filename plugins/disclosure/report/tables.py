"""Tables of a report: rows and columns of computed cells, and how a label in a text finds its row.

What the tables are is data in `edition2008` and `edition2021`; which of them a year has is
`of_year`'s to say.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .figures import Figure, Number


@dataclass(frozen=True)
class Cell:
    """One computed cell; None where nothing is known."""

    value: Number | None = None
    figure: str = ""
    """Name of the figure that it shows, if it shows one."""
    rows: tuple[tuple[str, tuple[int, ...]], ...] = ()


@dataclass(frozen=True)
class TableRow:
    """A row: its label as the statutory table has it, its unit where the table states one, its cells."""

    label: str
    cells: tuple[Cell, ...]
    level: int = 0
    unit: str = ""


@dataclass(frozen=True)
class Table:
    """A statutory table of a year."""

    key: str
    """What a report's mark calls it."""
    slug: str
    """File name of its page."""
    title: str
    columns: tuple[str, ...]
    """Labels of the columns of numbers."""
    rows: tuple[TableRow, ...]
    definition: str
    first: str = "指标"
    """Label of the first column."""
    units: bool = False
    """Whether a column of units stands between label and numbers."""

    def row(self, label: str) -> TableRow | None:
        """Return the row of a label, however its numbering and punctuation are written."""
        return {plain(row.label): row for row in self.rows}.get(plain(label))


def plain(label: str) -> str:
    """Return a label without emphasis, blanks and punctuation, so that editors may set it as they like."""
    return re.sub(r"[\s*_：:、，,．.（）()“”\"《》·]", "", label)


def shown(figure: Figure | None) -> Cell:
    """Return the cell that shows a figure."""
    return Cell() if figure is None else Cell(figure.value if figure.value is not None else figure.declared, figure.name, figure.rows)
