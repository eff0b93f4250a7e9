"""Every word that the command line shows exists in both languages."""

from __future__ import annotations

from kocbook.base.languages import LANGUAGES
from kocbook.base.texts import load_texts
from kocbook.model import enums
from kocbook.model.paths import RecordKind


def test_every_word_of_a_closed_list_has_its_text() -> None:
    lists = {
        "state": enums.State,
        "type": enums.TaskType,
        "form": enums.ModuleForm,
        "size": enums.Size,
        "access": enums.Access,
        "visibility": enums.Visibility,
        "recognition": enums.RecognitionKind,
        "verdict": enums.Verdict,
        "met": enums.Met,
        "staff": enums.StaffRole,
        "report": enums.ReportState,
        "waiver": enums.WaiverReason,
        "byline": enums.Byline,
        "record": RecordKind,
    }
    for language in LANGUAGES:
        texts = load_texts(language)
        for group, words in lists.items():
            assert [word for word in words if f"words.{group}.{word}" not in texts] == []
        for state in enums.State:
            assert f"cli.status.reasons.{state}" in texts
            assert f"cli.status.steps.{state}" in texts


def test_both_languages_say_the_same_things() -> None:
    own = ("cli.", "words.", "names.", "errors.")
    keys = [
        sorted(key for key in load_texts(language).entries if key.startswith(own))
        for language in LANGUAGES
    ]
    assert keys[0] == keys[1]
