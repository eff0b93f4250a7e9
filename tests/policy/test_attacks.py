"""What small roles tried to take, or to make look older: refused, and the honest way stays open."""

from __future__ import annotations

import subprocess
from datetime import date
from pathlib import Path

import pytest

from kocbook.base.finding import Severity
from kocbook.insight.accounts import hash_email
from kocbook.insight.fingerprint import text_fingerprint
from kocbook.policy.actor import Account
from kocbook.policy.request import open_request
from tests.builders import FOLDER, claim, member, review
from tests.policy.forge import to_text
from tests.policy.people import (
    ACCOUNTS,
    AS_OF,
    CLAIM,
    CONTENT,
    GALLERY,
    PNG,
    STAFF,
    TEXT,
    Files,
    community,
    drop,
    edit,
    judge,
    lapsed,
    rules,
    with_pins,
)

BASE = community()
CAMERA = f"{FOLDER}/claims/camera.yml"
PRAISE = "members/recognition/2026/2026-04-08-thanks.yml"
GIVEN = {"date": "2026-04-08", "kind": "praise", "reason": "好", "member": "owner-a"}
CREDIT = f"{FOLDER}/credits/owner-a--testing.yml"
HELPED = {"member": "owner-a", "role": "testing", "date": "2026-04-08", "evidence": "试"}
SERVICE = f"{GALLERY}/services/2026-04-08-owner-a.yml"
SERVED = {"member": "owner-a", "date": "2026-04-08", "kind": "host", "evidence": "主持"}


# ---- taking away


@pytest.mark.parametrize("who", STAFF)
@pytest.mark.parametrize(
    ("path", "record", "giver"),
    [
        (PRAISE, {**GIVEN, "points": 500}, "by"),
        (PRAISE, GIVEN, "by"),
        (CREDIT, HELPED, "confirmed_by"),
        (SERVICE, SERVED, "confirmed_by"),
    ],
)
def test_what_somebody_was_given_goes_only_with_their_yes(
    who: str, path: str, record: Files, giver: str
) -> None:
    base = {**BASE, path: {**record, giver: "staff-a"}}
    judgement = judge(base, BASE, who)
    assert {need.member for need in judgement.needs} == {"owner-a", "staff-a"}
    mine = {**BASE, path: {**record, giver: who}}
    assert [need.member for need in judge(mine, BASE, who).needs] == ["owner-a"]
    assert judge(mine, BASE, who, approvals=["claimant"]).allowed


def test_a_recognition_is_not_made_less_or_given_to_another() -> None:
    base = {**BASE, PRAISE: {**GIVEN, "by": "operator", "points": 40}}
    for change in ({"points": 1}, {"member": "owner-b"}, {"kind": "coaching"}):
        judgement = judge(base, edit(base, PRAISE, **change), "operator")
        assert [need.member for need in judgement.needs] == ["owner-a"], change
    assert judge(base, edit(base, PRAISE, reason="很好"), "operator").allowed
    assert judge(base, edit(base, PRAISE, points=41), "operator").allowed


def test_a_credit_or_service_is_not_made_unconfirmed() -> None:
    for path, record in ((CREDIT, HELPED), (SERVICE, SERVED)):
        base = {**BASE, path: {**record, "confirmed_by": "operator"}}
        judgement = judge(base, {**BASE, path: record}, "operator")
        assert [need.member for need in judgement.needs] == ["owner-a"]


@pytest.mark.parametrize("who", STAFF)
@pytest.mark.parametrize("candidate", ["owner-a", "account1", "甲", "a1b2c3d4e5f60718"])
@pytest.mark.parametrize("reason", ["declined", "trivial", "bot", "duplicate"])
def test_a_member_is_waived_with_their_own_yes(who: str, candidate: str, reason: str) -> None:
    base = edit(BASE, "members/owner-a.yml", commit_emails=["a1b2c3d4e5f60718"])
    path = f"{FOLDER}/waivers/1.yml"
    record = {"candidate": candidate, "reason": reason, "by": who, "date": "2026-04-09"}
    judgement = judge(base, {**base, path: record}, who)
    assert [need.member for need in judgement.needs] == ["owner-a"]
    assert judge(base, {**base, path: record}, who, approvals=["claimant"]).allowed
    mail = {**record, "candidate": "mail:a1b2c3d4e5f60718"}
    assert not judge(base, {**base, path: mail}, who).allowed
    stranger = {**record, "candidate": "build-bot"}
    standing = {**base, path: stranger}
    assert judge(base, standing, who).allowed
    assert not judge(standing, edit(standing, path, candidate=candidate), who).allowed


@pytest.mark.parametrize("who", [who for who in STAFF if who != "lead"])
def test_many_points_need_a_project_lead(who: str) -> None:
    def praise(points: int, number: int = 1) -> Files:
        path = f"members/recognition/2026/2026-04-08-thanks-{number}.yml"
        return {path: {**GIVEN, "by": who, "points": points}}

    assert judge(BASE, {**BASE, **praise(50)}, who).allowed
    much = {**BASE, **praise(1000)}
    assert rules(judge(BASE, much, who)) == {"policy-lead-only"}
    assert judge(BASE, much, who, approvals=["lead"]).allowed
    # In parts it is as much: in one change, or one after another.
    parts = {**BASE, **praise(30, 1), **praise(30, 2)}
    assert rules(judge(BASE, parts, who)) == {"policy-lead-only"}
    standing = {**BASE, **praise(30, 1)}
    assert rules(judge(standing, {**standing, **praise(30, 2)}, who)) == {"policy-lead-only"}
    raised = {**BASE, **praise(60, 1)}
    assert rules(judge(standing, raised, who)) == {"policy-lead-only"}
    dated_back = {"members/recognition/2026/2026-01-08-x.yml": {**GIVEN, "by": who, "points": 30}}
    dated_back["members/recognition/2026/2026-01-08-x.yml"]["date"] = "2026-01-08"
    assert rules(judge(standing, {**standing, **dated_back}, who)) == {"policy-field"}


# ---- days that are made up


PART = f"{CONTENT}/writer/index.md"


def test_a_lapsed_claim_is_not_revived_with_an_older_delivery() -> None:
    late = {**lapsed(BASE), PART: TEXT}
    touched = {**late, PART: f"{TEXT}。"}
    assert rules(judge(late, touched, "claimant")) == {"policy-content-no-claim"}
    for day in ("2026-03-05", "2026-03-08", "2026-04-01", "2026-04-06"):
        after = edit(touched, CLAIM, delivered=day)
        assert rules(judge(late, after, "claimant")) == {"policy-field"}, day
    nothing = edit(late, CLAIM, delivered="2026-04-10")
    assert rules(judge(late, nothing, "claimant")) == {"policy-field"}
    layout = {**nothing, PART: f"\n{TEXT}\n"}
    assert rules(judge(late, layout, "claimant")) == {"policy-field"}
    # Late but honest is welcome, while nobody has taken the seat over.
    written = {**nothing, PART: f"{TEXT}\n再看仪表。\n"}
    assert judge(late, written, "claimant").allowed
    pictured = {**late, f"{CONTENT}/camera/a.png": PNG}
    assert judge(late, edit(pictured, CAMERA, delivered="2026-04-10"), "other").allowed


def test_a_touched_text_does_not_revive_a_claim_that_lapsed_after_a_review() -> None:
    """Who works alone was asked for changes, and let three weeks pass."""
    files = drop(BASE, CAMERA)
    brief = f"{FOLDER}/module.yml"
    files = edit(files, brief, seats=[{**files[brief]["seats"][0], "share": 10000}])
    asked = {**review("2026-03-12", "partly"), "text": text_fingerprint(TEXT)}
    late = {
        **edit(files, CLAIM, claimed="2026-03-01", delivered="2026-03-08"),
        f"{FOLDER}/reviews/1-staff-a.yml": asked,
    }
    touched = {**late, f"{CONTENT}/index.md": f"{TEXT}。"}
    assert rules(judge(late, touched, "claimant")) == {"policy-content-no-claim"}
    for day in ("2026-03-13", "2026-03-20", "2026-04-06"):
        after = edit(touched, CLAIM, delivered=day)
        assert rules(judge(late, after, "claimant")) == {"policy-field"}
    assert judge(late, edit(touched, CLAIM, delivered="2026-04-10"), "claimant").allowed


def test_nobody_delivers_into_a_review_that_is_over() -> None:
    asked = {**BASE, f"{FOLDER}/reviews/1-staff-a.yml": review("2026-04-09", "partly")}
    done = {**BASE, f"{FOLDER}/reviews/1-staff-a.yml": review("2026-04-09", "fully")}
    for base in (asked, done):
        for day, allowed in (
            ("2026-04-08", False),
            ("2026-04-09", base is asked),
            ("2026-04-10", True),
        ):
            judgement = judge(base, edit(base, CLAIM, delivered=day), "claimant")
            assert judgement.allowed == allowed, (day, judgement)


def test_answers_are_of_these_days() -> None:
    path = f"{GALLERY}/responses/passer-by.yml"
    answer = {"member": "passer-by", "date": "2026-03-01", "text": "海边"}
    opened = edit(BASE, f"{GALLERY}/module.yml", opened="2026-01-01")
    assert rules(judge(opened, with_pins({**opened, path: answer}), "member")) == {"policy-field"}
    recent = with_pins({**opened, path: {**answer, "date": "2026-04-05"}})
    assert judge(opened, recent, "member").allowed
    assert rules(judge(recent, edit(recent, path, date="2026-04-01"), "member")) == {"policy-field"}
    rowed = edit(recent, path, date="2026-04-09", earlier={"2026-02-01": "早", "2026-04-05": "早"})
    assert rules(judge(recent, rowed, "member")) == {"policy-field"}
    kept = edit(recent, path, date="2026-04-09", earlier={"2026-04-05": "早"})
    assert judge(recent, kept, "member", as_of=date(2026, 5, 20)).allowed is False
    assert judge(recent, kept, "member").allowed


@pytest.mark.parametrize("who", ["planner", "lead"])
def test_a_module_ends_today_or_later(who: str) -> None:
    path = f"{GALLERY}/module.yml"
    for field in ("closes", "withdrawn"):
        for day, allowed in (("2026-04-05", False), ("2026-04-10", True), ("2026-05-01", True)):
            value = day if field == "closes" else {"date": day, "reason": "停"}
            judgement = judge(BASE, edit(BASE, path, **{field: value}), who)
            assert judgement.allowed == allowed
            assert rules(judgement) <= {"policy-field"}


# ---- who somebody is

NEW = "members/new-friend.yml"


def joining(name: str = "新", **more: object) -> Files:
    record = member(8999, name, joined="2026-04-09", **more)
    return {**record, "github": "stranger"}


def test_joining_is_of_these_days() -> None:
    for day, allowed in (("2019-01-01", False), ("2026-01-01", False), ("2026-04-01", True)):
        record = {**joining(), "joined": day}
        assert judge(BASE, {**BASE, NEW: record}, "outsider").allowed == allowed


@pytest.mark.parametrize("name", ["former-1", "former-12", "photo", "index", "cover"])
def test_ids_that_mean_something_else(name: str) -> None:
    after = {**BASE, f"members/{name}.yml": joining()}
    assert rules(judge(BASE, after, "outsider")) == {"policy-join-id"}


@pytest.mark.parametrize(
    ("name", "variant"),
    [
        ("甲", ""),
        ("丙", "staff"),
        ("测试牌", "brand"),
        ("Testmark", "brand"),
        ("testmark", "brand"),
        ("测试 社", "brand"),
        ("Lead", "staff"),
        ("ｌｅａｄ", "staff"),
    ],
)
def test_a_name_that_is_somebody_elses_is_told_to_the_staff(name: str, variant: str) -> None:
    judgement = judge(BASE, {**BASE, NEW: joining(name)}, "outsider")
    assert judgement.allowed
    told = [finding for finding in judgement.findings if finding.rule == "policy-join-name"]
    assert [(one.severity, one.data.get("variant", "")) for one in told] == [
        (Severity.WARNING, variant)
    ]
    mine = "members/passer-by.yml"
    renamed = judge(BASE, edit(BASE, mine, name=name), "member")
    assert [finding.rule for finding in renamed.findings] == ["policy-join-name"]
    english = judge(BASE, {**BASE, NEW: joining(names={"en": name})}, "outsider")
    assert "policy-join-name" in {finding.rule for finding in english.findings}
    assert not judge(BASE, edit(BASE, mine, city="成都"), "member").findings
    assert not judge(BASE, {**BASE, NEW: joining("独一无二")}, "outsider").findings


def test_who_leaves_renames_only_their_own_pictures() -> None:
    ordinary = "members/photo.yml"
    leaver = member(31, "老")
    account = Account("account31", 1031)
    base = {
        **BASE,
        ordinary: leaver,
        "content/guide/album/photo-1.jpg": b"\xff\xd8\xff" + bytes(99),
    }
    gone = {"joined": leaver["joined"], "visibility": "withdrawn"}
    after = {
        **drop(base, ordinary, "content/guide/album/photo-1.jpg"),
        "members/former-1.yml": gone,
    }
    after["content/guide/album/former-1-1.jpg"] = base["content/guide/album/photo-1.jpg"]
    assert not judge(base, after, account).allowed
    kept = {**drop(base, ordinary), "members/former-1.yml": gone}
    assert judge(base, kept, account).allowed
    # The same with an id that is no ordinary word, in a module in which the member had no part.
    base = {**BASE, "members/sea.yml": leaver, "content/guide/album/sea-1.png": PNG}
    after = {**drop(base, "members/sea.yml", "content/guide/album/sea-1.png")}
    after |= {"members/former-1.yml": gone, "content/guide/album/former-1-1.png": PNG}
    assert not judge(base, after, account).allowed


# ---- addresses of commits


def test_an_address_is_listed_only_with_proof() -> None:
    mine = "members/passer-by.yml"
    stolen = edit(BASE, mine, commit_emails=[hash_email("victim@example.com")])
    assert rules(judge(BASE, stolen, "member")) == {"policy-join-address"}
    assert judge(BASE, stolen, "member", approvals=["lead"]).allowed
    assert rules(judge(BASE, stolen, "member", approvals=["operator"])) == {"policy-join-address"}
    private = hash_email("1011+account11@users.noreply.github.com")
    assert judge(BASE, edit(BASE, mine, commit_emails=[private]), "member").allowed
    joined = {**BASE, NEW: joining(commit_emails=[hash_email("victim@example.com")])}
    assert rules(judge(BASE, joined, "outsider")) == {"policy-join-address"}
    # What stands there already stays, and may be taken out.
    listed = edit(BASE, mine, commit_emails=[hash_email("me@example.com")])
    assert judge(listed, edit(listed, mine, city="成都"), "member").allowed
    assert judge(listed, BASE, "member").allowed


@pytest.mark.parametrize("who", ["member", "lead"])
def test_the_empty_address_is_nobodys(who: str) -> None:
    mine = "members/passer-by.yml" if who == "member" else "members/lead.yml"
    for address in ("", "  "):
        after = edit(BASE, mine, commit_emails=[hash_email(address)])
        assert rules(judge(BASE, after, who, approvals=["lead"])) == {"policy-join-address"}


@pytest.mark.parametrize(
    ("committed_as", "listed", "allowed"),
    [
        ("me@example.com", "me@example.com", True),
        ("me@example.com", "victim@example.com", False),
        # Anybody can write any address into a commit: one that stands in the base proves nothing.
        ("victim@example.com", "victim@example.com", False),
        ("VICTIM@example.com", "victim@example.com", False),
    ],
)
def test_a_commit_of_the_request_is_the_proof(
    tmp_path: Path, committed_as: str, listed: str, allowed: bool
) -> None:
    def git(*words: str, email: str = "victim@example.com") -> None:
        who = ("-c", "user.name=X", "-c", f"user.email={email}")
        subprocess.run(["git", *who, *words], cwd=tmp_path, check=True, capture_output=True)

    def write(files: Files) -> None:
        for path, value in files.items():
            file = tmp_path / path
            file.parent.mkdir(parents=True, exist_ok=True)
            data = value if isinstance(value, bytes) else None
            text = value if isinstance(value, str) else "" if data else to_text(value)
            file.write_bytes(data or text.encode())

    git("init", "-q", "-b", "main")
    write(BASE)
    git("add", "-A")
    git("commit", "-qm", "Base")
    git("switch", "-qc", "mine")
    after = edit(BASE, "members/passer-by.yml", commit_emails=[hash_email(listed)])
    write({"members/passer-by.yml": after["members/passer-by.yml"]})
    git("commit", "-qam", "Mine", email=committed_as)
    for accounts in (None, [ACCOUNTS["member"]]):
        with open_request(tmp_path, "main", "mine", accounts) as request:
            judgement = request.judge(ACCOUNTS["member"], AS_OF)
            assert judgement.allowed == allowed, judgement
            assert rules(judgement) <= {"policy-join-address"}


def test_a_claim_on_made_up_terms_is_still_refused() -> None:
    free = drop(BASE, CLAIM)
    after = {**free, CLAIM: claim("owner-b", "2026-04-10")}
    assert rules(judge(free, after, "member")) == {"policy-other-name"}
