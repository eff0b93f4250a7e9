"""A module's state follows from its records and the date, through its whole life."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from kocbook.insight.fingerprint import text_fingerprint
from kocbook.insight.state import ModuleFacts, module_facts
from kocbook.model.enums import State
from tests.builders import FOLDER, TWO_SEATS, base_files, claim, load_files, review

TEXT = "## 看胎压\n\n先看门框上的标签。\n"
WORDS = text_fingerprint(TEXT)
CLAIM = f"{FOLDER}/claims/writer.yml"
CAMERA = f"{FOLDER}/claims/camera.yml"
BRIEF = f"{FOLDER}/module.yml"
CONTENT = "content/guide/tyres/index.md"


def facts_of(day: str, changes: dict[str, Any], **brief: object) -> ModuleFacts:
    files = base_files()
    files[BRIEF].update(brief)
    files.update(changes)
    community = load_files(files)
    return module_facts(community, community.modules["guide/tyres"], date.fromisoformat(day))


def state_on(day: str, changes: dict[str, Any], **brief: object) -> State:
    return facts_of(day, changes, **brief).state


def test_before_its_opening_a_module_is_a_draft() -> None:
    assert state_on("2026-03-31", {}) is State.DRAFT
    assert state_on("2026-04-01", {}) is State.OPEN
    assert state_on("2026-04-01", {}, access="invited") is State.INVITED


def test_a_claim_is_due_after_its_days_and_lapses_after_the_grace() -> None:
    claimed = {CLAIM: claim("owner-a", "2026-04-02")}
    assert facts_of("2026-04-02", claimed).due == date(2026, 4, 9)
    assert state_on("2026-04-11", claimed) is State.CLAIMED
    assert state_on("2026-04-12", claimed) is State.LAPSED


def test_an_extension_adds_half_the_days_rounded_up() -> None:
    extended = {CLAIM: claim("owner-a", "2026-04-02", extended="2026-04-08")}
    assert facts_of("2026-04-08", extended).due == date(2026, 4, 13)


def test_the_clock_stops_at_delivery() -> None:
    delivered = {CLAIM: claim("owner-a", "2026-04-02"), CONTENT: TEXT}
    facts = facts_of("2027-01-01", delivered)
    assert facts.state is State.DELIVERED
    assert facts.due is None


def test_changes_requested_restart_the_clock_for_seven_days() -> None:
    files = {
        CLAIM: claim("owner-a", "2026-04-02"),
        CONTENT: TEXT,
        f"{FOLDER}/reviews/1-staff-a.yml": review("2026-04-10", "partly"),
    }
    assert facts_of("2026-04-10", files).state is State.CHANGES_REQUESTED
    assert facts_of("2026-04-10", files).due == date(2026, 4, 17)
    assert state_on("2026-04-20", files) is State.LAPSED


def test_a_new_delivery_after_the_review_is_delivered_again() -> None:
    files = {
        CLAIM: claim("owner-a", "2026-04-02", delivered="2026-04-15"),
        CONTENT: TEXT,
        f"{FOLDER}/reviews/1-staff-a.yml": review("2026-04-10", "partly"),
    }
    assert state_on("2026-05-30", files) is State.DELIVERED
    files[CLAIM] = claim("owner-a", "2026-04-02")
    files[f"{FOLDER}/reviews/1-staff-a.yml"] = review("2026-04-10", "partly", text="0" * 12)
    assert state_on("2026-05-30", files) is State.DELIVERED
    files[f"{FOLDER}/reviews/1-staff-a.yml"] = review("2026-04-10", "partly", text=WORDS)
    assert state_on("2026-04-12", files) is State.CHANGES_REQUESTED


def test_one_author_is_published_by_acceptance_and_reused_by_a_reuse() -> None:
    files: dict[str, Any] = {
        CLAIM: claim("owner-a", "2026-04-02"),
        CONTENT: TEXT,
        f"{FOLDER}/reviews/1-staff-a.yml": review("2026-04-10", "fully"),
    }
    facts = facts_of("2026-04-11", files)
    assert facts.state is State.PUBLISHED
    assert facts.finished == date(2026, 4, 10)
    files[f"{FOLDER}/reuse/2026-05-01-web.yml"] = {
        "date": "2026-05-01",
        "channel": "官网",
        "title": "胎压",
        "authors": ["owner-a"],
    }
    assert state_on("2026-04-30", files) is State.PUBLISHED
    assert state_on("2026-05-01", files) is State.REUSED


def test_an_edit_after_a_sign_off_asks_the_single_author_again() -> None:
    files = {
        CLAIM: claim("owner-a", "2026-04-02"),
        CONTENT: TEXT,
        f"{FOLDER}/reviews/1-staff-a.yml": review("2026-04-10", "fully"),
        f"{FOLDER}/signoffs/owner-a.yml": {
            "member": "owner-a",
            "date": "2026-04-11",
            "text": WORDS,
        },
    }
    assert state_on("2026-04-12", files) is State.PUBLISHED
    files[CONTENT] = TEXT.replace("## ", "# ")
    assert state_on("2026-04-12", files) is State.PUBLISHED
    files[CONTENT] = TEXT.replace("门框", "油箱盖")
    assert facts_of("2026-04-12", files).unsigned == ("owner-a",)
    assert state_on("2026-04-12", files) is State.ACCEPTED


def two_authors(signed: tuple[str, ...], thanked: tuple[str, ...] = ()) -> dict[str, Any]:
    files: dict[str, Any] = {
        CLAIM: claim("owner-a", "2026-04-02"),
        CAMERA: claim("owner-b", "2026-04-03"),
        CONTENT: TEXT,
        f"{FOLDER}/reviews/1-staff-a.yml": review("2026-04-10", "fully"),
    }
    for name in signed:
        record = {"member": name, "date": "2026-04-11", "text": WORDS}
        files[f"{FOLDER}/signoffs/{name}.yml"] = record
    for name in thanked:
        files[f"{FOLDER}/credits/{name}--testing.yml"] = {
            "member": name,
            "role": "testing",
            "date": "2026-04-11",
            "evidence": "试过",
        }
    return files


@pytest.mark.parametrize(
    ("signed", "thanked", "state"),
    [
        ((), (), State.ACCEPTED),
        (("owner-a",), (), State.ACCEPTED),
        (("owner-a", "owner-b"), (), State.PUBLISHED),
        (("owner-a",), ("owner-b",), State.PUBLISHED),
    ],
)
def test_several_authors_all_sign_or_are_thanked(
    signed: tuple[str, ...], thanked: tuple[str, ...], state: State
) -> None:
    assert state_on("2026-04-12", two_authors(signed, thanked), seats=TWO_SEATS) is state


def test_a_helpers_sign_off_takes_no_module_off_the_site() -> None:
    files = {
        CLAIM: claim("owner-a", "2026-04-02"),
        CONTENT: TEXT,
        f"{FOLDER}/reviews/1-staff-a.yml": review("2026-04-10", "fully"),
        f"{FOLDER}/credits/owner-b--testing.yml": {
            "member": "owner-b",
            "role": "testing",
            "date": "2026-04-10",
            "evidence": "试了",
        },
        f"{FOLDER}/signoffs/owner-b.yml": {
            "member": "owner-b",
            "date": "2026-04-11",
            "text": WORDS,
        },
    }
    assert state_on("2026-04-12", files) is State.PUBLISHED


def test_work_starts_when_every_seat_is_claimed() -> None:
    one = {CLAIM: claim("owner-a", "2026-04-02")}
    facts = facts_of("2026-04-03", one, seats=TWO_SEATS)
    assert facts.state is State.OPEN
    assert [seat.state for seat in facts.seats] == [State.CLAIMED, State.OPEN]
    both = {**one, CAMERA: claim("owner-b", "2026-04-03")}
    assert state_on("2026-04-03", both, seats=TWO_SEATS) is State.CLAIMED


def test_after_a_hand_over_the_old_draft_is_not_the_new_holders_delivery() -> None:
    files = {
        CLAIM: claim("owner-b", "2026-04-20"),
        f"{FOLDER}/claims/past/writer-1.yml": claim(
            "owner-a", "2026-04-02", delivered="2026-04-05", released="2026-04-18"
        ),
        CONTENT: TEXT,
    }
    assert state_on("2026-04-21", files) is State.CLAIMED
    files[CLAIM] = claim("owner-b", "2026-04-20", delivered="2026-04-21")
    assert state_on("2026-04-21", files) is State.DELIVERED


def test_declined_withdrawn_and_superseded_are_final() -> None:
    files = {
        CLAIM: claim("owner-a", "2026-04-02"),
        CONTENT: TEXT,
        f"{FOLDER}/reviews/1-staff-a.yml": review("2026-04-10", "fully", declined="重复"),
    }
    assert state_on("2026-04-12", files) is State.DECLINED
    withdrawn = {"date": "2026-04-20", "reason": "改版"}
    assert state_on("2026-04-19", files, withdrawn=withdrawn) is State.DECLINED
    assert state_on("2026-04-20", files, withdrawn=withdrawn) is State.WITHDRAWN
    assert state_on("2026-04-20", files, superseded_by="guide/other") is State.SUPERSEDED


def test_a_collection_is_open_until_it_closes() -> None:
    files = base_files()
    del files[BRIEF]["seats"]
    files[BRIEF].update(form="gallery", closes="2026-05-01")
    community = load_files(files)
    module = community.modules["guide/tyres"]
    first, after = date(2026, 5, 1), date(2026, 5, 1) + timedelta(days=1)
    assert module_facts(community, module, first).state is State.OPEN
    # Its goals have to be met, and somebody of the staff says so.
    assert module_facts(community, module, after).state is State.CLOSED
    said = {"by": "staff-a", "date": "2026-05-02", "decided": "选了这些", "because": "都清楚"}
    told = load_files({**files, f"{FOLDER}/outcome.yml": {**said, "reached": True}})
    assert module_facts(told, told.modules["guide/tyres"], after).state is State.PUBLISHED


def test_a_safety_goal_left_to_an_expert_keeps_the_round_open() -> None:
    files = {
        CLAIM: claim("owner-a", "2026-04-02"),
        CONTENT: TEXT,
        f"{FOLDER}/reviews/1-staff-a.yml": {
            "reviewer": "staff-a",
            "date": "2026-04-10",
            "goals": {"short": {"met": "fully"}},
        },
    }
    assert state_on("2026-04-12", files) is State.DELIVERED


def test_in_an_archived_handbook_what_is_finished_stays_and_the_rest_is_withdrawn() -> None:
    files = base_files()
    handbook = "modules/guide/handbook.yml"
    closed = {**files[handbook], "archived": "2026-05-01"}
    claimed = {CLAIM: claim("owner-a", "2026-04-28"), handbook: closed}
    assert state_on("2026-04-30", claimed) is State.CLAIMED
    for changes in ({handbook: closed}, claimed, {**claimed, CONTENT: TEXT}):
        facts = facts_of("2026-05-01", changes)
        assert facts.state is State.WITHDRAWN
        assert not any(seat.state.is_claimable for seat in facts.seats)
    assert state_on("2026-05-01", {handbook: closed}, opened="2026-06-01") is State.WITHDRAWN
    accepted = {
        **claimed,
        CONTENT: TEXT,
        f"{FOLDER}/reviews/1-staff-a.yml": review("2026-04-30", "fully"),
    }
    assert state_on("2026-05-02", accepted) is state_on(
        "2026-04-30", {**accepted, handbook: files[handbook]}
    )
