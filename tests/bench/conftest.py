"""What tests of benchmarks share: a project whose search is built, too."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.kit.quick_builds import Searched


@pytest.fixture
def project(tmp_path: Path) -> Searched:
    """A fresh project for one test."""
    return Searched(tmp_path)
