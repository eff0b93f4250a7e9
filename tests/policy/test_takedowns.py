"""Taking back one's own, and taking down what must not stand: by whom, what goes, and what never does."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kocbook.insight.credits import all_credits
from kocbook.insight.fingerprint import page_fingerprint
from kocbook.insight.redaction import is_redacted, without_lines, without_picture
from kocbook.insight.rewards import list_rewards
from kocbook.insight.standing import all_standings
from kocbook.insight.state import all_facts
from kocbook.intake.media.clean import clean_media
from kocbook.model.community import Community
from kocbook.model.takedown import MARK
from tests.builders import FOLDER
from tests.conftest import Koc
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
)
from tests.write import pictures

WALL = "content/guide/album"
TEXT = "## 看读数\n\n![标签](plate.png)\n\n打这个电话问我。\n\n先看门框上的标签。\n"
LINES = without_lines(TEXT, 5, 5)
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
    own = {"response", "photo", "question"}
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


@settings(max_examples=300)
@given(TEXTS, st.lists(st.tuples(st.integers(0, 30), st.integers(0, 10)), min_size=1, max_size=3))
def test_cutting_pieces_out_is_a_redaction(text: str, cuts: list[tuple[int, int]]) -> None:
    left, end = [], 0
    for start, length in sorted(cuts):
        if start >= end and start <= len(text):
            left.append(text[end:start])
            end = start + length
    redacted = MARK.join([*left, text[end:]])
    assert is_redacted(text, redacted) == (bool(left) and redacted != text)


@settings(max_examples=300)
@given(TEXTS, TEXTS)
def test_a_redaction_adds_no_sign(before: str, later: str) -> None:
    if is_redacted(before, later):
        rest = iter(before)
        assert all(sign in rest for sign in later.replace(MARK, ""))
    assert not is_redacted(before, f"{later}x")
