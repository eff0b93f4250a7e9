"""What the editor sends as a record, put into the record as it stands.

The editor writes YAML of its own: other quotes, other line breaks, no comments. Its values are
taken; each one that differs is written in koc's way, and all other lines stay as they are.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from kocbook.base.errors import KocError, UsageError
from kocbook.model.paths import RecordKind
from kocbook.records.record_text import drop_field, render_record, set_field
from kocbook.records.schema import load_schema
from kocbook.records.yaml_reader import Fault, decode, read_yaml

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def merge_record(kind: RecordKind, path: str, before: str, raw: str) -> str:
    """Return the text of a record that says what `raw` says, changed as little as can be.

    Raises:
        UsageError: `raw` cannot be read as a record.
    """
    wanted = _read(raw)
    standing, _ = read_yaml(before)
    if not isinstance(standing, dict):
        return render_record(kind, path, _with_days(wanted))
    try:
        return _change_lines(before, standing, wanted)
    except KocError:
        # Not written one key a line: it is written anew as a whole, in the schema's order.
        order = [name for name in load_schema(kind)["properties"] if name in wanted]
        values = {name: wanted[name] for name in order} | wanted
        return render_record(kind, path, _with_days(values))


def _change_lines(text: str, standing: Mapping[str, Any], wanted: Mapping[str, Any]) -> str:
    for name in standing:
        if name not in wanted:
            text = drop_field(text, name)
    for name, value in wanted.items():
        if name not in standing or standing[name] != value:
            text = set_field(text, name, _with_days(value))
    return text


def _with_days(value: Any) -> Any:
    """Return a value with days as such: they are written without quotes."""
    if isinstance(value, dict):
        return {name: _with_days(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_with_days(item) for item in value]
    if isinstance(value, str) and _DAY.fullmatch(value):
        with contextlib.suppress(ValueError):
            return date.fromisoformat(value)
    return value


def _read(raw: str) -> dict[str, Any]:
    text = decode(raw.encode("utf-8", "replace"))
    if isinstance(text, Fault):
        raise UsageError("errors.editor-record", line=text.line)
    value, faults = read_yaml(text)
    if faults or not isinstance(value, dict):
        raise UsageError("errors.editor-record", line=faults[0].line if faults else 1)
    kept = {name: _without_empty(item) for name, item in value.items()}
    return {name: item for name, item in kept.items() if item not in (None, "", [], {})}


def _without_empty(value: Any) -> Any:
    """Return a value without fields that were emptied. Lists inside may be empty on purpose."""
    if isinstance(value, list):
        return [_without_empty(item) for item in value]
    if not isinstance(value, dict):
        return value
    kept = {name: _without_empty(item) for name, item in value.items()}
    return {name: item for name, item in kept.items() if item not in (None, "", {})}
