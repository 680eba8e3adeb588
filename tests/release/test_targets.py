"""A publication and its targets: what is said, what waits, what is refused."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest
from release import publish, targets
from release.delivery import Delivery

from tests.kit.publishing import ENVIRONMENT, Configured, contents, shown


@pytest.fixture
def publisher(tmp_path: Path) -> Configured:
    return Configured(tmp_path)


@pytest.mark.parametrize(("given", "said"), [
    ({"kind": "ftp", "path": "/a"}, "kind"), ({"kind": "mount", "path": "relative"}, "path"), ({"kind": "mount", "path": "/a/../../etc"}, "path"),
    ({"kind": "ssh", "path": "/a", "host": "-oProxyCommand=touch hacked"}, "host"), ({"kind": "ssh", "path": "/a", "host": "a b"}, "host"),
    ({"kind": "mount", "path": "/a", "key": "x"}, "key"), ({"kind": "ssh", "path": "/a", "host": "a", "options": ["-o Proxy"]}, "options"),
])
def test_a_target_that_cannot_be_is_refused_before_anything_is_built(publisher: Configured, given: dict, said: str) -> None:
    publisher.targets["bad"] = given
    done = publisher.publish()
    assert done.returncode == 1 and "没有发布：目标 bad" in done.stderr and said in done.stderr
    assert not publisher.target.exists()


def test_a_clock_that_was_wrong_is_said_and_the_order_stays(publisher: Configured) -> None:
    publisher.publish()
    path = publisher.current / "release.json"
    path.write_text(path.read_text().replace('"date": "2', '"date": "3'))
    publisher.write({"index.html": "新"})
    done = publisher.publish()
    assert done.returncode == 0 and "时钟可能不对" in done.stdout
    assert publisher.delivered() == contents(publisher.source)


def test_a_build_that_fails_delivers_nothing_and_its_exit_code_is_kept(publisher: Configured) -> None:
    publisher.publish()
    before = publisher.current
    publisher.write({"index.html": "新"})
    assert publisher.publish("--", "sh", "-c", "exit 3").returncode == 3
    assert publisher.current == before


def test_a_build_that_could_not_load_its_plugin_and_says_that_all_is_well_publishes_nothing(publisher: Configured) -> None:
    """Pelican logs what it cannot load, goes on, and ends with 0."""
    publisher.publish()
    before = publisher.current
    for name, text in (("content/a.txt", ""), ("plugins/broken.py", "raise ImportError('numpy')"), ("site.py", f"PLUGIN_PATHS = [{str(publisher.base / 'plugins')!r}]\nPLUGINS = ['broken']\n")):
        (publisher.base / name).parent.mkdir(exist_ok=True)
        (publisher.base / name).write_text(text)
    pelican = [sys.executable, "-m", "pelican", str(publisher.base / "content"), "-o", str(publisher.source), "-s", str(publisher.base / "site.py")]
    for command in ("publish", "hold"):
        done = publisher.run(command, "--mark", ".done", str(publisher.source), "--", *pelican)
        assert done.returncode == 1 and "没有做完" in done.stderr and "插件" in done.stderr, done.stdout + done.stderr
    assert publisher.current == before
    assert publisher.run("publish", "--mark", ".done", str(publisher.source), "--", "touch", str(publisher.source / ".done")).returncode == 0


def test_a_build_that_the_system_ends_is_said_to_have_ended_so(publisher: Configured) -> None:
    done = publisher.publish("--", "sh", "-c", "kill -9 $$")
    assert done.returncode == 137 and "多半是内存不够" in done.stderr
    assert not publisher.target.exists()


def test_nobody_builds_while_another_delivers(publisher: Configured) -> None:
    """The second build would change files under the first delivery."""
    slow = ["--", "sh", "-c", f"sleep 1.5; echo 甲 > '{publisher.source}/index.html'"]
    (publisher.base / "conf.py").write_text("")
    command = [*publisher.command("publish", "--conf", str(publisher.base / "conf.py")), str(publisher.source), *slow]
    with subprocess.Popen(command, env=ENVIRONMENT, stdout=subprocess.PIPE, text=True) as first:
        time.sleep(0.7)
        done = publisher.run("hold", str(publisher.source), "--", "sh", "-c", f"echo 乙 > '{publisher.source}/index.html'")
        assert first.communicate()[0].count("已换成新版本") == 1
    assert "等它结束" in done.stdout
    assert (publisher.current / "index.html").read_text() == "甲\n"
    assert (publisher.source / "index.html").read_text() == "乙\n"


def test_an_error_that_nobody_foresaw_is_told_by_its_name_and_does_not_stop_the_others(
    publisher: Configured, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    """It is not taken for a line that was cut."""
    real = targets.Folder.deliver

    def deliver(target: targets.Folder, place: str) -> Delivery:
        if target.path.endswith("one"):
            raise KeyError("id")
        return real(target, place)

    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    publisher.targets = {name: {"kind": "mount", "path": str(tmp_path / name)} for name in ("one", "two")}
    publisher.publish("--target", "local")
    monkeypatch.setattr(targets.Folder, "deliver", deliver)
    assert publish.publish(str(publisher.source), str(publisher.target), str(publisher.base / "conf.py"), "", []) == 1
    said = capsys.readouterr().out
    assert "没有发布成功：没有料到的错误（KeyError：'id'）；把这一行告诉维护这套软件的人。原来的版本没有动。" in said
    assert shown(tmp_path / "two") == contents(publisher.source)


def test_a_mounted_folder_that_is_not_there_is_not_made(publisher: Configured, tmp_path: Path) -> None:
    publisher.targets["hall"] = {"kind": "mount", "path": str(tmp_path / "mnt")}
    done = publisher.publish()
    assert done.returncode == 1 and "先把它挂上" in done.stdout
    assert not (tmp_path / "mnt").exists()


def test_of_which_folder_the_release_was_built_is_noted_beside_it_and_goes_to_no_target(publisher: Configured, tmp_path: Path) -> None:
    (tmp_path / "shelf").mkdir()
    publisher.targets["shelf"] = {"kind": "mount", "path": str(tmp_path / "shelf")}
    assert publisher.publish("--origin", str(tmp_path / "content")).returncode == 0
    assert (publisher.target / ".origin").read_text(encoding="utf-8") == str((tmp_path / "content").resolve())
    assert not list((tmp_path / "shelf").rglob(".origin")) and ".origin" not in contents(publisher.current)
    publisher.write({"index.html": "新"})
    assert publisher.publish("--origin", str(tmp_path / "other"), "--", "sh", "-c", "exit 1").returncode == 1
    assert (publisher.target / ".origin").read_text(encoding="utf-8") == str((tmp_path / "content").resolve())
