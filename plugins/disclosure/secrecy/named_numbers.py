"""Numbers that a label or a shape names: examinations, certificates, accounts of chat, number plates, numbers cut short by a spreadsheet."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .kinds import Detection
from .passage import Passage
from .personal_numbers import digits_of

_CERTIFICATES = (
    "护照|通行证|回乡证|台胞证|海员证|旅行证|警号|居住证|居留证|永久居留身份证|军官证|警官证|士官证|士兵证|文职(?:干部|人员)?证|军人(?:身份|保障)?[证卡]|离休证|退休证|退伍证|退役军人证|优待证|残疾(?:军)?人证|残疾证"
    "|驾驶证|驾照|行驶证|社保卡|社会保障卡|医保卡|户口簿|结婚证|离婚证|出生医学证明|出生证|工作证|记者证|执业证|资格证|就诊卡"
    "|(?:社保|社会保障|医保|医疗保险|公积金账?|病历|住院|门诊|病案)(?=编?号)"
)
_EXAMS = "准考证号?码?|考生号|考号|报名序?号|报考号|学籍?号|学籍辅号|学籍编?码|(?:考生|学生|报名|考试)编号|座位号"
SIGNS = (
    "VX", "vx", "Vx", "wx", "WX", "V信", "v信", "eChat", "echat", "扣扣", "抖音", "钉钉", "assport", "PASSPORT", "身份证", "证件号", "警号", "编号", "E1", "e1", "Ｅ１",
    "考号", "考证号", "考生号", "报名序号", "报名号", "学号", "护照", "通行证", "微信", "QQ", "qq", "Qq", "E+", "e+", "Ｅ＋", "ｅ＋",
)
"""Texts of which one stands in or before each finding that has no five digits together."""
PLATES = re.compile("[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Za-z\uff21-\uff3a]")
"""How a number plate begins."""

_END = r"[ \t]*(?:[：:为是|(（\[#]|\n)?[ \t]*[)）]?[：:]?[ \t]*"
_OF_EXAMS = re.compile("[考报学座]")
_OF_CERTIFICATES = re.compile("[证照警卡簿保积病住门军士文]|ass|ASS")
_OF_CHATS = re.compile("[信QqVvWw扣抖钉]")
"""What stands in each of these findings that are no cells of tables."""
_EXAM = re.compile(rf"(?:{_EXAMS}){_END}([A-Za-z]{{0,4}}\d(?:[ \-]?\d){{4,19}})(?!\d)")
_CERTIFICATE = re.compile(
    rf"(?:{_CERTIFICATES})(?:(?:档案)?(?:编号|号码|字号|号))?(?:[(（](?:号码|编号|号)[)）])?{_END}((?:[\u4e00-\u9fff]{{0,3}}(?:字第|第|字|军)[ \t]*)?[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]?[A-Za-z]{{0,3}}[ \-]?\d(?:[ \-]?[0-9A-Za-z]){{5,19}}[ \t]*号?)(?![0-9A-Za-z])"
)
_UNDER_HEADING = re.compile(r"(?:[\u4e00-\u9fff]{1,3}字第[ \t]*)?(?<![0-9A-Za-z])[A-Za-z]{0,4}\d[0-9A-Za-z\-]{4,19}(?![0-9A-Za-z])")
_HEADING_OF_CERTIFICATES, _HEADING_OF_EXAMS = re.compile(_CERTIFICATES.replace("(?=编?号)", "编?号")), re.compile(_EXAMS)
_ABROAD = re.compile(
    r"(?:(?:香港|澳门|台湾)[^\n\d|]{0,8}身份证[^\n\dA-Za-z]{0,8}([A-Za-z]{0,2}\d{6,9}(?:\([\dA]\))?)|[Pp](?:ass|ASS)(?:port|PORT)(?:[ ]?[Nn]o)?[ .:#]{0,3}([A-Za-z]{1,2}\d{7,9}[A-Za-z]?)|(?<!许可)证件号码?[^\n\dA-Za-z]{0,4}([A-Za-z]{1,3}\d{6,10}))(?![0-9A-Za-z])"
)
"""Certificates of persons from Hong Kong, Macao, Taiwan and abroad."""
_SOLDIER = re.compile(r"(?:军官|警官|士官|士兵|文职|军人)[^\n]{0,12}?([\u4e00-\u9fff]{1,3}字第[ \t]*\d{5,10}[ \t]*号)")
_PASSPORT = re.compile(r"(?<![A-Za-z0-9\-/_.])(?:[EGDPS]\d{8}|E[A-HJ-NP-Z]\d{7}|[DSP]E\d{7})(?![\dA-Za-z\-])")
_THING = re.compile(r"(?:编号|编码|代码|型号|规格|合同|项目|文号|批号|批次|图号|流水|单号|航班|车次|公路|国道|省道|高速|标段|标准|地块|宗地|索引号|许可|注册|备案|准字|样品|抽样|票)[^\n]{0,10}\Z")
_CHAT_NAMES = r"微信(?:号码?|ID|id|账号)?|QQ号?码?|qq号?码?|Qq号?码?|[Vv]信|(?<![A-Za-z])(?:VX|vx|Vx|WX|wx)|[Ww]e[Cc]hat|扣扣|抖音号|钉钉号"
_CHAT = re.compile(
    rf"({_CHAT_NAMES})(?:[（(][^）)\n]{{0,6}}[）)])?(?:[ \t]*[：:为是|][ \t]*|(?:(?<=号)|(?<=码)|(?<=[VX]信)|(?<=v信))[ \t]+)([A-Za-z][A-Za-z0-9_\-]{{5,19}}|\d(?:[ \-]?\d){{4,11}})(?![A-Za-z0-9_@])"
    r"|(?:QQ号?|扣扣)[ \t]?(\d{5,11})(?!\d)|加我?[ \t]?(?:微信|VX|vx|V信)[ \t]?([A-Za-z][A-Za-z0-9_\-]{5,19})(?![A-Za-z0-9_@])"
)
_HEADING_OF_CHAT, _CHAT_CELL = re.compile(_CHAT_NAMES), re.compile(r"[A-Za-z][A-Za-z0-9_\-]{5,19}|\d{5,11}")
_OFFICIAL_CHAT = re.compile(r"公众|官方|政务|服务号|订阅号|咨询|工作群|交流群|办公|平台")
_PLATE = re.compile(
    r"(?i:[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z][ ·.\-]?(?=[A-HJ-NP-Z]{0,5}\d)([A-HJ-NP-Z0-9]{6}|[A-HJ-NP-Z0-9]{5}|[A-HJ-NP-Z0-9]{4}[学警港澳挂领试超]))(?![A-Za-z0-9\-])"
)
_NAMED_PLATE = re.compile(
    r"(?:车牌|号牌|车号|牌照|军车|军牌|警车)(?:号码?)?[ \t]*[：:为是|]?[ \t]*((?:[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][ ]?[A-Za-z][ ·.\-]{0,2}[A-Za-z0-9]{4,6}|WJ[ ]?[\u4e00-\u9fff]?[ ]?\d{4,5}[A-Z]?|[\u4e00-\u9fffA-Z][A-Z][ ]?\d{5}))(?![A-Za-z0-9])|(WJ[\u4e00-\u9fff]\d{5})(?!\d)"
)
_EXPONENT = re.compile(r"(?<![\d.])[1-9](?:\.\d{1,17})?[Ee]\+?0{0,2}1[0-9](?!\d)")
_PERSONAL = re.compile(r"(?:身份证|证件|证号|考生|编号|手机|电话|移动|卡号|账号|帐号|银行卡|账户|考号|考证号|考生号|学号|学籍号|报名号|护照|联系)[^\n\d]{0,8}\Z")


def may_hold_plates(text: str) -> bool:
    """Return whether a text has a word for vehicles, as one with number plates has, but for those with five digits together."""
    return "车" in text or "号牌" in text or "牌照" in text


WORTH = re.compile(r"\d[ \-]?\d[ \-]?\d|\d[Ee]|[A-Za-z][ ·.\-]?\d|[A-Za-z]{5}")
"""What stands in each of these findings, in plain characters."""


def detect(passage: Passage) -> Iterator[Detection]:
    """Yield the numbers of a passage that are named or have a shape of their own."""
    if not WORTH.search(passage.text):
        return
    if _OF_EXAMS.search(passage.text):
        yield from _exams(passage)
    if _OF_CERTIFICATES.search(passage.text):
        yield from _certificates(passage)
    yield from _in_columns(passage)
    yield from _chats_in_columns(passage)
    yield from _passports(passage)
    if _OF_CHATS.search(passage.text):
        yield from _chats(passage)
    yield from _plates(passage)
    yield from _exponents(passage)


def _exams(passage: Passage) -> Iterator[Detection]:
    for match in _EXAM.finditer(passage.text):
        number = digits_of(match[1])
        if len(number) >= 6:
            yield Detection("exam", match.start(1), match.end(1), number)


def _certificates(passage: Passage) -> Iterator[Detection]:
    for pattern in (_CERTIFICATE, _SOLDIER, _ABROAD):
        for match in pattern.finditer(passage.text):
            yield Detection("certificate", *match.span(match.lastindex), "".join(match[match.lastindex].split()))


def _in_columns(passage: Passage) -> Iterator[Detection]:
    """Yield the numbers in columns of tables whose heading names them."""
    for match in _UNDER_HEADING.finditer(passage.text) if "|" in passage.text else ():
        heading = passage.heading(match.start())
        if heading and (certificate := _HEADING_OF_CERTIFICATES.search(heading) or _HEADING_OF_EXAMS.search(heading)):
            yield Detection("exam" if certificate.re is _HEADING_OF_EXAMS else "certificate", *match.span(), "".join(match[0].split()))


def _chats_in_columns(passage: Passage) -> Iterator[Detection]:
    for match in _CHAT_CELL.finditer(passage.text) if "|" in passage.text else ():
        if _HEADING_OF_CHAT.search(heading := passage.heading(match.start())) and not _OFFICIAL_CHAT.search(heading):
            yield Detection("chat", *match.span(), match[0])


def _passports(passage: Passage) -> Iterator[Detection]:
    for match in _PASSPORT.finditer(passage.text):
        if not passage.called(_THING, match.start(), 20) and not re.match(r"\w(?:19|20)\d\d(?:0[1-9]|1[0-2])", match[0]):
            yield Detection("certificate", *match.span(), match[0])


def _chats(passage: Passage) -> Iterator[Detection]:
    for match in _CHAT.finditer(passage.text):
        group = match.lastindex if match.lastindex != 1 else 2
        if not _OFFICIAL_CHAT.search(passage.before(match.start(), 12)):
            yield Detection("chat", *match.span(group), digits_of(match[group]))


def _plates(passage: Passage) -> Iterator[Detection]:
    for match in _PLATE.finditer(passage.text):
        yield Detection("plate", *match.span(), digits_of(match[0]))
    for match in _NAMED_PLATE.finditer(passage.text):
        yield Detection("plate", *match.span(match.lastindex), digits_of(match[match.lastindex]))


def _exponents(passage: Passage) -> Iterator[Detection]:
    for match in _EXPONENT.finditer(passage.text):
        if passage.called(_PERSONAL, match.start()):
            yield Detection("exponent", *match.span(), match[0])
