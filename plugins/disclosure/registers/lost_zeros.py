"""Codes and telephones that have lost a leading zero: spreadsheets take them for numbers.

Nothing is put right by itself. A zero is missed where the code proves itself with it (check character of GB 11714),
where other codes of the column have it, or where an area code has none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ..model.problems import WARNING, Problem
from .schema import schema
from .table import Register

_CODES = ("code", "number")
_PHONES = ("phone",)
_WITHOUT_ZERO = re.compile(r"(?!400|800)[2-9][0-9]{9,10}|10[0-9]{8}")
"""A landline with its area code, but without the zero that begins every area code."""
_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_LENGTH = 9
"""Characters of an organisation code (GB 11714)."""


def problems(registers: Iterable[Register]) -> Iterator[Problem]:
    """Yield a reminder for each code and telephone that seems to have lost a zero."""
    for register in registers:
        titles = {field["name"]: field["title"] for field in schema(register.name)["fields"] if field["type"] == "string"}
        for column in _CODES:
            if column in titles:
                yield from _codes(register, column, titles[column])
        for column in _PHONES:
            if column in titles:
                yield from _phones(register, column, titles[column])


def _codes(register: Register, column: str, title: str) -> Iterator[Problem]:
    widths = {len(row[column]) for row in register.rows if row[column].startswith("0") and row[column].isdecimal()}
    width = max(widths) if len(widths) == 1 else 0
    for row, line in register.numbered_rows():
        code = row[column]
        if not code.isdecimal() or code.startswith("0"):
            continue
        if len(code) < width:
            yield _told(register, line, title, code, f"这一列其他的有 {width} 位，以 0 开头，这一个只有 {len(code)} 位")
        elif register.name == "agencies" and len(code) < _LENGTH and is_organisation_code(whole := code.zfill(_LENGTH)):
            yield _told(register, line, title, code, f"前面补 0 成为 {whole}，正是一个有效的组织机构代码")


def _phones(register: Register, column: str, title: str) -> Iterator[Problem]:
    for row, line in register.numbered_rows():
        if _WITHOUT_ZERO.fullmatch(row[column]):
            yield _told(register, line, title, row[column], "区号都以 0 开头")


def _told(register: Register, line: int, title: str, value: str, why: str) -> Problem:
    remedy = "核对；是丢了 0 的，把这一列设为“文本”格式，重新填写"
    return Problem(register.path, line, f"“{title}”“{value[:20]}”像是丢了前面的 0：{why}", remedy, WARNING)


def is_organisation_code(code: str) -> bool:
    """Return whether the last of nine characters is the check character of the others (GB 11714)."""
    if not re.fullmatch(r"[0-9A-Z]{8}[0-9X]", code):
        return False
    rest = 11 - sum(int(character, 36) * weight for character, weight in zip(code[:8], _WEIGHTS, strict=True)) % 11
    return code[8] == {10: "X", 11: "0"}.get(rest, str(rest))
