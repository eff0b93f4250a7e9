"""A small web server for one editor on one machine: the editor's page, and its requests.

It listens on 127.0.0.1 alone. A request must name this host (so that no other name that leads here,
DNS rebinding, is answered), and one that reads or writes files must come from its own page.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from kocbook.base.errors import KocError, UsageError
from kocbook.intake.editor.protocol import read_request
from kocbook.intake.editor.workspace import Workspace

HOST = "127.0.0.1"
MAX_BODY = 64 << 20
"""What one save may send: photos in Base64, so about 48 MB of them. Videos go by `koc deliver`."""
_TIMEOUT_SECONDS = 30
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".yml": "text/yaml; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
}
_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}

Pages = Callable[[], Mapping[str, bytes | Path]]
"""Makes the editor's own files, by path. Asked for each visit: modules come and go."""


@dataclass(frozen=True, slots=True)
class EditorSite:
    """What the server offers: pages, and answers at the path `api`.

    `explain` puts an error into words for the person who edits.
    """

    api: str
    pages: Pages
    workspace: Workspace
    explain: Callable[[Exception], str]


class EditorServer(ThreadingHTTPServer):
    """The server; requests that touch files are answered one after the other."""

    daemon_threads = True

    def __init__(self, site: EditorSite, port: int) -> None:
        """Take the port; 0 takes any that is free.

        Raises:
            OSError: the port is taken.
        """
        self.site, self.lock = site, threading.Lock()
        self.files: Mapping[str, bytes | Path] = {}
        super().__init__((HOST, port), _Handler)
        self.hosts = frozenset(f"{name}:{self.server_port}" for name in (HOST, "localhost"))

    def find_file(self, name: str) -> bytes | None:
        """Return one of the editor's files; the page itself brings all others up to date.

        Raises:
            KocError: the community cannot be read.
        """
        with self.lock:
            if name.endswith("/index.html") or not self.files:
                self.files = self.site.pages()
            content = self.files.get(name)
        return content.read_bytes() if isinstance(content, Path) else content

    @property
    def address(self) -> str:
        """Where the editor is."""
        return f"http://{HOST}:{self.server_port}/admin/"


class _Handler(BaseHTTPRequestHandler):
    server: EditorServer
    timeout = _TIMEOUT_SECONDS
    server_version, sys_version = "koc", ""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (as inherited)
        """Say nothing of single requests."""

    def do_GET(self) -> None:
        """Send a file of the editor's page."""
        if not self._names_this_host():
            self._refuse(HTTPStatus.FORBIDDEN)
            return
        path = self.path.partition("?")[0]
        if path in ("/", "/admin"):
            self._send(HTTPStatus.FOUND, b"", {"Location": "/admin/"})
            return
        name = path.removeprefix("/") + ("index.html" if path.endswith("/") else "")
        try:
            content = self.server.find_file(name)
        except KocError as error:
            self._send_error(HTTPStatus.INTERNAL_SERVER_ERROR, error)
            return
        if content is None:
            self._refuse(HTTPStatus.NOT_FOUND)
            return
        kind = _TYPES.get(Path(name).suffix, "application/octet-stream")
        self._send(HTTPStatus.OK, content, {"Content-Type": kind})

    def do_POST(self) -> None:
        """Answer a request of the editor."""
        refusal = self._find_refusal()
        if refusal is not None:
            self._refuse(refusal)
            return
        body = self.rfile.read(int(self.headers["Content-Length"]))
        site = self.server.site
        try:
            with self.server.lock:
                value = site.workspace.answer(read_request(body))
        except UsageError as error:
            self._send_error(HTTPStatus.UNPROCESSABLE_ENTITY, error)
        except (KocError, OSError) as error:
            self._send_error(HTTPStatus.INTERNAL_SERVER_ERROR, error)
        else:
            self._send_json(HTTPStatus.OK, value)

    def _find_refusal(self) -> HTTPStatus | None:
        """Return why a request is not even read; None for one of the editor's own page."""
        origin = self.headers.get("Origin", "")
        own = {f"http://{host}" for host in self.server.hosts}
        if not self._names_this_host() or origin not in own:
            return HTTPStatus.FORBIDDEN
        if self.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
            return HTTPStatus.FORBIDDEN
        if self.path != self.server.site.api:
            return HTTPStatus.NOT_FOUND
        if self.headers.get_content_type() != "application/json":
            return HTTPStatus.UNSUPPORTED_MEDIA_TYPE
        length = self.headers.get("Content-Length", "")
        if not (length.isascii() and length.isdigit()) or "Transfer-Encoding" in self.headers:
            return HTTPStatus.LENGTH_REQUIRED
        return HTTPStatus.REQUEST_ENTITY_TOO_LARGE if int(length) > MAX_BODY else None

    def _names_this_host(self) -> bool:
        return self.headers.get_all("Host") is not None and all(
            host in self.server.hosts for host in self.headers.get_all("Host", [])
        )

    def _send_error(self, status: HTTPStatus, error: Exception) -> None:
        self._send_json(status, {"error": self.server.site.explain(error)})

    def _send_json(self, status: HTTPStatus, value: Any) -> None:
        data = json.dumps(value, ensure_ascii=False).encode()
        self._send(status, data, {"Content-Type": "application/json; charset=utf-8"})

    def _refuse(self, status: HTTPStatus) -> None:
        """Answer without reading what was sent; the connection ends."""
        self.close_connection = True
        self._send(status, json.dumps({"error": status.phrase}).encode(), {"Connection": "close"})

    def _send(self, status: HTTPStatus, data: bytes, headers: Mapping[str, str]) -> None:
        self.send_response(status)
        for name, value in {**_ALWAYS, **headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


def make_server(site: EditorSite, port: int) -> EditorServer:
    """Return a server that has taken its port.

    Raises:
        KocError: the port is taken.
    """
    try:
        return EditorServer(site, port)
    except OSError as error:
        raise KocError("errors.editor-port", port=port, detail=error.strerror) from error
