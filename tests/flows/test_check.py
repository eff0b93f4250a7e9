"""check.yml, its steps run for real: what contributors are answered, and what never runs."""

from __future__ import annotations

import re
from pathlib import Path

from kocbook.insight.fingerprint import terms_fingerprint
from kocbook.records.loader import load_community
from kocbook.records.tree import WorkingTree
from tests.conftest import SAMPLE
from tests.flows.conftest import Forge, Run, claim

PACKING = "trip/packing"
NIGHT, NIGHT_TERMS = "guide/night-drive", "90ce296c16ef"
GOOD_CLAIM = claim(NIGHT, "writer", "old-he", NIGHT_TERMS)
NEWCOMER = {
    "members/new-driver.yml": "name: 小新\ngithub: new-driver\ngithub_id: 7007\njoined: 2026-06-30\n"
}


def ended(run: Run, code: int) -> None:
    assert (run.code != 0) == bool(code), run.log
    if code:
        assert "::error file=" in run.log, run.log  # refused, and not broken


def test_a_good_claim_is_answered_with_thanks_in_two_languages(forge: Forge) -> None:
    head = forge.open(1, "old-he", GOOD_CLAIM)
    ended(forge.answer(1), 0)
    comment = forge.comment(1)
    assert comment.startswith("<!-- kocbook: answer -->\n### ✅ 都没问题")
    assert "老何" in comment
    assert "<summary>English</summary>" in comment
    assert "Old He" in comment
    (status,) = forge.github.statuses[head]
    assert (status["state"], status["context"]) == ("success", "koc")
    assert status["description"] == "✅ 都没问题"
    assert "#issuecomment-" in status["target_url"]


def test_a_theft_is_refused_in_words_with_a_link_to_mend_it(forge: Forge) -> None:
    stolen = claim(NIGHT, "photographer", "old-he", NIGHT_TERMS)
    head = forge.open(2, "old-he", stolen)
    run = forge.answer(2)
    ended(run, 1)
    comment = forge.comment(2)
    path = f"modules/{NIGHT}/claims/photographer.yml"
    assert "席位「photographer」由林小满认领着" in comment
    assert f"https://github.com/old-he-car/handbooks/edit/topic-2/{path}" in comment
    assert f"file={path},line=" in run.log  # the annotation
    assert "有人先认领了" in run.log.partition("Summary - ")[2]
    assert forge.status(head) == "failure"


def test_nothing_of_the_head_is_checked_out_or_run(forge: Forge, tmp_path: Path) -> None:
    trap = tmp_path / "the-head-ran"
    touch = f"import pathlib\npathlib.Path({str(trap)!r}).touch()\n"
    files = {
        ".github/workflows/check.yml": f"on: pull_request_target\njobs: {{x: {{runs-on: ubuntu-latest, steps: [{{run: touch {trap}}}]}}}}\n",
        "Makefile": f"venv-site:\n\ttouch {trap}\n",
        "tooling/setup/venv": f"#!/bin/sh\ntouch {trap}\n",
        "tooling/kocbook/cli/main.py": touch,
        "tooling/forges/github/__main__.py": touch,
        "sitecustomize.py": touch,
        "conftest.py": touch,
        ".gitattributes": "* filter=trap merge=trap\n",
        ".gitmodules": f'[submodule "x"]\n\tpath = x\n\turl = file://{tmp_path}\n',
    }
    forge.open(3, "old-he", files)
    run = forge.answer(3)
    ended(run, 1)
    assert not trap.exists()
    assert f"### 🔧 还差 {len(files)} 处要改" in forge.comment(3)
    # Nor does a merge queue run what it would merge, even where a lead wrote it.
    files = {name: files[name] for name in ("Makefile", "tooling/forges/github/__main__.py")}
    forge.open(4, "gu-heng", files)
    ended(forge.check_merge(*forge.queue(4)), 0)
    assert not trap.exists()


def test_who_came_second_hears_who_was_first_and_what_else_is_open(forge: Forge) -> None:
    forge.open(5, "old-he", GOOD_CLAIM)
    head = forge.open(6, "xiao-man", claim(NIGHT, "writer", "xiao-man", NIGHT_TERMS))
    ended(forge.answer(6), 0)
    forge.merge(5)
    # The merge is an event of main; the second request has none of its own.
    ended(forge.act("push", "check.yml", {"ref": "refs/heads/main"}), 0)
    comment = forge.comment(6)
    assert "席位「writer」由老何认领着" in comment
    assert "这些相近的任务还空着" in comment
    assert "自己洗车" in comment
    assert [one["state"] for one in forge.github.statuses[head]] == ["success", "failure"]
    # Nothing moved since: nothing is written again.
    before = len(forge.github.writes)
    ended(forge.act("schedule", "check.yml", {}), 0)
    assert len(forge.github.writes) == before


def test_a_first_contribution_is_answered_without_a_click(forge: Forge) -> None:
    forge.open(7, "newcomer", NEWCOMER, author_association="FIRST_TIME_CONTRIBUTOR")
    ended(forge.answer(7), 0)
    assert "### ✅" in forge.comment(7)
    assert "new-driver" in forge.comment(7)


def test_a_second_push_edits_the_same_comment_and_nobody_elses(forge: Forge) -> None:
    wrong = claim(NIGHT, "writer", "xiao-man", NIGHT_TERMS)
    forge.open(8, "old-he", wrong)
    for text in ("先占个楼", "<!-- kocbook: answer -->\n我也会写这个记号", "+1"):
        forge.github.say(8, text, {"login": "old-he-car", "type": "User", "id": 1003})
    ended(forge.answer(8), 1)
    assert "用了别人的名字" in forge.comment(8)
    forge.open(8, "old-he", GOOD_CLAIM)
    ended(forge.answer(8, "synchronize"), 0)
    assert "### ✅" in forge.comment(8)
    assert len(forge.github.comments[8]) == 4


def test_words_of_the_event_reach_no_shell(forge: Forge, tmp_path: Path) -> None:
    trap = tmp_path / "the-title-ran"
    words = f'认领《夜里开车》🚗 $(touch {trap}) `touch {trap}` "; touch {trap}; #\n::set-output name=x::y'
    forge.open(9, "old-he", GOOD_CLAIM, title=words, body=words)
    ended(forge.answer(9), 0)
    assert not trap.exists()
    branch = f"x';touch$IFS{trap.name};'"
    forge.github.pulls[9]["head"]["ref"] = branch
    ended(forge.answer(9), 0)
    assert not list(tmp_path.rglob(trap.name))


def strict_community(forge: Forge) -> str:
    """Publish a limit of one seat for new members, and a second open module; return its terms."""
    settings = (SAMPLE / "community.yml").read_text(encoding="utf-8")
    brief = (SAMPLE / f"modules/{PACKING}/module.yml").read_text(encoding="utf-8")
    forge.publish(
        {
            **NEWCOMER,
            "community.yml": settings.replace("points: 0, claims: 2", "points: 0, claims: 1"),
            f"modules/{PACKING}/module.yml": f"{brief}opened: 2026-06-01\n",
        }
    )
    community = load_community(WorkingTree(forge.work)).community
    assert community is not None
    return terms_fingerprint(community.modules[PACKING].brief)


def test_limits_hold_when_one_persons_requests_are_queued_one_after_another(forge: Forge) -> None:
    terms = strict_community(forge)
    forge.open(10, "newcomer", claim(NIGHT, "writer", "new-driver", NIGHT_TERMS))
    forge.open(11, "newcomer", claim(PACKING, "writer", "new-driver", terms))
    for number in (10, 11):  # each is fine alone
        ended(forge.answer(number), 0)
    first = forge.queue(10)
    ended(forge.check_merge(*first), 0)
    second = forge.queue(11, after=first[2])
    ended(forge.check_merge(*second), 1)
    assert "手上的任务满了" in forge.comment(11)
    assert (forge.status(first[2]), forge.status(second[2])) == ("success", "failure")


def test_limits_hold_without_a_queue_too(forge: Forge) -> None:
    terms = strict_community(forge)
    forge.open(10, "newcomer", claim(NIGHT, "writer", "new-driver", NIGHT_TERMS))
    head = forge.open(11, "newcomer", claim(PACKING, "writer", "new-driver", terms))
    ended(forge.answer(11), 0)
    forge.merge(10)
    ended(forge.act("push", "check.yml", {"ref": "refs/heads/main"}), 0)
    assert "手上的任务满了" in forge.comment(11)
    assert forge.status(head) == "failure"


def test_a_yes_counts_for_exactly_the_head_that_was_read(forge: Forge) -> None:
    """A planner renews the terms of a seat that somebody holds."""
    brief = (SAMPLE / f"modules/{NIGHT}/module.yml").read_text(encoding="utf-8")
    forge.open(12, "zhou-lan", {f"modules/{NIGHT}/module.yml": brief.replace("30}", "31}")})
    ended(forge.answer(12), 1)
    path = f"modules/{NIGHT}/claims/photographer.yml"
    (terms,) = set(re.findall(r"新的编号 ([0-9a-f]{12})", forge.comment(12)))
    old = (SAMPLE / path).read_text(encoding="utf-8")
    head = forge.open(12, "zhou-lan", {path: old.replace(NIGHT_TERMS, terms)})
    ended(forge.answer(12, "synchronize"), 1)
    assert "### ⏳ 就差一声同意" in forge.comment(12)
    assert "林小满" in forge.comment(12)
    owner = {"login": "xiao-man-car", "id": 1001}
    said = [
        {"state": "APPROVED", "commit_id": "0" * 40, "user": owner},  # of another head
        {"state": "COMMENTED", "commit_id": head, "user": owner},
        {"state": "APPROVED", "commit_id": head, "user": {"login": "old-he-car", "id": 1003}},
    ]
    forge.github.reviews[12] = said
    ended(forge.act("schedule", "check.yml", {}), 0)
    assert "### ⏳" in forge.comment(12)
    said.append({"state": "APPROVED", "commit_id": head, "user": owner})
    ended(forge.act("schedule", "check.yml", {}), 0)
    assert "### ✅" in forge.comment(12)
    assert forge.status(head) == "success"
    said.append({"state": "DISMISSED", "commit_id": head, "user": owner})
    ended(forge.act("schedule", "check.yml", {}), 0)
    assert "### ⏳" in forge.comment(12)


def test_an_edited_title_starts_nothing(forge: Forge) -> None:
    forge.open(13, "old-he", GOOD_CLAIM)
    assert forge.answer(13, "edited", changes={"title": {"from": "x"}}).code == 0
    assert forge.github.writes == []
    ended(forge.answer(13, "edited", changes={"base": {"ref": {"from": "old"}}}), 0)
    assert "### ✅" in forge.comment(13)
