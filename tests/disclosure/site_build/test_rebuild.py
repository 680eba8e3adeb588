"""Themes, settings, registers, pages and the output folder change too; the next build follows, and touches nothing else."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.kit.project import ROOT, Project, item
from tests.kit.quick_builds import Quick, Searched, copy_of, differences, told

LIST = "categories/documents/normative/index.html"


@pytest.fixture
def small(tmp_path: Path) -> Quick:
    """A built site of three items, a page, an image and registers."""
    quick = Searched(tmp_path)
    quick.write({
        "items/a.md": item(), "items/b.md": item(Index="1/2", Title="第二条", Date="2014-05-06", Agency="区财政局"),
        "items/c.md": item(Index="1/3", Title="第三条", Category="工作动态/政务动态", body="见[表](c-表.csv)。"), "items/c-表.csv": "甲,乙\n",
        "pages/guide.md": "Title: 指南\nSlug: guide\n\n怎样查阅。\n", "images/map.txt": "图",
        "registers/agencies.csv": "code,name\n1,区政府办公室\n2,区财政局\n",
    })
    quick.good()
    return quick


def test_a_changed_macro_changes_every_page_that_uses_it_and_no_other(small: Quick) -> None:
    theme = copy_of(ROOT / "theme", small.base / "theme")
    option = ("-t", str(theme))
    small.build(*option)
    before = small.tree()
    macro = theme / "templates/macros/rows.html"
    macro.write_text(macro.read_text(encoding="utf-8").replace("<tr class", '<tr title="新" class'), encoding="utf-8")
    small.build(*option)
    changed = differences(before, small.tree())
    assert LIST in changed
    assert not any(path.startswith(("items/", "counts/")) for path in changed)
    small.assert_clean(*option)


def test_a_changed_frame_changes_every_page(small: Quick) -> None:
    theme = copy_of(ROOT / "theme", small.base / "theme")
    base = theme / "templates/base.html"
    base.write_text(base.read_text(encoding="utf-8").replace("</main>", "</main><hr>"), encoding="utf-8")
    before = small.tree()
    small.build("-t", str(theme))
    changed = differences(before, small.tree())
    assert {path for path in before if path.endswith(".html")} == changed.keys()
    small.assert_clean("-t", str(theme))


def test_a_changed_part_of_the_stylesheet_changes_the_stylesheet_alone(small: Quick) -> None:
    theme = copy_of(ROOT / "theme", small.base / "theme")
    (theme / "styles/type.css").write_text("body { color: black }", encoding="utf-8")
    before = small.tree()
    small.build("-t", str(theme))
    assert differences(before, small.tree()).keys() == {"theme/css/site.css"}
    assert "body { color: black }" in (small.output / "theme/css/site.css").read_text(encoding="utf-8")
    small.assert_clean("-t", str(theme))


def test_a_file_that_left_the_theme_leaves_the_site(small: Quick) -> None:
    theme = copy_of(ROOT / "theme", small.base / "theme")
    (theme / "static/js/keyboard.js").unlink()
    small.build("-t", str(theme))
    small.assert_clean("-t", str(theme))


def test_a_changed_part_of_a_joined_script_changes_the_script_alone(small: Quick) -> None:
    theme = copy_of(ROOT / "theme", small.base / "theme")
    part = theme / "scripts/search/state.js"
    part.write_text(part.read_text(encoding="utf-8").replace("const MOST = 1000;", "const MOST = 900;"), encoding="utf-8")
    before = small.tree()
    small.build("-t", str(theme))
    assert differences(before, small.tree()).keys() == {"theme/js/search.js"}
    assert "const MOST=900;" in (small.output / "theme/js/search.js").read_text(encoding="utf-8")
    small.assert_clean("-t", str(theme))


def test_a_new_name_of_the_site_stands_on_every_page(small: Quick) -> None:
    option = {"SITENAME": "某某区政府信息公开"}
    small.build(**option)
    for path in small.output.rglob("*.html"):
        assert "某某区政府信息公开" in path.read_text(encoding="utf-8"), path
    small.assert_clean(**option)


def test_feeds_and_sitemaps_come_and_go_with_the_public_address(small: Quick) -> None:
    before = small.tree()
    option = {"SITEURL": "https://example.gov.cn/open"}
    small.build(**option)
    assert {"sitemap.xml", "feeds/all.atom.xml"} <= small.tree().keys()
    small.assert_clean(**option)
    small.build()
    assert small.tree() == before


def test_another_classification_is_another_site(small: Quick) -> None:
    option = {"DISCLOSURE_KEY_AREAS": [["水利", "water", "水利", "水利。"]]}
    small.build(**option)
    assert (small.output / "key-areas/water/index.html").exists()
    small.assert_clean(**option)


def test_an_agency_with_another_code_moves_all_its_pages(small: Quick) -> None:
    assert (small.output / "agencies/2/2014.html").exists()
    small.write({"registers/agencies.csv": "code,name\n1,区政府办公室\n9,区财政局\n"})
    small.good()
    assert not (small.output / "agencies/2").exists()
    assert small.soup("items/2014/1-2.html").find("a", string="区财政局")["href"] == "../../agencies/9/index.html"
    assert (small.output / "agencies/9/2014.html").exists()
    small.assert_clean()


def test_two_agencies_that_exchange_codes_exchange_pages(small: Quick) -> None:
    small.write({"registers/agencies.csv": "code,name\n2,区政府办公室\n1,区财政局\n"})
    small.good()
    small.assert_clean()


def test_a_page_and_a_static_file_come_and_go(small: Quick) -> None:
    before = small.tree()
    small.write({"pages/rules.md": "Title: 制度\nSlug: rules\n\n制度。\n", "images/two.txt": "二"})
    small.good()
    assert {"rules.html", "images/two.txt"} <= small.tree().keys()
    small.assert_clean()
    for path in ("pages/rules.md", "images/two.txt"):
        (small.content / path).unlink()
    small.good()
    assert small.tree() == before
    (small.content / "pages/guide.md").unlink()
    (small.content / "images/map.txt").unlink()
    small.good()
    assert not small.tree().keys() & {"guide.html", "images/map.txt"}
    small.assert_clean()


def test_a_renamed_page_leaves_nothing_at_its_old_address(small: Quick) -> None:
    small.write({"pages/guide.md": "Title: 指南\nSlug: how-to\n\n怎样查阅。\n"})
    small.good()
    assert "guide.html" not in small.tree()
    small.assert_clean()


DISTURBED = (
    "items/2014/1-2.html", "items/2014/1-3/c-表.csv", "index.html", "counts/2014.html", "counts/categories.csv", "guide.html",
    "images/map.txt", "theme/css/site.css", "data/catalogue-2014.csv", "agencies/2/2014.html",
)


@pytest.mark.parametrize("disturb", [
    Path.unlink, lambda path: path.write_bytes(path.read_bytes()[:-1] + b"?"), lambda path: path.write_bytes(b""),
], ids=["deleted", "altered", "emptied"])
def test_disturbed_output_files_are_repaired(small: Quick, disturb: Callable[[Path], object]) -> None:
    before = small.tree()
    for path in DISTURBED:
        disturb(small.output / path)
    small.good()
    assert differences(before, small.tree()) == {}


@pytest.mark.parametrize("disturb", [Path.unlink, lambda path: path.write_bytes(path.read_bytes()[:-1])], ids=["deleted", "cut"])
def test_disturbed_files_of_a_small_index_are_repaired(small: Quick, disturb: Callable[[Path], object]) -> None:
    before = small.tree()
    for pattern in ("search/*/t/0/0.js", "search/*/directory.js", "search/fold.js"):
        disturb(next(small.output.glob(pattern)))
        small.good()
        assert differences(before, small.tree()) == {}, pattern


def test_a_deleted_folder_of_the_output_is_repaired(small: Quick) -> None:
    before = small.tree()
    shutil.rmtree(small.output / "categories")
    shutil.rmtree(small.output / "items/2014")
    small.good()
    assert small.tree() == before


def test_a_whole_output_folder_deleted_is_made_again(small: Quick) -> None:
    before = small.tree()
    shutil.rmtree(small.output)
    small.good()
    assert small.tree() == before


def test_content_of_another_district_in_the_same_output_leaves_nothing_behind(small: Quick) -> None:
    """`make publish INPUTDIR=/elsewhere` and then one's own again."""
    before = small.tree()
    other = Searched(small.base / "other")
    other.write({"items/x.md": item(Index="9/9", Title="别区的文件")})
    other.output = small.output
    other.build()
    assert "items/2014/9-9.html" in small.tree()
    small.good()
    assert differences(before, small.tree()) == {}


def test_files_that_did_not_change_keep_their_time(small: Quick) -> None:
    before = {path: path.stat().st_mtime_ns for path in small.output.rglob("*") if path.is_file() and not path.name.startswith(".")}
    digests = small.tree()
    small.write({"items/b.md": item(Index="1/2", Title="第二条改", Date="2014-05-06", Agency="区财政局")})
    small.good()
    changed = {path for path in differences(digests, small.tree()) if not path.startswith("search/")}  # a small index is made anew
    assert 1 <= len(changed) <= 40
    kept = {str(path.relative_to(small.output)): path.exists() and path.stat().st_mtime_ns == time for path, time in before.items()}
    assert {path for path, same in kept.items() if not same and not path.startswith("search/")} == changed


def test_touching_files_without_changing_them_changes_nothing(small: Quick) -> None:
    before = {path: path.stat().st_mtime_ns for path in small.output.rglob("*.html")}
    for path in small.content.rglob("*"):
        path.touch()
    assert "写出文件 0 个" in small.good()
    assert before == {path: path.stat().st_mtime_ns for path in small.output.rglob("*.html")}


def test_a_file_changed_with_its_size_and_time_kept_is_read_again(small: Quick) -> None:
    path = small.content / "items/a.md"
    state = path.stat()
    path.write_text(path.read_text(encoding="utf-8").replace("防汛", "抗旱"), encoding="utf-8")
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))
    assert path.stat().st_size == state.st_size
    small.good()
    assert "关于做好抗旱工作的通知" in small.soup("items/2014/014500858-2014-00001.html").h1.get_text()
    small.assert_clean()


def test_a_problem_is_told_by_every_build_until_it_is_mended(small: Quick) -> None:
    small.write({"items/a.md": item(body="见[统计](/counts/1999.html)和[指南](/guide.html)。"), "items/b.md": item(Index="1/2", Date="二月")})
    first = told(small.build().stdout, small.base)
    assert any("1999" in line for line in first) and any("b.md" in line for line in first)
    assert told(small.build().stdout, small.base) == first
    assert small.build(DISCLOSURE_STRICT=True).returncode == 1
    (small.content / "pages/guide.md").unlink()
    assert any("guide.html" in line for line in told(small.build().stdout, small.base))


def test_two_contents_built_into_one_folder_at_once_wait_for_each_other(tmp_path: Path) -> None:
    """Not through `make`, which has a lock of its own."""
    both = [Project(tmp_path / name) for name in ("one", "other")]
    for number, one in enumerate(both):
        one.output = tmp_path / "output"
        one.write({f"items/{n}.md": item(Index=f"1/{number}{n}", Title=f"{number}之{n}") for n in range(40)})
    with ThreadPoolExecutor() as at_once:
        said = [done.stdout for done in at_once.map(lambda one: one.build(), both)]
    assert sum("另一次生成正在进行，等它结束" in text for text in said) == 1
    found = {path.name for path in both[0].output.glob("items/2014/*.html")}
    assert found in ({f"1-{number}{n}.html" for n in range(40)} for number in range(2))
    for number, one in enumerate(both):
        one.good()
        assert {path.name for path in one.output.glob("items/2014/*.html")} == {f"1-{number}{n}.html" for n in range(40)}


NAMES = {
    "DISCLOSURE_CATEGORIES": [{"name": "Red 2014", "slug": "red", "description": "", "leaves": []}, {"name": "2014", "slug": "year", "leaves": []}],
    "DISCLOSURE_KEY_AREAS": [["Food Safety", "food", "Food Safety", ""], ["007", "seven", "007", ""]],
    "DISCLOSURE_SCENES": [{"audience": "公民", "slug": "2014", "leaf": "面向公民", "events": [["住房", "housing"]]}],
}


def test_pages_whose_names_have_blanks_or_look_like_numbers_are_made_again(project: Quick) -> None:
    project.write({
        "items/a.md": item(Category="Red 2014", Key_Area="Food Safety"), "items/b.md": item(Category="2014", Index="1/2", Key_Area="007"),
        "registers/services.csv": "code,name,agency,audience,life_event,status,changed\n1,办事,区政府办公室,公民,住房,新增,2014-03-03\n",
    })
    settings = NAMES | {"SITEURL": "https://example.gov.cn"}
    project.build(**settings)
    whole = project.tree()
    lost = ["key-areas/food/index.html", "key-areas/seven/index.html", "feeds/red.atom.xml", "feeds/year.atom.xml", "services/2014.html"]
    for path in lost:
        (project.output / path).unlink()
    assert project.build(**settings).returncode == 0
    assert project.tree() == whole
