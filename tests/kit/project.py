"""A temporary content folder, and real Pelican builds of it."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from bs4 import BeautifulSoup

ROOT = Path(__file__).resolve().parents[2]


def item(**changes: str | None) -> str:
    """Return a valid item file; keywords change header values (`_` for `-`), None leaves a key out.

    `body` is the body.
    """
    header: dict[str, str | None] = {
        "Title": "关于做好防汛工作的通知", "Index": "014500858/2014-00001", "Category": "法规文件/规范性文件",
        "Agency": "区政府办公室", "Created": "2014-03-03", "Date": "2014-03-18",
        "Summary": "部署当年的防汛工作。", "Review": "2014-03-17 保密审查员 可以公开",
    }
    body = changes.pop("body", "各街道办事处，区政府各部门：\n\n现将有关事项通知如下。\n")
    header |= {key.replace("_", "-"): value for key, value in changes.items()}
    return "".join(f"{key}: {value}\n" for key, value in header.items() if value is not None) + f"\n{body}"


class Project:
    """A temporary content folder, and the output that Pelican makes of it."""

    def __init__(self, base: Path) -> None:
        self.base = base
        self.content = base / "content"
        self.output = base / "output"
        (self.content / "items").mkdir(parents=True, exist_ok=True)

    def write(self, files: dict[str, str | bytes]) -> None:
        """Write files of the content folder, by path."""
        for path, text in files.items():
            target = self.content / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(text if isinstance(text, bytes) else text.encode())

    def build(self, *options: str, conf: str = "pelicanconf.py", before: Sequence[str] = (), **environment: str) -> subprocess.CompletedProcess:
        """Run Pelican as `make html` does; options are Pelican's, `-e` with its settings last. `before` stands before the command."""
        settings = options if "-e" in options else (*options, "-e")  # Pelican uses only the last -e
        command = [
            *before, sys.executable, "-m", "pelican", str(self.content), "-o", str(self.output), "-s", str(ROOT / conf),
            *settings, f'CACHE_PATH="{self.base / "cache"}"',
        ]
        return subprocess.run(
            command, cwd=ROOT, capture_output=True, text=True, check=False,
            env=os.environ | {"PYTHONPATH": str(ROOT / "plugins"), "COLUMNS": "200"} | environment,
        )

    def good(self, *options: str, **more: str) -> str:
        """Build, and assert success without errors; return what was printed."""
        done = self.build(*options, **more)
        assert done.returncode == 0, done.stdout + done.stderr
        assert "处错误" not in done.stdout, done.stdout
        return done.stdout

    def soup(self, path: str) -> BeautifulSoup:
        """Return a page of the output, parsed."""
        return BeautifulSoup((self.output / path).read_text(encoding="utf-8"), "html.parser")

    def tree(self) -> dict[str, str]:
        """Return the digest of every file of the output, by path."""
        return {
            str(path.relative_to(self.output)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(self.output.rglob("*")) if path.is_file()
        }
