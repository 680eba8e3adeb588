"""Where the cells of a table stand, counted while a document is read."""

from __future__ import annotations

from .extract import Columns


class Tables:
    """Counts tables, rows and cells while XML is read. Tables within tables count as part of the outer one."""

    def __init__(self) -> None:
        self.number = self.row = self.cell = self.depth = 0
        self._columns = Columns()

    def open(self, tag: str) -> None:
        """Begin an element, which may be a table, a row or a cell."""
        if tag in ("tbl", "table"):
            self.depth += 1
            if self.depth == 1:
                self.number, self.row, self.cell, self._columns = self.number + 1, 0, 0, Columns()
        elif tag in ("tr", "table-row") and self.depth == 1:
            self.row, self.cell = self.row + 1, 0
        elif tag in ("tc", "table-cell", "covered-table-cell") and self.depth == 1:
            self.cell += 1

    def close(self, tag: str) -> None:
        """End an element."""
        if tag in ("tbl", "table"):
            self.depth -= 1

    @property
    def place(self) -> str:
        """Where the present cell stands, in Chinese; '' outside of tables."""
        return f"表 {self.number} 第 {self.row} 行第 {self.cell} 格" if self.depth and self.cell else ""

    def label(self, text: str) -> str:
        """Return the heading of this cell's column. A cell that is a heading is remembered, and has none itself."""
        return self._columns.label(self.cell, text) if self.depth and self.cell else ""
