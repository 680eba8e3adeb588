"""Delivery: exactly the built files, what changed and nothing else."""

from __future__ import annotations

import os
import re
import time
from pathlib import Path

import pytest
from release import folder, known, manifest, spares

from tests.kit.planted_leaks import picture
from tests.kit.project import item
from tests.kit.publishing import Publisher, contents
from tests.kit.quick_builds import Searched


@pytest.fixture
def publisher(tmp_path: Path) -> Publisher:
    return Publisher(tmp_path)


def test_a_delivery_shows_exactly_the_built_files_and_says_so(publisher: Publisher) -> None:
    done = publisher.deliver()
    assert done.returncode == 0, done.stderr
    assert publisher.delivered() == contents(publisher.source)
    assert re.search(r"已发布 版本 [0-9a-f]{12}：共 4 个文件，新写入 4 个", done.stdout)
    assert f"打开 {publisher.target}/current/index.html" in done.stdout


def test_delivering_the_same_again_makes_no_new_release(publisher: Publisher) -> None:
    publisher.deliver()
    before = publisher.current
    done = publisher.deliver()
    assert done.returncode == 0
    assert "完全相同，不需要发布" in done.stdout
    assert publisher.current == before
    assert folder.releases(str(publisher.target)) == [before.name]


def test_a_site_built_anew_with_the_same_bytes_makes_no_new_release(publisher: Publisher) -> None:
    """Only times differ, as after `make clean` or on another machine."""
    publisher.deliver()
    before = publisher.current
    for path in publisher.source.rglob("*"):
        os.utime(path, ns=(1, 1))
    publisher.deliver()
    assert publisher.current == before


def test_publishing_twice_with_nothing_changed_makes_no_new_release(tmp_path: Path) -> None:
    """With real builds: what a build leaves alone, a delivery need not send."""
    project = Searched(tmp_path)
    project.write({"items/a.md": item(), "images/map.png": picture(), "pages/guide.md": "Title: 指南\nSlug: guide\n\n怎样查阅。\n"})
    publisher = Publisher(tmp_path / "second")
    project.good(conf="publishconf.py")
    publisher.run("deliver", str(project.output))
    project.good(conf="publishconf.py")
    again = publisher.run("deliver", str(project.output))
    assert "完全相同，不需要发布" in again.stdout
    project.write({"items/a.md": item(body="改过的正文。")})
    project.good(conf="publishconf.py")
    before = publisher.current
    publisher.run("deliver", str(project.output))
    files = [path.relative_to(publisher.current).as_posix() for path in publisher.current.rglob("*") if path.is_file()]
    written = [path for path in files if not ((before / path).exists() and (before / path).samefile(publisher.current / path))]
    own = [path for path in written if not path.startswith("search/")]  # a small index is made anew
    assert sorted(own) == ["SHA256SUMS", "SIZES", "data/catalogue-2014.csv", "items/2014/014500858-2014-00001.html", "release.json"]


def test_one_changed_file_is_all_that_is_written_and_the_rest_is_shared(publisher: Publisher) -> None:
    publisher.deliver()
    before = publisher.current
    publisher.write({"items/2014/1.html": "改", "items/2014/2.html": "新", "theme/css/site.css": None})
    done = publisher.deliver()
    assert "共 4 个文件，新写入 2 个" in done.stdout
    assert publisher.delivered() == contents(publisher.source)
    inode = lambda place, path: (place / path).stat().st_ino  # noqa: E731
    assert inode(before, "index.html") == inode(publisher.current, "index.html")
    assert inode(before, "items/2014/1.html") != inode(publisher.current, "items/2014/1.html")


def same_but(place: Path, text: str) -> None:
    """Write another text of the same length into a file, in place, and keep its time."""
    before = place.stat()
    with place.open("r+", encoding="utf-8") as file:
        file.write(text)
    os.utime(place, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert (place.stat().st_size, place.stat().st_mtime_ns, place.stat().st_ino) == (before.st_size, before.st_mtime_ns, before.st_ino)


def test_a_built_file_changed_under_the_same_size_and_time_is_not_taken_for_unchanged(publisher: Publisher) -> None:
    publisher.deliver()
    time.sleep(spares.READERS_GONE_AFTER + 0.1)
    publisher.deliver()  # by now nothing was touched too shortly before it was read, and there is a spare folder
    same_but(publisher.source / "index.html", "頁首")
    publisher.deliver()
    assert publisher.delivered() == contents(publisher.source)
    assert (publisher.current / "index.html").read_text(encoding="utf-8") == "頁首"


def test_a_file_touched_within_a_tick_of_the_clock_before_it_was_read_is_read_again(publisher: Publisher) -> None:
    """A clock that ticks slowly gives both contents of a file the same times, if a delivery comes between them."""
    moment = publisher.source.joinpath("index.html").stat().st_ctime_ns
    state = manifest.state_of((publisher.source / "index.html").stat())
    publisher.target.mkdir()
    for began_ns, believed in ((moment, False), (moment + known.CLOCK_TICK_NS, False), (moment + known.CLOCK_TICK_NS + 1, True)):
        files = {"index.html": state}
        known.save(str(publisher.target), "a release", files, began_ns, files)
        assert known.load(str(publisher.target), "a release", [*files]).as_read(files) == (files.keys() if believed else set())


def test_no_file_of_a_release_is_shared_with_the_built_folder(publisher: Publisher) -> None:
    publisher.deliver()
    publisher.write({"items/2014/2.html": "新"})
    publisher.deliver()
    source = {path.stat().st_ino for path in publisher.source.rglob("*") if path.is_file()}
    released = {path.stat().st_ino for path in publisher.target.rglob("*") if path.is_file()}
    assert not source & released


def test_a_release_never_changes_once_delivered(publisher: Publisher) -> None:
    publisher.deliver()
    first, before = publisher.current, contents(publisher.current)
    for path in ("index.html", "items/2014/1.html"):
        with (publisher.source / path).open("r+", encoding="utf-8") as file:  # in place, not by replacing
            file.write("改写")
    publisher.deliver()
    publisher.write({"index.html": None, "items/2014/1/表.csv": "丙\n"})
    publisher.deliver()
    assert contents(first) == before
    assert manifest.compare(str(first)) == manifest.Differences([], [], [])


def test_a_folder_put_away_becomes_a_release_with_nothing_of_its_own_left(publisher: Publisher) -> None:
    publisher.write({"items/2013/旧.html": "旧"})
    publisher.deliver_each("甲")
    publisher.write({"items/2013/旧.html": None, "2013": "从前是文件夹里的一页"})
    publisher.deliver_each("乙丙丁")
    away = next(publisher.target.glob(".old-*"))
    (away / "theme" / "css" / "site.css").unlink()
    (away / "theme" / "css" / "site.css").write_text("b {}", encoding="utf-8")  # as long as before
    os.utime(away / "theme" / "css" / "site.css", ns=(1, 1))
    (away / "夹带.html").write_text("夹带", encoding="utf-8")
    (away / "空").mkdir()
    kept = {name: contents(publisher.target / name) for name in folder.releases(str(publisher.target))}
    time.sleep(spares.READERS_GONE_AFTER + 0.1)
    publisher.deliver_each("戊")
    assert not away.exists()
    assert publisher.delivered() == contents(publisher.source)
    assert sorted(path.name for path in publisher.current.rglob("*") if path.is_dir()) == ["1", "2014", "css", "items", "theme"]
    assert publisher.run("verify").returncode == 0
    now = {name: contents(publisher.target / name) for name in kept if (publisher.target / name).exists()}
    assert len(now) == folder.KEPT - 1 and now.items() <= kept.items()
