"""Taking back one's own, and taking down what must not stand: by whom, what goes, and what never does."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kocbook.base.errors import UsageError
from kocbook.insight.credits import all_credits
from kocbook.insight.fingerprint import page_fingerprint
from kocbook.insight.pins import entry_fingerprint
from kocbook.insight.redaction import is_redacted, without_lines, without_picture
from kocbook.insight.rewards import list_rewards
from kocbook.insight.state import all_facts
from kocbook.insight.tiers import all_standings
from kocbook.intake.acts.phrases import strike
from kocbook.media.clean import clean_media
from kocbook.model.community import Community
from kocbook.model.takedown import MARK
from tests.builders import FOLDER
from tests.conftest import Koc, examples
from tests.policy.desk import Desk
from tests.policy.people import (
    AS_OF,
    CLAIM,
    CONTENT,
    EVERYBODY,
    GALLERY,
    Files,
    community,
    edit,
    load,
    reviewed,
    signoff,
    with_pins,
)
from tests.write import pictures

WALL = "content/guide/album"
TEXT = "## 看读数\n\n![标签](plate.png)\n\n打这个电话问我。\n\n先看门框上的标签。\n"
LINES = without_lines(TEXT, 5, 5)
PHRASE = strike(TEXT, ["打这…电话"])
NO_PICTURE = without_picture(TEXT, "plate.png")
PHOTO = clean_media("a.png", pictures.png()).data
SHOWN = {
    "member": "passer-by",
    "date": "2026-04-09",
    "text": "江边，打电话给我",
    "media": ["passer-by-1.png"],
    "alt": ["江边"],
}
ANSWER = f"{GALLERY}/responses/passer-by.yml"
ASKED = f"{FOLDER}/questions/2026-04-09-passer-by.yml"
RECORD = f"{FOLDER}/takedowns/2026-04-10-1.yml"
PRAISE = "members/recognition/2026/2026-04-09-thanks.yml"


def page(files: Files) -> str:
    """The fingerprint of what a reader sees, pictures too."""
    found = load(files).community
    assert found is not None
    return str(page_fingerprint(found.modules["guide/tyres"]))


def agreed(files: Files, judged: Files) -> Files:
    """The expert's review and both authors' sign-offs of what stands there."""
    words = page(files)
    return {
        f"{FOLDER}/reviews/1-expert.yml": {**judged, "text": words},
        f"{FOLDER}/signoffs/owner-a.yml": {**signoff("owner-a"), "text": words},
        f"{FOLDER}/signoffs/owner-b.yml": {**signoff("owner-b"), "text": words},
    }


def club() -> Files:
    """A module that is accepted, signed by both and published, a gallery with an entry, a question."""
    files = community(**{f"{CONTENT}/index.md": TEXT, f"{CONTENT}/plate.png": PHOTO})
    for seat in ("writer", "camera"):
        files = edit(files, f"{FOLDER}/claims/{seat}.yml", delivered="2026-04-09")
    judged = reviewed("expert", "clear", "short", "safe")
    return {
        **files,
        **agreed(files, judged),
        ANSWER: SHOWN,
        f"{WALL}/passer-by-1.png": PHOTO,
        ASKED: {"member": "passer-by", "date": "2026-04-09", "text": "请打我电话"},
        PRAISE: {
            "member": "passer-by",
            "by": "operator",
            "date": "2026-04-09",
            "kind": "praise",
            "reason": "谢谢",
            "points": 5,
        },
    }


BASE = club()


def said(target: str, by: str = "operator", **more: Any) -> Files:
    """The record of a takedown."""
    folder = RECORD if not target.startswith("members/") else "members/takedowns/2026-04-10-1.yml"
    folder = folder.replace(FOLDER, GALLERY) if "/album" in target else folder
    values = {"by": by, "date": "2026-04-10", "target": target, "reason": "privacy"}
    return {folder: {**values, **more}}


def words(text: str, *gone: str) -> Files:
    later = {**BASE, f"{CONTENT}/index.md": text}
    return {"was": page(BASE), "now": page({k: v for k, v in later.items() if k not in gone})}


@pytest.fixture
def desk(koc: Koc, tmp_path: Path) -> Desk:
    made = Desk(koc, tmp_path / "repository")
    made.begin(BASE)
    return made


DOWN: dict[str, Files] = {
    "response": {ANSWER: {**SHOWN, "text": f"江边，{MARK}"}, **said(ANSWER)},
    "photo": {
        ANSWER: {k: v for k, v in SHOWN.items() if k not in ("media", "alt")},
        f"{WALL}/passer-by-1.png": None,
        **said(f"{WALL}/passer-by-1.png", member="passer-by"),
    },
    "question": {ASKED: {**BASE[ASKED], "text": MARK}, **said(ASKED)},
    "lines": {
        f"{CONTENT}/index.md": LINES,
        **said(f"{CONTENT}/index.md", **words(LINES)),
    },
    "shown photo": {
        f"{CONTENT}/index.md": NO_PICTURE,
        f"{CONTENT}/plate.png": None,
        **said(f"{CONTENT}/plate.png", **words(NO_PICTURE, f"{CONTENT}/plate.png")),
    },
    "phrase": {
        f"{CONTENT}/index.md": PHRASE,
        **said(f"{CONTENT}/index.md", **words(PHRASE)),
    },
    "description": {ANSWER: {**SHOWN, "alt": [MARK]}, **said(ANSWER)},
    "praise": {PRAISE: {**BASE[PRAISE], "reason": MARK}, **said(PRAISE)},
}


def counts(files: Files) -> object:
    """Everything that people have: standings, credits and rewards."""
    found: Community | None = load(files).community
    assert found is not None
    facts = all_facts(found, AS_OF)
    return (
        all_standings(found, facts, AS_OF),
        all_credits(found, facts),
        list_rewards(found, facts, AS_OF),
        {key: fact.state for key, fact in facts.items()},
    )


def after(files: Mapping[str, Any]) -> Files:
    return {path: value for path, value in {**BASE, **files}.items() if value is not None}


@pytest.mark.parametrize("what", DOWN)
def test_staff_take_down_and_nobody_loses_anything(desk: Desk, what: str) -> None:
    files = DOWN[what]
    assert desk.allows("operator", files), desk.told
    with desk.request(files):
        allowed = {who for who in EVERYBODY if desk.judge(who, "request")}
    assert allowed == {"operator"}  # the record speaks in the name of its writer
    assert counts(after(files)) == counts(BASE)
    # Without the record it is no takedown, and with a colleague's name neither.
    path = next(path for path in files if "/takedowns/" in path)
    assert not desk.allows("planner", {**files, path: {**files[path], "by": "operator"}})
    own = {"response", "photo", "question", "description"}
    rest = {name: value for name, value in files.items() if name != path}
    assert desk.allows("member", rest) == (what in own)
    if what != "praise":  # a recognition is its giver's to change
        assert not desk.allows("operator", rest)


@pytest.mark.parametrize(
    "more",
    [
        {ANSWER: {**SHOWN, "text": f"江边，{MARK}，我错了"}},
        {ANSWER: {**SHOWN, "text": MARK, "date": "2026-04-08"}},
        {ANSWER: {**SHOWN, "text": MARK, "member": "owner-a"}},
        {ANSWER: {**SHOWN, "text": MARK, "choice": "x"}},
        {ANSWER: None, f"{WALL}/passer-by-1.png": None},
        {f"{FOLDER}/signoffs/owner-a.yml": None},
        {CLAIM: {**BASE[CLAIM], "note": MARK}},
        {f"{CONTENT}/index.md": LINES},
    ],
    ids=["adds", "day", "name", "choice", "whole", "signature", "other record", "other text"],
)
def test_a_takedown_takes_nothing_else(desk: Desk, more: Files) -> None:
    files = {ANSWER: {**SHOWN, "text": MARK}, **said(ANSWER), **more}
    assert not desk.allows("operator", files)
    assert not desk.allows("lead", {**files, **said(ANSWER, by="lead")})


# What stands where a phrase is struck, and what somebody would put there besides.
ALTERED = {
    "another word": PHRASE.replace("问我", "别问我"),
    "words moved": PHRASE.replace(f"{MARK}问我。", f"问我{MARK}。"),
    "another phrase without a mark": PHRASE.replace("先看", ""),
    "another mark": PHRASE.replace(MARK, "〔撤下〕"),
    "a picture of another name": PHRASE.replace("plate.png", "other.png"),
}


@pytest.mark.parametrize("how", ALTERED)
def test_striking_a_phrase_changes_nothing_beside_it(desk: Desk, how: str) -> None:
    text, page_path = ALTERED[how], f"{CONTENT}/index.md"
    assert text != PHRASE
    for who in ("operator", "lead"):
        files = {page_path: text, **said(page_path, by=who, **words(text))}
        assert not desk.allows(who, files)


ME = "members/passer-by.yml"
TOLD = {"intro": "周末爱跑山，电话写在这里，欢迎来聊", "city": "成都", "skills": ["copywriting"]}
LEFT = strike(TOLD["intro"], ["电话…这里"])


@pytest.mark.parametrize("left", [LEFT, None], ids=["phrase", "whole"])
def test_staff_redact_an_intro(desk: Desk, left: str | None) -> None:
    """And nothing else of a record that is its member's, as its malicious twins try."""
    record = {**BASE[ME], **TOLD}
    desk.merge({ME: record})
    redacted = {key: value for key, value in {**record, "intro": left}.items() if value is not None}
    assert desk.allows("operator", {ME: redacted, **said(ME)}), desk.told
    with desk.request({ME: redacted, **said(ME)}):
        assert {who for who in EVERYBODY if desk.judge(who, "request")} == {"operator"}
    assert not desk.allows("operator", {ME: redacted})  # nothing says why
    for twin in (
        {"intro": f"{LEFT}，改加运营微信"},
        {"intro": "周末爱跑山"},  # shorter, and no mark says so
        {"name": "某人"},
        {"github": "account21", "github_id": 1021},
        {"joined": "2026-04-10"},
        {"skills": None},
        {"visibility": "anonymous"},
        {"staff": ["community-operator"]},
    ):
        changed = {key: value for key, value in {**redacted, **twin}.items() if value is not None}
        for who in ("operator", "planner"):
            assert not desk.allows(who, {ME: changed, **said(ME, by=who)}), twin


def test_a_takedown_of_words_says_which(desk: Desk) -> None:
    text = f"{CONTENT}/index.md"
    for more in ({}, words(TEXT), {**words(LINES), "was": "0" * 12}):
        assert not desk.allows("operator", {text: LINES, **said(text, **more)})
    added = LINES + "\n运营补充一句。\n"
    assert not desk.allows("operator", {text: added, **said(text, **words(added))})
    assert not desk.allows("operator", said(text, **words(LINES)))
    desk.merge(DOWN["lines"])
    changed = {RECORD: {**DOWN["lines"][RECORD], "reason": "spam"}}
    assert not desk.allows("lead", changed)
    assert desk.told == {"policy-takedown-final"}
    assert not desk.allows("lead", {RECORD: None})


def test_a_member_takes_back_a_published_picture_of_their_own(desk: Desk) -> None:
    """Whoever else signed goes on standing by what is left."""
    name = "owner-a-1.png"
    text = TEXT.replace("plate.png", name)
    base: Files = {
        f"{CONTENT}/index.md": text,
        f"{CONTENT}/plate.png": None,
        f"{CONTENT}/{name}": PHOTO,
    }
    base |= agreed(after(base), BASE[f"{FOLDER}/reviews/1-expert.yml"])
    desk.merge(base)
    left = without_picture(text, name)
    gone = {f"{CONTENT}/index.md": left, f"{CONTENT}/{name}": None}
    pins = {"was": page(after(base)), "now": page(after({**base, **gone}))}
    record = said(f"{CONTENT}/{name}", by="owner-a", reason="withdrawn", **pins)
    files = {**gone, **record}
    assert desk.allows("claimant", files), desk.told
    before = counts(after(base))
    assert counts(after({**base, **files})) == before
    # No new word rides on the signatures that go over to what is left.
    added = {f"{CONTENT}/index.md": left + "\n再加一句。\n", f"{CONTENT}/{name}": None}
    pins |= {"now": page(after({**base, **added}))}
    more = said(f"{CONTENT}/{name}", by="owner-a", reason="withdrawn", **pins)
    assert not desk.allows("claimant", {**added, **more})
    # A teammate, staff or a stranger takes it back for nobody.
    for who, member in (("other", "owner-b"), ("member", "passer-by"), ("operator", "operator")):
        path = next(iter(record))
        assert not desk.allows(who, {**files, path: {**record[path], "by": member}}), who
    assert not desk.allows("claimant", {**files, **said(f"{CONTENT}/{name}", by="owner-a", **pins)})


def test_praise_is_taken_out_of_the_public_by_who_is_praised(desk: Desk) -> None:
    private = {PRAISE: {**BASE[PRAISE], "private": True}}
    assert desk.allows("member", private), desk.told
    with desk.request(private):
        allowed = {who for who in EVERYBODY if desk.judge(who, "request")}
    # Whoever gave it may not hide it: it is the member's evidence too.
    assert allowed == {"member"}
    assert not desk.allows("member", {PRAISE: {**private[PRAISE], "points": 500}})
    assert not desk.allows("member", {PRAISE: None})
    desk.merge(private)
    assert not desk.allows("member", {PRAISE: BASE[PRAISE]})


# ---- what a redaction is

TEXTS = st.text(st.sampled_from("abc\n标。"), max_size=30)


@settings(max_examples=examples(300))
@given(TEXTS, st.lists(st.tuples(st.integers(0, 30), st.integers(0, 10)), min_size=1, max_size=3))
def test_cutting_pieces_out_is_a_redaction(text: str, cuts: list[tuple[int, int]]) -> None:
    left, end = [], 0
    for start, length in sorted(cuts):
        if start >= end and start <= len(text):
            left.append(text[end:start])
            end = start + length
    redacted = MARK.join([*left, text[end:]])
    assert is_redacted(text, redacted) == (bool(left) and redacted != text)


@settings(max_examples=examples(300))
@given(TEXTS, TEXTS)
def test_a_redaction_adds_no_sign(before: str, later: str) -> None:
    if is_redacted(before, later):
        rest = iter(before)
        assert all(sign in rest for sign in later.replace(MARK, ""))
    assert not is_redacted(before, f"{later}x")


# ---- phrases


@settings(max_examples=examples(300))
@given(TEXTS, st.integers(0, 30), st.integers(1, 8))
def test_a_struck_phrase_is_a_redaction_and_is_gone(text: str, start: int, length: int) -> None:
    phrase = text[start : start + length].strip()
    struck = strike(text, [phrase])
    if not phrase:
        assert struck == text
    else:
        assert is_redacted(text, struck)
        assert struck == text.replace(phrase, MARK)


@settings(max_examples=examples(300))
@given(TEXTS, TEXTS, TEXTS)
def test_an_ellipsis_strikes_one_thing_or_nothing(before: str, first: str, last: str) -> None:
    try:
        struck = strike(before, [f"{first}…{last}"])
    except UsageError:
        return  # several fit, and somebody is asked
    assert struck == before or is_redacted(before, struck)
    assert before.count("\n") == struck.count("\n") or "\n" in first + last


# ---- entries that were scored

SCORES = f"{GALLERY}/judgings/planner.yml"
WALL_BRIEF = f"{GALLERY}/module.yml"
RUBRIC = {"criteria": [{"id": "story", "text": "有故事", "weight": 10000}], "prizes": ["封面"]}


def scored() -> Files:
    """The club whose gallery is judged, with the planner's score of the entry."""
    files = edit(BASE, WALL_BRIEF, rubric=RUBRIC)
    record = {"judge": "planner", "date": "2026-04-09"}
    files[SCORES] = {**record, "entries": {"passer-by": {"scores": {"story": 9}}}}
    return with_pins(files, SCORES)


def entry_of(files: Files) -> str:
    found = load(files).community
    assert found is not None
    module = found.modules["guide/album"]
    return str(entry_fingerprint(module, module.responses["passer-by"]))


def test_a_scored_entry_is_taken_down_and_its_scores_stay(desk: Desk) -> None:
    base = scored()
    desk.merge({path: base[path] for path in (WALL_BRIEF, SCORES)})
    down = {ANSWER: {**SHOWN, "text": f"江边，{MARK}"}}
    told = {"was": entry_of(base), "now": entry_of({**base, **down})}
    path = RECORD.replace(FOLDER, GALLERY)
    assert not desk.allows("operator", {**down, **said(ANSWER)})  # the score is of nothing then
    assert desk.told == {"pin-broken"}
    assert not desk.allows("operator", {**down, **said(ANSWER, **{**told, "now": "0" * 12})})
    files = {**down, **said(ANSWER, **told)}
    assert desk.allows("operator", files), desk.told
    with desk.request(files):
        assert {who for who in EVERYBODY if desk.judge(who, "request")} == {"operator"}
    desk.merge(files)
    # What is left is what is judged: nobody writes a better entry under the same scores.
    assert not desk.allows("member", {ANSWER: {**SHOWN, "text": "江边，晨雾里"}})
    # Its member may still take it back, and nothing comes in its place.
    gone = {ANSWER: {"member": "passer-by", "date": "2026-04-09", "text": MARK}}
    gone |= {f"{WALL}/passer-by-1.png": None}
    assert desk.allows("member", gone), desk.told
    assert not desk.allows("operator", gone)
    desk.merge(gone)
    assert not desk.allows("member", {ANSWER: {**gone[ANSWER], "text": "更好的一份"}})
    assert not desk.allows("planner", {path: None})


def test_a_takedown_carries_no_fingerprint_of_words_to_come(desk: Desk) -> None:
    """Signatures go over from `was` to `now`: of a question, a takedown names neither."""
    other = TEXT.replace("打这个电话问我。", "来我店里买，打八折。")
    question = {ASKED: {**BASE[ASKED], "text": MARK}}
    assert desk.allows("operator", {**question, **said(ASKED)})
    assert not desk.allows("operator", {**question, **said(ASKED, **words(other))})
    assert "policy-takedown-more" in desk.told
    photo = DOWN["photo"]
    record = next(path for path in photo if "/takedowns/" in path)
    carried = {**photo, record: {**photo[record], **words(other)}}
    assert not desk.allows("operator", carried)
