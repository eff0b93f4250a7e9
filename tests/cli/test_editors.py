"""Editors map every record to its schema, as the YAML extension matches paths."""

from __future__ import annotations

import json
import re
from pathlib import Path

from kocbook.model.paths import RecordKind, parse_record_path
from kocbook.report.schema_table import GLOBS

ROOT = Path(__file__).parents[2]


def editor_schemas(path: str) -> set[str]:
    """Return the schemas that the YAML extension maps a file to.

    It takes a pattern as an expression in which `*` is anything, folders too, and needs a match
    at the end of the path only (yaml-language-server, FilePatternAssociation).
    """
    return {
        schema
        for schema, globs in _mapped().items()
        for glob in globs
        if re.search(re.escape(glob).replace(r"\*", ".*") + "$", f"/home/me/{path}")
    }


def test_editors_know_every_record() -> None:
    shared = ".vscode/members.schema.json"
    known = {(ROOT / schema).resolve() for schema in _mapped()}
    assert all(file.is_file() for file in known)
    choices = json.loads((ROOT / shared).read_text(encoding="utf-8"))["anyOf"]
    known |= {(ROOT / ".vscode" / choice["$ref"]).resolve() for choice in choices}
    folder = ROOT / "tooling/kocbook/records/schemas"
    assert {folder / f"{kind}.json" for kind in RecordKind} <= known


def _mapped() -> dict[str, list[str]]:
    settings = json.loads((ROOT / ".vscode/settings.json").read_text(encoding="utf-8"))
    schemas: dict[str, list[str]] = settings["yaml.schemas"]
    return schemas


def test_editors_match_each_record_with_its_own_schema() -> None:
    members = "./.vscode/members.schema.json"
    seen = set()
    samples = (ROOT, ROOT / "tests/sample", ROOT / "tests/rules/arrangement-unasked/good")
    for folder in samples:
        for place in ("members", "modules", "plan", "events", "equipment"):
            for file in (folder / place).rglob("*.yml"):
                path = file.relative_to(folder).as_posix()
                record = parse_record_path(path)
                assert record is not None
                own = f"./tooling/kocbook/records/schemas/{record.kind}.json"
                wanted = {members} if record.kind is RecordKind.MEMBER else {own}
                # A recognition fits the schema of the folder too: all that match have to hold.
                assert editor_schemas(path) - {members} == wanted - {members}, path
                assert (members in editor_schemas(path)) == path.startswith("members/")
                seen.add(record.kind)
    assert editor_schemas("community.yml") == {"./tooling/kocbook/records/schemas/community.json"}
    # Payments, budgets and amounts stand in the private repository.
    private = {
        *(RecordKind.PAYOUT, RecordKind.BUDGET, RecordKind.CASH),
        *(RecordKind.LOAN_DETAILS, RecordKind.GIFT_DETAIL, RecordKind.CONTACT),
    }
    # The sample's own members all have accounts, and no questionnaire of theirs was taken in.
    rare = {RecordKind.CONFIRMATION, RecordKind.QUESTIONNAIRE}
    assert seen == set(RecordKind) - {RecordKind.COMMUNITY} - private - rare


def test_patterns_are_those_of_the_table() -> None:
    patterns = {glob for globs in _mapped().values() for glob in globs}
    assert patterns == {glob for globs in GLOBS.values() for glob in globs}
