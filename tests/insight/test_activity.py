"""Activities add up to the same figures in whatever order they came, and earn what was promised."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from kocbook.insight.activity import confirmed_services, iter_earned, iter_parts
from kocbook.insight.credits import CreditState, all_credits
from kocbook.insight.judging import rank_entries
from kocbook.insight.responses import count_check_ins, count_votes, list_reports
from kocbook.insight.state import all_facts, module_facts
from kocbook.insight.tiers import all_standings
from kocbook.model.community import Community, Module
from tests.builders import BRIEF, base_files, load_files, member

KEY = "guide/album"
FOLDER = f"modules/{KEY}"
OPENED = date(2026, 4, 1)
AS_OF = date(2026, 6, 1)
PEOPLE = [f"koc-{number}" for number in range(12)]


def files(form: str, records: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Return a community with twelve people and one activity that closed in May."""
    brief = {key: value for key, value in BRIEF.items() if key != "seats"}
    brief |= {"form": form, "closes": "2026-05-10", "type": "exploration", **more}
    found = base_files()
    for number, name in enumerate(PEOPLE):
        found[f"members/{name}.yml"] = member(100 + number, f"友{number}")
    found["modules/guide/handbook.yml"]["chapters"][0]["modules"].append("album")
    found[f"{FOLDER}/module.yml"] = {key: val for key, val in brief.items() if val is not None}
    return found | {f"{FOLDER}/{path}.yml": value for path, value in records.items()}


def make(form: str, records: dict[str, Any], **more: Any) -> tuple[Community, Module]:
    community = load_files(files(form, records, **more))
    return community, community.modules[KEY]


def points(community: Community) -> dict[str, int]:
    facts = all_facts(community, AS_OF)
    return {name: item.points for name, item in all_standings(community, facts, AS_OF).items()}


OPTIONS = [{"id": name, "text": name} for name in ("blue", "green", "grey")]
VOTES = st.dictionaries(
    st.sampled_from(PEOPLE),
    st.lists(st.sampled_from(["blue", "green", "grey"]), min_size=1, max_size=2, unique=True),
    max_size=12,
)


@settings(deadline=None, max_examples=40)
@given(votes=VOTES, order=st.randoms())
def test_votes_add_up_in_any_order_and_the_latest_wins(
    votes: dict[str, list[str]], order: Any
) -> None:
    def response(name: str, choice: list[str]) -> dict[str, Any]:
        return {"member": name, "date": "2026-05-02", "choice": choice}

    last = {f"responses/{name}": response(name, choice) for name, choice in votes.items()}
    first = {path: {**value, "choice": ["grey"]} for path, value in last.items()}
    shuffled = list(last.items())
    order.shuffle(shuffled)
    wanted = count_votes(make("poll", last, options=OPTIONS, choices=2)[1])
    # An earlier version of the same file leaves no trace.
    merged = {**first, **dict(shuffled)}
    assert count_votes(make("poll", merged, options=OPTIONS, choices=2)[1]) == wanted
    assert [tally.count for tally in wanted] == [
        sum(name in choice for choice in votes.values()) for name in ("blue", "green", "grey")
    ]
    assert {tally.voters for tally in wanted} == {len(votes)}
    assert all(0 <= tally.percent <= 100 for tally in wanted)


def test_a_vote_for_no_option_counts_nowhere() -> None:
    records = {
        "responses/koc-0": {"member": "koc-0", "date": "2026-05-02", "choice": "pink"},
        "responses/koc-1": {"member": "koc-1", "date": "2026-05-02", "choice": "blue"},
    }
    tallies = count_votes(make("poll", records, options=OPTIONS)[1])
    assert [(tally.count, tally.voters, tally.percent) for tally in tallies] == [
        (1, 1, 100),
        (0, 1, 0),
        (0, 1, 0),
    ]


@settings(deadline=None, max_examples=40)
@given(
    days=st.dictionaries(
        st.sampled_from(PEOPLE), st.sets(st.integers(0, 30), min_size=1), max_size=12
    )
)
def test_check_ins_count_each_person_once_a_day_and_earn_once(days: dict[str, set[int]]) -> None:
    records = {}
    for name, found in days.items():
        *earlier, last = sorted(OPENED + timedelta(days=number) for number in found)
        records[f"responses/{name}"] = {
            "member": name,
            "date": str(last),
            "text": "早",
            "earlier": {str(day): "早" for day in earlier},
        }
    community, module = make("check-in", records)
    wall = count_check_ins(module)
    assert sum(wall.days.values()) == sum(map(len, days.values()))
    assert {name: len(lines) for name, lines in wall.members.items()} == {
        name: len(found) for name, found in days.items()
    }
    earned = list(iter_earned(module_facts(community, module, AS_OF), AS_OF))
    assert {item.member: item.points for item in earned} == dict.fromkeys(days, 20)
    assert len(earned) == len(days)


def report(name: str, day: str) -> dict[str, Any]:
    return {"member": name, "date": day, "text": "黑屏"}


def test_reports_earn_once_they_are_real_and_thank_who_saw_them_too() -> None:
    triage = {"by": "staff-a", "date": "2026-05-05"}
    records = {
        "responses/koc-0": report("koc-0", "2026-05-01"),
        "responses/koc-1": report("koc-1", "2026-05-02"),
        "responses/koc-2": report("koc-2", "2026-05-03"),
        "triage/koc-0": {**triage, "state": "fixed", "confirmed_by": ["koc-5"], "adopted": True},
        "triage/koc-1": {**triage, "state": "duplicate", "duplicate_of": "koc-0"},
    }
    community, module = make("bug-hunt", records)
    reports = list_reports(module, AS_OF)
    assert [item.state for item in reports] == ["fixed", "duplicate", "reported"]
    assert [item.member for item in reports[0].repeats] == ["koc-1"]
    assert {name for name, sum_ in points(community).items() if sum_} == {"koc-0"}
    before = list_reports(module, date(2026, 5, 4))
    assert {item.state for item in before} == {"reported"}
    parts = {(part.member, part.role) for part in iter_parts(module)}
    assert {("koc-5", "testing"), ("staff-a", "fact-checking")} <= parts


@settings(deadline=None, max_examples=40)
@given(
    confirmed=st.lists(st.tuples(st.sampled_from(PEOPLE), st.booleans()), max_size=20),
    most=st.integers(1, 4),
)
def test_services_earn_once_confirmed_and_never_beyond_the_brief(
    confirmed: list[tuple[str, bool]], most: int
) -> None:
    records = {}
    for number, (name, done) in enumerate(confirmed):
        day = OPENED + timedelta(days=number)
        service = {"member": name, "date": str(day), "kind": "host", "evidence": "主持"}
        if done:
            service["confirmed_by"] = "staff-a"
        records[f"services/{day}-{name}"] = service
    community, module = make("service", records, closes=None, paid_services=most)
    counted = dict.fromkeys(PEOPLE, 0)
    for service in confirmed_services(module, AS_OF):
        counted[service.member] += 1
    wanted = {name: 20 * min(most, number) for name, number in counted.items()}
    assert {name: points(community)[name] for name in PEOPLE} == wanted
    lines = {line.member: line for line in all_credits(community, all_facts(community, AS_OF))}
    for name in PEOPLE:
        state = lines[name].state if name in lines else None
        tried = any(who == name for who, _ in confirmed)
        thanked = CreditState.THANKED if counted[name] else CreditState.PROPOSED
        assert state == (thanked if tried else None)


RUBRIC = {
    "criteria": [
        {"id": "picture", "text": "画面", "weight": 3333},
        {"id": "words", "text": "话", "weight": 6667},
    ],
    "prizes": ["封面", "封底"],
}
SCORES = st.dictionaries(
    st.sampled_from(PEOPLE), st.tuples(st.integers(0, 10), st.integers(0, 10)), max_size=12
)


@settings(deadline=None, max_examples=60)
@given(scores=SCORES, second=st.booleans())
def test_places_are_exact_and_ties_share_a_place(
    scores: dict[str, tuple[int, int]], second: bool
) -> None:
    entries = {
        name: {"scores": {"picture": one, "words": two}} for name, (one, two) in scores.items()
    }
    records: dict[str, Any] = {
        f"responses/{name}": {"member": name, "date": "2026-05-01", "text": "诗"} for name in scores
    }
    judges = ["owner-a", "owner-b"] if second else ["owner-a"]
    for judge in judges if entries else []:
        records[f"judgings/{judge}"] = {"judge": judge, "date": "2026-05-12", "entries": entries}
    ranked = rank_entries(make("gallery", records, rubric=RUBRIC)[1])
    exact = {name: Fraction(3333 * one + 6667 * two, 10000) for name, (one, two) in scores.items()}
    assert {item.member: item.score for item in ranked} == exact
    for item in ranked:
        assert item.place == 1 + sum(other > item.score for other in exact.values())
        assert item.is_tied == (list(exact.values()).count(item.score) > 1)
        assert item.prize == dict(enumerate(["封面", "封底"], 1)).get(item.place)
    assert [item.score for item in ranked] == sorted(exact.values(), reverse=True)


def test_a_judges_own_entry_is_left_to_the_others() -> None:
    entries = {"koc-0": {"scores": {"picture": 10, "words": 10}}}
    records = {
        "responses/koc-0": {"member": "koc-0", "date": "2026-05-01", "text": "诗"},
        "judgings/koc-0": {"judge": "koc-0", "date": "2026-05-12", "entries": entries},
    }
    assert rank_entries(make("gallery", records, rubric=RUBRIC)[1]) == ()
