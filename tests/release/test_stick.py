"""A stick: one archive that installs itself with what a terminal has."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
from release import portable

from tests.kit.publishing import Configured, contents, shown


@pytest.fixture
def publisher(tmp_path: Path) -> Configured:
    return Configured(tmp_path)


def test_a_stick_carries_the_release_and_installs_it_with_one_command(publisher: Configured, tmp_path: Path) -> None:
    stick, terminal = tmp_path / "U 盘", tmp_path / "home dir/site"
    stick.mkdir()
    publisher.targets["stick"] = {"kind": "stick", "path": str(stick)}
    install = ["sh", stick / "install.sh", terminal]
    for text in "一二":
        publisher.write({"index.html": text, f"{text}.html": text})
        done = publisher.publish()
        assert done.returncode == 0, done.stdout + done.stderr
        installed = subprocess.run(install, capture_output=True, text=True, check=False, env=os.environ | {"PATH": "/usr/bin:/bin"})
        assert installed.returncode == 0, installed.stderr
        assert shown(terminal) == contents(publisher.source)
    assert publisher.run("verify", "--target", "stick").returncode == 0
    before = shown(terminal)
    archive = next(path for path in stick.glob("000002*.tar.gz"))
    archive.write_bytes(archive.read_bytes()[:-100])
    assert publisher.run("verify", "--target", "stick").returncode == 1
    done = subprocess.run(install, capture_output=True, text=True, check=False)
    assert done.returncode == 1 and "压缩包坏了" in done.stderr
    assert shown(terminal) == before
    assert publisher.run("rollback", "--target", "stick").returncode == 0
    subprocess.run(install, check=True, stdout=subprocess.DEVNULL)
    assert (terminal / "current/index.html").read_text() == "一"


PROGRAMS = ("awk", "cat", "cmp", "cut", "dirname", "find", "grep", "gzip", "head", "ln", "ls", "mkdir", "mv", "rm", "sed", "sha256sum", "sh", "sort", "sync", "tail", "tar")
"""What a terminal has, and no more: no Python, nothing that reaches a network."""


@pytest.fixture
def bare(tmp_path: Path) -> dict[str, str]:
    """The environment of a terminal with nothing but its usual programs."""
    (tmp_path / "bin").mkdir()
    for name in PROGRAMS:
        (tmp_path / "bin" / name).symlink_to(Path(shutil.which(name)).resolve())
    return {"PATH": str(tmp_path / "bin"), "HOME": str(tmp_path / "a home")}


@pytest.fixture
def stick(publisher: Configured, tmp_path: Path) -> Path:
    """A stick with a release, in a folder whose name a shell would take apart."""
    place = tmp_path / "U 盘 $(touch hacked) it's"
    publisher.publish()
    assert publisher.run("bundle", str(place)).returncode == 0
    return place


def double_click(file: Path, environment: dict[str, str]) -> subprocess.CompletedProcess:
    """Start a desktop entry as the specification says: the Exec key taken apart, the fields put in, no shell."""
    line = next(line for line in file.read_text(encoding="utf-8").splitlines() if line.startswith("Exec="))
    command = [str(file) if word == "%k" else word for word in shlex.split(line.removeprefix("Exec="))]
    command[0] = str(Path(environment["PATH"]) / command[0])
    return subprocess.run(command, env=environment, cwd="/", capture_output=True, text=True, check=False)


@pytest.mark.parametrize("way", ["one command", "double-click"])
def test_a_terminal_with_neither_python_nor_network_installs_the_stick(publisher: Configured, stick: Path, bare: dict, way: str) -> None:
    home = Path(bare["HOME"]) / "reading-room"
    for text in ("首页", "第二版"):
        publisher.write({"index.html": text})
        publisher.publish()
        publisher.run("bundle", str(stick))
        if way == "double-click":
            done = double_click(stick / "install.desktop", bare)
        else:
            done = subprocess.run([f"{bare['PATH']}/sh", stick / "install.sh"], env=bare, capture_output=True, text=True, check=False)
        assert done.returncode == 0 and "已安装版本" in done.stdout, done.stderr
        assert shown(home) == contents(publisher.source)
    assert not [*Path("/").glob("hacked"), *stick.parent.rglob("hacked")]


def test_an_archive_of_another_target_is_not_promised(publisher: Configured, tmp_path: Path) -> None:
    publisher.publish()
    done = publisher.run("bundle", "--target", "library-1", str(tmp_path / "bundle"))
    assert done.returncode == 1 and "去掉 TO" in done.stderr
    assert not (tmp_path / "bundle").exists()
    assert publisher.run("bundle", "--target", "local", str(tmp_path / "bundle")).returncode == 0


def test_what_a_double_click_starts_may_be_run(stick: Path) -> None:
    assert {path.name for path in stick.iterdir() if os.access(path, os.X_OK)} == {"install.sh", "check.sh", "install.desktop"}


def test_installing_again_puts_a_release_right_that_somebody_changed(publisher: Configured, stick: Path, bare: dict) -> None:
    home = Path(bare["HOME"]) / "reading-room"
    install = [f"{bare['PATH']}/sh", stick / "install.sh"]
    subprocess.run(install, env=bare, check=True, stdout=subprocess.DEVNULL)
    first = (home / "current").resolve()
    subprocess.run(install, env=bare, check=True, stdout=subprocess.DEVNULL)
    assert (home / "current").resolve() == first and len([*home.glob("0*")]) == 1
    (first / "index.html").write_text("改过的", encoding="utf-8")
    subprocess.run(install, env=bare, check=True, stdout=subprocess.DEVNULL)
    assert shown(home) == contents(publisher.source)
    assert (home / "current").resolve().name == "000002" + first.name[6:]


def test_windows_is_given_what_its_command_interpreter_reads(stick: Path) -> None:
    script = (stick / "install.cmd").read_bytes()
    assert script.isascii() and script.count(b"\n") == script.count(b"\r\n") > 50
    text = script.decode()
    labels = set(re.findall(r"^:(\w+)", text, re.MULTILINE))
    assert set(re.findall(r"\bgoto (\w+)", text)) | set(re.findall(r"\bcall :(\w+)", text)) == labels
    keys = set(re.findall(r"^(\w+)=", (stick / "messages.txt").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"call :(?:say|fail) (\w+)", text)) == keys
    told = (stick / "说明.txt").read_text(encoding="utf-8-sig")
    release = next(stick.glob("*.tar.gz")).name
    assert all(step in told for step in ("双击 install.cmd", f"certutil -hashfile {release} SHA256", f"tar -xf {release} -C C:\\reading-room\\", "mklink /J", "Get-FileHash"))


def test_the_longest_path_fits_into_what_windows_allows(stick: Path) -> None:
    release = next(stick.glob("*.tar.gz")).name.removesuffix(".tar.gz")
    assert all(len(f"C:\\reading-room\\{folder}\\") + portable.LONGEST_PATH < 260 for folder in ("current", "new", release))


def test_a_name_on_a_stick_that_is_no_name_of_a_release_is_not_used(stick: Path, bare: dict) -> None:
    (stick / "newest.txt").write_text("../../etc\n")
    done = subprocess.run([f"{bare['PATH']}/sh", stick / "install.sh"], env=bare, capture_output=True, text=True, check=False)
    assert done.returncode == 1 and "newest.txt 的内容不对" in done.stderr
