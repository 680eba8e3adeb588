"""The commands of `make` without make: the same modules with the same arguments, also from a Windows console."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path, PureWindowsPath

import pytest
from disclosure.commands import verbs
from disclosure.model import addresses, locks

from tests.kit.makefile import TARGETS
from tests.kit.project import ROOT, item
from tests.kit.quick_builds import Quick

MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
HOSTILE = """a "b" 'c' $HOME $(ls) `ls`; d && e \\ 《通知》"""


def run(*words: str) -> list[list[str]]:
    """Return the commands that a verb would run."""
    found: list[list[str]] = []
    assert verbs.main(list(words), run=lambda command, _: found.append(command) or 0) == 0
    return found


@pytest.mark.parametrize("verb", verbs.VERBS)
def test_a_verb_is_a_target_of_make_with_its_help(verb: str) -> None:
    assert verb in TARGETS
    assert verbs.recipes(MAKEFILE)[verb][0]
    for command in run(verb):
        assert (ROOT / "plugins" / command[0].replace(".", "/")).with_suffix(".py").is_file() or (ROOT / "plugins" / command[0].replace(".", "/")).is_dir()
        assert not [word for word in command if "$" in word or word in ("&&", "if", "then", ";", "|")]


def test_the_help_is_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    assert verbs.main(["help"]) == 0
    lines = [line for line in capsys.readouterr().out.splitlines() if line.startswith("  ")]
    assert len(lines) == len(verbs.VERBS)
    assert not [line for line in lines if not re.search("[一-鿿]", line)]


FAKE = "import json, os, sys; open(os.environ['SEEN'], 'a').write(json.dumps(sys.argv[1:]) + '\\n')"


@pytest.mark.parametrize("verb", [verb for verb in verbs.VERBS if verb not in ("serve",)])
@pytest.mark.parametrize("files", ["", "content/items/a.md"])
def test_make_runs_the_same_modules_with_the_same_arguments(tmp_path: Path, verb: str, files: str) -> None:
    fake, seen = tmp_path / "python", tmp_path / "seen"
    fake.write_text(f"#!/bin/sh\nexec {sys.executable} -c \"{FAKE}\" \"$@\"\n", encoding="utf-8")
    fake.chmod(0o755)
    bin_folder = tmp_path / "venv/bin"
    bin_folder.mkdir(parents=True)
    (bin_folder / "python").symlink_to(fake)
    given = {"TITLE": HOSTILE.replace("$", ""), "FROM": "/x y", "FILES": files, "YEAR": "2014"}
    subprocess.run(
        ["make", "-s", "-o", "environment", f"VENV={tmp_path / 'venv'}", verb, *(f"{name}={value}" for name, value in given.items())],
        cwd=ROOT, env=os.environ | {"SEEN": str(seen)}, check=True, capture_output=True,
    )
    made = [json.loads(line) for line in seen.read_text(encoding="utf-8").splitlines()]
    made = [command[1:] for command in made if command[0] == "-m"]
    ours = [["python" if word == sys.executable else word for word in command] for command in run(verb, *(f"{name}={value}" for name, value in given.items()))]
    assert [["python" if word.endswith("bin/python") else word for word in command] for command in made] == ours


def test_a_value_stays_one_argument_whatever_is_in_it() -> None:
    assert f"--title={HOSTILE}" in run("new", f"TITLE={HOSTILE}")[-1]


@pytest.mark.parametrize(("words", "said"), [
    (["publish"], "没有命令“publish”；这个命令要用 make，在 Linux 上运行"), (["nwe"], "没有命令“nwe”；是不是“new”？"), (["new", "标题"], "看不懂“标题”；写成 名称=值"),
    (["new", "title=x"], "看不懂“title=x”"),
])
def test_a_wrong_command_is_told_with_what_is_meant(words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert verbs.main(words, run=lambda *_: pytest.fail("ran")) == 1
    assert said in capsys.readouterr().err


@pytest.mark.parametrize("place", ["D:\\网站\\某县", "\\\\server\\share\\site"])
def test_a_site_in_a_windows_folder_has_its_own_files(place: str) -> None:
    values = verbs.site_values(PureWindowsPath(place), {"OUTPUTDIR": "x"}, lambda _: True)
    assert values["INPUTDIR"] == place.rstrip("\\") + ("" if place.endswith("\\") else "\\") + "content"
    assert "OUTPUTDIR" not in values and values["CONFFILE"].endswith("\\pelicanconf.py")
    assert verbs.site_values(PureWindowsPath(place), {}, lambda _: False) == {}


def test_a_chinese_console_that_lacks_a_character_ends_no_command(monkeypatch: pytest.MonkeyPatch) -> None:
    console = io.TextIOWrapper(io.BytesIO(), encoding="gbk")
    monkeypatch.setattr(sys, "stdout", console)
    monkeypatch.setattr(sys, "stderr", console)
    with pytest.raises(UnicodeEncodeError):
        print("〔𠂇〕 😀")
    verbs.be_readable()
    print("〔𠂇〕 😀 通知")
    console.flush()
    assert "通知".encode("gbk") in console.buffer.getvalue() and rb"\U0001f600" in console.buffer.getvalue()


def test_a_real_command_runs_in_a_gbk_pipe(project: Quick) -> None:
    environment = os.environ | {"PYTHONPATH": str(ROOT / "plugins"), "PYTHONIOENCODING": "gbk"}
    command = [sys.executable, "-m", "disclosure", "new", "TITLE=关于😀的通知", "CATEGORY=法规文件/规范性文件", "AGENCY=区政府办公室", f"INPUTDIR={project.content}"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    (written,) = project.content.rglob("items/**/*.md")
    assert "Title: 关于😀的通知" in written.read_text(encoding="utf-8")


class Msvcrt:
    """Windows' module, as far as locks need it: a byte of a file is locked by one descriptor at a time."""

    LK_NBLCK = 2

    def __init__(self) -> None:
        self.held: dict[int, int] = {}

    def locking(self, descriptor: int, mode: int, number: int) -> None:
        assert os.lseek(descriptor, 0, os.SEEK_CUR) > 0x1000_0000 and (mode, number) == (2, 1)  # behind what is read
        if self.held.setdefault(os.fstat(descriptor).st_ino, descriptor) != descriptor:
            raise PermissionError


def test_locks_work_by_the_means_of_windows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locks, "fcntl", None)
    monkeypatch.setitem(sys.modules, "msvcrt", Msvcrt())
    with open(tmp_path / "lock", "w+") as one, open(tmp_path / "lock", "r+") as other:
        one.write("said")
        locks.take(one, wait=False)
        assert one.tell() == 4
        with pytest.raises(BlockingIOError):
            locks.take(other, wait=False)
    folder = locks.open_folder(tmp_path)
    locks.take(folder, wait=False)
    os.close(folder)
    assert (tmp_path / locks.FOLDER_LOCK).is_file()


@pytest.mark.parametrize("name", ["CON", "nul.pdf", "com1.doc", "LPT9.txt", "aux", "a:b.pdf", "a?.pdf", "x.", "x "])
def test_names_that_windows_cannot_have_are_told(name: str) -> None:
    assert addresses.portable_name(name)


def test_an_item_can_be_written_and_checked_without_make(project: Quick) -> None:
    project.write({"items/a.md": item(Date="2014年3月18日")})
    environment = os.environ | {"PYTHONPATH": str(ROOT / "plugins")}
    folders = [f"INPUTDIR={project.content}", f"OUTPUTDIR={project.output}", f"RELEASEDIR={project.base / 'release'}"]
    done = subprocess.run([sys.executable, "-m", "disclosure", "check", *folders], cwd=project.base, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1 and "a.md:6: Date（公开日期）：日期“2014年3月18日”的写法不对；改为 2014-03-18" in done.stdout, done.stdout + done.stderr


def test_the_windows_script_is_plain_ascii_with_its_own_line_ends() -> None:
    text = (ROOT / "site.cmd").read_bytes()
    assert text.isascii() and text.count(b"\r\n") == text.count(b"\n")
    assert b'-m disclosure %*' in text and b"software.txt" in text
