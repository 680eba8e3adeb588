"""Publications killed at random moments: ``python -m tests.faults --runs 200``.

Each run changes the built folder, publishes it to the local folder and to a terminal over
SSH, and kills the publication with all its processes after a random part of a second. Both
targets must then show a whole release, the old one or the new, and the next one must succeed.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from .conftest import ROOT
from .sshd import Server, serving

ENVIRONMENT = os.environ | {"PYTHONPATH": str(ROOT / "plugins")}
OWN = ("SHA256SUMS", "SIZES", "release.json")


def files(place: Path) -> dict[str, bytes]:
    """Return every file of a folder but a release's own, by path."""
    found = {path.relative_to(place).as_posix(): path for path in place.rglob("*") if path.is_file()}
    return {path: file.read_bytes() for path, file in found.items() if path not in OWN}


class Trial:
    """A built folder that changes, and two targets that must never show a mixture."""

    def __init__(self, base: Path, server: Server, seed: int) -> None:
        self.base, self.chance = base, random.Random(seed)
        self.source, self.local, self.terminal = base / "output", base / "release", base / "terminal"
        (self.source / "items").mkdir(parents=True)
        given = {"kind": "ssh", "host": server.host, "path": str(self.terminal), "options": server.options}
        (base / "conf.py").write_text(f"RELEASE_TARGETS = {{'library': {given!r}}}\n", encoding="utf-8")
        self.command = [sys.executable, "-m", "release", "publish", "--to", str(self.local), "--conf", str(base / "conf.py"), str(self.source)]
        for number in range(300):
            self._write(number)
        self.states: list[dict[str, bytes]] = []

    def _write(self, number: int) -> None:
        (self.source / "items" / f"{number}.html").write_bytes(self.chance.randbytes(self.chance.randint(10, 5000)))

    def change(self) -> None:
        """Write, change and remove a few files."""
        for number in self.chance.sample(range(400), 8):
            path = self.source / "items" / f"{number}.html"
            if path.exists() and self.chance.random() < 0.3:
                path.unlink()
            else:
                self._write(number)
        self.states.append(files(self.source))

    def publish(self, limit: float | None = None) -> bool:
        """Publish; kill it after some seconds. Return whether it came to its end."""
        with subprocess.Popen(self.command, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True) as process:
            try:
                output, _ = process.communicate(timeout=limit)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
                return False
        assert process.returncode == 0, output.decode()
        return True

    def look(self) -> None:
        """Both targets show a whole release that was built at some time."""
        for place in (self.local, self.terminal):
            shown = files((place / "current").resolve())
            assert shown in self.states, f"{place} shows a mixture"

    def run(self, runs: int) -> int:
        """Kill that many publications; return how many of them were killed before their end."""
        for _ in range(2):  # the second tells how long one takes that only brings a change
            self.change()
            started = time.monotonic()
            self.publish()
            took = time.monotonic() - started
        killed = 0
        for _ in range(runs):
            self.change()
            killed += not self.publish(self.chance.uniform(0, took))
            self.look()
        self.change()
        self.publish()
        for place in (self.local, self.terminal):
            assert files((place / "current").resolve()) == self.states[-1]
            left = [name for name in os.listdir(place) if name.startswith((".partial", ".current"))]
            assert not left, left
        return killed


def main() -> int:
    """Run the trials and say what came of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as base, serving(Path(base) / "sshd") as server:
        killed = Trial(Path(base) / "trial", server, options.seed).run(options.runs)
    print(f"{options.runs} publications, {killed} killed before their end; each left a whole release, and the next one succeeded.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
