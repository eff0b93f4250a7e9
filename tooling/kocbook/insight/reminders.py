"""Who is reminded of what on which day. Nothing is stored: it follows from the records and a date."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from kocbook.insight.events import PlaceState, moved_up, with_places
from kocbook.insight.loans import LoanState, list_loans
from kocbook.insight.parts import is_delivered
from kocbook.insight.state import ModuleFacts, SeatFacts
from kocbook.insight.team import clock_start
from kocbook.insight.waits.for_members import find_claims, find_signoffs
from kocbook.insight.waits.for_staff import find_deliveries, find_questions
from kocbook.insight.waits.wait import Wait, WaitKind, WaitScene, make_scene
from kocbook.insight.working_days import add_working_days
from kocbook.model.community import Community
from kocbook.model.enums import State
from kocbook.model.event import Event
from kocbook.model.loan import Equipment
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
    PASSED = "passed"
    CHANGES_ASKED = "changes-asked"
    NOT_USED = "not-used"
    ANSWERED = "answered"
    PUBLISHED = "published"
    THANKED = "thanked"
    PAID = "paid"
    DECIDED = "decided"
    SHIPPED = "shipped"
    ADOPTED = "adopted"
    FIXED = "fixed"
    EVENT_SOON = "event-soon"
    PLACE_FREE = "place-free"
    CALLED_OFF = "called-off"
    RETURN_SOON = "return-soon"
    RETURN_LATE = "return-late"


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

    scene: WaitScene
    facts: ModuleFacts

    @property
    def community(self) -> Community:
        return self.scene.community

    @property
    def as_of(self) -> date:
        return self.scene.as_of

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

    def remind_staff(self, kind: ReminderKind, wait: Wait, since: date) -> Reminder:
        """Return a reminder to whom something waits for: the contact, or the lead meanwhile."""
        return Reminder(
            kind,
            wait.handbook or "",
            wait.module or "",
            None,
            wait.whom[0],
            Audience.STAFF,
            wait.path,
            since,
            since,
            wait.due,
            wait.about,
        )

    def waits(self, find: Callable[[WaitScene, ModuleFacts], Iterator[Wait]]) -> Iterator[Wait]:
        """Yield what waits here, as one of the finders tells."""
        return find(self.scene, self.facts)


def find_reminders(
    community: Community, facts: Mapping[str, ModuleFacts], as_of: date, since: date | None = None
) -> list[Reminder]:
    """List the reminders whose day is after `since` and not after `as_of`, sorted.

    `since` is the day before `as_of` unless it is given, as when a daily run was missed. What has
    been answered meanwhile is left out, and of two about one claim only the later one is told.
    """
    after = since or as_of - timedelta(days=1)
    scene = make_scene(community, as_of)
    found = [
        reminder
        for _, module in sorted(facts.items())
        for find in _FINDERS
        for reminder in find(_Desk(scene, module))
        if after < reminder.day <= as_of
    ]
    found += [
        one
        for event in community.events.values()
        for one in _find_event(community, event, as_of)
        if after < one.day <= as_of
    ]
    found += [
        one
        for thing in community.equipment.values()
        for one in _find_loans(thing, as_of)
        if after < one.day <= as_of
    ]
    found += [one for one in _find_profile_takedowns(community) if after < one.day <= as_of]
    return sorted(found, key=lambda one: (one.handbook, one.module, one.kind, one.path))


def _find_claims(desk: _Desk) -> Iterator[Reminder]:
    """Half time, two days before due, and the day it lapsed: while a claim's clock runs."""
    seats = {seat.seat.id: seat for seat in desk.facts.seats}
    for wait in desk.waits(find_claims):
        seat = seats[str(wait.seat)]
        if seat.claim is not None and wait.due is not None:
            steps = _claim_steps(desk, seat, seat.claim, wait.due)
            past = [(kind, day) for kind, day in steps if day <= desk.as_of]
            if past:
                kind, day = past[-1]
                yield desk.remind_member(
                    kind,
                    seat.claim.member,
                    wait.path,
                    day,
                    seat=wait.seat,
                    due=wait.due,
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
    days = desk.community.settings.limits.review_days
    for wait in desk.waits(find_deliveries):
        if wait.kind is WaitKind.REVIEW:
            since = add_working_days(wait.since, days + 1)
            yield desk.remind_staff(ReminderKind.REVIEW_WAITS, wait, since)


def _find_questions(desk: _Desk) -> Iterator[Reminder]:
    """A question without an answer after `reply_within_days`, which its asker was promised."""
    for wait in desk.waits(find_questions):
        if wait.due is not None:
            since = wait.due + timedelta(days=1)
            yield desk.remind_staff(ReminderKind.QUESTION_WAITS, wait, since)


def _find_signoffs(desk: _Desk) -> Iterator[Reminder]:
    """An author who has not agreed to the words, after the review and after the others agreed."""
    signed = desk.facts.module.signoffs.values()
    others = [one.date for one in signed if one.member not in desk.facts.unsigned]
    for wait in desk.waits(find_signoffs):
        if wait.kind is WaitKind.SIGNOFF:
            since = max([wait.since, *others]) + timedelta(days=SIGNOFF_DAYS)
            yield desk.remind_member(ReminderKind.SIGNOFF_WAITS, wait.whom[0], wait.path, since)


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


def _find_event(community: Community, event: Event, as_of: date) -> Iterator[Reminder]:
    """Who has a place, two days before; who moved up to one; and that the event is called off."""
    plan = event.plan
    if plan.cancelled:
        for member in (*with_places(event), *with_places(event, PlaceState.WAITING)):
            yield _tell_of(community, event, ReminderKind.CALLED_OFF, member, plan.cancelled)
        return
    for member, day in moved_up(event):
        if day <= plan.date:
            yield _tell_of(community, event, ReminderKind.PLACE_FREE, member, day)
    soon = plan.date - timedelta(days=DAYS_BEFORE_DUE)
    for member in with_places(event) if as_of <= plan.date else ():
        if event.registrations[member].date <= soon:
            yield _tell_of(community, event, ReminderKind.EVENT_SOON, member, soon)


def _tell_of(
    community: Community, event: Event, kind: ReminderKind, member: str, since: date
) -> Reminder:
    person = community.members.get(member)
    back = person.away_until if person and person.away_until else since
    path = event.registrations[member].path
    told = (Audience.MEMBER, path, since, max(since, back), event.plan.date)
    return Reminder(kind, "", "", event.registrations[member].shift, member, *told)


def _find_loans(thing: Equipment, as_of: date) -> Iterator[Reminder]:
    """A thing that is due in a day, and one that should be back: whom it was lent, and the contact."""
    for loan in list_loans(thing, as_of):
        booking = loan.booking
        borrower = (booking.member, Audience.MEMBER, booking.path)
        if loan.state is LoanState.OUT:
            day = max(booking.end - timedelta(days=1), booking.start)
            told = (*borrower, day, day, booking.end)
            yield Reminder(ReminderKind.RETURN_SOON, "", "", None, *told)
        if loan.state is LoanState.LATE:
            day, about = booking.end + timedelta(days=1), (booking.member,)
            kind = ReminderKind.RETURN_LATE
            yield Reminder(kind, "", "", None, *borrower, day, day, booking.end)
            contact = (thing.card.contact, Audience.STAFF, f"{booking.path}:staff")
            yield Reminder(kind, "", "", None, *contact, day, day, booking.end, about)


# A new kind of reminder is one more function here, and its words under the same name.
_FINDERS: tuple[Callable[[_Desk], Iterator[Reminder]], ...] = (
    _find_claims,
    _find_reviews,
    _find_questions,
    _find_signoffs,
    _find_takedowns,
)
