"""Some files are checked as a build checks them; problems come as JSON, too; what was not looked at is said."""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from disclosure.catalogue.excerpt import Excerpt
from disclosure.commands import check_files, run_pelican
from disclosure.model.problems import Problem
from disclosure.registers import Registers

from tests.kit.project import ROOT, Project, item

ENVIRONMENT = os.environ | {"PYTHONPATH": str(ROOT / "plugins")}


def look(project: Project, files: str, how: str = "text", *, large: bool = False) -> tuple[int, str, str]:
    """Check files; `large` treats the archive as a large one, of which the catalogue of the last build is used."""
    conf = project.base / "conf.py"
    conf.write_text(f"import sys\nsys.path.insert(0, {str(ROOT)!r})\nfrom pelicanconf import *\nCACHE_PATH = {str(project.base / 'cache')!r}\n", encoding="utf-8")
    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        patch.setattr(check_files, "SMALL", -1 if large else check_files.SMALL)
        code = check_files.main([str(project.content), str(project.output), "--conf", str(conf), "--files", files, "--format", how])
    return code, out.getvalue(), err.getvalue()


def told(said: str) -> set[str]:
    """Return the problems that were printed, from the path in `items/` on."""
    return {found[1] for line in said.splitlines() if (found := re.search(r"((?:items|registers|pages)/[^:]*(?::\d+)?: .*)", line))}


FAULTY = {
    "items/good.md": item(), "items/twice.md": item(), "items/class.md": item(Index="1/3", Category="法规文件/规范文件"), "items/old.md": item(Index="1/4", Replaces="1/99"),
    "items/links.md": item(Index="1/5", body="[没有](没有.pdf) [条目](没有.md) [号](index:1/98) ![图](good.md)\n"), "items/circle.md": item(Index="1/6", Replaces="1/7"),
    "items/round.md": item(Index="1/7", Replaces="1/6"), "items/draft.md": item(Index="1/8", Status="draft"), "items/to-draft.md": item(Index="1/9", body="[稿](draft.md)\n"),
    "items/explains.md": item(Index="1/10", Interprets="1/97; 1/8"), "items/case.md": item(Index="A/1"), "items/case2.md": item(Index="a/1"), "items/late.md": item(Index="1/11", Date="2014-09-18"),
    "items/x/only.md": item(Index="1/12"), "items/x/adopted.csv": "甲,乙\n13912345678,丙\n", "items/y/orphan.csv": "甲\n", "items/year.md": item(Index="1/13", Document_Number="青府发〔2015〕1号"),
    "items/repealed.md": item(Index="1/17", Validity="废止 2014-03-18"), "items/instead.md": item(Index="1/18", Replaces="1/17", Status="draft"),
    "items/early.md": item(Index="1/20", Validity="废止 2014-01-02"), "items/newer.md": item(Index="1/21", Replaces="1/20"), "items/bad.exe": "x", "items/CAPS.MD": item(Index="1/14"), "items/name?.md": item(Index="1/15"), "items/o.markdown": item(Index="1/16", Title=None),
    "registers/agencies.csv": "code,name,since,until\n014500858,区政府办公室,2014-03-10,\n",
    "registers/letters.csv": "received,subject\n2999-01-01,来信\n", "pages/p.md": "Title: 页\nSlug: p\n\n电话13912345678\n",
}


@pytest.mark.parametrize("large", [False, True], ids=["small", "large"])
def test_a_check_of_each_file_tells_what_a_build_tells_of_it(project: Project, large: bool) -> None:
    project.write(FAULTY)
    everything = told(project.build().stdout)
    for path in FAULTY:
        code, out, err = look(project, path, large=large)
        assert err == "", err
        wanted = {line for line in everything if line.startswith((f"{path}:",))}
        wanted -= {line for line in wanted if "还没有解读" in line}  # that needs all items of a class
        assert wanted <= told(out), (path, wanted - told(out))
        assert {line for line in told(out) if line.startswith(f"{path}:")} <= everything, path
        assert code == any("提醒：" not in line for line in told(out)), (path, out)
        assert "没有检查：" in out and ("已与" in out)


@pytest.mark.parametrize(("day", "history", "said"), [
    ("2014-03-16", "", "写的是 2014-03-16 废止，替代它的 items/new.md 2014-03-17 才生成"), ("2014-03-17", "", ""), ("2014-03-18", "", ""), ("2015-03-18", "", ""),
    ("2015-03-20", "", "替代它的 items/new.md 2014-03-18 就公开了"), ("2014-03-16", "2014-03-16 废止 区政府清理决定", ""), ("2014-03-16", "2013-01-01 有效 继续有效", "日期对不上"),
])
def test_the_day_of_a_repeal_fits_the_document_that_replaces_it(project: Project, day: str, history: str, said: str) -> None:
    history = f"{history}; {day} 废止 由新文件替代" if history and "有效" in history and not said else history
    old = item(Validity=f"废止 {day}", Validity_History=history or None, Created="2012-03-01", Date="2012-03-02", Index="1/1", Review="2012-03-01 保密审查员 可以公开")
    project.write({"items/old.md": old, "items/new.md": item(Index="1/2", Created="2014-03-17", Date="2014-03-18", Replaces="1/1", Review="2014-03-17 保密审查员 可以公开")})
    out = project.build().stdout
    assert ("日期对不上" in out) == bool(said) and said in out, out
    assert {line for line in told(look(project, "items/old.md")[1]) if "日期对不上" in line} == {line for line in told(out) if "日期对不上" in line}


@pytest.mark.parametrize("files", ["'", "../elsewhere.md", "README.md"])
def test_refused_files_are_json_of_the_same_shape(project: Project, files: str) -> None:
    project.write({"items/a.md": item()})
    (project.base / "elsewhere.md").write_text("x")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        code, out, err = look(project, files, "json")
    found = json.loads(out)
    assert code == 1 and found["errors"] == 1 and found["checked"] == [] and found["version"] == 1 and found["scope"] == "files"
    assert found["problems"][0].keys() == {"file", "line", "severity", "message", "remedy", "rule"} and "没有检查" in found["problems"][0]["remedy"] and err


def test_a_register_is_named_from_the_content_folder_on_wherever_the_command_runs(project: Project) -> None:
    project.write({"items/a.md": item(), "registers/letters.csv": "received,subject\n2999-01-01,来信\n"})
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)  # the software has a content folder of its own, with a register of this name
        code, out, err = look(project, f"{project.content.name}/registers/letters.csv registers/letters.csv")
        assert code == 1 and "registers/letters.csv:1: " in out and "登记簿 1 个" in out and err == "", (out, err)
        assert (ROOT / "content/registers/requests.csv").is_file()
        assert "requests.csv（不在那里，当作删去的" in look(project, f"{project.content.name}/registers/requests.csv")[1]


@pytest.mark.parametrize("given", [{"INPUTDIR": "nowhere"}, {"CONFFILE": "bad.py"}, {"CONFFILE": "bad.py", "FILES": "items/a.md"}])
def test_make_check_in_json_is_json_where_nothing_can_be_checked(project: Project, given: dict[str, str]) -> None:
    project.write({"items/a.md": item()})
    (project.base / "bad.py").write_text(f"import sys\nsys.path.insert(0, {str(ROOT)!r})\nfrom pelicanconf import *\nDISCLOSURE_SERCH = 1\n", encoding="utf-8")
    values = {"INPUTDIR": "content", "OUTPUTDIR": "out", "RELEASEDIR": "rel", **given}
    words = [f"{name}={value if name == 'FILES' else project.base / value}" for name, value in values.items()]
    done = subprocess.run(["make", "-s", "check", "FORMAT=json", *words], cwd=ROOT, capture_output=True, text=True, check=False)
    found = json.loads(done.stdout)
    assert done.returncode and found["errors"] >= 1 and found["scope"] == ("files" if "FILES" in given else "site") and done.stderr


def test_a_problem_of_another_file_that_the_named_one_makes_is_told(project: Project) -> None:
    project.write({"items/a.md": item(), "items/b.md": item(Index="1/2", body="[一](c.md)\n"), "items/c.md": item(Index="1/3")})
    project.build()
    project.write({"items/9.md": item(Index="1/2")})
    (project.content / "items/c.md").unlink()
    _, out, _ = look(project, "items/9.md items/c.md", large=True)
    assert "items/b.md:2: 索引号“1/2”重复，另一处在 items/9.md:2" in out and "items/b.md:10: 链接到的条目“items/c.md”不存在" in out and "删去的 1 个" in out


@pytest.mark.parametrize(("old", "new", "is_told"), [
    ({}, {"Status": "draft"}, True), ({}, {}, False), ({"Validity": "废止 2013-01-01"}, {"Status": "draft"}, False), ({"Status": "draft"}, {"Status": "draft"}, False),
    ({"Withdrawn": "2014-03-18 内容有误"}, {"Status": "draft"}, False),
])
def test_a_document_that_was_repealed_for_a_draft_is_told(project: Project, old: dict[str, str], new: dict[str, str], is_told: bool) -> None:
    project.write({"items/old.md": item(**{"Index": "1/1", "Validity": "废止 2014-03-18", **old}), "items/new.md": item(Index="1/2", Replaces="1/1", **new)})
    code, out, _ = look(project, "items/old.md")
    assert code == 0 and ("提醒：已经写明废止，替代它的 items/new.md 还是草稿" in out) == is_told, out


@pytest.mark.parametrize("links", [{"body": "见[原文](index:1/2)。\n"}, {"Replaces": "1/2"}, {"Interprets": "1/2"}])
def test_a_deleted_item_that_another_refers_to_is_told(project: Project, links: dict[str, str]) -> None:
    """A small archive is read anew before it is checked, and has forgotten the number of what is gone."""
    project.write({"items/gone.md": item(Index="1/2"), "items/left.md": item(Index="1/3", **links), "items/other.md": item(Index="1/4")})
    assert look(project, "items/left.md")[0] == 0
    (project.content / "items/gone.md").unlink()
    code, out, _ = look(project, "items/gone.md")
    assert code == 1 and any(line.startswith("items/left.md") and "1/2" in line for line in told(out)), out


def test_without_a_catalogue_it_says_so_and_finds_no_fault_with_what_it_does_not_know(project: Project) -> None:
    project.write({"items/a.md": item(Replaces="1/2", body="[x](index:1/2)\n")})
    code, out, _ = look(project, "items/a.md", large=True)
    assert code == 0 and "还没有生成过网站，没有与别的信息核对" in out
    project.write({"items/b.md": item(Index="1/2")})
    project.build()
    assert "已与上次生成时的 2 条信息核对" in look(project, "items/a.md", large=True)[1]
    assert "已与全部 2 条信息核对" in look(project, "items/a.md")[1]


@pytest.mark.parametrize(("files", "said"), [("/etc/passwd", "不在内容文件夹"), ("'items/a.md", "引号不成对"), ("../secret", "不在内容文件夹")])
def test_what_is_no_file_of_the_content_is_refused(project: Project, files: str, said: str) -> None:
    code, _, err = look(project, files)
    assert code == 1 and said in err and "没有检查。" in err


def test_names_with_blanks_and_folders_are_found_and_other_files_are_named(project: Project) -> None:
    project.write({"items/甲 乙.md": item(), "items/丙/丁.md": item(Index="1/2"), "notes.txt": "x", "items/.hidden.md": item()})
    _, out, _ = look(project, f"'items/甲 乙.md' {project.content}/items/丙 notes.txt items/.hidden.md")
    assert "检查了信息 2 个" in out and "notes.txt（不是条目、附件、登记簿或页面）" in out and "items/.hidden.md（不会读它）" in out
    assert "检查了信息 2 个" in look(project, "items/甲 乙.md\nitems/丙/丁.md\n")[1]


def test_a_name_that_is_not_there_is_named(project: Project) -> None:
    project.write({"items/a.md": item()})
    said = "items/没有.md（不在那里，当作删去的；没有删过它的，核对 FILES 里的名称）"
    assert said in look(project, "items/没有.md")[1] and said in json.loads(look(project, "items/没有.md items/a.md", "json")[1])["not_checked"]


def test_json_of_some_files_has_the_documented_shape(project: Project) -> None:
    project.write({"items/a.md": item(Category="没有"), "items/b.md": item(Index="1/2", Summary=None)})
    code, out, _ = look(project, "items/a.md items/b.md", "json")
    said = json.loads(out)
    assert code == 1 and {name: said[name] for name in ("version", "scope", "errors", "warnings")} == {"version": 1, "scope": "files", "errors": 1, "warnings": 1}
    assert said["checked"] == [str(project.content / "items/a.md"), str(project.content / "items/b.md")] and said["not_checked"]
    assert [(entry["file"], entry["line"], entry["severity"], entry["rule"]) for entry in said["problems"]] == [
        (str(project.content / "items/a.md"), 3, "error", "content.reader.check_filing"), (str(project.content / "items/b.md"), 1, "warning", "content.reader.check"),
    ]
    assert all(entry["message"] and entry["remedy"] and {*entry} == {"file", "line", "severity", "message", "remedy", "rule"} for entry in said["problems"])
    assert look(project, "items/a.md", "xml")[0] == 1


def test_json_of_the_whole_site_stands_alone_on_standard_output(project: Project) -> None:
    project.write({"items/a.md": item(Category="没有"), "items/b.md": item(Replaces="1/9", Index="1/2")})
    command = [sys.executable, "-m", "disclosure.commands.run_pelican", "CONFFILE", "--strict", "--format", "json"]
    given = {"INPUTDIR": str(project.content), "OUTPUTDIR": str(project.output), "CONFFILE": str(ROOT / "pelicanconf.py"), "PELICANOPTS": f"-e 'CACHE_PATH=\"{project.base / 'cache'}\"'"}
    done = subprocess.run(command, cwd=ROOT, env=ENVIRONMENT | given, capture_output=True, text=True, check=False)
    said = json.loads(done.stdout)
    assert done.returncode != 0 and said["scope"] == "site" and said["errors"] == 2
    assert {entry["rule"] for entry in said["problems"]} == {"content.reader.check_filing", "catalogue.crosscheck.unknown_replacements"}
    assert "没有通过检查" in done.stderr


def test_a_format_that_is_unknown_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SystemExit, match="FORMAT（xml）只能写 text 或 json"):
        run_pelican.main(["CONFFILE", "--format", "xml"])


def test_a_problem_knows_the_check_that_found_it() -> None:
    def check() -> list[Problem]:
        return [Problem("a", 1, "b", "c") for _ in range(1)]

    assert check()[0].rule == f"{__name__}.test_a_problem_knows_the_check_that_found_it"
    assert check()[0] == Problem("a", 1, "b", "c", rule="x")


def test_what_concerns_a_file_is_found_by_indexes_however_large_the_archive(project: Project) -> None:
    project.write({f"items/{number}.md": item(Index=f"1/{number}") for number in range(1, 30)})
    project.build()
    base = next((project.base / "cache").glob("*/catalogue.sqlite"))
    excerpt = Excerpt(str(base), Registers(str(project.content)))
    list(excerpt.problems([], [], ["items/3.md"], lambda path: True))
    from disclosure.catalogue import excerpt as module

    plan = [row[3] for row in excerpt.connection.execute(f"EXPLAIN QUERY PLAN {module._CONCERNED}")]
    assert not [step for step in plan if re.match(r"SCAN base\.?\w*|SCAN (?:item|reference|attachment|interpretation)\b", step)], plan


def test_the_command_line_of_a_check_names_what_it_may_be_given() -> None:
    assert check_files.named_files(ROOT / "content", "").there == [] and Path(check_files.__file__).is_file()
