"""The queries that a build asks of its catalogue, each with the line of code that asks it.

    python asked_queries.py LOG PYTHON -m pelican …

runs Pelican in this process with every connection to a catalogue watched, in the processes that it forks too. LOG gets a
JSON array [file, line, SQL] a line.
"""

from __future__ import annotations

import json
import os
import runpy
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

CATALOGUE = "catalogue.sqlite"


def watch(log: Path) -> None:
    """Have all connections to a catalogue that are opened from now on write their queries into a file."""
    connect = sqlite3.connect
    file = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)  # each line is one write: those of several processes do not mix

    def watched(path: Any, *arguments: Any, **options: Any) -> sqlite3.Connection:
        connection = connect(path, *arguments, **options)
        if CATALOGUE in str(path):
            connection.set_trace_callback(noted)
        return connection

    def noted(sql: str) -> None:
        frame = sys._getframe(1)
        os.write(file, (json.dumps([frame.f_code.co_filename, frame.f_lineno, sql]) + "\n").encode())

    made: Callable[..., sqlite3.Connection] = watched
    sqlite3.connect = made


if __name__ == "__main__":
    watch(Path(sys.argv[1]))
    sys.argv = sys.argv[4:]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
