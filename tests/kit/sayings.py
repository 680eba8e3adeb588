"""What the programs of the project say: every text of their source, with a mark where a value is put in."""

from __future__ import annotations

import ast
import functools
import re

from .project import ROOT

VALUE = "\0"
"""The mark of a value."""


def _text(node: ast.expr) -> str:
    """Return the text of a string of the source."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    return "".join(part.value if isinstance(part, ast.Constant) else VALUE for part in node.values)


@functools.cache
def texts() -> tuple[str, ...]:
    """Return all texts of the plugins and of the Makefile."""
    found = [(ROOT / "Makefile").read_text(encoding="utf-8")]
    for path in (ROOT / "plugins").rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        found += [_text(node) for node in ast.walk(tree) if isinstance(node, (ast.Constant, ast.JoinedStr))]
    return tuple(filter(None, found))


def is_said(message: str) -> bool:
    """Return whether a program says a message, sentence by sentence; …… in it stands for any value."""
    parts = [re.sub(" *…… *", lambda gap: gap[0].replace("……", VALUE), part) for part in re.split("[；。]", message) if part.strip()]
    return all(any(part.strip() in text for text in texts()) for part in parts)
