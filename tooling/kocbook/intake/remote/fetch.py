"""Attachments and pictures, fetched: never from an address inside a network.

A name is resolved once, every address it has is looked at, and the connection goes to one that was
looked at: a name that answers otherwise a moment later changes nothing.
"""

from __future__ import annotations

import contextlib
import http.client
import ipaddress
import re
import socket
import ssl
import threading
import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from urllib.parse import SplitResult, urljoin, urlsplit

from kocbook.base.errors import KocError
from kocbook.intake.remote.attachments import ORIGINS, STORES

_REDIRECTS = {301, 302, 303, 307, 308}
_MOST_REDIRECTS = 4
_CHUNK = 64 << 10
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")
"""All that IANA hands out of the newer addresses; the rest is local, reserved or leads to older ones."""
_RELAYS = ipaddress.IPv4Network("192.88.99.0/24")
"""Anycast of 6to4 relays (RFC 7526), which `is_global` takes for hosts."""
_ISATAP = (0x5EFE, 0x200_5EFE)


Fetch = Callable[[str, int], bytes]
"""Returns what stands at an address, at most so many bytes."""


class FetchError(KocError):
    """Something could not be fetched: the text `intake.ask.KEY` says why."""


def is_public(address: str) -> bool:
    """True for an address on the open internet."""
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv4Address):
        return _is_public_4(found)
    if found.ipv4_mapped:
        return _is_public_4(found.ipv4_mapped)
    inner = _find_inner(found)
    if inner is not None and not _is_public_4(inner):
        return False
    return found in _NAT64 or (found in _GLOBAL_UNICAST and found.is_global)


def _is_public_4(address: ipaddress.IPv4Address) -> bool:
    return address.is_global and not address.is_multicast and address not in _RELAYS


def _find_inner(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """Return the older address that a newer one leads to, by RFC 3056, 4380, 5214 and 6052.

    A network may translate below a prefix of its own as well, which nothing in an address tells.
    """
    if address in _NAT64 or (int(address) >> 32) & 0xFFFFFFFF in _ISATAP:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.sixtofour or (address.teredo or (None, None))[1]


@dataclass(frozen=True, slots=True)
class Fetcher:
    """How attachments are fetched. Other values than the usual ones are for tests alone."""

    origins: Mapping[str, re.Pattern[str]] = field(default_factory=lambda: ORIGINS)
    stores: Collection[str] = STORES
    port: int = 443
    may_connect: Callable[[str], bool] = is_public
    context: ssl.SSLContext = field(default_factory=ssl.create_default_context)
    patience: float = 60.0
    """Seconds for one attachment, redirects and all."""
    anywhere: bool = False
    """Take what stands on any host of the open internet, wherever it leads."""

    def fetch(self, url: str, most: int) -> bytes:
        """Return what stands at an address, at most `most` bytes.

        Raises:
            FetchError: it may not be asked for, is too large, too slow, gone, or within a network.
        """
        end = time.monotonic() + self.patience
        for step in range(_MOST_REDIRECTS + 1):
            parts = self._check(url, is_first=step == 0)
            answer = self._ask(parts, url, end, most)
            if isinstance(answer, bytes):
                return answer
            try:
                url = urljoin(url, answer)
            except ValueError:
                raise FetchError("fetch-elsewhere", url=url) from None
        raise FetchError("fetch-redirects", url=url)

    def _check(self, url: str, *, is_first: bool) -> SplitResult:
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError:
            raise FetchError("fetch-host", url=url) from None
        host = (parts.hostname or "").lower()
        usual = parts.scheme == "https" and "@" not in parts.netloc and port in (None, self.port)
        pattern = self.origins.get(host)
        known = self.anywhere or bool(pattern and pattern.fullmatch(parts.path))
        if not usual or not (known or (not is_first and host in self.stores)):
            raise FetchError("fetch-host" if is_first else "fetch-elsewhere", url=url)
        return parts

    def _ask(self, parts: SplitResult, url: str, end: float, most: int) -> bytes | str:
        """Return what stands there, or where else it is."""
        connection = self._connect(parts.hostname or "", url, end)
        # A slow sender that says a byte now and then passes each timeout of its own.
        watch = threading.Timer(max(0.0, end - time.monotonic()), _cut, (connection.sock,))
        watch.daemon = True
        watch.start()
        try:
            target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            headers = {"User-Agent": "kocbook", "Accept": "*/*", "Accept-Encoding": "identity"}
            connection.request("GET", target, headers=headers)
            with contextlib.closing(connection.getresponse()) as response:
                answer = _read_answer(response, url, most)
            if time.monotonic() >= end:
                raise TimeoutError  # it was cut off, which looks like its end
            return answer
        except (OSError, http.client.HTTPException, ValueError):
            slow = time.monotonic() >= end
            raise FetchError("fetch-slow" if slow else "fetch-failed", url=url) from None
        finally:
            watch.cancel()
            connection.close()

    def _connect(self, host: str, url: str, end: float) -> http.client.HTTPConnection:
        try:
            found = socket.getaddrinfo(host, self.port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            raise FetchError("fetch-failed", url=url) from None
        addresses = [str(entry[4][0]) for entry in found]
        if not addresses or not all(map(self.may_connect, addresses)):
            raise FetchError("fetch-private", url=url)
        seconds = max(0.1, min(15.0, end - time.monotonic()))
        connection = http.client.HTTPConnection(host, self.port, timeout=seconds)
        try:
            plain = socket.create_connection((addresses[0], self.port), seconds)
            try:
                connection.sock = self.context.wrap_socket(plain, server_hostname=host)
            except BaseException:
                plain.close()
                raise
        except OSError:
            raise FetchError("fetch-failed", url=url) from None
        return connection


def _read_answer(answer: http.client.HTTPResponse, url: str, most: int) -> bytes | str:
    if answer.status in _REDIRECTS:
        return answer.headers.get("Location") or ""
    if answer.status != 200:
        raise FetchError("fetch-gone", url=url)
    if (answer.headers.get("Content-Encoding") or "identity").lower() != "identity":
        raise FetchError("fetch-failed", url=url)  # never unpacked: it could be a bomb
    parts, size = [], 0
    while chunk := answer.read(_CHUNK):
        size += len(chunk)
        if size > most:
            raise FetchError("fetch-large", url=url, max=most >> 20)
        parts.append(chunk)
    if answer.length:
        raise FetchError("fetch-failed", url=url)  # it ended early
    return b"".join(parts)


def _cut(sock: socket.socket | None) -> None:
    """End a connection from outside: whoever reads from it gets an error at once."""
    if sock is not None:
        # The socket's own method: that of TLS would pull the rug from under a reader in mid-read.
        with contextlib.suppress(OSError):
            socket.socket.shutdown(sock, socket.SHUT_RDWR)
