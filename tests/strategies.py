"""Hypothesis strategies for whatever our own schemas call valid."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import strategies as st

WORDS = st.sampled_from(
    ["林小满", "胎压", "E5 2025 款", "Qicheng", "一次说清：怎么用？", "no", "012"]
)


def _key(item: Any) -> str:
    """What tells an item of a list from others: the order of its properties says nothing."""
    return json.dumps(item, sort_keys=True, default=str)


def values_of(schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Return a strategy for the values of a schema that uses the keywords of this project."""
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    if "oneOf" in schema:
        return st.one_of([values_of(option) for option in schema["oneOf"]])
    match schema.get("type"):
        case "object":
            return _objects(schema)
        case "array":
            return st.lists(
                values_of(schema["items"]),
                min_size=schema.get("minItems", 0),
                max_size=max(3, schema.get("minItems", 0)),
                unique_by=_key if schema.get("uniqueItems") else None,
            )
        case "integer":
            low = schema.get("minimum", 0)
            return st.integers(low, min(schema.get("maximum", low + 10**6), 10**9))
        case "boolean":
            return st.booleans()
    return _strings(schema)


def _strings(schema: dict[str, Any]) -> st.SearchStrategy[str]:
    if schema.get("format") == "date":
        return st.dates().map(str).filter(lambda day: day[:2] in ("19", "20"))
    if schema.get("pattern") == r"\S":
        return WORDS.map(lambda word: word[: schema.get("maxLength", 60)])
    examples = st.sampled_from(schema["examples"])
    if schema.get("format") == "iri":
        return examples
    length = schema.get("maxLength", 60)
    return examples | st.from_regex(schema["pattern"], fullmatch=True).filter(
        lambda text: len(text) <= length and text.isascii()
    )


def _objects(schema: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    if isinstance(schema.get("additionalProperties"), dict):
        named = schema["propertyNames"]
        names = (
            _strings(named)
            if "format" in named
            else st.from_regex(named["pattern"], fullmatch=True).filter(
                lambda name: len(name) <= 60 and name.isascii() and "\n" not in name
            )
        )
        low = schema.get("minProperties", 0)
        return st.dictionaries(
            names, values_of(schema["additionalProperties"]), min_size=low, max_size=max(2, low)
        )
    fields = {name: values_of(value) for name, value in schema["properties"].items()}
    whole = _with_required(fields, _required(schema))
    condition = schema.get("if", {})
    if "not" not in condition:
        return whole
    # Where the condition holds, less is required, and what it forbids is not there.
    barred = set(condition["not"]["required"])
    short = {name: value for name, value in fields.items() if name not in barred}
    return whole | _with_required(short, {*schema["required"], *condition["required"]})


def _required(schema: dict[str, Any]) -> set[str]:
    """Return what is required where no condition of the schema holds."""
    listed = set(schema.get("required", ()))
    return listed | _required(schema["else"]) if "else" in schema else listed


def _with_required(
    fields: dict[str, st.SearchStrategy[Any]], required: set[str]
) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {name: value for name, value in fields.items() if name in required},
        optional={name: value for name, value in fields.items() if name not in required},
    )
