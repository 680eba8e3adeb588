"""Shared fixtures of the tests."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.kit import browsers
from tests.kit.bytecode import keep_bytecode
from tests.kit.memory_disk import use_memory
from tests.kit.quick_builds import Quick
from tests.kit.sites import Sites, chromium
from tests.kit.ssh_server import Server, serving

use_memory()
keep_bytecode()


@pytest.fixture
def project(tmp_path: Path) -> Quick:
    """A fresh project for one test."""
    return Quick(tmp_path)


LONGEST = (
    "offline_search/test_building.py", "offline_search/test_merging.py", "disclosure/site_build/test_incremental.py", "disclosure/catalogue/test_catalogue.py",
    "offline_search/test_state.py", "offline_search/test_faults.py", "release/test_purge.py", "release/test_disks.py", "release/test_whole.py", "release/test_ssh.py", "disclosure/site_build/test_rebuild.py",
    "disclosure/commands/test_takedown.py", "disclosure/pages/test_counts.py", "reader/test_browser.py", "reader/test_accessibility.py",
)
"""Files whose tests take longest. They begin first, so that no process is left with one of them when the others are done."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest files first; each file goes to a process whole."""
    order = {name: place for place, name in enumerate(LONGEST)}
    root = Path(__file__).parent
    items.sort(key=lambda item: order.get(item.path.relative_to(root).as_posix(), len(order)))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say so when Firefox was not there to be tested in."""
    if not browsers.can_have_firefox():
        terminalreporter.write_line(browsers.NO_FIREFOX, yellow=True)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A terminal: a real SSH server."""
    with serving(tmp_path_factory.mktemp("sshd")) as running:
        yield running


@pytest.fixture(scope="session")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Sites:
    """The sites that tests look at and leave as they are."""
    base = tmp_path_factory.getbasetemp()
    return Sites(base.parent if "PYTEST_XDIST_WORKER" in os.environ else base)


@pytest.fixture(scope="session")
def own_project(sites: Sites) -> Quick:
    """The project's own content, published."""
    return sites.project("own")


@pytest.fixture(scope="session")
def own(own_project: Quick) -> Path:
    """The output folder of the project's own content."""
    return own_project.output


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A Chromium that knows no network."""
    with chromium() as running:
        yield running
