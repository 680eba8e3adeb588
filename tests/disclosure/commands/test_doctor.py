"""`make doctor` says what is wrong with machine and site, and how to mend it. Its exit code is honest."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from disclosure.commands import doctor, machine_checks
from disclosure.commands.machine_checks import BAD, GOOD, REMINDER

from tests.kit.project import ROOT, item


@pytest.fixture
def given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The variables of make for a small site. Nothing is wrong with it."""
    monkeypatch.chdir(ROOT)
    (tmp_path / "content/items").mkdir(parents=True)
    (tmp_path / "content/items/a.md").write_text(item(), encoding="utf-8")
    for name in ("pelicanconf", "publishconf"):
        (tmp_path / f"{name}.py").write_text("TIMEZONE = 'Asia/Shanghai'\n", encoding="utf-8")
    return {
        "INPUTDIR": str(tmp_path / "content"), "OUTPUTDIR": str(tmp_path / "output"), "RELEASEDIR": str(tmp_path / "release"),
        "CONFFILE": str(tmp_path / "pelicanconf.py"), "PUBLISHCONF": str(tmp_path / "publishconf.py"),
    }


def told(given: dict[str, str], capsys: pytest.CaptureFixture) -> tuple[int, str]:
    """Return exit code and output."""
    code = doctor.main(given)
    return code, capsys.readouterr().out


def test_a_good_site_is_good_and_every_part_is_named(given: dict[str, str], capsys: pytest.CaptureFixture) -> None:
    code, text = told(given, capsys)
    assert code == 0 and BAD not in text.rpartition("\n电脑")[0], text
    for part in ("Python 3.", "环境 .venv", "编码 UTF-8", "字体", "git version", "OUTPUTDIR", "RELEASEDIR", "浏览器", "时钟", "内容文件夹", "pelicanconf.py", "publishconf.py", "钥匙", "工作日历"):
        assert part in text, part


def test_settings_that_are_wrong_are_told_and_count(given: dict[str, str], capsys: pytest.CaptureFixture) -> None:
    Path(given["PUBLISHCONF"]).write_text("DISCLOSURE_SERCH = 1\nSITENAME = 5\n", encoding="utf-8")
    Path(given["CONFFILE"]).write_text("x = 1 / 0\n", encoding="utf-8")
    code, text = told(given, capsys)
    assert code == 1 and "是不是“DISCLOSURE_SEARCH”？" in text and "设置 SITENAME" in text and "pelicanconf.py:1: 配置读不下去（ZeroDivisionError" in text
    assert "Traceback" not in text


def test_a_folder_without_content_is_told(given: dict[str, str], capsys: pytest.CaptureFixture) -> None:
    code, text = told(given | {"INPUTDIR": "/nowhere"}, capsys)
    assert code == 1 and "没有内容文件夹 /nowhere/items" in text


def test_programs_that_a_target_needs_are_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    assert [finding.mark for finding in machine_checks.programs({"ssh"}, True)] == [BAD, BAD, BAD]
    assert list(machine_checks.programs({"mount"}, False)) == []
    assert next(iter(machine_checks.git("."))).mark == BAD
    assert machine_checks.browser().mark == REMINDER and machine_checks.fonts().mark == REMINDER


def test_old_browsers_do_not_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    for name, said, mark in (("firefox", "Mozilla Firefox 102.3", REMINDER), ("chromium", "Chromium 79.0", REMINDER), ("chromium", "Chromium 80.0", GOOD)):
        (tmp_path / name).write_text(f"#!/bin/sh\necho {said}\n")
        (tmp_path / name).chmod(0o755)
        finding = machine_checks.browser()
        assert finding.mark == mark and said in finding.words


def test_a_full_disk_and_a_clock_behind_the_last_release_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert machine_checks.space("OUTPUTDIR", str(tmp_path / "new/output")).mark == GOOD
    monkeypatch.setattr(machine_checks, "FREE_MB", 10**9)
    assert machine_checks.space("OUTPUTDIR", str(tmp_path)).mark == BAD
    assert machine_checks.clock(str(tmp_path)).mark == GOOD
    (tmp_path / "000001-29990101T000000Z-123456789abc").mkdir()
    assert machine_checks.clock(str(tmp_path)).mark == BAD


def test_git_is_asked_about_the_content(given: dict[str, str]) -> None:
    folder = given["INPUTDIR"]
    assert any("没有存进 Git" in finding.words for finding in machine_checks.git(folder))
    subprocess.run(["git", "init", "-q", folder], check=True)
    assert any("1 处改动还没有提交" in finding.words for finding in machine_checks.git(folder))


def test_a_machine_that_writes_no_chinese_is_told() -> None:
    code = "import sys; sys.path.insert(0, 'plugins'); from disclosure.commands.machine_checks import letters; sys.stdout.buffer.write(letters().words.encode())"
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "PYTHON"))} | {"PYTHONIOENCODING": "ascii"}
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, check=True)
    assert "输出的编码是 ascii" in done.stdout.decode() and "export LC_ALL=C.UTF-8" in done.stdout.decode()
