"""Who may claim what is by invitation, and what came of an invitation."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kocbook.insight.invitations import (
    InvitationState,
    ends,
    find_waiting,
    invitation_state,
    may_claim,
)
from kocbook.insight.skills import skill_graph
from kocbook.insight.state import all_facts
from kocbook.model.community import Module
from tests.builders import BRIEF, FOLDER, base_files, claim, load_files, member
from tests.insight.test_skills import work_files

SEAT = {
    "id": "writer",
    "role": "writing",
    "share": 10000,
    "duty": "写",
    "skills": {"copywriting": 2},
}
ASKED = {"member": "owner-a", "by": "staff-a", "date": "2026-04-10", "reason": "写得清楚"}
PATH = f"{FOLDER}/invitations/writer-1.yml"


def files(**brief: Any) -> dict[str, Any]:
    """Return a module by invitation; owner-a has shown the skill of its seat elsewhere."""
    made = base_files() | work_files("brakes", size="M")
    made[f"{FOLDER}/module.yml"] = {**BRIEF, "access": "invited", "seats": [SEAT], **brief}
    return made


def may(made: dict[str, Any], who: str, day: date = date(2026, 4, 11)) -> bool:
    community = load_files(made)
    module = community.modules["guide/tyres"]
    return may_claim(
        module,
        module.brief.seats[0],
        community.members[who],
        day,
        community.settings.limits,
        lambda: skill_graph(community, all_facts(community, day), day),
    )


def test_an_open_module_is_everybodys() -> None:
    assert may(files(access="open"), "owner-b")


def test_named_members_and_nobody_else() -> None:
    assert may(files(invited=["owner-b"]), "owner-b")
    assert not may(files(invited=["owner-b"]), "owner-a")


def test_those_in_the_pool_by_what_they_have_shown() -> None:
    assert may(files(pool={"copywriting": 2}), "owner-a")
    assert not may(files(pool={"copywriting": 3}), "owner-a")
    declared = files(pool={"copywriting": 1})
    declared["members/owner-b.yml"] = member(2, "乙", skills=["copywriting"])
    assert not may(declared, "owner-b")


def test_a_brief_that_names_nobody_invites_those_who_declare_the_skills() -> None:
    made = files()
    made["members/owner-b.yml"] = member(2, "乙", skills=["copywriting"])
    assert may(made, "owner-b")
    assert not may(made, "owner-a")
    assert not may({**made, PATH: ASKED}, "owner-b")  # now somebody is named


@pytest.mark.parametrize(
    ("day", "able"),
    [("2026-04-09", False), ("2026-04-10", True), ("2026-04-13", True), ("2026-04-14", False)],
)
def test_an_invitation_holds_for_three_days(day: str, able: bool) -> None:
    assert may({**files(), PATH: ASKED}, "owner-a", date.fromisoformat(day)) is able


def test_who_declined_may_not_claim() -> None:
    assert not may({**files(), PATH: {**ASKED, "declined": "2026-04-11"}}, "owner-a")


def module_of(made: dict[str, Any]) -> Module:
    return load_files(made).modules["guide/tyres"]


@given(st.integers(0, 30))
def test_an_invitation_has_one_state_and_waits_exactly_while_it_may_be_answered(days: int) -> None:
    day = date(2026, 4, 10 + days) if days < 21 else date(2026, 5, days - 20)
    made = {**files(), PATH: ASKED}
    community = load_files(made)
    module, limits = community.modules["guide/tyres"], community.settings.limits
    state = invitation_state(module, module.invitations[0], limits, day)
    assert (state is InvitationState.WAITING) == (days <= 3)
    assert (find_waiting(module, "writer", limits, day) is not None) == (days <= 3)
    assert (day >= ends(module, module.invitations[0], limits)) == (days > 3)


def test_an_invitation_is_accepted_by_a_claim_in_time_alone() -> None:
    limits = load_files(files()).settings.limits
    for day, state in (("2026-04-13", "accepted"), ("2026-04-14", "lapsed")):
        made = {**files(), PATH: ASKED, f"{FOLDER}/claims/writer.yml": claim("owner-a", day)}
        module = module_of(made)
        assert invitation_state(module, module.invitations[0], limits, date(2026, 4, 20)) == state


def test_a_broken_invitation_accuses_nobody() -> None:
    import yaml

    from kocbook.records.loader import load_community
    from kocbook.records.tree import MemoryTree
    from kocbook.rules.engine import check_community

    made = {**files(), PATH: ASKED, f"{FOLDER}/claims/writer.yml": claim("owner-a", "2026-04-11")}
    data = {
        path: value.encode()
        if isinstance(value, str)
        else yaml.safe_dump(value, allow_unicode=True).encode()
        for path, value in made.items()
    }
    for broken, rules in ((ASKED, False), (b"a: [\n", False), (None, True)):
        if broken is None:
            data.pop(PATH)
        elif isinstance(broken, bytes):
            data[PATH] = broken
        community = load_community(MemoryTree(data)).community
        assert community is not None
        found = {finding.rule for finding in check_community(community, date(2026, 4, 12))}
        # Without any invitation the skills that a member declares decide.
        assert ("claim-not-invited" in found) is rules
