"""Problems as they are told: where they stand."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from disclosure.model.problems import Problem, format_problem, shown_path


def test_a_path_below_the_working_directory_is_relative_and_any_other_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "software").mkdir()
    monkeypatch.chdir(tmp_path / "software")
    assert shown_path("content/a.md") == os.path.join("content", "a.md")
    assert shown_path("..content/a.md") == os.path.join("..content", "a.md")
    assert shown_path("../site/content/a.md") == str(tmp_path / "site" / "content" / "a.md")


def test_a_site_on_another_drive_than_the_software_is_told_of_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    def on_another_drive(path: str, start: str | None = None) -> str:
        raise ValueError("path is on mount 'D:', start on mount 'C:'")

    monkeypatch.setattr(os.path, "relpath", on_another_drive)
    assert format_problem(Problem("items/a.md", 3, "错了", "改"), "/site/content") == f"{os.path.abspath('/site/content/items/a.md')}:3: 错了；改"
