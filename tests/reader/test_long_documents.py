"""A long document and the way from one item to the next, in a browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.kit.sites import NARROW, WIDE, Sites, opened

LONG = "items/2014/014500858-2014-00401.html"


def test_the_contents_lie_beside_the_text_on_a_wide_screen_and_folded_on_a_phone(browser: Browser, sites: Sites) -> None:
    address = (sites.folder("own") / LONG).as_uri()
    with opened(browser, address, viewport=WIDE) as page:
        contents, text = page.locator(".rr-contents__list").bounding_box(), page.locator(".rr-prose").first.bounding_box()
        assert contents["x"] + contents["width"] <= text["x"]
        page.get_by_role("link", name="第三条", exact=True).click()
        assert page.locator("[id='b-第三条']").evaluate("place => place.getBoundingClientRect().top") < WIDE["height"]
    with opened(browser, address, viewport=NARROW) as page:
        assert not page.locator(".rr-contents__list").is_visible()
        page.locator(".rr-contents summary").click()
        assert page.locator(".rr-contents__list").is_visible()


@pytest.mark.parametrize(("kind", "last"), [("guide", "投诉和救济"), ("report", "数字核对")])
def test_pages_and_reports_have_contents_beside_the_text_that_cover_nothing(browser: Browser, sites: Sites, kind: str, last: str) -> None:
    with opened(browser, sites.address(kind), viewport=WIDE) as page:
        contents = page.locator(".rr-contents")
        edges = page.locator(".rr-prose > *").evaluate_all("all => all.map(one => one.getBoundingClientRect().right)")
        assert max(edges) <= contents.bounding_box()["x"]
        contents.get_by_role("link", name=last, exact=True).click()
        assert 0 <= page.get_by_role("heading", name=last, exact=True).bounding_box()["y"] < WIDE["height"]


def test_each_article_has_a_link_to_copy(browser: Browser, sites: Sites) -> None:
    address = (sites.folder("own") / LONG).as_uri()
    with opened(browser, address) as page:
        button = page.get_by_role("button", name="复制链接：第二条")
        button.click()
        assert button.text_content() == "已复制"
        page.evaluate("() => { const box = document.createElement('textarea'); box.id = 'box'; document.body.append(box); box.focus(); }")
        page.keyboard.press("Control+V")
        assert page.locator("#box").input_value() == f"{address}#b-%E7%AC%AC%E4%BA%8C%E6%9D%A1"


def test_an_item_leads_back_to_the_list_or_the_results_it_was_opened_from(browser: Browser, sites: Sites) -> None:
    root = sites.folder("own")
    with opened(browser, (root / "categories/documents/index.html").as_uri()) as page:
        page.locator(".rr-rows__link").first.click()
        page.get_by_role("link", name="← 返回：法规文件").click()
        assert page.url.endswith("categories/documents/index.html")
        page.goto((root / "search.html").as_uri() + "?q=保密审查")
        page.locator("[data-index] a").first.click()
        page.get_by_role("link", name="← 返回检索结果").click()
        assert "search.html?q=" in page.url
        page.goto((root / "index.html").as_uri())
        page.locator(".rr-news__link").first.click()
        assert page.locator(".rr-back").count() == 0
