"""How much a file holds and how it begins: its own title, pages, sheets, rows, the first rows of its first sheet.

Readers fill it as they go by what a reader of the document sees. Hidden sheets, rows and columns do not count.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field

MOST_ROWS, MOST_COLUMNS, MOST_CHARACTERS = 8, 6, 40
"""Rows, columns and characters of a cell that are kept."""
_LONGEST_TITLE = 80
_TITLE = re.compile(rb"<dc:title[^>]*>([^<]{1,400})</dc:title>")


@dataclass(slots=True)
class Shape:
    """How much a file holds. 0 and '' where that is not known."""

    title: str = ""
    """The title in the properties of the file."""
    pages: int = 0
    sheets: int = 0
    rows: int = 0
    """Rows of the first sheet that have a text."""
    first_rows: list[dict[int, str]] = field(default_factory=list)
    """The texts of the first rows that have one, by column, from 1."""
    hidden_columns: set[int] = field(default_factory=set)
    _row: int = 0

    def cell(self, row: int, column: int, text: str) -> None:
        """Add a cell of the first sheet, as a reader sees it. Rows come in their order."""
        text = " ".join(text.split())
        if not text:
            return
        if row != self._row:
            self._row = row
            self.rows += 1
            if self.rows <= MOST_ROWS:
                self.first_rows.append({})
        if self.rows <= MOST_ROWS and len(self.first_rows[-1]) < 4 * MOST_COLUMNS:
            self.first_rows[-1][column] = text if len(text) <= MOST_CHARACTERS else f"{text[: MOST_CHARACTERS - 1]}…"

    def table(self) -> list[list[str]]:
        """Return the first rows, all of the same length. Columns that are hidden, or beyond `MOST_COLUMNS`, are left out."""
        used = {column for row in self.first_rows for column in row}
        columns = [column for column in range(min(used, default=1), max(used, default=0) + 1) if column not in self.hidden_columns][:MOST_COLUMNS]
        rows = ([row.get(column, "") for column in columns] for row in self.first_rows)
        return [row for row in rows if any(row)]

    def call(self, title: str) -> None:
        """Keep the title of the file's own properties."""
        self.title = " ".join(title.split())[:_LONGEST_TITLE]


def title_in(core: bytes) -> str:
    """Return the title in the properties of a document of Office (`docProps/core.xml`); '' where there is none."""
    found = _TITLE.search(core)
    return html.unescape(found[1].decode("utf-8", "replace")) if found else ""
