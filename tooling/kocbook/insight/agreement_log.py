"""Who agreed to what, and when: the log of a module, from its records and their history."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from kocbook.base.finding import Pointer
from kocbook.insight.fingerprint import agrees
from kocbook.insight.pins import Pin, iter_pins
from kocbook.model.community import Community
from kocbook.model.paths import RecordKind, parse_record_path


class Holds(StrEnum):
    """How a line of the log stands today."""

    HOLDS = "holds"
    EARLIER = (
        "earlier"  # a claim that holds seats, shares, reward and licence, as claims did before
    )
    BROKEN = "broken"  # what it relied on is not what is there
    UNPINNED = "unpinned"  # from before there were pins
    UNKNOWN = "unknown"  # what it relied on is not there, so that nobody can tell
    REPLACED = "replaced"  # renewed later
    ENDED = "ended"  # released, withdrawn, removed, or followed by a later round


@dataclass(frozen=True, slots=True)
class Agreed:
    """One line: `member` relied on something on the day `day`, and `value` is its fingerprint.

    `commit` is the one that wrote it, on the day `committed`; None for what is not committed yet.
    `was_true` says whether that fingerprint was right in that commit; None where nobody can tell.
    """

    name: str
    path: str
    pointer: Pointer
    member: str
    day: date
    value: str | None
    commit: str | None
    committed: date | None
    holds: Holds
    was_true: bool | None = None


Version = tuple[str, str, date, Mapping[str, Any] | None]
"""A record's path, the commit and its day, and the record's value; None where it was removed."""

_FIELDS: Mapping[RecordKind, tuple[str, str, tuple[str, ...]]] = {
    RecordKind.CLAIM: ("member", "claimed", ("terms",)),
    RecordKind.INVITATION: ("by", "date", ("terms",)),
    RecordKind.RESPONSE: ("member", "date", ("terms",)),
    RecordKind.REVIEW: ("reviewer", "date", ("yardstick", "text")),
    RecordKind.SIGNOFF: ("member", "date", ("text",)),
    RecordKind.JUDGING: ("judge", "date", ("yardstick",)),
    RecordKind.PAYOUT: ("by", "date", ("amounts",)),
}
"""Who pinned, when, and where: the properties of each record that pins something."""


def read_log(versions: Iterable[Version], pins: Iterable[Pin]) -> list[Agreed]:
    """Return the lines of a log in the order of history; `pins` are those of today.

    What stands in the tree and in no commit comes last.
    """
    today = {(pin.path, pin.pointer): pin for pin in pins}
    lines: list[Agreed] = []
    last: dict[tuple[str, Pointer], int] = {}
    for path, commit, day, value in versions:
        found = {(line.path, line.pointer): line for line in _lines(path, value)}
        for key in [key for key in last if key[0] == path and key not in found]:
            place = last.pop(key)
            lines[place] = replace(lines[place], holds=Holds.ENDED)
        for key, line in found.items():
            if key in last and _says(lines[last[key]]) == _says(line):
                continue
            if key in last:
                lines[last[key]] = replace(lines[last[key]], holds=Holds.REPLACED)
            last[key] = len(lines)
            lines.append(replace(line, commit=commit, committed=day))
    for key, place in last.items():
        pin = today.get(key)
        is_same = pin is not None and pin.value == lines[place].value
        state = _state(pin) if pin and is_same else Holds.REPLACED if pin else Holds.ENDED
        lines[place] = replace(lines[place], holds=state)
    known = {key for key, place in last.items() if lines[place].holds is not Holds.REPLACED}
    return lines + [_fresh(pin) for key, pin in today.items() if key not in known]


def _says(line: Agreed) -> tuple[str, str | None]:
    return line.member, line.value


def _lines(path: str, value: Mapping[str, Any] | None) -> Iterator[Agreed]:
    """Yield what one version of a record pins, or would pin if it had a fingerprint."""
    where = parse_record_path(path)
    if where is None or where.kind not in _FIELDS or (where.parts.get("number") and _is_past(path)):
        return
    if value is None:
        return
    who, when, names = _FIELDS[where.kind]
    member, day = value.get(who), _day(value.get(when))
    if not isinstance(member, str) or day is None:
        return
    for name in names:
        held = value.get(name)
        pinned = held if isinstance(held, str) else None
        yield _line(f"{where.kind}.{name}", path, (name,), member, day, pinned)
    entries = value.get("entries") if where.kind is RecordKind.JUDGING else None
    for entrant, said in entries.items() if isinstance(entries, dict) else ():
        held = said.get("entry") if isinstance(said, dict) else None
        pinned = held if isinstance(held, str) else None
        pointer = ("entries", entrant, "entry")
        yield _line("judging.entries.entry", path, pointer, member, day, pinned)


def _line(
    name: str, path: str, pointer: Pointer, member: str, day: date, value: str | None
) -> Agreed:
    return Agreed(name, path, pointer, member, day, value, None, None, Holds.UNKNOWN)


def _is_past(path: str) -> bool:
    return "/claims/past/" in path


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None


def _state(pin: Pin) -> Holds:
    if pin.value is None:
        return Holds.UNPINNED
    if pin.wanted is None:
        return Holds.UNKNOWN
    if pin.is_broken:
        return Holds.BROKEN
    return Holds.HOLDS if pin.value == pin.wanted else Holds.EARLIER


def _fresh(pin: Pin) -> Agreed:
    line = _line(pin.name, pin.path, pin.pointer, pin.member, pin.day, pin.value)
    return replace(line, holds=_state(pin))


def check_line(line: Agreed, then: Community | None) -> Agreed:
    """Return a line that says whether its fingerprint was right in its own commit, which held `then`."""
    where = parse_record_path(line.path)
    module = then.modules.get(where.module_key or "") if then and where else None
    if module is None or line.value is None or then is None:
        return line
    for pin in iter_pins(module, then.settings.limits, line.day):
        if (pin.path, pin.pointer) == (line.path, line.pointer) and pin.wanted is not None:
            is_claim = line.name == "claim.terms"
            right = pin.wanted == line.value or (is_claim and agrees(line.value, module.brief))
            return replace(line, was_true=right)
    return line


def check_lines(
    lines: Iterable[Agreed], load: Callable[[str], Community | None]
) -> Iterator[Agreed]:
    """Yield the lines, each held against the community as its commit left it; `load` reads that."""
    commit: str | None = None
    then: Community | None = None
    for line in lines:
        if line.commit is not None and line.commit != commit:
            commit, then = line.commit, load(line.commit)
        yield check_line(line, then) if line.commit else line
