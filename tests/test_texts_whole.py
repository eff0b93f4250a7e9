"""Texts are whole and of one tone: what stands behind ` #` in an unquoted YAML text is a comment that nobody reads."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from kocbook.base.languages import LANGUAGES

ROOT = Path(__file__).parents[1]
FILES = sorted(
    [
        *ROOT.glob("tooling/kocbook/base/locales/*/*.yml"),
        *ROOT.glob(".github/ISSUE_TEMPLATE/*.yml"),
        ROOT / "community.yml",
    ]
)


def find_cuts(text: str) -> Iterator[str]:
    """Yield the lines in which an unquoted text ends before the line does."""
    lines = text.split("\n")
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        if isinstance(event, yaml.ScalarEvent) and event.style is None and event.end_mark:
            rest = lines[event.end_mark.line][event.end_mark.column :].strip()
            if rest.startswith("#") and event.value:
                yield lines[event.end_mark.line].strip()


@pytest.mark.parametrize(
    "folder", sorted({path.parent for path in FILES}), ids=lambda path: path.name
)
def test_no_text_is_cut(folder: Path) -> None:
    cut = {
        f"{path.name}: {line}"
        for path in FILES
        if path.parent == folder
        for line in find_cuts(path.read_text(encoding="utf-8"))
    }
    assert cut == set()


def test_a_cut_text_is_found() -> None:
    assert [*find_cuts("a: 去掉前面的 ###。\nb: 'x # y'\nc: |\n  x # y\n# d\n")] == [
        "a: 去掉前面的 ###。"
    ]


def test_people_are_spoken_to_in_one_tone() -> None:
    """Members read 您 everywhere, from the forms as from the rules."""
    folder = ROOT / "tooling/kocbook/base/locales/zh"
    said = {path.name for path in folder.glob("*.yml") if "你" in path.read_text(encoding="utf-8")}
    assert said == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_hides_another(language: str) -> None:
    """Of two texts with one key, in two files, only one would ever be read."""
    folder = ROOT / "tooling/kocbook/base/locales" / language
    where: dict[str, list[str]] = {}
    for path in sorted(folder.glob("*.yml")):
        for key in _flat_keys(yaml.safe_load(path.read_text("utf-8"))):
            where.setdefault(key, []).append(path.name)
    assert {key: files for key, files in where.items() if len(files) > 1} == {}


def _flat_keys(values: dict[str, object], before: str = "") -> Iterator[str]:
    for key, value in values.items():
        if isinstance(value, dict):
            yield from _flat_keys(value, f"{before}{key}.")
        else:
            yield f"{before}{key}"
