"""`koc inbox` and `koc` alone: whose it is, what waits, and what to say where nobody can tell."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Koc

Blessed = Callable[[str, str], None]
KEYS = [
    *("kind", "since", "due", "days_left", "handbook", "module", "seat", "title", "about"),
    *("name", "what", "command", "url", "event", "equipment"),
]


@pytest.fixture
def quiet(koc: Koc) -> Koc:
    koc.environment.update(GIT_CONFIG_GLOBAL="/dev/null", GIT_CONFIG_NOSYSTEM="1")
    return koc


@pytest.fixture
def busy(quiet: Koc, sample_repo: Path) -> Koc:
    """Somebody asks 周岚, and somebody says that they helped."""
    folder = sample_repo / "modules/guide/car-wash"
    for name, text in (
        (
            "questions/2026-06-29-ma-jun.yml",
            "member: ma-jun\ndate: 2026-06-29\ntext: 用什么刷子？\n",
        ),
        (
            "credits/ma-jun--testing.yml",
            "member: ma-jun\nrole: testing\ndate: 2026-06-28\nevidence: 照着洗了一遍。\n",
        ),
    ):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return quiet


def remember(folder: Path, key: str, value: str) -> None:
    subprocess.run(["git", "config", key, value], cwd=folder, check=True)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("output", ["table", "json", "csv", "markdown"])
def test_an_inbox_is_blessed(busy: Koc, blessed: Blessed, output: str, language: str) -> None:
    result = busy("inbox", "--for", "zhou-lan", "--format", output, "--lang", language)
    assert (result.code, result.err) == (0, "")
    blessed(f"inbox-{output}.{language}.txt", result.out)


def test_rows_have_the_keys_of_the_contract_and_lead_to_a_form_or_a_page(busy: Koc) -> None:
    rows = json.loads(busy("inbox", "--for", "zhou-lan", "--format", "json").out)["rows"]
    assert rows
    assert all(list(row) == KEYS for row in rows)
    assert all(row["url"].startswith("https://") for row in rows)
    assert all(row["command"].startswith("koc ") for row in rows)


def test_who_the_command_thinks_i_am_is_said_and_how_to_change_it(
    quiet: Koc, sample_repo: Path
) -> None:
    unknown = quiet("inbox")
    assert (unknown.code, unknown.out) == (2, "")
    assert "git config koc.member" in unknown.err
    remember(sample_repo, "user.email", "1003+old-he-car@users.noreply.github.com")
    by_account = quiet("inbox")
    assert by_account.code == 0
    assert "old-he" in by_account.err
    assert "Git 的邮箱" in by_account.err
    remember(sample_repo, "koc.member", "zhou-lan")
    by_clone = quiet("inbox")
    assert "zhou-lan" in by_clone.err
    assert by_clone.out == quiet("inbox", "--for", "zhou-lan").out


def test_koc_alone_shows_what_waits(busy: Koc, sample_repo: Path, blessed: Blessed) -> None:
    nobody = busy()
    assert nobody.code == 0
    assert "git config koc.member" in nobody.out
    remember(sample_repo, "koc.member", "zhou-lan")
    blessed("home-of-staff.zh.txt", busy().out)
    (sample_repo / "community.yml").write_text("name: [")
    assert busy().code == 0


def test_files_that_are_out_of_step_wait_for_the_lead(quiet: Koc, sample_repo: Path) -> None:
    before = json.loads(quiet("inbox", "--for", "gu-heng", "--format", "json").out)["rows"]
    owners = sample_repo / ".github/CODEOWNERS"
    owners.parent.mkdir(exist_ok=True)
    owners.write_text("* @somebody\n")
    after = json.loads(quiet("inbox", "--for", "gu-heng", "--format", "json").out)["rows"]
    (new,) = [row for row in after if row not in before]
    assert (new["kind"], new["what"], new["command"]) == (
        "stale-file",
        ".github/CODEOWNERS",
        "koc codeowners",
    )
