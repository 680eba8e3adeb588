"""Queries of people are drawn, asked and judged as the table says."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from offline_search.document import Document
from playwright.sync_api import Browser, Page
from pypinyin import lazy_pinyin

from tests.bench.documents import all_documents
from tests.bench.people import compared, failed, places, shares, table
from tests.bench.questions import KINDS, Drawing, Question, Slips, segmented, written
from tests.bench.rankings import Bigrams, Trigrams, shown_as
from tests.bench.search_page import RESULTS, SETTLED, TICKS, search_page
from tests.bench.site_pages import site_pages
from tests.kit.project import item
from tests.kit.quick_builds import Quick

TITLES = ("婚姻登记办理须知", "法律援助申请指南", "涉外公证办理指南", "图书馆借阅证办理指南", "烟花爆竹零售许可办理指南", "食品安全监督抽验结果公告")
BODY = "申请人带身份证和户口簿到便民服务大厅第{}窗口递交材料由工作人员当场核对以后领取回执。\n"


def documents(*titles: str) -> list[Document]:
    """Return documents of these titles that differ in little else."""
    return [Document(title, f"items/{number}.html", title, BODY.format("一二三四五六七八"[number])) for number, title in enumerate(titles)]


@pytest.fixture
def toy(project: Quick) -> Quick:
    """A site of six items."""
    for number, title in enumerate(TITLES, 1):
        text = item(Title=title, Index=f"014500858/2014-{number:05d}", Summary=f"第{number}号概述。", body=BODY.format("一二三四五六七"[number]))
        project.write({f"items/{number}.md": text})
    project.good()
    return project


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """An empty page."""
    page = browser.new_page()
    yield page
    page.close()


def test_places_and_shares_of_right_results() -> None:
    asked = [Question("a", "甲", "^右$"), Question("a", "乙", "右"), Question("b", "丙", "右")]
    ranked = {"甲": ["左", "左右", "右\nitems/1.html"], "乙": ["右"], "丙": ["左"] * 10 + ["右"]}
    found = places(asked, ranked.__getitem__)
    assert found == [3, 1, 0]
    assert shares([3, 1]) == "0.50 · 1.00 · 0.67"
    assert table(asked, {"x": found, "y": [1, 1, 1]}).splitlines()[2:] == [
        "| a | 2 | 0.50 · 1.00 · 0.67 | 1.00 · 1.00 · 1.00 |", "| b | 1 | 0.00 · 0.00 · 0.00 | 1.00 · 1.00 · 1.00 |",
        "| all | 3 | 0.33 · 0.67 · 0.44 | 1.00 · 1.00 · 1.00 |",
    ]
    assert failed(asked, found).splitlines() == ["Nothing right among 10 here: 1 of 3 queries", "- b: 丙 → 右"]


@pytest.mark.parametrize("ranking", [Bigrams, Trigrams])
def test_plain_rankings_put_the_document_with_most_of_the_words_first(ranking: type) -> None:
    assert ranking(documents(*TITLES)).rank("怎么办婚姻登记")[0] == "婚姻登记办理须知\nitems/0.html"


def test_a_site_is_measured_and_its_failures_are_named(toy: Quick, browser: Browser) -> None:
    found = all_documents(toy.base / "cache")
    asked = [Question("question", "请问借阅证怎么办理", "借阅证"), Question("nothing", "绝无此事", "婚姻")]
    with search_page(toy.output, browser) as here:
        shown, failures = compared("toy", asked, {"here": here, "pairs": Bigrams(found).rank})
    assert shown.splitlines()[-3:] == [
        "| question | 1 | 1.00 · 1.00 · 1.00 | 1.00 · 1.00 · 1.00 |", "| nothing | 1 | 0.00 · 0.00 · 0.00 | 0.00 · 0.00 · 0.00 |",
        "| all | 2 | 0.50 · 0.50 · 0.50 | 0.50 · 0.50 · 0.50 |",
    ]
    assert failures.splitlines()[1:] == ["- nothing: 绝无此事 → 婚姻"]


def test_exact_and_nearest_results_count_as_the_page_shows_them(toy: Quick, browser: Browser) -> None:
    with search_page(toy.output, browser) as here:
        assert [result.strip() for result in here("法律援助申请")] == ["法律援助申请指南"]
        assert here("请问没有钱怎样得到法律援助呢")[0].strip() == "法律援助申请指南"


def test_results_of_every_sort_are_read_in_their_order_and_hidden_ones_are_not(page: Page) -> None:
    page.set_content("""
      <ol><li data-index="1"><a href="items/1.html">甲</a><p>正文</p></li><li data-index="2" hidden><a>乙</a></li></ol>
      <section data-address="guide.html#a"><h3><a>丙</a></h3></section><details><summary>别的</summary><p data-address="x"><a>丁</a></p></details>
      <p data-index="3"><a>戊</a></p>""")
    assert page.evaluate(RESULTS) == ["甲\n", "丙\nguide.html#a", "戊\n"]


def test_results_that_come_after_the_total_are_waited_for(page: Page) -> None:
    page.set_content("""<p data-search="status">三条</p><p data-exact="true"></p><ol></ol><script>
      let left = 8;
      const timer = setInterval(() => {
        document.querySelector("ol").append(document.createElement("li"));
        if (!--left) {
          clearInterval(timer);
        }
      }, 100);
    </script>""")
    page.evaluate(SETTLED, TICKS)
    assert page.locator("li").count() == 8


@pytest.mark.parametrize("last", ['total.dataset.exact = "true"', 'status.textContent = "三条"', 'list.removeAttribute("aria-busy")'])
def test_a_page_that_stands_still_without_its_answer_is_waited_for(page: Page, last: str) -> None:
    before = [part for part in ('total.dataset.exact = "true"', 'status.textContent = "三条"', 'list.removeAttribute("aria-busy")') if part != last]
    page.set_content(f"""<p data-search="status"></p><p></p><ol aria-busy="true"></ol><script>
      const [status, total] = document.querySelectorAll("p"), list = document.querySelector("ol");
      {"; ".join(before)};
      setTimeout(() => {{ {last}; document.body.dataset.done = "yes"; }}, 800);
    </script>""")
    page.evaluate(SETTLED, TICKS)
    assert page.locator("body").get_attribute("data-done") == "yes"


def test_drawn_queries_are_always_the_same_and_have_no_space(own_project: Quick, browser: Browser) -> None:
    found = all_documents(own_project.base / "cache")
    words = segmented([document.title for document in found], browser)
    drawn = [*Drawing(found, words).draw(5)]
    assert drawn == [*Drawing(found, words).draw(5)] != [*Drawing(found, words, seed=1).draw(5)]
    assert [question.kind for question in drawn] == [kind for kind in KINDS for _ in range(5)]
    assert all(re.fullmatch(r"[\u4e00-\u9fff]+", question.text) for question in drawn)
    texts = {question.text: [document for document in found if question.is_answered_by(shown_as(document))] for question in drawn}
    assert all(0 < len(right) <= 5 for right in texts.values())


def test_a_drawn_slip_stands_in_no_document(own_project: Quick, browser: Browser) -> None:
    found = all_documents(own_project.base / "cache")
    words = segmented([document.title for document in found], browser)
    slips = [question.text for question in Drawing(found, words).draw() if "slip" in question.kind]
    assert len(slips) == 90
    assert not [slip for slip in slips for document in found if slip in f"{document.title}\n{document.body}"]


@pytest.mark.parametrize(("slip", "is_slip"), [
    (Slips.alike, lambda text, found: lazy_pinyin(found) == lazy_pinyin(text) and sum(map(str.__ne__, text, found)) == 1),
    (Slips.missing, lambda text, found: found in {text[:at] + text[at + 1 :] for at in range(len(text))}),
    (Slips.doubled, lambda text, found: found in {text[:at] + text[at] + text[at:] for at in range(len(text))}),
])
def test_a_slip_is_one_character(slip: Callable, is_slip: Callable[[str, str], bool]) -> None:
    slips, text = Slips(documents("公证指南", "公正执法")), "涉外公证"
    found = {slip(slips, text, random.Random(seed)) for seed in range(9)}
    assert found and all(is_slip(text, each) and each != text for each in found)


def test_a_character_that_sounds_like_no_other_is_not_replaced() -> None:
    assert Slips(documents("图书馆")).alike("图书馆", random.Random(0)) is None


def test_the_pages_of_a_site_are_documents_and_its_items_and_lists_are_not(own: Path) -> None:
    found = {document.url: document for document in site_pages(own)}
    assert found["guide.html"].title == "政府信息公开指南"
    assert "学林街22号" in found["reading-points.html"].body
    assert not [url for url in found if url.startswith(("items/", "categories/", "counts/", "ledger/", "search"))]


def test_right_results_stand_in_the_projects_own_content(own_project: Quick) -> None:
    shown = {name: [shown_as(document) for document in found] for name, found in [
        ("items", all_documents(own_project.base / "cache")), ("pages", site_pages(own_project.output)),
    ]}
    asked = written()
    assert len(asked) >= 250
    assert len({question.text for question in asked}) == len(asked)
    for question in asked:
        assert any(map(question.is_answered_by, shown["pages" if question.kind == "place" else "items"])), question


def test_queries_of_another_file_may_be_without_a_kind(tmp_path: Path) -> None:
    file = tmp_path / "citizens.json"
    file.write_text('[["低保", "最低生活保障"], ["short", "借书", "借阅证"]]', encoding="utf-8")
    assert written(file) == [Question("citizens", "低保", "最低生活保障"), Question("short", "借书", "借阅证")]
