"""Long lists cut into sheets, so that no page grows with the community: the first, and others beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

ON_A_SHEET = 60
"""So many entries stand on one sheet."""

_JUMPS = 12
"""So many far sheets a sheet leads to, or up to three times as many where each begins a letter."""

Entry = TypeVar("Entry")
Group = tuple[str, Sequence[Entry]]


@dataclass(frozen=True, slots=True)
class Jump:
    """A link to another sheet; `label` says what stands there first."""

    label: str
    url: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class Sheets:
    """Where a sheet stands among the others, and how to come to them."""

    number: int
    count: int
    jumps: tuple[Jump, ...]
    before: str | None
    after: str | None


def sheet_url(url: str, number: int) -> str:
    """Return where a list's sheet stands; the first is at the list's own address.

    A dot stands in no id, so no page of a member or module can be in its place.
    """
    return url if number == 1 else f"{url}p.{number}/"


def cut(groups: Sequence[Group[Entry]], size: int = ON_A_SHEET) -> list[list[Group[Entry]]]:
    """Cut labelled groups of entries into sheets of up to `size` entries, in order.

    A group begins a sheet of its own rather than being torn, unless it is longer than a sheet.
    There is always one sheet.
    """
    sheets: list[list[Group[Entry]]] = [[]]
    room = size
    for label, entries in groups:
        if len(entries) > room and room < size:
            sheets.append([])
            room = size
        for start in range(0, len(entries), size):
            piece = entries[start : start + size]
            if start:
                sheets.append([])
                room = size
            sheets[-1].append((label, piece))
            room -= len(piece)
    return sheets


def show_sheets(url: str, number: int, labels: Sequence[str]) -> Sheets | None:
    """Return the way to the other sheets of the list at `url`; None where there is but one.

    `labels` says what each sheet begins with; one without a label is called by its number.
    """
    count = len(labels)
    if count < 2:
        return None
    shown, told = _near(number, labels), _tell_apart(labels)
    return Sheets(
        number,
        count,
        tuple(Jump(told[n - 1], sheet_url(url, n), n == number) for n in shown),
        sheet_url(url, number - 1) if number > 1 else None,
        sheet_url(url, number + 1) if number < count else None,
    )


def _tell_apart(labels: Sequence[str]) -> list[str]:
    """Number the labels that several sheets have: "A", "A 2", "A 3"."""
    seen: Counter[str] = Counter()
    told = []
    for number, label in enumerate(labels, 1):
        seen[label] += 1
        again = f"{label} {seen[label]}" if seen[label] > 1 else label
        told.append(again if label else str(number))
    return told


def _near(number: int, labels: Sequence[str]) -> list[int]:
    """Choose the sheets to jump to: all of a few, else those near, and each letter's first or some far."""
    count = len(labels)
    if count <= 2 * _JUMPS:
        return list(range(1, count + 1))
    far = {
        place for place, label in enumerate(labels, 1) if place == 1 or label != labels[place - 2]
    }
    if not _JUMPS <= len(far) <= 3 * _JUMPS:
        far = {1 + step * (count - 1) // _JUMPS for step in range(_JUMPS + 1)}
    near = range(max(1, number - 2), min(count, number + 2) + 1)
    return sorted(far | set(near) | {1, count})
