"""The editor's server: it builds, serves, rebuilds on save, and reloads the browser.

The server adds a script element to each page that it serves; the files on disk stay as they are.
It answers the request for that script only when the next build is done, and the script then
reloads the page. So the content security policy of the pages need not allow anything more.

At `/.due/` stands what `make due` lists. The page is made when it is asked for, and only for a browser of this machine.
"""

from __future__ import annotations

import argparse
import functools
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import watchfiles

from ..due import page

RELOAD = "/.reload.js"
DUE = "/.due/"
_OWN_NAMES = ("127.0.0.1", "localhost")
"""Names by which a browser of this machine asks. A page of another site that leads its own name here asks by that name."""
HOLD_SECONDS = 20
"""After so long without a build the script is answered, and asks again."""


class Builds:
    """Counts the builds; threads can wait for the next one."""

    def __init__(self) -> None:
        self.number = 0
        self._changed = threading.Condition()

    def done(self) -> None:
        """Count a build, and wake the threads that wait."""
        with self._changed:
            self.number += 1
            self._changed.notify_all()

    def wait(self, since: int) -> bool:
        """Wait for a build after number `since`; return whether there was one."""
        with self._changed:
            return self._changed.wait_for(lambda: self.number > since, HOLD_SECONDS)


class Handler(SimpleHTTPRequestHandler):
    """Serves the output folder, adding the reload script to pages."""

    def __init__(self, *args, builds: Builds, list_due: Callable[[str], str], **kwargs) -> None:
        self._builds, self._list_due = builds, list_due
        super().__init__(*args, **kwargs)

    def log_message(self, format: str, *args) -> None:
        """Print nothing: the terminal is for what the build prints."""

    def end_headers(self) -> None:
        """Forbid caching, so that the browser always shows the last build."""
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def do_GET(self) -> None:
        """Serve a file. A page gets the script element; the script itself is answered after the next build."""
        if urlsplit(self.path).path == RELOAD:
            self._reload()
            return
        if urlsplit(self.path).path in (DUE, DUE.rstrip("/")):
            self._due()
            return
        path = self.translate_path(self.path)
        if os.path.isdir(path):
            path = os.path.join(path, "index.html")
        if path.endswith(".html") and os.path.isfile(path):
            with open(path, "rb") as file:
                page = file.read()
            script = f'<script src="{RELOAD}?since={self._builds.number}"></script></body>'.encode()
            self._send(page.replace(b"</body>", script), "text/html; charset=utf-8")
        else:
            super().do_GET()

    def _reload(self) -> None:
        since = int(parse_qs(urlsplit(self.path).query).get("since", ["0"])[0])
        if self._builds.wait(since):
            script = "location.reload();"
        else:
            script = (
                "(function () { var s = document.createElement('script');"
                f" s.src = '{RELOAD}?since={since}&' + Date.now(); document.body.appendChild(s); }})();"
            )
        self._send(script.encode(), "text/javascript")

    def _due(self) -> None:
        if self.headers.get("Host", "").partition(":")[0] not in _OWN_NAMES:
            self.send_error(403)
            return
        self._send(self._list_due(f"{RELOAD}?since={self._builds.number}").encode(), "text/html; charset=utf-8")

    def _send(self, body: bytes, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def due_page(content: str, output: str, conf: str, script: str) -> str:
    """Return the page with what `make due` lists today."""
    command = [sys.executable, "-m", "disclosure.commands.due", content, output, "--conf", conf, "--format", "json"]
    done = subprocess.run(command, check=False, capture_output=True, text=True, env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))})
    try:
        return page.page(json.loads(done.stdout), script)
    except ValueError:
        return page.failure(done.stderr or done.stdout, script)


def main(arguments: list[str] | None = None) -> int:
    """Build, serve and watch until interrupted."""
    parser = argparse.ArgumentParser(prog="make devserver", description=__doc__)
    for name in ("content", "output", "conf"):
        parser.add_argument(name)
    parser.add_argument("--port", type=int, default=8000)
    options = parser.parse_args(arguments)
    command = [sys.executable, "-m", "pelican", options.content, "-o", options.output, "-s", options.conf]
    builds = Builds()
    subprocess.run(command, check=False)
    list_due = functools.partial(due_page, options.content, options.output, options.conf)
    handler = functools.partial(Handler, directory=options.output, builds=builds, list_due=list_due)
    try:
        server = ThreadingHTTPServer(("127.0.0.1", options.port), handler)
    except OSError as error:
        print(f"端口 {options.port} 用不了（{error.strerror}）；换一个：make devserver PORT=8001", file=sys.stderr)
        return 1
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(f"打开 http://127.0.0.1:{options.port}/ ，保存文件后页面会自己刷新；按 Ctrl+C 结束。", flush=True)
    print(f"待办事项（内部，不在网站里）：http://127.0.0.1:{options.port}{DUE}", flush=True)
    watched = [path for path in (options.content, "theme", "plugins", options.conf) if os.path.exists(path)]
    try:
        for _ in watchfiles.watch(*watched, raise_interrupt=False):
            subprocess.run(command, check=False)
            builds.done()
    finally:
        server.shutdown()
    return 0


if __name__ == "__main__":
    sys.exit(main())
