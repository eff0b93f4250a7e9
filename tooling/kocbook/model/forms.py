"""The forms through which people who know no Git take part: which questions each of them asks.

Labels and explanations are texts; limits and examples come from the schema of the record that an
answer becomes a part of. One list, so that the forms, their links and their reading agree.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kocbook.model.paths import RecordKind
from kocbook.model.settings import Term
from kocbook.model.takedown import TakedownReason


class FormName(StrEnum):
    """A form, by the name of its file."""

    JOIN = "join"
    CLAIM = "claim"
    DELIVER = "deliver"
    RESPOND = "respond"
    FEEDBACK = "feedback"
    WITHDRAW = "withdraw"
    TAKE_DOWN = "take-down"
    OUTCOME = "outcome"
    ARRANGE = "arrange"


class FieldKind(StrEnum):
    """How a question is answered."""

    LINE = "input"
    TEXT = "textarea"
    CHOICES = "dropdown"
    BOXES = "checkboxes"


@dataclass(frozen=True, slots=True)
class FormField:
    """One question; `record` and `key` name the property that the answer fills, where one does.

    `options` are the only answers that it takes, one of them; without any, a list is of skills.
    """

    id: str
    kind: FieldKind
    required: bool = False
    record: RecordKind | None = None
    key: str | None = None
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """A form and its questions, in order."""

    name: FormName
    fields: tuple[FormField, ...]

    @property
    def label(self) -> str:
        """The label that the form gives to what is sent with it."""
        return f"koc-{self.name}"


NEEDS_STAFF = "koc-needs-staff"
"""The label of what came in through a door and waits for somebody of the staff."""
_LINE, _TEXT, _CHOICES, _BOXES = FieldKind
_MEMBER, _CLAIM = RecordKind.MEMBER, RecordKind.CLAIM
_RESPONSE, _QUESTION = RecordKind.RESPONSE, RecordKind.QUESTION
WITHDRAWN = ("response", "photo", "question", "delivery", "credit", "praise")
"""What a member may take back."""
TAKEN_FOR = tuple(reason for reason in TakedownReason if reason is not TakedownReason.WITHDRAWN)
"""For which reasons staff take down."""
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
                FormField("product", _LINE, False, _MEMBER, "product"),
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
        Form(
            FormName.DELIVER,
            (_MODULE, FormField("seat", _LINE), FormField("text", _TEXT), *_PICTURES),
        ),
        Form(FormName.ARRANGE, (_MODULE, FormField("steps", _TEXT, required=True))),
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
        Form(
            FormName.WITHDRAW,
            (
                FormField("what", _CHOICES, True, options=WITHDRAWN),
                FormField("module", _LINE),
                FormField("name", _LINE),
            ),
        ),
        Form(
            FormName.TAKE_DOWN,
            (
                FormField("path", _LINE, required=True),
                FormField("reason", _CHOICES, True, options=TAKEN_FOR),
                FormField("lines", _LINE),
                FormField("phrase", _LINE),
                FormField("reference", _LINE, False, RecordKind.TAKEDOWN, "reference"),
            ),
        ),
        Form(
            FormName.OUTCOME,
            (
                _MODULE,
                FormField("decided", _LINE, True, RecordKind.OUTCOME, "decided"),
                FormField("because", _TEXT, True, RecordKind.OUTCOME, "because"),
                FormField("chosen", _LINE),
                FormField("reached", _CHOICES, False, options=("yes", "no")),
                FormField("next", _TEXT, False, RecordKind.OUTCOME, "next"),
            ),
        ),
    )
}


def choice_label(term: Term) -> str:
    """Return how a skill is called in a list to choose from: both languages, and no comma.

    What is chosen comes back as one line with commas between.
    """
    words = f"{term.name.in_language('zh')} {term.name.in_language('en')}"
    return " ".join(words.replace(",", " ").replace("，", " ").split())
