"""Headings, lists, tables, indents, signatures, notes: what is markup, and that nothing of it is lost."""

from __future__ import annotations

import pytest
from bs4 import Tag
from disclosure.content import guide_parts

from tests.kit.bodies import body, markup, paragraphs, shown, soup, told


def numbers(source: str) -> list[str]:
    """Return the numbers that a browser shows before the items of numbered lists."""
    found = []
    for listed in soup(source).find_all("ol"):
        number = int(listed.get("start", 1))
        for entry in listed.find_all("li", recursive=False):
            number = int(entry.get("value", number))
            found.append(f"{number}.")
            number += 1
    return found


@pytest.mark.parametrize(("source", "wanted"), [
    ("34. 甲\n\n乙\n\n35. 丙", ["34.", "35."]), ("1. 甲\n2. 乙\n4. 丙\n4. 丁", ["1.", "2.", "4.", "4."]), ("1. 甲\n\n2. 乙\n\n3. 丙", ["1.", "2.", "3."]),
    ("3. 丙\n2. 乙\n1. 甲", ["3.", "2.", "1."]), ("1. 甲\n1. 乙", ["1.", "1."]), ("　　5. 甲\n　　6. 乙", ["5.", "6."]), ("    7. 甲\n\n    8. 乙", ["7.", "8."]), ("9.\t甲\n10.\t乙", ["9.", "10."]),
])
def test_the_number_written_is_the_number_shown(source: str, wanted: list[str]) -> None:
    assert numbers(source) == wanted
    assert [line.split()[0] for line in body(source).text.split("\n") if line[:1].isdigit()] == wanted


def outline(parent: Tag) -> list:
    """Return a list as nested Python lists of the first words of its items."""
    return [[entry.find(string=True).strip() or entry.p.get_text(), *map(outline, entry.find_all(["ul", "ol"], recursive=False))] for entry in parent.find_all("li", recursive=False)]


@pytest.mark.parametrize("indent", ["  ", "   ", "    ", "\t", "　　"])
def test_an_indented_mark_belongs_to_the_item_above(indent: str) -> None:
    listed = soup(f"1. 甲\n{indent}- 子项\n{indent}- 子项二\n2. 乙").find("ol")
    assert outline(listed) == [["甲", [["子项"], ["子项二"]]], ["乙"]]
    assert numbers(f"1. 甲\n{indent}- 子项\n2. 乙") == ["1.", "2."]


def test_lists_nest_as_deep_as_they_are_indented_and_skewed_marks_stand_together() -> None:
    assert outline(soup("- 甲\n  - 乙\n    - 丙\n  - 丁\n- 戊").ul) == [["甲", [["乙", [["丙"]]], ["丁"]]], ["戊"]]
    assert outline(soup("1. 甲\n 2. 乙\n3. 丙").ol) == [["甲"], ["乙"], ["丙"]]


def test_a_paragraph_or_table_that_is_indented_belongs_to_its_item() -> None:
    listed = soup("1. 甲\n\n   接着\n\n   | a | b |\n   |---|---|\n   | 1 | 2 |\n\n2. 乙").ol
    assert [child.name for child in listed.li.find_all(["p", "table"])] == ["p", "p", "table"]
    assert len(listed.find_all("li", recursive=False)) == 2


def test_lists_of_different_marks_are_different_lists() -> None:
    assert [element.name for element in soup("- 甲\n- 乙\n1. 丙\n2. 丁\n\n* 戊\n* 己").find_all(["ul", "ol"])] == ["ul", "ol", "ul"]


def test_a_list_needs_the_beginning_of_a_block() -> None:
    assert markup("共计\n34. 其他") == set()
    assert markup("## 题\n34. 其他") == {"h2", "ol", "li"}


@pytest.mark.parametrize("source", ["    甲乙", "\t甲乙", "　　甲乙", "　甲乙", "  甲乙", "\u00a0\u00a0甲乙", "  　甲乙"])
def test_an_indented_paragraph_is_a_paragraph_at_the_indent_of_the_theme(source: str) -> None:
    assert body(f"首段。\n\n{source}\n\n尾段。").html.split("\n")[1] == "<p>甲乙</p>"


def test_each_indented_line_begins_a_paragraph() -> None:
    assert paragraphs("　　甲，\n　　乙。\n    丙\n丁") == ["甲，", "乙。", "丙\n丁"]


@pytest.mark.parametrize("date", ["2014年3月1日", "二〇一四年三月十一日", "2014 年 3 月 1 日"])
@pytest.mark.parametrize("blanks", ["　　　　　　　　", "                    ", "\t\t\t"])
def test_lines_far_to_the_right_that_end_with_a_date_are_a_signature(date: str, blanks: str) -> None:
    for gap in ("\n", "\n\n"):
        found = soup(f"正文。\n\n{blanks}区教育局　区财政局{gap}{blanks}  {date}\n\n抄送：区委。").find_all("p", class_="rr-signature")
        assert [signature.get_text() for signature in found] == [f"区教育局　区财政局\n{date}"]


def test_a_name_and_a_date_at_the_end_are_a_signature() -> None:
    assert len(soup("正文。\n\n区政府办公室\n\n2014年3月1日").find_all(class_="rr-signature")) == 1
    assert soup("正文。\n\n时间：下午\n\n2014年3月1日").find(class_="rr-signature") is None


def test_far_right_without_a_date_is_a_paragraph() -> None:
    assert "rr-signature" not in body("　　　　　　通知书\n\n正文。").html


@pytest.mark.parametrize("source", ["下表：\n| 甲 | 乙 |\n|--|--|\n| 1 | 2 |", "## 题\n| 甲 | 乙 |\n|--|--|\n| 1 | 2 |", "甲 | 乙\n--|--\n1 | 2", "| 甲 | 乙 |\n| :-: | --: |\n| 1 | 2 |", "1. 项\n\n   甲 | 乙\n   --|--\n   1 | 2"])
def test_a_table_may_follow_a_line(source: str) -> None:
    found = soup(source)
    assert [cell.get_text() for cell in found.find_all(["th", "td"])] == ["甲", "乙", "1", "2"]
    assert told(source) == []


def test_a_line_without_bars_ends_a_table() -> None:
    assert paragraphs("| 甲 | 乙 |\n|--|--|\n| 1 | 2 |\n注：单位为万元") == ["注：单位为万元"]


def test_a_bar_may_stand_in_a_cell() -> None:
    assert [cell.get_text() for cell in soup("| 甲 | 乙 |\n|--|--|\n| a\\|b | `c|d` |").find_all("td")] == ["a|b", "c|d"]


@pytest.mark.parametrize(("row", "words"), [("| 甲 | 5 | 备注：已退款 |", "多出“备注：已退款”"), ("| 甲 | 5 | 已退 | 款 |", "多出“已退、款”"), ("| 甲 |", "只有 1 栏"), ("甲 | 5 | 6", "多出“6”")])
def test_a_row_that_does_not_fit_is_told_and_shown(row: str, words: str) -> None:
    source = f"首段\n\n| 项目 | 金额 |\n|--|--|\n| 子 | 1 |\n{row}"
    assert [line for line, message in told(source) if words in message] == [6]
    assert all(cell in shown(source) for cell in row.strip("| ").split(" | "))


@pytest.mark.parametrize(("source", "words"), [
    ("| 甲 | 乙 |\n|--|\n| 1 | 2 |", "不成表格"), ("| 甲 | 乙 |\n| 1 | 2 |", "不成表格"), ("甲｜乙｜丙\n1｜2｜3", "全角竖线"), ("甲\t乙\t丙\n1\t2", "不成表格"), ("| 甲 | 乙 |", "不成表格"), ("|：--|--：|\n| 1 | 2 |", "不成表格"),
])
def test_what_looks_like_a_table_and_is_none_is_told_and_shown(source: str, words: str) -> None:
    assert [line for line, message in told(source) if words in message] == [2 if "|--|\n" in source and "：" not in source else 1]
    assert shown(source).split() == source.split()


def test_lines_from_a_word_table_become_a_table_and_that_is_told() -> None:
    source = "首段\n\n姓名\t部门\t职务\n张三\t办公室\t主任\n李四\t\t科员\n\n尾段"
    assert [[cell.get_text() for cell in row.find_all(["th", "td"])] for row in soup(source).find_all("tr")] == [
        ["姓名", "部门", "职务"], ["张三", "办公室", "主任"], ["李四", "", "科员"],
    ]
    assert [line for line, message in told(source) if "作为表格" in message] == [3]


def test_lines_with_tabs_below_a_text_are_no_table() -> None:
    assert [message for _, message in told("下表：\n姓名\t部门\n张三\t主任") if "不成表格" in message]
    assert markup("下表：\n姓名\t部门\n张三\t主任") == set()


def test_a_tab_after_a_number_is_a_blank() -> None:
    assert markup("一、\t甲\n二、\t乙") == set()
    assert told("一、\t甲\n二、\t乙") == []


def test_headings_need_a_blank_and_have_ids_of_their_words() -> None:
    found = soup("# 总则\n## 第一章　范围 ##\n### 附则\n### 附则\n## 乙 {#yi}\n## 丙 {: #bing }\n\n[看](#第一章-范围)、[看](#附则-2)、[看](#yi)")
    assert [(heading.name, heading.get_text(), heading["id"]) for heading in found.find_all(["h2", "h3"])] == [
        ("h2", "总则", "b-总则"), ("h2", "第一章　范围", "b-第一章-范围"), ("h3", "附则", "b-附则"), ("h3", "附则", "b-附则-2"), ("h2", "乙", "b-yi"), ("h2", "丙", "b-bing"),
    ]
    assert all(found.find(id=link["href"][1:]) for link in found.find_all("a"))


def test_braces_in_a_heading_are_its_words() -> None:
    assert [(heading.get_text(), heading["id"]) for heading in soup("## 附件 {见下}\n## 甲 {a}").find_all("h2")] == [("附件 {见下}", "b-附件-{见下}"), ("甲 {a}", "b-甲-{a}")]


def test_a_line_across_and_no_heading() -> None:
    assert [element.name for element in soup("标题\n---\n正文\n***\n完\n\n* * *").find_all(True)] == ["p", "hr", "p", "hr", "p", "hr"]


def test_code_stands_in_fences_only() -> None:
    found = soup("甲\n```\n# 乙 <b>丙</b> **丁**\n\n    戊\n```\n己")
    assert found.pre.code.get_text() == "# 乙 <b>丙</b> **丁**\n\n    戊\n"
    assert [paragraph.get_text() for paragraph in found.find_all("p")] == ["甲", "己"]
    assert soup("1. 甲\n\n   ```\n   乙\n   ```\n").ol.li.pre.code.get_text() == "乙\n"


def test_footnotes_keep_their_numbers() -> None:
    found = soup("甲[^3]乙[^7]丙[^3]\n\n[^3]: 三\n[^7]: 七\n\n    接着")
    assert [mark.get_text() for mark in found.select("a.footnote-ref")] == ["〔3〕", "〔7〕", "〔3〕"]
    assert [(note["id"], note.get("value")) for note in found.select(".footnote li")] == [("b-fn:3", "3"), ("b-fn:7", "7")]
    assert all(found.find(id=link["href"][1:]) for link in found.find_all("a"))


def test_definition_lists_quotations_and_references() -> None:
    assert [(part.name, part.get_text()) for part in soup("甲\n:   乙\n:   丙\n\n丁\n:   戊").dl.find_all(True)] == [("dt", "甲"), ("dd", "乙"), ("dd", "丙"), ("dt", "丁"), ("dd", "戊")]
    below = soup("甲\n: 乙\n以上为第一条。\n\n    第二段。\n\n丙\n: 丁\n—（戊\n    己")
    assert [part.get_text() for part in below.find_all(["dt", "dd", "p"])] == ["甲", "乙", "以上为第一条。", "第二段。", "丙", "丁", "—（戊", "己"]
    assert soup("见[注]。\n\n[注]: /表示该项无数据，与上年一致").get_text().split() == ["见[注]。", "[注]:", "/表示该项无数据，与上年一致"]
    assert soup("> 甲\n>\n> > 乙").blockquote.blockquote.get_text().strip() == "乙"
    assert [link["href"] for link in soup("[甲][a]、[b]、[丙](index:9/2014-2)\n\n[a]: /counts/index.html \"题\"\n[b]: #a\n\n## 丁 {#a}").find_all("a")] == [
        "../../counts/index.html", "#b-a", "item:9/2014-2",
    ]


def test_html_blocks_keep_their_text() -> None:
    found = soup("甲\n\n<table>\n<tr><td><XX区></td></tr>\n\n<tr><td>乙 **丙**</td></tr>\n</table>\n丁")
    assert [cell.get_text() for cell in found.find_all("td")] == ["<XX区>", "乙 **丙**"]
    assert [paragraph.get_text() for paragraph in found.find_all("p")] == ["甲", "丁"]


def test_a_part_of_a_guide_is_a_heading_that_the_page_shows_as_one() -> None:
    assert list(guide_parts.missing_parts("## 办理条件\n", {})) == [name for name, _, _ in guide_parts.PARTS[1:]]
    assert "条件" in guide_parts.missing_parts("##办理条件\n", {})
