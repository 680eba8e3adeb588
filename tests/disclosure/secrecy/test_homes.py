"""Addresses that are homes: the words that name one, flats, and what tells an office from them."""

from __future__ import annotations

import pytest
from disclosure.secrecy.detect import detect


def kinds(text: str) -> list[str]:
    """Return the kinds of what is found in a text."""
    return [one.kind for one in detect(text)]


HOME = "云山区某某路3号"
HOME_LABELS = (
    "家庭住址", "家庭地址", "家庭详细地址", "户籍所在地", "户籍地址", "户籍地", "住址", "现住址", "居住址", "现居住址", "现住地址", "现住地", "现住", "居住地址", "居住地", "居住于", "居住在", "现居", "户口所在地", "家住",
    "住所地", "住所",
)


@pytest.mark.parametrize("label", HOME_LABELS)
def test_an_address_that_a_text_calls_a_home_is_one(label: str) -> None:
    for sign in ("：", ":", "", " 为 ", "是", "在", "|"):
        found = detect(f"{label}{sign}{HOME}，某人")
        assert [(one.kind, one.value[-7:]) for one in found] == [("home", HOME[-7:])], sign


@pytest.mark.parametrize("end", ["3号", "3栋", "3幢", "3室", "3户", "3单元", "3弄", "3组", "3门牌", "三组", "十二栋", "七单元"])
def test_a_home_ends_in_a_number_of_a_house(end: str) -> None:
    assert kinds(f"家庭住址：云山区某某村{end}") == ["home"]
    assert kinds("家庭住址：云山区某某村") == []


@pytest.mark.parametrize("text", [f"家庭住址：{HOME[:-2]}*号", f"家庭住址：{HOME}*", f"家庭住址：{HOME}室*", "家庭住址：云山区***3号"])
def test_a_home_of_which_something_is_hidden_is_let_pass(text: str) -> None:
    assert kinds(text) == []


def test_an_address_is_told_without_its_label_and_as_long_as_it_is() -> None:
    [one] = detect(f"家庭住址：{HOME}，某人")
    assert (one.start, one.end, one.value) == (5, 5 + len(HOME), HOME)
    flat = f"{'甲' * 24}1234号{'乙' * 8}A123栋502室"
    [one] = detect(f"某，{flat}，合格")
    assert (one.start, one.end, one.value) == (2, 2 + len(flat), flat)


def test_a_star_farther_on_hides_nothing() -> None:
    assert kinds(f"家庭住址：{HOME}，。*") == ["home"]
    assert kinds(f"家庭住址：{HOME}，*") == []


FLATS = (
    "阳光小区3栋502室", "阳光小区3栋2单元502室", "阳光小区3号2单元502室", "某某路88号3栋2单元502", "某某弄5号A12幢1502", "红星新村12幢3单元301户", "机床厂宿舍5栋301", "滨江花园3栋502", "某某家园3栋502",
    "某某公寓3栋502", "某某苑3栋502", "某某庭3栋502", "某某园3栋502", "12栋A单元502室", "3幢二单元301",
)


@pytest.mark.parametrize("flat", FLATS)
def test_a_flat_is_perhaps_a_home(flat: str) -> None:
    assert [(one.kind, one.value) for one in detect(f"孙某，{flat}，合格")] == [("home?", flat)]


@pytest.mark.parametrize("text", ["3栋", "3栋502", "阳光小区3栋", "拆除3栋房屋", "单元3", "共3栋2层", "阳光小区\n3栋502室"])
def test_a_house_alone_is_no_home(text: str) -> None:
    assert kinds(f"孙某，{text}，合格") == []


OFFICES = (
    "大厦", "大楼", "办公", "中心", "广场", "政府", "机关", "写字楼", "行政", "政务", "窗口", "地点", "公司", "服务", "报名", "投标", "开标", "会议", "科技园", "产业园", "注册", "经营",
)


@pytest.mark.parametrize("word", OFFICES)
def test_a_flat_beside_a_word_of_offices_is_none(word: str) -> None:
    flat = "阳光小区3栋502室"
    assert kinds(f"{word}，{flat}") == []
    assert kinds(f"{word}{'，' * (24 - len(word))}{flat}") == []
    assert kinds(f"{word}{'，' * (25 - len(word))}{flat}") == ["home?"]
    assert kinds(f"{flat}{'，' * (8 - len(word))}{word}") == []
    assert kinds(f"{flat}{'，' * (9 - len(word))}{word}") == ["home?"]


def test_an_address_called_the_seat_of_an_office_is_none() -> None:
    assert kinds("住所：阳光小区") == []


@pytest.mark.parametrize(("text", "found"), [
    ("阳光小区3栋2单元502室，桃园新村12幢3单元301户", ["home?", "home?"]), ("拆除3栋，另有阳光小区3栋2单元502室", ["home?"]),
    (f"拆除3栋，{'甲，' * 12}阳光小区3栋2单元502室", ["home?"]),
    (f"家庭住址：{HOME}，阳光小区3栋2单元502室", ["home", "home?"]), ("家庭住址：阳光小区3栋2单元502室", ["home"]),
])
def test_each_of_several_homes_is_told_once(text: str, found: list[str]) -> None:
    assert kinds(text) == found


@pytest.mark.parametrize("label", ["住所", "住所地", "住址"])
def test_the_seat_of_a_company_is_no_home(label: str) -> None:
    for text in (f"某某公司，{label}：{HOME}", f"当事人：某某商店（个体工商户）\n{label}：{HOME}", f"法定代表人：某某，{label}：{HOME}", f"{label}：{HOME}（某某公司）"):
        assert kinds(text) == [], text
    assert kinds(f"某某公司职工张某，男，汉族，{label}：{HOME}") == ["home"]
    for text in (f"{label}：{HOME}", f"某某公司{'，' * 80}{label}：{HOME}", f"{label}：{HOME}{'，' * 16}公司"):
        assert kinds(text) == ["home"] * (label == "住址"), text
    assert kinds(f"某某公司，家庭住址：{HOME}") == ["home"]


@pytest.mark.parametrize("end", ["三号", "五〇二室", "二十户", "一百零三号", "三幢", "六弄"])
def test_the_number_of_a_house_in_chinese_numerals(end: str) -> None:
    assert kinds(f"家庭住址：云山区某某路{end}") == ["home"]
