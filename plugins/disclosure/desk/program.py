"""Decap CMS itself: one npm package with everything in it, pinned in `decap/package-lock.json`, installed when the desk first opens.

Its own lock file leaves out what the package was built from: the browser gets one finished script.
"""

from __future__ import annotations

import sys
from pathlib import Path

from ..host import npm_packages

PINNED = Path(__file__).parent / "decap"


def folder() -> Path:
    """Return the folder into which it is installed, in the environment of this Python."""
    return Path(sys.prefix) / "desk"


def scripts() -> Path:
    """Return the folder with the scripts for the browser."""
    return folder() / "node_modules" / "decap-cms" / "dist"


def prepare() -> bool:
    """Install it unless it is there; return whether it is."""
    if npm_packages.is_installed(PINNED, folder()):
        return True
    print("第一次打开工作台：安装 Decap CMS ……", flush=True)
    return npm_packages.install(PINNED, folder())
