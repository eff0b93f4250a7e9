"""The reference of records and commands says what there is; `--bless` writes it anew."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from kocbook.base.texts import LANGUAGES, load_texts
from kocbook.cli.main import koc
from kocbook.cli.ui.command import KocGroup
from kocbook.cli.ui.command_reference import render_command_reference
from kocbook.model.paths import RecordKind
from kocbook.records.schema import load_schema
from kocbook.report.records_reference import render_records_reference
from kocbook.rules.registry import all_rules

ROOT = Path(__file__).parents[2]


def commands(group: KocGroup, before: str = "koc") -> list[str]:
    """List every command as it is typed, those below groups too."""
    context = click.Context(group)
    names: list[str] = []
    for name in group.list_commands(context):
        names.append(f"{before} {name}")
        command = group.get_command(context, name)
        if isinstance(command, KocGroup):
            names += commands(command, f"{before} {name}")
    return names


def hold(pages: dict[str, str], request: pytest.FixtureRequest) -> str:
    ((path, page),) = pages.items()
    file = ROOT / path
    if request.config.getoption("--bless"):
        file.write_text(page, encoding="utf-8")
    assert file.read_text(encoding="utf-8") == page, "run pytest with --bless"
    return page


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_has_its_entry(language: str, request: pytest.FixtureRequest) -> None:
    page = hold(render_command_reference(koc, load_texts(language)), request)
    assert re.findall(r"^### (.+)$", page, re.MULTILINE) == commands(koc)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_record_has_its_entry_and_all_its_properties(
    language: str, request: pytest.FixtureRequest
) -> None:
    page = hold(render_records_reference(load_texts(language)), request)
    entries = re.split(r"^## ", page, flags=re.MULTILINE)[1:]
    assert [entry.split("\n")[0] for entry in entries] == [str(kind) for kind in RecordKind]
    for kind, entry in zip(RecordKind, entries, strict=True):
        told = set(re.findall(r"^\| `([^`]+)` \|", entry, re.MULTILINE))
        assert set(load_schema(kind)["properties"]) <= told
        assert "```yaml\n" in entry


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_has_its_entry_on_one_of_the_two_pages(language: str) -> None:
    found = []
    for name in ("rules", "policy"):
        page = (ROOT / f"tooling/docs/{language}/reference/{name}.md").read_text(encoding="utf-8")
        found += re.findall(r"^## ([a-z0-9]+(?:-[a-z0-9]+)+)$", page, re.MULTILINE)
    assert sorted(found) == [rule.id for rule in all_rules()]
