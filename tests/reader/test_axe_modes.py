"""axe-core and contrasts in the modes in which a page looks or works otherwise, each with a fault that it must see.

The ordinary, the elder and the dark mode of every kind of page are in test_accessibility.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.kit import axe
from tests.kit.sites import NARROW, Sites, chromium, opened

pytestmark = pytest.mark.xdist_group("accessibility")


class Mode(NamedTuple):
    """How a page is shown: options of the browser, the medium, the edition; and a fault of style that shows in this mode only."""

    options: dict[str, object]
    medium: str
    edition: str
    fault: str


MODES = {
    "light": Mode({}, "screen", "", "main p { color: #999; }"),
    "dark": Mode({"color_scheme": "dark"}, "screen", "", "@media (prefers-color-scheme: dark) { main p { color: #444; } }"),
    "elder": Mode({}, "screen", "elder", ":root[data-mode=elder] main p { color: #999; }"),
    "forced colours": Mode(
        {"forced_colors": "active", "color_scheme": "dark"}, "screen", "", "@media (forced-colors: active) { main p { forced-color-adjust: none; color: #333; } }",
    ),
    "phone": Mode({"viewport": NARROW, "has_touch": True, "is_mobile": True}, "screen", "", "@media (max-width: 44em) { main p { color: #999; } }"),
    "print": Mode({}, "print", "", "@media print { main p { color: #999; } }"),
}
KINDS = (
    "home", "search", "item with everything", "expired item", "comparison", "report of a unit", "requests", "key area with charts", "request form", "library on any day",
)
SPOIL = "css => { const style = new CSSStyleSheet(); style.replaceSync(css); document.adoptedStyleSheets = [style]; }"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium("--allow-file-access-from-files") as browser:
        yield browser


def faults(page: Page, mode: Mode) -> list[str]:
    """Return the faults of a page in a mode. Paper needs no landmarks."""
    return axe.faults(page, [tag for tag in axe.TAGS if mode.medium == "screen" or tag != "best-practice"], "forced_colors" in mode.options)


def show(page: Page, address: str, mode: Mode) -> None:
    """Open a page in a mode."""
    page.goto(address)
    page.emulate_media(media=mode.medium)
    if mode.edition:
        page.evaluate("edition => { document.documentElement.dataset.mode = edition; }", mode.edition)


def as_without_scripts(route: Route) -> None:
    """Give a page as a browser shows it that runs no scripts. axe needs scripts, so the browser itself runs them."""
    text = Path(unquote(urlsplit(route.request.url).path)).read_text(encoding="utf-8")
    route.fulfill(body=without_scripts(text), content_type="text/html; charset=utf-8")


def without_scripts(html: str) -> str:
    """Return a page with what a browser shows that runs no scripts."""
    return re.sub("</?noscript>", "", re.sub("<script.*?</script>", "", html, flags=re.DOTALL))


def spoilt(route: Route) -> None:
    """Give a page with a picture without words that only a browser without scripts shows."""
    path = Path(unquote(urlsplit(route.request.url).path))
    text = path.read_text(encoding="utf-8").replace("</main>", "<noscript><img src=x.png></noscript></main>")
    route.fulfill(body=without_scripts(text), content_type="text/html; charset=utf-8")


@pytest.mark.parametrize("name", ["forced colours", "phone", "print"])
def test_axe_finds_nothing_in_a_mode(browser: Browser, sites: Sites, name: str) -> None:
    mode, found = MODES[name], {}
    with opened(browser, "about:blank", bypass_csp=True, **mode.options) as page:
        for kind in KINDS:
            show(page, sites.address(kind), mode)
            if said := faults(page, mode):
                found[kind] = said
    assert found == {}


def test_axe_finds_nothing_without_scripts(browser: Browser, sites: Sites) -> None:
    found = {}
    with opened(browser, "about:blank", bypass_csp=True) as page:
        page.route("**/*.html", as_without_scripts)
        for kind in KINDS:
            page.goto(sites.address(kind))
            assert page.locator("html[data-script]").count() == 0
            if said := faults(page, MODES["light"]):
                found[kind] = said
        page.route("**/*.html", spoilt)
        page.goto(sites.address("home"))
        assert any(fault.startswith("image-alt") for fault in faults(page, MODES["light"]))
    assert found == {}


@pytest.mark.parametrize("name", MODES)
def test_a_fault_that_only_one_mode_shows_is_seen_in_it(browser: Browser, sites: Sites, name: str) -> None:
    mode = MODES[name]
    with opened(browser, "about:blank", bypass_csp=True, **mode.options) as page:
        show(page, sites.address("guide"), mode)
        assert faults(page, mode) == []
        page.evaluate(SPOIL, mode.fault)
        assert faults(page, mode) != []
    if name != "light":
        with opened(browser, sites.address("guide"), bypass_csp=True) as page:
            page.evaluate(SPOIL, mode.fault)
            assert faults(page, MODES["light"]) == []
