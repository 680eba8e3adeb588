"""The Makefile as tests read it: its targets, and the variables that people may set."""

from __future__ import annotations

import re

from .project import ROOT

_TEXT = (ROOT / "Makefile").read_text(encoding="utf-8")

TARGETS = frozenset(re.findall(r"^([a-z]+):.*## ", _TEXT, re.MULTILINE))
"""Targets that `make help` lists."""


def variables() -> set[str]:
    """Return the variables that people may set: those down to the interpreter, and those that only a command gives."""
    given = re.search(r"^INPUTDIR.*?(?=^VENV)", _TEXT, re.MULTILINE | re.DOTALL)[0]
    assigned = re.findall(r"^([A-Z0-9]+) =", _TEXT, re.MULTILINE)
    asked = set(re.findall(r"\$\(([A-Z]+)\)", _TEXT)) - {*assigned, "CURDIR"}
    return asked | set(re.findall(r"^([A-Z0-9]+) =", given, re.MULTILINE))
