"""Answers to pull requests: what `koc` says of them, as a comment, annotations, summary and status."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from forges.github.api import Api, ForgeError
from forges.github.comment import BOT, find_comment, put_comment
from forges.github.koc import run_koc
from forges.github.objects import current_commit, fetch_commit
from forges.github.request import (
    PullRequest,
    find_form_account,
    is_from_here,
    list_approvals,
    list_open_requests,
    read_request,
)

STATUS = "koc"
"""The status that a protected branch requires. A fork can forge a job's name, but no status."""
_COMMENT = "answer"
_LONGEST = 140  # characters of a status' description
# The queue's branch says which request it merges: gh-readonly-queue/main/pr-104-<commit>
_QUEUED = re.compile(r"refs/heads/gh-readonly-queue/.+/pr-(\d+)-[0-9a-f]{40,64}")


@dataclass(frozen=True)
class Desk:
    """Where answers are given: GitHub, and the repository that is checked out, at the base."""

    api: Api
    server: str

    def answer(self, event: Mapping[str, Any]) -> int:
        """Answer the pull request of an event; return 1 if it cannot be merged as it is."""
        return self.answer_number(event["pull_request"]["number"])

    def answer_number(self, number: int) -> int:
        """Answer one pull request; return 1 if it cannot be merged as it is."""
        request = self._request(number)
        if not self._fetch(request.ref, request.head):
            return 0
        return self._answer(request, current_commit(), request.head, annotate=True)

    def check_merge(self, event: Mapping[str, Any]) -> int:
        """Judge what the merge queue would leave, as a change by the queued request's author.

        Limits hold here too when several requests by one person are merged one after another.
        """
        group = event["merge_group"]
        queued = _QUEUED.fullmatch(group["head_ref"])
        if queued is None:
            raise ForgeError(f"not a branch of the merge queue: {group['head_ref']}")
        request = self._request(int(queued[1]))
        if not self._fetch(group["head_ref"], group["head_sha"]):
            return 0
        return self._answer(request, group["base_sha"], group["head_sha"], annotate=True)

    def answer_again(self, branch: str) -> int:
        """Look again at every open request that has an answer: main, the day or an approval moved."""
        base, failed = current_commit(), 0
        for found in list_open_requests(self.api, branch):
            try:
                request = self._read(found)
                if find_comment(self.api, request.number, _COMMENT) and self._fetch(
                    request.ref, request.head
                ):
                    self._answer(request, base, request.head)
            except ForgeError as error:  # one request must not keep the others waiting
                say_error(error)
                failed = 1
        return failed

    def _request(self, number: int) -> PullRequest:
        """Ask for a request as it is now; an event may be older."""
        return self._read(self.api.get(f"pulls/{int(number)}"))

    def _read(self, found: Mapping[str, Any]) -> PullRequest:
        """Read a request; one that a workflow opened for a form is that of the form's author."""
        request = read_request(found, self.server)
        if (found.get("user") or {}).get("login") == BOT and is_from_here(
            found, self.api.repository
        ):
            account = find_form_account(self.api, request.head)
            return replace(request, author=account) if account else request
        return request

    def _fetch(self, ref: str, commit: str) -> bool:
        return fetch_commit(ref, commit, self.server, self.api.token)

    def _answer(self, request: PullRequest, base: str, head: str, *, annotate: bool = False) -> int:
        asked = ["--base", base, "--head", head, "--actor", request.author]
        for account in list_approvals(self.api, request):
            asked += ["--approved", account]
        edit = ["--edit-base", request.edit_base] if request.edit_base else []
        code, text = run_koc("answer", *asked, *edit)
        if annotate:
            sys.stdout.write(run_koc("check", *asked, "--format", "github")[1])
            _summarise(text)
        found = find_comment(self.api, request.number, _COMMENT)
        address, changed = put_comment(self.api, request.number, _COMMENT, text, found)
        if annotate or changed:
            self._set_status(head, code, text, address)
        return code

    def _set_status(self, commit: str, code: int, text: str, address: str) -> None:
        self.api.post(
            f"statuses/{commit}",
            state="failure" if code else "success",
            context=STATUS,
            description=text.split("\n", 1)[0].lstrip("# ")[:_LONGEST],
            target_url=address,
        )


def _summarise(text: str) -> None:
    """Show the answer on the run's own page."""
    with Path(os.environ["GITHUB_STEP_SUMMARY"]).open("a", encoding="utf-8") as summary:
        summary.write(f"{text}\n")


def say_error(error: Exception) -> None:
    """Tell whoever keeps the workflows what failed."""
    message = str(error).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    sys.stdout.write(f"::error::{message}\n")
