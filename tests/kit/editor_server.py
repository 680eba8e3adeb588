"""The editor's server on a project, and what it sends."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

from .project import ROOT, Project

ENVIRONMENT = os.environ | {"PYTHONPATH": str(ROOT / "plugins")}


@contextmanager
def serving(project: Project) -> Iterator[str]:
    """Run the editor's server on a copy of the configuration; yield its address."""
    for name in ("pelicanconf.py", "plugins", "theme"):
        (project.base / name).symlink_to(ROOT / name)
    shutil.copy(ROOT / "pelicanconf.py", project.base / "conf.py")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "disclosure.commands.devserver", "content", "output", "conf.py", "--port", str(port)]
    with subprocess.Popen(command, cwd=project.base, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as server:
        while "127.0.0.1" not in (line := server.stdout.readline()):
            assert line, "the server ended"
        yield f"http://127.0.0.1:{port}"
        server.terminate()


def ask(address: str, host: str = "") -> tuple[int, str]:
    """Return the status and the text that the server sends. `host` is the name by which a browser asks."""
    request = urllib.request.Request(address, headers={"Host": host} if host else {})
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, refused.read().decode()


def fetch(address: str) -> str:
    """Return what the server sends for a page that is there."""
    status, text = ask(address)
    assert status == 200, text
    return text


def wait_for_reload(served: str, page: str) -> None:
    """Wait as a browser does, until the script of a page tells it to reload."""
    script = re.search(r'<script src="(/\.reload\.js\?[^"]*)"></script></body>', page)[1].replace("&amp;", "&")
    for _ in range(3):
        if fetch(served + script + "&wait=1") == "location.reload();":
            return
    raise AssertionError("no reload")


def settle(served: str, address: str, words: str, seconds: float = 60) -> str:
    """Return a page as soon as it has some words."""
    until = time.monotonic() + seconds
    while words not in (shown := ask(served + address)[1]):
        assert time.monotonic() < until, shown
        time.sleep(0.1)
    return shown
