"""Browsers to test with: Chromium, which every test of a page needs, and Firefox.

``python -m tests.kit.browsers`` sets them up. Chromium is the system's, else Debian's package, else
Playwright's own. Firefox is the system's, else Debian's ESR. Where neither can be installed, a
message says that the tests in Firefox do not run.
"""

from __future__ import annotations

import shutil
import subprocess
import sys

from .debian_packages import apt

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FIREFOX_NAMES = ("firefox-esr", "firefox")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
NO_FIREFOX = "没有 Firefox，这里也装不了；检索页在 Firefox 里的表现这次没有测试。装上 firefox-esr 后再运行 make test。"


def find() -> str | None:
    """Return the path of the system's Chromium, or None where Playwright's own is to be used."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def find_firefox() -> str | None:
    """Return the path of the system's Firefox, or None."""
    return next((path for name in FIREFOX_NAMES if (path := shutil.which(name))), None)


def can_have_firefox() -> bool:
    """Return whether there is a Firefox here, or one could be installed."""
    return find_firefox() is not None or apt("install", "--dry-run", "firefox-esr")


def _chromium() -> int:
    if find():
        return 0
    print("准备浏览器 Chromium ……", flush=True)
    apt("update")
    apt("install", "chromium", "fonts-noto-cjk")
    if find():
        return 0
    return subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False).returncode


def _firefox() -> None:
    if not find_firefox():
        print("准备浏览器 Firefox ESR ……", flush=True)
        apt("update")
        apt("install", "firefox-esr")
    if not find_firefox():
        print(NO_FIREFOX)


def main() -> int:
    """Make sure that there is a Chromium, and a Firefox where one can be installed."""
    _firefox()
    return _chromium()


if __name__ == "__main__":
    sys.exit(main())
