"""A cell's text and its value, by the type that the Table Schema gives the column.

| type      | value         | written                                              |
|-----------|---------------|------------------------------------------------------|
| `string`  | str           | any text that `enum` and `pattern` allow             |
| `integer` | int           | digits; commas between thousands are allowed         |
| `number`  | Decimal       | the same, with up to two decimals                    |
| `date`    | str, ISO 8601 | 2014-03-18, or as spreadsheets rewrite it: 2014/3/18 |
| `boolean` | bool          | 是 or 否                                             |

The value of an empty cell is the empty string, whatever its type.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from ..model.item import FieldError, parse_date
from ..model.problems import did_you_mean

_INTEGER = re.compile(r"-?[0-9]{1,12}")
_NUMBER = re.compile(r"-?[0-9]{1,12}(?:\.[0-9]{1,2})?")
_REWRITTEN = re.compile(r"([0-9]{4})[/年]([0-9]{1,2})[/月]([0-9]{1,2})日?(?: 0?0:00(?::00)?)?")
_SHOWN = 20
"""Characters of a faulty cell that a message repeats."""


def parse_cell(text: str, field: dict) -> Any:
    """Return the value of a cell that is not empty. Raises `FieldError` for a text that does not fit its column."""
    found = _OF_TYPE[field["type"]](text, field)
    limits = field.get("constraints", {})
    if field["type"] in ("integer", "number"):
        _check_range(found, limits)
    if "enum" in limits and text not in limits["enum"]:
        guess = did_you_mean(text, limits["enum"])
        raise FieldError(f"“{text[:_SHOWN]}”不是允许的值", guess or "可以写：" + "、".join(limits["enum"]))
    if "pattern" in limits and not re.fullmatch(limits["pattern"], text):
        raise FieldError(f"“{text[:_SHOWN]}”的写法不对", "照说明改正")
    return found


def _string(text: str, field: dict) -> str:
    return text


def _integer(text: str, field: dict) -> int:
    digits = text.replace(",", "")
    if not _INTEGER.fullmatch(digits):
        raise FieldError(f"“{text[:_SHOWN]}”不是整数", "只写数字")
    return int(digits)


def _number(text: str, field: dict) -> Decimal:
    digits = text.replace(",", "")
    if not _NUMBER.fullmatch(digits):
        raise FieldError(f"“{text[:_SHOWN]}”不是数，或者小数超过两位", "只写数字，最多两位小数，如 12.50")
    return Decimal(digits)


def _date(text: str, field: dict) -> str:
    if rewritten := _REWRITTEN.fullmatch(text):
        year, month, day = map(int, rewritten.groups())
        text = f"{year:04d}-{month:02d}-{day:02d}"
    return parse_date(text)


def _boolean(text: str, field: dict) -> bool:
    for words, meaning in ((field["trueValues"], True), (field["falseValues"], False)):
        if text in words:
            return meaning
    raise FieldError(f"“{text[:_SHOWN]}”不是允许的值", "可以写：" + "、".join([*field["trueValues"], *field["falseValues"]]))


_OF_TYPE = {"string": _string, "integer": _integer, "number": _number, "date": _date, "boolean": _boolean}


def _check_range(number: int | Decimal, limits: dict) -> None:
    if number < limits.get("minimum", number) or number > limits.get("maximum", number):
        raise FieldError(f"{number} 超出范围", "核对这个数")
