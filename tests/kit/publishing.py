"""A built folder, a target, and the command line between them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from release import folder

from .project import ROOT

OWN = ("SHA256SUMS", "SIZES", "release.json")
ENVIRONMENT = os.environ | {"PYTHONPATH": str(ROOT / "plugins")}
KILLED = """
import os, signal, sys
from release import folder, spares
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
spares.READERS_GONE_AFTER = float("inf")  # no folder put away is used again, however slow this machine is: steps are the same each time
folder.deliver(*sys.argv[3:])
"""


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
        """Return the command line with these words."""
        return [sys.executable, "-m", "release", *words, "--to", str(self.target)]

    def run(self, *words: str, **more: object) -> subprocess.CompletedProcess:
        """Run the command line."""
        more = {"env": ENVIRONMENT, "cwd": self.target.parent} | more
        return subprocess.run(self.command(*words), capture_output=True, text=True, check=False, **more)

    def deliver(self, **more: object) -> subprocess.CompletedProcess:
        """Deliver the built folder to the target."""
        return self.run("deliver", str(self.source), **more)

    def deliver_each(self, texts: str) -> list[str]:
        """Deliver several versions of the home page, one after another in this process; return the names of the releases."""
        names = []
        for text in texts:
            self.write({"index.html": text})
            names.append(Path(folder.deliver(str(self.source), str(self.target)).path).name)
        return names

    def deliver_killed(self, step: str, at: int) -> None:
        """Deliver, and kill the delivery with all its processes when it calls `step` for the `at`-th time."""
        command = [sys.executable, "-c", KILLED, step, str(at), str(self.source), str(self.target)]
        done = subprocess.run(command, env=ENVIRONMENT, check=False, start_new_session=True)
        assert done.returncode == -signal.SIGKILL

    @property
    def current(self) -> Path:
        """The folder of the current release."""
        return (self.target / "current").resolve()

    def delivered(self) -> dict[str, str]:
        """Return the text of every file of the current release by path, without the release's own files."""
        return {path: text for path, text in contents(self.current).items() if path not in OWN}


def contents(place: Path) -> dict[str, str]:
    """Return the text of every file of a folder, by path."""
    return {path.relative_to(place).as_posix(): path.read_text(encoding="utf-8") for path in sorted(place.rglob("*")) if path.is_file()}


class Configured(Publisher):
    """A publisher with a configuration file."""

    def __init__(self, base: Path) -> None:
        super().__init__(base)
        self.base = base
        self.targets: dict[str, dict] = {}
        self.more = ""

    def run(self, *words: str, **more: object) -> subprocess.CompletedProcess:
        """Write the configuration file and run the command line with it."""
        (self.base / "conf.py").write_text(f"RELEASE_TARGETS = {self.targets!r}\n{self.more}", encoding="utf-8")
        command = [*self.command(words[0], "--conf", str(self.base / "conf.py")), *words[1:]]
        return subprocess.run(command, capture_output=True, text=True, check=False, **{"env": ENVIRONMENT} | more)

    def publish(self, *words: str, **more: object) -> subprocess.CompletedProcess:
        """Publish the built folder."""
        return self.run("publish", str(self.source), *words, **more)


def shown(place: Path) -> dict[str, str]:
    """Return the text of every file that a terminal shows by path, without the release's own files."""
    return {path: text for path, text in contents((place / "current").resolve()).items() if path not in OWN}
