"""The inbox: what waits for whom, from the minute it was asked, soonest first, and gone once done."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given

from kocbook.insight.duties.desks import find_duties
from kocbook.insight.state import all_facts
from kocbook.insight.waits.find import find_waits, inbox_of
from kocbook.insight.waits.wait import Wait, WaitKind
from tests.builders import FOLDER, TWO_SEATS, base_files, claim, load_files, member, review
from tests.insight.test_duties import WHENS, communities, many, parse

TEXT = "先看门框上的标签。\n"
CONTENT = "content/guide/tyres/index.md"
Files = dict[str, Any]


def day(text: str) -> date:
    return date.fromisoformat(f"2026-{text}")


def inbox(files: Files, who: str, on: str) -> list[Wait]:
    known = load_files(files)
    return inbox_of(find_waits(known, all_facts(known, day(on)), day(on)), who)


def kinds(files: Files, who: str, on: str) -> list[str]:
    return [str(wait.kind) for wait in inbox(files, who, on)]


def community(**brief: object) -> Files:
    files = base_files()
    files[f"{FOLDER}/module.yml"].update({"days": 10, **brief})
    return files


def activity(form: str, **brief: object) -> Files:
    files = community(form=form, **brief)
    del files[f"{FOLDER}/module.yml"]["seats"]
    return files


def test_a_claim_is_its_members_until_it_is_delivered_and_again_when_changes_are_asked() -> None:
    files = {**community(), f"{FOLDER}/claims/writer.yml": claim("owner-a", "2026-04-01")}
    (wait,) = inbox(files, "owner-a", "04-02")
    assert (wait.kind, wait.due) == (WaitKind.CLAIM, day("04-11"))
    assert wait.command == 'koc deliver guide/tyres "…" --seat writer'
    assert inbox(files, "owner-b", "04-02") == inbox(files, "staff-a", "04-02") == []
    files[f"{FOLDER}/claims/writer.yml"]["delivered"] = "2026-04-08"
    files[CONTENT] = TEXT
    assert kinds(files, "owner-a", "04-08") == []
    (wait,) = inbox(files, "staff-a", "04-08")
    assert (wait.kind, wait.since, wait.due) == (WaitKind.REVIEW, day("04-08"), day("04-13"))
    files[f"{FOLDER}/reviews/1-staff-a.yml"] = review("2026-04-09", "partly")
    (wait,) = inbox(files, "owner-a", "04-09")
    assert (wait.kind, wait.since, wait.due) == (WaitKind.CHANGES, day("04-09"), day("04-16"))
    assert kinds(files, "staff-a", "04-09") == []


def test_a_question_is_the_contacts_or_the_leads_while_the_contact_is_away() -> None:
    asked = {"member": "owner-a", "date": "2026-04-05", "text": "标签在哪？"}
    files = {**community(), f"{FOLDER}/questions/2026-04-05-owner-a.yml": asked}
    files["members/staff-b.yml"] = member(7, "丁", staff=["content-planner"])
    files[f"{FOLDER}/module.yml"]["contact"] = "staff-b"
    (wait,) = inbox(files, "staff-b", "04-05")
    assert (wait.kind, wait.due, wait.about) == (WaitKind.QUESTION, day("04-06"), ("owner-a",))
    assert kinds(files, "staff-a", "04-05") == []
    files["members/staff-b.yml"]["away_until"] = "2026-04-20"
    assert kinds(files, "staff-a", "04-05") == ["question-waits"]
    assert kinds(files, "staff-b", "04-05") == []


def test_a_report_waits_until_somebody_looked_into_it_and_never_for_its_reporter() -> None:
    files = activity("bug-hunt")
    said = {"member": "staff-a", "date": "2026-04-05", "text": "蓝牙断。"}
    files[f"{FOLDER}/responses/staff-a.yml"] = said
    files["members/expert-d.yml"] = member(8, "戊", staff=["product-expert"])
    (wait,) = inbox(files, "expert-d", "04-05")
    assert (wait.kind, wait.due) == (WaitKind.REPORT, day("04-06"))
    assert wait.command == "koc new triage guide/tyres staff-a"
    assert kinds(files, "staff-a", "04-05") == []
    seen = {"by": "expert-d", "date": "2026-04-05", "state": "confirmed"}
    files[f"{FOLDER}/triage/staff-a.yml"] = seen
    assert kinds(files, "expert-d", "04-05") == []


def test_proposed_credits_and_help_wait_for_a_yes_that_is_not_their_own() -> None:
    files = community()
    said = {"member": "owner-a", "role": "testing", "date": "2026-04-03", "evidence": "试了。"}
    files[f"{FOLDER}/credits/owner-a--testing.yml"] = said
    (wait,) = inbox(files, "staff-a", "04-03")
    assert wait.command == "koc confirm guide/tyres owner-a--testing"
    files[f"{FOLDER}/credits/owner-a--testing.yml"] = {**said, "confirmed_by": "staff-a"}
    assert kinds(files, "staff-a", "04-03") == []
    files = activity("service")
    help_ = {"member": "staff-a", "date": "2026-04-03", "kind": "host", "evidence": "主持。"}
    files[f"{FOLDER}/services/2026-04-03-staff-a.yml"] = help_
    files["members/staff-b.yml"] = member(7, "丁", staff=["project-lead"])
    assert kinds(files, "staff-a", "04-03") == []
    assert kinds(files, "staff-b", "04-03") == ["service-waits"]


def test_an_invitation_waits_for_who_is_asked_then_for_who_asked() -> None:
    files = community(access="invited")
    said = {"member": "owner-a", "by": "staff-a", "date": "2026-04-10", "reason": "会写。"}
    files[f"{FOLDER}/invitations/writer-1.yml"] = said
    (wait,) = inbox(files, "owner-a", "04-10")
    assert (wait.kind, wait.due) == (WaitKind.INVITATION, day("04-13"))
    assert kinds(files, "staff-a", "04-13") == []
    (lapsed,) = inbox(files, "staff-a", "04-14")
    assert (lapsed.what, lapsed.since, lapsed.command) == (
        "lapsed",
        day("04-14"),
        "koc match guide/tyres",
    )
    files[f"{FOLDER}/invitations/writer-1.yml"] = {**said, "declined": "2026-04-11"}
    assert [one.what for one in inbox(files, "staff-a", "04-11")] == ["declined"]
    assert kinds(files, "owner-a", "04-11") == []
    again = {**said, "member": "owner-b", "date": "2026-04-12"}
    files[f"{FOLDER}/invitations/writer-2.yml"] = again
    assert kinds(files, "staff-a", "04-12") == []
    assert kinds(files, "owner-b", "04-12") == ["invited"]


def test_signoffs_that_block_are_told_to_both() -> None:
    files = community(seats=TWO_SEATS)
    files[f"{FOLDER}/claims/writer.yml"] = claim("owner-a", "2026-04-01", delivered="2026-04-08")
    files[f"{FOLDER}/claims/camera.yml"] = claim("owner-b", "2026-04-01", delivered="2026-04-08")
    files[CONTENT] = TEXT
    files[f"{FOLDER}/reviews/1-staff-a.yml"] = review("2026-04-10", "fully")
    assert kinds(files, "owner-a", "04-10") == kinds(files, "owner-b", "04-10") == ["signoff-due"]
    (wait,) = inbox(files, "staff-a", "04-10")
    assert (wait.kind, wait.about) == (WaitKind.SIGNOFFS_MISSING, ("owner-a", "owner-b"))


def test_a_gift_is_due_until_a_recognition_names_the_module() -> None:
    files = community(reward={"points": 20, "other": ["露营灯一盏"]})
    files[f"{FOLDER}/claims/writer.yml"] = claim("owner-a", "2026-04-01", delivered="2026-04-08")
    files[CONTENT] = TEXT
    assert "gift-due" not in kinds(files, "staff-a", "04-09")
    files[f"{FOLDER}/reviews/1-staff-a.yml"] = review("2026-04-10", "fully")
    (wait,) = inbox(files, "staff-a", "04-10")
    assert (wait.kind, wait.what, wait.about) == (WaitKind.GIFT, "露营灯一盏", ("owner-a",))
    given_ = {"member": "owner-a", "by": "staff-a", "date": "2026-04-12", "reason": "送到了。"}
    path = "members/recognition/2026/2026-04-12-lamp.yml"
    files[path] = {**given_, "kind": "access"}
    assert kinds(files, "staff-a", "04-12") == ["gift-due"]  # it names no module
    files[path]["module"] = "guide/tyres"
    assert kinds(files, "staff-a", "04-12") == []


POLL = {"options": [{"id": "a", "text": "甲"}, {"id": "b", "text": "乙"}]}


def test_a_closed_poll_waits_for_its_outcome_and_a_rubric_for_scores() -> None:
    files = activity("poll", closes="2026-04-10", **POLL)
    files[f"{FOLDER}/responses/owner-a.yml"] = {
        "member": "owner-a",
        "date": "2026-04-05",
        "choice": ["a"],
        "reason": "好看。",
    }
    assert kinds(files, "staff-a", "04-10") == []
    (wait,) = inbox(files, "staff-a", "04-11")
    assert (wait.kind, wait.command) == (WaitKind.OUTCOME, "koc new outcome guide/tyres")
    criteria = [{"id": "own", "text": "真", "weight": 10000}]
    files[f"{FOLDER}/module.yml"]["rubric"] = {"criteria": criteria, "prizes": ["海报"]}
    assert kinds(files, "staff-a", "04-11") == ["judging-due"]


@pytest.mark.parametrize("who", ["owner-a", "owner-b", "staff-a"])
@many
@given(communities(), WHENS)
def test_an_inbox_is_sorted_by_what_is_due_and_every_command_exists(
    who: str, files: Files, on: date
) -> None:
    known = load_files(files)
    facts = all_facts(known, on)
    waits = find_waits(known, facts, on)
    mine = inbox_of(waits, who)
    assert [wait.due or date.max for wait in mine] == sorted(wait.due or date.max for wait in mine)
    assert all(wait.since <= on for wait in mine)
    for wait in mine:
        parse(wait.command)
    # What waits for staff stands on a desk too: one definition, seen from two sides.
    rows = {(str(row.kind), row.key, row.since) for row in find_duties(known, facts, on)}
    personal = {WaitKind.CLAIM, WaitKind.CHANGES, WaitKind.SIGNOFF, WaitKind.INVITATION}
    for wait in waits:
        if wait.kind not in personal:
            assert (str(wait.kind), wait.key, wait.since) in rows
