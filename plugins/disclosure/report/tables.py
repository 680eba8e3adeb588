"""The model of a report's tables: rows and columns of computed cells, and the look-up of a row by its label.

`edition2008` and `edition2021` define the tables; `editions.tables` returns those of a year.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from ..model.rounding import Number
from .figures import Figure


@dataclass(frozen=True)
class Cell:
    """One computed cell; its value is None where it is unknown."""

    value: Number | None = None
    figure: str = ""
    """Name of the figure that it shows, or ''."""
    rows: tuple[tuple[str, tuple[int, ...]], ...] = ()
    """The rows behind it: names of registers, each with lines of its file."""


@dataclass(frozen=True)
class TableRow:
    """A row: label and unit as in the statutory table, and its cells; a heading has none."""

    label: str
    cells: tuple[Cell, ...]
    level: int = 0
    unit: str = ""


@dataclass(frozen=True)
class Table:
    """A statutory table of a year."""

    key: str
    """The name that marks in a report use."""
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
    pages: Mapping[str, int] = field(default_factory=dict)
    """The page on which the rows behind a cell begin, by the fragment of the cell; see `table_rows`."""

    def row(self, label: str) -> TableRow | None:
        """Return the row of a label, or None. Emphasis, blanks and punctuation of the label do not matter."""
        return {plain(row.label): row for row in self.rows}.get(plain(label))


def plain(label: str) -> str:
    """Return a label without emphasis, blanks and punctuation, so that editors may set it as they like."""
    return re.sub(r"[\s*_：:、，,．.（）()“”\"《》·]", "", label)


def figure_cell(figure: Figure | None) -> Cell:
    """Return the cell that shows a figure."""
    return Cell() if figure is None else Cell(figure.value if figure.value is not None else figure.declared, figure.name, figure.rows)
