"""Numbers that a label, a heading or a shape names, and what tells figures and things from numbers of persons."""

from __future__ import annotations

import pytest
from disclosure.secrecy.detect import detect
from disclosure.secrecy.numbers import is_credit_code, passes_luhn

from tests.kit.planted_leaks import card, identity

CERTIFICATES = (
    "护照", "护照号", "护照号码", "往来港澳通行证", "回乡证", "台胞证", "居住证", "居留证", "永久居留身份证", "军官证", "警官证", "士官证", "士兵证", "文职证", "文职干部证", "军人证", "军人保障卡", "离休证", "退休证", "退伍证", "退役军人证", "优待证", "残疾人证", "残疾军人证", "残疾证",
    "驾驶证", "驾驶证档案编号", "驾照", "行驶证", "社保卡", "社会保障卡", "医保卡", "户口簿", "结婚证", "离婚证", "出生医学证明", "出生证", "工作证", "记者证", "执业证", "资格证", "就诊卡", "社保号", "社会保障号码", "医保编号", "医疗保险号", "公积金账号", "病历号", "住院号", "门诊号", "病案号",
)


def found(text: str) -> list[tuple[str, str]]:
    """Return kind and value of what is found in a text."""
    return [(one.kind, one.value) for one in detect(text)]


@pytest.mark.parametrize("label", CERTIFICATES)
def test_a_number_that_a_text_calls_one_of_a_certificate_is_one(label: str) -> None:
    for sign in ("", "：", ":", " ", "为", "是", "（", "|"):
        assert found(f"某人，{label}{sign}A123456，合格") == [("certificate", "A123456")], sign
    assert found(f"| 姓名 | {label} |\n|---|---|\n| 某人 | A123456 |\n") == [("certificate", "A123456")]
    assert found(f"{label}：A12345，合格") == []
    assert found(f"{label}办理须知，2014年") == []


@pytest.mark.parametrize("text", ["军官证：政字第01234567号", "某人，军官证号 南字第012345号", "士兵（政字第01234567号）", "| 姓名 | 军官证 |\n|---|---|\n| 某人 | 政字第01234567号 |\n"])
def test_the_serial_of_an_officer(text: str) -> None:
    assert [kind for kind, _ in found(text)] == ["certificate"]
    assert found("房权证：政字第01234567号") == []


@pytest.mark.parametrize(("number", "told"), [
    ("E12345678", True), ("G12345678", True), ("D12345678", True), ("P12345678", True), ("S12345678", True), ("EA1234567", True), ("SE1234567", True), ("DE1234567", True), ("PE1234567", True), ("EO1234567", True), ("EI1234567A", False), ("A12345678", False), ("E1234567", False),
    ("E123456789", False), ("G20140318", False), ("G20141318", True), ("E19990101", False), ("ABE12345678", False), ("2014-E12345678", False), ("E12345678-1", False), ("Ｅ１２３４５６７８", True),
])
def test_the_shape_of_a_passport(number: str, told: bool) -> None:
    assert [kind for kind, _ in found(f"某人，{number}，出国")] == ["certificate"] * told


@pytest.mark.parametrize("thing", ["编号", "编码", "代码", "型号", "规格", "合同", "项目", "文号", "批号", "流水", "单号", "航班", "标段", "地块", "许可", "注册", "备案", "准字", "样品", "发票"])
def test_a_thing_has_no_passport(thing: str) -> None:
    assert found(f"{thing}：E12345678") == []
    assert found(f"| 甲 | {thing} |\n|---|---|\n| 乙 | E12345678 |\n") == []
    assert [kind for kind, _ in found(f"{thing}{'甲' * 11}E12345678")] == ["certificate"]


@pytest.mark.parametrize(("text", "value"), [
    ("QQ：12345678", "12345678"), ("QQ号:12345678", "12345678"), ("qq：12345", "12345"), ("QQ12345678", "12345678"), ("QQ 12345678", "12345678"), ("微信：zhang_san", "ZHANGSAN"), ("微信号 lisi2014", "LISI2014"), ("微信号是lisi-14", "LISI14"), ("微信（本人）：a12345", "A12345"),
    ("微信：abcde", ""), ("QQ：1234", ""), ("微信群：12345", ""), ("微信公众号：qypfb2014", ""), ("官方微信：qypfb2014", ""), ("政务微信号：qypfb2014", ""), ("办公QQ：12345678", ""), ("微信 查询", ""), ("QQ：12345678@qq.com", "@"), ("通过微信 abcdef", ""),
])
def test_accounts_of_chat_stand_behind_their_label(text: str, value: str) -> None:
    assert [one for kind, one in found(text) if kind == "chat"] == [value] * (value not in ("", "@"))


@pytest.mark.parametrize(("plate", "told"), [
    ("赣A12345", True), ("赣A·12345", True), ("赣A 12345", True), ("赣A-12345", True), ("赣AD12345", True), ("赣A1B234", True), ("赣a12b45", True), ("赣A1234学", True), ("赣A1234警", True), ("赣A1234", False), ("赣A1234567", False), ("赣ABCDEF", False), ("赣I12345", False), ("赣A12I45", False),
    ("甲A12345", False), ("浙B2-20140001", False), ("赣A12345-1", False), ("赣Ａ１２３４５", True), ("赣A**345", False),
])
def test_the_shape_of_a_number_plate(plate: str, told: bool) -> None:
    assert [kind for kind, _ in found(f"某人的车{plate}，罚款")] == ["plate"] * told


def test_a_plate_with_letters_among_its_digits_is_looked_for_where_the_text_has_a_vehicle() -> None:
    assert [kind for kind, _ in found("违停，赣A1B234")] == []
    assert [kind for kind, _ in found("违停，赣A12345")] == ["plate"]


@pytest.mark.parametrize(("text", "told"), [
    ("身份证号：3.60104E+17", True), ("证件号码3.6e+17", True), ("手机：1.38E+10", True), ("卡号：6E+15", True), ("银行卡6.22202123456789E+18", True), ("学号：2.01E+11", True), ("金额：3.60104E+17", False), ("身份证号：3.60104E+7", False), ("身份证号：3.60104E+20", False),
    ("身份证号：13.60104E+17", False), ("3.60104E+17", False), ("| 身份证 |\n|---|\n| 3.60104E+17 |\n", True),
])
def test_a_number_that_a_spreadsheet_cut_short(text: str, told: bool) -> None:
    assert [kind for kind, _ in found(text)] == ["exponent"] * told


# Cards and accounts

CARD = card(8)


@pytest.mark.parametrize("label", ["卡号", "农业银行", "农行", "工行", "建行", "中行", "邮储", "信用社", "一卡通", "工资卡", "储蓄卡", "借记卡", "信用卡"])
def test_a_bank_before_a_number_names_a_card(label: str) -> None:
    assert found(f"{label}7000000123456787") == [("card", "7000000123456787")]


@pytest.mark.parametrize("owner", ["财政局", "某某公司", "某委员会", "专户", "国库", "某学校", "某医院", "某中心", "某单位", "某基金", "某协会"])
def test_an_account_beside_the_name_of_an_organisation_is_its_own(owner: str) -> None:
    assert found(f"户名：{owner}，账号：7000000123456787") == [("account", "7000000123456787")]
    assert found(f"账号：7000000123456787，户名：{owner}") == [("account", "7000000123456787")]
    assert found(f"| 户名 | 账号 |\n|---|---|\n| {owner} | 7000000123456787 |\n") == [("account", "7000000123456787")]
    assert found(f"户名：{owner}，账号：6222021234567890128") == [("card", "6222021234567890128")]
    assert found(f"{owner}{'甲' * 60}账号：7000000123456787") == [("card", "7000000123456787")]


def test_the_name_of_a_bank_is_no_owner() -> None:
    assert found("张三，某某银行股份有限公司某支行，账号：7000000123456787") == [("card", "7000000123456787")]


def test_a_credit_code_that_passes_the_check_of_cards_is_no_card() -> None:
    """The codes of Beijing's companies begin as some cards do."""
    codes = [code for tail in range(3000) if passes_luhn(code := f"9111010100000{tail:05d}") and len(set(code)) > 2]
    credit = [code for code in codes if is_credit_code(code)]
    assert credit and len(codes) > len(credit)
    assert all(found(f"某某，{code}，合格") == [] for code in credit)
    assert all(found(f"某某，{code}，合格") == [("card", code)] for code in codes if code not in credit)


def test_nineteen_digits_in_groups_of_four_are_a_card() -> None:
    assert [kind for kind, _ in found("赵某 4367 4212 3456 7890 12" + next(end for end in "0123456789" if found(f"卡号436742123456789012{end}")))] == ["card"]
    assert found("赵某 4012 8888 8888 1881") == []


# What a heading or a figure tells


@pytest.mark.parametrize("head", ["金额", "金额（元）", "总额", "资金", "投资", "收入", "支出", "合计", "预算数", "决算", "补偿款", "直接经济损失", "罚款", "公务接待费", "面积", "数量", "单价", "万元", "数（万元）", "编号", "代码编号", "信用代码", "发票号码"])
def test_below_such_a_heading_stand_no_mobiles(head: str) -> None:
    assert found(f"| 甲 | {head} |\n|---|---|\n| 乙 | 13812345678 |\n") == []
    assert found(f"{head}：13812345678") == []


@pytest.mark.parametrize("head", ["投资人电话", "收费联系人", "补偿款领取人", "面积核对人", "电话", "备注", ""])
def test_below_other_headings_they_do(head: str) -> None:
    assert found(f"| 甲 | {head} |\n|---|---|\n| 乙 | 13812345678 |\n") == [("mobile", "13812345678")]
    assert found(f"{head}：13812345678") == [("mobile", "13812345678")]


@pytest.mark.parametrize(("text", "told"), [
    ("¥13812345678", False), ("￥ 13812345678", False), ("人民币13812345678", False), ("13812345678.5", False), ("13812345678.90元", False), ("0.13812345678", False), ("115.13812345678", False), ("1.13812345678", True), ("10.13812345678", True), ("http://example.com/13812345678", False),
    ("http://example.com 13812345678", True), ("编号：2014-13812345678", False), ("编号：甲2014-13812345678", True),
])
def test_amounts_decimals_and_addresses_are_no_mobiles(text: str, told: bool) -> None:
    assert found(text) == [("mobile", "13812345678")] * told


@pytest.mark.parametrize(("text", "told"), [
    ("甲 138 1234 5678", True), ("甲 138 1234 5678\n乙 245 3321 8890", False), ("乙 245 3321 8890\n甲 138 1234 5678", False), ("甲 138 1234 5678\n乙 139 1234 5678", True), ("甲 138 1234 5678\n乙\n丙\n丁 245 3321 8890", False), ("甲 138 1234 5678\n乙\n丙\n丁\n戊 245 3321 8890", True),
    ("乙 245 3321 8890\n乙\n丙\n甲 138 1234 5678", False), ("手机 138 1234 5678\n乙 245 3321 8890", True), ("甲 138 1234 5678\n乙 245 3321", True),
])
def test_rows_of_figures_near_a_number_make_it_one(text: str, told: bool) -> None:
    assert bool(found(text)) is told


@pytest.mark.parametrize(("text", "told"), [
    ("手机：138/1234/5678", True), ("138/1234/5678", False), ("手机：138/1234、5678", False), ("手机：13/812/345678", False), ("1/3/8/1/2/3/4/5/6/7/8", True), ("|1|3|8|1|2|3|4|5|6|7|8|", False), ("电话|1|3|8|1|2|3|4|5|6|7|8|", True), ("1、3、8、1、2、3、4、5、6、7、8", False), ("手机：138,123,45678", True),
])
def test_other_signs_in_a_mobile_need_a_label_or_stand_between_all_digits(text: str, told: bool) -> None:
    assert bool(found(text)) is told


ID = identity(3)


@pytest.mark.parametrize(("text", "told"), [
    (f"{ID[:6]}/{ID[6:14]}/{ID[14:]}", True), (f"{ID[:6]}/{ID[6:14]}，{ID[14:]}", False), (",".join(ID[at : at + 3] for at in range(0, 18, 3)), False), ("/".join(ID[at : at + 3] for at in range(0, 18, 3)), True), ("/".join(ID[at : at + 2] for at in range(0, 18, 2)), False), ("/".join(ID), True),
    (f"（{ID[:6]}）（{ID[6:14]}）（{ID[14:]}）", True), (f"{ID[:6]} （{ID[6:14]}） {ID[14:]}", True),
])
def test_other_signs_in_an_identity_number_are_the_same_all_through(text: str, told: bool) -> None:
    assert bool(found(text)) is told


@pytest.mark.parametrize(("number", "told"), [(ID[:17], True), (f"{ID[:17]}12", True), (ID[:16], False), (f"{ID[:17]}A", False), (f"360104{'9' * 11}", False)])
def test_an_identity_number_with_a_digit_too_few_or_too_many(number: str, told: bool) -> None:
    assert [kind for kind, _ in found(f"身份证号：{number}")] == ["bad-id"] * told
    assert found(f"流水：{number}") == []
