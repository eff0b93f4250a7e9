"""One form, from its event to what is to be written or asked: all checked, nothing written yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from kocbook.base.errors import KocError, UsageError
from kocbook.intake.acts.similar import find_similar
from kocbook.intake.change import Trial, try_change
from kocbook.intake.forms.answers import Ask, choose_form, read_answers
from kocbook.intake.forms.event import IssueEvent
from kocbook.intake.forms.form_file import FormFile
from kocbook.intake.forms.records import AskError, Draft, FormContext, TakenError
from kocbook.intake.remote.fetch import FetchError
from kocbook.model.community import Module
from kocbook.model.forms import FormName
from kocbook.policy.actor import resolve_actor
from kocbook.records.loader import LoadResult

_DAY = timedelta(days=1)


class IntakeOutcome(StrEnum):
    """How it ended: written, noted without a record, asked back, or none of our forms."""

    DONE = "done"
    NOTED = "noted"
    ASK = "ask"
    IGNORED = "ignored"


@dataclass(frozen=True, slots=True)
class Received:
    """What became of a form. `trial` holds the findings where it came to a check."""

    kind: IntakeOutcome
    form: FormName | None = None
    draft: Draft | None = None
    asks: tuple[Ask, ...] = ()
    trial: Trial | None = None
    offers: tuple[Module, ...] = ()


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
    if not event.is_by_author:
        # Staff can edit what others wrote; only the author's own words are the author's.
        return Received(IntakeOutcome.ASK, name, asks=(Ask("not-author"),))
    most = desk.community.settings.limits.forms_a_day
    if event.action == "opened" and count_lately(sent, event.time) >= most:
        return Received(IntakeOutcome.ASK, name, asks=(Ask("too-often", {"max": most}),))
    try:
        draft = desk.draft(name, event, read_answers(form, event.body))
    except TakenError as error:
        return Received(
            IntakeOutcome.ASK, name, asks=error.asks, offers=_offers(desk, event, error)
        )
    except AskError as error:
        return Received(IntakeOutcome.ASK, name, asks=error.asks)
    except (UsageError, FetchError) as error:
        return Received(IntakeOutcome.ASK, name, asks=(_ask_of(error),))
    if draft is None:
        return Received(IntakeOutcome.NOTED, name)
    trial = try_change(standing, draft.files, desk.day, event.author)
    if trial.is_refused:
        return Received(IntakeOutcome.ASK, name, draft, trial=trial)
    if _asks_too_much(standing, desk, event, draft):
        return Received(IntakeOutcome.ASK, name, draft, asks=(Ask("too-many-claims"),))
    return Received(IntakeOutcome.DONE, name, draft, trial=trial)


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
