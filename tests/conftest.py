"""Shared fixtures of the tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.kit import browsers
from tests.kit.quick_builds import Quick
from tests.kit.ssh_server import Server, serving


@pytest.fixture
def project(tmp_path: Path) -> Quick:
    """A fresh project for one test."""
    return Quick(tmp_path)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say so when Firefox was not there to be tested in."""
    if not browsers.can_have_firefox():
        terminalreporter.write_line(browsers.NO_FIREFOX, yellow=True)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A terminal: a real SSH server."""
    with serving(tmp_path_factory.mktemp("sshd")) as running:
        yield running
