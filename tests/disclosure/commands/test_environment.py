"""The environment `.venv` is made by itself, and made again when it does not serve any more."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.kit.project import ROOT

ENVIRONMENT = os.environ | {"PYTHONPATH": str(ROOT / "plugins")}
COMMAND = ["-m", "disclosure.commands.environment"]


def run(place: Path, *words: str, python: str = sys.executable) -> subprocess.CompletedProcess:
    """Run the command in a folder."""
    return subprocess.run([python, *COMMAND, *words], cwd=place, env=ENVIRONMENT, capture_output=True, text=True, check=False)


def is_ready(place: Path) -> bool:
    """Return whether the environment of a folder says that it is whole."""
    try:
        return run(place, "--check", python=str(place / ".venv/bin/python")).returncode == 0
    except OSError:
        return False


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an environment of no packages."""
    place = tmp_path_factory.mktemp("made")
    (place / "requirements.lock").write_text("")
    done = run(place)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "第一次运行：准备环境 .venv ……\n" and is_ready(place)
    assert run(place).stdout == ""
    return place


@pytest.fixture
def place(made: Path, tmp_path: Path) -> Path:
    """A copy of it in a folder of another name, whose environment serves as it is."""
    shutil.copytree(made, tmp_path / "搬走的 folder", symlinks=True)
    assert is_ready(tmp_path / "搬走的 folder")
    return tmp_path / "搬走的 folder"


def dangling(venv: Path) -> None:
    """Python was upgraded: the interpreter is gone."""
    for path in (venv / "bin").glob("python*"):
        path.unlink()
        path.symlink_to("/nowhere/python3")


def no_pip(venv: Path) -> None:
    """It was killed while pip was put in."""
    (venv / ".publish").unlink()
    for path in (venv / "lib").glob("python*/site-packages/pip"):
        shutil.rmtree(path)


def a_file(venv: Path) -> None:
    """There is a file of that name."""
    shutil.rmtree(venv)
    venv.write_text("x")


def a_dangling_link(venv: Path) -> None:
    """It is a link to a folder that is gone."""
    shutil.rmtree(venv)
    venv.symlink_to("nowhere")


DAMAGES = {
    "dangling": (dangling, "不能用了"), "no pip": (no_pip, "不能用了"), "a file": (a_file, "不能用了"), "a dangling link": (a_dangling_link, "不能用了"),
    "half-made": (lambda venv: (venv / ".publish").unlink(), "没有准备完"), "another Python": (lambda venv: shutil.rmtree(venv / "lib"), "不能用了"),
    "no interpreter": (lambda venv: shutil.rmtree(venv / "bin"), "不能用了"), "an empty folder": (lambda venv: (shutil.rmtree(venv), venv.mkdir()), "不能用了"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_an_environment_that_does_not_serve_is_made_again(place: Path, damage: str) -> None:
    harm, said = DAMAGES[damage]
    harm(place / ".venv")
    assert not is_ready(place)
    done = run(place)
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == 1 and said in done.stdout
    assert is_ready(place)


def test_a_link_to_an_environment_of_others_is_replaced_and_the_others_stay(place: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    (place / ".venv").rename(elsewhere)
    (place / ".venv").symlink_to(elsewhere)
    assert is_ready(place)
    dangling(elsewhere)
    assert run(place).returncode == 0
    assert is_ready(place) and not (place / ".venv").is_symlink() and (elsewhere / "pyvenv.cfg").exists()


@pytest.mark.parametrize("stamp", [b"", b"garbage \xff", b"[]", b"{}"])
def test_a_stamp_that_says_nothing_has_the_packages_installed_again(place: Path, stamp: bytes) -> None:
    (place / ".venv/.publish").write_bytes(stamp)
    assert not is_ready(place)
    assert "重新安装" in run(place).stdout and is_ready(place)


def test_a_changed_lock_file_has_the_packages_installed_again_whatever_its_time(place: Path) -> None:
    lock = place / "requirements.lock"
    lock.write_text("# changed\n")
    os.utime(lock, (0, 0))
    assert not is_ready(place)
    done = run(place)
    assert done.returncode == 0 and "与 requirements.lock 不符，重新安装" in done.stdout
    assert is_ready(place)


def test_a_package_that_is_gone_has_the_packages_installed_again(place: Path) -> None:
    [packages] = (place / ".venv/lib").glob("python*/site-packages")
    (packages / "thing-1.0.dist-info").mkdir()
    assert run(place, "--stamp", python=str(place / ".venv/bin/python")).returncode == 0 and is_ready(place)
    (packages / "thing-1.0.dist-info").rmdir()
    assert not is_ready(place)


def test_packages_that_cannot_be_installed_are_told_and_the_next_run_tries_again(place: Path) -> None:
    (place / "requirements.lock").write_text("nothing-of-this-name==1.0 --hash=sha256:0\n")
    done = subprocess.run(
        [sys.executable, *COMMAND], cwd=place, env=ENVIRONMENT | {"PIP_NO_INDEX": "1"}, capture_output=True, text=True, check=False,
    )
    assert done.returncode == 1 and "没有装好需要的程序" in done.stderr and not is_ready(place)
    (place / "requirements.lock").write_text("")
    assert run(place).returncode == 0 and is_ready(place)
