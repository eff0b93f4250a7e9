"""The stand-in on this machine: HTTP, pages and limits, each request and answer judged as GitHub describes it."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from tests.flows.api_description import ContractError, find_operation
from tests.flows.fake_github import TOKEN, FakeGitHub, Fault, Refusal
from tests.flows.fake_graphql import answer_query
from tests.flows.github_objects import REPOSITORY

_RESET = "4102441200"
_LIMITED = "API rate limit exceeded for installation."


class Handler(BaseHTTPRequestHandler):
    """One request at a time; what breaks the contract is kept in `github.broken`."""

    github: FakeGitHub

    def do_GET(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self._answer()

    def do_PATCH(self) -> None:
        self._answer()

    def do_PUT(self) -> None:
        self._answer()

    def do_DELETE(self) -> None:
        self._answer()

    def _answer(self) -> None:
        github, asked = self.github, urlsplit(self.path)
        size = int(self.headers.get("Content-Length") or 0)
        body = json.loads(self.rfile.read(size)) if size else None
        line = f"{self.command} {asked.path.removeprefix(f'/repos/{REPOSITORY}/')}"
        github.asked.append(line)
        if self.headers["Authorization"] != f"Bearer {TOKEN}":
            self._send(401, {"message": "Bad credentials"})
            return
        if github.remaining < 1:
            self._send(403, {"message": _LIMITED}, {"X-RateLimit-Reset": _RESET})
            return
        github.remaining -= 1
        fault = _next_fault(github, line)
        if fault and not fault.is_late:
            self._fail(fault)
            return
        try:
            code, value, headers = self._carry_out(asked.path, dict(parse_qsl(asked.query)), body)
        except (ContractError, AssertionError, KeyError) as error:
            github.broken.append(f"{line}: {type(error).__name__}: {error}")
            self._send(500, {"message": str(error)})
            return
        if fault:
            self._fail(fault)
        else:
            self._send(code, value, headers)

    def _carry_out(self, path: str, query: dict[str, str], body: Any) -> tuple[int, Any, Any]:
        """Judge the request, do it, judge the answer."""
        self._check_headers(body)
        if path == "/graphql":
            self.github.used.add("graphql")
            return 200, answer_query(self.github, body), {}
        operation = find_operation(self.command, path)
        operation.check_request(path, query, body, self.headers.get("Content-Type") or "")
        self.github.used.add(operation.name)
        if self.command != "GET":
            self.github.writes.append(
                f"{self.command} {path.removeprefix(f'/repos/{REPOSITORY}/')}"
            )
        places = {name: unquote(value) for name, value in _places(operation.path, path).items()}
        headers: Mapping[str, str] = {}
        try:
            code, value = self.github.reply(operation.name, places, query, body)
        except Refusal as refusal:
            code, value = refusal.code, refusal.body
        if isinstance(value, list) and self.command == "GET":
            value, headers = self._cut_page(value, path, query)
        operation.check_response(code, value)
        return code, value, headers

    def _check_headers(self, body: Any) -> None:
        if self.headers.get("Accept") != "application/vnd.github+json":
            raise ContractError("Accept asks for another version of the answers")
        if self.headers.get("X-GitHub-Api-Version") != "2022-11-28":
            raise ContractError("the version of the API is not said")
        if not self.headers.get("User-Agent"):
            raise ContractError("who asks is not said")
        if body is None and self.command in ("POST", "PATCH", "PUT"):
            raise ContractError("nothing to write")

    def _cut_page(
        self, found: list[Any], path: str, query: dict[str, str]
    ) -> tuple[list[Any], Any]:
        """Return one page and its Link, as GitHub writes it; never more than `github.page` items."""
        size = min(int(query.get("per_page", "30")), 100, self.github.page)
        page, last = int(query.get("page", "1")), max(1, -(-len(found) // size))
        ways = {"first": 1, "prev": page - 1} if page > 1 else {}
        ways |= {"next": page + 1, "last": last} if page < last else {}
        links = [
            f'<{self.github.url}{path}?{urlencode({**query, "page": number})}>; rel="{way}"'
            for way, number in ways.items()
        ]
        shown = found[(page - 1) * size : page * size]
        return shown, {"Link": ", ".join(links)} if links else {}

    def _fail(self, fault: Fault) -> None:
        if fault.code:
            self._send(fault.code, {"message": fault.message}, fault.headers)
        else:
            self.close_connection = True
            self.connection.close()

    def _send(self, code: int, value: Any, headers: Mapping[str, str] | None = None) -> None:
        body = b"" if value is None else json.dumps(value).encode()
        self.send_response(code)
        limits = {"X-RateLimit-Remaining": str(self.github.remaining), "X-RateLimit-Reset": _RESET}
        whole = {**limits, **(headers or {}), "Content-Length": str(len(body))}
        for name, said in {"Content-Type": "application/json; charset=utf-8", **whole}.items():
            self.send_header(name, said)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base's name
        pass


def _places(pattern: str, path: str) -> dict[str, str]:
    names = re.findall(r"\{(\w+)\}", pattern)
    found = re.fullmatch(re.sub(r"\\\{\w+\\\}", "([^/]+)", re.escape(pattern)), path)
    assert found
    return dict(zip(names, found.groups(), strict=True))


def _next_fault(github: FakeGitHub, line: str) -> Fault | None:
    if github.failures:
        return Fault(github.failures.pop(0))
    for fault in github.faults:
        if fault.times and re.search(fault.where, line):
            fault.times -= 1
            return fault
    return None


@contextmanager
def serve(github: FakeGitHub) -> Iterator[FakeGitHub]:
    """Answer at `github.url` for as long as the block lasts; then nothing may have broken the contract."""
    handler = type("OfThisRepository", (Handler,), {"github": github})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    github.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield github
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
    assert github.broken == []
