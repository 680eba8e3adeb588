"""Marks of secrecy, of internal documents and of drafts. In prose the same words are none."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .kinds import Detection
from .passage import Passage

STARS = ("★", "☆", "⭐", "✩", "✭", "✮", "✯", "✰", "✡", "⭑")
"""Of which one stands in each mark that counts anywhere in a text."""
MAY_STAND_ON_TOP = re.compile("[绝机秘絕機祕][ \\t\u2000-\u200f\u3000]{0,4}密|密件|注意保密|内\\s{0,4}部|工\\s{0,4}作\\s{0,4}秘|不得|不准|不予公开|不宜公开|不公开|[仅只]限内部|供领导|敏感信息|严禁|请勿|禁止|切勿|阅后|征求意见稿")

_BLANK = r"[ \t]{0,4}"
_LEVEL = rf"[绝絕]{_BLANK}密|[机機]{_BLANK}密|[秘祕]{_BLANK}密"
_STARRED = re.compile(rf"({_LEVEL})级?[ \t\n]{{0,3}}★[^\n，。；,;]{{0,8}}")
_TERM = r"(?:[★*※#＊▲△◆·/]?[ \t]*[（(]?(?:保密期限)?[ \t:：]*(?:长期|永久|解密前|启用前|(?:\d{1,2}|[一二三四五六七八九十]{1,3})[ \t]*(?:年|个月|天)|\d{4}年\d{1,2}月\d{1,2}日)[）)]?)?[★*※＊▲△◆]?"
_ALONE = re.compile(
    rf"(?:(?:密级|保密级别|保密等级)[ \t]*[:：]?[ \t]*)?[★*※▲△◆]?[ \t]*(?:(?:特[ \t]*急|特提|加[ \t]*急|紧急|急件|平急)[ \t、·|]*)?({_LEVEL})(?:级|件|文件|材料)?[ \t]*{_TERM}(?:[ \t、·|]*(?:特[ \t]*急|特提|加[ \t]*急|紧急|急件|平急))?"
)
_IN_BRACKETS = re.compile(rf"[【\[（(〔<《][ \t]*({_LEVEL})级?[ \t]*{_TERM}[ \t]*[】\]）)〕>》〗』」}}]")
_INTERNAL = re.compile(
    rf"内{_BLANK}部{_BLANK}(?:资{_BLANK}料|文{_BLANK}件|使{_BLANK}用|刊{_BLANK}物|材{_BLANK}料|参{_BLANK}考|发{_BLANK}行|传{_BLANK}阅|情{_BLANK}况|掌{_BLANK}握|交{_BLANK}流|通{_BLANK}报)"
    rf"|仅{_BLANK}供{_BLANK}内{_BLANK}部|(?:仅|只)限内部|供内部|仅?供领导(?:参阅|参考|审阅|阅示)|工{_BLANK}作{_BLANK}秘{_BLANK}密|敏感信息"
    r"|(?:不得|严禁|请勿|禁止|不准|切勿)(?:擅自|私自|对外)?(?:外传|外泄|泄露|扩散|复制|复印|翻印|转载|传播|公开|转发|抄录)|不予公开|不宜公开|不公开|注意保密|阅后(?:即焚|收回|退回|销毁|归还)|密件"
)
_BEYOND_DOUBT = re.compile(rf"内{_BLANK}部{_BLANK}资{_BLANK}料|不予公开|征求意见稿")
"""Marks beside which a few other characters may stand."""
_WITH_MARKS = re.compile("(?:[此本]件|发布|注意保[存密管]|妥善保管|使用|参考|传阅|学习|阅读|编号|份号|信息|公开|属性|保密|[第年月日号期份0-9])*")
_INTERNAL_IN_BRACKETS = re.compile(rf"[【\[（(〔](?:内{_BLANK}部|(?:[此本]件)?(?:{_INTERNAL.pattern})(?:发布)?)[】\]）)〕]")
_DRAFT = re.compile(r"征求意见稿")
_DRAFT_END = "征求意见稿"


def detect(passage: Passage) -> Iterator[Detection]:
    """Yield the levels of secrecy that have a star. They are marks wherever they stand."""
    for match in _STARRED.finditer(passage.text):
        yield Detection("mark", match.start(), match.end(), "".join(match[1].split()) + "★")


def detect_on_top(passage: Passage, open_draft: bool) -> Iterator[Detection]:
    """Yield the marks in the first lines of a document. With `open_draft` the word for a draft is none."""
    text = passage.text
    yield from _levels(text)
    for match in _INTERNAL.finditer(text):
        if _stands_alone(text, match):
            yield Detection("internal", match.start(), match.end(), "".join(match[0].split()))
    for match in _INTERNAL_IN_BRACKETS.finditer(text):
        if _is_at_edge(text, match):
            yield Detection("internal", match.start() + 1, match.end() - 1, "".join(match[0][1:-1].split()))
    for match in _DRAFT.finditer(text):
        if not open_draft and _stands_alone(text, match):
            yield Detection("draft", match.start(), match.end(), match[0])


def _levels(text: str) -> Iterator[Detection]:
    """Yield levels of secrecy that fill a line, or stand in brackets at the beginning or end of one."""
    start = 0
    for line in text.split("\n"):
        if not _is_deep(text, start) and not _is_defined(text, start + len(line)):
            bare = line.strip(" \t*_【】[]()（）《》〔〕〖〗『』「」{}<>")
            match = _ALONE.fullmatch(bare) or _at_edge(line.strip())
            if match and not re.match(r"[ \t]*(?:[-+|:#]|\*[ \t]|\d+[.．、])", line):
                at = start + line.find(match[1])
                yield Detection("mark", at, at + len(match[1]), "".join(match[1].split()))
        start += len(line) + 1


def _at_edge(line: str) -> re.Match[str] | None:
    """Return a level in brackets with which a heading begins or ends."""
    if len(line) > 60 or re.search(r"[。；]", line):
        return None
    return next((match for match in _IN_BRACKETS.finditer(line) if match.start() == 0 or match.end() == len(line)), None)


def _is_at_edge(text: str, match: re.Match) -> bool:
    """Return whether brackets stand at the beginning or end of a heading in the first lines."""
    start, end = text.rfind("\n", 0, match.start()) + 1, text.find("\n", match.end())
    line = text[start : end if end >= 0 else len(text)].strip()
    return not _is_deep(text, start) and len(line) <= 60 and not re.search(r"[。；|]", line) and (line.startswith(match[0]) or line.endswith(match[0]))


def _is_deep(text: str, start: int) -> bool:
    """Return whether more than three lines stand above a line; empty lines between do not count."""
    return text.count("\n", 0, start) - text.count("\n\n", 0, start) > 3


def _is_defined(text: str, end: int) -> bool:
    """Return whether the line below is a definition of this one."""
    return text[end + 1 : end + 2] == ":"


def _stands_alone(text: str, match: re.Match) -> bool:
    """Return whether a word is a mark: alone on its line, in brackets, or at the end of a heading. In prose it is none."""
    start, end = text.rfind("\n", 0, match.start()) + 1, text.find("\n", match.end())
    if re.match(r"[ \t]*(?:[-*+|:#]|\d+[.．、])", text[start:match.start() + 1]) or _is_deep(text, start):
        return False  # a list, a table or a heading is about the word, or it stands deep in the text
    if end >= 0 and _is_defined(text, end):
        return False
    line = text[start : end if end >= 0 else len(text)].strip(" \t#*>|【】[]()（）《》“”:：")
    rest = re.sub(r"[ \t【】\[\]()（）:：,，、·!！]+", "", _INTERNAL.sub("", line.replace(match[0], "")))
    if not _BEYOND_DOUBT.fullmatch(match[0]):
        return bool(_WITH_MARKS.fullmatch(rest))
    if len(rest) <= 6 and not re.search(r"[。；的]|办法|规定|制度|通知|条例|细则|规范|说明|目录|清单|管理", rest):
        return True
    return match[0] == _DRAFT_END and line.endswith(_DRAFT_END) and len(line) < 60 and not re.search(r"[。；，]", line)
