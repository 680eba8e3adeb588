"""Terminals over SSH: a real server, real rsync, the terminal's own shell."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

import pytest
from release import folder
from release.remote import Terminal

from tests.kit.project import ROOT
from tests.kit.publishing import ENVIRONMENT, Configured, contents, shown
from tests.kit.ssh_server import Server, serving

CHECK = ROOT / "plugins/release/scripts/check.sh"


@pytest.fixture
def publisher(tmp_path: Path) -> Configured:
    return Configured(tmp_path)


@pytest.fixture
def terminal(publisher: Configured, server: Server) -> Path:
    """A folder on the terminal whose name a shell would take apart, as the target `library`."""
    place = publisher.base / "终端 $(touch hacked) it's"
    publisher.targets["library"] = {"kind": "ssh", "host": server.host, "path": str(place), "options": server.options}
    return place


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
    with holder.locked(), pytest.raises(Exception, match="另一个人正在向这台终端发布"):
        other.deliver(str(publisher.current))
    assert not other.deliver(str(publisher.current)).switched


def test_a_line_that_is_cut_leaves_the_old_release_and_the_next_delivery_is_whole(publisher: Configured, tmp_path: Path) -> None:
    place = tmp_path / "terminal"
    with serving(tmp_path / "one") as first:
        publisher.targets["library"] = {"kind": "ssh", "host": first.host, "path": str(place), "options": first.options}
        assert publisher.publish().returncode == 0
        old = shown(place)
        publisher.write({f"items/2014/{n}.html": str(n) * 3000 for n in range(2000)})
        local = folder.deliver(str(publisher.source), str(publisher.target), folder.DeliveryOptions())
        code = "import sys\nfrom release.remote import Terminal\nTerminal(sys.argv[1], sys.argv[2], tuple(sys.argv[4:])).deliver(sys.argv[3])"
        command = ["python3", "-c", code, first.host, str(place), local.path, *first.options]
        with subprocess.Popen(command, env=ENVIRONMENT, stderr=subprocess.PIPE, text=True) as delivering:
            for _ in range(400):
                if any(place.glob(".partial-*/items/2014/1[0-9]*.html")):
                    break
                time.sleep(0.01)
            first.drop()
            assert "release.failures.Unreachable: 连" in delivering.communicate(timeout=60)[1]
        assert shown(place) == old
    with serving(tmp_path / "two") as second:
        publisher.targets["library"] |= {"host": second.host, "options": second.options}
        assert publisher.publish().returncode == 0
        assert shown(place) == contents(publisher.source)
        assert not list(place.glob(".partial-*"))


HOSTILE = ("$(touch hacked).html", "`touch hacked`.html", "a;touch hacked;.html", "a & touch hacked.html", "it's.html", "-rf.html", "--delete", "items/~/x.html")


def test_names_that_a_shell_would_take_apart_arrive_and_go_as_they_are(publisher: Configured, terminal: Path) -> None:
    publisher.write(dict.fromkeys(HOSTILE, "x"))
    assert publisher.publish().returncode == 0
    assert shown(terminal) == contents(publisher.source) and set(HOSTILE) <= shown(terminal).keys()
    assert publisher.run("verify", "--target", "library").returncode == 0
    publisher.write(dict.fromkeys(HOSTILE[:4], "y") | dict.fromkeys(HOSTILE[4:]))
    assert publisher.publish().returncode == 0
    assert shown(terminal) == contents(publisher.source)
    assert not [*publisher.base.rglob("hacked"), *Path.home().glob("hacked")]


def test_a_manifest_on_the_terminal_that_names_files_outside_takes_nothing_away_there(publisher: Configured, terminal: Path) -> None:
    publisher.publish()
    victims = [terminal / "victim.txt", publisher.base / "victim.txt"]
    for victim in victims:
        victim.write_text("bystander")
    with (terminal / "current/SHA256SUMS").open("a") as listed:
        listed.writelines(f"{'0' * 64}  {path}\n" for path in ("../victim.txt", "../../victim.txt", "items/../../victim.txt", str(victims[1])))
    other = Configured(publisher.base / "other")  # who has no release of the same id at hand, and asks the terminal
    other.targets = publisher.targets
    other.write({"index.html": "另一个"})
    assert other.publish().returncode == 0
    assert shown(terminal) == contents(other.source)
    assert all(victim.read_text() == "bystander" for victim in victims)


def test_a_host_key_that_has_changed_is_refused(publisher: Configured, server: Server, terminal: Path, tmp_path: Path) -> None:
    port = server.options[server.options.index("-p") + 1]
    (tmp_path / "known").write_text(f"[127.0.0.1]:{port} {(server.base / 'key.pub').read_text()}")
    publisher.targets["library"]["options"] = [option.replace(str(server.base / "known_hosts"), str(tmp_path / "known")) for option in server.options]
    done = publisher.publish()
    assert done.returncode == 1 and "终端的主机密钥变了" in done.stdout
    assert not terminal.exists()


def test_nothing_of_a_key_is_in_a_release_or_a_message(publisher: Configured, server: Server, terminal: Path) -> None:
    publisher.more = f"RELEASE_SIGNING_KEY = {str(server.base / 'key')!r}\nRELEASE_SIGNER = 'webmaster'\n"
    done = publisher.publish()
    assert done.returncode == 0
    secret = "".join((server.base / "key").read_text().splitlines()[1:-1])
    released = "".join(path.read_text(encoding="utf-8") for path in terminal.rglob("*") if path.is_file())
    pieces = [secret[start : start + 40] for start in range(100, len(secret) - 40, 40)]
    assert pieces and not [piece for piece in pieces if piece in done.stdout + done.stderr + released.replace("\n", "")]
    assert str(server.base) not in done.stdout + done.stderr + released
