"""Delivery: the whole old site or the whole new one, whatever happens."""

from __future__ import annotations

import hashlib
import importlib
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from .conftest import ROOT, item
from .forge import Quick

folder = importlib.import_module("release.folder")  # by name: linters take the release folder for it, where there is one
manifest = importlib.import_module("release.manifest")


class Publisher:
    """A built folder and a target, and the command line between them."""

    def __init__(self, base: Path) -> None:
        self.source, self.target = base / "output", base / "release"
        self.write({"index.html": "首页", "items/2014/1.html": "一", "items/2014/1/表.csv": "甲,乙\n", "theme/css/site.css": "p {}"})

    def write(self, files: dict[str, str | None]) -> None:
        """Write files of the built folder; None removes one."""
        for path, text in files.items():
            place = self.source / path
            if text is None:
                place.unlink()
            else:
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_text(text, encoding="utf-8")

    def command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "release", *words, "--to", str(self.target)]

    def run(self, *words: str, **more: object) -> subprocess.CompletedProcess:
        """Run the command line."""
        return subprocess.run(self.command(*words), capture_output=True, text=True, check=False, cwd=self.target.parent, env=ENVIRONMENT, **more)

    def deliver(self, **more: object) -> subprocess.CompletedProcess:
        return self.run("deliver", str(self.source), **more)

    def deliver_each(self, texts: str) -> list[str]:
        """Deliver several versions of the home page at once; return the names of the releases."""
        names = []
        for text in texts:
            self.write({"index.html": text})
            names.append(Path(folder.deliver(str(self.source), str(self.target)).path).name)
        return names

    def deliver_killed(self, step: str, at: int) -> None:
        """Deliver, and kill that with all its processes when it takes a step for the n-th time."""
        command = [sys.executable, "-c", KILLED, step, str(at), str(self.source), str(self.target)]
        done = subprocess.run(command, env=ENVIRONMENT, check=False, start_new_session=True)
        assert done.returncode == -signal.SIGKILL

    @property
    def current(self) -> Path:
        return (self.target / "current").resolve()

    def delivered(self) -> dict[str, str]:
        """Return every file of the current release but the manifest's own, by path."""
        return {path: text for path, text in contents(self.current).items() if path not in OWN}


OWN = ("SHA256SUMS", "SIZES", "release.json")
ENVIRONMENT = os.environ | {"PYTHONPATH": str(ROOT / "plugins")}


def contents(place: Path) -> dict[str, str]:
    """Return the text of every file of a folder, by path."""
    return {path.relative_to(place).as_posix(): path.read_text(encoding="utf-8") for path in sorted(place.rglob("*")) if path.is_file()}


@pytest.fixture
def publisher(tmp_path: Path) -> Publisher:
    return Publisher(tmp_path)


def test_a_delivery_shows_exactly_the_built_files_and_says_so(publisher: Publisher) -> None:
    done = publisher.deliver()
    assert done.returncode == 0, done.stderr
    assert publisher.delivered() == contents(publisher.source)
    assert re.search(r"已发布 版本 [0-9a-f]{12}：共 4 个文件，新写入 4 个", done.stdout)
    assert f"打开 {publisher.target}/current/index.html" in done.stdout


def test_the_manifest_is_what_sha256sum_checks_and_the_release_id_is_its_hash(publisher: Publisher) -> None:
    publisher.deliver()
    checked = subprocess.run(["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"], cwd=publisher.current, check=False)
    assert checked.returncode == 0
    text = (publisher.current / "SHA256SUMS").read_bytes()
    assert len(text.splitlines()) == 4
    identifier = hashlib.sha256(text).hexdigest()
    assert f'"{identifier}"' in (publisher.current / "release.json").read_text()
    assert publisher.current.name.endswith(identifier[:12])


def test_delivering_the_same_again_makes_no_new_release(publisher: Publisher) -> None:
    publisher.deliver()
    before = publisher.current
    done = publisher.deliver()
    assert done.returncode == 0
    assert "完全相同，不需要发布" in done.stdout
    assert publisher.current == before
    assert folder.releases(str(publisher.target)) == [before.name]


def test_a_site_built_anew_with_the_same_bytes_makes_no_new_release(publisher: Publisher) -> None:
    """Only times differ, as after `make clean` or on another machine."""
    publisher.deliver()
    before = publisher.current
    for path in publisher.source.rglob("*"):
        os.utime(path, ns=(1, 1))
    publisher.deliver()
    assert publisher.current == before


def test_publishing_twice_with_nothing_changed_makes_no_new_release(tmp_path: Path) -> None:
    """With real builds: what a build leaves alone, a delivery need not send."""
    project = Quick(tmp_path)
    project.write({"items/a.md": item(), "images/map.png": "图", "pages/guide.md": "Title: 指南\nSlug: guide\n\n怎样查阅。\n"})
    publisher = Publisher(tmp_path / "second")
    project.good(conf="publishconf.py")
    publisher.run("deliver", str(project.output))
    project.good(conf="publishconf.py")
    again = publisher.run("deliver", str(project.output))
    assert "完全相同，不需要发布" in again.stdout
    project.write({"items/a.md": item(body="改过的正文。")})
    project.good(conf="publishconf.py")
    before = publisher.current
    publisher.run("deliver", str(project.output))
    files = [path.relative_to(publisher.current).as_posix() for path in publisher.current.rglob("*") if path.is_file()]
    written = [path for path in files if not ((before / path).exists() and (before / path).samefile(publisher.current / path))]
    own = [path for path in written if not path.startswith("search/")]  # a small index is made anew
    assert sorted(own) == ["SHA256SUMS", "SIZES", "items/2014/014500858-2014-00001.html", "release.json"]


def test_one_changed_file_is_all_that_is_written_and_the_rest_is_shared(publisher: Publisher) -> None:
    publisher.deliver()
    before = publisher.current
    publisher.write({"items/2014/1.html": "改", "items/2014/2.html": "新", "theme/css/site.css": None})
    done = publisher.deliver()
    assert "共 4 个文件，新写入 2 个" in done.stdout
    assert publisher.delivered() == contents(publisher.source)
    inode = lambda place, path: (place / path).stat().st_ino  # noqa: E731
    assert inode(before, "index.html") == inode(publisher.current, "index.html")
    assert inode(before, "items/2014/1.html") != inode(publisher.current, "items/2014/1.html")


def test_no_file_of_a_release_is_shared_with_the_built_folder(publisher: Publisher) -> None:
    publisher.deliver()
    publisher.write({"items/2014/2.html": "新"})
    publisher.deliver()
    source = {path.stat().st_ino for path in publisher.source.rglob("*") if path.is_file()}
    released = {path.stat().st_ino for path in publisher.target.rglob("*") if path.is_file()}
    assert not source & released


def test_a_release_never_changes_once_delivered(publisher: Publisher) -> None:
    publisher.deliver()
    first, before = publisher.current, contents(publisher.current)
    for path in ("index.html", "items/2014/1.html"):
        with (publisher.source / path).open("r+", encoding="utf-8") as file:  # in place, not by replacing
            file.write("改写")
    publisher.deliver()
    publisher.write({"index.html": None, "items/2014/1/表.csv": "丙\n"})
    publisher.deliver()
    assert contents(first) == before
    assert manifest.compare(str(first)) == manifest.Differences([], [], [])


def look(place: int, name: str) -> str:
    """Read a file of a folder that is held open, wherever links point by now."""
    with open(name, opener=lambda path, flags: os.open(path, flags, dir_fd=place), encoding="utf-8") as file:
        return file.read()


def test_the_switch_is_one_step_so_that_a_reader_always_sees_a_whole_site(publisher: Publisher) -> None:
    """A reader looks all the while; each look finds an index and a page of the same release."""
    publisher.write({"index.html": "0", "page.html": "0"})
    publisher.deliver()
    writer = subprocess.Popen([sys.executable, "-c", (
        "import sys, pathlib; from release import folder\n"
        "source, target = map(pathlib.Path, sys.argv[1:])\n"
        "for step in range(1, 60):\n"
        "    for name in ('index.html', 'page.html'): (source / name).write_text(str(step))\n"
        "    folder.deliver(str(source), str(target))\n"
    ), str(publisher.source), str(publisher.target)], env=ENVIRONMENT)
    looks, seen = 0, set()
    while writer.poll() is None:
        place = os.open(publisher.target / "current", os.O_RDONLY)
        try:
            pages = [look(place, name) for name in ("index.html", "page.html")]
        except FileNotFoundError:
            continue  # this release was pruned meanwhile: three deliveries in one look
        finally:
            os.close(place)
        looks += 1
        seen.add(pages[0])
        assert pages[0] == pages[1]
    assert writer.returncode == 0
    assert looks > 20 and len(seen) > 3


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
    assert done.stdout.splitlines() == ["内容变了：index.html", "缺少：items/2014/1.html", "多出：items/evil.html", "与发布时不一致。"]


@pytest.mark.parametrize("damage", ["emptied", "deleted", "a line less", "forged"])
def test_verify_sees_that_the_manifest_itself_was_tampered_with(publisher: Publisher, damage: str) -> None:
    publisher.deliver()
    path = publisher.current / "SHA256SUMS"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    if damage == "deleted":
        path.unlink()
    elif damage == "forged":
        (publisher.current / "index.html").write_text("伪造", encoding="utf-8")
        digest = hashlib.sha256("伪造".encode()).hexdigest()
        path.write_text("".join(f"{digest}  index.html\n" if line.endswith("  index.html\n") else line for line in lines), encoding="utf-8")
    else:
        path.write_text("" if damage == "emptied" else "".join(lines[:-1]), encoding="utf-8")
    done = publisher.run("verify")
    assert done.returncode == 1
    assert "SHA256SUMS" in done.stdout


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


def test_a_folder_put_away_becomes_a_release_with_nothing_of_its_own_left(publisher: Publisher) -> None:
    publisher.write({"items/2013/旧.html": "旧"})
    publisher.deliver_each("甲")
    publisher.write({"items/2013/旧.html": None, "2013": "从前是文件夹里的一页"})
    publisher.deliver_each("乙丙丁")
    away = next(publisher.target.glob(".old-*"))
    (away / "theme" / "css" / "site.css").unlink()
    (away / "theme" / "css" / "site.css").write_text("b {}", encoding="utf-8")  # as long as before
    os.utime(away / "theme" / "css" / "site.css", ns=(1, 1))
    (away / "夹带.html").write_text("夹带", encoding="utf-8")
    (away / "空").mkdir()
    kept = {name: contents(publisher.target / name) for name in folder.releases(str(publisher.target))}
    time.sleep(folder.READING + 0.1)
    publisher.deliver_each("戊")
    assert not away.exists()
    assert publisher.delivered() == contents(publisher.source)
    assert sorted(path.name for path in publisher.current.rglob("*") if path.is_dir()) == ["1", "2014", "css", "items", "theme"]
    assert publisher.run("verify").returncode == 0
    now = {name: contents(publisher.target / name) for name in kept if (publisher.target / name).exists()}
    assert len(now) == folder.KEPT - 1 and now.items() <= kept.items()


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


KILLED = """
import os, signal, sys
from release import folder
step, left = sys.argv[1], [int(sys.argv[2])]
owner, name = {"copy": (folder.shutil, "copy2"), "link": (os, "link"), "rename": (os, "rename"), "symlink": (os, "symlink"),
               "switch": (os, "replace")}[step]
real = getattr(owner, name)
def dying(*arguments, **more):
    left[0] -= 1
    if left[0] == 0:
        os.killpg(0, signal.SIGKILL)
    return real(*arguments, **more)
setattr(owner, name, dying)
folder.deliver(*sys.argv[3:])
"""


@pytest.mark.parametrize(("step", "at"), [("copy", 1), ("copy", 2), ("link", 1), ("link", 3), ("rename", 1), ("symlink", 1), ("switch", 1)])
def test_a_delivery_killed_in_the_middle_leaves_the_old_site_and_the_next_one_is_whole(publisher: Publisher, step: str, at: int) -> None:
    publisher.deliver()
    before, old = contents(publisher.source), publisher.current
    publisher.write({"index.html": "新", "items/2014/9.html": "九"})
    publisher.deliver_killed(step, at)
    assert publisher.current == old and publisher.delivered() == before
    assert publisher.run("verify").returncode == 0
    assert publisher.deliver().returncode == 0
    assert publisher.delivered() == contents(publisher.source)
    assert not [name for name in os.listdir(publisher.target) if name.startswith((".partial", ".current"))]


def test_a_delivery_killed_while_pruning_leaves_a_whole_site(publisher: Publisher) -> None:
    publisher.deliver_each("一二三")
    before = publisher.delivered()
    publisher.write({"index.html": "四"})
    publisher.deliver_killed("rename", 2)
    assert publisher.delivered() in (before, contents(publisher.source))
    assert publisher.run("verify").returncode == 0
    publisher.deliver()
    assert publisher.delivered() == contents(publisher.source)
    assert len(folder.releases(str(publisher.target))) == 3


def test_a_disk_that_fills_up_leaves_the_old_site_and_says_so(publisher: Publisher) -> None:
    """No file may grow beyond a hundred kilobytes here, as if the disk ended there."""
    publisher.deliver()
    before, old = contents(publisher.source), publisher.current
    publisher.write({"big.pdf": "大" * 100_000, "index.html": "新"})
    done = publisher.deliver(preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000)))
    assert done.returncode == 1
    assert re.search(r"没有发布成功：.+原来的版本没有动", done.stderr)
    assert "Traceback" not in done.stderr
    assert publisher.current == old and publisher.delivered() == before
    assert sorted(name for name in os.listdir(publisher.target) if not name.startswith((".lock", ".old-"))) == sorted(["current", old.name])
    assert publisher.deliver().returncode == 0
    assert publisher.delivered() == contents(publisher.source)


def test_two_deliveries_at_once_both_end_well(publisher: Publisher) -> None:
    publisher.write({f"items/2014/{n}.html": str(n) for n in range(300)})
    second = Publisher(publisher.target.parent / "other")
    second.target = publisher.target
    second.write({"index.html": "另一个"})
    both = [subprocess.Popen(one.command("deliver", str(one.source)), env=ENVIRONMENT, stdout=subprocess.DEVNULL) for one in (publisher, second)]
    assert [process.wait() for process in both] == [0, 0]
    found = [contents(publisher.target / name) for name in folder.releases(str(publisher.target))]
    for one in (publisher, second):
        assert any(files.items() >= contents(one.source).items() for files in found)
    assert publisher.delivered() in (contents(publisher.source), contents(second.source))
    assert publisher.run("verify").returncode == 0


@pytest.mark.parametrize("state", ["missing", "empty", "only the mark of the build"])
def test_nothing_to_deliver_is_refused_and_leaves_the_old_site(publisher: Publisher, state: str) -> None:
    publisher.deliver()
    before = publisher.delivered()
    shutil.rmtree(publisher.source)
    if state != "missing":
        publisher.source.mkdir()
    if state == "only the mark of the build":
        (publisher.source / ".disclosure-output").write_text("x")
    done = publisher.deliver()
    assert done.returncode == 1 and "没有可以发布的网站" in done.stderr
    assert publisher.delivered() == before


@pytest.mark.parametrize("command", ["verify", "status", "rollback"])
def test_a_target_without_releases_is_said_to_have_none(publisher: Publisher, command: str) -> None:
    done = publisher.run(command)
    assert "没有" in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
