"""Levels follow from sources that sum to them, grow with work, fade with time, and stay bounded."""

from __future__ import annotations

import math
from datetime import date, timedelta
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from kocbook.insight.skills import (
    DECLARED,
    ENDORSED,
    EvidenceKind,
    Skill,
    decay,
    find_ties,
    skill_graph,
    skill_level,
)
from kocbook.insight.state import all_facts
from kocbook.model.community import Community
from kocbook.records.loader import load_community
from kocbook.records.tree import MemoryTree
from tests.builders import BRIEF, base_files, claim, load_files, member, review
from tests.site.built import AS_OF, load_living

SKILL = "copywriting"
SEAT = {"id": "writer", "role": "writing", "duty": "写", "skills": {SKILL: 1}}
DONE = date(2026, 4, 8)


def work_files(
    name: str = "tyres",
    who: str = "owner-a",
    size: str = "S",
    share: int = 10_000,
    met: str = "fully",
) -> dict[str, Any]:
    """Return the records of one accepted article; the rest of its share is another's."""
    seats = [{**SEAT, "share": share}]
    folder = f"modules/guide/{name}"
    files: dict[str, Any] = {
        f"{folder}/claims/writer.yml": claim(who, "2026-04-02", delivered="2026-04-05"),
        f"{folder}/reviews/1-staff-a.yml": {
            **review(DONE.isoformat(), "fully"),
            "goals": {"clear": {"met": "fully"}, "short": {"met": met}},
        },
        f"content/guide/{name}/index.md": "冷车时看标牌。",
    }
    if share < 10_000:
        other = {"id": "camera", "role": "photography", "duty": "拍", "share": 10_000 - share}
        seats.append(other)
        files[f"{folder}/claims/camera.yml"] = claim(
            "owner-b", "2026-04-02", delivered="2026-04-05"
        )
    files[f"{folder}/module.yml"] = {**BRIEF, "size": size, "seats": seats}
    return files


def graph_of(files: dict[str, Any], day: date = DONE) -> dict[str, dict[str, Skill]]:
    community = load_files(base_files() | files)
    return skill_graph(community, all_facts(community, day), day)


def level_of(files: dict[str, Any], day: date = DONE) -> float:
    skills = graph_of(files, day)["owner-a"]
    return skills[SKILL].level if SKILL in skills else 0.0


def praise(day: str, **more: object) -> dict[str, Any]:
    given = {"member": "owner-a", "by": "staff-a", "date": day, "kind": "praise", "reason": "谢谢"}
    return {f"members/recognition/2026/{day}-thanks.yml": {**given, "skills": [SKILL], **more}}


def test_a_small_work_done_alone_counts_one_times_its_quality() -> None:
    (piece,) = graph_of(work_files())["owner-a"][SKILL].evidence
    assert piece.kind is EvidenceKind.WORK
    assert piece.source == "guide/tyres/writer"
    assert math.isclose(piece.amount, 1.2)
    (piece,) = graph_of(work_files(size="L", share=2500, met="not"))["owner-a"][SKILL].evidence
    assert math.isclose(piece.amount, 4 * 0.25 * 1.0)


def test_a_seat_that_does_not_ask_for_a_skill_shows_none() -> None:
    assert graph_of(work_files(share=6000))["owner-b"] == {}


def test_work_that_nobody_accepted_shows_nothing() -> None:
    files = work_files()
    del files["modules/guide/tyres/reviews/1-staff-a.yml"]
    assert graph_of(files)["owner-a"] == {}


def test_a_declared_skill_counts_for_180_days_from_joining() -> None:
    joined = date(2026, 1, 1)
    files = {"members/owner-a.yml": member(1, "甲", skills=[SKILL])}
    for days, amount in ((0, DECLARED), (179, DECLARED), (180, 0.0)):
        skill = graph_of(files, joined + timedelta(days=days))["owner-a"][SKILL]
        assert math.isclose(skill.level, skill_level(amount))
        assert skill.declared


def test_a_public_recognition_counts_and_a_private_one_is_nowhere() -> None:
    skill = graph_of(praise("2026-04-08"))["owner-a"][SKILL]
    assert math.isclose(skill.level, skill_level(ENDORSED))
    assert skill.evidence[0].by == "staff-a"
    assert graph_of(praise("2026-04-08", private=True))["owner-a"] == {}
    assert graph_of(praise("2026-04-09"))["owner-a"] == {}  # tomorrow's word is not known today


@given(st.floats(0, 1e6), st.floats(0, 1e6))
def test_more_evidence_never_lowers_a_level_and_no_level_reaches_one(e: float, more: float) -> None:
    assert 0 <= skill_level(e) <= skill_level(e + more) <= 1


@given(st.integers(-10, 10_000), st.integers(0, 10_000))
def test_evidence_only_fades(days: int, more: int) -> None:
    assert 1 >= decay(days) >= decay(days + more) >= 0
    assert math.isclose(decay(365), 0.5)


@settings(max_examples=25, deadline=None)
@given(
    st.sampled_from("SML"),
    st.integers(1, 10_000),
    st.sampled_from(["fully", "partly", "not"]),
    st.integers(0, 2000),
)
def test_a_level_is_monotone_in_size_share_goals_and_time(
    size: str, share: int, met: str, days: int
) -> None:
    day = DONE + timedelta(days=days)
    level = level_of(work_files(size=size, share=share, met=met), day)
    assert 0 < level < 1
    assert level <= level_of(work_files(size="L", share=share, met=met), day)
    assert level <= level_of(work_files(size=size, share=10_000, met=met), day)
    assert level <= level_of(work_files(size=size, share=share, met="fully"), day)
    assert level_of(work_files(size=size, share=share, met=met), day + timedelta(days=30)) <= level
    second = work_files("brakes", size=size, met=met)
    assert level_of(work_files(size=size, share=share, met=met) | second, day) > level


def living_graph(community: Community) -> dict[str, dict[str, Skill]]:
    return skill_graph(community, all_facts(community, AS_OF), AS_OF)


def test_the_sources_of_every_figure_sum_to_it() -> None:
    graph = living_graph(load_living())
    demonstrated = 0
    for skills in graph.values():
        for skill in skills.values():
            total = sum(piece.amount for piece in skill.evidence)
            assert math.isclose(skill.level, 1 - math.exp(-total / 3), abs_tol=1e-12)
            assert all(piece.amount > 0 for piece in skill.evidence)
            demonstrated += skill.is_demonstrated
    assert demonstrated > 20


def test_the_order_of_records_does_not_matter() -> None:
    files = base_files() | work_files() | work_files("brakes", "owner-b") | praise("2026-04-05")
    names = list(files)
    Random(7).shuffle(names)
    assert graph_of(files) == graph_of({name: files[name] for name in names})


def test_people_are_tied_by_accepted_work_alone() -> None:
    files = base_files() | work_files(share=6000)
    community = load_files(files)
    assert find_ties(all_facts(community, DONE)) == {("owner-a", "owner-b"): ("guide/tyres",)}
    assert find_ties(all_facts(community, DONE - timedelta(days=1))) == {}


def test_a_claim_of_somebody_unknown_does_not_stop_the_graph() -> None:
    import yaml

    files = base_files() | work_files(who="nobody-here")
    data = {
        path: value.encode() if isinstance(value, str) else yaml.safe_dump(value).encode()
        for path, value in files.items()
    }
    community = load_community(MemoryTree(data)).community
    assert community is not None
    assert "nobody-here" not in skill_graph(community, all_facts(community, DONE), DONE)
