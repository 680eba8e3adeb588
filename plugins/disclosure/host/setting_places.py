"""Where a setting is written: file and line of a fault of the settings.

The lines are read, not run: a configuration is Python, and what it imports with `*` or by name from a file beside it is followed.
"""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from ..model.problems import shown_path

_NAME = re.compile(r"(?<![A-Za-z0-9_])[A-Z][A-Z0-9_]+(?![A-Za-z0-9_])")
_QUOTED = re.compile("“([^”]+)”|'([^']+)'")
_PLACED = re.compile(r"\S+:(?:\d+:)? ")
"""How a fault begins that says by itself where it is."""


@dataclass(frozen=True)
class Place:
    """A statement that gives a setting its value."""

    path: str
    node: ast.stmt


def located(faults: Iterable[str], conf: str, is_from: Callable[[str], bool] = lambda name: True) -> list[str]:
    """Return faults with the file and the line of the settings that they name; with the file alone where no line can be found.

    `is_from` tells whether a setting has the value that the configuration gives: one of the command line has no line.
    """
    found = places(os.path.abspath(conf))
    return [fault if _PLACED.match(fault) else f"{_where(fault, conf, found, is_from)}{fault}" for fault in faults]


def _where(fault: str, conf: str, found: dict[str, Place], is_from: Callable[[str], bool]) -> str:
    names = _NAME.findall(fault)
    name = next((name for name in names if name in found), "")
    if any(not is_from(one) for one in ([name] if name else names[:1])):
        return ""
    if not name:
        return f"{shown_path(conf)}: "
    place = found[name]
    return f"{shown_path(place.path)}:{_line(fault, place.node, name)}: "


def _line(fault: str, node: ast.stmt, name: str) -> int:
    """Return the line of the word of a fault within a statement, else that of the statement."""
    words = {one or other for one, other in _QUOTED.findall(fault.partition("；")[0])} - {name}  # behind that stands how to mend it
    inside = (one.lineno for one in ast.walk(node) if isinstance(one, ast.Constant) and isinstance(one.value, str) and one.value in words)
    return next(inside, node.lineno)


@cache
def places(conf: str) -> dict[str, Place]:
    """Return where each setting gets its value last, by name. Files that cannot be read have none."""
    return _places(conf, frozenset())


def _places(path: str, above: frozenset[str]) -> dict[str, Place]:
    try:
        with open(path, "rb") as file:
            tree = ast.parse(file.read())
    except (OSError, SyntaxError, ValueError):
        return {}
    found: dict[str, Place] = {}
    for node in _statements(tree):
        if isinstance(node, ast.ImportFrom) and not node.level and node.module and path not in above:
            beside = os.path.join(os.path.dirname(path), *node.module.split(".")) + ".py"
            imported = _places(beside, above | {path})
            wanted = {alias.asname or alias.name: alias.name for alias in node.names}
            found |= imported if "*" in wanted else {name: imported[other] for name, other in wanted.items() if other in imported}
        found |= {name: Place(path, node) for name in _assigned(node)}
    return found


def _statements(tree: ast.AST) -> Iterator[ast.stmt]:
    """Yield the statements of a file in their order, those within conditions too, those of functions and classes not."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.stmt) and not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            yield node
            yield from _statements(node)
        elif isinstance(node, ast.ExceptHandler):
            yield from _statements(node)


def _assigned(node: ast.stmt) -> Iterator[str]:
    """Yield the settings to which a statement gives a value, or of which it changes a part."""
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, (ast.AnnAssign, ast.AugAssign)) else []
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) and isinstance(node.value.func, ast.Attribute):
        targets = [node.value.func.value]  # PLUGINS.append("…")
    for target in targets:
        for one in target.elts if isinstance(target, (ast.Tuple, ast.List)) else [target]:
            whole = one
            while isinstance(whole, (ast.Subscript, ast.Starred)):
                whole = whole.value
            if isinstance(whole, ast.Name) and whole.id.isupper():
                yield whole.id
