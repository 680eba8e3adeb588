"""Detectors: a text → what in it looks private or secret. Pure functions that know nothing of files.

1. Cheap searches find the spans that are worth a look. Nearly all texts have none.
2. Digits and letters of other widths become ASCII, one for one, so that positions stay the same.
3. Each detector finds one kind of value, also with blanks, hyphens and line breaks in it. Check
   digits, dates and regions prove it as far as they can; the label before it decides the rest.
4. Where findings overlap, the one whose kind comes first in `KINDS` stays.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from ..model.problems import ERROR, WARNING
from . import numbers


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of finding: its name for editors, how grave it is, how to mend it."""

    label: str
    severity: str
    remedy: str


UNUSABLE = "unusable"
"""Kind of a file that no exception makes fit to publish: it is empty, broken, or not what its name says."""
_HIDE = "删去，或把中间几位写成“*”"
KINDS = {
    "mark": Kind("密级标志", ERROR, "涉密文件不能公开，请送保密审查；已经解密的删去标志"),
    "id": Kind("身份证号", ERROR, _HIDE),
    "bad-id": Kind("像是写错了的身份证号", WARNING, _HIDE),
    "card": Kind("银行卡号", ERROR, _HIDE),
    "old-id": Kind("15 位身份证号", ERROR, _HIDE),
    "mobile": Kind("手机号码", ERROR, _HIDE + "；办公联系请写座机"),
    "home": Kind("家庭住址", ERROR, "删去，或只写到街道、乡镇"),
    "old-id?": Kind("可能是 15 位身份证号", WARNING, "核对；是的话" + _HIDE),
    "exam": Kind("准考证号或考号", WARNING, _HIDE),
    "home?": Kind("可能是住址", WARNING, "核对；是个人住址的，只写到街道、乡镇"),
    "email": Kind("个人电子邮箱", WARNING, "核对；不是办公邮箱的，删去"),
    "internal": Kind("“内部资料”“不予公开”字样", ERROR, "核对公开属性；可以公开的删去这几个字"),
    "draft": Kind("“征求意见稿”字样", WARNING, "核对是不是误用了征求意见稿；是公开征求意见的，在名称里写明"),
    "metadata": Kind("文件属性里的人名", WARNING, "在编辑软件里“检查文档”，删去作者等属性后重新放入"),
    "location": Kind("照片里的拍摄地点", ERROR, "用看图软件删去位置信息，或另存为不带属性的图片"),
    "unreadable": Kind("看不进去的文件", WARNING, "请人打开看过，没有个人信息和涉密内容再公开"),
    UNUSABLE: Kind("不能发布的文件", ERROR, "用正确的软件打开，另存为名字所说的格式，再放进来"),
}


@dataclass(frozen=True, slots=True)
class Detection:
    """One thing found in a text: its kind, its span, and its value without blanks or other widths."""

    kind: str
    start: int
    end: int
    value: str

    @property
    def masked(self) -> str:
        """The value as a message may repeat it."""
        return mask(self.kind, self.value)


def mask(kind: str, value: str) -> str:
    """Return a value with its secret part replaced by asterisks."""
    if kind in ("mark", "internal", "draft", "unreadable", UNUSABLE):
        return value
    if kind == "email":
        name, _, host = value.partition("@")
        return f"{name[:1]}***@{host}"
    if kind in ("home", "home?"):
        return value[:3] + "***"
    if kind == "metadata":
        return value[:1] + "**"
    if kind == "location":
        return "***"
    head, tail = (3, 4) if len(value) == 11 else (2, 2) if len(value) < 15 else (4, 2)
    return value[:head] + "*" * (len(value) - head - tail) + value[-tail:]


_THIN = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
_RUN = re.compile(rf"[0-9\uff10-\uff19][0-9\uff10-\uff19 \t\n\r\u00a0\u2000-\u200a\u3000{_THIN}\-‐‑‒–—―−－·•.．_]{{10,}}")
"""A run with at least as many digits as the shortest number has, and what may stand between them."""
_HOME_SIGNS = ("住址", "住地", "居住地", "家住", "现住", "住所", "户籍", "家庭地址", "家庭详细地址", "栋", "幢", "单元")
_SIGNS = ("★", "☆", "@", "\uff20", "考号", "考证号", "考生号", "报名序号", "报名号", *_HOME_SIGNS)
"""Texts of which at least one stands in or beside each finding that is not just a number. A plain search for them is cheap."""
_TOP_SIGNS = ("内", "不予公开", "征求意见稿")
"""The same for marks in the first lines of a document. 内部资料 may be set with blanks of any width: its first character is enough."""

# What becomes ASCII: characters of other widths and styles, digits of other scripts, thin blanks, dashes.
_PLAIN = {
    code: ord(plain)
    for code in (*range(0x80, 0x11000), *range(0x1D7CE, 0x1D800))
    if (plain := unicodedata.normalize("NFKC", chr(code))) and len(plain) == 1 and plain.isascii() and plain.isprintable()
    and code not in (0x3000, 0xA0)
} | {code: ord(str(unicodedata.decimal(chr(code)))) for code in range(0x80, 0x11000) if chr(code).isdecimal()}
_PLAIN |= {ord("☆"): ord("★")} | {ord(c): ord(" ") for c in _THIN + "\u00a0\u3000"} | {ord(c): ord("-") for c in "‐‑‒–—―−"}

_SEP = r"[ \t\n\r\-·•._]{0,3}"
_ID = re.compile(rf"(?<!\d)(?=([1-8]\d(?:{_SEP}\d){{15}}{_SEP}[\dXx])(?![\dA-Za-z]))|(?<!\d)(?=([1-8](?:{_SEP}\d){{16}}{_SEP}[\dXx])(?![\dA-Za-z]))")
_OLD_ID = re.compile(rf"(?<!\d)(?=([1-8](?:{_SEP}\d){{14}})(?!\d))")
_MOBILE = re.compile(rf"(?<!\d)(?=(1{_SEP}[3-9](?:{_SEP}\d){{9}})(?!\d))")
_CARD = re.compile(rf"(?<!\d)(?=(\d(?:{_SEP}\d){{15,18}})(?!\d))")
_EMAIL = re.compile(r"(?<![\w*.%+-])[A-Za-z0-9][\w.%+-]*\s?@\s?(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}", re.ASCII)
_EXAM = re.compile(
    r"(?:准考证号?码?|考生号|考号|报名序?号|报考号)[ \t]*(?:[：:为是|(（\[]|\n)?[ \t]*[)）]?([A-Za-z]{0,4}\d(?:[ \-]?\d){4,19})(?!\d)"
)
_MARK = re.compile(r"(绝[ \t]{0,2}密|机[ \t]{0,2}密|秘[ \t]{0,2}密)[ \t\n]{0,3}★[^\n，。；,;]{0,8}")
_INTERNAL = re.compile(r"内[ \t]{0,2}部[ \t]{0,2}资[ \t]{0,2}料|不予公开")
_DRAFT = re.compile(r"征求意见稿")
_CREDIT = re.compile(r"(?:信用代码|统一代码|纳税人识别号|税号|登记号|注册号|许可证号|批准文号|索引号|编号|项目代码|合同号|发票号码|订单号)\W{0,3}\Z")
_NAMED_ID = re.compile(r"(?:身份证|证件|居民身份)[^\n\d]{0,8}\Z")
_NAMED_CARD = re.compile(r"(?:卡号|账号|帐号|银行卡|账户|帐户|存折)[^\n\d]{0,8}\Z")
_NAMED_PHONE = re.compile(r"(?:手机|电话|联系|号码|移动|微信|短信|[Tt]el|TEL|[Mm]obile|人)[^\n\d]{0,10}\Z")
_AMOUNT = re.compile(r"[ \t]{0,2}(?:[万亿]?元|[万亿]|平方|公里|吨|[%％]|个|人次)")
_PLACE = r"[\u4e00-\u9fffA-Za-z0-9\-—]"
_NAMED_HOME = re.compile(
    rf"(?:家庭(?:住|地)址|家庭详细地址|户籍(?:所在地|地址|地)|现?居?住址|现住地?址?|居住地址?|家住|住所地?)[ \t]*[：:为是在|]?[ \t]*"
    rf"({_PLACE}{{2,40}}?(?:\d+(?:号|栋|幢|室|户|单元|弄|组|门牌)|[一二三四五六七八九十]+(?:组|栋|单元)){_PLACE}{{0,20}})"
)
_FLAT = re.compile(
    rf"{_PLACE}{{2,24}}?(?:\d{{1,4}}[号弄]|小区|花园|新村|宿舍|家园|公寓|[苑庭园])[\u4e00-\u9fff]{{0,8}}?[A-Za-z]?\d{{1,3}}[栋幢号](?:楼)?"
    rf"(?:[\dA-Za-z一二三四五六]{{1,2}}单元)?[A-Za-z]?\d{{2,4}}[室户]?|\d{{1,3}}[栋幢][\dA-Za-z一二三四五六]{{1,2}}单元\d{{2,4}}[室户]?"
)
_FLAT_SIGN = re.compile(r"\d[栋幢]|单元\d")
_OFFICE = re.compile(r"大厦|大楼|办公|中心|广场|政府|机关|写字楼|行政|政务|窗口|地点|公司|服务|报名|投标|开标|会议|科技园|产业园|注册|经营|住所")
_OFFICIAL_HOST = re.compile(r"@(?:[\w-]+\.)*gov\.cn\Z", re.IGNORECASE)
_OFFICIAL_MAIL = re.compile("意见|反馈|投诉|举报|监督|咨询|征集|办公|单位|报送|来信|信封|受理|传真|邮编|投稿|公开|信箱|窗口|网址")


def detect(text: str, header: int = 300, open_draft: bool = False) -> list[Detection]:
    """Return what in a text looks private or secret, in the order of the text.

    Marks of internal documents and of drafts count only in the first `header` characters.
    With `open_draft` the text is a draft on which the public is asked, and its mark is right.
    """
    spans = [(match.start() - 40, match.end() + 12) for match in _RUN.finditer(text) if len(_digits(match[0])) > 10]
    for sign in _SIGNS:
        at = text.find(sign)
        while at >= 0:
            spans.append((at - 80, at + 60))
            at = text.find(sign, at + 1)
    found = list(_marks_on_top(text[:header].translate(_PLAIN), open_draft)) if any(sign in text[:header] for sign in _TOP_SIGNS) else []
    for start, end in _merged(spans):
        plain = text[start:end].translate(_PLAIN)
        for detector in _DETECTORS:
            found += [Detection(one.kind, one.start + start, one.end + start, one.value) for one in detector(plain)]
    found.sort(key=lambda one: _ORDER[one.kind])
    kept: list[Detection] = []
    for one in found:
        if not any(one.start < other.end and other.start < one.end for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda one: one.start)


def _merged(spans: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Join spans that overlap, and cut off what lies before the text."""
    last: list[int] = []
    for start, end in sorted(spans):
        if last and start <= last[1]:
            last[1] = max(last[1], end)
            continue
        if last:
            yield last[0], last[1]
        last = [max(0, start), end]
    if last:
        yield last[0], last[1]


def _digits(text: str) -> str:
    return "".join(c for c in text if c.isalnum()).upper()


def _groups_fit(text: str, least: int) -> bool:
    """Return whether digits are grouped as in one number: all together, in groups of at least `least`, or one by one."""
    groups = [group for group in re.split(r"[ \t\n\r\-·•._]+", text) if group]
    return len(groups) == 1 or all(len(group) == 1 for group in groups) or min(map(len, groups)) >= least


def _before(text: str, at: int, length: int = 16) -> str:
    return text[max(0, at - length) : at]


def _marks(text: str) -> Iterator[Detection]:
    for match in _MARK.finditer(text) if "★" in text else ():
        yield Detection("mark", match.start(), match.end(), "".join(match[1].split()) + "★")


def _marks_on_top(text: str, open_draft: bool) -> Iterator[Detection]:
    for match in _INTERNAL.finditer(text):
        if _stands_alone(text, match):
            yield Detection("internal", match.start(), match.end(), "".join(match[0].split()))
    for match in _DRAFT.finditer(text):
        if not open_draft and _stands_alone(text, match):
            yield Detection("draft", match.start(), match.end(), match[0])


def _stands_alone(text: str, match: re.Match) -> bool:
    """Return whether a word is a mark: alone on its line, in brackets, or at the end of a heading. In prose it is none."""
    start, end = text.rfind("\n", 0, match.start()) + 1, text.find("\n", match.end())
    if re.match(r"[ \t]*(?:[-*+|:#]|\d+[.．、])", text[start:match.start() + 1]) or text.count("\n", 0, start) - text.count("\n\n", 0, start) > 3:
        return False  # a list, a table or a heading is about the word, or it stands deep in the text
    if end >= 0 and text[end + 1 : end + 2] == ":":
        return False  # the word is defined here
    line = text[start : end if end >= 0 else len(text)].strip(" \t#*>|【】[]()（）《》“”:：")
    rest = line.replace(match[0], "").strip(" \t【】[]()（）:：,，")
    if len(rest) <= 6 and not re.search(r"[。；的]", rest):
        return True
    return match[0] == "征求意见稿" and line.endswith("征求意见稿") and len(line) < 60 and not re.search(r"[。；，]", line)


def _ids(text: str) -> Iterator[Detection]:
    for match in _ID.finditer(text):
        group = 1 if match[1] else 2
        number = _digits(match[group])
        before = _before(text, match.start(group))
        if _CREDIT.search(before):
            continue
        if numbers.is_id(number):
            yield Detection("id", *match.span(group), number)
        elif _NAMED_ID.search(before) and numbers.looks_like_id(number):
            yield Detection("bad-id", *match.span(group), number)


def _cards(text: str) -> Iterator[Detection]:
    for match in _CARD.finditer(text):
        before = _before(text, match.start(1))
        if _CREDIT.search(before):
            continue
        for cut in range(match.end(1), match.start(1) + 15, -1):  # the match may include another number after a blank
            number = _digits(text[match.start(1) : cut])
            if len(number) < 16:
                break
            if text[cut - 1].isdigit() and not text[cut : cut + 1].isdigit() and _groups_fit(text[match.start(1) : cut].rstrip("0123456789") or number, 3):
                named = bool(_NAMED_CARD.search(before))
                if not named and not text[match.start(1) : cut].isdigit() and (number[:2] != "62" or _beside_numbers(text, match)):
                    continue  # more often figures of a table than a card
                if numbers.is_card(number, named):
                    yield Detection("card", match.start(1), cut, number)
                    break


def _old_ids(text: str) -> Iterator[Detection]:
    for match in _OLD_ID.finditer(text):
        number = _digits(match[1])
        before = _before(text, match.start(1))
        if not numbers.is_old_id(number) or _CREDIT.search(before) or not _groups_fit(match[1], 3):
            continue
        named = bool(_NAMED_ID.search(before))
        if named or match[1].isdigit():
            yield Detection("old-id" if named else "old-id?", *match.span(1), number)


def _mobiles(text: str) -> Iterator[Detection]:
    for match in _MOBILE.finditer(text):
        before = _before(text, match.start(1))
        if not (_AMOUNT.match(text, match.end(1)) or _CREDIT.search(before)) and _is_set_as_phone(text, match, before):
            yield Detection("mobile", *match.span(1), _digits(match[1]))


_PHONE_GROUPS = re.compile(r"\d{3}([ \-·.]{1,2})\d{4}\1\d{4}|\d{3}[ \-]\d{8}|\d{7}[ \-]\d{4}")


def _is_set_as_phone(text: str, match: re.Match, before: str) -> bool:
    """Return whether digits are one phone number, and not several figures of a table."""
    written = match[1]
    if written.isdigit():
        return True
    if _NAMED_PHONE.search(before):
        return _groups_fit(written, 3) or not any(c in written for c in " \t-.·")
    if "\n" in written:  # broken at the end of a line of prose
        lead = text[match.start(1) - 1 : match.start(1)]
        return written.count("\n") == 1 and written.replace("\n", "").isdigit() and bool(lead) and not lead.isspace() and lead != "|"
    apart = all(len(group) == 1 for group in written.split())
    return bool(apart or _PHONE_GROUPS.fullmatch(written)) and not _beside_numbers(text, match)


def _beside_numbers(text: str, match: re.Match) -> bool:
    """Return whether other groups of digits stand right before or after, as in a table."""
    start, end = match.span(1)
    return bool(re.search(r"[\d.%][ \t\n\-]{1,3}\Z", text[max(0, start - 4) : start]) or re.match(r"[ \t\n\-]{1,3}\d|[.%]\d", text[end : end + 4]))


def _homes(text: str) -> Iterator[Detection]:
    for match in _NAMED_HOME.finditer(text):
        if "*" not in text[match.start() : match.end() + 2]:
            yield Detection("home", match.start(1), match.end(1), match[1])
    for place in _FLAT_SIGN.finditer(text):
        begin = max(0, text.rfind("\n", 0, place.start()) + 1, place.start() - 40)
        near = _FLAT.finditer(text, begin, place.end() + 16)  # others may stand before it
        match = next((match for match in near if match.end() >= place.end()), None)
        if not match:
            continue
        around = text[max(0, match.start() - 24) : match.end() + 8]
        if not _OFFICE.search(around):
            yield Detection("home?", match.start(), match.end(), match[0])


def _exams(text: str) -> Iterator[Detection]:
    for match in _EXAM.finditer(text):
        number = _digits(match[1])
        if len(number) >= 6:
            yield Detection("exam", match.start(1), match.end(1), number)


def _emails(text: str) -> Iterator[Detection]:
    for match in _EMAIL.finditer(text):
        value = "".join(match[0].split()).lower()
        if not _OFFICIAL_HOST.search(value) and not _OFFICIAL_MAIL.search(_before(text, match.start(), 60)):
            yield Detection("email", match.start(), match.end(), value)


_DETECTORS = (_marks, _ids, _cards, _old_ids, _mobiles, _homes, _exams, _emails)
_ORDER = {kind: place for place, kind in enumerate(KINDS)}
