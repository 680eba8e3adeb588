"""Personal numbers: identity numbers, bank cards, mobiles. What check digits do not prove, labels and layout decide."""

from __future__ import annotations

import re
from collections.abc import Iterator

from . import numbers
from .characters import BETWEEN
from .kinds import Detection
from .passage import Passage

_SEP = f"[{BETWEEN}]{{0,5}}"
_WIDE_SEP = f"[{BETWEEN}]{{0,6}}"
"""Also over the end of a row of a table."""
_ID = re.compile(
    rf"(?<!\d)(?=([1-9]\d(?:{_WIDE_SEP}\d){{15}}{_WIDE_SEP}[\dXx])(?![\dA-Za-z]))|(?<!\d)(?=([1-9](?:{_WIDE_SEP}\d){{16}}{_WIDE_SEP}[\dXx])(?![\dA-Za-z]))"
)
_DISABILITY = re.compile(rf"(?<!\d)(?=([1-8](?:{_SEP}\d){{16}}{_SEP}[\dXx]{_SEP}[1-7]{_SEP}[1-4])(?:[Bb]\d)?(?![\dA-Za-z]))")
_GLUED = re.compile(r"(?<![\dA-Za-z])(?:1[3-9]\d{9}(?=[1-9]\d{16}[\dXx](?!\d)))?([1-9]\d{16}[\dXx])(?:1[3-9]\d{9})?(?![\dA-Za-z])")
"""An identity number and a telephone without anything between."""
_CUT_ID = re.compile(r"(?<![\dA-Za-z])[1-8]\d{16}(?:\d\d)?(?![\dA-Za-z])")
"""An identity number with a digit too few or too many."""
_OLD_ID = re.compile(rf"(?<!\d)(?=([1-8](?:{_SEP}\d){{14}})(?!\d))")
_MOBILE = re.compile(rf"(?<!\d)(?:(?:\+|00|\(){_SEP}86{_SEP}|86(?:[ \-]|(?=1[3-9]\d{{9}}(?!\d)))|0(?=1))?(?=(1{_SEP}[3-9](?:{_SEP}\d){{9}})(?!\d))")
_CARD = re.compile(rf"(?<!\d)(?=(\d(?:{_SEP}\d){{15,18}})(?!\d))")

_THING = re.compile(
    r"(?:(?:[\u4e00-\u9fff](?<![一二三四五六七八九十百零〇])号|编号|[编条代税源溯]码|[\u4e00-\u9fff](?<![号电])码|识别号|税号|(?:[票单据证书件案备册准可同利标户目备档水款])号码|[^\W\d]单元|标识|(?<!名)单[:：]?|计划|项目|标段|批次|索引)"
    r"|ICP备|(?<!数)字|第|[Nn][Oo][.:]?)(?:[(（][^()（）\n]{0,16})?$", re.MULTILINE
)
"""What a text calls numbers of things and organisations: their label ends so."""
_SURELY_PERSONAL = r"身份|证件|(?<![\u4e00-\u9fff])证号|公民|手机|电话(?!费|机)|联系(?:方式|号码|人)|移动号|[Tt]el|TEL|[Mm]obile|[Pp]hone"
_OF_PERSONS = re.compile(_SURELY_PERSONAL)
"""What a text calls identity numbers and telephones. It outranks every other word of a label."""
_PERSON = re.compile(
    _SURELY_PERSONAL + r"|[账帐]号|[账帐]户|卡号|银行卡|存折|一卡通|社保|社会保障|医保|医疗保险|参保|学籍|学号|学生|考生?号|考证|报名|报考|座位|警号|病历|住院|门诊|就诊|病案"
    r"|残疾|驾驶证|驾照|居住证|居留|护照|通行证|军官|士兵|户主|监护人|本人|姓名|微信|QQ|qq|支付宝|钉钉|职工|人员|(?:联系|值班|工作|家长|短|小|私人|个人)号$", re.MULTILINE
)
"""What a text calls numbers of persons, of whatever kind. It outranks the words for things."""
_PERSON_BEHIND = re.compile(r"[ \t]?[(（][^()（）\n]{0,6}(?:身份证|手机|电话|证件)")
_ADDRESS = re.compile(r"://[!-~]*\Z")
"""The beginning of an address of the web."""
_PHONE_IN_ADDRESS = re.compile(r"(?:tel|phone|mobile|shouji|haoma|手机|电话)[.:=/_-]?\Z", re.IGNORECASE)
_NAMED_ID = re.compile(r"(?:身份证|证件|居民身份)[^\n\d]{0,8}\Z")
_NAMED_CARD = re.compile(r"(?:卡号|账号|帐号|银行卡|账户|帐户|存折|银行|农行|工行|建行|中行|邮储|信用社|一卡通|工资卡|储蓄卡|借记卡|信用卡)[^\n\d]{0,8}\Z")
_NAMED_PHONE = re.compile(r"(?:手机|电话|联系|号码|移动|微信|短信|[Tt]el|TEL|[Mm]obile|人)[^\n\d]{0,10}\Z")
_CALLED_PHONE = re.compile(r"(?:手机|电话|联系方式|联系号码|移动|短信|[Tt]el|TEL|[Mm]obile)[^\n\d]{0,10}\Z")
_WORD_END = r"(?![\u4e00-\u9fff])"
_AMOUNT = re.compile(
    rf"(?:\.\d+)?(?:[ \t]{{0,2}}(?:元(?:{_WORD_END}|[整正]|人民币|以[上下内]|左右)|[万亿](?:美?元|{_WORD_END}|(?:平方米|公里|千瓦时|人次|[人户亩吨个件次册头株条]){_WORD_END})|平方(?:{_WORD_END}|公里|[米千厘分尺])|公里|吨|[%％]|个{_WORD_END}|人次|[人户件份台套头株名次]{_WORD_END})"
    r"|元(?=[的及与用为由投拨划支补奖资共]))|\.\d{1,4}(?!\d)"
)
"""A unit behind a figure. It is a whole word: names of persons and places begin with the same characters."""
_MONEY = re.compile(r"(?:[¥￥$€]|人民币|RMB|CNY)[ \t]?\Z")
_WHOLE_PART = re.compile(r"(?<![\d.])(\d+)\.\Z")
_NUMBERING = re.compile(r"(?:\A|[\n|>])[ \t*#]*\d+\.\Z")
_COORDINATE = re.compile(r"[经纬]度?|坐标|(?<![A-Za-z])[XYxyNESW](?=[ =:\n]|$)")
_DECIMALS_BEFORE, _DECIMALS_BEHIND = re.compile(r"\d\.\d{4,}[°度]?[\s,|;、]{1,3}(?:[A-Za-z][=:])?\d+\.\Z"), re.compile(r"[°度]?[\s,|;、]{1,3}(?:[A-Za-z东北西南经纬度]{0,3}[=:]?)?\d+\.\d{4,}")
_FIGURES = re.compile(
    r"(?:(?:金|总|余|数|税|价|限|差)额|资金|投资|收入|支出|产值|总值|增加值|GDP|[合总小]计|[预决概]算数?|税收|拨付|下达|造价|报价|价格?|(?:存|贷|欠|借)款|债务|资产|负债|补偿款?|损失|罚款|费用|(?<![缴寄])费|面积|[数产销流电水]量|[人户件次分]数|得分|评分|期[初末]|年[初末]|累计|同期"
    r"|[(（](?:[^()（）\n]{0,8}(?:元|万|吨|米|亩|%|人次|个|户|人))[)）]?)(?:[(（][^()（）\n]{0,10}[)）]?)*$|\A[^\n]*(?:万?元|吨|平方米|㎡|%)\n|^(?:\d{4}年[度末初]?|万?元|吨|平方米|㎡|%)$", re.MULTILINE
)
"""What a text calls figures: their label ends so, before a unit in brackets."""
_BANK = re.compile(r"[^\s,。;:|]*(?:银行|支行|分行|信用社|营业部|储蓄所)[^\s,。;:|]*")
_OFFICIAL_CARD = re.compile(r"保证金[账帐专]|缴款|汇缴|非税")
_OFFICIAL_ACCOUNT = re.compile(r"保证金|缴款|汇缴|非税|国库|专用[账帐]户|财政专户|开户行")
_ORGANISATION = re.compile(r"局|委员会|委办|厅|公司|财政|政府|专户|国库|学校|医院|集团|法院|基金|协会|联合会|中心|单位|街道办|村委")


_ELEVEN, _FIFTEEN = (re.compile(rf"\d(?:{_WIDE_SEP}\d){{{more}}}") for more in (10, 14))
"""What stands in each mobile number, and in each other personal number."""


def detect(passage: Passage) -> Iterator[Detection]:
    """Yield the personal numbers in a passage."""
    if not _ELEVEN.search(passage.text):
        return
    if _FIFTEEN.search(passage.text):
        for detector in (_ids, _cut_ids, _cards, _passbooks, _old_ids):
            yield from detector(passage)
    yield from _mobiles(passage)


def digits_of(text: str) -> str:
    """Return the digits and letters of a number."""
    return "".join(c for c in text if c.isalnum()).upper()


def _groups(written: str) -> list[str]:
    return [group for group in re.split(r"[^0-9A-Za-z]+", written) if group]


def groups_fit(written: str, least: int) -> bool:
    """Return whether digits are grouped as in one number: all together, in groups of at least `least`, or one by one."""
    groups = _groups(written)
    return len(groups) == 1 or all(len(group) == 1 for group in groups) or min(map(len, groups)) >= least


_PLAIN_SIGNS = re.compile(r"[ \t\n\r\-·._]{0,3}")


def _signs(written: str) -> list[str]:
    """Return what stands between the groups of a number."""
    return re.findall(r"[^0-9A-Za-z]+", written)


def _plainly_written(written: str) -> bool:
    """Return whether only blanks, hyphens and dots stand in a number."""
    return all(_PLAIN_SIGNS.fullmatch(sign) for sign in _signs(written))


_BRACKETS = str.maketrans(")[]【】", "(((((")


def _evenly_written(written: str) -> bool:
    """Return whether the same sign stands between all groups, of which there are few or which are single digits. Thousands are no groups."""
    signs = {"".join(dict.fromkeys("".join(sign.translate(_BRACKETS).split()))) for sign in _signs(written)}
    groups = _groups(written)
    if "," in signs and all(len(group) == 3 for group in groups[1:]):
        return False
    return len(signs) == 1 and (len(groups) <= 6 or all(len(group) == 1 for group in groups))


def names_a_thing(label: str) -> bool:
    """Return whether a label is one of numbers of things and organisations, and of no person."""
    return bool(_THING.search(label)) and not _PERSON.search(label)


def _is_of_a_thing(passage: Passage, at: int, end: int) -> bool:
    """Return whether the own label of digits names a thing and no person, or they are the decimals of a figure."""
    label = passage.own_label(at)
    if _PERSON.search(label) or _PERSON_BEHIND.match(passage.text, end):
        return False
    return bool(_THING.search(label)) or _are_decimals(passage, at, end, label)


_CREDIT_CODE = re.compile(r"(?:信用|统一)代码(?:[(（][^()（）\n]{0,16})?$", re.MULTILINE)
"""What a text calls unified social credit codes: their own check sign proves them."""


def _is_code(passage: Passage, at: int, end: int, number: str) -> bool:
    """Return whether the label of 18 digits excuses them. That of a credit code excuses no identity number that can be no such code (GB 32100)."""
    if not _is_of_a_thing(passage, at, end):
        return False
    return not _CREDIT_CODE.search(passage.own_label(at)) or numbers.is_credit_code(number) or not numbers.is_id(number)


def _are_decimals(passage: Passage, at: int, end: int, label: str) -> bool:
    """Return whether digits are the decimals of a figure or a coordinate, and not what follows the number of a row."""
    before = passage.before(at, 40)
    if not (whole := _WHOLE_PART.search(before)):
        return False
    if _COORDINATE.search(label) or _DECIMALS_BEFORE.search(before) or _DECIMALS_BEHIND.match(passage.text, end):
        return True
    is_numbering = _NUMBERING.search(before) and re.match(r"[ \t]*[\u4e00-\u9fff]", passage.text[end : end + 4])
    return whole[1] == "0" or (len(whole[1]) > 2 and whole[1][0] != "0" and not is_numbering)


def _is_figure_by_name(passage: Passage, at: int) -> bool:
    """Return whether the own label of digits names figures and no person."""
    label = passage.own_label(at)
    return not _OF_PERSONS.search(label) and bool(_FIGURES.search(label))


def _ids(passage: Passage) -> Iterator[Detection]:
    for match in _DISABILITY.finditer(passage.text):
        if numbers.is_disability_id(number := digits_of(match[1])):
            yield Detection("id", *match.span(1), number)
    for match in _GLUED.finditer(passage.text):
        if len(match[0]) > 18 and numbers.is_id(match[1]):
            yield Detection("id", *match.span(1), match[1].upper())
    for match in _ID.finditer(passage.text):
        group = 1 if match[1] else 2
        written = match[group]
        number = digits_of(written)
        if not numbers.looks_like_id(number) or not (_plainly_written(written) or _evenly_written(written)) or _is_code(passage, *match.span(group), number):
            continue
        if "|" in written and not _is_sound_across(passage, match.start(group), written):
            continue
        if numbers.is_id(number):
            yield Detection("id", *match.span(group), number)
        elif passage.called(_NAMED_ID, match.start(group)):
            yield Detection("bad-id", *match.span(group), number)


def identity_numbers(passage: Passage) -> Iterator[str]:
    """Yield the identity numbers in a passage whatever it calls them; the codes of companies, which may look like those of residents from abroad, are none."""
    for match in _ID.finditer(passage.text):
        number = digits_of(written := match[1] or match[2])
        if _plainly_written(written) and numbers.is_id(number) and not (number[0] == "9" and numbers.is_credit_code(number)):
            yield number


_OF_FIGURES = re.compile(r"[年月日时期站区]|代码|[数量额值价]$", re.MULTILINE)


def _is_sound_across(passage: Passage, at: int, written: str) -> bool:
    """Return whether digits in several cells are one identity number: the cells hold a digit each, or a person stands beside them and no column is one of figures."""
    if all(len(group) == 1 for group in _groups(written)) or _OF_PERSONS.search(passage.own_label(at)):
        return True
    places = [at, *(at + place for place, sign in enumerate(written) if place and sign.isdigit() and not written[place - 1].isdigit())]
    if any(_OF_FIGURES.search(passage.heading(place)) for place in places):
        return False
    rows = ("".join(filter(str.isdigit, line)) for line in passage.tables.beside(passage.place(at), _NEAR) if "|" in line)
    return not any(len(row) == 18 and not numbers.is_id(row) for row in rows)


def _cut_ids(passage: Passage) -> Iterator[Detection]:
    for match in _CUT_ID.finditer(passage.text):
        if numbers.looks_like_id(match[0]) and passage.called(_NAMED_ID, match.start()):
            yield Detection("bad-id", *match.span(), match[0])


def _cards(passage: Passage) -> Iterator[Detection]:
    text = passage.text
    for match in _CARD.finditer(text):
        start = match.start(1)
        named = passage.called(_NAMED_CARD, start)
        if (not named and not digits_of(match[1]).startswith(numbers.CARD_STARTS)) or _is_of_a_thing(passage, start, match.end(1)):
            continue
        for cut in range(match.end(1), start + 15, -1):  # the match may include another number after a blank
            written = text[start:cut]
            number = digits_of(written)
            if len(number) < 16:
                break
            if not text[cut - 1].isdigit() or text[cut : cut + 1].isdigit() or not groups_fit(written.rstrip("0123456789") or number, 3):
                continue
            if not named and not written.isdigit() and not _is_set_as_card(passage, match, written):
                continue  # more often figures of a table than a card
            if numbers.is_card(number, named) and not numbers.is_credit_code(number):
                yield Detection("account" if _is_of_an_office(passage, start, number) else "card", start, cut, number)
                break


_PASSBOOK = re.compile(r"(?:存折|一卡通|惠农卡?|社保卡?账户|社保账户)[^\n\d]{0,8}?(?<!\d)(\d{15,21})(?!\d)")


def _passbooks(passage: Passage) -> Iterator[Detection]:
    """Yield the accounts of persons that have no check digit."""
    for match in _PASSBOOK.finditer(passage.text):
        yield Detection("account", *match.span(1), match[1])


def _is_set_as_card(passage: Passage, match: re.Match, written: str) -> bool:
    """Return whether groups of digits without a label are those of one card."""
    if not _plainly_written(written) or _beside_numbers(passage.text, match):
        return False
    return digits_of(written).startswith("62") or ([len(group) for group in _groups(written)] == [4, 4, 4, 4, 3] and not _among_figures(passage, match.start(1)))


def _is_of_an_office(passage: Passage, at: int, number: str) -> bool:
    """Return whether an account is that of an organisation that stands beside it. A card that begins with 62 is that of a person, if nothing else is said."""
    around = passage.around(at, 60, 40)
    if number.startswith("62"):
        return bool(_OFFICIAL_CARD.search(around))
    return bool(_OFFICIAL_ACCOUNT.search(around) or _ORGANISATION.search(_BANK.sub("", around)))


def _old_ids(passage: Passage) -> Iterator[Detection]:
    for match in _OLD_ID.finditer(passage.text):
        number = digits_of(match[1])
        if not numbers.is_old_id(number) or not groups_fit(match[1], 3) or _is_of_a_thing(passage, *match.span(1)):
            continue
        named = passage.called(_NAMED_ID, match.start(1))
        if named or (match[1].isdigit() and not _is_figure_by_name(passage, match.start(1))):
            yield Detection("old-id" if named else "old-id?", *match.span(1), number)


def _mobiles(passage: Passage) -> Iterator[Detection]:
    for match in _MOBILE.finditer(passage.text):
        if not _is_figure(passage, match) and _is_set_as_phone(passage, match):
            yield Detection("mobile", *match.span(1), digits_of(match[1]))


def _is_in_address(passage: Passage, start: int) -> bool:
    """Return whether digits are part of an address of the web that does not call them a telephone number."""
    before = passage.before(start, 80)
    return bool(_ADDRESS.search(before)) and not _PHONE_IN_ADDRESS.search(before)


def _is_figure(passage: Passage, match: re.Match) -> bool:
    """Return whether digits are an amount, the decimals of one, or the number of a thing."""
    start, end = match.span(1)
    if _is_of_a_thing(passage, match.start(), end) or _is_in_address(passage, start):
        return True
    if _OF_PERSONS.search(passage.own_label(match.start())):
        return False
    return bool(_MONEY.search(passage.before(start)) or _AMOUNT.match(passage.text, end)) or _is_figure_by_name(passage, match.start())


_PHONE_GROUPS = re.compile(r"\d{3}([ \-·.]{1,2})\d{4}\1\d{4}|\d{3}[ \-]\d{8}|\d{7}[ \-]\d{4}")
_SIZES = ([3, 4, 4], [3, 8], [7, 4], [3, 3, 5], [3, 5, 3], [4, 4, 3], [4, 7], [5, 6], [6, 5], [2, 9], [8, 3])


def _is_set_as_phone(passage: Passage, match: re.Match) -> bool:
    """Return whether digits are one phone number, and not several figures of a table."""
    written, start = match[1], match.start(1)
    if written.isdigit():
        return True
    if not _plainly_written(written):
        apart = all(len(group) == 1 for group in _groups(written))
        if passage.called(_CALLED_PHONE, start):
            if _THOUSANDS.fullmatch(written):
                return bool(_OF_PERSONS.search(passage.own_label(match.start())))
            return _evenly_written(written) and (apart or [len(group) for group in _groups(written)] in _SIZES)
        return apart and _evenly_written(written) and not set(written) & set("|,、:;") and not _is_counted(passage, match)
    if passage.called(_NAMED_PHONE, match.start()):
        if _OF_PERSONS.search(passage.own_label(match.start())) and _groups(written)[0][:3] == written[:3] and re.fullmatch(r"\d{3}(?:[ \-]\d+)+", written):
            return True
        return groups_fit(written, 3) or not any(c in written for c in " \t-.·")
    if match.start() < start:  # +86 stands before it
        return groups_fit(written, 3)
    if "\n" in written:  # broken at the end of a line of prose
        lead = passage.text[start - 1 : start]
        return len(written.split()) == 2 and "".join(written.split()).isdigit() and bool(lead) and not lead.isspace() and lead != "|"
    apart = all(len(group) == 1 for group in written.split())
    return bool(apart or _PHONE_GROUPS.fullmatch(written)) and not _is_counted(passage, match) and not _beside_numbers(passage.text, match) and not _among_figures(passage, start)


_THOUSANDS = re.compile(r"\d{2},\d{3},\d{3},\d{3}")
_COUNTED = re.compile(r"[合总小共]计|平均|分别|[得评比]分|分数|比例|[人户件次个]数|排名|名次|依次|顺序|序列|数据|座位|各班|[年月]份")


def _is_counted(passage: Passage, match: re.Match) -> bool:
    """Return whether groups of digits are the figures of a line: its words say so, or the line above has a word for each."""
    start = match.start(1)
    line = passage.before(start, 40).rpartition("\n")[2]
    if _COUNTED.search(line):
        return True
    above = passage.tables.beside(passage.place(start), 1)[:1] if not line.strip() else []
    return bool(above) and len(above[0].split()) == len(_groups(match[1])) and not re.search(r"\d", above[0])


def _beside_numbers(text: str, match: re.Match) -> bool:
    """Return whether other groups of digits stand right before or after, as in a table."""
    start, end = match.span(1)
    return bool(re.search(r"[\d.%][ \t\n\-]{1,3}\Z", text[max(0, start - 4) : start]) or re.match(r"[ \t\n\-]{1,3}\d|[.%]\d", text[end : end + 4]))


_NEAR = 3
"""Lines above and below a number that may show that it is a row of figures."""
_ROW_OF_FIGURES = re.compile(r"(?:.*\s)?(?!1[3-9]\d\s\d{4}\s\d{4}\s*\Z)\d[\d.,%]*(?:[ \t]+\d[\d.,%]*){2,}\s*")


def _among_figures(passage: Passage, at: int) -> bool:
    """Return whether a line near it ends with figures, as in a table without rules."""
    return any(_ROW_OF_FIGURES.fullmatch(line[-80:]) for line in passage.tables.beside(passage.place(at), _NEAR))
