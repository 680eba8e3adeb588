"""Cells and texts → values of the header. What is changed is told; what cannot be read stays as it is, and is told."""

from __future__ import annotations

import re
import unicodedata

from ..model.item import VALIDITIES, FieldError, parse_review
from ..model.written_dates import day_of
from .document import Place, Telling

DAYS = ("Created", "Date", "Modified", "Valid-Until")
_BREAK = re.compile(r"[ \t\u3000]*[\r\n\v\f\u2028\u2029]+[ \t\u3000]*")
_WIDE = re.compile(r"[\t\u3000\u00a0]+")
_UNSEEN = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufffe\uffff]")
_VALIDITY = {"现行有效": "有效", "继续有效": "有效", "是": "有效", "有效期内": "有效", "已失效": "失效", "否": "失效", "已废止": "废止", "已修改": "修改", "已修订": "修改"}
_BRACKETS = "\"'“”‘’"


def one_line(text: str, label: str, place: Place, telling: Telling) -> str:
    """Return a text as a line of the header: no line break, no wide blank, nothing that nobody sees."""
    line = text.strip(" \t\r\n\u3000\u00a0\ufeff")
    for pattern, by, what in ((_UNSEEN, "", "看不见的字符，已删去"), (_BREAK, " ", "换行，已改成空格"), (_WIDE, " ", "全角空格或制表符，已改成空格")):
        changed = pattern.sub(by, line)
        if changed != line:
            telling.warning(place, f"{label}里有{what}", "看看导入的这一行对不对")
            line = changed
    return line.strip()


def value(key: str, label: str, text: str, place: Place, telling: Telling) -> str:
    """Return the value of a key of the header, in its own form."""
    try:
        if key in DAYS:
            return day_of(text)
        if key == "Index":
            return _index(text, place, telling)
        if key == "Validity" and text.split()[:1] and text.split(maxsplit=1)[0] not in VALIDITIES:
            return _validity(text, place, telling)
        if key == "Review":
            parse_review(text)
    except FieldError as fault:
        telling.warning(place, f"{label}：{fault.message}，照原样写进了条目", fault.remedy)
    return text


def _index(text: str, place: Place, telling: Telling) -> str:
    """Return an Index in half-width signs, without blanks."""
    plain = "".join(unicodedata.normalize("NFKC", text).split()).strip(_BRACKETS).replace("—", "-").replace("–", "-").replace("－", "-")
    if plain != text:
        telling.warning(place, f"索引号“{text[:60]}”里有空格或全角字符，写成了“{plain[:60]}”", "看看对不对")
    return plain


def _validity(text: str, place: Place, telling: Telling) -> str:
    if text in _VALIDITY:
        telling.warning(place, f"有效性“{text}”写成了“{_VALIDITY[text]}”", "看看对不对；不对的，在条目里改")
        return _VALIDITY[text]
    telling.warning(place, f"有效性“{text}”不是允许的值，照原样写进了条目", "在条目里改成：" + "、".join(VALIDITIES))
    return text
