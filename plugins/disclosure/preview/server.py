"""The editor's server: pages of the output folder, each with the script that reloads it, and those that only the preview has.

The server adds a script element to each page that it sends; the files on disk stay as they are.
When the page is loaded the script asks again. That is answered only when the next build is done, or a file that the page shows
was saved. The answer then reloads the page. So the content security policy of the pages need not allow anything more.

Drafts and lists are for browsers of this machine only.
"""

from __future__ import annotations

import json
import mimetypes
import os
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import SimpleHTTPRequestHandler
from urllib.parse import parse_qs, quote, unquote, urlsplit

from ..content.source import ATTACHMENT_SUFFIXES, ITEMS, is_item, suffix
from ..handbook import pages as handbook
from . import notes, wrong_address
from .item_page import DRAFTS, FILES, Preview, Previewer, draft_address

RELOAD = "/.reload.js"
DUE = "/.due/"
_OWN_NAMES = ("127.0.0.1", "localhost")
"""Names by which a browser of this machine asks. A page of another site that leads its own name here asks by that name."""
HOLD_SECONDS = 20
"""After so long without a build the script is answered, and asks again."""
ASK = (
    "(function () { function ask() { var s = document.createElement('script'); s.src = %s + Date.now(); document.body.appendChild(s); }"
    " if (document.readyState === 'complete') { ask(); } else { addEventListener('load', function () { setTimeout(ask, 0); }); } })();"
)
"""The script that waits for the next event. It begins after the page is loaded: a script that waits before would hold up the
others of the page, as that of the search."""
SHOWN_DRAFTS = 500
"""More drafts are only counted."""


class Builds:
    """Counts what pages have to be reloaded for: builds, and saved files. Threads can wait for the next one that concerns a page."""

    def __init__(self) -> None:
        self.number = 0
        self._events: list[frozenset[str]] = []
        """The addresses that each event concerns; none of a build, which concerns all."""
        self._changed = threading.Condition()

    def done(self, addresses: frozenset[str] = frozenset()) -> None:
        """Count an event, and wake the threads that wait. Without addresses it concerns every page."""
        with self._changed:
            self.number += 1
            self._events.append(addresses)
            self._changed.notify_all()

    def wait(self, since: int, address: str = "") -> bool:
        """Wait for an event after number `since` that concerns the page at an address; return whether there was one."""
        def is_due() -> bool:
            return any(not named or address in named for named in self._events[since:])

        with self._changed:
            return self._changed.wait_for(is_due, HOLD_SECONDS)


@dataclass
class Saved:
    """What was saved since the last build began: pages that are shown in place of those in the output folder."""

    previewer: Previewer | None = None
    """None while the configuration cannot be used."""
    pages: dict[str, Preview] = field(default_factory=dict)
    """The previews of files that were saved, by address."""
    places: dict[str, str] = field(default_factory=dict)
    """The files that were seen at addresses, by address: a file that gives no address any more is still shown there."""


class Handler(SimpleHTTPRequestHandler):
    """Serves the output folder and the preview, adding the reload script to pages."""

    def __init__(self, *args, builds: Builds, saved: Saved, list_due: Callable[[], str], **kwargs) -> None:
        self._builds, self._saved, self._list_due = builds, saved, list_due
        super().__init__(*args, **kwargs)

    def log_message(self, format: str, *args) -> None:
        """Print nothing: the terminal is for what the build prints."""

    def end_headers(self) -> None:
        """Forbid caching, so that the browser always shows the last build."""
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def do_GET(self) -> None:
        """Serve a page of the preview or a file. A page gets the script element; the script that it adds is answered after the next build."""
        address = urlsplit(self.path).path
        if address == RELOAD:
            self._reload()
        elif address == notes.STYLE_PATH:
            self._send(notes.STYLE.encode(), "text/css; charset=utf-8")
        elif address in (DUE, DUE.rstrip("/")):
            self._private(self._list_due)
        elif address in (DRAFTS, DRAFTS.rstrip("/")):
            self._private(self._unfinished)
        elif f"{address}/".startswith(handbook.ADDRESS):
            self._handbook(address)
        elif address.startswith(FILES):
            self._attachment(unquote(address.removeprefix(FILES)))
        elif address.startswith(f"{DRAFTS}{ITEMS}/"):
            path = f"{ITEMS}/{unquote(address.removeprefix(f'{DRAFTS}{ITEMS}/')).removesuffix('.html')}"
            self._private(lambda: self._previewed(path))
        else:
            self._site(unquote(address).lstrip("/"))

    def _site(self, address: str) -> None:
        """Serve what stands at an address of the site: as it was saved, as it was built, as a draft, or not at all."""
        if address in self._saved.pages and self._is_own():
            self._page(self._saved.pages[address].page)
            return
        path = self.translate_path(self.path)
        if os.path.isdir(path):
            path = os.path.join(path, "index.html")
        if path.endswith(".html") and os.path.isfile(path):
            with open(path, encoding="utf-8", errors="surrogateescape") as file:
                self._page(file.read())
        elif os.path.isfile(path):
            super().do_GET()
        elif self._is_own() and (source := self._source_of(address)) and (page := self._previewed(source)):
            self._page(page)
        else:
            self._page(self._missing(address), 404)

    def _source_of(self, address: str) -> str:
        """Return the file of a draft or a faulty item at an address; '' where there is none."""
        previewer = self._saved.previewer
        return (previewer.source_of(address) if previewer else "") or self._saved.places.get(address, "")

    def _previewed(self, path: str) -> str:
        """Return the page of a file; '' where there is none."""
        previewer = self._saved.previewer
        seen = previewer.preview(path) if previewer and ".." not in path.split("/") else None
        return seen.page if seen else ""

    def _missing(self, address: str) -> str:
        previewer = self._saved.previewer
        near = wrong_address.near(previewer.catalogue, self.directory, address) if previewer and self._is_own() else []  # it names drafts, too
        why = "网站里有错误的信息和草稿不在网站上，它们列在“草稿和有错误的”里。" if address.startswith(f"{ITEMS}/") else "检查网址有没有写错。"
        return notes.missing(address, why, near)

    def _unfinished(self) -> str:
        previewer = self._saved.previewer
        if previewer is None:
            return notes.page("草稿和有错误的", "<p>设置有错误，列不出来；看运行 make devserver 的窗口。</p>")
        drafts, number = previewer.unfinished(SHOWN_DRAFTS)
        errors = [(error, draft_address(error.path) if error.path.startswith(f"{ITEMS}/") and is_item(error.path) else "") for error in previewer.errors()]
        return notes.unfinished([(draft_address(path), path, title) for path, title in drafts], number, errors)

    def _handbook(self, address: str) -> None:
        """Serve the handbook: it is for training editors, and for browsers of this machine."""
        found = handbook.answer(address) if self._is_own() else None
        if found is None:
            self.send_error(404 if self._is_own() else 403)
        else:
            self._send(*found)

    def _attachment(self, path: str) -> None:
        """Serve an attachment from the content folder: no build has copied it."""
        previewer = self._saved.previewer
        place = os.path.join(previewer.settings["PATH"], path) if previewer else ""
        is_fit = path.startswith(f"{ITEMS}/") and ".." not in path.split("/") and suffix(path) in ATTACHMENT_SUFFIXES
        if not self._is_own() or not place or not is_fit or os.path.islink(place) or not os.path.isfile(place):
            self._page(notes.missing(path, "附件不在那里。", []), 404)
            return
        with open(place, "rb") as file:
            self._send(file.read(), mimetypes.guess_type(path)[0] or "application/octet-stream")

    def _is_own(self) -> bool:
        """Return whether a browser of this machine asks."""
        return self.headers.get("Host", "").partition(":")[0] in _OWN_NAMES

    def _private(self, make: Callable[[], str]) -> None:
        """Send a page that is for this machine only."""
        if not self._is_own():
            self.send_error(403)
            return
        page = make()
        self._page(page or notes.missing(unquote(urlsplit(self.path).path), "这个文件不在那里，或者不是一条信息。", []), 200 if page else 404)

    def _reload(self) -> None:
        asked = parse_qs(urlsplit(self.path).query)
        since, page = int(asked.get("since", ["0"])[0]), asked.get("page", [""])[0]
        if "wait" in asked and self._builds.wait(since, page):
            script = "location.reload();"
        else:
            script = ASK % json.dumps(f"{RELOAD}?since={since}&page={quote(page)}&wait=")
        self._send(script.encode(), "text/javascript")

    def _page(self, page: str, status: int = 200) -> None:
        """Send a page with the script that reloads it."""
        address = quote(unquote(urlsplit(self.path).path).lstrip("/"))
        script = f'<script src="{RELOAD}?since={self._builds.number}&amp;page={address}"></script></body>'
        self._send(page.replace("</body>", script).encode("utf-8", "surrogateescape"), "text/html; charset=utf-8", status)

    def _send(self, body: bytes, kind: str, status: int = 200) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
