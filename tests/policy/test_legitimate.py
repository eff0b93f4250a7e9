"""Ordinary changes pass `koc check` with the help of nobody, and the same by somebody else does not."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from kocbook.insight.fingerprint import text_fingerprint
from kocbook.media.clean import clean_media
from kocbook.policy.actor import Account
from tests.builders import FOLDER, claim, member
from tests.conftest import Koc
from tests.policy.desk import Desk
from tests.policy.people import (
    CLAIM,
    CONTENT,
    EVERYBODY,
    GALLERY,
    STAFF,
    Files,
    community,
    fingerprint,
    reviewed,
    signoff,
    with_pins,
)
from tests.write import pictures

BRIEF_PATH = f"{FOLDER}/module.yml"
CAMERA = f"{FOLDER}/claims/camera.yml"
MINE = "members/passer-by.yml"
HUNT = "modules/guide/hunt"
ANSWER = f"{GALLERY}/responses/passer-by.yml"
WALL = "content/guide/album"
CREDIT = f"{FOLDER}/credits/passer-by--testing.yml"
REVIEW = f"{FOLDER}/reviews/1-operator.yml"
TEXT = "## 看读数\n\n先看门框上的标签，再看仪表。\n"
TYPO = "## 看读数\n\n先看门框上的标签，再看仪表盘。\n"
PHOTO, OTHER_PHOTO = (clean_media(f"a.{k}", d).data for k, d in (
    ("png", pictures.png()), ("jpg", pictures.jpeg()),
))  # fmt: skip
SHOWN = {"member": "passer-by", "date": "2026-04-09", "text": "江边", "media": ["passer-by-1.png"]}
SHOWN |= {"alt": ["江边的晨雾"]}
HELPED = {"member": "passer-by", "role": "testing", "date": "2026-04-09", "evidence": "试了一遍"}
REPORTED = {"member": "passer-by", "date": "2026-04-09", "text": "倒车影像黑屏，两次里有一次。"}
JUDGED = {**reviewed("operator"), "date": "2026-04-10", "strengths": ["步骤清处"]}
WHO = [who for who in EVERYBODY if who != "member"]


def club() -> Files:
    """The community of the other tests, with a bug hunt, and a text that is not accepted yet."""
    files = community(**{f"{CONTENT}/index.md": TEXT})
    brief = {**files[f"{GALLERY}/module.yml"], "title": "给车机找茬", "form": "bug-hunt"}
    files[f"{HUNT}/module.yml"] = brief
    files["modules/guide/handbook.yml"]["chapters"][0]["modules"].append("hunt")
    files["community.yml"]["limits"] = {"grace_days": 3}
    return files


BASE = club()
TERMS = fingerprint(BASE[BRIEF_PATH])


def held(path: str, record: Files) -> str:
    """Return the fingerprint of what a response relies on, as the command would write it."""
    return str(with_pins({**BASE, path: record}, path)[path]["terms"])


REPORTED |= {"terms": held(f"{HUNT}/responses/passer-by.yml", REPORTED)}
PLAIN = {"member": "passer-by", "date": "2026-04-09", "text": "江边"}
PLAIN |= {"terms": held(ANSWER, PLAIN)}
SHOWN |= {"terms": PLAIN["terms"]}


def change(path: str, base: Mapping[str, Any] = BASE, **values: Any) -> Files:
    """Return one record with properties changed; None removes one."""
    record = {**base[path], **values}
    return {path: {key: value for key, value in record.items() if value is not None}}


@pytest.fixture
def desk(koc: Koc, tmp_path: Path) -> Desk:
    made = Desk(koc, tmp_path / "repository")
    made.begin(BASE)
    return made


def refused_to_others(desk: Desk, files: Files, *, may: tuple[str, ...] = ()) -> None:
    """Nobody else may make the same change."""
    with desk.request(files):
        allowed = {who for who in WHO if desk.judge(who, "request")}
    assert allowed == set(may)


# ---- members and newcomers


@pytest.mark.parametrize(
    "values",
    [
        {"intro": "周末爱跑山", "city": "成都", "skills": ["copywriting"]},
        {"name": "路过的人", "visibility": "anonymous"},
        {"github": "ACCOUNT11"},
    ],
    ids=["profile", "anonymous", "letters"],
)
def test_a_member_edits_their_own_record(desk: Desk, values: Files) -> None:
    files = change(MINE, **values)
    assert desk.allows("member", files), desk.told
    assert not desk.allows("claimant", files)


def test_a_member_writes_down_a_renamed_account(desk: Desk) -> None:
    files = change(MINE, github="fresh-name")
    assert desk.allows(Account("fresh-name", 1011), files), desk.told
    assert not desk.allows(Account("fresh-name", 1012), files)


NEW = "members/new-friend.yml"
JOIN = {NEW: member(8999, "新朋友") | {"github": "stranger", "joined": "2026-04-10"}}
SEAT = {CAMERA: claim("new-friend", "2026-04-10", terms=TERMS)}


def vacant(desk: Desk) -> None:
    """Free the second seat."""
    desk.merge({CAMERA: None})


@pytest.mark.parametrize("day", ["2026-04-10", "2026-04-11"], ids=["today", "today in Asia"])
def test_somebody_joins_and_claims_in_one_request(desk: Desk, day: str) -> None:
    vacant(desk)
    files = {
        NEW: {**JOIN[NEW], "joined": day},
        CAMERA: {**SEAT[CAMERA], "claimed": day},
        f"{HUNT}/responses/new-friend.yml": {**REPORTED, "member": "new-friend", "date": day},
    }
    assert desk.allows("outsider", files), desk.told
    assert desk.allows("outsider", {NEW: files[NEW]}), desk.told
    refused_to_others(desk, files, may=("outsider",))


@pytest.mark.parametrize(
    ("files", "rule"),
    [
        (SEAT, "policy-not-a-member"),
        ({**JOIN, CAMERA: {**SEAT[CAMERA], "member": "passer-by"}}, "policy-other-name"),
        ({NEW: {**JOIN[NEW], "github_id": 77}, **SEAT}, "policy-join-account"),
        ({NEW: {**JOIN[NEW], "staff": ["project-lead"]}, "README.md": "x"}, "policy-field"),
        ({**JOIN, "README.md": "x"}, "policy-lead-only"),
        ({**JOIN, REVIEW: {**JUDGED, "reviewer": "new-friend"}}, "policy-staff-only"),
        ({**JOIN, CLAIM: claim("new-friend", "2026-04-10", terms=TERMS)}, "policy-claim-taken"),
        ({**JOIN, **change(MINE, city="上海")}, "policy-not-yours"),
    ],
)
def test_whoever_joins_may_no_more_than_a_member(desk: Desk, files: Files, rule: str) -> None:
    vacant(desk)
    assert not desk.allows("outsider", files)
    assert rule in desk.told


# ---- seats


def test_a_claim_through_its_life(desk: Desk) -> None:
    claimed = claim("passer-by", "2026-04-11", terms=TERMS)  # the day has begun in Asia
    vacant(desk)
    assert desk.allows("member", {CAMERA: claimed}), desk.told
    refused_to_others(desk, {CAMERA: claimed})
    desk.merge({CAMERA: claimed})
    photo = {f"{CONTENT}/camera/passer-by-1.png": PHOTO}
    longer = {CAMERA: {**claimed, "extended": "2026-04-11"}}
    done = {CAMERA: {**claimed, "delivered": "2026-04-11"}, **photo}
    gone = {
        CAMERA: None,
        f"{FOLDER}/claims/past/camera-1.yml": {**claimed, "released": "2026-04-11"},
    }
    for files in (longer, done, gone):
        assert desk.allows("member", files), desk.told
        assert not desk.allows("claimant", files)
    asked = {"member": "passer-by", "date": "2026-04-11", "text": "拍几张？"}
    question = {f"{FOLDER}/questions/2026-04-11-passer-by.yml": asked}
    assert desk.allows("member", question), desk.told
    refused_to_others(desk, question)


def said(act: str, **more: str) -> Files:
    """The yes of `owner-a`, as the operator writes it down."""
    record = {"member": "owner-a", "by": "operator", "date": "2026-04-10", "act": act}
    return {
        f"{FOLDER}/consents/owner-a--1.yml": {
            **record, "said": "好的，麻烦您", "through": "微信", **more,
        }
    }  # fmt: skip


LONGER = change(CLAIM, extended="2026-04-10")
DONE = change(CLAIM, delivered="2026-04-10")
REDONE = {**DONE, f"{CONTENT}/index.md": TYPO}
SIGNED = {f"{FOLDER}/signoffs/owner-a.yml": signoff("owner-a", TEXT)}
ACTS = {
    "extend": (LONGER, {"seat": "writer"}),
    "deliver": (DONE, {"seat": "writer", "covers": text_fingerprint(TEXT)}),
    "sign": (SIGNED, {"covers": text_fingerprint(TEXT)}),
}


@pytest.mark.parametrize("act", ACTS)
def test_staff_act_for_a_member_whose_yes_is_recorded(desk: Desk, act: str) -> None:
    files, more = ACTS[act]
    yes = said(act, **more)
    assert desk.allows("operator", {**files, **yes}), desk.told
    assert desk.allows("operator", files, approved=("claimant",)), desk.told
    # Alone, with a yes to something else, of somebody else, or by somebody else it is refused.
    assert not desk.allows("operator", files)
    assert desk.told == {"policy-needs-agreement"}
    assert not desk.allows("operator", files, approved=("other", "lead"))
    other_act = "sign" if act != "sign" else "extend"
    assert not desk.allows("operator", {**files, **said(other_act, **more)})
    assert not desk.allows("operator", {**files, **said(act, **{**more, "covers": "0" * 12})})
    path, record = next(iter(yes.items()))
    whose = {path.replace("owner-a", "owner-b"): {**record, "member": "owner-b"}}
    assert not desk.allows("operator", {**files, **whose})
    for who in ("member", "other", "planner", "lead"):
        assert not desk.allows(who, {**files, **yes}), who


def test_a_yes_of_yesterday_counts_for_nothing_new(desk: Desk) -> None:
    desk.merge(said("extend", seat="writer"))
    assert not desk.allows("operator", LONGER)
    assert not desk.allows("operator", {**LONGER, **said("extend", seat="writer", said="行")})
    assert "policy-consent-final" in desk.told


def test_nobody_signs_for_another_what_they_changed_themselves(desk: Desk) -> None:
    """The yes is to words that stand: new ones need the author's own approval."""
    words = {f"{CONTENT}/index.md": TYPO}
    signed = {
        path: {**signoff(name, TYPO), "date": "2026-04-10"}
        for name, path in (
            ("owner-a", f"{FOLDER}/signoffs/owner-a.yml"),
            ("owner-b", f"{FOLDER}/signoffs/owner-b.yml"),
        )
    }
    yes = said("sign", covers=text_fingerprint(TYPO))
    assert not desk.allows("operator", {**words, **signed, **yes}, approved=("other",))
    assert desk.allows("operator", {**words, **signed}, approved=("claimant", "other"))
    assert not desk.allows("operator", {**words, **signed}, approved=("claimant",))


def test_staff_deliver_new_words_for_one_who_works_alone(desk: Desk) -> None:
    desk.merge({CAMERA: None, **alone()})
    done = {**change(CLAIM, {**BASE, **alone()}, delivered="2026-04-10")}
    words = {f"{CONTENT}/index.md": TYPO}
    yes = said("deliver", seat="writer", covers=text_fingerprint(TYPO))
    assert desk.allows("operator", {**done, **words, **yes}), desk.told
    assert not desk.allows("operator", {**done, **words})
    assert not desk.allows("operator", {**words, **yes})  # nothing is delivered: only words change
    assert not desk.allows("member", {**done, **words, **yes})
    assert not desk.allows(
        "operator", {**done, f"{CONTENT}/index.md": TYPO + "\n再加一句。\n", **yes}
    )


def alone() -> Files:
    """A module with one seat, and its claim."""
    brief = {**BASE[BRIEF_PATH], "seats": [{**BASE[BRIEF_PATH]["seats"][0], "share": 10000}]}
    return {BRIEF_PATH: brief, CLAIM: {**BASE[CLAIM], "terms": fingerprint(brief)}}


def test_staff_claim_for_a_member_whose_yes_is_recorded(desk: Desk) -> None:
    vacant(desk)
    files = {CAMERA: claim("passer-by", "2026-04-10", terms=TERMS)}
    path = f"{FOLDER}/consents/passer-by--1.yml"
    yes = {
        path: {
            **next(iter(said("claim", seat="camera", covers=TERMS).values())), "member": "passer-by",
        }
    }  # fmt: skip
    assert desk.allows("operator", {**files, **yes}), desk.told
    assert desk.allows("operator", files, approved=("member",)), desk.told
    assert not desk.allows("operator", files)
    for who in ("claimant", "other", "lead"):
        assert not desk.allows(who, {**files, **yes}), who
    nobody = {CAMERA: claim("nobody", "2026-04-10", terms=TERMS)}
    assert not desk.allows("operator", {**nobody, **yes})


def test_who_works_there_writes_down_no_yes_of_a_teammate(desk: Desk) -> None:
    desk.merge({CAMERA: {**BASE[CAMERA], "member": "operator"}})
    assert not desk.allows("operator", {**LONGER, **said("extend", seat="writer")})
    assert "policy-own-activity" in desk.told


# ---- responses, pictures, proposals


def test_a_response_its_typo_and_its_picture(desk: Desk) -> None:
    shown = {ANSWER: SHOWN, f"{WALL}/passer-by-1.png": PHOTO}
    plain = {ANSWER: PLAIN}
    for files in (plain, shown):
        assert desk.allows("member", files), desk.told
        refused_to_others(desk, files)
    desk.merge(shown)
    exchanged = {
        ANSWER: {**SHOWN, "media": ["passer-by-2.jpg"]},
        f"{WALL}/passer-by-1.png": None,
        f"{WALL}/passer-by-2.jpg": OTHER_PHOTO,
    }
    smaller = clean_media("a.png", pictures.png("RGB", orientation=1)).data
    deeds: list[Files] = [
        {ANSWER: {**SHOWN, "text": "江边的早晨"}},
        {f"{WALL}/passer-by-1.png": smaller},
        exchanged,
        {ANSWER: None, f"{WALL}/passer-by-1.png": None},
        {**plain, f"{WALL}/passer-by-1.png": None},
    ]
    for files in deeds:
        assert desk.allows("member", files), (files.keys(), desk.told)
        refused_to_others(desk, files)


def test_nobody_takes_anothers_picture_by_naming_it(desk: Desk) -> None:
    desk.merge({ANSWER: SHOWN, f"{WALL}/passer-by-1.png": PHOTO})
    theirs = f"{GALLERY}/responses/owner-a.yml"
    named = {theirs: {**SHOWN, "member": "owner-a"}}
    assert not desk.allows("claimant", named)
    assert desk.told == {"policy-not-yours"}
    desk.merge(named)  # even where it stands by mistake, it is not theirs alone
    gone = {theirs: None, f"{WALL}/passer-by-1.png": None, ANSWER: {**SHOWN, "media": []}}
    assert not desk.allows("claimant", gone)
    assert not desk.allows("claimant", {f"{WALL}/passer-by-1.png": OTHER_PHOTO})


def test_a_second_report_stands_beside_the_first(desk: Desk) -> None:
    first = {f"{HUNT}/responses/passer-by.yml": REPORTED}
    second = {
        f"{HUNT}/responses/passer-by--2.yml": {**REPORTED, "text": "导航出隧道以后停住半分钟。"}
    }
    desk.merge(first)
    assert desk.allows("member", second), desk.told
    refused_to_others(desk, second)
    desk.merge(second)
    triage = {
        f"{HUNT}/triage/passer-by--2.yml": {"by": "expert", "date": "2026-04-10",
                                            "state": "confirmed", "confirmed_by": ["owner-a"]}
    }  # fmt: skip
    assert desk.allows("expert", triage), desk.told
    # Where everybody has one response, a second one counts for nobody.
    twice = {f"{GALLERY}/responses/passer-by--2.yml": PLAIN}
    assert not desk.allows("member", twice)
    assert desk.told == {"response-one-each"}


def test_a_proposal_is_corrected_and_withdrawn_until_it_is_confirmed(desk: Desk) -> None:
    assert desk.allows("member", {CREDIT: HELPED}), desk.told
    desk.merge({CREDIT: HELPED})
    better, gone = {CREDIT: {**HELPED, "evidence": "在自己的车上试了两遍"}}, {CREDIT: None}
    for files in (better, gone):
        assert desk.allows("member", files), desk.told
        refused_to_others(desk, files, may=STAFF)
    assert not desk.allows("member", {CREDIT: {**HELPED, "confirmed_by": "operator"}})
    desk.merge({CREDIT: {**HELPED, "confirmed_by": "operator"}})
    for files in (better, gone):
        assert not desk.allows("member", files)


# ---- staff


def test_an_operator_makes_words_bold(desk: Desk) -> None:
    files = {f"{CONTENT}/index.md": TEXT.replace("门框", "**门框**")}
    assert desk.allows("operator", files), desk.told
    assert not desk.allows("member", files)
    assert not desk.allows("operator", {f"{CONTENT}/index.md": TYPO})


def test_a_planner_mends_a_title_under_a_claim(desk: Desk) -> None:
    files = change(BRIEF_PATH, title="胎压怎么读")
    assert desk.allows("planner", files), desk.told
    assert not desk.allows("operator", files)
    assert not desk.allows("planner", change(BRIEF_PATH, reward={"points": 1}))


def test_a_reviewer_mends_a_typo_on_the_day(desk: Desk) -> None:
    desk.merge({**DONE, **change(CAMERA, delivered="2026-04-10")})
    assert desk.allows("operator", {REVIEW: JUDGED}), desk.told
    desk.merge({REVIEW: JUDGED})
    mended = {REVIEW: {**JUDGED, "strengths": ["步骤清楚"]}}
    assert desk.allows("operator", mended), desk.told
    desk.day = "2026-04-09"  # the review bears the day of Asia
    assert desk.allows("operator", mended), desk.told
    desk.day = "2026-04-10"
    refused_to_others(desk, mended, may=("operator",))
    goals = {"clear": {"met": "partly"}, "short": {"met": "fully"}}
    for other in (
        {"goals": goals},
        {"declined": "算了"},
        {"text": "0" * 12},
        {"date": "2026-04-09"},
    ):
        assert not desk.allows("operator", {REVIEW: {**JUDGED, **other}})
    assert not desk.allows("operator", {REVIEW: None})
    desk.day = "2026-04-11"
    assert not desk.allows("operator", mended)
    assert desk.told == {"policy-review-final"}
