"""Headings of tables: which rows are headings, and what the cells of other rows are called."""

from __future__ import annotations

import pytest
from disclosure.secrecy.cells import Layout
from disclosure.secrecy.examine import examine_file
from disclosure.secrecy.extract import Piece
from disclosure.secrecy.headings import Headings, is_label, unit

from tests.kit.planted_leaks import identity, mobile

ID, MOBILE = identity(501), mobile(502)


def labels(*rows: list[str]) -> list[list[str]]:
    """Return what the cells of a table's rows are called."""
    headings = Headings()
    called = [headings.labels({column: text for column, text in enumerate(row) if text}) for row in rows]
    return [[one.get(column, "") for column in range(len(row))] for one, row in zip(called, rows, strict=True)]


def told(*rows: list[str]) -> list[tuple[str, str]]:
    """Return kind and place of what is found in a CSV file."""
    return [(one.kind, one.where) for one in examine_file("a.csv", "\n".join(map(",".join, rows)).encode()).findings]


@pytest.mark.parametrize(("text", "label"), [
    ("身份证号", True), ("护 照 号", True), ("金额（元）", True), ("编号（身份证号）", True), ("手机*", True), ("2014年收入", True), ("编号待补", False), ("金额已核对", False), ("张三", False), ("12号", False), ("A1234号", False), ("", False), ("关于某事的编号，见后", False), ("甲" * 25 + "号", False),
])
def test_a_label_ends_with_what_it_names(text: str, label: bool) -> None:
    assert is_label(text) is label


@pytest.mark.parametrize(("text", "found"), [("单位：元", "元"), ("（金额单位：万元）", "万元"), ("单 位：元", "元"), ("单位：区财政局", ""), ("元", "")])
def test_the_unit_above_a_table(text: str, found: str) -> None:
    assert unit(text) == found


def test_the_heading_of_a_column_stands_in_one_of_the_first_rows() -> None:
    assert labels(["姓名", "证件"], ["王五", "编号待补"], ["张三", ID]) == [["", ""], ["姓名", "证件"], ["姓名", "证件"]]
    assert labels(["名册", ""], ["单位：元", ""], ["科目", "期末"], ["资产", MOBILE])[3][1] == "期末（元）"
    assert labels([ID, "甲"], [MOBILE, "乙"]) == [["", ""], ["", ""]]


def test_two_rows_of_headings_are_one() -> None:
    assert labels(["本人", "联系"], ["身份证号", "电话"], [ID, MOBILE])[2] == ["本人身份证号", "联系电话"]


def test_a_further_table_begins_anew() -> None:
    assert labels(["项目", "金额"], ["甲", "1"], ["姓名", "号码"], ["张三", MOBILE])[3] == ["姓名", "号码"]
    assert told(["项目", "金额"], ["甲", "1"], ["姓名", "号码"], ["张三", MOBILE]) == [("mobile", "第 2 列")]
    assert told(["企业", "登记号"], ["甲", "1"], ["", ""], ["姓名", "证件"], ["张三", ID]) == [("id", "第 2 列")]


def test_a_label_may_stand_to_the_left() -> None:
    assert labels(["姓名", "张三"], ["家庭住址", "岱山村3组12号"]) == [["", "姓名"], ["", "家庭住址"]]
    assert told(["姓名", "张三"], ["家庭住址", "岱山村3组12号"], ["护照号", "AB1234567"], ["微信号", "zhangsan88"]) == [("home", "第 2 列"), ("certificate", "第 2 列"), ("chat", "第 2 列")]
    assert told(["经办", "李四"], ["受理号", MOBILE]) == []


def test_a_word_for_persons_in_a_heading_outranks_the_others() -> None:
    for head in ("统一社会信用代码/身份证号", "税号（个人填身份证号）", "编号（身份证号）"):
        assert told(["当事人", head], ["张三", ID]) == [("id", "第 2 列")], head
    for head in ("补助资金领取人电话", "余额查询手机"):
        assert told(["姓名", head], ["张三", MOBILE]) == [("mobile", "第 2 列")], head
    assert told(["小区", "电表户号"], ["某小区", MOBILE]) == []
    assert told(["科目", "2013年"], ["资产", MOBILE]) == []


def test_figures_of_several_columns_are_no_number() -> None:
    rows = [[ID[:6], ID[6:14], ID[14:]], *([ID[:6], f"201401{day}", "1234"] for day in range(11, 29))]
    assert told(["区划代码", "日期", "站号"], *rows) == []
    assert told(["甲", "乙", "丙"], *rows) == []
    assert told(["甲", "乙", "丙"], rows[0]) == [("id", "第 1 列")]


def test_cells_of_one_row_are_told_from_those_of_another() -> None:
    pieces = [Piece("第 1 列", "姓名"), Piece("第 2 列", "电话"), Piece("第 1 列", "张三"), Piece("第 2 列", MOBILE)]
    assert [place.row for place in Layout.of(pieces).places] == [1, 1, 2, 2]
    assert Layout.of(pieces).labels == {2: "姓名", 3: "电话"}
    sheets = [Piece("甲!A1", "编号"), Piece("甲!A2", "1"), Piece("乙!A1", "2"), Piece("乙!A1 公式", "x"), Piece("第 3 段", "x")]
    assert Layout.of(sheets).labels == {1: "编号"}
    assert [place is None for place in Layout.of(sheets).places] == [False, False, False, True, True]


def test_a_heading_with_a_unit_stands_above_counts() -> None:
    """制发社保卡（张） counts cards: 11782 is the number of them, not the number on one."""
    rows = [["单位", "制发社保卡（张）", "追回（万元）"], ["甲社区", "20059", "3"], ["合计", "110782", "18"]]
    assert told(*rows) == [] != told(["姓名", "社保卡号"], ["李某某", "110782"])
