"""Times of releases: in the zone of the site, with their offset, whatever the zone of the machine is."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from release import clock

from tests.kit.publishing import ENVIRONMENT, Configured

SHOWN = r"(\d{4}-\d\d-\d\d \d\d:\d\d) \+08:00"
ZONES = ["America/New_York", "Asia/Kathmandu"]


@pytest.fixture
def publisher(tmp_path: Path) -> Configured:
    made = Configured(tmp_path)
    made.more = "TIMEZONE = 'Asia/Shanghai'\n"
    return made


def utc(name: str) -> datetime:
    """Return the moment of a release, by its name."""
    return datetime.strptime(name.split("-")[1], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)


def said(name: str) -> str:
    """Return that moment as people in Shanghai are told it."""
    return f"{utc(name) + timedelta(hours=8):%Y-%m-%d %H:%M} +08:00"


@pytest.mark.parametrize("machine", ZONES)
def test_every_time_is_told_in_the_zone_of_the_site_with_its_offset(publisher: Configured, tmp_path: Path, machine: str) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    publisher.targets["stick"] = {"kind": "stick", "path": str(stick)}
    there = {"env": ENVIRONMENT | {"TZ": machine}}
    began = datetime.now(UTC)
    done = publisher.publish(**there)
    assert done.returncode == 0, done.stdout + done.stderr
    name = publisher.current.name
    assert abs(utc(name) - began) < timedelta(seconds=60)
    written = datetime.fromisoformat(json.loads((publisher.current / "release.json").read_text())["date"])
    assert written.utcoffset() == timedelta(hours=8) and abs(written - utc(name)) <= timedelta(seconds=5)
    shown = f"{written:%Y-%m-%d %H:%M} +08:00"
    assert f"发布于 {shown}：" in done.stdout
    assert f"发布于 {shown}" in (stick / "说明.txt").read_text(encoding="utf-8-sig").splitlines()[0]
    assert f"{name}（{said(name)}）：已读全部 4 个文件，每个文件" in publisher.run("verify", **there).stdout
    publisher.write({"index.html": "二"})
    publisher.publish(**there)
    second = publisher.current.name
    assert publisher.run("status", **there).stdout.splitlines() == [f"  {name}  {said(name)}", f"* {second}  {said(second)}  0 天前  完好"]
    assert publisher.run("rollback", **there).stdout == f"已退回 {name}（{said(name)}）。\n"
    assert publisher.run("bundle", str(tmp_path / "bundle"), **there).returncode == 0
    assert f"发布于 {shown}" in (tmp_path / "bundle/说明.txt").read_text(encoding="utf-8-sig").splitlines()[0]


def test_a_release_made_in_another_zone_is_told_in_that_of_the_site(publisher: Configured) -> None:
    publisher.more = "TIMEZONE = 'America/New_York'\n"
    publisher.publish()
    written = datetime.fromisoformat(json.loads((publisher.current / "release.json").read_text())["date"])
    publisher.more = "TIMEZONE = 'Asia/Shanghai'\n"
    told = re.search(f"发布于 {SHOWN}", publisher.publish().stdout)[1]
    assert told == f"{written.astimezone(clock.zone('Asia/Shanghai')):%Y-%m-%d %H:%M}"


def test_neither_id_nor_name_of_a_release_depends_on_a_zone(publisher: Configured, tmp_path: Path) -> None:
    ids = set()
    for zone in ZONES:
        other = Configured(tmp_path / zone)
        other.more = f"TIMEZONE = {zone!r}\n"
        other.publish(env=ENVIRONMENT | {"TZ": zone})
        ids.add(json.loads((other.current / "release.json").read_text())["id"])
        assert abs(utc(other.current.name) - datetime.now(UTC)) < timedelta(seconds=60)
    assert len(ids) == 1


def test_without_a_configuration_times_are_those_of_utc(publisher: Configured) -> None:
    publisher.more = ""
    publisher.deliver(env=ENVIRONMENT | {"TZ": "America/New_York"})
    assert json.loads((publisher.current / "release.json").read_text())["date"].endswith("+00:00")


@pytest.mark.parametrize("zone", ["Asia/Shanghia", "Asia", "", "../etc/passwd", None])
def test_a_zone_that_is_none_is_said_and_nothing_is_published(publisher: Configured, zone: object) -> None:
    publisher.publish()
    before = publisher.current
    publisher.write({"index.html": "新"})
    publisher.more = f"TIMEZONE = {zone!r}\n"
    done = publisher.publish()
    assert done.returncode == 1 and f"没有发布：TIMEZONE 是“{zone}”" in done.stderr and "Asia/Shanghai 这样的名字" in done.stderr
    assert publisher.current == before
    done = publisher.run("status")
    assert done.returncode == 1 and f"没有做成：TIMEZONE 是“{zone}”" in done.stderr and "Traceback" not in done.stderr


def test_the_status_of_the_local_folder_lists_its_releases(publisher: Configured, tmp_path: Path) -> None:
    """As `make status TO=local` asks; the other targets are left alone."""
    publisher.targets["hall"] = {"kind": "mount", "path": str(tmp_path / "not mounted")}
    publisher.publish("--target", "local")
    name = publisher.current.name
    for words in (("--all", "--target", "local"), ("--target", "local"), ()):
        done = publisher.run("status", *words)
        assert done.returncode == 0 and done.stdout == f"* {name}  {said(name)}  0 天前  完好\n", words
    assert "hall：" in publisher.run("status", "--all").stdout
    assert publisher.run("status", "--all", "--target", "hall").stdout.startswith("  看不到：没有文件夹")


def test_a_release_whose_name_holds_no_moment_does_not_hide_the_others(publisher: Configured) -> None:
    publisher.publish()
    odd = f"000000-20269999T999999Z-{'0' * 12}"
    (publisher.target / odd).mkdir()
    done = publisher.run("status")
    assert done.returncode == 0 and done.stdout.splitlines()[0] == f"  {odd}  时间不明" and "完好" in done.stdout
