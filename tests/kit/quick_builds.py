"""Quick builds: one process has Pelican imported, and forks for each build.

A fork runs Pelican's own `main` with the command line of `make html`. So these are whole,
real builds; they save only the half second that Python takes to start, and a fresh project is lent
the compiled templates of earlier builds, as if it had been built before: Jinja takes a template
from there only if its text is the same.
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
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from offline_search.fold import fold_map
from offline_search.spelling import sounds

from . import privileges
from .project import ROOT, Project

HUNT = int(os.environ.get("HUNT", "0"))
"""Random examples for each property. Without it there are a few, the same every time."""
CODE = "import sys; sys.path[:0] = ['.', 'plugins']; from tests.kit.quick_builds import serve; serve()"


class Quick(Project):
    """A project whose builds are forked. They are not `searched`: half of a small build goes into its search index."""

    searched = False

    def build(
        self, *options: str, conf: str = "pelicanconf.py", kill_at_step: int = 0, kill_at_file: str = "", kill_after: float = 0,
        privileges: bool = True, **settings: Any
    ) -> subprocess.CompletedProcess:
        """Run Pelican as `make html` does; keywords in capitals are settings.

        `kill_at_step` kills the build at that step of writing the output: each opened file is a
        step, and each renamed one. `kill_at_file` kills it before it writes that file, and
        `kill_after` after that many seconds. 0 and '' let it run. Without `privileges` it runs as a user who is not root.
        """
        settings = {"DISCLOSURE_SEARCH": self.searched, "CACHE_PATH": str(self.base / "cache")} | settings
        extra = [f"{name}={json.dumps(value, ensure_ascii=False)}" for name, value in settings.items()]
        arguments = [str(self.content), "-o", str(self.output), "-s", str(ROOT / conf), *options, "-e", *extra]
        answer = _ask({
            "arguments": arguments, "log": str(self.base / "log"), "output": str(self.output), "templates": str(self.base / "cache" / "templates"),
            "kill_at_step": kill_at_step, "kill_at_file": kill_at_file, "kill_after": kill_after, "privileges": privileges,
        })
        return subprocess.CompletedProcess(arguments, answer["code"], (self.base / "log").read_text(encoding="utf-8", errors="replace"), "")

    def tree(self) -> dict[str, str]:
        """Return the digests of the site's files, without hidden ones: the build's marker is no file of the site."""
        return {path: digest for path, digest in super().tree().items() if not path.startswith(".")}

    def clean(self, *options: str, **settings: Any) -> Quick:
        """Build a copy of the content in another folder without a catalogue; it may have errors."""
        base = self.base / "clean"
        shutil.rmtree(base, ignore_errors=True)
        twin = type(self)(base)
        shutil.copytree(self.content, twin.content, dirs_exist_ok=True)
        twin.log = twin.build(*options, **settings).stdout
        return twin

    def assert_clean(self, *options: str, **settings: Any) -> None:
        """Assert that the output is, byte for byte, that of a clean build."""
        found = differences(self.tree(), self.clean(*options, **settings).tree())
        assert not found, found


class Searched(Quick):
    """A project whose builds make the search, too."""

    searched = True


def few(examples: int) -> settings:
    """Return settings of Hypothesis for properties whose examples need builds, which take long."""
    phases = tuple(Phase) if HUNT else (Phase.explicit, Phase.generate)  # shrinking takes minutes
    return settings(
        max_examples=HUNT or examples, derandomize=not HUNT, deadline=None, database=None, phases=phases,
        suppress_health_check=list(HealthCheck), report_multiple_bugs=False,
    )


def differences(one: dict[str, str], other: dict[str, str]) -> dict[str, str]:
    """Return the differences between two trees, by path."""
    return {
        path: "only in the first" if path not in other else "only in the second" if path not in one else "other bytes"
        for path in sorted(one.keys() | other.keys()) if one.get(path) != other.get(path)
    }


def told(output: str, place: Path) -> list[str]:
    """Return the problems that a build printed, without the path of the folder `place`."""
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
    except BaseException:  # a build that hangs must not block the next ones
        server.kill()
        _server.cache_clear()
        raise


def serve() -> None:
    """Run the builds that standard input asks for, one in each line, until it ends."""
    import pypinyin  # its dictionaries take 60 MB, which test processes need not have
    from disclosure.site_build import fingerprint

    for name in ("disclosure.host.generator", "disclosure.site_build.search_documents", "markdown.extensions.tables", "pelican.generators", "rjieba",
                 "lunr", "docx", "openpyxl", "disclosure.site_build.search_places", "offline_search.suggest", "offline_search.phrases", "offline_search.spelling"):
        importlib.import_module(name)
    fold_map()
    sounds()
    fingerprint.code()  # which remembers the versions of libraries
    pypinyin.lazy_pinyin("中国")
    gc.freeze()
    compiled = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, compiled)
    for line in sys.stdin:
        request = json.loads(line)
        templates = Path(request["templates"])
        if request["privileges"] and not os.path.lexists(templates.parent):
            shutil.copytree(compiled, templates)
        child = os.fork()
        if child == 0:
            _run(request)
        _, status = os.waitpid(child, 0)
        if not any(compiled.iterdir()) and status == 0:
            shutil.copytree(templates, compiled, dirs_exist_ok=True)
        print(json.dumps({"code": os.waitstatus_to_exitcode(status)}), flush=True)


def _run(request: dict[str, Any]) -> None:
    """Run one build in a forked child, and end the child."""
    code = 1
    try:
        os.setsid()
        log = os.open(request["log"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(log, 1)
        os.dup2(log, 2)
        _arm(request["output"], request["kill_at_step"], request["kill_at_file"], request["kill_after"])
        if not request["privileges"]:
            privileges.drop()
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
    """Have this process group killed, as by a power cut, at a step of writing, before a file, or after some seconds."""
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
    """Copy a folder of the project, so that a test may change it."""
    shutil.copytree(path, place)
    return place
