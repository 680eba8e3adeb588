"""Work on all cores ends when something goes wrong: it neither hangs nor goes on, and nothing is left of it."""

from __future__ import annotations

import fcntl
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.kit.fatal_extension import WORD
from tests.kit.project import ROOT, Project, item

BEGIN = "import os, signal, sys, time; sys.path.insert(0, 'plugins'); from parallel import parallel_map\n"
FAILING = BEGIN + """
from contextlib import closing
def large(task):
    if task == {bad}:
        raise OSError(28, 'no space left')
    return bytes(8_000_000)
for _ in range(3):
    try:
        with closing(parallel_map(lambda: large, list(range(60)))) as found:
            for number, _ in enumerate(found):
                if number == {stop}:
                    raise OSError(28, 'no space left')
    except OSError:
        continue
    sys.exit('nothing was raised')
"""
KILLED = BEGIN + """
def work(task):
    if task == 7:
        os.kill(os.getpid(), signal.SIGKILL)
    return task
list(parallel_map(lambda: work, list(range(60))))
"""
LOCKED = BEGIN + """
import fcntl
signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored where the tests run in the background
held = open(sys.argv[1], 'w')
fcntl.flock(held, fcntl.LOCK_EX)
def work(task):
    time.sleep(0.05)
    return task
for done in parallel_map(lambda: work, list(range(5000))):
    print(done, flush=True)
"""


def run(code: str) -> subprocess.CompletedProcess:
    """Run a program that must come to its end."""
    return subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)


@pytest.mark.parametrize(("bad", "stop"), [(7, -1), (-1, 2)])
def test_an_error_among_large_results_ends_the_work_at_once(bad: int, stop: int) -> None:
    """A pool that is ended while a process hands over its result can wait for the rest for ever."""
    done = run(FAILING.format(bad=bad, stop=stop))
    assert done.returncode == 0, done.stderr


def test_results_come_in_order_and_all_of_them() -> None:
    done = run(BEGIN + "assert list(parallel_map(lambda: str, list(range(500)))) == [str(number) for number in range(500)]")
    assert done.returncode == 0, done.stderr


def test_a_process_that_the_system_ends_is_an_error_and_no_endless_wait() -> None:
    done = run(KILLED)
    assert done.returncode == 1 and "BrokenProcessPool" in done.stderr


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGINT])
def test_nothing_is_left_of_work_whose_parent_is_ended(tmp_path: Path, end: signal.Signals) -> None:
    """Processes that lived on would hold the lock of the output folder, and every later build would wait for it."""
    lock = tmp_path / "lock"
    with subprocess.Popen([sys.executable, "-c", LOCKED, lock], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as work:
        assert work.stdout.readline() == "0\n"
        work.send_signal(end)
        assert work.wait(30) in (-end, 1)
    with open(lock) as held:
        for _ in range(200):
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return
            except BlockingIOError:
                time.sleep(0.05)
    pytest.fail("a process holds the lock still")


def test_a_build_that_loses_a_process_says_so_and_the_next_one_is_whole(project: Project) -> None:
    project.write({f"items/{n}.md": item(Index=f"014500858/2014-{n:05d}", body=WORD if n == 500 else "一。") for n in range(1, 701)})
    done = project.build(MARKDOWN={"extensions": ["tests.kit.fatal_extension"]})
    assert done.returncode == 1
    assert "没有生成成功：一个进程被系统强行结束了，多半是内存不够；关掉别的程序再运行。" in done.stdout
    assert "条目 700 条" in project.good()
