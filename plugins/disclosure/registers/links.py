"""References of a register to another register, to the classification and to items.

They are the foreign keys of the schemas: an agency stands in the register of agencies,
a request in the register of requests, an Index in the catalogue.
"""

from __future__ import annotations

import functools
import sqlite3
from collections.abc import Iterable, Iterator

from ..model.problems import WARNING, Problem, did_you_mean
from .schema import names, schema
from .table import Register, Registers

ITEMS = "items"
"""The name by which foreign keys refer to items. It is no register; the key is an item's Index."""


def problems(registers: Registers, connection: sqlite3.Connection, categories: Iterable[str]) -> Iterator[Problem]:
    """Yield the cells that name something unknown. References to a register without a file are not checked."""
    yield from unlisted(registers["carried_forward"], "category", categories, "信息分类")
    for name in names():
        for key in schema(name).get("foreignKeys", ()):
            register, column, target = registers[name], key["fields"], key["reference"]
            if target["resource"] == ITEMS:
                yield from _unknown_items(register, column, connection)
            elif registers[target["resource"]].exists:
                known = sorted(registers[target["resource"]].values(target["fields"]))
                yield from unlisted(register, column, known, _title(name, column))


@functools.cache
def item_columns(name: str) -> tuple[str, ...]:
    """Return the columns of a register that hold the Index of an item."""
    return tuple(key["fields"] for key in schema(name).get("foreignKeys", ()) if key["reference"]["resource"] == ITEMS)


def _title(name: str, column: str) -> str:
    return next(field["title"] for field in schema(name)["fields"] if field["name"] == column)


def unlisted(register: Register, column: str, known: Iterable[str], what: str) -> Iterator[Problem]:
    """Yield a problem for each row whose value in a column is not among those known."""
    known = list(known)
    listed = set(known)
    for row, line in register.numbered_rows():
        if row[column] and row[column] not in listed:
            guess = did_you_mean(row[column], known)
            choices = "可以写：" + "、".join(known) if len(known) <= 12 else "照名册上的写法写，或先登记进去"
            yield Problem(register.path, line, f"{what}“{row[column]}”不在名单上", guess or choices)


def _unknown_items(register: Register, column: str, connection: sqlite3.Connection) -> Iterator[Problem]:
    for row, line in register.numbered_rows():
        if not row[column] or connection.execute("SELECT 1 FROM item WHERE index_number = ?", (row[column],)).fetchone():
            continue
        if connection.execute("SELECT 1 FROM removal WHERE index_number = ?", (row[column],)).fetchone():
            yield Problem(register.path, line, f"索引号“{row[column]}”的信息已经移除", "把这一格空着", WARNING)
        else:
            yield Problem(register.path, line, f"索引号“{row[column]}”不在本站", "核对索引号，或把这一格空着")
