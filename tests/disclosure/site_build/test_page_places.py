"""The places of a page: what is read of its HTML, and where."""

from __future__ import annotations

import pytest
from disclosure.site_build.page_places import Place, places_of

PAGE = """<body><nav>菜单</nav><main id="main"><p class="rr-kind">栏目</p><h1 class="rr-title">查阅 <em>指南</em></h1>
<p class="rr-lead">先看这里。</p>
<nav class="rr-jump"><a href="#b-1">跳到一</a></nav>
<h2 id="b-1">一、地点 <span class="rr-guides__tally">3 处</span></h2><p>学林街<b>22</b>号<br>二楼</p>
<h2>没有标识</h2><p>也是正文。</p>
<h3 id="b-2">二、时间</h3><p>周一闭馆</p><svg><title>图</title></svg><button>打印</button>
<table><caption class="rr-hidden">表</caption><tbody>
<tr id="row-a"><th scope="row"><a href="x.html">甲单位</a></th><td>电话</td><td>0791</td></tr>
<tr><th scope="row">合计</th><td>1</td></tr>
</tbody></table></main><footer>页脚</footer></body>"""


def test_a_page_has_its_title_its_lead_and_its_text_without_what_leads_on() -> None:
    found = places_of(PAGE)
    assert found.page.title == "查阅 指南"
    assert found.lead == "先看这里。"
    assert found.page.text.splitlines() == ["先看这里。", "一、地点", "学林街22号", "二楼", "没有标识", "也是正文。", "二、时间", "周一闭馆", "合计", "1"]


def test_a_heading_with_an_id_begins_a_section_up_to_the_next() -> None:
    assert places_of(PAGE).sections == [Place("b-1", "一、地点", "学林街22号\n二楼\n没有标识\n也是正文。"), Place("b-2", "二、时间", "周一闭馆\n合计\n1")]


def test_a_row_with_an_id_is_a_place_below_its_heading_and_not_in_the_text_of_the_page() -> None:
    assert places_of(PAGE).rows == [Place("row-a", "甲单位", "电话\n0791", "二、时间")]


def test_a_row_with_the_badge_of_what_is_not_in_force_says_so() -> None:
    html = '<main><table><tr id="row-1"><th scope="row">甲</th><td>2014 <span class="rr-badge rr-badge--expired">废止</span></td><td>F-1</td></tr></table></main>'
    assert places_of(html).rows == [Place("row-1", "甲", "2014 废止\nF-1", "", "废止")]
    assert places_of(html.replace("--expired", "--amended")).rows == [Place("row-1", "甲", "2014 废止\nF-1", "", "")]


def test_the_outline_of_a_page_has_no_more_than_its_lead_and_its_headings() -> None:
    assert places_of(PAGE).outline() == Place("", "查阅 指南", "先看这里。\n一、地点\n二、时间")


def test_a_letter_is_a_row_whose_heading_names_it() -> None:
    html = '<main><h1>来信</h1><h2 id="x">来信和答复</h2><article id="row-1"><h3>教育</h3><p>问？</p><p>答。</p></article><p>完</p></main>'
    assert places_of(html).rows == [Place("row-1", "教育", "问？\n答。", "来信和答复")]
    assert places_of(html).page.text == "来信和答复\n完"


@pytest.mark.parametrize("html", ["", "<p>没有正文</p>", "<main>", "</main><main>"])
def test_a_page_without_a_main_part_has_no_text(html: str) -> None:
    assert places_of(html).page == Place("", "", "")


@pytest.mark.parametrize("inner", ["<script>甲</script>", "<style>甲</style>", "<p hidden>甲</p>", '<p class="rr-hidden">甲</p>', "<textarea>甲</textarea>", "<!-- 甲 -->", "<noscript><p>甲</p></noscript>"])
def test_what_nobody_sees_is_not_read(inner: str) -> None:
    assert places_of(f"<main><h1>题</h1><p>前</p>{inner}<p>后</p></main>").page.text == "前\n后"


def test_characters_that_html_has_to_escape_are_read_as_they_are_seen() -> None:
    assert places_of("<main><h1>A&amp;B</h1><p>1 &lt; 2&nbsp;&quot;</p></main>").page == Place("", "A&B", '1 < 2 "')
