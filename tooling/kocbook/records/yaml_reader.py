"""A small YAML reader for records written by people.

Plainly written ones are read by `plain_reader`, all others by `yaml_builder`. It accepts what a person writes in a record and turns the rest into faults: one document, no
anchors, aliases, tags, merges or directives, text keys without duplicates, at most MAX_DEPTH deep.
Plain scalars follow YAML 1.2 for numbers, `true`, `false` and null; everything else, also `no`,
`on`, `012`, `1:20` and dates, is text: the schema then says where a person meant a number.
"""

from __future__ import annotations

from codecs import BOM_UTF8
from dataclasses import dataclass, field
from typing import Any

from kocbook.base.finding import Pointer
from kocbook.base.hidden_signs import FORBIDDEN
from kocbook.records.plain_reader import read_plain

MAX_BYTES = 64 * 1024
MAX_DEPTH = 16


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with the text of a file. `rule` is the id of a finding; places are 1-based."""

    rule: str
    line: int
    column: int
    data: dict[str, object] = field(default_factory=dict)


@dataclass(slots=True)
class Positions:
    """Where the values and keys of a record stand: pointer → (line, column)."""

    values: dict[Pointer, tuple[int, int]] = field(default_factory=dict)
    keys: dict[Pointer, tuple[int, int]] = field(default_factory=dict)

    def find(self, pointer: Pointer, on_key: bool = False) -> tuple[int, int]:
        """Return the place of `pointer`; of its nearest parent where it does not exist."""
        if on_key and pointer in self.keys:
            return self.keys[pointer]
        while pointer and pointer not in self.values:
            if pointer in self.keys:
                return self.keys[pointer]
            pointer = pointer[:-1]
        return self.values.get(pointer, (1, 1))


def decode(data: bytes) -> str | Fault:
    """Return the text of a file in UTF-8 with plain line feeds, or what is wrong with its bytes."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Fault("file-encoding", 1, 1, {"encoding": "UTF-16"})
    data = data.removeprefix(BOM_UTF8)
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = before.count(b"\n") + 1
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
        return Fault("file-encoding", line, column, {"encoding": "?"})
    # What is printable holds nothing forbidden; asking that first is a third of the search.
    found = None if text.replace("\n", "").isprintable() else FORBIDDEN.search(text)
    if found:
        line, column = place_of(text, found.start())
        return Fault("text-control-character", line, column, {"code": f"U+{ord(found[0]):04X}"})
    return text.replace("\r\n", "\n")


def place_of(text: str, index: int) -> tuple[int, int]:
    """Return the 1-based line and column, in code points, of `index` in `text`."""
    start = text.rfind("\n", 0, index) + 1
    return text.count("\n", 0, index) + 1, index - start + 1


def read_yaml(text: str, positions: Positions | None = None) -> tuple[Any, list[Fault]]:
    """Return the value of the one document in `text`, and all faults found.

    `positions` is filled where it is given; reading without it is faster. After a fault of syntax
    or depth the value is None.
    """
    if positions is None and (plain := read_plain(text)) is not None:
        return plain, []
    from kocbook.records.yaml_builder import build_value

    return build_value(text, positions)
