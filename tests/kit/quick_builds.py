"""Quick builds: one process that has Pelican imported, and a fork of it for each build.

A fork runs Pelican's own `main` with the command line of `make html`, so these are
whole, real builds; only the half second of starting Python is saved.
"""

from __future__ import annotations

import atexit
import gc
import importlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from offline_search.fold import fold_map

from .project import ROOT, Project

HUNT = int(os.environ.get("HUNT", "0"))
"""Examples of each property to try at random; without it a few, the same every time."""
CODE = "import sys; sys.path[:0] = ['.', 'plugins']; from tests.kit.quick_builds import serve; serve()"


class Quick(Project):
    """A project whose builds are forked."""

    def build(
        self, *options: str, conf: str = "pelicanconf.py", kill_at_step: int = 0, kill_at_file: str = "", kill_after: float = 0, **settings: Any
    ) -> subprocess.CompletedProcess:
        """Run Pelican as `make html` does; keywords in capitals are settings.

        `kill_at_step` kills the build at that step of writing the output (opening a
        file there is one, renaming a file another), `kill_at_file` when it is to write that
        file there, and `kill_after` when that many seconds have passed; 0 leaves it alone.
        """
        settings["CACHE_PATH"] = str(self.base / "cache")
        extra = [f"{name}={json.dumps(value, ensure_ascii=False)}" for name, value in settings.items()]
        arguments = [str(self.content), "-o", str(self.output), "-s", str(ROOT / conf), *options, "-e", *extra]
        answer = _ask({
            "arguments": arguments, "log": str(self.base / "log"), "output": str(self.output),
            "kill_at_step": kill_at_step, "kill_at_file": kill_at_file, "kill_after": kill_after,
        })
        return subprocess.CompletedProcess(arguments, answer["code"], (self.base / "log").read_text(encoding="utf-8", errors="replace"), "")

    def tree(self) -> dict[str, str]:
        """Return the digests of the site's files; hidden ones (the build's own mark) are none of it."""
        return {path: digest for path, digest in super().tree().items() if not path.startswith(".")}

    def clean(self, *options: str, **settings: Any) -> Quick:
        """Build a copy of the content in another folder from nothing, whatever its faults."""
        base = self.base / "clean"
        shutil.rmtree(base, ignore_errors=True)
        twin = Quick(base)
        shutil.copytree(self.content, twin.content, dirs_exist_ok=True)
        twin.log = twin.build(*options, **settings).stdout
        return twin

    def assert_clean(self, *options: str, **settings: Any) -> None:
        """The output is, byte for byte, that of a clean build."""
        found = differences(self.tree(), self.clean(*options, **settings).tree())
        assert not found, found


def few(examples: int) -> settings:
    """Return settings for properties whose every example is some builds."""
    phases = tuple(Phase) if HUNT else (Phase.explicit, Phase.generate)  # shrinking takes minutes
    return settings(
        max_examples=HUNT or examples, derandomize=not HUNT, deadline=None, database=None, phases=phases,
        suppress_health_check=list(HealthCheck), report_multiple_bugs=False,
    )


def differences(one: dict[str, str], other: dict[str, str]) -> dict[str, str]:
    """Return how a tree differs from another, by path."""
    return {
        path: "only in the first" if path not in other else "only in the second" if path not in one else "other bytes"
        for path in sorted(one.keys() | other.keys()) if one.get(path) != other.get(path)
    }


def told(output: str, place: Path) -> list[str]:
    """Return the problems that a build listed, wherever its content stood."""
    return [line for line in output.replace(str(place), "").splitlines() if re.match(r"/?(content|output)/", line)]


@cache
def _server() -> subprocess.Popen:
    process = subprocess.Popen(
        [sys.executable, "-c", CODE], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        env=os.environ | {"COLUMNS": "200"},
    )
    atexit.register(process.communicate)
    return process


def _ask(request: dict[str, Any]) -> dict[str, Any]:
    server = _server()
    try:
        server.stdin.write(json.dumps(request) + "\n")
        server.stdin.flush()
        return json.loads(server.stdout.readline())
    except BaseException:  # a build that hangs is not to keep the next ones waiting
        server.kill()
        _server.cache_clear()
        raise


def serve() -> None:
    """Answer requests from standard input, one line each, until it ends."""
    for name in ("disclosure.host.generator", "disclosure.site_build.search_documents", "markdown.extensions.tables", "pelican.generators", "pypinyin"):
        importlib.import_module(name)
    fold_map()
    gc.freeze()
    for line in sys.stdin:
        request = json.loads(line)
        child = os.fork()
        if child == 0:
            _run(request)
        _, status = os.waitpid(child, 0)
        print(json.dumps({"code": os.waitstatus_to_exitcode(status)}), flush=True)


def _run(request: dict[str, Any]) -> None:
    """Run one build in a forked child, which ends here."""
    code = 1
    try:
        os.setsid()
        log = os.open(request["log"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(log, 1)
        os.dup2(log, 2)
        _arm(request["output"], request["kill_at_step"], request["kill_at_file"], request["kill_after"])
        from pelican import main

        main(request["arguments"])
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _arm(output: str, steps: int, file: str, seconds: float) -> None:
    """Make this process group die, as in a power cut, at a step of writing, at a file or at a time."""
    def die(*_: Any) -> None:
        os.killpg(0, signal.SIGKILL)

    if seconds:
        signal.signal(signal.SIGALRM, die)
        signal.setitimer(signal.ITIMER_REAL, seconds)
    if steps or file:
        left = steps

        def count(event: str, arguments: tuple) -> None:
            nonlocal left
            writing = event == "os.rename" or (event == "open" and arguments[2] & (os.O_WRONLY | os.O_RDWR))
            if writing and str(arguments[0]).startswith(output + "/"):
                left -= 1
                if left == 0 or str(arguments[0]) == f"{output}/{file}":
                    die()

        sys.addaudithook(count)


def copy_of(path: Path, place: Path) -> Path:
    """Copy a folder of the project, to be changed freely."""
    shutil.copytree(path, place)
    return place
