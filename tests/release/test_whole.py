"""The whole old site or the whole new one, whatever happens to a delivery."""

from __future__ import annotations

import os
import re
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from release import folder

from tests.kit.publishing import ENVIRONMENT, Publisher, contents


@pytest.fixture
def publisher(tmp_path: Path) -> Publisher:
    return Publisher(tmp_path)


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
    assert sorted(name for name in os.listdir(publisher.target) if not name.startswith((".lock", ".known", ".old-"))) == sorted(["current", old.name])
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
