"""housekeeping.yml, its step run for real: each reminder is said once, to the person it names."""

from __future__ import annotations

from tests.flows.conftest import Forge, Run
from tests.flows.fake_github import BOT


def remind(forge: Forge) -> Run:
    run = forge.act("workflow_dispatch", "housekeeping.yml", {})
    assert run.code == 0, run.log
    return run


def freeze(forge: Forge, day: str) -> None:
    settings = (forge.work / "community.yml").read_text(encoding="utf-8")
    lines = [line for line in settings.splitlines() if not line.startswith("as_of:")]
    forge.publish({"community.yml": "\n".join([*lines, f"as_of: {day}", ""])})


def said(forge: Forge) -> list[str]:
    return [body for number in forge.github.issues for body in forge.github.own_comments(number)]


def test_each_reminder_is_said_once_in_the_issue_of_the_month(forge: Forge) -> None:
    forge.github.open_issue("copy", "<!-- kocbook: reminders 2026-06-01 -->", {"login": "x"})
    freeze(forge, "2026-06-12")
    remind(forge)
    (issue,) = [one for one in forge.github.issues.values() if one["user"] == BOT]
    assert issue["title"] == "看板提醒 2026-06 Reminders"
    assert "最近一次更新：2026-06-12" in issue["body"]
    first = said(forge)
    remind(forge)
    assert said(forge) == first
    freeze(forge, "2026-06-30")  # days without a run are made up for
    remind(forge)
    later = said(forge)
    assert later[: len(first)] == first
    assert len(later) > len(first)
    keys = [body.splitlines()[0] for body in later]
    assert len(set(keys)) == len(keys)
    assert any("@old-he-car 您" in body for body in later)
    assert all("<summary>English</summary>" in body for body in later)
    assert "2026-06-30" in issue["body"]


def test_a_new_month_has_an_issue_of_its_own(forge: Forge) -> None:
    freeze(forge, "2026-06-30")
    remind(forge)
    before = said(forge)
    freeze(forge, "2026-07-02")
    remind(forge)
    old, new = [one for one in forge.github.issues.values() if one["user"] == BOT]
    assert (old["state"], new["state"]) == ("closed", "open")
    assert "看板提醒 2026-07" in new["title"]
    assert len(said(forge)) == len(set(said(forge))) >= len(before)


def test_names_in_records_cannot_mention_or_link(forge: Forge) -> None:
    path = "modules/guide/night-drive/module.yml"
    brief = (forge.work / path).read_text(encoding="utf-8").splitlines()
    title = 'title: "@everyone [点这里](http://bad.example) <img src=x>"'
    claims = path.replace("module.yml", "claims")
    taken = (forge.work / claims / "photographer.yml").read_text(encoding="utf-8")
    team = {f"{claims}/writer.yml": taken.replace("xiao-man", "gu-heng")}
    forge.publish({path: "\n".join([title, *brief[1:], ""]), **team})
    freeze(forge, "2026-07-03")
    remind(forge)
    texts = "\n".join(said(forge))
    assert "everyone" in texts
    assert "@everyone" not in texts
    assert r"\[点这里\](" in texts
    assert "<img" not in texts
