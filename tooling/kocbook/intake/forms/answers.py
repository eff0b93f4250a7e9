"""What somebody answered: the text of an issue, taken apart by the form's own labels.

GitHub writes each question as `### label`, an empty line and the answer; an unanswered one says
`_No response_`. A heading within an answer belongs to the answer unless it is one of the labels.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from kocbook.base.hidden_signs import FORBIDDEN, LINE_END
from kocbook.base.languages import LANGUAGES
from kocbook.base.texts import load_texts
from kocbook.intake.forms.form_file import FormFile, FormQuestion
from kocbook.model.forms import FieldKind, Form, FormField, FormName

_HEADING = re.compile(r"### +(?P<label>.*?)[ \t]*#*[ \t]*")
_BOX = re.compile(r"[-*] \[(?P<mark>[ xX])\] (?P<label>.*?)[ \t]*")
NOTHING = "_No response_"


@dataclass(frozen=True, slots=True)
class Ask:
    """Something that has to be asked back: the text `intake.ask.KEY` and what fills it."""

    key: str
    data: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FormAnswers:
    """Answers by the questions' ids: words (None: nothing), or what was chosen; and what to ask."""

    words: Mapping[str, str | None]
    chosen: Mapping[str, tuple[str, ...]]
    asks: tuple[Ask, ...] = ()

    def option(self, form: Form, question: str) -> str | None:
        """Return which of a closed list was chosen."""
        field = next(one for one in form.fields if one.id == question)
        labels = {option_label(form, field, option): option for option in field.options}
        return next((labels[one] for one in self.chosen.get(question, ()) if one in labels), None)

    def line(self, question: str) -> str | None:
        """Return an answer as one line."""
        text = self.words.get(question)
        return " ".join(text.split()) or None if text else None

    def lines(self, question: str) -> Iterator[str]:
        """Yield the lines of an answer that say something, without the dashes of a list."""
        for line in (self.words.get(question) or "").split("\n"):
            plain = line.strip().removeprefix("- ").strip()
            if plain:
                yield plain

    def seat(self) -> str | None:
        """Return the seat that is named, as seats are written."""
        seat = self.line("seat")
        return seat.lower() if seat else None


def option_label(form: Form, field: FormField, option: str) -> str:
    """Return how an answer of a closed list is called in its form: both languages."""
    key = f"{field_texts(form.name, field.id)}.options.{option}"
    return " · ".join(load_texts(language)(key).strip() for language in LANGUAGES)


def field_texts(form: FormName, field: str) -> str:
    """Return where a question's words stand: its form's own, else those that forms have in common."""
    own = f"forms.{form}.fields.{field}"
    return own if f"{own}.label" in load_texts("zh") else f"forms.common.{field}"


def choose_form(
    forms: Mapping[FormName, FormFile], labels: Iterable[str], body: str
) -> FormFile | None:
    """Return the form that was sent: the one whose label it bears, else whose questions it has."""
    marked = set(labels)
    for form in forms.values():
        if form.form.label in marked:
            return form
    found = {label for label, _ in _blocks(body, None)}
    fitting = [form for form in forms.values() if all(one.label in found for one in form.questions)]
    return max(fitting, key=lambda form: len(form.questions), default=None)


def read_answers(form: FormFile, body: str) -> FormAnswers:
    """Take the text of an issue apart. What is unclear becomes a question; nothing is guessed."""
    questions = {question.label: question for question in form.questions}
    words: dict[str, str | None] = {}
    chosen: dict[str, tuple[str, ...]] = {}
    asks: list[Ask] = []
    blocks = _blocks(body, questions)
    names = [label for label, _ in blocks]
    twice = sorted({label for label in names if names.count(label) > 1})
    asks += [Ask("label-twice", {"label": label}) for label in twice]
    for label, text in blocks:
        question = questions[label]
        answer = None if text in ("", NOTHING) else text
        if question.kind is FieldKind.CHOICES:
            chosen[question.id], unknown = _split_choices(answer or "", question.options)
            if unknown:
                asks.append(Ask("unknown-option", {"label": label, "value": unknown[:80]}))
        elif question.kind is FieldKind.BOXES:
            chosen[question.id] = _read_boxes(answer or "", question.options)
        else:
            words[question.id] = answer
    # A doubled label hides what belongs where: asking for more would only confuse.
    if not twice:
        asks += [Ask(*_missing(one)) for one in form.questions if _lacks(one, words, chosen)]
    return FormAnswers(words, chosen, tuple(asks))


def _missing(question: FormQuestion) -> tuple[str, Mapping[str, object]]:
    boxes = question.kind is FieldKind.BOXES
    return ("unticked" if boxes else "missing"), {"label": question.label}


def _lacks(
    question: FormQuestion, words: Mapping[str, str | None], chosen: Mapping[str, tuple[str, ...]]
) -> bool:
    return question.required and not (words.get(question.id) or chosen.get(question.id))


def clean_text(text: str) -> str:
    """Return a text with plain line feeds, and without signs that no record may hold."""
    return FORBIDDEN.sub("", LINE_END.sub("\n", text))


def _blocks(body: str, questions: Mapping[str, FormQuestion] | None) -> list[tuple[str, str]]:
    """Cut a text at the headings that are labels (at every heading where `questions` is None)."""
    blocks: list[tuple[str, list[str]]] = []
    for line in clean_text(body).split("\n"):
        heading = _HEADING.fullmatch(line)
        if heading and (questions is None or heading["label"] in questions):
            blocks.append((heading["label"], []))
        elif blocks:
            blocks[-1][1].append(line)
    return [(label, "\n".join(lines).strip()) for label, lines in blocks]


def _split_choices(text: str, options: Iterable[str]) -> tuple[tuple[str, ...], str]:
    """Return the options in a line such as `a, b`, and what is left over."""
    known = set(options)
    parts = [part.strip() for part in text.replace("\n", ",").split(",")]
    chosen = tuple(dict.fromkeys(part for part in parts if part in known))
    return chosen, ", ".join(part for part in parts if part and part not in known)


def _read_boxes(text: str, options: Iterable[str]) -> tuple[str, ...]:
    found = [_BOX.fullmatch(line) for line in text.split("\n")]
    ticked = {match["label"] for match in found if match and match["mark"] in "xX"}
    return tuple(option for option in options if option in ticked)
