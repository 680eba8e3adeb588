"""The environment `.venv`, which `make` sets up by itself: ``python -m disclosure.commands.environment [--check | --stamp]``.

It is whole when its interpreter runs and a stamp in it fits: the stamp is written last, and says
for which lock file, by which Python and with which packages the environment was made. With another
lock file the packages are installed again. Where the environment does not run, or was not finished,
it is made anew.

This runs with any Python that people have, and without the environment.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

from ..model import locks

VENV = Path(".venv")
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / ".publish"
LOCK = Path("requirements.lock")
OLDEST = (3, 11)
"""The oldest Python that serves."""
_RUNS = "import sys, pip; sys.exit(sys.prefix == sys.base_prefix or sys.version_info < " + repr(OLDEST) + ")"
_APT = ["apt-get", "install", "-y", "-q", "python3-venv"]
_PIP = ["-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--require-hashes", "-r", str(LOCK)]


def stamp() -> dict[str, object]:
    """Return what the stamp of the environment in which this runs has to say."""
    places = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    names = sorted(name for place in places for name in os.listdir(place))
    packages = [name for name in names if name.endswith(".dist-info") and not name.startswith(("pip-", "setuptools-"))]
    return {"lock": hashlib.sha256(LOCK.read_bytes()).hexdigest(), "python": sys.version, "packages": packages}


def is_ready() -> bool:
    """Return whether the environment in which this runs has all that the lock file names. Further packages do no harm."""
    try:
        said = json.loads(STAMP.read_text(encoding="utf-8"))
        now = stamp()
        return said["lock"] == now["lock"] and said["python"] == now["python"] and {*said["packages"]} <= {*now["packages"]}
    except (OSError, ValueError, TypeError, KeyError):
        return False


def _try(command: list[str]) -> bool:
    """Run a command; return whether it could be run and did well."""
    try:
        return subprocess.run(command, check=False).returncode == 0
    except OSError:
        return False


def _quietly(command: list[str]) -> bool:
    try:
        return subprocess.run(command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0
    except OSError:
        return False


def _remove() -> None:
    """Remove the environment. Of a link only the link goes."""
    if VENV.is_symlink() or VENV.is_file():
        VENV.unlink()
    elif VENV.exists():
        shutil.rmtree(VENV)


def _make() -> bool:
    """Make an environment without packages; return whether that was possible. If not, the reason has been printed."""
    if sys.version_info < OLDEST:
        print("需要 Python 3.11 或更新的版本，可用 make PYTHON3=/path/to/python3 指定。", file=sys.stderr)
        return False
    command = [sys.executable, "-m", "venv", str(VENV)]
    if _quietly(command):
        return True
    _remove()
    if _quietly(_APT) and _quietly(command):
        return True
    _remove()
    print("建不了 Python 环境。Debian、Ubuntu 请先运行：apt install python3-venv", file=sys.stderr)
    return False


def _install() -> bool:
    """Install the packages of the lock file, and write the stamp last."""
    STAMP.unlink(missing_ok=True)
    return _try([str(PYTHON), *_PIP]) and _try([str(PYTHON), "-m", "disclosure.commands.environment", "--stamp"])


def prepare() -> int:
    """Bring the environment to what the lock file says; return the exit code."""
    if _quietly([str(PYTHON), "-m", "disclosure.commands.environment", "--check"]):
        return 0  # another `make` was quicker
    if not os.path.lexists(VENV):
        print("第一次运行：准备环境 .venv ……", flush=True)
    elif not _quietly([str(PYTHON), "-c", _RUNS]):
        print("环境 .venv 不能用了（Python 换了，或者它坏了），重新准备……", flush=True)
        _remove()
    elif not STAMP.exists():
        print("环境 .venv 上次没有准备完，重新准备……", flush=True)
        _remove()
    else:
        print("环境 .venv 与 requirements.lock 不符，重新安装……", flush=True)
        if _install():
            return 0
        _remove()
    if not _make():
        return 1
    if _install():
        return 0
    print("没有装好需要的程序，原因写在上面，多半是连不上网络；连上以后再运行一次。", file=sys.stderr)
    return 1


def main(words: list[str]) -> int:
    """Prepare the environment; with `--check` only say whether it is ready, with `--stamp` write the stamp."""
    if words == ["--check"]:
        return 0 if is_ready() else 1
    if words == ["--stamp"]:
        STAMP.write_text(json.dumps(stamp()), encoding="utf-8")
        return 0
    with open(".venv.lock", "w", encoding="utf-8") as lock:
        locks.take(lock, wait=True)
        return prepare()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
