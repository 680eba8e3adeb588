"""Tables and menu at every width: nothing that a reader came for lies hidden in a frame that scrolls."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

from tests.kit.sites import NARROW, WIDE, Sites, every_kind, keep_still, opened

HIDDEN = """() => [...document.querySelectorAll(".rr-scroll")].filter(frame => frame.querySelector(innerWidth > 700 ? ".rr-figures, .rr-statutory" : "table")
  && !/没有栏目名的表/.test(frame.textContent) && frame.scrollWidth > frame.clientWidth + 1).map(frame => `${frame.getAttribute("aria-label")}: ${frame.scrollWidth} > ${frame.clientWidth}`)"""
UNNAMED = """() => [...document.querySelectorAll(".rr-figures td, .rr-statutory__number, [data-records] td")].filter(cell => cell.checkVisibility()
  && getComputedStyle(cell.closest("table")).display === "block" && cell.dataset.label === undefined).map(cell => cell.textContent.trim().slice(0, 20))"""
PLACES = """names => Object.fromEntries(Object.entries(names).map(([name, selector]) => [name, [...document.querySelectorAll(selector)].map(one => {
  const box = one.getBoundingClientRect();
  return [Math.round(box.left), Math.round(box.top + scrollY), Math.round(box.right)];
})]))"""


SMALL = {"width": 320, "height": 640}


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Page:
    return keep_still(browser.new_page())


@every_kind
def test_no_table_hides_a_column(tab: Page, sites: Sites, kind: str) -> None:
    found = {}
    for size in (WIDE, {"width": 1280, "height": 800}, NARROW, SMALL):
        tab.set_viewport_size(size)
        tab.goto(sites.address(kind))
        found[size["width"]] = tab.evaluate(HIDDEN), tab.evaluate(UNNAMED)
        if size["width"] in (1280, 390):
            tab.evaluate("document.documentElement.dataset.mode = 'elder'")
            found[f"elder, {size['width']}"] = tab.evaluate(HIDDEN), tab.evaluate(UNNAMED)
    assert {width: said for width, said in found.items() if said != ([], [])} == {}


def test_the_sum_of_a_row_of_requests_stands_first_and_groups_have_their_names(tab: Page, sites: Sites) -> None:
    tab.set_viewport_size(NARROW)
    tab.goto(sites.address("report of a unit"))
    row = ".rr-statutory--requests tbody tr:nth-child(3)"
    found = tab.evaluate(PLACES, {"labels": f"{row} th", "sum": f"{row} td:last-child", "first": f"{row} [data-label=自然人]", "groups": "[data-group]"})
    heights = [found["labels"][0][1], found["labels"][1][1], found["sum"][0][1], found["first"][0][1]]
    assert heights == sorted(set(heights))
    assert len(found["groups"]) == 3
    said = tab.locator("[data-group]").evaluate_all("all => all.map(cell => getComputedStyle(cell, '::after').content)")
    assert [line.strip('"') for line in said] == ["行政复议", "行政诉讼（未经复议直接起诉）", "行政诉讼（复议后起诉）"]


def test_a_row_of_a_document_s_table_shows_its_labels_on_a_phone_only(tab: Page, sites: Sites) -> None:
    named = """() => [...document.querySelectorAll("[data-records] tbody tr:first-child td")].slice(0, 2).map(cell => getComputedStyle(cell, "::before").content)"""
    tab.set_viewport_size(NARROW)
    tab.goto(sites.address("item with everything"))
    assert tab.evaluate(named) == ['"很长的栏目名称第1："', '"很长的栏目名称第2"']
    tab.set_viewport_size(WIDE)
    assert tab.evaluate(named) == ["none", "none"]


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_a_register_too_wide_for_a_table_shows_each_row_with_its_labels(browser: Browser, sites: Sites, size: dict[str, int]) -> None:
    with opened(browser, sites.address("decisions"), viewport=size) as page:
        cell = page.locator("td[data-label=决策结果]").first
        assert cell.evaluate("cell => getComputedStyle(cell, '::before').content") in ('"决策结果"', "attr(data-label)")
        box = cell.bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= size["width"]


@every_kind
def test_the_menu_takes_one_row_on_a_phone(tab: Page, sites: Sites, kind: str) -> None:
    tab.set_viewport_size(NARROW)
    tab.goto(sites.address(kind))
    rows = tab.evaluate("() => new Set([...document.querySelectorAll('.rr-menu__link')].map(link => Math.round(link.getBoundingClientRect().top))).size")
    assert rows == 1


def test_a_bar_shows_that_a_table_goes_on_and_its_first_column_stays(browser: Browser, sites: Sites) -> None:
    with opened(browser, sites.address("item with everything"), viewport=NARROW) as page:
        frame = page.locator(".rr-scroll:has(table:not([data-records]))").first
        assert frame.evaluate("frame => frame.scrollWidth > frame.clientWidth")
        assert frame.evaluate("frame => getComputedStyle(frame).backgroundAttachment") == "local, scroll"
        name = frame.locator("tbody td").first
        before = name.bounding_box()["x"]
        frame.evaluate("frame => { frame.scrollLeft = 60; }")
        assert name.bounding_box()["x"] == before


def test_telephone_numbers_are_links(browser: Browser, sites: Sites) -> None:
    with opened(browser, sites.address("agencies"), viewport=NARROW) as page:
        numbers = page.locator("main a[href^='tel:']")
        assert numbers.count() > 10
        assert numbers.first.get_attribute("href").removeprefix("tel:").replace("-", "").isdigit()
        labels = page.locator(".rr-directory__row").first.locator(".rr-directory__term").all_text_contents()
        assert {"地址", "电话", "时间"} <= set(labels) and all(page.locator(".rr-directory__term").nth(i).is_visible() for i in range(3))
