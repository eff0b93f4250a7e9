"""Many verdicts by one process: one that ends early costs the request that ended it, and no other."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from forges.github.request import PullRequest
from forges.github.verdicts import Verdict, iter_verdicts

_KOC = f"""#!{sys.executable}
import json, sys
open("started", "a").write("x")
for row in json.load(open(sys.argv[sys.argv.index("--each") + 1])):
    if row["head"] in open("deadly").read().split():
        sys.exit(9)
    line = {{"error": "no such commit"}} if row["head"] == "gone" else {{"code": 0, "text": row["head"]}}
    print(json.dumps(line), flush=True)
"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    koc = tmp_path / ".venv/bin/koc"
    koc.parent.mkdir(parents=True)
    koc.write_text(_KOC, encoding="utf-8")
    koc.chmod(0o755)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def judge(here: Path, heads: str, deadly: str = "") -> list[str]:
    (here / "deadly").write_text(deadly, encoding="utf-8")
    (here / "started").unlink(missing_ok=True)
    requests = [PullRequest(n, "a:1", head, None) for n, head in enumerate(heads.split())]
    said = list(iter_verdicts(requests, "main"))
    assert [request for request, _ in said] == requests
    return [one.text if isinstance(one, Verdict) else "error" for _, one in said]


def test_one_process_judges_all(here: Path) -> None:
    assert judge(here, "a gone b") == ["a", "error", "b"]
    assert (here / "started").read_text() == "x"
    assert judge(here, "") == []


@pytest.mark.parametrize("deadly", ["a", "b", "c", "a b", "b c", "a c"])
def test_what_ends_the_process_costs_no_other_its_verdict(here: Path, deadly: str) -> None:
    wanted = ["error" if head in deadly.split() else head for head in "abc"]
    assert judge(here, "a b c", deadly) == wanted


def test_where_nothing_can_be_judged_that_is_seen_soon(here: Path) -> None:
    heads = " ".join(f"h{n}" for n in range(50))
    assert judge(here, heads, heads) == ["error"] * 50
    assert len((here / "started").read_text()) == 3
