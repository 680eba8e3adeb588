"""What the search boxes suggest, in Firefox over ``file://``, which is stricter there than Chromium is."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from marionette_driver.by import By
from marionette_driver.keys import Keys

from tests.kit import browsers, firefox
from tests.kit.firefox import Firefox

NAMES = "[...document.querySelectorAll('[role=option] .rr-suggest__name')].map(name => name.textContent)"
ACTIVE = "document.querySelector('[role=option][aria-selected=true] .rr-suggest__name')?.textContent || ''"


@pytest.fixture(scope="module")
def running() -> Iterator[Firefox]:
    if not browsers.can_have_firefox():
        pytest.skip(browsers.NO_FIREFOX)
    with firefox.firefox() as window:
        yield window


@pytest.fixture
def window(running: Firefox) -> Iterator[Firefox]:
    """Firefox's window: after each test the console is empty, and nothing has been asked of the network."""
    yield running
    assert running.said() == []
    assert running.asked() == []


def begin(window: Firefox, own: Path, words: str, path: str = "index.html") -> list[str]:
    """Type words into the box of a page; return what is suggested."""
    window.driver.navigate(f"{own.as_uri()}/{path}")
    window.driver.find_element(By.NAME, "q").send_keys(words)
    window.wait("document.querySelector('[role=option]')")
    return window.run(f"return {NAMES}")


def press(window: Firefox, *keys: str) -> None:
    """Press keys in the box."""
    window.driver.find_element(By.NAME, "q").send_keys("".join(keys))


@pytest.mark.parametrize("path", ["index.html", "search.html", "guide.html", "items/2014/014500858-2014-00401.html"])
def test_the_box_of_a_page_suggests(window: Firefox, own: Path, path: str) -> None:
    assert "最低生活保障申请" in begin(window, own, "最低生活", path)


@pytest.mark.parametrize("typed", ["mzj", "区民证局", "區民政局"])
def test_pinyin_slips_and_traditional_characters_are_understood(window: Firefox, own: Path, typed: str) -> None:
    assert "区民政局" in begin(window, own, typed)


def test_the_keyboard_chooses_a_place(window: Firefox, own: Path) -> None:
    begin(window, own, "区民政")
    press(window, Keys.ARROW_DOWN)
    assert window.run(f"return {ACTIVE}") == "区民政局"
    press(window, Keys.ENTER)
    window.wait("location.pathname.endsWith('/agencies/014500862/index.html')")


def test_escape_closes_the_list_and_enter_searches(window: Firefox, own: Path) -> None:
    begin(window, own, "食品")
    press(window, Keys.ESCAPE)
    assert window.run("return document.querySelector('[role=listbox]').hidden && document.querySelector('input[name=q]').value") == "食品"
    press(window, Keys.ENTER)
    window.wait("document.querySelector('[data-exact=true]')")
    assert "/search.html?q=" in window.driver.get_url()


def test_a_click_chooses(window: Firefox, own: Path) -> None:
    begin(window, own, "区民政")
    window.driver.find_element(By.CSS_SELECTOR, "[role=option]").click()
    window.wait("location.pathname.endsWith('/agencies/014500862/index.html')")


def test_a_screen_reader_is_told_of_box_list_and_options(window: Firefox, own: Path) -> None:
    begin(window, own, "区民政")
    press(window, Keys.ARROW_DOWN)
    told = window.run("""
        const box = document.querySelector('input[name=q]'), list = document.getElementById(box.getAttribute('aria-controls'));
        const held = document.getElementById(box.getAttribute('aria-activedescendant'));
        return [box.getAttribute('role'), box.ariaExpanded, list.getAttribute('role'), list.getAttribute('aria-label'), held.getAttribute('role'), held.ariaSelected,
                document.querySelector('.rr-suggest__status').textContent];
    """)
    assert told == ["combobox", "true", "listbox", "建议", "option", "true", "有 1 条建议，按上下键选。"]


def test_the_null_device_is_still_one(window: Firefox) -> None:
    """The driver removes the file that it is given as a log. Run by root, it once removed this."""
    assert stat.S_ISCHR(os.stat(os.devnull).st_mode)
