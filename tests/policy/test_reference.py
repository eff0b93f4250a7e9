"""The reference of the policy says what the policy does, and `koc explain` leads to it."""

from __future__ import annotations

from pathlib import Path

import pytest

from kocbook.base.languages import LANGUAGES
from kocbook.base.texts import load_texts
from kocbook.insight.holdings import HoldingKind
from kocbook.model.paths import RecordKind, parse_record_path
from kocbook.policy.content_rows import parse_contribution
from kocbook.policy.effect_rights import RIGHTS
from kocbook.policy.judge import TABLE
from kocbook.report.policy_reference import WRITTEN, render_policy_reference
from kocbook.rules.registry import Origin, rules_of
from tests.conftest import Koc

ROOT = Path(__file__).parents[2]
IDS = [rule.id for rule in (*rules_of(Origin.CHANGE), *rules_of(Origin.HISTORY))]
VALUES = {
    "language": "en",
    "offer": "lamp",
    "date": "2026-04-09",
    "year": "2026",
    "number": "1",
    "round": "1",
    "name": "a.png",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_reference_is_current(language: str, request: pytest.FixtureRequest) -> None:
    for path, page in render_policy_reference(load_texts(language)).items():
        file = ROOT / path
        if request.config.getoption("--bless"):
            file.write_text(page, encoding="utf-8")
        assert file.read_text(encoding="utf-8") == page, "run pytest with --bless"
        assert [
            line
            for line in page.splitlines()
            if line.startswith("## ") and line.removeprefix("## ") in IDS
        ] == [f"## {rule_id}" for rule_id in IDS]


def test_every_row_of_the_table_is_told() -> None:
    names = [name for name, _ in WRITTEN]
    assert (
        set(names) - {"past-claim", "text", "part", "translated", "media", "else"} == TABLE.keys()
    )
    assert len(names) == len(set(names))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_effect_is_told(language: str) -> None:
    """Both judges are on the page: the table of paths, and what people hold."""
    assert set(RIGHTS) == set(HoldingKind)
    texts = load_texts(language)
    page = next(iter(render_policy_reference(texts).values()))
    for kind in HoldingKind:
        assert f"| {texts(f'policy.held.{kind}')} |" in page


@pytest.mark.parametrize(("name", "pattern"), WRITTEN)
def test_the_paths_are_those_that_are_judged(name: str, pattern: str) -> None:
    path = pattern
    for part in (
        "handbook",
        "event",
        "equipment",
        "module",
        "member",
        "seat",
        "slug",
        "role",
        "judge",
        "campaign",
        *VALUES,
    ):
        path = path.replace(f"<{part}>", VALUES.get(part, "abc"))
    where = parse_record_path(path)
    if where is not None:
        assert where.kind == (RecordKind.CLAIM if name == "past-claim" else name)
    else:
        assert name == "else" or parse_contribution(path) is not None


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_is_listed_and_explained(koc: Koc, language: str) -> None:
    listed = koc("rules", "--lang", language).out
    for rule_id in IDS:
        assert rule_id in listed
        page = koc("explain", rule_id, "--lang", language)
        assert (page.code, page.err) == (0, "")
        path, _, anchor = page.out.split()[-1].partition("#")
        assert f"\n## {anchor}\n" in (ROOT / path).read_text(encoding="utf-8")
    near = koc("explain", "policy-claim-takn", "--lang", language)
    assert near.code == 2
    assert "policy-claim-taken" in near.err
