"""Homes and addresses of mail: which are private, and which are those of offices."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .kinds import Detection
from .name_lists import is_name
from .passage import Passage

MAIL_SIGNS = ("@", "\uff20", "﹫", "(at", "（at", "[at", "【at", "(AT", "（AT", "【AT", " at ", " AT ", "艾特", "#qq", "#163", "#126")
HOME_SIGNS = ("住", "户籍", "户口", "现居", "家庭", "送达地址", "出生地", "栋", "幢", "单元")
"""Texts of which one stands in or beside each address of mail, or of a home."""
BEHIND_HOME, BEFORE_HOME = frozenset("址地所在于详"), frozenset("，,、；;。现家暂常")
"""What stands behind or before 住 where it tells of a home, and not of housing or a hospital."""
DOOR_SIGN = re.compile(r"(?:[\d〇零一二三四五六七八九十百壹贰叁肆伍陆柒捌玖拾]\s?)(?:号|栋|幢|室|户|单元|弄|组|门牌)")
"""What stands in each address of a home."""

_OF_HOMES = re.compile("[住户现家送出栋幢单|]")
_OF_MAIL = re.compile("[@艾#]|at|AT")
"""What stands in each address of a home, and of mail, in plain characters. A home in a table may be named by its heading alone."""
_NAMED_AT = r"[(\[（【][ ]?(?:at|AT)[ ]?[)\]）】]|[ ](?:at|AT)[ ]|艾特"
_DOT = r"[ ]?(?:[.。]|[(\[（【](?:dot|DOT)[)\]）】])[ ]?|[ ](?:dot|DOT)[ ]"
_EMAIL = re.compile(rf"(?<![\w*.%+-])[A-Za-z0-9][\w.%+-]*(?:\s?@\s?|{_NAMED_AT}|#(?=(?:qq|163|126)\.))(?:[A-Za-z0-9-]+(?:{_DOT}))+[A-Za-z]{{2,}}", re.ASCII)
_AT, _WRITTEN_DOT = re.compile(rf"{_NAMED_AT}|#", re.IGNORECASE), re.compile(r"[(\[（【]dot[)\]）】]|\sdot\s|。", re.IGNORECASE)
_PLACE = r"[\u4e00-\u9fffA-Za-z0-9\-—]"
_DOOR = r"(?:[ ]?\d+[ ]?(?:号|栋|幢|室|户|单元|弄|组|门牌)|[〇零一二三四五六七八九十百壹贰叁肆伍陆柒捌玖拾]+(?:组|栋|幢|单元|号|室|户|弄))"
_NAMED_HOME = re.compile(
    r"(家庭(?:详细)?(?:住址|地址|所在地)|户籍(?:所在地|地址|住址|地)|户口(?:所在地|登记地|地址)|(?:常住|暂住|经常居住|实际居住|现居住|现住)(?:地址|地|址)|现?居?住址|现住地?址?(?!户)|现居|居住(?:地址|详址|地|[于在])|家住|住在|住所地?|送达地址|出生地)"
    rf"(?:[(（][^()（）\n]{{0,8}}[)）])?[ \t]*[：:为是在|\n]?[ \t]*({_PLACE}{{2,40}}?{_DOOR}(?:{_PLACE}|[ ](?=\d+[ ]?[号组室户栋幢])|(?<=\d)[ ](?=[号组室户栋幢])){{0,20}})"
)
_HEADING_OF_HOMES = re.compile(r"家庭.{0,2}(?:住址|地址)|户籍|户口|居住(?:地|详?址)|住址|现住|[常暂]住")
_HOME_CELL = re.compile(rf"\|[ \t]*({_PLACE}{{2,40}}?{_DOOR}{_PLACE}{{0,20}})[ \t]*(?=\||$)", re.MULTILINE)
_LIVES = re.compile(rf"[,;、。]((?:现)?住)({_PLACE}{{2,40}}?{_DOOR}{_PLACE}{{0,20}})")
_OF_MANY = re.compile(r"的|居民|人口|住户|[共约]\d|\d户[\u4e00-\u9fff]|等\d|各")
"""What an address says that is the home of many, or part of prose about them."""
_SEVERAL = re.compile(r"[、至到-]\d+[号栋幢组]")
_FLAT = re.compile(
    rf"{_PLACE}{{2,24}}?(?:\d{{1,4}}[号弄]|小区|花园|新村|宿舍|家园|公寓|[苑庭园])[\u4e00-\u9fff]{{0,8}}?[A-Za-z]?\d{{1,3}}[栋幢号](?:楼)?"
    rf"(?:[\dA-Za-z一二三四五六]{{1,2}}单元)?[A-Za-z]?\d{{2,4}}[室户]?|\d{{1,3}}[栋幢][\dA-Za-z一二三四五六]{{1,2}}单元\d{{2,4}}[室户]?"
)
_FLAT_SIGN = re.compile(r"\d[栋幢]|单元\d")
_OFFICE = re.compile(r"大厦|大楼|办公|中心|广场|政府|机关|写字楼|行政|政务|窗口|地点|公司|服务|报名|投标|开标|会议|科技园|产业园|注册|经营|住所|居委|村委|投票|药店|商店|超市|诊所|企业|门市|机构|店[址面:：]")
_SEAT = re.compile(r"住所地?|住址")
"""Words for the home of a person and for the seat of a company."""
_COMPANY = re.compile(r"公司|企业|厂|商行|商店|超市|酒店|饭店|餐厅|餐馆|门市|药店|合作社|事务所|工作室|集团|医院|诊所|学校|幼儿园|法定代表人|负责人|经营者|经营场所|信用代码|营业执照|注册|个体工商户|字号|单位名称|机构|法院|委员会|局[,，；;]|事业单位|社会团体")
_PERSON = re.compile(r"身份证|性别|出生|民族|[男女][,，、;|]|汉族|户籍|某人|本人|先生|女士|姓名|公民")
_OFFICIAL_HOST = re.compile(r"@(?:[\w-]+\.)*gov\.cn\Z", re.IGNORECASE)
_OFFICIAL_MAIL = re.compile(
    "意见|反馈|投诉|举报|监督|咨询|征集|办公|单位|报送|来信|信封|受理|传真|邮编|投稿|公开|信箱|窗口|网址|委员会|街道|政府|报名|招聘|采购|代理机构|(?:科技|财政|教育|民政|[\u4e00-\u9fff]{2})局(?!部|面|限)|公司"
)


_OWNER = re.compile(r"[ \t]?[(（][^()（）\n]{0,16}(?:局|委|委员会|办|办公室|中心|街道|政府|公司|镇|乡)[)）]")
"""An office in brackets behind an address."""


def detect(passage: Passage) -> Iterator[Detection]:
    """Yield the homes and addresses of mail in a passage."""
    if _OF_HOMES.search(passage.text):
        yield from _homes(passage)
    if _OF_MAIL.search(passage.text):
        yield from _emails(passage)


def _homes(passage: Passage) -> Iterator[Detection]:
    text = passage.text
    for match in _NAMED_HOME.finditer(text):
        if "*" in text[match.start() : match.end() + 2] or _is_seat(passage, match) or _is_of_many(text, match):
            continue
        yield Detection("home", match.start(2), match.end(2), match[2])
    for match in _HOME_CELL.finditer(text) if "|" in text else ():
        if _HEADING_OF_HOMES.search(passage.heading(match.start(1))):
            yield Detection("home", *match.span(1), match[1])
    for match in _LIVES.finditer(text):
        if _PERSON.search(passage.before(match.start() + 1, 40)) and not _is_of_many(text, match):
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
    """Return whether an address is a seat: a company is named beside it, or the word is that for seats and nobody is named."""
    if not _SEAT.fullmatch(match[1]):
        return False
    beside = passage.before(match.start(), 80) + passage.text[match.end() : match.end() + 16]
    return not _PERSON.search(beside) and (match[1] != "住址" or bool(_COMPANY.search(beside)))


def _is_of_many(text: str, match: re.Match) -> bool:
    """Return whether an address is that of many people: houses from one to another, a number of households, those who live there."""
    behind = text[match.end() : match.end() + 8]
    door = re.match(rf".*{_DOOR}", match[2])
    owner = match[2][door.end() :] + behind if door else behind
    if owner.startswith("的") and (is_name(owner[1:4]) or is_name(owner[1:3])):
        return False
    return bool(_OF_MANY.search(match[2]) or _SEVERAL.match(behind) or _SEVERAL.search(match[2]) or behind.startswith("的"))


_OF_THE_TEXT = re.compile(r"各[^\n,。:：]{0,16}[:：]|[^\n]*(?:各|部门|单位|街道|政府)[^\n]*[:：]\s*\n|(?:现|特此|予以?)予?公[开示布告]|工作单位[:：][^,，;；)）\n]*")
"""Words for offices that say nothing of an address: those to whom a document goes, that it is published, where a person works."""


def _is_official(passage: Passage, start: int) -> bool:
    """Return whether the words before an address of mail, or the heading of its column, are those of an office."""
    return bool(_OFFICIAL_MAIL.search(_OF_THE_TEXT.sub("", passage.before(start, 60))) or _OFFICIAL_MAIL.search(passage.heading(start)))


def _emails(passage: Passage) -> Iterator[Detection]:
    for match in _EMAIL.finditer(passage.text):
        value = "".join(_WRITTEN_DOT.sub(".", _AT.sub("@", match[0].lower())).split())
        if not (_OFFICIAL_HOST.search(value) or _is_official(passage, match.start()) or _OWNER.match(passage.text, match.end())):
            yield Detection("email", match.start(), match.end(), value)
