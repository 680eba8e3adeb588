"""A cell's text and its value, by the type that the Table Schema gives the column.

| type      | value         | written                                              |
|-----------|---------------|------------------------------------------------------|
| `string`  | str           | any text that `enum` and `pattern` allow             |
| `integer` | int           | digits; commas between groups of three are allowed   |
| `number`  | Decimal       | the same, with up to six decimals: 万元 to the 分     |
| `date`    | str, ISO 8601 | 2014-03-18, or as spreadsheets rewrite it: 2014/3/18 |
| `boolean` | bool          | 是 or 否                                             |

The value of an empty cell is the empty string, whatever its type. A figure is never guessed: what a spreadsheet has
rewritten so that the original is lost (`7.91E+10`, `#####`, `41716` for a date) is told.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from ..model.item import FieldError, parse_date
from ..model.problems import did_you_mean

_INTEGER = re.compile(r"-?[0-9]{1,12}")
_NUMBER = re.compile(r"-?[0-9]{1,12}(?:\.[0-9]{1,6})?")
_GROUPED = re.compile(r"-?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]*)?")
_EXPONENT = re.compile(r"[-+]?[0-9]+(?:\.[0-9]+)?[Ee][-+][0-9]+")
_SPREADSHEET_ERROR = re.compile(r"#{3,}|#(?:N/A|REF!|VALUE!|NAME\?|DIV/0!|NUM!|NULL!|SPILL!|CALC!)")
_SERIAL_DATE = re.compile(r"[2-6][0-9]{4}(?:\.[0-9]+)?")
_NO_CHARACTER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffd]")
_REWRITTEN = re.compile(r"([0-9]{4})[/年]([0-9]{1,2})[/月]([0-9]{1,2})日?(?: 0?0:00(?::00)?)?")
_SHOWN = 20
"""Characters of a faulty cell that a message repeats."""


def parse_cell(text: str, field: dict) -> Any:
    """Return the value of a cell that is not empty. Raises `FieldError` for a text that does not fit its column."""
    _check_whole(text)
    found = _OF_TYPE[field["type"]](text, field)
    limits = field.get("constraints", {})
    if field["type"] in ("integer", "number"):
        _check_range(found, limits)
    if "enum" in limits and text not in limits["enum"]:
        guess = did_you_mean(text, limits["enum"])
        raise FieldError(f"“{text[:_SHOWN]}”不是允许的值", guess or "可以写：" + "、".join(limits["enum"]))
    if "pattern" in limits and not re.fullmatch(limits["pattern"], text):
        raise FieldError(f"“{text[:_SHOWN]}”的写法不对", _RIGHT[limits["pattern"]])
    return found


_RIGHT = {
    "[0-9A-Za-z][0-9A-Za-z-]{0,39}": "只写数字、英文字母和“-”，不写汉字、空格和别的符号，最多40个，如 2014-012",
    "[0-9A-Za-z](?:-?[0-9A-Za-z]){0,17}": "只写数字和英文字母，中间可以有“-”，最多18个，如 01450085-8",
    "[0-9A-HJ-NPQRTUWXY]{18}": "统一社会信用代码是18位数字和大写字母，里面没有 I、O、S、V、Z；照营业执照抄写，不知道的空着",
}
"""How to write a cell, by the pattern that its column has in the schemas."""


def _check_whole(text: str) -> None:
    """Raise `FieldError` for a cell of which a spreadsheet or a broken file has lost something."""
    if _EXPONENT.fullmatch(text):
        raise FieldError(f"“{text[:_SHOWN]}”是表格软件改写的数，原来的各位数字已经丢了", "把这一列设为“文本”格式，重新填写")
    if _SPREADSHEET_ERROR.fullmatch(text):
        raise FieldError(f"“{text[:_SHOWN]}”是表格软件显示的错误，不是内容", "在表格软件里改正公式或者加宽这一列，重新另存")
    if broken := _NO_CHARACTER.search(text):
        what = "读不出来的字" if broken[0] == "\ufffd" else f"看不见的控制字符（U+{ord(broken[0]):04X}）"
        raise FieldError(f"有{what}：“{_NO_CHARACTER.sub('�', text)[max(0, broken.start() - 8) : broken.start() + 9]}”", "删去它，重新填写这一格")


def _plain_digits(text: str) -> str:
    """Return a number without the commas between its thousands. Raises `FieldError` for a comma elsewhere: it may be a decimal point."""
    if "," not in text:
        return text
    if not _GROUPED.fullmatch(text):
        raise FieldError(f"“{text[:_SHOWN]}”里的逗号不在千位上", "小数点写“.”；千位分隔符每三位一个，或者不写")
    return text.replace(",", "")


def _string(text: str, field: dict) -> str:
    return text


def _integer(text: str, field: dict) -> int:
    digits = _plain_digits(text)
    if not _INTEGER.fullmatch(digits):
        raise FieldError(f"“{text[:_SHOWN]}”不是整数", "只写数字，不写单位、小数和“约”，如 12；不知道的空着")
    return int(digits)


def _number(text: str, field: dict) -> Decimal:
    digits = _plain_digits(text)
    if not _NUMBER.fullmatch(digits):
        raise FieldError(f"“{text[:_SHOWN]}”不是数，或者小数超过六位", "只写数字，最多六位小数，如 12.50；以万元计的，六位就到分")
    return Decimal(digits)


def _date(text: str, field: dict) -> str:
    if _SERIAL_DATE.fullmatch(text):
        raise FieldError(f"“{text[:_SHOWN]}”是表格软件里日期的序号，不是日期", "把这一列设为“日期”格式，核对以后重新另存")
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
        low, high = limits.get("minimum"), limits.get("maximum")
        wanted = f" {low} 到 {high} 的数" if low is not None and high is not None else f"不小于 {low} 的数" if low is not None else f"不大于 {high} 的数"
        raise FieldError(f"{number} 超出范围", f"这一栏要写{wanted}，照原件改正")
