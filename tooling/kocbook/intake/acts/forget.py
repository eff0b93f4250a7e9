"""A member leaves: what becomes of the records, and where their name still stands afterwards."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from kocbook.base.errors import KocError, UsageError
from kocbook.git.commit_draft import Files
from kocbook.insight.leaving import name_afterwards
from kocbook.insight.state import ModuleFacts
from kocbook.intake.acts.seats import read_text, release_files
from kocbook.intake.overlay import OverlayTree
from kocbook.model.community import Community
from kocbook.model.enums import StaffRole, State
from kocbook.model.paths import RecordKind, move_to_member, parse_record_path
from kocbook.model.people import Member
from kocbook.model.tree import Tree
from kocbook.policy.content_rows import TEXT_NAME
from kocbook.records.departure import (
    departed_record,
    replace_in_name,
    replace_in_text,
    replace_links,
)
from kocbook.records.record_text import render_record
from kocbook.records.release_lock import RELEASES, departed_lock, lock_path
from kocbook.records.tree import WorkingTree
from kocbook.records.yaml_reader import read_yaml

MAX_TEXT = 1 << 20
_SETTLED = (State.DECLINED, State.WITHDRAWN, State.SUPERSEDED)


@dataclass(frozen=True, slots=True)
class Mention:
    """A place where something of the member still stands: `line` is 0 for a file's own name."""

    path: str
    line: int
    text: str


def require_may_leave(
    community: Community, facts: Mapping[str, ModuleFacts], leaver: Member, actor: Member
) -> None:
    """Refuse who may not do this, and who has something in hand that somebody must take over.

    Raises:
        UsageError: it is so.
    """
    if actor.id != leaver.id and StaffRole.PROJECT_LEAD not in actor.staff:
        raise UsageError("errors.forget-who", member=leaver.id)
    merged = [old.path for old in community.aliases.values() if old.same_as == leaver.id]
    if merged:
        # Each record leaves by itself: the older one still holds a name and an account.
        raise UsageError("errors.forget-merged", member=leaver.id, paths=sorted(merged))
    books = [book.path for book in community.handbooks.values() if book.lead == leaver.id]
    briefs = [
        fact.module.path
        for fact in facts.values()
        if fact.module.brief.contact == leaver.id
        and not (fact.state.is_on_site or fact.state in _SETTLED)
    ]
    if books or briefs:
        raise UsageError("errors.forget-in-charge", member=leaver.id, paths=sorted(books + briefs))
    leads = [
        member.id
        for member in community.members.values()
        if StaffRole.PROJECT_LEAD in member.staff and not member.has_left
    ]
    if leads == [leaver.id]:
        raise UsageError("errors.forget-last-lead", member=leaver.id)


def choose_new_id(community: Community) -> str:
    """Return the first free id of a member who left."""
    number = 1
    while community.knows_member(f"former-{number}"):
        number += 1
    return f"former-{number}"


def forget_files(
    root: Path,
    community: Community,
    facts: Mapping[str, ModuleFacts],
    leaver: Member,
    new: str,
    day: date,
) -> Files:
    """Return what changes: the member's record and id, and the claims on unfinished work.

    Raises:
        KocError: a record is written so that its references cannot be edited safely.
    """
    old, tree = leaver.id, WorkingTree(root)
    released = dict(_released(root, facts, old, day))
    files: dict[str, bytes | None] = {}
    for path in sorted({entry.path for entry in tree.iter_entries()} | released.keys()):
        where = parse_record_path(path)
        if where is None or path == leaver.path:
            continue
        data = released.get(path)
        if path in released and data is None:
            files[path] = None
            continue
        before = data.decode() if data is not None else read_text(root, path)
        key = where.module_key or where.parts.get("handbook") or ""
        names = partial(_name_afterwards, community, key, old, new)
        after = replace_in_text(before, old, new, names)
        if after is None:
            raise KocError("errors.forget-odd", path=path)
        target = path
        if where.parts.get("member") == old:
            target = move_to_member(path, new) or path
        elif "slug" in where.parts and after != before:
            # What was given to them on a day may be called after them.
            folder, _, name = path.rpartition("/")
            target = f"{folder}/{replace_in_name(name, old, new)}"
        if target != path:
            files[path] = None
        if target != path or path in released or after != before:
            files[target] = after.encode()
    target = f"members/{new}.yml"
    value = departed_record(read_yaml(read_text(root, leaver.path))[0])
    record = render_record(RecordKind.MEMBER, target, {**value, "joined": leaver.joined})
    return {
        **files,
        **_renamed_media(tree, community, old, new),
        **_departed_locks(root, community, old, new),
        leaver.path: None,
        target: record.encode(),
    }


def _departed_locks(root: Path, community: Community, old: str, new: str) -> Files:
    """Return the locks of releases that name the member; they are the tool's own files."""
    files: dict[str, bytes | None] = {}
    names = partial(name_afterwards, community, old=old, new=new)
    for file in sorted((root / RELEASES).glob("*.json")):
        before = file.read_bytes()
        after = departed_lock(before, old, new, names)
        if after is not None and after != before:
            files[lock_path(file.stem)] = after
    return files


def _name_afterwards(community: Community, key: str, old: str, new: str, name: str) -> str:
    return name_afterwards(community, key, name, old, new)


def _renamed_media(tree: Tree, community: Community, old: str, new: str) -> dict[str, bytes | None]:
    """Return pictures and videos that are called after the member, and the pages that show them."""
    files: dict[str, bytes | None] = {}
    moved: dict[str, dict[str, str]] = {}
    for entry in tree.iter_entries():
        folder, _, name = entry.path.rpartition("/")
        key = folder.removeprefix("content/")
        renamed = name_afterwards(community, key, name, old, new)
        if entry.path.startswith("content/") and renamed != name:
            files[entry.path] = None
            files[f"{folder}/{renamed}"] = tree.read(entry.path, entry.size)
            moved.setdefault(folder, {})[name] = renamed
    for folder, names in moved.items():
        page = f"{folder}/{TEXT_NAME}"
        before = _text_of(tree, page)
        after = replace_links(before, names)
        if after != before:
            files[page] = after.encode()
    return files


def _released(
    root: Path, facts: Mapping[str, ModuleFacts], member: str, day: date
) -> Iterator[tuple[str, bytes | None]]:
    for fact in facts.values():
        for claim in fact.module.claims.values():
            if claim.member == member and not fact.state.counts_as_work:
                yield from release_files(root, fact, claim, day).items()


def personal_words(leaver: Member, also: Sequence[str]) -> list[str]:
    """List what must stand nowhere any more: names, account, id, and the nicknames given."""
    english = leaver.names.en if leaver.names else None
    number = str(leaver.github_id) if leaver.github_id else None
    words = (leaver.name, english, leaver.sort, leaver.github, number, leaver.id, *also)
    return sorted({word.strip() for word in words if word and word.strip()})


def find_mentions(
    root: Path, files: Files, words: Sequence[str], others: Iterable[str] = ()
) -> list[Mention]:
    """List where one of `words` still stands, with `files` in place.

    Looks into records and contributions, and into the `others`: README, lists of contributors, …
    Latin letters and digits count only where they stand alone: "li" is not found in "light".
    """
    tree = OverlayTree(WorkingTree(root), files)
    pattern = re.compile(
        "|".join(
            rf"(?<![A-Za-z0-9]){re.escape(word)}(?![A-Za-z0-9])"
            if word.isascii()
            else re.escape(word)
            for word in sorted(words, key=len, reverse=True)
        ),
        re.IGNORECASE,
    )
    found: list[Mention] = []
    taken = {path for path, data in files.items() if data is None}
    for path in sorted({entry.path for entry in tree.iter_entries()} | {*others} - taken):
        if pattern.search(path):
            found.append(Mention(path, 0, path))
        lines = _text_of(tree, path).splitlines()
        found += [
            Mention(path, number, line.strip())
            for number, line in enumerate(lines, 1)
            if pattern.search(line)
        ]
    return found


def _text_of(tree: Tree, path: str) -> str:
    """Return a file's text; empty for pictures and videos."""
    try:
        return tree.read(path, MAX_TEXT).decode("utf-8")
    except (OSError, UnicodeDecodeError):
        return ""
