"""Table Schemas: what columns each register has, and what may stand in them."""

from __future__ import annotations

import functools
import json
from pathlib import Path

SCHEMAS = Path(__file__).with_name("schemas")


@functools.cache
def schema(name: str) -> dict:
    """Return the Table Schema of a register. It is cached: do not change it."""
    return json.loads((SCHEMAS / f"{name}.json").read_text(encoding="utf-8"))


@functools.cache
def names() -> tuple[str, ...]:
    """Return the names of all registers that this software knows."""
    return tuple(sorted(path.stem for path in SCHEMAS.glob("*.json")))


def primary_key(table: dict) -> list[str]:
    """Return the columns that tell one row of a table from another."""
    key = table.get("primaryKey", [])
    return [key] if isinstance(key, str) else key


def is_required(field: dict) -> bool:
    """Return whether a column is required, and each of its cells too."""
    return field.get("constraints", {}).get("required", False)
