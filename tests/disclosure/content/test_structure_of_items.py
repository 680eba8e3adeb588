"""Places, contents, tables and footnote marks of long documents."""

from __future__ import annotations

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
