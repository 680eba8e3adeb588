"""The output folder belongs to builds, and nothing else does: what is foreign is not touched, links lead nowhere, what was altered is seen."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from disclosure.site_build import output

from tests.kit.project import item
from tests.kit.quick_builds import Quick, Searched, differences

PAGE = "items/2014/1-2.html"
MARKER = output.MARKER


@pytest.fixture
def small(tmp_path: Path) -> Quick:
    """A built site."""
    quick = Searched(tmp_path)
    quick.write({
        "items/a.md": item(), "items/b.md": item(Index="1/2", Title="第二条", body="见[表](b.csv)。"), "items/b.csv": "甲,乙\n",
        "pages/guide.md": "Title: 指南\nSlug: guide\n\n怎样查阅。\n", "images/map.txt": "图",
    })
    quick.good()
    return quick


@pytest.fixture
def others(tmp_path: Path) -> Path:
    """A folder of somebody else."""
    place = tmp_path / "others"
    (place / "2014").mkdir(parents=True)
    for name in ("thesis.doc", "2014/1-2.html", "index.html", "site.css"):
        (place / name).write_text("别人的")
    return place


def files(place: Path) -> dict[str, str]:
    """Return the texts of a folder's files, without markers."""
    return {str(path.relative_to(place)): path.read_text(encoding="utf-8") for path in place.rglob("*") if path.is_file() and path.name != MARKER}


def old_marker(site: Quick, marker: Path) -> None:
    """A marker without anything that says where it was made."""
    marker.write_text("这个文件夹由网站生成程序管理，重新生成时会被清空。\n")


MARKERS: dict[str, Callable[[Quick, Path], object]] = {
    "no marker": lambda site, marker: None, "copied along": lambda site, marker: shutil.copy2(site.output / MARKER, marker),
    "empty": lambda site, marker: marker.touch(), "a link": lambda site, marker: marker.symlink_to(site.output / MARKER),
    "a folder": lambda site, marker: marker.mkdir(), "a pipe": lambda site, marker: os.mkfifo(marker), "a dangling link": lambda site, marker: marker.symlink_to("nowhere"),
    "garbage": lambda site, marker: marker.write_bytes(b"\xff\x00" * 3000), "without a place": old_marker,
}


@pytest.mark.parametrize("kind", MARKERS)
def test_a_folder_of_somebody_else_is_not_touched_whatever_marker_it_has(small: Quick, others: Path, kind: str) -> None:
    MARKERS[kind](small, others / MARKER)
    before = files(others)
    small.output = others
    done = small.build()
    assert done.returncode == 1 and f"输出文件夹 {others} 里有别的文件，没有动它们" in done.stdout
    assert files(others) == before
    assert not output.is_own(str(others)) and not output.is_free(str(others))


def test_a_folder_with_nothing_but_an_empty_marker_is_used(small: Quick) -> None:
    """A build was killed when it had just made it."""
    small.output = small.base / "new"
    small.output.mkdir()
    (small.output / MARKER).touch()
    assert output.is_free(str(small.output))
    small.good()


def test_a_folder_that_was_moved_is_still_that_of_builds_and_its_copy_is_not(small: Quick) -> None:
    before, place = small.tree(), small.base / "moved"
    small.output.rename(place)
    small.output = place
    small.good()
    assert differences(before, small.tree()) == {}
    shutil.copytree(place, small.base / "copy")
    assert output.is_own(str(place)) and not output.is_own(str(small.base / "copy"))


def test_no_build_is_complete_before_its_end(tmp_path: Path) -> None:
    root = str(tmp_path / "output")
    output.claim(root, lambda: None).close()
    assert os.stat(os.path.join(root, MARKER)).st_mtime == 0
    output.mark_complete(root)
    assert os.stat(os.path.join(root, MARKER)).st_mtime > 1e9


def replace(place: Path, target: Path) -> None:
    """Put a link to a folder or file of somebody else in the place of a file or folder."""
    shutil.rmtree(place) if place.is_dir() else place.unlink()
    place.symlink_to(target)


@pytest.mark.parametrize("change", [True, False], ids=["with a change", "without"])
@pytest.mark.parametrize(("path", "target"), [
    ("items", "."), ("items/2014", "2014"), (PAGE, "thesis.doc"), ("index.html", "index.html"), ("guide.html", "thesis.doc"), ("theme/css/site.css", "site.css"),
    ("theme/css", "."), ("images", "."), ("images/map.txt", "thesis.doc"), ("search", "."), ("counts", "nowhere"),
])
def test_nothing_is_written_or_removed_through_a_link(small: Quick, others: Path, path: str, target: str, change: bool) -> None:
    tree, before = small.tree(), files(others)
    replace(small.output / path, others / target)
    if change:
        small.write({"items/b.md": item(Index="1/2", Title="改了", body="见[表](b.csv)。")})
    small.good()
    assert files(others) == before
    assert not [found for found in small.output.rglob("*") if found.is_symlink()]
    small.assert_clean()
    assert change or differences(tree, small.tree()) == {}


def test_a_link_among_the_files_of_the_search_is_not_followed(small: Quick, others: Path) -> None:
    for place in [*small.output.glob("search/*/t/0/0.js"), *small.output.glob("search/*.js")]:
        replace(place, others / "thesis.doc")
    before = files(others)
    small.good()
    assert files(others) == before
    small.assert_clean()


@pytest.mark.parametrize(("path", "put"), [
    (PAGE, Path.mkdir), (PAGE, os.mkfifo), ("items", Path.touch), ("items/2014", Path.touch), ("theme", Path.touch), ("images/map.txt", Path.mkdir),
    ("index.html", lambda path: (path / "a/b").mkdir(parents=True)), ("search", Path.touch), ("search/fold.js", Path.mkdir),
])
def test_what_stands_in_the_way_of_a_file_is_removed_and_told(small: Quick, path: str, put: Callable[[Path], object]) -> None:
    before, place = small.tree(), small.output / path
    shutil.rmtree(place) if place.is_dir() else place.unlink()
    put(place)
    said = small.good()
    assert differences(before, small.tree()) == {}
    assert f"个不是生成的文件，已经删去：{path}。" in said or path.startswith("search/")


def test_files_that_others_put_there_are_removed_by_name(small: Quick) -> None:
    before = small.tree()
    for name in ("扫描件.pdf", "items/2014/笔记.txt"):
        (small.output / name).write_text("x")
    assert "输出文件夹里有 2 个不是生成的文件，已经删去：items/2014/笔记.txt、扫描件.pdf。" in small.good()
    assert small.tree() == before
    assert "不是生成的文件" not in small.good()


@pytest.mark.parametrize("path", [PAGE, "index.html", "items/2014/1-2/b.csv", "counts/2014.html", "guide.html", "images/map.txt", "theme/css/site.css"])
@pytest.mark.parametrize("how", ["in place", "replaced"])
def test_a_file_altered_with_size_and_time_kept_is_made_again(small: Quick, path: str, how: str) -> None:
    before, place = small.tree(), small.output / path
    state, data = place.stat(), place.read_bytes()
    altered = bytes([data[0] ^ 1]) + data[1:]
    if how == "replaced":
        place.with_name("other").write_bytes(altered)
        place.with_name("other").rename(place)
    else:
        place.write_bytes(altered)
    os.utime(place, ns=(state.st_atime_ns, state.st_mtime_ns))
    assert (place.stat().st_size, place.stat().st_mtime_ns) == (state.st_size, state.st_mtime_ns)
    small.good()
    assert differences(before, small.tree()) == {}


def test_a_backup_by_hard_links_costs_no_page(small: Quick) -> None:
    shutil.copytree(small.output, small.base / "backup", copy_function=os.link)
    before = {path: path.stat().st_mtime_ns for path in small.output.rglob("*.html")}
    assert "写出文件 0 个" in small.good()
    assert before == {path: path.stat().st_mtime_ns for path in small.output.rglob("*.html")}
