"""A clash of Index is mended: who was released or committed first keeps it, and only what is provably to the other is changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from disclosure.commands import renumber

from tests.kit.project import ROOT, Project, item
from tests.kit.repository import Repository

NUMBER = "014500858/2014-00002"
LINK = f"见[x](index:{NUMBER})。\n"


def mend(project: Project, capsys: pytest.CaptureFixture, release: Path | str = "") -> tuple[int, str, str]:
    """Run the command; return its exit code and what it printed."""
    words = [str(project.content), "--conf", str(ROOT / "pelicanconf.py"), f"--output={project.output}", f"--release={release}"]
    code = renumber.main(words)
    out, err = capsys.readouterr()
    return code, out, err


def text(project: Project, path: str) -> str:
    return (project.content / path).read_bytes().decode()


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """Two branches that took the same number: that of `a.md` on the second day, that of `b.md` on the third."""
    found = Repository(tmp_path)
    found.commit({"items/o.md": item(Title="原"), "registers/agencies.csv": "code,name\r\n014500858,区政府办公室\r\n"})
    found.git("checkout", "-q", "-b", "two")
    found.commit({
        "items/b.md": item(Title="乙", Index=NUMBER, body="正文乙。\n").replace("\n", "\r\n"), "items/of-b.md": item(Title="乙的后续", Index="014500858/2014-00003", Replaces=NUMBER, body=LINK),
        "pages/p.md": "Title: 页\nSlug: p\n\n[乙](/items/2014/014500858-2014-00002.html)\n",
    }, 3)
    found.git("checkout", "-q", "main")
    found.commit({"items/a.md": item(Title="甲", Index=NUMBER), "items/of-a.md": item(Title="甲的后续", Index="014500858/2014-00005", body=LINK)}, 2)
    return found


def merged(repository: Repository) -> Repository:
    repository.git("merge", "-q", "two", "-m", "merge", GIT_COMMITTER_DATE="2014-01-04T00:00:00+0000")
    return repository


def test_the_item_that_was_committed_first_keeps_its_number_and_references_follow_the_other(repository: Repository, capsys: pytest.CaptureFixture) -> None:
    merged(repository).write({"items/new.md": item(Title="新", Index="014500858/2014-00006", body=LINK)})
    before = {path: text(repository, path) for path in ("items/a.md", "items/of-a.md", "items/new.md")}
    code, out, err = mend(repository, capsys)
    assert (code, err) == (0, "")
    assert {path: text(repository, path) for path in before} == before
    other = "014500858/2014-00007"
    assert text(repository, "items/b.md") == item(Title="乙", Index=other, body="正文乙。\n").replace("\n", "\r\n")
    assert text(repository, "items/of-b.md") == item(Title="乙的后续", Index="014500858/2014-00003", Replaces=other, body=LINK.replace(NUMBER, other))
    assert "(/items/2014/014500858-2014-00007.html)" in text(repository, "pages/p.md")
    told = [line for line in out.splitlines() if "说不准" in line]
    assert len(told) == 1 and "items/new.md:10: " in told[0] and "（甲）先提交" in out
    assert mend(repository, capsys)[1].startswith("核对了 6 条信息的索引号，没有重复的")
    repository.good()


def test_a_released_item_keeps_its_number_though_it_was_committed_later(repository: Repository, capsys: pytest.CaptureFixture) -> None:
    merged(repository)
    release = repository.base / "release/current"
    (release / "data").mkdir(parents=True)
    (release / "data/catalogue-2014.csv").write_text(f"索引号,名称,发布机构,生成日期,修改日期,地址\n{NUMBER},乙,区政府办公室,2014-03-03,,items/2014/014500858-2014-00002.html\n", encoding="utf-8")
    assert "（乙）已经发布" in mend(repository, capsys, release)[1]
    assert f"Index: {NUMBER}" in text(repository, "items/b.md") and NUMBER not in text(repository, "items/a.md")
    assert NUMBER not in text(repository, "items/of-a.md") and NUMBER in text(repository, "items/of-b.md")


def test_both_sides_of_a_file_that_two_branches_added_become_two_items(tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    repository = Repository(tmp_path)
    repository.commit({"items/o.md": item(Title="原")})
    repository.git("checkout", "-q", "-b", "two")
    repository.commit({"items/same.md": item(Title="乙", Index=NUMBER), "items/of-b.md": item(Title="丙", Index="014500858/2014-00003", body=LINK)}, 3)
    repository.git("checkout", "-q", "main")
    repository.commit({"items/same.md": item(Title="甲", Index=NUMBER)}, 2)
    assert repository.run("merge", "-q", "two").returncode != 0
    code, out, _ = mend(repository, capsys)
    assert code == 0 and "合并时混在一起了" in out and "git add" in out
    assert text(repository, "items/same.md") == item(Title="甲", Index=NUMBER)
    assert text(repository, "items/same-2.md") == item(Title="乙", Index="014500858/2014-00004")
    assert "index:014500858/2014-00004" in text(repository, "items/of-b.md")
    assert mend(repository, capsys)[1].startswith("核对了")
    repository.git("add", "-A")
    repository.git("commit", "-q", "-m", "merged")


def test_without_a_history_nothing_is_guessed_but_the_number(project: Project, capsys: pytest.CaptureFixture) -> None:
    project.write({"items/a.md": item(Title="甲", Index=NUMBER, Status="draft"), "items/b.md": item(Title="乙", Index=NUMBER), "items/c.md": item(Index="014500858/2014-00009", body=LINK)})
    code, out, _ = mend(project, capsys)
    assert code == 0 and "没有发布和提交的记录" in out and "说不准" in out
    assert f"Index: {NUMBER}" in text(project, "items/b.md") and "Index: 014500858/2014-00010" in text(project, "items/a.md") and NUMBER in text(project, "items/c.md")


def test_numbers_that_give_one_address_clash_too_and_faulty_headers_are_refused(project: Project, capsys: pytest.CaptureFixture) -> None:
    project.write({"items/a.md": item(Index="A/2014-1"), "items/b.md": item(Index="a-2014/1")})
    assert mend(project, capsys)[0] == 0
    assert "Index: A/2014-1\n" in text(project, "items/a.md") and "Index: a-2014/1\n" not in text(project, "items/b.md")
    project.write({"items/b.md": item(Index="A/2014-1").replace("Title: ", "Title：")})
    code, _, err = mend(project, capsys)
    assert code == 1 and "items/b.md 的表头有错" in err
