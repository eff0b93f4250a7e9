"""The second judge: known thefts and ordinary work, judged by their effects alone; random changes.

The table of paths is not asked in the first two: what it would refuse as well is no proof here.
"""

from __future__ import annotations

import copy
from collections import Counter
from typing import Any

import pytest

from kocbook.insight.fingerprint import text_fingerprint
from kocbook.insight.holdings import Holding, HoldingKind, holdings
from kocbook.insight.state import all_facts
from kocbook.model.takedown import MARK
from kocbook.policy.effects import Way, compare
from tests.builders import claim
from tests.policy.people import AS_OF, GALLERY, PNG, TEXT, Files, drop, edit, fingerprint, load
from tests.policy.trial import base, lacks_a_yes, try_case
from tests.policy.world import GUIDE, IDS, WORLD

CASES = 2_000
DONE, DUO, TEAM = f"{GUIDE}/done", f"{GUIDE}/duo", f"{GUIDE}/team"
QUIET, LATE, VOTE, HUNT = (f"{GUIDE}/{name}" for name in ("quiet", "late", "vote", "hunt"))
PRAISE = "members/recognition/2026/2026-04-09-owner-a.yml"
LAMP = "members/gifts/2026/2026-04-09-lamp.yml"
PAYOUT = f"{GUIDE}/payouts/2026-04-09-april.yml"
SCORES = f"{GALLERY}/judgings/operator.yml"


def brief(folder: str, **values: Any) -> Files:
    return edit(WORLD, f"{folder}/module.yml", **values)


def goals(folder: str, **values: Any) -> Files:
    found = copy.deepcopy(WORLD[f"{folder}/module.yml"]["goals"])
    found[0].update(values)
    return brief(folder, goals=found)


def reviewed(folder: str, who: str, number: int, met: str = "fully") -> Files:
    marks = {name: {"met": met} for name in ("clear", "short")}
    record = {"reviewer": who, "date": "2026-04-10", "goals": marks}
    return {**WORLD, f"{folder}/reviews/{number}-{who}.yml": record}


def given(who: str, by: str, points: int) -> Files:
    record = {"member": who, "by": by, "date": "2026-04-10", "kind": "praise", "reason": "好"}
    path = f"members/recognition/2026/2026-04-10-{who}.yml"
    return {**WORLD, path: {**record, "points": points}}


def claimed(folder: str, who: str, seat: str = "writer", *, past: bool = False) -> Files:
    path = f"{folder}/claims/{seat}.yml"
    terms = fingerprint(WORLD[f"{folder}/module.yml"])
    files = {**WORLD, path: claim(who, "2026-04-10", terms=terms)}
    if past:
        files[f"{folder}/claims/past/{seat}-1.yml"] = {**WORLD[path], "released": "2026-04-10"}
    return files


def released(folder: str, seat: str = "writer") -> Files:
    path = f"{folder}/claims/{seat}.yml"
    gone = {**WORLD[path], "released": "2026-04-10"}
    return drop({**WORLD, f"{folder}/claims/past/{seat}-1.yml": gone}, path)


def swapped() -> Files:
    """Return the poll with its options exchanged after the votes."""
    return brief(VOTE, options=[{"id": "red", "text": "蓝"}, {"id": "blue", "text": "红"}])


def rubric(text: str) -> Files:
    criteria = [{"id": "story", "text": text, "weight": 10000}]
    return edit(WORLD, f"{GALLERY}/module.yml", rubric={"criteria": criteria, "prizes": ["一等奖"]})


def signed(text: str, folder: str = DUO) -> Files:
    """Return the module with other words, signed by both of its authors."""
    files = {**WORLD, f"content/{folder.removeprefix('modules/')}/index.md": text}
    for who in ("owner-a", "owner-b"):
        record = {"member": who, "date": "2026-04-10", "text": text_fingerprint(text)}
        files[f"{folder}/signoffs/{who}.yml"] = record
    return files


TAKEN = {"by": "operator", "date": "2026-04-10", "reason": "abuse"}


def taken_down(path: str, who: str, reason: str) -> Files:
    """Return a response without its words, and the record that somebody writes of it."""
    record = {**TAKEN, "by": who, "target": path, "reason": reason}
    return {**edit(WORLD, path, text=MARK), f"{GALLERY}/takedowns/2026-04-10-1.yml": record}


OTHER = TEXT.replace("标签", "标贴")
MINE = f"{GUIDE}/vote/responses/owner-a.yml"
SEA = "content/guide/album/owner-a-sea.png"
# What is done, by whom, and whose yes would make it right ("" where nobody's yes alone does).
THEFTS: dict[str, tuple[Files, str, tuple[str, ...]]] = {
    "fewer days": (brief(QUIET, days=1), "planner", ("other",)),
    "a goal no longer needed": (goals(DONE, must=False), "planner", ("claimant", "operator")),
    "a goal in other words": (goals(DONE, text="更严"), "planner", ("claimant", "operator")),
    "another size": (brief(DONE, size="L"), "planner", ("claimant", "operator")),
    "another type": (brief(DONE, type="foundation"), "planner", ("claimant", "operator")),
    "another reward": (brief(DUO, reward={"points": 1}), "lead", ("claimant", "other")),
    "options after votes": (swapped(), "lead", ("claimant", "other", "planner")),
    "a rubric after scores": (
        rubric("字体"),
        "lead",
        ("claimant", "expert", "member", "operator"),
    ),
    "scores by somebody who entered": (
        {
            **WORLD,
            f"{GALLERY}/judgings/expert.yml": {
                "judge": "expert",
                "date": "2026-04-10",
                "entries": {"owner-a": {"scores": {"story": 0}}},
            },
        },
        "expert",
        ("claimant", "lead"),
    ),
    "a colleague's praise is gone": (drop(WORLD, PRAISE), "expert", ("claimant",)),
    "a promise is gone": (drop(WORLD, LAMP), "operator", ("claimant",)),
    "a promise becomes less": (edit(WORLD, LAMP, what="一张贴纸"), "operator", ("claimant",)),
    "a receipt in another's place": (
        edit(WORLD, LAMP, received="2026-04-10"),
        "lead",
        ("claimant",),
    ),
    "a promise to oneself": (
        {**WORLD, LAMP.replace("lamp", "own"): {**WORLD[LAMP], "member": "operator"}},
        "operator",
        ("lead",),
    ),
    "a friend's thousand points": (given("owner-b", "operator", 1000), "operator", ("lead",)),
    "praise for oneself": (given("operator", "operator", 5), "operator", ("lead",)),
    "a payment is gone": (drop(WORLD, PAYOUT), "lead", ("claimant", "operator")),
    "a confirmed credit is gone": (
        drop(WORLD, f"{DONE}/credits/passer-by--testing.yml"),
        "operator",
        ("member",),
    ),
    "a real author waived": (
        {
            **WORLD,
            f"{DONE}/waivers/1.yml": {
                "candidate": "owner-a",
                "reason": "declined",
                "by": "operator",
                "date": "2026-04-10",
            },
        },
        "operator",
        ("claimant",),
    ),
    "a claim for another": (claimed(f"{GUIDE}/free", "owner-b"), "operator", ("other",)),
    "a running claim taken over": (
        claimed(QUIET, "passer-by", past=True),
        "member",
        ("other", "lead"),
    ),
    "delivered work released by staff": (released(TEAM), "operator", ("claimant",)),
    "accepted work judged again": (reviewed(DONE, "lead", 2, "not"), "lead", ("claimant",)),
    "a reviewer's record altered": (
        edit(WORLD, f"{DONE}/reviews/1-operator.yml", strengths=["好"]),
        "lead",
        ("operator",),
    ),
    "another's vote changed": (edit(WORLD, MINE, choice=["blue"]), "lead", ("claimant",)),
    "another's answer removed": (drop(WORLD, MINE), "operator", ("claimant",)),
    "another's picture replaced": ({**WORLD, SEA: PNG + b"2"}, "operator", ("claimant",)),
    "a colleague's part rewritten": (
        {**WORLD, "content/guide/team/writer/index.md": OTHER},
        "other",
        ("claimant",),
    ),
    "a colleague's photo replaced": (
        {**WORLD, "content/guide/team/camera/lake.png": PNG + b"3"},
        "claimant",
        ("other",),
    ),
    "published words of one who works alone, unseen": (
        {**WORLD, "content/guide/done/index.md": OTHER},
        "claimant",
        ("operator",),
    ),
    "published words of two": (
        {**WORLD, "content/guide/duo/index.md": OTHER},
        "claimant",
        ("other", "operator"),
    ),
    "published work withdrawn": (
        brief(DUO, withdrawn={"date": "2026-04-10", "reason": "不要了"}),
        "planner",
        ("claimant", "other"),
    ),
    "somebody else's own record": (
        edit(WORLD, "members/owner-a.yml", city="成都"),
        "lead",
        ("claimant",),
    ),
    "roles of one's own": (
        edit(WORLD, "members/operator.yml", staff=["project-lead"]),
        "operator",
        ("lead",),
    ),
    "points of an activity that is over": (
        brief(f"{GUIDE}/over", reward={"points": 1}),
        "lead",
        ("claimant", "other", "planner"),
    ),
    "taken back by somebody else": (
        taken_down(f"{GALLERY}/responses/owner-a.yml", "passer-by", "withdrawn"),
        "member",
        ("claimant",),
    ),
    "taken down under the name of another record": (
        {
            **taken_down(f"{GALLERY}/responses/owner-a.yml", "operator", "abuse"),
            f"{GALLERY}/takedowns/2026-04-10-1.yml": {
                **TAKEN,
                "target": f"{GALLERY}/responses/expert.yml",
            },
        },
        "operator",
        ("claimant",),
    ),
    "another ladder": (
        edit(
            WORLD,
            "community.yml",
            tiers=[{**one, "points": one["points"] * 9} for one in WORLD["community.yml"]["tiers"]],
        ),
        "lead",
        ("operator",),
    ),
    "a planner's own points": (
        brief(f"{GUIDE}/over", reward={"points": 90}),
        "planner",
        ("claimant", "other", "lead"),
    ),
}


@pytest.mark.parametrize("name", THEFTS)
def test_a_theft_is_seen_by_what_it_does(name: str) -> None:
    after, who, yes = THEFTS[name]
    loaded = load(after)
    assert loaded.findings == ()
    assert loaded.community is not None
    alone = {IDS[who]}
    assert lacks_a_yes(loaded.community, who, alone)
    everybody = {*alone, *(IDS[one] for one in yes)}
    assert not lacks_a_yes(loaded.community, who, everybody)
    for one in yes:  # each of them is needed
        assert lacks_a_yes(loaded.community, who, everybody - {IDS[one]}), one


PROPOSED = f"{DONE}/credits/owner-b--testing.yml"
WORK: dict[str, tuple[Files, str]] = {
    "own city": (edit(WORLD, "members/passer-by.yml", city="成都"), "member"),
    "becomes anonymous": (edit(WORLD, "members/passer-by.yml", visibility="anonymous"), "member"),
    "claims": (claimed(f"{GUIDE}/free", "passer-by"), "member"),
    "takes a lapsed seat": (claimed(LATE, "passer-by", past=True), "member"),
    "joins and claims": (
        {
            **claimed(f"{GUIDE}/free", "xin-ren"),
            "members/xin-ren.yml": {
                "name": "新",
                "github": "stranger",
                "github_id": 9999,
                "joined": "2026-04-10",
            },
        },
        "outsider",
    ),
    "delivers": (
        {
            **edit(WORLD, f"{QUIET}/claims/writer.yml", delivered="2026-04-10"),
            "content/guide/quiet/index.md": TEXT,
        },
        "other",
    ),
    "delivers a part again": (
        {**WORLD, "content/guide/team/camera/lake.png": PNG + b"3"},
        "other",
    ),
    "releases": (released(QUIET), "other"),
    "extends": (edit(WORLD, f"{QUIET}/claims/writer.yml", extended="2026-04-10"), "other"),
    "staff release what nobody delivered": (released(QUIET), "operator"),
    "changes a vote": (edit(WORLD, MINE, choice=["blue"]), "claimant"),
    "replaces a picture of one's own": ({**WORLD, SEA: PNG + b"2"}, "claimant"),
    "removes one's answer": (drop(WORLD, MINE), "claimant"),
    "withdraws a proposal": (drop(WORLD, PROPOSED), "other"),
    "withdraws a sign-off": (drop(WORLD, f"{DUO}/signoffs/owner-b.yml"), "other"),
    "confirms a proposal": (edit(WORLD, PROPOSED, confirmed_by="operator"), "operator"),
    "makes words bold": (
        {**WORLD, "content/guide/duo/index.md": f"\n{TEXT}\n"},
        "operator",
    ),
    "mends a typo with both sign-offs and yeses": (signed(OTHER), "operator"),
    "mends a title under a claim": (brief(QUIET, title="胎压怎么读"), "planner"),
    "reviews": (reviewed(TEAM, "lead", 1), "lead"),
    "asks for changes": (reviewed(TEAM, "expert", 1, "partly"), "expert"),
    "mends the review of the day": (
        edit(WORLD, f"{DONE}/reviews/1-operator.yml", strengths=["好"]),
        "operator",
    ),
    "praises": (given("owner-b", "operator", 20), "operator"),
    "pays what is owed": (
        {
            **WORLD,
            PAYOUT.replace("april", "more"): {
                **WORLD[PAYOUT],
                "lines": [
                    {"module": "duo", "seat": "camera", "member": "owner-b", "cash_minor": 4000},
                ],
            },
        },
        "lead",
    ),
    "goes on with a report": (
        edit(WORLD, f"{HUNT}/triage/owner-a.yml", by="expert", state="forwarded"),
        "expert",
    ),
    "scores": (
        {
            **WORLD,
            f"{GALLERY}/judgings/lead.yml": {
                "judge": "lead",
                "date": "2026-04-10",
                "entries": {"owner-a": {"scores": {"story": 2}}},
            },
        },
        "lead",
    ),
    "takes words down": (
        taken_down(f"{GALLERY}/responses/owner-a.yml", "operator", "abuse"),
        "operator",
    ),
    "appoints": (edit(WORLD, "members/passer-by.yml", staff=["community-operator"]), "lead"),
    "writes a brief": (
        {**WORLD, f"{GUIDE}/next/module.yml": WORLD[f"{LATE}/module.yml"]},
        "planner",
    ),
    "withdraws a brief that nobody claimed": (
        brief(f"{GUIDE}/free", withdrawn={"date": "2026-04-10", "reason": "不要了"}),
        "planner",
    ),
}
AGREEING = {"mends a typo with both sign-offs and yeses": ("claimant", "other")}


@pytest.mark.parametrize("name", WORK)
def test_ordinary_work_has_no_effect_that_needs_anybody(name: str) -> None:
    after, who = WORK[name]
    loaded = load(after)
    assert loaded.community is not None
    me = "xin-ren" if who == "outsider" else IDS[who]
    agreed = {me, *(IDS[one] for one in AGREEING.get(name, ()))}
    assert not lacks_a_yes(loaded.community, who, agreed)


def test_the_world_holds_everything() -> None:
    loaded = base()
    assert loaded.findings == ()
    assert loaded.community is not None
    found = holdings(loaded.community, all_facts(loaded.community, AS_OF), AS_OF, ["lead"])
    assert {kind for _, kind, _ in found} == set(HoldingKind) - {
        HoldingKind.WAIVED,
        HoldingKind.TIER,
    }


def test_more_is_a_gain_less_a_loss_and_another_is_neither() -> None:
    points, seat = ("a", HoldingKind.POINTS, "x"), ("a", HoldingKind.SEAT, "y")
    told = {
        (one.kind, one.way)
        for one in (
            *compare(
                {points: Holding(5), seat: Holding("1")}, {points: Holding(4), seat: Holding("2")}
            ),
            *compare({points: Holding(5)}, {points: Holding(6), seat: Holding("2")}),
            *compare({seat: Holding("1")}, {}),
        )
    }
    assert told == {
        (HoldingKind.POINTS, Way.LOST),
        (HoldingKind.POINTS, Way.GAINED),
        (HoldingKind.SEAT, Way.ALTERED),
        (HoldingKind.SEAT, Way.GAINED),
        (HoldingKind.SEAT, Way.LOST),
    }
    assert compare({}, {points: Holding(0)}) == ()


@pytest.mark.parametrize("cases", [CASES // 5, pytest.param(CASES, marks=pytest.mark.slow)])
def test_no_random_change_takes_anything(cases: int) -> None:
    """Random changes by random people: no theft by the oracle's word passes, nor the second judge alone."""
    tried = [trial for number in range(cases) if (trial := try_case(number))]
    missed = [str(trial) for trial in tried if trial.is_missed]
    assert missed == []
    kinds = Counter((bool(trial.thefts), trial.is_allowed) for trial in tried)
    # Thefts were tried, and ordinary things passed: otherwise this says nothing.
    assert kinds[True, False] > cases / 5
    assert kinds[False, True] > cases / 20
