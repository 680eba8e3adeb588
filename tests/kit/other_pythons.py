"""Build the project's content with every Python that is on the PATH, and compare each byte with what this Python makes.

`make pythons` runs it. It is no test of `make test`: which Pythons a machine has is not the project's to say.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from .project import ROOT

VERSIONS = ("3.11", "3.12", "3.13", "3.14")
"""What the project supports."""


def main() -> int:
    """Print what each Python made. Return 1 when one of them makes other bytes, or when there is none to compare with."""
    own = f"{sys.version_info.major}.{sys.version_info.minor}"
    compared, good = 0, True
    with tempfile.TemporaryDirectory() as folder:
        expected = _built(sys.executable, Path(folder) / own)
        print(f"{own}: {len(expected):,} files")
        for version in VERSIONS:
            python = _python(version)
            if version == own:
                continue
            if python is None:
                print(f"{version}: not on this machine")
                continue
            found = _built(_with_libraries(python, Path(folder) / f"{version}-libraries"), Path(folder) / version)
            other = sorted(path for path in expected.keys() | found.keys() if expected.get(path) != found.get(path))
            print(f"{version}: {len(found):,} files, " + (f"{len(other)} are other ones, such as {other[0]}" if other else "all the same"))
            compared, good = compared + 1, good and not other
    return 0 if good and compared else 1


def _python(version: str) -> str | None:
    found = shutil.which(f"python{version}")
    answers = found and subprocess.run([found, "--version"], capture_output=True, check=False).returncode == 0
    return found if answers else None


def _with_libraries(python: str, folder: Path) -> str:
    """Return a Python of that version that has the pinned libraries."""
    subprocess.run([python, "-m", "venv", folder], check=True)
    made = str(folder / "bin" / "python")
    subprocess.run([made, "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--require-hashes", "-r", ROOT / "requirements.lock"], check=True)
    return made


def _built(python: str, folder: Path) -> dict[str, str]:
    """Return the digest of each file of the project's own site, built by a Python."""
    subprocess.run(
        [python, "-m", "pelican", "content", "-o", folder / "output", "-s", "pelicanconf.py", "-q", "-e", f'CACHE_PATH="{folder / "cache"}"'],
        cwd=ROOT, check=True, env=os.environ | {"PYTHONPATH": "plugins"}, stdout=subprocess.DEVNULL,
    )
    output = folder / "output"
    files = [path for path in output.rglob("*") if path.is_file() and path.relative_to(output).parts[0][0] != "."]
    return {str(path.relative_to(output)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


if __name__ == "__main__":
    sys.exit(main())
