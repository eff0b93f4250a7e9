"""How the records read once a member has left: another id, and no account.

`koc forget` writes what is defined here, and the policy allows nothing else of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from kocbook.base.finding import Pointer
from kocbook.load.yaml_reader import Positions, read_yaml
from kocbook.model.enums import Visibility

NEW_ID = re.compile(r"former-[1-9]\d{0,8}")
"""The ids of members who left. They are numbered, for anything made of the old id would tell it."""

MEMBER_KEYS = frozenset(
    [
        "approved_by",
        "authors",
        "by",
        "candidate",
        "confirmed_by",
        "contact",
        "duplicate_of",
        "lead",
        "member",
        "reviewer",
    ]
)
"""The properties that name members, in whatever record they stand (a test reads the schemas)."""

OPEN_KEYS = frozenset(["invited"])
"""Lists of members who may still do something; who leaves is taken off them."""

_KEPT = ("joined", "staff")


def departed_record(value: dict[str, Any]) -> dict[str, Any]:
    """Return what stays of a member's record: since when, and the task, for what it answered for.

    The staff roles give no power: without an account nobody can act as this member.
    """
    kept = {key: value[key] for key in _KEPT if key in value}
    return {**kept, "visibility": Visibility.WITHDRAWN.value}


def replace_member(value: Any, old: str, new: str, key: str = "") -> Any:
    """Return a record's value with another id for one member, who is on no open list any more."""
    if isinstance(value, dict):
        found = {name: replace_member(inner, old, new, name) for name, inner in value.items()}
        return {name: inner for name, inner in found.items() if inner != [] or value[name] == []}
    if isinstance(value, list):
        kept = [inner for inner in value if not (key in OPEN_KEYS and inner == old)]
        return [replace_member(inner, old, new, key) for inner in kept]
    return new if value == old and key in MEMBER_KEYS else value


def replace_in_text(text: str, old: str, new: str) -> str | None:
    """Return a record's text with another id for one member, all else to the letter as it was.

    None where it is written in a way that cannot be edited safely.
    """
    positions = Positions()
    value, faults = read_yaml(text, positions)
    if faults:
        return None
    wanted = replace_member(value, old, new)
    if wanted == value:
        return text
    lines = text.split("\n")
    places = [(*positions.find(pointer), key) for pointer, key in _iter_places(value, old)]
    for line, column, key in sorted(places, reverse=True):
        lines[line - 1] = _edit_line(lines[line - 1], column - 1, old, None if key else new)
    edited = "\n".join(line for line in lines if line != _GONE)
    for key in OPEN_KEYS:
        if isinstance(value, dict) and key in value and key not in wanted:
            edited = re.sub(
                rf"^{key}[ \t]*:[ \t]*(?:\[[ \t]*\])?[ \t]*\n", "", edited, flags=re.MULTILINE
            )
    after, faults = read_yaml(edited)
    return edited if not faults and after == wanted else None


_GONE = "\0"
_ITEM = re.compile(r"[ \t]*-[ \t]+")


def _iter_places(
    value: Any, old: str, key: str = "", pointer: Pointer = ()
) -> Iterator[tuple[Pointer, str]]:
    """Yield where a member is named, with the list's name where the member is to go from it."""
    items: Iterator[tuple[str | int, Any]] = iter(())
    if isinstance(value, dict):
        items = iter(value.items())
    elif isinstance(value, list):
        items = iter(enumerate(value))
    elif value == old and key in OPEN_KEYS | MEMBER_KEYS:
        yield pointer, key if key in OPEN_KEYS else ""
    for name, inner in items:
        yield from _iter_places(
            inner, old, key if isinstance(name, int) else name, (*pointer, name)
        )


def _edit_line(line: str, start: int, old: str, new: str | None) -> str:
    """Replace the id that stands at `start`, quoted or not; None takes it out of its list."""
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
