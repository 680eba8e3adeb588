"""How each kind of page looks, on a wide screen and on a phone, and what a screen reader finds on some, beside the pictures and texts
that are kept (`make looks` renews them)."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.kit import looks
from tests.kit.sites import KINDS, Sites, every_kind, opened

STYLE = "() => {{ const style = new CSSStyleSheet(); style.replaceSync(`{}`); document.adoptedStyleSheets = [style]; }}"
FAULTS = {
    "shifted column": STYLE.format("td:nth-child(2), .rr-meta__value { position: relative; left: 60px; }"),
    "missing section": "() => { const parts = document.querySelectorAll('main section, .rr-prose > *'); parts[1].remove(); }",
    "overlapping text": STYLE.format("main p, main tr { margin-bottom: -14px; } main h2, main li { margin-top: -22px; }"),
    "text over text": STYLE.format(".rr-prose, .rr-count { position: relative; top: -90px; }"),
    "no style sheet": "() => document.querySelectorAll('link[rel=stylesheet]').forEach(link => link.remove())",
}


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Page:
    return looks.tab(browser)


@every_kind
def test_a_page_looks_as_it_did(tab: Page, sites: Sites, kind: str, tmp_path: Path) -> None:
    assert looks.file_of(kind).is_file(), "no picture of this kind of page: look at it, then `make looks`"
    kept, now = looks.kept(kind), looks.look(tab, sites.address(kind))
    found = {screen: places for screen in looks.SCREENS if (places := looks.differences(kept[screen], now[screen]))}
    for screen in found:
        now[screen].save(tmp_path / f"{screen}.png")
    assert not found, f"rows and columns of the pictures that differ; how it looks now: {tmp_path}; if that is right: `make looks`"


def test_pictures_are_small_and_each_has_its_kind() -> None:
    files = set(looks.PICTURES.iterdir())
    assert files == {looks.file_of(kind) for kind in KINDS}
    assert sum(one.stat().st_size for one in files) <= looks.LARGEST


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("kind", ["item with a table", "requests", "report"])
def test_a_fault_is_seen(tab: Page, sites: Sites, kind: str, fault: str) -> None:
    kept, now = looks.kept(kind), looks.look(tab, sites.address(kind), FAULTS[fault])
    assert any(looks.differences(kept[screen], now[screen]) for screen in looks.SCREENS)


@pytest.mark.parametrize("kind", ["agencies", "requests", "request form", "search"])
def test_another_shape_of_letters_is_no_fault(tab: Page, sites: Sites, kind: str) -> None:
    other = looks.look(tab, sites.address(kind), STYLE.format(":root { --sans: var(--serif) !important; }"))
    kept = looks.kept(kind)
    assert {screen: looks.differences(kept[screen], other[screen]) for screen in looks.SCREENS} == {"wide": [], "phone": []}


@pytest.mark.parametrize("kind", looks.READ)
def test_the_accessibility_tree_is_the_one_that_is_kept(browser: Browser, sites: Sites, kind: str) -> None:
    assert looks.tree(browser, sites.address(kind)) == looks.tree_of(kind).read_text(encoding="utf-8"), "read it; if it is right: `make looks`"


@pytest.mark.parametrize(("fault", "lost"), [
    ("() => document.querySelector('main h1').setAttribute('role', 'presentation')", "heading"),
    ("() => document.querySelector('nav').removeAttribute('aria-label')", 'navigation "'),
    ("() => document.querySelector('main label').remove()", "combobox"),
])
def test_a_fault_is_in_the_tree(browser: Browser, sites: Sites, fault: str, lost: str) -> None:
    kept = looks.tree_of("home").read_text(encoding="utf-8").splitlines()
    with opened(browser, sites.address("home")) as page:
        page.evaluate(fault)
        now = page.locator("body").aria_snapshot().splitlines()
    assert any(lost in line for line in set(kept) - set(now))
