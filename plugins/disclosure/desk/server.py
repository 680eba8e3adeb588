"""The desk on 127.0.0.1: its page, Decap's scripts, and the backend, for a browser of this machine and for no page of another site."""

from __future__ import annotations

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from . import program
from .backend import Backend
from .refusal import Refusal

ADDRESS = "127.0.0.1"
PORTS_TRIED = 10
LARGEST_REQUEST = 700_000_000
"""Bytes: a large attachment as base64."""
PAGE = Path(__file__).parent / "page"
POLICY = (
    "default-src 'none'; script-src 'self' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "connect-src 'self' blob:; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
"""No request leaves this machine. Decap makes its styles, and the check of its configuration, while it runs: hence the two exceptions."""
_KINDS = {".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".wasm": "application/wasm"}


class Handler(BaseHTTPRequestHandler):
    """Answers the browser. The class attribute `backend` is set by `serve`."""

    backend: Backend

    def log_message(self, format: str, *args: object) -> None:
        """Print nothing: the terminal is for what people must know."""

    def do_GET(self) -> None:
        """Send the page, its scripts, or Decap's configuration."""
        path = unquote(urlsplit(self.path).path)
        if not self._is_own():
            self._send(403, b"", ".html")
        elif path == "/configuration.json":
            self._json(200, self.backend.configuration())
        elif (file := _file(path)) is not None:
            self._send(200, file.read_bytes(), file.suffix)
        else:
            self._send(404, "没有这一页；打开首页 /".encode(), ".html")

    def do_POST(self) -> None:
        """Do an action of Decap's protocol, or make a preview."""
        length = self.headers.get("Content-Length", "")
        if not self._is_own() or not self._is_from_here():
            self._json(403, {"error": "只接受这台电脑上这个工作台的请求"})
        elif not length.isdigit() or int(length) > LARGEST_REQUEST:
            self._json(413, {"error": "文件太大"})
        else:
            self._act(self.rfile.read(int(length)))

    def _act(self, body: bytes) -> None:
        try:
            asked = json.loads(body)
            if self.path == "/preview":
                self._json(200, {"html": self.backend.preview(asked["path"], asked["data"])})
            elif self.path == "/api/v1":
                self._json(200, self.backend.answer(asked["action"], asked.get("params", {})))
            else:
                self._json(404, {"error": "没有这个地址"})
        except Refusal as refusal:
            self._json(422, {"error": str(refusal)})
        except (ValueError, KeyError, TypeError, AttributeError) as fault:
            self._json(422, {"error": f"请求看不懂（{type(fault).__name__}：{fault}）；刷新页面再试"})

    def _is_own(self) -> bool:
        """Return whether the browser asks by a name of this machine. A page of another site that leads its own name here asks by that name."""
        return self.headers.get("Host", "") in self._hosts()

    def _is_from_here(self) -> bool:
        """Return whether a page of this desk asks. JSON cannot be sent from another site without being asked for first."""
        kind = self.headers.get("Content-Type", "").partition(";")[0]
        return self.headers.get("Origin", "") in {f"http://{host}" for host in self._hosts()} and kind == "application/json"

    def _hosts(self) -> set[str]:
        port = self.server.server_address[1]
        return {f"{ADDRESS}:{port}", f"localhost:{port}"}

    def _json(self, status: int, value: Any) -> None:
        self._send(status, json.dumps(value, ensure_ascii=False).encode(), ".json")

    def _send(self, status: int, body: bytes, suffix: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", _KINDS.get(suffix, "application/json; charset=utf-8"))
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Referrer-Policy", "same-origin")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(body)


def _file(path: str) -> Path | None:
    """Return the file of an address: of the page, or of Decap; None where there is none."""
    folder, name = (program.scripts(), path.removeprefix("/decap/")) if path.startswith("/decap/") else (PAGE, path.lstrip("/") or "index.html")
    file = folder / name
    return file if "/" not in name and "\\" not in name and file.suffix in _KINDS and file.is_file() else None


def serve(backend: Backend, port: int) -> ThreadingHTTPServer | None:
    """Return a server at a port, or at one of the next; None where all are taken."""
    handler = type("BoundHandler", (Handler,), {"backend": backend})
    for number in range(port, port + PORTS_TRIED):
        try:
            server = ThreadingHTTPServer((ADDRESS, number), handler)
        except OSError:
            continue
        server.daemon_threads = True
        return server
    return None
