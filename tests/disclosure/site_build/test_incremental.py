"""An incremental build leaves what a clean build of the same content would make, and touches nothing else."""

from __future__ import annotations

import os
import posixpath
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from hypothesis import given

from tests.kit.edits import BATCHES, Office
from tests.kit.index_reader import Reader
from tests.kit.project import ROOT, item
from tests.kit.quick_builds import Quick, Searched, differences, few, told

PUBLIC = {"SITEURL": "https://example.gov.cn/open"}


@pytest.fixture
def quick(tmp_path: Path) -> Quick:
    return Searched(tmp_path)


@few(10)
@given(BATCHES)
def test_any_edits_lead_to_what_a_clean_build_makes(batches: list) -> None:
    with tempfile.TemporaryDirectory() as place:
        project = Searched(Path(place))
        office = Office(project)
        project.build(**PUBLIC)
        for edits in batches:
            office.work(edits)
            done = project.build(**PUBLIC)
            assert done.returncode == 0, done.stdout
            twin = project.clean(**PUBLIC)
            assert differences(project.tree(), twin.tree()) == {}
            assert told(done.stdout, project.base) == told(twin.log, twin.base)


def short(count: int, month: int, start: int = 1) -> dict[str, str]:
    """Return short items of one month, in one list, by path."""
    return {
        f"items/{month:02d}-{number:03d}.md": item(
            Index=f"1/2014-{month:02d}{number:03d}", Date=f"2014-{month:02d}-18", Created="2013-01-01", Review="2013-01-02 甲 可以公开", body="正文。",
        )
        for number in range(start, start + count)
    }


FOLDER = "categories/documents/normative"


def test_a_year_that_outgrows_its_page_is_cut_into_months_and_joined_again(quick: Quick) -> None:
    quick.write(short(99, 3) | short(1, 5))
    quick.build()
    before = quick.tree()
    assert f"{FOLDER}/2014-03.html" not in before
    assert len(quick.soup(f"{FOLDER}/2014.html").select("main time")) >= 100
    quick.write(short(1, 7))
    quick.build()
    assert {f"{FOLDER}/2014-{month}.html" for month in ("03", "05", "07")} <= quick.tree().keys()
    quick.assert_clean()
    (quick.content / "items/07-001.md").unlink()
    quick.build()
    assert differences(before, quick.tree()) == {}


def test_a_month_that_outgrows_its_page_gets_a_second_one_and_loses_it_again(quick: Quick) -> None:
    quick.write(short(200, 3) | short(1, 7))
    quick.build()
    before = quick.tree()
    assert f"{FOLDER}/2014-03-2.html" not in before
    quick.write(short(1, 3, start=201))
    quick.build()
    assert quick.soup(f"{FOLDER}/2014-03-2.html").find("a", href=re.compile("2014-03201"))
    quick.assert_clean()
    (quick.content / "items/03-201.md").unlink()
    quick.build()
    assert differences(before, quick.tree()) == {}


def test_a_month_between_two_months_of_a_full_year_is_led_to_by_both(quick: Quick) -> None:
    quick.write(short(110, 3) | short(1, 7))
    quick.build()
    quick.write(short(1, 5))
    quick.build()
    for month, way in (("03", "next"), ("07", "prev")):
        assert quick.soup(f"{FOLDER}/2014-{month}.html").find("a", rel=way)["href"].endswith("2014-05.html")
    quick.assert_clean()


def test_a_new_item_at_the_end_of_a_full_month_leaves_its_first_page_alone(quick: Quick) -> None:
    quick.write(short(201, 3))
    quick.build()
    before = quick.tree()[f"{FOLDER}/2014-03.html"]
    quick.write(short(1, 3, start=202))
    quick.build()
    assert quick.tree()[f"{FOLDER}/2014-03.html"] == before


def test_many_changes_at_once_come_out_right(quick: Quick) -> None:
    """So many that everything is rendered, then as many as are tracked one by one by several processes."""
    quick.write(short(3, 2))
    quick.build()
    quick.write(short(402, 4))
    quick.build()
    quick.assert_clean()
    for path in sorted((quick.content / "items").glob("04-*.md"))[::-1][:330]:
        path.unlink()
    quick.build()
    quick.assert_clean()
    assert not (quick.output / FOLDER / "2014-04.html").exists()


def told_as_replaced(project: Quick) -> set[str]:
    """Return the items that a search result shows as replaced."""
    texts = [text for segment in Reader(project.output / "search").segments for text in segment.texts if text]
    return {text["key"] for text in texts if "replaced" in text["meta"]}


def test_a_result_shows_an_item_as_replaced_as_long_as_it_is(quick: Quick) -> None:
    """In an index so large that it is not made anew with each change."""
    quick.write({f"items/{number}.md": item(Index=f"1/{number}", body="正文。") for number in range(520)})
    quick.build()
    assert told_as_replaced(quick) == set()
    quick.write({"items/new.md": item(Index="1/new", Replaces="1/7")})
    quick.build()
    assert told_as_replaced(quick) == {"1/7"}
    quick.write({"items/new.md": item(Index="1/new", Replaces="1/8")})
    quick.build()
    assert told_as_replaced(quick) == {"1/8"}
    (quick.content / "items/new.md").unlink()
    quick.build()
    assert told_as_replaced(quick) == set()


SUBJECT = "items/documents/normative/2014-99999.md"
NEW = {"Title": "关于独一无二事项的通知", "Index": "014500858/2014-99999", "Agency": "区政府办公室"}
STEPS: dict[str, dict[str, str] | None] = {
    "added": NEW, "edited": NEW | {"body": "改过的正文。", "Title": "关于独一无二事项的补充通知"}, "filed elsewhere": NEW | {"Category": "财经信息/税收"},
    "given to another agency": NEW | {"Category": "财经信息/税收", "Agency": "区财政局"},
    "moved to another year": NEW | {"Date": "2013-07-01", "Created": "2013-06-01", "Review": "2013-06-30 保密审查员 可以公开"},
    "withdrawn": NEW | {"Withdrawn": "2014-09-01 内容有误"}, "removed": None,
}


ONE_BUILD = pytest.mark.xdist_group("steps")


def pages(project: Quick) -> dict[str, bytes]:
    """Return the bytes of every file, by path."""
    return {path.relative_to(project.output).as_posix(): path.read_bytes() for path in project.output.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def steps(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, tuple[bytes, bytes]]]:
    """What each change of one item did to the files of the project's own site: bytes before and after, by path.

    A small search index is made anew when an item changes, so it is left out: its files could not be counted.
    """
    project = Quick(tmp_path_factory.mktemp("own"))
    shutil.copytree(ROOT / "content", project.content, dirs_exist_ok=True)
    project.build()
    done, before = {}, pages(project)
    for name, header in STEPS.items():
        if header is None:
            (project.content / SUBJECT).unlink()
        else:
            project.write({SUBJECT: item(**header)})
        project.build()
        after = pages(project)
        done[name] = {
            path: (before.get(path, b""), after.get(path, b"")) for path in before.keys() | after.keys() if before.get(path) != after.get(path)
        }
        before = after
    project.assert_clean()
    return done


@ONE_BUILD
@pytest.mark.parametrize("step", STEPS)
def test_one_changed_item_changes_a_bounded_number_of_files(steps: dict, step: str) -> None:
    """It is a normative document, which stands in the library, in a list of Article 20 and in the printed forms too. A change of the year touches two years."""
    assert 5 <= len(steps[step]) <= (70 if step == "moved to another year" else 60), "\n".join(sorted(steps[step]))


def words(page: str) -> list[str]:
    """Return the words of a page, numbers made equal, in no order (charts sort by number)."""
    return sorted(re.sub(r"[\d,]+", "0", BeautifulSoup(page, "html.parser").get_text(" ")).split())


def links(path: str, page: str) -> set[str]:
    """Return the pages that a page leads to."""
    found = BeautifulSoup(page, "html.parser").find_all("a", href=True)
    return {posixpath.normpath(posixpath.join(posixpath.dirname(path), link["href"].split("#")[0])) for link in found}


@ONE_BUILD
@pytest.mark.parametrize("step", STEPS)
def test_every_changed_page_shows_the_item_or_a_number_or_a_page_that_came_or_went(steps: dict, step: str) -> None:
    came_or_went = {path for path, versions in steps[step].items() if b"" in versions}
    for path, versions in steps[step].items():
        if path.endswith((".xlsx", ".docx")) or path.startswith("suggest/"):
            continue  # a printed form has the figures of its page; suggestions are phrases of titles
        before, after = (version.decode() for version in versions)
        shown = "独一无二" in before + after or NEW["Index"] in before + after
        if path.startswith(("reports/", "supervision/")):  # a figure that agreed does not any more; a column is in time, or is not
            shown = shown or re.findall(r"\d[\d,]*", before) != re.findall(r"\d[\d,]*", after)
        same_words = shown or words(before) == words(after)
        assert same_words or (links(path, before) ^ links(path, after)) & came_or_went, f"{path} changed and does not say why"


def test_another_hash_seed_and_another_clone_make_the_same_site(tmp_path: Path) -> None:
    """The whole program stands in another folder, and Python orders its sets another way."""
    clone = tmp_path / "elsewhere" / "另一处"
    for name in ("plugins", "theme"):
        shutil.copytree(ROOT / name, clone / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pelicanconf.py", clone)
    trees = []
    for number, root in enumerate((ROOT, clone)):
        project = Searched(tmp_path / str(number))
        shutil.copytree(ROOT / "content", project.content, dirs_exist_ok=True)
        command = [sys.executable, "-m", "pelican", str(project.content), "-o", str(project.output), "-s", str(root / "pelicanconf.py")]
        command += ["-e", f'CACHE_PATH="{project.base / "cache"}"', 'SITEURL="https://example.gov.cn"']
        subprocess.run(command, cwd=root, check=True, capture_output=True, env=os.environ | {"PYTHONHASHSEED": str(number + 1)})
        trees.append(project.tree())
    assert len(trees[0]) > 300
    assert differences(*trees) == {}
