"""`release reach` says of each target whether it answers, and whether the key signs; what is wrong with names and types of settings is told."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from release import reach, settings
from release.failures import Misconfigured
from release.reach import BAD, GOOD
from release.settings import Settings


def marks(targets: dict, key: str = "") -> list[tuple[str, str]]:
    """Return what is said of targets and a key."""
    return list(reach.look(Settings(targets, signing_key=key)))


def test_each_target_is_told_whatever_the_others_do(tmp_path: Path) -> None:
    (tmp_path / "stick").mkdir()
    found = marks({
        "gone": {"kind": "mount", "path": str(tmp_path / "gone")}, "odd": {"kind": "ftp", "path": "/a"},
        "far": {"kind": "ssh", "host": "reading@terminal.invalid", "path": "/srv/x"}, "stick": {"kind": "stick", "path": str(tmp_path / "stick")},
        "new": {"kind": "folder", "path": str(tmp_path / "new/er")},
    })
    assert [mark for mark, _ in found] == [BAD, BAD, BAD, GOOD, GOOD]
    assert [words.split("：")[0].split(" 连")[0] for _, words in found] == ["目标 gone", "目标 odd", "目标 far", "目标 stick", "目标 new"]
    assert "先把它挂上" in found[0][1] and not (tmp_path / "new").exists()


def test_a_key_signs_for_a_try(tmp_path: Path) -> None:
    key = tmp_path / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key)], check=True)
    assert marks({}, str(key)) == [(GOOD, f"签名的钥匙 {key} 能签名")]
    key.chmod(0o644)
    [(mark, words)] = marks({}, str(key))
    assert mark == BAD and f"chmod 600 {key}" in words
    key.chmod(0o600)
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(tmp_path / "other")], check=True)
    (tmp_path / "other.pub").rename(tmp_path / "key.pub")
    [(mark, words)] = marks({}, str(key))
    assert mark == BAD and "核对 RELEASE_SIGNING_KEY" in words
    (tmp_path / "key.pub").unlink()
    [(mark, words)] = marks({}, str(key))
    assert mark == BAD and str(key) in words
    assert marks({}, str(tmp_path / "gone"))[0][0] == BAD


@pytest.mark.parametrize(("text", "told"), [
    ("RELEASE_TARGET = {}", "是不是 RELEASE_TARGETS"), ("RELEASE_KEEP = '3'", "RELEASE_KEEP 写的 '3' 不对"), ("RELEASE_TARGETS = ['a']", "RELEASE_TARGETS"),
    ("RELEASE_TARGETS = {'a': '/b'}", "RELEASE_TARGETS 的 a"), ("RELEASE_SIGNER = 5", "RELEASE_SIGNER"),
])
def test_wrong_names_and_types_are_told(text: str, told: str, tmp_path: Path) -> None:
    (tmp_path / "conf.py").write_text(text)
    with pytest.raises(Misconfigured, match=told):
        settings.load(str(tmp_path / "conf.py"))
