"""A move or a renumbering that is killed at any step: the same command, run again, ends as if it had never been killed."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from disclosure.commands import amend, move, renumber, undo_log

from tests.disclosure.commands.test_renumber import NUMBER, merged, repository
from tests.kit.project import ROOT, Project, item
from tests.kit.repository import Repository

__all__ = ["repository"]  # a fixture
MOVED = {
    "items/a.md": item(body="见[表](a-表.csv)和[另一条](b.md)。\n"), "items/a-表.csv": "甲,乙\n", "items/b.md": item(Index="1/2", body="见[一](a.md)。\n"),
    "items/c.md": item(Index="1/3", body="见[一](a.md)。\n"), "registers/forms.csv": "code,name,file\n1,表,items/a-表.csv\n",
}
STEPS = ("fsync", "replace", "rename", "unlink", "remove")


def files(content: Path) -> dict[str, bytes]:
    return {path.relative_to(content).as_posix(): path.read_bytes() for path in content.rglob("*") if path.is_file()}


def moved(project: Project) -> int:
    words = [str(project.content), "--conf", str(project.base / "conf.py"), f"--output={project.output}", "--index=014500858/2014-00001", "--to=2014/甲", "--category=法规文件/法规"]
    return move.main(words)


def renumbered(project: Project) -> int:
    return renumber.main([str(project.content), "--conf", str(ROOT / "pelicanconf.py"), f"--output={project.output}", "--release="])


def killed(work: Callable[[], int], content: Path, at: int) -> bool:
    """Run a command in a process of its own, which kills itself before its n-th step on the disk within the content; return whether it came so far."""
    child = os.fork()
    if not child:
        left = at

        def counting(real: Callable) -> Callable:
            def step(*given: object, **more: object) -> object:
                nonlocal left
                is_own = isinstance(given[0], int) or str(given[0]).startswith(str(content))
                left -= is_own
                if is_own and left < 0:
                    os.kill(os.getpid(), signal.SIGKILL)
                return real(*given, **more)
            return step

        for name in STEPS:
            setattr(os, name, counting(getattr(os, name)))
        work()
        os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def completed(project: Project, run: Callable[[Project], int], start: Callable[[], None]) -> None:
    """Assert that a command ends in the same state wherever it was killed before."""
    start()
    before = files(project.content)
    assert run(project) == 0
    wanted = files(project.content)
    assert wanted != before and undo_log.NAME not in wanted
    at = 0
    while True:
        for path in files(project.content):
            (project.content / path).unlink()
        for path, data in before.items():
            (project.content / path).parent.mkdir(parents=True, exist_ok=True)
            (project.content / path).write_bytes(data)
        if not killed(lambda: run(project), project.content, at):
            break
        again = run(project)
        assert files(project.content) == wanted, (at, again)  # killed before the very last step it has nothing more to do
        at += 1
    assert at > 5


@pytest.fixture
def small(project: Project) -> Project:
    (project.base / "conf.py").write_text(f"import sys\nsys.path.insert(0, {str(ROOT)!r})\nfrom pelicanconf import *\nCACHE_PATH = {str(project.base / 'cache')!r}\n", encoding="utf-8")
    project.write(MOVED)
    return project


def test_a_move_that_was_killed_is_completed_by_the_same_command(small: Project) -> None:
    completed(small, moved, lambda: None)
    text = (small.content / "items/2014/甲/a.md").read_text(encoding="utf-8")
    assert "(../../b.md)" in text and "Category: 法规文件/法规" in text  # lines of the header and links change in one file
    assert "items/2014/甲/a-表.csv" in (small.content / "registers/forms.csv").read_text(encoding="utf-8")


def test_a_renumbering_that_was_killed_is_completed_by_the_same_command(repository: Repository) -> None:
    completed(repository, renumbered, lambda: merged(repository))
    assert NUMBER not in (repository.content / "items/of-b.md").read_text(encoding="utf-8")


def test_what_was_not_finished_is_put_back_by_any_verb_and_said(small: Project, capsys: pytest.CaptureFixture) -> None:
    before = files(small.content)
    assert killed(lambda: moved(small), small.content, 8)
    assert (small.content / undo_log.NAME).exists() and files(small.content)["items/a.md"] != before["items/a.md"]
    (small.content / "items/c.md").write_text(item(Index="1/3", body="后来写的。\n"), encoding="utf-8")
    assert amend.main([str(small.content), "--conf", str(small.base / "conf.py"), "--index=1/99"]) == 1
    out = capsys.readouterr().out
    assert "上一次的命令没有做完就停了，先恢复原样：" in out
    now = files(small.content)
    assert now.pop("items/c.md").decode() == item(Index="1/3", body="后来写的。\n")
    assert now == {path: data for path, data in before.items() if path != "items/c.md"}


def test_a_step_that_fails_undoes_those_before_it(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("1")
    with pytest.raises(FileNotFoundError), undo_log.UndoLog(tmp_path) as log:
        log.write("a", b"2")
        log.write("b", b"3")
        log.rename("a", "c/a")
        log.rename("nowhere", "d")
    assert files(tmp_path) == {"a": b"1"}


def test_a_file_that_changed_since_is_told_and_stays(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("1")
    log = undo_log.UndoLog(tmp_path)
    log.write("a", b"2")
    (tmp_path / "a").write_text("3")
    assert len(undo_log.recover(tmp_path)) == 1 and (tmp_path / "a").read_text() == "3"
    assert undo_log.recover(tmp_path) == []


@pytest.mark.parametrize(("key", "meant"), [("修改日期", "Modified"), ("修改时间", "Modified"), ("Modifed", "Modified"), ("last_mod", ""), ("修改说明", "Revisions"), ("Revision", "Revisions")])
def test_a_key_that_nobody_reads_gets_no_second_line(small: Project, capsys: pytest.CaptureFixture, key: str, meant: str) -> None:
    path = small.content / "items/a.md"
    path.write_text(item(body="正文。\n").replace("\n\n", f"\n{key}: 2014-03-19\n\n", 1), encoding="utf-8")
    before = path.read_bytes()
    code = amend.main([str(small.content), "--conf", str(small.base / "conf.py"), "--index=014500858/2014-00001", "--note=改正笔误"])
    err = capsys.readouterr().err
    if meant:
        assert code == 1 and f"表头不认识“{key}”" in err and meant in err and path.read_bytes() == before, err
    else:
        assert b"Modified: " in path.read_bytes() and b"last_mod" in path.read_bytes(), err
