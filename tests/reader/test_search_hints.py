"""Slips, words of the same meaning and forms of queries, in a real browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.kit.search_terminal import Items, Tab, holding, own_items

pytestmark = pytest.mark.xdist_group("search page")

HINTS, NEAR = "[data-hints]", "[data-near] [data-index]"
SECRET = "014500858/2014-00401"


@pytest.fixture(scope="module")
def items() -> Items:
    return own_items()[0]


def test_a_slip_is_offered_by_name_and_searched_at_once(tab: Tab, items: Items) -> None:
    tab.search("公共租凭住房")
    expect(tab.page.locator(HINTS)).to_have_text(re.compile("是不是要找“公共租赁住房”（[0-9]+ 条）？"))
    assert tab.total == 0
    near = tab.page.eval_on_selector_all(NEAR, "rows => rows.map(row => row.dataset.index)")
    assert {*near[:5]} <= holding(items, "公共租赁住房")


def test_what_is_offered_leads_to_its_own_answer(tab: Tab, items: Items) -> None:
    tab.search("公共租凭住房")
    tab.page.locator(HINTS).get_by_role("link", name="公共租赁住房").click()
    tab.rows("公共租赁住房")
    assert {*tab.page.eval_on_selector_all("[data-search=results] [data-index]", "rows => rows.map(row => row.dataset.index)")} == holding(items, "公共租赁住房")
    expect(tab.page.locator(HINTS)).not_to_contain_text("是不是要找")


def test_words_of_the_same_meaning_are_named_apart_from_the_total_and_one_click_off(tab: Tab, items: Items) -> None:
    tab.search("低保")
    more = len(holding(items, "最低生活保障") - holding(items, "低保"))
    expect(tab.page.locator(HINTS)).to_have_text(re.compile(f"也查了意思相同的“最低生活保障”.*另有 {more} 条，不计入总数。"))
    assert tab.total == len(holding(items, "低保")) and tab.page.locator(NEAR).count() == 0
    tab.page.locator(HINTS).get_by_role("link", name="只查原来的词").click()
    tab.rows()
    tab.page.wait_for_selector("[data-facet]")
    assert tab.page.inner_text(HINTS) == ""
    assert "aliases=off" in tab.page.url and tab.total == len(holding(items, "低保"))


def test_where_few_items_have_the_word_those_with_a_word_of_the_same_meaning_follow(tab: Tab, items: Items) -> None:
    tab.search("借书证")
    expect(tab.page.locator(HINTS)).to_contain_text("也查了意思相同的“借阅证”")
    near = tab.page.eval_on_selector_all(NEAR, "rows => rows.map(row => row.dataset.index)")
    assert tab.total == len(holding(items, "借书证")) < 3 and {*near[:3]} <= holding(items, "借阅证")


def test_hints_go_with_the_next_query(tab: Tab) -> None:
    tab.search("公共租凭住房")
    expect(tab.page.locator(HINTS)).not_to_be_empty()
    tab.type("通知")
    tab.page.wait_for_selector("[data-facet]")
    expect(tab.page.locator(HINTS)).to_be_empty()


@pytest.mark.parametrize("day", ["2014-03-18", "2014年3月18日", "二〇一四年三月十八日", "2014/3/18", "3月18日 2014年"])
def test_a_date_in_any_writing_finds_items_by_their_dates_and_says_so(tab: Tab, items: Items, day: str) -> None:
    found = set(tab.everything(day))
    dated = {index for index, item in items.items() if "2014-03-18" in (item["Date"], item["Created"])}
    assert dated and dated <= found
    assert "找的是 2014-03-18 这一天" in tab.notes


@pytest.mark.parametrize("query", ["文号:青府办发〔2014〕12号", "文号：青府办发2014年12号", "索引号：2014-00401", "索引号:014500858/2014-00401"])
def test_named_fields_find_the_item_itself(tab: Tab, query: str) -> None:
    assert tab.everything(query) == [SECRET]


def test_the_items_of_an_agency_are_found_by_its_name(tab: Tab, items: Items) -> None:
    assert set(tab.everything("机构：民政局")) == {index for index, item in items.items() if "民政局" in item["Agency"]}
    assert "“民政局”只在机构里找" in tab.notes


def test_or_not_and_stars_mean_what_lunr_means(tab: Tab, items: Items) -> None:
    assert set(tab.everything("保密 OR 低保")) == holding(items, "保密") | holding(items, "低保")
    assert set(tab.everything("保密 NOT 目录")) == holding(items, "保密") - holding(items, "目录")
    assert set(tab.everything("保密*")) == holding(items, "保密")


def test_suggestions_are_whole_phrases_of_titles(tab: Tab) -> None:
    tab.search("补偿标准火星")
    tab.page.wait_for_selector(NEAR)
    words = tab.page.locator(".rr-nearest__link").all_inner_texts()
    assert not {"偿标准", "偿标", "准火星"} & {*words}
