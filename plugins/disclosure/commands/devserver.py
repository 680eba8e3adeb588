"""The editor's server: it builds, serves, shows what was saved at once, rebuilds, and reloads the browser.

The page of a saved item is rendered first, by itself: a person sees it within a second, however large the site is. The build that
follows brings lists, figures and what only a comparison of all items shows. At `/.drafts/` stand drafts and what has errors, at
`/.due/` what `make due` lists; both are made when they are asked for, and only for a browser of this machine.
"""

from __future__ import annotations

import argparse
import functools
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterable
from http.server import ThreadingHTTPServer

import watchfiles

from ..content.source import ITEMS, is_item
from ..due import page
from ..handbook import pages as handbook
from ..model.taxonomy import InvalidSettings
from ..preview.item_page import DRAFTS, Previewer, draft_address
from ..preview.server import DUE, Builds, Handler, Saved
from ..registers.table import FOLDER as REGISTERS

AT_ONCE = 5
"""Files that are shown at once. After a change of more of them (`git pull`) the pages come with the build."""
_SETTLE_MS = 20
"""Milliseconds without a further change after which changes are looked at."""


def due_page(content: str, output: str, conf: str) -> str:
    """Return the page with what `make due` lists today."""
    command = [sys.executable, "-m", "disclosure.commands.due", content, output, "--conf", conf, "--format", "json"]
    done = subprocess.run(command, check=False, capture_output=True, text=True, env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))})
    try:
        return page.page(json.loads(done.stdout))
    except ValueError:
        return page.failure(done.stderr or done.stdout)


class Desk:
    """What happens on a save: the preview of the file, then a build. One build runs at a time."""

    def __init__(self, content: str, output: str, conf: str) -> None:
        self.builds, self.saved = Builds(), Saved()
        self._content, self._output, self._conf = os.path.abspath(content), output, conf
        self._command = [sys.executable, "-m", "pelican", content, "-o", output, "-s", conf]
        self._wanted = threading.Event()
        self._running: subprocess.Popen | None = None

    def build(self) -> None:
        """Build the site. Then it shows what was saved before the build began."""
        before = dict(self.saved.pages)
        with subprocess.Popen(self._command) as self._running:
            pass
        for address, seen in before.items():
            if self.saved.pages.get(address) is seen:
                del self.saved.pages[address]
        self.builds.done()

    def end(self) -> None:
        """End the build that is under way: the next one cleans up after it."""
        if self._running is not None and self._running.poll() is None:
            self._running.terminate()
            self._running.wait()

    def begin_preview(self) -> None:
        """Read settings and theme for the preview. Where they are wrong, the build has said so."""
        try:
            self.saved.previewer = Previewer(self._content, self._output, self._conf)
        except (Exception, SystemExit) as error:
            self.saved.previewer = None
            if not isinstance(error, InvalidSettings):
                print(f"草稿显示不了：设置或主题有错误（{type(error).__name__}：{error}）", file=sys.stderr, flush=True)

    def build_when_wanted(self) -> None:
        """Build again and again, whenever something was saved."""
        while self._wanted.wait():
            self._wanted.clear()
            self.build()

    def changed(self, places: Iterable[str]) -> None:
        """Show what was saved, and have the site built."""
        inside = [os.path.relpath(place, self._content).replace(os.sep, "/") for place in sorted(places)]
        if any(path.startswith("..") for path in inside):
            self.begin_preview()
        elif self.saved.previewer is not None and any(path.startswith(f"{REGISTERS}/") for path in inside):
            self.saved.previewer.read_registers()
        items = [path for path in inside if path.startswith(f"{ITEMS}/") and is_item(path)]
        if len(items) <= AT_ONCE:
            for path in items:
                self._show(path)
        self._wanted.set()

    def _show(self, path: str) -> None:
        """Have browsers show the item in a file as it is now."""
        if (previewer := self.saved.previewer) is None or (seen := previewer.preview(path)) is None:
            return
        before = previewer.address_of(path)
        for address in filter(None, {before, seen.address}):
            if previewer.source_of(address) in ("", path):
                self.saved.places[address] = path
                self.saved.pages[address] = seen
        self.builds.done(frozenset(filter(None, (before, seen.address, draft_address(path).lstrip("/")))))


def main(arguments: list[str] | None = None) -> int:
    """Build, serve and watch until interrupted."""
    parser = argparse.ArgumentParser(prog="make devserver", description=__doc__)
    for name in ("content", "output", "conf"):
        parser.add_argument(name)
    parser.add_argument("--port", type=int, default=8000)
    options = parser.parse_args(arguments)
    desk = Desk(options.content, options.output, options.conf)
    desk.build()
    desk.begin_preview()
    list_due = functools.partial(due_page, options.content, options.output, options.conf)
    handler = functools.partial(Handler, directory=options.output, builds=desk.builds, saved=desk.saved, list_due=list_due)
    try:
        server = ThreadingHTTPServer(("127.0.0.1", options.port), handler)
    except OSError as error:
        print(f"端口 {options.port} 用不了（{error.strerror}）；换一个：make devserver PORT=8001", file=sys.stderr)
        return 1
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    threading.Thread(target=desk.build_when_wanted, daemon=True).start()
    own = f"http://127.0.0.1:{options.port}"
    print(f"打开 {own}/ ，保存文件后页面会自己刷新；按 Ctrl+C 结束。", flush=True)
    print(f"草稿和有错误的（内部，不在网站里）：{own}{DRAFTS}", flush=True)
    print(f"待办事项（内部，不在网站里）：{own}{DUE}", flush=True)
    print(f"编辑手册：{own}{handbook.ADDRESS}", flush=True)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    watched = [path for path in (options.content, "theme", "plugins", options.conf) if os.path.exists(path)]
    try:
        for changes in watchfiles.watch(*watched, step=_SETTLE_MS, raise_interrupt=False):
            desk.changed({os.path.abspath(path) for _, path in changes})
    finally:
        server.shutdown()
        desk.end()
    return 0


if __name__ == "__main__":
    sys.exit(main())
