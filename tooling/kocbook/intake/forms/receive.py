"""One form, from its event to what is to be written or asked: all checked, nothing written yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from kocbook.base.errors import KocError, UsageError
from kocbook.intake.acts.similar import find_similar
from kocbook.intake.change import Trial, try_change
from kocbook.intake.forms.answers import Ask, FormAnswers, choose_form, read_answers
from kocbook.intake.forms.event import IssueEvent
from kocbook.intake.forms.form_file import FormFile
from kocbook.intake.forms.likeness import names_another
from kocbook.intake.forms.records import AskError, Draft, FormContext, TakenError
from kocbook.intake.forms.spoken import read_spoken
from kocbook.intake.remote.fetch import FetchError
from kocbook.model.community import Module
from kocbook.model.forms import FormName
from kocbook.policy.actor import resolve_actor
from kocbook.records.loader import LoadResult

WAITED_FOR = frozenset({"join-pending", "claim-pending", "errors.team-incomplete"})
"""What is asked for by others: the form goes on by itself when it is there."""
_DAY = timedelta(days=1)


class IntakeOutcome(StrEnum):
    """How it ended: written, noted without a record, asked back, waiting, or none of our forms.

    What waits goes on by itself once something else is merged: its author has nothing to do.
    """

    DONE = "done"
    NOTED = "noted"
    ASK = "ask"
    WAITS = "waits"
    IGNORED = "ignored"


@dataclass(frozen=True, slots=True)
class Received:
    """What became of a form. `trial` holds the findings where it came to a check.

    `about` is the task that it speaks of, where one is told, `day` the day on which it was taken.
    What is `held` waits for somebody of the staff, because of a name. `is_said` is true of words below an issue, not of the form in it.
    """

    kind: IntakeOutcome
    form: FormName | None = None
    draft: Draft | None = None
    asks: tuple[Ask, ...] = ()
    trial: Trial | None = None
    offers: tuple[Module, ...] = ()
    about: str | None = None
    day: date | None = None
    held: bool = False
    is_said: bool = False

    @property
    def is_unclear(self) -> bool:
        """True where no act was found in somebody's words: a person has to read them, too."""
        return any(ask.key == "not-understood" for ask in self.asks)


def receive_form(
    standing: LoadResult,
    desk: FormContext,
    forms: Mapping[FormName, FormFile],
    event: IssueEvent,
    sent: Sequence[datetime] = (),
) -> Received:
    """Return what becomes of an event. `sent` are the times of the author's other forms."""
    form = choose_form(forms, event.labels, event.body)
    if form is None:
        return Received(IntakeOutcome.IGNORED)
    name = form.form.name
    if event.comment is not None:
        return _hear(standing, desk, form, event)
    if not event.is_by_author:
        # Staff can edit what others wrote; only the author's own words are the author's.
        return Received(IntakeOutcome.ASK, name, asks=(Ask("not-author"),))
    most = desk.community.settings.limits.forms_a_day
    if event.action == "opened" and count_lately(sent, event.time) >= most:
        return Received(IntakeOutcome.ASK, name, asks=(Ask("too-often", {"max": most}),))
    answers = read_answers(form, event.body)
    return _told(desk, _work(standing, desk, event, name, answers), answers)


def _hear(standing: LoadResult, desk: FormContext, form: FormFile, event: IssueEvent) -> Received:
    """Return what becomes of words in a conversation: an act of its author's, or a question back."""
    if not event.is_by_author:
        return Received(IntakeOutcome.IGNORED)
    asked = read_answers(form, event.body)
    spoken = read_spoken(event.comment or "", asked)
    if spoken is None:
        found = Received(IntakeOutcome.ASK, form.form.name, asks=(Ask("not-understood"),))
    else:
        found = _work(standing, desk, event, spoken.form, spoken.answers)
    return replace(_told(desk, found, asked), is_said=True)


def _told(desk: FormContext, received: Received, answers: FormAnswers) -> Received:
    """Return it with what its answer has to tell beside the act."""
    held = received.draft is not None and names_another(desk.community, received.draft)
    return replace(received, about=_find_task(desk, answers), day=desk.day, held=held)


def _find_task(desk: FormContext, answers: FormAnswers) -> str | None:
    try:
        return desk.find_module(answers).key
    except AskError:
        return None


def _work(
    standing: LoadResult,
    desk: FormContext,
    event: IssueEvent,
    name: FormName,
    answers: FormAnswers,
) -> Received:
    try:
        draft = desk.draft(name, event, answers)
    except TakenError as error:
        return Received(
            IntakeOutcome.ASK, name, asks=error.asks, offers=_offers(desk, event, error)
        )
    except AskError as error:
        return Received(_kind_of(error), name, asks=error.asks)
    except (UsageError, FetchError) as error:
        ask = _ask_of(error)
        kind = IntakeOutcome.WAITS if ask.key in WAITED_FOR else IntakeOutcome.ASK
        return Received(kind, name, asks=(ask,))
    if draft is None:
        return Received(IntakeOutcome.NOTED, name)
    trial = try_change(standing, draft.files, desk.day, event.author)
    if trial.is_refused:
        return Received(IntakeOutcome.ASK, name, draft, trial=trial)
    if _asks_too_much(standing, desk, event, draft):
        return Received(IntakeOutcome.ASK, name, draft, asks=(Ask("too-many-claims"),))
    return Received(IntakeOutcome.DONE, name, draft, trial=trial)


def _kind_of(error: AskError) -> IntakeOutcome:
    waits = all(ask.key in WAITED_FOR for ask in error.asks)
    return IntakeOutcome.WAITS if waits else IntakeOutcome.ASK


def count_lately(sent: Iterable[datetime], now: datetime) -> int:
    """Count what was sent within the day before `now`."""
    return sum(now - _DAY < time <= now for time in sent)


def _ask_of(error: KocError) -> Ask:
    return Ask(error.key, error.data)


def _asks_too_much(
    standing: LoadResult, desk: FormContext, event: IssueEvent, draft: Draft
) -> bool:
    """True where the claims that the author asked for elsewhere and this one are too many together."""
    member = resolve_actor(desk.community, event.author).member
    if draft.form is not FormName.CLAIM or member is None:
        return False
    others = desk.pending.claims_of(member.id)
    if not others.keys() - draft.files.keys():
        return False
    trial = try_change(standing, {**others, **draft.files}, desk.day, event.author)
    return any(finding.rule == "claim-over-limit" for finding in trial.findings)


def _offers(desk: FormContext, event: IssueEvent, taken: TakenError) -> tuple[Module, ...]:
    member = resolve_actor(desk.community, event.author).member
    seat = taken.facts.module.brief.find_seat(taken.seat)
    if member is None or seat is None:
        return ()
    return tuple(
        find_similar(desk.community, desk.facts, taken.facts.module, seat, member, desk.day)
    )
