"""Questions of a wizard: each is a flag too, and is asked only where somebody can answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import click

from kocbook.app.session import Session
from kocbook.base.errors import UsageError
from kocbook.cli.ui import writing
from kocbook.cli.ui.errors import describe_error
from kocbook.cli.ui.help import terminal_width
from kocbook.cli.ui.output import paint
from kocbook.cli.ui.typed_answers import AnswerKind, choose, read_answer, split_parts
from kocbook.insight.lookup import NamedThing
from kocbook.model.people import Member
from kocbook.report.cells import cell_width, pad, printable, wrap

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True)
class WizardState:
    """What is known when a question comes: who asks, and what was answered so far."""

    session: Session
    member: Member
    values: dict[str, Any] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Any:
        """Return an answer, None where there is none."""
        return self.values.get(name)


Choices = Sequence[tuple[str, ...]]
"""What may be answered, each with its name for readers, and with what else people call it."""

Refusal = tuple[str, Mapping[str, object]]
"""The key of a sentence that refuses an answer, and what fills it."""


@dataclass(frozen=True, slots=True)
class Field:
    """One question: its flag, and what its answer has to be.

    `default` is taken where nothing is said. `choices` closes the list of answers. Where
    `applies` is false, nothing is asked nor required. `each` names the records to ask for, one
    after the other. `resolve` makes of an answer what is meant. What is not `is_asked` is a flag alone. `refuse` yields the key and data of
    each sentence that refuses an answer.
    """

    name: str
    kind: AnswerKind = AnswerKind.TEXT
    needed: Callable[[WizardState], bool] = lambda _: True
    default: Callable[[WizardState], object] = lambda _: None
    choices: Callable[[WizardState], Choices] | None = None
    applies: Callable[[WizardState], bool] = lambda _: True
    parts: tuple[Field, ...] = ()
    each: Callable[[WizardState], Choices] | None = None
    resolve: Callable[[WizardState, Any], Any] = lambda _, value: value
    refuse: Callable[[Any], Iterable[Refusal]] = lambda _: ()
    is_argument: bool = False
    is_asked: bool = True

    @property
    def is_several(self) -> bool:
        """True where the flag may be given again and again."""
        return self.kind in (AnswerKind.WORDS, AnswerKind.LINES, AnswerKind.PARTS)


def optional(_: WizardState) -> bool:
    """Say of a question that it may stay without an answer."""
    return False


def wizard_options(fields: Sequence[Field]) -> Callable[[F], F]:
    """Return a decorator that adds a flag for each question, and those of every wizard."""

    def decorate(function: F) -> F:
        function = click.option("--yes", is_flag=True)(function)
        function = writing.member_option(writing.open_option(function))
        for one in reversed(fields):
            key = one.name.replace("-", "_")
            if one.is_argument:
                metavar = f"[{one.name.upper()}]"
                function = click.argument(key, required=False, metavar=metavar)(function)
            elif one.kind is AnswerKind.FLAG:
                function = click.option(f"--{one.name}", key, is_flag=True)(function)
            else:
                function = click.option(
                    f"--{one.name}", key, multiple=one.is_several, metavar=_metavar(one)
                )(function)
        return function

    return decorate


def _metavar(one: Field) -> str:
    if one.kind is AnswerKind.PARTS:
        return "PARTS"
    names = {AnswerKind.NUMBER: "NUMBER", AnswerKind.DAY: "DATE", AnswerKind.WORDS: "LIST"}
    # A closed list shows its words; what the community knows is listed by an answer that is not.
    return str(getattr(one.choices, "metavar", names.get(one.kind, "TEXT")))


def ask_all(
    answers: WizardState, command: str, fields: Sequence[Field], given: Mapping[str, Any], yes: bool
) -> dict[str, Any]:
    """Return an answer to each question, from flags, defaults and the person at the terminal.

    Raises:
        UsageError: something is missing or refused, and nobody can be asked: all of it at once.
    """
    told = {one.name: given.get(one.name.replace("-", "_")) for one in fields}
    wizard = _Wizard(answers, command, told)
    missing = wizard.take(fields)
    if missing and writing.is_interactive() and not yes:
        answers.values.clear()
        wizard.ask(fields)
    elif missing:
        raise UsageError("errors.new-missing", names=missing)
    if wizard.refused:
        raise UsageError("errors.new-refused", reasons="\n".join(wizard.refused))
    return answers.values


class _Wizard:
    """One run: `take` uses what was given, `ask` asks for the rest."""

    def __init__(self, answers: WizardState, command: str, given: Mapping[str, Any]) -> None:
        self.answers, self.given = answers, given
        self.t, self.words = answers.session.texts, f"cli.commands.new-{command}"
        self.refused: list[str] = []

    def take(self, fields: Sequence[Field]) -> list[str]:
        """Read the flags, fill in defaults, and list what is missing."""
        missing = []
        for one in fields:
            value = self._read_given(one)
            if value in (None, [], "") and one.applies(self.answers):
                value = one.default(self.answers)
            self.answers.values[one.name] = value
            missing += self._missing_in(one, value)
            self.refused += self._reasons(one, value)
        return missing

    def ask(self, fields: Sequence[Field]) -> None:
        """Ask for what was not given, again where an answer cannot be taken."""
        self.refused.clear()
        for one in fields:
            value = self._read_given(one)
            if self._missing_in(one, value) or value in (None, [], "", False):
                value = self._ask_one(one) if one.is_asked and one.applies(self.answers) else value
                value = value if one.applies(self.answers) else None
            self.answers.values[one.name] = value
            while reasons := self._reasons(one, self.answers[one.name]):
                self._say("\n".join(reasons))
                self.answers.values[one.name] = self._ask_one(one)

    def _missing_in(self, one: Field, value: Any) -> list[str]:
        flag = one.name.upper() if one.is_argument else f"--{one.name}"
        if not one.applies(self.answers):
            return []
        if one.each:
            known = {item["id"] for item in value or ()}
            return [f"{flag} id={id_}" for id_, *_ in one.each(self.answers) if id_ not in known]
        return [flag] if value in (None, [], "") and one.needed(self.answers) else []

    def _reasons(self, one: Field, value: Any) -> list[str]:
        """List the sentences that refuse an answer."""
        found = one.refuse(value) if value not in (None, [], "") else ()
        return [self.t(key, **data) for key, data in found]

    def _read_given(self, one: Field) -> Any:
        raw = self.given.get(one.name)
        if raw is None or raw == ():
            return None
        flag = one.name.upper() if one.is_argument else f"--{one.name}"
        if one.kind is AnswerKind.PARTS:
            return [self._read_parts(one, flag, text, number) for number, text in enumerate(raw, 1)]
        return self._read(one, flag, raw)

    def _read_parts(self, one: Field, flag: str, text: str, number: int) -> dict[str, Any]:
        names = [part.name for part in one.parts]
        found = split_parts(text, names)
        if found is None:
            raise UsageError("errors.new-parts", option=flag, value=text, names=names)
        inner = WizardState(self.answers.session, self.answers.member, {"number": number})
        for part in one.parts:
            raw = found.get(part.name)
            value = None if raw is None else self._read(part, f"{flag} {part.name}", raw)
            inner.values[part.name] = part.default(inner) if value in (None, "") else value
        lacking = [p.name for p in one.parts if inner[p.name] is None and p.needed(inner)]
        if lacking:
            raise UsageError("errors.new-part-missing", option=flag, value=text, names=lacking)
        return self._kept(inner)

    def _kept(self, inner: WizardState) -> dict[str, Any]:
        del inner.values["number"]
        return {name: value for name, value in inner.values.items() if value not in (None, False)}

    def _read(self, one: Field, flag: str, raw: Any) -> Any:
        """Return what was written, as what it is.

        Raises:
            UsageError: it is no such thing.
        """
        value = read_answer(one.kind, flag, raw)
        if value in (None, "", [], {}):
            return value
        known = (
            [NamedThing(id_, tuple(names)) for id_, *names in one.choices(self.answers)]
            if one.choices
            else []
        )
        return one.resolve(self.answers, choose(value, known, flag) if known else value)

    def _ask_one(self, one: Field) -> Any:
        if one.kind is AnswerKind.PARTS:
            return self._ask_each(one) if one.each else self._ask_several(one)
        asked = self.t(f"{self.words}.{one.name}").rstrip("。.")
        return self._ask_value(one, asked, self.answers)

    def _ask_each(self, one: Field) -> list[dict[str, Any]]:
        assert one.each is not None
        found = []
        for id_, label, *_ in one.each(self.answers):
            click.echo(paint(printable(f"{id_}  {label}"), "strong"))
            found.append({"id": id_, **self._ask_parts(one, one.parts[1:], 0)})
        return found

    def _ask_several(self, one: Field) -> list[dict[str, Any]]:
        click.echo(self.t(f"{self.words}.{one.name}"))
        found: list[dict[str, Any]] = []
        while True:
            if (found or not one.needed(self.answers)) and not click.confirm(
                self.t("cli.new.another" if found else "cli.new.any"), default=False
            ):
                return found
            answer = self._ask_parts(one, one.parts, len(found) + 1)
            if reasons := self._reasons(one, [answer]):
                self._say("\n".join(reasons))
            else:
                found.append(answer)

    def _ask_parts(self, one: Field, parts: Sequence[Field], number: int) -> dict[str, Any]:
        inner = WizardState(self.answers.session, self.answers.member, {"number": number})
        for part in parts:
            if not part.applies(inner):
                continue
            asked = "  " + self.t(f"{self.words}.{one.name}-parts.{part.name}")
            inner.values[part.name] = self._ask_value(part, asked, inner)
        return self._kept(inner)

    def _ask_value(self, one: Field, asked: str, known: WizardState) -> Any:
        default, needed = one.default(known), one.needed(known)
        if one.kind is AnswerKind.FLAG:
            return click.confirm(asked, default=False)
        self._show_choices(one)
        if one.kind is AnswerKind.LINES:
            return self._ask_lines(asked, needed)
        while True:
            shown = "" if default is None else _written(default)
            raw = click.prompt(asked, default=shown, show_default=bool(shown)).strip()
            try:
                value = self._read(one, asked.strip(), [raw] if one.is_several else raw)
            except UsageError as error:
                self._say(describe_error(error, self.answers.session))
                continue
            if value not in (None, "", [], {}):
                return value
            if not needed:
                return None
            self._say(self.t("cli.new.needed"))

    def _ask_lines(self, asked: str, needed: bool) -> list[str]:
        click.echo(self.t("cli.new.lines", asked=asked))
        lines: list[str] = []
        while True:
            line = click.prompt("  -", default="", show_default=False, prompt_suffix=" ").strip()
            if line:
                lines.append(line)
            elif lines or not needed:
                return lines
            else:
                self._say(self.t("cli.new.needed"))

    def _show_choices(self, one: Field) -> None:
        choices = one.choices(self.answers) if one.choices else ()
        left = max((cell_width(word) for word, *_ in choices), default=0)
        for word, label, *_ in choices:
            line = f"    {pad(word, left)}  {label if label != word else ''}"
            click.echo(paint(printable(line.rstrip()), "note"))

    def _say(self, text: str) -> None:
        for line in text.splitlines():
            click.echo("\n".join(wrap(printable(line), terminal_width())))


def _written(value: object) -> str:
    return "，".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)
