"""What a label, a place or a way of writing decides: each word and each limit of the detectors by itself."""

from __future__ import annotations

import unicodedata

import pytest
from disclosure.model.problems import ERROR, WARNING
from disclosure.secrecy.detect import KINDS, Detection, _merged, detect, mask
from disclosure.secrecy.personal_numbers import digits_of, groups_fit

ID, WRONG_ID, OLD_ID = "11010519491231002X", "110105194912310021", "360104790131123"
MOBILE, CARD, UNIONPAY, NO_CARD = "13812345678", "4012888888881881", "6222021234567890128", "7000000123456787"
"""The example of GB 11643, and made-up numbers; the last one passes a card's check, but begins as none."""


def kinds(text: str, **options: object) -> list[str]:
    """Return the kinds of what is found in a text."""
    return [one.kind for one in detect(text, **options)]


def values(text: str) -> list[str]:
    """Return what is found in a text, in the plainest form."""
    return [one.value for one in detect(text)]


def test_kinds_their_order_and_what_stops_publication() -> None:
    """Of findings at one place the first kind is told."""
    assert [(kind, known.severity) for kind, known in KINDS.items()] == [
        ("mark", ERROR), ("id", ERROR), ("bad-id", WARNING), ("card", ERROR), ("old-id", ERROR), ("mobile", ERROR), ("home", ERROR), ("old-id?", WARNING),
        ("account", WARNING), ("certificate", WARNING), ("exam", WARNING), ("chat", WARNING), ("plate", WARNING), ("exponent", WARNING), ("home?", WARNING), ("email", WARNING),
        ("internal", ERROR), ("draft", WARNING), ("health-list", ERROR), ("name-list", WARNING), ("metadata", WARNING), ("location", ERROR), ("unreadable", WARNING), ("unusable", ERROR),
    ]
    assert all(known.label and known.remedy for known in KINDS.values())


@pytest.mark.parametrize(("kind", "value", "masked"), [
    ("mark", "秘密★", "秘密★"), ("internal", "内部资料，注意", "内部资料，注意"), ("draft", "征求意见稿", "征求意见稿"),
    ("unreadable", "看不进去：格式不认识", "看不进去：格式不认识"),
    ("email", "zhang@qq.com", "z***@qq.com"), ("home", "青云谱区某路3号", "青云谱***"), ("home?", "某小区3栋", "某小区***"), ("metadata", "张某某", "张**"),
    ("location", "28.6,115.9", "***"), ("health-list", "“病种”名单|张三", "“病种”名单"), ("name-list", "“低保”名单|张三", "“低保”名单"), ("exponent", "3.6E+17", "3.6E+17"), ("mobile", MOBILE, "138****5678"), ("id", ID, "1101************2X"), ("old-id", OLD_ID, "3601*********23"),
    ("exam", "20140312345678", "20**********78"), ("exam", "201403", "20**03"), ("card", CARD, "4012**********81"), ("exam", "201403123456789", "2014*********89"),
])
def test_a_message_shows_as_much_as_tells_which_one_is_meant(kind: str, value: str, masked: str) -> None:
    assert mask(kind, value) == masked
    assert Detection(kind, 0, len(value), value).masked == masked


# How numbers are written


@pytest.mark.parametrize("digits", ["0123456789", "０１２３４５６７８９", "٠١٢٣٤٥٦٧٨٩", "०१२३४५६७८९", "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗", "𝟶𝟷𝟸𝟹𝟺𝟻𝟼𝟽𝟾𝟿", "⓪①②③④⑤⑥⑦⑧⑨", "⁰¹²³⁴⁵⁶⁷⁸⁹"])
def test_digits_of_any_kind_aredigits_of(digits: str) -> None:
    """Where a run of them is seen at all: that of ordinary or full-width ones, or beside a sign."""
    written = "".join(digits[int(digit)] for digit in "20140312356789")
    assert values(f"考号：{written}") == ["20140312356789"]


@pytest.mark.parametrize("between", ["", " ", "  ", "\t", "\n", "-", "‐", "‑", "‒", "–", "—", "―", "−", "－", ".", "．", "·", "•", "_", "\u3000", "\u00a0", "\u200b", "\u200d", "\u2060", "\ufeff", "\u00ad"])
def test_signs_between_the_digits_of_an_identity_number_do_not_hide_it(between: str) -> None:
    assert values(f"某人{between.join(ID)}男") == [ID]
    assert values(f"某人{ID[:6]}{between}{ID[6:14]}{between}{ID[14:]}男") == [ID]


def test_places_are_those_of_the_text_as_it_is_written() -> None:
    text = f"{'前' * 200}\n{'言' * 100}张某，身份证１１０１０５　19491231　002Ｘ，{'后' * 100}手机 138-1234-5678。"
    found = detect(text)
    assert [text[one.start : one.end] for one in found] == ["１１０１０５　19491231　002Ｘ", "138-1234-5678"]
    assert [one.value for one in found] == [ID, MOBILE]


@pytest.mark.parametrize(("text", "found"), [
    (f"1 {ID[1:]}", [ID]), (f"{ID[:17]} X", [ID]), (f"{ID[:17]}x", [ID]), (f"9{ID}", []), (f"{ID}9", []), (f"{ID}A", []), (f"A{ID}", [ID]), (ID, [ID]),
    (f"{ID}，{ID[:17]}x", [ID, ID]), (f"0{ID[1:]}", []),
])
def test_an_identity_number_is_whole(text: str, found: list[str]) -> None:
    assert values(f"某人{text}") == found


@pytest.mark.parametrize(("digits", "least", "fit"), [
    ("123456", 3, True), ("12", 3, True), ("1 2 3", 3, True), ("123 456", 3, True), ("123 45", 3, False), ("123 45", 2, True), ("12 345 678", 3, False), ("123-456_789", 3, True),
    ("1 23", 3, False), ("123\n456·789•012", 3, True), (" 123 456 ", 3, True),
])
def test_one_number_is_written_whole_or_in_groups_or_all_apart(digits: str, least: int, fit: bool) -> None:
    assert groups_fit(digits, least) is fit


def test_only_letters_and_digits_of_a_number_are_kept() -> None:
    assert digits_of(" 12-3４ x.") == "123４X"


@pytest.mark.parametrize(("spans", "merged"), [
    ([], []), ([(3, 9)], [(3, 9)]), ([(0, 10), (5, 20), (30, 40)], [(0, 20), (30, 40)]), ([(30, 40), (0, 10)], [(0, 10), (30, 40)]), ([(0, 10), (10, 20)], [(0, 20)]),
    ([(0, 10), (11, 20)], [(0, 10), (11, 20)]), ([(0, 30), (5, 10), (25, 35)], [(0, 35)]), ([(-40, 5)], [(0, 5)]), ([(-40, -5), (3, 9)], [(0, -5), (3, 9)]),
])
def test_spans_that_overlap_are_looked_at_together(spans: list[tuple[int, int]], merged: list[tuple[int, int]]) -> None:
    assert list(_merged(spans)) == merged


@pytest.mark.parametrize("text", [
    f"住址：某某路3号{'甲' * 60}", f"@{'甲' * 70}住址：某某路3号", f"考号20140312，考号20140313{'甲' * 200}住址：某某路3号", f"家住某某路3号{'，甲' * 100}。\n家住某某路4号",
])
def test_every_sign_in_a_text_is_followed_wherever_it_stands(text: str) -> None:
    assert [one for one in kinds(text) if one == "home"] == ["home"] * text.count("路")


# Identity numbers

CREDIT = ("纳税人识别号", "税号", "登记号", "注册号", "许可证号", "批准文号", "索引号", "编号", "项目代码", "合同号", "发票号码", "订单号")


@pytest.mark.parametrize("label", CREDIT)
def test_a_number_that_a_text_calls_something_else_is_no_personal_number(label: str) -> None:
    for number in (ID, OLD_ID, CARD, MOBILE):
        assert kinds(f"{label}{number}") == []
        assert kinds(f"{label} ：“{number}”") == []
        assert len(kinds(f"{label}如下所列{number}")) == 1


@pytest.mark.parametrize("label", ["信用代码", "统一代码", "统一社会信用代码（", "| 单位 | 统一社会信用代码 |\n|---|---|\n| 某小吃店 | "])
def test_an_identity_number_that_is_called_a_credit_code_is_one_unless_it_can_be_such_a_code(label: str) -> None:
    assert kinds(f"{label}{ID}") == ["id"]
    assert [kinds(f"{label}{number}") for number in (OLD_ID, CARD, MOBILE, WRONG_ID, "91360104014500858X")] == [[]] * 5


@pytest.mark.parametrize("number", [ID, OLD_ID, CARD, MOBILE])
def test_what_follows_such_a_number_is_looked_at(number: str) -> None:
    assert len(kinds(f"编号：{number}，甲：{number}，乙：{number}")) == 2


@pytest.mark.parametrize(("text", "found"), [
    (f"身份证号{WRONG_ID}", ["bad-id"]), (f"证件号码：{WRONG_ID}", ["bad-id"]), (f"居民身份号码{WRONG_ID}", ["bad-id"]), (f"流水{WRONG_ID}", []), (WRONG_ID, []),
    (f"身份证一二三四五六七八{WRONG_ID}", ["bad-id"]), (f"身份证一二三四五六七八九{WRONG_ID}", []), (f"身份证\n{WRONG_ID}", []), ("身份证号110105194913310021", []),
    (f"身份证号{ID}", ["id"]), (f"身份证号{WRONG_ID}，另一个身份证号{ID}", ["bad-id", "id"]), (f"流水{WRONG_ID}，某人{ID}", ["id"]),
])
def test_a_wrong_check_digit_is_told_where_an_identity_number_is_meant(text: str, found: list[str]) -> None:
    assert kinds(text) == found


@pytest.mark.parametrize(("text", "found"), [
    (f"身份证{OLD_ID}", ["old-id"]), (f"某人{OLD_ID}", ["old-id?"]), ("身份证360104 790131 123", ["old-id"]), ("某人360104 790131 123", []), ("身份证36 0104790131123", []),
    ("身份证360104791331123", []), (f"身份证{OLD_ID}4", []), (f"身份证0{OLD_ID}", []), (f"甲360104791331123，乙{OLD_ID}", ["old-id?"]), (" ".join(OLD_ID), []),
    (f"身份证{' '.join(OLD_ID)}", ["old-id"]), (f"证件：{OLD_ID}", ["old-id"]), (f"甲{OLD_ID}，乙{OLD_ID[:-1]}4", ["old-id?", "old-id?"]),
])
def test_an_old_identity_number_is_sure_where_it_is_named(text: str, found: list[str]) -> None:
    assert kinds(text) == found


@pytest.mark.parametrize(("kind", "number"), [("id", ID), ("bad-id", WRONG_ID), ("old-id", OLD_ID), ("card", CARD), ("mobile", MOBILE), ("exam", "20140312"), ("email", "zhao@qq.com")])
def test_the_place_of_a_finding_is_that_of_its_number(kind: str, number: str) -> None:
    before = {"id": "", "bad-id": "身份证", "old-id": "身份证", "exam": "考号"}.get(kind, "某")
    [one] = detect(f"{before}{number}，完")
    assert (one.kind, one.start, one.end, one.value) == (kind, len(before), len(before) + len(number), number)


# Cards

@pytest.mark.parametrize("label", ["卡号", "账号", "帐号", "银行卡", "账户", "帐户", "存折"])
def test_a_number_that_a_text_calls_an_account_is_one(label: str) -> None:
    assert kinds(f"{label}：{NO_CARD}") == ["card"]
    assert kinds(f"{label}一二三四五六七八{NO_CARD}") == ["card"]
    assert kinds(f"{label}一二三四五六七八九{NO_CARD}") == []
    assert kinds(f"{label}\n{NO_CARD}") == []
    assert kinds(NO_CARD) == []


@pytest.mark.parametrize(("text", "found"), [
    (CARD, [CARD]), (UNIONPAY, [UNIONPAY]), (f"{CARD} 123", [CARD]), (f"{CARD} 12", [CARD]), (f"卡号{CARD} 1", [CARD]), ("4012 8888 8888 1881", []),
    ("卡号4012 8888 8888 1881", ["4012888888881881"]), ("6222 0212 3456 7890 128", [UNIONPAY]), ("某 6222 0212 3456 7890 128 1", []),
    ("1500 6222 0212 3456 7890 128", []), ("卡号62 2202 1234 5678 90128", []), ("6222-0212-3456-7890-128", [UNIONPAY]), ("62220212345678\n90128", [UNIONPAY]),
    (f"1{CARD}", []), (f"{CARD}1，", []), ("378282246310005 1", []), ("卡号378282246310005 1", []), ("卡号3782 822463 10005 1", []), ("卡号401 288 888 888 188 1", [CARD]), (f"卡号{UNIONPAY}0", []), ("4012888888881882", []), (f"某{CARD}，某{UNIONPAY}", [CARD, UNIONPAY]), (" ".join(UNIONPAY), [UNIONPAY]),
    ("601100099013942", []), (f"{CARD}12", []), (f"卡号{CARD}12", []), ("6222021234567890128 6222021234567890128", [UNIONPAY, UNIONPAY]),
])
def test_a_card_is_whole_and_in_groups_as_cards_are_written(text: str, found: list[str]) -> None:
    assert values(text) == found


# Mobile numbers


@pytest.mark.parametrize("unit", ["元", "万元", "亿元", "万", "亿", "平方米", "公里", "吨", "%", "％", "个", "人次", " 元", "  吨"])
def test_an_amount_is_no_mobile_number(unit: str) -> None:
    assert kinds(f"共计{MOBILE}{unit}") == []
    assert kinds(f"共计{MOBILE}{unit}，某人{MOBILE}") == ["mobile"]


@pytest.mark.parametrize("label", ["手机", "电话", "联系", "号码", "移动", "微信", "短信", "Tel", "tel", "TEL", "Mobile", "mobile", "某人"])
def test_a_number_in_unusual_groups_is_a_mobile_where_the_text_says_so(label: str) -> None:
    assert values(f"{label}：138.123.45678") == [MOBILE]
    assert values(f"{label}一二三四五六七八九十138.123.45678") == [MOBILE]
    assert values(f"{label}一二三四五六七八九十一138.123.45678") == []
    assert values(f"{label}：138.12.345678") == []
    assert values(f"{label}：138\n12345\n678") == [MOBILE]
    assert values("甲：138.123.45678") == []


@pytest.mark.parametrize(("text", "mobile"), [
    (MOBILE, True), (f"甲{MOBILE}", True), (f"2{MOBILE}", False), (f"{MOBILE}2", False), ("12812345678", False), ("138 1234 5678", True), ("138-1234-5678", True),
    ("138·1234·5678", True), ("138.1234.5678", True), ("138  1234  5678", True), ("138 1234-5678", False), ("138 12345678", True), ("138-12345678", True),
    ("1381234 5678", True), ("1381234-5678", True), ("13812 345678", False), ("1 3 8 1 2 3 4 5 6 7 8", True), ("13 8 1 2 3 4 5 6 7 8", False), ("1381234\n5678", False),
    ("打1381234\n5678", True), ("打 1381234\n5678", False), ("|1381234\n5678", False), ("打1381\n234\n5678", False), ("打138 1234\n5678", False),
    ("15 138 1234 5678", False), ("15\n138 1234 5678", False), ("3. 138 1234 5678", False), ("5%-138 1234 5678", False), ("138 1234 5678 15", False),
    ("138 1234 5678.5", False), ("138 1234 5678%", False), ("138 1234 5678，15", True), ("15，138 1234 5678", True), ("15    138 1234 5678", True),
    ("138 1234 5678    15", True), ("1 138 1234 5678", False), ("15   138 1234 5678", False), ("138 1234 5678   15", False), ("138 1234 5678.", True), ("手机138 1234 5678 15", True), ("手机13 8123 45678", False),
])
def test_figures_beside_or_below_each_other_are_no_mobile_number(text: str, mobile: bool) -> None:
    assert values(text) == [MOBILE] * mobile


# Numbers of examinations


@pytest.mark.parametrize("label", ["准考证号", "准考证号码", "考生号", "考号", "报名序号", "报名号", "报考号"])
def test_a_number_that_a_text_calls_one_of_an_examination_is_one(label: str) -> None:
    for sign in ("：", ":", " ", "为", "是", "|", "（", "\n", "(", "[", "】"[:0]):
        assert values(f"{label}{sign}360112") == ["360112"], sign
        assert kinds(f"{label}{sign}360112") == ["exam"], sign


@pytest.mark.parametrize(("text", "found"), [
    ("考号36011", []), ("考号360112", ["360112"]), ("考号A360112", ["A360112"]), ("考号abcd36011", ["ABCD36011"]), ("考号3601-1234 5", ["360112345"]), ("考号（）360112", ["360112"]),
    ("360112考号", []), ("考号：张三 360112", []), ("考号360112，考号36011，考号360113", ["360112", "360113"]),
])
def test_a_number_of_an_examination_has_six_signs(text: str, found: list[str]) -> None:
    assert values(text) == found


# Addresses of mail

OFFICIAL = (
    "意见", "反馈", "投诉", "举报", "监督", "咨询", "征集", "办公", "单位", "报送", "来信", "信封", "受理", "传真", "邮编", "投稿", "公开", "信箱", "窗口", "网址",
)


@pytest.mark.parametrize("word", OFFICIAL)
def test_an_address_beside_a_word_of_offices_is_official(word: str) -> None:
    assert kinds(f"{word}：abc@example.com") == []
    assert kinds(f"{word}{'。' * (60 - len(word))}abc@example.com") == []
    assert kinds(f"{word}{'。' * (61 - len(word))}abc@example.com") == ["email"]


@pytest.mark.parametrize(("text", "found"), [
    ("赵某 zhao@qq.com", ["zhao@qq.com"]), ("Zhao.Mou+1%@Mail.QQ.com", ["zhao.mou+1%@mail.qq.com"]), ("zhao＠163.com", ["zhao@163.com"]), ("zhao @ qq.com", ["zhao@qq.com"]),
    ("zhao@qyp.gov.cn", []), ("zhao@GOV.CN", []), ("zhao@gov.cn.example.com", ["zhao@gov.cn.example.com"]), ("zhao@notgov.cn", ["zhao@notgov.cn"]), ("***@qq.com", []),
    ("a***@qq.com", []), ("@qq.com", []), ("zhao@qq", []), ("zhao@qq.c", []), ("a@qq.com和b@qq.com", ["a@qq.com", "b@qq.com"]), ("a@x.gov.cn和b@qq.com", ["b@qq.com"]),
])
def test_an_address_of_mail_is_told_unless_it_is_official_or_hidden(text: str, found: list[str]) -> None:
    assert values(text) == found
    assert set(kinds(text)) <= {"email"}


@pytest.mark.parametrize(("name", "far", "found"), [(20, 60, 0), (20, 61, 1), (21, 60, 1)])
def test_how_far_before_a_long_address_a_word_is_looked_for(name: int, far: int, found: int) -> None:
    """Eighty characters before its sign in all."""
    assert len(kinds(f"意见{'。' * (far - 2)}{'a' * name}@example.com")) == found


def test_how_far_behind_a_sign_an_address_goes_on() -> None:
    assert values(f"a@{'b' * 55}.com") == [f"a@{'b' * 55}.com"]


# Marks


@pytest.mark.parametrize(("text", "found"), [
    ("绝密★", ["绝密★"]), ("机密★5年", ["机密★"]), ("秘密☆长期", ["秘密★"]), ("机 密 ★", ["机密★"]), ("秘  密\n★", ["秘密★"]), ("绝\t密★", ["绝密★"]), ("机密", ["机密"]), ("★", []),
    ("机密文件★", ["机密"]), ("秘密★，绝密★", ["秘密★", "绝密★"]), ("秘密    ★", ["秘密"]), ("这份机密文件★", []), ("这是秘密    ★", []), ("机密级★", ["机密★"]),
])
def test_a_mark_of_secrecy_is_its_word_and_the_star(text: str, found: list[str]) -> None:
    assert values(text) == found
    assert set(kinds(text)) <= {"mark"}


TOP = (("内部资料", "internal"), ("不予公开", "internal"), ("征求意见稿", "draft"))


@pytest.mark.parametrize(("word", "kind"), TOP)
def test_a_mark_on_top_stands_alone_on_a_line_or_in_brackets(word: str, kind: str) -> None:
    for text in (word, f"{word}\n\n正文", f"【{word}】", f"（{word}）\n", f"  {word}  ", f"标题\n\n{word}\n\n正文", f"注意：{word}", f"{word}甲乙丙丁戊己"):
        assert kinds(text) == [kind], text
    assert kinds(f":甲\n{word}") == [kind]
    for text in (f"- {word}", f"\n- {word}", f"* {word}", f"+ {word}", f"1. {word}", f"12．{word}", f"2、{word}", f"| {word} |", f"# {word}", f": {word}", f"{word}\n: 说明", f"{word}的说明", f"{word}。", f"请把{word}都收好了放", f"依法{word}甲乙丙丁戊"):
        assert kinds(text) == [], text


@pytest.mark.parametrize("word", ["内 部资料", "内 部 资 料", "内 部  资 料"])
def test_blanks_between_the_characters_do_not_hide_a_mark_on_top(word: str) -> None:
    assert values(f"{word}\n\n正文") == ["内部资料"]


def test_a_mark_on_top_stands_on_one_of_the_first_four_lines() -> None:
    """Empty lines are not counted, but for the first of those at the beginning."""
    for word, kind in TOP:
        assert kinds(f"\n甲\n乙\n{word}\n正文") == [kind]
        assert kinds(f"\n\n甲\n乙\n{word}\n正文") == [kind]
        assert kinds(f"\n甲\n乙\n丙\n{word}\n正文") == []
        assert kinds(f"甲\n\n乙\n\n丙\n\n{word}\n\n正文") == [kind]
        assert kinds(f"甲\n乙\n丙\n{word}\n正文") == [kind]
        assert kinds(f"甲\n乙\n丙\n丁\n{word}\n正文") == []


def test_a_mark_on_top_stands_in_the_first_three_hundred_characters() -> None:
    for word, kind in TOP:
        before = "甲" * (299 - len(word))
        assert kinds(f"{before}\n{word}\n正文") == [kind]
        assert kinds(f"甲{before}\n{word}\n正文") == []
        assert kinds(f"甲\n{word}\n正文", header=len(word) + 2) == [kind]
        assert kinds(f"甲\n{word}\n正文", header=len(word) + 1) == []


def test_a_draft_that_all_are_to_read_is_no_mark() -> None:
    assert kinds("征求意见稿\n\n正文", open_draft=True) == []
    assert kinds("内部资料\n\n正文", open_draft=True) == ["internal"]
    assert kinds("征求意见稿\n内部资料\n正文") == ["draft", "internal"]


@pytest.mark.parametrize(("title", "draft"), [
    ("关于某事的办法（征求意见稿）", True), ("关于某事的办法征求意见稿", True), ("关于某事。某事的办法（征求意见稿）", False), ("征求意见稿说明了关于某事的办法", False),
    (f"{'某' * 54}征求意见稿", True), (f"{'某' * 55}征求意见稿", False), ("关于某事的内部资料", False),
])
def test_a_heading_that_ends_so_calls_itself_a_draft(title: str, draft: bool) -> None:
    assert kinds(f"{title}\n\n第一条") == ["draft"] * draft


# Several findings


@pytest.mark.parametrize(("text", "found"), [
    (f"身份证号{ID}，手机{MOBILE}", ["id", "mobile"]), (f"手机{MOBILE}，身份证号{ID}", ["mobile", "id"]), ("秘密★一二三四五六七八zhao@qq.com", ["mark", "email"]),
    ("zhao@qq.com秘密★", ["email", "mark"]), (f"卡号{CARD}", ["card"]), (f"考号：{MOBILE}", ["mobile"]), (f"考号：{ID}", ["id"]), (f"家庭住址：云山区某某路3号{MOBILE}", ["mobile"]),
])
def test_of_findings_at_one_place_the_graver_is_told(text: str, found: list[str]) -> None:
    assert kinds(text) == found


def test_the_signs_of_other_scripts_do_not_move_places() -> None:
    """One character stays one."""
    text = "".join(chr(code) for code in range(0x80, 0x11000) if unicodedata.category(chr(code)) not in ("Cs", "Cn", "Cc")) + f"，手机{MOBILE}，"
    assert [text[one.start : one.end] for one in detect(text) if one.kind == "mobile"] == [MOBILE]


@pytest.mark.parametrize("lead", ["", "\n", "\n\n", "正文\n"])
def test_a_list_about_a_mark_is_none_on_whatever_line_it_stands(lead: str) -> None:
    assert kinds(f"{lead}- 内部资料") == []
    assert kinds(f"{lead}内部资料") == ["internal"]


@pytest.mark.parametrize("mark", ["内部资料", "内 部 资 料", "内　部　资　料", "内  部  资  料", "内部 资料", "内\u2003部\u2003资\u2003料"])
def test_a_mark_of_internal_documents_is_seen_however_wide_its_blanks_are(mark: str) -> None:
    assert [one.kind for one in detect(f"{mark}\n\n关于防汛工作的情况。")] == ["internal"]


@pytest.mark.parametrize("end", ["局", "委", "委员会", "办", "办公室", "中心", "街道", "政府", "公司", "镇", "乡"])
def test_an_office_in_brackets_behind_an_address_of_mail_owns_it(end: str) -> None:
    assert kinds(f"abc@example.com（区某{end}）") == []
    assert kinds(f"abc@example.com，区某{end}") == ["email"]


@pytest.mark.parametrize("at", ["(at)", "（at）", "[at]", "(AT)"])
def test_an_address_of_mail_with_a_word_for_its_sign(at: str) -> None:
    assert values(f"赵某 zhao{at}qq.com") == ["zhao@qq.com"]
    assert values("赵某 zhao#qq.com") == ["zhao@qq.com"]
    assert values("赵某 zhao@qq。com") == ["zhao@qq.com"]
    assert values("赵某 zhao#example.com") == []


@pytest.mark.parametrize("unit", ["人", "户", "件", "份", "台", "套", "头", "株", "名", "次"])
def test_a_count_is_no_mobile_number(unit: str) -> None:
    assert kinds(f"共计{MOBILE}{unit}，") == []
    assert kinds(f"共计{MOBILE}{unit}甲") == ["mobile"]


@pytest.mark.parametrize(("address", "found"), [
    ("http://example.com/Tel.{}", True), ("http://example.com/a/{}", False), ("https://example.com/list?id={}", False),
])
def test_a_number_in_an_address_of_the_web_is_a_mobile_where_the_address_says_so(address: str, found: bool) -> None:
    assert kinds(address.format(MOBILE)) == (["mobile"] if found else [])
