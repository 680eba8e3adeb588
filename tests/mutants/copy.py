"""The copy of the project that is changed: whatever breaks a run off, the project itself stays as it is."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

from tests.kit.project import ROOT

LEFT_OUT = shutil.ignore_patterns(".*", "__pycache__", "node_modules", "output", "release.old", "bundle")
FOLDERS = ("plugins", "tests", "theme", "content")


class Copy:
    """A copy of the project in a folder."""

    def __init__(self, base: Path) -> None:
        self.root = base / "project"
        for name in FOLDERS:
            shutil.copytree(ROOT / name, self.root / name, ignore=LEFT_OUT)
        for path in ROOT.iterdir():
            if (path.is_file() and path.suffix in (".py", ".toml", ".md")) or path.name == "Makefile":
                shutil.copy(path, self.root)
        (self.root / "tests/node_modules").symlink_to(ROOT / "tests/node_modules")
        self._moment = int(time.time()) - 1_000_000

    def put(self, file: str, source: str) -> None:
        """Write a file. Each time it looks older by another second, so that Python never takes bytecode of another change."""
        path = self.root / file
        path.write_text(source, encoding="utf-8")
        self._moment += 1
        os.utime(path, (self._moment, self._moment))
