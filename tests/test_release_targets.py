"""Terminals over SSH, sticks, signatures: real sshd, real rsync, real ssh-keygen, real file systems."""

from __future__ import annotations

import json
import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from release import folder, portable, sbom, targets
from release.remote import Terminal

from .conftest import ROOT
from .faults import Trial
from .sshd import Server, serving
from .test_release import ENVIRONMENT, OWN, Publisher, contents

pytestmark = pytest.mark.xdist_group("terminals")
CHECK = ROOT / "plugins/release/check.sh"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("sshd")) as running:
        yield running


class Configured(Publisher):
    """A publisher with a configuration file."""

    def __init__(self, base: Path) -> None:
        super().__init__(base)
        self.base = base
        self.targets: dict[str, dict] = {}
        self.more = ""

    def run(self, *words: str, **more: object) -> subprocess.CompletedProcess:
        (self.base / "conf.py").write_text(f"RELEASE_TARGETS = {self.targets!r}\n{self.more}", encoding="utf-8")
        command = [*self.command(words[0], "--conf", str(self.base / "conf.py")), *words[1:]]
        return subprocess.run(command, capture_output=True, text=True, check=False, env=ENVIRONMENT, **more)

    def publish(self, *words: str) -> subprocess.CompletedProcess:
        return self.run("publish", str(self.source), *words)


@pytest.fixture
def publisher(tmp_path: Path) -> Configured:
    return Configured(tmp_path)


@pytest.fixture
def terminal(publisher: Configured, server: Server) -> Path:
    """A folder on the terminal whose name a shell would take apart, as the target `library`."""
    place = publisher.base / "终端 $(touch hacked) it's"
    publisher.targets["library"] = {"kind": "ssh", "host": server.host, "path": str(place), "options": server.options}
    return place


def shown(place: Path) -> dict[str, str]:
    """Return what a terminal shows, but for the release's own files."""
    return {path: text for path, text in contents((place / "current").resolve()).items() if path not in OWN}


def test_a_terminal_shows_exactly_what_was_built_and_a_change_sends_little(publisher: Configured, terminal: Path) -> None:
    publisher.write({f"items/2014/{n}.html": f"{n}" * 500 for n in range(300)})
    done = publisher.publish()
    assert done.returncode == 0, done.stdout + done.stderr
    assert shown(terminal) == contents(publisher.source)
    before = (terminal / "current").resolve()
    publisher.write({"index.html": "新的首页", "items/2014/7.html": None, "items/2014/新.html": "新", "items/2014/1/表.csv": None})
    done = publisher.publish()
    assert done.returncode == 0, done.stdout + done.stderr
    assert shown(terminal) == contents(publisher.source)
    assert not (terminal / "current/items/2014/1").exists(), "an empty folder was left"
    now = (terminal / "current").resolve()
    assert (before / "items/2014/9.html").samefile(now / "items/2014/9.html")
    assert (before / "index.html").read_text() == "首页"
    row = next(line for line in done.stdout.splitlines() if line.startswith("library"))
    assert "已换成新版本" in row and int(row.split()[3].replace(",", "")) < 60_000
    assert not list(publisher.base.rglob("hacked"))


def test_the_terminal_itself_verifies_and_names_what_differs(publisher: Configured, terminal: Path) -> None:
    publisher.publish()
    good = publisher.run("verify", "--target", "library")
    assert good.returncode == 0 and "每个文件都与发布时相同" in good.stdout
    place = terminal / "current"
    (place / "index.html").write_text("改过的")
    (place / "items/2014/1/表.csv").unlink()
    (place / "items/多.html").write_text("多")
    bad = publisher.run("verify", "--target", "library")
    assert bad.returncode == 1
    assert set(bad.stdout.splitlines()[:-1]) == {"内容变了：index.html", "缺少：items/2014/1/表.csv", "多出：items/多.html"}
    local = subprocess.run(["sh", CHECK, place], capture_output=True, text=True, check=False)
    assert local.returncode == 1 and local.stdout.splitlines()[:-1] == bad.stdout.splitlines()[:-1]
    status = publisher.run("status", "--all")
    assert status.returncode == 1 and "有 3 个文件与发布时不一致" in status.stdout


def test_the_next_delivery_mends_a_terminal_that_somebody_changed(publisher: Configured, terminal: Path) -> None:
    publisher.publish()
    (terminal / "current/index.html").write_text("改过的")
    assert publisher.publish().returncode == 0
    assert shown(terminal) == contents(publisher.source)
    assert publisher.run("verify", "--target", "library").returncode == 0


def test_one_terminal_that_does_not_answer_does_not_stop_the_others(publisher: Configured, terminal: Path) -> None:
    away = publisher.targets["library"] | {"options": ["-p", "1", "-F", "none"]}
    publisher.targets = {"away": away} | publisher.targets
    done = publisher.publish()
    assert done.returncode == 1
    assert "away" in done.stdout and "连不上终端；检查它有没有开机" in done.stdout
    assert shown(terminal) == contents(publisher.source)
    assert publisher.publish("--target", "library").returncode == 0


def test_a_host_key_that_is_not_known_is_refused(publisher: Configured, server: Server, terminal: Path, tmp_path: Path) -> None:
    options = [option.replace(str(server.base / "known_hosts"), str(tmp_path / "none")) for option in server.options]
    publisher.targets["library"]["options"] = options
    done = publisher.publish()
    assert done.returncode == 1 and "不认识终端的主机密钥" in done.stdout
    assert not terminal.exists()
    assert str(server.base) not in done.stdout + done.stderr


def test_rollback_of_a_terminal_returns_to_the_release_before(publisher: Configured, terminal: Path) -> None:
    publisher.publish()
    publisher.write({"index.html": "二"})
    publisher.publish()
    assert publisher.run("rollback", "--target", "library").returncode == 0
    assert (terminal / "current/index.html").read_text() == "首页"
    assert (publisher.current / "index.html").read_text() == "二"
    done = publisher.run("rollback", "--target", "library")
    assert done.returncode == 1 and "没有更早的版本" in done.stderr


def test_a_terminal_keeps_as_many_releases_as_it_should(publisher: Configured, terminal: Path) -> None:
    publisher.more = "RELEASE_KEEP = 2\n"
    for text in "一二三":
        publisher.write({"index.html": text})
        publisher.publish()
    assert len([path for path in terminal.iterdir() if path.name.startswith("0")]) == 2


def test_a_second_publisher_to_a_terminal_is_told_so(publisher: Configured, server: Server, terminal: Path) -> None:
    publisher.publish()
    holder = Terminal(server.host, str(terminal), tuple(server.options))
    other = Terminal(server.host, str(terminal), tuple(server.options), patience=1)
    with holder.opened(), pytest.raises(Exception, match="另一个人正在向这台终端发布"):
        other.deliver(str(publisher.current))
    assert not other.deliver(str(publisher.current)).switched


def test_a_line_that_is_cut_leaves_the_old_release_and_the_next_delivery_is_whole(publisher: Configured, tmp_path: Path) -> None:
    place = tmp_path / "terminal"
    with serving(tmp_path / "one") as first:
        publisher.targets["library"] = {"kind": "ssh", "host": first.host, "path": str(place), "options": first.options}
        assert publisher.publish().returncode == 0
        old = shown(place)
        publisher.write({f"items/2014/{n}.html": str(n) * 3000 for n in range(2000)})
        local = folder.deliver(str(publisher.source), str(publisher.target), folder.Making())
        code = "import sys\nfrom release.remote import Terminal\nTerminal(sys.argv[1], sys.argv[2], tuple(sys.argv[4:])).deliver(sys.argv[3])"
        command = ["python3", "-c", code, first.host, str(place), local.path, *first.options]
        with subprocess.Popen(command, env=ENVIRONMENT, stderr=subprocess.PIPE, text=True) as delivering:
            for _ in range(400):
                if any(place.glob(".partial-*/items/2014/1[0-9]*.html")):
                    break
                time.sleep(0.01)
            first.drop()
            assert "release.shell.Unreachable: 连" in delivering.communicate(timeout=60)[1]
        assert shown(place) == old
    with serving(tmp_path / "two") as second:
        publisher.targets["library"] |= {"host": second.host, "options": second.options}
        assert publisher.publish().returncode == 0
        assert shown(place) == contents(publisher.source)
        assert not list(place.glob(".partial-*"))


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
    assert sbom.document(lock) == sbom.document(lock)


def test_a_stick_carries_the_release_and_installs_it_with_one_command(publisher: Configured, tmp_path: Path) -> None:
    stick, terminal = tmp_path / "U 盘", tmp_path / "home dir/site"
    stick.mkdir()
    publisher.targets["stick"] = {"kind": "stick", "path": str(stick)}
    install = ["sh", stick / "install.sh", terminal]
    for text in "一二":
        publisher.write({"index.html": text, f"{text}.html": text})
        done = publisher.publish()
        assert done.returncode == 0, done.stdout + done.stderr
        installed = subprocess.run(install, capture_output=True, text=True, check=False, env=os.environ | {"PATH": "/usr/bin:/bin"})
        assert installed.returncode == 0, installed.stderr
        assert shown(terminal) == contents(publisher.source)
    assert publisher.run("verify", "--target", "stick").returncode == 0
    before = shown(terminal)
    archive = next(path for path in stick.glob("000002*.tar.gz"))
    archive.write_bytes(archive.read_bytes()[:-100])
    assert publisher.run("verify", "--target", "stick").returncode == 1
    done = subprocess.run(install, capture_output=True, text=True, check=False)
    assert done.returncode == 1 and "压缩包坏了" in done.stderr
    assert shown(terminal) == before
    assert publisher.run("rollback", "--target", "stick").returncode == 0
    subprocess.run(install, check=True, stdout=subprocess.DEVNULL)
    assert (terminal / "current/index.html").read_text() == "一"


def test_a_stick_that_is_pulled_or_full_is_said(publisher: Configured, small_disk: Path, tmp_path: Path) -> None:
    publisher.targets["stick"] = {"kind": "stick", "path": str(tmp_path / "pulled")}
    done = publisher.publish()
    assert done.returncode == 1 and "没有找到U盘" in done.stdout
    publisher.targets["stick"] = {"kind": "stick", "path": str(small_disk)}
    publisher.write({"a.pdf": os.urandom(3_000_000).hex()})
    done = publisher.publish()
    assert done.returncode == 1 and "磁盘满了" in done.stdout
    assert not list(small_disk.glob("*.gz"))


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


def test_a_mounted_folder_that_is_not_there_is_not_made(publisher: Configured, tmp_path: Path) -> None:
    publisher.targets["hall"] = {"kind": "mount", "path": str(tmp_path / "mnt")}
    done = publisher.publish()
    assert done.returncode == 1 and "先把它挂上" in done.stdout
    assert not (tmp_path / "mnt").exists()


def test_every_kind_of_failure_of_the_system_has_words_of_what_to_do() -> None:
    for number in (13, 28, 30, 5, 19, 27):
        assert "；" in targets.reason(OSError(number, os.strerror(number)))


def test_a_publication_killed_at_any_moment_leaves_a_whole_release_everywhere(server: Server, tmp_path: Path) -> None:
    """Ten of the two hundred runs of `make faults`."""
    assert Trial(tmp_path, server, seed=7).run(10) > 3
