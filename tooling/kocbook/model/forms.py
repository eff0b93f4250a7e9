"""The forms through which people who know no Git take part: which questions each of them asks.

Labels and explanations are texts; limits and examples come from the schema of the record that an
answer becomes a part of. One list, so that the forms, their links and their reading agree.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kocbook.model.enums import Visibility
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
    EXTEND = "extend"
    RELEASE = "release"
    SIGN = "sign"
    DECLINE = "decline"
    CREDIT = "credit"
    PROFILE = "profile"
    LEAVE = "leave"
    REVIEW = "review"
    REPLY = "reply"
    TRIAGE = "triage"
    CONFIRM = "confirm"
    RECOGNISE = "recognise"
    INVITE = "invite"
    RECEIVED = "received"
    EXCHANGE = "exchange"
    PLAN = "plan"
    PROPOSE = "propose"
    ADVISE = "advise"
    SHIP = "ship"
    REGISTER = "register"
    CANCEL = "cancel"
    ATTENDANCE = "attendance"
    BOOK = "book"


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
    """A form and its questions, in order. What a `for_staff` form asks for, staff alone may do."""

    name: FormName
    fields: tuple[FormField, ...]
    for_staff: bool = False

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
TRIAGE_STATES = ("needs-info", "confirmed", "duplicate", "forwarded", "fixed")
"""How far a report has come, as staff say it."""
TAKEN_FOR = tuple(reason for reason in TakedownReason if reason is not TakedownReason.WITHDRAWN)
"""For which reasons staff take down."""
UNJUDGED = frozenset(
    {
        *(FormName.JOIN, FormName.CLAIM, FormName.EXTEND, FormName.RELEASE, FormName.RESPOND),
        *(FormName.FEEDBACK, FormName.SIGN, FormName.WITHDRAW, FormName.DECLINE, FormName.PROFILE),
        *(FormName.REVIEW, FormName.REPLY, FormName.PROPOSE, FormName.ADVISE, FormName.SHIP),
        *(FormName.REGISTER, FormName.CANCEL, FormName.BOOK, FormName.RECEIVED, FormName.EXCHANGE),
    }
)
"""What needs nobody's judgement, or is the judgement of the very member of staff who sent it."""
LASTING = frozenset({FormName.JOIN, FormName.CLAIM, FormName.DELIVER})
"""Forms whose issue goes on as a conversation when what they asked for is merged."""
_MODULE = FormField("module", _LINE, required=True)
_SEAT = FormField("seat", _LINE)
_EVENT = FormField("event", _LINE, required=True)
_WHO = FormField("member", _LINE, required=True)
_AGREE = FormField("agree", _BOXES, required=True)
_ROLE = FormField("role", _LINE, required=True)
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
                _AGREE,
            ),
        ),
        Form(
            FormName.CLAIM,
            (
                _MODULE,
                _SEAT,
                FormField("name", _LINE, False, _MEMBER, "name"),
                FormField("terms", _LINE, False, _CLAIM, "terms"),
                FormField("note", _TEXT, False, _CLAIM, "note"),
                _AGREE,
            ),
        ),
        Form(
            FormName.DELIVER,
            (_MODULE, _SEAT, FormField("text", _TEXT), *_PICTURES),
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
            for_staff=True,
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
            for_staff=True,
        ),
        Form(FormName.EXTEND, (_MODULE, _SEAT, _AGREE)),
        Form(FormName.RELEASE, (_MODULE, _SEAT, _AGREE)),
        Form(FormName.SIGN, (_MODULE, _AGREE)),
        Form(FormName.DECLINE, (_MODULE, _SEAT, _AGREE)),
        Form(
            FormName.CREDIT,
            (_MODULE, _ROLE, FormField("evidence", _TEXT, True, RecordKind.CREDIT, "evidence")),
        ),
        Form(
            FormName.PROFILE,
            (
                FormField("name", _LINE, False, _MEMBER, "name"),
                FormField("city", _LINE, False, _MEMBER, "city"),
                FormField("product", _LINE, False, _MEMBER, "product"),
                FormField("intro", _TEXT, False, _MEMBER, "intro"),
                FormField("skills", _CHOICES, False, _MEMBER, "skills"),
                FormField("wants", _CHOICES, False, _MEMBER, "wants"),
                FormField("visibility", _CHOICES, options=tuple(Visibility)),
            ),
        ),
        Form(FormName.LEAVE, (_AGREE,)),
        Form(FormName.EXCHANGE, (FormField("offer", _LINE, required=True), _AGREE)),
        Form(FormName.RECEIVED, (FormField("gift", _LINE), _AGREE)),
        Form(
            FormName.REVIEW,
            (
                _MODULE,
                FormField("verdict", _CHOICES, True, options=("accepted", "changes", "declined")),
                FormField("evidence", _TEXT),
                FormField("goals", _TEXT),
                FormField("strengths", _TEXT),
                FormField("improvements", _TEXT),
            ),
            for_staff=True,
        ),
        Form(
            FormName.REPLY,
            (
                _MODULE,
                FormField("question", _LINE),
                FormField("text", _TEXT, True, RecordKind.ANSWER, "text"),
            ),
            for_staff=True,
        ),
        Form(
            FormName.TRIAGE,
            (
                _MODULE,
                FormField("report", _LINE, required=True),
                FormField("state", _CHOICES, True, options=TRIAGE_STATES),
                FormField("duplicate", _LINE),
                FormField("fixed", _LINE, False, RecordKind.TRIAGE, "fixed_in"),
                FormField("reference", _LINE, False, RecordKind.TRIAGE, "reference"),
                FormField("note", _TEXT, False, RecordKind.TRIAGE, "note"),
            ),
            for_staff=True,
        ),
        Form(FormName.CONFIRM, (_MODULE, _WHO, _ROLE), for_staff=True),
        Form(
            FormName.RECOGNISE,
            (
                _WHO,
                FormField("kind", _CHOICES, True, options=("praise", "coaching")),
                FormField("reason", _TEXT, True, RecordKind.RECOGNITION, "reason"),
                FormField("module", _LINE),
            ),
            for_staff=True,
        ),
        Form(
            FormName.INVITE,
            (
                _MODULE,
                _SEAT,
                _WHO,
                FormField("reason", _TEXT, True, RecordKind.INVITATION, "reason"),
            ),
            for_staff=True,
        ),
        Form(
            FormName.PLAN,
            (
                FormField("module", _LINE, required=True),
                FormField("chapter", _LINE, required=True),
                FormField("title", _LINE, True, RecordKind.MODULE, "title"),
                FormField("background", _TEXT, True, RecordKind.MODULE, "background"),
                FormField("goals", _TEXT, required=True),
                FormField("includes", _TEXT, required=True),
                FormField("role", _LINE, required=True),
                FormField("days", _LINE),
                FormField("points", _LINE),
            ),
            for_staff=True,
        ),
        Form(
            FormName.PROPOSE,
            (
                FormField("title", _LINE, True, RecordKind.PROPOSAL, "title"),
                FormField("pitch", _TEXT, True, RecordKind.PROPOSAL, "pitch"),
                FormField("outline", _TEXT),
                FormField("writes", _CHOICES, False, options=("yes", "no")),
            ),
        ),
        Form(
            FormName.SHIP,
            (
                _MODULE,
                FormField("version", _LINE, True, RecordKind.OUTCOME, "shipped_in"),
                FormField("reference", _LINE, False, RecordKind.OUTCOME, "reference"),
            ),
            for_staff=True,
        ),
        Form(
            FormName.ADVISE,
            (
                FormField("proposal", _LINE, required=True),
                FormField("verdict", _CHOICES, True, options=("advised", "declined")),
                FormField("words", _TEXT, True, RecordKind.ADVICE, "words"),
            ),
            for_staff=True,
        ),
        Form(
            FormName.REGISTER,
            (
                _EVENT,
                FormField("shift", _LINE),
                FormField("note", _LINE, False, RecordKind.REGISTRATION, "note"),
                _AGREE,
            ),
        ),
        Form(FormName.CANCEL, (_EVENT, _AGREE)),
        Form(
            FormName.BOOK,
            (
                FormField("equipment", _LINE, required=True),
                FormField("start", _LINE, True, RecordKind.BOOKING, "start"),
                FormField("end", _LINE, True, RecordKind.BOOKING, "end"),
                FormField("module", _LINE),
                FormField("note", _LINE, False, RecordKind.BOOKING, "note"),
                _AGREE,
            ),
        ),
        Form(
            FormName.ATTENDANCE,
            (_EVENT, FormField("absent", _TEXT), FormField("came", _TEXT)),
            for_staff=True,
        ),
    )
}


def choice_label(term: Term) -> str:
    """Return how a skill is called in a list to choose from: both languages, and no comma.

    What is chosen comes back as one line with commas between.
    """
    words = f"{term.name.in_language('zh')} {term.name.in_language('en')}"
    return " ".join(words.replace(",", " ").replace("，", " ").split())
