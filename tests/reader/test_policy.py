"""The pages' content policy: no form sends anything, and the search box leads to its page all the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page


@pytest.fixture
def page(browser: Browser) -> Page:
    context = browser.new_context()
    yield context.new_page()
    context.close()


def test_the_search_box_of_any_page_leads_to_its_answer(page: Page, own: Path) -> None:
    said = []
    page.on("console", lambda message: said.append(message.text))
    for place in ("index.html", "counts/index.html"):
        page.goto((own / place).as_uri())
        page.fill(".rr-search__input", "政府信息 公开&x=1")
        page.press(".rr-search__input", "Enter")
        page.wait_for_url("**/search.html?q=*")
        assert page.evaluate("new URLSearchParams(location.search).get('q')") == "政府信息 公开&x=1"
    assert said == []


@pytest.mark.parametrize("action", ["search.html", "https://example.com/take"])
def test_no_form_sends_anything(page: Page, own: Path, action: str) -> None:
    page.goto((own / "index.html").as_uri())
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.evaluate("""action => {
        const form = document.createElement("form");
        form.action = action;
        document.body.append(form);
        form.submit();
    }""", action)
    page.wait_for_timeout(300)
    assert page.url == (own / "index.html").as_uri()
    assert any("form-action" in text for text in said), said


def test_without_scripts_the_menu_leads_to_the_lists(browser: Browser, own: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((own / "counts/index.html").as_uri())
    assert not page.locator("form[role=search]").is_visible()
    page.click("header nav >> text=检索")
    assert page.url == (own / "search.html").as_uri()
    context.close()
