"""What must hold for any change at all: nobody but its owner gets a path through."""

from __future__ import annotations

from random import Random
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kocbook.base.languages import LANGUAGES
from kocbook.base.texts import load_texts
from kocbook.git.changes import ChangedPath
from kocbook.model.paths import RecordKind, parse_record_path
from kocbook.records.schema import load_schema
from kocbook.rules.messages import MISSING, render_finding
from tests.builders import FOLDER, claim, member, review
from tests.conftest import examples
from tests.policy.people import (
    ACCOUNTS,
    CLAIM,
    CONTENT,
    EVERYBODY,
    GALLERY,
    PNG,
    STAFF,
    Files,
    changes_between,
    community,
    drop,
    judge,
    reviewed,
    signoff,
    with_pins,
)
from tests.strategies import values_of

ME = "passer-by"
CAMERA = f"{FOLDER}/claims/camera.yml"
ANSWER = {
    "member": "owner-a",
    "date": "2026-04-09",
    "text": "海边",
    "media": ["sea.png"],
    "alt": ["海"],
}
# Everything that others can own, and one free seat.
BASE: Files = drop(
    community(
        **{
            f"{FOLDER}/signoffs/owner-b.yml": signoff("owner-b"),
            f"{FOLDER}/claims/past/camera-1.yml": claim(
                "owner-a", "2026-04-02", released="2026-04-03"
            ),
            f"{FOLDER}/reviews/1-staff-a.yml": review("2026-04-09", "partly"),
            f"{FOLDER}/questions/2026-04-09-owner-a.yml": {
                "member": "owner-a",
                "date": "2026-04-09",
                "text": "？",
            },
            f"{FOLDER}/credits/owner-a--testing.yml": {
                "member": "owner-a",
                "role": "testing",
                "date": "2026-04-09",
                "evidence": "试",
            },
            f"{GALLERY}/responses/owner-a.yml": ANSWER,
            "content/guide/album/sea.png": PNG,
            f"{CONTENT}/cap.png": PNG,
            "README.md": "x",
            ".github/workflows/check.yml": "x",
            "tooling/kocbook/a.py": "x",
        }
    ),
    CLAIM,
)
NEW_PATHS = (
    CLAIM,
    f"members/{ME}-2.yml",
    f"{FOLDER}/claims/past/camera-2.yml",
    f"{FOLDER}/claims/past/writer-1.yml",
    f"{FOLDER}/signoffs/{ME}.yml",
    f"{FOLDER}/signoffs/owner-a.yml",
    f"{FOLDER}/reviews/2-{ME}.yml",
    f"{FOLDER}/answers/2026-04-09-owner-a.yml",
    f"{FOLDER}/questions/2026-04-09-{ME}.yml",
    f"{FOLDER}/questions/2026-04-10-owner-b.yml",
    f"{FOLDER}/credits/{ME}--testing.yml",
    f"{FOLDER}/credits/owner-b--testing.yml",
    f"{FOLDER}/waivers/1.yml",
    f"{FOLDER}/reuse/2026-04-09-site.yml",
    f"{GALLERY}/responses/{ME}.yml",
    f"{GALLERY}/responses/owner-b.yml",
    "content/guide/album/new.png",
    "content/guide/album/index.md",
    "members/recognition/2026/2026-04-09-me.yml",
    "modules/guide/fresh/module.yml",
    ".github/CODEOWNERS",
    "new file\n照片.txt",
    "members/Owner-A.yml",
)
PATHS = st.sampled_from([*BASE, *NEW_PATHS])
ID_OF = {
    "outsider": "nobody",
    "member": ME,
    "claimant": "owner-a",
    "other": "owner-b",
    **{role: role for role in STAFF},
}
PEOPLE = st.sampled_from([ME, "owner-a", "owner-b", "operator", "nobody"])


@st.composite
def contents(draw: st.DrawFn, path: str) -> Any:
    """Draw what a thief would write: others' records, records with fields swapped, or rubbish."""
    where = parse_record_path(path)
    old = BASE.get(path)
    if where is None or where.kind is RecordKind.COMMUNITY or draw(st.integers(0, 9)) == 0:
        return draw(st.binary(max_size=20) | st.just("x: 1") | st.just(PNG + b"2"))
    record = dict(old) if isinstance(old, dict) and draw(st.booleans()) else None
    if record is None:
        same = [
            value
            for name, value in BASE.items()
            if (other := parse_record_path(name)) and other.kind is where.kind
        ]
        made = values_of(load_schema(where.kind))
        record = dict(draw(st.sampled_from(same) if same and draw(st.booleans()) else made))
    for name in ("member", "by", "reviewer"):
        if name in record and draw(st.booleans()):
            record[name] = draw(PEOPLE)
    extra = draw(
        st.sampled_from(
            [
                {"note": "x"},
                {"extended": "2026-04-10"},
                {"released": "2026-04-10"},
                {"staff": ["project-lead"]},
                {"github_id": 1011},
                {"reward": {"points": 0}},
            ]
        )
    )
    return {**record, **extra} if draw(st.booleans()) else record


@st.composite
def heads(draw: st.DrawFn) -> Files:
    head = dict(BASE)
    for path in draw(st.lists(PATHS, min_size=1, max_size=3, unique=True)):
        if path in head and draw(st.integers(0, 3)) == 0:
            del head[path]
        else:
            head[path] = draw(contents(path))
    if draw(st.integers(0, 3)) == 0:  # a rename onto another path
        source, target = draw(st.sampled_from(sorted(BASE))), draw(PATHS)
        if source in head:
            head[target] = head.pop(source)
    return head


def is_mine(change: ChangedPath, head: Files) -> bool:
    """Say, independently of the policy, whether a plain member may touch this path."""
    path, value = change.path, head.get(change.path)
    if path == CLAIM:
        return isinstance(value, dict) and value.get("member") == ME
    if path == "content/guide/album/new.png":
        answer = head.get(f"{GALLERY}/responses/{ME}.yml")
        return isinstance(answer, dict) and "new.png" in answer.get("media", ())
    return path in (
        f"members/{ME}.yml",
        f"{FOLDER}/questions/2026-04-09-{ME}.yml",
        f"{FOLDER}/credits/{ME}--testing.yml",
        f"{GALLERY}/responses/{ME}.yml",
    )


SLOW = settings(
    max_examples=examples(200), deadline=None, suppress_health_check=[HealthCheck.too_slow]
)


@SLOW
@given(head=heads())
def test_no_change_of_anothers_path_passes(head: Files) -> None:
    changes = changes_between(BASE, head)
    for who in ("member", "outsider"):
        judgement = judge(BASE, head, who, changes=changes)
        if judgement.allowed:
            assert who == "member" or not changes
            assert all(is_mine(change, head) for change in changes)


@SLOW
@given(head=heads(), who=st.sampled_from(STAFF))
def test_staff_get_no_members_own_records_through(head: Files, who: str) -> None:
    """Roles give rights over plans and judgements, not over what people said and promised."""
    changes = changes_between(BASE, head)
    if not judge(BASE, head, who, changes=changes).allowed:
        return
    touched = {change.path for change in changes}
    never = {f"{FOLDER}/claims/past/camera-1.yml", f"{FOLDER}/reviews/1-staff-a.yml"}
    never |= {f"{FOLDER}/signoffs/owner-b.yml", f"{FOLDER}/questions/2026-04-09-owner-a.yml"}
    never |= {f"{FOLDER}/signoffs/owner-a.yml", f"{FOLDER}/questions/2026-04-10-owner-b.yml"}
    assert not touched & never
    if who != "lead":
        leads = {"community.yml", "README.md", "tooling/kocbook/a.py", ".github/CODEOWNERS"}
        assert not touched & (leads | {path for path in touched if path.startswith("members/o")})


@SLOW
@given(
    head=heads(),
    who=st.sampled_from(EVERYBODY),
    path=PATHS,
    mode=st.sampled_from(["100644", "100755", "120000", "160000", "000000"]),
    status=st.sampled_from("AMDT"),
)
def test_a_verdict_never_contradicts_itself(
    head: Files, who: str, path: str, mode: str, status: str
) -> None:
    """Also where the list of changes and the trees do not fit together; and it never raises."""
    odd = ChangedPath(path, "100644", mode, "0" * 40, "1" * 40, status)
    changes = {change.path: change for change in (*changes_between(BASE, head), odd)}
    judgement = judge(BASE, head, who, changes=list(changes.values()))
    assert judgement.allowed == (not judgement.refusals and not judgement.needs)
    told = {(finding.rule, finding.location.path) for finding in judgement.findings}
    assert all((need.rule, need.path) in told for need in judgement.needs)
    for language in LANGUAGES:
        for finding in judgement.findings:
            rendered = render_finding(finding, load_texts(language))
            shortened = any(MISSING in str(value) for value in finding.data.values())
            said = rendered.message + rendered.why + rendered.fix
            assert shortened or MISSING not in said, finding


@SLOW
@given(
    head=heads(),
    foreign=st.sampled_from(["members/owner-b.yml", "README.md", f"{CONTENT}/cap.png"]),
)
def test_a_refusal_cannot_be_washed_away(head: Files, foreign: str) -> None:
    """Whatever else a change does, somebody else's file in it keeps it out."""
    assert not judge(BASE, {**head, foreign: b"replaced"}, "member").allowed


@SLOW
@given(
    head=heads(),
    who=st.sampled_from(EVERYBODY),
    voices=st.sets(st.sampled_from(EVERYBODY)),
    order=st.randoms(use_true_random=False),
)
def test_only_those_who_are_asked_can_agree(
    head: Files, who: str, voices: set[str], order: Random
) -> None:
    """Neither the order of the changes, nor anybody else's approval, says more than was said."""
    changes = changes_between(BASE, head)
    alone = judge(BASE, head, who, changes=changes)
    asked = {name for need in alone.needs if not need.by_signoff for name in need.askable}
    strangers = sorted(name for name in voices if ID_OF[name] not in asked)
    order.shuffle(changes)
    assert judge(BASE, head, who, changes=changes, approvals=strangers) == alone
    everybody = judge(BASE, head, who, changes=changes, approvals=EVERYBODY)
    # Agreement takes needs away, and nothing else; what is refused stays refused.
    known = set(ID_OF.values())
    left = {need for need in alone.needs if need.by_signoff or need.member not in known}
    assert set(everybody.needs) == left
    told = {need.rule for need in alone.needs}
    assert all(item in everybody.refusals for item in alone.refusals if item.rule not in told)
    if who in ("member", "outsider"):
        assert everybody.allowed == alone.allowed


@SLOW
@given(head=heads(), who=st.sampled_from([name for name in EVERYBODY if name != "outsider"]))
def test_an_allowed_change_beside_it_saves_no_refused_one(head: Files, who: str) -> None:
    mine = f"members/{ID_OF[who]}.yml"
    if head.get(mine) != BASE[mine]:
        return
    beside = {mine: {**BASE[mine], "city": "成都"}}
    assert judge(BASE, {**BASE, **beside}, who).allowed
    alone = judge(BASE, head, who)
    together = judge(BASE, {**head, **beside}, who)
    assert all(item in together.refusals for item in alone.refusals)
    assert together.allowed == alone.allowed


def test_the_generators_make_changes_that_pass() -> None:
    """Otherwise the properties above would say nothing."""
    mine = {
        **BASE,
        CLAIM: claim(ME, "2026-04-10"),
        f"members/{ME}.yml": member(11, "路人", city="成都"),
        f"{GALLERY}/responses/{ME}.yml": {**ANSWER, "member": ME, "media": ["new.png"]},
        "content/guide/album/new.png": PNG,
    }
    mine = with_pins(mine, f"{GALLERY}/responses/{ME}.yml")
    assert judge(BASE, mine, "member").allowed
    review_path = f"{FOLDER}/reviews/2-operator.yml"
    assert judge(BASE, {**BASE, review_path: reviewed("operator")}, "operator").allowed
    assert ACCOUNTS["member"].number == 1011
