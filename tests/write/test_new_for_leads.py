"""What the project lead writes, in the community that this repository holds: titles and payments."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from kocbook.model.tree import READ_FOLDERS
from tests.conftest import AUTHOR, Koc

ROOT = Path(__file__).parents[2]


@pytest.fixture
def living_koc(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Koc:
    """`koc` in a repository with the living records, where nobody can be asked."""
    public, private = tmp_path / "public", tmp_path / "private"
    for name in READ_FOLDERS:
        shutil.copytree(ROOT / name, public / name)
    for name in ("community.yml", "mkdocs.yml", "mkdocs.en.yml"):
        shutil.copy(ROOT / name, public / name)
    shutil.copytree(ROOT / "tests/sample_private", private)
    settings = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    for folder in (public, private):
        for words in (["init", "-qb", "main"], ["add", "."], ["commit", "-q", "-m", "Records"]):
            subprocess.run(
                ["git", *words], cwd=folder, check=True, env={**os.environ, **AUTHOR, **settings}
            )
        for key, value in (("user.name", "Gu Heng"), ("user.email", "gu-heng@club.example")):
            subprocess.run(["git", "config", key, value], cwd=folder, check=True)
    subprocess.run(["git", "config", "koc.private", "../private"], cwd=public, check=True)
    subprocess.run(["git", "config", "koc.public", "../public"], cwd=private, check=True)
    monkeypatch.setattr("kocbook.cli.ui.writing.is_interactive", lambda: False)
    monkeypatch.setattr("kocbook.cli.ui.progress.QUIET_SECONDS", 600.0)
    return Koc(public, settings)


def test_where_a_loan_is_fetched_stands_in_the_private_repository_alone(living_koc: Koc) -> None:
    words = ("new", "loan-details", "e5-test-car", "--booking", "2026-12-01-wu-shan")
    said = ("--address", "虚构路 2 号", "--phone", "13812345678", "--member", "su-qing", "--yes")
    done = living_koc(*words, *said)
    assert done.code == 0, done
    path = "equipment/e5-test-car/details/2026-12-01-wu-shan.yml"
    private = living_koc.folder.parent / "private"
    assert "13812345678" in (private / path).read_text(encoding="utf-8")
    assert not (living_koc.folder / path).exists()
    assert living_koc("check").code == 0


def test_an_ambassador_is_named_with_those_who_nominated(living_koc: Koc) -> None:
    words = [
        "new",
        "recognition",
        "--to",
        "luo-xi",
        "--kind",
        "honour",
        "--reason",
        "人人都先去问她",
    ]
    title = ["--title", "ambassador", "--nominated-by", "aynur,feng-yuan"]
    assert living_koc(*words, "--member", "gu-heng", "--title", "king").code == 2
    assert living_koc(*words, *title, "--member", "zhou-lan").code == 1  # no project lead
    done = living_koc(*words, *title, "--member", "gu-heng")
    assert done.code == 0, done
    text = (living_koc.folder / "members/recognition/2026/2026-11-20-honour.yml").read_text()
    assert "title: ambassador\nyear: 2026\nnominated_by: [aynur, feng-yuan]\n" in text
    rows = json.loads(living_koc("board", "--for", "project-lead", "--format", "json").out)["rows"]
    named = {row["member"] for row in rows if row["kind"] == "ambassador"}
    assert "luo-xi" in named


def test_a_payment_is_all_that_is_owed_and_nothing_twice(living_koc: Koc) -> None:
    def owed() -> int:
        asked = ("rewards", "--handbook", "new-owner-guide", "--unpaid", "--format", "json")
        return sum(row["balance_minor"] for row in json.loads(living_koc(*asked).out)["rows"])

    words = ["new", "payout", "new-owner-guide", "--member", "gu-heng", "--reference", "Q4-1"]
    before = owed()
    assert before > 0
    assert living_koc(*words, "--approved-by", "gu-heng").code == 2  # a second person has to
    done = living_koc(*words, "--approved-by", "zhou-lan")
    assert done.code == 0, done
    path = "modules/new-owner-guide/payouts/2026-11-20-payment.yml"
    assert not (living_koc.folder / path).exists()
    text = (living_koc.folder.parent / "private" / path).read_text()
    assert sum(int(cents) for cents in re.findall(r"cash_minor: (\d+)", text)) == before
    assert owed() == 0
    again = living_koc(*words, "--approved-by", "zhou-lan")
    assert again.code == 2
    assert "koc rewards" in again.err
