"""What a release says of itself, and what it refuses to carry."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
from packaging.markers import Marker
from release import portable, sbom

from tests.kit.project import ROOT
from tests.kit.publishing import ENVIRONMENT, Configured
from tests.kit.ssh_server import Server

CHECK = ROOT / "plugins/release/scripts/check.sh"


@pytest.fixture
def publisher(tmp_path: Path) -> Configured:
    return Configured(tmp_path)


def test_a_release_is_signed_and_anybody_with_ssh_keygen_can_check_it(publisher: Configured, server: Server, tmp_path: Path) -> None:
    publisher.more = f"RELEASE_SIGNING_KEY = {str(server.base / 'key')!r}\nRELEASE_SIGNER = 'webmaster'\n"
    assert publisher.publish().returncode == 0
    assert publisher.run("verify").returncode == 0
    kind, code = (server.base / "key.pub").read_text().split()[:2]
    signers = tmp_path / "allowed_signers"
    signers.write_text(f"webmaster {kind} {code}\n")
    check = ["sh", CHECK, publisher.target / "current", signers, "webmaster"]
    assert subprocess.run(check, check=False, stdout=subprocess.DEVNULL).returncode == 0
    path = publisher.target / "current/release.json"
    path.write_text(path.read_text().replace('"date": "2', '"date": "3'))
    assert subprocess.run(check, check=False, stdout=subprocess.DEVNULL).returncode == 1
    done = publisher.run("verify")
    assert done.returncode == 1 and "签名不对：release.json" in done.stdout


def test_a_key_that_cannot_sign_stops_the_release_and_its_path_is_not_repeated(publisher: Configured) -> None:
    publisher.more = "RELEASE_SIGNING_KEY = '/nowhere/secret-key'\n"
    done = publisher.publish()
    assert done.returncode == 1 and "签名用的钥匙读不了" in done.stdout
    assert "secret-key" not in done.stdout + done.stderr
    assert not (publisher.target / "current").exists()


def test_every_command_says_that_a_key_cannot_sign(publisher: Configured) -> None:
    publisher.more = "RELEASE_SIGNING_KEY = '/nowhere/secret-key'\n"
    done = publisher.deliver()
    assert done.returncode == 1 and done.stderr.startswith("没有做成：签名用的钥匙读不了") and "secret-key" not in done.stderr


def test_the_footer_script_is_the_release_and_is_checked_with_it(publisher: Configured) -> None:
    publisher.write({"theme/release.js": "window.siteRelease = null;"})
    publisher.more = "RELEASE_STAMP = 'theme/release.js'\n"
    publisher.publish()
    script = (publisher.current / "theme/release.js").read_text()
    assert json.loads(script.removeprefix("window.siteRelease = ").removesuffix(";\n"))["id"].startswith(publisher.current.name[-12:])
    assert publisher.run("verify").returncode == 0
    assert subprocess.run(["sh", CHECK, publisher.current], check=False).returncode == 0
    assert publisher.publish().stdout.count("原来就是这个版本") == 1
    (publisher.current / "theme/release.js").write_text("alert(1)")
    assert "内容变了：theme/release.js" in publisher.run("verify").stdout
    assert "内容变了：theme/release.js" in subprocess.run(["sh", CHECK, publisher.current], capture_output=True, text=True, check=False).stdout


def test_the_bill_of_materials_lists_every_pinned_package_with_its_hashes(publisher: Configured) -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    publisher.more = f"RELEASE_LOCK_FILE = {str(ROOT / 'requirements.lock')!r}\n"
    publisher.publish()
    found = json.loads((publisher.current / "sbom.cdx.json").read_text())
    assert (found["bomFormat"], found["specVersion"]) == ("CycloneDX", "1.5")
    assert len(found["components"]) == sum("==" in line and line[0] not in " #" for line in lock.splitlines()) > 10
    assert all(component["hashes"] for component in found["components"])
    assert sum(len(component["hashes"]) for component in found["components"]) == lock.count("--hash=sha256:")
    assert (publisher.current / "sbom.cdx.json").read_bytes() == sbom.document(lock)


def test_the_bill_of_materials_names_what_is_installed_here_and_says_what_is_for_other_machines() -> None:
    named = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    here: dict[str, str] = {}
    for component in sbom.components((ROOT / "requirements.lock").read_text(encoding="utf-8")):
        markers = [entry["value"] for entry in component.get("properties", ()) if entry["name"] == sbom.MARKER]
        if all(Marker(marker).evaluate() for marker in markers):
            assert component["name"] not in here
            here[component["name"]] = component["version"]
    assert set(named) <= here.keys()
    assert here == {name: metadata.version(name) for name in here}


def test_the_bill_of_materials_is_the_same_wherever_and_whenever_it_is_made(publisher: Configured, tmp_path: Path) -> None:
    found = set()
    for place, zone in (("one", "America/New_York"), ("another place", "Asia/Shanghai")):
        (tmp_path / place).mkdir()
        shutil.copy(ROOT / "requirements.lock", tmp_path / place / "pins.txt")
        publisher.more = f"RELEASE_LOCK_FILE = {str(tmp_path / place / 'pins.txt')!r}\nTIMEZONE = {zone!r}\n"
        publisher.publish(env=ENVIRONMENT | {"TZ": zone})
        found.add((publisher.current / "sbom.cdx.json").read_text())
    assert len(found) == 1
    assert not re.search(r"pins\.txt|\d{4}-\d\d-\d\d", *found) and str(tmp_path) not in "".join(found)


@pytest.mark.parametrize("line", ["pelican", "pelican>=4", "pelican @ file:///home/webmaster/pelican", "-e .", "-r more.txt"])
def test_a_requirement_without_a_version_is_not_left_out_of_the_bill_in_silence(publisher: Configured, line: str) -> None:
    (publisher.base / "pins.txt").write_text(f"# pinned\n--no-binary :all:\nmarkdown[extra]==3.7 \\\n    --hash=sha256:{'0' * 64}\n{line}\n")
    publisher.more = f"RELEASE_LOCK_FILE = {str(publisher.base / 'pins.txt')!r}\n"
    done = publisher.publish()
    assert done.returncode == 1 and "没有发布：RELEASE_LOCK_FILE 第 5 行没有写明版本" in done.stderr
    assert not publisher.target.exists()


@pytest.mark.parametrize(("path", "why"), [
    ("a:b.html", "不允许"), ("aux.html", "保留"), ("COM1", "保留"), ("d /x.html", "空格"), ("x.", "句点"), ("x/" * 100 + "y.html", "200"),
])
def test_a_path_that_other_machines_cannot_keep_stops_the_release(publisher: Configured, path: str, why: str) -> None:
    publisher.publish()
    before = publisher.current
    publisher.write({path: "x"})
    done = publisher.publish()
    assert done.returncode == 1 and why in done.stderr and "没有发布" in done.stderr
    assert publisher.current == before


@pytest.mark.parametrize(("one", "other"), [("A.html", "a.html"), ("dir/x.html", "DIR/y.html"), ("\u00e9.html", "e\u0301.html")])
def test_names_that_differ_by_case_or_composition_only_stop_the_release(publisher: Configured, one: str, other: str) -> None:
    publisher.write({one: "1", other: "2"})
    done = publisher.publish()
    assert done.returncode == 1 and "只差大小写" in done.stderr


def test_a_symbolic_link_stops_the_release(publisher: Configured) -> None:
    (publisher.source / "link.html").symlink_to("index.html")
    done = publisher.publish()
    assert done.returncode == 1 and "符号链接" in done.stderr


def test_the_space_on_a_stick_counts_whole_clusters() -> None:
    assert portable.space([1, 32 * 1024, 32 * 1024 + 1, 0], 32) == 4 * 32 * 1024
