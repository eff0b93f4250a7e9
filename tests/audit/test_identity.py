"""Rename, merge and hide: what was is nowhere in the site that readers get."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

from kocbook.git.history import Signature
from kocbook.insight.accounts import AccountBook
from kocbook.policy.actor import Account, resolve_actor
from kocbook.records.loader import load_community
from kocbook.records.tree import WorkingTree
from tests.audit.workshop import Workshop
from tests.conftest import Koc

TWIN = """name: 何叔叔
names: {en: Uncle Ho}
github: uncle-ho-car
github_id: 1010
joined: 2026-02-01
intro: 换过一次手机，登记了两次。
"""
VOTE = "modules/guide/cover-vote/responses"


def add_twin(root: Path, same_as: str | None) -> None:
    """Give Old He a second record, with a vote and a credit of its own."""
    shop = Workshop(root)
    shop.write("members/uncle-ho.yml", TWIN + (f"same_as: {same_as}\n" if same_as else ""))
    vote = (root / f"{VOTE}/old-he.yml").read_text("utf-8")
    shop.write(f"{VOTE}/uncle-ho.yml", vote.replace("old-he", "uncle-ho"))
    thanks = (root / "modules/guide/first-day/credits/ma-jun--testing.yml").read_text("utf-8")
    path = "modules/guide/first-day/credits/uncle-ho--testing.yml"
    shop.write(path, thanks.replace("ma-jun", "uncle-ho"))


def credits_of(koc: Koc) -> set[tuple[str, str, str]]:
    rows = json.loads(koc("credits", "--format", "json").out)["rows"]
    return {(f"{row['handbook']}/{row['module']}", row["member"], row["role"]) for row in rows}


def test_two_records_become_one_person(sample_repo: Path, koc: Koc) -> None:
    add_twin(sample_repo, None)
    assert koc("check").code == 0
    before = credits_of(koc)
    assert ("guide/first-day", "uncle-ho", "testing") in before
    add_twin(sample_repo, "old-he")
    done = koc("check")
    assert done.code == 0, done.out
    merged = {(key, "old-he" if who == "uncle-ho" else who, role) for key, who, role in before}
    assert credits_of(koc) == merged
    community = load_community(WorkingTree(sample_repo)).community
    assert community is not None
    votes = community.modules["guide/cover-vote"].responses
    assert "uncle-ho" not in votes
    assert sum(vote.member == "old-he" for vote in votes.values()) == 1
    for number in (1003, 1010):
        actor = resolve_actor(community, Account("whoever", number))
        assert actor.id == "old-he"
        signature = Signature("x", f"{number}+whoever@users.noreply.github.com")
        assert AccountBook(community).find(signature).member == "old-he"


def test_only_the_lead_merges_and_a_newcomer_takes_nobody_over(sample_repo: Path, koc: Koc) -> None:
    shop = Workshop(sample_repo)
    add_twin(sample_repo, None)
    shop.commit("x@club.example")
    shop.git("checkout", "-q", "-b", "merge")
    add_twin(sample_repo, "old-he")
    shop.commit("x@club.example")
    words = ("check", "--base", "main", "--head", "merge", "--lang", "en", "--actor")
    assert "policy-field" in koc(*words, "uncle-ho-car:1010").out
    assert koc(*words, "gu-heng-car:1005").code == 0
    shop.git("checkout", "-q", "-b", "thief", "main")
    shop.write("members/thief.yml", TWIN.replace("uncle-ho", "thief").replace("1010", "1011"))
    record = (sample_repo / "members/thief.yml").read_text("utf-8")
    shop.change("x@club.example", "members/thief.yml", f"{record}same_as: gu-heng\n")
    done = koc(
        "check", "--base", "main", "--head", "thief", "--lang", "en", "--actor", "thief-car:1011"
    )
    assert done.code == 1
    assert "policy-field" in done.out


def test_after_a_merge_the_person_goes_on_under_either_account(sample_repo: Path, koc: Koc) -> None:
    shop = Workshop(sample_repo)
    add_twin(sample_repo, "old-he")
    shop.commit("x@club.example")
    shop.git("checkout", "-q", "-b", "edit")
    file = sample_repo / VOTE / "uncle-ho.yml"
    shop.change("x@club.example", f"{VOTE}/uncle-ho.yml", file.read_text("utf-8") + "# later\n")
    words = ("check", "--base", "main", "--head", "edit", "--lang", "en", "--actor")
    for account in ("uncle-ho-car:1010", "old-he-car:1003"):
        done = koc(*words, account)
        assert done.code == 0, done.out
    assert koc(*words, "xiao-man-car:1001").code == 1


def test_nothing_of_an_older_name_is_in_the_site(
    sample_repo: Path, koc: Koc, tmp_path: Path
) -> None:
    shop = Workshop(sample_repo)
    add_twin(sample_repo, "old-he")
    he = (sample_repo / "members/old-he.yml").read_text("utf-8")
    shop.write("members/old-he.yml", he.replace("老何", "何师傅").replace("Old He", "Master Ho"))
    man = (sample_repo / "members/xiao-man.yml").read_text("utf-8")
    shop.write("members/xiao-man.yml", f"{man}visibility: anonymous\n")
    lan = (sample_repo / "members/zhou-lan.yml").read_text("utf-8")
    lan = lan.replace("周岚", "一只岚").replace("Zhou Lan", "Lan the Owl")
    shop.write("members/zhou-lan.yml", f"{lan}visibility: pen-name\n")
    done = koc("build", "--site-dir", str(tmp_path / "site"))
    assert done.code == 0, done.out + done.err
    gone = ["老何", "Old He", "林小满", "Lin Xiaoman", "周岚", "Zhou Lan", "何叔叔", "Uncle Ho"]
    gone += ["uncle-ho", "people/xiao-man", "xiao-man-car", "换过一次手机"]
    new = dict.fromkeys(("何师傅", "Master Ho", "一只岚", "Lan the Owl"), 0)
    for file in sorted((tmp_path / "site").rglob("*")):
        if not file.is_file():
            continue
        data = file.read_bytes()
        data = gzip.decompress(data) if file.suffix == ".gz" else data
        place = file.relative_to(tmp_path).as_posix()
        # Search indexes and data may hold words as escapes: both spellings are looked for.
        for words in gone:
            for spelling in (words, json.dumps(words)[1:-1]):
                assert spelling.encode() not in data, (words, place)
                assert spelling not in place
        for words in new:
            new[words] += words.encode() in data
    assert all(new.values()), new
