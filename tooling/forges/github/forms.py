"""Forms: an issue in; what `koc intake` makes of it pushed, a pull request and one comment out."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from string import Template
from typing import Any

from forges.github.answer import Desk
from forges.github.api import Api, ForgeError
from forges.github.branches import Branches
from forges.github.comment import BOT, find_comment, mark, put_comment
from forges.github.koc import run_koc
from forges.github.objects import fetch_commit
from forges.github.request import (
    FORM_STATUS,
    find_form_account,
    is_from_here,
    list_open_requests,
    name_account,
    read_request,
)

_COMMENT = "form"
_LABEL = re.compile(r"koc-[a-z]+(?:-[a-z]+)*")
_TEMPLATES = Path(__file__).with_name("templates")
_TRIES = 2

Json = Mapping[str, Any]


@dataclass(frozen=True)
class FormDesk:
    """Where forms are carried: GitHub, and the repository that is checked out, at the base."""

    desk: Desk
    branches: Branches
    base: str

    @property
    def api(self) -> Api:
        """GitHub."""
        return self.desk.api

    def take(self, event: Json, path: Path) -> int:
        """Carry the form of the event that stands at `path`."""
        issue = event["issue"]
        for _ in range(_TRIES):
            requests = list(list_open_requests(self.api, self.base))
            self._clear_away(requests)
            outcome = self._ask(issue, path, requests)
            if outcome["kind"] == "ignored":
                return 0
            if not outcome["commit"]:
                self._reply(issue, outcome["reply"], outcome["labels"])
                return 0
            held = self.branches.find(outcome["branch"])
            if held and find_form_account(self.api, held) is None:
                self._reply(issue, _fill("form-taken-over.md"), outcome["labels"])
                return 0
            if self.branches.push(outcome["branch"], held):
                self._open(issue, outcome, requests)
                return 0
            # Somebody was quicker; who it was is seen the next time.
            self.branches.fetch()
        raise ForgeError(f"the branch {outcome['branch']} cannot be pushed")

    def _ask(self, issue: Json, path: Path, requests: list[Json]) -> dict[str, Any]:
        """Ask `koc` what becomes of the form, knowing what else is on its way."""
        known = {"heads": list(self._heads(requests)), "sent": list(self._sent(issue))}
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "pending.json"
            file.write_text(json.dumps(known), encoding="utf-8")
            text = run_koc("intake", str(path), "--pending", str(file))[1]
        try:
            outcome: dict[str, Any] = json.loads(text)
        except ValueError as error:
            raise ForgeError("koc intake says nothing: does koc check pass on main?") from error
        return outcome

    def _heads(self, requests: list[Json]) -> Iterator[str]:
        """Yield the heads of other people's requests that were found good, fetched."""
        for found in requests:
            if not is_from_here(found, self.api.repository):
                request = read_request(found, self.desk.server)
                status = self.api.get(f"commits/{request.head}/status")
                states = {one["context"]: one["state"] for one in status["statuses"]}
                if states.get("koc") == "success" and fetch_commit(
                    request.ref, request.head, self.desk.server, self.api.token
                ):
                    yield request.head

    def _sent(self, issue: Json) -> Iterator[str]:
        """Yield when the author sent other forms in the last day."""
        since = datetime.fromisoformat(issue["updated_at"]) - timedelta(days=1)
        author = issue["user"]
        for one in self.api.list(
            "issues",
            creator=author["login"],
            state="all",
            since=since.strftime("%Y-%m-%dT%H:%M:%SZ"),
        ):
            labels = {label["name"] for label in one.get("labels", ())}
            ours = any(map(_LABEL.fullmatch, labels)) and "pull_request" not in one
            if ours and one["user"]["id"] == author["id"] and one["number"] != issue["number"]:
                yield one["created_at"]

    def _open(self, issue: Json, outcome: Json, requests: list[Json]) -> None:
        """Open the request, or say what is new in it, and answer it as any other."""
        number, branch, commit = issue["number"], outcome["branch"], outcome["commit"]
        self.api.post(
            f"statuses/{commit}",
            state="success",
            context=FORM_STATUS,
            description=name_account(issue["user"]),
        )
        body = f"{mark(f'form {number}')}\n{_fill('form-request.md', number=number)}"
        found = next(
            (one for one in requests if _branch(one) == branch and self._is_ours(one)), None
        )
        if found:
            request = self.api.patch(f"pulls/{found['number']}", title=outcome["title"], body=body)
        else:
            request = self.api.post(
                "pulls", title=outcome["title"], head=branch, base=self.base, body=body
            )
        for one in requests:
            if self._is_for(one, number) and _branch(one) != branch:
                self.api.patch(f"pulls/{one['number']}", state="closed")
                self.branches.delete(_branch(one))
        self.desk.answer_number(request["number"])
        more = _fill("form-reply.md", number=request["number"])
        self._reply(issue, f"{outcome['reply']}\n\n{more}", outcome["labels"])

    def _reply(self, issue: Json, reply: str, labels: list[str]) -> None:
        """Say it in the one comment, and let the labels tell whose turn it is."""
        number = issue["number"]
        has = {label["name"] for label in issue.get("labels") or ()}
        new = sorted(set(labels) - has)
        if new:
            self.api.post(f"issues/{number}/labels", labels=new)
        for label in sorted(has - set(labels)):
            if _LABEL.fullmatch(label):
                self.api.delete(f"issues/{number}/labels/{label}")
        put_comment(self.api, number, _COMMENT, reply, find_comment(self.api, number, _COMMENT))

    def _clear_away(self, requests: list[Json]) -> None:
        """Delete branches of forms whose request was merged or closed: they hold no seat any more."""
        wanted = {_branch(one) for one in requests if is_from_here(one, self.api.repository)}
        for branch, commit in self.branches.list_old():
            if branch not in wanted and find_form_account(self.api, commit):
                self.branches.delete(branch)

    def _is_ours(self, request: Json) -> bool:
        user = request.get("user") or {}
        return is_from_here(request, self.api.repository) and user.get("login") == BOT

    def _is_for(self, request: Json, number: int) -> bool:
        body = str(request.get("body") or "")
        return self._is_ours(request) and body.startswith(mark(f"form {number}"))


def _branch(request: Json) -> str:
    return str(request["head"]["ref"])


def _fill(template: str, **values: object) -> str:
    text = (_TEMPLATES / template).read_text(encoding="utf-8")
    return Template(text).substitute(values).rstrip("\n")
