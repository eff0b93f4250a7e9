"""Who stands by the words signs them on the cover; who does not is thanked, and words wait."""

from __future__ import annotations

import copy
from datetime import date
from typing import Any

import pytest

from kocbook.base.texts import load_texts
from kocbook.insight.credits import all_credits, signatories
from kocbook.insight.fingerprint import text_fingerprint
from kocbook.insight.state import ModuleFacts, all_facts
from kocbook.model.enums import State
from kocbook.site.views.context import make_contexts
from kocbook.site.views.cover import make_cover_view
from kocbook.site.views.module import make_module_view
from tests.builders import FOLDER, TWO_SEATS, base_files, claim, load_files, review

DAY = date(2026, 6, 1)
TEXT = "先看胎侧的标牌。\n"
KEY = "guide/tyres"


def signoff(member: str, text: str) -> dict[str, str]:
    return {"member": member, "date": "2026-04-12", "text": text_fingerprint(text)}


def two_authors() -> dict[str, Any]:
    """甲 signed the words of today; 乙 holds a seat and is named under thanks."""
    files = base_files()
    files[f"{FOLDER}/module.yml"]["seats"] = copy.deepcopy(TWO_SEATS)
    files[f"{FOLDER}/claims/writer.yml"] = claim("owner-a", "2026-04-02", delivered="2026-04-02")
    files[f"{FOLDER}/claims/camera.yml"] = claim("owner-b", "2026-04-02", delivered="2026-04-02")
    files[f"{FOLDER}/reviews/1-staff-a.yml"] = review("2026-04-10", "fully")
    files[f"content/{KEY}/index.md"] = TEXT
    files[f"{FOLDER}/signoffs/owner-a.yml"] = signoff("owner-a", TEXT)
    files[f"{FOLDER}/credits/owner-b--testing.yml"] = {
        "member": "owner-b",
        "role": "testing",
        "date": "2026-04-12",
        "evidence": "量过四条胎",
        "confirmed_by": "staff-a",
    }
    return files


def one_author(judged: str) -> dict[str, Any]:
    files = base_files()
    files[f"{FOLDER}/claims/writer.yml"] = claim("owner-a", "2026-04-02", delivered="2026-04-02")
    record = review("2026-04-10", "fully", text=text_fingerprint(judged))
    files[f"{FOLDER}/reviews/1-staff-a.yml"] = record
    files[f"content/{KEY}/index.md"] = TEXT
    return files


def facts_of(files: dict[str, Any]) -> ModuleFacts:
    return all_facts(load_files(files), DAY)[KEY]


def cover_of(files: dict[str, Any]) -> list[str]:
    community = load_files(files)
    return signatories(all_credits(community, all_facts(community, DAY)))


@pytest.mark.parametrize("signed", [None, "从前的字。\n"])
def test_who_did_not_sign_these_words_is_thanked(signed: str | None) -> None:
    files = two_authors()
    if signed:
        files[f"{FOLDER}/signoffs/owner-b.yml"] = signoff("owner-b", signed)
    assert facts_of(files).state is State.PUBLISHED
    assert cover_of(files) == ["owner-a"]
    community = load_files(files)
    context = make_contexts(community, DAY, {"zh": load_texts("zh")})["zh"]
    cover = make_cover_view(context, community.handbooks["guide"], None)
    assert [person.name for person in cover.signers] == ["甲"]
    assert "乙" not in cover.names
    page = make_module_view(context, context.facts[KEY])
    assert [part.person.name for part in page.byline] == ["甲"]
    assert "乙" in [part.person.name for part in page.thanks]


def test_who_signed_these_words_signs_even_with_thanks_beside() -> None:
    files = two_authors()
    files[f"{FOLDER}/signoffs/owner-b.yml"] = signoff("owner-b", f"## {TEXT}")
    assert sorted(cover_of(files)) == ["owner-a", "owner-b"]


def test_words_that_were_rewritten_after_the_review_wait_for_their_author() -> None:
    assert facts_of(one_author(f"> **{TEXT.strip()}**")).state is State.PUBLISHED
    files = one_author("作者原来的字。\n")
    facts = facts_of(files)
    assert (facts.state, facts.unsigned) == (State.ACCEPTED, ("owner-a",))
    assert cover_of(files) == []
    files[f"{FOLDER}/signoffs/owner-a.yml"] = signoff("owner-a", TEXT)
    assert facts_of(files).state is State.PUBLISHED
    assert cover_of(files) == ["owner-a"]
