"""Debian's package manager, for programs that tests need."""

from __future__ import annotations

import os
import shutil
import subprocess


def apt(*arguments: str) -> bool:
    """Run ``apt-get`` if there is one and we are root; return whether it succeeded."""
    if not shutil.which("apt-get") or os.geteuid() != 0:
        return False
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    command = ["apt-get", "-y", "-q", *arguments]
    return subprocess.run(command, check=False, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0
