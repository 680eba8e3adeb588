"""What tests of reports share: small content folders to build."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.kit.project import item
from tests.kit.quick_builds import Quick


@pytest.fixture
def quick(tmp_path: Path) -> Quick:
    """Two items: one of 2013, one of 2014."""
    project = Quick(tmp_path)
    old = item(Index="1/2", Date="2013-05-02", Created="2013-05-01", Review="2013-05-01 甲 可以公开")
    project.write({"items/a.md": item(), "items/b.md": old})
    return project


@pytest.fixture
def copy(own_project: Quick, tmp_path: Path) -> Quick:
    """A copy of the project's own content, to be spoilt."""
    project = Quick(tmp_path)
    shutil.copytree(own_project.content, project.content, dirs_exist_ok=True)
    return project
