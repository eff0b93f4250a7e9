"""The committed forms, read back: a question's label is what its answer is found by."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kocbook.model.forms import FORMS, FieldKind, Form, FormName
from kocbook.records.yaml_reader import MAX_BYTES, Fault, decode, read_yaml

FOLDER = ".github/ISSUE_TEMPLATE"


@dataclass(frozen=True, slots=True)
class FormQuestion:
    """One question of a form as people see it, and what can be chosen."""

    id: str
    kind: FieldKind
    label: str
    required: bool
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FormFile:
    """A form as it is published."""

    form: Form
    questions: tuple[FormQuestion, ...]


def load_forms(root: Path) -> dict[FormName, FormFile]:
    """Read the forms that stand in the repository; one that is missing or broken is left out."""
    found = {}
    for name, form in FORMS.items():
        try:
            with (root / FOLDER / f"{name}.yml").open("rb") as file:
                text = decode(file.read(MAX_BYTES))
        except OSError:
            continue
        value = None if isinstance(text, Fault) else read_yaml(text)[0]
        questions = _read_questions(value)
        if questions:
            found[name] = FormFile(form, questions)
    return found


def _read_questions(value: Any) -> tuple[FormQuestion, ...]:
    body = value.get("body") if isinstance(value, dict) else None
    listed = [item for item in body if isinstance(item, dict)] if isinstance(body, list) else []
    kinds = {str(kind): kind for kind in FieldKind}
    return tuple(
        _read_question(item, kinds[item["type"]]) for item in listed if item.get("type") in kinds
    )


def _read_question(item: dict[str, Any], kind: FieldKind) -> FormQuestion:
    attributes = item.get("attributes") or {}
    options = attributes.get("options") or ()
    labels = tuple(str(one["label"] if isinstance(one, dict) else one) for one in options)
    needed = (item.get("validations") or {}).get("required") is True or any(
        isinstance(one, dict) and one.get("required") is True for one in options
    )
    return FormQuestion(str(item.get("id")), kind, str(attributes.get("label")), needed, labels)
