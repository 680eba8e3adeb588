"""Homes and addresses of mail: which are private, and which are those of offices."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .kinds import Detection
from .passage import Passage

_MAIL_SIGNS = ("@", "\uff20", "﹫", "(at)", "（at）", "[at]", "(AT)", "#qq.", "#163.", "#126.")
SIGNS = (*_MAIL_SIGNS, "住址", "住地", "居住地", "家住", "现住", "住所", "户籍", "户口", "现居", "居住于", "居住在", "家庭地址", "家庭详细地址", "栋", "幢", "单元")
"""Texts of which one stands in or beside each of these findings."""

_EMAIL = re.compile(r"(?<![\w*.%+-])[A-Za-z0-9][\w.%+-]*\s?(?:@|[(\[](?:at|AT)[)\]]|#(?=qq\.|163\.|126\.))\s?(?:[A-Za-z0-9-]+[.。])+[A-Za-z]{2,}", re.ASCII)
_AT = re.compile(r"[(\[]AT[)\]]|#", re.IGNORECASE)
_PLACE = r"[\u4e00-\u9fffA-Za-z0-9\-—]"
_NAMED_HOME = re.compile(
    rf"(家庭(?:住|地)址|家庭详细地址|户籍(?:所在地|地址|地)|户口所在地|现?居?住址|现住地?址?|现居|居住地址?|居住[于在]|家住|住所地?)[ \t]*[：:为是在|]?[ \t]*"
    rf"({_PLACE}{{2,40}}?(?:\d+(?:号|栋|幢|室|户|单元|弄|组|门牌)|[〇零一二三四五六七八九十百]+(?:组|栋|幢|单元|号|室|户|弄)){_PLACE}{{0,20}})"
)
_FLAT = re.compile(
    rf"{_PLACE}{{2,24}}?(?:\d{{1,4}}[号弄]|小区|花园|新村|宿舍|家园|公寓|[苑庭园])[\u4e00-\u9fff]{{0,8}}?[A-Za-z]?\d{{1,3}}[栋幢号](?:楼)?"
    rf"(?:[\dA-Za-z一二三四五六]{{1,2}}单元)?[A-Za-z]?\d{{2,4}}[室户]?|\d{{1,3}}[栋幢][\dA-Za-z一二三四五六]{{1,2}}单元\d{{2,4}}[室户]?"
)
_FLAT_SIGN = re.compile(r"\d[栋幢]|单元\d")
_OFFICE = re.compile(r"大厦|大楼|办公|中心|广场|政府|机关|写字楼|行政|政务|窗口|地点|公司|服务|报名|投标|开标|会议|科技园|产业园|注册|经营|住所")
_SEAT = re.compile(r"住所地?|住址")
"""Words for the home of a person and for the seat of a company."""
_COMPANY = re.compile(r"公司|企业|厂|商行|商店|超市|酒店|饭店|餐厅|餐馆|门市|药店|合作社|事务所|工作室|集团|医院|诊所|学校|幼儿园|法定代表人|负责人|经营者|经营场所|信用代码|营业执照|注册|个体工商户|字号|单位名称")
_PERSON = re.compile(r"身份证|性别|出生|民族|[男女][,，、;]|汉族|户籍")
_OFFICIAL_HOST = re.compile(r"@(?:[\w-]+\.)*gov\.cn\Z", re.IGNORECASE)
_OFFICIAL_MAIL = re.compile(
    "意见|反馈|投诉|举报|监督|咨询|征集|办公|单位|报送|来信|信封|受理|传真|邮编|投稿|公开|信箱|窗口|网址|委员会|街道|政府|报名|招聘|采购|代理机构|(?:科技|财政|教育|民政|[\u4e00-\u9fff]{2})局(?!部|面|限)|公司"
)


_OWNER = re.compile(r"[ \t]?[(（][^()（）\n]{0,16}(?:局|委|委员会|办|办公室|中心|街道|政府|公司|镇|乡)[)）]")
"""An office in brackets behind an address."""


def detect(passage: Passage) -> Iterator[Detection]:
    """Yield the homes and addresses of mail in a passage."""
    yield from _homes(passage)
    yield from _emails(passage)


def _homes(passage: Passage) -> Iterator[Detection]:
    text = passage.text
    for match in _NAMED_HOME.finditer(text):
        if "*" in text[match.start() : match.end() + 2] or _is_seat(passage, match):
            continue
        yield Detection("home", match.start(2), match.end(2), match[2])
    for place in _FLAT_SIGN.finditer(text):
        begin = max(0, text.rfind("\n", 0, place.start()) + 1, place.start() - 40)
        near = _FLAT.finditer(text, begin, place.end() + 16)  # others may stand before it
        match = next((match for match in near if match.end() >= place.end()), None)
        if not match:
            continue
        around = text[max(0, match.start() - 24) : match.end() + 8]
        if not _OFFICE.search(around):
            yield Detection("home?", match.start(), match.end(), match[0])


def _is_seat(passage: Passage, match: re.Match) -> bool:
    """Return whether an address is the seat of a company that is named beside it."""
    beside = passage.before(match.start(), 80) + passage.text[match.end() : match.end() + 16]
    return bool(_SEAT.fullmatch(match[1]) and _COMPANY.search(beside) and not _PERSON.search(beside))


def _emails(passage: Passage) -> Iterator[Detection]:
    for match in _EMAIL.finditer(passage.text):
        value = _AT.sub("@", "".join(match[0].split()).lower()).replace("。", ".")
        if not (_OFFICIAL_HOST.search(value) or _OFFICIAL_MAIL.search(passage.before(match.start(), 60)) or _OWNER.match(passage.text, match.end())):
            yield Detection("email", match.start(), match.end(), value)
