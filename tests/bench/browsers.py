"""Browsers for measurements: each opens a fresh page for a query, or asks a page again."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import quote

from playwright.sync_api import Browser, CDPSession, Page

from tests.kit.firefox import Firefox, firefox
from tests.kit.sites import WIDE, chromium

PROBE = (Path(__file__).parent / "probe.js").read_text(encoding="utf-8")
RESULT = "rrProbe.result()"
PATIENCE = 4000
"""Milliseconds from the exact total for which the nearest documents are awaited."""
SETTLED = 0.3
"""Seconds for which a page is open before the query is typed."""
READY = "performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd"

FRAME_SCRIPT = """
  addEventListener("DOMWindowCreated", event => {
    const page = event.target.defaultView;
    Cu.evalInSandbox(%s, new Cu.Sandbox(page, {sandboxPrototype: page, wantXrays: false}));
  });
"""
"""Runs in Firefox's privileged context: it runs probe.js in each page, before the page's own scripts."""
FINISH = "const done = arguments[arguments.length - 1]; rrProbe.%s.then(done);"


class Driver(Protocol):
    """One browser, at one site."""

    name: str

    def fresh(self, query: str) -> dict[str, Any]:
        """Search in a fresh page; return what probe.js noted."""

    def typed(self, query: str) -> dict[str, Any]:
        """Open the search page without words, then type some; return what probe.js noted from Enter on."""

    def empty(self) -> float:
        """Open the search page without words; return after how many milliseconds its scripts had run."""

    def again(self, query: str) -> dict[str, Any]:
        """Search once more in the same page; return what probe.js noted."""


class Chromium:
    """Chromium. Every fresh page has a browser context of its own, with empty caches."""

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
        page, session = self._open()
        page.goto(f"{self.root}/search.html?q={quote(query)}", wait_until="commit")
        found = _evaluated(session, RESULT)
        page.context.close()
        return found

    def typed(self, query: str, patience: int = 0) -> dict[str, Any]:
        """Search in a new context, in a page that is already open. With `patience`, wait for the nearest documents too."""
        page, session = self._open()
        page.goto(f"{self.root}/search.html")
        time.sleep(SETTLED * self.throttle)
        found = _evaluated(session, f"rrProbe.ask({json.dumps(query)}, {patience * self.throttle})")
        page.context.close()
        return found

    def empty(self) -> float:
        """Open the search page without words; return after how many milliseconds its scripts had run."""
        page, _ = self._open()
        page.goto(f"{self.root}/search.html")
        ready = page.evaluate(READY)
        page.context.close()
        return ready

    def again(self, query: str) -> dict[str, Any]:
        """Search in the page that stays open."""
        if self._page is None:
            self._page, self._session = self._open()
            self._page.goto(f"{self.root}/search.html")
        return self._page.evaluate("query => rrProbe.ask(query)", query)

    def heap_mb(self) -> tuple[float, float]:
        """Return the JavaScript heap of the page that stays open in MB, before and after garbage collection."""
        used = self._session.send("Runtime.getHeapUsage")["usedSize"]
        self._session.send("HeapProfiler.collectGarbage")
        return used / 1e6, self._session.send("Runtime.getHeapUsage")["usedSize"] / 1e6


def _evaluated(session: CDPSession, expression: str) -> Any:
    """Evaluate an expression by the DevTools protocol: Playwright's `evaluate` would load 300 kB of scripts into the page."""
    return session.send("Runtime.evaluate", {"expression": expression, "awaitPromise": True, "returnByValue": True})["result"]["value"]


@contextmanager
def in_chromium(root: str, throttle: int = 1) -> Iterator[Chromium]:
    """Run Chromium, at full speed or with the processor slowed down by a factor."""
    with chromium() as browser:
        yield Chromium(browser, root, throttle)


class FirefoxESR:
    """Firefox. Every fresh page is a new tab of the same window, as for a reader."""

    def __init__(self, browser: Firefox, root: str) -> None:
        self.driver, self.root = browser.driver, root
        self.name = f"Firefox {browser.version.split('.')[0]}"
        self._first = self.driver.current_window_handle
        self._asking = False
        script = FRAME_SCRIPT % json.dumps(PROBE)
        with self.driver.using_context("chrome"):
            self.driver.execute_script(
                "window.messageManager.loadFrameScript('data:,' + encodeURIComponent(arguments[0]), true)", [script]
            )
        self.driver.timeout.script = 60

    @contextmanager
    def _tab(self, address: str) -> Iterator[None]:
        self.driver.switch_to_window(self.driver.open(type="tab", focus=True)["handle"])
        self.driver.navigate(f"{self.root}/{address}")
        yield
        self.driver.close()
        self.driver.switch_to_window(self._first)

    def fresh(self, query: str) -> dict[str, Any]:
        """Search in a new tab."""
        with self._tab(f"search.html?q={quote(query)}"):
            return self.driver.execute_async_script(FINISH % "result()", sandbox=None)

    def typed(self, query: str) -> dict[str, Any]:
        """Search in a new tab, in a page that is already open."""
        with self._tab("search.html"):
            time.sleep(SETTLED)
            return self.driver.execute_async_script(FINISH % "ask(arguments[0])", [query], sandbox=None)

    def empty(self) -> float:
        """Open the search page without words; return after how many milliseconds its scripts had run."""
        with self._tab("search.html"):
            return self.driver.execute_script(f"return {READY}", sandbox=None)

    def again(self, query: str) -> dict[str, Any]:
        """Search in the first tab."""
        if not self._asking:
            self.driver.navigate(f"{self.root}/search.html")
            self._asking = True
        return self.driver.execute_async_script(FINISH % "ask(arguments[0])", [query], sandbox=None)


@contextmanager
def in_firefox(root: str) -> Iterator[FirefoxESR]:
    """Run Firefox."""
    with firefox() as browser:
        yield FirefoxESR(browser, root)
