"""Files that the settings make: behind them, the check says so, and names the command that writes them."""

from __future__ import annotations

from pathlib import Path

from tests.conftest import Koc


def test_forms_and_owners_behind_the_settings_are_found_and_written(
    sample_repo: Path, koc: Koc
) -> None:
    assert koc("forms").code == 0
    assert koc("codeowners").code == 0
    assert koc("check").code == 0
    settings = sample_repo / "community.yml"
    text = settings.read_text("utf-8")
    settings.write_text(text.replace("zh: 写作", "zh: 写文章", 1), "utf-8")
    assert settings.read_text("utf-8") != text, "the sample has another skill now"
    told = koc("check", "--lang", "en")
    assert told.code == 1
    assert "forms-outdated" in told.out
    assert "koc forms" in told.out
    assert koc("forms").code == 0
    assert koc("check").code == 0

    lead = sample_repo / "members/gu-heng.yml"
    lead.write_text(lead.read_text("utf-8").replace("gu-heng-car", "gu-heng-new"), "utf-8")
    told = koc("check", "--lang", "en")
    assert "owners-outdated" in told.out
    assert "koc codeowners" in told.out
    assert koc("codeowners").code == 0
    assert "owners-outdated" not in koc("check").out


def test_fix_writes_all_that_is_behind(sample_repo: Path, koc: Koc) -> None:
    assert koc("forms").code == 0
    assert koc("codeowners").code == 0
    schemas = sample_repo / "tooling/kocbook/records/schemas"
    schemas.mkdir(parents=True)
    (schemas / "community.json").write_text("{}\n", "utf-8")
    for path in ("members/gu-heng.yml", "community.yml"):
        file = sample_repo / path
        text = file.read_text("utf-8")
        changed = text.replace("gu-heng-car", "gu-heng-new").replace("zh: 写作", "zh: 写文章", 1)
        assert changed != text
        file.write_text(changed, "utf-8")
    told = koc("check", "--lang", "en").out
    assert all(rule in told for rule in ("forms-outdated", "owners-outdated", "schemas-outdated"))
    stale = {path: path.read_bytes() for path in sample_repo.rglob("*.json")}
    assert "Would be written" in koc("check", "--fix", "--dry-run", "--lang", "en").out
    assert stale == {path: path.read_bytes() for path in sample_repo.rglob("*.json")}
    assert koc("check", "--fix", "--lang", "en").code == 0
    clean = koc("check", "--lang", "en").out
    assert "outdated" not in clean
    for kind in ("community", "claim", "outcome"):
        assert (schemas / f"{kind}.json").read_text("utf-8") == koc("schema", kind).out
    assert "@gu-heng-new" in (sample_repo / ".github/CODEOWNERS").read_text("utf-8")
