"""Costs on the webmaster's machine: a cold build, then builds after each kind of change of one item.

Every figure is of a whole process tree as `make` would start it: wall seconds, CPU
seconds of all processes, and peak memory (the sum of proportional set sizes, sampled
ten times a second).
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Run:
    """The cost of one command."""

    wall: float
    cpu: float
    peak_mb: float
    output: str


def _tree(pid: int) -> list[int]:
    found, waiting = [], [pid]
    while waiting:
        current = waiting.pop()
        found.append(current)
        for task in Path(f"/proc/{current}/task").glob("*/children"):
            try:
                waiting += [int(child) for child in task.read_text().split()]
            except OSError:
                continue
    return found


def _memory_mb(pid: int) -> float:
    total = 0
    for process in _tree(pid):
        try:
            lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total / 1024


def run(*command: str) -> Run:
    """Run a command to its end and measure it. A command that fails ends the benchmark."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.monotonic()
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    peak = 0.0
    done = threading.Event()

    def watch() -> None:
        nonlocal peak
        while not done.wait(0.1):
            peak = max(peak, _memory_mb(process.pid))

    watcher = threading.Thread(target=watch)
    watcher.start()
    output, _ = process.communicate()
    wall = time.monotonic() - started
    done.set()
    watcher.join()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if process.returncode:
        sys.exit(output)
    cpu = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    return Run(wall, cpu, peak, output)


def snapshot(folder: Path) -> dict[str, tuple[int, int]]:
    """Return size and time of every file, without the build's marker."""
    return {
        str(path.relative_to(folder)): (path.stat().st_size, path.stat().st_mtime_ns)
        for path in folder.rglob("*") if path.is_file() and not path.name.startswith(".")
    }


class Bench:
    """The series of measurements on one content folder."""

    def __init__(self, base: Path, content: Path) -> None:
        self.base, self.content = base, content
        self.output = base / "output"
        self.release = base / "release"
        self.rows: list[tuple[str, Run, int, int]] = []

    def make(self, target: str, search: bool = True) -> Run:
        """Run a make target on the content folder."""
        settings = f"CACHE_PATH='\"{self.base}/cache\"' DISCLOSURE_SEARCH={str(search).lower()}"
        return run(
            "make", "--no-print-directory", target, f"INPUTDIR={self.content}", f"OUTPUTDIR={self.output}",
            f"RELEASEDIR={self.release}", f"PELICANOPTS=-e {settings}",
        )

    def measure(self, label: str, target: str = "html", search: bool = True) -> None:
        """Run a target and note its cost and how many files and bytes it changed."""
        before = snapshot(self.output) if self.output.exists() else {}
        done = self.make(target, search)
        after = snapshot(self.output)
        changed = {path for path, state in after.items() if before.get(path) != state} | before.keys() - after.keys()
        searched = {path for path in changed if path.startswith("search/")}
        size = sum(after[path][0] for path in searched & after.keys())
        self.rows.append((label, done, len(changed) - len(searched), size))
        print(f"{label}: {done.wall:.2f} s wall, {done.cpu:.2f} s CPU, {done.peak_mb:.0f} MB, {len(changed)} files", flush=True)

    def table(self) -> str:
        """Return all measurements as a Markdown table."""
        lines = ["| step | wall s | CPU s | peak MB | files changed | kB of search |", "|---|--:|--:|--:|--:|--:|"]
        lines += [
            f"| {label} | {done.wall:.2f} | {done.cpu:.2f} | {done.peak_mb:.0f} | {changed:,} | {size / 1000:,.0f} |"
            for label, done, changed, size in self.rows
        ]
        return "\n".join(lines)


NEW_ITEM = """Title: 关于基准测试的一条通知
Index: 014500858/2015-99991
Category: 法规文件/规范性文件
Agency: 区政府办公室
Created: 2015-01-05
Date: 2015-01-12
Summary: 用来测量发布一条信息要多久。
Review: 2015-01-09 保密审查员 可以公开

正文一段。
"""
"""An item of a year without an annual report: the demo's reports state how many items there are up to their years."""


def build(bench: Bench) -> None:
    """Build a content folder cold, then change one item in every way."""
    base, content = bench.base, bench.content
    first = content / "items" / "bench-first.md"  # of the same year as the changes that follow: else these would also make all pages of a new year
    first.write_text(NEW_ITEM.replace("99991", "99990"), encoding="utf-8")
    bench.measure("cold build without search", search=False)
    shutil.rmtree(base / "cache")
    bench.output = base / "output-2"  # a fresh folder: after a mass deletion file systems are slower for minutes
    bench.measure("cold build")
    next((base / "cache").glob("*/search.sqlite")).unlink()
    bench.measure("search index anew")
    for _ in range(3):
        bench.measure("nothing changed")
    item = content / "items" / "bench.md"
    steps = [
        ("one item added", NEW_ITEM),
        ("one item edited", NEW_ITEM.replace("一段", "两段")),
        ("one item re-filed", NEW_ITEM.replace("一段", "两段").replace("法规文件/规范性文件", "工作动态/公告公示")),
        ("one item removed", None),
    ]
    for label, text in steps:
        item.unlink(missing_ok=True) if text is None else item.write_text(text, encoding="utf-8")
        bench.measure(label)
    bench.measure("first publish", "publish")
    for _ in range(3):  # from the third on, the folder of an old release is reused
        item.write_text(NEW_ITEM, encoding="utf-8")
        bench.measure("publish one item more", "publish")
        item.unlink()
        bench.measure("publish one item less", "publish")
