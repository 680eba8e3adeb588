"""`make report`: a draft with every figure drawn and marked, in the format of its year, over nobody's file."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.kit.project import ROOT, item
from tests.kit.quick_builds import Quick

pytestmark = pytest.mark.xdist_group("report")

PARTS = {
    2014: ["一、概述", "二、主动公开政府信息的情况", "三、重点领域信息公开的情况", "四、依申请公开政府信息的情况", "五、收费及减免的情况",
           "六、行政复议和行政诉讼的情况", "七、主要问题和改进", "八、其他需要报告的事项"],
    2021: ["一、总体情况", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况", "四、政府信息公开行政复议、行政诉讼情况",
           "五、存在的主要问题及改进情况", "六、其他需要报告的事项"],
}


def draft(project: Quick, year: str) -> subprocess.CompletedProcess:
    """Run what `make report YEAR=…` runs."""
    conf = project.base / "conf.py"
    conf.write_text(f"import sys\nsys.path.insert(0, {str(ROOT)!r})\nfrom pelicanconf import *\nCACHE_PATH = {str(project.base / 'cache')!r}\n")
    command = [sys.executable, "-m", "disclosure.commands.report", str(project.content), str(project.output), "--year", year, "--conf", str(conf)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, env=os.environ | {"PYTHONPATH": str(ROOT / "plugins")})


@pytest.fixture(scope="module")
def drafted(tmp_path_factory: pytest.TempPathFactory) -> Quick:
    """The project's own content, its reports drafted anew."""
    project = Quick(tmp_path_factory.mktemp("drafted"))
    shutil.copytree(ROOT / "content", project.content, dirs_exist_ok=True)
    for name in ("reports", "pages"):  # the pages lead to the reports
        shutil.rmtree(project.content / name)
    project.build()
    for year in PARTS:
        done = draft(project, str(year))
        assert done.returncode == 0, done.stderr
        assert f"{year}.md，是草稿，不会发布" in done.stdout
    return project


@pytest.mark.parametrize("year", PARTS)
def test_a_draft_has_the_parts_of_its_format_and_marks_every_number(drafted: Quick, year: int) -> None:
    text = (drafted.content / f"reports/{year}.md").read_text(encoding="utf-8")
    assert [part for part in re.findall(r"^## (.+)$", text, re.MULTILINE) if part != "附表"] == PARTS[year]
    prose = re.sub(r"\[[^\]]*\]\((figure|table):[^)]*\)", "", text.partition("\n\n")[2])
    prose = "".join(line for line in prose.splitlines() if not line.startswith("|"))
    numbers = set(re.findall(r"\d+", prose)) - {str(year), "12", "31", "1"}
    assert not numbers, numbers


def test_a_draft_shows_the_declared_number_beside_the_counted_one_with_the_difference(drafted: Quick) -> None:
    text = (drafted.content / "reports/2014.md").read_text(encoding="utf-8")
    for mark in ("[11,693条](figure:主动公开政府信息数)", "[23,462条](figure:申报/主动公开政府信息数)", "[11,769条](figure:申报/主动公开政府信息数－主动公开政府信息数)"):
        assert mark in text


def test_nothing_of_a_draft_is_published_and_the_next_build_finds_no_page_stale(drafted: Quick) -> None:
    done = drafted.build(conf="publishconf.py")
    assert done.returncode == 0, done.stdout
    assert not (drafted.output / "reports").exists()
    assert "写出文件 0 个" in drafted.build(conf="publishconf.py").stdout


@pytest.mark.parametrize("year", PARTS)
def test_a_finished_draft_is_published_and_agrees_with_itself(drafted: Quick, tmp_path: Path, year: int) -> None:
    project = Quick(tmp_path)
    shutil.copytree(drafted.content, project.content, dirs_exist_ok=True)
    shutil.rmtree(project.content / "reports")
    text = (drafted.content / f"reports/{year}.md").read_text(encoding="utf-8")
    project.write({f"reports/{year}.md": text.replace("Status: draft\n", "")})
    done = project.build(conf="publishconf.py")
    assert done.returncode == 1 and "还有没写的地方" in done.stdout
    project.write({f"reports/{year}.md": re.sub(r"〔[^〕]*〕", "略", text.replace("Status: draft\n", ""))})
    project.good(conf="publishconf.py")
    text = project.soup(f"reports/{year}.html").select_one(".rr-check").get_text(" ")
    assert "不一致" not in text and "不成立" not in text and "全部与算出的一致" in text


def test_a_file_that_is_there_is_never_touched(tmp_path: Path) -> None:
    project = Quick(tmp_path)
    mine = "Title: 我的年报\nSlug: 2014\nSave_As: reports/2014.html\n\n正文。\n"
    project.write({"items/a.md": item(), "reports/2014.md": mine})
    for name in ("2014-draft", "2014-draft-2"):
        done = draft(project, "2014")
        assert done.returncode == 0 and "2014.md 已经有了，没有动它" in done.stdout and f"{name}.md" in done.stdout
    assert (project.content / "reports/2014.md").read_text(encoding="utf-8") == mine
    assert len(list((project.content / "reports").iterdir())) == 3
    done = project.build(conf="publishconf.py")
    assert done.returncode == 0 and "共 0 处错误、2 处提醒" in done.stdout
    assert sorted(path.name for path in project.output.glob("reports/*.html")) == ["2014.html", "index.html"]


@pytest.mark.parametrize("year", ["", "去年", "20140"])
def test_a_year_that_is_none_is_told(tmp_path: Path, year: str) -> None:
    project = Quick(tmp_path)
    done = draft(project, year)
    assert done.returncode == 1 and "用法：make report YEAR=2014" in done.stderr


def test_a_draft_counts_by_the_rules_of_a_build(project: Quick) -> None:
    """A fault in a row of the register of agencies must not take its items out of the report."""
    project.write({
        "items/a.md": item(Agency="区财政局"),
        "registers/agencies.csv": "code,name\n1,区政府办公室\n1,区财政局\n",
    })
    assert "条目 1 条，2014年新增 1 条" in project.build().stdout
    draft(project, "2014")
    assert "[1条](figure:主动公开政府信息数)" in (project.content / "reports/2014.md").read_text(encoding="utf-8")


def test_a_draft_leaves_the_next_build_as_quick_as_it_was(project: Quick) -> None:
    project.write({"items/a.md": item()})
    project.build()
    draft(project, "2014")
    (project.content / "reports/2014.md").unlink()
    assert "写出文件 0 个" in project.build().stdout
