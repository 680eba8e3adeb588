"""The power is cut at any moment: what the disk was made to keep is a whole release, old or new."""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
import subprocess
from pathlib import Path

import pytest
from release import durable, folder, manifest, names, spares, stick

from tests.kit.power_cut import Disk
from tests.kit.publishing import Configured, Publisher, contents, shown
from tests.kit.ssh_server import serving

STAMP = "theme/release.js"


@pytest.fixture
def publisher(tmp_path: Path) -> Publisher:
    return Publisher(tmp_path)


def sign(path: str) -> None:
    """Write what stands for a signature."""
    Path(f"{path}.sig").write_text(f"signed {manifest.file_sha256(path)}", encoding="utf-8")


def whole(files: dict[str, bytes]) -> bool:
    """Whether these are the files of a release, each as its manifest says."""
    listed = files.get(manifest.MANIFEST, b"").decode()
    digests = {line[66:]: line[:64] for line in listed.splitlines()}
    own = {*manifest.OWN, *({STAMP} & files.keys())}
    return (
        bool(digests) and own <= files.keys() and files.keys() == digests.keys() | own
        and all(hashlib.sha256(files[path]).hexdigest() == digest for path, digest in digests.items())
        and files[manifest.SIGNATURE].decode() == f"signed {hashlib.sha256(files[manifest.SUMMARY]).hexdigest()}"
        and f'"stamp": "{STAMP if STAMP in files else ""}"' in files[manifest.SUMMARY].decode()
        and (STAMP not in files or files[STAMP].decode() == manifest.stamp_text(files[manifest.SUMMARY].decode()))
    )


class Watched:
    """A folder that releases are delivered to, and the disk under it."""

    def __init__(self, place: Path, disk: Disk) -> None:
        place.mkdir()
        self.place, self.disk, self.switches = place, disk, 0
        self.disk.looks.append(self._look)

    def _look(self, old: str, new: str) -> None:
        kept = self.disk.names(self.place)
        for name, inode in kept.items():
            if names.is_name(name):
                assert whole(self.disk.files(inode)), f"a power cut would leave {name} in pieces"
        assert kept.get("current", "") in ("", *kept), "a power cut would leave a link that leads nowhere"
        if new == str(self.place / "current"):
            self.switches += 1
            wanted = os.readlink(old)
            assert wanted in kept, "the switch comes before the disk has the name of the release"
            assert kept.get(os.path.basename(old)) == wanted, "the switch comes before the disk has the link"

    def shows(self, source: Path) -> bool:
        """Whether the disk would still show what was delivered last."""
        kept = self.disk.names(self.place)
        own = {*manifest.OWN, STAMP, "sbom.cdx.json"}
        files = {path: data.decode() for path, data in self.disk.files(kept[kept["current"]]).items() if path not in own}
        return files == {path: text for path, text in contents(source).items() if path not in own}


CHANGES = (
    {"index.html": "二", "neu/deep/er.html": "新", "theme/css/print.css": "q {}"}, {"items/2014/1/表.csv": None, "index.html": "三"}, {"neu/deep/er.html": None},
    {"items/2014/1.html": "一改", "items/2014/1/表.csv": "甲"}, {"a/b/c.html": "c", "index.html": "四"}, {"a/b/c.html": None, "a/d.html": "d"},
    {"theme/css/print.css": None}, {"index.html": "五"},
)
"""Files and folders that come, change and go."""


@pytest.mark.parametrize("few", [200, 0], ids=["one by one", "all at once"])
def test_a_power_cut_at_any_moment_leaves_whole_releases(publisher: Publisher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, few: int) -> None:
    monkeypatch.setattr(durable, "FEW", few)
    monkeypatch.setattr(spares, "READERS_GONE_AFTER", -1)  # each delivery makes a folder put away into the new release
    disk = Disk(tmp_path, monkeypatch)
    local, hall = Watched(tmp_path / "local", disk), Watched(tmp_path / "hall", disk)
    for number, change in enumerate(({}, *CHANGES), 1):
        publisher.write(change)
        options = folder.DeliveryOptions(STAMP if number > 5 else "", {"sbom.cdx.json": b"{}"}, sign, keep=2)
        done = folder.deliver(str(publisher.source), str(local.place), options)
        folder.deliver(done.path, str(hall.place), folder.DeliveryOptions(as_is=True, keep=2))
        for watched in (local, hall):
            assert watched.switches == number and watched.shows(publisher.source)
    for _ in range(3):  # nothing new, which uses a folder put away all the same
        assert not folder.deliver(str(publisher.source), str(local.place), options).switched
    publisher.write({"items/2014/2.html": "二"})
    assert folder.deliver(str(publisher.source), str(local.place), options).switched and local.shows(publisher.source)
    assert folder.rollback(str(local.place))
    assert local.disk.names(local.place)["current"] == (local.place / "current").resolve().name


def test_without_hard_links_a_power_cut_leaves_whole_releases_too(
    publisher: Publisher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def link(*_: object) -> None:
        raise PermissionError(1, os.strerror(1))

    monkeypatch.setattr(os, "link", link)
    local = Watched(tmp_path / "local", Disk(tmp_path, monkeypatch))
    for change in ({}, *CHANGES):
        publisher.write(change)
        folder.deliver(str(publisher.source), str(local.place), folder.DeliveryOptions(STAMP, sign=sign))
        assert local.shows(publisher.source)


def test_a_disk_that_cannot_flush_a_folder_is_flushed_as_a_whole(publisher: Publisher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As some network file systems answer."""
    real = os.fsync

    def fsync(place: int) -> None:
        if stat.S_ISDIR(os.fstat(place).st_mode):
            raise OSError(22, os.strerror(22))
        real(place)

    monkeypatch.setattr(os, "fsync", fsync)
    local = Watched(tmp_path / "local", Disk(tmp_path, monkeypatch))
    folder.deliver(str(publisher.source), str(local.place), folder.DeliveryOptions(STAMP, sign=sign))
    assert local.switches == 1 and local.shows(publisher.source)


def test_a_disk_that_fails_to_keep_what_was_written_keeps_the_old_release(publisher: Publisher, monkeypatch: pytest.MonkeyPatch) -> None:
    publisher.deliver()
    before = publisher.current

    def fsync(_: int) -> None:
        raise OSError(5, os.strerror(5))

    publisher.write({"index.html": "新"})
    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(OSError):
        folder.deliver(str(publisher.source), str(publisher.target))
    assert publisher.current == before


def test_a_stick_names_a_release_only_when_it_has_all_of_it(publisher: Publisher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "stick"
    place.mkdir()
    disk = Disk(place, monkeypatch)
    named = []

    def look(_: str, new: str) -> None:
        if os.path.basename(new) == stick.NEWEST:
            named.append(publisher.current.name)
            kept = {name: disk.files(inode)[""] for name, inode in disk.names(place).items()}
            needed = {f"{named[-1]}.tar.gz", f"{named[-1]}.sha256", stick.README, *stick.SCRIPTS}
            assert needed <= kept.keys()
            assert all(kept[name] == (place / name).read_bytes() for name in needed)

    disk.looks.append(look)
    for text in "一二":
        publisher.write({"index.html": text})
        publisher.deliver()
        stick.bundle(str(publisher.current), str(place))
        assert disk.files(disk.names(place)[stick.NEWEST])[""].decode() == f"{publisher.current.name}\n"
    assert len(named) == 2
    assert stick.rollback(str(place)).encode() + b"\n" == disk.files(disk.names(place)[stick.NEWEST])[""]


def test_a_stick_that_does_not_keep_what_was_written_goes_on_naming_the_release_before(
    publisher: Publisher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "stick"
    place.mkdir()
    publisher.deliver()
    stick.bundle(str(publisher.current), str(place))
    before = publisher.current.name
    publisher.write({"index.html": "二"})
    publisher.deliver()
    real = os.replace

    def replace(old: str, new: str) -> None:
        real(old, new)
        if str(new).endswith(".tar.gz"):
            Path(new).write_bytes(Path(new).read_bytes()[:-1] + b"x")

    monkeypatch.setattr(os, "replace", replace)
    with pytest.raises(RuntimeError, match="读出来不一样"):
        stick.bundle(str(publisher.current), str(place))
    assert (place / stick.NEWEST).read_text() == f"{before}\n"
    subprocess.run(["sh", place / "install.sh", tmp_path / "home"], check=True, stdout=subprocess.DEVNULL)
    assert (tmp_path / "home/current/index.html").read_text(encoding="utf-8") == "首页"


# ---- Terminals: their own shell does it, so what it starts is written down ----

PROGRAMS = ("cp", "find", "ln", "mkdir", "mv", "rm", "rsync", "sync", "tar")


def writing_down(place: Path, old_sync: bool = False) -> Path:
    """Make programs that write their names and arguments into `log` before they do what they are for; return their folder."""
    place.mkdir()
    for name in PROGRAMS:
        refuses = '[ "$1" != -f ] || exit 1\n' if name == "sync" and old_sync else ""
        (place / name).write_text(f'#!/bin/sh\n{refuses}echo "{name} $*" >> {place}/log\nexec {shutil.which(name)} "$@"\n')
        (place / name).chmod(0o755)
    return place


def switched_safely(log: list[str], name: str) -> bool:
    """Whether the disk had all of a release before it was named, and the name and the link before the switch, which it then keeps."""
    switch = next(number for number, line in enumerate(log) if line.startswith("mv ") and line.endswith(".current-new current"))
    link = next(number for number, line in enumerate(log) if line.startswith("ln ") and f"{name} .current-new" in line)
    named = next(number for number, line in enumerate(log) if line.startswith("mv ") and line.endswith(f" {name}"))
    return (
        log[named - 1].startswith("sync") and named < link < switch - 1
        and log[switch - 1].startswith("sync") and log[switch + 1].startswith("sync")
    )


@pytest.mark.parametrize("old_sync", [False, True], ids=["sync -f", "sync that knows no -f"])
def test_a_terminal_switches_once_its_disk_has_the_release(tmp_path: Path, old_sync: bool) -> None:
    place, programs = tmp_path / "terminal", writing_down(tmp_path / "bin", old_sync)
    log, publisher = programs / "log", Configured(tmp_path / "configured")
    with serving(tmp_path / "sshd", programs) as server:
        publisher.targets["library"] = {"kind": "ssh", "host": server.host, "path": str(place), "options": server.options}
        publisher.more = "RELEASE_KEEP = 2\n"
        for text in "一二三":
            publisher.write({"index.html": text})
            log.write_text("")
            done = publisher.publish()
            assert done.returncode == 0 and shown(place) == contents(publisher.source), done.stdout
            lines = log.read_text().splitlines()
            assert switched_safely(lines, (place / "current").resolve().name), lines
        removed = next(number for number, line in enumerate(lines) if line.startswith("rm -rf .old-0"))
        assert lines[removed - 1].startswith("sync") and ".old-0" in lines[removed - 2], lines
        log.write_text("")
        assert publisher.run("rollback", "--target", "library").returncode == 0
        assert [line.split()[0] for line in log.read_text().splitlines()[-5:]] == ["rm", "ln", "sync", "mv", "sync"]


def test_a_stick_installs_once_the_disk_of_the_terminal_has_the_release(publisher: Publisher, tmp_path: Path) -> None:
    place, home, programs = tmp_path / "stick", tmp_path / "home", writing_down(tmp_path / "bin")
    publisher.deliver()
    assert publisher.run("bundle", str(place)).returncode == 0
    subprocess.run(["sh", place / "install.sh", home], check=True, stdout=subprocess.DEVNULL, env={"PATH": f"{programs}:/usr/bin:/bin"})
    lines = (programs / "log").read_text().splitlines()
    assert switched_safely(lines, publisher.current.name), lines
    assert shown(home) == contents(publisher.source)
