"""WCAG 2.1 AA, by axe-core and by measuring: on every kind of page, in every text size and edition."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page

from tests.kit.axe import AXE, CONTRAST, RUN, TAGS
from tests.kit.sites import WIDE, Sites, chromium, every_kind, keep_still, opened

pytestmark = pytest.mark.xdist_group("accessibility")

SIZE = "() => parseFloat(getComputedStyle(document.querySelector('main p')).fontSize)"


def press(page: Page, *names: str) -> None:
    """Press the reading tools that show these words."""
    for name in names:
        page.locator(f"header button:text-matches('^(字号：)?\\s*{name}$')").click(timeout=5000)


MODES = {"elder": ["长者版"], "large": ["长者版", "大"], "normal": ["中"]}
"""What to press for each, one after the other; a page opens in the last one."""
PRESS = """names => names.forEach(name =>
  [...document.querySelectorAll("header button")].find(e => e.textContent.endsWith(name)).click())"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium("--allow-file-access-from-files") as browser:
        yield browser


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Page:
    """A tab in which axe may read style sheets."""
    return keep_still(browser.new_page(viewport=WIDE, bypass_csp=True))


@pytest.fixture
def item(browser: Browser, sites: Sites) -> Iterator[Page]:
    with opened(browser, sites.address("item")) as page:
        yield page


@every_kind
def test_axe_finds_nothing_and_all_text_has_contrast(tab: Page, sites: Sites, kind: str) -> None:
    tab.goto(sites.address(kind))
    tab.evaluate(AXE)
    found, sizes = {}, set()
    for mode, buttons in MODES.items():
        tab.evaluate(PRESS, buttons)
        sizes.add(tab.evaluate("() => getComputedStyle(document.body).fontSize"))
        seen, low = tab.evaluate(CONTRAST)
        assert seen > 20
        found[mode] = low + tab.evaluate(RUN, TAGS)
    assert found == {mode: [] for mode in MODES}
    assert len(sizes) == len(MODES)


@every_kind
def test_all_text_has_contrast_in_the_dark_scheme_too(tab: Page, sites: Sites, kind: str) -> None:
    tab.emulate_media(color_scheme="dark")
    try:
        tab.goto(sites.address(kind))
        tab.evaluate(AXE)
        found = {}
        for mode in ("elder", "normal"):
            tab.evaluate(PRESS, MODES["elder"] if mode == "elder" else ["长者版", "中"])
            assert tab.evaluate("() => getComputedStyle(document.body).backgroundColor") in ("rgb(0, 0, 0)", "rgb(22, 25, 26)")
            found[mode] = tab.evaluate(CONTRAST)[1] + tab.evaluate(RUN, ["wcag2aa"])
        assert found == {"elder": [], "normal": []}
    finally:
        tab.emulate_media(color_scheme="light")


@pytest.mark.parametrize("words", ["查阅点", "周一闭馆"])
def test_axe_finds_nothing_where_places_are_found_and_where_words_are_marked(tab: Page, own: Path, words: str) -> None:
    tab.goto(f"{own.as_uri()}/search.html?q={quote(words)}")
    tab.wait_for_selector("[data-facet=kind]")
    found = faults(tab)
    tab.locator("[data-address] a").first.click()
    tab.get_by_role("button", name="前往第").click()
    assert found | {f"opened {mode}": said for mode, said in faults(tab).items()} == {f"{page}{mode}": [] for page in ("", "opened ") for mode in MODES}


def faults(tab: Page) -> dict[str, list[str]]:
    """Return what axe and the measuring of contrasts find on a page, in every mode."""
    tab.evaluate(AXE)
    found = {}
    for mode, buttons in MODES.items():
        tab.evaluate(PRESS, buttons)
        found[mode] = tab.evaluate(CONTRAST)[1] + tab.evaluate(RUN, TAGS)
    return found


def test_a_fault_would_be_noticed(browser: Browser, sites: Sites) -> None:
    with opened(browser, sites.address("home"), bypass_csp=True) as page:
        page.evaluate(AXE)
        page.evaluate("""() => {
          document.querySelector("main").innerHTML = "<img src=x.png><a href='#'></a><p>grey</p>";
          document.querySelector("main p").style.color = "#888";
        }""")
        said = {fault.split(":")[0] for fault in page.evaluate(RUN, TAGS)}
        assert said >= {"image-alt", "link-name", "page-has-heading-one", "color-contrast"}
        assert [line.split(":")[0] for line in page.evaluate(CONTRAST)[1]] == ["grey"]


def test_the_text_grows_with_the_size_that_is_chosen(item: Page) -> None:
    sizes = [item.evaluate(SIZE)]
    for name in ("小", "大", "中"):
        press(item, name)
        sizes.append(item.evaluate(SIZE))
    normal, small, large, again = sizes
    assert small < normal < large
    assert normal == again >= 16
    assert large >= normal * 1.2


def test_the_elder_edition_has_large_text_in_one_column_of_full_contrast(item: Page) -> None:
    normal = item.evaluate(SIZE)
    press(item, "长者版")
    assert item.evaluate(SIZE) >= max(18, normal * 1.25)
    assert item.evaluate("() => getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    assert item.evaluate("() => getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    edges = item.evaluate("() => [...document.querySelectorAll('main dl > div')].map(e => Math.round(e.getBoundingClientRect().left))")
    assert len(edges) > 5
    assert len(set(edges)) == 1
    press(item, "大")
    assert item.evaluate("() => parseFloat(getComputedStyle(document.querySelector('main div > p')).fontSize)") >= 30


def test_the_buttons_say_what_is_chosen(item: Page) -> None:
    chosen = "() => [...document.querySelectorAll('[aria-pressed=true]')].map(e => e.textContent)"
    assert item.evaluate(chosen) == ["字号：中"]
    press(item, "大", "长者版")
    assert item.evaluate(chosen) == ["字号：大", "长者版"]


def test_what_a_reader_chose_holds_on_the_next_page_and_after_a_reload(item: Page) -> None:
    press(item, "长者版", "大")
    chosen = item.evaluate("() => getComputedStyle(document.documentElement).fontSize")
    item.get_by_role("navigation", name="主菜单").get_by_role("link", name="法定主动公开内容").click()
    item.wait_for_url("**/categories/index.html")
    assert item.evaluate("() => getComputedStyle(document.documentElement).fontSize") == chosen
    item.reload()
    assert item.evaluate("() => getComputedStyle(document.documentElement).fontSize") == chosen


def test_the_choice_stands_before_the_first_paint(item: Page) -> None:
    """Where the choice came late, the page would jump."""
    press(item, "长者版")
    item.add_init_script("""
      new MutationObserver((_, watcher) => {
        if (document.body) { window.atBody = document.documentElement.dataset.mode; watcher.disconnect(); }
      }).observe(document, {childList: true, subtree: true});
    """)
    item.reload()
    assert item.evaluate("() => window.atBody") == "elder"


@pytest.mark.parametrize("stored", ["{", '{"size": "huge", "mode": 1}', "null", "[]", '"x"'])
def test_a_spoilt_choice_in_storage_does_no_harm(item: Page, stored: str) -> None:
    errors: list[str] = []
    item.on("pageerror", lambda error: errors.append(str(error)))
    normal = item.evaluate(SIZE)
    press(item, "大")
    item.evaluate("text => Object.keys(localStorage).forEach(key => localStorage.setItem(key, text))", stored)
    item.reload()
    assert item.evaluate("() => Object.values(localStorage)") == [stored]
    assert (item.evaluate(SIZE), errors) == (normal, [])
    press(item, "长者版")
    assert item.evaluate(SIZE) > normal
