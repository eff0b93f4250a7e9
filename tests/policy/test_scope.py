"""A request of a few files reads a few modules, and misses nothing that everything would show."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest

from kocbook.policy.actor import Account
from kocbook.policy.request import open_request
from kocbook.rules.engine import check_community
from tests.builders import FOLDER, claim, member
from tests.policy.forge import list_errors
from tests.policy.people import ACCOUNTS, AS_OF, Files, community, fingerprint
from tests.records.test_git_tree import commit, git, repository

__all__ = ["repository"]

FAR = [f"modules/guide/far-{name}" for name in "abcdefgh"]
"""Modules that nobody works in, but who does is busy there."""


def wide_community() -> Files:
    """Return the community with eight more modules; one member holds as many seats as they may."""
    files = community()
    brief = copy.deepcopy(files[f"{FOLDER}/module.yml"])
    brief["seats"] = [{**brief["seats"][0], "share": 10000}]
    chapters = files["modules/guide/handbook.yml"]["chapters"]
    for folder in FAR:
        files[f"{folder}/module.yml"] = copy.deepcopy(brief)
        chapters[0]["modules"].append(folder.rsplit("/", 1)[-1])
    return files


def first_seat(files: Files, folder: str) -> str:
    return f"{folder}/claims/{files[f'{folder}/module.yml']['seats'][0]['id']}.yml"


def hold(files: Files, folder: str, who: str) -> dict[str, Any]:
    """Return a claim on the only seat of a far module."""
    terms = fingerprint(files[f"{folder}/module.yml"])
    return {**claim(who, str(AS_OF)), "terms": terms}


def judge(root: Path, account: Account) -> tuple[set[tuple[str, str]], bool, int]:
    """Return the errors of what would stand, whether all was read, and how many records were."""
    with open_request(root, "main", "topic", [account]) as request:
        found = list_errors(request.community_to_check(account), request.head.findings, AS_OF)
        return found, request.is_whole, request.head.records


def propose(root: Path, base: Files, changes: Files) -> None:
    commit(root, base)
    git(root, "checkout", "-q", "-b", "topic")
    commit(root, changes)


def test_one_claim_too_many_is_seen_although_the_others_are_elsewhere(repository: Path) -> None:
    files = wide_community()
    most = 2
    files["community.yml"]["tiers"][0]["claims"] = most
    for folder in FAR[:most]:
        files[first_seat(files, folder)] = hold(files, folder, "passer-by")
    path = first_seat(files, FAR[5])
    propose(repository, files, {path: hold(files, FAR[5], "passer-by")})
    errors, is_whole, records = judge(repository, ACCOUNTS["member"])
    assert not is_whole
    assert records < len(files) / 2
    assert ("claim-over-limit", path) in errors


def test_an_invitation_in_a_brief_is_no_work(repository: Path) -> None:
    files = wide_community()
    for folder in FAR[:5]:
        files[f"{folder}/module.yml"]["invited"] = ["passer-by"]
    path = first_seat(files, FAR[5])
    propose(repository, files, {path: hold(files, FAR[5], "passer-by")})
    errors, is_whole, records = judge(repository, ACCOUNTS["member"])
    assert not is_whole
    assert records < 10
    assert path not in {where for _, where in errors}


@pytest.mark.parametrize(
    ("name", "changes", "rule"),
    [
        ("newcomer", {"github_id": 1001}, "member-duplicate-account"),
        ("newcomer", {"github": "ACCOUNT2"}, "member-duplicate-account"),
        ("passerby", {}, "look-alike-id"),
    ],
)
def test_who_joins_is_held_against_the_whole_roster(
    name: str, changes: Files, rule: str, repository: Path
) -> None:
    path = f"members/{name}.yml"
    joined = {**member(77, "新来的"), **changes, "joined": str(AS_OF)}
    propose(repository, wide_community(), {path: joined})
    errors, is_whole, records = judge(repository, Account("account77", 1077))
    assert not is_whole
    assert records < 10
    assert (rule, path) in errors


@pytest.mark.parametrize(
    "path", ["community.yml", "modules/guide/handbook.yml", f"{FAR[0]}/module.yml"]
)
def test_what_reaches_beyond_a_module_is_judged_by_everything(path: str, repository: Path) -> None:
    files = wide_community()
    changed = copy.deepcopy(files[path])
    changed["title" if "title" in changed else "intro"] = {"zh": "新的", "en": "New"}
    propose(repository, files, {path: changed})
    _, is_whole, records = judge(repository, ACCOUNTS["lead"])
    assert is_whole
    assert records >= sum(name.endswith(".yml") for name in files) - 1


A, B, C = (folder.replace("modules/", "content/") + "/index.md" for folder in FAR[:3])
LINKS = "先看[热车](../far-b/index.md#热车)，再看[冷车](../far-b/index.md#冷车)。\n"


def unknown_parts(root: Path, account: Account | None) -> tuple[list[tuple[object, ...]], int]:
    """Return where links lead to no part, as found after reading what a request concerns, or all."""
    with open_request(root, "main", "topic", account and [account]) as request:
        after = request.community_to_check(account or ACCOUNTS["member"])
        assert after is not None
        assert request.is_whole == (account is None)
        found = [one for one in check_community(after, AS_OF) if one.rule == "link-unknown-part"]
        return [(one.location.path, one.data["name"]) for one in found], request.head.records


@pytest.mark.parametrize(
    ("changes", "wanted"),
    [
        ({A: LINKS}, [(A, "冷车")]),
        ({B: "## 凉车\n"}, [(C, "热车")]),
        ({B: None}, []),
        ({B: "## 热车\n\n## 凉车\n"}, []),
        ({A: LINKS, B: "## 冷车\n"}, [(A, "热车"), (C, "热车")]),
        ({A: LINKS.replace("far-b", "far-z")}, []),
    ],
    ids=["new-link", "heading-gone", "text-gone", "heading-new", "both", "no-such-module"],
)
def test_links_between_texts_are_judged_as_by_everything(
    changes: dict[str, str | None], wanted: list[object], repository: Path
) -> None:
    there = {B: "## 热车\n", C: "[那里](../far-b/index.md#热车)\n"}
    commit(
        repository, {**wide_community(), **{path: text.encode() for path, text in there.items()}}
    )
    git(repository, "checkout", "-q", "-b", "topic")
    for path in [path for path, text in changes.items() if text is None]:
        git(repository, "rm", "-q", path)
    commit(repository, {path: text.encode() for path, text in changes.items() if text is not None})
    found, records = unknown_parts(repository, ACCOUNTS["member"])
    whole, everything = unknown_parts(repository, None)
    assert found == whole == wanted
    assert records < everything


def test_a_text_that_loses_no_heading_is_read_alone(repository: Path) -> None:
    there = {B: b"## \xe7\x83\xad\n", C: "[那里](../far-b/index.md#热)\n".encode()}
    propose(repository, {**wide_community(), **there}, {B: "## 热\n\n多一句。\n".encode()})
    with open_request(repository, "main", "topic", [ACCOUNTS["member"]]) as request:
        assert request.head.community
        assert set(request.head.community.modules) == {"guide/far-b"}
