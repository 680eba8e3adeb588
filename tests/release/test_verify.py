"""What a target has: verified byte by byte, rolled back, kept so many times."""

from __future__ import annotations

import hashlib
import os
import subprocess
from pathlib import Path

import pytest
from release import folder

from tests.kit.publishing import Publisher, contents


@pytest.fixture
def publisher(tmp_path: Path) -> Publisher:
    return Publisher(tmp_path)


def test_the_manifest_is_what_sha256sum_checks_and_the_release_id_is_its_hash(publisher: Publisher) -> None:
    publisher.deliver()
    checked = subprocess.run(["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"], cwd=publisher.current, check=False)
    assert checked.returncode == 0
    text = (publisher.current / "SHA256SUMS").read_bytes()
    assert len(text.splitlines()) == 4
    identifier = hashlib.sha256(text).hexdigest()
    assert f'"{identifier}"' in (publisher.current / "release.json").read_text()
    assert publisher.current.name.endswith(identifier[:12])


def test_verify_names_what_changed_is_missing_or_was_added(publisher: Publisher) -> None:
    publisher.deliver()
    good = publisher.run("verify")
    assert good.returncode == 0 and "每个文件都与发布时相同" in good.stdout
    state = (publisher.current / "index.html").stat()
    (publisher.current / "index.html").write_text("首頁", encoding="utf-8")
    os.utime(publisher.current / "index.html", ns=(state.st_atime_ns, state.st_mtime_ns))
    (publisher.current / "items/2014/1.html").unlink()
    (publisher.current / "items/evil.html").write_text("多")
    done = publisher.run("verify")
    assert done.returncode == 1
    assert done.stdout.splitlines() == ["内容变了：index.html", "缺少：items/2014/1.html", "多出：items/evil.html", "与发布时不一致；再运行一次 make publish，会重新写好。"]


@pytest.mark.parametrize("damage", ["emptied", "deleted", "a line less", "forged", "no text any more", "a digit changed"])
def test_verify_sees_that_the_manifest_itself_was_tampered_with(publisher: Publisher, damage: str) -> None:
    publisher.deliver()
    path = publisher.current / "SHA256SUMS"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    if damage == "deleted":
        path.unlink()
    elif damage == "no text any more":
        path.write_bytes(b"\xff" + path.read_bytes()[1:])
    elif damage == "a digit changed":
        path.write_text(("e" if lines[0][0] == "f" else "f") + "".join(lines)[1:], encoding="utf-8")
    elif damage == "forged":
        (publisher.current / "index.html").write_text("伪造", encoding="utf-8")
        digest = hashlib.sha256("伪造".encode()).hexdigest()
        path.write_text("".join(f"{digest}  index.html\n" if line.endswith("  index.html\n") else line for line in lines), encoding="utf-8")
    else:
        path.write_text("" if damage == "emptied" else "".join(lines[:-1]), encoding="utf-8")
    done = publisher.run("verify")
    assert done.returncode == 1
    assert "SHA256SUMS" in done.stdout
    publisher.deliver()
    assert publisher.delivered() == contents(publisher.source) and publisher.run("verify").returncode == 0


def test_verify_sees_a_hidden_file_that_was_added(publisher: Publisher) -> None:
    """A web server obeys an `.htaccess`."""
    publisher.deliver()
    (publisher.current / ".htaccess").write_text("Redirect / https://example.com/")
    done = publisher.run("verify")
    assert done.returncode == 1 and "多出：.htaccess" in done.stdout


def test_the_next_delivery_mends_a_release_that_somebody_changed(publisher: Publisher) -> None:
    publisher.deliver()
    (publisher.current / "index.html").write_text("被改过的首页", encoding="utf-8")
    (publisher.current / "theme/css/site.css").unlink()
    publisher.deliver()
    assert publisher.delivered() == contents(publisher.source)
    assert publisher.run("verify").returncode == 0


def test_rollback_returns_to_the_release_before_and_to_the_one_before_that(publisher: Publisher) -> None:
    publisher.deliver_each("一二三")
    for text in ("二", "一"):
        done = publisher.run("rollback")
        assert done.returncode == 0, done.stderr
        assert (publisher.current / "index.html").read_text(encoding="utf-8") == text
    done = publisher.run("rollback")
    assert done.returncode == 1 and "没有更早的版本" in done.stderr
    assert (publisher.current / "index.html").read_text(encoding="utf-8") == "一"
    marked = [line for line in publisher.run("status").stdout.splitlines() if line.startswith("* ")]
    assert [line.split()[1] for line in marked] == [publisher.current.name]


def test_releases_of_the_same_second_keep_their_order(publisher: Publisher) -> None:
    delivered = publisher.deliver_each("abcdefghijkl")
    assert folder.releases(str(publisher.target)) == delivered[-3:]
    assert publisher.run("rollback").returncode == 0
    assert (publisher.current / "index.html").read_text() == "k"


def test_a_delivery_after_a_rollback_is_the_current_one(publisher: Publisher) -> None:
    publisher.deliver_each("一二")
    publisher.run("rollback")
    publisher.write({"index.html": "三"})
    publisher.deliver()
    assert (publisher.current / "index.html").read_text(encoding="utf-8") == "三"
    assert publisher.run("verify").returncode == 0


def test_three_releases_are_kept_and_the_current_one_whatever_its_age(publisher: Publisher) -> None:
    publisher.deliver_each("一二三四五")
    assert len(folder.releases(str(publisher.target))) == 3
    assert publisher.delivered() == contents(publisher.source)
    publisher.deliver()
    assert len(folder.releases(str(publisher.target))) == 3, "a delivery of nothing new took one away"
    oldest = folder.releases(str(publisher.target))[0]
    folder.switch(str(publisher.target), oldest)
    folder.prune(str(publisher.target))
    assert publisher.current.name == oldest and publisher.current.is_dir()


def test_folders_of_others_in_the_target_are_neither_pruned_nor_rolled_back_to(publisher: Publisher) -> None:
    for name in ("2001-photos", "backup", "zzz"):
        (publisher.target / name).mkdir(parents=True)
        (publisher.target / name / "one.jpg").write_text("jpeg")
    publisher.deliver_each("一二三四五")
    for name in ("2001-photos", "backup", "zzz"):
        assert (publisher.target / name / "one.jpg").exists(), name
    for _ in range(6):
        publisher.run("rollback")
        assert (publisher.current / "index.html").exists(), publisher.current


@pytest.mark.parametrize("command", ["verify", "status", "rollback"])
def test_a_target_without_releases_is_said_to_have_none(publisher: Publisher, command: str) -> None:
    done = publisher.run(command)
    assert "没有" in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
