"""Personal numbers: identity numbers, bank cards, mobiles. What check digits do not prove, labels and layout decide."""

from __future__ import annotations

import re
from collections.abc import Iterator

from . import numbers
from .characters import BETWEEN
from .kinds import Detection
from .passage import Passage

_SEP = f"[{BETWEEN}]{{0,4}}"
_WIDE_SEP = f"[{BETWEEN}]{{0,6}}"
"""Also over the end of a row of a table."""
_ID = re.compile(
    rf"(?<!\d)(?=([1-9]\d(?:{_WIDE_SEP}\d){{15}}{_WIDE_SEP}[\dXx])(?![\dA-Za-z]))|(?<!\d)(?=([1-9](?:{_WIDE_SEP}\d){{16}}{_WIDE_SEP}[\dXx])(?![\dA-Za-z]))"
)
_DISABILITY = re.compile(rf"(?<!\d)(?=([1-8](?:{_SEP}\d){{16}}{_SEP}[\dXx]{_SEP}[1-7]{_SEP}[1-4])(?:[Bb]\d)?(?![\dA-Za-z]))")
_CUT_ID = re.compile(r"(?<![\dA-Za-z])[1-8]\d{16}(?:\d\d)?(?![\dA-Za-z])")
"""An identity number with a digit too few or too many."""
_OLD_ID = re.compile(rf"(?<!\d)(?=([1-8](?:{_SEP}\d){{14}})(?!\d))")
_MOBILE = re.compile(rf"(?<!\d)(?:(?:\+|00|\(){_SEP}86{_SEP}|86[ \-]|0(?=1))?(?=(1{_SEP}[3-9](?:{_SEP}\d){{9}})(?!\d))")
_CARD = re.compile(rf"(?<!\d)(?=(\d(?:{_SEP}\d){{15,18}})(?!\d))")

_OTHER_NUMBER = re.compile(
    r"(?:信用代码|统一代码|机构代码|纳税人识别号|税号|登记号|登记证号|注册号|许可证号|批准文号|索引号|编号|编码|条码|条形码|项目代码|合同号|发票号码|发票代码|订单号|流水号|单号|股票代码|证券代码|第)\W{0,3}"
    r"(?:[0-9A-Za-z]{1,12}[\-/])*\Z"
)
"""What a text calls numbers of things and organisations, also before a part of such a number."""
_ADDRESS = re.compile(r"://[!-~]*\Z")
"""The beginning of an address of the web."""
_CALLED_PHONE = re.compile(r"(?:tel|phone|mobile|shouji|手机|电话)[.:=/_-]?\Z", re.IGNORECASE)
_NAMED_ID = re.compile(r"(?:身份证|证件|居民身份)[^\n\d]{0,8}\Z")
_NAMED_CARD = re.compile(r"(?:卡号|账号|帐号|银行卡|账户|帐户|存折|银行|农行|工行|建行|中行|邮储|信用社|一卡通|工资卡|储蓄卡|借记卡|信用卡)[^\n\d]{0,8}\Z")
_NAMED_PHONE = re.compile(r"(?:手机|电话|联系|号码|移动|微信|短信|[Tt]el|TEL|[Mm]obile|人)[^\n\d]{0,10}\Z")
_CALLED_PHONE = re.compile(r"(?:手机|电话|联系方式|联系号码|移动|短信|[Tt]el|TEL|[Mm]obile)[^\n\d]{0,10}\Z")
_AMOUNT = re.compile(r"(?:\.\d+)?[ \t]{0,2}(?:[万亿]?元|[万亿]|平方|公里|吨|[%％]|个|人次|[人户件份台套头株名次](?![\u4e00-\u9fff]))|\.\d{1,4}(?!\d)")
_MONEY = re.compile(r"(?:[¥￥$€]|人民币|RMB|CNY)[ \t]?\Z")
_DECIMALS = re.compile(r"(?<!\d)(?:0|\d{3,})\.\Z")
_FIGURES = re.compile(
    r"(?:(?:金|总|余|数|税)额|资金|投资|收入|支出|产值|[合总小]计|[预决]算数?|补偿款?|损失|罚款|费用?|面积|[数产销]量|价格?|万?元|吨|平方米|㎡|%)(?:[（(][^）)\n]{0,10}[）)])?[ \t]*[:：][ \t]*\Z"
    r"|[（(][^）)\n]{0,8}(?:元|万|吨|米|亩|%|人次|个)[）)][ \t]*[:：][ \t]*\Z"
)
"""What a text calls figures: it ends so, before a unit in brackets."""
_BANK = re.compile(r"[^\s,。;:|]*(?:银行|支行|分行|信用社|营业部|储蓄所)[^\s,。;:|]*")
_ORGANISATION = re.compile(r"局|委员会|委办|厅|公司|财政|政府|专户|国库|学校|医院|集团|法院|基金|协会|联合会|中心|单位|街道办|村委")


_ELEVEN = re.compile(rf"\d(?:{_WIDE_SEP}\d){{10}}")


def detect(passage: Passage) -> Iterator[Detection]:
    """Yield the personal numbers in a passage; none has less than eleven digits."""
    if not _ELEVEN.search(passage.text):
        return
    for detector in (_ids, _cut_ids, _cards, _old_ids, _mobiles):
        yield from detector(passage)


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


_BRACKETS = str.maketrans(")[]", "(((")


def _evenly_written(written: str) -> bool:
    """Return whether the same sign stands between all groups, of which there are few or which are single digits. Thousands are no groups."""
    signs = {"".join(dict.fromkeys("".join(sign.translate(_BRACKETS).split()))) for sign in _signs(written)}
    groups = _groups(written)
    if "," in signs and all(len(group) == 3 for group in groups[1:]):
        return False
    return len(signs) == 1 and (len(groups) <= 6 or all(len(group) == 1 for group in groups))


def _is_of_a_thing(passage: Passage, at: int) -> bool:
    """Return whether digits are called a number of something else, or are the decimals of a figure."""
    return passage.called(_OTHER_NUMBER, at, 40) or bool(_DECIMALS.search(passage.before(at)))


def _ids(passage: Passage) -> Iterator[Detection]:
    for match in _DISABILITY.finditer(passage.text):
        if numbers.is_disability_id(number := digits_of(match[1])):
            yield Detection("id", *match.span(1), number)
    for match in _ID.finditer(passage.text):
        group = 1 if match[1] else 2
        written = match[group]
        number = digits_of(written)
        if not numbers.looks_like_id(number) or not (_plainly_written(written) or _evenly_written(written)) or _is_of_a_thing(passage, match.start(group)):
            continue
        if numbers.is_id(number):
            yield Detection("id", *match.span(group), number)
        elif passage.called(_NAMED_ID, match.start(group)):
            yield Detection("bad-id", *match.span(group), number)


def _cut_ids(passage: Passage) -> Iterator[Detection]:
    for match in _CUT_ID.finditer(passage.text):
        if numbers.looks_like_id(match[0]) and passage.called(_NAMED_ID, match.start()):
            yield Detection("bad-id", *match.span(), match[0])


def _cards(passage: Passage) -> Iterator[Detection]:
    text = passage.text
    for match in _CARD.finditer(text):
        start = match.start(1)
        named = passage.called(_NAMED_CARD, start)
        if (not named and not digits_of(match[1]).startswith(numbers.CARD_STARTS)) or _is_of_a_thing(passage, start):
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


def _is_set_as_card(passage: Passage, match: re.Match, written: str) -> bool:
    """Return whether groups of digits without a label are those of one card."""
    if not _plainly_written(written) or _beside_numbers(passage.text, match):
        return False
    return digits_of(written).startswith("62") or ([len(group) for group in _groups(written)] == [4, 4, 4, 4, 3] and not _among_figures(passage, match.start(1)))


def _is_of_an_office(passage: Passage, at: int, number: str) -> bool:
    """Return whether an account is that of an organisation that stands beside it. Cards that begin with 62 are those of persons."""
    return not number.startswith("62") and bool(_ORGANISATION.search(_BANK.sub("", passage.around(at, 60, 40))))


def _old_ids(passage: Passage) -> Iterator[Detection]:
    for match in _OLD_ID.finditer(passage.text):
        number = digits_of(match[1])
        if not numbers.is_old_id(number) or not groups_fit(match[1], 3) or _is_of_a_thing(passage, match.start(1)):
            continue
        named = passage.called(_NAMED_ID, match.start(1))
        if named or (match[1].isdigit() and not passage.called(_FIGURES, match.start(1))):
            yield Detection("old-id" if named else "old-id?", *match.span(1), number)


def _mobiles(passage: Passage) -> Iterator[Detection]:
    for match in _MOBILE.finditer(passage.text):
        if not _is_figure(passage, match) and _is_set_as_phone(passage, match):
            yield Detection("mobile", *match.span(1), digits_of(match[1]))


def _is_in_address(passage: Passage, start: int) -> bool:
    """Return whether digits are part of an address of the web that does not call them a telephone number."""
    before = passage.before(start, 80)
    return bool(_ADDRESS.search(before)) and not _CALLED_PHONE.search(before)


def _is_figure(passage: Passage, match: re.Match) -> bool:
    """Return whether digits are an amount, the decimals of one, or the number of a thing."""
    start, end = match.span(1)
    if _is_of_a_thing(passage, match.start()) or _MONEY.search(passage.before(start)) or _is_in_address(passage, start):
        return True
    return passage.called(_FIGURES, start, 24) or bool(_AMOUNT.match(passage.text, end))


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
            return _evenly_written(written) and (apart or [len(group) for group in _groups(written)] in _SIZES)
        return apart and _evenly_written(written) and not set(written) & set("|,、")
    if passage.called(_NAMED_PHONE, match.start()):
        return groups_fit(written, 3) or not any(c in written for c in " \t-.·")
    if match.start() < start:  # +86 stands before it
        return groups_fit(written, 3)
    if "\n" in written:  # broken at the end of a line of prose
        lead = passage.text[start - 1 : start]
        return len(written.split()) == 2 and "".join(written.split()).isdigit() and bool(lead) and not lead.isspace() and lead != "|"
    apart = all(len(group) == 1 for group in written.split())
    return bool(apart or _PHONE_GROUPS.fullmatch(written)) and not _beside_numbers(passage.text, match) and not _among_figures(passage, start)


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
