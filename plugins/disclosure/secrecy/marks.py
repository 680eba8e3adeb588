"""Marks of secrecy, of internal documents and of drafts. In prose the same words are none."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .kinds import Detection
from .passage import Passage

STARS = ("★", "☆", "⭐", "✩", "✭", "✮", "✯", "✰", "✡", "⭑")
"""Of which one stands in each mark that counts anywhere in a text."""
MAY_STAND = re.compile(
    "|".join(f"{level}[ \\t★☆\u2000-\u200f\u3000]{{0,4}}密" for level in "绝机秘絕機祕")  # all begin with a single sign: the search is ten times as fast
    + "|密[★☆]|密件|注意保密|内\\s{0,4}部|工\\s{0,4}作\\s{0,4}秘|涉密|不得|不准|不予公开|不宜公开|不公开|不上网|上网|限内部|供领导|敏感信息|严禁|请勿|禁止|切勿|阅后|征求意见稿"
)
"""Of which one stands in a text with a mark."""

_BLANK = r"[ \t]{0,4}"
_LEVEL = rf"[绝絕]{_BLANK}密|[机機]{_BLANK}密|[秘祕]{_BLANK}密"
_STARRED = re.compile(rf"({_LEVEL})级?[ \t\n]{{0,3}}★[^\n，。；,;]{{0,8}}")
_SIGN = r"[★*※#＊▲△◆◇■□●○✦✱❋♦·/•-]"
_TERM = rf"(?:(?:{_SIGN}{{0,2}}|[ \t]*(?:保密)?期限)[ \t]*[（(]?(?:(?:保密)?期限)?[ \t:：]*(?:长期|永久|解密前|启用前|(?:\d{{1,2}}|[一二三四五六七八九十]{{1,3}})[ \t]*(?:年|个月|天)|\d{{4}}年\d{{1,2}}月(?:\d{{1,2}}日)?(?:[ \t]*-[ \t]*\d{{4}}年\d{{1,2}}月(?:\d{{1,2}}日)?)?)[）)]?)?{_SIGN}{{0,2}}"
_URGENT = r"(?:特[ \t]*急|特提|加[ \t]*急|紧急|急件|平急)"
_NAMED_LEVEL = r"(?:文件|保密|涉密)?(?:密[ \t]{0,8}级|级别|等级)|定密"
_ALONE = re.compile(
    rf"(?:[此本]件[属系为]?)?(?:(?:{_NAMED_LEVEL})[ \t]*[:：]?[ \t]*[（(]?)?{_SIGN}?[ \t]*(?:{_URGENT}[ \t、·|]*)?({_LEVEL}|[绝机秘]★密|(?<![\u4e00-\u9fff])密(?=★))(?:级|件|文件|材料|资料)?[）)]?(?:[（(][一二三]级[）)]?)?[ \t]*{_TERM}(?:[ \t、·|]*{_URGENT})?"
)
_IN_BRACKETS = re.compile(rf"[【\[（(〔<《][ \t]*({_LEVEL})级?[ \t]*{_TERM}[ \t]*[】\]）)〕>》〗』」}}]")
_BESIDE_LEVELS = re.compile(
    r"(?:[\u4e00-\u9fff]{1,8}[〔\[(（]\d{4}[〕\])）]\d+号|(?:份号|份数|编号|序号|缓急|紧急程度)[ \t]*[:：]?[ \t]*[\w-]*|(?<!\d)\d{6}(?!\d)|请?(?:妥善保管|注意保[存密管]|阅后[收退]回))"
)
"""What a level shares its line with at the head of a document: its number, that of the copy, and requests."""
_LEVEL_IN_ROW = re.compile(rf"\|?[ \t]*(?:{_NAMED_LEVEL})[ \t]*\|[ \t]*({_LEVEL})级?[ \t]*{_TERM}[ \t]*\|?[ \t]*")
_INTERNAL = re.compile(
    rf"(?:警务)?工{_BLANK}作{_BLANK}秘{_BLANK}密"
    rf"|内{_BLANK}部{_BLANK}(?:工作)?(?:资{_BLANK}[料]|資料|文{_BLANK}件|使{_BLANK}用|刊{_BLANK}物|材{_BLANK}料|参{_BLANK}考|发{_BLANK}行|传{_BLANK}阅|情{_BLANK}况|掌{_BLANK}握|交{_BLANK}流|通{_BLANK}报|明{_BLANK}电|讨论稿)"
    rf"|仅{_BLANK}供{_BLANK}内{_BLANK}部|[仅只]?限(?:机关|单位|系统)?内部|供内部|仅?供领导(?:参阅|参考|审阅|阅示)|敏感信息|涉密(?:文件|资料|材料|件)"
    r"|(?:不得|严禁|请勿|禁止|不准|切勿)(?:擅自|私自|对外)?(?:外传|外泄|泄露|扩散|复制|复印|翻印|转载|传播|公开|转发|抄录|上网)|不上网|不予公开|不宜公开|不公开|注意保密|阅后(?:即焚|收回|退回|销毁|归还)|密件"
)
_BEYOND_DOUBT = re.compile(rf"内{_BLANK}部{_BLANK}资{_BLANK}料|不予公开|征求意见稿")
"""Marks beside which a few other characters may stand."""
_WITH_MARKS = re.compile("(?:[此本]件|发布|注意保[存密管]|妥善保管|使用|参考|传阅|学习|阅读|编号|份号|信息|公开|属性|选项|方式|类型|主动|保密|机关|单位|工作人员|[仅限供属系为请并]|发至[\u4e00-\u9fff]{1,4}级|[第年月日号期份0-9])*")
_ABOUT = re.compile("[。；的]|办法|规定|制度|通知|条例|细则|规范|说明|目录|清单|管理|范围|事项|情形|情况|准印|印[刷制]|出版|核发|许可|审[批核查]|申请|答复|告知|理由|依法|属于|定义|标准|条件|流程|承诺|培训|宣传|工作人员|数量|件数|合计")
"""Words that make a line speak about marks."""
_DEFINES = re.compile("(?:所谓|本[^，。\n]{0,6}所称)?[^，。\n]{0,14}?(?:是指|，?指|包括|属于下列|有下列|下列情形)")
"""How the line below a heading about secrecy begins."""
_CALLED = re.compile("[此本]件|公开(?:属性|选项|方式|类型)|密[ \t]*级")
_INTERNAL_IN_BRACKETS = re.compile(rf"[【\[（(〔](?:内{_BLANK}部|(?:[此本]件)?(?:{_INTERNAL.pattern})(?:发布)?)[】\]）)〕]")
_DRAFT = re.compile(r"征求意见稿")
_DRAFT_END = "征求意见稿"


def is_row_of_level(cells: list[str]) -> bool:
    """Return whether two cells are the name of a level and the level."""
    return len(cells) == 2 and bool(_LEVEL_IN_ROW.fullmatch("|".join(cells)))


def detect(passage: Passage) -> Iterator[Detection]:
    """Yield the levels of secrecy that have a star. They are marks wherever they stand."""
    for match in _STARRED.finditer(passage.text):
        yield Detection("mark", match.start(), match.end(), "".join(match[1].split()) + "★")


def detect_on_top(passage: Passage, open_draft: bool) -> Iterator[Detection]:
    """Yield the marks in the first lines of a document. With `open_draft` the word for a draft is none."""
    text = passage.text
    yield from _levels(text)
    yield from _internal(text)
    for match in _DRAFT.finditer(text):
        if not open_draft and _stands_alone(text, match):
            yield Detection("draft", match.start(), match.end(), match[0])


def detect_at_end(passage: Passage) -> Iterator[Detection]:
    """Yield the marks in the last lines of a document. There they stand in brackets or behind a word that names them; a level may fill the last line."""
    lines = passage.text.rstrip().split("\n")
    start = 0
    for number, line in enumerate(lines):
        if _is_note(line.strip()) or (number + 1 == len(lines) and not (number and _LEADS_TO.search(lines[number - 1]))):
            for one in (*_levels(line), *_internal(line)):
                yield Detection(one.kind, start + one.start, start + one.end, one.value)
        start += len(line) + 1


_LEADS_TO = re.compile(r"[:：]\s*\Z|公开|密")
"""A line after which a word for secrecy is one of a list."""


def _is_note(line: str) -> bool:
    """Return whether a line is one in brackets, or names what stands in it."""
    return bool((re.match(r"[【\[(〔]", line) and re.search(r"[】\])〕]\Z", line)) or _CALLED.match(line))


def _internal(text: str) -> Iterator[Detection]:
    for match in _INTERNAL.finditer(text):
        if _stands_alone(text, match):
            yield Detection("internal", match.start(), match.end(), "".join(match[0].split()))
    for match in _INTERNAL_IN_BRACKETS.finditer(text):
        if _is_at_edge(text, match):
            yield Detection("internal", match.start() + 1, match.end() - 1, "".join(match[0][1:-1].split()))


def _levels(text: str) -> Iterator[Detection]:
    """Yield levels of secrecy that fill a line, or stand in brackets at the beginning or end of one. Several levels are a list about them."""
    start = 0
    found: list[Detection] = []
    for line in text.split("\n"):
        if "密" in line and (match := _level_in(line, is_title=not text[:start].strip() and bool(text[start + len(line) :].strip()))) and not _is_deep(text, start) and not _is_defined(text, start + len(line)):
            at = start + line.find(match[1])
            found.append(Detection("mark", at, at + len(match[1]), "".join(match[1].split()).replace("★", "")))
        start += len(line) + 1
    if len({one.value for one in found}) == 1:
        yield from found


def _level_in(line: str, *, is_title: bool) -> re.Match[str] | None:
    """Return the level that fills a line, a row of a table or the title of a document, or stands in brackets at its edge."""
    heading = re.match(r"[ \t]*#{1,6}[ \t]", line)
    line = line[heading.end() :] if heading else line
    if re.match(r"[ \t]*(?:[-+*][ \t]|[:#]|\d+[.．、])", line):
        return None
    if "|" in line:
        return _LEVEL_IN_ROW.fullmatch(line)
    line = line.replace("\\*", "*").strip()
    if heading and not (is_title and heading[0].count("#") == 1):
        return _at_edge(line)
    bare = line.strip(" \t_【】[]()（）《》〔〕〖〗『』「」{}<>“”\"'!.—-")
    rest = _BESIDE_LEVELS.sub("", bare).strip(" \t,，、*") if re.search(r"[ \t]", bare) else bare
    return _ALONE.fullmatch(bare.strip("* \t")) or _ALONE.fullmatch(rest) or _at_edge(line)


def _at_edge(line: str) -> re.Match[str] | None:
    """Return a level in brackets with which a heading begins or ends."""
    if len(line) > 60 or re.search(r"[。；]", line):
        return None
    return next((match for match in _IN_BRACKETS.finditer(line) if match.start() == 0 or match.end() == len(line)), None)


def _is_at_edge(text: str, match: re.Match) -> bool:
    """Return whether brackets stand at the beginning or end of a heading in the first lines."""
    start, end = text.rfind("\n", 0, match.start()) + 1, text.find("\n", match.end())
    line = text[start : end if end >= 0 else len(text)].strip()
    line = line.lstrip("# ")
    return not _is_deep(text, start) and len(line) <= 60 and not re.search(r"[。；|]", line) and (line.startswith(match[0]) or line.endswith(match[0]))


_OF_THE_HEAD = re.compile(r"〔\d{4}〕|[:：]\Z|\A\d{6}\Z|份号|\A特急|\A加急|(?:通知|报告|意见|决定|函|批复|公告|通告|请示|纪要|方案|办公室|人民政府|委员会)\Z|日\Z")
"""Lines of a document's head: numbers, the title, to whom it goes, the date."""


def _is_deep(text: str, start: int) -> bool:
    """Return whether more than three lines stand above a line; empty lines between and lines of the document's head do not count."""
    above = text.count("\n", 0, start) - text.count("\n\n", 0, start)
    return above > 3 and above - sum(bool(_OF_THE_HEAD.search(line.strip())) for line in text[:start].split("\n")) > 3


def _is_defined(text: str, end: int) -> bool:
    """Return whether the line below is a definition of this one."""
    return text[end + 1 : end + 2] == ":"


def _is_explained(text: str, word: str, end: int) -> bool:
    """Return whether the line below says what a word means: then it is the heading of an explanation."""
    below = text[end:].lstrip()[:40] if end >= 0 else ""
    return below.startswith(f"{word}是") or bool(_DEFINES.match(below))


def _stands_alone(text: str, match: re.Match) -> bool:
    """Return whether a word is a mark: alone on its line, in brackets, or at the end of a heading. In prose it is none."""
    start, end = text.rfind("\n", 0, match.start()) + 1, text.find("\n", match.end())
    if re.match(r"[ \t]*(?:[-+|:#]|\*(?!\*)|\d+[.．、])", text[start:match.start() + 1]) or _is_deep(text, start):
        return False  # a list, a table or a heading is about the word, or it stands deep in the text
    if (end >= 0 and _is_defined(text, end)) or re.search(r"[:：][ \t]*\n\Z", text[:start]) or _is_explained(text, match[0], end):
        return False
    line = text[start : end if end >= 0 else len(text)].strip(" \t#*>|【】[]()（）《》“”:：")
    rest = re.sub(r"[ \t【】\[\]()（）:：,，、·!！]+", "", _INTERNAL.sub("", line.replace(match[0], "")))
    if not _BEYOND_DOUBT.fullmatch(match[0]):
        return bool(_WITH_MARKS.fullmatch(rest))
    if len(rest) <= 6 and not _ABOUT.search(rest):
        return True
    return match[0] == _DRAFT_END and line.endswith(_DRAFT_END) and len(line) < 60 and not re.search(r"[。；，]", line)
