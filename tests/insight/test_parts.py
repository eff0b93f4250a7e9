"""Whoever delivered nothing of their own that was accepted earns nothing, whatever else happened."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kocbook.insight.credits import module_credits
from kocbook.insight.points import iter_point_events
from kocbook.insight.rewards import list_rewards
from kocbook.insight.skills import skill_graph
from kocbook.insight.state import all_facts
from tests.builders import BRIEF, FOLDER, base_files, claim, load_files, member, review
from tests.conftest import examples

START, TODAY = date(2026, 4, 2), date(2026, 6, 1)
PEOPLE = {"writer": "owner-a", "camera": "owner-b", "editor": "owner-c"}
SHARES = {"writer": 5000, "camera": 3500, "editor": 1500}
KEY = "guide/tyres"
DAYS = st.integers(0, 20).map(lambda number: START + timedelta(days=number))
SEATS = st.fixed_dictionaries(
    {
        seat: st.fixed_dictionaries(
            {
                "held": st.booleans(),
                "delivered": st.none() | DAYS,
                "text": st.booleans(),
                "judged": st.booleans(),
                "missing": st.booleans(),
            }
        )
        for seat in PEOPLE
    }
)
ROUNDS = st.lists(st.tuples(DAYS, st.sampled_from(["fully", "partly"])), max_size=3)


def write_history(
    seats: dict[str, dict[str, Any]], rounds: list[tuple[date, str]], joint: bool, pins: bool
) -> dict[str, Any]:
    """Return a community in which this happened to a module of three seats, however unlikely."""
    files = base_files() | {"members/owner-c.yml": member(7, "丁")}
    wanted = [
        {
            "id": seat,
            "role": "writing",
            "share": SHARES[seat],
            "duty": "做",
            "skills": {"copywriting": 1},
        }
        for seat in PEOPLE
    ]
    files[f"{FOLDER}/module.yml"] = {
        **BRIEF,
        "seats": wanted,
        "reward": {"points": 100, "cash": 1000},
    }
    if joint:
        files[f"content/{KEY}/index.md"] = "大家的稿。\n"
    for seat, made in seats.items():
        if made["held"]:
            day = {"delivered": made["delivered"]} if made["delivered"] else {}
            files[f"{FOLDER}/claims/{seat}.yml"] = claim(PEOPLE[seat], START.isoformat(), **day)
        if made["text"]:
            files[f"content/{KEY}/{seat}/index.md"] = f"{seat} 的部分。\n"
    for number, (day, met) in enumerate(sorted(rounds), 1):
        said = review(day.isoformat(), met)
        if pins:
            said["parts"] = {seat: "0" * 12 for seat, made in seats.items() if made["judged"]}
        if number < len(rounds) and any(made["missing"] for made in seats.values()):
            said["missing"] = {seat: "缺" for seat, made in seats.items() if made["missing"]}
        files[f"{FOLDER}/reviews/{number}-staff-a.yml"] = said
    return files


@settings(max_examples=examples(150), deadline=None, suppress_health_check=list(HealthCheck))
@given(SEATS, ROUNDS, st.booleans(), st.booleans())
def test_a_seat_without_an_accepted_delivery_of_its_own_earns_nothing(
    seats: dict[str, dict[str, Any]], rounds: list[tuple[date, str]], joint: bool, pins: bool
) -> None:
    community = load_files(write_history(seats, rounds, joint, pins))
    facts = all_facts(community, TODAY)
    last = max(rounds, default=None)
    accepted = last is not None and last[1] == "fully"
    judged = pins and any(made["judged"] for made in seats.values())
    worked = {
        PEOPLE[seat]
        for seat, made in seats.items()
        if accepted and made["held"] and made["delivered"] and last and made["delivered"] <= last[0]
        if not judged or made["judged"]
    }
    points = {one.member for one in iter_point_events(community, facts, TODAY) if one.points}
    rewards = {
        one.member for one in list_rewards(community, facts, TODAY) if one.points or one.cash
    }
    credited = {line.member for line in module_credits(community, facts[KEY]) if line.seat}
    graph = skill_graph(community, facts, TODAY)
    proven = {
        who for who, skills in graph.items() if any(s.is_demonstrated for s in skills.values())
    }
    people = set(PEOPLE.values())
    assert points & people == worked
    assert rewards & people == worked
    assert credited & people <= worked
    assert proven & people <= worked
