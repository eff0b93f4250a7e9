"""Posting a letter: over HTTPS, to the address itself, again only where nothing was taken."""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from kocbook.app.messengers.services import Letter, Messenger, Receipt
from kocbook.base.errors import KocError, UsageError

_PAUSES = (1.0, 4.0)
"""Seconds before a second and a third try."""
_MOST_PATIENCE = 60.0
_TIMEOUT = 20.0
_MOST_ANSWER = 64 * 1024
_HERE = ("127.0.0.1", "::1", "localhost")


@dataclass(frozen=True, slots=True)
class Poster:
    """Posts letters. `sleep` waits so many seconds."""

    sleep: Callable[[float], None] = field(default=time.sleep)

    def post(self, name: str, messenger: Messenger, letter: Letter) -> None:
        """Post a letter, and again while the service is busy or cannot be reached.

        What may have been taken is not sent twice: after the letter went out and no answer came,
        it fails at once.

        Raises:
            UsageError: the address is no HTTPS address.
            KocError: the service refused it, or could not be reached. Neither tells the address,
                which is a secret.
        """
        check_address(name, messenger.webhook, letter.address)
        receipt, wait = Receipt(False), 0.0
        for pause in (*_PAUSES, None):
            try:
                receipt, wait = self._try(messenger, letter)
            except OSError as error:
                receipt, wait = Receipt(False, True, type(error).__name__), 0.0
            except http.client.HTTPException as error:
                receipt = Receipt(False, False, type(error).__name__)
            if receipt.is_taken:
                return
            if not receipt.is_busy or pause is None:
                break
            self.sleep(min(max(pause, wait), _MOST_PATIENCE))
        raise KocError("errors.digest-refused", service=name, detail=receipt.said or "-")

    def _try(self, messenger: Messenger, letter: Letter) -> tuple[Receipt, float]:
        """Return what the service made of a letter, and how long it asked to wait."""
        parts = urlsplit(letter.address)
        kind = (
            http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        )
        connection = kind(parts.hostname or "", parts.port, timeout=_TIMEOUT)
        try:
            connection.connect()  # what fails until here was sent to nobody
            path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
            body = json.dumps(letter.body, ensure_ascii=False).encode()
            headers = {"Content-Type": "application/json; charset=utf-8"}
            try:
                connection.request("POST", path, body, headers)
                answer = connection.getresponse()
                said = answer.read(_MOST_ANSWER)
            except OSError as error:
                return Receipt(False, False, type(error).__name__), 0.0
            after = answer.headers.get("Retry-After", "")
            wait = float(after) if after.isascii() and after.isdigit() else 0.0
            return messenger.read(answer.status, said), wait
        finally:
            connection.close()


def check_address(name: str, setting: str, address: str) -> None:
    """Refuse an address to which a secret would go in the open.

    Raises:
        UsageError: it is none, or not HTTPS; this machine's own are all right.
    """
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        raise UsageError("errors.digest-address", service=name, setting=setting) from None
    is_here = parts.scheme == "http" and host in _HERE
    if not host or not (parts.scheme == "https" or is_here):
        raise UsageError("errors.digest-address", service=name, setting=setting)
