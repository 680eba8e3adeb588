"""What is pasted from Word and web pages: blocks of HTML, lists and what follows them, tables of tabs, odd characters."""

from __future__ import annotations

import pytest
from disclosure.content.body import Body, BodyRenderer
from disclosure.content.frontmatter import split

from tests.kit.bodies import body, markup, shown, soup, told

FAR = " " * 20


def blocks(source: str) -> list[tuple[str, str]]:
    """Return name and text of each block of a body."""
    return [(element.name, " ".join(element.get_text().split())) for element in soup(source).find_all(recursive=False)]


@pytest.mark.parametrize(("source", "wanted"), [
    ("一、甲\n　　1. 子\n二、乙\n　　1. 子", ["p", "ol", "p", "ol"]), ("　　（一）总\n　　1. 甲\n　　2. 乙\n　　（二）总\n　　三、完", ["p", "ol", "p", "p"]), ("1. 甲\n特此通知。", ["ol", "p"]),
    ("1. 甲\n2. 乙\n附件：1. 表\n2. 表二", ["ol", "p"]), ("- 甲\n- 乙\n特此通知。", ["ul", "p"]), (f"1. 甲\n2. 乙\n{FAR}区政府办公室\n{FAR}2014年3月3日", ["ol", "p"]), (f"1. 甲\n2. 乙\n\n{FAR}区政府办公室\n{FAR}2014年3月3日", ["ol", "p"]),
    (f"- 甲\n  - 乙\n{FAR}区政府办公室", ["ul", "p"]), ("1. 甲\n| a | b |\n|--|--|\n| 1 | 2 |", ["ol", "section"]), ("1. 甲，\n接着\n   又接着\n2. 乙", ["ol"]), ("1. 甲\n\n　　乙段\n\n2. 丙", ["ol", "p", "ol"]), ("现将事项通知如下：\n1. 甲\n   1. 甲一\n2. 乙", ["p", "ol"]),
])
def test_a_list_ends_where_its_text_ends(source: str, wanted: list[str]) -> None:
    assert [name for name, _ in blocks(source)] == wanted


def test_a_signature_below_a_list_is_one() -> None:
    assert soup(f"1. 甲\n2. 乙\n{FAR}区政府办公室\n{FAR}2014年3月3日").find(class_="rr-signature").get_text() == "区政府办公室\n2014年3月3日"


def test_marks_below_a_paragraph_of_an_item_nest_as_they_are_indented() -> None:
    listed = soup("6. 接着\n\n   继续一段\n   1. 子项一\n      1. 孙项一\n      2. 孙项二\n   2. 子项二\n7. 末").ol
    assert [len(found.find_all("li", recursive=False)) for found in [listed, *listed.find_all("ol")]] == [2, 2, 2]
    assert [entry.p.get_text() for entry in listed.li.ol.find_all("li", recursive=False)] == ["子项一", "子项二"]


def test_nested_marks_that_make_no_list_are_told() -> None:
    assert [(line, "不成列表" in message) for line, message in told("共计\n1. 甲\n   1. 甲一\n2. 乙")] == [(3, True)]


@pytest.mark.parametrize("indent", ["    ", "\t", "　　", "  "])
def test_a_table_may_be_indented(indent: str) -> None:
    found = soup("\n".join(indent + row for row in ("| 甲 | 乙 |", "|--|--|", "| 1 | 2 |", "| 3 | 4 |")))
    assert [cell.get_text() for cell in found.find_all(["th", "td"])] == ["甲", "乙", "1", "2", "3", "4"]


@pytest.mark.parametrize(("source", "cells"), [
    ("序号\t单位\t备注\n1\t区教育局\t\n2\t区卫生局\t", 9), ("片区\t单位\n甲\t乙\n\t丙", 6), ("\t2013年\t2014年\n甲\t1\t2", 6), ("序号\t单位\t备注\n1\t\t\n\t乙\t", 9),
])
def test_cells_of_a_table_of_tabs_may_be_empty(source: str, cells: int) -> None:
    assert len(soup(source).find_all(["th", "td"])) == cells
    assert ["作为表格" in message for _, message in told(source)] == [True]


def test_indents_of_tabs_make_no_table() -> None:
    assert [name for name, _ in blocks("\t首段文字\n\t二段文字")] == ["p", "p"]
    assert markup("1.\t甲\n\t接着") == {"ol", "li"}


def test_what_a_table_of_tabs_lacks_is_told() -> None:
    remedies = {problem.remedy.partition("；")[0] for problem in body("序号\t单位\t备注\n1\t区教育局\n（办）\t无\n2\t区卫生局\t").problems}
    assert remedies == {"是表格的，各行的制表符要一样多，空格子也要有：第 1 行有 2 个，第 2 行有 1 个"}
    assert {problem.remedy.partition("；")[0] for problem in body("下表：\n姓名\t部门\n张三\t主任").problems} == {"是表格的，在这几行前后各空一行"}


def test_a_number_after_an_angle_is_no_quotation() -> None:
    assert shown("> 引用标准：\n>50%的部分\n>=60分\n> 完") == "引用标准：\n>50%的部分\n>=60分\n完"


@pytest.mark.parametrize("source", ["****", "******", "电话\n****\n完", "甲\n\n*****\n\n乙"])
def test_stars_alone_on_a_line_are_text_and_told(source: str) -> None:
    assert shown(source).split() == source.split()
    assert [(line, "不作横线" in message) for line, message in told(source)] == [(next(number for number, line in enumerate(source.split("\n"), 1) if "*" in line), True)]


HTML = {
    "<p>甲</p><p>乙</p>": ["p", "p"], "<h2>题</h2><p>正文</p>": ["h2", "p"], "<table><tr><td>1</td></tr></table><p>后</p>": ["section", "p"], "<div>a\n<p>b</p>\n</div><div>c</div>": ["div", "div"], "<ul><li>x</li></ul><p>尾</p>": ["ul", "p"],
    "<TABLE><TR><TD>1<TD>2<TR><TD>3<TD>4</TABLE>": ["section"], "<ul><li>甲<li>乙</ul>": ["ul"], "<dl><dt>甲<dd>乙</dl>": ["dl"], "<p>甲\n<p>乙": ["p", "p"], "<p>甲\n\n乙": ["p", "p"], "<div>甲</div>尾<b>粗</b>": ["div", "p"],
    "<table><tr><td><o:p>甲</o:p></td></tr></table>": ["section"], "　　<table><tr><td>1</td></tr></table>": ["section"],
}


@pytest.mark.parametrize(("source", "wanted"), HTML.items())
def test_pasted_html_is_what_a_browser_makes_of_it(source: str, wanted: list[str]) -> None:
    assert [name for name, _ in blocks(source)] == wanted
    assert "<" not in shown(source)
    assert told(source) == []


@pytest.mark.parametrize(("source", "words"), [
    ("正文<p>甲</p>", "“<p>”按原样显示"), ("<div>\n正文", "“<div>”没有结束"), ("<table>\n正文", "“<table>”没有结束"), ("甲</b>乙", "“</b>”在这一段里不成对"), ("<b>甲</b>乙</b>", "不成对"), ("<span>甲\n\n乙</span>", "“<span>”"), ("<li>甲", "按原样显示"),
    ("甲</div>", "按原样显示"), ("<st1:place w:st=\"on\">南昌</st1:place>", "按原样显示"), ("<table><tr><td>甲</b></td></tr></table>", "按原样显示"), ("<div>**甲**</div>", "Markdown 写法不起作用"),
])
def test_tags_that_a_reader_sees_are_told(source: str, words: str) -> None:
    assert [line for line, message in told(f"首段\n\n{source}") if words in message] == [3]
    assert sum("“<" in message or "“</" in message or "Markdown" in message for _, message in told(f"首段\n\n{source}")) >= 1


def test_empty_marks_of_word_are_gone_and_told() -> None:
    source = "甲<o:p></o:p>乙<o:p>&nbsp;</o:p><?xml:namespace prefix = o />丙"
    assert shown(source) == "甲乙丙"
    assert ["空标记" in message for _, message in told(source)] == [True]


@pytest.mark.parametrize("source", ["`<p>`与`<div>`", "填写<XX区>、<A>、<b>", "\\<p>甲", "&lt;p&gt;甲"])
def test_tags_that_are_meant_as_text_are_quiet(source: str) -> None:
    assert told(source) == []


@pytest.mark.parametrize("block", ["<div>\n块\n</div>\n", "<p>一</p><p>二</p>\n", "<table><tr><td>1</td></tr></table>尾\n", "<table>\n<tr><td>1</td></tr>\n\n</table>\n\n", "<!-- 甲\n乙 -->\n", "```\n<div>\n```\n", "<p>甲\n<p>乙\n"])
def test_lines_of_messages_stay_right_after_blocks(block: str) -> None:
    source = block * 10 + "\n甲\u200b乙\n见[^9]\n由**区教育局**负责\n"
    last = source.count("\n")
    assert [line for line, message in told(source) if "U+200B" in message or "脚注" in message or "星号" in message] == [last - 2, last - 1, last]


def test_entities_that_are_none_are_text() -> None:
    assert shown("甲&#0;乙&#x110000;丙&notanentity;丁&copy;&amp;&semi;") == "甲&#0;乙&#x110000;丙&notanentity;丁©&;"


@pytest.mark.parametrize("name", ["textarea", "object", "noscript", "title", "math"])
def test_words_that_go_with_an_element_are_quoted(name: str) -> None:
    assert [line for line, message in told(f"首段\n\n甲<{name}>名单乙</{name}>丙") if "“名单乙”不会显示" in message] == [3]


def test_an_address_for_mail_gains_no_words() -> None:
    assert shown("信箱<a@b.example>，电话<tel:123>。") == "信箱a@b.example，电话tel:123。"


@pytest.mark.parametrize(("character", "code", "usual"), [("\ue863", "E863", "䶮"), ("\ue81e", "E81E", "龴"), ("\ue7c8", "E7C8", "ǹ"), ("\uf0d8", "F0D8", "➢"), ("\ue001", "E001", ""), ("\U000f0001", "F0001", "")])
def test_a_character_for_private_use_is_told_with_the_usual_one(character: str, code: str, usual: str) -> None:
    problem = body(f"首段\n\n字{character}二{character}").problems[0]
    assert (problem.line, len(body(f"字{character}").problems)) == (3, 1)
    assert f"U+{code}" in problem.message
    assert (f"“{usual}”" in problem.remedy) if usual else ("核对原文" in problem.remedy)


def test_the_joiner_of_an_emoji_is_quiet_and_another_is_told() -> None:
    assert told("👨\u200d👩\u200d👧甲") == []
    assert [line for line, _ in told("👨\u200d👩\n甲\u200d乙")] == [2]


def test_each_kind_of_control_character_is_told_once() -> None:
    document = split("items/x.md", "Title: 甲\n\n乙\u0007丙\u0001丁\u0007\u2028戊\n".encode())
    found = [*document.problems, *BodyRenderer({}).render("items/x.md", document.body, document.body_line, "9/2014-1").problems]
    assert [(problem.line, problem.message[-6:]) for problem in found] == [(3, "U+0007"), (3, "U+0001"), (3, "U+2028")]


def test_odd_characters_of_the_header_are_told_at_their_line() -> None:
    problems = split("items/x.md", "Summary: 甲\nTitle: 通\u200b知\t书\n\n正文\n".encode()).problems
    assert [(problem.line, problem.is_error) for problem in problems] == [(2, False), (2, False)]
    assert "U+200B" in problems[0].message
    assert "制表符" in problems[1].message


def test_braces_in_a_text_give_no_name() -> None:
    assert told("“，{: #name }段末\n\n甲\n{: #name }") == []
    assert [line for line, message in told("[甲](a.pdf){#x}\n\n## 乙 {#x}") if "用了两次" in message] == [3]


def long_body(characters: int) -> Body:
    """Return a body of so many Chinese characters."""
    return body("本汇编收录区政府各部门的现行文件。\n\n" * (characters // 18))


def test_a_long_document_is_published_and_a_longer_one_is_told_at_its_line() -> None:
    assert long_body(290_000).problems == []
    assert [(problem.line, problem.is_error) for problem in long_body(400_000).problems] == [(1, False)]
    assert [(problem.line, problem.is_error) for problem in long_body(1_100_000).problems] == [(1, True)]
