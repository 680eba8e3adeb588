"""Tables and menu at every width: nothing that a reader came for lies hidden in a frame that scrolls."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

from tests.kit.sites import NARROW, WIDE, Sites, every_kind, keep_still, opened

HIDDEN = """() => [...document.querySelectorAll(".rr-scroll")].filter(frame => frame.querySelector(".rr-figures") && frame.scrollWidth > frame.clientWidth + 1)
  .map(frame => `${frame.getAttribute("aria-label")}: ${frame.scrollWidth} > ${frame.clientWidth}`)"""
UNNAMED = """() => [...document.querySelectorAll(".rr-figures td")].filter(cell => cell.checkVisibility() && getComputedStyle(cell.closest("table")).display === "block"
  && !cell.dataset.label).map(cell => cell.textContent.trim().slice(0, 20))"""


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Page:
    return keep_still(browser.new_page())


@every_kind
def test_no_table_of_figures_hides_a_column(tab: Page, sites: Sites, kind: str) -> None:
    found = {}
    for size in (WIDE, {"width": 1280, "height": 800}, NARROW):
        tab.set_viewport_size(size)
        tab.goto(sites.address(kind))
        found[size["width"]] = tab.evaluate(HIDDEN), tab.evaluate(UNNAMED)
        if size == NARROW:
            tab.evaluate("document.documentElement.dataset.mode = 'elder'")
            found["elder"] = tab.evaluate(HIDDEN), tab.evaluate(UNNAMED)
    assert all(said == ([], []) for said in found.values()), found


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
    with opened(browser, sites.address("terminals"), viewport=NARROW) as page:
        frame = page.locator(".rr-scroll:has(table)").first
        assert frame.evaluate("frame => frame.scrollWidth > frame.clientWidth")
        assert frame.evaluate("frame => getComputedStyle(frame).backgroundAttachment") == "local, scroll"
        name = frame.locator("tr > :first-child").first
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
