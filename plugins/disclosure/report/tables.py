"""The model of a report's tables: rows and columns of computed cells, and the look-up of a row by its label.

A layout says what rows and columns a table has and what each cell counts, whatever the data. `edition2008`,
`edition2019` and `edition2021` define the layouts; `editions.tables` fills those of a year.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from ..model.reporting_year import Year
from ..model.rounding import Number
from .figures import Figure, Row


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
    wording: str = ""
    """The words of the printed form, where the label says it otherwise."""
    is_optional: bool = False
    """Whether a report may leave the row out."""


@dataclass(frozen=True)
class Line:
    """A row of a layout. A heading counts nothing."""

    label: str
    figures: tuple[str, ...] = ()
    """Name of the figure that each column shows; '' for a cell that the form leaves empty."""
    level: int = 0
    unit: str = ""
    wording: str = ""
    """The words of the printed form, where the label says it otherwise."""
    is_optional: bool = False
    """Whether a report may leave the row out: not every year's form has it."""
    counts: Callable[[Year, Row], bool] | None = None
    """In a table that counts requests: which of them belong in the row."""

    @property
    def is_heading(self) -> bool:
        """Whether the row has no numbers."""
        return self.counts is None and not any(self.figures)


@dataclass(frozen=True)
class Layout:
    """The rows and columns of a statutory table."""

    key: str
    """The name that marks in a report use."""
    slug: str
    """File name of its page."""
    title: str
    """With {year} where the year stands."""
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    definition: str
    first: str = "指标"
    units: bool = False
    unit: str = ""
    """The unit of cells that show no figure."""

    def line(self, label: str) -> Line | None:
        """Return the row of a label, or None. Emphasis, blanks and punctuation of the label do not matter."""
        return _by_label(self.lines).get(plain(label))

    def table(self, year: int, cells: Callable[[Line], tuple[Cell, ...]]) -> Table:
        """Return the table of a year. `cells` returns the cells of a row."""
        rows = tuple(TableRow(line.label, cells(line), line.level, line.unit, line.wording, line.is_optional) for line in self.lines)
        return Table(self.key, self.slug, self.title.format(year=year), self.columns, rows, self.definition, self.first, self.units, self.unit)

    def of_figures(self, year: int, known: Mapping[str, Figure]) -> Table:
        """Return the table whose cells show figures."""
        return self.table(year, lambda line: tuple(figure_cell(known.get(name)) if name else Cell() for name in line.figures))


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
    unit: str = ""
    """The unit of cells that show no figure."""
    note: str = ""
    """What the numbers leave out, in words for readers."""
    pages: Mapping[str, int] = field(default_factory=dict)
    """The page on which the rows behind a cell begin, by the fragment of the cell; see `table_rows`."""

    def row(self, label: str) -> TableRow | None:
        """Return the row of a label, or None. Emphasis, blanks and punctuation of the label do not matter."""
        return _by_label(self.rows).get(plain(label))


def _by_label(rows: tuple) -> dict:
    """Return rows by their plain label, and by the words of the form where no label says the same."""
    return {plain(row.wording): row for row in rows if row.wording} | {plain(row.label): row for row in rows}


def plain(label: str) -> str:
    """Return a label without emphasis, blanks and punctuation, so that editors may set it as they like."""
    return re.sub(r"[\s*_：:、，,．.（）()“”\"《》·]", "", label)


def figure_cell(figure: Figure | None) -> Cell:
    """Return the cell that shows a figure."""
    return Cell() if figure is None else Cell(figure.value if figure.value is not None else figure.declared, figure.name, figure.rows)
