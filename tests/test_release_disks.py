"""Disks that are full, read-only or gone, and publications killed: real file systems and real processes."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from release import targets

from .faults import Trial
from .publishing import Configured, contents, shown
from .sshd import Server, serving


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("sshd")) as running:
        yield running


@pytest.fixture
def publisher(tmp_path: Path) -> Configured:
    return Configured(tmp_path)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A real file system of one megabyte."""
    place = tmp_path / "small"
    place.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", place], capture_output=True, text=True, check=False)
    assert mounted.returncode == 0, f"测试要挂载一个小的文件系统，需要管理员权限：{mounted.stderr}"
    yield place
    subprocess.run(["umount", "-l", place], check=True)


@pytest.mark.parametrize("kind", ["mount", "ssh"])
def test_a_disk_that_is_full_keeps_the_old_release_and_is_said(publisher: Configured, server: Server, small_disk: Path, kind: str) -> None:
    publisher.targets["hall"] = {"kind": kind, "path": str(small_disk)}
    if kind == "ssh":
        publisher.targets["hall"] |= {"host": server.host, "options": server.options}
    assert publisher.publish().returncode == 0
    before = shown(small_disk)
    publisher.write({f"{n}.pdf": os.urandom(300_000).hex() for n in range(3)})
    done = publisher.publish()
    assert done.returncode == 1 and "磁盘满了；清出空间再发布" in done.stdout
    assert shown(small_disk) == before
    publisher.write({f"{n}.pdf": None for n in range(3)} | {"index.html": "小"})
    assert publisher.publish().returncode == 0
    assert shown(small_disk) == contents(publisher.source)


def test_a_target_that_is_read_only_is_said(publisher: Configured, small_disk: Path) -> None:
    publisher.targets["hall"] = {"kind": "mount", "path": str(small_disk)}
    publisher.publish()
    before = shown(small_disk)
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    publisher.write({"index.html": "新"})
    done = publisher.publish()
    assert done.returncode == 1 and "磁盘是只读的" in done.stdout
    assert shown(small_disk) == before


def test_a_stick_that_is_pulled_or_full_is_said(publisher: Configured, small_disk: Path, tmp_path: Path) -> None:
    publisher.targets["stick"] = {"kind": "stick", "path": str(tmp_path / "pulled")}
    done = publisher.publish()
    assert done.returncode == 1 and "没有找到U盘" in done.stdout
    publisher.targets["stick"] = {"kind": "stick", "path": str(small_disk)}
    publisher.write({"a.pdf": os.urandom(3_000_000).hex()})
    done = publisher.publish()
    assert done.returncode == 1 and "磁盘满了" in done.stdout
    assert not list(small_disk.glob("*.gz"))


def test_every_kind_of_failure_of_the_system_has_words_of_what_to_do() -> None:
    for number in (13, 28, 30, 5, 19, 27):
        assert "；" in targets.reason(OSError(number, os.strerror(number)))


def test_a_publication_killed_at_any_moment_leaves_a_whole_release_everywhere(server: Server, tmp_path: Path) -> None:
    """Ten of the two hundred runs of `make faults`."""
    assert Trial(tmp_path, server, seed=7).run(10) > 3
