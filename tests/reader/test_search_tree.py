"""What a screen reader is told of the search page: its tree, and two tabs that are open at once."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.kit.search_terminal import Tab

pytestmark = pytest.mark.xdist_group("search page")


def test_the_tree_has_box_total_filters_and_results(tab: Tab) -> None:
    tab.search("低保")
    tab.page.wait_for_selector("[data-facet=kind]")
    expect(tab.page.get_by_role("main")).to_match_aria_snapshot("""
      - main:
        - heading "检索" [level=1]
        - search:
          - combobox "找一条信息": 低保
          - button "检索"
        - region "检索结果":
          - heading "检索结果" [level=2]
          - paragraph:
            - text: 检索“低保”，找到
            - strong: /\\d+/
            - text: 条
          - button "越过筛选，到第一条结果"
          - group "筛选":
            - heading "种类" [level=3]
          - list:
            - listitem:
              - heading /./ [level=3]
    """)
    expect(tab.page.locator("[data-search=status]")).to_contain_text("现在列出 10 条")


def test_the_nearest_are_a_region_of_their_own_that_says_so(tab: Tab) -> None:
    tab.search("打官司没钱请律师")
    tab.page.wait_for_selector("[data-near] [data-index]")
    expect(tab.page.get_by_role("region", name="没有一字不差的；下面是最接近的")).to_match_aria_snapshot("""
      - region "没有一字不差的；下面是最接近的":
        - heading "没有一字不差的；下面是最接近的" [level=2]
        - list:
          - listitem:
            - heading "法律援助申请指南" [level=3]
    """)
    expect(tab.page.locator("[data-search=status]")).to_contain_text("另外列出最接近的")


def test_two_tabs_know_nothing_of_each_other(tab: Tab) -> None:
    other = tab.page.context.new_page()
    tab.search("低保")
    other.goto(f"{tab.root}/search.html?q=公租房&kind=信息")
    other.wait_for_selector("[data-exact=true]")
    tab.type("预算")
    other.locator("input[name=q]").fill("廉租房")
    other.keyboard.press("Enter")
    other.wait_for_selector("[data-exact=true]:has-text('廉租房')")
    assert tab.rows("预算") and tab.page.input_value("input[name=q]") == "预算"
    assert other.input_value("input[name=q]") == "廉租房"
    tab.page.go_back()
    assert tab.rows("低保")
    assert other.input_value("input[name=q]") == "廉租房"
    other.close()
