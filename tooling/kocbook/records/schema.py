"""The JSON Schemas of the records: printed for editors, and asked for findings."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

from kocbook.base.finding import Pointer
from kocbook.model.paths import RecordKind


@dataclass(frozen=True, slots=True)
class SchemaFault:
    """What the schema refuses: the finding's rule, the value or key at fault, and its texts' data."""

    rule: str
    pointer: Pointer
    on_key: bool = False
    data: dict[str, object] = field(default_factory=dict)


def schema_text(kind: RecordKind) -> str:
    """Return the schema's own file, as it is published to editors."""
    return resources.files("kocbook.records").joinpath("schemas", f"{kind}.json").read_text("utf-8")


@cache
def load_schema(kind: RecordKind) -> dict[str, Any]:
    """Return the schema of a kind of record, as JSON values."""
    schema: dict[str, Any] = json.loads(schema_text(kind))
    return schema


_MOST_MEANT = 50
"""Of so many unknown keys in one place it is said which known ones they are like."""


@cache
def _validator(kind: RecordKind) -> Any:
    import jsonschema_rs

    return jsonschema_rs.Draft202012Validator(load_schema(kind), validate_formats=True)


def find_schema_faults(kind: RecordKind, value: Any) -> list[SchemaFault]:
    """Return everything in `value` that the schema of `kind` refuses; empty when it is valid."""
    validator = _validator(kind)
    if validator.is_valid(value):
        return []
    faults = [fault for error in validator.iter_errors(value) for fault in _faults_of(error, kind)]
    # One wrong value often fails a type, a pattern and a length at once: the first says enough.
    return list({(fault.pointer, fault.on_key): fault for fault in reversed(faults)}.values())


def _faults_of(error: Any, kind: RecordKind) -> Iterator[SchemaFault]:
    pointer = tuple(error.instance_path)
    details = error.kind.as_dict()
    match error.kind.name:
        case "additionalProperties":
            known = _schema_at(kind, error.schema_path[:-1]).get("properties", {})
            for number, key in enumerate(details["unexpected"]):
                # Looking for a likeness takes time: somebody who meant something wrote few of them.
                meant = number < _MOST_MEANT and difflib.get_close_matches(key, known, n=1)
                near = meant or ["-"]
                yield SchemaFault(
                    "record-unknown-key",
                    (*pointer, key),
                    True,
                    {"key": key, "near": near[0], "known": list(known)},
                )
        case "required":
            key = details["property"]
            yield SchemaFault("record-missing-key", pointer, False, {"key": key})
        case "propertyNames":
            key = error.kind.error.instance
            yield SchemaFault("record-bad-key", (*pointer, key), True, {"key": key})
        case "type":
            yield SchemaFault(
                "record-wrong-type",
                pointer,
                False,
                {
                    **_named(pointer),
                    "value": show_value(error.instance),
                    "expected": _types(details),
                },
            )
        case "enum":
            yield SchemaFault(
                "record-unknown-word",
                pointer,
                False,
                {
                    **_named(pointer),
                    "value": show_value(error.instance),
                    "options": [str(option) for option in details["options"]],
                },
            )
        case name:
            schema = _schema_at(kind, error.schema_path[:-1])
            yield SchemaFault(
                "record-wrong-value",
                pointer,
                False,
                {
                    **_named(pointer),
                    "value": show_value(error.instance),
                    "limit": f"{name} {_limit(details)}".strip(),
                    "example": show_value((schema.get("examples") or ["-"])[0]),
                },
            )


def _types(details: dict[str, Any]) -> str:
    return str((details.get("types") or [details.get("type", "")])[0])


def _limit(details: dict[str, Any]) -> str:
    return str(details.get("limit", details.get("format", "")))


def _named(pointer: Pointer) -> dict[str, object]:
    names = [str(part) for part in pointer if isinstance(part, str)]
    return {"key": names[-1] if names else "-"}


def show_value(value: Any) -> str:
    """Return a value as a short text for a sentence, at most 60 characters."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 60 else text[:59] + "…"


def _schema_at(kind: RecordKind, path: list[str | int]) -> dict[str, Any]:
    node: Any = load_schema(kind)
    for part in path:
        node = node[part]
    return node if isinstance(node, dict) else {}
