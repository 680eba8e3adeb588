"""A reader whose page is open while the site is published anew: it goes on, or says so and loads again by itself."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Page
from release import clock, folder

from tests.kit.browsers import NO_FIREFOX, can_have_firefox
from tests.kit.firefox import firefox
from tests.kit.project import item
from tests.kit.publishing import Publisher
from tests.kit.quick_builds import Searched
from tests.kit.sites import chromium, opened

OPTIONS = folder.DeliveryOptions("theme/js/release.js", zone=clock.zone("Asia/Shanghai"))
NEW = "[data-index='014500858/2014-00002']"


class Library(Publisher):
    """A site that is built and released, and changes."""

    def __init__(self, base: Path) -> None:
        super().__init__(base)
        self.site = Searched(base / "site")

    def release(self, *numbers: int) -> None:
        """Publish a site of some items."""
        for number in range(1, 9):
            (self.site.content / f"items/{number}.md").unlink(missing_ok=True)
        self.site.write({f"items/{n}.md": item(Index=f"014500858/2014-{n:05d}", Title=f"第{n}号防汛通知", body=f"水库{n}。") for n in numbers})
        self.site.good(conf="publishconf.py")
        folder.deliver(str(self.site.output), str(self.target), OPTIONS)

    @property
    def address(self) -> str:
        return (self.target / "current/search.html").as_uri()


@pytest.fixture
def library(tmp_path: Path) -> Library:
    library = Library(tmp_path)
    library.release(1, 3)
    return library


def test_an_open_search_page_says_that_the_site_was_updated_and_keeps_the_words(library: Library) -> None:
    with chromium() as browser, opened(browser, library.address) as page:
        library.release(1, 2, 3)
        page.locator("input[name=q]").fill("水库")
        page.keyboard.press("Enter")
        page.wait_for_selector("text=网站刚刚更新了，正在重新打开这一页")
        page.wait_for_selector(NEW)
        assert page.input_value("input[name=q]") == "水库"
        assert page.get_attribute("[data-total]", "data-total") == "3"
        assert page.locator(".rr-answer__note--fault").count() == 0


def search(page: Page, words: str) -> None:
    page.locator("input[name=q]").fill(words)
    page.keyboard.press("Enter")


def test_files_of_the_same_names_in_two_releases_make_no_answer_out_of_both(library: Library) -> None:
    with chromium() as browser, opened(browser, library.address) as page, opened(browser, library.address) as other:
        search(page, "防汛")
        page.wait_for_selector("[data-exact=true]")
        kept = shutil.copytree((library.target / "current/search").resolve(), library.source.parent / "kept")
        library.release(1, 2, 3)
        shutil.copytree(kept, (library.target / "current/search").resolve(), dirs_exist_ok=True, ignore=shutil.ignore_patterns("manifest.js", "ahead.js", "opening.js", "client.js"))
        search(page, "水库")
        page.wait_for_selector("text=网站刚刚更新了，正在重新打开这一页")
        search(other, "水库")  # a tab that has not asked yet
        for tab in (page, other):
            tab.wait_for_selector(NEW)
            assert tab.input_value("input[name=q]") == "水库"
            assert tab.get_attribute("[data-total]", "data-total") == "3"


def test_an_open_search_page_in_firefox_answers_out_of_the_new_release(library: Library) -> None:
    if not can_have_firefox():
        pytest.skip(NO_FIREFOX)
    with firefox() as reader:
        reader.driver.navigate(library.address)
        library.release(1, 2, 3)
        reader.run("const input = document.querySelector('input[name=q]'); input.value = '水库'; input.form.requestSubmit();")
        reader.wait(f'document.querySelector("{NEW}")')
        assert reader.run("return document.querySelector('input[name=q]').value") == "水库"


def test_a_page_that_is_open_leads_on_into_the_new_release(library: Library) -> None:
    with chromium() as browser, opened(browser, (library.target / "current/index.html").as_uri()) as page:
        library.release(1, 2, 3)
        page.click("a[href^='items/2014/'] >> nth=0")
        assert "防汛通知" in page.inner_text("h1")


def test_the_footer_says_when_the_site_was_released_and_in_which_zone(library: Library) -> None:
    with chromium() as browser, opened(browser, (library.target / "current/index.html").as_uri()) as page:
        date = json.loads((library.current / "release.json").read_text())["date"]
        assert page.inner_text("[data-release]").endswith(f"，发布于 {date[:10]} {date[11:16]} +08:00")


def test_files_that_are_missing_in_the_same_release_are_told_and_the_page_stays(library: Library) -> None:
    with chromium() as browser, opened(browser, library.address) as page:
        for path in (library.target / "current/search").resolve().glob("*/**/*.js"):
            path.unlink()
        page.evaluate("window.stays = true")
        page.locator("input[name=q]").fill("水库1")
        page.keyboard.press("Enter")
        page.wait_for_selector(".rr-answer__note--fault")
        page.wait_for_timeout(2000)
        assert page.evaluate("window.stays")
