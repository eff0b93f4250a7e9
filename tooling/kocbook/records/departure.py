"""How the records read once a member has left: another id, and no account.

`koc forget` writes what is defined here, and the policy allows nothing else of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from kocbook.base.finding import Pointer
from kocbook.model.enums import Visibility
from kocbook.model.paths import RESERVED_MEMBERS, split_report
from kocbook.records.yaml_reader import Positions, read_yaml

NEW_ID = re.compile(r"former-[1-9]\d{0,8}")
"""The ids of members who left. They are numbered, for anything made of the old id would tell it."""


def is_free_id(member: str) -> bool:
    """True for an id that a member may have: none of those who left, and no ordinary file's name."""
    return not NEW_ID.fullmatch(member) and member not in RESERVED_MEMBERS


MEMBER_KEYS = frozenset(
    [
        "approved_by",
        "authors",
        "by",
        "candidate",
        "checked_by",
        "confirmed_by",
        "contact",
        "duplicate_of",
        "given_by",
        "helped",
        "judge",
        "lead",
        "member",
        "nominated_by",
        "proposal",
        "reviewer",
        "translator",
    ]
)
"""The properties that name members, in whatever record they stand (a test reads the schemas)."""

KEYED_BY_MEMBER = frozenset(["entries"])
"""The properties whose own keys are members."""

OPEN_KEYS = frozenset(["invited"])
"""Lists of members who may still do something; who leaves is taken off them."""

MEDIA_KEYS = frozenset(["cover", "media", "picture"])
"""The properties that name pictures and videos, which may be called after who took them."""

FILE_KEYS = frozenset(["of", "target"])
"""The properties that hold the path of a file, which may be called after its member."""

_KEPT = ("joined", "staff")


def departed_address(new: str) -> str:
    """Return the address with which a member who leaves signs that last commit; it is nobody's."""
    return f"{new}@kocbook.invalid"


def departed_record(value: dict[str, Any]) -> dict[str, Any]:
    """Return what stays of a member's record: since when, and the task, for what it answered for.

    The staff roles give no power: without an account nobody can act as this member.
    """
    kept = {key: value[key] for key in _KEPT if key in value}
    return {**kept, "visibility": Visibility.WITHDRAWN.value}


Names = Callable[[str], str]
"""What becomes of the name of a picture or video."""


def replace_member(
    value: Any, old: str, new: str, key: str = "", names: Names | None = None
) -> Any:
    """Return a record's value with another id for one member, who is on no open list any more.

    `names` says what pictures are called then; without it, each that holds the id is another's.
    """
    if isinstance(value, dict):
        found = {
            name: replace_member(inner, old, new, name, names) for name, inner in value.items()
        }
        kept = {name: one for name, one in found.items() if one != [] or value[name] == []}
        if key in KEYED_BY_MEMBER:
            return {new if name == old else name: inner for name, inner in kept.items()}
        return kept
    if isinstance(value, list):
        staying = [inner for inner in value if not (key in OPEN_KEYS and inner == old)]
        return [replace_member(inner, old, new, key, names) for inner in staying]
    return _replace_scalar(value, old, new, key, names)


def _replace_scalar(value: Any, old: str, new: str, key: str, names: Names | None) -> Any:
    if key in MEDIA_KEYS and isinstance(value, str):
        return names(value) if names else replace_in_name(value, old, new)
    if key in FILE_KEYS and isinstance(value, str):
        folder, slash, name = value.rpartition("/")
        return f"{folder}{slash}{replace_in_name(name, old, new)}"
    if key in MEMBER_KEYS and isinstance(value, str):
        member, rest = split_report(value)
        return new + rest if member == old else value
    return value


def replace_in_name(name: str, old: str, new: str) -> str:
    """Return a picture's or video's name with another id in it: wheel-OLD.webp, wheel-NEW.webp."""
    return re.sub(rf"(?<![a-z0-9]){re.escape(old)}(?![a-z0-9])", new, name)


def replace_links(text: str, names: Mapping[str, str]) -> str:
    """Return a page with links to other names of its pictures; its words stay as they are."""
    for old, new in sorted(names.items()):
        text = re.sub(rf"(?<=[(/<\"']){re.escape(old)}(?=[)>\"' \t])", new, text)
    return text


def replace_in_text(text: str, old: str, new: str, names: Names | None = None) -> str | None:
    """Return a record's text with another id for one member, all else to the letter as it was.

    None where it is written in a way that cannot be edited safely.
    """
    positions = Positions()
    value, faults = read_yaml(text, positions)
    if faults:
        return None
    wanted = replace_member(value, old, new, names=names)
    if wanted == value:
        return text
    lines = text.split("\n")
    edits = [
        (*positions.find(pointer, on_key), before, after)
        for pointer, on_key, before, after in _iter_edits(value, old, new, names=names)
    ]
    for line, column, before, after in sorted(edits, key=lambda edit: edit[:2], reverse=True):
        lines[line - 1] = _edit_line(lines[line - 1], column - 1, before, after)
    edited = "\n".join(line for line in lines if line != _GONE)
    for key in OPEN_KEYS:
        if isinstance(value, dict) and key in value and key not in wanted:
            empty = rf"^{key}[ \t]*:[ \t]*(?:\[[ \t]*\])?[ \t]*\n"
            edited = re.sub(empty, "", edited, flags=re.MULTILINE)
    after, faults = read_yaml(edited)
    return edited if not faults and after == wanted else None


_GONE = "\0"
_ITEM = re.compile(r"[ \t]*-[ \t]+")


def _iter_edits(
    value: Any,
    old: str,
    new: str,
    key: str = "",
    pointer: Pointer = (),
    names: Names | None = None,
) -> Iterator[tuple[Pointer, bool, str, str | None]]:
    """Yield each key (True) or value that changes, from what and to what; None takes it off."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if key in KEYED_BY_MEMBER and name == old:
                yield (*pointer, name), True, old, new
            yield from _iter_edits(inner, old, new, name, (*pointer, name), names)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _iter_edits(inner, old, new, key, (*pointer, index), names)
    elif key in OPEN_KEYS and value == old:
        yield pointer, False, old, None
    elif (after := _replace_scalar(value, old, new, key, names)) != value:
        yield pointer, False, value, after


def _edit_line(line: str, start: int, old: str, new: str | None) -> str:
    """Replace the value that stands at `start`, quoted or not; None takes it off its list."""
    mark = line[start : start + 1]
    quote = mark if mark in ("'", '"') else ""
    end = start + len(old) + 2 * len(quote)
    before, after = line[:start], line[end:]
    if new is not None:
        return f"{before}{quote}{new}{quote}{after}"
    if _ITEM.fullmatch(before) and not after.strip():
        return _GONE
    following = re.match(r"[ \t]*,[ \t]*", after)
    if following:
        return before + after[following.end() :]
    return re.sub(r"[ \t]*,[ \t]*$", "", before) + after
