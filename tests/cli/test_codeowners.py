"""`koc codeowners`: the committed file follows the roster."""

from __future__ import annotations

from pathlib import Path

from tests.conftest import Koc

ROOT = Path(__file__).parents[2]


def test_the_file_of_this_repository_is_current() -> None:
    assert Koc(ROOT)("codeowners", "--check").code == 0, "run koc codeowners"


def test_it_is_written_once_and_found_outdated_when_roles_change(
    koc: Koc, sample_repo: Path
) -> None:
    file = sample_repo / ".github/CODEOWNERS"
    assert koc("codeowners", "--check").code == 1
    assert not file.exists()
    assert koc("codeowners").code == koc("codeowners", "--check").code == 0
    lines = file.read_text(encoding="utf-8").splitlines()
    assert "*                        @gu-heng-car" in lines
    assert "/content/                @zhou-lan-car" in lines
    # Nobody is operator here; the planner is asked, and where nobody is, the lead.
    assert "/members/                @gu-heng-car" in lines
    member = sample_repo / "members/zhou-lan.yml"
    text = member.read_text(encoding="utf-8")
    member.write_text(text.replace("content-planner", "community-operator"), encoding="utf-8")
    result = koc("codeowners", "--check", "--lang", "en")
    assert (result.code, result.out) == (1, "")
    assert "Run koc codeowners" in result.err
