"""Lists of names: what tells that one is private, what a name is, and which lists are meant to be public."""

from __future__ import annotations

import pytest
from disclosure.secrecy.detect import Detection, detect
from disclosure.secrecy.name_lists import is_name

TABLE = "| 姓名 | 住处 |\n|---|---|\n| 张三 | 甲村 |\n| 李四 | 乙村 |\n"


def told(text: str, title: str = "") -> list[tuple[str, str]]:
    """Return kind and masked value of what is found in a text."""
    return [(one.kind, one.masked) for one in detect(text, title=title)]


@pytest.mark.parametrize(("text", "name"), [
    ("张三", True), ("张 三", True), ("　张三丰　", True), ("欧阳明", True), ("阿不都·热合曼", True), ("东方红", True), ("张", False), ("张三丰李四", False), ("张某", False), ("张某某", False), ("李*", False), ("王XX", False), ("甲乙", False), ("江西", False), ("时限", False),
    ("高安市", False), ("黄村", False), ("合计", False), ("Zhang", False), ("", False), ("·", False),
])
def test_a_name_is_whole_and_begins_with_a_surname(text: str, name: bool) -> None:
    assert is_name(text) is name


@pytest.mark.parametrize(("head", "kind"), [("病种", "health-list"), ("诊断", "health-list"), ("残疾等级", "name-list"), ("救助金额", "name-list"), ("得分", ""), ("住处", "")])
def test_the_heading_of_a_column_tells_what_a_list_is_about(head: str, kind: str) -> None:
    text = f"| 序号 | 姓名 | {head} |\n|---|---|---|\n| 1 | 张三 | 甲 |\n"
    assert [one for one, _ in told(text)] == [kind] * bool(kind)
    assert told(text.replace("张三", "张某某")) == []
    assert told(text.replace("姓名", "乡镇")) == []
    assert told(text.replace("| 1 |", "| 1 | 职务 |", 1).replace("| 序号 |", "| 序号 | 职务 |")) == []


@pytest.mark.parametrize(("cell", "kind"), [("肺癌", "health-list"), ("低保户", "name-list"), ("三级残疾", "name-list"), ("孤儿", "name-list"), ("市传染病医院", ""), ("甲村", ""), ("关于某某癌症防治的工作方案症", "")])
def test_a_cell_beside_a_name_tells_it_too(cell: str, kind: str) -> None:
    assert [one for one, _ in told(f"| 姓名 | 备注 |\n|---|---|\n| 张三 | {cell} |\n")] == [kind] * bool(kind)


@pytest.mark.parametrize("above", ["低保户名单\n\n{}", "## 低保户名单\n\n{}", "低保户名单\n\n单位：元\n\n{}", "低保户名单\n甲\n乙\n丙\n{}", "现将低保户名单公示如下：\n\n{}", "现公布低保户名单。\n\n{}"])
def test_a_line_above_a_table_tells_what_it_is_about(above: str) -> None:
    assert told(above.format(TABLE)) == [("name-list", "“低保”名单")]
    assert told(above.replace("低保户", "优秀").format(TABLE)) == []


def test_a_line_farther_above_or_prose_tells_nothing() -> None:
    assert told(f"低保户名单\n甲\n乙\n丙\n丁\n{TABLE}") == []
    assert told(f"低保对象由社区公示。公示以后由区民政局审批。\n\n{TABLE}") == []
    assert told(f"办理低保应当公示，公示七天。\n\n{TABLE}") == []
    assert told(f"{'某' * 120}低保户名单\n\n{TABLE}") == []
    assert told(f"低保户情况\n\n{TABLE}") == []


def test_the_title_of_the_text_tells_what_its_tables_are_about() -> None:
    assert told(TABLE, "2014年低保户名单") == [("name-list", "“低保”名单")]
    assert told(TABLE, "2014年工作安排") == []


def test_illness_is_graver_than_need() -> None:
    assert told(f"低保户名单\n\n{TABLE.replace('住处', '病种')}") == [("health-list", "“病种”名单")]
    assert told(f"精神障碍患者名单\n\n{TABLE.replace('住处', '救助金额')}") == [("health-list", "“精神障碍”名单")]


@pytest.mark.parametrize(("text", "found"), [
    ("低保户名单\n\n张三、李四", True), ("低保户名单\n\n张三　李四　王小明", True), ("低保户名单\n\n1. 张三\n2. 李四", True), ("低保户名单\n\n- 张三 男\n- 李四 女", True), ("低保户名单\n\n张三", False), ("低保户名单：张三、李四。", True),
    ("低保户名单\n\n张某、李某", False), ("低保户名单\n\n甲村、乙村", False), ("低保户名单\n\n# 其他\n\n张三、李四", False), ("低保户名单\n\n一\n二\n三\n四\n张三、李四", True), ("低保户名单\n\n一\n二\n三\n四\n五\n张三、李四", False),
    (f"低保户名单\n\n{'甲' * 60}\n张三、李四", True), (f"低保户名单\n\n{'甲' * 61}\n张三、李四", False), ("精神障碍患者：张三、李四。", True),
])
def test_lines_of_names_are_a_list_from_two_names_on(text: str, found: bool) -> None:
    assert bool(told(text)) is found


def test_a_table_without_a_heading_of_names_is_a_list_from_two_names_on() -> None:
    assert told("低保户名单\n\n| 1 | 张三 |\n| 2 | 李四 |\n") == [("name-list", "“低保”名单")]
    assert told("低保户名单\n\n| 1 | 张三 |\n") == []


@pytest.mark.parametrize("word", ["工作人员", "领导", "医生", "专家", "先进", "表彰", "代表", "机构", "残疾人联合会"])
def test_lists_of_staff_and_of_the_honoured_are_public(word: str) -> None:
    assert told(f"低保{word}名单\n\n{TABLE}") == []
    assert told(f"低保{word}名单\n\n张三、李四") == []


def test_each_list_is_told_once_at_its_first_name() -> None:
    text = f"低保户名单\n\n{TABLE}\n## 患者名单\n\n{TABLE.replace('张三', '王小明')}"
    assert [(text[one.start], one.kind) for one in detect(text)] == [("|", "name-list"), ("|", "health-list")]
    assert [text.count("\n", 0, one.start) for one in detect(text)] == [4, 11]


def test_other_names_are_another_finding() -> None:
    one, other = detect(f"低保户名单\n\n{TABLE}"), detect(f"低保户名单\n\n{TABLE.replace('张三', '王五')}")
    assert one[0].value != other[0].value
    assert isinstance(one[0], Detection) and "张三" not in one[0].masked


@pytest.mark.parametrize("text", [
    "传染病病例情况一览\n\n- 柴油、芦席、煤球，共12件；\n- 柳条筐、订书机、章鱼，共 7 件",
    "慢性病患者名单\n\n|序号|单位|品种|\n|1|甲商行|保险柜|\n|2|乙商行|苦瓜|\n|3|丙商行|柴火|\n|4|丁商行|涵管|\n|5|戊商行|田鸡腿|",
    "征收补偿一览\n\n|1|徐坊二路|3|\n|2|何坊东段|4|\n|3|朱桥街|5|",
])
def test_goods_and_streets_are_no_persons(text: str) -> None:
    assert told(text) == []


def test_most_rows_of_a_list_of_persons_have_a_name() -> None:
    assert told("慢性病患者名单\n\n|序号|某某|\n|1|王小明|\n|2|赟小红|\n|3|李小路|") == [("health-list", "“慢性病”名单")]
