"""As much of GitHub's REST API as the workflows ask for, on this machine, with pages of two items."""

from __future__ import annotations

import json
import re
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

TOKEN = "a-token-for-tests"
REPOSITORY = "club/handbooks"
BOT = {"login": "github-actions[bot]", "type": "Bot", "id": 41898282}
PAGE = 2


@dataclass
class FakeGitHub:
    """What GitHub would remember. `writes` lists every request that changed something."""

    pulls: dict[int, dict[str, Any]] = field(default_factory=dict)
    reviews: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    comments: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    issues: dict[int, dict[str, Any]] = field(default_factory=dict)
    statuses: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    writes: list[str] = field(default_factory=list)
    failures: list[int] = field(default_factory=list)
    base: Path | None = None
    """The bare repository, where requests of its own branches are opened."""
    url: str = ""
    _ids: int = 100

    def own_comments(self, number: int) -> list[str]:
        found = self.comments.get(number, [])
        return [one["body"] for one in found if one["user"] == BOT]

    def say(self, number: int, body: str, user: dict[str, Any]) -> dict[str, Any]:
        self._ids += 1
        address = f"https://github.com/{REPOSITORY}/pull/{number}#issuecomment-{self._ids}"
        made = {"id": self._ids, "body": body, "user": user, "html_url": address}
        self.comments.setdefault(number, []).append(made)
        return made

    def reply(self, method: str, path: str, query: dict[str, str], values: Any) -> Any:
        """Return what GitHub would; None for what it does not know."""
        number = next((int(part) for part in path.split("/") if part.isdigit()), 0)
        if path.startswith("commits/"):
            return self._statuses(path)
        match method, re.sub(r"\d+", "N", path):
            case "GET", "pulls":
                return [one for one in self.pulls.values() if one["base"]["ref"] == query["base"]]
            case "GET", "pulls/N":
                return self.pulls.get(number)
            case "GET", "pulls/N/reviews":
                return self.reviews.get(number, [])
            case "GET", "issues/N/comments":
                return self.comments.get(number, [])
            case "POST", "issues/N/comments":
                return self.say(number, values["body"], BOT)
            case "PATCH", "issues/comments/N":
                listed = [one for several in self.comments.values() for one in several]
                found = next(one for one in listed if one["id"] == number)
                found["body"] = values["body"]
                return found
            case "GET", "issues":
                written = [
                    one for one in self.issues.values() if one["user"]["login"] == query["creator"]
                ]
                return sorted(written, key=lambda one: -one["number"])
            case "POST", "issues":
                return self.open_issue(values["title"], values["body"], BOT)
            case "POST", "pulls":
                return self._open_pull(values)
            case "PATCH", "pulls/N":
                self.pulls[number] |= values
                if values.get("state") == "closed":
                    return self.pulls.pop(number)
                head = self.pulls[number]["head"]
                head["sha"] = self._tip(f"refs/heads/{head['ref']}")
                return self.pulls[number]
            case "POST", "issues/N/labels":
                self.issues[number]["labels"] += [{"name": name} for name in values["labels"]]
                return self.issues[number]["labels"]
            case "PATCH", "issues/N":
                self.issues[number] |= values
                return self.issues[number]
        return self._post_status(method, path, values)

    def _open_pull(self, values: dict[str, str]) -> dict[str, Any]:
        self._ids += 1
        made = {
            "number": self._ids,
            "title": values["title"],
            "body": values["body"],
            "user": BOT,
            "state": "open",
            "base": {"ref": values["base"]},
        }
        ref = f"refs/heads/{values['head']}"
        head = {"ref": values["head"], "repo": {"full_name": REPOSITORY}, "sha": self._tip(ref)}
        self.pulls[self._ids] = made | {"head": head}
        # As on GitHub, the request follows its branch.
        words = ["git", "symbolic-ref", f"refs/pull/{self._ids}/head", ref]
        subprocess.run(words, cwd=self.base, check=True)
        return self.pulls[self._ids]

    def _tip(self, ref: str) -> str:
        words = ["git", "rev-parse", ref]
        done = subprocess.run(words, cwd=self.base, check=True, capture_output=True, text=True)
        return done.stdout.strip()

    def _statuses(self, path: str) -> Any:
        """Answer for `commits/SHA/statuses`, newest first, and `commits/SHA/status`."""
        listed = [*reversed(self.statuses.get(path.split("/")[1], []))]
        return listed if path.endswith("statuses") else {"statuses": listed}

    def _post_status(self, method: str, path: str, values: Any) -> Any:
        if method == "POST" and path.startswith("statuses/"):
            listed = self.statuses.setdefault(path.removeprefix("statuses/"), [])
            listed.append({**values, "creator": BOT})
            return values
        if method == "DELETE" and "/labels/" in path:
            issue = self.issues[int(path.split("/")[1])]
            name = path.rpartition("/")[2]
            issue["labels"] = [one for one in issue["labels"] if one["name"] != name]
            return issue["labels"]
        return None

    def open_issue(self, title: str, body: str, user: dict[str, Any]) -> dict[str, Any]:
        self._ids += 1
        made = {"number": self._ids, "title": title, "body": body, "user": user, "state": "open"}
        self.issues[self._ids] = made
        return made


@contextmanager
def serve(github: FakeGitHub) -> Iterator[FakeGitHub]:
    """Answer at `github.url` for as long as the block lasts."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer()

        def do_POST(self) -> None:
            self._answer()

        def do_PATCH(self) -> None:
            self._answer()

        def do_DELETE(self) -> None:
            self._answer()

        def _answer(self) -> None:
            size = int(self.headers.get("Content-Length") or 0)
            values = json.loads(self.rfile.read(size)) if size else None
            asked = urlsplit(self.path)
            query = {name: found[-1] for name, found in parse_qs(asked.query).items()}
            prefix = f"/repos/{REPOSITORY}/"
            if self.headers["Authorization"] != f"Bearer {TOKEN}":
                self._send(401, {"message": "Bad credentials"})
            elif github.failures:
                self._send(github.failures.pop(0), {"message": "Unavailable"})
            else:
                path = asked.path.removeprefix(prefix)
                if self.command != "GET":
                    github.writes.append(f"{self.command} {path}")
                found = github.reply(self.command, path, query, values)
                if isinstance(found, list):
                    self._send_page(found, asked.path, query)
                else:
                    self._send(200 if found is not None else 404, found)

        def _send_page(self, found: list[Any], path: str, query: dict[str, str]) -> None:
            page = int(query.get("page", "1"))
            rest = {name: value for name, value in query.items() if name != "page"}
            link = {}
            if len(found) > page * PAGE:
                words = "&".join(f"{name}={value}" for name, value in rest.items())
                link["Link"] = f'<{github.url}{path}?{words}&page={page + 1}>; rel="next"'
            self._send(200, found[(page - 1) * PAGE : page * PAGE], link)

        def _send(self, code: int, value: Any, headers: dict[str, str] | None = None) -> None:
            body = json.dumps(value).encode()
            self.send_response(code)
            for name, said in {**(headers or {}), "Content-Length": str(len(body))}.items():
                self.send_header(name, said)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base's name
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    github.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield github
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
