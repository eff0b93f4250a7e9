"""Nobody is lost: whoever contributed is credited, whatever else the community holds."""

from __future__ import annotations

import copy
from datetime import date
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kocbook.insight.credits import CreditLine, CreditState, all_credits, signatories
from kocbook.insight.fingerprint import text_fingerprint
from kocbook.insight.state import all_facts
from tests.builders import (
    BRIEF,
    FOLDER,
    TWO_SEATS,
    base_files,
    claim,
    load_files,
    member,
    review,
)

DAY = date(2026, 6, 1)
PEOPLE = [f"p{number}x" for number in range(6)]


def credits_of(files: dict[str, Any]) -> list[CreditLine]:
    community = load_files(files)
    return all_credits(community, all_facts(community, DAY))


@st.composite
def communities(draw: st.DrawFn) -> dict[str, Any]:
    """A handbook whose modules are in random stages of work, by random people."""
    files = base_files()
    del files[f"{FOLDER}/module.yml"]
    for number, person in enumerate(PEOPLE):
        files[f"members/{person}.yml"] = member(10 + number, person)
    names = [f"m{number}" for number in range(draw(st.integers(1, 4)))]
    files["modules/guide/handbook.yml"]["chapters"][0]["modules"] = names
    for name in names:
        folder = f"modules/guide/{name}"
        brief = copy.deepcopy(BRIEF)
        brief["seats"] = TWO_SEATS
        files[f"{folder}/module.yml"] = brief
        for seat in draw(st.lists(st.sampled_from(["writer", "camera"]), unique=True)):
            record = claim(draw(st.sampled_from(PEOPLE)), "2026-04-02", delivered="2026-04-05")
            files[f"{folder}/claims/{seat}.yml"] = record
        if draw(st.booleans()):
            files[f"content/guide/{name}/index.md"] = "## 正文\n"
        if draw(st.booleans()):
            met = draw(st.sampled_from(["fully", "partly"]))
            files[f"{folder}/reviews/1-staff-a.yml"] = review("2026-04-10", met)
        if draw(st.booleans()):
            past = claim(draw(st.sampled_from(PEOPLE)), "2026-04-01", delivered="2026-04-02")
            files[f"{folder}/claims/past/writer-1.yml"] = {**past, "released": "2026-04-02"}
        for person in draw(st.lists(st.sampled_from(PEOPLE), unique=True, max_size=2)):
            files[f"{folder}/responses/{person}.yml"] = {"member": person, "date": "2026-04-03"}
    return files


@settings(max_examples=60, suppress_health_check=list(HealthCheck), deadline=None)
@given(communities())
def test_every_contributor_of_accepted_work_and_every_helper_is_credited(
    files: dict[str, Any],
) -> None:
    community = load_files(files)
    facts = all_facts(community, DAY)
    lines = all_credits(community, facts)
    for fact in facts.values():
        module = fact.module
        expected = {response.member for response in module.responses.values()}
        expected |= {review.reviewer for review in module.reviews}
        expected |= {past.member for past in module.past_claims if past.delivered}
        if fact.state.counts_as_work:
            expected |= {claim.member for claim in module.claims.values()}
        assert {line.member for line in lines if line.key == module.key} == expected


@settings(max_examples=30, suppress_health_check=list(HealthCheck), deadline=None)
@given(communities(), st.randoms())
def test_unrelated_modules_and_file_order_change_no_credit(
    files: dict[str, Any], random: Any
) -> None:
    before = credits_of(files)
    shuffled = list(files.items())
    random.shuffle(shuffled)
    more = dict(shuffled)
    more["modules/other/handbook.yml"] = {
        **files["modules/guide/handbook.yml"],
        "chapters": [{"title": "别的", "modules": ["extra"]}],
    }
    more["modules/other/extra/module.yml"] = copy.deepcopy(BRIEF)
    after = [line for line in credits_of(more) if line.handbook == "guide"]
    assert after == before


def test_a_help_that_nobody_confirmed_is_proposed() -> None:
    files = base_files()
    record = {"member": "owner-b", "role": "testing", "date": "2026-04-06", "evidence": "试过"}
    files[f"{FOLDER}/credits/owner-b--testing.yml"] = record
    assert [line.state for line in credits_of(files)] == [CreditState.PROPOSED]
    files[f"{FOLDER}/credits/owner-b--testing.yml"] = {**record, "confirmed_by": "staff-a"}
    assert [line.state for line in credits_of(files)] == [CreditState.THANKED]


def test_bylines_follow_the_roles_then_the_members_own_sort_key() -> None:
    files = base_files()
    files["members/owner-a.yml"]["sort"] = "zeng ke"
    files["members/owner-b.yml"]["sort"] = "an yi"
    files[f"{FOLDER}/module.yml"]["seats"] = [
        {"id": "camera", "role": "photography", "share": 5000, "duty": "拍"},
        {"id": "first", "role": "writing", "share": 2500, "duty": "写"},
        {"id": "second", "role": "writing", "share": 2500, "duty": "写"},
    ]
    files[f"{FOLDER}/claims/camera.yml"] = claim("owner-a", "2026-04-02", delivered="2026-04-02")
    files[f"{FOLDER}/claims/first.yml"] = claim("owner-a", "2026-04-02", delivered="2026-04-02")
    files[f"{FOLDER}/claims/second.yml"] = claim("owner-b", "2026-04-02", delivered="2026-04-02")
    files[f"{FOLDER}/reviews/1-staff-a.yml"] = review("2026-04-10", "fully")
    lines = credits_of(files)
    assert [(line.member, line.role) for line in lines] == [
        ("owner-b", "writing"),
        ("owner-a", "writing"),
        ("owner-a", "photography"),
        ("staff-a", "reviewing"),
    ]
    assert signatories(lines) == []
    files["content/guide/tyres/index.md"] = "## 正文\n"
    for name in ("owner-a", "owner-b"):
        files[f"{FOLDER}/signoffs/{name}.yml"] = {
            "member": name,
            "date": "2026-04-12",
            "text": text_fingerprint("## 正文\n"),
        }
    assert signatories(credits_of(files)) == ["owner-b", "owner-a"]
