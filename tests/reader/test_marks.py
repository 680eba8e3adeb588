"""The page that a search result opens: the words are marked, a line leads through them, and nothing of it is kept."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, expect

from tests.kit.search_terminal import Tab, copied, remembering, terminal
from tests.kit.sites import NARROW, WIDE

pytestmark = pytest.mark.xdist_group("search page")

MARKED = "marks => marks.map(mark => mark.textContent.replace(/\\s/g, ''))"
HERE = ".rr-found--here"


def follow(tab: Tab, words: str, number: int = 0, more: str = "") -> None:
    """Search for words and open a result."""
    tab.search(words, more)
    tab.page.locator("[data-index] h3 a").nth(number).click()
    tab.page.wait_for_selector("article")


def marked(tab: Tab) -> list[str]:
    """The texts that the opened page marks."""
    return tab.page.eval_on_selector_all("main mark", MARKED)


def test_the_words_are_marked_and_the_line_says_how_often(tab: Tab) -> None:
    follow(tab, "保密审查")
    seen = tab.page.evaluate("""() => {
      const main = document.querySelector('#main').cloneNode(true);
      main.querySelectorAll('.rr-marks, .rr-hidden, [hidden], nav, button, [data-contents], .rr-back').forEach(element => element.remove());
      return main.textContent.split('保密审查').length - 1;
    }""")
    assert marked(tab) == ["保密审查"] * seen and seen > 3
    expect(tab.page.locator(".rr-marks [role=status]")).to_have_text(f"“保密审查”：共 {seen} 处")


def test_the_address_loses_the_words_at_once(tab: Tab) -> None:
    tab.asked.clear()
    follow(tab, "保密审查")
    assert any("?marks=" + quote("保密审查") in url for url in tab.asked)
    assert re.fullmatch(r"file://[^?#]*/items/\d{4}/[\w-]+\.html", tab.page.url)
    assert tab.page.evaluate("JSON.stringify([history.state, document.title])").count("审查") <= 1


def test_the_links_of_results_have_no_words_in_them(tab: Tab) -> None:
    tab.search("保密审查")
    assert not any("marks" in link for link in tab.page.eval_on_selector_all(".rr-result__link", "links => links.map(link => link.href)"))
    with tab.page.context.expect_page() as opened:
        tab.page.locator("[data-index] h3 a").first.click(modifiers=["Control"])
    opened.value.wait_for_selector("main mark")
    opened.value.close()
    assert "marks" not in tab.page.locator("[data-index] h3 a").first.get_attribute("href")


def test_buttons_lead_from_one_place_to_the_next_and_round(tab: Tab) -> None:
    follow(tab, "保密审查")
    number = len(marked(tab))
    line = tab.page.locator(".rr-marks [role=status]")
    tab.page.get_by_role("button", name="前往第 1 处").click()
    expect(line).to_have_text(f"“保密审查”：第 1 处 / 共 {number} 处")
    tab.page.get_by_role("button", name="下一处").focus()
    for place in [*range(2, number + 1), 1]:
        tab.page.keyboard.press("Enter")
        expect(line).to_have_text(f"“保密审查”：第 {place} 处 / 共 {number} 处")
        assert tab.page.locator(HERE).count() == 1
        assert tab.page.locator(HERE).evaluate("mark => { const {top, bottom} = mark.getBoundingClientRect(); return top >= 0 && bottom <= innerHeight; }")
    tab.page.get_by_role("button", name="上一处").click()
    expect(line).to_have_text(f"“保密审查”：第 {number} 处 / 共 {number} 处")


@pytest.mark.parametrize(("typed", "written"), [("行政審批", "行政审批"), ("三公经费", None), ("２０１４", "2014"), ("pdf", None)])
def test_words_are_marked_as_they_are_written_there(tab: Tab, typed: str, written: str | None) -> None:
    tab.search(typed)
    in_list = set(tab.page.locator("[data-index] h3 a").first.locator("xpath=ancestor::li").locator("mark").all_inner_texts())
    tab.page.locator("[data-index] h3 a").first.click()
    tab.page.wait_for_selector("article")
    assert {text.lower() for text in marked(tab)} & {re.sub(r"\s", "", text).lower() for text in in_list}
    assert written is None or set(marked(tab)) == {written}


def test_a_place_opens_where_it_is_with_its_words_marked(tab: Tab) -> None:
    tab.search("周一闭馆")
    tab.page.locator('[data-address="reading-points.html#point-2"] a').click()
    expect(tab.page.locator("#point-2")).to_be_in_viewport()
    assert marked(tab) == ["周一闭馆"] and tab.page.url.endswith("reading-points.html#point-2")


def test_the_line_begins_with_the_first_place_below_the_anchor(tab: Tab) -> None:
    tab.search("查阅点", "&p=1000")
    tab.page.locator('[data-address="reading-points.html#point-5"] a').click()
    begin = tab.page.locator(".rr-marks button").filter(has_text="前往第")
    expect(begin).not_to_have_text("前往第 1 处")
    begin.click()
    assert tab.page.locator(HERE).evaluate("mark => mark.closest('section').getAttribute('aria-labelledby')") == "point-5"


def test_taking_the_marks_away_leaves_the_page_as_it_was(tab: Tab) -> None:
    follow(tab, "保密审查")
    with_marks = tab.page.inner_text("article")
    tab.page.get_by_role("button", name="去掉标记").click()
    assert tab.page.locator("main mark, .rr-marks").count() == 0 and tab.page.inner_text("article") == with_marks
    address = tab.page.url
    tab.page.goto(address)
    assert tab.page.inner_text("article") == with_marks and tab.page.locator("main mark").count() == 0


def test_a_page_that_is_loaded_again_or_reached_by_a_link_has_no_marks(tab: Tab) -> None:
    follow(tab, "保密审查")
    tab.page.reload()
    assert tab.page.locator("main mark, .rr-marks").count() == 0


def test_nothing_is_kept_when_the_reader_leaves(tab: Tab) -> None:
    follow(tab, "保密审查")
    kept = tab.page.evaluate("[localStorage.length, Object.keys(sessionStorage), document.cookie]")
    assert kept == [0, ["rr-back"], ""]  # the way back to the results, for this tab alone; the home page forgets it
    tab.page.go_back()
    tab.rows("保密审查")
    tab.page.go_forward()
    tab.page.wait_for_selector("article")
    assert tab.page.locator("main mark, .rr-marks").count() == 0 and "marks" not in tab.page.url


def test_a_copy_that_the_browser_kept_has_no_marks(browser: Browser, own: Path) -> None:
    with remembering(browser, own.as_uri()) as tab:
        follow(tab, "保密审查")
        tab.page.go_back()
        tab.rows("保密审查")
        tab.page.go_forward()
        tab.page.wait_for_selector("html[data-kept]")
        assert tab.page.locator("main mark, .rr-marks").count() == 0


def test_back_returns_to_the_row_with_filters_and_more_rows(tab: Tab) -> None:
    tab.search("2014", "&year=2014&n=40")
    row = tab.page.locator("[data-index]").nth(21)
    key = row.get_attribute("data-index")
    row.locator("a").first.scroll_into_view_if_needed()
    tab.page.wait_for_timeout(400)
    before = tab.page.evaluate("scrollY")
    row.locator("a").first.click()
    tab.page.wait_for_selector("article")
    tab.page.go_back()
    tab.rows("2014")
    tab.page.wait_for_function("key => document.activeElement.closest('li')?.dataset.index === key", arg=key)
    assert abs(tab.page.evaluate("scrollY") - before) < 5
    assert tab.page.locator("[data-search=chosen] a").count() == 1


def test_marks_are_not_printed(tab: Tab) -> None:
    follow(tab, "保密审查")
    tab.page.emulate_media(media="print")
    assert tab.page.locator(".rr-marks").is_hidden()
    assert set(tab.page.locator("main mark").evaluate_all("marks => marks.map(mark => getComputedStyle(mark).backgroundColor)")) == {"rgba(0, 0, 0, 0)"}
    tab.page.emulate_media(media="screen")


@pytest.mark.parametrize("words", ["<img src=x onerror=alert(1)>", ".*", "\\", "(", "[a-", "%E0%A4%A", "𠮷"])
def test_whatever_stands_in_the_address_is_only_text(tab: Tab, own: Path, words: str) -> None:
    page = next(own.glob("items/2014/*.html"))
    plain = tab.page.goto(page.as_uri()) and tab.page.inner_text("main")
    tab.page.goto(f"{page.as_uri()}?marks={words if words.startswith('%') else quote(words)}")
    assert tab.page.inner_text("main") == plain or tab.page.locator("main mark").count()
    assert tab.page.locator("main img[src=x]").count() == 0


def test_a_word_across_elements_is_marked_as_one_place(browser: Browser, own: Path, tmp_path: Path) -> None:
    copy = copied(own, tmp_path / "copy")
    page = next(copy.glob("items/2014/*.html"))
    text = page.read_text(encoding="utf-8")
    page.unlink()
    page.write_text(re.sub(r'(<div class="rr-prose[^>]*>)', r"\1<p>前<em>鱻麤</em>龘靐后</p><p>鱻麤</p><p>龘靐</p>", text, count=1), encoding="utf-8")
    with terminal(browser, copy.as_uri()) as tab:
        tab.page.goto(f"{page.as_uri()}?marks={quote('鱻麤龘靐')}")
        assert marked(tab) == ["鱻麤", "龘靐"]
        expect(tab.page.locator(".rr-marks [role=status]")).to_contain_text("共 1 处")


def test_the_buttons_are_big_and_fit_on_a_narrow_screen(browser: Browser, own: Path) -> None:
    for viewport in (NARROW, WIDE):
        with terminal(browser, own.as_uri(), viewport=viewport) as tab:
            follow(tab, "保密审查")
            tab.page.get_by_role("button", name="前往第 1 处").click()
            sizes = tab.page.locator(".rr-marks button").evaluate_all("all => all.map(one => { const {width, height} = one.getBoundingClientRect(); return [width, height]; })")
            assert len(sizes) == 3 and all(width >= 44 and height >= 44 for width, height in sizes)
            assert tab.page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]



@pytest.mark.parametrize("address", ["?marks=%E4%", "?marks=", "?marks=%E5%85%AC#%E4%", "#%E4%"])
def test_an_address_that_somebody_has_cut_does_no_harm(tab: Tab, own: Path, address: str) -> None:
    page = next((own / "items").rglob("*.html"))
    tab.page.goto(f"{page.as_uri()}{address}")
    tab.page.wait_for_selector("article")
    assert "marks" not in tab.page.url and tab.said == []
