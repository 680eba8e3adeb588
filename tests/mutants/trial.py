"""One run of tests in a process of its own, forked from one that has imported the libraries already."""

from __future__ import annotations

import contextlib
import importlib
import io
import os
import resource
import signal
import sys
import time
import traceback
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings

from tests.kit.project import ROOT

MEMORY = 4_000_000_000
"""Bytes of memory that a run may take."""
OPTIONS = (
    "-x", "-q", "-p", "no:xdist", "-p", "no:cacheprovider", "-o", "faulthandler_timeout=0", "-o", "addopts=", "--tb=short", "--timeout=0",
    "-W", "ignore::pytest.PytestAssertRewriteWarning",  # libraries are imported already
)


@dataclass(frozen=True)
class Outcome:
    """How a run ended."""

    passed: bool
    seconds: float
    told: str
    """What pytest printed."""
    in_time: bool = True


def run(root: Path, tests: tuple[str, ...], seconds: float, environment: Mapping[str, str], note: Path | None = None) -> Outcome:
    """Run tests of a copy of the project; what takes longer than `seconds` has not passed.

    The names of the libraries that were imported are written to the file `note`.
    """
    began = time.monotonic()
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _run(root, tests, environment, writing, note)
    os.close(writing)
    told, in_time = _told(reading, began + seconds)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)  # with all that it has started
    _, status = os.waitpid(child, 0)
    passed = in_time and os.waitstatus_to_exitcode(status) in (0, -signal.SIGKILL) and told.endswith(_PASSED)
    return Outcome(passed, time.monotonic() - began, told, in_time)


_PASSED = "\nall passed"


def _told(reading: int, until: float) -> tuple[str, bool]:
    """Return what comes out of a pipe until it ends, and whether that was in time."""
    import select

    said = b""
    try:
        while (left := until - time.monotonic()) > 0:
            ready, _, _ = select.select([reading], [], [], left)
            if ready:
                piece = os.read(reading, 1 << 16)
                if not piece:
                    return said.decode(errors="replace"), True
                said += piece
                if said.endswith((_PASSED.encode(), b"\nnot passed")):
                    return said.decode(errors="replace"), True
        return said.decode(errors="replace"), False
    finally:
        os.close(reading)


def _run(root: Path, tests: tuple[str, ...], environment: Mapping[str, str], writing: int, note: Path | None) -> None:
    """Run tests in a forked child, which ends here."""
    said, code = io.StringIO(), 1
    try:
        os.setsid()
        resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
        silence = os.open(os.devnull, os.O_RDWR)
        for place in range(3):
            os.dup2(silence, place)
        os.chdir(root)
        os.environ.update(environment | {"PYTHONPATH": f"{root}:{root}/plugins"})
        sys.path[:0] = [str(root), str(root / "plugins")]
        for name in [name for name, module in sys.modules.items() if _is_of(ROOT, module) and name != "__main__"]:
            del sys.modules[name]  # those of the copy are meant
        settings.register_profile("mutants", derandomize=True, database=None, phases=(Phase.explicit, Phase.generate), suppress_health_check=list(HealthCheck))
        settings.load_profile("mutants")
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            code = int(pytest.main([*OPTIONS, f"--basetemp={root.parent}/temporary", *tests]))
        if note is not None:
            note.write_text("\n".join(name for name, module in sys.modules.items() if _is_library(root, module)), encoding="utf-8")
    except BaseException:
        said.write(traceback.format_exc())
    finally:
        os.write(writing, said.getvalue()[-4000:].encode(errors="replace") + (_PASSED.encode() if code == 0 else b"\nnot passed"))
        os._exit(code)


def _is_of(root: Path, module: object) -> bool:
    """Whether a module is one of a project in a folder."""
    place = getattr(module, "__file__", None) or ""
    return place.startswith(f"{root}/") and "site-packages" not in place


def _is_library(root: Path, module: object) -> bool:
    """Whether a module is neither the project's nor made on the spot."""
    return bool(getattr(module, "__file__", None)) and not _is_of(root, module) and not _is_of(ROOT, module)


def have_imported(note: Path) -> None:
    """Import the libraries that a run has noted, so that those to come need not."""
    for name in note.read_text(encoding="utf-8").split():
        with contextlib.suppress(Exception):
            importlib.import_module(name)
