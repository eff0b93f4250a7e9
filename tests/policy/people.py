"""A small community with everybody in it, and changes to it, judged without Git."""

from __future__ import annotations

import copy
import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from typing import Any

from kocbook.base.errors import KocError
from kocbook.git.changes import NO_MODE, ChangedPath
from kocbook.insight.fingerprint import terms_fingerprint, text_fingerprint
from kocbook.insight.pins import Pin, iter_payout_pins, iter_pins, yardstick_fingerprint
from kocbook.model.brief import Brief
from kocbook.model.community import Community
from kocbook.model.tree import READ_FILES, READ_FOLDERS, Entry
from kocbook.policy.actor import Account
from kocbook.policy.base_and_head import Side
from kocbook.policy.judge import judge_change
from kocbook.policy.judgement import Judgement
from kocbook.records.loader import LoadResult, load_community
from kocbook.records.tree import MemoryTree
from tests.builders import BRIEF, FOLDER, TWO_SEATS, base_files, claim, member, review

AS_OF = date(2026, 4, 10)
TEXT = "## 看读数\n\n先看门框上的标签。\n"
CONTENT = "content/guide/tyres"
CLAIM = f"{FOLDER}/claims/writer.yml"
PAST = f"{FOLDER}/claims/past/writer-1.yml"
GALLERY = "modules/guide/album"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(600)

ROLES = {
    "operator": "community-operator",
    "planner": "content-planner",
    "expert": "product-expert",
    "lead": "project-lead",
}
ACCOUNTS = {
    "outsider": Account("stranger", 9999),
    "member": Account("account11", 1011),  # a member without any claim
    "claimant": Account("account1", 1001),
    "other": Account("account2", 1002),  # holds the other seat of the module
    **{role: Account(f"account{number}", 1000 + number) for number, role in enumerate(ROLES, 21)},
}
EVERYBODY = tuple(ACCOUNTS)
STAFF = tuple(ROLES)

Files = dict[str, Any]


def community(**more: Any) -> Files:
    """Return the base: the seats `writer` and `camera` are held by claimant and other."""
    files = base_files()
    files["members/passer-by.yml"] = member(11, "路人")
    for number, (name, role) in enumerate(ROLES.items(), 21):
        files[f"members/{name}.yml"] = member(number, name, staff=[role])
    # The builders' own staff member would be planner and lead at once.
    files["members/staff-a.yml"] = member(3, "丙", staff=["community-operator"])
    brief = files[f"{FOLDER}/module.yml"]
    brief["seats"] = copy.deepcopy(TWO_SEATS)
    brief["goals"].append({"id": "safe", "text": "不会让人受伤", "safety": True})
    terms = fingerprint(brief)
    files[CLAIM] = claim("owner-a", "2026-04-08", terms=terms)
    files[f"{FOLDER}/claims/camera.yml"] = claim("owner-b", "2026-04-08", terms=terms)
    files[f"{CONTENT}/index.md"] = TEXT
    files["modules/guide/handbook.yml"]["chapters"][0]["modules"].append("album")
    files[f"{GALLERY}/module.yml"] = {
        **{key: value for key, value in BRIEF.items() if key not in ("seats", "goals")},
        "goals": [{"id": "clear", "text": "清楚"}],
        "form": "gallery",
        "type": "foundation",
    }
    return {**files, **more}


def lapsed(files: Files) -> Files:
    """Return `files` in which both of the team claimed weeks ago and delivered nothing."""
    for path in (CLAIM, f"{FOLDER}/claims/camera.yml"):
        files = edit(files, path, claimed="2026-03-01")
    return drop(files, f"{CONTENT}/index.md")


def fingerprint(brief: Mapping[str, Any]) -> str:
    """Return the fingerprint of a brief's terms, read as the tool reads it."""
    record = Side(tree_of({f"{FOLDER}/module.yml": brief})).record(f"{FOLDER}/module.yml")
    assert isinstance(record, Brief)
    return terms_fingerprint(record)


def signoff(member_id: str, text: str = TEXT) -> Files:
    return {"member": member_id, "date": "2026-04-09", "text": text_fingerprint(text)}


def reviewed(by: str, *goals: str) -> Files:
    judged = {goal: {"met": "fully"} for goal in goals or ("clear", "short")}
    pins = {"text": text_fingerprint(TEXT), "yardstick": _yardstick()}
    return {**review("2026-04-09", "fully"), "reviewer": by, "goals": judged, **pins}


@cache
def _yardstick() -> str:
    """What a review of the module measures by."""
    found = load(community()).community
    assert found is not None
    return yardstick_fingerprint(found.modules[FOLDER.removeprefix("modules/")].brief)


def with_pins(files: Files, *paths: str, found: Community | None = None) -> Files:
    """Return `files` in which the records at `paths`, or all, hold what they rely on, as commands write it.

    `found` is what is read of them, where that is known.
    """
    found = found or load(files).community
    assert found is not None
    result = dict(files)
    for pin in _list_pins(found):
        if pin.value is None and pin.wanted is not None and pin.path in (paths or files):
            result[pin.path] = record = copy.deepcopy(result[pin.path])
            for name in pin.pointer[:-1]:
                record = record[name]
            record[pin.pointer[-1]] = pin.wanted
    return result


def _list_pins(found: Community) -> Iterator[Pin]:
    for module in found.modules.values():
        yield from iter_pins(module, found.settings.limits, AS_OF)
    yield from iter_payout_pins(found)


def to_bytes(value: Any) -> bytes:
    if isinstance(value, bytes):
        return value
    if isinstance(value, str):
        return value.encode()
    # JSON is YAML too, and is written fifty times faster.
    return json.dumps(value, ensure_ascii=False, default=str).encode()


class RepositoryTree(MemoryTree):
    """Files held in memory, of which only some can be records, as in a repository."""

    def iter_entries(self) -> Iterator[Entry]:
        for entry in super().iter_entries():
            if entry.path in READ_FILES or entry.path.startswith(
                tuple(f"{f}/" for f in READ_FOLDERS)
            ):
                yield entry


def tree_of(files: Mapping[str, Any]) -> MemoryTree:
    return RepositoryTree({path: to_bytes(value) for path, value in files.items()})


def load(files: Mapping[str, Any]) -> LoadResult:
    tree = tree_of(files)
    try:
        return load_community(tree)
    except KocError:
        return LoadResult(None, (), 0, tree)


def changes_between(before: Files, after: Files) -> list[ChangedPath]:
    """List the changes as Git would: by path, without renames."""
    old, new = tree_of(before).files, tree_of(after).files
    changes = []
    for path in sorted(old.keys() | new.keys()):
        if old.get(path) == new.get(path):
            continue
        status = "A" if path not in old else "D" if path not in new else "M"
        modes = ("100644" if path in old else NO_MODE, "100644" if path in new else NO_MODE)
        changes.append(ChangedPath(path, *modes, "0" * 40, "1" * 40, status))
    return changes


def judge(
    before: Files,
    after: Files,
    who: str | Account,
    *,
    as_of: date = AS_OF,
    approvals: Collection[str] = (),
    changes: Iterable[ChangedPath] | None = None,
) -> Judgement:
    """Judge the change from `before` to `after` by one of ACCOUNTS."""
    account = ACCOUNTS[who] if isinstance(who, str) else who
    listed = changes_between(before, after) if changes is None else changes
    agreed = [ACCOUNTS[name] for name in approvals]
    return judge_change(load(before), load(after), listed, account, as_of, agreed)


def rules(judgement: Judgement) -> set[str]:
    """Return the ids of what was refused."""
    return {finding.rule for finding in judgement.refusals}


def put(files: Files, **changed: Any) -> Files:
    """Return `files` with properties of records changed: keys are paths; None removes a file."""
    result = dict(files)
    for path, value in changed.items():
        if value is None:
            del result[path]
        else:
            result[path] = value
    return result


def edit(files: Files, path: str, **values: Any) -> Files:
    """Return `files` with properties of one record changed; None removes a property."""
    record = {**files[path], **values}
    return {**files, path: {key: value for key, value in record.items() if value is not None}}


def drop(files: Files, *paths: str) -> Files:
    return {path: value for path, value in files.items() if path not in paths}
