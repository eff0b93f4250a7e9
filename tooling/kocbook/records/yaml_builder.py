"""Values and faults from the events of libyaml, by PyYAML: what `read_yaml` asks for odd records.

It stands apart because plain records, and so most commands, need no YAML library at all.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
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
from kocbook.base.hidden_signs import FORBIDDEN
from kocbook.records.scalars import resolve_plain
from kocbook.records.yaml_reader import MAX_DEPTH, Fault, Positions


def build_value(text: str, positions: Positions | None) -> tuple[Any, list[Fault]]:
    """Return the value of the one document in `text`, and all faults, as `read_yaml` does."""
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
