"""What stars hide in names, numbers and addresses (`李**`, `**公司`, `138****5678`), and what they leave over.

It is known here only so well that emphasis can tell what is certainly a mask, and what may be one.
"""

from __future__ import annotations

import re

_SURNAMES = (
    "王李张刘陈杨黄赵周吴徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付傅"
    "方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤康易乔文章涂舒欧"
)
_TWO_SURNAMES = "欧阳|司马|上官|诸葛|夏侯|皇甫|尉迟|公孙|慕容|令狐|司徒"
_PLACES = "省市区县镇乡村组街道路巷弄里号栋幢座楼层单元室"
_DATES = "年月日时分元万岁"
_BEHIND = frozenset("路村组号镇乡街巷弄栋幢座楼室店厂局园苑")
MEASURES = frozenset("年月日时分秒周天个项件万亿千百元角名人次户家处条米公里吨克斤亩倍岁所套台辆届批期章款类种场位只支间座份张片宗起例页余多%％‰")
"""What stands after a number that counts."""

_KINDS = re.compile(
    "公司|企业|集团|酒店|饭店|餐厅|餐饮|超市|商店|商行|商贸|门市|经营部|事务所|合作社|医院|诊所|药房|药店|银行|学校|小学|中学|大学|幼儿园|小区|社区|大厦|广场|花园"
    "|附近|某|[店厂院馆镇村]|(?<![布格结])局|[诊派务究]所|(?<!网)站"
)
_NUMERAL = r"\d一二三四五六七八九十"
_PLACE_AT_END = re.compile(rf"(?:(?<![全本我各该])[省市区县镇乡村]|(?<![思出套铁公])路|[街巷弄]|(?:^|[{_NUMERAL}])[组里号栋幢座楼层元室])\Z")
_SURNAME = f"(?:[{_SURNAMES}]|{_TWO_SURNAMES})"
_NAME_AT_END = re.compile(rf"(?:(?:^|[\W\d_与和及跟同由被告者人])[{_SURNAMES}]|{_TWO_SURNAMES})\Z")
_SURNAME_AT_END = re.compile(_SURNAME + r"\Z")
_DIGITS_FOLLOW = re.compile(r"[A-Za-z0-9０-９号机话码证卡牌尾账帐户]")
_DIGIT_OR_LETTER = re.compile(r"[A-Za-z0-9０-９]")
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]")
_WORD = re.compile(r"[A-Za-z\u00c0-\u024f\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff0-9０-９]")
_INNER = re.compile(r"[，、。；：,;:].*\w", re.DOTALL)
_PAIRS = ("（）", "()", "［］", "[]", "《》", "“”", "【】", "〔〕", "「」")
_PLACE_CHARACTERS = frozenset(_PLACES)
_FIRST = frozenset(_PLACES + _DATES)
_LONGEST_NAME = 4


def hides_digits(before: str) -> bool:
    """Return whether stars after this character hide digits (`138**12**`, `尾号**12**`)."""
    return _DIGITS_FOLLOW.match(before) is not None


def hides_name(text: str, start: int, end: int) -> bool:
    """Return whether stars that are no pair hide digits or part of a name: four and more, and one after a surname or within a word."""
    if end - start > 3:
        return True
    before, after = text[start - 1 : start], text[end : end + 1]
    return end - start == 1 and bool(before) and (before in _SURNAMES or (_WORD.match(before) is not None and _WORD.match(after) is not None))


def ends_with_name(text: str) -> bool:
    """Return whether a text ends with a surname by itself, as before stars that hide the rest."""
    return _NAME_AT_END.search(text[-_LONGEST_NAME:]) is not None


def is_balanced(text: str) -> bool:
    """Return whether brackets and quotation marks that open in a text close in it."""
    return all(text.count(opening) == text.count(closing) for opening, closing in _PAIRS)


def is_mask(before: str, inside: str, after: str) -> bool:
    """Return whether stars before and after `inside` certainly hide something."""
    last = inside[-1]
    if len(inside) <= 2 and _FIRST.issuperset(inside) and (not before or before != "（"):
        return True
    if not before or not _WORD.match(before):
        return False
    if len(inside) == 1 and after and _HAN.match(after):
        return True
    if inside[0] in "（([" and (last not in "）)]" and not is_balanced(inside)):
        return True
    if inside[0] == after and (_HAN.match(after) or after in "（(["):
        return True
    return bool(
        (_DIGIT_OR_LETTER.match(before) and _DIGIT_OR_LETTER.match(last))
        or (before in _SURNAMES and last in _SURNAMES)
        or (before in _PLACE_CHARACTERS and last in _PLACE_CHARACTERS)
    )


def begins_with_kind(text: str) -> bool:
    """Return whether a text begins with a word that follows a name, as `公司` and `街` do, and that stands by itself."""
    found = _KINDS.match(text)
    end = found.end() if found else 1 if text[0] in _FIRST else 0
    return end > 0 and not _HAN.match(text[end : end + 1])


def may_be_left(inside: str, after: str, is_label: bool) -> bool:
    """Return whether masks may have left `inside` over, where nothing but marks and blanks is around.

    Words with a colon or a full stop that begin a line are a label or a heading, unless a name ends them,
    or other words follow at once (`**公司。**公司`).
    """
    if ends_with_name(inside) or not is_balanced(inside):
        return True
    if not (_KINDS.search(inside) or inside[0] in _FIRST):
        return False
    if (after and _WORD.match(after)) or _SURNAME_AT_END.search(inside):
        return True
    return not is_label and bool(_INNER.search(inside) or (inside[0] in _FIRST and inside[-1] in _PLACE_CHARACTERS))


def may_be_around(before: str, inside: str, after: str) -> bool:
    """Return whether stars within a sentence may hide something before `inside` or after it.

    `before` is up to three characters, `after` one.
    """
    return bool(
        ends_with_name(inside) or ends_with_name(before) or _PLACE_AT_END.search(before) or not is_balanced(inside)
        or inside[0] in _FIRST or _PLACE_AT_END.search(inside) or _KINDS.search(inside) or after in _BEHIND
        or (_DIGIT_OR_LETTER.match(before[-1:]) and re.search(r"\d", inside))
    )
