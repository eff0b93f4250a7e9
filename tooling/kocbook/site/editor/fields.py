"""From a record's JSON Schema to the fields of the visual editor, as plain data.

What a field is follows from its schema alone: required or not, its closed list, its pattern and its
bounds. What may be chosen beside that (skills, roles, tags …) comes from the community's settings.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from kocbook.base.languages import LANGUAGE_TABLE, find_line
from kocbook.base.texts import Texts
from kocbook.insight.names import has_profile, public_name
from kocbook.model.community import Community
from kocbook.model.paths import RecordKind
from kocbook.records.schema import load_schema

Field = dict[str, Any]
Option = dict[str, str]

KEPT = frozenset(
    f"member.{name}"
    for name in ("github", "github_id", "joined", "commit_emails", "same_as", "staff", "reached")
)
"""Whose account it is and what somebody may: the editor carries these on and never shows them."""

_SOURCES: Mapping[str, str] = {
    "member.skills": "skills",
    "member.wants": "skills",
    "module.seats.skills": "skills",
    "module.pool": "skills",
    "module.seats.role": "roles",
    "module.contact": "staff",
    "module.tags": "tags",
    "module.terms.channels": "channels",
    "module.terms.licence": "licences",
    "handbook.lead": "staff",
    "handbook.budget.approved_by": "staff",
    "handbook.roles_order": "roles",
}
_LONG = 200
"""From so many characters on, a text has a box of several lines."""
_ANYTHING = r"\S"
_SUMMARY_KEYS = ("title", "text", "id")


@dataclass(frozen=True, slots=True)
class FieldMaker:
    """Makes fields in one language, with the choices of one community."""

    texts: Texts
    choices: Mapping[str, tuple[Option, ...]]

    @classmethod
    def of(cls, community: Community, texts: Texts) -> FieldMaker:
        """Collect what may be chosen in a community."""
        settings, language = community.settings, texts.language
        staff = sorted(
            (member.id for member in community.members.values() if member.staff),
            key=lambda name: community.members[name].sort_key,
        )
        named = {
            name: tuple(_option(term.id, term.name.in_language(language)) for term in terms)
            for name, terms in (
                ("skills", settings.skills),
                ("roles", settings.roles),
                ("licences", settings.licences),
            )
        }
        people = (one for one in staff if has_profile(community, one))
        return cls(
            texts,
            {
                **named,
                "tags": tuple(_option(tag, tag) for tag in settings.tags),
                "channels": tuple(_option(name, name) for name in settings.channels),
                "staff": tuple(_option(one, public_name(community, one, texts)) for one in people),
            },
        )

    def make_fields(self, kind: RecordKind) -> list[Field]:
        """Return a field for every property of a record, in the schema's order."""
        return self._fields(load_schema(kind), kind.value)

    def _fields(self, schema: Mapping[str, Any], path: str, is_asked: bool = True) -> list[Field]:
        """Return the fields of an object.

        The editor demands the parts even of an object that is left out: so nothing inside one that
        `is_asked` for by nobody is required there, and the check of what is saved says the rest.
        """
        required = schema.get("required", ()) if is_asked else ()
        return [
            self._field(name, inner, f"{path}.{name}", name in required)
            for name, inner in schema["properties"].items()
        ]

    def _field(self, name: str, schema: Mapping[str, Any], path: str, required: bool) -> Field:
        field: Field = {"name": name, "label": self._label(name, schema)}
        if path in KEPT:
            return {**field, "widget": "hidden", "required": False}
        field["required"] = required and schema["type"] != "boolean"
        field["hint"] = self._hint(schema)
        return {**field, **self._widget(schema, path, required)}

    def _label(self, name: str, schema: Mapping[str, Any]) -> str:
        """Return a property's name for people; one that is new may have only its description."""
        key = f"editor.label-{name}"
        return self.texts(key) if key in self.texts else self._hint(schema).rstrip("。.")

    def _widget(self, schema: Mapping[str, Any], path: str, is_asked: bool) -> Field:
        """Return what depends on the kind of value."""
        chosen = self.choices.get(_SOURCES.get(path, ""), ())
        match schema["type"]:
            case "boolean":
                return {"widget": "boolean", "default": False}
            case "integer":
                return _number(schema)
            case "object" if "properties" not in schema:
                if schema["additionalProperties"]["type"] == "object":
                    return self._by_language(schema, path)
                return self._levels(schema, chosen)
            case "object":
                inner = self._fields(schema, path, is_asked)
                return {"widget": "object", "collapsed": True, "fields": inner}
            case "array":
                return self._list(schema, path, chosen)
            case _:
                return self._words(schema, path.rpartition(".")[2], chosen)

    def _words(self, schema: Mapping[str, Any], name: str, chosen: tuple[Option, ...]) -> Field:
        if "enum" in schema:
            return {"widget": "select", "options": self._enum(schema, name)}
        if chosen:
            return {"widget": "select", "options": list(chosen)}
        if schema.get("format") == "date":
            shape = "YYYY-MM-DD"
            # Without a default of its own the editor would fill in today.
            return {"widget": "datetime", "format": shape, "time_format": False, "default": ""}
        long = schema.get("maxLength", 0) > _LONG and schema.get("pattern") == _ANYTHING
        return {"widget": "text" if long else "string", **self._pattern(schema)}

    def _list(self, schema: Mapping[str, Any], path: str, chosen: tuple[Option, ...]) -> Field:
        items = schema["items"]
        bounds = _bounds(schema, "minItems", "maxItems")
        if "enum" in items or chosen:
            options = list(chosen) or self._enum(items, path.rpartition(".")[2])
            return {"widget": "select", "multiple": True, "options": options, **bounds}
        field = {"widget": "list", **bounds}
        if items["type"] == "object":
            fields = self._fields(items, path)
            keys = [inner["name"] for inner in fields]
            shown = next(key for key in _SUMMARY_KEYS if key in keys)
            return field | {
                "fields": fields,
                "collapsed": True,
                "summary": f"{{{{fields.{shown}}}}}",
            }
        label = self.texts("editor.item")
        inner = {"name": "item", "label": label, **self._words(items, "item", ())}
        return field | {"field": inner}

    def _by_language(self, schema: Mapping[str, Any], path: str) -> Field:
        """Return an object for each language of the interface: titles and names in others."""
        inner = schema["additionalProperties"]
        fields = [
            {
                "name": row.id,
                "label": row.name,
                "widget": "object",
                "collapsed": True,
                "required": False,
                "fields": self._fields(inner, f"{path}.{row.id}", is_asked=False),
            }
            for row in LANGUAGE_TABLE.values()
        ]
        return {"widget": "object", "collapsed": True, "fields": fields}

    def _levels(self, schema: Mapping[str, Any], chosen: tuple[Option, ...]) -> Field:
        """Return a number for each id that may be a key: a map of skills to levels."""
        number = _number(schema["additionalProperties"])
        fields = [
            {"name": one["value"], "label": one["label"], "required": False, **number}
            for one in chosen
        ]
        return {"widget": "object", "collapsed": True, "fields": fields}

    def _enum(self, schema: Mapping[str, Any], name: str) -> list[Option]:
        return [_option(value, self._word(name, value)) for value in schema["enum"]]

    def _word(self, name: str, value: str) -> str:
        """Return the word for a value of a closed list."""
        keys = (f"words.{name}.{value}", f"editor.word-{name}.{value}")
        return next((self.texts(key) for key in keys if key in self.texts), value)

    def _pattern(self, schema: Mapping[str, Any]) -> Field:
        """Return pattern and length as one expression, with the sentence for what fails it.

        Lengths count UTF-16 units here and code points in the schema: never too generous.
        """
        most, least = schema.get("maxLength", ""), schema.get("minLength", 0)
        pattern = schema["pattern"]
        whole = rf"^(?=[\s\S]{{{least},{most}}}$)"
        # An expression with its own anchors matches a whole text; any other, some part of it.
        rest = pattern.removeprefix("^") if pattern.startswith("^") else rf"(?=[\s\S]*?{pattern})"
        example = show_example(schema)
        said = self.texts("editor.pattern" if most else "editor.pattern-any", text=example, n=most)
        return {"pattern": [whole + rest, said]}

    def _hint(self, schema: Mapping[str, Any]) -> str:
        """Return what the schema says of a property, in the reader's language."""
        said = find_line(self.texts.language, schema["description"].split("\n"))
        return re.sub(r"[<>*_`]", "", said)  # the editor takes hints for Markdown


def _option(value: str, label: str) -> Option:
    return {"label": label, "value": value}


def _number(schema: Mapping[str, Any]) -> Field:
    return {"widget": "number", "value_type": "int", **_bounds(schema, "minimum", "maximum")}


def _bounds(schema: Mapping[str, Any], least: str, most: str) -> Field:
    pairs: Iterable[tuple[str, str]] = (("min", least), ("max", most))
    return {name: schema[key] for name, key in pairs if key in schema}


def show_example(schema: Mapping[str, Any]) -> str:
    """Return the schema's first example as a person would type it."""
    example = schema["examples"][0]
    return example if isinstance(example, str) else json.dumps(example, ensure_ascii=False)
