"""Problems: every kind that can be wrong in a content folder, said at once, in Chinese, with place and mend."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import NamedTuple

import pytest

from tests.kit.problem_cases import AGENCIES, CASES, MANY, MANY_FAULTS, PLACES, PNG, REGISTERS, numbered
from tests.kit.project import ROOT, Project, item
from tests.kit.quick_builds import Quick

pytestmark = pytest.mark.xdist_group("problems")


def faulty(project: Project) -> Project:
    """Fill a folder with one file for each case, some good ones, and one that has many faults."""
    project.write({f"items/{name}.md": case.text for name, case in CASES.items()})
    project.write({
        "registers/agencies.csv": AGENCIES,
        "items/good.md": numbered("good", Title="好的一条", body="正文，附[表](预算表.pdf)。\n"),
        "items/预算表.pdf": b"%PDF-1.4 table",
        "items/bom.md": b"\xef\xbb\xbf" + numbered("bom", Title="带 BOM 的一条").encode(),
        "items/crlf.md": numbered("crlf", Title="回车换行的一条").replace("\n", "\r\n"),
        "items/draft.md": numbered("draft", Title="还没有写完的草稿", Status="draft"),
        "items/twin_a.md": numbered("twin_a", Index="9/2014-twin", Title="先占了索引号的一条"),
        "items/many.md": MANY,
        "items/folder/page.md": numbered("page", Title="指到没有的网页", body="见[统计](/counts/1899.html)。\n"),
        "items/folder/clash.md": numbered("clash", body="[一](a/表.pdf)、[二](b/表.pdf)。\n"),
        "items/folder/a/表.pdf": b"%PDF-1.4 a", "items/folder/b/表.pdf": b"%PDF-1.4 b",
        "items/lonely/lonely.pdf": b"%PDF-1.4 lonely",
        "items/warned.md": numbered("warned", Title="只有提醒的一条", Summary=None, Review="2014-03-19 保密审查员 可以公开",
                                    body="![](图.png)\n\n<script>1</script>\n"),
        "items/图.png": PNG,
    } | dict.fromkeys(PLACES, b"%PDF-1.4"))
    (project.content / "items/link.pdf").symlink_to("预算表.pdf")
    return project


class Runs(NamedTuple):
    """The faulty folder built three ways: as preview, as check, and for publication."""

    project: Project
    html: subprocess.CompletedProcess
    check: subprocess.CompletedProcess
    publish: subprocess.CompletedProcess


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Runs:
    project = faulty(Quick(tmp_path_factory.mktemp("faulty")))
    return Runs(project, project.build(), project.build(DISCLOSURE_STRICT=True), project.build(conf="publishconf.py"))


def said_of(done: subprocess.CompletedProcess, project: Project, path: str) -> list[str]:
    """Return the lines printed about one file, without the folder."""
    start = f"{project.content}/{path}:"
    return [line[len(start):] for line in done.stdout.splitlines() if line.startswith(start)]


def problem_lines(done: subprocess.CompletedProcess, project: Project) -> list[str]:
    """Return every line that reports a problem of the content folder."""
    return [line for line in done.stdout.splitlines() if line.startswith(f"{project.content}/")]


@pytest.mark.parametrize("name", CASES)
def test_every_kind_of_problem_names_place_fault_and_mend(runs: Runs, name: str) -> None:
    case = CASES[name]
    found = said_of(runs.html, runs.project, f"items/{name}.md")
    fitting = [line for line in found if case.said in line.partition("；")[0] and case.mend in line.partition("；")[2]]
    assert len(fitting) == 1, found
    assert "提醒" not in fitting[0]
    assert case.line is None or fitting[0].startswith(f"{case.line}: "), fitting


@pytest.mark.parametrize("path", PLACES)
def test_a_file_that_must_not_be_there_is_named_with_its_mend(runs: Runs, path: str) -> None:
    found = said_of(runs.html, runs.project, path)
    assert len(found) == 1, found
    assert PLACES[path][0] in found[0].partition("；")[0]
    assert PLACES[path][1] in found[0].partition("；")[2]


def test_a_symbolic_link_is_named_and_not_followed(runs: Runs) -> None:
    assert said_of(runs.html, runs.project, "items/link.pdf") == [" 这是符号链接，不能发布；把文件本身放到这里"]
    assert not list(runs.project.output.rglob("link.pdf"))


def test_all_faults_of_one_file_are_said_at_once(runs: Runs) -> None:
    found = said_of(runs.html, runs.project, "items/many.md")
    assert len(found) == len(MANY_FAULTS), found
    for line, words in MANY_FAULTS:
        assert any(said.startswith(f"{line}: ") and words in said for said in found), (line, words, found)


def test_two_attachments_of_one_name_are_a_fault_of_their_item(runs: Runs) -> None:
    found = said_of(runs.html, runs.project, "items/folder/clash.md")
    assert [line for line in found if "有两个附件都叫“表.pdf”" in line and "给其中一个改名" in line], found


def test_a_link_to_a_page_that_is_not_there_is_reported(runs: Runs) -> None:
    assert any("counts/1899.html" in line and "不存在" in line for line in runs.html.stdout.splitlines())


def test_what_can_wait_is_said_as_a_reminder_and_does_not_stop_the_item(runs: Runs) -> None:
    found = said_of(runs.html, runs.project, "items/warned.md")
    assert all("提醒：" in line for line in found), found
    for words in ("没有内容概述", "审查日期 2014-03-19 晚于公开日期 2014-03-18", "图片没有文字说明", "不允许的 HTML"):
        assert sum(words in line for line in found) == 1, (words, found)
    assert (runs.project.output / "items/2014/9-2014-warned.html").exists()


def test_a_file_of_no_item_is_a_reminder(runs: Runs) -> None:
    found = said_of(runs.html, runs.project, "items/lonely/lonely.pdf")
    assert len(found) == 1 and "提醒：没有哪一条信息用到这个文件" in found[0], found
    assert not list(runs.project.output.rglob("lonely.pdf"))


def test_the_preview_succeeds_and_the_check_and_the_publication_fail(runs: Runs) -> None:
    assert runs.html.returncode == 0, runs.html.stderr
    assert runs.check.returncode == 1
    assert runs.publish.returncode == 1


def test_check_and_publication_list_the_same_problems_as_the_preview(runs: Runs) -> None:
    listed = problem_lines(runs.html, runs.project)
    assert len(listed) > len(CASES)
    assert problem_lines(runs.check, runs.project) == listed
    assert problem_lines(runs.publish, runs.project) == listed


def test_a_dead_link_is_reported_again_when_nothing_changed(runs: Runs) -> None:
    for done in (runs.check, runs.publish):
        assert any("counts/1899.html" in line for line in done.stdout.splitlines())


def test_the_count_of_errors_and_reminders_is_that_of_the_lines(runs: Runs) -> None:
    places = (f"{runs.project.content}/", f"{runs.project.output}/")
    listed = [line for line in runs.html.stdout.splitlines() if line.startswith(places)]
    errors, reminders = map(int, re.search(r"共 (\d+) 处错误、(\d+) 处提醒", runs.html.stdout).groups())
    assert reminders == sum("提醒：" in line for line in listed)
    assert errors + reminders == len(listed)


def test_problems_come_in_the_order_of_files_and_lines(runs: Runs) -> None:
    listed = [line[len(f"{runs.project.content}/"):] for line in problem_lines(runs.html, runs.project)]
    places = [re.match(r"(.*?\.\w+|items/README)(?::(\d+))?: ", line).groups() for line in listed]
    assert places == sorted(places, key=lambda place: (place[0], int(place[1] or 0)))


def test_a_bad_item_takes_no_other_with_it(runs: Runs) -> None:
    pages = {path.name for path in (runs.project.output / "items").rglob("*.html")}
    assert pages == {f"9-2014-{name}.html" for name in ("good", "bom", "crlf", "twin", "warned", "page")}
    latest = runs.project.soup("categories/documents/normative/index.html").get_text()
    for title in ("好的一条", "带 BOM 的一条", "回车换行的一条", "先占了索引号的一条", "只有提醒的一条"):
        assert title in latest


def test_counts_leave_faulty_items_and_drafts_out(runs: Runs) -> None:
    total = runs.project.soup("counts/2014.html").find("th", string="合计").find_next("td")
    assert total.get_text(strip=True) == "6"


def test_a_draft_is_checked_but_stands_nowhere(runs: Runs) -> None:
    texts = [path.read_bytes() for path in runs.project.output.rglob("*") if path.is_file()]
    assert not any("还没有写完的草稿".encode() in text or b"2014-draft" in text for text in texts)


def test_byte_order_mark_and_carriage_returns_leave_no_trace(runs: Runs) -> None:
    for name, title in (("bom", "带 BOM 的一条"), ("crlf", "回车换行的一条")):
        page = runs.project.soup(f"items/2014/9-2014-{name}.html")
        assert page.h1.get_text() == title
        assert "\ufeff" not in str(page) and "\r" not in str(page)
        assert not said_of(runs.html, runs.project, f"items/{name}.md")


def test_a_mended_folder_passes_the_check(project: Project) -> None:
    project.write({"items/a.md": item(Agency="区财政"), "registers/agencies.csv": AGENCIES})
    assert project.build(DISCLOSURE_STRICT=True).returncode == 1
    project.write({"items/a.md": item(Agency="区财政局", Index="014500863/2014-00001")})
    done = project.build(DISCLOSURE_STRICT=True)
    assert done.returncode == 0, done.stdout
    assert not problem_lines(done, project)


def test_a_fault_goes_away_when_the_register_names_the_agency(project: Project) -> None:
    project.write({"items/a.md": item(Agency="区审计局", Index="014500871/2014-00001"), "registers/agencies.csv": AGENCIES})
    assert "不在机构名册上" in project.build().stdout
    project.write({"registers/agencies.csv": AGENCIES + "014500871,区审计局\n"})
    project.good()
    assert (project.output / "items/2014/014500871-2014-00001.html").exists()


def test_the_second_of_two_equal_indexes_is_published_when_the_first_is_gone(project: Project) -> None:
    project.write({"items/a.md": item(Title="先来的"), "items/b.md": item(Title="后到的")})
    assert "索引号“014500858/2014-00001”重复，另一处在 items/a.md:2" in project.build().stdout
    assert project.soup("items/2014/014500858-2014-00001.html").h1.get_text() == "先来的"
    (project.content / "items/a.md").unlink()
    project.good()
    assert project.soup("items/2014/014500858-2014-00001.html").h1.get_text() == "后到的"


def test_paths_are_relative_when_the_content_lies_in_the_working_folder(project: Project) -> None:
    project.write({"items/a.md": item(Date="2014-3-18")})
    command = ["-m", "pelican", "content", "-o", "output", "-s", f"{ROOT}/pelicanconf.py", "-e", f'CACHE_PATH="{project.base}/cache"']
    done = subprocess.run([sys.executable, *command], cwd=project.base, capture_output=True, text=True, check=False)
    assert "content/items/a.md:6: Date（公开日期）：日期“2014-3-18”的写法不对；改为 2014-03-18" in done.stdout.splitlines()


@pytest.fixture(scope="module")
def registers(tmp_path_factory: pytest.TempPathFactory) -> tuple[Project, subprocess.CompletedProcess]:
    project = Quick(tmp_path_factory.mktemp("registers"))
    project.write({path: text for path, (text, _) in REGISTERS.items()} | {"items/a.md": item()})
    return project, project.build()


@pytest.mark.parametrize("path", REGISTERS)
def test_every_problem_of_a_register_names_its_line(registers, path: str) -> None:
    project, done = registers
    found = said_of(done, project, path)
    for line, said, mend in REGISTERS[path][1]:
        place = f"{line}: " if line else " "
        assert any(f.startswith(place) and said in f and mend in f for f in found), (line, said, found)
    assert len(found) == len(REGISTERS[path][1]), found


def test_a_faulty_register_takes_no_item_with_it(registers) -> None:
    project, done = registers
    assert done.returncode == 0, done.stderr
    assert (project.output / "items/2014/014500858-2014-00001.html").exists()


def test_a_faulty_register_fails_the_check(project: Project) -> None:
    project.write({"items/a.md": item(), "registers/agencies.csv": "code,name\n014500858,区政府办公室\n,区财政局\n"})
    done = project.build(DISCLOSURE_STRICT=True)
    assert done.returncode == 1
    assert said_of(done, project, "registers/agencies.csv")[0].startswith("3: “机构代码”（code）：没有填")


def test_a_carried_forward_total_of_an_unknown_category_is_a_problem(project: Project) -> None:
    """Otherwise the number would silently be missing from every count."""
    register = "category,year,total,new,source\n财政信息,2013,7,1,年报\n"
    project.write({"items/a.md": item(), "registers/carried_forward.csv": register})
    found = said_of(project.build(), project, "registers/carried_forward.csv")
    assert len(found) == 1, found
    assert found[0].startswith("2: ") and "财政信息" in found[0] and "是不是“财经信息”？" in found[0]


def test_registers_may_be_gb18030_or_carry_a_byte_order_mark(project: Project) -> None:
    point = "name,address\n区档案馆,青云谱区云政路5号\n"
    project.write({
        "items/a.md": item(), "registers/agencies.csv": AGENCIES.replace("\n", "\r\n").encode("gb18030"),
        "registers/reading_points.csv": b"\xef\xbb\xbf" + point.encode(),
    })
    project.good()
    assert project.soup("agencies/index.html").find(string="区财政局")
    assert project.soup("reading-points.html").find(string="青云谱区云政路5号")


def test_items_that_is_a_file_is_told(project: Quick) -> None:
    (project.content / "items").rmdir()
    project.write({"items": "Title: 放错了\n"})
    done = project.build(conf="publishconf.py")
    assert done.returncode == 1
    assert "content/items: 这里要放文件夹，现在是一个文件；把文件移走，建一个名叫“items”的文件夹，条目放在里面" in done.stdout
