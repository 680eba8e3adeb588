"""Amounts of money that a text names, in yuan: `罚款1.5万元`, `伍仟元整`, `¥500.00`; and whether a cell agrees with them.

A text and a number beside it are written by hand. One in yuan and one in 万元 is the likeliest slip, and a factor of 10,000.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from ..model.problems import ERROR, WARNING
from .faults import Fault

_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {digit: value for value, digit in enumerate("〇壹贰叁肆伍陆柒捌玖")} | {"○": 0, "两": 2, "貳": 2}
_WAN = 10_000
_SMALL = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_LARGE = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
_ARABIC = r"(?>\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?)"
_WORDS = f"{''.join((*_DIGITS, *_SMALL, *_LARGE))}点"
_WORD = f"[{_WORDS}]"
_DIGIT = rf"[\d{''.join(_DIGITS)}]"
_ABOUT = r"(?!\s*(?:以上|以下|以内|左右|至|到|-|—|～|~|/))"
"""What stands behind an amount that is a limit, a span or a rate."""
_AMOUNT = re.compile(
    rf"¥\s*(?P<signed>{_ARABIC})(?P<times>[万亿])?元?{_ABOUT}"
    rf"|(?<![\d.数几多{_WORDS}])(?P<number>(?:{_ARABIC}|{_WORD}){{1,40}})\s*[元圆](?:(?P<jiao>{_DIGIT})角)?(?:(?P<fen>{_DIGIT})分)?{_ABOUT}"
)
_TOKEN = re.compile(rf"{_ARABIC}|.")
_WHOLE = re.compile(r"(?:共计?|合计|总计|总共)[^,。;、\n元]{0,10}\Z")
_NEAR = r"[^,。;、\n元没]{0,16}\Z"
"""Words of the same clause between what is named and its amount."""
_CONFISCATED = r"没收|违法所得|非法所得|非法财物"
FINE, CONFISCATION = "罚款", "没收"
_FINED = r"罚(?!没|决定|书)"
_BEFORE = {FINE: re.compile(_FINED + _NEAR), CONFISCATION: re.compile(rf"(?:{_CONFISCATED})" + _NEAR)}
_BEHIND = {FINE: re.compile(r"整?(?:\([^)]*\))?(?:人民币)?的?罚[款金]"), CONFISCATION: re.compile(r"整?的?(?:违法所得|非法所得|非法财物)")}
_OTHER = re.compile(rf"(?:{_CONFISCATED}|货值|价值|价款|销售|标准|每)[^,。;\n]*\Z")
"""Amounts behind such words are no fines."""

Amount = tuple[Decimal, int, int]
"""Yuan, and where it begins and ends in the text."""


def _plain(text: str) -> str:
    """Return a text with full-width signs as ASCII ones."""
    return unicodedata.normalize("NFKC", text)


def amounts(text: str) -> Iterator[Amount]:
    """Yield the amounts of a text; limits, spans and rates such as 五百元以上 are left out."""
    for found in _AMOUNT.finditer(text):
        number = _value(found["signed"] + (found["times"] or "") if found["signed"] else found["number"])
        if not number:
            continue
        cents = sum(Decimal(_DIGITS.get(found[part], found[part])) * worth for part, worth in (("jiao", Decimal("0.1")), ("fen", Decimal("0.01"))) if found[part])
        yield number + cents, found.start(), found.end()


def _value(written: str) -> Decimal | None:
    """Return the number of digits and numerals: 1.5万, 1万5千, 伍仟, 二〇〇; None for what is no number."""
    tokens = _TOKEN.findall(written)
    if tokens[0] in ("百", "佰", "千", "仟", *_LARGE):
        return None  # 数千元, 几万元
    if not any(token in _SMALL or token in _LARGE for token in tokens) and len(tokens) > 1:
        said = "".join("." if token == "点" else str(_DIGITS.get(token, token)) for token in tokens)
        return Decimal(said) if re.fullmatch(r"\d+(?:\.\d+)?", said) else None
    total = section = Decimal(0)
    current: Decimal | None = None
    places: Decimal | None = None
    for token in tokens:
        if token == "点":
            places = Decimal(1)
        elif token in _DIGITS and places:
            places /= 10
            current = (current or 0) + _DIGITS[token] * places
        elif token in _DIGITS:
            current = Decimal(_DIGITS[token])
        elif token in _SMALL:
            section, current, places = section + (1 if current is None else current) * _SMALL[token], None, None
        elif token in _LARGE:
            worth = (section + (current or 0) + (total if _LARGE[token] > 10**4 else 0)) * _LARGE[token]
            total, section, current, places = worth if _LARGE[token] > 10**4 else total + worth, Decimal(0), None, None
        else:
            current = Decimal(token.replace(",", ""))
    return total + section + (current or 0)


def named(text: str, what: str) -> tuple[set[Decimal], bool]:
    """Return the sums, in yuan, that a text may name for a fine or a confiscation, and whether it says so beside the number.

    Of several fines it is their sum, or a total. Where no number stands beside the word 罚款, each other one may be it.
    """
    plain = _plain(text)
    found = [*amounts(plain)]
    beside = [value for value, start, end in found if _is_of(plain, start, end, what)]
    if beside:
        distinct = sorted({*beside})
        sums = {sum(beside), sum(distinct)}
        if len(distinct) > 1 and distinct[-1] == sum(distinct[:-1]):
            sums = {distinct[-1]}
        totals = {value for value, start, _ in found if _WHOLE.search(plain[:start]) and value >= distinct[-1]}
        return sums | totals, True
    if what != FINE or not re.search(_FINED, plain):
        return set(), False
    rest = [value for value, start, _ in found if not _OTHER.search(plain[:start])]
    return {*rest, sum(rest)} if rest else set(), False


def _is_of(text: str, start: int, end: int, what: str) -> bool:
    """Return whether an amount stands beside the word of a fine or of a confiscation, and nearer to it than to the other."""
    other = FINE if what == CONFISCATION else CONFISCATION
    if _BEHIND[what].match(text, end):
        return True
    if _BEHIND[other].match(text, end):
        return False
    before = _BEFORE[what].search(text[:start])
    return bool(before) and not _BEFORE[other].search(text[before.start() + 2 : start])


class Cell(NamedTuple):
    """A column with an amount, and the text beside it."""

    text: str
    """Title of the text's column."""
    what: str
    """`FINE` or `CONFISCATION`."""
    title: str
    worth: int
    """How many yuan one of the column's unit is: 1 or 10,000."""


def disagreement(text: str, cell: Decimal | int | str, column: Cell) -> Iterator[Fault]:
    """Yield what a cell says otherwise than the text beside it; '' is an empty cell.

    It is an error where the cell has the right number in the other unit: that cannot be. All else may be a text in other words.
    """
    sums, is_beside = named(text, column.what)
    if not sums or (cell != "" and Decimal(cell) * column.worth in sums):
        return
    unit = "元" if column.worth == 1 else "万元"
    said = "或者 ".join(f"{value:,f} 元" for value in sorted(sums))
    right = "或者 ".join(_exact(value / column.worth) for value in sorted(sums))
    slipped = cell != "" and is_beside and Decimal(cell) * (_WAN if column.worth == 1 else 1) in sums
    found = f"{column.title}是 {cell} {unit}" if cell != "" else f"{column.title}空着"
    yield Fault(f"{column.text}写的{column.what}是 {said}，{found}", f"{column.title}以{unit}计，写 {right}；或者改正{column.text}", ERROR if slipped else WARNING)


def _exact(value: Decimal) -> str:
    return f"{value.normalize():f}"
