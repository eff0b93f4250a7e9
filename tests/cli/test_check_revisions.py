"""`koc check` of a revision and of a request reads Git objects and judges on the base."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from kocbook.media.clean import clean_media
from tests.conftest import Koc
from tests.write.pictures import jpeg

THIEF = "thief:999999"


def git(folder: Path, *words: str) -> str:
    done = subprocess.run(["git", *words], cwd=folder, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def commit_on_branch(folder: Path, branch: str, path: str, text: str) -> None:
    git(folder, "switch", "-q", "-c", branch)
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    (folder / path).write_text(text, encoding="utf-8")
    git(folder, "add", "--", path)
    git(folder, "commit", "-q", "-m", branch)
    git(folder, "switch", "-q", "-")


def account_of(folder: Path, member: str) -> str:
    lines = (folder / f"members/{member}.yml").read_text(encoding="utf-8").splitlines()
    values = dict(
        line.split(": ", 1) for line in lines if ": " in line and not line.startswith("#")
    )
    return f"{values['github']}:{values['github_id']}"


def first_member(folder: Path) -> str:
    owners = sorted((folder / "members").glob("*.yml"))
    return next(path.stem for path in owners if "staff" not in path.read_text(encoding="utf-8"))


def test_a_revision_is_checked_without_a_checkout(koc: Koc, sample_repo: Path) -> None:
    commit_on_branch(sample_repo, "bad", "members/new.yml", "name: 新\n")
    before = git(sample_repo, "status", "--porcelain")
    assert koc("check", "--head", "HEAD").code == 0
    result = koc("check", "--head", "bad", "--format", "json")
    assert result.code == 1
    assert {row["path"] for row in json.loads(result.out)["findings"]} == {"members/new.yml"}
    assert git(sample_repo, "status", "--porcelain") == before
    assert not (sample_repo / "members/new.yml").exists()


def test_a_member_may_change_their_own_record_and_nobody_elses(koc: Koc, sample_repo: Path) -> None:
    member = first_member(sample_repo)
    path = f"members/{member}.yml"
    text = (sample_repo / path).read_text(encoding="utf-8")
    commit_on_branch(sample_repo, "intro", path, text.rstrip() + "\nproduct: 启程 E5\n")
    request = ("check", "--base", "HEAD", "--head", "intro", "--format", "json", "--actor")
    assert koc(*request, account_of(sample_repo, member)).code == 0
    refused = koc(*request, THIEF)
    assert refused.code == 1
    rules = {row["rule"] for row in json.loads(refused.out)["findings"]}
    assert all(rule.startswith("policy-") for rule in rules)


def test_a_photo_that_tells_its_place_is_refused_and_a_clean_one_is_not(
    koc: Koc, sample_repo: Path
) -> None:
    name = "content/guide/first-day/walk.jpg"
    request = ("check", "--base", "main", "--head", "photo", "--format", "json", "--actor")
    git(sample_repo, "switch", "-q", "-c", "photo")
    for data, told in ((jpeg(), True), (clean_media("walk.jpg", jpeg()).data, False)):
        (sample_repo / name).write_bytes(data)
        git(sample_repo, "add", "--", name)
        git(sample_repo, "commit", "-q", "-m", "Photo")
        found = json.loads(koc(*request, account_of(sample_repo, "gu-heng")).out)["findings"]
        assert ("media-tells" in {row["rule"] for row in found if row["path"] == name}) == told


def test_a_request_needs_all_three_options(koc: Koc) -> None:
    assert koc("check", "--base", "HEAD").code == 2
    assert koc("check", "--actor", THIEF, "--head", "HEAD").code == 2
    assert koc("check", "--base", "HEAD", "--head", "nowhere", "--actor", THIEF).code == 2


def test_day_language_and_limits_are_those_of_the_base(koc: Koc, sample_repo: Path) -> None:
    settings = (sample_repo / "community.yml").read_text(encoding="utf-8")
    member = first_member(sample_repo)
    path = f"members/{member}.yml"
    text = (sample_repo / path).read_text(encoding="utf-8").rstrip() + "\nproduct: 启程 E5\n"
    commit_on_branch(sample_repo, "intro", path, text)
    # On main the day is frozen and no seat may be held; the files on disk say otherwise.
    (sample_repo / "community.yml").write_text(
        settings.replace("claims: 2}", "claims: 0}").replace("claims: 3}", "claims: 0}")
        + "languages: [en, zh]\n",
        encoding="utf-8",
    )
    git(sample_repo, "commit", "-q", "-a", "-m", "Strict")
    (sample_repo / "community.yml").write_text(
        settings.replace("2026-06-30", "2031-01-01"), encoding="utf-8"
    )
    koc.environment["LANG"] = "C.UTF-8"
    actor = account_of(sample_repo, member)
    result = koc("check", "--base", "main", "--head", "intro", "--actor", actor)
    assert "claim-over-limit" in result.out  # the head departed before: its own limits are old
    assert "Hands are full" in result.out  # the base's language
    assert (
        "claim-over-limit"
        not in koc("check", "--base", "main~1", "--head", "intro", "--actor", actor).out
    )
    (sample_repo / "community.yml").unlink()
    assert koc("check", "--base", "main~1", "--head", "intro", "--actor", actor).code == 0


def test_only_a_lead_brings_settings_of_their_own(koc: Koc, sample_repo: Path) -> None:
    settings = (sample_repo / "community.yml").read_text(encoding="utf-8")
    strict = settings.replace("claims: 2}", "claims: 0}").replace("claims: 3}", "claims: 0}")
    commit_on_branch(sample_repo, "strict", "community.yml", strict)
    request = ("check", "--base", "main", "--head", "strict", "--format", "json", "--actor")
    by_lead = koc(*request, account_of(sample_repo, "gu-heng"))
    assert "claim-over-limit" in by_lead.out
    assert "policy-lead-only" not in by_lead.out
    by_member = koc(*request, account_of(sample_repo, first_member(sample_repo)))
    assert "claim-over-limit" not in by_member.out
    assert "policy-lead-only" in by_member.out
