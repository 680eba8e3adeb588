"""Changes of a Python module: cosmic-ray's operators that read as slips; entries left out of tables, words out of patterns."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator

from .mutant import Mutant

_COMPARISONS = ("Lt_LtE", "Lt_GtE", "LtE_Lt", "LtE_Gt", "Gt_GtE", "Gt_LtE", "GtE_Gt", "GtE_Lt", "Eq_NotEq", "NotEq_Eq", "Is_IsNot", "IsNot_Is")
"""Each comparison, with its bound moved and turned round; cosmic-ray has every other one too."""
_ARITHMETIC = ("Add_Sub", "Sub_Add", "Mul_Div", "Div_Mul", "FloorDiv_Mul", "Mod_Mul", "Pow_Mul", "BitOr_BitAnd", "BitAnd_BitOr", "LShift_RShift", "RShift_LShift")
_OTHERS = (
    "AddNot", "ExceptionReplacer", "NumberReplacer", "RemoveDecorator", "ReplaceAndWithOr", "ReplaceBreakWithContinue", "ReplaceContinueWithBreak",
    "ReplaceFalseWithTrue", "ReplaceOrWithAnd", "ReplaceTrueWithFalse", "ReplaceUnaryOperator_Delete_Invert", "ReplaceUnaryOperator_Delete_Not",
    "ReplaceUnaryOperator_Delete_USub", "ReplaceUnaryOperator_USub_UAdd", "ZeroIterationForLoop",
)
OPERATORS = (
    *(f"ReplaceComparisonOperator_{name}" for name in _COMPARISONS), *(f"ReplaceBinaryOperator_{name}" for name in _ARITHMETIC), *_OTHERS,
)

Place = tuple[int, int]
"""Line, from 1, and column, from 0."""


def mutants(root: Path, file: str, functions: tuple[str, ...] = ()) -> Iterator[Mutant]:
    """Yield the changes of a file, of some of its functions only where they are named."""
    code = (root / file).read_text(encoding="utf-8")
    tree = ast.parse(code)
    within = [_span(node) for node in tree.body if isinstance(node, ast.FunctionDef) and node.name in functions] if functions else None
    silent = list(_silent(tree))
    for place, changed in (*_operated(code), *_without_an_entry(code, tree), *_without_a_word(code, tree)):
        if within is not None and not any(_holds(span, place) for span in within):
            continue
        if not any(_holds(span, place) for span in silent):
            yield Mutant(file, place[0], *_difference(code, changed, place[0]), source=changed)


def _operated(code: str) -> Iterator[tuple[Place, str]]:
    """Yield what the operators make of a module, each with its place."""
    nodes = list(ast_nodes(get_ast(code)))
    for name in OPERATORS:
        operator = get_operator(f"core/{name}")()
        places = [start for node in nodes for start, _ in operator.mutation_positions(node)]
        for occurrence, place in enumerate(places):
            changed = mutate_code(code, operator, occurrence)
            if changed is not None and changed != code:
                yield place, changed


def _without_an_entry(code: str, tree: ast.Module) -> Iterator[tuple[Place, str]]:
    """Yield a module with one entry left out of a table of constants: cosmic-ray has nothing like it."""
    lines = code.splitlines(keepends=True)
    for node in ast.walk(tree):
        entries = node.keys if isinstance(node, ast.Dict) else getattr(node, "elts", [])
        if len(entries) < 2 or node.col_offset is None or _writes(node):
            continue
        ends = node.values if isinstance(node, ast.Dict) else entries
        if not all(_is_constant(end) for end in ends):
            continue
        for place, (entry, end) in enumerate(zip(entries, ends, strict=True)):
            begin, stop = _offset(lines, entry.lineno, entry.col_offset), _offset(lines, end.end_lineno, end.end_col_offset)
            if place + 1 < len(entries):
                stop = _offset(lines, entries[place + 1].lineno, entries[place + 1].col_offset)
            elif len(entries) > 2 or not isinstance(node, ast.Tuple):
                begin = _offset(lines, ends[place - 1].end_lineno, ends[place - 1].end_col_offset)
            whole = code.encode()
            yield (entry.lineno, entry.col_offset), (whole[:begin] + whole[stop:]).decode()


_WORD = re.compile(r'(?<=[|:("])[\w?]+\||\|[\w?]+(?=[)"])')
"""A plain word among the alternatives of a pattern, with the bar that parts it from the others."""


def _without_a_word(code: str, tree: ast.Module) -> Iterator[tuple[Place, str]]:
    """Yield a module with one word left out of the alternatives of a pattern, which cosmic-ray does not look into."""
    lines, whole = code.splitlines(keepends=True), code.encode()
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and ast.unparse(node.func) == "re.compile"):
            continue
        begin, stop = _offset(lines, node.lineno, node.col_offset), _offset(lines, node.end_lineno, node.end_col_offset)
        pattern = whole[begin:stop].decode()
        for word in _WORD.finditer(pattern):
            before = pattern[: word.start()]
            changed = whole[:begin] + (before + pattern[word.end() :]).encode() + whole[stop:]
            yield (node.lineno + before.count("\n"), node.col_offset), changed.decode()


def _is_constant(node: ast.expr) -> bool:
    """Whether a value is written out: text, a number, or a group of such."""
    return isinstance(node, ast.Constant) or (isinstance(node, ast.Tuple) and all(map(_is_constant, node.elts)))


def _writes(node: ast.AST) -> bool:
    """Whether a group stands where values are assigned to."""
    return isinstance(getattr(node, "ctx", None), ast.Store)


def _offset(lines: list[str], line: int, column: int) -> int:
    """Return the place of a line and a column in the bytes of a file."""
    return len("".join(lines[: line - 1]).encode()) + column


def _silent(tree: ast.Module) -> Iterator[tuple[Place, Place]]:
    """Yield what does nothing while the program runs as it is meant: annotations, and what only guards against programmers' slips."""
    for node in ast.walk(tree):
        if isinstance(node, ast.arg | ast.AnnAssign) and node.annotation is not None:
            yield _span(node.annotation)
        elif isinstance(node, ast.FunctionDef) and node.returns is not None:
            yield _span(node.returns)
        elif isinstance(node, ast.ClassDef):  # frozen, slots
            yield from (_span(decorator) for decorator in node.decorator_list if "dataclass" in ast.dump(decorator))
        elif isinstance(node, ast.keyword) and node.arg == "strict":
            yield _span(node.value)


def _span(node: ast.AST) -> tuple[Place, Place]:
    first = node.decorator_list[0] if getattr(node, "decorator_list", None) else node
    return (first.lineno, first.col_offset), (node.end_lineno, node.end_col_offset)


def _holds(span: tuple[Place, Place], place: Place) -> bool:
    return span[0] <= place < span[1]


def _difference(code: str, changed: str, line: int) -> tuple[str, str]:
    """Return the first line that differs, as it is and as it becomes."""
    old, new = code.splitlines(), changed.splitlines()
    at = next((place for place, (one, other) in enumerate(zip(old, new, strict=False)) if one != other), line - 1)
    gone = len(old) - len(new)
    return old[at].strip(), new[at].strip() if gone <= 0 else "(taken away)"
