"""Whatever happens to the cache folder costs one cold build and no more, and is told in Chinese."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from disclosure.catalogue.file import Catalogue

from tests.kit import unprivileged
from tests.kit.project import Project, item
from tests.kit.quick_builds import Quick, Searched, differences

GARBAGE = b"\xff\xfe\x00 no such thing \x80" * 300


def folder_in_its_place(path: Path) -> None:
    """Put a folder with a file where the file was."""
    path.unlink()
    path.mkdir()
    (path / "x").write_bytes(b"x")


def link_in_its_place(path: Path) -> None:
    """Put a link to a file of somebody else where the file was."""
    path.unlink()
    path.symlink_to(path.parents[2] / "others")


DAMAGES: dict[str, Callable[[Path], object]] = {
    "garbage": lambda path: path.write_bytes(GARBAGE), "cut": lambda path: os.truncate(path, path.stat().st_size // 2),
    "empty": lambda path: path.write_bytes(b""), "a folder": folder_in_its_place, "a link": link_in_its_place,
    "a garbled half": lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2] + GARBAGE), "gone": Path.unlink,
}
KINDS = ("catalogue.sqlite", "catalogue.sqlite.stamp", "catalogue.sqlite.lock", "search.sqlite", "owner", "template")


def files_of(cache: Path, kind: str) -> list[Path]:
    """Return the files of a kind in the cache folder. A template that no build has read since keeps its damage: it is left out."""
    found = {"owner": cache.glob("*.owner"), "template": (cache / "templates").iterdir()}.get(kind, cache.glob(f"*/{kind}"))
    return sorted(path for path in found if path.is_file() and not path.is_symlink())


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Quick:
    """A built site."""
    quick = Searched(tmp_path_factory.mktemp("cache"))
    quick.write({f"items/{n}.md": item(Index=f"1/{n}", Title=f"第{n}条") for n in range(30)} | {"pages/guide.md": "Title: 指南\nSlug: guide\n\n怎样查阅。\n"})
    quick.good()
    (quick.base / "others").write_bytes(b"others")
    return quick


def heals(site: Quick, before: dict[str, str]) -> str:
    """Build until all is well; assert that this takes one build, or two where the first says in one line what is the matter."""
    first = site.build()
    assert "Traceback" not in first.stdout, first.stdout[-3000:]
    if first.returncode:
        assert first.returncode == 1 and "没有生成成功：" in first.stdout
        site.good()
    assert differences(before, site.tree()) == {}
    assert "写出文件 0 个" in site.good()
    assert (site.base / "others").read_bytes() == b"others"
    return first.stdout


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_a_damaged_file_of_the_cache_is_healed(built: Quick, kind: str, damage: str) -> None:
    before, paths = built.tree(), files_of(built.base / "cache", kind)
    assert paths
    for path in paths:
        DAMAGES[damage](path)
    heals(built, before)


def restamp(catalogue: Path) -> None:
    """Make the stamp fit the file as it is now."""
    place = catalogue.with_name(catalogue.name + ".stamp")
    state = catalogue.stat()
    said = json.loads(place.read_text()) | {"file": [state.st_size, state.st_ino, state.st_mtime_ns, state.st_ctime_ns]}
    place.write_text(json.dumps(said))


@pytest.mark.parametrize("damage", ["garbage", "cut", "empty", "a garbled half"])
def test_a_damaged_catalogue_under_a_stamp_that_fits_is_healed(built: Quick, damage: str) -> None:
    before, [catalogue] = built.tree(), files_of(built.base / "cache", "catalogue.sqlite")
    DAMAGES[damage](catalogue)
    restamp(catalogue)
    heals(built, before)


@pytest.mark.parametrize("table", ["item", "body", "output", "setting", "folder", "source"])
def test_damage_that_shows_only_in_the_middle_of_a_build_is_told_and_healed(built: Quick, table: str) -> None:
    before, [catalogue] = built.tree(), files_of(built.base / "cache", "catalogue.sqlite")
    with sqlite3.connect(catalogue) as connection:
        page = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()[0]
        size = connection.execute("PRAGMA page_size").fetchone()[0]
    connection.close()
    with catalogue.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write((GARBAGE * 20)[:size])
    restamp(catalogue)
    shutil.copy(built.content / "items/3.md", built.base / "kept")
    built.write({"items/3.md": item(Index="1/3", Title="改过的第3条")})
    first = built.build()
    assert "Traceback" not in first.stdout, first.stdout[-3000:]
    shutil.copy(built.base / "kept", built.content / "items/3.md")
    if first.returncode:
        assert "没有生成成功：缓存（CACHE_PATH）坏了" in first.stdout
    heals(built, before)


@pytest.mark.parametrize("statement", [
    "UPDATE setting SET value = 'x'", "UPDATE output SET task = 'x'", "UPDATE item SET lines = 'x', agency = x'ff'",
])
def test_values_that_make_no_sense_cost_one_build(built: Quick, statement: str) -> None:
    """Such a build may end with a traceback: nobody can tell damage from a fault of the program. The next one is cold."""
    before, [catalogue] = built.tree(), files_of(built.base / "cache", "catalogue.sqlite")
    with sqlite3.connect(catalogue) as connection:
        connection.execute(statement)
    connection.close()
    restamp(catalogue)
    built.build()
    built.good()
    assert differences(before, built.tree()) == {}


def test_an_error_that_damage_cannot_have_raised_keeps_the_catalogue(tmp_path: Path) -> None:
    path = str(tmp_path / "catalogue.sqlite")
    Catalogue(path, "x").close()
    for error, fresh in ((OSError("disk"), False), (KeyboardInterrupt(), False), (ValueError("x"), True), (sqlite3.DatabaseError("malformed"), True)):
        with pytest.raises(type(error)), Catalogue(path, "x"):
            raise error
        again = Catalogue(path, "x")
        assert again.fresh is fresh, error
        again.close()


@pytest.mark.parametrize("place", ["cache", "cache/templates", "cache/x"])
def test_a_file_in_the_place_of_a_folder_of_the_cache_is_healed_or_told(tmp_path: Path, place: str) -> None:
    quick = Searched(tmp_path)
    quick.write({"items/a.md": item()})
    quick.good()
    (quick.base / "others").write_bytes(b"others")
    before = quick.tree()
    path = quick.base / place if place != "cache/x" else files_of(quick.base / "cache", "catalogue.sqlite")[0].parent
    shutil.rmtree(path)
    path.write_bytes(b"x")
    if place == "cache":
        done = quick.build()
        assert done.returncode == 1 and "CACHE_PATH" in done.stdout and "Traceback" not in done.stdout
        path.unlink()
    heals(quick, before)


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_of_the_cache_that_may_not_be_read_is_healed_or_told(tmp_path: Path, kind: str) -> None:
    project = Project(tmp_path)
    project.write({"items/a.md": item()})
    project.good(before=unprivileged.PREFIX)
    before = project.tree()
    for path in files_of(tmp_path / "cache", kind):
        path.chmod(0)
    first = project.build(before=unprivileged.PREFIX)
    assert "Traceback" not in first.stdout + first.stderr, first.stdout
    assert first.returncode == 0 or "没有生成成功：" in first.stdout
    project.good(before=unprivileged.PREFIX)
    assert differences(before, project.tree()) == {}


@pytest.mark.parametrize("which", ["cache", "cache/*/", "output", "output/items"])
def test_a_folder_that_may_not_be_written_is_told_by_name(tmp_path: Path, which: str) -> None:
    project = Project(tmp_path)
    project.write({"items/a.md": item()})
    project.good(before=unprivileged.PREFIX)
    folders = [path for path in tmp_path.glob(which) if path.is_dir() and path.name != "templates"]
    project.write({"items/b.md": item(Index="1/2", Title="第二条", Date="2015-02-03")})
    for folder in folders:
        folder.chmod(0o500)
    done = project.build(before=unprivileged.PREFIX)
    for folder in folders:
        folder.chmod(0o700)
    if which != "cache":
        assert done.returncode == 1 and "没有生成成功：" in done.stdout and "权限" in done.stdout, done.stdout
    assert "Traceback" not in done.stdout + done.stderr
    project.good(before=unprivileged.PREFIX)
    assert (project.output / "items/2015/1-2.html").exists()
