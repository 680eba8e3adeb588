"""Shared fixtures of the tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from . import browser
from .forge import Quick
from .sshd import Server, serving


@pytest.fixture
def project(tmp_path: Path) -> Quick:
    """A fresh project for one test."""
    return Quick(tmp_path)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say so when Firefox was not there to be tested in."""
    if not browser.can_have_firefox():
        terminalreporter.write_line(browser.NO_FIREFOX, yellow=True)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A terminal: a real SSH server."""
    with serving(tmp_path_factory.mktemp("sshd")) as running:
        yield running
