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
