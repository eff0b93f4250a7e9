"""The forms through which people who know no Git take part: which questions each of them asks.

Labels and explanations are texts; limits and examples come from the schema of the record that an
answer becomes a part of. One list, so that the forms, their links and their reading agree.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kocbook.model.paths import RecordKind
from kocbook.model.settings import Term


class FormName(StrEnum):
    """A form, by the name of its file."""

    JOIN = "join"
    CLAIM = "claim"
    DELIVER = "deliver"
    RESPOND = "respond"
    FEEDBACK = "feedback"


class FieldKind(StrEnum):
    """How a question is answered."""

    LINE = "input"
    TEXT = "textarea"
    CHOICES = "dropdown"
    BOXES = "checkboxes"


@dataclass(frozen=True, slots=True)
class FormField:
    """One question; `record` and `key` name the property that the answer fills, where one does."""

    id: str
    kind: FieldKind
    required: bool = False
    record: RecordKind | None = None
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """A form and its questions, in order."""

    name: FormName
    fields: tuple[FormField, ...]

    @property
    def label(self) -> str:
        """The label that the form gives to what is sent with it."""
        return f"koc-{self.name}"


_LINE, _TEXT, _CHOICES, _BOXES = FieldKind
_MEMBER, _CLAIM = RecordKind.MEMBER, RecordKind.CLAIM
_RESPONSE, _QUESTION = RecordKind.RESPONSE, RecordKind.QUESTION
_MODULE = FormField("module", _LINE, required=True)
_PICTURES = (
    FormField("photos", _TEXT),
    FormField("alt", _TEXT),
    FormField("careful", _BOXES),
)

FORMS = {
    form.name: form
    for form in (
        Form(
            FormName.JOIN,
            (
                FormField("name", _LINE, True, _MEMBER, "name"),
                FormField("id", _LINE),
                FormField("city", _LINE, False, _MEMBER, "city"),
                FormField("vehicle", _LINE, False, _MEMBER, "vehicle"),
                FormField("intro", _TEXT, False, _MEMBER, "intro"),
                FormField("skills", _CHOICES, False, _MEMBER, "skills"),
                FormField("wants", _CHOICES, False, _MEMBER, "wants"),
                FormField("agree", _BOXES, required=True),
            ),
        ),
        Form(
            FormName.CLAIM,
            (
                _MODULE,
                FormField("seat", _LINE),
                FormField("terms", _LINE, False, _CLAIM, "terms"),
                FormField("note", _TEXT, False, _CLAIM, "note"),
                FormField("agree", _BOXES, required=True),
            ),
        ),
        Form(FormName.DELIVER, (_MODULE, FormField("text", _TEXT), *_PICTURES)),
        Form(
            FormName.RESPOND,
            (
                _MODULE,
                FormField("choice", _LINE, False, _RESPONSE, "choice"),
                FormField("reason", _TEXT, False, _RESPONSE, "reason"),
                FormField("text", _TEXT, False, _RESPONSE, "text"),
                *_PICTURES,
            ),
        ),
        Form(
            FormName.FEEDBACK,
            (FormField("module", _LINE), FormField("text", _TEXT, True, _QUESTION, "text")),
        ),
    )
}


def choice_label(term: Term) -> str:
    """Return how a skill is called in a list to choose from: both languages, and no comma.

    What is chosen comes back as one line with commas between.
    """
    words = f"{term.name.in_language('zh')} {term.name.in_language('en')}"
    return " ".join(words.replace(",", " ").replace("，", " ").split())
