"""What tests of the search page share: one tab, used by a whole module."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.kit.search_terminal import Tab, terminal


@pytest.fixture(scope="module")
def one(browser: Browser, own: Path) -> Iterator[Tab]:
    """A reader's tab on the search page of the own site."""
    with terminal(browser, own.as_uri()) as tab:
        yield tab


@pytest.fixture
def tab(one: Tab) -> Iterator[Tab]:
    """The one tab of a module: after each test the console is empty, and no request has left the site."""
    yield one
    one.assert_quiet()
