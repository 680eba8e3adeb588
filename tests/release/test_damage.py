"""Damage: a byte that changed, wherever and however, is told by a check and mended by the next publication, and goes nowhere else."""

from __future__ import annotations

import json
import os
import subprocess
import time
from pathlib import Path

import pytest
from release import known, manifest, spares

from tests.kit.project import ROOT
from tests.kit.publishing import Configured, contents, shown
from tests.kit.ssh_server import Server

CHECK = ROOT / "plugins/release/scripts/check.sh"


@pytest.fixture
def publisher(tmp_path: Path) -> Configured:
    return Configured(tmp_path)


@pytest.fixture(params=["local", "folder", "mount", "ssh"])
def target(request: pytest.FixtureRequest, publisher: Configured, server: Server, tmp_path: Path) -> tuple[str, Path]:
    """Each kind of target that shows a folder: its name and its place."""
    if request.param == "local":
        return "local", publisher.target
    place = tmp_path / "hall"
    place.mkdir()
    publisher.targets["hall"] = {"kind": request.param, "path": str(place)}
    if request.param == "ssh":
        publisher.targets["hall"] |= {"host": server.host, "options": server.options}
    return "hall", place


def settle() -> None:
    """Wait until nothing was touched too shortly before it was read, and a spare folder can be taken without touching more."""
    time.sleep(spares.READERS_GONE_AFTER + 0.1)


def change(path: Path, text: str) -> None:
    """Write another text of as many bytes into a file, in place, and keep its time."""
    before = path.stat()
    path.chmod(0o644)
    with path.open("r+", encoding="utf-8") as file:
        file.write(text)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert (path.stat().st_size, path.stat().st_mtime_ns) == (before.st_size, before.st_mtime_ns)


def unnoted(publisher: Configured, place: Path, text: str) -> None:
    """Change a file of a release as a disk does that loses a byte: nothing of its state tells, since the record has that, too."""
    release = (place / "current").resolve()
    change(release / "index.html", text)
    settle()
    source = publisher.source if place == publisher.target else publisher.current
    files = {path: state for path, state in manifest.walk(str(release)).items() if path in manifest.read(str(release))}
    known.save(str(place), release.name, manifest.walk(str(source)), known.now_ns(), files)


def test_a_byte_that_changed_under_the_same_size_and_time_is_mended_and_no_shared_file_is_changed_in_place(
    publisher: Configured, target: tuple[str, Path]
) -> None:
    name, place = target
    for text in "一二":
        publisher.write({"items/2014/2.html": text})
        assert publisher.publish().returncode == 0
    settle()
    assert publisher.publish().returncode == 0
    damaged = (place / "current").resolve() / "index.html"
    change(damaged, "頁首")
    assert "内容变了：index.html" in publisher.run("verify", "--target", name).stdout
    assert publisher.publish().returncode == 0
    assert shown(place) == contents(publisher.source)
    assert publisher.run("verify", "--target", name).returncode == 0
    assert damaged.read_text(encoding="utf-8") == "頁首", "a file that older releases share was written over"


def test_the_next_publication_sees_it_without_a_check_before(publisher: Configured, target: tuple[str, Path]) -> None:
    name, place = target
    publisher.publish()
    settle()
    publisher.publish()
    change(place / "current/index.html", "頁首")
    assert publisher.publish().returncode == 0
    assert publisher.run("verify", "--target", name).returncode == 0


def test_a_new_text_reaches_a_target_though_nobody_touched_what_stands_there(publisher: Configured, tmp_path: Path) -> None:
    """It has as many bytes as the old one, and the spare folder has the old one."""
    publisher.targets["hall"] = {"kind": "folder", "path": str(tmp_path / "hall")}
    for text in ("首页", "首页", "頁首"):
        publisher.write({"index.html": text})
        assert publisher.publish().returncode == 0
        settle()
    assert shown(tmp_path / "hall") == contents(publisher.source)


@pytest.mark.parametrize("command", ["verify", "status"])
def test_a_byte_that_a_disk_lost_is_mended_once_a_check_has_found_it(publisher: Configured, tmp_path: Path, command: str) -> None:
    (tmp_path / "hall").mkdir()
    publisher.targets["hall"] = {"kind": "mount", "path": str(tmp_path / "hall")}
    publisher.publish()
    settle()
    publisher.publish()
    for name, place in (("local", publisher.target), ("hall", tmp_path / "hall")):
        settle()
        unnoted(publisher, place, "頁首")
        done = publisher.publish()
        assert "一致" not in done.stdout and "已读 0 个文件" in done.stdout, "it says what it read"
        assert shown(place)["index.html"] == "頁首", "nothing but reading can tell"
        assert publisher.run(command, "--target", name).returncode == 1
        assert (place / known.DAMAGED).exists()
        assert publisher.publish().returncode == 0
        assert shown(place) == contents(publisher.source)
        assert not (place / known.DAMAGED).exists()
        assert publisher.run("verify", "--target", name).returncode == 0


def test_the_table_says_how_many_files_were_read(publisher: Configured) -> None:
    publisher.publish()
    settle()
    publisher.publish()
    settle()
    assert "已读 0 个文件" in publisher.publish().stdout
    settle()
    publisher.write({"index.html": "新"})
    assert "已读 1 个文件" in publisher.publish().stdout


def test_a_record_that_was_damaged_costs_one_delivery_that_reads_everything(publisher: Configured) -> None:
    publisher.publish()
    settle()
    publisher.publish()
    record = publisher.target / known.FILE
    settle()
    publisher.publish()
    assert "已读 0 个文件" in publisher.publish().stdout
    whole = record.read_bytes()
    first, numbers = whole[: whole.index(b"\n") + 1], whole[whole.index(b"\n") + 1 :]
    other = json.dumps({"release": publisher.current.name, "files": 3}).encode() + b"\n"
    for data in (b"", b"{", b"[]", b'{"release": 1}\n', b"[" * 100_000, b"\x00" * 9, b"\xff\xfe", first, whole[:-1], other + numbers, first + bytes(len(numbers)), first + b"\xff" * len(numbers), first + b"\xfe" + b"\xff" * (len(numbers) - 1)):
        record.write_bytes(data)
        done = publisher.publish()
        assert done.returncode == 0 and "已读全部 4 个文件" in done.stdout, data[:80]
    record.unlink()
    os.mkfifo(record)
    assert "已读全部 4 个文件" in publisher.publish(timeout=60).stdout


def forge(publisher: Configured, damage: str) -> None:
    """Damage what the current release says of itself."""
    path = publisher.current / "SHA256SUMS"
    text = path.read_text(encoding="utf-8")
    if damage == "a digit":
        path.write_text(("e" if text[0] == "f" else "f") + text[1:], encoding="utf-8")
    elif damage == "no text":
        path.write_bytes(b"\xff\xfe" + path.read_bytes()[2:])
    elif damage == "a digit, with the id":
        path.write_text(("e" if text[0] == "f" else "f") + text[1:], encoding="utf-8")
        summary = publisher.current / "release.json"
        summary.write_text(summary.read_text().replace(manifest.summary(str(publisher.current))["id"], manifest.file_sha256(str(path))))
    else:
        summary = publisher.current / "release.json"
        old, new = {"the date": ('"date": "2', '"date": "3'), "the count": ('"files": 4', '"files": 5')}[damage]
        assert old in summary.read_text()
        summary.write_text(summary.read_text().replace(old, new))


@pytest.mark.parametrize("damage", ["a digit", "no text", "a digit, with the id", "the date", "the count"])
def test_what_a_release_says_of_itself_is_believed_only_where_it_is_as_it_was_made(
    publisher: Configured, server: Server, tmp_path: Path, damage: str
) -> None:
    publisher.targets = {
        "hall": {"kind": "folder", "path": str(tmp_path / "hall")},
        "library": {"kind": "ssh", "host": server.host, "path": str(tmp_path / "terminal"), "options": server.options},
    }
    publisher.publish()
    settle()
    publisher.publish()
    identifier = manifest.summary(str(publisher.current))["id"]
    forge(publisher, damage)
    told = publisher.run("verify")
    assert told.returncode == 1 and "内容变了：" in told.stdout and "网络" not in told.stdout + told.stderr
    local = subprocess.run(["sh", CHECK, publisher.current], capture_output=True, text=True, check=False)
    assert local.returncode == 1 and local.stdout.splitlines()[0] == told.stdout.splitlines()[0]
    assert publisher.run("bundle", str(tmp_path / "bundle")).returncode == 1
    done = publisher.publish()
    assert done.returncode == 0 and "网络" not in done.stdout, done.stdout + done.stderr
    assert manifest.summary(str(publisher.current))["id"] == identifier
    for name, place in (("local", publisher.target), ("hall", tmp_path / "hall"), ("library", tmp_path / "terminal")):
        assert publisher.run("verify", "--target", name).returncode == 0
        assert manifest.summary(str((place / "current").resolve()))["id"] == identifier


@pytest.mark.parametrize("damage", ["a digit", "a digit, with the id", "the date"])
def test_nor_is_it_believed_where_no_check_has_found_that_before(publisher: Configured, damage: str) -> None:
    """A check leaves a note, after which everything is read anyway."""
    for _ in range(2):
        publisher.publish()
        settle()
    identifier = manifest.summary(str(publisher.current))["id"]
    forge(publisher, damage)
    assert publisher.publish().returncode == 0
    assert manifest.summary(str(publisher.current))["id"] == identifier
    assert publisher.run("verify").returncode == 0


@pytest.mark.parametrize("damage", ["a digit, with the id", "the date"])
def test_a_terminal_whose_release_says_something_else_of_itself_gets_the_right_one(
    publisher: Configured, server: Server, tmp_path: Path, damage: str
) -> None:
    publisher.targets["library"] = {"kind": "ssh", "host": server.host, "path": str(tmp_path / "terminal"), "options": server.options}
    publisher.publish()
    there = Configured(tmp_path / "other")
    there.target = tmp_path / "terminal"
    forge(there, damage)
    assert publisher.run("verify", "--target", "library").returncode == 1
    assert "已换成新版本" in publisher.publish().stdout
    assert publisher.run("verify", "--target", "library").returncode == 0


ODD = ("a link to a file with the same bytes", "a link to a folder", "a pipe")


def put_odd(place: Path, what: str, tmp_path: Path) -> str:
    """Put something that is no file into a release; return its path there."""
    if what == "a link to a folder":
        (place / "items").rename(tmp_path / "moved")
        (place / "items").symlink_to(tmp_path / "moved")
        return "items"
    (place / "index.html").rename(tmp_path / "moved")
    if what == "a pipe":
        os.mkfifo(place / "index.html")
    else:
        (place / "index.html").symlink_to(tmp_path / "moved")
    return "index.html"


@pytest.mark.parametrize("what", ODD)
def test_what_is_no_file_is_a_difference_and_is_never_opened(publisher: Configured, target: tuple[str, Path], tmp_path: Path, what: str) -> None:
    name, place = target
    publisher.publish()
    settle()
    publisher.publish()
    path = put_odd((place / "current").resolve(), what, tmp_path)
    done = publisher.run("verify", "--target", name, timeout=60)
    assert done.returncode == 1 and f"不是普通文件：{path}" in done.stdout
    by_hand = subprocess.run(["sh", CHECK, place / "current"], capture_output=True, text=True, check=False, timeout=60)
    assert by_hand.returncode == 1 and f"不是普通文件：{path}" in by_hand.stdout
    assert publisher.publish(timeout=60).returncode == 0
    assert publisher.run("verify", "--target", name).returncode == 0
    assert shown(place) == contents(publisher.source)


@pytest.mark.parametrize("own", ["SHA256SUMS", "SIZES", "release.json"])
def test_neither_are_a_release_s_own_files(publisher: Configured, own: str) -> None:
    publisher.publish()
    (publisher.current / own).unlink()
    os.mkfifo(publisher.current / own)
    done = publisher.run("verify", timeout=60)
    assert done.returncode == 1 and f"不是普通文件：{own}" in done.stdout
    by_hand = subprocess.run(["sh", CHECK, publisher.current], capture_output=True, text=True, check=False, timeout=60)
    assert by_hand.returncode == 1 and own in by_hand.stdout
    assert publisher.publish(timeout=60).returncode == 0
    assert publisher.run("verify").returncode == 0


def test_an_added_bill_of_materials_is_mended_like_any_file(publisher: Configured) -> None:
    """It is made anew for each release, so its digest alone tells nothing of the bytes that stand there."""
    (publisher.base / "pins").write_text("")
    publisher.more = f"RELEASE_LOCK_FILE = {str(publisher.base / 'pins')!r}\n"
    publisher.publish()
    settle()
    publisher.publish()
    text = (publisher.current / "sbom.cdx.json").read_text()
    change(publisher.current / "sbom.cdx.json", text.replace("CycloneDX", "cycloneDX"))
    assert publisher.publish().returncode == 0
    assert publisher.run("verify").returncode == 0


def test_a_signature_that_was_damaged_is_made_again(publisher: Configured, server: Server) -> None:
    publisher.more = f"RELEASE_SIGNING_KEY = {str(server.base / 'key')!r}\nRELEASE_SIGNER = 'webmaster'\n"
    publisher.publish()
    (publisher.current / "release.json.sig").write_text("x")
    assert publisher.run("verify").returncode == 1
    assert publisher.publish().returncode == 0
    assert publisher.run("verify").returncode == 0


@pytest.mark.parametrize("damage", ["changed", "missing", "added"])
@pytest.mark.parametrize("before", [False, True], ids=["first", "once more"])
def test_no_archive_is_made_of_a_release_that_was_damaged(publisher: Configured, tmp_path: Path, damage: str, before: bool) -> None:
    publisher.publish()
    if before:
        assert publisher.run("bundle", str(tmp_path / "bundle")).returncode == 0
    if damage == "changed":
        change(publisher.current / "index.html", "頁首")
    elif damage == "missing":
        (publisher.current / "index.html").unlink()
    else:
        (publisher.current / "added.html").write_text("x")
    done = publisher.run("bundle", str(tmp_path / "bundle"))
    assert done.returncode == 1 and "本机的版本坏了" in done.stderr
    assert len([*(tmp_path / "bundle").glob("*.gz")]) == before
    assert publisher.publish().returncode == 0
    assert publisher.run("bundle", str(tmp_path / "bundle")).returncode == 0


def test_a_return_to_a_damaged_release_is_refused(publisher: Configured, target: tuple[str, Path]) -> None:
    name, place = target
    for text in "一二":
        publisher.write({"items/2014/2.html": text})
        publisher.publish()
    first, now = sorted(path for path in place.iterdir() if path.name.startswith("0"))
    change(first / "items/2014/1.html", "三")
    done = publisher.run("rollback", "--target", name)
    assert done.returncode == 1 and f"没有退回：版本 {first.name} 与发布时不一致" in done.stderr
    assert (place / "current").resolve() == now


def test_a_stick_does_not_return_to_an_archive_that_was_damaged(publisher: Configured, tmp_path: Path) -> None:
    (tmp_path / "stick").mkdir()
    publisher.targets["stick"] = {"kind": "stick", "path": str(tmp_path / "stick")}
    for text in "一二":
        publisher.write({"index.html": text})
        publisher.publish()
    archive = min((tmp_path / "stick").glob("*.gz"))
    archive.write_bytes(archive.read_bytes()[:-1] + b"x")
    before = (tmp_path / "stick/newest.txt").read_text()
    done = publisher.run("rollback", "--target", "stick")
    assert done.returncode == 1 and "没有退回" in done.stderr and (tmp_path / "stick/newest.txt").read_text() == before


def test_a_terminal_refuses_what_was_damaged_here(publisher: Configured, server: Server, tmp_path: Path) -> None:
    """The message does not send anybody to the terminal's disk."""
    publisher.publish()
    settle()
    publisher.publish()
    settle()
    unnoted(publisher, publisher.target, "頁首")
    place = tmp_path / "terminal"
    publisher.targets["library"] = {"kind": "ssh", "host": server.host, "path": str(place), "options": server.options}
    done = publisher.publish()
    assert done.returncode == 1 and "本机的版本坏了（index.html" in done.stdout and not (place / "current").exists()
    assert publisher.publish().returncode == 0
    assert shown(place) == contents(publisher.source)
