"""Without an account: joining, answering, confirming and taking back, through the real commands."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from kocbook.insight.codes import fingerprint_words
from kocbook.records.yaml_reader import read_yaml
from tests.carried.conftest import CODES, JOIN, LOCK, YES, merge_both, private_of
from tests.conftest import Koc
from tests.private.conftest import git, merge

VOTE = [
    *("respond", "guide/cover-vote", "--choice", "green", "--member", "gu-heng"),
    *("--for", "qing-tian", "--said", "投绿色", "--through", "微信"),
]
CONSENT = "modules/guide/cover-vote/consents/qing-tian--1.yml"
RESPONSE = "modules/guide/cover-vote/responses/qing-tian.yml"
AS_OF = ("--as-of", "2026-07-02")


def read(path: Path) -> dict[str, object]:
    value, faults = read_yaml(path.read_text(encoding="utf-8"))
    assert not faults
    assert isinstance(value, dict)
    return value


def joined(club: Koc) -> Koc:
    done = club(*JOIN, *AS_OF)
    assert done.code == 0, done.out + done.err
    merge_both(club)
    return club


def voted(club: Koc) -> Koc:
    done = club(*VOTE, *AS_OF)
    assert done.code == 0, done.out + done.err
    merge_both(club)
    return club


def test_somebody_joins_and_what_is_private_stays_private(club: Koc) -> None:
    joined(club)
    record = read(club.folder / "members/qing-tian.yml")
    assert "github" not in record
    reached = record["reached"]
    assert isinstance(reached, dict)
    assert reached["through"] == "wechat"
    assert reached["lock"] == LOCK
    kept = private_of(club) / "proofs" / f"{reached['message']}.json"
    assert hashlib.sha256(kept.read_bytes()).hexdigest() == reached["message"]
    proof = json.loads(kept.read_text(encoding="utf-8"))
    assert proof["said"] == YES
    assert fingerprint_words(proof["shown"]) == reached["shown"]
    assert "qingtian-0917" in (private_of(club) / "members/contacts/qing-tian.yml").read_text()
    everything = git(club.folder, "log", "-p", "--all")
    assert "qingtian-0917" not in everything
    assert YES not in everything
    assert club("check", *AS_OF).code == 0
    assert Koc(private_of(club), club.environment)("check", *AS_OF).code == 0


def test_nobody_joins_without_a_yes(club: Koc) -> None:
    silent = [word for word in JOIN if word not in ("--said", YES)]
    assert club(*silent).code == 2
    assert git(club.folder, "status", "--porcelain") == ""


def test_an_answer_is_carried_with_its_proof(club: Koc) -> None:
    voted(joined(club))
    consent = read(club.folder / CONSENT)
    assert (consent["by"], consent["act"], consent["said"]) == ("gu-heng", "respond", "投绿色")
    assert (private_of(club) / "proofs" / f"{consent['message']}.json").is_file()
    assert club("check", *AS_OF).code == 0


def test_without_proof_the_check_refuses_an_answer(club: Koc) -> None:
    joined(club)
    done = club(*VOTE, *AS_OF)
    assert done.code == 0, done.out + done.err
    path = club.folder / CONSENT
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(one for one in lines if not one.startswith("message:")), "utf-8")
    git(club.folder, "commit", "-qam", "Without proof")
    words = ("check", "--base", "main", "--head", "HEAD", "--actor", account(club, "gu-heng"))
    refused = club(*words, "--format", "json", *AS_OF)
    assert refused.code == 1
    rules = {one["rule"] for one in json.loads(refused.out)["findings"]}
    assert "policy-carried" in rules


def test_another_choice_than_was_agreed_to_is_refused(club: Koc) -> None:
    joined(club)
    assert club(*VOTE, *AS_OF).code == 0
    path = club.folder / RESPONSE
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("choice: green", "choice: blue"), "utf-8")
    git(club.folder, "commit", "-qam", "Another choice")
    words = ("check", "--base", "main", "--head", "HEAD", "--actor", account(club, "gu-heng"))
    refused = club(*words, "--format", "json", *AS_OF)
    assert refused.code == 1
    rules = {one["rule"] for one in json.loads(refused.out)["findings"]}
    assert "policy-not-yours" in rules


def test_a_code_confirms_once_and_the_page_says_so(club: Koc) -> None:
    voted(joined(club))
    spoken = "-".join(CODES[0].lower()[at : at + 4] for at in range(0, 16, 4))
    done = club("carry", "confirm", "qing-tian", spoken, "--member", "gu-heng", *AS_OF)
    assert done.code == 0, done.out + done.err
    merge(club.folder)
    said = read(club.folder / "members/confirmations/qing-tian--1.yml")
    assert said["of"] == ["members/qing-tian.yml", CONSENT]
    again = club("carry", "confirm", "qing-tian", CODES[0], CONSENT, "--member", "gu-heng", *AS_OF)
    assert again.code == 2
    assert club("check", *AS_OF).code == 0
    out = club.folder.parent / "pages"
    assert club("assemble", "--out", str(out), *AS_OF).code == 0
    page = (out / "zh/guide/cover-vote/index.md").read_text(encoding="utf-8")
    assert "代交，本人已确认" in page


def test_nobody_confirms_with_another_code(club: Koc) -> None:
    voted(joined(club))
    wrong = club("carry", "confirm", "qing-tian", "A" * 16, "--member", "gu-heng", *AS_OF)
    assert wrong.code == 2
    path = club.folder / "members/confirmations/qing-tian--2.yml"
    path.parent.mkdir()
    path.write_text(
        "member: qing-tian\nby: gu-heng\ndate: 2026-07-02\n"
        f"code: {'A' * 16}\nverdict: confirmed\nof: [{CONSENT}]\n"
    )
    found = json.loads(club("check", "--format", "json", *AS_OF).out)["findings"]
    assert [one["rule"] for one in found if one["severity"] == "error"] == ["confirmation-code"]


def test_a_code_takes_an_answer_back(club: Koc) -> None:
    voted(joined(club))
    words = ("carry", "revoke", "qing-tian", CODES[0], CONSENT, "--yes", "--member", "gu-heng")
    done = club(*words, *AS_OF)
    assert done.code == 0, done.out + done.err
    merge(club.folder)
    assert not (club.folder / RESPONSE).exists()
    assert (club.folder / CONSENT).exists()
    assert club("check", *AS_OF).code == 0


def test_staff_cannot_take_an_answer_back_by_themselves(club: Koc) -> None:
    voted(joined(club))
    git(club.folder, "switch", "-qc", "away")
    (club.folder / RESPONSE).unlink()
    git(club.folder, "commit", "-qam", "Away")
    words = ("check", "--base", "main", "--head", "HEAD", "--actor", account(club, "zhou-lan"))
    assert club(*words, *AS_OF).code == 1


def account(club: Koc, member: str) -> str:
    record = read(club.folder / f"members/{member}.yml")
    return f"{record['github']}:{record['github_id']}"


def test_the_private_check_misses_a_proof_that_is_gone_or_changed(club: Koc) -> None:
    joined(club)
    private = Koc(private_of(club), club.environment)
    (kept,) = (private_of(club) / "proofs").iterdir()
    said = kept.read_text(encoding="utf-8")
    kept.write_text(said.replace(YES, "不要"), encoding="utf-8")
    git(private_of(club), "commit", "-qam", "Changed")
    for is_gone in (False, True):
        if is_gone:
            kept.unlink()
        found = json.loads(private("check", "--format", "json", *AS_OF).out)["findings"]
        assert [(one["rule"], one["path"]) for one in found] == [
            ("proof-missing", "members/qing-tian.yml")
        ]


def test_who_has_an_account_answers_for_themselves(club: Koc) -> None:
    words = [one if one != "qing-tian" else "ma-jun" for one in VOTE]
    done = club(*words, *AS_OF)
    assert done.code == 1, done.out + done.err
    assert git(club.folder, "branch", "--show-current").strip() == "main"


def test_who_has_no_account_can_leave(club: Koc) -> None:
    voted(joined(club))
    done = club("forget", "qing-tian", "--yes", "--member", "gu-heng", *AS_OF)
    assert done.code == 0, done.out + done.err
    merge(club.folder)
    assert not (club.folder / "members/qing-tian.yml").exists()
    here = "".join(path.read_text("utf-8") for path in club.folder.glob("m*/**/*.yml"))
    assert "qing-tian" not in here
    assert "晴天" not in here
    assert club("check", *AS_OF).code == 0
