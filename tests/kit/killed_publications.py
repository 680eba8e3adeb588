"""Publications killed at random moments: ``python -m tests.kit.killed_publications --runs 200``.

Each run changes every item and publishes as `make publish` does: a real build, its checks, the release, delivery
to the local folder and to a terminal over SSH. It kills the publication with all its processes at a random moment
of one of its phases; the phases take turns. Both targets must then show a whole release of one version, the old
one or the new one, and the next publication must succeed.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from release import manifest

from .project import ROOT, item
from .ssh_server import Server, serving

ENVIRONMENT = os.environ | {"PYTHONPATH": str(ROOT / "plugins"), "PYTHONUNBUFFERED": "1"}
ITEMS = 12
PHASES = ("build", "release", "delivery", "switch")
"""The phases of a publication, in order: build and check, the local release, the terminal's copy, the terminal's switch."""


class Trial:
    """A content folder that changes, and two targets that must never show a mixture."""

    def __init__(self, base: Path, server: Server, seed: int) -> None:
        self.base, self.chance = base, random.Random(seed)
        self.content, self.output = base / "content", base / "output"
        self.local, self.terminal = base / "release", base / "terminal"
        (self.content / "items").mkdir(parents=True)
        given = {"kind": "ssh", "host": server.host, "path": str(self.terminal), "options": server.options}
        (base / "conf.py").write_text(
            f"import sys\nsys.path.insert(0, {str(ROOT)!r})\nfrom publishconf import *\nRELEASE_TARGETS = {{'library': {given!r}}}\n", encoding="utf-8"
        )
        build = ["pelican", str(self.content), "-o", str(self.output), "-s", str(base / "conf.py"), "-e", f'CACHE_PATH="{base / "cache"}"']
        self.command = [
            sys.executable, "-m", "release", "publish", "--to", str(self.local), "--conf", str(base / "conf.py"), "--mark", ".disclosure-output",
            str(self.output), "--", sys.executable, "-m", *build,
        ]
        self.version = 0
        self.lasts: dict[str, float] = {}
        """Seconds that each phase took in the last publication that was not killed."""
        self.killed: Counter[str] = Counter()
        """Killed publications, by the phase in which they were."""

    def change(self) -> None:
        """Write the next version into every item; add or remove one item."""
        self.version += 1
        for number in range(ITEMS):
            text = item(Index=f"014500858/2014-{number:05d}", Title=f"第{number}号通知", body=f"这是第{self.version}版。\n")
            (self.content / "items" / f"{number}.md").write_text(text, encoding="utf-8")
        extra = self.content / "items" / "extra.md"
        if self.version % 2:
            extra.write_text(item(Index="014500858/2014-90000", Title="另一条", body=f"这是第{self.version}版。\n"), encoding="utf-8")
        else:
            extra.unlink(missing_ok=True)

    def phase(self, said: Path, before: str) -> str:
        """Return the present phase of a publication, by its output and by the terminal's folder."""
        text = said.read_text(encoding="utf-8", errors="replace")
        if "发布到 library" not in text:
            return "release" if "Done: Processed" in text else "build"
        whole = any(re.match(r"\d{6}-", name) and name > before for name in os.listdir(self.terminal)) if self.terminal.exists() else False
        return "switch" if whole else "delivery"

    def publish(self, kill_in: str = "") -> bool:
        """Publish, and kill the publication in the phase `kill_in` if there is one. Return whether it was not killed."""
        said, before = self.base / "said", shown(self.terminal)
        began: dict[str, float] = {}
        with open(said, "wb") as output, subprocess.Popen(
            self.command, cwd=ROOT, env=ENVIRONMENT, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, start_new_session=True
        ) as process:
            moment = None
            while process.poll() is None:
                now, phase = time.monotonic(), self.phase(said, before)
                began.setdefault(phase, now)
                if moment is None and kill_in and PHASES.index(phase) >= PHASES.index(kill_in):
                    moment = now + self.chance.uniform(0, self.lasts.get(kill_in, 0))
                if moment is not None and now >= moment:
                    os.killpg(process.pid, signal.SIGKILL)
                    process.wait()
                    self.killed[self.phase(said, before)] += 1
                    return False
                time.sleep(0.001)
            ended = time.monotonic()
        assert process.returncode == 0, said.read_text(encoding="utf-8")
        if not kill_in:
            times = [*(began.get(phase, ended) for phase in PHASES), ended]
            self.lasts = {phase: times[number + 1] - times[number] for number, phase in enumerate(PHASES)}
        return True

    def look(self) -> int:
        """Check that both targets show a whole release of one version; return the lower version."""
        found = []
        for place in (self.local, self.terminal):
            current = (place / "current").resolve()
            differences = manifest.compare(str(current)).sentences
            assert not differences, f"{place}: {differences}"
            versions = {re.search("这是第(\\d+)版", page.read_text(encoding="utf-8"))[1] for page in current.glob("items/2014/*.html")}
            assert len(versions) == 1, f"{place} shows a mixture: {versions}"
            found.append(int(versions.pop()))
            assert len(list(current.glob("items/2014/*.html"))) == ITEMS + found[-1] % 2
        return min(found)

    def run(self, runs: int) -> int:
        """Kill that many publications; return how many of them were killed before their end."""
        for _ in range(2):  # the second one measures the phases of a publication that only brings a change
            self.change()
            self.publish()
        for number in range(runs):
            self.change()
            self.publish(PHASES[number % len(PHASES)])
            self.look()
        self.change()
        self.publish()
        assert self.look() == self.version
        for place in (self.local, self.terminal):
            left = [name for name in os.listdir(place) if name.startswith((".partial", ".current"))]
            assert not left, left
        return self.killed.total()


def shown(place: Path) -> str:
    """Return the name of the release that a target shows."""
    return (place / "current").resolve().name if (place / "current").exists() else ""


def main() -> int:
    """Run the trials and print the outcome."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as base, serving(Path(base) / "sshd") as server:
        trial = Trial(Path(base) / "trial", server, options.seed)
        killed = trial.run(options.runs)
    spread = ", ".join(f"{trial.killed[phase]} in {phase}" for phase in PHASES)
    print(f"{options.runs} publications, {killed} killed before their end ({spread}); each left a whole release, and the next one succeeded.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
