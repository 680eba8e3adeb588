"""What delivering takes: a local folder, a terminal over SSH and a stick, first and with one item more; checks and returns.

Bytes on the line are what SSH itself says that it sent and received, protocol and checks included.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

from tests.kit.ssh_server import Server, serving

from .builds import NEW_ITEM, ROOT, Bench, run

CONF = """
import sys
sys.path.insert(0, {root!r})
from publishconf import *
RELEASE_TARGETS = {targets!r}
"""
HEAD = "| step | target | s | files sent | MB to the target | MB from it | files written there |\n|---|---|--:|--:|--:|--:|--:|"
ROW = re.compile(r"^(local|terminal|stick) +[0-9a-f]{12} +([\d,]+) +([\d,]+) +已读\S* ?[\d,]+ 个文件 +([\d.]+)", re.MULTILINE)


class Terminals:
    """The targets, and what was measured at them."""

    def __init__(self, bench: Bench, server: Server) -> None:
        self.bench = bench
        self.log = bench.base / "ssh.log"
        self.places = {"local": bench.release, "terminal": bench.base / "terminal", "stick": bench.base / "stick"}
        self.places["stick"].mkdir(exist_ok=True)
        targets = {
            "terminal": {"kind": "ssh", "host": server.host, "path": str(self.places["terminal"]), "options": [*server.options, "-v", "-E", str(self.log)]},
            "stick": {"kind": "stick", "path": str(self.places["stick"])},
        }
        self.conf = bench.base / "conf.py"
        self.conf.write_text(CONF.format(root=str(ROOT), targets=targets), encoding="utf-8")
        self.lines = [HEAD]

    def make(self, target: str, *more: str) -> tuple[float, str]:
        """Run a make target; return seconds, and what it said."""
        self.log.write_text("", encoding="utf-8")
        done = run(
            "make", "--no-print-directory", target, f"INPUTDIR={self.bench.content}", f"OUTPUTDIR={self.bench.output}",
            f"RELEASEDIR={self.bench.release}", f"PUBLISHCONF={self.conf}", f"PELICANOPTS=-e CACHE_PATH='\"{self.bench.base}/cache\"'", *more,
        )
        return done.wall, done.output

    def line(self) -> tuple[str, str]:
        """Return the megabytes that went to the terminal and came from it."""
        found = re.findall(r"Transferred: sent (\d+), received (\d+) bytes", self.log.read_text(encoding="utf-8"))
        return tuple(f"{sum(map(int, column)) / 1e6:.3f}" for column in zip(*found, strict=True))

    def inodes(self, name: str) -> set[int]:
        """Return the files of a target's current release (of a stick: all), by what the file system calls them."""
        place = self.places[name] if name == "stick" else self.places[name] / "current"
        return {path.stat().st_ino for path in place.resolve().rglob("*") if path.is_file()} if place.exists() else set()

    def publish(self, label: str) -> None:
        """Publish to all, and note a row for each target."""
        before = {name: self.inodes(name) for name in self.places}
        wall, said = self.make("publish")
        for name, files, _, seconds in ROW.findall(said):
            sent, received = self.line() if name == "terminal" else ("", "")
            written = len(self.inodes(name) - before[name])
            self.lines.append(f"| {label} | {name} | {seconds} | {files} | {sent} | {received} | {written:,} |")
        self.lines.append(f"| {label} | `make publish` in all | {wall:.1f} | | | | |")

    def command(self, label: str, target: str, name: str) -> None:
        """Run a make target for one place, and note its row."""
        wall, _ = self.make(target, f"TO={name}")
        sent, received = self.line() if name == "terminal" else ("", "")
        self.lines.append(f"| {label} | {name} | {wall:.1f} | | {sent} | {received} | |")

    def installed(self) -> None:
        """Install from the stick, as a librarian does."""
        done = run("sh", str(self.places["stick"] / "install.sh"), str(self.bench.base / "installed"))
        self.lines.append(f"| installed from the stick | terminal | {done.wall:.1f} | | | | |")


def report(bench: Bench) -> Iterator[str]:
    """Yield the table; the site of the bench has been built."""
    item = bench.content / "items" / "bench.md"
    with serving(bench.base / "sshd") as server:
        terminals = Terminals(bench, server)
        for label, text in (("first", None), ("one item more", NEW_ITEM), ("one item edited", NEW_ITEM.replace("一段", "两段")), ("nothing changed", NEW_ITEM.replace("一段", "两段"))):
            if text:
                item.write_text(text, encoding="utf-8")
            terminals.publish(label)
        for label, target in (("every byte checked", "verify"), ("back to the release before", "rollback")):
            for name in terminals.places:
                terminals.command(label, target, name)
        wall, _ = terminals.make("bundle", f"BUNDLEDIR={bench.base / 'bundle'}")
        size = sum(path.stat().st_size for path in Path(bench.base, "bundle").iterdir())
        terminals.lines.append(f"| archive for a stick, {size / 1e6:.0f} MB | `make bundle` | {wall:.1f} | | | | |")
        terminals.installed()
    item.unlink()
    listed = subprocess.run(["wc", "-lc", bench.release / "current" / "SHA256SUMS"], capture_output=True, text=True, check=True).stdout.split()
    yield "\n".join(terminals.lines) + f"\n\n{int(listed[0]):,} files; the manifest has {int(listed[1]) / 1e6:.1f} MB."
