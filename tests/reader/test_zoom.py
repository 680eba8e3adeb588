"""Pages at 200 % and 400 %: nothing is lost, nothing lies over something else, nothing is cut off.

A page that is zoomed is laid out for fewer pixels: a screen of 1280 pixels has 640 at 200 %, and 320 at 400 % (WCAG 2.2, 1.4.10).
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.kit.sites import Sites, every_kind, keep_still

ZOOMED = {"200 %": {"width": 640, "height": 400}, "400 %": {"width": 320, "height": 200}}
READ = """() => { // what heads of tables say, records say with their labels (test_tables.py); where a page is, its heading says too
  const HIDDEN = "script, style, noscript, template, svg, [data-contents], thead, .rr-statutory__heads, .rr-crumbs__here, .rr-skip, .rr-hidden";
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), texts = [], boxes = [];
  for (let node; (node = walker.nextNode());) {
    const element = node.parentElement;
    if (!node.data.trim() || element.closest(HIDDEN) || !element.checkVisibility({checkVisibilityCSS: true})
      || getComputedStyle(element).clipPath !== "none") continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const rects = [...range.getClientRects()].filter(one => one.width > 1 && one.height > 1);
    if (!rects.length) continue;
    texts.push(node.data.trim());
    for (const one of rects) boxes.push([one.left, one.top + scrollY, one.right, one.bottom + scrollY, node.data.trim().slice(0, 12), element.closest(".rr-menu__list, .rr-scroll, .rr-marks, .rr-back") !== null]);
  }
  boxes.sort((a, b) => a[1] - b[1]);
  const over = [], outside = [];
  for (let i = 0; i < boxes.length; i++) {
    const a = boxes[i];
    if (!a[5] && (a[0] < -1 || a[2] > document.documentElement.clientWidth + 1)) outside.push(a[4]);
    for (let k = i + 1; k < boxes.length && boxes[k][1] < a[3]; k++) {
      const b = boxes[k], wide = Math.min(a[2], b[2]) - Math.max(a[0], b[0]), high = Math.min(a[3], b[3]) - b[1];
      if (wide > 3 && high > Math.min(a[3] - a[1], b[3] - b[1]) * .45) over.push(`${a[4]} | ${b[4]}`);
    }
  }
  return {texts, over, outside, sideways: document.documentElement.scrollWidth > document.documentElement.clientWidth + 1};
}"""
SPOILT = {
    "over": "main h1 + * { position: relative; top: -30px; }",
    "outside": "main h1 { position: relative; left: 70px; white-space: nowrap; } html { overflow-x: hidden; }",
    "sideways": "main { min-width: 700px; }",
    "texts": "@media (max-width: 44em) { main > :last-child { display: none; } }",
}


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Iterator[Page]:
    page = keep_still(browser.new_page(bypass_csp=True))
    yield page
    page.close()


def faults(page: Page, address: str, style: str = "") -> dict[str, list[str]]:
    """Return what is wrong with a page when it is zoomed, beside the page as it is."""
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(address)
    if style:
        page.add_style_tag(content=style)
    whole = page.evaluate(READ)
    found = {}
    for zoom, size in ZOOMED.items():
        page.set_viewport_size(size)
        now = page.evaluate(READ)
        lost = [text for text in dict.fromkeys(whole["texts"]) if text not in set(now["texts"])]
        wrong = {"texts": lost, "over": now["over"], "outside": now["outside"], "sideways": [zoom] if now["sideways"] else []}
        found |= {f"{zoom}: {name}": said for name, said in wrong.items() if said}
    return found


@every_kind
def test_a_zoomed_page_shows_all_of_it_in_one_column(tab: Page, sites: Sites, kind: str) -> None:
    assert faults(tab, sites.address(kind)) == {}


@pytest.mark.parametrize("fault", SPOILT)
def test_a_fault_of_a_zoomed_page_is_seen(tab: Page, sites: Sites, fault: str) -> None:
    found = faults(tab, sites.address("guide"), SPOILT[fault])
    assert any(name.endswith(f": {fault}") for name in found)
