"""One request to GitHub's API: sent, waited for, tried again where that does no harm."""

from __future__ import annotations

import http.client
import json
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.message import Message
from typing import Any

from forges.github.errors import ForgeError, LimitError, RefusedError, UnreachableError

_TIMEOUT = 30
_TRIES = 3
_SECONDARY_WAIT = 60.0
"""What GitHub asks for where a limit of its own is reached and it says no time."""

Headers = Mapping[str, str]


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """An answer elsewhere is an error: the token goes to one host only."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        """Follow nothing."""


@dataclass
class Transport:
    """A way to GitHub with one token. `patience` is how many seconds are waited in all at limits.

    `remaining` tells how many more calls GitHub takes in this hour, by kind (`core`, `graphql`).
    """

    token: str
    patience: float = 180.0
    remaining: dict[str, int] = field(default_factory=dict)
    calls: int = 0

    def send(
        self, method: str, address: str, values: object = None, *, again: bool
    ) -> tuple[Any, Headers]:
        """Send one request; return what came back and its headers.

        With `again` it may be sent twice, for it would do nothing twice; what was refused for a
        limit is sent again in any case, for it was not done.

        Raises:
            RefusedError: GitHub said no.
            LimitError: it wants to be asked less, for longer than there is patience.
            UnreachableError: no answer came.
        """
        request = self._request(method, address, values)
        what, failures = f"{method} {address}", 0
        while True:
            try:
                return self._open(request, what)
            except LimitError as error:
                if error.wait > self.patience:
                    raise
                self.patience -= error.wait
                time.sleep(error.wait)
            except UnreachableError:
                failures += 1
                if not again or failures == _TRIES:
                    raise
                time.sleep(failures)

    def _request(self, method: str, address: str, values: object) -> urllib.request.Request:
        headers = {
            "Accept": "application/vnd.github+json",
            "Authorization": f"Bearer {self.token}",
            "User-Agent": "kocbook",
            "X-GitHub-Api-Version": "2022-11-28",
        }
        body = None
        if values is not None:
            body, headers["Content-Type"] = json.dumps(values).encode(), "application/json"
        # The address is built from what the runner sets, such as GITHUB_API_URL: never from an event.
        return urllib.request.Request(address, body, headers, method=method)  # noqa: S310

    def _open(self, request: urllib.request.Request, what: str) -> tuple[Any, Headers]:
        self.calls += 1
        opener = urllib.request.build_opener(_NoRedirects)
        try:
            with opener.open(request, timeout=_TIMEOUT) as answer:
                self._count(answer.headers)
                text = answer.read()
                return json.loads(text) if text else None, answer.headers
        except urllib.error.HTTPError as error:
            with error:
                self._count(error.headers)
                raise _explain(what, error) from error
        # A server that hangs up shows itself in many ways, some of them while its answer is read.
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise UnreachableError(f"{what}: {error}") from error

    def _count(self, headers: Message) -> None:
        left = headers.get("X-RateLimit-Remaining", "")
        if left.isdigit():
            self.remaining[headers.get("X-RateLimit-Resource", "core")] = int(left)


def _explain(what: str, error: urllib.error.HTTPError) -> ForgeError:
    """Return what an answer of failure means."""
    try:
        words = str(json.loads(error.read())["message"])
    except (OSError, http.client.HTTPException, ValueError, KeyError, TypeError):
        words = ""
    wait = _find_wait(error.code, error.headers, words)
    if wait is not None:
        return LimitError(what, wait)
    if error.code >= 500:
        return UnreachableError(f"{what}: {error.code}")
    return RefusedError(what, error.code, words)


def _find_wait(code: int, headers: Message, words: str) -> float | None:
    """Return how many seconds a limit lasts; None where the answer is no limit's."""
    if code not in (403, 429):
        return None
    after, reset = headers.get("Retry-After", ""), headers.get("X-RateLimit-Reset", "")
    if after.isdigit():
        return float(after)
    if headers.get("X-RateLimit-Remaining") == "0" and reset.isdigit():
        return max(1.0, int(reset) - time.time())
    return _SECONDARY_WAIT if code == 429 or "rate limit" in words.lower() else None
