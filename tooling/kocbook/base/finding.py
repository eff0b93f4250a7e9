"""A finding: one thing that is wrong, where it is, and the values that fill its sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

Pointer = tuple[str | int, ...]
"""The way to a value inside a record: keys and list indexes, from the top."""


class Severity(StrEnum):
    """How much a finding weighs: only errors make `koc check` exit with 1."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Location:
    """A place in a file of the repository.

    `path` is relative to the root, with `/`. `line` and `column` are 1-based and count code
    points; None until they are known. `pointer` leads to the value inside a record;
    `on_key` says that its key is at fault, not its value.
    """

    path: str
    line: int | None = None
    column: int | None = None
    pointer: Pointer = ()
    on_key: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault. `data` fills the placeholders of the rule's texts and is never a sentence."""

    rule: str
    severity: Severity
    location: Location
    data: Mapping[str, object] = field(default_factory=dict)

    def sort_key(self) -> tuple[str, int, int, str, str]:
        """Order by place, then rule, so that every run reports in the same order."""
        where = self.location
        return (where.path, where.line or 0, where.column or 0, self.rule, str(sorted(self.data)))

    def placed(self, line: int, column: int) -> Finding:
        """Return the same finding with its line and column filled in."""
        return replace(self, location=replace(self.location, line=line, column=column))


def at(path: str, *pointer: str | int) -> Location:
    """Name the value that `pointer` leads to in the record at `path`."""
    return Location(path, pointer=pointer)


def at_key(path: str, *pointer: str | int) -> Location:
    """Name the key that `pointer` ends in, for faults of the key itself."""
    return Location(path, pointer=pointer, on_key=True)
