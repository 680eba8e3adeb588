"""Files of the output folder are replaced in one step: whoever reads one has the old page or the new one, whole."""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
from pathlib import Path

import pytest
from disclosure.site_build import output
from disclosure.site_build.output import Written

from tests.kit.project import item
from tests.kit.quick_builds import Quick

OLD, NEW = "旧" * 50_000, "新的一页" * 40_000
PAGE = "items/2014/014500858-2014-00001.html"


def write(root: Path, text: str) -> None:
    """Write a page from memory."""
    output.write(str(root), "page.html", text.encode(), Written())


def copy(root: Path, text: str) -> None:
    """Write a page from a file."""
    source = root.parent / "source.html"
    source.write_text(text, encoding="utf-8")
    output.copy(str(root), "page.html", str(source), hashlib.sha256(text.encode()).hexdigest(), Written())


EITHER_WAY = pytest.mark.parametrize("put", [write, copy])


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """An output folder."""
    place = tmp_path / "output"
    place.mkdir()
    return place


@EITHER_WAY
def test_who_has_a_page_open_reads_the_old_one_to_its_end(root: Path, put: callable) -> None:
    put(root, OLD)
    with (root / "page.html").open(encoding="utf-8") as reader:
        begun = reader.read(10)
        put(root, NEW)
        assert begun + reader.read() == OLD
    assert (root / "page.html").read_text(encoding="utf-8") == NEW
    assert [path.name for path in root.iterdir()] == ["page.html"]


@EITHER_WAY
def test_a_full_disk_leaves_the_old_page_whole(root: Path, put: callable, monkeypatch: pytest.MonkeyPatch) -> None:
    put(root, OLD)

    def half(file: int, data: memoryview, really: callable = os.write) -> int:
        really(file, data[: len(data) // 2])
        raise OSError(28, "No space left on device")

    def half_a_file(source: str, target: str) -> None:
        Path(target).write_bytes(Path(source).read_bytes()[:1000])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "write", half)
    monkeypatch.setattr(shutil, "copyfile", half_a_file)
    with pytest.raises(OSError, match="No space"):
        put(root, NEW)
    assert (root / "page.html").read_text(encoding="utf-8") == OLD


@EITHER_WAY
def test_a_page_with_the_same_bytes_is_left_alone(root: Path, put: callable) -> None:
    put(root, OLD)
    before = (root / "page.html").stat()
    put(root, OLD)
    after = (root / "page.html").stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_a_build_killed_while_it_writes_a_page_leaves_the_old_one_whole(project: Quick) -> None:
    project.write({"items/a.md": item()})
    project.good()
    before = (project.output / PAGE).read_bytes()
    project.write({"items/a.md": item(body="改过的正文。")})
    killed = project.build(kill_at_file=f"{PAGE}.new")
    assert killed.returncode == -signal.SIGKILL  # the page is written beside itself
    assert (project.output / PAGE).read_bytes() == before
    with (project.output / PAGE).open("rb") as reader:
        project.good()
        assert reader.read() == before
    assert "改过的正文" in (project.output / PAGE).read_text(encoding="utf-8")
    project.assert_clean()
