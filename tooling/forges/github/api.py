"""GitHub's API, as little of it as is needed: https://docs.github.com/rest and /graphql."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from forges.github.errors import ForgeError, LimitError, RefusedError, UnreachableError
from forges.github.transport import Headers, Transport

__all__ = ["Api", "ForgeError", "LimitError", "RefusedError", "UnreachableError"]

_NEXT = re.compile(r'<([^>]+)>;\s*rel="next"')
_QUERIES = Path(__file__).with_name("queries")
_FRAGMENT = re.compile(r"(?m)^(?=fragment )")
_SPREAD = re.compile(r"\.\.\.(\w+)")
_RESERVE = 100
"""Calls of an hour that a sweep leaves to people who send something now."""


@dataclass(frozen=True)
class Api:
    """One repository's part of the API, asked with one token."""

    url: str
    repository: str
    token: str
    graphql: str = ""
    transport: Transport = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Open the way there."""
        object.__setattr__(self, "transport", Transport(self.token))

    @classmethod
    def from_environment(cls) -> Api:
        """Take addresses, repository and token from what a workflow's step is given."""
        environment = os.environ
        return cls(
            environment["GITHUB_API_URL"].rstrip("/"),
            environment["GITHUB_REPOSITORY"],
            environment["GITHUB_TOKEN"],
            environment["GITHUB_GRAPHQL_URL"],
        )

    @property
    def is_short(self) -> bool:
        """True where what is left of the hour's calls is wanted for those who send something now."""
        return any(left < _RESERVE for left in self.transport.remaining.values())

    def get(self, path: str, **filters: str) -> Any:
        """Return what stands at `path`, which is relative to the repository."""
        return self._send("GET", self._address(path, **filters), again=True)[0]

    def list(self, path: str, **filters: str) -> Iterator[Any]:
        """Yield every item of a list, page after page."""
        address: str | None = self._address(path, per_page="100", **filters)
        while address:
            items, headers = self._send("GET", address, again=True)
            yield from items
            following = _NEXT.search(headers.get("Link") or "")
            address = following[1] if following else None
            if address and not address.startswith(f"{self.url}/"):
                raise ForgeError("the next page of a list is on another host")

    def post(self, path: str, *, again: bool = False, **values: object) -> Any:
        """Make something new. `again` where a second time would change nothing."""
        return self._send("POST", self._address(path), values, again=again)[0]

    def patch(self, path: str, **values: object) -> Any:
        """Change what is there."""
        return self._send("PATCH", self._address(path), values, again=True)[0]

    def put(self, path: str, **values: object) -> Any:
        """Bring something about; it is not asked for twice, for the second answer would be another."""
        return self._send("PUT", self._address(path), values, again=False)[0]

    def remove_label(self, number: int, label: str) -> None:
        """Take a label off; one that somebody else took off already is off."""
        try:
            path = self._address(f"issues/{number}/labels/{quote(label, safe='')}")
            self._send("DELETE", path, again=True)
        except RefusedError as error:
            if error.code != 404:
                raise

    def query(self, name: str, **variables: object) -> Any:
        """Return what the query `queries/NAME.graphql` finds in the repository."""
        owner, _, repository = self.repository.partition("/")
        values = {
            "query": read_query(name),
            "variables": {"owner": owner, "name": repository, **variables},
        }
        answer = self._send("POST", self.graphql, values, again=True)[0]
        if errors := answer.get("errors"):
            if any(one.get("type") == "RATE_LIMITED" for one in errors):
                raise LimitError(f"the query {name}", 3600)
            raise ForgeError(f"the query {name}: {errors[0].get('message')}")
        return answer["data"]["repository"]

    def _address(self, path: str, **filters: str) -> str:
        query = f"?{urlencode(filters)}" if filters else ""
        return f"{self.url}/repos/{self.repository}/{path}{query}"

    def _send(
        self, method: str, address: str, values: Mapping[str, object] | None = None, *, again: bool
    ) -> tuple[Any, Headers]:
        return self.transport.send(method, address, values, again=again)


@cache
def read_query(name: str) -> str:
    """Return a query with the fragments that it uses, for GitHub refuses one that it does not."""
    text = (_QUERIES / f"{name}.graphql").read_text(encoding="utf-8")
    parts = _FRAGMENT.split((_QUERIES / "fragments.graphql").read_text(encoding="utf-8"))
    known = {part.split()[1]: part for part in parts if part.strip()}
    used: dict[str, str] = {}
    waiting = _SPREAD.findall(text)
    while waiting:
        one = waiting.pop()
        if one not in used:
            used[one] = known[one]
            waiting += _SPREAD.findall(known[one])
    return "\n".join([text, *(used[one] for one in sorted(used))])
