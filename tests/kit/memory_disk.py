"""Temporary files of the tests in memory, where there is enough of it.

Releases are flushed to the disk before each switch. Tests of them wait for a disk longer than they compute.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

MEMORY = Path("/dev/shm")  # noqa: S108: temporary files are meant to be there
NEEDED = 8 * 2**30
"""Bytes. The tests leave some 3 GB at the most."""


def use_memory() -> None:
    """Have temporary files of this process and of those that it starts be in memory, unless `TMPDIR` says where they are."""
    if "TMPDIR" not in os.environ and MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and min(shutil.disk_usage(MEMORY).free, _available()) >= NEEDED:
        os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)


def _available() -> int:
    """Return the bytes of memory that processes can still have."""
    facts = dict(line.split(":", 1) for line in Path("/proc/meminfo").read_text(encoding="ascii").splitlines())
    return int(facts["MemAvailable"].split()[0]) * 1024
