"""Whatever somebody types: a record that passes the check, or a kind reply. Never a traceback."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kocbook.base.finding import Severity
from kocbook.insight.state import all_facts
from kocbook.intake.forms.event import read_event
from kocbook.intake.forms.form_file import load_forms
from kocbook.intake.forms.receive import IntakeOutcome, receive_form
from kocbook.intake.forms.records import FormContext
from kocbook.intake.overlay import OverlayTree
from kocbook.model.forms import FieldKind, FormName
from kocbook.records.loader import load_community
from kocbook.records.tree import WorkingTree
from kocbook.report.intake_reply import commit_title, render_reply
from kocbook.rules.engine import check_community
from tests.conftest import SAMPLE, examples
from tests.intake.conftest import PEOPLE, ROOT, make_event, write_body

FORMS = load_forms(ROOT)
DAY = date(2026, 6, 30)
STANDING = load_community(WorkingTree(SAMPLE))
MODULES = ["guide/night-drive", "guide/cover-vote", "guide/car-wash", "夜里开车，看得清才安心", ""]

typed = st.one_of(
    st.text(max_size=60),
    st.text(st.characters(codec="utf-8"), max_size=300),
    st.sampled_from(
        [
            "### 任务 · Task",
            "- a\n- b",
            "a: b # c",
            "---\n...",
            "'\"\\",
            "no",
            "2026-06-30",
            "\u202eabc",
            "😀",
            "<img src='https://127.0.0.1/x.png'>",
            "![x](https://example.com/a.png)",
            "[a](javascript:alert(1))",
            "# " * 300,
            "|" * 400,
            "\ud800",
            "blue",
            "writer",
            "{{ x }}",
            "{module}",
            "字" * 600,
        ]
    ),
)


@st.composite
def bodies(draw: st.DrawFn) -> tuple[str, str]:
    name = draw(st.sampled_from(list(FormName)))
    said: dict[str, str | list[str]] = {}
    for question in FORMS[name].questions:
        if question.kind not in (FieldKind.CHOICES, FieldKind.BOXES):
            said[question.id] = draw(typed)
    if "module" in said:
        said["module"] = draw(st.one_of(st.sampled_from(MODULES), typed))
    if "seat" in said:
        said["seat"] = draw(st.one_of(st.sampled_from(["writer", ""]), typed))
    said["terms"] = draw(st.one_of(st.just(""), typed))
    return draw(st.sampled_from(sorted(PEOPLE))), write_body(FORMS[name], said)


def no_network(url: str, most: int) -> bytes:
    pytest.fail("nothing may be fetched from there")


@given(bodies())
@settings(max_examples=examples(250), deadline=None)
def test_a_record_that_passes_or_a_kind_reply(case: tuple[str, str]) -> None:
    who, body = case
    community = STANDING.community
    assert community
    desk = FormContext(SAMPLE, community, all_facts(community, DAY), DAY, fetch=None)
    received = receive_form(STANDING, desk, FORMS, read_event(make_event(body, who)))
    reply = render_reply(community, received, "0" * 40, "somebody")
    assert received.kind is not IntakeOutcome.IGNORED
    assert "### " in reply
    assert len(reply) < 65_536
    if received.kind is IntakeOutcome.DONE:
        assert received.draft
        assert commit_title(received.draft)
        after = load_community(OverlayTree(STANDING.tree, received.draft.files))
        assert after.community
        found = [*after.findings, *check_community(after.community, DAY)]
        known = {(one.rule, one.location.path) for one in STANDING.findings}
        broken = [one for one in found if one.severity is Severity.ERROR]
        assert not [one for one in broken if (one.rule, one.location.path) not in known]
    elif received.kind is IntakeOutcome.ASK:
        assert received.asks or (received.trial and received.trial.is_refused)
