"""Taking words and pictures down: a mark in their place, and a record that does not repeat them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

from kocbook.base.errors import UsageError
from kocbook.git.commit_draft import Files
from kocbook.insight.fingerprint import page_fingerprint
from kocbook.insight.parts import find_maker, part_of
from kocbook.insight.pins import differing_entries
from kocbook.insight.redaction import (
    drop_picture,
    is_named_after,
    name_from,
    without_lines,
    without_picture,
)
from kocbook.intake.acts.phrases import strike_lines, strike_value
from kocbook.intake.acts.seats import read_text
from kocbook.intake.overlay import OverlayTree
from kocbook.model.community import Community, Module
from kocbook.model.paths import RecordKind, RecordPath, parse_content_path, parse_record_path
from kocbook.model.people import Member
from kocbook.model.takedown import MARK, REDACTABLE, TakedownReason
from kocbook.model.work import Response
from kocbook.records.loader import load_community
from kocbook.records.record_text import drop_field, render_record, set_field
from kocbook.records.tree import WorkingTree
from kocbook.records.yaml_reader import read_yaml

_LINES = re.compile(r"(\d{1,5})(?:-(\d{1,5}))?")
_GONE = frozenset({"city", "product", "intro", "links", "url"})
"""What goes as a whole where it is taken down: no mark stands in its place."""


@dataclass(frozen=True, slots=True)
class TakedownOrder:
    """What is to go, why, and who says so. `lines` are of a text, `keys` of a record.

    Of those, or of everything there, only the `phrases` go where any are named.
    """

    target: str
    reason: TakedownReason
    lines: Sequence[str] = ()
    keys: Sequence[str] = ()
    reference: str | None = None
    phrases: Sequence[str] = ()


def takedown_files(
    root: Path, community: Community, by: Member, day: date, order: TakedownOrder
) -> tuple[Files, str | None]:
    """Return what a takedown writes, and whose it was, where the records tell.

    Raises:
        UsageError: there is no such file, or nothing in it can be taken down.
    """
    target, place = order.target, parse_content_path(order.target)
    where = parse_record_path(target)
    if not (root / target).is_file() or not (where or (place and place["module"])):
        raise UsageError("errors.takedown-what", path=target)
    module = community.modules.get(_module_key(target) or "")
    name = target.removeprefix(f"content/{module.key}/") if module else ""
    if where is not None:
        files = _redact_record(root, where, order)
    elif module is None:
        raise UsageError("errors.takedown-what", path=target)
    elif target.endswith("/index.md"):
        files = _redact_text(root, target, order)
    elif order.phrases:
        raise UsageError("errors.takedown-phrase")
    else:
        files = picture_files(root, module, name)
    member = _find_author(community, module, target, where)
    words = _compare(root, module, files) if module else None
    record = _record(root, by, day, order, member, words)
    return {**files, **record}, member


def _module_key(path: str) -> str | None:
    where, place = parse_record_path(path), parse_content_path(path)
    if where is not None:
        return where.module_key
    return f"{place['handbook']}/{place['module']}" if place and place["module"] else None


def _compare(root: Path, module: Module, files: Files) -> tuple[str | None, str | None] | None:
    """Return the fingerprints before and after of the page, else of the judged entry, that differs."""
    loaded = load_community(OverlayTree(WorkingTree(root), files)).community
    after = loaded.modules.get(module.key) if loaded else None
    words = page_fingerprint(module), page_fingerprint(after) if after else None
    if words[0] != words[1] or after is None:
        return words
    return next((told for told in differing_entries(module, after) if None not in told), None)


def picture_files(root: Path, module: Module, name: str) -> Files:
    """Return what changes where a picture goes: its file, and where it is shown.

    `name` is its path below the module's folder.
    """
    files: dict[str, bytes | None] = {f"content/{module.key}/{name}": None}
    for response in module.responses.values():
        if name in response.media:
            files[response.path] = response_text(root, drop_picture(response, name))
    for folder in module.content.texts if module.content else ():
        path = f"content/{module.key}/{folder}/index.md".replace("//", "/")
        before = read_page(root, path)
        after = without_picture(before, name_from(name, folder))
        if after != before:
            files[path] = after.encode()
    return files


def read_page(root: Path, path: str) -> str:
    """Return a text as it stands there, to the byte."""
    return (root / path).read_bytes().decode()


def response_text(root: Path, response: Response) -> bytes:
    """Return the record of a response with other words and pictures than it has now."""
    text = read_text(root, response.path)
    for key in ("text", "reason", "media", "alt"):
        value = getattr(response, key)
        listed = list(value) if isinstance(value, tuple) else value
        known = read_yaml(text)[0]
        if not listed and key in known:
            text = drop_field(text, key)
        elif listed and known.get(key) != listed:
            text = set_field(text, key, listed)
    return text.encode()


def _redact_text(root: Path, path: str, order: TakedownOrder) -> Files:
    before = after = read_page(root, path)
    spans = sorted((_read_span(one, before) for one in order.lines), reverse=True)
    spans = spans or [(1, before.count("\n") + 1)]
    if order.phrases:
        after = strike_lines(before, spans, order.phrases)
        if after == before:
            raise UsageError("errors.takedown-phrase")
        return {path: after.encode()}
    for first, last in spans:
        after = without_lines(after, first, last)
    after = after if after.endswith("\n") or not before.endswith("\n") else f"{after}\n"
    return {path: after.encode()}


def _read_span(text: str, page: str) -> tuple[int, int]:
    found = _LINES.fullmatch(text.strip())
    first, last = (int(found[1]), int(found[2] or found[1])) if found else (0, 0)
    if not 1 <= first <= last <= page.count("\n") + 1:
        raise UsageError("errors.takedown-lines", lines=text)
    return first, last


def _redact_record(root: Path, where: RecordPath, order: TakedownOrder) -> Files:
    """Return a record without words: those of the order's keys, or all that may be taken down."""
    # An address with a mark in it leads nowhere; descriptions go with their pictures.
    others = {"links", "url"} if order.phrases else {"alt"}
    allowed = REDACTABLE.get(where.kind, frozenset()) - others - {"media"}
    text = read_text(root, where.path)
    value = read_yaml(text)[0]
    wanted = [key for key in (order.keys or sorted(allowed)) if key in value]
    if not wanted or not allowed.issuperset(wanted):
        raise UsageError("errors.takedown-keys", path=where.path, known=sorted(allowed))
    if order.phrases:
        return {where.path: _strike_record(text, value, wanted, order.phrases).encode()}
    for key in wanted:
        text = drop_field(text, key) if key in _GONE else set_field(text, key, _marked(value[key]))
    return {where.path: text.encode()}


def _strike_record(
    text: str, value: Mapping[str, Any], keys: Sequence[str], phrases: Sequence[str]
) -> str:
    after = text
    for key in keys:
        left = strike_value(value[key], phrases)
        after = set_field(after, key, left) if left != value[key] else after
    if after == text:
        raise UsageError("errors.takedown-phrase")
    return after


def _marked(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {date.fromisoformat(day): MARK for day in value}
    return MARK


def _find_author(
    community: Community, module: Module | None, target: str, where: RecordPath | None
) -> str | None:
    """Return the member whose words or picture it was, where one alone can be named."""
    if where is not None:
        records = {path: record for path, record in community.iter_records() if path == target}
        record = records.get(target)
        named = where.parts.get("member") or getattr(record, "member", None)
        by = getattr(record, "by", None) if where.kind is not RecordKind.ANSWER else None
        return named if where.kind is not RecordKind.RECOGNITION else by
    if module is None:
        return None
    name = target.removeprefix(f"content/{module.key}/")
    if seat := part_of(module, name):
        return find_maker(module, seat)
    shown = {item.member for item in module.responses.values() if name in item.media}
    authors = shown or {claim.member for claim in module.claims.values()}
    named_after = {one for one in authors if is_named_after(name, one)}
    found = named_after or authors
    return next(iter(found)) if len(found) == 1 else None


def _record(
    root: Path,
    by: Member,
    day: date,
    order: TakedownOrder,
    member: str | None,
    words: tuple[str | None, str | None] | None,
) -> Files:
    key = _module_key(order.target)
    folder = f"modules/{key}/takedowns" if key else "members/takedowns"
    path = next(path for n in count(1) if not (root / (path := f"{folder}/{day}-{n}.yml")).exists())
    was, now = words or (None, None)
    values = {
        "by": by.id,
        "date": day,
        "target": order.target,
        "reason": str(order.reason),
        "member": member,
        "was": was,
        "now": now,
        "reference": order.reference,
    }
    return {path: render_record(RecordKind.TAKEDOWN, path, values).encode()}
