"""Forms: an issue in; what `koc intake` makes of it pushed, a pull request and one comment out."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from string import Template
from typing import Any

from forges.github.answer import Desk
from forges.github.api import Api, ForgeError, RefusedError, UnreachableError
from forges.github.branches import Branches
from forges.github.comment import find_comment, mark, put_comment
from forges.github.errors import RequestsOffError
from forges.github.greeting import FORM, greet, is_form, is_of_staff
from forges.github.koc import run_koc
from forges.github.notice import say_error
from forges.github.objects import fetch_heads, has_commit
from forges.github.request import (
    FORM_STATUS,
    find_form_account,
    is_from_here,
    list_open_requests,
    list_passed,
    name_account,
)
from forges.github.status_comment import StatusComment, find_state, has_failed
from forges.github.taking_back import branch_of, is_for, is_of_forms, take_back, take_back_closed
from forges.github.unanswered import iter_unanswered
from forges.github.words import NEEDS_STAFF, say, say_plainly

_LABEL = re.compile(r"koc-[a-z]+(?:-[a-z]+)*")
_TEMPLATES = Path(__file__).with_name("templates")
_TRIES = 2
_UNDOING = ("withdraw", "release", "leave")
"""Acts after which nothing that was asked for before is wanted any more."""
_AFTER_MERGE = ("publish.yml", "intake.yml")
"""What a merge starts: the site is published anew, and what waited for it goes on."""
_REPEATED = 422  # what GitHub answers where there is such a request already

Json = Mapping[str, Any]


@dataclass(frozen=True)
class FormDesk:
    """Where forms are carried: GitHub, and the repository that is checked out, at the base."""

    desk: Desk
    branches: Branches

    @property
    def api(self) -> Api:
        """GitHub."""
        return self.desk.api

    def take(self, event: Json) -> int:
        """Answer what somebody wrote or did: a form, any other issue, a comment, or closing it."""
        if "comment" in event:
            self._hear(event)
        elif event["action"] == "closed":
            self._take_back_aloud(event["issue"]["number"])
        elif _is_tidied(event):
            pass  # a title says nothing that a form is read by
        elif is_form(event["issue"]):
            self._take_form(event)
        elif not is_of_staff(event["issue"]):
            greet(self.api, event, self.desk.server)
        return 0

    def take_again(self) -> int:
        """Finish what was begun and not finished, and answer what was not answered; 1 on failure."""
        failed = 0
        take_back_closed(self.api, self.branches, self.desk.branch)
        for event in iter_unanswered(self.api):
            try:
                self.take(event)
            except ForgeError as error:  # one issue must not keep the others waiting
                say_error(error)
                failed = 1
        return failed

    def _take_form(self, event: Json) -> None:
        issue = event["issue"]
        found = find_comment(self.api, issue["number"], FORM)
        with StatusComment(
            self.api, issue["number"], FORM, "form", event["action"], found
        ) as status:
            outcome = self._carry(event)
            if outcome["kind"] == "waits":
                outcome["reply"] = f"{mark('state waits edited')}\n{outcome['reply']}"
            self._reply(issue, outcome["reply"], outcome["labels"], status)
        if has_failed(found):
            self.api.remove_label(issue["number"], NEEDS_STAFF)

    def _hear(self, event: Json) -> None:
        """Do what an author says below their form; anybody else's words are for people."""
        issue, comment = event["issue"], event["comment"]
        number, name = issue["number"], f"said {comment['id']}"
        if not is_form(issue) or comment["user"]["id"] != issue["user"]["id"]:
            greet(self.api, event, self.desk.server)
            return
        found = find_comment(self.api, number, name)
        if found and find_state(found) is None:
            return  # a run that is started again does nothing a second time
        with StatusComment(self.api, number, name, "form", "created", found) as status:
            outcome = self._carry(event)
            put_comment(self.api, number, name, outcome["reply"], status.comment)
            if NEEDS_STAFF in outcome["labels"]:
                self.api.post(f"issues/{number}/labels", again=True, labels=[NEEDS_STAFF])

    def _carry(self, event: Json) -> dict[str, Any]:
        """Carry a form to a request, and return what `koc` and the request say of it."""
        issue = event["issue"]
        for _ in range(_TRIES):
            requests = list(list_open_requests(self.api, self.desk.branch))
            self._clear_away(requests)
            outcome = self._ask(event)
            if not outcome["commit"]:
                return self._take_back_instead(event, outcome, requests)
            held = self.branches.find(outcome["branch"])
            if held and find_form_account(self.api, held) is None:
                return {**outcome, "reply": _fill("form-taken-over.md")}
            if self.branches.push(outcome["branch"], held):
                return self._open(issue, outcome, requests, held)
            # Somebody was quicker; who it was is seen the next time.
            self.branches.fetch()
        raise UnreachableError(f"the branch {outcome['branch']} cannot be pushed")

    def _take_back_instead(
        self, event: Json, outcome: dict[str, Any], requests: list[Json]
    ) -> dict[str, Any]:
        """Take back what an older version of a form asked for, where the newest asks for nothing.

        Words below a form take back what is not merged yet where they say so.
        """
        if outcome["kind"] == "waits":
            return outcome  # what it asked for before stands until this can follow
        is_said = "comment" in event
        wants = outcome["form"] in _UNDOING if is_said else _is_of_author(event)
        if not wants or not take_back(self.api, self.branches, event["issue"]["number"], requests):
            return outcome
        if is_said:
            return {**outcome, "reply": say("taken-back")}
        return {**outcome, "reply": f"{outcome['reply']}\n\n{say_plainly('taken-back.text')}"}

    def _take_back_aloud(self, number: int) -> None:
        """Take back what a form asked for whose issue was closed, and say so."""
        requests = list(list_open_requests(self.api, self.desk.branch))
        if take_back(self.api, self.branches, number, requests):
            found = find_comment(self.api, number, FORM)
            put_comment(self.api, number, FORM, say("taken-back"), found)

    def _ask(self, event: Json) -> dict[str, Any]:
        """Ask `koc` what becomes of the form, knowing what else is on its way."""
        known = {"heads": self._heads(), "sent": list(self._sent(event["issue"]))}
        with tempfile.TemporaryDirectory() as folder:
            asked, pending = Path(folder) / "event.json", Path(folder) / "pending.json"
            asked.write_text(json.dumps(event), encoding="utf-8")
            pending.write_text(json.dumps(known), encoding="utf-8")
            text = run_koc("intake", str(asked), "--pending", str(pending))[1]
        try:
            outcome: dict[str, Any] = json.loads(text)
        except ValueError as error:
            raise ForgeError("koc intake says nothing: does koc check pass on main?") from error
        return {**outcome, **({"comment": True} if "comment" in event else {})}

    def _heads(self) -> list[str]:
        """Return the heads of other people's requests that were found good, fetched."""
        passed = list_passed(self.api, self.desk.branch)
        fetch_heads([*passed], self.desk.server, self.api.token)
        return [head for head in passed.values() if has_commit(head)]

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

    def _open(
        self, issue: Json, outcome: Json, requests: list[Json], held: str | None
    ) -> dict[str, Any]:
        """Open the request, or say what is new in it, and answer it as any other."""
        number, branch, commit = issue["number"], outcome["branch"], outcome["commit"]
        with ExitStack() as undo:
            # A branch without a request would hold a seat for nobody.
            undo.callback(self.branches.take_back, branch, commit, held)
            account = name_account(issue["user"])
            values = {"state": "success", "context": FORM_STATUS, "description": account}
            self.api.post(f"statuses/{commit}", again=True, **values)
            request = self._find_or_open(number, outcome, requests)
            undo.pop_all()
        merged = False
        try:
            if "comment" not in outcome or outcome["form"] in _UNDOING:
                self._close_older(number, branch, requests)
            passes = self.desk.answer_number(request["number"]) == 0
            merged = passes and outcome["merges"] and self._merge(request["number"], commit)
        except ForgeError as error:
            say_error(error)  # the request stands, and the sweep of all requests answers it
        if merged:
            self.branches.delete(branch)
            more = say_plainly("merged", number=request["number"])
        else:
            more = _fill("form-reply.md", number=request["number"])
        return {**outcome, "reply": f"{outcome['reply']}\n\n{more}"}

    def _merge(self, number: int, commit: str) -> bool:
        """Merge exactly the commit that was judged; False where GitHub leaves that to people."""
        try:
            self.api.put(f"pulls/{number}/merge", sha=commit, merge_method="merge")
        except RefusedError as error:
            say_error(error)
            return False
        # What a workflow's token merges starts no other workflow by itself.
        for workflow in _AFTER_MERGE:
            try:
                self.api.post(f"actions/workflows/{workflow}/dispatches", ref=self.desk.branch)
            except ForgeError as error:
                say_error(error)  # the timetable starts it later
        return True

    def _find_or_open(self, number: int, outcome: Json, requests: list[Json]) -> Json:
        words = "form-request-lasting.md" if outcome["lasts"] else "form-request.md"
        body = f"{mark(f'form {number}')}\n{_fill(words, number=number)}"
        said = {"title": outcome["title"], "body": body}
        found = self._find_request(outcome["branch"], requests)
        if found is None:
            try:
                request: Json = self.api.post(
                    "pulls", head=outcome["branch"], base=self.desk.branch, **said
                )
            except (RefusedError, UnreachableError) as error:
                found = self._find_after(error, outcome["branch"])
            else:
                return request
        changed: Json = self.api.patch(f"pulls/{found['number']}", **said)
        return changed

    def _find_after(self, error: RefusedError | UnreachableError, branch: str) -> Json:
        """Return the request that is there although opening it failed, or raise what happened."""
        if isinstance(error, RefusedError) and error.is_about_opening:
            raise RequestsOffError(str(error)) from error
        if isinstance(error, RefusedError) and error.code != _REPEATED:
            raise error
        now = list(list_open_requests(self.api, self.desk.branch))
        found = self._find_request(branch, now)
        if found is None:
            raise error
        return found

    def _find_request(self, branch: str, requests: list[Json]) -> Json | None:
        fitting = (
            one
            for one in requests
            if branch_of(one) == branch and is_of_forms(one, self.api.repository)
        )
        return next(fitting, None)

    def _close_older(self, number: int, branch: str, requests: list[Json]) -> None:
        """Close what the same form had opened on another branch."""
        for one in requests:
            if is_for(one, number, self.api.repository) and branch_of(one) != branch:
                self.api.patch(f"pulls/{one['number']}", state="closed")
                self.branches.delete(branch_of(one))

    def _reply(self, issue: Json, reply: str, labels: list[str], status: StatusComment) -> None:
        """Say it in the one comment, and let the labels tell whose turn it is."""
        number = issue["number"]
        put_comment(self.api, number, FORM, reply, status.comment)
        # The event may be older than the labels that are there now.
        there = self.api.get(f"issues/{number}").get("labels") or ()
        has = {label["name"] for label in there}
        if new := sorted(set(labels) - has):
            self.api.post(f"issues/{number}/labels", again=True, labels=new)
        for label in sorted(has - set(labels)):
            if _LABEL.fullmatch(label) and label != NEEDS_STAFF:
                self.api.remove_label(number, label)

    def _clear_away(self, requests: list[Json]) -> None:
        """Delete branches of forms whose request was merged or closed: they hold no seat any more."""
        wanted = {branch_of(one) for one in requests if is_from_here(one, self.api.repository)}
        for branch, commit in self.branches.list_old():
            if branch not in wanted and find_form_account(self.api, commit):
                self.branches.delete(branch)


def _is_of_author(event: Json) -> bool:
    """True where a form was changed by who wrote it: staff tidy, and take nothing back by that."""
    return bool(event["sender"]["id"] == event["issue"]["user"]["id"])


def _is_tidied(event: Json) -> bool:
    """True where nothing but the title was edited."""
    changes = event.get("changes") or {}
    return event["action"] == "edited" and "title" in changes and "body" not in changes


def _fill(template: str, **values: object) -> str:
    text = (_TEMPLATES / template).read_text(encoding="utf-8")
    return Template(text).substitute(values).rstrip("\n")
