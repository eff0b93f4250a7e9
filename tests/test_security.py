"""SECURITY.md promises nothing that no test proves."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from kocbook.model.paths import RecordKind
from kocbook.records.schema import load_schema

ROOT = Path(__file__).parents[1]
_PROOF = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


def test_what_a_member_record_holds_is_written_down_in_both_languages() -> None:
    _, chinese, english = re.split(
        r"^## ", (ROOT / "PRIVACY.md").read_text("utf-8"), flags=re.MULTILINE
    )
    for part in (chinese, english):
        assert set(re.findall(r"`(\w+)`", part)) >= set(
            load_schema(RecordKind.MEMBER)["properties"]
        )


def test_every_proof_of_the_threat_table_exists() -> None:
    lines = (ROOT / "SECURITY.md").read_text(encoding="utf-8").splitlines()
    rows = [line for line in lines if line.startswith("| ") and not line.startswith("| threat")]
    assert len(rows) > 15
    for row in rows:
        proofs = _PROOF.findall(row.split(" | ")[-1])
        assert proofs, row
        for file, name in proofs:
            tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
            assert name in {n.name for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)}, row
