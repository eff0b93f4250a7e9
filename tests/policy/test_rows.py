"""Each kind of file: who adds, changes, removes and renames it. The names are written by hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from kocbook.insight.codes import make_codes
from kocbook.insight.fingerprint import page_fingerprint
from kocbook.model.paths import RecordKind, parse_record_path
from kocbook.policy.actor import Account
from kocbook.policy.judge import TABLE
from tests.builders import FOLDER, member
from tests.policy.people import (
    ACCOUNTS,
    CLAIM,
    CONTENT,
    GALLERY,
    PAST,
    PNG,
    STAFF,
    TEXT,
    Files,
    community,
    drop,
    judge,
    load,
    reviewed,
    rules,
    signoff,
    with_pins,
)
from tests.policy.test_table import (
    ANSWERED,
    ASKED,
    CREDIT,
    DEEDS,
    HELPED,
    IDS,
    INVITATION,
    INVITED,
    JUDGED,
    PLANNERS,
    PRAISE,
    SERVED,
    SERVICE,
    TRIAGE,
    fill,
    triage,
)

LOCK, CODES = make_codes(b"hers")
REACHED = {
    "through": "wechat",
    "by": "operator",
    "agreed": "2026-03-02",
    "shown": "3f9c2a71b0de",
    "message": "ab" * 32,
}
FRIEND: Files = {
    "name": "晴天",
    "joined": "2026-03-02",
    "reached": {**REACHED, "lock": LOCK},
}
BASE = {**community(), "members/qing-tian.yml": FRIEND}
LEAD = ("lead",)
NOBODY: tuple[str, ...] = ()
AUTHORS = ("claimant", "other")
DAY = "2026-04-09"
BY = {"by": "{who}", "date": DAY}

# Beside those of ACCOUNTS: accounts without their number, and a stranger with a member's old login.
PEOPLE = {
    **{who: (account, IDS[who]) for who, account in ACCOUNTS.items()},
    "member by login": (Account("account11"), "passer-by"),
    "outsider by login": (Account("stranger"), "stranger"),
    "lead by login": (Account("account24"), "lead"),
    "reused login": (Account("account1", 666), "owner-a"),
    "reused login of the lead": (Account("account24", 667), "lead"),
}
SAME = {"member by login": "member", "outsider by login": "outsider", "lead by login": "lead"}


@dataclass(frozen=True)
class Row:
    """A file as it is and as somebody changes it, and who may. `{who}` is the one who does it.

    Where the file stands, the `absent` ones do not.
    """

    path: str
    before: Any
    after: Any
    renamed: str
    add: tuple[str, ...]
    change: tuple[str, ...]
    remove: tuple[str, ...]
    rename: tuple[str, ...]
    absent: tuple[str, ...] = ()

    @property
    def kind(self) -> RecordKind | None:
        where = parse_record_path(fill(self.path, "lead"))
        return where.kind if where else None

    def sides(self, verb: str) -> tuple[Files, Files]:
        bare = drop(BASE, self.path, *self.absent)
        there = {**bare, self.path: self.before}
        return {
            "add": (drop(BASE, self.path), there),
            "change": (there, {**bare, self.path: self.after}),
            "remove": (there, bare),
            "rename": (there, {**bare, self.renamed: self.before}),
        }[verb]


def staffs(path: str, record: Files, changed: Files, renamed: str) -> Row:
    return Row(path, record, {**record, **changed}, renamed, STAFF, STAFF, STAFF, STAFF)


def leads(path: str) -> Row:
    return Row(path, "x", "y", f"{path}-2", LEAD, LEAD, LEAD, LEAD)


def owned(path: str, record: Files, changed: Files, renamed: str, owner: str, moves: Any) -> Row:
    who = (owner,)
    return Row(path, record, {**record, **changed}, renamed, who, who, who, moves)


NEW = "members/new-friend.yml"
STRANGER = member(8999, "新", joined=DAY) | {"github": "stranger"}
BRIEF = BASE[f"{GALLERY}/module.yml"]
HANDBOOK = BASE["modules/guide/handbook.yml"]
CONSENT = {"member": "passer-by", **BY, "act": "sign", "said": "好", "through": "微信"}
CAMPAIGN = {**BY, "title": "夏季自驾季", "kind": "marketing", "starts": "2026-06-20"}
MEMBERS = ("member", "claimant", "other", *STAFF)
PROPOSAL = {"date": DAY, "title": "雨天", "pitch": "总有人问"}
CONFIRMED = {
    "member": "qing-tian",
    **BY,
    "code": CODES[0],
    "verdict": "confirmed",
    "of": ["members/qing-tian.yml"],
}
TAKEDOWN = {**BY, "target": f"{FOLDER}/claims/writer.yml", "reason": "abuse"}
REPLY = f"{FOLDER}/answers/{DAY}-passer-by.yml"
GIVEN = {"member": "owner-a", **BY, "kind": "praise", "reason": "好"}
RELEASED = {**BASE[CLAIM], "released": "2026-04-10"}
REUSED = {"date": DAY, "channel": "官网", "title": "转", "authors": ["owner-a", "owner-b"]}
REVIEW = f"{FOLDER}/reviews/1-{{who}}.yml"
ASKS = {"member": "passer-by", "date": DAY, "text": "？"}
PICTURE = f"{CONTENT}/a.png"

PAYOUT = "modules/guide/payouts/2026-04-09-april.yml"
PAID: Files = {
    **BY,
    "reference": "REF-1",
    "currency": "CNY",
    "lines": [{"module": "tyres", "seat": "writer", "member": "owner-a", "cash_minor": 100}],
}

PAID["amounts"] = with_pins({**BASE, PAYOUT: {**PAID, "by": "lead"}})[PAYOUT]["amounts"]

BUDGET = "modules/guide/budget.yml"
CASH = {"cash": 100, "currency": "CNY", "salt": "0123456789abcdef" * 2, **BY}

SOURCE = page_fingerprint(load(BASE).community.modules["guide/tyres"])
TRANSLATION = f"{FOLDER}/translations/en.yml"
TRANSLATED: Files = {
    "translator": "passer-by",
    "date": DAY,
    "of": SOURCE,
    "title": "Tyres",
}

GIFT = "members/gifts/2026/2026-04-10-lamp.yml"
PROMISED = {"member": "owner-a", **BY, "kind": "gift", "what": "露营灯一盏"}
OFFER = {"name": {"zh": "灯", "en": "Lamp"}, "kind": "gift", "points": 5, "stock": 3}
OFFER |= {"by": "lead", "opened": "2026-04-01"}
ASKED_FOR = {"member": "passer-by", "date": DAY, "kind": "gift", "what": "灯"}
ASKED_FOR |= {"offer": "lamp", "points": 5}
DETAIL = GIFT.replace("gifts", "gift-details")

ROWS = [
    Row(
        GIFT,
        PROMISED,
        {**PROMISED, "given": DAY, "given_by": "{who}"},
        GIFT.replace("lamp", "again"),
        STAFF,
        STAFF,
        NOBODY,  # without the yes of who was promised it
        NOBODY,
    ),
    Row(
        GIFT.replace("lamp", "sent"),
        {**PROMISED, "by": "staff-a", "given": DAY, "given_by": "staff-a"},
        {**PROMISED, "by": "staff-a", "given": DAY, "given_by": "staff-a", "received": DAY},
        GIFT.replace("lamp", "again"),
        NOBODY,  # in the name of somebody else
        ("claimant",),  # who got it
        NOBODY,
        NOBODY,
    ),
    Row(
        "members/offers/lamp.yml",
        OFFER,
        {**OFFER, "stock": 4},
        "members/offers/light.yml",
        LEAD,
        LEAD,
        LEAD,
        LEAD,
    ),
    Row(  # where points are an honour only nobody asks
        GIFT.replace("lamp", "asked"),
        ASKED_FOR,
        {**ASKED_FOR, "by": "{who}", "declined": DAY},
        GIFT.replace("lamp", "again"),
        NOBODY,
        STAFF,
        ("member",),
        NOBODY,
    ),
    Row(  # where both repositories are read as one, what is in plain text is told of
        DETAIL,
        {**BY, "address": "某路 1 号"},
        {**BY, "address": "某路 2 号"},
        DETAIL.replace("lamp", "again"),
        NOBODY,
        STAFF,
        STAFF,
        NOBODY,
    ),
    Row(
        BUDGET,
        {"cash": 900, "currency": "CNY"},
        {"cash": 800, "currency": "CNY"},
        BUDGET.replace("guide", "other"),  # where there is no handbook
        LEAD,
        LEAD,
        LEAD,
        NOBODY,
    ),
    Row(
        f"{GALLERY}/cash.yml",
        CASH,
        {**CASH, "cash": 200},
        f"{FOLDER}/cash.yml",
        PLANNERS,
        PLANNERS,
        PLANNERS,
        PLANNERS,
    ),
    Row(
        TRANSLATION,
        TRANSLATED,
        {**TRANSLATED, "title": "All about tyres"},
        f"{FOLDER}/translations/zh.yml",
        ("member",),
        ("member",),
        ("member",),
        ("member",),
    ),
    Row(
        PAYOUT,
        PAID,
        {**PAID, "note": "四月"},
        PAYOUT.replace("april", "spring"),
        LEAD,
        LEAD,
        NOBODY,  # without the yes of who was paid
        NOBODY,
    ),
    Row(
        NEW,
        STRANGER,
        {**STRANGER, "city": "成都"},
        "members/somebody-else.yml",
        ("outsider", "lead"),  # the lead of those on a roster who said yes
        ("outsider",),  # who has joined by then
        LEAD,
        NOBODY,  # an id never changes
    ),
    Row(
        "members/passer-by.yml",
        {**BASE["members/passer-by.yml"], "joined": DAY},
        {**BASE["members/passer-by.yml"], "joined": DAY, "city": "成都"},
        "members/somebody-else.yml",
        ("member", "lead"),
        ("member",),
        LEAD,
        NOBODY,
    ),
    Row(
        PRAISE,
        GIVEN,
        {**GIVEN, "reason": "很好"},
        PRAISE.replace("thanks", "again"),
        STAFF,
        STAFF,
        NOBODY,  # without the yes of who was praised
        NOBODY,
    ),
    Row(
        "modules/guide/handbook.yml",
        HANDBOOK,
        {**HANDBOOK, "goal": "都会"},
        "modules/road/handbook.yml",
        PLANNERS,
        PLANNERS,
        LEAD,
        LEAD,
    ),
    Row(
        f"{GALLERY}/module.yml",
        BRIEF,
        {**BRIEF, "background": "常问"},
        "modules/guide/photos/module.yml",
        PLANNERS,
        PLANNERS,
        PLANNERS,
        PLANNERS,
    ),
    Row(
        CLAIM,
        BASE[CLAIM],
        {**BASE[CLAIM], "note": "有胎压计"},
        f"{FOLDER}/claims/third.yml",
        ("claimant",),
        ("claimant",),
        NOBODY,  # not without the past record
        NOBODY,
    ),
    Row(
        PAST,
        RELEASED,
        {**RELEASED, "note": "改"},
        PAST.replace("-1", "-2"),
        ("claimant", *STAFF),
        NOBODY,
        NOBODY,
        NOBODY,
        absent=(CLAIM,),
    ),
    owned(
        f"{GALLERY}/responses/passer-by.yml",
        ANSWERED,
        {"text": "山里"},
        f"{GALLERY}/responses/owner-a.yml",
        "member",
        NOBODY,
    ),
    owned(
        f"{FOLDER}/signoffs/owner-a.yml",
        signoff("owner-a"),
        {"date": "2026-04-10"},
        f"{FOLDER}/signoffs/owner-b.yml",
        "claimant",
        NOBODY,
    ),
    owned(ASKED, ASKS, {"text": "几点？"}, ASKED.replace("09", "10"), "member", ("member",)),
    staffs(REPLY, {**BY, "text": "是"}, {"text": "不是"}, REPLY.replace("09", "10")),
    Row(
        CREDIT,
        HELPED,
        {**HELPED, "evidence": "试了两遍"},
        CREDIT.replace("testing", "writing"),
        ("member", *STAFF),
        ("member", *STAFF),
        ("member", *STAFF),
        ("member", *STAFF),
    ),
    staffs(
        f"{FOLDER}/waivers/1.yml",
        {"candidate": "x", "reason": "bot", **BY},
        {"candidate": "y"},
        f"{FOLDER}/waivers/2.yml",
    ),
    Row(  # not where an activity still runs
        f"{FOLDER}/outcome.yml",
        {**BY, "decided": "选了蓝", "because": "多数人喜欢"},
        {**BY, "decided": "选了蓝", "because": "多数人更喜欢"},
        f"{GALLERY}/outcome.yml",
        STAFF,
        STAFF,
        STAFF,
        NOBODY,
    ),
    Row(  # in which version a colleague's decision is there, any of the staff may add
        f"{FOLDER}/outcome.yml",
        {**BY, "by": "planner", "decided": "选了蓝", "because": "多数人喜欢"},
        {
            **BY,
            "by": "planner",
            "decided": "选了蓝",
            "because": "多数人喜欢",
            "reference": "HMI-7",
            "shipped_in": "软件 3.3",
            "shipped": DAY,
        },
        f"{GALLERY}/outcome.yml",
        ("planner",),
        STAFF,
        STAFF,
        NOBODY,
    ),
    Row(
        f"{FOLDER}/consents/passer-by--1.yml",
        CONSENT,
        {**CONSENT, "said": "行"},
        f"{FOLDER}/consents/passer-by--2.yml",
        STAFF,
        NOBODY,
        NOBODY,
        NOBODY,
    ),
    Row(
        "plan/campaigns/summer.yml",
        CAMPAIGN,
        {**CAMPAIGN, "ends": "2026-08-31"},
        "plan/campaigns/spring.yml",
        PLANNERS,
        PLANNERS,
        PLANNERS,
        PLANNERS,
    ),
    Row(
        "plan/proposals/{who}--1.yml",
        {**PROPOSAL, "member": "{who}"},
        {**PROPOSAL, "member": "{who}", "revised": DAY},
        "plan/proposals/{who}--2.yml",
        MEMBERS,
        MEMBERS,
        MEMBERS,
        MEMBERS,
    ),
    Row(
        "plan/advice/other--1-1.yml",
        {**BY, "words": "从头写起更好"},
        {**BY, "words": "从头写起会更好"},
        "plan/advice/other--1-2.yml",
        STAFF,
        STAFF,
        STAFF,
        STAFF,
    ),
    Row(
        "members/confirmations/qing-tian--1.yml",
        CONFIRMED,
        {**CONFIRMED, "verdict": "revoked"},
        "members/confirmations/qing-tian--2.yml",
        STAFF,
        NOBODY,
        NOBODY,
        NOBODY,
    ),
    Row(  # it may not stand in the public repository at all
        "members/contacts/passer-by.yml",
        {"member": "passer-by", **BY, "address": "wx"},
        {"member": "passer-by", **BY, "address": "wx 2"},
        "members/contacts/owner-a.yml",
        NOBODY,
        STAFF,
        STAFF,
        NOBODY,
    ),
    staffs(
        f"{GALLERY}/questionnaire.yml",
        {**BY, "form": "respond", "headings": [{"heading": "昵称", "question": "who"}]},
        {"form": "claim"},
        f"{FOLDER}/questionnaire.yml",
    ),
    Row(  # staff take in somebody without an account in their own name, and nobody edits them
        "members/new-friend.yml",
        {**FRIEND, "name": "雨天", "joined": DAY, "reached": {**REACHED, "by": "{who}"}},
        {**FRIEND, "name": "阴天", "joined": DAY, "reached": {**REACHED, "by": "{who}"}},
        "members/newer-friend.yml",
        STAFF,
        NOBODY,
        LEAD,
        LEAD,
    ),
    Row(  # with what it takes down it is tried in test_takedowns.py; alone it says nothing true
        f"{FOLDER}/takedowns/2026-04-09-1.yml",
        TAKEDOWN,
        {**TAKEDOWN, "reason": "spam"},
        f"{FOLDER}/takedowns/2026-04-09-2.yml",
        NOBODY,
        NOBODY,
        NOBODY,
        NOBODY,
    ),
    Row(
        REVIEW,
        reviewed("{who}"),
        reviewed("{who}", "clear"),
        REVIEW.replace("1-", "2-"),
        STAFF,
        NOBODY,
        NOBODY,
        NOBODY,
    ),
    staffs(f"{FOLDER}/reuse/{DAY}-a.yml", REUSED, {"title": "载"}, f"{FOLDER}/reuse/{DAY}-b.yml"),
    staffs(
        TRIAGE, triage("needs-info"), {"state": "duplicate"}, TRIAGE.replace("passer-by", "owner-a")
    ),
    Row(
        SERVICE,
        SERVED,
        {**SERVED, "note": "很开心"},
        SERVICE.replace("09", "10"),
        ("member", *STAFF),
        ("member",),  # nobody else changes what a member says of it
        ("member", *STAFF),
        ("member", *STAFF),
    ),
    Row(
        f"{GALLERY}/judgings/{{who}}.yml",
        JUDGED,
        {**JUDGED, "entries": {"passer-by": {"scores": {"story": 1}}}},
        f"{GALLERY}/judgings/staff-a.yml",
        STAFF,
        STAFF,
        STAFF,
        NOBODY,
    ),
    staffs(
        INVITATION,
        {**INVITED, "by": "{who}"},
        {"reason": "拍过很多胎面"},
        INVITATION.replace("-1", "-2"),
    ),
    Row(  # no seat of the base arranges, so that it is nobody's but the lead's
        f"{FOLDER}/arrangement.yml",
        {"order": [{"part": "writer"}]},
        {"order": [{"part": "camera"}]},
        f"{GALLERY}/arrangement.yml",
        LEAD,
        LEAD,
        LEAD,
        LEAD,
    ),
    # what is no record
    Row(
        f"{CONTENT}/index.md",
        TEXT,
        "## 全新\n",
        "content/guide/album/index.md",
        NOBODY,  # a team's texts lie in the folders of its seats
        NOBODY,  # it is the words of both
        NOBODY,
        NOBODY,
    ),
    Row(
        f"{CONTENT}/writer/index.md",
        TEXT,
        "## 全新\n",
        f"{CONTENT}/camera/index.md",
        ("claimant",),
        ("claimant",),
        ("claimant",),
        NOBODY,  # theirs ends at the folder of their seat
    ),
    Row(PICTURE, PNG, PNG + b"2", f"{CONTENT}/b.png", STAFF, NOBODY, NOBODY, NOBODY),
    Row("content/guide/cover.png", PNG, PNG + b"2", "content/guide/b.png", LEAD, LEAD, LEAD, LEAD),
    Row(  # no name that a contribution may have, so that it can only be cleared away
        f"{CONTENT}/deep/index.md",
        TEXT,
        "## 全新\n",
        f"{CONTENT}/deeper/index.md",
        NOBODY,
        NOBODY,
        LEAD,
        NOBODY,
    ),
    *(
        leads(path)
        for path in (
            "README.md",
            "mkdocs.yml",
            ".github/workflows/check.yml",
            ".gitattributes",
            ".gitmodules",
            "tooling/kocbook/policy/judge.py",
            "tests/policy/test_rows.py",
            "pyproject.toml",
        )
    ),
]
SETTINGS = "community.yml"
CASES = [(row, verb) for row in ROWS for verb in ("add", "change", "remove", "rename")]


@pytest.mark.parametrize(("row", "verb"), CASES, ids=[f"{verb} {row.path}" for row, verb in CASES])
def test_who_may(row: Row, verb: str) -> None:
    before, after = row.sides(verb)
    allowed = set()
    for name, (account, member_id) in PEOPLE.items():
        judgement = judge(fill(before, member_id), fill(after, member_id), account)
        assert judgement.allowed == (not judgement.refusals and not judgement.needs)
        if not account.number:
            assert "policy-actor-unproven" in {finding.rule for finding in judgement.findings}
        if judgement.allowed:
            allowed.add(name)
        else:
            assert rules(judgement), name  # and it is said why
    may: tuple[str, ...] = getattr(row, verb)
    assert allowed == {*may, *(name for name, like in SAME.items() if like in may)}


def test_settings_are_the_leads() -> None:
    for after in (
        {**BASE, SETTINGS: {**BASE[SETTINGS], "tags": ["新手", "老手"]}},
        drop({**BASE, "settings.yml": BASE[SETTINGS]}, SETTINGS),
    ):
        allowed = {
            name for name, (account, _) in PEOPLE.items() if judge(BASE, after, account).allowed
        }
        assert allowed == {"lead", "lead by login"}


def test_every_row_of_the_policy_stands_here() -> None:
    """A new kind of record without its four lists of names fails."""
    # Events and loans have their rows among the deeds, which tell of what they rely on, too.
    deeds = {
        where.kind
        for deed in DEEDS
        for path in deed.after
        if path.startswith(("events/", "equipment/")) and (where := parse_record_path(path))
    }
    assert {row.kind for row in ROWS if row.kind} | deeds == TABLE.keys()
    assert TABLE.keys() | {RecordKind.COMMUNITY} == set(RecordKind)
