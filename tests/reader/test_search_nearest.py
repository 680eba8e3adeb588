"""The nearest documents, in a real browser: what a reader sees when no item, or hardly any, holds the words one by one."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, expect

from tests.kit.search_terminal import Items, Tab, facet, holding, own_items, terminal

pytestmark = pytest.mark.xdist_group("search page")

SENTENCE = "怎么申请公共租赁住房"
GUIDE = "公共租赁住房申请指南"
NEAR, ALONE, BESIDE = "[data-near] [data-index]", "没有一字不差的；下面是最接近的", "下面是最接近的"


@pytest.fixture(scope="module")
def items() -> Items:
    return own_items()[0]


def near(tab: Tab, words: str, more: str = "") -> list[str]:
    """Search for words; return the Indexes of the nearest items."""
    tab.search(words, more)
    tab.page.wait_for_selector(NEAR)
    return tab.page.eval_on_selector_all(NEAR, "rows => rows.map(row => row.dataset.index)")


def exact(tab: Tab) -> list[str]:
    """The Indexes of the exact results."""
    return tab.page.eval_on_selector_all("[data-search=results] [data-index]", "rows => rows.map(row => row.dataset.index)")


def rare(items: Items) -> tuple[str, set[str]]:
    """A piece of a sentence that one or two items hold, not in their titles; and their Indexes."""
    for index in sorted(items):
        for piece in re.findall(r"[\u4e00-\u9fff]{6}", items[index]["Text"])[3:]:
            found = holding(items, piece)
            if len(found) in (1, 2) and not holding(items, piece, key="Title") and not re.search("文|档", piece):
                return piece, found
    raise AssertionError


def test_a_sentence_finds_what_is_nearest_under_a_heading_of_its_own(tab: Tab, items: Items) -> None:
    found = near(tab, SENTENCE)
    assert items[found[0]]["Title"] == GUIDE
    assert tab.total == 0 and exact(tab) == []
    assert tab.page.inner_text("[data-near] h2") == ALONE
    assert len(found) == len(set(found)) <= 10
    assert tab.page.locator("[data-near]").is_visible()


def test_beside_few_exact_results_the_nearest_follow_and_repeat_none(tab: Tab, items: Items) -> None:
    piece, holders = rare(items)
    found = near(tab, piece)
    assert tab.total == len(holders) and set(exact(tab)) == holders
    assert not holders & set(found)
    assert tab.page.inner_text("[data-near] h2") == BESIDE
    assert tab.page.evaluate("document.querySelector('[data-search=results]').compareDocumentPosition(document.querySelector('[data-near]')) & 4")


@pytest.mark.parametrize("words", ["通知", "食品安全", GUIDE, "青府办发〔2014〕12号", "保密 -目录"])
def test_where_the_exact_results_are_enough_nothing_is_near(tab: Tab, words: str) -> None:
    tab.search(words)
    tab.page.wait_for_selector("[data-facet]")
    assert tab.total > 0
    assert tab.page.locator("[data-near]").count() == 0


@pytest.mark.parametrize("words", ["绝无此事之语句", "qqqq", "怎么"])
def test_what_shares_next_to_nothing_is_not_near(tab: Tab, words: str) -> None:
    tab.search(words)
    expect(tab.page.locator("[aria-live=polite]")).not_to_be_empty()
    assert tab.page.locator("[data-near]").count() == 0


@pytest.mark.parametrize("words", ["公共租赁住房怎么申请", "我想申请公共租赁住房", "请问公共租赁住房的申请需要什么？", "如何申请公共租赁住房呢"])
def test_words_of_asking_weigh_nothing(tab: Tab, items: Items, words: str) -> None:
    assert items[near(tab, words)[0]]["Title"] == GUIDE


def test_a_year_tells_items_of_different_years_apart(tab: Tab, items: Items) -> None:
    for year in ("2008", "2013"):
        assert items[near(tab, f"{year}年国民经济统计公报")[0]]["Title"].startswith(f"{year}年青云谱区国民经济")


def test_filters_apply_to_the_nearest_too(tab: Tab, items: Items) -> None:
    found = near(tab, SENTENCE, f"&category={quote('公共服务')}")
    assert {facet(items[index], "category") for index in found} == {"公共服务"}
    assert len({facet(items[index], "category") for index in near(tab, SENTENCE)}) > 1


def test_the_words_are_marked_in_the_nearest(tab: Tab) -> None:
    near(tab, SENTENCE)
    assert tab.page.locator(f"{NEAR} h3 mark").first.inner_text() in GUIDE


def test_the_live_region_tells_how_many_are_near(tab: Tab) -> None:
    found = near(tab, SENTENCE)
    expect(tab.page.locator("[aria-live=polite]")).to_have_text(re.compile(f"没有找到.*最接近的 {len(found)} 条"))


def test_arrows_walk_through_the_nearest(tab: Tab) -> None:
    found = near(tab, SENTENCE, f"&kind={quote('信息')}")
    tab.page.focus("input[name=q]")
    for index in found[:2]:
        tab.page.keyboard.press("ArrowDown")
        assert tab.focus == index
    tab.page.keyboard.press("ArrowUp")
    tab.page.keyboard.press("ArrowUp")
    assert tab.focus == "q"


def test_back_from_a_near_item_restores_list_place_and_focus(browser: Browser, own: Path) -> None:
    with terminal(browser, own.as_uri(), viewport={"width": 800, "height": 600}) as tab:
        found = near(tab, SENTENCE)
        link = tab.page.locator(f'[data-index="{found[5]}"] h3 a')
        link.scroll_into_view_if_needed()
        link.click()
        tab.page.wait_for_selector("article[data-index]")
        tab.page.go_back()
        tab.page.wait_for_selector(NEAR)
        tab.page.wait_for_function("scrollY > 100")
        assert tab.focus == found[5]


def test_the_nearest_go_with_the_next_query(tab: Tab) -> None:
    near(tab, SENTENCE)
    tab.type("通知")
    tab.page.wait_for_selector("[data-facet]")
    assert tab.page.locator("[data-near]").count() == 0
    assert tab.page.locator("[data-search=results]").is_visible()


def test_the_nearest_are_printed(tab: Tab) -> None:
    near(tab, SENTENCE)
    tab.page.emulate_media(media="print")
    try:
        assert tab.page.locator(NEAR).first.is_visible() and tab.page.locator("[data-near] h2").is_visible()
    finally:
        tab.page.emulate_media(media="screen")


def test_suggestions_are_words_and_never_cut(tab: Tab) -> None:
    near(tab, "食品安全火星")
    expect(tab.page.locator(".rr-nearest__link").first).to_be_visible()
    assert tab.page.locator(".rr-nearest__link").all_inner_texts() == ["食品安全"]
