"""Browsers that a site is measured in: each opens a fresh page for a query, or asks a page again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import quote

from playwright.sync_api import Browser, CDPSession, Page

from ..site import WIDE, chromium

PROBE = (Path(__file__).parent / "probe.js").read_text(encoding="utf-8")
RESULT = "rrProbe.result()"


class Driver(Protocol):
    """One browser, at one site."""

    name: str

    def fresh(self, query: str) -> dict[str, Any]:
        """Search in a page that was not open before; return what probe.js noted."""

    def again(self, query: str) -> dict[str, Any]:
        """Search in one and the same page; return what probe.js noted."""


class Chromium:
    """Chromium; every fresh page stands in a context of its own, with empty caches."""

    def __init__(self, browser: Browser, root: str, throttle: int = 1) -> None:
        self.browser, self.root, self.throttle = browser, root, throttle
        self.name = f"Chromium {browser.version.split('.')[0]}"
        self._page: Page | None = None

    def _open(self) -> tuple[Page, CDPSession]:
        page = self.browser.new_context(viewport=WIDE).new_page()
        page.set_default_timeout(120_000)
        page.add_init_script(PROBE)
        session = page.context.new_cdp_session(page)
        if self.throttle > 1:
            session.send("Emulation.setCPUThrottlingRate", {"rate": self.throttle})
        return page, session

    def fresh(self, query: str) -> dict[str, Any]:
        """Search in a new context."""
        page, _ = self._open()
        page.goto(f"{self.root}/search.html?q={quote(query)}", wait_until="commit")
        page.wait_for_function("window.rrProbe")
        noted = page.evaluate(RESULT)
        page.context.close()
        return noted

    def again(self, query: str) -> dict[str, Any]:
        """Search in the page that is kept for this."""
        if self._page is None:
            self._page, self._session = self._open()
            self._page.goto(f"{self.root}/search.html")
        return self._page.evaluate("query => rrProbe.ask(query)", query)

    def heap_mb(self) -> tuple[float, float]:
        """Return the JavaScript heap of the kept page, as it is and after its garbage is collected."""
        used = self._session.send("Runtime.getHeapUsage")["usedSize"]
        self._session.send("HeapProfiler.collectGarbage")
        return used / 1e6, self._session.send("Runtime.getHeapUsage")["usedSize"] / 1e6


@contextmanager
def in_chromium(root: str, throttle: int = 1) -> Iterator[Chromium]:
    """Run Chromium, at full speed or with its processor slowed down so many times."""
    with chromium() as browser:
        yield Chromium(browser, root, throttle)
