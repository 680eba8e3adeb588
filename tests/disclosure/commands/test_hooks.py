"""Hooks of Git, run by Git: before a commit the staged bytes are checked, before a push the commit that is pushed."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.kit.project import ROOT, item
from tests.kit.repository import Repository

BAD = {"Category": "法规文件/规范文件"}


class Hooked(Repository):
    """A repository with the hooks, in a folder with an odd name."""

    def __init__(self, base: Path) -> None:
        base.mkdir(parents=True)
        super().__init__(base)
        self.conf = base / "conf.py"
        self.conf.write_text(f"import sys\nsys.path.insert(0, {str(ROOT)!r})\nfrom pelicanconf import *\nCACHE_PATH = {str(base.parent / 'cache')!r}\n", encoding="utf-8")

    def install(self) -> subprocess.CompletedProcess:
        """Run `make hooks`."""
        words = [f"INPUTDIR={self.content}", f"OUTPUTDIR={self.base.parent / 'out'}", f"RELEASEDIR={self.base.parent / 'rel'}", f"CONFFILE={self.conf}"]
        return subprocess.run(["make", "-s", "hooks", *words], cwd=ROOT, capture_output=True, text=True, check=False)

    def attempt(self, *words: str, place: Path | None = None) -> tuple[int, str]:
        """Run a command of Git; return its exit code and all that was printed."""
        done = self.run(*words, place=place)
        return done.returncode, done.stdout + done.stderr


@pytest.fixture
def hooked(tmp_path: Path) -> Hooked:
    found = Hooked(tmp_path / "区 县's")
    done = found.install()
    assert done.returncode == 0, done.stderr
    return found


def test_what_is_staged_is_checked_whatever_the_working_tree_has(hooked: Hooked) -> None:
    hooked.write({"items/甲 一.md": item(**BAD)})
    hooked.git("add", "-A")
    hooked.write({"items/甲 一.md": item()})
    code, said = hooked.attempt("commit", "-m", "一")
    assert code != 0 and "items/甲 一.md:3: 信息分类“法规文件/规范文件”不在分类表上" in said and "没有提交" in said
    hooked.git("add", "-A")
    hooked.write({"items/甲 一.md": item(**BAD)})
    assert hooked.attempt("commit", "-m", "一")[0] == 0
    assert hooked.attempt("commit", "-a", "-m", "二")[0] != 0  # Git has an index of its own for this
    assert hooked.attempt("commit", "-m", "三", "--no-verify", "-a")[0] == 0


def test_deletions_renames_and_clashes_are_seen_beside_all_that_is_committed(hooked: Hooked) -> None:
    hooked.commit({"items/a.md": item(body="[表](a 表.csv)\n".replace(" ", "%20")), "items/a 表.csv": "甲,乙\n", "items/b.md": item(Index="1/2", body="[一](a.md)\n")})
    hooked.git("rm", "-q", "content/items/a 表.csv")
    code, said = hooked.attempt("commit", "-m", "x")
    assert code != 0 and "items/a.md:10: 附件“items/a 表.csv”不在那里" in said
    hooked.git("reset", "-q", "--hard")
    hooked.git("mv", "content/items/a.md", "content/items/丙.md")
    code, said = hooked.attempt("commit", "-m", "x")
    assert code != 0 and "items/b.md:10: 链接到的条目“items/a.md”不存在" in said
    hooked.git("reset", "-q", "--hard")
    hooked.write({"items/0.md": item(Index="1/2")})
    hooked.git("add", "-A")
    code, said = hooked.attempt("commit", "-m", "x")
    assert code != 0 and "索引号“1/2”重复" in said
    hooked.git("reset", "-q", "--hard")
    hooked.write({"items/unstaged.md": item(Index="1/9"), "items/c.md": item(Index="1/9")})
    hooked.git("add", "content/items/c.md")
    assert hooked.attempt("commit", "-m", "what is not staged does not count")[0] == 0


def test_staged_registers_count_and_other_files_do_not(hooked: Hooked) -> None:
    hooked.commit({"items/a.md": item(), "registers/agencies.csv": "code,name\n014500858,区政府办公室\n"})
    hooked.write({"registers/agencies.csv": "code,name\n014500858,区政府办公室\n014500859,区财政局\n", "items/b.md": item(Index="1/2", Agency="区财政局")})
    hooked.git("add", "content/items/b.md")
    assert "发布机构“区财政局”不在机构名册上" in hooked.attempt("commit", "-m", "x")[1]
    hooked.git("add", "-A")
    assert hooked.attempt("commit", "-m", "x")[0] == 0
    (hooked.base / "other.txt").write_text("x")
    hooked.git("add", "-A")
    assert hooked.attempt("commit", "-m", "x")[0] == 0


def test_a_push_is_checked_as_a_whole_and_as_it_is_committed(hooked: Hooked) -> None:
    remote = hooked.base.parent / "remote.git"
    hooked.git("init", "-q", "--bare", str(remote))
    hooked.git("remote", "add", "origin", str(remote))
    hooked.commit({"items/a.md": item(**BAD)})
    code, said = hooked.attempt("push", "origin", "main")
    assert code != 0 and "信息分类“法规文件/规范文件”不在分类表上" in said and "没有推送" in said
    hooked.write({"items/a.md": item()})
    code, said = hooked.attempt("push", "origin", "main")
    assert code != 0 and "工作区里的内容与要推送的" in said
    hooked.commit({"items/a.md": item()})
    hooked.write({"items/unfinished.md": item(Index="1/3", **BAD)})
    assert hooked.attempt("push", "origin", "main")[0] == 0
    (hooked.content / "items/unfinished.md").unlink()
    hooked.commit({"items/b.md": item(Index="1/4")})
    assert hooked.attempt("push", "origin", "main")[0] == 0
    assert hooked.attempt("push", "origin", "--delete", "main")[0] in (0, 1)


def test_every_work_tree_is_checked_with_its_own_content(hooked: Hooked) -> None:
    hooked.commit({"items/a.md": item()})
    other = hooked.base.parent / "另一处"
    hooked.git("worktree", "add", "-q", str(other), "-b", "two")
    (other / "content/items/b.md").write_text(item(Index="1/2", **BAD), encoding="utf-8")
    hooked.git("add", "-A", place=other)
    code, said = hooked.attempt("commit", "-m", "x", place=other)
    assert code != 0 and "items/b.md:3" in said
    (other / "content/items/b.md").write_text(item(Index="1/2"), encoding="utf-8")
    hooked.git("add", "-A", place=other)
    assert hooked.attempt("commit", "-m", "x", place=other)[0] == 0


def test_hooks_of_others_are_left_alone_and_ours_are_renewed(hooked: Hooked) -> None:
    hook = hooked.base / ".git/hooks/pre-commit"
    ours = hook.read_text(encoding="utf-8")
    assert hooked.install().returncode == 0 and hook.read_text(encoding="utf-8") == ours
    hook.write_text("#!/bin/sh\nexit 0\n")
    done = hooked.install()
    assert done.returncode != 0 and "不是本软件写的，没有动它" in done.stderr and "--run pre-commit" in done.stderr
    assert hook.read_text() == "#!/bin/sh\nexit 0\n"


def test_without_a_repository_or_with_shared_hooks_nothing_is_installed(hooked: Hooked, tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir()
    hooked.git("config", "core.hooksPath", str(tmp_path / "shared"))
    done = hooked.install()
    assert done.returncode != 0 and "core.hooksPath" in done.stderr and not list((tmp_path / "shared").iterdir())
    shutil.rmtree(hooked.base / ".git")
    done = hooked.install()
    assert done.returncode != 0 and "不在 Git 的管理下" in done.stderr


def test_a_hook_whose_software_is_gone_says_so_and_stops(hooked: Hooked) -> None:
    hook = hooked.base / ".git/hooks/pre-commit"
    hook.write_text(hook.read_text(encoding="utf-8").replace(str(ROOT), "/nowhere/software"), encoding="utf-8")
    hooked.write({"items/a.md": item()})
    hooked.git("add", "-A")
    code, said = hooked.attempt("commit", "-m", "x")
    assert code != 0 and "没有检查：/nowhere/software 里没有可以运行的软件" in said


def test_a_site_of_its_own_has_the_hooks_too(tmp_path: Path) -> None:
    site = tmp_path / "site"
    done = subprocess.run(["make", "-s", "init", f"SITE={site}", "DISTRICT=澄江县"], cwd=ROOT, capture_output=True, text=True, check=False, stdin=subprocess.PIPE)
    assert done.returncode == 0, done.stderr
    repository = Repository(site)
    done = subprocess.run(["make", "-s", "-C", str(site), "hooks"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    repository.git("add", "-A")
    code = repository.run("commit", "-m", "开始")
    assert code.returncode == 0, code.stdout + code.stderr
    repository.write({"items/x.md": "Title: 只有标题\n\n正文\n"})
    repository.git("add", "-A")
    bad = repository.run("commit", "-m", "坏")
    assert bad.returncode != 0 and "缺少 Index（索引号）" in bad.stdout + bad.stderr


def test_settings_that_differ_from_what_is_committed_are_told(hooked: Hooked) -> None:
    hooked.write({"items/a.md": item()})
    hooked.git("add", "-A")
    code, said = hooked.attempt("commit", "-m", "x")
    assert code == 0 and "现在的样子检查" not in said
    hooked.conf.write_text(hooked.conf.read_text(encoding="utf-8") + 'SITENAME = "别的"\n', encoding="utf-8")
    hooked.write({"items/b.md": item(Index="1/2")})
    hooked.git("add", "content")
    code, said = hooked.attempt("commit", "-m", "x")
    assert code == 0 and "设置照 conf.py 现在的样子检查，与要提交的不同" in said, said
    hooked.git("add", "-A")
    hooked.git("rm", "-q", "--cached", "conf.py")
    hooked.write({"items/c.md": item(Index="1/3")})
    hooked.git("add", "content")
    assert "设置照 conf.py 现在的样子检查" in hooked.attempt("commit", "-m", "x")[1]
