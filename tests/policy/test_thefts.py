"""What people tried elsewhere, and new tricks: every one is refused, and for the right reason."""

from __future__ import annotations

import itertools
import unicodedata
from dataclasses import replace
from datetime import date
from time import process_time

import pytest

from kocbook.base.errors import UsageError
from kocbook.base.finding import Severity
from kocbook.git.changes import ChangedPath
from kocbook.policy.actor import Account, parse_account, resolve_actor
from kocbook.policy.judgement import Judgement
from tests.builders import FOLDER, claim, member
from tests.policy.people import (
    ACCOUNTS,
    CLAIM,
    CONTENT,
    EVERYBODY,
    GALLERY,
    PAST,
    PNG,
    STAFF,
    TEXT,
    Files,
    changes_between,
    community,
    drop,
    edit,
    fingerprint,
    judge,
    lapsed,
    load,
    reviewed,
    rules,
    signoff,
    with_pins,
)

BASE = community()
BRIEF_PATH = f"{FOLDER}/module.yml"
CAMERA = f"{FOLDER}/claims/camera.yml"
MINE = "members/passer-by.yml"


def added(
    path: str, mode: str = "100644", status: str = "A", *, is_utf8: bool = True
) -> ChangedPath:
    return ChangedPath(path, "000000", mode, "0" * 40, "1" * 40, status, is_utf8)


def judge_added(change: ChangedPath, who: str) -> Judgement:
    return judge(BASE, {**BASE, change.path: "x"}, who, changes=[change])


# ---- whose change it is


def test_the_number_decides_over_the_login() -> None:
    base = load(BASE).community
    assert base is not None
    renamed = resolve_actor(base, Account("brand-new-login", 1001))
    assert renamed.id == "owner-a"
    thief = resolve_actor(base, Account("account1", 666))
    assert thief.member is None
    assert thief.reused is not None
    weak = resolve_actor(base, Account("ACCOUNT1"))
    assert (weak.id, weak.is_proven) == ("owner-a", False)


def test_a_reused_login_may_nothing_and_is_told_why() -> None:
    judgement = judge(BASE, edit(BASE, CLAIM, note="我的"), Account("account1", 666))
    assert not judgement.allowed
    assert {f.rule for f in judgement.findings} == {"policy-login-reused", "policy-not-a-member"}


def test_without_a_number_the_answer_says_so() -> None:
    judgement = judge(BASE, edit(BASE, CLAIM, note="我的"), Account("account1"))
    assert judgement.allowed
    assert [(f.rule, f.severity) for f in judgement.findings] == [
        ("policy-actor-unproven", Severity.NOTE)
    ]


def test_two_members_with_one_login_are_nobody() -> None:
    twins = edit(BASE, MINE, github="account1")
    assert not judge(twins, edit(twins, CLAIM, note="我的"), Account("account1")).allowed


def test_two_members_with_one_number_are_nobody() -> None:
    twins = edit(BASE, MINE, github_id=1001)
    assert not judge(twins, edit(twins, CLAIM, note="我的"), "claimant").allowed


@pytest.mark.parametrize("text", ["", ":1", "a b", "a:b", "a:1:2", "-x", "a:", "a\nb", "名字"])
def test_an_unclear_account_is_a_usage_error(text: str) -> None:
    with pytest.raises(UsageError):
        parse_account(text)


def test_accounts_are_read() -> None:
    assert parse_account("linxiaoman:10234567") == Account("linxiaoman", 10234567)
    assert parse_account("dependabot[bot]") == Account("dependabot[bot]")


def test_a_member_writes_down_a_renamed_login() -> None:
    account = Account("fresh-name", 1011)
    assert judge(BASE, edit(BASE, MINE, github="fresh-name"), account).allowed
    assert rules(judge(BASE, edit(BASE, MINE, github="somebody"), account)) == {
        "policy-join-account"
    }


# ---- roles and owners are those of the base


def test_making_oneself_staff_in_the_same_change_gives_nothing() -> None:
    after = {**edit(BASE, MINE, staff=["project-lead"]), "README.md": "x"}
    assert rules(judge(BASE, after, "member")) == {"policy-field", "policy-lead-only"}


def test_a_lead_of_the_head_only_is_no_lead() -> None:
    files = {**BASE, "members/evil.yml": member(1, "贼", staff=["project-lead"]) | STRANGER}
    assert rules(judge(BASE, files, "outsider")) == {"policy-field"}


STRANGER = {"github": "stranger", "github_id": 9999}


def test_putting_ones_account_into_anothers_record() -> None:
    for who in ("outsider", "member", *STAFF[:3]):
        account = ACCOUNTS[who]
        stolen = edit(BASE, "members/owner-a.yml", github=account.login, github_id=account.number)
        assert not judge(BASE, {**stolen, CLAIM: {**BASE[CLAIM], "note": "x"}}, who).allowed


def test_replacing_the_claimant_by_oneself() -> None:
    assert rules(judge(BASE, edit(BASE, CLAIM, member="passer-by"), "member")) == {
        "policy-claim-taken"
    }


def test_pushing_somebody_into_a_lapsed_seat() -> None:
    late = lapsed(BASE)
    after = {
        **late,
        CLAIM: claim("passer-by", "2026-04-10"),
        PAST: {**late[CLAIM], "released": "2026-04-10"},
    }
    assert judge(late, after, "member").allowed
    assert rules(judge(late, after, "claimant")) == {"policy-other-name"}
    for early in (date(2026, 3, 8), date(2026, 3, 10)):
        assert rules(judge(late, after, "member", as_of=early)) >= {"policy-claim-taken"}


def test_copied_claims_name_the_copier() -> None:
    free = drop(BASE, CLAIM)
    copied = {**free, CLAIM: BASE[CAMERA]}
    assert rules(judge(free, copied, "member")) == {"policy-other-name"}
    template = {**free, CLAIM: "member:\nclaimed: 2026-04-10\nterms: '000000000000'\n"}
    for who in EVERYBODY:
        assert not judge(free, template, who).allowed


def test_a_claim_that_begins_extended_or_delivered() -> None:
    free = drop(BASE, CLAIM)
    for name in ("extended", "delivered", "released"):
        after = {**free, CLAIM: claim("passer-by", "2026-04-10", **{name: "2026-04-10"})}
        assert rules(judge(free, after, "member")) >= {"policy-field"}


@pytest.mark.parametrize(
    "brief",
    [
        {"opened": None},
        {"opened": "2027-01-01"},
        {"withdrawn": {"date": "2026-04-01", "reason": "停"}},
        {"superseded_by": "guide/album"},
    ],
)
def test_claims_in_modules_that_are_not_open(brief: Files) -> None:
    free = edit(drop(BASE, CLAIM), BRIEF_PATH, **brief)
    after = {**free, CLAIM: claim("passer-by", "2026-04-10")}
    assert rules(judge(free, after, "member")) == {"policy-claim-closed"}


def test_a_claim_dated_back_into_a_lapsed_invitation() -> None:
    camera = f"{FOLDER}/claims/camera.yml"
    first, second = (f"{FOLDER}/invitations/camera-{number}.yml" for number in (1, 2))
    asked = {"by": "planner", "reason": "夜景拍得稳"}
    offered = {
        **edit(drop(BASE, camera), BRIEF_PATH, access="invited"),
        first: {**asked, "member": "passer-by", "date": "2026-04-03"},
        second: {**asked, "member": "owner-b", "date": "2026-04-09"},
    }
    late = {**offered, camera: claim("passer-by", "2026-04-04")}
    assert rules(judge(offered, late, "member")) == {"policy-claim-taken"}


def test_a_claim_from_before_its_module_was_opened() -> None:
    free = drop(BASE, CLAIM)
    after = {**free, CLAIM: claim("passer-by", "2020-01-01")}
    assert rules(judge(free, after, "member")) == {"policy-field"}


def test_claims_on_seats_that_are_not_there() -> None:
    for path in (f"{FOLDER}/claims/ghost.yml", "modules/guide/ghost/claims/writer.yml"):
        after = {**BASE, path: claim("passer-by", "2026-04-10")}
        assert rules(judge(BASE, after, "member")) >= {"policy-claim-closed"}


def test_opening_a_module_and_claiming_it_at_once() -> None:
    draft = edit(drop(BASE, CLAIM), BRIEF_PATH, opened=None)
    after = {**edit(draft, BRIEF_PATH, opened="2026-04-01"), CLAIM: claim("planner", "2026-04-10")}
    assert rules(judge(draft, after, "planner")) == {"policy-claim-closed"}


def test_accepted_work_keeps_its_claim() -> None:
    done = {**BASE, f"{FOLDER}/reviews/1-expert.yml": reviewed("expert", "clear", "short", "safe")}
    after = drop({**done, PAST: {**BASE[CLAIM], "released": "2026-04-10"}}, CLAIM)
    for who in ("claimant", *STAFF):
        assert rules(judge(done, after, who)) == {"policy-claim-settled"}


def test_two_past_records_for_one_release() -> None:
    past = {**BASE[CLAIM], "released": "2026-04-10"}
    after = drop({**BASE, PAST: past, PAST.replace("-1", "-2"): past}, CLAIM)
    assert rules(judge(BASE, after, "claimant")) == {"policy-past-claim"}


def test_a_past_record_beside_a_claim_that_goes_on() -> None:
    """It would credit the same work twice."""
    after = {**edit(BASE, CLAIM, note="继续"), PAST: {**BASE[CLAIM], "released": "2026-04-10"}}
    assert rules(judge(BASE, after, "claimant")) == {"policy-past-claim"}


def test_a_claim_older_than_its_seat_is_free() -> None:
    """A day before the hand-over would put the newcomer among those who had the old feedback."""
    past = {**BASE[CLAIM], "released": "2026-04-09"}
    free = drop({**BASE, PAST: past}, CLAIM)
    late = lapsed(BASE)
    kept = {PAST: {**late[CLAIM], "released": "2026-04-10"}}
    for base, more, first_day in ((free, {}, 9), (late, kept, 11)):
        month = "2026-04" if base is free else "2026-03"
        for day in (first_day - 3, first_day - 2, first_day - 1, first_day):
            mine = claim("passer-by", f"{month}-{day:02}")
            judgement = judge(base, {**base, **more, CLAIM: mine}, "member")
            # One day is left to those whose evening is tomorrow elsewhere.
            assert judgement.allowed == (day >= first_day - 1), (day, judgement)
            assert rules(judgement) <= {"policy-field"}


def test_a_lapsed_claim_is_not_extended_with_an_older_date() -> None:
    late = lapsed(BASE)
    extended = edit(late, CLAIM, extended="2026-03-05")
    assert rules(judge(late, extended, "claimant")) == {"policy-field"}
    assert judge(late, extended, "claimant", as_of=date(2026, 3, 10)).allowed


# ---- agreed terms


def renewed(reward: int = 50) -> Files:
    after = edit(BASE, BRIEF_PATH, reward={"points": reward})
    terms = fingerprint(after[BRIEF_PATH])
    return edit(edit(after, CLAIM, terms=terms), CAMERA, terms=terms)


def test_new_terms_need_every_claimant() -> None:
    after = renewed()
    judgement = judge(BASE, after, "planner")
    assert [need.member for need in judgement.needs] == ["owner-b", "owner-a"]
    assert rules(judgement) == {"policy-needs-agreement"}
    half = judge(BASE, after, "planner", approvals=["other"])
    assert [need.member for need in half.needs] == ["owner-a"]
    assert judge(BASE, after, "planner", approvals=["other", "claimant"]).allowed
    for wrong in ("outsider", "member", "lead"):
        assert not judge(BASE, after, "planner", approvals=[wrong, "other"]).allowed


def test_new_terms_with_one_claim_left_out() -> None:
    after = {**renewed(), CAMERA: BASE[CAMERA]}
    for who in STAFF:
        assert not judge(BASE, after, who, approvals=["claimant", "other"]).allowed
    assert "policy-terms-locked" in rules(judge(BASE, after, "lead"))


def test_a_claimant_agrees_only_to_what_the_brief_says() -> None:
    assert rules(judge(BASE, edit(BASE, CLAIM, terms="0" * 12), "claimant")) == {"policy-field"}


def test_a_claim_that_the_base_got_later_is_protected_too() -> None:
    """The request was made before somebody claimed: its head does not know the claim."""
    old = drop(BASE, CLAIM, CAMERA)
    head = edit(old, BRIEF_PATH, reward={"points": 1})
    judgement = judge(BASE, head, "lead", changes=changes_between(old, head))
    assert rules(judgement) == {"policy-terms-locked"}


def test_a_claim_that_somebody_else_made_in_the_meantime() -> None:
    old = drop(BASE, CLAIM)
    head = {**old, CLAIM: claim("passer-by", "2026-04-10")}
    judgement = judge(BASE, head, "member", changes=changes_between(old, head))
    assert rules(judgement) == {"policy-claim-taken"}
    assert judgement.refusals[0].data["holder"] == "甲"


# ---- words, pictures, signatures


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("见[标牌](https://a.example/)。", "见[标牌](https://evil.example/)。"),
        ("胎压要看。", "~~胎压要看。~~"),
        ("放电到 102 度。", "放电到 10<sup>2</sup> 度。"),
        ("1. 先\n2. 后", "3. 先\n4. 后"),
        ("> [!NOTE]\n> 慢点", "> [!CAUTION]\n> 慢点"),
        ("![甲](walk.png)", "![甲](cut.png)"),
        ("![甲](walk.png)", "&#1;walk.png&#1;甲"),
    ],
)
def test_what_a_reader_sees_changes_only_with_every_signature(before: str, after: str) -> None:
    old = {**BASE, f"{CONTENT}/index.md": f"{TEXT}\n{before}\n"}
    new = {**BASE, f"{CONTENT}/index.md": f"{TEXT}\n{after}\n"}
    judgement = judge(old, new, "operator")
    assert rules(judgement) == {"policy-words-changed"}


def test_staff_change_words_only_with_every_signature() -> None:
    new_text = TEXT + "\n再看一眼仪表。\n"
    edited = {**BASE, f"{CONTENT}/index.md": new_text}
    judgement = judge(BASE, edited, "operator")
    assert rules(judgement) == {"policy-words-changed"}
    assert [need.member for need in judgement.needs] == ["owner-a", "owner-b"]
    # An approval is not a signature.
    assert not judge(BASE, edited, "operator", approvals=["claimant", "other"]).allowed
    signed = {
        **edited,
        **{
            f"{FOLDER}/signoffs/{who}.yml": signoff(who, new_text) for who in ("owner-a", "owner-b")
        },
    }
    prepared = judge(BASE, signed, "operator")
    assert rules(prepared) == {"policy-needs-agreement"}
    assert judge(BASE, signed, "operator", approvals=["claimant", "other"]).allowed


def test_signatures_that_stand_on_the_base_already_suffice() -> None:
    new_text = TEXT + "\n再看一眼仪表。\n"
    base = {
        **BASE,
        **{
            f"{FOLDER}/signoffs/{who}.yml": signoff(who, new_text) for who in ("owner-a", "owner-b")
        },
    }
    assert judge(base, {**base, f"{CONTENT}/index.md": new_text}, "operator").allowed


def test_a_released_author_still_owns_the_draft() -> None:
    past = {**BASE[CLAIM], "delivered": "2026-04-09", "released": "2026-04-10"}
    base = drop({**BASE, PAST: past}, CLAIM, CAMERA)
    judgement = judge(base, {**base, f"{CONTENT}/index.md": "## 别的\n"}, "lead")
    assert [need.member for need in judgement.needs] == ["owner-a"]


def test_pictures_of_others_are_not_overwritten_by_responders() -> None:
    response = f"{GALLERY}/responses/passer-by.yml"
    picture = "content/guide/album/sea.png"
    answer = {"member": "passer-by", "date": "2026-04-09", "media": ["sea.png"], "alt": ["海"]}
    base = {**BASE, picture: PNG}
    after = with_pins({**base, response: answer, picture: PNG + b"2"})
    assert rules(judge(base, after, "member")) == {"policy-content-no-claim"}
    unnamed = {**BASE, response: {**answer, "media": ["b.png"]}, picture: PNG}
    assert rules(judge(BASE, with_pins(unnamed), "member")) == {"policy-content-no-claim"}


def test_replacing_a_picture_needs_its_author() -> None:
    response = f"{GALLERY}/responses/passer-by.yml"
    picture = "content/guide/album/sea.png"
    answer = {"member": "passer-by", "date": "2026-04-09", "media": ["sea.png"], "alt": ["海"]}
    base = {**BASE, response: answer, picture: PNG}
    judgement = judge(base, drop(base, picture), "operator")
    assert [need.member for need in judgement.needs] == ["passer-by"]
    assert judge(base, drop(base, picture), "operator", approvals=["member"]).allowed


def test_a_released_author_can_sign_what_was_delivered() -> None:
    """Otherwise no staff could ever change a word of an abandoned draft."""
    past = {**BASE[CLAIM], "delivered": "2026-04-09", "released": "2026-04-10"}
    base = drop({**BASE, PAST: past}, CLAIM)
    signed = {**base, f"{FOLDER}/signoffs/owner-a.yml": signoff("owner-a")}
    assert judge(base, signed, "claimant").allowed
    assert not judge(base, signed, "other").allowed


def test_signing_without_a_seat() -> None:
    after = {**BASE, f"{FOLDER}/signoffs/passer-by.yml": signoff("passer-by")}
    assert rules(judge(BASE, after, "member")) == {"policy-signoff-no-seat"}


@pytest.mark.parametrize(
    "name", [".gitattributes", ".gitkeep", ".png", "x.html", "x.svg", "mkdocs.yml"]
)
def test_odd_files_beside_content_are_no_contribution(name: str) -> None:
    assert not judge(BASE, {**BASE, f"{CONTENT}/{name}": "x"}, "claimant").allowed


# ---- in another's name


@pytest.mark.parametrize(
    ("path", "record"),
    [
        (f"{GALLERY}/responses/passer-by.yml", {"member": "owner-a", "date": "2026-04-09"}),
        (
            f"{FOLDER}/questions/2026-04-09-passer-by.yml",
            {"member": "owner-a", "date": "2026-04-09", "text": "？"},
        ),
        (f"{FOLDER}/signoffs/passer-by.yml", signoff("owner-a")),
    ],
)
def test_a_record_names_the_member_of_its_path(path: str, record: Files) -> None:
    assert rules(judge(BASE, {**BASE, path: record}, "member")) >= {"policy-other-name"}


def test_staff_do_not_speak_for_each_other() -> None:
    forged = {
        f"{FOLDER}/answers/2026-04-09-passer-by.yml": {
            "by": "lead",
            "date": "2026-04-09",
            "text": "是",
        },
        f"{FOLDER}/reviews/1-lead.yml": reviewed("lead"),
        f"{FOLDER}/reviews/1-operator.yml": reviewed("lead"),
        f"{FOLDER}/reviews/2-lead.yml": reviewed("operator"),
    }
    for path, record in forged.items():
        assert rules(judge(BASE, {**BASE, path: record}, "operator")) == {"policy-other-name"}


def test_staff_do_not_judge_or_confirm_their_own_work() -> None:
    base = edit(BASE, CLAIM, member="expert")
    review = {**base, f"{FOLDER}/reviews/1-expert.yml": reviewed("expert")}
    assert rules(judge(base, review, "expert")) == {"policy-review-own-work"}
    past = drop({**BASE, PAST: {**base[CLAIM], "released": "2026-04-09"}}, CLAIM)
    review = {**past, f"{FOLDER}/reviews/1-expert.yml": reviewed("expert")}
    assert rules(judge(past, review, "expert")) == {"policy-review-own-work"}
    credit = {
        "member": "operator",
        "role": "testing",
        "date": "2026-04-09",
        "evidence": "试",
        "confirmed_by": "operator",
    }
    after = {**BASE, f"{FOLDER}/credits/operator--testing.yml": credit}
    assert rules(judge(BASE, after, "operator")) == {"policy-own-credit"}


def test_staff_put_no_words_into_a_colleagues_mouth() -> None:
    """A record that goes on naming a colleague changes only with the colleague's approval."""
    praise = {"member": "owner-a", "by": "expert", "date": "2026-04-09", "kind": "praise"}
    records: Files = {
        "members/recognition/2026/2026-04-09-thanks.yml": (
            {**praise, "reason": "好"},
            {"member": "operator"},  # to oneself, in the name of another
        ),
        f"{FOLDER}/answers/2026-04-09-passer-by.yml": (
            {"by": "expert", "date": "2026-04-09", "text": "不是"},
            {"text": "是"},
        ),
        f"{FOLDER}/credits/operator--testing.yml": (
            {**CREDIT, "confirmed_by": "expert"},
            {"evidence": "全做了"},  # more than was confirmed
        ),
    }
    for path, (record, forged) in records.items():
        base = {**BASE, path: record}
        after = edit(base, path, **forged)
        judgement = judge(base, after, "operator", approvals=["lead", "planner"])
        assert "expert" in {need.member for need in judgement.needs}
        assert "policy-needs-agreement" in rules(judgement)
        touched = ["expert", "claimant"]
        assert judge(base, after, "operator", approvals=touched).allowed
        assert judge(base, drop(base, path), "operator", approvals=touched).allowed
        own = path.endswith("operator--testing.yml")
        assert judge(base, drop(base, path), "operator").allowed == own


CREDIT = {"member": "operator", "role": "testing", "date": "2026-04-09", "evidence": "试"}


def test_dropping_the_safety_mark_and_judging_at_once() -> None:
    goals = [{**goal, "safety": False} for goal in BASE[BRIEF_PATH]["goals"]]
    after = {
        **edit(BASE, BRIEF_PATH, goals=goals),
        f"{FOLDER}/reviews/1-planner.yml": {**reviewed("planner", "safe"), "yardstick": None},
    }
    after = with_pins(edit(after, f"{FOLDER}/reviews/1-planner.yml"))
    assert rules(judge(BASE, after, "planner")) == {"policy-review-safety", "policy-terms-locked"}


def test_nobody_decides_about_a_part_of_their_own() -> None:
    report = f"{GALLERY}/triage/expert.yml"
    triage = {"by": "expert", "date": "2026-04-09", "state": "needs-info"}
    assert rules(judge(BASE, {**BASE, report: triage}, "expert")) == {"policy-own-activity"}
    service = f"{GALLERY}/services/2026-04-09-operator.yml"
    served = {"member": "operator", "date": "2026-04-09", "kind": "host", "evidence": "主持"}
    after = {**BASE, service: {**served, "confirmed_by": "operator"}}
    assert rules(judge(BASE, after, "operator")) == {"policy-own-activity"}
    assert judge(BASE, {**BASE, service: served}, "operator").allowed
    assert judge({**BASE, service: served}, after, "lead").allowed is False
    confirmed = {**BASE, service: {**served, "confirmed_by": "lead"}}
    assert judge({**BASE, service: served}, confirmed, "lead").allowed


def test_a_confirmed_service_is_no_longer_its_members_to_change() -> None:
    path = f"{GALLERY}/services/2026-04-09-passer-by.yml"
    served = {"member": "passer-by", "date": "2026-04-09", "kind": "host", "evidence": "主持"}
    base = {**BASE, path: {**served, "confirmed_by": "operator"}}
    assert rules(judge(base, drop(base, path), "member")) == {"policy-staff-only"}
    forged = {**BASE, path: {**served, "confirmed_by": "operator"}}
    assert rules(judge({**BASE, path: served}, forged, "member")) == {"policy-field"}
    in_another_name = {**BASE, path: {**served, "member": "owner-a"}}
    assert rules(judge(BASE, in_another_name, "member")) == {"policy-other-name"}
    reworded = {**BASE, path: {**served, "evidence": "主持得不好"}}
    assert rules(judge({**BASE, path: served}, reworded, "operator")) == {"policy-field"}


def test_closed_modules_take_no_votes() -> None:
    closed = edit(BASE, f"{GALLERY}/module.yml", closes="2026-04-05")
    path = f"{GALLERY}/responses/passer-by.yml"
    vote = {"member": "passer-by", "date": "2026-04-04", "text": "海"}
    voted = with_pins({**closed, path: vote})
    assert rules(judge(closed, voted, "member")) == {"policy-response-closed"}
    assert judge({**closed, path: vote}, closed, "member").allowed


def test_joining_for_somebody_else_or_twice() -> None:
    other = {**BASE, "members/new.yml": member(50, "新", joined="2026-04-09")}
    assert rules(judge(BASE, other, "outsider")) == {"policy-join-account"}
    again = {**BASE, "members/new.yml": member(11, "新")}
    assert rules(judge(BASE, again, "member")) == {"policy-join-twice"}
    two = {
        **BASE,
        "members/new-a.yml": member(1, "新", joined="2026-04-09") | STRANGER,
        "members/new-b.yml": member(1, "新", joined="2026-04-09") | STRANGER,
    }
    assert rules(judge(BASE, two, "outsider")) == {"policy-join-twice"}


# ---- renames, deletions, names and kinds of files

NAME_RULES = {
    "policy-file-name",
    "file-name",
    "file-name-not-nfc",
    "file-unexpected",
    "content-bad-name",
}


@pytest.mark.parametrize("who", [who for who in EVERYBODY if who != "claimant"])
def test_a_rename_is_judged_under_both_paths(who: str) -> None:
    """What was moved away is a deletion of the owner's, wherever it goes."""
    base = {**BASE, f"{FOLDER}/signoffs/owner-a.yml": signoff("owner-a")}
    own = {who: f"{FOLDER}/signoffs/{ACCOUNTS[who].login}.yml" for who in EVERYBODY}
    after = drop({**base, own[who]: signoff("owner-a")}, f"{FOLDER}/signoffs/owner-a.yml")
    judgement = judge(base, after, who)
    assert not judgement.allowed
    assert f"{FOLDER}/signoffs/owner-a.yml" in {f.location.path for f in judgement.refusals}


@pytest.mark.parametrize("who", EVERYBODY)
@pytest.mark.parametrize(
    "path",
    [
        "members/Owner-A.yml",
        "members/owner-a.yaml",
        "Members/owner-a.yml",
        "MODULES/guide/tyres/claims/writer.yml",
        f"{FOLDER}/claims/Writer.yml",
        f"{FOLDER}/claims/writer.YML",
        "content/guide/tyres/INDEX.md",
        "content/guide/Tyres/index.md",
        "community.yaml",
        "Community.yml",
        ".git/config",
        "content/guide/tyres/.GIT/hooks/post-checkout",
        "tooling/.git /config",
        "tooling/git~1/config",
        "tooling/.g\u200cit/config",
        "tooling/gitmod~1",
        ".git\u200cmodules",
        ".gitmodules. ",
        "content/guide/tyres/nul.png",
        "members/con.yml",
        "tooling/aux",
        "tooling/COM1.txt",
        "tooling/what?.txt",
        "tooling/dot./x",
        "tooling/blank ",
        f"tooling/{'long' * 60}.txt",
        "a/../members/owner-a.yml",
        "tooling//x",
        "content/guide/tyres/a\nb.png",
        "content/guide/tyres/a\\b.png",
        "c:evil",
        unicodedata.normalize("NFD", "tooling/é.txt"),
    ],
)
def test_names_that_computers_read_differently(path: str, who: str) -> None:
    # Where the reader refuses a name already, it is refused once, not twice.
    assert len(rules(judge_added(added(path), who)) & NAME_RULES) == 1


@pytest.mark.parametrize("who", EVERYBODY)
def test_names_that_are_no_utf8(who: str) -> None:
    assert not judge_added(added(f"{CONTENT}/\ufffd.png", is_utf8=False), who).allowed


@pytest.mark.parametrize("who", EVERYBODY)
def test_twins_of_what_is_there(who: str) -> None:
    for path in ("readme.md", "Tooling/x", "straẞe/x"):
        base = {**BASE, "README.md": "x", "tooling/x": "x", "strasse/x": "x"}
        judgement = judge(base, {**base, path: "y"}, who)
        assert "policy-file-name" in rules(judgement)


def test_a_rename_of_case_alone_is_the_leads() -> None:
    base = {**BASE, "README.md": "x"}
    after = drop({**base, "Readme.md": "x"}, "README.md")
    assert judge(base, after, "lead").allowed


@pytest.mark.parametrize("who", EVERYBODY)
@pytest.mark.parametrize("mode", ["120000", "160000", "100755", "040000", "100664"])
@pytest.mark.parametrize("path", [CLAIM, f"{CONTENT}/a.png", "README.md", "members/passer-by.yml"])
def test_kinds_of_files(path: str, mode: str, who: str) -> None:
    judgement = judge_added(added(path, mode, "T"), who)
    allowed = who == "lead" and mode == "100755" and path == "README.md"
    assert judgement.allowed == allowed
    assert ("policy-file-kind" in rules(judgement)) != allowed


def test_the_lead_clears_away_what_is_refused() -> None:
    change = replace(added("tooling/.git /config", "000000", "D"), old_mode="120000")
    base = {**BASE, change.path: "x"}
    assert judge(base, BASE, "lead", changes=[change]).allowed
    assert not judge(base, BASE, "operator", changes=[change]).allowed


# ---- broken data


@pytest.mark.parametrize("who", EVERYBODY)
@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe", b"member: [", b"a: &a [*a]", b"- 1", b"{}", b"null", b"[" * 40000, b"x: 1"],
)
@pytest.mark.parametrize(
    "path", [CLAIM, BRIEF_PATH, "community.yml", MINE, PAST, f"{FOLDER}/waivers/1.yml"]
)
def test_malformed_records_are_refused_with_their_reading_findings(
    path: str, content: bytes, who: str
) -> None:
    judgement = judge(BASE, {**BASE, path: content}, who)
    assert not judgement.allowed
    if who != "outsider":
        faults = {f.rule for f in judgement.refusals if not f.rule.startswith("policy-")}
        assert faults


def test_a_record_that_is_broken_on_the_base_is_mended_by_the_lead() -> None:
    broken = {**BASE, CLAIM: b"member: ["}
    for who in EVERYBODY:
        assert judge(broken, BASE, who).allowed == (who == "lead")


def test_a_base_without_readable_settings_allows_nothing() -> None:
    broken = {**BASE, "community.yml": b"["}
    for who in EVERYBODY:
        assert rules(judge(broken, BASE, who)) == {"policy-base-unreadable"}


def test_removing_the_settings_is_a_finding() -> None:
    assert rules(judge(BASE, drop(BASE, "community.yml"), "member")) == {"policy-lead-only"}


# ---- many


def test_one_theft_among_thousands_is_found() -> None:
    mine = {f"content/guide/tyres/writer/p{number:04}.png": PNG for number in range(3500)}
    good = {**BASE, **mine}
    assert judge(BASE, good, "claimant").allowed
    for theft in ("members/owner-b.yml", "zzz-last.txt", ".github/workflows/a.yml"):
        bad = {**good, theft: "x"}
        assert theft in {f.location.path for f in judge(BASE, bad, "claimant").refusals}


def test_thousands_of_hostile_records_are_judged_quickly() -> None:
    flood = {f"members/m{number}.yml": member(number, "新") | STRANGER for number in range(2000)}
    flood |= {f"{FOLDER}/claims/past/writer-{n}.yml": BASE[CLAIM] for n in range(1, 2001)}
    after = {**BASE, **flood}
    started = process_time()
    assert not judge(BASE, after, "outsider").allowed
    # Loading the head is most of it; what grows with the square would take minutes.
    assert process_time() - started < 30


def test_no_order_of_changes_matters() -> None:
    after = {**edit(BASE, MINE, city="成都"), f"{CONTENT}/a.png": PNG, "README.md": "x"}
    changes = changes_between(BASE, after)
    verdicts = [
        judge(BASE, after, "claimant", changes=order) for order in itertools.permutations(changes)
    ]
    assert all(verdict == verdicts[0] for verdict in verdicts)
