"""Stars: emphasis beyond doubt, masks and formulas as text, and what is in doubt told at its line."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.kit.bodies import body, markup, shown, soup, told

SILENT = [
    "当事人：南昌市青云谱区**餐饮店\n经营者：李**", "住**市**区**路**号。\n被告：**建设有限公司", "家住**村**组，车牌赣A**123", "**年**月**日", "**号楼**单元", "李*明、*建国；欧阳**、司马*",
    "基数*（1+17%）*0.8；基数*（1+13%）*0.9", "面积*（单价+附加）*系数，面积*（单价）*（系数）", "5*（3+2）*4；A*（B+C）*D；“甲”*“乙”", "店名：**餐饮店\n经营者：李**", "138**5678**9012，尾号**12**的",
    "被处罚人：**公司\n法定代表人：张**\n地址：**路**号", "赵**、钱**、孙**", "*建国、李*、王*、*明均符合", "住址：**村**号，电话**1234**", "甲**（男）乙**（女）", "长*宽*高，（长*宽）*高",
]
DOUBTFUL = [
    "当事人：**公司，罚款**万元", "经查，**餐饮店位于**路", "学校**附近、医院**周边", "当事人**酒店（地址：**路12号）", "当事人：**公司，经营者：李**。", "住所：**市青云谱区**，罚款", "由**区教育局**负责",
    "申请人：**餐饮店经营者李**", "李**的**重点**", "姓名：**明**，得分：**95**", "证号：**1234**，", "对**的处罚：**", "区**重点**", "，*斜体*内容", "经**批准由王**同意", "在**公司**名下",
    "按照**第一条、第二条**的", "**甲**乙",
]
BOLD = {
    "增长**5%**以上，下降**8%**左右，完成**100%**任务": ["5%", "8%", "100%"], "**2014**年计划**100**万元": ["2014", "100"], "按**（一）项**执行": ["（一）项"], "**区政府办公室**：负责": ["区政府办公室"],
    "（一）**加强领导**。各部门": ["加强领导"], "1、**报名**：5月": ["报名"], "必须**6月30日前**完成，**务必**按时": ["6月30日前", "务必"], "有一个**版本编号**。编": ["版本编号"], "这是 **重点项目** 内容": ["重点项目"],
    "**公司企业个人均可申请，请按时。**": ["公司企业个人均可申请，请按时。"], "**一、目标**\n**二、任务**": ["一、目标", "二、任务"], "**甲目标\n乙任务**": ["甲目标\n乙任务"], "由**区教育局**负责，**加强领导**。": ["加强领导"],
    "[**附表**](a.pdf)与**[表](a.pdf)**": ["附表", "表"], "**重点**<br>乙": ["重点"], "**局长**（主持）": ["局长"],
}


@pytest.mark.parametrize("source", SILENT)
def test_masks_and_formulas_are_text_and_nothing_is_told(source: str) -> None:
    assert shown(source) == source
    assert markup(source) == set()
    assert told(source) == []


@pytest.mark.parametrize("source", DOUBTFUL)
def test_what_may_be_a_mask_stays_as_written_and_is_told_at_its_line(source: str) -> None:
    assert shown(f"首段。\n\n甲\n{source}") == f"首段。\n甲\n{source}"
    assert [(line, "星号按原样显示" in message) for line, message in told(f"首段。\n\n甲\n{source}")] == [(4, True)]


@pytest.mark.parametrize(("source", "bold"), BOLD.items())
def test_bold_is_what_its_writer_meant(source: str, bold: list[str]) -> None:
    assert [strong.get_text() for strong in soup(source).find_all("strong")] == bold


def test_what_the_reminder_says_to_do_helps() -> None:
    assert told("由 **区教育局** 负责") == told("由<b>区教育局</b>负责") == told("由\\*\\*区教育局\\*\\*负责") == []
    assert [soup(source).find(["strong", "b"]).get_text() for source in ("由 **区教育局** 负责", "由<b>区教育局</b>负责")] == ["区教育局"] * 2
    assert shown("由\\*\\*区教育局\\*\\*负责") == "由**区教育局**负责"


def test_bold_that_goes_over_lines_of_a_paragraph_is_told() -> None:
    assert [(line, "跨行" in message) for line, message in told("首段。\n\n**总体\n要求**\n完")] == [(3, True)]


def test_the_same_doubtful_line_is_told_each_time() -> None:
    line = "由**区教育局**负责"
    assert [place for place, _ in told(f"{line}\n\n{line}\n\n- {line}\n\n| 甲 |\n|---|\n| {line} |")] == [1, 3, 5, 9]


MASKED = st.sampled_from(["李**", "王*明", "**公司", "**市", "**区", "**路", "**号", "**村", "**组", "张*", "赣A**12号", "138****5678", "**年**月**日", "**餐饮店", "欧阳**", "南昌**建设有限公司", "**小区**栋**单元"])
BETWEEN = st.sampled_from(["，", "、", "：", "与", "和", "位于", "住", "（", "）", "。", "系夫妻，", "罚款", "诉", "的", "", "；"])


@settings(max_examples=400, deadline=None, derandomize=True)
@given(st.lists(st.tuples(MASKED, BETWEEN).map("".join), min_size=1, max_size=6).map("".join))
def test_no_mask_beside_others_is_ever_eaten(source: str) -> None:
    assert body(source).text.replace(" ", "").count("*") == source.count("*")


PRODUCTS = st.sampled_from(["5", "1.17%", "基数", "（1+17%）", "（单价+附加）", "系数", "A", "(B+C)", "“甲”", "面积", "0.8", "[x]"])


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.lists(PRODUCTS, min_size=2, max_size=6).map("*".join), st.sampled_from(["；", "，", "=", "、"]), st.lists(PRODUCTS, min_size=2, max_size=6).map("*".join))
def test_no_sign_of_a_product_is_ever_eaten(first: str, mark: str, second: str) -> None:
    assert body(first + mark + second).text.count("*") == (first + second).count("*")
