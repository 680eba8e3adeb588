"""A screen that knows fingers only: whatever a page offers can be pressed, without a keyboard, a mouse or hovering.

Typing by a finger is in test_keyboard.py, suggestions in test_suggestions.py.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.kit.sites import NARROW, Sites, every_kind, keep_still, opened

PHONE = {"viewport": NARROW, "has_touch": True, "is_mobile": True}
KIOSK = {"viewport": {"width": 1280, "height": 1024}, "has_touch": True}
OUT_OF_REACH = """() => {
  const found = [];
  for (let folds; (folds = document.querySelectorAll("details:not([open])")).length;) folds.forEach(fold => { fold.open = true; });
  for (const one of document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")) {
    if (!one.checkVisibility({checkVisibilityCSS: true, checkOpacity: true})) {
      if (one.matches(".rr-copy")) found.push(`${one.textContent} is not seen`);
      continue;
    }
    if (one.closest(".rr-skip") || one.disabled || getComputedStyle(one).pointerEvents === "none" || one.matches("section")) continue;
    one.scrollIntoView({block: "center", inline: "center"});
    const boxes = [...one.getClientRects()].filter(box => box.width > 1);
    const hit = boxes.some(box => {
      const at = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
      return at && (one.contains(at) || at.contains(one) && at.matches("label, summary"));
    });
    if (!hit) found.push(`${one.tagName} ${one.className} ${one.textContent.trim().slice(0, 20)}`);
  }
  return found;
}"""


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(**PHONE)
    yield keep_still(context.new_page())
    context.close()


@every_kind
def test_a_finger_reaches_whatever_a_page_offers(tab: Page, sites: Sites, kind: str) -> None:
    tab.goto(sites.address(kind))
    assert tab.evaluate(OUT_OF_REACH) == []


def test_what_lies_under_something_else_or_asks_for_a_mouse_is_seen(browser: Browser, sites: Sites) -> None:
    with opened(browser, sites.address("item with a table"), **PHONE) as page:
        assert page.evaluate(OUT_OF_REACH) == []
        page.evaluate("""() => {
          const style = new CSSStyleSheet();
          style.replaceSync(".rr-copy { opacity: 0; } .rr-crumbs__list { position: relative; } .rr-crumbs__list::after { content: ''; position: absolute; inset: 0; }");
          document.adoptedStyleSheets = [style];
        }""")
        found = page.evaluate(OUT_OF_REACH)
        assert any(line.endswith("is not seen") for line in found)
        assert any("rr-crumbs__link" in line for line in found)


@pytest.mark.parametrize("device", [PHONE, KIOSK], ids=["phone", "kiosk"])
def test_the_menu_the_filters_and_the_folded_parts_answer_to_a_finger(browser: Browser, sites: Sites, device: dict) -> None:
    with opened(browser, sites.address("home"), **device) as page:
        page.get_by_role("navigation", name="主菜单").get_by_role("link", name="检索", exact=True).tap()
        page.wait_for_url("**/search.html")
        page.goto(page.url + "?q=预算")
        page.wait_for_selector("[data-exact=true]")
        before = int(page.locator("[data-total]").get_attribute("data-total"))
        summary = page.locator(".rr-filters__summary")
        if summary.is_visible():
            summary.tap()
        page.locator("[data-facet=year]").first.tap()
        expect(page.locator(".rr-chosen__link")).to_be_visible()
        assert 0 < int(page.locator("[data-total]").get_attribute("data-total")) < before
        page.locator(".rr-chosen__link").tap()
        expect(page.locator("[data-total]")).to_have_attribute("data-total", str(before))
        page.goto(sites.address("category"))
        fold = page.locator(".rr-rail__summary").nth(1)
        fold.tap()
        expect(page.locator(".rr-rail__year").nth(1).locator("a").first).to_be_visible()


def test_a_day_is_chosen_with_a_finger(browser: Browser, sites: Sites) -> None:
    with opened(browser, "about:blank", **KIOSK) as page:
        page.add_init_script("HTMLInputElement.prototype.showPicker = function () { window.opened = this.id; };")
        page.goto(sites.address("library on any day"))
        page.locator("#day").tap()
        assert page.evaluate("() => window.opened") == "day"


def test_the_notice_before_the_return_answers_to_a_finger(browser: Browser, sites: Sites) -> None:
    with opened(browser, sites.address("home") + "#kiosk", **KIOSK) as page:
        page.clock.install()
        page.goto(sites.address("guide"))
        page.clock.run_for(155_000)
        page.get_by_role("button", name="继续阅读").tap()
        page.clock.run_for(60_000)
        assert page.url.endswith("guide.html")
        expect(page.get_by_role("button", name="继续阅读")).to_have_count(0)
