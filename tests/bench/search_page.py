"""What a reader sees who asks on the site's own search page, in Chromium and over ``file://``.

A result is what stands in the list: items with `data-index`, other places of the site with
`data-address`. Exact ones, nearest ones and those of an offered spelling count alike, in the order of the page.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Browser

from .rankings import SHOWN, Rank

TICKS = 8
"""Turns of the page's clock without any change, after which an answer counts as whole."""

SETTLED = """async ticks => {
  let changed = true, still = 0, turns = 0;
  new MutationObserver(() => { changed = true; }).observe(document, {subtree: true, childList: true, attributes: true, characterData: true});
  const status = document.querySelector("[data-search=status]");
  while (still < ticks) {
    if (++turns > 1000) {
      throw new Error("the answer never stood still");
    }
    await new Promise(resolve => setTimeout(resolve, 30));
    const whole = document.querySelector('[data-exact="true"]') && status.textContent && !document.querySelector("[aria-busy=true]");
    still = changed || !whole ? 0 : still + 1;
    changed = false;
  }
}"""
"""Waits until the page has stated its total, has told it to screen readers, and changes no more. What comes late is waited for too."""

RESULTS = """() => Array.from(document.querySelectorAll("[data-index], [data-address]"))
  .filter(element => element.checkVisibility())
  .map(element => `${(element.querySelector("a") || element).textContent.trim()}\\n${element.dataset.address || ""}`)"""


@contextmanager
def search_page(site: Path, browser: Browser) -> Iterator[Rank]:
    """Yield the ranking of a built site's search page. Every query opens the page anew, with the words in its address."""
    page = browser.new_page(viewport={"width": 1920, "height": 1080})
    page.set_default_timeout(60_000)
    root = site.resolve().as_uri()

    def rank(query: str) -> list[str]:
        page.goto(f"{root}/search.html?q={quote(query)}")
        page.wait_for_selector('[data-exact="true"]', state="attached")
        page.evaluate(SETTLED, TICKS)
        return page.evaluate(RESULTS)[:SHOWN]

    yield rank
    page.close()
