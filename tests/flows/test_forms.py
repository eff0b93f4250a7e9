"""intake.yml, its steps run for real: from an issue to a pull request and one comment."""

from __future__ import annotations

from typing import Any

import pytest

from kocbook.intake.forms.form_file import load_forms
from kocbook.model.forms import FormName
from tests.flows.conftest import ROOT, Forge, Run, claim, git
from tests.flows.fake_github import BOT, REPOSITORY
from tests.intake.conftest import make_event, write_body

FORMS = load_forms(ROOT)
NIGHT, WASH = "guide/night-drive", "guide/car-wash"
SEAT = "claim/guide/night-drive/writer"


def send(
    forge: Forge, who: str, form: str, said: dict[str, str], number: int = 21, **more: Any
) -> Run:
    """Send a form as GitHub does, with Chinese answers; the issue keeps its labels."""
    body = write_body(FORMS[FormName(form)], said)
    known = forge.github.issues.get(number, {})
    labels = known.get("labels", [{"name": f"koc-{form}"}])
    event = make_event(body, who, number, **{"labels": labels, **more})
    forge.github.issues[number] = event["issue"]
    run = forge.act("issues", "intake.yml", event)
    assert run.code == 0, run.log
    return run


def branch(forge: Forge, name: str) -> str:
    return git(forge.base, "for-each-ref", "--format=%(objectname)", f"refs/heads/{name}")


@pytest.fixture
def forge(forge: Forge) -> Forge:
    """The forge, with its forms generated from its own community."""
    forge.publish_forms()
    return forge


def test_a_claim_becomes_a_request_that_is_already_judged(forge: Forge) -> None:
    send(forge, "old-he", "claim", {"module": NIGHT, "seat": "writer", "note": "常跑夜路 🚗"})
    (pull,) = forge.github.pulls.values()
    assert (pull["title"], pull["head"]["ref"], pull["user"]) == (
        "认领：夜里开车，看得清才安心（writer）",
        SEAT,
        BOT,
    )
    assert "Refs #21" in pull["body"]  # the conversation goes on after the merge
    commit = branch(forge, SEAT)
    assert pull["head"]["sha"] == commit
    assert forge.status(commit) == "success"  # by the rules of the base, as the author's
    assert "### ✅" in forge.comment(pull["number"])
    assert "老何" in forge.comment(pull["number"])
    reply = forge.comment(21)
    assert "替您占住了" in reply
    assert f"#{pull['number']}" in reply
    # Nobody's code ran: the branch holds one record, on top of main.
    assert (
        git(forge.base, "diff", "--name-only", "main", SEAT) == f"modules/{NIGHT}/claims/writer.yml"
    )


def test_the_second_claimant_is_told_at_once(forge: Forge) -> None:
    said = {"module": NIGHT, "seat": "writer"}
    send(forge, "old-he", "claim", said)
    commit = branch(forge, SEAT)
    send(forge, "zhou-lan", "claim", said, number=22)
    assert "刚刚由老何先认领了一步" in forge.comment(22)
    assert branch(forge, SEAT) == commit
    assert len(forge.github.pulls) == 1
    names = {label["name"] for label in forge.github.issues[22]["labels"]}
    assert names == {"koc-claim", "koc-needs-reply"}


def test_an_edit_changes_the_same_request_and_the_same_comment(forge: Forge) -> None:
    send(forge, "old-he", "deliver", {"module": WASH})
    assert "正文和照片都还空着" in forge.comment(21)
    assert forge.github.pulls == {}
    said = {"module": WASH, "text": "一、先冲掉沙子。\n\n二、从上往下擦。"}
    send(forge, "old-he", "deliver", said, action="edited")
    first = branch(forge, "issue/21")
    assert first
    assert {label["name"] for label in forge.github.issues[21]["labels"]} == {"koc-deliver"}
    send(forge, "old-he", "deliver", {**said, "text": "只写一句：先冲后擦。"}, action="edited")
    second = branch(forge, "issue/21")
    assert second != first
    assert len(forge.github.pulls) == 1
    assert forge.status(second) == "success"
    assert "稿子收到了" in forge.comment(21)  # one comment, edited in place
    page = git(forge.base, "show", f"issue/21:content/{WASH}/index.md")
    assert page == "只写一句：先冲后擦。"


def test_a_delivery_waits_for_its_claim(forge: Forge) -> None:
    send(forge, "old-he", "claim", {"module": NIGHT, "seat": "writer"})
    send(forge, "old-he", "deliver", {"module": NIGHT, "text": "先调灯。"}, number=22)
    assert "您的认领正在合并" in forge.comment(22)
    assert branch(forge, SEAT)
    assert len(forge.github.pulls) == 1


def test_what_staff_changed_on_the_branch_is_not_overwritten(forge: Forge) -> None:
    said = {"module": WASH, "text": "一、先冲掉沙子。"}
    send(forge, "old-he", "deliver", said)
    forge.commit(
        "mending", {f"content/{WASH}/index.md": "一、先冲掉沙子，再擦。\n"}, "origin/issue/21"
    )
    git(forge.work, "push", "-q", "origin", "mending:issue/21")
    mended = branch(forge, "issue/21")
    send(forge, "old-he", "deliver", {**said, "text": "全改了"}, action="edited")
    assert branch(forge, "issue/21") == mended
    assert "有人在接着改" in forge.comment(21)


def test_words_of_the_event_reach_no_shell(forge: Forge) -> None:
    trap = forge.folder / "it-ran"
    words = f'$(touch {trap}) `touch {trap}` "; touch {trap}; # ${{{{ github.token }}}}\n::error::x'
    send(forge, "old-he", "claim", {"module": NIGHT, "seat": "writer", "note": words}, title=words)
    assert not trap.exists()
    assert "touch" in git(forge.base, "show", f"{SEAT}:modules/{NIGHT}/claims/writer.yml")


def test_a_request_of_a_form_is_its_authors_and_a_foreign_commit_is_not(forge: Forge) -> None:
    send(forge, "old-he", "claim", {"module": NIGHT, "seat": "writer"})
    (number,) = forge.github.pulls
    assert forge.act("push", "check.yml", {"ref": "refs/heads/main"}).code == 0
    assert "### ✅" in forge.comment(number)  # judged again as the author's, not the bot's
    forge.commit("theft", {"members/old-he.yml": "name: x\n"}, f"origin/{SEAT}")
    git(forge.work, "push", "-q", "origin", f"theft:{SEAT}")
    stolen = branch(forge, SEAT)
    forge.github.pulls[number]["head"]["sha"] = stolen
    forge.act("push", "check.yml", {"ref": "refs/heads/main"})
    assert forge.status(stolen) == "failure"


def test_a_good_request_from_a_fork_holds_its_seat_too(forge: Forge) -> None:
    seat = claim(NIGHT, "writer", "zhou-lan", "90ce296c16ef")
    refused = forge.open(1, "zhou-lan", seat)
    good = forge.open(2, "zhou-lan", {**seat, "README.md": "x\n"})
    forge.github.set_status(refused, BOT, state="failure", context="koc")
    said = {"module": NIGHT, "seat": "writer"}
    body = write_body(FORMS[FormName.CLAIM], said)
    for number, words in ((21, "替您占住了"), (22, "先认领了一步")):
        event = make_event(body, "old-he", number, labels=[{"name": "koc-claim"}])
        forge.github.issues[number] = event["issue"]
        assert forge.step("form", event).code == 0
        assert words in forge.comment(number)
        forge.github.set_status(good, BOT, state="success", context="koc")
        git(forge.base, "update-ref", "-d", f"refs/heads/{SEAT}")
        forge.github.pulls = {n: one for n, one in forge.github.pulls.items() if n < 3}


def test_who_sends_too_many_waits(forge: Forge) -> None:
    for number in range(40, 50):
        event = make_event("x", "old-he", number, labels=[{"name": "koc-claim"}])
        moments = dict.fromkeys(("created_at", "updated_at"), "2026-06-30T01:00:00Z")
        forge.github.issues[number] = {**event["issue"], **moments}
    more = {"updated_at": "2026-06-30T02:00:00Z"}
    send(forge, "old-he", "claim", {"module": NIGHT, "seat": "writer"}, **more)
    assert "今天已经到了" in forge.comment(21)
    assert forge.github.pulls == {}


def test_the_repository_is_the_bases(forge: Forge) -> None:
    send(forge, "old-he", "claim", {"module": NIGHT, "seat": "writer"})
    (pull,) = forge.github.pulls.values()
    assert pull["head"]["repo"]["full_name"] == REPOSITORY
