"""What somebody agreed to, answered, scored or reviewed stays, unless they say yes to a change."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from kocbook.base.languages import LANGUAGES
from kocbook.base.texts import load_texts
from kocbook.insight.fingerprint import earlier_terms_fingerprint
from kocbook.insight.pins import (
    Pin,
    amounts_fingerprint,
    entry_fingerprint,
    iter_pins,
    response_terms,
    rubric_fingerprint,
    yardstick_fingerprint,
)
from kocbook.insight.state import module_facts
from kocbook.model.community import Module
from kocbook.model.enums import State
from kocbook.model.settings import Limits
from kocbook.rules.engine import check_community
from kocbook.rules.messages import render_finding
from tests.builders import FOLDER, claim, review
from tests.policy.people import (
    AS_OF,
    CLAIM,
    CONTENT,
    GALLERY,
    PAST,
    PNG,
    STAFF,
    Files,
    community,
    drop,
    edit,
    fingerprint,
    judge,
    load,
    reviewed,
    rules,
    with_pins,
)

BRIEF = f"{FOLDER}/module.yml"
CAMERA = f"{FOLDER}/claims/camera.yml"
BASE = community()
DONE = {**BASE, f"{FOLDER}/reviews/1-expert.yml": reviewed("expert", "clear", "short", "safe")}
GOALS = BASE[BRIEF]["goals"]
POLL = f"{GALLERY}/module.yml"
VOTE = f"{GALLERY}/responses/passer-by.yml"
PICTURES = "content/guide/album"
OPTIONS = [
    {"id": "snow", "text": "雪地蓝", "picture": "snow.png", "alt": "雪地"},
    {"id": "lake", "text": "湖水绿", "picture": "lake.png", "alt": "湖水"},
]


def module_of(files: Files, folder: str) -> Module:
    found = load(files).community
    assert found is not None
    return found.modules[folder.removeprefix("modules/")]


def voted(pinned: bool = True) -> Files:
    """Return a poll with pictures in which a member and an owner have voted."""
    files = edit(BASE, POLL, form="poll", options=OPTIONS, title="哪个颜色？")
    files |= {f"{PICTURES}/snow.png": PNG + b"snow", f"{PICTURES}/lake.png": PNG + b"lake"}
    terms = response_terms(module_of(files, GALLERY))
    for who in ("passer-by", "owner-a"):
        vote = {"member": who, "date": "2026-04-09", "choice": "snow"}
        files[f"{GALLERY}/responses/{who}.yml"] = {**vote, "terms": terms} if pinned else vote
    return files


RUBRIC = {"criteria": [{"id": "story", "text": "有故事", "weight": 10000}], "prizes": ["封面"]}


def scored(pinned: bool = True) -> Files:
    """Return a judged gallery with two entries, one with a picture, both scored by the planner."""
    files = edit(BASE, POLL, rubric=RUBRIC)
    entry = {"member": "passer-by", "date": "2026-04-08", "text": "海边"}
    files[VOTE] = {**entry, "media": ["sea.png"], "alt": ["海"]}
    files[f"{GALLERY}/responses/owner-a.yml"] = {**entry, "member": "owner-a", "text": "山里"}
    files[f"{PICTURES}/sea.png"] = PNG
    module = module_of(files, GALLERY)
    entries: Files = {name: {"scores": {"story": 9}} for name in ("passer-by", "owner-a")}
    record: Files = {"judge": "planner", "date": "2026-04-09", "entries": entries}
    if pinned:
        assert module.brief.rubric is not None
        record["yardstick"] = rubric_fingerprint(module.brief.rubric)
        for name, said in entries.items():
            said["entry"] = entry_fingerprint(module, module.responses[name])
    return {**files, f"{GALLERY}/judgings/planner.yml": record}


def broken(files: Files) -> set[tuple[str, str]]:
    """Return what `koc check` says of pins on a published state: variant and path."""
    found = load(files).community
    assert found is not None
    return {
        (str(finding.data.get("variant", "")), finding.location.path)
        for finding in check_community(found, AS_OF)
        if finding.rule in ("pin-broken", "claim-other-terms")
    }


# ---- briefs under claims and after reviews

WEAKER = [{**GOALS[0], "must": False}, *GOALS[1:]]
REWORDED = [{**GOALS[0], "text": "看过就行"}, *GOALS[1:]]
MEASURED = [{**GOALS[0], "measure": "大概"}, *GOALS[1:]]
CHANGES: dict[str, Mapping[str, Any]] = {
    "fewer days": {"days": 1},
    "must dropped": {"goals": WEAKER},
    "a goal reworded": {"goals": REWORDED},
    "another measure": {"goals": MEASURED},
    "a goal dropped": {"goals": GOALS[1:]},
    "another size": {"size": "L"},
    "another type": {"type": "foundation"},
    "another form": {"form": "video"},
    "another scope": {"scope": {"includes": ["一切"]}},
    "a later answer": {"reply_within_days": 9},
    "another language": {"language": "en"},
    "fewer points": {"reward": {"points": 1}},
}
UNMEASURED = {"fewer days", "a later answer", "another language", "fewer points"}
"""What a holder agreed to, and no review measures by."""


@pytest.mark.parametrize("name", CHANGES)
@pytest.mark.parametrize("state", ["claimed", "reviewed"])
def test_what_was_agreed_changes_only_with_everybody_who_agreed(name: str, state: str) -> None:
    base = BASE if state == "claimed" else DONE
    after = edit(base, BRIEF, **CHANGES[name])
    for who in ("planner", "lead"):
        judgement = judge(base, after, who, approvals=["claimant", "other", "expert"])
        assert rules(judgement) == {"policy-terms-locked"}
    terms = fingerprint(after[BRIEF])
    renewed = edit(edit(after, CLAIM, terms=terms), CAMERA, terms=terms)
    if state == "reviewed":
        module = module_of(after, FOLDER)
        measured = yardstick_fingerprint(module.brief)
        path = f"{FOLDER}/reviews/1-expert.yml"
        moved = edit(renewed, path, yardstick=measured)
        assert (moved == renewed) == (name in UNMEASURED)
        asked = [] if name in UNMEASURED else ["expert"]
        renewed = moved
        alone = judge(base, renewed, "planner", approvals=["claimant", "other"])
        assert [need.member for need in alone.needs] == asked
    agreed = ["claimant", "other", "expert"]
    assert judge(base, renewed, "planner", approvals=agreed).allowed
    for missing in agreed[:2]:
        some = [one for one in agreed if one != missing]
        assert not judge(base, renewed, "planner", approvals=some).allowed


def test_a_shorter_time_does_not_open_a_live_claim_to_others() -> None:
    """`days` 10 → 1, then the seat would have lapsed and could be taken over."""
    base = edit(BASE, BRIEF, days=10)
    base = drop(base, f"{CONTENT}/index.md")
    terms = fingerprint(base[BRIEF])
    for path in (CLAIM, CAMERA):
        base = edit(base, path, terms=terms, claimed="2026-04-03")
    hurried = edit(base, BRIEF, days=1)
    assert rules(judge(base, hurried, "lead")) == {"policy-terms-locked"}
    taken = {
        **hurried,
        CLAIM: claim("passer-by", "2026-04-10", terms=fingerprint(hurried[BRIEF])),
        PAST: {**base[CLAIM], "released": "2026-04-10"},
    }
    assert rules(judge(base, taken, "member")) >= {"policy-claim-taken", "policy-planner-only"}
    # Were it merged against all this, the check of main would say so.
    assert ("", CLAIM) in broken(hurried)


@pytest.mark.parametrize(
    "change",
    [
        {"title": "胎压怎样看"},
        {"background": "常问"},
        {"tags": []},
        {"contact": "lead"},
        {"resources": [{"title": "表", "url": "https://example.com/t"}]},
        {"closes": "2026-05-01"},
    ],
)
@pytest.mark.parametrize("who", ["planner", "lead"])
def test_what_is_free_changes_at_any_time(change: Files, who: str) -> None:
    assert judge(DONE, edit(DONE, BRIEF, **change), who).allowed


def test_who_holds_a_seat_does_not_move_the_yardstick() -> None:
    base = edit(BASE, CLAIM, member="planner")
    after = edit(base, BRIEF, goals=WEAKER)
    terms = fingerprint(after[BRIEF])
    after = edit(edit(after, CLAIM, terms=terms), CAMERA, terms=terms)
    assert rules(judge(base, after, "planner", approvals=["other"])) == {"policy-own-yardstick"}
    assert judge(base, after, "lead", approvals=["planner", "other"]).allowed
    assert judge(base, edit(base, BRIEF, title="胎压怎样看"), "planner").allowed


def test_who_is_credited_does_not_move_the_yardstick() -> None:
    credit = {"role": "testing", "date": "2026-04-09", "evidence": "试", "confirmed_by": "lead"}
    base = {**BASE, f"{FOLDER}/credits/planner--testing.yml": {**credit, "member": "planner"}}
    after = edit(base, BRIEF, size="L")
    terms = fingerprint(after[BRIEF])
    after = edit(edit(after, CLAIM, terms=terms), CAMERA, terms=terms)
    agreed = ["claimant", "other"]
    assert rules(judge(base, after, "planner", approvals=agreed)) == {"policy-own-yardstick"}
    assert judge(base, after, "lead", approvals=agreed).allowed


def test_an_offer_stays_while_an_invitation_waits() -> None:
    path = f"{FOLDER}/invitations/camera-1.yml"
    offered = edit(drop(BASE, CLAIM, CAMERA), BRIEF, access="invited")
    terms = fingerprint(offered[BRIEF])
    asked = {"member": "passer-by", "by": "operator", "date": "2026-04-09", "reason": "稳"}
    base = {**offered, path: {**asked, "terms": terms}}
    after = edit(base, BRIEF, days=1)
    assert rules(judge(base, after, "planner")) == {"policy-terms-locked"}
    assert broken(after) == {("invitation-terms", path)}
    renewed = edit(after, path, terms=fingerprint(after[BRIEF]))
    assert [need.member for need in judge(base, renewed, "planner").needs] == ["operator"]
    assert judge(base, renewed, "planner", approvals=["operator"]).allowed
    declined = edit(base, path, declined="2026-04-10")
    assert judge(declined, edit(declined, BRIEF, days=1), "planner").allowed


def test_an_older_claim_counts_as_agreed() -> None:
    """A claim from before there were pins for days and goals holds, and is protected like others."""
    old = earlier_terms_fingerprint(module_of(BASE, FOLDER).brief)
    base = edit(edit(BASE, CLAIM, terms=old), CAMERA, terms=old)
    assert broken(base) == set()
    assert rules(judge(base, edit(base, BRIEF, days=1), "lead")) == {"policy-terms-locked"}
    renewed = edit(base, CLAIM, terms=fingerprint(base[BRIEF]))
    assert judge(base, renewed, "claimant").allowed
    worse = edit(base, BRIEF, reward={"points": 1})
    assert broken(worse) == {("", CLAIM), ("", CAMERA)}


# ---- activities


@pytest.mark.parametrize("pinned", [True, False])
@pytest.mark.parametrize(
    "change",
    [
        {"options": [{**OPTIONS[0], "text": "湖水绿"}, {**OPTIONS[1], "text": "雪地蓝"}]},
        {"options": [{**OPTIONS[0], "picture": "lake.png"}, {**OPTIONS[1], "picture": "snow.png"}]},
        {"options": [*OPTIONS, {"id": "red", "text": "红"}]},
        {"title": "哪个颜色不好看？"},
        {"choices": 2},
        {"reward": {"points": 1}},
    ],
)
def test_a_poll_stays_once_somebody_voted(change: Files, pinned: bool) -> None:
    base = voted(pinned)
    after = edit(base, POLL, **change)
    for who in ("planner", "lead"):
        assert rules(judge(base, after, who)) == {"policy-terms-locked"}
    if pinned:
        assert {variant for variant, _ in broken(after)} == {"response-terms"}
    free = drop(base, VOTE, f"{GALLERY}/responses/owner-a.yml")
    assert judge(free, edit(free, POLL, **change), "planner").allowed


@pytest.mark.parametrize("who", STAFF)
def test_pictures_of_options_are_not_exchanged_under_their_names(who: str) -> None:
    base = voted()
    one, other = f"{PICTURES}/snow.png", f"{PICTURES}/lake.png"
    after = {**base, one: base[other], other: base[one]}
    assert rules(judge(base, after, who)) == {"policy-terms-locked"}
    assert {variant for variant, _ in broken(after)} == {"response-terms"}
    assert "policy-terms-locked" in rules(judge(base, drop(base, one), who))


def test_pictures_may_get_other_names() -> None:
    base = voted()
    moved = [{**OPTIONS[0], "picture": "blue.png"}, OPTIONS[1]]
    after = edit(drop(base, f"{PICTURES}/snow.png"), POLL, options=moved)
    after[f"{PICTURES}/blue.png"] = base[f"{PICTURES}/snow.png"]
    assert broken(after) == set()
    assert "policy-terms-locked" not in rules(judge(base, after, "lead"))


def test_everybody_who_voted_can_agree_to_another_question() -> None:
    base = voted()
    after = edit(base, POLL, title="哪一个颜色？")
    terms = response_terms(module_of(after, GALLERY))
    for who in ("passer-by", "owner-a"):
        after = edit(after, f"{GALLERY}/responses/{who}.yml", terms=terms)
    judgement = judge(base, after, "planner", approvals=["member"])
    assert [need.member for need in judgement.needs] == ["owner-a"]
    assert judge(base, after, "planner", approvals=["member", "claimant"]).allowed
    assert rules(judge(base, after, "operator", approvals=["member", "claimant"])) >= {
        "policy-not-yours"
    }


def test_a_vote_pins_what_is_asked_and_nothing_else() -> None:
    base = voted()
    free = drop(base, VOTE)
    assert judge(free, base, "member").allowed
    wrong = edit(base, VOTE, terms="0" * 12)
    assert rules(judge(free, wrong, "member")) == {"policy-field"}
    assert judge(free, {**free, VOTE: {**base[VOTE], "choice": "lake"}}, "member").allowed


@pytest.mark.parametrize("pinned", [True, False])
def test_a_rubric_stays_once_somebody_scored(pinned: bool) -> None:
    base = scored(pinned)
    for rubric in (
        {**RUBRIC, "prizes": ["一张贴纸"]},
        {**RUBRIC, "criteria": [{"id": "story", "text": "像素高", "weight": 10000}]},
    ):
        after = edit(base, POLL, rubric=rubric)
        for who in ("planner", "lead"):
            assert rules(judge(base, after, who)) == {"policy-terms-locked"}
        if pinned:
            assert ("judging-yardstick", f"{GALLERY}/judgings/planner.yml") in broken(after)


@pytest.mark.parametrize("pinned", [True, False])
def test_an_entry_stays_as_it_was_scored(pinned: bool) -> None:
    base = scored(pinned)
    picture = f"{PICTURES}/sea.png"
    reworded = edit(base, VOTE, text="海边，改过")
    assert rules(judge(base, reworded, "member")) == {"policy-terms-locked"}
    exchanged = {**edit(base, VOTE, alt=["别的海"]), picture: PNG + b"other"}
    assert "policy-terms-locked" in rules(judge(base, exchanged, "member"))
    assert "policy-terms-locked" in rules(judge(base, {**base, picture: PNG + b"2"}, "operator"))
    if pinned:
        assert {variant for variant, _ in broken(reworded)} == {"judging-entries-entry"}
    unscored = drop(base, f"{GALLERY}/judgings/planner.yml")
    assert judge(unscored, edit(unscored, VOTE, text="海边，改过"), "member").allowed


def test_who_takes_part_does_not_judge() -> None:
    """Scoring only one's rivals decides about oneself."""
    base = drop(scored(), f"{GALLERY}/judgings/planner.yml")
    mine = f"{GALLERY}/responses/operator.yml"
    entered = {**base, mine: {"member": "operator", "date": "2026-04-08", "text": "我的"}}
    scores: Files = {"judge": "operator", "date": "2026-04-09"}
    scores["entries"] = {name: {"scores": {"story": 0}} for name in ("passer-by", "owner-a")}
    judging = f"{GALLERY}/judgings/operator.yml"
    judged = with_pins({**entered, judging: scores}, judging)
    assert rules(judge(entered, judged, "operator")) == {"policy-own-activity"}
    assert judge(base, with_pins({**base, judging: scores}, judging), "operator").allowed
    both = with_pins({**entered, judging: scores}, judging, mine)
    assert "policy-own-activity" in rules(judge(base, both, "operator"))
    judged = with_pins({**base, judging: scores}, judging)
    assert rules(judge(judged, both, "operator")) == {"policy-own-activity"}


# ---- reviews and payments


def test_a_review_says_which_text_it_judged() -> None:
    path = f"{FOLDER}/reviews/1-expert.yml"
    bare = {key: value for key, value in reviewed("expert").items() if key != "text"}
    assert rules(judge(BASE, {**BASE, path: bare}, "expert")) == {"policy-pin-missing"}
    other = {**reviewed("expert"), "yardstick": "0" * 12}
    assert rules(judge(BASE, {**BASE, path: other}, "expert")) == {"policy-field"}
    # Where there is no text, none is asked for.
    album = f"{GALLERY}/reviews/1-expert.yml"
    without = {**bare, "goals": {"clear": {"met": "fully"}}, "yardstick": None}
    after = with_pins(edit({**BASE, album: without}, album))
    assert "text" not in after[album]
    assert judge(BASE, after, "expert").allowed


def test_who_is_credited_does_not_review() -> None:
    path = f"{FOLDER}/credits/expert--testing.yml"
    help_given = {"member": "expert", "role": "testing", "date": "2026-04-09", "evidence": "试"}
    review_path = f"{FOLDER}/reviews/1-expert.yml"
    for confirmed in ({}, {"confirmed_by": "lead"}):
        base = {**BASE, path: {**help_given, **confirmed}}
        after = {**base, review_path: reviewed("expert")}
        assert rules(judge(base, after, "expert")) == {"policy-review-own-work"}
        both = {**BASE, path: help_given, review_path: reviewed("expert")}
        assert rules(judge(BASE, both, "expert")) == {"policy-review-own-work"}


PAYOUT = "modules/guide/payouts/2026-04-09-april.yml"
LINE = {"module": "tyres", "seat": "writer", "member": "owner-a", "cash_minor": 100}
PAID: Files = {
    "by": "lead",
    "date": "2026-04-09",
    "reference": "REF-1",
    "currency": "CNY",
    "lines": [LINE],
    "approved_by": "planner",
}


def test_a_recorded_payment_stays() -> None:
    base = {**BASE, PAYOUT: PAID}
    again = PAYOUT.replace("april", "again")
    for after in (
        BASE,
        with_pins({**BASE, again: {**PAID, "reference": "REF-2"}}),
        edit(base, PAYOUT, lines=[{**LINE, "cash_minor": 10}]),
        edit(base, PAYOUT, lines=[{**LINE, "member": "owner-b"}]),
        edit(base, PAYOUT, reference="REF-9"),
    ):
        assert "policy-needs-agreement" in rules(judge(base, after, "lead", approvals=["planner"]))
        judgement = judge(base, after, "lead", approvals=["planner", "claimant"])
        assert judgement.allowed
    assert judge(base, edit(base, PAYOUT, note="四月"), "lead", approvals=["planner"]).allowed


def test_the_amounts_of_a_payment_are_pinned() -> None:
    found = load({**BASE, PAYOUT: PAID}).community
    assert found is not None
    amounts = amounts_fingerprint(found.payouts[0])
    base = {**BASE, PAYOUT: {**PAID, "amounts": amounts}}
    assert broken(base) == set()
    less = edit(base, PAYOUT, lines=[{**LINE, "cash_minor": 10}])
    assert broken(less) == {("payout-amounts", PAYOUT)}
    agreed = ["planner", "claimant"]
    assert rules(judge(base, less, "lead", approvals=agreed)) == {"policy-field"}
    # Whoever leaves gets another id; what was paid stays.
    renamed = replace(
        found.payouts[0], lines=(replace(found.payouts[0].lines[0], member="former-1"),)
    )
    assert amounts_fingerprint(renamed) == amounts


def test_what_holds_is_listed_with_who_and_when() -> None:
    module = module_of({**scored(), **voted()}, FOLDER)
    pins = [pin for pin in iter_pins(module, Limits(), AS_OF) if pin.name == "claim.terms"]
    assert pins == [
        Pin(
            "claim.terms",
            path,
            ("terms",),
            member,
            date(2026, 4, 8),
            BASE[CLAIM]["terms"],
            BASE[CLAIM]["terms"],
            earlier_terms_fingerprint(module.brief),
        )
        for path, member in ((CAMERA, "owner-b"), (CLAIM, "owner-a"))
    ]


def test_an_outdated_round_pins_nothing() -> None:
    """What a first review asked for may become clearer before the second, once that one stands."""
    first = {**review("2026-04-08", "partly"), "text": "0" * 12}
    base = {
        **BASE,
        f"{FOLDER}/reviews/1-staff-a.yml": {**first, "yardstick": "0" * 12},
        f"{FOLDER}/reviews/2-expert.yml": reviewed("expert", "clear", "short", "safe"),
    }
    paths = {
        pin.path
        for pin in iter_pins(module_of(base, FOLDER), Limits(), AS_OF)
        if "review" in pin.name
    }
    assert paths == {f"{FOLDER}/reviews/2-expert.yml"}
    found = load(base).community
    assert found is not None
    assert module_facts(found, found.modules["guide/tyres"], AS_OF).state is State.ACCEPTED


def test_shares_are_adjusted_at_the_end_by_all_who_share() -> None:
    """Also after the acceptance: every seat's yes, and the new terms in every claim."""
    base = {**BASE, f"{FOLDER}/reviews/1-staff-a.yml": reviewed("staff-a")}
    brief = copy.deepcopy(base[BRIEF])
    for seat in brief["seats"]:
        seat["share"] = 5000
    after = {**base, BRIEF: brief}
    for path in (CLAIM, CAMERA):
        base, after = (edit(side, path, delivered="2026-04-08") for side in (base, after))
        after = edit(after, path, terms=fingerprint(brief))
    assert not judge(base, after, "planner", approvals=["claimant"]).allowed
    assert judge(base, after, "planner", approvals=["claimant", "other"]).allowed


# ---- new records without a pin

OFFERED = edit(drop(BASE, CLAIM, CAMERA), BRIEF, access="invited")
NEW: dict[str, tuple[Files, str, str, Files, tuple[str, ...], str]] = {
    # before, path, who, the record by hand, the lines that it lacks, what writes them
    "response": (
        BASE,
        VOTE,
        "member",
        {"member": "passer-by", "date": "2026-04-09", "text": "海边"},
        ("terms",),
        "koc respond album",
    ),
    "vote": (
        drop(voted(), VOTE),
        VOTE,
        "member",
        {"member": "passer-by", "date": "2026-04-09", "choice": "snow"},
        ("terms",),
        "koc respond album",
    ),
    "invitation": (
        OFFERED,
        f"{FOLDER}/invitations/camera-1.yml",
        "operator",
        {"member": "passer-by", "by": "operator", "date": "2026-04-09", "reason": "稳"},
        ("terms",),
        "koc invite tyres",
    ),
    "review": (
        BASE,
        f"{FOLDER}/reviews/1-expert.yml",
        "expert",
        {
            "reviewer": "expert",
            "date": "2026-04-09",
            "goals": reviewed("expert", "clear", "short")["goals"],
        },
        ("yardstick", "text"),
        "koc new review tyres",
    ),
    "judging": (
        drop(scored(), f"{GALLERY}/judgings/planner.yml"),
        f"{GALLERY}/judgings/operator.yml",
        "operator",
        {
            "judge": "operator",
            "date": "2026-04-09",
            "entries": {"passer-by": {"scores": {"story": 3}}},
        },
        ("yardstick", "entry"),
        "koc new judging album",
    ),
    "payout": (BASE, PAYOUT, "lead", {**PAID, "approved_by": None}, ("amounts",), "koc new payout guide"),
}  # fmt: skip


@pytest.mark.parametrize("kind", NEW)
def test_a_new_record_holds_what_it_relies_on(kind: str) -> None:
    """One by hand without is told which lines it lacks, and what writes them."""
    before, path, who, record, lines, command = NEW[kind]
    bare = edit({**before, path: record}, path)
    judgement = judge(before, bare, who)
    assert rules(judgement) == {"policy-pin-missing"}
    for language in LANGUAGES:
        told = [render_finding(one, load_texts(language)) for one in judgement.refusals]
        assert all(command in one.fix for one in told)
        wanted = with_pins(bare, path)
        for name in lines:
            assert any(f"{name}: " in one.fix for one in told)
            assert wanted[path] != record
    # As the finding says it, it passes; and what is on main without stays, and may be mended.
    assert judge(before, with_pins(bare, path), who).allowed
    mended = {"note": "四月"} if kind == "payout" else {"date": "2026-04-10"}
    if kind not in ("review", "invitation"):
        assert judge(bare, edit(bare, path, **mended), who).allowed


def test_a_new_entry_of_an_older_record_is_held() -> None:
    """Scores from before there were pins stay; one that is added says which entry it is for."""
    path = f"{GALLERY}/judgings/planner.yml"
    base = scored(pinned=False)
    entries = base[path]["entries"]
    fewer = edit(base, path, entries={"passer-by": entries["passer-by"]})
    judgement = judge(fewer, base, "planner")
    assert [(one.rule, one.location.pointer) for one in judgement.refusals] == [
        ("policy-pin-missing", ("entries", "owner-a"))
    ]
    held = with_pins(base, path)[path]["entries"]["owner-a"]
    after = edit(base, path, entries={**entries, "owner-a": held})
    assert judge(fewer, after, "planner").allowed
