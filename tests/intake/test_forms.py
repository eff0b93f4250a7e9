"""The forms: the committed ones are the generated ones, and what is answered comes back whole."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kocbook.intake.forms.answers import NOTHING, choose_form, clean_text, read_answers
from kocbook.intake.forms.form_file import FormFile, load_forms
from kocbook.model.forms import FORMS, FieldKind, FormName
from kocbook.records.loader import load_community
from kocbook.records.tree import WorkingTree
from kocbook.report.issue_forms import render_issue_forms
from tests.conftest import Koc, examples
from tests.intake.conftest import write_body
from tests.write.conftest import Clone

ROOT = Path(__file__).parents[2]
PUBLISHED = load_forms(ROOT)
LABELS = {question.label for form in PUBLISHED.values() for question in form.questions}


def test_the_committed_forms_are_the_generated_ones() -> None:
    community = load_community(WorkingTree(ROOT)).community
    assert community
    for path, text in render_issue_forms(community.settings).items():
        assert (ROOT / path).read_text(encoding="utf-8") == text, "run `koc forms`"


def test_the_command_writes_once_and_says_what_is_outdated(quiet_koc: Koc, clone: Clone) -> None:
    assert quiet_koc("forms", "--check").code == 1
    assert quiet_koc("forms").code == 0
    assert quiet_koc("forms", "--check").code == 0
    settings_file = clone.folder / "community.yml"
    text = settings_file.read_text(encoding="utf-8")
    settings_file.write_text(text.replace("夜间摄影", "夜景摄影"), encoding="utf-8")
    outdated = quiet_koc("forms", "--check")
    assert (outdated.code, outdated.err.count("旧了") + outdated.out.count("旧了")) == (1, 2)


TOOL_FORMS = sorted((ROOT / ".github/ISSUE_TEMPLATE").glob("tool-*.yml"))


def test_beside_the_generated_forms_stand_those_of_the_tool_alone() -> None:
    present = {path.name for path in (ROOT / ".github/ISSUE_TEMPLATE").iterdir()}
    assert present == {f"{name}.yml" for name in FORMS} | {path.name for path in TOOL_FORMS}
    assert len(TOOL_FORMS) == 2
    assert not any(name.startswith("tool-") for name in FORMS)


@pytest.mark.parametrize("path", TOOL_FORMS, ids=lambda path: path.stem)
def test_what_is_told_about_the_tool_is_no_form_of_the_community(path: Path) -> None:
    form = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert set(form) == {"name", "description", "title", "labels", "body"}
    fields = [item for item in form["body"] if item["type"] != "markdown"]
    labels = [item["attributes"]["label"] for item in fields]
    assert len({*labels}) == len(labels)
    assert not LABELS & {*labels}
    assert all(" · " in label for label in labels)  # Chinese first, English beside
    body = "\n\n".join(f"### {label}\n\nkoc 0.1.0" for label in labels)
    assert "tool" in form["labels"]
    assert choose_form(PUBLISHED, form["labels"], body) is None
    assert choose_form(PUBLISHED, [], body) is None  # where the labels do not exist yet


@pytest.mark.parametrize("name", FORMS)
def test_a_form_is_what_github_accepts(name: FormName) -> None:
    text = (ROOT / f".github/ISSUE_TEMPLATE/{name}.yml").read_text(encoding="utf-8")
    form = yaml.safe_load(text)
    assert set(form) == {"name", "description", "title", "labels", "body"}
    fields = [item for item in form["body"] if item["type"] != "markdown"]
    ids = [item["id"] for item in fields]
    labels = [item["attributes"]["label"] for item in fields]
    assert ids == [field.id for field in FORMS[name].fields]
    assert len(set(labels)) == len(labels)  # GitHub refuses doubled labels
    for item in fields:
        options = item["attributes"].get("options", [])
        assert len(options) == len({str(option) for option in options})
        assert not any("," in option for option in options if isinstance(option, str))
        # Chinese first, English beside.
        assert " · " in item["attributes"]["label"]


def test_every_field_of_a_record_is_one_of_its_schema() -> None:
    for form in PUBLISHED.values():
        needed = {question.id for question in form.questions if question.required}
        assert needed == {field.id for field in form.form.fields if field.required}


words = st.text(st.characters(codec="utf-8"), max_size=80).filter(
    lambda text: NOTHING not in text and not any(label in text for label in LABELS)
)


@st.composite
def filled(draw: st.DrawFn) -> tuple[FormFile, dict[str, str | Sequence[str]]]:
    form = draw(st.sampled_from(list(PUBLISHED.values())))
    said: dict[str, str | Sequence[str]] = {}
    for question in form.questions:
        if question.kind is FieldKind.CHOICES:
            said[question.id] = draw(st.lists(st.sampled_from(question.options), unique=True))
        elif question.kind is not FieldKind.BOXES:
            said[question.id] = draw(words)
    return form, said


@given(filled(), st.sampled_from(["\n", "\r\n"]))
@example((PUBLISHED[FormName.DELIVER], {"text": "### 我的标题\n\n字"}), "\r\n")
@example((PUBLISHED[FormName.DELIVER], {"text": "一\r\n二\r三"}), "\r\n")
@settings(max_examples=examples(300))
def test_what_is_answered_comes_back(
    case: tuple[FormFile, Mapping[str, str | Sequence[str]]], line_end: str
) -> None:
    form, said = case
    # A browser sends one kind of line end, whatever was pasted.
    body = re.sub("\r\n?", "\n", write_body(form, said)).replace("\n", line_end)
    answers = read_answers(form, body)
    assert all(ask.key == "missing" for ask in answers.asks)
    for question in form.questions:
        given_ = said.get(question.id)
        if question.kind is FieldKind.CHOICES:
            assert answers.chosen[question.id] == tuple(given_ or ())
        elif question.kind is FieldKind.BOXES:
            assert answers.chosen[question.id] == question.options
        else:
            assert isinstance(given_, str | None)
            assert (answers.words[question.id] or "") == clean_text(given_ or "").strip()


@given(st.sampled_from(list(PUBLISHED.values())), st.text(max_size=400))
def test_any_text_at_all_is_taken_apart(form: FormFile, body: str) -> None:
    answers = read_answers(form, body)
    assert set(answers.words) | set(answers.chosen) <= {one.id for one in form.questions}


def test_a_label_twice_stops_and_asks_for_nothing_else() -> None:
    form = PUBLISHED[FormName.CLAIM]
    body = write_body(form, {"module": "a/b", "note": f"### {form.questions[1].label}\n\nx"})
    (ask,) = read_answers(form, body).asks
    assert (ask.key, ask.data) == ("label-twice", {"label": form.questions[1].label})
