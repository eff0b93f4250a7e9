"""`koc plan`, `koc build --shard` and `--join`: what they say, and what they refuse."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from kocbook.base.languages import LANGUAGES
from tests.conftest import AUTHOR, Koc

Blessed = Callable[[str, str], None]


def commit(folder: Path, path: str, old: str, new: str) -> None:
    file = folder / path
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")
    git = ["git", "-C", str(folder)]
    subprocess.run([*git, "commit", "--quiet", "-a", "-m", "x"], check=True, env=AUTHOR)


def planned(koc: Koc, *words: str) -> list[str]:
    result = koc("plan", "--format", "json", *words)
    assert result.code == 0, result.err
    return [entry["shard"] for entry in json.loads(result.out)["include"]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_plan_is_blessed(koc: Koc, blessed: Blessed, language: str) -> None:
    told = []
    for words in (["plan"], ["plan", "--format", "json"], ["plan", "--base", "HEAD"]):
        result = koc("--lang", language, *words)
        assert result.code == 0
        told.append(f"$ koc {' '.join(words)}\n{result.out}{result.err}")
    blessed(f"plan.{language}.txt", "\n".join(told))


def test_only_what_changed_is_planned(sample_repo: Path, koc: Koc) -> None:
    assert planned(koc) == ["guide", "trip", "shared"]
    assert planned(koc, "--base", "HEAD") == []
    commit(sample_repo, "modules/guide/handbook.yml", "audience: ", "audience: 老车主和")
    assert planned(koc, "--base", "HEAD~1") == ["guide", "shared"]
    (sample_repo / "new.txt").write_text("not committed, and of unknown use")
    assert planned(koc, "--base", "HEAD") == ["guide", "trip", "shared"]
    assert planned(koc, "--base", "HEAD~1", "--head", "HEAD") == ["guide", "shared"]
    assert planned(koc, "--base", "HEAD", "--head", "HEAD~1") == ["guide", "shared"]
    assert koc("plan", "--base", "no-such-thing").code == 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_refused_is_blessed(koc: Koc, blessed: Blessed, language: str) -> None:
    told = []
    for line in ("build --shard nobody", "build --shard guide --pdf", "build --join nowhere"):
        result = koc("--lang", language, *line.split())
        assert (result.code, result.out) == (2, ""), line
        told.append(f"$ koc {line}\n{result.err}")
    blessed(f"shards-refused.{language}.txt", "\n".join(told).replace(str(koc.folder), "CLUB"))
