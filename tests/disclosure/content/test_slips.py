"""Slips of headers and links as people make them who know Word and Excel: one message each, with what to write."""

from __future__ import annotations

import pytest
from disclosure.content.reader import ItemReader, Reading
from disclosure.content.rules import Rules
from disclosure.model.item import FieldError, parse_date
from disclosure.model.settings import add_defaults
from disclosure.registers import Registers

from tests.kit.problem_cases import AGENCIES, PASTED
from tests.kit.project import item


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> ItemReader:
    """A reader of items by the default settings."""
    content = tmp_path_factory.mktemp("content")
    (content / "registers").mkdir()
    (content / "registers/agencies.csv").write_text(AGENCIES, encoding="utf-8")
    settings = {"MARKDOWN": {"extension_configs": {"disclosure.content.dialect": {}}}, "TIMEZONE": "Asia/Shanghai"}
    add_defaults(settings)
    return ItemReader(Rules.of(settings, Registers(str(content))))


def read(reader: ItemReader, text: str | bytes) -> Reading:
    return reader.read("items/x.md", text if isinstance(text, bytes) else text.encode())


@pytest.mark.parametrize("name", [name for name in PASTED if name != "brackets_missing"])
def test_one_slip_gets_one_message_that_says_what_to_write(reader: ItemReader, name: str) -> None:
    case = PASTED[name]
    errors = [problem for problem in read(reader, case.text).problems if problem.is_error]
    assert len(errors) == 1, errors
    assert errors[0].line == (case.line or 0) and case.said in errors[0].message and case.mend in errors[0].remedy


CHINESE = "标题：某\n索引号：1/2\n信息分类：法规文件/规范性文件\n发布机构：区政府办公室\n生成日期：2014年3月3日\n公开日期：2014.3.18\n保密审查：2014-03-17 某 可以公开\n内容概述：某\n\n正文\n"


def test_a_header_all_in_chinese_gets_its_eight_right_lines_and_nothing_else(reader: ItemReader) -> None:
    keys = ("Title", "Index", "Category", "Agency", "Created", "Date", "Review", "Summary")
    problems = read(reader, CHINESE).problems
    assert [(problem.line, problem.remedy.partition(":")[0]) for problem in problems] == [(number, f"改成“{key}") for number, key in enumerate(keys, 1)]


@pytest.mark.parametrize(("body", "said", "mend"), [
    ("见[青府发](2014)12号。", "“[青府发](2014)”不是链接，按原样显示", "不是链接的，不必改"),
    ("见[青府发](2014.12)号。", "“[青府发](2014.12)”不是链接，按原样显示", "不必改"),
    ("见[青府发](2014/12)号，[增长](5.5%)。", "“[青府发](2014/12)”不是链接", "不必改"),
    ("见[附件]（表.doc）。", "“[附件]（表.doc）”像链接，按原样显示", "改成“[附件](表.doc)”"),
    ("见【附件】(表.doc)。", "“【附件】(表.doc)”像链接", "改成“[附件](表.doc)”"),
    ("见［附件］（表.doc）。", "像链接，按原样显示：括号要用英文的", "改成“[附件](表.doc)”"),
    ("见[附件] (表.doc)。", "像链接，按原样显示：括号要用英文的，中间不空格", "改成“[附件](表.doc)”"),
    ("！[图](图.png)", "“！[图](图.png)”成了链接，不是图片", "改成英文的叹号“![图](图.png)”"),
])
def test_brackets_that_are_no_link_are_told_and_shown_as_they_stand(reader: ItemReader, body: str, said: str, mend: str) -> None:
    reading = read(reader, item(body=body + "\n"))
    told = [problem for problem in reading.problems if said in problem.message and mend in problem.remedy]
    assert len(told) == 1 and told[0].line == 10 and not told[0].is_error
    if "！[" not in body:
        assert "<a " not in reading.item.html and body in reading.item.text


@pytest.mark.parametrize("body", ["见[附件](表.doc)。", "见[页](/counts/2014.html)。", "见[附件 1](附件 1.doc)和[二](a/b.pdf)。", "（一）是[x](http://example.com/a.doc)。", "![图](图.png)"])
def test_a_right_link_is_not_told(reader: ItemReader, body: str) -> None:
    reading = read(reader, item(body=body + "\n"))
    assert not [problem for problem in reading.problems if "链接" in problem.message]
    assert reading.item.references or "outside" in reading.item.html or "outlink" in reading.item.html


@pytest.mark.parametrize("day", ["2014-02-30", "2014-13-01"])
def test_a_day_that_is_on_no_calendar_is_called_so(day: str) -> None:
    with pytest.raises(FieldError, match="日历上没有"):
        parse_date(day)


def test_a_title_in_quotation_marks_is_only_a_reminder(reader: ItemReader) -> None:
    reading = read(reader, item(Title="“十二五”规划"))
    assert not reading.problems
    reading = read(reader, item(Title='"关于防汛的通知"'))
    assert [(problem.line, problem.is_error) for problem in reading.problems] == [(1, False)] and reading.item.title == '"关于防汛的通知"'


def test_a_second_block_of_the_header_is_read_on(reader: ItemReader) -> None:
    reading = read(reader, item(body="正文。\n").replace("Agency", "\nAgency").replace("Review", "\n\nReview"))
    assert [(problem.line, problem.message[:8]) for problem in reading.problems] == [(4, "表头中间有空行，"), (9, "表头中间有空行，")]
    assert reading.item.agency == "区政府办公室" and reading.item.text == "正文。"


@pytest.mark.parametrize("begin", [b"%PDF-1.4", b"{\\rtf1\\ansi", b"\x89PNG\r\n", b"\xef\xbb\xbf<!DOCTYPE html>"])
def test_a_file_of_another_kind_is_called_by_its_kind(reader: ItemReader, begin: bytes) -> None:
    (problem,) = read(reader, begin).problems
    assert "只是名字改成了 .md" in problem.message and "make import" in problem.remedy
