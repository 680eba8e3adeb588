"""The secrecy check of registers and of Pelican's own pages."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator

from ..frontmatter import decode
from ..problems import Problem
from ..registers import Register, schema
from .examine import of_text, once

OFFICIAL = {"agencies": {"leader", "responsible", "address", "hours", "phone", "email"}, "reading_points": {"address", "hours", "phone", "directions"}}
"""Columns whose contact details are meant to be public (Regulations 2008 Art. 19, 2019 Art. 12)."""
CONTACTS = ("email", "home", "home?", "mobile")


def in_registers(registers: Iterable[Register]) -> Iterator[Problem]:
    """Yield what is found in registers, cell by cell; no exception is possible there."""
    for register in registers:
        official = OFFICIAL.get(register.name, set())
        titles = {field["name"]: field["title"] for field in schema(register.name)["fields"]}
        for row, line in zip(register.rows, register.lines, strict=True):
            for column, value in row.items():
                if isinstance(value, str) and len(value) > 3:
                    for one in once(of_text(register.path, line, value, where=f"“{titles.get(column, column)}”一格", header=0)):
                        if not (column in official and one.kind in CONTACTS):
                            yield one.problem(excusable=False)


def in_pages(content_dir: str, paths: Iterable[str]) -> Iterator[Problem]:
    """Yield what is found in the sources of pages."""
    for path in sorted(paths):
        try:
            with open(os.path.join(content_dir, path), "rb") as file:
                text, _ = decode(path, file.read())
        except OSError:
            continue  # Pelican's reader tells
        for one in once(of_text(path, 1, text, header=0)):
            yield one.problem(excusable=False)
