"""The reference of formulas: both languages tell of the same source files, and each says its source."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILES = {name: ROOT / f"tooling/docs/{name}/reference/formulas.md" for name in ("zh", "en")}
_SOURCE = {"zh": "出处", "en": "Source"}


def sections(language: str) -> list[tuple[str, str]]:
    """Return each section's heading and text."""
    text = FILES[language].read_text(encoding="utf-8")
    parts = re.split(r"^## (.+)$", text, flags=re.MULTILINE)[1:]
    return list(zip(parts[::2], parts[1::2], strict=True))


def sources(heading: str) -> list[str]:
    return re.findall(r"insight/\w+\.py", heading)


@pytest.mark.parametrize("language", FILES)
def test_each_formula_names_its_source_file_and_where_it_comes_from(language: str) -> None:
    for heading, text in sections(language):
        assert sources(heading), heading
        for path in sources(heading):
            assert (ROOT / "tooling/kocbook" / path).is_file(), path
        assert _SOURCE[language] in text, heading


def test_both_languages_tell_the_same_formulas() -> None:
    chinese, english = ([sources(h) for h, _ in sections(name)] for name in FILES)
    assert chinese == english


@pytest.mark.parametrize(
    "path",
    [
        "skills",
        "match",
        "split",
        "points",
        "tier_history",
        "judging",
        "responses",
        "credits",
        "audit",
    ],
)
def test_no_figure_of_the_site_lacks_a_formula(path: str) -> None:
    told = {one for heading, _ in sections("en") for one in sources(heading)}
    assert f"insight/{path}.py" in told
