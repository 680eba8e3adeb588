"""Take-downs: after a purge no older release stays anywhere, what was taken down is never released again, and checks prove it."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest
from release import bundles, purges

from tests.kit.publishing import ENVIRONMENT, Configured, contents, shown
from tests.kit.ssh_server import Server

SECRET = "张三（虚构）的住址"
PATH = "items/2014/1.html"


def configured(base: Path, server: Server) -> Configured:
    """Return a publisher with each kind of target."""
    made = Configured(base / "site")
    for kind in ("folder", "mount", "stick", "ssh"):
        place = base / kind
        place.mkdir(exist_ok=True)
        made.targets[kind] = {"kind": kind, "path": str(place)} | ({"host": server.host, "options": server.options} if kind == "ssh" else {})
    return made


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory, server: Server) -> Path:
    """The folder of a publisher with three releases on each target and in an archive elsewhere, made once."""
    base = tmp_path_factory.mktemp("published")
    made = configured(base, server)
    for text in "一二三":
        made.write({PATH: SECRET + text, "index.html": text})
        assert made.publish().returncode == 0
        assert made.run("bundle", str(base / "bundle")).returncode == 0
    (made.target / bundles.FILE).unlink()  # it names this folder
    return base


@pytest.fixture
def publisher(tmp_path: Path, published: Path, server: Server) -> Configured:
    """A copy of that publisher, whose next release has no longer what will be taken down."""
    subprocess.run(["cp", "-a", f"{published}/.", tmp_path], check=True)  # files that releases share stay shared
    made = configured(tmp_path, server)
    bundles.remember(str(made.target), str(tmp_path / "bundle"))
    made.write({PATH: "已删除", "index.html": "四"})
    (tmp_path / "forbid").write_text(f"{PATH}\n", encoding="utf-8")
    return made


def purge(publisher: Configured, *words: str) -> subprocess.CompletedProcess:
    """Publish with a purge of what was taken down."""
    return publisher.publish("--purge", "--forbid", str(publisher.base.parent / "forbid"), *words)


def places(publisher: Configured) -> list[Path]:
    """Return the local folder, the targets and the folder of archives."""
    return [publisher.target, *(Path(given["path"]) for given in publisher.targets.values()), publisher.base.parent / "bundle"]


def remains(*folders: Path) -> list[str]:
    """Return every file below some folders, hidden ones and those in archives included, that holds what was taken down."""
    found = []
    for folder in folders:
        for path in folder.rglob("*"):
            if path.is_file() and not path.is_symlink():
                if path.name.endswith(".tar.gz"):
                    with tarfile.open(path) as archive:
                        found += [f"{path}/{entry.name}" for entry in archive if SECRET.encode() in archive.extractfile(entry).read()]
                elif SECRET.encode() in path.read_bytes():
                    found.append(str(path))
    return found


def test_after_a_purge_no_target_and_no_archive_keeps_it_and_checks_say_what_they_read(publisher: Configured) -> None:
    assert {path.split("/")[0] for place in places(publisher) for path in remains(place)} and all(remains(place) for place in places(publisher))
    done = purge(publisher)
    assert done.returncode == 0 and done.stdout.count("更早的版本已清除") == 5, done.stdout + done.stderr
    assert remains(*places(publisher)) == []
    for name in ("local", "folder", "mount", "ssh"):
        place = publisher.target if name == "local" else Path(publisher.targets[name]["path"])
        assert shown(place) == contents(publisher.source)
        assert len([path for path in place.iterdir() if path.name.startswith(("0", ".old-", ".partial-"))]) == 1
    for command in (["verify"], ["verify", "--all"], ["status", "--all"]):
        done = publisher.run(*command)
        assert done.returncode == 0 and "没有清除以前的版本，没有已清除的内容" in done.stdout, done.stdout
    assert publisher.run("rollback").returncode == 1


def test_files_that_several_paths_share_are_gone_and_digests_are_kept_without_paths(publisher: Configured) -> None:
    purge(publisher)
    text = (publisher.target / purges.FILE).read_text()
    assert all(hashlib.sha256(f"{SECRET}{each}".encode()).hexdigest() in text for each in "一二三")
    assert PATH not in text and SECRET not in text


@pytest.mark.parametrize("path", [PATH, "elsewhere/copy.html"])
@pytest.mark.parametrize("command", ["publish", "deliver"])
def test_what_was_taken_down_is_never_released_again(publisher: Configured, command: str, path: str) -> None:
    purge(publisher)
    before = publisher.current
    publisher.write({path: f"{SECRET}一"})
    done = publisher.run(command, str(publisher.source))
    assert done.returncode == 1 and path in done.stdout + done.stderr and "不能再发布" in done.stdout + done.stderr
    assert publisher.current == before and remains(*places(publisher)) == []


def test_a_purge_whose_release_still_has_it_is_refused_and_leaves_no_record(publisher: Configured) -> None:
    publisher.write({"copy.html": f"{SECRET}二"})
    before = publisher.current
    done = purge(publisher)
    assert done.returncode == 1 and "copy.html" in done.stdout
    assert publisher.current == before and not (publisher.target / purges.FILE).exists()
    publisher.write({"copy.html": None})
    assert purge(publisher).returncode == 0


def test_a_path_that_no_release_has_is_said_before_anything_is_built(publisher: Configured) -> None:
    (publisher.base.parent / "forbid").write_text(f"items/2014/x.html\n{PATH}\n")
    built = publisher.base / "built"
    done = purge(publisher, "--", "touch", str(built))
    assert done.returncode == 1 and "items/2014/x.html" in done.stderr and PATH not in done.stderr and not built.exists()
    for text in ("../x", "/etc/passwd"):
        (publisher.base.parent / "forbid").write_text(text)
        assert "要写版本里的路径" in purge(publisher).stderr


def test_a_target_that_was_away_is_purged_at_its_next_delivery_and_until_then_told(publisher: Configured) -> None:
    place = Path(publisher.targets["mount"]["path"])
    away = place.with_name("unmounted")
    place.rename(away)
    done = purge(publisher)
    assert done.returncode == 1 and "先把它挂上" in done.stdout
    away.rename(place)
    assert remains(place)
    told = publisher.run("verify")
    assert told.returncode == 1 and "目标 mount 还没有清除" in told.stdout
    told = publisher.run("verify", "--target", "mount")
    assert told.returncode == 1 and "还没有清除" in told.stdout and f"已清除的内容还在：{(place / 'current').resolve().name}/{PATH}" in told.stdout
    assert publisher.run("status", "--all").returncode == 1
    back = publisher.run("rollback", "--target", "mount")
    assert back.returncode == 1 and "不能退回" in back.stderr
    assert publisher.publish().returncode == 0
    assert remains(place) == [] and publisher.run("verify", "--all").returncode == 0


@pytest.mark.parametrize("kind", ["local", "folder", "ssh", "stick"])
def test_what_comes_back_after_a_purge_is_told(publisher: Configured, tmp_path: Path, kind: str) -> None:
    place = publisher.target if kind == "local" else Path(publisher.targets[kind]["path"])
    old = next(path for path in sorted(place.iterdir()) if path.name.startswith("0") and path.suffix != ".sha256")
    copy = tmp_path / "backup"
    (shutil.copytree if old.is_dir() else shutil.copy)(old, copy)
    assert purge(publisher).returncode == 0
    (shutil.copytree if copy.is_dir() else shutil.copy)(copy, old)
    for command in ("verify", "status"):
        done = publisher.run(command, "--target", kind)
        assert done.returncode == 1, done.stdout
        assert f"清除以前的版本还在：{old.name.removesuffix('.tar.gz')}" in done.stdout and f"已清除的内容还在：{old.name}/{PATH}" in done.stdout
    done = publisher.run("rollback", "--target", kind)
    assert done.returncode == 1 and "不能退回" in done.stderr


def test_forbidden_bytes_under_another_name_are_told(publisher: Configured) -> None:
    purge(publisher)
    (publisher.current / "hidden").mkdir()
    (publisher.current / "hidden/.x").write_text(f"{SECRET}二", encoding="utf-8")
    assert f"已清除的内容还在：{publisher.current.name}/hidden/.x" in publisher.run("verify").stdout


def test_an_archive_that_comes_back_is_told(publisher: Configured, tmp_path: Path) -> None:
    old = min((tmp_path / "bundle").glob("*.gz"))
    shutil.copy(old, tmp_path / "kept")
    purge(publisher)
    assert not [*(tmp_path / "bundle").glob("*.gz")] and not (tmp_path / "bundle/newest.txt").exists()
    shutil.copy(tmp_path / "kept", old)
    done = publisher.run("verify")
    assert done.returncode == 1 and f"已清除的内容还在：{old.name}/{PATH}" in done.stdout
    assert publisher.run("bundle", str(tmp_path / "bundle")).returncode == 0


KILLED = """
import os, runpy, shutil, signal, sys
from release import bundles, purges
step, left = sys.argv[1], [int(sys.argv[2])]
owner, name = {"remove": (shutil, "rmtree"), "record": (purges, "write_whole"), "switch": (os, "replace")}[step]
real = getattr(owner, name)
def dying(*arguments, **more):
    left[0] -= 1
    if left[0] == 0:
        os.killpg(0, signal.SIGKILL)
    return real(*arguments, **more)
setattr(owner, name, dying)
sys.argv[1:] = sys.argv[3:]
runpy.run_module("release", run_name="__main__")
"""


@pytest.mark.parametrize("again", ["the purge", "a publication"])
@pytest.mark.parametrize(("step", "at"), [("remove", 1), ("remove", 2), ("remove", 5), ("record", 1), ("record", 2), ("record", 4), ("switch", 3)])
def test_a_purge_that_was_killed_is_finished_by_the_next_one(publisher: Configured, step: str, at: int, again: str) -> None:
    publisher.run("status")
    words = publisher.command("publish", "--conf", str(publisher.base / "conf.py"))[3:]
    words += [str(publisher.source), "--purge", "--forbid", str(publisher.base.parent / "forbid")]
    killed = subprocess.run([sys.executable, "-c", KILLED, step, str(at), *words], env=ENVIRONMENT, check=False, start_new_session=True, stdout=subprocess.DEVNULL)
    assert killed.returncode == -signal.SIGKILL
    begun = (publisher.target / purges.FILE).exists()
    waits = begun or purges.unfinished(str(publisher.target))  # the list is written before the build, the record before the switch
    assert begun == ((step, at) not in (("record", 1), ("record", 2))) and waits == ((step, at) != ("record", 1))
    if waits:
        assert publisher.run("verify", "--all").returncode == 1
    done = purge(publisher) if again == "the purge" or not waits else publisher.publish()
    assert done.returncode == 0, done.stdout + done.stderr
    assert remains(*places(publisher)) == []
    assert publisher.run("verify", "--all").returncode == 0


def test_a_purge_that_is_run_again_after_its_end_does_no_harm(publisher: Configured) -> None:
    purge(publisher)
    assert purge(publisher).returncode == 0
    assert publisher.publish().returncode == 0 and publisher.run("verify", "--all").returncode == 0


def test_a_second_take_down_keeps_the_first_one(publisher: Configured, tmp_path: Path) -> None:
    purge(publisher)
    (tmp_path / "forbid").write_text("index.html\n")
    publisher.write({"index.html": "五"})
    assert purge(publisher).returncode == 0
    for path, text in (("a.html", f"{SECRET}一"), ("b.html", "四")):
        publisher.write({path: text})
        done = publisher.publish()
        assert done.returncode == 1 and path in done.stdout
        publisher.write({path: None})


def test_releases_after_a_purge_can_be_returned_to(publisher: Configured) -> None:
    purge(publisher)
    publisher.write({"index.html": "五"})
    publisher.publish()
    for name in ("local", "folder", "ssh", "stick"):
        assert publisher.run("rollback", "--target", name).returncode == 0, name
    assert publisher.run("verify", "--all").returncode == 0


def test_an_installer_removes_what_is_older_than_a_purge(publisher: Configured, tmp_path: Path) -> None:
    stick, home = tmp_path / "stick", tmp_path / "home"
    install = ["sh", stick / "install.sh", home]
    subprocess.run(install, check=True, stdout=subprocess.DEVNULL)
    assert remains(home)
    [old] = home.glob("0*")
    shutil.copytree(old, home / ("000009" + old.name[6:]))  # one that was put right there has a later number
    purge(publisher)
    subprocess.run(install, check=True, stdout=subprocess.DEVNULL)
    assert remains(home) == [] and shown(home) == contents(publisher.source)
    assert b"oldest.txt" in (stick / "install.cmd").read_bytes()


@pytest.mark.parametrize("text", ["", "{", "[1]", '[{"moment": "x"}]', json.dumps([{"moment": "", "asked": "", "forbidden": ["x"], "done": {}}])])
@pytest.mark.parametrize("command", ["publish", "deliver", "verify", "status", "rollback", "bundle"])
def test_a_record_that_was_damaged_is_told_and_nothing_is_released(publisher: Configured, command: str, text: str) -> None:
    (publisher.target / purges.FILE).write_text(text)
    before = publisher.current
    words = {"publish": [str(publisher.source)], "deliver": [str(publisher.source)], "bundle": [str(publisher.base / "b")]}
    done = publisher.run(command, *words.get(command, []))
    assert done.returncode == 1 and "purges.json 坏了" in done.stderr and publisher.current == before


def test_nothing_of_an_empty_file_is_forbidden(publisher: Configured, tmp_path: Path) -> None:
    publisher.write({"empty.html": ""})
    publisher.publish()
    publisher.write({"empty.html": "x", "other.html": ""})
    (tmp_path / "forbid").write_text("empty.html\n")
    assert purge(publisher).returncode == 0


def test_without_a_purge_checks_say_nothing_of_one(publisher: Configured) -> None:
    assert "清除" not in publisher.run("verify").stdout + publisher.run("status", "--all").stdout
    assert os.path.lexists(publisher.target / "bundles.json")


def test_a_purge_whose_build_fails_is_told_and_goes_on_with_the_next_publication(publisher: Configured, tmp_path: Path) -> None:
    publisher.write({"index.html": "一", "gone.html": "要撤下的话"})
    publisher.publish()
    publisher.write({"index.html": "二"})
    publisher.publish()
    (publisher.source / "gone.html").unlink()
    paths = tmp_path / "paths.txt"
    paths.write_text("gone.html\n", encoding="utf-8")
    assert publisher.publish("--purge", "--forbid", str(paths), "--", "sh", "-c", "exit 1").returncode == 1
    for command in ("verify", "status"):
        done = publisher.run(command)
        assert done.returncode == 1 and "有一次撤下没有做完" in done.stdout
    assert publisher.run("rollback").returncode == 1
    done = publisher.publish()  # a plain one
    assert done.returncode == 0 and "上次的撤下没有做完，这次接着清除更早的版本" in done.stdout
    assert publisher.run("verify").returncode == 0
    assert not [path for path in publisher.target.rglob("*.html") if "要撤下的话" in path.read_text(encoding="utf-8")]


def test_a_wrong_list_stops_no_later_publication(publisher: Configured, tmp_path: Path) -> None:
    publisher.publish()
    paths = tmp_path / "paths.txt"
    paths.write_text("never.html\n", encoding="utf-8")
    assert publisher.publish("--purge", "--forbid", str(paths)).returncode == 1
    assert publisher.publish().returncode == 0
