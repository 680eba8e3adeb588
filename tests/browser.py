"""A Chromium to test with: the system's, else Debian's package, else Playwright's own.

``python -m tests.browser`` sets one up; `find` says where it is.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"]


def find() -> str | None:
    """Return the path of the system's Chromium, or None where Playwright's own is to be used."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def _debian() -> bool:
    """Install Debian's packages where that is allowed."""
    if not shutil.which("apt-get") or os.geteuid() != 0:
        return False
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    subprocess.run(["apt-get", "update", "-q"], check=False, **quiet)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    command = ["apt-get", "install", "-y", "-q", "chromium", "fonts-noto-cjk"]
    return subprocess.run(command, check=False, env=environment, **quiet).returncode == 0


def main() -> int:
    """Make sure that there is a browser."""
    if find():
        return 0
    print("准备浏览器 Chromium ……", flush=True)
    if _debian() and find():
        return 0
    return subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
