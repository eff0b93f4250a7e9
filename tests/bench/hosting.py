"""A host for measuring: it compresses texts and keeps connections open, as common hosts do.

It can be as far away and as slow as one likes, and remembers what it sent to whom: workers of a page too,
which a browser's own throttling and logs leave out.
"""

from __future__ import annotations

import functools
import gzip
import http.server
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path

COMPRESSED = {".css", ".html", ".js", ".json", ".svg", ".txt", ".xml"}
"""What common hosts compress on the way."""


@dataclass(frozen=True, slots=True)
class Sent:
    """One file that was asked for: its size on disk, and the bytes that went over the wire."""

    path: str
    plain: int
    wire: int


@dataclass
class Host:
    """Where a site can be read, and what was asked for until now."""

    address: str = ""
    sent: list[Sent] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Distance:
    """How far a reader is: seconds from a request to its answer, and bytes a second for all answers."""

    name: str
    delay: float = 0.0
    rate: float = float("inf")


NEAR = Distance("this machine")
PHONE = Distance("40 ms, 10 Mbit/s", 0.04, 10e6 / 8)


@functools.lru_cache(maxsize=4_096)
def squeeze(path: Path, changed: int) -> tuple[int, bytes]:
    """Return a file's size and what a host sends of it; `changed` is its time, for it may be rewritten."""
    del changed
    written = path.read_bytes()
    body = gzip.compress(written, 6) if path.suffix in COMPRESSED else written
    return len(written), body


class _Handler(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # a head and a short body would wait 40 ms for each other
    wbufsize = -1
    line = threading.Lock()

    def __init__(self, *words: object, host: Host, distance: Distance, directory: str) -> None:
        self.host, self.distance = host, distance
        super().__init__(*words, directory=directory)  # type: ignore[arg-type]  # what a server passes

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        time.sleep(self.distance.delay)
        if not path.is_file():
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        plain, body = squeeze(path, path.stat().st_mtime_ns)
        self.host.sent.append(Sent(self.path, plain, len(body)))
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "max-age=600")  # as GitHub Pages
        if path.suffix in COMPRESSED:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        if self.distance.rate < float("inf"):
            with self.line:
                time.sleep(len(body) / self.distance.rate)
        self.wfile.write(body)
        self.wfile.flush()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (as inherited)
        pass


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that is closed hangs up in the middle: nothing to report."""


@contextmanager
def serve(site: Path, distance: Distance = NEAR, port: int = 0) -> Iterator[Host]:
    """Serve a folder from this machine."""
    host = Host()
    handler = functools.partial(_Handler, host=host, distance=distance, directory=str(site))
    with _Server(("127.0.0.1", port), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        host.address = f"http://127.0.0.1:{server.server_port}/"
        yield host
        server.shutdown()
