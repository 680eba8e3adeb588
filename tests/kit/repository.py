"""A content folder in a repository of Git, with commits at known times."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from .project import Project


class Repository(Project):
    """A project whose content folder lies in a repository."""

    def __init__(self, base: Path) -> None:
        super().__init__(base)
        self.git("init", "-q", "-b", "main")
        for name, value in (("name", "某某"), ("email", "a@example.org")):
            self.git("config", f"user.{name}", value)

    def run(self, *words: str, place: Path | None = None, **environment: str) -> subprocess.CompletedProcess:
        """Run a command of Git, without the settings of this machine."""
        clean = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        clean |= {"GIT_CONFIG_GLOBAL": str(self.base / "no-such-file"), "GIT_CONFIG_NOSYSTEM": "1"}
        return subprocess.run(["git", *words], cwd=place or self.base, env=clean | environment, capture_output=True, text=True, check=False)

    def git(self, *words: str, place: Path | None = None, **environment: str) -> str:
        """Run a command of Git that must succeed; return what it printed."""
        done = self.run(*words, place=place, **environment)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def commit(self, files: dict[str, str | bytes], day: int = 1) -> str:
        """Write and commit files, on a day of January 2014; return the commit."""
        self.write(files)
        self.git("add", "-A")
        when = f"2014-01-{day:02d}T00:00:00+0000"
        self.git("commit", "-q", "--no-verify", "-m", f"day {day}", GIT_COMMITTER_DATE=when, GIT_AUTHOR_DATE=when)
        return self.git("rev-parse", "HEAD").strip()
