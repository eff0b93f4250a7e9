"""What must always hold: merging loses no credit, more evidence hides no gap, more credit makes none."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from kocbook.git.history import Signature
from kocbook.insight.audit import audit_credits
from kocbook.insight.authorship import Hands
from kocbook.insight.credits import all_credits
from kocbook.insight.state import all_facts
from kocbook.model.community import Community
from tests.builders import FOLDER, base_files, claim, load_files, member, review

AS_OF = date(2026, 6, 1)
TEXT = f"content/{FOLDER.removeprefix('modules/')}/index.md"
PEOPLE = ("owner-a", "owner-b", "owner-c")
ROLES = ("testing", "photography", "reviewing")
ADDRESSES = (
    "1001+account1@users.noreply.github.com",
    "1002+account2@users.noreply.github.com",
    "1004+account4@users.noreply.github.com",
    "77+stranger@users.noreply.github.com",
    "aunt@home.example",
)


def credit(member_id: str, role: str) -> dict[str, Any]:
    return {
        "member": member_id,
        "role": role,
        "date": "2026-04-20",
        "evidence": "试过一遍。",
        "confirmed_by": "staff-a",
    }


def published_files(thanks: set[tuple[str, str]]) -> dict[str, Any]:
    """Return a community with one published page, and the thanks that were asked for."""
    files = base_files()
    files["members/owner-c.yml"] = member(4, "丁")
    files[f"{FOLDER}/claims/writer.yml"] = claim("owner-a", "2026-04-02", delivered="2026-04-05")
    files[f"{FOLDER}/reviews/1-staff-a.yml"] = review("2026-04-06", "fully")
    files[TEXT] = "看胎压。\n"
    for person, role in thanks:
        files[f"{FOLDER}/credits/{person}--{role}.yml"] = credit(person, role)
    return files


def credited(community: Community) -> set[tuple[str, str, str]]:
    lines = all_credits(community, all_facts(community, AS_OF))
    return {(line.key, line.member, line.role) for line in lines}


def gaps(community: Community, addresses: set[str]) -> set[str]:
    hands: dict[str, Hands] = {
        TEXT: {Signature("Somebody", address): ("c" * 40,) for address in addresses}
    }
    audit = audit_credits(community, all_facts(community, AS_OF), hands)
    return {gap.candidate.key for gap in audit.gaps}


CREDITS = st.sets(st.tuples(st.sampled_from(PEOPLE), st.sampled_from(ROLES)))
HANDS = st.sets(st.sampled_from(ADDRESSES))


@settings(max_examples=40, deadline=None)
@given(thanks=CREDITS, old=st.sampled_from(PEOPLE), new=st.sampled_from(PEOPLE))
def test_merging_records_loses_no_credit(thanks: set[tuple[str, str]], old: str, new: str) -> None:
    files = published_files(thanks)
    before = credited(load_files(files))
    if old != new:
        files[f"members/{old}.yml"]["same_as"] = new
    after = credited(load_files(files))
    assert after == {(key, new if who == old else who, role) for key, who, role in before}


@settings(max_examples=40, deadline=None)
@given(thanks=CREDITS, some=HANDS, more=HANDS)
def test_more_evidence_hides_no_gap(
    thanks: set[tuple[str, str]], some: set[str], more: set[str]
) -> None:
    community = load_files(published_files(thanks))
    assert gaps(community, some) <= gaps(community, some | more)


@settings(max_examples=40, deadline=None)
@given(some=CREDITS, more=CREDITS, hands=HANDS)
def test_more_credits_make_no_gap(
    some: set[tuple[str, str]], more: set[tuple[str, str]], hands: set[str]
) -> None:
    few, many = (load_files(published_files(found)) for found in (some, some | more))
    assert gaps(many, hands) <= gaps(few, hands)
    members = {"owner-b": ADDRESSES[1], "owner-c": ADDRESSES[2]}
    missing = {
        name
        for name, address in members.items()
        if address in hands and name not in {who for who, _ in some}
    }
    strangers = {"77+stranger": "stranger"}
    assert missing <= gaps(few, hands)
    assert ("stranger" in gaps(few, hands)) == any(key in " ".join(hands) for key in strangers)


@settings(max_examples=20, deadline=None)
@given(thanks=CREDITS, others=st.integers(min_value=1, max_value=4))
def test_credits_never_vanish_when_unrelated_modules_are_added(
    thanks: set[tuple[str, str]], others: int
) -> None:
    files = published_files(thanks)
    before = credited(load_files(files))
    for number in range(others):
        folder = f"modules/guide/other-{number}"
        files[f"{folder}/module.yml"] = {
            **files[f"{FOLDER}/module.yml"],
            "title": f"另一页{number}",
        }
        files[f"{folder}/claims/writer.yml"] = claim("owner-b", "2026-04-02")
    assert before <= credited(load_files(files))
