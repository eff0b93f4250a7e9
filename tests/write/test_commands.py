"""Joining, claiming, extending, releasing and signing: one branch, one commit, and it passes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kocbook.base.hidden_signs import FORBIDDEN
from kocbook.intake.acts.join import member_files
from kocbook.intake.change import try_change
from kocbook.policy.actor import Account
from kocbook.records.loader import load_community
from kocbook.records.tree import WorkingTree
from tests.conftest import SAMPLE, Koc
from tests.write.conftest import Clone

JOIN = ["join", "--id", "lin-yi", "--name", "林一", "--github", "linyi", "--github-id", "77"]
CLAIM = ["claim", "night-drive", "writer", "--yes"]


def landed(clone: Clone, koc: Koc, branch: str) -> None:
    """One commit above main, on its branch, with nothing left over, and the check is content."""
    assert clone.git("symbolic-ref", "--short", "HEAD") == branch
    assert clone.git("rev-list", "--count", "main..HEAD") == "1"
    assert clone.git("status", "--porcelain") == ""
    assert koc("check").code == 0


def test_join(quiet_koc: Koc, clone: Clone) -> None:
    result = quiet_koc(*JOIN, "--skills", "夜间摄影, writing-well", "--product", "灯塔：一号")
    assert (result.code, result.err) == (0, "")
    landed(clone, quiet_koc, "join/lin-yi")
    assert (clone.folder / "members/lin-yi.yml").read_text() == (
        "# yaml-language-server: $schema=../tooling/kocbook/records/schemas/member.json\n"
        "name: 林一\ngithub: linyi\ngithub_id: 77\njoined: 2026-06-30\n"
        "product: 灯塔：一号\nskills: [night-photos, writing-well]\n"
    )
    assert "git push -u origin join/lin-yi" in result.out
    # Helping somebody join does not turn one's own clone into theirs.
    assert "git config koc.member lin-yi" in result.out
    assert "koc.member" not in clone.git("config", "--list")
    assert clone.git("log", "-1", "--format=%an %s") == "Somebody 加入：林一（lin-yi）"


def test_without_settings_of_git_the_commit_is_the_members(quiet_koc: Koc, clone: Clone) -> None:
    clone.git("config", "--remove-section", "user")
    assert quiet_koc(*JOIN).code == 0
    author = clone.git("log", "-1", "--format=%an <%ae> %cn")
    assert author == "林一 <77+linyi@users.noreply.github.com> 林一"


def test_the_account_is_known_from_the_address(quiet_koc: Koc, clone: Clone) -> None:
    clone.is_me("88+new-friend")
    assert quiet_koc("join", "--name", "新", "--id", "xin-xin").code == 0
    assert clone.git("config", "koc.member") == "xin-xin"
    assert (
        "github: new-friend\ngithub_id: 88\n" in (clone.folder / "members/xin-xin.yml").read_text()
    )


@pytest.mark.parametrize(
    "words",
    [
        ["--id", "Lin Yi"],
        ["--id", "old-he"],
        ["--github-id", "1001"],
        ["--github-id", "seven"],
        ["--name", ""],
    ],
)
def test_join_refuses_kindly(quiet_koc: Koc, clone: Clone, words: list[str]) -> None:
    before = clone.snapshot()
    assert quiet_koc(*JOIN, *words).code == 2
    assert clone.snapshot() == before


def test_what_the_check_refuses_is_not_written(quiet_koc: Koc, clone: Clone) -> None:
    before = clone.snapshot()
    for words in (["--skills", "juggling"], ["--id", "o1d-he"], ["--name", "a\u202eb"]):
        result = quiet_koc(*JOIN, *words)
        assert result.code == 1, words
        assert "members/" in result.out
        assert clone.snapshot() == before


def test_claim(quiet_koc: Koc, clone: Clone) -> None:
    result = quiet_koc(*CLAIM, "--note", "- 我来：#1")
    assert (result.code, result.err) == (0, "")
    landed(clone, quiet_koc, "claim/guide-night-drive-writer")
    text = (clone.folder / "modules/guide/night-drive/claims/writer.yml").read_text()
    assert text.splitlines()[1:] == [
        "member: old-he",
        "claimed: 2026-06-30",
        'terms: "90ce296c16ef"',
        'note: "- 我来：#1"',
    ]
    assert "40%" in result.out


def test_claim_shows_the_terms_and_asks(quiet_koc: Koc, clone: Clone) -> None:
    before = clone.snapshot()
    result = quiet_koc(*CLAIM[:-1], "--lang", "en")
    assert result.code == 2
    assert "12 points" in result.out
    assert "--yes" in result.err
    assert clone.snapshot() == before


@pytest.mark.parametrize(("answer", "code"), [(True, 0), (False, 130)])
def test_a_person_is_asked(
    quiet_koc: Koc, clone: Clone, monkeypatch: pytest.MonkeyPatch, answer: bool, code: int
) -> None:
    monkeypatch.setattr("kocbook.cli.ui.writing.is_interactive", lambda: True)
    answers = ["y" if answer else "n"]
    monkeypatch.setattr("click.termui.visible_prompt_func", lambda _: answers.pop())
    assert quiet_koc(*CLAIM[:-1]).code == code
    assert (clone.git("branch", "--list", "claim/*") != "") is answer


def test_a_held_seat_names_its_holder_and_what_is_open(quiet_koc: Koc, clone: Clone) -> None:
    before = clone.snapshot()
    result = quiet_koc("claim", "night-drive", "photographer", "--yes", "--lang", "en")
    assert (result.code, result.out) == (2, "")
    assert "Lin Xiaoman" in result.err
    assert "guide/night-drive" in result.err.splitlines()[-1]
    assert clone.snapshot() == before


@pytest.mark.parametrize(
    "words",
    [
        ["first-day"],
        ["cover-vote"],
        ["packing"],
        ["night-drive", "driver"],
        ["night-drive", "--member", "nobody"],
        ["night-drive", "photographer", "--member", "xiao-man"],
        ["nothing"],
    ],
)
def test_claims_that_cannot_be(quiet_koc: Koc, clone: Clone, words: list[str]) -> None:
    before = clone.snapshot()
    result = quiet_koc("claim", *words, "--yes")
    assert (result.code, result.out) == (2, "")
    assert "故障" not in result.err
    assert clone.snapshot() == before


def test_a_lapsed_seat_is_taken_over_and_its_claim_kept(quiet_koc: Koc, clone: Clone) -> None:
    before = (clone.folder / "modules/guide/car-wash/claims/writer.yml").read_text()
    assert quiet_koc("claim", "car-wash", "--member", "ma-jun", "--yes").code == 0
    landed(clone, quiet_koc, "claim/guide-car-wash-writer")
    past = (clone.folder / "modules/guide/car-wash/claims/past/writer-1.yml").read_text()
    assert past == before + "released: 2026-06-30\n"


def test_the_limit_of_claims_is_the_checks(quiet_koc: Koc, clone: Clone) -> None:
    settings_file = clone.folder / "community.yml"
    settings_file.write_text(settings_file.read_text().replace("claims: 2}", "claims: 1}"))
    clone.git("commit", "-qam", "One at a time")
    before = clone.snapshot()
    result = quiet_koc("claim", "night-drive", "writer", "--member", "ma-jun", "--yes")
    assert result.code == 1
    assert "claim-over-limit" in result.out
    assert clone.snapshot() == before


def test_extend_once(quiet_koc: Koc, clone: Clone) -> None:
    clone.complete_team()
    words = ["extend", "night-drive", "--member", "xiao-man"]
    assert quiet_koc(*words).code == 0
    landed(clone, quiet_koc, "extend/guide-night-drive-photographer")
    text = (clone.folder / "modules/guide/night-drive/claims/photographer.yml").read_text()
    assert text.endswith("extended: 2026-06-30\n")
    assert "2026-06-30" in quiet_koc(*words).err
    assert quiet_koc("extend", "car-wash").code == 2  # lapsed
    assert quiet_koc("extend", "tyre-check", "--member", "ma-jun").code == 2  # delivered


def test_what_is_written_goes_through_no_hard_link(
    quiet_koc: Koc, clone: Clone, tmp_path: Path
) -> None:
    clone.complete_team()
    record = clone.folder / "modules/guide/night-drive/claims/photographer.yml"
    before = record.read_bytes()
    outside = tmp_path / "outside.yml"
    os.link(record, outside)
    assert quiet_koc("extend", "night-drive", "--member", "xiao-man").code == 0
    assert outside.read_bytes() == before
    assert record.read_bytes() != before


def test_release(quiet_koc: Koc, clone: Clone) -> None:
    result = quiet_koc("release", "night-drive", "--member", "xiao-man")
    assert (result.code, result.err) == (0, "")
    landed(clone, quiet_koc, "release/guide-night-drive-photographer")
    folder = clone.folder / "modules/guide/night-drive/claims"
    assert not (folder / "photographer.yml").exists()
    assert (folder / "past/photographer-1.yml").read_text().endswith("released: 2026-06-30\n")


def test_staff_release_for_others_and_nobody_else_does(quiet_koc: Koc, clone: Clone) -> None:
    words = ["release", "night-drive", "photographer", "--member"]
    assert quiet_koc(*words, "old-he").code == 2
    assert quiet_koc("release", "first-day").code == 2  # accepted: it is history
    assert quiet_koc(*words, "zhou-lan").code == 0


def test_sign(quiet_koc: Koc, clone: Clone) -> None:
    same = quiet_koc("sign", "first-day")
    assert (same.code, clone.git("branch", "--list", "sign/*")) == (0, "")
    text = clone.folder / "content/guide/first-day/index.md"
    text.write_text(text.read_text() + "\n再添一句。\n")
    clone.git("commit", "-qam", "More words")
    clone.git("branch", "-f", "before")
    assert quiet_koc("sign", "first-day").code == 0
    assert clone.git("rev-list", "--count", "before..HEAD") == "1"
    assert quiet_koc("check").code == 0
    signed = (clone.folder / "modules/guide/first-day/signoffs/old-he.yml").read_text()
    assert "date: 2026-06-30\n" in signed
    assert "15f1d9f424ed" not in signed
    assert quiet_koc("sign", "first-day", "--member", "gu-heng").code == 2
    assert quiet_koc("sign", "night-drive").code == 2


def test_what_the_policy_refuses_is_not_written(
    quiet_koc: Koc, clone: Clone, tmp_path: Path
) -> None:
    """A name that differs in capital letters only: the commands themselves do not look for it."""
    clone.complete_team()
    folder = "content/guide/night-drive/photographer"
    (clone.folder / folder).mkdir(parents=True, exist_ok=True)
    (clone.folder / folder / "INDEX.md").write_text("旧稿\n")
    clone.git("add", "-A")
    clone.git("commit", "-q", "-m", "An old draft")
    (tmp_path / "text.md").write_text("## 夜里\n")
    before = clone.snapshot()
    result = quiet_koc("deliver", "night-drive", str(tmp_path / "text.md"), "--member", "xiao-man")
    assert result.code == 1
    assert "policy-file-name" in result.out
    assert clone.snapshot() == before


def test_whoever_was_thanked_may_sign_too(quiet_koc: Koc, clone: Clone) -> None:
    assert quiet_koc("sign", "first-day", "--member", "ma-jun").code == 0
    landed(clone, quiet_koc, "sign/guide-first-day-ma-jun")


def test_a_branch_that_goes_on_is_judged_as_a_whole(quiet_koc: Koc, clone: Clone) -> None:
    assert quiet_koc(*CLAIM).code == 0
    clone.git("branch", "-m", "extend/guide-night-drive-writer")
    before = clone.snapshot()
    # The referee sees one request that claims and extends at once.
    result = quiet_koc("extend", "night-drive", "writer")
    assert result.code == 1
    assert "policy-field" in result.out
    assert clone.snapshot() == before
    clone.git("switch", "-qc", "elsewhere")
    assert quiet_koc("extend", "night-drive", "writer").code == 0


def test_who_you_are(quiet_koc: Koc, clone: Clone) -> None:
    clone.complete_team()
    clone.is_me("1001+renamed-since")
    assert "extend/guide-night-drive" in quiet_koc("extend", "night-drive").out
    clone.git("switch", "-q", "main")
    clone.is_me("Old-He-Car")
    assert quiet_koc("release", "car-wash").code == 0
    clone.git("switch", "-q", "main")
    clone.is_me("999+old-he-car")  # the login under another number is somebody else
    assert "--member" in quiet_koc("release", "car-wash").err
    clone.git("config", "koc.member", "lin-yi")
    assert "lin-yi" in quiet_koc("release", "car-wash").err


def test_as_of_dates_what_is_written(quiet_koc: Koc, clone: Clone) -> None:
    assert quiet_koc(*CLAIM, "--as-of", "2026-06-29").code == 0
    text = (clone.folder / "modules/guide/night-drive/claims/writer.yml").read_text()
    assert "claimed: 2026-06-29\n" in text


def test_a_taken_branch_name_gets_a_number(quiet_koc: Koc, clone: Clone) -> None:
    clone.git("branch", "claim/guide-night-drive-writer")
    assert quiet_koc(*CLAIM).code == 0
    landed(clone, quiet_koc, "claim/guide-night-drive-writer-2")


WRITABLE = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=50).filter(
    lambda text: text.strip() and not FORBIDDEN.search(text)
) | st.sampled_from(["- 我", "a: b", "'", '"', "no", "林：小满", "#1", "{}", "*", "012", "👩‍🔧"])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(WRITABLE, WRITABLE, WRITABLE)
def test_any_name_passes_the_check(name: str, city: str, intro: str) -> None:
    from datetime import date

    values = {"name": name.strip(), "github": "x1", "github_id": 5, "joined": date(2026, 6, 30)}
    files = member_files("new-one", {**values, "city": city.strip(), "intro": intro.strip()})
    standing = load_community(WorkingTree(SAMPLE))
    trial = try_change(standing, files, date(2026, 6, 30), Account("x1", 5))
    personal = {"private-number", "privacy"}  # an honest finding about what was typed is no fault
    assert [f for f in trial.findings if f.rule.split("-")[0] not in personal] == []


def test_a_team_delivers_and_extends_when_it_is_complete(
    quiet_koc: Koc, clone: Clone, tmp_path: Path
) -> None:
    (tmp_path / "text.md").write_text("## 夜里\n")
    deliver = ["deliver", "night-drive", str(tmp_path / "text.md"), "--member", "xiao-man"]
    before = clone.snapshot()
    refused = quiet_koc(*deliver)
    assert refused.code == 2
    assert "writer" in refused.err
    assert quiet_koc("extend", "night-drive", "--member", "xiao-man").code == 2
    assert clone.snapshot() == before
    clone.complete_team()
    assert quiet_koc(*deliver).code == 0


def test_changed_terms_are_agreed_to_again(quiet_koc: Koc, clone: Clone, tmp_path: Path) -> None:
    clone.complete_team()
    brief = clone.folder / "modules/guide/night-drive/module.yml"
    brief.write_text(brief.read_text().replace("reward: {points: 30}", "reward: {points: 40}"))
    clone.git("commit", "-qam", "More points")
    (tmp_path / "text.md").write_text("## 夜里\n")
    deliver = ["deliver", "night-drive", str(tmp_path / "text.md"), "--member", "xiao-man"]
    assert "koc claim --renew" in quiet_koc(*deliver).err
    assert "koc claim --renew" in quiet_koc("status", "night-drive").out
    renew = ["claim", "night-drive", "--renew", "--member", "xiao-man"]
    assert quiet_koc(*renew).code == 2  # nobody said yes
    assert quiet_koc(*renew, "--yes").code == 0
    assert clone.git("symbolic-ref", "--short", "HEAD") == "renew/guide-night-drive-photographer"
    assert quiet_koc(*renew, "--yes").code == 2  # it is so already
