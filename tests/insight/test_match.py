"""Teams are the best there are, explained, and never somebody who cannot come."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import permutations
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kocbook.insight.assignment import Answer, Scores, best_assignments
from kocbook.insight.match import Match, Reason, match_teams
from kocbook.insight.state import all_facts
from tests.builders import BRIEF, FOLDER, base_files, claim, load_files, member, review
from tests.conftest import examples
from tests.insight.crowd import DAY, KEY, best_of_all, crowd, whole_matrix
from tests.insight.test_skills import work_files

SKILL = "copywriting"


def brute_force(scores: list[dict[str, int]], count: int) -> list[int]:
    """Return the sums of the best answers by trying every one."""
    members = sorted({name for seat in scores for name in seat})
    pool: list[str | None] = [*members, *([None] * len(scores))]
    tried: dict[Answer, int] = {}
    for answer in set(permutations(pool, len(scores))):
        pairs = list(zip(scores, answer, strict=True))
        if all(name is None or name in seat for seat, name in pairs):
            tried[answer] = sum(seat[name] for seat, name in pairs if name is not None)
    most = max(sum(name is not None for name in answer) for answer in tried)
    full = [total for answer, total in tried.items() if len(answer) - answer.count(None) == most]
    return sorted(full, reverse=True)[:count]


def total(scores: list[dict[str, int]], answer: Answer) -> int:
    return sum(seat[name] for seat, name in zip(scores, answer, strict=True) if name is not None)


SEATS = st.lists(
    st.dictionaries(st.sampled_from("abcde"), st.integers(-300_000, 1_550_000), max_size=5),
    min_size=1,
    max_size=3,
)


@settings(max_examples=examples(150), deadline=None)
@given(SEATS, st.integers(1, 5))
def test_the_best_answers_are_those_of_brute_force(
    scores: list[dict[str, int]], count: int
) -> None:
    answers = best_assignments(scores, count)
    assert [total(scores, answer) for answer in answers] == brute_force(scores, count)
    assert len(set(answers)) == len(answers)
    for answer in answers:
        named = [name for name in answer if name is not None]
        assert len(set(named)) == len(named)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 4), st.integers(1, 4), st.randoms(use_true_random=False))
def test_the_short_list_loses_nothing(seats: int, count: int, random: Random) -> None:
    """Against the same solver over everybody: far more members than the list keeps."""
    names = [f"m{number:02d}" for number in range(40)]
    scores: list[Scores] = [{name: random.randrange(0, 30) for name in names} for _ in range(seats)]
    whole = best_assignments([{**seat} for seat in scores], 200)[:count]
    cut = best_assignments(scores, count)
    listed = [dict(seat) for seat in scores]
    assert [total(listed, answer) for answer in cut] == [total(listed, answer) for answer in whole]


def test_no_seat_no_answer_and_nobody_left() -> None:
    assert best_assignments([], 3) == []
    assert best_assignments([{}], 3) == [(None,)]
    assert best_assignments([{"a": 1}, {"a": 5}], 3) == [(None, "a"), ("a", None)]


def team_files(**more: Any) -> dict[str, Any]:
    """Return a community with an open module of one seat that asks for a skill, and one work done."""
    seats = [
        {"id": "writer", "role": "writing", "share": 10000, "duty": "写", "skills": {SKILL: 2}}
    ]
    files = base_files() | work_files("brakes", "owner-a")
    files[f"{FOLDER}/module.yml"] = {**BRIEF, "seats": seats}
    return files | more


def match(files: dict[str, Any], day: date = DAY, **options: Any) -> Match:
    community = load_files(files)
    return match_teams(community, all_facts(community, day), "guide/tyres", day, **options)


def first(found: Match) -> str | None:
    choice = found.teams[0].seats[0].choice
    return choice.member if choice else None


def test_who_has_shown_the_skill_comes_first_and_the_margin_says_how_clearly() -> None:
    found = match(team_files())
    (seat,) = found.teams[0].seats
    assert seat.choice is not None
    assert seat.runner_up is not None
    assert (seat.choice.member, seat.runner_up.member) == ("owner-a", "owner-b")
    assert [piece.source for piece in seat.choice.skills[0].evidence] == ["guide/brakes/writer"]
    assert seat.margin == pytest.approx(seat.choice.fit)
    assert [
        first_of.seats[0].choice.member for first_of in found.teams if first_of.seats[0].choice
    ] == [
        "owner-a",
        "owner-b",
    ]
    assert found.left_out == {Reason.STAFF: 1}


def test_a_wish_counts_as_interest() -> None:
    files = team_files()
    files["members/owner-b.yml"] = member(2, "乙", wants=[SKILL])
    files["members/owner-c.yml"] = member(4, "丁")
    teams = match(files).teams
    assert [team.seats[0].choice and team.seats[0].choice.member for team in teams] == [
        "owner-a",
        "owner-b",
        "owner-c",
    ]
    assert teams[1].seats[0].choice is not None
    assert teams[1].seats[0].choice.interest == 1


def test_newcomers_get_a_chance_only_where_the_operator_asks() -> None:
    files = team_files()
    files["members/owner-b.yml"] = member(2, "乙", skills=[SKILL])
    files["modules/guide/brakes/reviews/1-staff-a.yml"] = review("2025-04-08", "fully")
    files["modules/guide/brakes/claims/writer.yml"] = claim("owner-a", "2025-04-01")
    files["modules/guide/brakes/module.yml"]["opened"] = "2025-03-01"
    files["members/owner-a.yml"] = {**member(1, "甲"), "joined": "2025-01-01"}
    assert first(match(files)) == "owner-a"
    assert first(match(files, newcomers=True)) == "owner-b"


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        ({"away_until": "2026-04-20"}, Reason.AWAY),
        ({"visibility": "withdrawn"}, Reason.DEPARTED),
        ({"staff": ["community-operator"]}, Reason.STAFF),
    ],
)
def test_who_cannot_come_is_not_proposed(record: dict[str, Any], reason: Reason) -> None:
    files = team_files()
    files["members/owner-a.yml"] = member(1, "甲", **record)
    found = match(files)
    assert first(found) == "owner-b"
    assert found.left_out[reason] >= 1


def test_who_is_back_is_proposed() -> None:
    files = team_files()
    files["members/owner-a.yml"] = member(1, "甲", away_until="2026-04-19")
    assert first(match(files)) == "owner-a"


def test_a_full_hand_rules_out_and_a_half_full_one_weighs() -> None:
    files = team_files()
    files["modules/guide/lamps/module.yml"] = BRIEF
    files["modules/guide/lamps/claims/writer.yml"] = claim("owner-b", "2026-04-19")
    found = match(files)
    assert found.left_out[Reason.FULL] == 1
    # Whoever has 20 points may hold three claims at once: one of three is a load of a third.
    files["modules/guide/lamps/claims/writer.yml"] = claim("owner-a", "2026-04-19")
    choice = match(files).teams[0].seats[0].choice
    assert choice is not None
    assert choice.load == pytest.approx(1 / 3)


def test_who_holds_a_seat_of_the_module_is_not_proposed_for_another() -> None:
    files = team_files()
    files[f"{FOLDER}/module.yml"] = {
        **BRIEF,
        "seats": [
            {"id": "writer", "role": "writing", "share": 5000, "duty": "写", "skills": {SKILL: 2}},
            {"id": "camera", "role": "photography", "share": 5000, "duty": "拍"},
        ],
    }
    files[f"{FOLDER}/claims/camera.yml"] = claim("owner-a", "2026-04-19")
    found = match(files)
    assert first(found) == "owner-b"
    assert found.left_out[Reason.SEATED] == 1


def test_an_invitation_waits_then_the_next_person_is_proposed() -> None:
    files = team_files()
    files[f"{FOLDER}/module.yml"]["access"] = "invited"
    invitation = {"member": "owner-a", "by": "staff-a", "date": "2026-04-20", "reason": "写得清楚"}
    files[f"{FOLDER}/invitations/writer-1.yml"] = invitation
    found = match(files)
    assert found.teams == ()
    assert [one.member for one in found.waiting] == ["owner-a"]
    later = match(files, DAY + timedelta(days=4))
    assert first(later) == "owner-b"
    assert later.left_out[Reason.ASKED] == 1
    files[f"{FOLDER}/invitations/writer-1.yml"] = {**invitation, "declined": "2026-04-20"}
    assert first(match(files)) == "owner-b"


@settings(max_examples=20, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(0, 6))
def test_the_order_of_records_and_people_who_cannot_come_change_nothing(
    random: Random, others: int
) -> None:
    files = team_files()
    files["members/owner-c.yml"] = member(4, "丁", wants=[SKILL])
    teams = match(files).teams
    away = {
        f"members/away-{number}.yml": member(50 + number, "远", away_until="2030-01-01")
        for number in range(others)
    }
    names = list(files | away)
    random.shuffle(names)
    assert match({name: (files | away)[name] for name in names}).teams == teams


def test_among_a_crowd_the_best_team_is_that_of_the_whole_matrix() -> None:
    """The short lists lose nothing: SciPy, given every member for every seat, finds no better."""
    community, facts = crowd(members=600, seats=8)
    found = match_teams(community, facts, KEY, DAY)
    assert len(found.teams) == 3
    assert all(seat.choice for team in found.teams for seat in team.seats)
    assert found.teams[0].score >= found.teams[1].score >= found.teams[2].score
    assert found.teams[0].score == pytest.approx(best_of_all(whole_matrix(community, facts)))
