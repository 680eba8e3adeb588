"""What Git knows of the files of a content folder. Without Git, or outside of a repository, it knows nothing."""

from __future__ import annotations

import os
import subprocess
from functools import cached_property
from pathlib import Path

_NOT_COMMITTED = "0" * 40


class Versions:
    """The history of a content folder. Paths are relative to that folder."""

    def __init__(self, content: Path) -> None:
        self._content = content
        self._before: dict[tuple[str, str], bool] = {}

    def git(self, *words: str, data: bytes | None = None) -> bytes | None:
        """Return what a command of Git prints; None where it fails, or there is no Git."""
        environment = os.environ | {"GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
        try:
            done = subprocess.run(["git", "-C", str(self._content), *words], input=data, capture_output=True, check=False, env=environment)
        except OSError:
            return None
        return done.stdout if done.returncode == 0 else None

    @cached_property
    def exists(self) -> bool:
        """Whether the content folder lies in a repository."""
        return self.git("rev-parse", "--is-inside-work-tree") == b"true\n"

    def first_commit(self, path: str) -> tuple[float, str]:
        """Return when a file was committed first, in seconds, and in which commit; infinity and '' where it was not."""
        return self.added_on("HEAD", path)

    def added_on(self, branch: str, path: str) -> tuple[float, str]:
        """Return the same of a branch. Renames are not followed: Git takes one item for a copy of another that is like it."""
        said = self.git("log", "--full-history", "--format=%ct %H", branch, "--", path) if self.exists else None
        lines = (said or b"").decode().splitlines()
        seconds, _, commit = lines[-1].partition(" ") if lines else ("", "", "")
        return (float(seconds), commit) if commit else (float("inf"), "")

    def line_commit(self, path: str, line: int) -> str:
        """Return the commit that wrote a line as it is now; '' where none has."""
        said = self.git("blame", "--porcelain", "-L", f"{line},{line}", "--", path) if self.exists else None
        commit = said.split(b" ", 1)[0].decode() if said else ""
        return "" if commit == _NOT_COMMITTED else commit

    def is_before(self, commit: str, other: str) -> bool:
        """Return whether a commit is in the history of another, or is that one."""
        if (commit, other) not in self._before:
            self._before[commit, other] = commit == other or self.git("merge-base", "--is-ancestor", commit, other) is not None
        return self._before[commit, other]

    def added_twice(self) -> list[str]:
        """Return the files of items that both branches of a merge under way have added."""
        said = self.git("ls-files", "--unmerged", "-z", "--", "items") if self.exists else None
        stages: dict[str, set[str]] = {}
        for entry in filter(None, (said or b"").split(b"\0")):
            facts, _, path = entry.partition(b"\t")
            stages.setdefault(os.fsdecode(path), set()).add(facts.split(b" ")[2].decode())
        return sorted(path for path, found in stages.items() if found == {"2", "3"} and path.endswith((".md", ".markdown")))

    def sides(self, path: str) -> tuple[bytes, bytes]:
        """Return both texts of a file that two branches have added."""
        ours, theirs = (self.git("cat-file", "blob", f":{stage}:./{path}") for stage in (2, 3))
        return ours or b"", theirs or b""
