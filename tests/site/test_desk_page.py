"""The desk as a page: for whom something waits, the form where there is one, and no hidden id."""

from __future__ import annotations

from datetime import date
from typing import Any

from kocbook.base.texts import load_texts
from kocbook.site.views.context import make_contexts
from kocbook.site.views.desk import DutyRow, make_desk_view
from tests.builders import FOLDER, base_files, load_files


def rows(files: dict[str, Any], on: str) -> list[DutyRow]:
    day = date.fromisoformat(on)
    context = make_contexts(load_files(files), day, {"zh": load_texts("zh")})["zh"]
    view = make_desk_view(context)
    return [row for desk in view.sections for group in desk.groups for row in group.rows]


def asked(**who: object) -> dict[str, Any]:
    files = base_files()
    files["members/owner-a.yml"].update(who)
    question = {"member": "owner-a", "date": "2026-04-05", "text": "标签在哪？"}
    files[f"{FOLDER}/questions/2026-04-05-owner-a.yml"] = question
    files[f"{FOLDER}/credits/owner-a--testing.yml"] = {
        "member": "owner-a",
        "role": "testing",
        "date": "2026-04-05",
        "evidence": "试了。",
    }
    return files


def test_what_waits_says_for_whom() -> None:
    found = {str(row.duty.kind): row for row in rows(asked(), "2026-04-05")}
    for kind in ("question-waits", "credit-waits"):
        assert found[kind].by is not None
        assert found[kind].by.name == "丙"
        assert "owner-a" in str(found[kind].command)


def test_no_command_tells_the_id_of_who_hides_their_name() -> None:
    found = rows(asked(visibility="anonymous"), "2026-04-05")
    assert {"question-waits", "credit-waits"} <= {str(row.duty.kind) for row in found}
    assert not any("owner-a" in str(row.command) for row in found)


def test_an_outcome_is_a_form_away() -> None:
    files = base_files()
    brief = files[f"{FOLDER}/module.yml"]
    del brief["seats"]
    options = [{"id": "a", "text": "甲"}, {"id": "b", "text": "乙"}]
    brief.update(form="poll", closes="2026-04-10", options=options)
    files["community.yml"]["site"]["repository"] = "https://github.com/club/code"
    said = {"member": "owner-a", "date": "2026-04-05", "choice": ["a"], "reason": "好看。"}
    files[f"{FOLDER}/responses/owner-a.yml"] = said
    (row,) = [one for one in rows(files, "2026-04-11") if str(one.duty.kind) == "outcome-due"]
    assert "template=outcome.yml" in str(row.form)
    assert "module=guide%2Ftyres" in str(row.form)
