"""A server that misbehaves in every way that matters: over HTTPS, on this machine."""

from __future__ import annotations

import gzip
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

Behave = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class BadServer:
    """Where it listens, what stands at which path, and what was asked for."""

    port: int
    context: ssl.SSLContext
    pages: dict[str, Behave] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)

    def url(self, path: str, host: str = "localhost") -> str:
        return f"https://{host}:{self.port}{path}"


def body(data: bytes, kind: str = "image/jpeg", **headers: str) -> Behave:
    def behave(to: BaseHTTPRequestHandler) -> None:
        to.send_response(200)
        named = {"Content-Type": kind, "Content-Length": str(len(data)), **headers}
        for name, value in named.items():
            to.send_header(name.replace("_", "-"), value)
        to.end_headers()
        to.wfile.write(data)

    return behave


def redirect(target: str, code: int = 302) -> Behave:
    def behave(to: BaseHTTPRequestHandler) -> None:
        to.send_response(code)
        to.send_header("Location", target)
        to.send_header("Content-Length", "0")
        to.end_headers()

    return behave


def endless(to: BaseHTTPRequestHandler) -> None:
    to.send_response(200)
    to.end_headers()
    while True:
        to.wfile.write(b"\xff" * 65_536)


def slow(to: BaseHTTPRequestHandler) -> None:
    to.send_response(200)
    to.end_headers()
    for _ in range(100):
        to.wfile.write(b"\xff")
        to.wfile.flush()
        time.sleep(0.1)


def slow_head(to: BaseHTTPRequestHandler) -> None:
    for byte in b"HTTP/1.1 200 OK\r\nX: " + b"y" * 100:
        to.wfile.write(bytes((byte,)))
        to.wfile.flush()
        time.sleep(0.1)


def cut_short(to: BaseHTTPRequestHandler) -> None:
    to.send_response(200)
    to.send_header("Content-Length", "1000")
    to.end_headers()
    to.wfile.write(b"\xff\xd8\xff")


def packed(to: BaseHTTPRequestHandler) -> None:
    body(gzip.compress(b"\0" * (4 << 20)), Content_Encoding="gzip")(to)


def make_certificate(folder: Path) -> Path:
    """Write a certificate for localhost with its key; return its path."""
    path = folder / "server.pem"
    words = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost"
    more = ["-addext", "subjectAltName=DNS:localhost,DNS:store.localhost"]
    files = ["-keyout", str(folder / "key.pem"), "-out", str(path)]
    subprocess.run([*words.split(), *more, *files], check=True, capture_output=True)
    path.write_text(path.read_text() + (folder / "key.pem").read_text())
    return path


@contextmanager
def serve_badly(certificate: Path) -> Iterator[BadServer]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            server.asked.append((self.headers["Host"] or "", self.path))
            self.close_connection = True
            behave = server.pages.get(self.path)
            if behave is None:
                self.send_error(404)
                return
            try:
                behave(self)
            except OSError:
                return  # whoever asked has had enough

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
            pass

    class Quiet(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: object, client_address: object) -> None:
            """A client that hangs up is what these tests are about."""

    own = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    own.load_cert_chain(certificate)
    listening = Quiet(("127.0.0.1", 0), Handler)
    listening.socket = own.wrap_socket(
        listening.socket, server_side=True, do_handshake_on_connect=False
    )
    trusting = ssl.create_default_context(cafile=str(certificate))
    server = BadServer(listening.server_port, trusting)
    thread = threading.Thread(target=listening.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        listening.shutdown()
        listening.server_close()
        thread.join()
