"""Whatever goes wrong with GitHub, who sent something reads what happened, and no seat is held by nobody."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from kocbook.intake.forms.form_file import load_forms
from kocbook.model.forms import FormName
from tests.flows.conftest import ROOT, Forge, git
from tests.flows.fake_github import BOT, Fault
from tests.flows.test_forms import NIGHT, SEAT
from tests.intake.conftest import make_event, write_body


def ago(hours: int) -> str:
    return (datetime.now(UTC) - timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M:%SZ")


LATER = dict.fromkeys(("created_at", "updated_at"), ago(3))
STAFF = "koc-needs-staff"
SECONDARY = "You have exceeded a secondary rate limit. Please wait a few minutes."
CLAIM = {"module": NIGHT, "seat": "writer"}


@pytest.fixture
def forge(forge: Forge) -> Forge:
    """The forge, with its forms generated from its own community."""
    forge.publish_forms()
    return forge


def claim_event(who: str = "old-he", number: int = 21, **more: Any) -> dict[str, Any]:
    body = write_body(load_forms(ROOT)[FormName.CLAIM], CLAIM)
    return make_event(body, who, number, labels=[{"name": "koc-claim"}], **{**LATER, **more})


def arrive(forge: Forge, event: dict[str, Any]) -> dict[str, Any]:
    forge.github.issues[event["issue"]["number"]] = event["issue"]
    return event


def seat_is_free(forge: Forge) -> bool:
    return not git(forge.base, "for-each-ref", f"refs/heads/{SEAT}")


def age(forge: Forge) -> None:
    """Let the comments be older than any run is long."""
    for several in forge.github.comments.values():
        for one in several:
            one["updated_at"] = ago(1)


def test_it_is_said_at_once_that_a_form_arrived(forge: Forge) -> None:
    forge.step("form", arrive(forge, claim_event()))
    first = forge.github.writes[0]
    assert first == "POST issues/21/comments"
    (comment,) = forge.github.comments[21]
    assert "替您占住了" in comment["body"]  # the same comment, rewritten
    assert forge.github.writes.count("POST issues/21/comments") == 1


def test_a_refused_request_frees_the_seat_and_is_finished_once_it_may_be_opened(
    forge: Forge,
) -> None:
    forge.github.may_open_requests = False
    run = forge.step("form", arrive(forge, claim_event()))
    assert run.code == 3
    said = forge.comment(21)
    assert "不是您的错" in said
    assert "Allow GitHub Actions to create and approve pull requests" in said
    assert "一个字也没有丢" in said
    assert STAFF in forge.github.labels(21)
    assert seat_is_free(forge)
    # The next person is not told that the seat is taken.
    forge.step("form", arrive(forge, claim_event("zhou-lan", 22)))
    assert "先认领了一步" not in forge.comment(22)
    age(forge)
    forge.github.may_open_requests = True
    assert forge.step("forms-again", {}, "schedule").code == 0
    (pull,) = forge.github.pulls.values()
    assert "替您占住了" in forge.comment(22)  # who moved last comes first
    assert "先认领了一步" in forge.comment(21)
    assert STAFF not in forge.github.labels(21) | forge.github.labels(22)
    assert forge.status(pull["head"]["sha"]) == "success"


@pytest.mark.parametrize(
    "fault",
    [
        Fault(403, "GET", headers={"Retry-After": "1"}, message=SECONDARY),
        Fault(429, "POST pulls", headers={"Retry-After": "1"}),
        Fault(where="POST pulls", is_late=True),
        Fault(where="POST issues/21/comments", is_late=True),
        Fault(502, "GET pulls"),
        Fault(where="POST statuses"),
    ],
    ids=["secondary", "too-many", "pull-late", "comment-late", "bad-gateway", "status-dropped"],
)
def test_what_passes_by_itself_is_not_even_noticed(forge: Forge, fault: Fault) -> None:
    forge.github.faults = [Fault(**vars(fault))]
    run = forge.step("form", arrive(forge, claim_event()))
    assert run.code == 0, run.log
    assert "替您占住了" in forge.comment(21)
    assert len(forge.github.pulls) == 1
    assert forge.github.labels(21) == {"koc-claim"}


@pytest.mark.parametrize(
    ("fault", "why"),
    [
        (Fault(403, "POST pulls", 9, SECONDARY, {"Retry-After": "900"}), "太忙"),
        (Fault(0, "POST pulls", 9), "没有回应"),
        (Fault(500, "POST statuses", 9), "没有回应"),
        (Fault(422, "POST pulls", 9, "Validation Failed"), "工具自己"),
        (Fault(404, "POST statuses", 9, "Not Found"), "工具自己"),
    ],
    ids=["limit", "dropped", "status", "refused", "gone"],
)
def test_what_lasts_is_told_and_finished_later(forge: Forge, fault: Fault, why: str) -> None:
    forge.github.faults = [Fault(**vars(fault))]
    run = forge.step("form", arrive(forge, claim_event()))
    assert run.code == 3, run.log
    assert why in forge.comment(21)
    assert STAFF in forge.github.labels(21)
    assert seat_is_free(forge)
    forge.github.faults.clear()
    forge.step("forms-again", {}, "schedule")
    assert why in forge.comment(21)  # a run may still be at work on what is so young
    age(forge)
    assert forge.step("forms-again", {}, "schedule").code == 0
    assert "替您占住了" in forge.comment(21)
    assert len(forge.github.own_comments(21)) == 1


def test_a_label_that_somebody_took_off_meanwhile_stops_nothing(forge: Forge) -> None:
    event = claim_event(action="edited")
    event["issue"]["labels"].append({"name": "koc-needs-reply"})  # as it was when this was sent
    arrive(forge, event)
    forge.github.faults = [Fault(404, "DELETE", message="Label does not exist")]
    assert forge.step("form", event).code == 0
    assert "替您占住了" in forge.comment(21)


def test_a_branch_whose_run_was_cut_off_holds_no_seat(forge: Forge) -> None:
    """The run ended between push and request, with nothing left to undo it."""
    forge.step("form", arrive(forge, claim_event()))
    (number,) = forge.github.pulls
    commit = forge.github.pulls.pop(number)["head"]["sha"]
    git(forge.work, "fetch", "-q", "origin")
    git(forge.work, "checkout", "-q", "--detach", f"origin/{SEAT}")
    git(forge.work, "commit", "-q", "--amend", "--no-edit")  # by a clock of long ago
    moved = git(forge.work, "rev-parse", "HEAD")
    git(forge.work, "push", "-q", "-f", "origin", f"HEAD:refs/heads/{SEAT}")
    forge.github.statuses[moved] = forge.github.statuses.pop(commit)
    forge.step("form", arrive(forge, claim_event("zhou-lan", 22)))
    assert "替您占住了" in forge.comment(22)


def test_when_nothing_can_be_said_the_next_sweep_answers(forge: Forge) -> None:
    forge.github.remaining = 0
    assert forge.step("form", arrive(forge, claim_event())).code == 3
    assert 21 not in forge.github.comments
    forge.github.remaining = 500
    assert forge.step("forms-again", {}, "schedule").code == 0
    assert "替您占住了" in forge.comment(21)


def test_the_sweep_leaves_alone_what_is_done(forge: Forge) -> None:
    forge.step("form", arrive(forge, claim_event()))
    forge.github.open_issue("reminders", "<!-- kocbook: reminders 2026-11-01 -->", BOT)
    age(forge)
    before = list(forge.github.writes)
    assert forge.step("forms-again", {}, "schedule").code == 0
    assert forge.github.writes == before


def test_words_that_somebody_else_changed_are_not_taken_for_the_authors(forge: Forge) -> None:
    event = arrive(forge, claim_event())
    event["issue"]["editor"] = {"login": "zhou-lan-car", "id": 1004, "type": "User"}
    forge.step("forms-again", {}, "schedule")
    assert "不替您说话" in forge.comment(21)
    assert forge.github.pulls == {}


@pytest.mark.parametrize("body", ["想认领夜里开车那篇，我是老何", "", None])
def test_an_issue_from_the_phone_app_is_answered_with_the_way_to_the_forms(
    forge: Forge, body: str | None
) -> None:
    event = arrive(forge, make_event("", "old-he", 30, author_association="NONE", **LATER))
    event["issue"]["body"] = body
    assert forge.act("issues", "intake.yml", event).code == 0
    said = forge.comment(30)
    assert "https://github.com/club/handbooks/issues/new/choose" in said
    assert "手机应用" in said
    assert "<summary>English</summary>" in said
    assert forge.github.labels(30) == {STAFF}
    # Once is enough, whatever is edited.
    forge.step("form", {**event, "action": "edited"})
    assert len(forge.github.own_comments(30)) == 1


def test_a_comment_is_answered_once_a_person_and_no_edit_is_pushed_aside(forge: Forge) -> None:
    event = arrive(forge, claim_event())
    forge.step("form", event)
    comment = {
        "id": 701,
        "user": event["issue"]["user"],
        "body": "能晚两天吗？",
        "author_association": "NONE",
    }
    said = {**event, "action": "created", "comment": comment}
    assert forge.act("issue_comment", "intake.yml", said).code == 0
    forge.step("form", said, "issue_comment")
    answers = forge.github.own_comments(21)
    assert ["这一句没有认出来" in one for one in answers] == [False, True]
    assert forge.github.labels(21) == {"koc-claim", STAFF}
    # An edit of the form does not take the words of a person off the staff's desk.
    forge.step("form", {**event, "action": "edited"})
    assert STAFF in forge.github.labels(21)


def test_staff_and_bots_talk_among_themselves(forge: Forge) -> None:
    event = arrive(forge, make_event("一起商量", "zhou-lan", 30, author_association="MEMBER"))
    forge.step("form", event)
    comment = {
        "id": 702,
        "user": event["issue"]["user"],
        "body": "好",
        "author_association": "MEMBER",
    }
    forge.step("form", {**event, "comment": comment}, "issue_comment")
    bot = {"id": 703, "user": BOT, "body": "好", "author_association": "NONE"}
    forge.step("form", {**event, "comment": bot}, "issue_comment")
    assert forge.github.writes == []
    sent = {**event, "comment": bot, "sender": BOT}
    assert forge.act("issue_comment", "intake.yml", sent).code == 0
    assert forge.github.asked == []
