"""A terminal that nobody touches: it says so, returns home, and forgets; and the footer says which release this is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from release import folder

from tests.kit.sites import opened

pytestmark = pytest.mark.xdist_group("pages")

NOTICE = "[role=alert]:has-text('就要回到首页')"


@pytest.fixture(scope="module")
def release(own: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site as it is released."""
    return Path(folder.deliver(str(own), str(tmp_path_factory.mktemp("release")), folder.DeliveryOptions("theme/js/release.js")).path)


@pytest.fixture
def page(browser: Browser, release: Path) -> Iterator[Page]:
    """A tab that has come from the home page, and whose clock the test moves."""
    with opened(browser, (release / "index.html").as_uri() + "#kiosk") as page:
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.clock.install()
        page.goto((release / "search.html").as_uri())
        page.locator("input[name=q]").fill("我的名字")
        page.keyboard.press("Enter")
        page.wait_for_selector("[data-exact=true]")
        yield page
        assert not said


def go_home(page: Page, release: Path) -> None:
    """Let the last second pass, and wait until the page has gone all the way.

    The clock runs by itself meanwhile, and nothing is asked of the page: what is evaluated while
    a page goes from one document to the next may wait for ever.
    """
    steps: list[str] = []
    page.on("framenavigated", lambda frame: steps.append(frame.url))
    page.clock.resume()
    for _ in range(300):
        if len(steps) == 3:
            break
        page.wait_for_timeout(50)
    assert steps == [(release / "index.html").as_uri()] * 3, "back to the first page, to the home page, a new entry there"


def test_after_three_minutes_without_input_the_page_says_so_and_returns_home(page: Page, release: Path) -> None:
    page.clock.run_for(140_000)
    assert page.locator(NOTICE).count() == 0
    page.clock.run_for(15_000)
    assert "秒" in page.locator(NOTICE).inner_text()
    page.clock.run_for(24_000)
    go_home(page, release)


def test_what_was_typed_is_gone_and_back_does_not_lead_to_it(page: Page, release: Path) -> None:
    page.evaluate("localStorage.setItem('rr-reading', '{\"size\": \"large\"}')")
    page.clock.run_for(179_000)
    go_home(page, release)
    assert page.evaluate("sessionStorage.length === 0 && navigation.entries().length === 2")
    assert not page.evaluate("navigation.entries().filter(entry => entry.url.includes('q=')).length")
    assert page.go_forward() is None
    page.go_back()
    assert page.url == (release / "index.html").as_uri() and "我的名字" not in page.content()
    assert page.evaluate("localStorage.getItem('rr-reading')") is None


@pytest.mark.parametrize("sign", ["key", "mouse", "button"])
def test_any_sign_of_a_reader_cancels_it(page: Page, sign: str) -> None:
    page.clock.run_for(155_000)
    page.locator(NOTICE).wait_for()
    if sign == "key":
        page.keyboard.press("Shift")
    elif sign == "mouse":
        page.mouse.move(300, 300)
    else:
        page.get_by_role("button", name="继续阅读").click()
    page.clock.run_for(2_000)
    assert page.locator(NOTICE).count() == 0
    page.clock.run_for(140_000)
    assert "search.html" in page.url


def test_the_home_page_that_nobody_touched_stays_quiet(browser: Browser, release: Path) -> None:
    with opened(browser, (release / "index.html").as_uri()) as page:
        page.clock.install()
        page.reload()
        page.clock.run_for(400_000)
        assert page.locator(NOTICE).count() == 0


def test_every_footer_says_which_release_this_is_and_paper_says_it_whole(page: Page, release: Path) -> None:
    name = release.name[-12:]
    assert page.inner_text("[data-release]").startswith(f"版本 {name}，发布于 20")
    page.emulate_media(media="print")
    assert len(page.inner_text("[data-release]").split("，")[0].split(" ")[1]) == 64


def test_without_scripts_the_footer_says_where_the_release_is_written(browser: Browser, release: Path) -> None:
    with opened(browser, (release / "index.html").as_uri(), java_script_enabled=False) as page:
        assert "release.json" in page.inner_text("[data-release]")


def test_a_reader_who_is_at_no_shared_terminal_is_left_alone(browser: Browser, release: Path) -> None:
    """A phone loses no half-read report: only the kiosk profiles' start address turns the return on."""
    with opened(browser, (release / "index.html").as_uri()) as page:
        page.clock.install()
        page.goto((release / "reports/2014.html").as_uri())
        page.clock.run_for(600_000)
        assert page.locator(NOTICE).count() == 0
        assert page.url.endswith("reports/2014.html")
        page.goto((release / "index.html").as_uri() + "#kiosk")
        page.reload()
        assert page.url.endswith("index.html")
        page.goto((release / "reports/2014.html").as_uri())
        page.clock.run_for(160_000)
        assert page.locator(NOTICE).count() == 1


def test_who_has_a_document_read_aloud_is_there(page: Page) -> None:
    for _ in range(3):
        page.clock.run_for(140_000)
        page.evaluate("() => window.dispatchEvent(new Event('rr-reading'))")
    assert page.locator(NOTICE).count() == 0
