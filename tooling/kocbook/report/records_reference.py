"""The reference of the records: each kind with its properties and an example, from the schemas."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from kocbook.base.texts import Texts
from kocbook.model.paths import RecordKind
from kocbook.records.schema import load_schema
from kocbook.report.markdown import Ready, render_markdown
from kocbook.report.schema_table import GLOBS, describe

_SHORT = 60  # characters of an example in the table; longer ones stand in the whole example


@dataclass(frozen=True, slots=True)
class Property:
    """One row: the name with those around it (`goals[].id`), and what may be written."""

    name: Ready
    required: bool
    value: str
    about: str
    example: Ready


def records_path(language: str) -> str:
    """Return where the page in `language` stands in the repository."""
    return f"tooling/docs/{language}/reference/records.md"


def render_records_reference(texts: Texts) -> dict[str, str]:
    """Return the page in the language of `texts`, by its path in the repository."""
    page = render_markdown(
        "records_reference.md.j2", texts=texts, records=[_view(kind, texts) for kind in RecordKind]
    )
    return {records_path(texts.language): f"{page}\n"}


def _view(kind: RecordKind, texts: Texts) -> dict[str, object]:
    schema = load_schema(kind)
    examples = schema.get("examples", [])
    return {
        "kind": Ready(kind),
        "about": describe(kind, texts.language),
        "paths": [_code(path) for path in GLOBS[kind]],
        "properties": list(iter_properties(schema, texts)),
        "example": Ready(_as_yaml(examples[0])) if examples else None,
    }


def iter_properties(schema: dict[str, Any], texts: Texts, before: str = "") -> Iterator[Property]:
    """Yield a row for each property of an object, and then for those within it.

    What a list holds is named `name[]`, what stands under a key of one's own choice `name.*`.
    """
    required = schema.get("required", [])
    for key, inner in schema.get("properties", {}).items():
        name = f"{before}{key}"
        yield Property(
            _code(name),
            key in required,
            _value(inner, texts),
            _line(inner.get("description", ""), texts.language),
            _example(inner),
        )
        yield from _iter_inside(inner, texts, name)


def _iter_inside(schema: dict[str, Any], texts: Texts, name: str) -> Iterator[Property]:
    yield from iter_properties(schema, texts, f"{name}.")
    for part, sign in (("items", "[]"), ("additionalProperties", ".*")):
        inner = schema.get(part)
        if isinstance(inner, dict):
            yield from _iter_inside(inner, texts, f"{name}{sign}")
    for inner in schema.get("oneOf", []):
        yield from _iter_inside(inner, texts, name)


def _line(description: str, language: str) -> str:
    lines = description.split("\n")
    return lines[-1] if language == "en" else lines[0]


def _value(schema: dict[str, Any], texts: Texts) -> str:
    if "enum" in schema:
        return texts("records.page.value.one-of", words=schema["enum"])
    if "oneOf" in schema:
        return " / ".join(_value(inner, texts) for inner in schema["oneOf"])
    shape = "date" if schema.get("format") == "date" else schema.get("type", "any")
    return texts(f"records.page.value.{shape}")


def _example(schema: dict[str, Any]) -> Ready:
    examples = schema.get("examples", [])
    text = json.dumps(examples[0], ensure_ascii=False) if examples else ""
    return _code(text.strip('"')) if 0 < len(text) <= _SHORT else Ready("")


def _code(text: str) -> Ready:
    return Ready(f"`{text}`")


def _as_yaml(value: Any) -> str:
    dumped: str = yaml.safe_dump(
        value, allow_unicode=True, sort_keys=False, default_flow_style=None, width=96
    )
    return dumped.rstrip("\n")
