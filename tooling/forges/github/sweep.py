"""A look at all open requests: main, the day or an approval moved, or a verdict was not written."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from forges.github.answer import Desk, Judged
from forges.github.api import Api, ForgeError, LimitError
from forges.github.notice import say_error, say_notice, set_output
from forges.github.objects import current_commit, fetch_heads, has_commit
from forges.github.request import PullRequest, iter_open_requests, read_request
from forges.github.verdicts import Verdict, iter_verdicts

WORKFLOW = "check.yml"
SEEN_ALL = "Note that every open pull request was seen"
"""The step of the workflow that runs when a sweep left nothing out: its memory, which nobody can write."""
_A_RUN = 900
"""Seconds that a run may take: whoever sent something so lately may just be being answered."""


@dataclass(frozen=True, slots=True)
class LastSweep:
    """The last sweep of the timetable that left nothing out: when it began, and on which commit."""

    began: str
    base: str


def sweep(desk: Desk, *, is_timetable: bool) -> int:
    """Look at every open request; return 1 where one could not be judged or answered.

    Where GitHub wants to be asked less, the rest is left for the next run: what moved last comes
    first, and what was said is not said again.
    """
    base = current_commit()
    try:
        last = find_last_sweep(desk.api) if is_timetable else None
        requests, failed = _read_all(desk, last, base)
        fetch_heads([one.number for one in requests], desk.server, desk.api.token)
        here = [one for one in requests if has_commit(one.head)]
        failed |= _answer_all(desk, here, base)
    except LimitError as error:
        say_notice(f"{error}; the rest is looked at in the next run")
        return 0
    # What could not be fetched was pushed again just now, or is looked for in the next run.
    if not failed and len(here) == len(requests):
        set_output("complete", "true")
    return int(failed)


def find_last_sweep(api: Api) -> LastSweep | None:
    """Return the last sweep of the timetable, on the day that it still is, or None.

    Only the timetable of main starts such runs: who may push a branch or a tag can start others
    that look alike.
    """
    found = api.get(f"actions/workflows/{WORKFLOW}/runs", event="schedule", status="success")
    for run in found["workflow_runs"][:1]:
        jobs = api.get(f"actions/runs/{run['id']}/jobs")["jobs"]
        steps = [step for job in jobs for step in job.get("steps") or ()]
        seen = any(one["name"] == SEEN_ALL and one["conclusion"] == "success" for one in steps)
        if seen and _is_today(run["run_started_at"]):
            return LastSweep(run["run_started_at"], run["head_sha"])
    return None


def _is_today(moment: str) -> bool:
    """True where a moment is on this day, as days are counted here: some verdicts depend on it."""
    return datetime.fromisoformat(moment).astimezone().date() == datetime.now().astimezone().date()


def is_settled(request: PullRequest, last: LastSweep | None, base: str) -> bool:
    """True where nothing can have changed: neither main nor the day nor the request itself."""
    return (
        last is not None
        and last.base == base
        and request.moved < last.began
        and request.answer is not None
        and request.status is not None
    )


def _read_all(desk: Desk, last: LastSweep | None, base: str) -> tuple[list[PullRequest], bool]:
    """Return the open requests that have to be looked at, the newest first."""
    requests, failed = [], False
    for found in iter_open_requests(desk.api, desk.branch):
        try:
            requests.append(read_request(desk.api, found, desk.server))
        except LimitError:
            raise
        except ForgeError as error:  # one request must not keep the others waiting
            say_error(error)
            failed = True
    wanted = {one.head for one in requests if not is_settled(one, last, base) and not is_fresh(one)}
    return [one for one in requests if one.head in wanted], failed


def is_fresh(request: PullRequest) -> bool:
    """True where the run that its own event started may still be at work on it."""
    opened = datetime.fromisoformat(request.created)
    young = time.time() - opened.timestamp() < _A_RUN
    return request.answer is None and young


def _answer_all(desk: Desk, requests: list[PullRequest], base: str) -> bool:
    """Judge, tell and set statuses; return whether one failed."""
    failed = False
    for head, judged in _judge_by_head(requests, base):
        try:
            _leave_some(desk.api)
            told = [_tell(desk, request, verdict) for request, verdict in judged]
            desk.settle(told, head)
        except LimitError:
            raise
        except ForgeError as error:
            say_error(error)
            failed = True
    return failed


def _leave_some(api: Api) -> None:
    if api.is_short:
        raise LimitError("what is left of this hour is for who sends something now", 3600)


def _judge_by_head(
    requests: list[PullRequest], base: str
) -> Iterator[tuple[str, list[tuple[PullRequest, Verdict | ForgeError]]]]:
    """Yield the verdicts on each head, for requests with the same one have one status."""
    first = {one.head: place for place, one in reversed([*enumerate(requests)])}
    together = sorted(requests, key=lambda one: first[one.head])
    for head, group in groupby(iter_verdicts(together, base), key=lambda pair: pair[0].head):
        yield head, list(group)


def _tell(desk: Desk, request: PullRequest, verdict: Verdict | ForgeError) -> Judged:
    if isinstance(verdict, ForgeError):
        raise verdict
    return desk.tell(request, verdict, request.answer)
