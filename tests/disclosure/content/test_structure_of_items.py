"""Places, contents, tables and footnote marks of long documents."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup
from disclosure.content import structure
from disclosure.content.body import BodyRenderer

from tests.kit.project import item
from tests.kit.quick_builds import Quick

RENDERER = BodyRenderer({})


def shown(project: Quick, body: str) -> BeautifulSoup:
    """Publish an item with a body; return its page."""
    project.write({"items/a.md": item(body=body)})
    project.good()
    [path] = (project.output / "items").glob("*/*.html")
    return project.soup(path.relative_to(project.output).as_posix())


RULES = "\n\n".join(f"第{number}条　内容{number}。" for number in "一二三四五") + "\n\n第三条规定的事项另行通知。\n\n见[第二条](#第二条)。"


def test_articles_have_addresses_of_their_number_that_links_find(project: Quick) -> None:
    page = shown(project, RULES)
    assert [place["id"] for place in page.select(".rr-prose p[id]")] == [f"b-第{number}条" for number in "一二三四五"]
    assert page.select_one(".rr-prose a")["href"] == "#b-%E7%AC%AC%E4%BA%8C%E6%9D%A1" or page.select_one(".rr-prose a")["href"] == "#b-第二条"
    assert [link.get_text() for link in page.select(".rr-contents a")] == [f"第{number}条" for number in "一二三四五"]


@pytest.mark.parametrize(("written", "names"), [
    ("<p>第一条 甲</p><p><strong>第二条</strong>乙</p><p>第十二条之一：丙</p>", ["b-第一条", "b-第二条", "b-第十二条之一"]),
    ("<p>第一章　总则</p><p>第一条 甲</p><p>第一条 又</p>", ["b-第一章", "b-第一条", "b-第一条-2"]),
    ('<h2 id="b-第一条">第一条</h2><p>第一条 甲</p>', ["b-第一条", "b-第一条-2"]),
    ("<p>第三条规定的</p><p>本第三条 甲</p><p>第 三 条 甲</p>", []),
])
def test_what_is_an_article(written: str, names: list[str]) -> None:
    assert [found.split('"')[0] for found in structure.with_places(written).split(' id="')[1:]] == names


def test_a_short_document_has_no_contents() -> None:
    assert structure.contents('<h2 id="b-一">一</h2><h2 id="b-二">二</h2><h2 id="b-三">三</h2>') == []
    assert len(structure.contents("".join(f'<h2 id="b-{n}">{n}</h2>' for n in "一二三四"))) == 4


def test_a_footnote_mark_fuses_with_no_figure(project: Quick) -> None:
    page = shown(project, "增长12.9%[^1]。\n\n[^1]: 快报数。")
    assert "12.9%〔1〕。" in page.select_one(".rr-prose").get_text()
    text = RENDERER.render("items/a.md", "增长12.9%[^1]。\n\n[^1]: 快报数。", 1, "1/1").text
    assert "增长12.9%。" in text and "快报数" in text


def test_tables_have_scopes_and_a_caption_of_the_heading_above(project: Quick) -> None:
    tables = shown(project, "## 收入\n\n| 项目 | 数 |\n|---|--:|\n| 甲 | 1 |\n\n| 乙 | 数 |\n|---|--:|\n| 丙 | 2 |\n").select(".rr-prose table")
    assert [table.caption.get_text() for table in tables] == ["表格1：收入", "表格2：收入"]
    assert all(cell["scope"] == "col" for table in tables for cell in table.select("thead th"))
    assert [table.parent["aria-label"] for table in tables] == ["表格1：收入", "表格2：收入"]


def test_a_head_cell_without_words_is_no_header() -> None:
    found = structure.finished(table(" 一", "甲 1"))
    assert "<thead><tr><td></td><th scope=\"col\">一</th></tr></thead>" in found


def table(labels: str, cells: str) -> str:
    """Return a table with a head and a row; cells are divided by blanks."""
    head = "".join(f"<th>{label}</th>" for label in labels.split(" "))
    return f"<table><thead><tr>{head}</tr></thead><tbody><tr>{''.join(f'<td>{cell}</td>' for cell in cells.split(' '))}</tr></tbody></table>"


@pytest.mark.parametrize(("written", "labels"), [
    (table("科室 编制 在编 增减", "办公室 3 2 1"), ["科室", "编制", "在编", "增减"]),
    (table(" 2012年 2013年 2014年", "收入 1 2 3"), ["", "2012年", "2013年", "2014年"]),
    (table("A&amp;B <b>金额</b> \"支\" 备注>1", "甲 1 2 3"), ["A&amp;B", "金额", "&quot;支&quot;", "备注&gt;1"]),
    (table("文件 放到 作用", f"{'甲' * 14} {'乙' * 14} {'丙' * 13}"), ["文件", "放到", "作用"]),
    (table("文件 放到 作用", f"{'甲' * 14} {'乙' * 13} {'丙' * 13}"), []),
    (table("科室 编制  增减", "办公室 3 2 1"), []),
    (table("科室 编制 在编 增减", "办公室 3 2 1").replace("<td>3", '<td colspan="2">3'), []),
    (table("科室 编制 在编 增减", "办公室 3 2 1").replace("<table", '<table class="rr-statutory rr-statutory--x"'), []),
    (table("甲 乙", f"{'甲' * 90} 乙"), []),
    ("<table><tbody><tr><td>1</td><td>2</td><td>3</td><td>4</td></tr></tbody></table>", []),
])
def test_the_cells_of_a_table_too_wide_for_a_phone_name_their_columns(written: str, labels: list[str]) -> None:
    found = structure.finished(written)
    assert re.findall('<td data-label="([^"]*)">', found) == labels
    assert ("data-records" in found) == bool(labels)


def test_pages_have_contents_scopes_and_captions_as_items_have_them(project: Quick) -> None:
    project.write({"items/a.md": item(), "pages/a.md": "Title: 规定\nSlug: a\n\n## 收入\n\n| 项目 | 一 | 二 | 三 |\n|---|---|---|---|\n| 甲 | 1 | 2 | 3 |\n\n" + RULES.replace("见[第二条](#第二条)。", "")})
    project.good()
    page = project.soup("a.html")
    assert [link.get_text() for link in page.select(".rr-contents a")] == ["收入", *(f"第{number}条" for number in "一二三四五")]
    assert page.select_one("caption").get_text() == "表格1：收入"
    assert [cell["data-label"] for cell in page.select("td")] == ["项目", "一", "二", "三"]
