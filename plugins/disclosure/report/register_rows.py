"""Rows of registers as pages show them, and how many bytes they take there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .. import registers
from ..model import addresses
from ..pages import table_shape
from ..pages.sheet import row_bytes
from ..pages.site import Site, remembered
from ..register_pages import PAGES

HIDDEN = {"item"}
"""Columns of registers that are not shown."""
_KINDS = {"integer": "number", "number": "number", "date": "date"}


def view(site: Site, name: str, lines: Sequence[int]) -> dict[str, Any]:
    """Return rows of a register, by line of its file, as a table of texts without empty columns."""
    schema, by_line = registers.schema(name), _by_line(site, name)
    rows = [by_line[line] for line in lines]
    fields = [field for field in schema["fields"] if field["name"] not in HIDDEN and any(row[field["name"]] != "" for row in rows)]
    kinds = [_KINDS.get(field["type"], "") for field in fields]
    texts = [[_text(row[field["name"]]) for field in fields] for row in rows]
    return {
        "shape": table_shape.shape([(field["title"], not kind) for field, kind in zip(fields, kinds, strict=True)], texts),
        "title": schema["title"], "path": addresses.register(name) if name in PAGES else "", "csv": addresses.register_csv(name),
        "total": len(rows), "columns": [field["title"] for field in fields], "kinds": kinds,
        "rows": texts,
    }


@remembered
def _by_line(site: Site, name: str) -> dict[int, dict[str, Any]]:
    return {line: row for row, line in site.registers[name].numbered_rows()}


@remembered
def sizes(site: Site, name: str) -> dict[int, int]:
    """Return about how many bytes each row of a register takes as HTML, by its line."""
    return {line: row_bytes(_text(value) for column, value in row.items() if column not in HIDDEN) for line, row in _by_line(site, name).items()}


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return "—" if value == "" else str(value)
