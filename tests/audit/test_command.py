"""`koc audit` in a repository whose history is its members' own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kocbook.insight.accounts import hash_email
from tests.audit.workshop import HE, LAN, MA, MAN, PAGE, TEXT, Workshop, line_changed
from tests.conftest import Koc, Result

CREDITS = "modules/guide/first-day/credits"
STRANGER = "aunt@home.example"


@pytest.fixture
def shop(sample_repo: Path) -> Workshop:
    """The small community, every text and picture committed by its author."""
    import shutil

    shutil.rmtree(sample_repo / ".git")
    made = Workshop(sample_repo)
    settings = (sample_repo / "community.yml").read_text("utf-8")
    made.write("community.yml", settings.replace("audit: {history: records}\n", ""))
    made.start()
    content = sample_repo / "content"
    aside = sample_repo.parent / "content-aside"
    content.rename(aside)
    made.commit(LAN, "records")
    shutil.copytree(aside / "guide/first-day", content / "guide/first-day")
    made.commit(MAN, f"page\n\nCo-authored-by: Old He <{HE}>")
    shutil.copytree(aside, content, dirs_exist_ok=True)
    made.commit(HE, "the rest")
    return made


def run_json(koc: Koc, *words: str) -> tuple[int, list[dict[str, str]]]:
    done = koc("audit", "--format", "json", *words)
    return done.code, json.loads(done.out)["findings"]


def page_text(shop: Workshop) -> str:
    return (shop.folder / PAGE).read_text(encoding="utf-8")


def test_all_are_credited(koc: Koc, shop: Workshop) -> None:
    done = koc("audit", "--lang", "en")
    assert (done.code, done.err) == (0, "")
    assert "3 commits" in done.out


def test_one_who_is_missing_is_named_with_the_record_to_add(koc: Koc, shop: Workshop) -> None:
    first = shop.change(
        "1005+gu-heng-car@users.noreply.github.com", PAGE, page_text(shop) + "\n多一句。\n"
    )
    code, findings = run_json(koc, "--lang", "en")
    assert code == 1
    [found] = findings
    assert found["rule"] == "audit-uncredited"
    assert found["path"] == "modules/guide/first-day/module.yml"
    assert "gu-heng" in found["message"]
    assert first[:8] in found["message"]
    assert f"{CREDITS}/gu-heng--reviewing.yml" in found["fix"]

    # What it says is what helps: a proposal first, then staff confirm it.
    record = "member: gu-heng\nrole: reviewing\ndate: 2026-06-01\nevidence: 补了一句。\n"
    shop.change(LAN, f"{CREDITS}/gu-heng--reviewing.yml", record)
    code, [found] = run_json(koc, "--lang", "zh")
    assert code == 1
    assert "confirmed_by" in found["fix"]
    shop.change(LAN, f"{CREDITS}/gu-heng--reviewing.yml", f"{record}confirmed_by: zhou-lan\n")
    assert run_json(koc) == (0, [])
    assert koc("check").code == 0


def test_a_stranger_joins_or_gives_the_hash_or_is_waived(koc: Koc, shop: Workshop) -> None:
    shop.change(STRANGER, PAGE, page_text(shop) + "\n路过补一句。\n")
    code, [found] = run_json(koc, "--lang", "en")
    assert (code, found["rule"]) == (1, "audit-stranger")
    assert hash_email(STRANGER) in found["message"]
    assert STRANGER not in str(found)
    before = (shop.folder / "members/old-he.yml").read_text(encoding="utf-8")
    shop.write("members/old-he.yml", f"{before}commit_emails: [{hash_email(STRANGER)}]\n")
    assert run_json(koc) == (0, [])
    shop.write("members/old-he.yml", before)
    waiver = "candidate: {}\nreason: trivial\nby: zhou-lan\ndate: 2026-06-01\n"
    key = f"mail:{hash_email(STRANGER)}"
    shop.write("modules/guide/first-day/waivers/1.yml", waiver.format(f'"{key}"'))
    assert run_json(koc) == (0, [])
    assert koc("check").code == 0


def test_robots_that_everybody_knows_are_nobody(koc: Koc, shop: Workshop) -> None:
    robot = "49699333+dependabot[bot]@users.noreply.github.com"
    claude = "Co-authored-by: Claude <noreply@anthropic.com>"
    shop.change(robot, PAGE, page_text(shop) + "\n")
    shop.change(LAN, PAGE, page_text(shop) + "\n\n", f"mend\n\n{claude}")
    assert run_json(koc) == (0, [])


def test_other_robots_are_named_once(koc: Koc, shop: Workshop) -> None:
    shop.change("club-robot@club.example", PAGE, page_text(shop) + "\n")
    shop.change("club-robot@club.example", "content/guide/first-day/walk.vtt", "WEBVTT\n")
    assert run_json(koc)[0] == 1
    settings = (shop.folder / "community.yml").read_text(encoding="utf-8")
    shop.write("community.yml", f'{settings}audit: {{bots: ["club-robot@*"]}}\n')
    assert run_json(koc) == (0, [])
    assert "audit" not in koc("check").out


def test_a_robot_is_waived_by_its_account_too(koc: Koc, shop: Workshop) -> None:
    shop.change("77+club-robot@users.noreply.github.com", PAGE, page_text(shop) + "\n")
    code, [found] = run_json(koc, "--lang", "en")
    assert code == 1
    assert "candidate: club-robot" in found["fix"]
    waiver = 'candidate: "club-robot"\nreason: bot\nby: zhou-lan\ndate: 2026-06-01\n'
    shop.write("modules/guide/first-day/waivers/1.yml", waiver)
    assert run_json(koc) == (0, [])


def test_an_empty_address_is_nobodys(koc: Koc, shop: Workshop) -> None:
    record = (shop.folder / "members/old-he.yml").read_text(encoding="utf-8")
    shop.write("members/old-he.yml", f"{record}commit_emails: [{hash_email('')}]\n")
    shop.write(PAGE, page_text(shop) + "\n没有邮箱的一句。\n")
    shop.git("add", "-A")
    shop.git("-c", "user.email=", "commit", "-qm", "x", "--author=Somebody <>")
    code, [found] = run_json(koc, "--lang", "en")
    assert (code, found["rule"]) == (1, "audit-stranger")
    assert "no e-mail address" in found["message"]
    assert "commit_emails" not in found["fix"]
    waiver = "candidate: Somebody\nreason: trivial\nby: zhou-lan\ndate: 2026-06-01\n"
    shop.write("modules/guide/first-day/waivers/1.yml", waiver)
    assert run_json(koc) == (0, [])


def test_a_member_is_not_waived_by_the_name_of_a_commit(koc: Koc, shop: Workshop) -> None:
    shop.change("1005+gu-heng-car@users.noreply.github.com", PAGE, page_text(shop) + "\n一句。\n")
    waiver = 'candidate: "1005+gu-heng-car"\nreason: trivial\nby: zhou-lan\ndate: 2026-06-01\n'
    shop.write("modules/guide/first-day/waivers/1.yml", waiver)
    assert run_json(koc)[0] == 1


def test_the_number_decides_not_the_login(koc: Koc, shop: Workshop) -> None:
    taken_over = "999+old-he-car@users.noreply.github.com"
    shop.change(taken_over, PAGE, page_text(shop) + "\n一句。\n")
    assert run_json(koc)[1][0]["rule"] == "audit-stranger"
    shop.git("reset", "-q", "--hard", "HEAD~1")
    shop.change("1003+a-new-login@users.noreply.github.com", PAGE, page_text(shop) + "\n一句。\n")
    assert run_json(koc) == (0, [])


def test_earlier_work_brought_in_in_bulk(koc: Koc, shop: Workshop) -> None:
    shop.write(PAGE, page_text(shop) + "\n搬来的旧稿。\n")
    shop.commit("importer@club.example", day="2026-04-30")
    assert run_json(koc)[0] == 1
    settings = (shop.folder / "community.yml").read_text(encoding="utf-8")
    shop.write("community.yml", settings + "audit: {since: 2026-05-01}\n")
    done = koc("audit", "--lang", "en")
    assert done.code == 0
    assert "before 2026-05-01" in done.err
    shop.write("community.yml", settings + "audit: {history: records}\n")
    assert "was not asked" in koc("audit", "--lang", "en").out


def test_another_revision_is_read_as_objects(koc: Koc, shop: Workshop) -> None:
    shop.git("checkout", "-q", "-b", "side")
    shop.change(STRANGER, PAGE, page_text(shop) + "\n一句。\n")
    shop.git("checkout", "-q", "main")
    assert run_json(koc)[0] == 0
    assert run_json(koc, "--head", "side")[0] == 1


def test_every_format_and_both_languages(koc: Koc, shop: Workshop) -> None:
    shop.change(STRANGER, PAGE, line_changed(1, "换了", TEXT))
    shop.change(MA, PAGE, line_changed(2, "换了", TEXT))
    for language in ("zh", "en"):
        for output in ("text", "github", "json", "sarif", "markdown"):
            done: Result = koc("audit", "--lang", language, "--format", output)
            assert done.code == 1
            assert hash_email(STRANGER) in done.out
            assert "…" not in done.out.replace("evidence: …", "") or output == "text"


def test_a_shallow_clone_fails_and_says_what_to_do(
    koc: Koc, shop: Workshop, tmp_path: Path
) -> None:
    shop.git("clone", "-q", "--depth", "1", shop.folder.as_uri(), str(tmp_path / "shallow"))
    done = koc("--root", str(tmp_path / "shallow"), "audit", "--lang", "en")
    assert done.code == 3
    assert "git fetch --unshallow" in done.err


def test_the_rules_explain_themselves(koc: Koc) -> None:
    for rule in ("audit-uncredited", "audit-stranger"):
        assert koc("explain", rule).code == 0
        assert rule in koc("rules", "--format", "csv").out
