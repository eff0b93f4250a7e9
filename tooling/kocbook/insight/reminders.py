"""Who is reminded of what on which day. Nothing is stored: it follows from the records and a date."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from kocbook.insight.parts import is_delivered
from kocbook.insight.questions import answer_due, iter_waiting
from kocbook.insight.state import ModuleFacts, SeatFacts
from kocbook.insight.team import clock_start
from kocbook.insight.working_days import add_working_days
from kocbook.model.community import Community, Module
from kocbook.model.enums import State
from kocbook.model.takedown import TakedownReason
from kocbook.model.work import Claim

DAYS_BEFORE_DUE = 2
SIGNOFF_DAYS = 2
"""So long after the acceptance an author who has not agreed to the words is asked once more."""


class ReminderKind(StrEnum):
    """What a reminder is about."""

    HALF_TIME = "half-time"
    DUE_SOON = "due-soon"
    LAPSED = "lapsed"
    REVIEW_WAITS = "review-waits"
    QUESTION_WAITS = "question-waits"
    SIGNOFF_WAITS = "signoff-waits"
    TAKEN_DOWN = "taken-down"


class Audience(StrEnum):
    """Whether a reminder is for a contributor or for the brand's own people."""

    MEMBER = "member"
    STAFF = "staff"


@dataclass(frozen=True, slots=True)
class Reminder:
    """One reminder to `member`, of what stands or will stand at `path`.

    It was caused on `since` and is told on `day`, which is later only while the member is away.
    `due` is the day that it speaks of, None where nothing is due. `about` are the members whose
    work or question waits. `clock` says which clock a claim runs on: "first", "extended" or
    "revision"; it is empty for all others.
    """

    kind: ReminderKind
    handbook: str
    module: str
    seat: str | None
    member: str
    to: Audience
    path: str
    since: date
    day: date
    due: date | None
    about: tuple[str, ...] = ()
    clock: str = ""

    @property
    def key(self) -> str:
        """What makes it this reminder and no other, for whoever remembers which ones were sent."""
        return f"{self.kind}:{self.path}:{self.since.isoformat()}"


@dataclass(frozen=True, slots=True)
class _Desk:
    """One module on one day, and the community around it."""

    community: Community
    facts: ModuleFacts
    as_of: date

    def remind_member(
        self,
        kind: ReminderKind,
        member: str,
        path: str,
        since: date,
        *,
        seat: str | None = None,
        due: date | None = None,
        clock: str = "",
    ) -> Reminder:
        """Return a reminder to a contributor, told when they are back."""
        person, module = self.community.members.get(member), self.facts.module
        back = person.away_until if person and person.away_until else since
        place, day = (module.handbook, module.id, seat), max(since, back)
        return Reminder(kind, *place, member, Audience.MEMBER, path, since, day, due, (), clock)

    def remind_staff(
        self, kind: ReminderKind, path: str, since: date, due: date, about: tuple[str, ...]
    ) -> Reminder:
        """Return a reminder to the module's contact, or to the handbook's lead meanwhile."""
        module, contact = self.facts.module, self.facts.module.brief.contact
        person = self.community.members.get(contact)
        blueprint = self.community.handbooks.get(module.handbook)
        absent = person is None or person.has_left or (person.away_until or self.as_of) > self.as_of
        member = blueprint.lead if blueprint and absent else contact
        place = (module.handbook, module.id, None)
        return Reminder(kind, *place, member, Audience.STAFF, path, since, since, due, about)


def find_reminders(
    community: Community, facts: Mapping[str, ModuleFacts], as_of: date, since: date | None = None
) -> list[Reminder]:
    """List the reminders whose day is after `since` and not after `as_of`, sorted.

    `since` is the day before `as_of` unless it is given, as when a daily run was missed. What has
    been answered meanwhile is left out, and of two about one claim only the later one is told.
    """
    after = since or as_of - timedelta(days=1)
    found = [
        reminder
        for _, module in sorted(facts.items())
        for find in _FINDERS
        for reminder in find(_Desk(community, module, as_of))
        if after < reminder.day <= as_of
    ]
    found += [one for one in _find_profile_takedowns(community) if after < one.day <= as_of]
    return sorted(found, key=lambda one: (one.handbook, one.module, one.kind, one.path))


def _find_claims(desk: _Desk) -> Iterator[Reminder]:
    """Half time, two days before due, and the day it lapsed: while a claim's clock runs."""
    for seat in desk.facts.seats:
        if seat.claim is not None and seat.due is not None:
            steps = _claim_steps(desk, seat, seat.claim, seat.due)
            past = [(kind, day) for kind, day in steps if day <= desk.as_of]
            if past:
                kind, day = past[-1]
                yield desk.remind_member(
                    kind,
                    seat.claim.member,
                    seat.claim.path,
                    day,
                    seat=seat.seat.id,
                    due=seat.due,
                    clock=_clock(desk, seat.claim),
                )


def _claim_steps(
    desk: _Desk, seat: SeatFacts, claim: Claim, due: date
) -> Iterator[tuple[ReminderKind, date]]:
    """Yield the steps of a claim's clock, in the order of their days."""
    soon = due - timedelta(days=DAYS_BEFORE_DUE)
    module = desk.facts.module
    start = clock_start(module, claim) or claim.claimed
    half = start + timedelta(days=(module.brief.days + 1) // 2)
    if _clock(desk, claim) == "first" and half < soon:
        yield ReminderKind.HALF_TIME, half
    if soon > start:
        yield ReminderKind.DUE_SOON, soon
    if seat.state is State.LAPSED:
        grace = desk.community.settings.limits.grace_days
        yield ReminderKind.LAPSED, due + timedelta(days=grace)


def _clock(desk: _Desk, claim: Claim) -> str:
    if is_delivered(desk.facts.module, claim):
        return "revision"
    return "extended" if claim.extended else "first"


def _find_reviews(desk: _Desk) -> Iterator[Reminder]:
    """A delivery that nobody reviewed within `review_days` working days."""
    facts, module = desk.facts, desk.facts.module
    if facts.state is not State.DELIVERED:
        return
    days = desk.community.settings.limits.review_days
    start = review_start(module, desk.as_of)
    since = add_working_days(start, days + 1)
    due = add_working_days(start, days)
    kind = ReminderKind.REVIEW_WAITS
    yield desk.remind_staff(kind, module.path, since, due, facts.authors)


def review_start(module: Module, as_of: date) -> date:
    """Return the day from which a delivered module waits for its reviewer."""
    # A part of a review, or an undated text, must not make a delivery look older than it is.
    seen = [review.date for review in module.reviews if review.date <= as_of]
    begun = [claim.delivered or claim.claimed for claim in module.claims.values()]
    return max([*seen, *begun])


def _find_questions(desk: _Desk) -> Iterator[Reminder]:
    """A question without an answer after `reply_within_days`, which its asker was promised."""
    module = desk.facts.module
    for question in iter_waiting(module):
        due = answer_due(module, question)
        since, kind = due + timedelta(days=1), ReminderKind.QUESTION_WAITS
        yield desk.remind_staff(kind, question.path, since, due, (question.member,))


def _find_signoffs(desk: _Desk) -> Iterator[Reminder]:
    """An author who has not agreed to the words, after the review and after the others agreed."""
    facts, module = desk.facts, desk.facts.module
    if facts.state is not State.ACCEPTED or facts.finished is None:
        return
    others = [one.date for one in module.signoffs.values() if one.member not in facts.unsigned]
    since = max([facts.finished, *others]) + timedelta(days=SIGNOFF_DAYS)
    for member in facts.unsigned:
        path = f"{module.folder}/signoffs/{member}.yml"
        yield desk.remind_member(ReminderKind.SIGNOFF_WAITS, member, path, since)


def _find_takedowns(desk: _Desk) -> Iterator[Reminder]:
    """What staff took down of somebody's: they are told, on the day."""
    for takedown in desk.facts.module.takedowns:
        if takedown.member and takedown.reason is not TakedownReason.WITHDRAWN:
            kind = ReminderKind.TAKEN_DOWN
            yield desk.remind_member(kind, takedown.member, takedown.path, takedown.date)


def _find_profile_takedowns(community: Community) -> Iterator[Reminder]:
    """What staff took down of somebody's own record, which belongs to no module."""
    for takedown in community.takedowns:
        if takedown.member:
            kind, day = ReminderKind.TAKEN_DOWN, takedown.date
            who = (takedown.member, Audience.MEMBER, takedown.path, day, day, None)
            yield Reminder(kind, "", "", None, *who)


# A new kind of reminder is one more function here, and its words under the same name.
_FINDERS: tuple[Callable[[_Desk], Iterator[Reminder]], ...] = (
    _find_claims,
    _find_reviews,
    _find_questions,
    _find_signoffs,
    _find_takedowns,
)
