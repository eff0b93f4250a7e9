"""Answers to pull requests: what `koc` says of them, as a comment, annotations, summary and status."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from forges.github.api import Api, ForgeError
from forges.github.comment import Comment, find_comment, mark, put_comment
from forges.github.koc import run_koc
from forges.github.notice import say_warning, summarise
from forges.github.objects import current_commit, fetch_commit
from forges.github.request import ANSWER, STATUS, PullRequest, find_request, list_heads
from forges.github.status_comment import StatusComment, has_failed
from forges.github.verdicts import Verdict, ask_verdict, asked_words
from forges.github.words import NEEDS_STAFF, say, say_plainly

# The queue's branch says which request it merges: gh-readonly-queue/main/pr-104-<commit>
_QUEUED = re.compile(r"refs/heads/gh-readonly-queue/.+/pr-(\d+)-[0-9a-f]{40,64}")


@dataclass(frozen=True)
class Judged:
    """A request with its verdict, and the comment in which the verdict stands."""

    request: PullRequest
    verdict: Verdict
    comment: Comment


@dataclass(frozen=True)
class Desk:
    """Where answers are given: GitHub, and the repository that is checked out, at the base."""

    api: Api
    server: str
    branch: str

    def answer(self, event: Mapping[str, Any]) -> int:
        """Answer the pull request of an event; return 1 if it cannot be merged as it is."""
        return self.answer_number(event["pull_request"]["number"])

    def answer_number(self, number: int) -> int:
        """Answer one pull request; return 1 if it cannot be merged as it is."""
        request = find_request(self.api, number, self.server)
        with StatusComment(self.api, number, ANSWER, "request", comment=request.answer) as status:
            if not self.fetch(request):
                return 0
            verdict = self._judge_aloud(request, current_commit(), request.head)
            judged = self.tell(request, verdict, status.comment)
            self.settle([judged, *self._judge_twins(request)], request.head)
        return 0 if verdict.passes else 1

    def check_merge(self, event: Mapping[str, Any]) -> int:
        """Judge what the merge queue would leave, as a change by the queued request's author.

        Limits hold here too when several requests by one person are merged one after another.
        """
        group = event["merge_group"]
        queued = _QUEUED.fullmatch(group["head_ref"])
        if queued is None:
            raise ForgeError(f"not a branch of the merge queue: {group['head_ref']}")
        request = find_request(self.api, int(queued[1]), self.server)
        if not fetch_commit(group["head_ref"], group["head_sha"], self.server, self.api.token):
            return 0
        verdict = self._judge_aloud(request, group["base_sha"], group["head_sha"])
        comment, _ = put_comment(self.api, request.number, ANSWER, verdict.text, request.answer)
        self._set_status(group["head_sha"], verdict, comment.address)
        return 0 if verdict.passes else 1

    def fetch(self, request: PullRequest) -> bool:
        """Fetch a request's head; False where somebody pushed again meanwhile."""
        return fetch_commit(request.ref, request.head, self.server, self.api.token)

    def tell(self, request: PullRequest, verdict: Verdict, found: Comment | None) -> Judged:
        """Put a verdict into the request's one comment; it needs no staff any more."""
        comment, _ = put_comment(self.api, request.number, ANSWER, verdict.text, found)
        if NEEDS_STAFF in request.labels and has_failed(request.answer):
            self.api.remove_label(request.number, NEEDS_STAFF)
        return Judged(request, verdict, comment)

    def settle(self, judged: Iterable[Judged], head: str) -> None:
        """Set the status of a commit that is the head of one request, or of several.

        GitHub keeps one status a commit, and whose commit it is makes its verdict. Where several
        requests have the same head, the commit is good if one of them may bring it; those that
        may not are closed, so that none is merged by what was said of another.
        """
        listed = sorted(judged, key=lambda one: (not one.verdict.passes, one.request.number))
        first, *others = listed
        self._keep_status(first)
        if not first.verdict.passes:
            return
        for other in others:
            if not other.verdict.passes:
                self._close_twin(other, first.request.number, head)

    def _judge_aloud(self, request: PullRequest, base: str, head: str) -> Verdict:
        """Judge, with annotations and a summary for whoever looks at the run."""
        verdict = ask_verdict(request, base, head)
        asked = asked_words(request, base, head)
        sys.stdout.write(run_koc("check", *asked, "--format", "github")[1])
        summarise(verdict.text)
        return verdict

    def _judge_twins(self, request: PullRequest) -> Iterable[Judged]:
        """Judge the other open requests that have the same head."""
        for number, head in list_heads(self.api, self.branch).items():
            if head == request.head and number != request.number:
                twin = find_request(self.api, number, self.server)
                if twin.head == head:
                    verdict = ask_verdict(twin, current_commit(), head)
                    yield self.tell(twin, verdict, twin.answer)

    def _keep_status(self, judged: Judged) -> None:
        """Make the status what the verdict is, whoever wrote what stands there."""
        request, verdict = judged.request, judged.verdict
        there, address = request.status, judged.comment.address
        wanted = (verdict.state, verdict.title, address)
        if there and there.is_own and wanted == (there.state, there.description, there.target):
            return
        if there and _is_forged(judged):
            say_warning(f"{address}: the status {STATUS} was set to {there.state} by hand")
            self.api.post(f"issues/{request.number}/labels", again=True, labels=[NEEDS_STAFF])
            self._say_once(
                request.number, "status", say_plainly("changed-by-hand", state=there.state)
            )
        self._set_status(request.head, verdict, address)

    def _set_status(self, commit: str, verdict: Verdict, address: str) -> None:
        self.api.post(
            f"statuses/{commit}",
            again=True,
            state=verdict.state,
            context=STATUS,
            description=verdict.title,
            target_url=address,
        )

    def _close_twin(self, judged: Judged, other: int, head: str) -> None:
        """Close a request whose commit another may bring and this one may not."""
        number = judged.request.number
        text = f"{judged.verdict.text}\n\n{mark(f'twin {head}')}\n{say('twin', other=other)}"
        put_comment(self.api, number, ANSWER, text, judged.comment)
        self.api.patch(f"pulls/{number}", state="closed")

    def _say_once(self, number: int, name: str, text: str) -> None:
        put_comment(self.api, number, name, text, find_comment(self.api, number, name))


def _is_forged(judged: Judged) -> bool:
    """True where a status that passes stands against a verdict that was said before it.

    The verdict is said first, then the status is set: a run that ended between the two leaves an
    older status behind, never a newer one that says the contrary.
    """
    there, said = judged.request.status, judged.request.answer
    if there is None or there.state != "success":
        return False
    if not there.is_own:
        return True
    is_refusal = said is not None and "### ✅" not in said.body.split("\n\n", 1)[0]
    return bool(is_refusal and said and there.created > said.updated)
