"""Records as text: the modeline, then one key a line, with quotes where a reader could be misled."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from pathlib import PurePosixPath
from typing import Any

from kocbook.base.errors import KocError
from kocbook.model.paths import RecordKind
from kocbook.records.yaml_reader import read_yaml

SCHEMAS = PurePosixPath("tooling/kocbook/records/schemas")
_MODELINE = re.compile(r"\A# yaml-language-server:.*\n")
# Letters first, then nothing that YAML gives a meaning to: whatever else there is, is quoted.
_PLAIN = re.compile(r"[^\W\d_](?:[\w ./+()-]|[一-鿿。，、；：！？…—·“”‘’《》（）])*")
_FINGERPRINT = re.compile(r"[0-9a-f]{12}")  # quoted always: some look like numbers
_MISREAD = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})


def modeline(kind: RecordKind, path: str) -> str:
    """Return the first line of the record at `path`: it tells editors which schema it follows."""
    up = "../" * path.count("/")
    return f"# yaml-language-server: $schema={up}{SCHEMAS}/{kind}.json\n"


def render_record(kind: RecordKind, path: str, values: Mapping[str, Any]) -> str:
    """Return the text of a record. Values that are None, or empty lists, are left out.

    Lists of plain values and mappings stand in one line; a list or a mapping of mappings takes a
    line for each, and so does a mapping of days.
    """
    kept = {key: value for key, value in values.items() if value not in (None, [], (), {})}
    return modeline(kind, path) + "".join(_line(key, value) for key, value in kept.items())


def set_field(text: str, key: str, value: Any) -> str:
    """Return a record's text with one top-level value replaced or added; the rest is untouched.

    Raises:
        KocError: the record is not written one key a line, so that it cannot be edited safely.
    """
    before, _ = read_yaml(text)
    line = _line(key, value)
    pattern = _field_pattern(key)
    if pattern.search(text):
        edited = pattern.sub(lambda _: line, text, count=1)
    else:
        edited = text + ("" if text.endswith("\n") else "\n") + line
    return _confirm(edited, key, {**before, key: _read_back(value)})


def drop_field(text: str, key: str) -> str:
    """Return a record's text without one top-level value; the rest is untouched.

    Raises:
        KocError: the record is not written one key a line, so that it cannot be edited safely.
    """
    before, _ = read_yaml(text)
    kept = {name: value for name, value in before.items() if name != key}
    return _confirm(_field_pattern(key).sub("", text, count=1), key, kept)


def _field_pattern(key: str) -> re.Pattern[str]:
    """Return what finds a top-level value: its line, and the lines below it that belong to it."""
    end = r"(?:\n|\Z)"
    below = rf"(?:(?:[ \t]*\n)*(?:[ \t]+\S|-[ \t]).*{end})*"
    return re.compile(rf"^{re.escape(key)}[ \t]*:.*{end}{below}", re.MULTILINE)


def _confirm(edited: str, key: str, wanted: Mapping[str, Any]) -> str:
    after, faults = read_yaml(edited)
    if faults or after != wanted:
        raise KocError("errors.record-odd", field=key)
    return edited


def move_record(text: str, kind: RecordKind, path: str) -> str:
    """Return a record's text as it stands at another `path`: its modeline leads from there."""
    return _MODELINE.sub(lambda _: modeline(kind, path), text)


def drop_modeline(text: str) -> str:
    """Return a record's text without its modeline: for where no schema lies beside it."""
    return _MODELINE.sub("", text)


def _read_back(value: Any) -> Any:
    """Return a value as it is read again: days are text."""
    if isinstance(value, Mapping):
        return {key: _read_back(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_read_back(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def _line(key: str, value: Any) -> str:
    if isinstance(value, (list, tuple)) and any(isinstance(item, Mapping) for item in value):
        return f"{key}:\n" + "".join(f"  - {render_flow(item)}\n" for item in value)
    if isinstance(value, Mapping) and _takes_lines(value):
        return f"{key}:\n" + "".join(
            f"  {name}: {render_flow(item)}\n" for name, item in value.items()
        )
    return f"{key}: {render_flow(value)}\n"


def _takes_lines(value: Mapping[Any, Any]) -> bool:
    """True for a mapping of mappings, and for one of days."""
    return all(isinstance(item, Mapping) for item in value.values()) or all(
        isinstance(name, date) for name in value
    )


def render_flow(value: Any) -> str:
    """Return a value as YAML in one line, with quotes where a reader could be misled."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {render_flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(render_flow, value)) + "]"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (bool, int)):
        return json.dumps(value)
    return _scalar(str(value))


def _scalar(text: str) -> str:
    # What the command line could not decode becomes a visible sign instead of a failure.
    text = text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    plain = _PLAIN.fullmatch(text) and text == text.strip() and text.casefold() not in _MISREAD
    plain = plain and not _FINGERPRINT.fullmatch(text)
    return text if plain else json.dumps(text, ensure_ascii=False)
