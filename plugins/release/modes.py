"""Modes: everybody can read a release, whatever the modes of the built files and the umask of whoever publishes."""

from __future__ import annotations

import contextlib
import os

FOLDER, FILE, PROGRAM = 0o755, 0o644, 0o755


def open_to_all(folder: str) -> None:
    """Let everybody enter and read a folder, where its file system keeps such a mode."""
    if os.stat(folder).st_mode & 0o777 != FOLDER:
        with contextlib.suppress(OSError):
            os.chmod(folder, FOLDER)


def make_open(folder: str) -> None:
    """Make a folder that is not there, with those above it, so that everybody can read it. One that is there stays as it is."""
    made = []
    place = os.path.abspath(folder)
    while not os.path.lexists(place):
        made.append(place)
        place = os.path.dirname(place)
    os.makedirs(folder, exist_ok=True)
    for each in made:
        open_to_all(each)
