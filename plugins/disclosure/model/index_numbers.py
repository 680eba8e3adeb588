"""The scheme by which a site numbers its items: `{code}/{year}-{serial:05d}` and the like.

Cities number in different ways: by organisation code and year, by month, by department and class. A scheme is a text with
fields in braces. It decides which Index `make new` gives, and how messages show one.
"""

from __future__ import annotations

import re
import string
from dataclasses import dataclass

from .problems import did_you_mean

DEFAULT = "{code}/{year}-{serial:05d}"
"""The national form: organisation code, year, serial of five digits (政府信息公开目录系统实施指引（试行）)."""

FIELDS = {
    "code": ("机构代码", r"[0-9A-Za-z]+(?:-[0-9A-Za-z]+)*", "123456789"),
    "year": ("四位年份", r"[0-9]{4}", "2024"),
    "month": ("两位月份", r"[0-9]{2}", "03"),
    "day": ("两位日期", r"[0-9]{2}", "18"),
    "category": ("一级分类的 slug", r"[0-9A-Za-z]+(?:-[0-9A-Za-z]+)*", "documents"),
    "leaf": ("二级分类的 slug", r"[0-9A-Za-z]+(?:-[0-9A-Za-z]+)*", "other"),
    "serial": ("流水号", "", "123"),
}
"""What may stand in braces: meaning, pattern, and what an example has."""

_SERIAL = re.compile(r"0([1-9])d?")
_LITERAL = re.compile(r"[0-9A-Za-z/-]*")


@dataclass(frozen=True)
class Scheme:
    """A scheme without faults."""

    text: str

    @property
    def pattern(self) -> str:
        """The regular expression of the numbers that the scheme gives."""
        return "".join(re.escape(literal) + (_pattern(name, spec) if name else "") for literal, name, spec, _ in string.Formatter().parse(self.text))

    def code_of(self, index: str) -> str:
        """Return the code of the agency in a number of this scheme; '' where it has none, or is of another scheme."""
        parts = string.Formatter().parse(self.text)
        pattern = "".join(re.escape(literal) + (f"({'?P<code>' if name == 'code' else '?:'}{_pattern(name, spec)})" if name else "") for literal, name, spec, _ in parts)
        try:
            found = re.fullmatch(pattern, index)
        except re.error:  # a scheme that has the code twice
            return ""
        return found.groupdict().get("code", "") if found else ""

    @property
    def words(self) -> str:
        """The scheme in words, such as 机构代码/四位年份-流水号."""
        return "".join(literal + (FIELDS[name][0] if name else "") for literal, name, _, _ in string.Formatter().parse(self.text))

    def example(self, code: str = "") -> str:
        """Return a number as the scheme gives it."""
        values: dict[str, str | int] = {name: shown for name, (_, _, shown) in FIELDS.items()} | {"serial": 123}
        return self.text.format(**values | ({"code": code} if code else {}))

    def around_serial(self, **values: str) -> tuple[str, str]:
        """Return what stands before and after the serial, with the values of all other fields."""
        before, _, after = self.text.partition("{serial")
        return before.format(**values), after.partition("}")[2].format(**values)

    def number(self, serial: int, **values: str) -> str:
        """Return the Index with a serial."""
        return self.text.format(serial=serial, **values)


def _pattern(name: str, spec: str) -> str:
    width = _SERIAL.fullmatch(spec or "")
    return FIELDS[name][1] or (f"[0-9]{{{width[1]},}}" if width else "[0-9]+")


def faults(text: object) -> list[str]:
    """Return in Chinese what is wrong with a scheme."""
    if not isinstance(text, str):
        return ["不是文字；写成 " + DEFAULT]
    try:
        parts = list(string.Formatter().parse(text))
    except ValueError:
        return [f"“{text}”的花括号不成对；写成 {DEFAULT} 这样"]
    found = []
    for literal, name, spec, conversion in parts:
        if not _LITERAL.fullmatch(literal):
            found.append(f"“{literal}”里有索引号不能有的字；花括号以外只写数字、字母、“-”和“/”")
        if name is not None and name not in FIELDS:
            guess = did_you_mean(name, FIELDS)
            found.append(f"不认识“{{{name}}}”；{guess or '可以写 ' + '、'.join(f'{{{known}}}（{what}）' for known, (what, _, _) in FIELDS.items())}")
        elif (spec and (name != "serial" or not _SERIAL.fullmatch(spec))) or conversion:
            found.append(f"“{{{name}:{spec}}}”的写法不对；只有流水号写位数，如 {{serial:05d}}")
    if sum(name == "serial" for _, name, _, _ in parts) != 1:
        found.append(f"“{text}”要有一个流水号，也只有一个；写成 {DEFAULT} 这样")
    return found
