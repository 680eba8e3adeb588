"""A stick: one archive that installs itself with what a terminal has."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from .publishing import Configured, contents, shown


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
