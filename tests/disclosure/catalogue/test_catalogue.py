"""The catalogue is a cache: whatever befalls it costs time, never a wrong page."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from disclosure.catalogue.file import SCHEMA, Catalogue, read_only
from disclosure.model.regulations import PUBLISH_WITHIN
from offline_search.index import SMALL

from tests.kit.index_reader import Reader
from tests.kit.project import ROOT, Project, item
from tests.kit.published_files import headers
from tests.kit.quick_builds import HUNT, Quick, Searched, copy_of, differences


def make(place: Path) -> Quick:
    """Write a few items that know of each other."""
    project = Quick(place)
    project.write({
        "items/a.md": item(), "items/b.md": item(Index="1/2", Title="第二条", Date="2014-05-06", Agency="区财政局", Replaces="014500858/2014-00001"),
        "items/c.md": item(Index="1/3", Title="第三条", Category="工作动态/政务动态", body="见[第二条](index:1/2)和[表](c-表.csv)。"),
        "items/c-表.csv": "甲,乙\n", "items/d.md": item(Index="1/4", Title="第四条", Withdrawn="2014-06-01 内容有误"),
        "pages/guide.md": "Title: 指南\nSlug: guide\n\n怎样查阅。\n",
    })
    return project


def revise(project: Project) -> None:
    """Change an item and remove another."""
    project.write({"items/b.md": item(Index="1/2", Title="第二条改", Date="2014-04-01", Agency="区财政局")})
    (project.content / "items/d.md").unlink()


@pytest.fixture
def site(tmp_path: Path) -> Quick:
    """A built site."""
    project = make(tmp_path)
    project.good()
    return project


@pytest.fixture(scope="module")
def revised(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What a clean build makes of the revised content."""
    project = make(tmp_path_factory.mktemp("revised"))
    revise(project)
    project.good()
    return project.tree()


def catalogue(project: Project) -> Path:
    """Return the one catalogue of a project."""
    [path] = (project.base / "cache").glob("*/catalogue.sqlite")
    return path


def flip(path: Path, position: float) -> None:
    """Turn some bytes of a file over, and leave its time as it was."""
    state, data = path.stat(), bytearray(path.read_bytes())
    start = min(int(len(data) * position), len(data) - 16)
    data[start : start + 16] = bytes(byte ^ 0xFF for byte in data[start : start + 16])
    path.write_bytes(data)
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))


def by_hand(sql: str) -> Callable[[Path], None]:
    """Return a damage that somebody does with an SQLite tool."""

    def change(path: Path) -> None:
        with sqlite3.connect(path) as connection:
            connection.execute("PRAGMA foreign_keys = OFF")
            connection.executescript(sql)
        connection.close()

    return change


DAMAGES: dict[str, Callable[[Path], object]] = {
    "deleted": Path.unlink,
    "deleted with its folder": lambda path: shutil.rmtree(path.parent),
    "emptied": lambda path: path.write_bytes(b""),
    "truncated": lambda path: os.truncate(path, path.stat().st_size // 2),
    "truncated by a byte": lambda path: os.truncate(path, path.stat().st_size - 1),
    "garbage": lambda path: path.write_bytes(os.urandom(30_000)),
    "a text": lambda path: path.write_text("这不是数据库", encoding="utf-8"),
    "head flipped": lambda path: flip(path, 0),
    "flipped near the head": lambda path: flip(path, 0.03),
    "flipped in the first half": lambda path: flip(path, 0.4),
    "flipped in the second half": lambda path: flip(path, 0.7),
    "end flipped": lambda path: flip(path, 1),
    "stamp missing": lambda path: path.with_name("catalogue.sqlite.stamp").unlink(),
    "stamp damaged": lambda path: path.with_name("catalogue.sqlite.stamp").write_bytes(b"{\xff"),
    "title changed by hand": by_hand("UPDATE item SET title = '伪造的标题'"),
    "item deleted by hand": by_hand("DELETE FROM item WHERE index_number = '1/2'"),
    "output forgotten by hand": by_hand("DELETE FROM output; DELETE FROM setting;"),
    "tables dropped by hand": by_hand("DROP TABLE item; DROP TABLE output;"),
    "an older copy put back": lambda path: (shutil.copy(path, path.with_name("old")), path.unlink(), path.with_name("old").rename(path)),
    "a journal left": lambda path: path.with_name("catalogue.sqlite-journal").write_bytes(b"\xd9\xd5\x05\xf9 \xa1c\xd7" + b"\0" * 600),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_catalogue_never_makes_a_wrong_page(site: Quick, revised: dict[str, str], damage: str) -> None:
    DAMAGES[damage](catalogue(site))
    revise(site)
    site.good()
    assert differences(site.tree(), revised) == {}
    assert "写出文件 0 个" in site.good()


def test_an_old_catalogue_does_not_pass_for_a_new_one(site: Quick, revised: dict[str, str]) -> None:
    """A backup of the cache folder, stamp and all, is put back after the content went on."""
    folder = catalogue(site).parent
    backup = copy_of(folder, site.base / "backup")
    revise(site)
    site.good()
    shutil.rmtree(folder)
    shutil.copytree(backup, folder)
    site.good()
    assert differences(site.tree(), revised) == {}


def test_a_catalogue_of_another_version_of_the_program_is_made_anew(site: Quick, revised: dict[str, str]) -> None:
    clone = site.base / "clone"
    for name in ("plugins", "theme"):
        shutil.copytree(ROOT / name, clone / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pelicanconf.py", clone)
    schema = clone / "plugins/disclosure/catalogue/schema.sql"
    older = schema.read_text(encoding="utf-8").replace("CREATE TABLE item (", "CREATE TABLE item (\n    older TEXT NOT NULL DEFAULT '',")
    schema.write_text(older, encoding="utf-8")
    command = [sys.executable, "-m", "pelican", str(site.content), "-o", str(site.output), "-s", str(clone / "pelicanconf.py")]
    subprocess.run([*command, "-e", f'CACHE_PATH="{site.base / "cache"}"'], cwd=clone, check=True, capture_output=True)
    with sqlite3.connect(catalogue(site)) as connection:
        assert connection.execute("SELECT count(*) FROM item WHERE older = ''").fetchone() == (4,)
    connection.close()
    revise(site)
    site.good()
    assert differences(site.tree(), revised) == {}


def change(project: Project) -> None:
    """Change the content in every way at once."""
    project.write({
        "items/a.md": item(Title="第一条改"), "items/e.md": item(Index="1/5", Title="第五条", Agency="区民政局"),
        "items/b.md": item(Index="1/2", Title="第二条", Date="2013-05-06", Created="2013-01-01", Review="2013-02-01 甲 可以公开"), "items/c-表.csv": "甲,乙,丙\n",
    })
    (project.content / "items/d.md").unlink()


@pytest.mark.parametrize("step", [1, 4, 7, 8, 9, 10, 11, 12, 21, 32])
def test_a_build_killed_at_a_step_is_made_good_by_the_next(site: Quick, step: int) -> None:
    change(site)
    assert site.build(kill_at_step=step).returncode == -9
    assert_whole(site)
    (site.content / "items/e.md").unlink()
    site.good()
    site.assert_clean()


@pytest.mark.parametrize("step", [1, 20, 60])
def test_a_first_build_killed_at_a_step_is_made_good_by_the_next(tmp_path: Path, step: int) -> None:
    project = Searched(tmp_path)
    project.write({"items/a.md": item(), "items/b.md": item(Index="1/2", Title="第二条")})
    assert project.build(kill_at_step=step).returncode == -9
    (project.content / "items/b.md").unlink()
    project.good()
    project.assert_clean()


@pytest.mark.parametrize(("settings", "stride"), [({}, 17), ({"SITEURL": "https://example.gov.cn"}, 61)], ids=["terminal", "public"])
def test_a_killed_build_whose_changes_are_taken_back_leaves_nothing_of_them(site: Quick, settings: dict[str, str], stride: int) -> None:
    """The build is killed at every `stride`-th step, with HUNT at each, and each time the content is restored."""
    before, good = site.tree(), copy_of(site.content, site.base / "good")
    for step in range(1, 999, 1 if HUNT else stride):
        change(site)
        if site.build(kill_at_step=step, **settings).returncode == 0:
            break
        shutil.rmtree(site.content)
        shutil.copytree(good, site.content)
        site.good()
        assert differences(before, site.tree()) == {}, step
    assert step > 30


def test_the_index_of_a_large_site_forgets_what_a_killed_build_told_it_when_that_is_taken_back(tmp_path: Path) -> None:
    """It is killed when the index is written and the catalogue is not: the next build sees no change at all."""
    project = Searched(tmp_path)
    project.write({f"items/{n}.md": item(Index=f"1/{n}", Title=f"第{n}条", body="正文。") for n in range(SMALL + 5)})
    project.good()
    before = titles(project)
    project.write({"items/7.md": item(Index="1/7", Title="只是一时", body="正文。"), "items/new.md": item(Index="2/1", Title="新的一条", body="正文。")})
    (project.content / "items/8.md").unlink()
    assert project.build(kill_at_file="theme/js/mode.js").returncode == -9
    assert titles(project) == before - {"第7条", "第8条"} | {"只是一时", "新的一条"}
    project.write({f"items/{n}.md": item(Index=f"1/{n}", Title=f"第{n}条", body="正文。") for n in (7, 8)})
    (project.content / "items/new.md").unlink()
    project.good()
    assert titles(project) == before


def titles(project: Quick) -> set[str]:
    """Return the titles that are found."""
    return {text["title"] for segment in Reader(project.output / "search").segments for text in segment.texts if text}


def test_builds_killed_at_any_moment_are_made_good_by_the_next(site: Quick) -> None:
    """Twelve builds, each killed a little later than the one before, with a change before each."""
    killed = 0
    for step in range(1, 13):
        site.write({"items/a.md": item(Title=f"第{step}次改"), f"items/x{step % 3}.md": item(Index=f"2/{step}", Title=f"新的{step}")})
        killed += site.build(kill_after=0.012 * step).returncode == -9
    assert killed >= 3
    site.good()
    site.assert_clean()


def test_a_cold_build_on_all_cores_killed_halfway_is_made_good_by_the_next(tmp_path: Path) -> None:
    project = Searched(tmp_path)
    project.write({f"items/{n}.md": item(Index=f"1/{n}", Title=f"第{n}条", body="正文。") for n in range(180)})
    assert project.build(kill_at_step=60).returncode == -9
    (project.content / "items/7.md").unlink()
    project.good()
    project.assert_clean()


def assert_whole(project: Project) -> None:
    """No page of the output is cut off."""
    for path in project.output.rglob("*.html"):
        assert path.read_text(encoding="utf-8").endswith("</html>"), path


def test_two_builds_at_once_both_end_well(tmp_path: Path) -> None:
    project = Searched(tmp_path)
    project.write({f"items/{n}.md": item(Index=f"1/{n}", Title=f"第{n}条") for n in range(60)})
    with ThreadPoolExecutor(3) as pool:
        done = list(pool.map(lambda _: Project.build(project), range(3)))
    assert [run.returncode for run in done] == [0, 0, 0], [run.stdout + run.stderr for run in done]
    assert sum("写出文件 0 个" in run.stdout for run in done) == 2
    assert any("另一次生成正在进行" in run.stdout for run in done)
    project.assert_clean()


def test_a_template_that_fails_leaves_the_old_site_and_a_sound_catalogue(site: Quick) -> None:
    theme = copy_of(ROOT / "theme", site.base / "theme")
    template = theme / "templates/series_year.html"
    fault = "{% block main %}{{ 1 // (year - 2013) }}"
    template.write_text(template.read_text(encoding="utf-8").replace("{% block main %}", fault), encoding="utf-8")
    change(site)
    before = site.tree()
    done = site.build("-t", str(theme))
    assert done.returncode != 0
    assert before.keys() <= site.tree().keys()
    assert_whole(site)
    with sqlite3.connect(catalogue(site)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()
    (site.content / "items/e.md").unlink()
    site.good()
    site.assert_clean()


def test_a_folder_with_other_files_is_refused_and_left_alone(tmp_path: Path) -> None:
    project = Searched(tmp_path)
    project.write({"items/a.md": item()})
    (project.output / "photos").mkdir(parents=True)
    (project.output / "photos/one.jpg").write_bytes(b"jpeg")
    before = project.tree()
    done = project.build()
    assert done.returncode == 1
    assert re.search(r"输出文件夹.*有别的文件，没有动它们；请换一个空文件夹", done.stdout)
    assert "Traceback" not in done.stdout
    assert project.tree() == before


def test_a_folder_with_other_files_is_refused_also_where_a_build_stood_before(site: Quick) -> None:
    shutil.rmtree(site.output)
    site.output.mkdir()
    (site.output / "thesis.doc").write_bytes(b"doc")
    assert site.build().returncode == 1
    assert list(site.tree()) == ["thesis.doc"]


def test_workers_read_the_catalogue_however_much_the_build_has_changed_since(tmp_path: Path) -> None:
    path = str(tmp_path / "catalogue.sqlite")
    with Catalogue(path, "identity") as made:
        made.set("known", "before")
        made.connection.execute("PRAGMA cache_size = 10")  # pages: as if very many outputs were noted
        made.checkpoint()
        for number in range(300):
            made.set(f"large {number}", "x" * 4000)
        reader = read_only(path)
        reader.execute("PRAGMA busy_timeout = 0")
        assert reader.execute("SELECT value FROM setting WHERE name = 'known'").fetchone()["value"] == "before"
        reader.close()


def test_the_catalogue_answers_questions_to_any_sqlite_tool(site: Quick) -> None:
    connection = sqlite3.connect(f"file:{catalogue(site)}?mode=ro", uri=True)
    ask = lambda sql: connection.execute(sql).fetchall()  # noqa: E731
    assert ask("PRAGMA integrity_check") == [("ok",)]
    assert ask("SELECT title FROM item WHERE state = 'public' ORDER BY date, index_number") == [("关于做好防汛工作的通知",), ("第三条",), ("第二条",)]
    assert ask("SELECT index_number, withdrawn_date, withdrawn_reason FROM item WHERE state = 'withdrawn'") == [("1/4", "2014-06-01", "内容有误")]
    assert ask("SELECT category, count(*) FROM item WHERE state = 'public' GROUP BY category ORDER BY 1") == [("工作动态", 1), ("法规文件", 2)]
    assert ask("SELECT name, size FROM attachment JOIN source ON source.path = attachment.source") == [("c-表.csv", 8)]
    assert ask("SELECT older.title FROM item JOIN item AS older ON older.index_number = item.replaces") == [("关于做好防汛工作的通知",)]
    assert ask("SELECT target FROM reference JOIN item ON item.id = item_id WHERE index_number = '1/3' AND kind = 'index'") == [("1/2",)]
    assert ask("SELECT text FROM body JOIN item ON item.id = item_id WHERE index_number = '1/3'") == [("见第二条和表。",)]
    connection.close()


def test_every_table_and_column_of_the_schema_is_explained() -> None:
    schema = (ROOT / "plugins/disclosure/catalogue/schema.sql").read_text(encoding="utf-8")
    connection = sqlite3.connect(":memory:")
    connection.executescript(schema)
    tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    connection.close()
    assert len(tables) >= 8
    for table in tables:
        assert re.search(rf"^--.*\nCREATE TABLE {table} \(", schema, re.MULTILINE), table


def test_the_catalogue_counts_what_the_files_say(tmp_path: Path) -> None:
    project = Quick(tmp_path)
    shutil.copytree(ROOT / "content", project.content, dirs_exist_ok=True)
    project.build()
    published = headers(project)
    assert len(published) >= 120
    connection = sqlite3.connect(f"file:{catalogue(project)}?mode=ro", uri=True)
    filed = Counter((h["Category"], h["Agency"], h["Date"][:4], "Withdrawn" in h) for h in published)
    counted = connection.execute(
        "SELECT category || '/' || leaf, agency, substr(date, 1, 4), state = 'withdrawn', count(*) FROM item"
        " WHERE state IN ('public', 'withdrawn') GROUP BY 1, 2, 3, 4"
    )
    assert {(filing.rstrip("/"), agency, year, bool(gone)): number for filing, agency, year, gone, number in counted} == filed
    files = {path.relative_to(project.content).as_posix() for path in (project.content / "items").rglob("*") if path.is_file()}
    assert {path for (path,) in connection.execute("SELECT path FROM source")} == files
    connection.close()
    pages = {path.stem for path in (project.output / "items").glob("*/*.html")}
    assert pages == {h["Index"].replace("/", "-") for h in published}


def test_the_schema_counts_as_late_what_the_regulations_call_so() -> None:
    limits = re.findall(r"work_days > (\d+)", SCHEMA.read_text(encoding="utf-8"))
    assert len(limits) == 4 and set(limits) == {str(PUBLISH_WITHIN)}
