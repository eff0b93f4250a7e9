"""check.yml's looks at all requests: statuses that belong to one request, repaired, and few calls."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.flows.conftest import ACCOUNTS, Forge, Run, claim, git
from tests.flows.fake_github import BOT, REPOSITORY, Fault
from tests.flows.github_objects import account
from tests.flows.test_always_answered import ago
from tests.flows.test_check import GOOD_CLAIM, NEWCOMER, NIGHT, NIGHT_TERMS

STAFF = "koc-needs-staff"
STOLEN = claim(NIGHT, "photographer", "old-he", NIGHT_TERMS)


def answer(forge: Forge, number: int) -> Run:
    return forge.step("answer", {"pull_request": {"number": number}}, "pull_request_target")


def sweep(forge: Forge, kind: str = "push") -> Run:
    return forge.step("answer-again", {}, kind)


def twin(forge: Forge, number: int, who: str, of: int) -> None:
    """Open a request of somebody else's with exactly the commit of another."""
    login, owner = ACCOUNTS[who]
    pull = {**forge.github.pulls[of], "number": number, "user": account(login, owner)}
    forge.github.pulls[number] = pull
    head = pull["head"]["sha"]
    git(forge.work, "push", "-q", "-f", str(forge.base), f"{head}:refs/pull/{number}/head")


def note_sweep(forge: Forge, *, began: str, complete: bool = True, **said: Any) -> None:
    """Let GitHub remember a run of the timetable."""
    step = {"name": "Note that every open pull request was seen", "number": 5}
    ended = {"status": "completed", "conclusion": "success" if complete else "skipped"}
    base = git(forge.base, "rev-parse", "main")
    run = {"id": len(forge.github.runs) + 1, "event": "schedule", "head_sha": base}
    run |= {"head_branch": "main", "conclusion": "success", "run_started_at": began}
    run["jobs"] = [{"id": 1, "name": "Check and answer", "steps": [{**step, **ended}]}]
    forge.github.runs.append({**run, **said})


@pytest.mark.parametrize("first", ["owner", "stranger"])
def test_who_opens_a_request_with_anothers_commit_changes_nothing_of_its_verdict(
    forge: Forge, first: str
) -> None:
    head = forge.open(1, "old-he", GOOD_CLAIM)
    twin(forge, 2, "zhou-lan", of=1)
    for number in (1, 2) if first == "owner" else (2, 1):
        answer(forge, number)
    assert forge.status(head) == "success"
    assert "### ✅" in forge.comment(1)
    # Who may not bring it cannot be merged by what was said of the other.
    assert set(forge.github.pulls) == {1}
    assert "### ✅" not in forge.comment(2)
    assert "#1" in forge.comment(2)
    before = len(forge.github.writes)
    sweep(forge)
    assert len(forge.github.writes) == before


def test_two_requests_that_may_not_keep_their_own_words(forge: Forge) -> None:
    head = forge.open(1, "old-he", STOLEN)
    twin(forge, 2, "newcomer", of=1)
    answer(forge, 1)
    answer(forge, 2)
    assert forge.status(head) == "failure"
    assert set(forge.github.pulls) == {1, 2}
    assert forge.comment(1) != forge.comment(2)


def test_what_could_not_be_written_is_written_by_the_next_sweep(forge: Forge) -> None:
    head = forge.open(1, "old-he", GOOD_CLAIM)
    forge.github.faults = [Fault(500, "POST statuses", 9)]
    assert answer(forge, 1).code == 3
    assert "不是您的错" in forge.comment(1)
    assert STAFF in forge.github.labels(1)
    forge.github.faults.clear()
    assert sweep(forge).code == 0
    assert forge.status(head) == "success"
    assert "### ✅" in forge.comment(1)
    assert STAFF not in forge.github.labels(1)


def test_a_request_that_was_never_answered_is(forge: Forge) -> None:
    head = forge.open(1, "old-he", GOOD_CLAIM)
    forge.github.pulls[1]["created_at"] = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    sweep(forge)
    assert 1 not in forge.github.comments  # its own run may be at work
    forge.github.pulls[1]["created_at"] = ago(1)
    sweep(forge)
    assert "### ✅" in forge.comment(1)
    assert forge.status(head) == "success"


@pytest.mark.parametrize("forger", [BOT, account("gu-heng-car", 1005)], ids=["workflow", "person"])
def test_a_forged_status_is_set_back_and_staff_see_it(forge: Forge, forger: Any) -> None:
    head = forge.open(1, "old-he", STOLEN)
    answer(forge, 1)
    genuine = forge.github.statuses[head][-1]
    note_sweep(forge, began=ago(1))
    forge.github.set_status(
        head, forger, **{**_said(genuine), "state": "success", "description": "✅ 都没问题"}
    )
    run = sweep(forge, "schedule")
    assert forge.status(head) == "failure"
    assert "::warning::" in run.log
    assert STAFF in forge.github.labels(1)
    assert "已经改回来" in forge.github.own_comments(1)[-1]


def _said(status: dict[str, Any]) -> dict[str, Any]:
    return {name: status[name] for name in ("state", "description", "target_url", "context")}


def test_a_status_that_somebody_dimmed_is_set_again(forge: Forge) -> None:
    head = forge.open(1, "old-he", GOOD_CLAIM)
    answer(forge, 1)
    forge.github.set_status(head, BOT, state="failure", context="koc")
    sweep(forge)
    assert forge.status(head) == "success"
    assert STAFF not in forge.github.labels(1)


def test_what_cannot_have_changed_is_not_judged_again(forge: Forge) -> None:
    forge.open(1, "old-he", GOOD_CLAIM)
    answer(forge, 1)
    forge.open(2, "newcomer", NEWCOMER)
    answer(forge, 2)
    assert "complete=true" in _sweep_output(forge)
    later = (datetime.now(UTC) + timedelta(minutes=5)).strftime("%Y-%m-%dT%H:%M:%SZ")
    # A run that left something out, or one that somebody's tag started, is no memory.
    for said in ({"complete": False}, {"event": "push"}, {"began": ago(30)}):
        forge.github.runs.clear()
        note_sweep(forge, **{"began": later, **said})
        assert _judged(forge) == 2
    forge.github.runs.clear()
    note_sweep(forge, began=later)
    assert _judged(forge) == 0
    forge.github.pulls[2]["updated_at"] = "2099-01-01T00:00:00Z"
    assert _judged(forge) == 1
    forge.publish({"README.md": "main moved\n"})
    assert _judged(forge) == 2


def _sweep_output(forge: Forge) -> str:
    sweep(forge, "schedule")
    return forge.output()


def _judged(forge: Forge) -> int:
    """Return how many requests a sweep fetched to judge them."""
    forge.github.asked.clear()
    sweep(forge, "schedule")
    place = forge.folder / "step"
    refs = git(place, "for-each-ref", "--format=%(refname)", "refs/kocbook").split()
    return len(refs)


def test_at_the_limit_the_newest_were_answered_and_the_rest_is_next(forge: Forge) -> None:
    for number in (1, 2, 3):
        forge.open(number, "old-he", GOOD_CLAIM)
        forge.github.pulls[number]["updated_at"] = f"2026-06-0{number}T00:00:00Z"
    forge.github.faults = [
        Fault(403, "POST statuses", 9, "secondary rate limit", {"Retry-After": "900"})
    ]
    run = sweep(forge)
    assert run.code == 0
    assert "::notice::" in run.log
    assert "complete" not in forge.output()
    assert set(forge.github.comments) == {3}
    forge.github.faults.clear()
    forge.github.remaining = 50  # that is left to who sends something now
    sweep(forge)
    assert set(forge.github.comments) == {3}
    forge.github.remaining = 900
    sweep(forge)
    assert set(forge.github.comments) == {1, 2, 3}
    assert "complete=true" in forge.output()


def test_one_broken_request_keeps_no_other_waiting(forge: Forge) -> None:
    forge.open(1, "old-he", GOOD_CLAIM)
    forge.open(2, "newcomer", NEWCOMER)
    git(forge.base, "update-ref", "-d", "refs/pull/2/head")
    forge.github.pulls[2]["head"]["sha"] = "f" * 40
    assert sweep(forge).code == 0
    assert "### ✅" in forge.comment(1)
    assert "complete" not in forge.output()


def test_looking_again_at_many_takes_few_calls(forge: Forge) -> None:
    forge.github.page = 100
    head = forge.open(1, "old-he", GOOD_CLAIM)
    answer(forge, 1)
    said = forge.github.comments[1][0]
    status = forge.github.statuses[head][-1]
    for number in range(2, 301):
        pull = {**forge.github.pulls[1], "number": number}
        forge.github.pulls[number] = {**pull, "head": {**pull["head"], "sha": f"{number:040x}"}}
        forge.github.comments[number] = [said]
        forge.github.statuses[f"{number:040x}"] = [status]
    later = (datetime.now(UTC) + timedelta(minutes=5)).strftime("%Y-%m-%dT%H:%M:%SZ")
    note_sweep(forge, began=later)
    forge.github.asked.clear()
    assert sweep(forge, "schedule").code == 0
    assert len(forge.github.asked) <= 30
    assert REPOSITORY not in " ".join(forge.github.writes)
