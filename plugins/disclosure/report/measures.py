"""The unit behind a stated number: the figure's own, one that is converted exactly, or a wrong one.

A mark may hold the unit, or the text right behind it: `[18.6万元](figure:专项经费)`, `[18.6](figure:专项经费)万元`.
百, 千, 万 and 亿 multiply. Amounts are in 万元, so 元 is converted. Classifiers that count the same kind of thing, such as
件 and 份, are one unit; 人 and 人次 are not.
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from .marks import StatedNumber, number_and_rest

AMOUNT = "万元"
_THINGS = ("件", "个", "条", "项", "份", "篇", "封", "则", "部", "家", "处", "所", "起", "宗", "例", "批", "类", "种", "张", "套")
_EVENTS = ("次", "场", "期", "届", "轮", "场次", "批次", "个")
_PERSONS = ("人", "名", "位")
_SHARES = ("%", "‰", "个百分点", "百分点")
_KINDS = (_THINGS, _EVENTS, _PERSONS, ("人次",), ("元", AMOUNT), _SHARES)
_OTHERS = (
    "美元", "欧元", "角", "天", "小时", "分钟", "年", "月", "日", "周", "公里", "千米", "米", "平方米", "平方公里", "亩", "公顷", "吨", "公斤", "千克",
    "页", "字", "倍", "成", "户", "辆", "台", "间", "座", "岁", "度", "人份", "户次", "件次", "家次", "车次", "辆次",
)
_KNOWN = sorted({word for kind in _KINDS for word in kind} | set(_OTHERS), key=len, reverse=True)
_IN_PROSE = {"年", "月", "日", "成", "度", "字", "周"}
"""Units that are no units where they stand behind a mark: 年内, 日前, 成为."""
_FACTORS = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
_FACTOR = re.compile(r"\s*([十百千万亿]+)\s*(余|多)?")
_MORE = re.compile(r"\s*\d")
_FILLING = re.compile(r"^[\s*（(\[]+")
_NO_UNIT = re.compile(r"^(?:以上|以下|左右|上下|不到|[^\w%‰％])")


class Measured(NamedTuple):
    """A number of a text in the unit of its figure."""

    stated: StatedNumber
    fault: str = ""
    """The unit of the text, where it is not that of the figure and cannot be converted to it."""


def measured(text: str, unit: str, behind: str = "") -> Measured | None:
    """Return the first number of a marked text in the figure's unit; None where there is none, or where it cannot be read.

    `behind` is the text right behind the mark. A figure without a unit takes any; an amount is in 万元 then, too.
    """
    share = "百分之" in text
    found = number_and_rest(text.replace("百分之", "", 1))
    if found is None:
        return None
    stated, rest = found
    inside, tail = _FILLING.sub("", rest), _FILLING.sub("", rest + behind)
    if share:
        return _converted(stated, "%", unit)
    if not unit and re.match(r"[十百千万亿\s]*元", tail):
        unit = AMOUNT
    if unit and _word(tail) == unit:
        return Measured(stated)
    scaled, taken = _scaled(stated, tail)
    if scaled is None:
        return None
    inside, tail = inside[taken:], tail[taken:]
    word = _word(tail)
    if not inside and word in _IN_PROSE:
        word = ""
    if not word and inside and unit and not _NO_UNIT.match(inside):
        return Measured(scaled, re.split(r"[\s，。；、（(]", inside)[0])
    return _converted(scaled, word, unit)


def _word(text: str) -> str:
    """Return the unit with which a text begins, the longest that fits; '' where it begins with none."""
    return next((word for word in _KNOWN if text.startswith(word)), "")


def _scaled(stated: StatedNumber, tail: str) -> tuple[StatedNumber | None, int]:
    """Return a number times the multipliers behind it (4百, 1亿2,000万), and how long these are; None where they are in no order."""
    factor = _FACTOR.match(tail)
    if factor is None:
        return stated, 0
    times = _product(factor[1])
    span = stated.span * times or (times * 10 ** -min(stated.places, 1) if factor[2] else 0)
    whole, taken = StatedNumber(stated.value * times, int(span)), factor.end()
    while _MORE.match(tail[taken:]):
        number, rest = number_and_rest(tail[taken:])
        lesser = _FACTOR.match(rest)
        smaller = _product(lesser[1]) if lesser else 1
        if smaller >= times or number.value * smaller >= times:
            return None, 0
        times, taken = smaller, len(tail) - len(rest) + (lesser.end() if lesser else 0)
        whole = StatedNumber(whole.value + number.value * smaller)
    return whole, taken


def _product(signs: str) -> int:
    product = 1
    for sign in signs:
        product *= _FACTORS[sign]
    return product


def _converted(stated: StatedNumber, word: str, unit: str) -> Measured:
    """Return a number with the unit `word` in the unit of its figure."""
    word = {"百分点": "%", "个百分点": "%"}.get(word, word)
    if not word or not unit or word == unit:
        return Measured(stated)
    if (word, unit) == ("元", AMOUNT):
        return Measured(replace(stated, value=stated.value.scaleb(-4), span=Decimal(stated.span).scaleb(-4) if stated.span else 0))
    if (word, unit) == ("‰", "%"):
        return Measured(replace(stated, value=stated.value.scaleb(-1)))
    same = any(word in kind and unit in kind for kind in (_THINGS, _EVENTS, _PERSONS))
    return Measured(stated, "" if same else word)
