"""The forms of `model/forms.py` as GitHub's issue forms: YAML, Chinese first, English beside."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml

from kocbook.base.languages import DEFAULT_LANGUAGE, LANGUAGES
from kocbook.base.texts import load_texts
from kocbook.intake.forms.answers import field_texts, option_label
from kocbook.model.forms import FORMS, FieldKind, Form, FormField, choice_label
from kocbook.model.settings import Settings
from kocbook.records.schema import load_schema

FOLDER = ".github/ISSUE_TEMPLATE"


class _Dumper(yaml.SafeDumper):
    """Writes texts of several lines as they look."""


def _represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _represent_text)


def render_issue_forms(settings: Settings) -> dict[str, str]:
    """Return the forms by their paths in the repository."""
    return {f"{FOLDER}/{name}.yml": _render(form, settings) for name, form in FORMS.items()}


def _render(form: Form, settings: Settings) -> str:
    prefix = f"forms.{form.name}"
    notes = {
        "type": "markdown",
        "attributes": {"value": _both(settings, f"{prefix}.intro", "\n\n")},
    }
    fields = [_field(form, field, settings) for field in form.fields]
    value = {
        "name": _both(settings, f"{prefix}.name"),
        "description": _both(settings, f"{prefix}.about"),
        "title": settings.texts(DEFAULT_LANGUAGE)(f"{prefix}.title"),
        "labels": [form.label],
        "body": [notes, *(field for field in fields if field is not None)],
    }
    head = "".join(f"# {load_texts(language)('forms.head')}\n" for language in LANGUAGES)
    return head + yaml.dump(
        value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10_000
    )


def _field(form: Form, field: FormField, settings: Settings) -> dict[str, Any] | None:
    """Return one question; None where there is nothing to choose from."""
    prefix = field_texts(form.name, field.id)
    schema = _property(field)
    attributes: dict[str, Any] = {"label": _both(settings, f"{prefix}.label")}
    about = _about(settings, prefix, schema)
    if about:
        attributes["description"] = about
    if field.options:
        attributes |= {"options": [option_label(form, field, one) for one in field.options]}
    elif field.kind is FieldKind.CHOICES:
        options = list(dict.fromkeys(choice_label(skill) for skill in settings.skills))
        if not options:
            return None
        attributes |= {"multiple": True, "options": options}
    elif field.kind is FieldKind.BOXES:
        option = {"label": _both(settings, f"{prefix}.option"), "required": field.required}
        return {
            "type": str(field.kind),
            "id": field.id,
            "attributes": {**attributes, "options": [option]},
        }
    elif f"{prefix}.example" in load_texts(DEFAULT_LANGUAGE):
        attributes["placeholder"] = settings.texts(DEFAULT_LANGUAGE)(f"{prefix}.example")
    elif schema.get("examples"):
        attributes["placeholder"] = str(schema["examples"][0])
    question = {"type": str(field.kind), "id": field.id, "attributes": attributes}
    return {**question, "validations": {"required": True}} if field.required else question


def _about(settings: Settings, prefix: str, schema: Mapping[str, Any]) -> str:
    """Explain a question: in words of the form's own, else in those of the schema."""
    if f"{prefix}.about" in load_texts(DEFAULT_LANGUAGE):
        return _both(settings, f"{prefix}.about", "\n")
    return str(schema.get("description", ""))


def _property(field: FormField) -> Mapping[str, Any]:
    if field.record is None:
        return {}
    found: Mapping[str, Any] = load_schema(field.record)["properties"][field.key]
    return found


def _both(settings: Settings, key: str, between: str = " · ") -> str:
    """Return a text in Chinese and then in English."""
    return between.join(settings.texts(language)(key).strip() for language in LANGUAGES)
