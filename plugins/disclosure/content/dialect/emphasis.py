"""Emphasis: `*words*`, `**words**`, `***words***`. All other stars, and every `_`, are text.

Stars are emphasis when
- there is a letter or a Chinese character between them (`10**20**30` is text), or all of a cell
  or paragraph is one number between two stars (`**242**`, as in a row of sums),
- no blank, comma or closing mark comes right after the first, and no blank, comma or opening mark
  right before the last (`张*、李*` is text; quotation marks and brackets may: `这是**“重点”**，`),
- single stars do not touch letters, digits or Chinese characters outside, and hold two or more
  inside (`王*明、李*华`, `*国*`, `3*a*b` are text),
- they do not look like what masks names, numbers and addresses: before each pair stands a digit or
  letter, a surname, or a unit of an address (`李**与王**系夫妻`, `A12**号、B34**`, `区**路`), or the
  same character follows both (`甲**公司与乙**公司`).
Four stars and more are always text (`138****5678`).
"""

from __future__ import annotations

import re

LETTER = r"A-Za-z\u00c0-\u024f\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
_LETTER = re.compile(f"[{LETTER}]")
_TWO = re.compile(f"[{LETTER}][{LETTER}0-9]|[0-9][{LETTER}]|[{LETTER}].*[{LETTER}]", re.DOTALL)
_WORD = re.compile(f"[{LETTER}0-9０-９]")
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]")
_OPENING = frozenset("“‘《〈「『【〔（([〖")
_CLOSING = frozenset("”’》〉」』】〕）)]〗")
_ENDING = frozenset("。！？!?.…%％‰；;：:")
_COMMAS = frozenset("、，,")
_SURNAMES = frozenset(
    "王李张刘陈杨黄赵周吴徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付傅"
    "方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤康易乔文章涂舒欧"
)
_UNITS = frozenset("省市区县镇乡村组街道路巷弄里号栋幢座楼层单元室")
_NUMBER = re.compile(r"[+-]?\d[\d,]*(?:\.\d+)?[%‰％]?")
_DIGIT_OR_LETTER = re.compile(r"[A-Za-z0-9０-９]")


def can_open(text: str, start: int, end: int) -> bool:
    """Return whether emphasis may begin at the stars `text[start:end]`."""
    after = text[end : end + 1]
    if not after or after.isspace() or after in _COMMAS or after in _CLOSING or after in _ENDING:
        return False
    before = text[start - 1 : start]
    if not before or not _WORD.match(before):
        return True
    return end - start > 1 and (after in _OPENING or _WORD.match(after) is not None)


def can_close(text: str, start: int, end: int) -> bool:
    """Return whether emphasis may end at the stars `text[start:end]`."""
    before = text[start - 1 : start]
    if not before or before.isspace() or before in _COMMAS or before in _OPENING:
        return False
    if end - start > 1:
        return before not in ";；"
    after = text[end : end + 1]
    return not after or not _WORD.match(after)


def is_emphasis(text: str, opening: tuple[int, int], closing: tuple[int, int]) -> bool:
    """Return whether stars that may begin and end emphasis do so together."""
    inside = text[opening[1] : closing[0]]
    if not _LETTER.search(inside):
        return opening[0] == 0 and closing[1] == len(text) and opening[1] == 2 and _NUMBER.fullmatch(inside) is not None
    if opening[1] - opening[0] == 1:
        return _TWO.search(inside) is not None
    before, after = text[opening[0] - 1 : opening[0]], text[closing[1] : closing[1] + 1]
    return not (before and _WORD.match(before) and _is_mask(before, inside, after))


def _is_mask(before: str, inside: str, after: str) -> bool:
    """Return whether stars right after a character hide others, and so do those right after `inside`."""
    last = inside[-1]
    if len(inside) == 1 and after and _HAN.match(after):
        return True
    if inside[0] in "（([" and last not in "）)]":
        return True
    if _HAN.match(inside[0]) and inside[0] == after:
        return True
    return bool(
        (_DIGIT_OR_LETTER.match(before) and _DIGIT_OR_LETTER.match(last))
        or (before in _SURNAMES and last in _SURNAMES)
        or (before in _UNITS and last in _UNITS)
    )
