"""GitHub's REST API, as little of it as is needed: https://docs.github.com/rest."""

from __future__ import annotations

import json
import os
import re
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

_TIMEOUT = 30
_TRIES = 3
_NEXT = re.compile(r'<([^>]+)>;\s*rel="next"')


class ForgeError(Exception):
    """GitHub, or something that it was to hand over, could not be had."""


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """An answer elsewhere is an error: the token goes to one host only."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        """Follow nothing."""


@dataclass(frozen=True)
class Api:
    """One repository's part of the API, asked with one token."""

    url: str
    repository: str
    token: str

    @classmethod
    def from_environment(cls) -> Api:
        """Take address, repository and token from what a workflow's step is given."""
        environment = os.environ
        return cls(
            environment["GITHUB_API_URL"].rstrip("/"),
            environment["GITHUB_REPOSITORY"],
            environment["GITHUB_TOKEN"],
        )

    def get(self, path: str) -> Any:
        """Return what stands at `path`, which is relative to the repository."""
        return self._send("GET", self._address(path))[0]

    def list(self, path: str, **filters: str) -> Iterator[Any]:
        """Yield every item of a list, page after page."""
        address: str | None = self._address(path, per_page="100", **filters)
        while address:
            items, headers = self._send("GET", address)
            yield from items
            following = _NEXT.search(headers.get("Link") or "")
            address = following[1] if following else None
            if address and not address.startswith(f"{self.url}/"):
                raise ForgeError("the next page of a list is on another host")

    def post(self, path: str, **values: object) -> Any:
        """Make something new."""
        return self._send("POST", self._address(path), values)[0]

    def patch(self, path: str, **values: object) -> Any:
        """Change what is there."""
        return self._send("PATCH", self._address(path), values)[0]

    def delete(self, path: str) -> None:
        """Take something away."""
        self._send("DELETE", self._address(path))

    def _address(self, path: str, **filters: str) -> str:
        query = f"?{urlencode(filters)}" if filters else ""
        return f"{self.url}/repos/{self.repository}/{path}{query}"

    def _send(
        self, method: str, address: str, values: Mapping[str, object] | None = None
    ) -> tuple[Any, Mapping[str, str]]:
        body = None if values is None else json.dumps(values).encode()
        headers = {
            "Accept": "application/vnd.github+json",
            "Authorization": f"Bearer {self.token}",
            "Content-Type": "application/json",
            "User-Agent": "kocbook",
            "X-GitHub-Api-Version": "2022-11-28",
        }
        # The address is built from GITHUB_API_URL, which the runner sets: never from an event.
        request = urllib.request.Request(address, body, headers, method=method)  # noqa: S310
        opener = urllib.request.build_opener(_NoRedirects)
        for rest in reversed(range(_TRIES)):
            try:
                with opener.open(request, timeout=_TIMEOUT) as answer:
                    return json.load(answer), answer.headers
            except urllib.error.HTTPError as error:
                with error:
                    # Writing twice could say everything twice; reading again does no harm.
                    if method != "GET" or error.code < 500 or not rest:
                        raise ForgeError(f"{method} {address}: {error.code}") from error
            except urllib.error.URLError as error:
                if method != "GET" or not rest:
                    raise ForgeError(f"{method} {address}: {error.reason}") from error
            time.sleep(_TRIES - rest)
        raise AssertionError("the last try returns or raises")
