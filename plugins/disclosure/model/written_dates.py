"""Dates as people write them → ISO 8601. What can be read in two ways is refused and never guessed."""

from __future__ import annotations

import re
import unicodedata
from contextlib import suppress
from datetime import date, timedelta

from .field_error import FieldError

_NUMERALS = {**{sign: digit for digit, signs in enumerate(("〇零○ＯO", "一壹", "二贰", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")) for sign in signs}, **{str(digit): digit for digit in range(10)}}
_NUMERAL = "[" + "".join(_NUMERALS) + "十廿卅元0-9]"
_YEAR_MONTH_DAY = re.compile(rf"(?P<year>{_NUMERAL}{{4}})\s*年\s*(?P<month>{_NUMERAL}{{1,3}})\s*月\s*(?P<day>{_NUMERAL}{{1,3}})\s*[日号]")
_DIGITS = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)\s*(?P<mark>[-/.．])\s*(?P<month>\d{1,2})\s*(?P=mark)\s*(?P<day>\d{1,2})(?!\d)")
_RUN = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)(?!\d)")
_TIME = re.compile(r"[T\s]*\d{1,2}[:：时]\d{1,2}(?:[:：分]\d{1,2})?(?:\.\d+)?秒?分?\s*(?:Z|[+-]\d\d:?\d\d)?")
_SERIAL = re.compile(r"[34]\d{4}(?:\.\d+)?")
_REMEDY = "在来源里写成 2014-03-18 这样，或者导入后在条目里改"


def day_of(text: str) -> str:
    """Return the day that a cell or a line says, ISO 8601. The time of day is left out.

    2014年3月18日, 二〇一四年三月十八日, 2014-3-18, 2014/3/18, 2014.3.18 and 20140318 are read. `FieldError` is raised
    for all else: a month without a day, a year of two digits, the bare number that a spreadsheet makes of a day.
    """
    plain = " ".join(unicodedata.normalize("NFKC", text).split())
    bare = _TIME.sub("", plain).strip(" ()[]〔〕【】")
    for pattern in (_YEAR_MONTH_DAY, _DIGITS, _RUN):
        if match := pattern.fullmatch(bare):
            return _calendar(match, plain)
    if _SERIAL.fullmatch(bare):
        raise FieldError(f"日期“{text}”像是表格软件里日期的序号", "在表格软件里把这一列的格式改成日期，再导入")
    raise FieldError(f"日期“{text}”看不懂", _REMEDY)


def days_in(text: str) -> list[str]:
    """Return every day that a running text names, in its order. What is on no calendar is left out."""
    found = []
    plain = unicodedata.normalize("NFKC", text)
    for pattern in (_YEAR_MONTH_DAY, _DIGITS):
        for match in pattern.finditer(plain):
            try:
                found.append((match.start(), _calendar(match, match[0])))
            except FieldError:
                continue
    return [day for _, day in sorted(found)]


def advice(text: str) -> str:
    """Return how to write a day that is not written as ISO 8601 wants it, in Chinese; with the day where it can be understood."""
    plain = unicodedata.normalize("NFKC", text).strip(" \"'“”‘’。;；")
    plain = _DASHES.sub("-", _AFTER.sub("", plain)).strip()
    with suppress(FieldError):
        return f"改为 {day_of(plain)}"
    if match := _ANY_YEAR.fullmatch(_TIME.sub("", plain).strip()):
        return f"改为 {int(match[1]):04d}-{int(match[2]):02d}-{int(match[3]):02d}"
    if _SERIAL.fullmatch(plain):
        day = _FIRST_SERIAL + timedelta(days=int(float(plain)))
        return f"这像是表格软件里日期的序号；是 {day.isoformat()} 的话，就写 {day.isoformat()}"
    if match := _MONTH_FIRST.fullmatch(plain):
        first, second, year = int(match[1]), int(match[2]), match[3]
        month, day = (first, second) if second > 12 else (second, first)
        if first != second and max(first, second) > 12 and min(first, second) <= 12:
            return f"改为 {year}-{month:02d}-{day:02d}"
    if _NO_DAY.fullmatch(plain):
        return f"{USUAL}；只有年和月，还要写上日"
    if _SHORT_YEAR.fullmatch(plain):
        return f"{USUAL}；年份写四位"
    return USUAL


USUAL = "按“年-月-日”写，如 2014-03-18"
_ANY_YEAR = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_DASHES = re.compile(r"[‐‑‒–—―−－~～]")
_AFTER = re.compile(r"\s*(?:#.*|[(（[]?(?:星期|周)[一二三四五六日天][)）\]]?)\Z")
"""What people add to a day: a remark as other programs have them, the day of the week."""
_MONTH_FIRST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.]((?:19|20)\d\d)")
_NO_DAY = re.compile(rf"{_NUMERAL}{{4}}\s*[-/.年]\s*{_NUMERAL}{{1,3}}\s*月?")
_SHORT_YEAR = re.compile(r"\d{2}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?")
_FIRST_SERIAL = date(1899, 12, 30)
"""The day 0 of spreadsheets (ECMA-376, 18.17.4.1)."""


def _calendar(match: re.Match, text: str) -> str:
    year, month, day = "".join(str(_NUMERALS.get(sign, sign)) for sign in match["year"]), _number(match["month"]), _number(match["day"])
    try:
        return date(int(year), month, day).isoformat()
    except ValueError:
        raise FieldError(f"日历上没有“{text}”这一天", _REMEDY) from None


def _number(text: str) -> int:
    """Return a number below 100 in digits or numerals: 18, 十八, 二十, 廿一, 元 (the first)."""
    if text.isdigit():
        return int(text)
    text = text.replace("廿", "二十").replace("卅", "三十").replace("元", "一")
    tens, ten, ones = text.rpartition("十")
    digits = "".join(str(_NUMERALS[sign]) for sign in ones if sign in _NUMERALS)
    if not ten:
        return int(digits or 0)
    return (_NUMERALS.get(tens, 0) if tens else 1) * 10 + int(digits or 0)
