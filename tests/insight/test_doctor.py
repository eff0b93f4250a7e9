"""What the doctor says of facts: each check, each case, and that what was not seen is never called good."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kocbook.base.languages import LANGUAGES
from kocbook.base.texts import load_texts
from kocbook.insight.doctor import CHECKS, diagnose
from kocbook.model.condition import (
    Clone,
    Computer,
    Condition,
    Health,
    Hosting,
    Protection,
    RequiredStatus,
    Symptom,
    Workflow,
)
from kocbook.report.doctor import make_report

TODAY = date(2026, 11, 29)
HOME = "https://github.com/club/book"
SOUND = Condition(
    today=TODAY,
    home=HOME,
    branch="main",
    labels=("koc-claim", "koc-join"),
    computer=Computer((3, 12, 1), (2, 43, 0), (), True, True, 50_000),
    clone=Clone(True, False, "周岚", "a@club.example", False, (f"{HOME}.git",), {}),
    hosting=Hosting(
        branch="main",
        is_private=False,
        has_issues=True,
        pushed=TODAY - timedelta(days=3),
        actions="all",
        token="read",
        may_open_requests=True,
        pages="workflow",
        protection=Protection(
            ("deletion", "non_fast_forward", "pull_request", "required_status_checks"),
            (RequiredStatus("koc", 15368),),
            owners=True,
        ),
        labels=("bug", "koc-claim", "koc-join"),
        workflows=(Workflow(".github/workflows/check.yml", "active"),),
    ),
)


def changed(part: str, **values: Any) -> Condition:
    return replace(SOUND, **{part: replace(getattr(SOUND, part), **values)})


def rules(*kinds: str, app: int | None = 15368, context: str = "koc") -> Protection:
    return Protection(kinds, (RequiredStatus(context, app),), owners=True)


CASES = [
    ("python", Health.ERROR, "old", changed("computer", python=(3, 10, 9))),
    ("git", Health.ERROR, "missing", changed("computer", git=None)),
    ("git", Health.ERROR, "old", changed("computer", git=(2, 37, 9))),
    ("parts", Health.NOTE, "missing", changed("computer", missing_parts=("site", "pdf"))),
    ("fonts", Health.WARNING, "none", changed("computer", has_chinese_font=False)),
    ("pango", Health.WARNING, "missing", changed("computer", pango=False)),
    ("disk", Health.WARNING, "low", changed("computer", free_mb=999)),
    ("disk", Health.ERROR, "low", changed("computer", free_mb=100)),
    ("ownership", Health.ERROR, "foreign", changed("clone", is_repository=False, refused=True)),
    ("ownership", Health.ERROR, "none", changed("clone", is_repository=False)),
    ("history", Health.ERROR, "shallow", changed("clone", is_shallow=True)),
    ("identity", Health.WARNING, "unknown", changed("clone", email="")),
    ("remote", Health.WARNING, "none", changed("clone", remotes=())),
    (
        "remote",
        Health.WARNING,
        "elsewhere",
        changed("clone", remotes=("https://github.com/me/book",)),
    ),
    (
        *("workflows", Health.ERROR, "missing"),
        changed("clone", files={".github/workflows/check.yml": "missing", ".github/a": "outdated"}),
    ),
    (
        *("workflows", Health.WARNING, "outdated"),
        changed("clone", files={".github/workflows/check.yml": "outdated"}),
    ),
    (
        *("forms", Health.WARNING, "outdated"),
        changed("clone", files={".github/ISSUE_TEMPLATE/join.yml": "outdated"}),
    ),
    (
        "forms",
        Health.ERROR,
        "missing",
        changed("clone", files={".github/ISSUE_TEMPLATE/a": "missing"}),
    ),
    (
        "owners",
        Health.WARNING,
        "outdated",
        changed("clone", files={".github/CODEOWNERS": "outdated"}),
    ),
    ("owners", Health.ERROR, "missing", changed("clone", files={".github/CODEOWNERS": "missing"})),
    ("branch", Health.ERROR, "elsewhere", changed("hosting", branch="master")),
    ("issues", Health.ERROR, "off", changed("hosting", has_issues=False)),
    ("actions", Health.ERROR, "off", changed("hosting", actions="off")),
    ("actions", Health.ERROR, "few", changed("hosting", actions="local_only")),
    ("actions", Health.ERROR, "few", changed("hosting", actions="selected", own_actions=False)),
    ("token", Health.WARNING, "write", changed("hosting", token="write")),
    ("requests", Health.ERROR, "off", changed("hosting", may_open_requests=False)),
    ("pages", Health.ERROR, "off", changed("hosting", pages="off")),
    ("pages", Health.ERROR, "branch", changed("hosting", pages="legacy")),
    ("protection", Health.ERROR, "none", changed("hosting", protection=Protection())),
    (
        *("protection", Health.ERROR, "no-status"),
        changed("hosting", protection=rules("pull_request", context="koc-form")),
    ),
    (
        *("protection", Health.ERROR, "no-request"),
        changed("hosting", protection=rules("required_status_checks", "non_fast_forward")),
    ),
    (
        *("protection", Health.WARNING, "no-owners"),
        changed("hosting", protection=replace(SOUND.hosting.protection, owners=False)),
    ),
    (
        *("protection", Health.WARNING, "any-app"),
        changed("hosting", protection=rules("pull_request", "non_fast_forward", app=None)),
    ),
    ("protection", Health.WARNING, "force", changed("hosting", protection=rules("pull_request"))),
    ("labels", Health.WARNING, "missing", changed("hosting", labels=("koc-join",))),
    (
        *("timetable", Health.ERROR, "stopped"),
        changed(
            "hosting", workflows=(Workflow(".github/workflows/check.yml", "disabled_inactivity"),)
        ),
    ),
    ("timetable", Health.WARNING, "soon", changed("hosting", pushed=TODAY - timedelta(days=45))),
]


def test_what_is_sound_is_good() -> None:
    assert {one.state for one in diagnose(SOUND)} == {Health.GOOD}


@pytest.mark.parametrize(("check", "state", "case", "facts"), CASES)
def test_each_case_is_told_once_and_alone(
    check: str, state: Health, case: str, facts: Condition
) -> None:
    told = [one for one in diagnose(facts) if one.state is not Health.GOOD]
    assert [(one.check, one.state, one.case) for one in told] == [(check, state, case)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_used_and_every_case_has_its_sentences(language: str) -> None:
    texts = load_texts(language)
    said = {
        f"doctor.checks.{one.check}.{part}" for one in diagnose(SOUND) for part in ("title", "why")
    }
    for check, state, case, facts in CASES:
        found = next(one for one in diagnose(facts) if one.check == check)
        (row,) = make_report([found], texts).rows
        assert row["state"] == state
        assert "{" not in row["what"] + row["fix"]
        assert row["what"]
        assert row["fix"]
        said |= {f"doctor.checks.{check}.{case}.{part}" for part in ("what", "fix")}
    assert said == set(texts.keys_under("doctor.checks"))
    for reason in ("no-token", "offline", "refused", "other-service"):
        (row,) = make_report([Symptom("pages", Health.UNSEEN, reason)], texts).rows
        assert row["what"]
        assert row["fix"]


@given(st.sets(st.sampled_from([one.name for one in fields(Hosting) if one.name != "unseen"])))
def test_what_was_not_seen_is_never_called_good(gone: set[str]) -> None:
    seen = dict.fromkeys(gone)
    facts = replace(
        SOUND, hosting=replace(SOUND.hosting, **seen, unseen=dict.fromkeys(gone, "offline"))
    )
    told = {one.check: one for one in diagnose(facts)}
    needs = {
        "branch": "branch",
        "issues": "has_issues",
        "actions": "actions",
        "token": "token",
        "requests": "may_open_requests",
        "pages": "pages",
        "protection": "protection",
        "labels": "labels",
        "timetable": "workflows",
    }
    for check, name in needs.items():
        expected = (Health.UNSEEN, "offline") if name in gone else (Health.GOOD, "")
        assert (told[check].state, told[check].case) == expected


@given(
    st.sampled_from(
        ["https://{}/{}", "https://{}/{}.git", "git@{}:{}.git", "ssh://git@{}/{}", "https://{}/{}/"]
    )
)
def test_an_address_is_the_same_however_it_is_written(shape: str) -> None:
    facts = changed("clone", remotes=(shape.format("GitHub.com", "Club/book"),))
    assert {one.state for one in diagnose(facts)} == {Health.GOOD}


def test_a_private_repository_is_never_too_quiet() -> None:
    facts = changed("hosting", pushed=TODAY - timedelta(days=400), is_private=True)
    assert {one.state for one in diagnose(facts)} == {Health.GOOD}
    assert len(CHECKS) == len({one.check for one in diagnose(facts)})
