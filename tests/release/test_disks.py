"""Disks that are full, read-only or pulled, and publications killed: real file systems and real processes."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from release import failures, folder, spares

from tests.kit.killed_publications import Trial
from tests.kit.project import ROOT, Project, item
from tests.kit.publishing import ENVIRONMENT, Configured, contents, shown
from tests.kit.small_disks import Disk, disk
from tests.kit.ssh_server import Server


@pytest.fixture
def publisher(tmp_path: Path) -> Configured:
    return Configured(tmp_path)


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Disk]:
    """A place for a small file system."""
    with disk(tmp_path / "small disk") as place:
        yield place


@pytest.fixture(params=["mount", "ssh"])
def hall(request: pytest.FixtureRequest, publisher: Configured, server: Server, small: Disk) -> Path:
    """The small file system as a target: mounted here, or a terminal's."""
    publisher.targets["hall"] = {"kind": request.param, "path": str(small.path)}
    if request.param == "ssh":
        publisher.targets["hall"] |= {"host": server.host, "options": server.options}
    return small.path


def test_a_disk_that_fills_up_during_delivery_keeps_the_old_release_and_is_said(publisher: Configured, small: Disk, hall: Path) -> None:
    small.memory("size=1m")
    assert publisher.publish().returncode == 0
    before = shown(hall)
    publisher.write({f"{n}.pdf": os.urandom(300_000).hex() for n in range(3)})
    done = publisher.publish()
    assert done.returncode == 1 and "磁盘满了；清出空间再发布" in done.stdout
    assert shown(hall) == before
    publisher.write({f"{n}.pdf": None for n in range(3)} | {"index.html": "小"})
    assert publisher.publish().returncode == 0
    assert shown(hall) == contents(publisher.source)


def test_a_disk_that_has_no_room_for_the_link_keeps_the_old_release_and_is_said(publisher: Configured, small: Disk) -> None:
    """All files of the new release are there; what does not fit is the link that would replace `current`."""
    hall = small.path
    publisher.targets["hall"] = {"kind": "mount", "path": str(hall)}
    small.memory("size=4m")
    publisher.more = "RELEASE_KEEP = 1\n"
    for text in ("一", "二"):
        publisher.write({"index.html": text})
        assert publisher.publish().returncode == 0
        time.sleep(spares.READERS_GONE_AFTER + 0.1)  # then a folder put away becomes the next release, and only the link needs room
    before = shown(hall)
    taken = os.statvfs(hall).f_files - os.statvfs(hall).f_ffree
    publisher.write({"index.html": "三"})
    for spare in range(40):
        small.change(f"nr_inodes={taken + spare}")
        done = publisher.publish()
        assert done.returncode == 1 and "磁盘满了；清出空间再发布" in done.stdout
        assert shown(hall) == before
        if folder.releases(str(hall))[-1] > (hall / "current").resolve().name:
            break
    else:
        pytest.fail("no publication came as far as the switch")
    small.change("nr_inodes=0")
    assert publisher.publish().returncode == 0
    assert shown(hall) == contents(publisher.source)


def test_a_target_that_is_read_only_keeps_the_old_release_and_is_said(publisher: Configured, small: Disk, hall: Path) -> None:
    small.memory("size=1m")
    publisher.publish()
    before = shown(hall)
    small.change("ro")
    publisher.write({"index.html": "新"})
    done = publisher.publish()
    assert done.returncode == 1 and "磁盘是只读的" in done.stdout
    assert shown(hall) == before
    small.change("rw")
    assert publisher.publish().returncode == 0
    assert shown(hall) == contents(publisher.source)


def test_a_stick_of_its_own_file_system_carries_the_release(publisher: Configured, small: Disk, tmp_path: Path) -> None:
    """exFAT where this machine can mount it: no links, no permissions."""
    kind = small.stick(16)
    publisher.targets["stick"] = {"kind": "stick", "path": str(small.path)}
    done = publisher.publish()
    assert done.returncode == 0, f"{kind}: {done.stdout}"
    home = tmp_path / "home"
    subprocess.run(["sh", small.path / "install.sh", home], check=True, stdout=subprocess.DEVNULL)
    assert shown(home) == contents(publisher.source)
    assert publisher.run("verify", "--target", "stick").returncode == 0


def test_a_stick_that_is_full_is_said_and_keeps_what_it_had(publisher: Configured, small: Disk) -> None:
    small.memory("size=1m")
    publisher.targets["stick"] = {"kind": "stick", "path": str(small.path)}
    publisher.publish()
    before = sorted(small.path.glob("*.gz"))
    publisher.write({"a.pdf": os.urandom(3_000_000).hex()})
    done = publisher.publish()
    assert done.returncode == 1 and "磁盘满了" in done.stdout
    assert sorted(small.path.glob("*.gz")) == before
    assert publisher.run("verify", "--target", "stick").returncode == 0


def test_a_stick_pulled_while_it_is_written_is_said_and_the_next_one_is_whole(publisher: Configured, small: Disk) -> None:
    small.stick(64)
    publisher.targets["stick"] = {"kind": "stick", "path": str(small.path)}
    publisher.write({"a.pdf": os.urandom(8_000_000).hex()})
    (publisher.base / "conf.py").write_text(f"RELEASE_TARGETS = {publisher.targets!r}\n", encoding="utf-8")
    command = [*publisher.command("publish", "--conf", str(publisher.base / "conf.py")), str(publisher.source)]
    with subprocess.Popen(command, env=ENVIRONMENT, stdout=subprocess.PIPE, text=True) as publishing:
        for _ in range(2000):
            if any(path.stat().st_size > 500_000 for path in small.path.glob(".*.part")):
                break
            time.sleep(0.005)
        else:
            pytest.fail("nothing was written")
        small.pull()
        said = publishing.communicate(timeout=60)[0]
    assert publishing.returncode == 1 and "U盘不见了；插好以后再运行一次" in said, said
    assert publisher.delivered() == contents(publisher.source), "the local folder has its release all the same"
    small.stick(64)
    assert publisher.publish().returncode == 0
    assert publisher.run("verify", "--target", "stick").returncode == 0


def test_a_stick_that_is_not_there_is_said(publisher: Configured, tmp_path: Path) -> None:
    publisher.targets["stick"] = {"kind": "stick", "path": str(tmp_path / "pulled")}
    done = publisher.publish()
    assert done.returncode == 1 and "没有找到U盘" in done.stdout


@pytest.mark.parametrize("part", ["output", "cache"])
def test_a_disk_that_fills_up_during_the_build_is_said_and_the_next_build_is_whole(tmp_path: Path, small: Disk, part: str) -> None:
    project = Project(tmp_path / "project")
    project.write({"items/a.md": item()})
    small.memory("size=300k" if part == "output" else "size=60k")
    settings = {"output": project.output, "cache": project.base / "cache"} | {part: small.path / part}
    command = [
        sys.executable, "-m", "release", "hold", str(settings["output"]), "--", sys.executable, "-m", "pelican", str(project.content),
        "-o", str(settings["output"]), "-s", str(ROOT / "pelicanconf.py"), "-e", f'CACHE_PATH="{settings["cache"]}"',
    ]
    done = subprocess.run(command, cwd=ROOT, env=ENVIRONMENT, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 1
    assert "磁盘满了；清出空间再运行" in done.stdout or f"磁盘满了（{settings['output']}）；清出空间再运行" in done.stderr, done.stdout
    small.change("size=20m")
    done = subprocess.run(command, cwd=ROOT, env=ENVIRONMENT, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stdout
    assert (settings["output"] / "items/2014/014500858-2014-00001.html").exists()


def test_every_kind_of_failure_of_the_system_has_words_of_what_to_do() -> None:
    for number in (13, 28, 30, 5, 19, 27):
        assert "；" in failures.reason(OSError(number, os.strerror(number)))


def test_a_publication_killed_at_any_moment_leaves_a_whole_release_everywhere(server: Server, tmp_path: Path) -> None:
    """Ten of the two hundred runs of `make faults`."""
    assert Trial(tmp_path, server, seed=7).run(10) > 3
