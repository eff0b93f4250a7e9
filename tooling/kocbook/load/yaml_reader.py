"""A small YAML reader on PyYAML's C events, for records written by people.

It accepts what a person writes in a record and turns the rest into faults: one document, no
anchors, aliases, tags, merges or directives, text keys without duplicates, at most MAX_DEPTH deep.
Plain scalars follow YAML 1.2 for numbers, `true`, `false` and null; everything else, also `no`,
`on`, `012`, `1:20` and dates, is text: the schema then says where a person meant a number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml
from yaml._yaml import CParser
from yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    DocumentStartEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
)

from kocbook.base.finding import Pointer
from kocbook.load.plain_reader import read_plain
from kocbook.load.scalars import resolve_plain

MAX_BYTES = 64 * 1024
MAX_DEPTH = 16

# Control, bidirectional, invisible and odd line-break characters: they make a file read otherwise
# than it looks. U+200D stays: emoji are joined with it.
FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]"
    "|\r(?!\n)"
)


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


@dataclass(slots=True)
class _Frame:
    """A collection that is being filled."""

    value: dict[str, Any] | list[Any]
    pointer: Pointer
    key: str | None = None
    skip_value: bool = False

    def child_pointer(self) -> Pointer:
        if isinstance(self.value, list):
            return (*self.pointer, len(self.value))
        return (*self.pointer, self.key if self.key is not None else "")


def decode(data: bytes) -> str | Fault:
    """Return the text of a file in UTF-8 with plain line feeds, or what is wrong with its bytes."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Fault("file-encoding", 1, 1, {"encoding": "UTF-16"})
    try:
        text = data.decode("utf-8-sig")
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
    faults: list[Fault] = []
    try:
        value = _Builder(positions, faults).build(iter_events(text))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        return None, [Fault("yaml-syntax", line, column, {"problem": error.problem or ""})]
    except yaml.YAMLError as error:
        return None, [Fault("yaml-syntax", 1, 1, {"problem": str(error).splitlines()[0]})]
    except _Stop as stop:
        return None, [stop.fault]
    return value, faults


def iter_events(text: str) -> Iterator[Any]:
    """Yield libyaml's events of `text`; iterative, so depth costs no stack."""
    parser = CParser(text)
    try:
        while parser.check_event():
            yield parser.get_event()
    finally:
        parser.dispose()


def _fault(rule: str, event: Any, **data: object) -> Fault:
    mark = event.start_mark
    return Fault(rule, mark.line + 1, mark.column + 1, data)


class _Stop(Exception):  # noqa: N818 - not an error: it ends the reading at a fault
    def __init__(self, fault: Fault) -> None:
        self.fault = fault


class _Builder:
    """Builds the value of one document from events, without recursion."""

    def __init__(self, positions: Positions | None, faults: list[Fault]) -> None:
        self.positions = positions
        self.faults = faults
        self.stack: list[_Frame] = []
        self.root: Any = None
        self.documents = 0

    def build(self, events: Iterator[Any]) -> Any:
        for event in events:
            if isinstance(event, NodeEvent):
                self._node(event)
            elif isinstance(event, CollectionEndEvent):
                self._close()
            elif isinstance(event, DocumentStartEvent):
                self._document(event)
        return self.root

    def _fault(self, rule: str, event: Any, **data: object) -> None:
        self.faults.append(_fault(rule, event, **data))

    def _document(self, event: DocumentStartEvent) -> None:
        self.documents += 1
        if self.documents > 1:
            raise _Stop(_fault("yaml-feature", event, feature="documents"))
        if event.version or event.tags:
            self._fault("yaml-feature", event, feature="directive")

    def _node(self, event: NodeEvent) -> None:
        if isinstance(event, AliasEvent):
            self._fault("yaml-feature", event, feature="alias")
            self._put(event, None)
            return
        if event.anchor is not None:
            self._fault("yaml-feature", event, feature="anchor")
        if getattr(event, "tag", None) is not None:
            self._fault("yaml-feature", event, feature="tag")
        if isinstance(event, ScalarEvent):
            plain = event.style is None or event.style == ""
            hidden = FORBIDDEN.search(event.value)
            if hidden:
                # Escapes such as "\\u202e" bring in what the file itself may not hold.
                self._fault("text-control-character", event, code=f"U+{ord(hidden[0]):04X}")
            self._put(event, resolve_plain(event.value) if plain else event.value)
            return
        if len(self.stack) >= MAX_DEPTH:
            raise _Stop(_fault("yaml-too-deep", event, max=MAX_DEPTH))
        self._open(event)

    def _open(self, event: Any) -> None:
        value: dict[str, Any] | list[Any] = {} if isinstance(event, MappingStartEvent) else []
        parent = self.stack[-1] if self.stack else None
        if parent and isinstance(parent.value, dict) and parent.key is None:
            # A collection as a key: read it to keep the structure, then forget it and its value.
            self._fault("yaml-key-not-text", event)
            self.stack.append(_Frame(value, parent.pointer, skip_value=True))
            return
        pointer = parent.child_pointer() if parent else ()
        self._attach(value, pointer, event)
        self.stack.append(_Frame(value, pointer))

    def _close(self) -> None:
        frame = self.stack.pop()
        if frame.skip_value and self.stack:
            self.stack[-1].key = ""
            self.stack[-1].skip_value = True

    def _put(self, event: Any, value: Any) -> None:
        parent = self.stack[-1] if self.stack else None
        if parent and isinstance(parent.value, dict) and parent.key is None:
            self._put_key(parent, parent.value, event, value)
            return
        self._attach(value, parent.child_pointer() if parent else (), event)

    def _put_key(self, frame: _Frame, known: dict[str, Any], event: Any, value: Any) -> None:
        key = event.value if isinstance(event, ScalarEvent) else ""
        if key == "<<":
            self._fault("yaml-feature", event, feature="merge")
            frame.skip_value = True
        elif not isinstance(value, str):
            self._fault("yaml-key-not-text", event)
            frame.skip_value = True
        elif key in known:
            self._fault("yaml-duplicate-key", event, key=key)
            frame.skip_value = True
        elif self.positions is not None:
            mark = event.start_mark
            self.positions.keys[(*frame.pointer, key)] = (mark.line + 1, mark.column + 1)
        frame.key = key

    def _attach(self, value: Any, pointer: Pointer, event: Any) -> None:
        if not self.stack:
            self.root = value
        else:
            frame = self.stack[-1]
            if isinstance(frame.value, list):
                frame.value.append(value)
            else:
                skipped, key = frame.skip_value, frame.key or ""
                frame.key, frame.skip_value = None, False
                if skipped:
                    return
                frame.value[key] = value
        if self.positions is not None:
            mark = event.start_mark
            self.positions.values[pointer] = (mark.line + 1, mark.column + 1)
