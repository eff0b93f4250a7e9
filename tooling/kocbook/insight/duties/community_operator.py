"""The community operator's desk (社区运营): newcomers, the silent, praise, and what was given."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kocbook.insight.activity import confirmed_services
from kocbook.insight.duties.duty import Desk, Duty, DutyKind, Today
from kocbook.insight.events import attended
from kocbook.insight.waits.for_staff import review_start
from kocbook.insight.waits.wait import WaitKind, is_here, recognise
from kocbook.model.community import Community
from kocbook.model.enums import RecognitionKind, State

_DESK = Desk.COMMUNITY_OPERATOR
_SILENT_PARCEL = 14
"""After so many days without a receipt the staff ask whether a gift arrived."""
_THANKS = (RecognitionKind.PRAISE, RecognitionKind.ACCESS, RecognitionKind.HONOUR)


def find_operators_duties(today: Today) -> Iterator[Duty]:
    """Yield the rows of the community operator's desk."""
    seen = _last_seen(today)
    yield from _find_newcomers(today, seen)
    yield from _find_first_works(today)
    yield from _find_silent(today, seen)
    yield from _find_praise(today)
    yield from _find_served(today)
    yield from today.question_rows(_DESK)
    for wait in today.iter_waits(
        *(WaitKind.SERVICE, WaitKind.ATTENDANCE, WaitKind.RECAP),
        *(WaitKind.LATE, WaitKind.BOOKING, WaitKind.HANDOVER),
    ):
        yield today.wait_row(_DESK, wait)
    yield from _find_gifts(today)
    window = today.community.settings.points.window_days
    for given in today.iter_given():
        if today.days(given.date) < window:
            yield today.given_row(_DESK, DutyKind.GIVEN, given)


def _find_gifts(today: Today) -> Iterator[Duty]:
    """Promises to keep, and parcels of which nobody has said for long that they arrived."""
    for wait in today.iter_waits(WaitKind.PROMISED, WaitKind.RECEIPT):
        if wait.kind is WaitKind.PROMISED:
            yield today.wait_row(_DESK, wait)
        elif today.days(wait.since) >= _SILENT_PARCEL:
            told = {"member": wait.whom[0], "by": wait.about[0], "what": wait.what}
            yield today.row(_DESK, DutyKind.GIFT_ARRIVED, wait.since, **told, command=wait.command)


def iter_signs(community: Community) -> Iterator[tuple[str, date]]:
    """Yield every sign of life: members, and the day on which they did or were given something."""
    for module in community.modules.values():
        for claim in (*module.claims.values(), *module.past_claims):
            yield claim.member, claim.claimed
            if claim.delivered:
                yield claim.member, claim.delivered
        for response in module.responses.values():
            yield response.member, response.date
        for signoff in module.signoffs.values():
            yield signoff.member, signoff.date
        for question in module.questions.values():
            yield question.member, question.date
        for service in module.services:
            yield service.member, service.date
        for credit in module.credits:
            yield credit.member, credit.date
    for event in community.events.values():
        for registration in event.registrations.values():
            yield registration.member, registration.date
        for attendance in event.attendances.values():
            if attendance.came:
                yield attendance.member, event.plan.date
    for thing in community.equipment.values():
        for booking in thing.bookings.values():
            yield booking.member, booking.date
    for given in community.recognitions:
        yield given.member, given.date


def _last_seen(today: Today) -> dict[str, date]:
    """Return the last sign of life of each member; accepted work is one for its authors."""
    seen: dict[str, date] = {}
    for member, day in iter_signs(today.community):
        if day <= today.as_of:
            seen[member] = max(day, seen.get(member, day))
    for facts in today.facts.values():
        for member in facts.authors if facts.finished else ():
            day = facts.finished or today.as_of
            seen[member] = max(day, seen.get(member, day))
    return seen


def _find_newcomers(today: Today, seen: dict[str, date]) -> Iterator[Duty]:
    """Those who joined lately, did nothing yet and were not spoken to."""
    for member in today.iter_members():
        is_new = 0 <= today.days(member.joined) < today.rules.silent_days
        if is_new and member.id not in seen:
            yield today.row(
                _DESK,
                DutyKind.NEWCOMER_WAITS,
                member.joined,
                member=member.id,
                command=recognise(member.id, RecognitionKind.COACHING),
            )


def _find_first_works(today: Today) -> Iterator[Duty]:
    """The first delivery of somebody without accepted work, while it waits for its review."""
    accepted = {
        member
        for facts in today.facts.values()
        if facts.state.counts_as_work
        for member in facts.authors
    }
    for facts in today.facts.values():
        if facts.state is not State.DELIVERED:
            continue
        for member in facts.authors:
            if member not in accepted:
                yield today.row(
                    _DESK,
                    DutyKind.FIRST_WORK_WAITS,
                    review_start(facts.module, today.as_of),
                    facts.module,
                    member=member,
                    command=f"koc new review {facts.module.key}",
                )


def _find_silent(today: Today, seen: dict[str, date]) -> Iterator[Duty]:
    """Those of whom nothing was seen for `silent_days`; not who is away, or at work on a seat."""
    for member in today.iter_members():
        since = max(member.joined, seen.get(member.id, member.joined))
        is_away = member.away_until is not None and member.away_until > today.as_of
        is_silent = today.days(since) >= today.rules.silent_days
        if is_silent and not is_away and member.id not in today.claims:
            yield today.row(
                _DESK,
                DutyKind.SILENT,
                since,
                member=member.id,
                command=recognise(member.id, RecognitionKind.COACHING),
            )


def _find_served(today: Today) -> Iterator[Duty]:
    """Those who served a shift in the last `praise_days`, for which nobody was thanked."""
    for event in today.community.events.values():
        day = event.plan.date
        if not 0 <= today.days(day) < today.rules.praise_days:
            continue
        for one in attended(event, today.as_of):
            thanked = today.scene.was_given(one.member, day, _THANKS)
            if one.shift and is_here(today.scene, one.member) and not thanked:
                yield today.row(
                    _DESK,
                    DutyKind.PRAISE_DUE,
                    day,
                    member=one.member,
                    command=recognise(one.member, RecognitionKind.PRAISE),
                    event=event.id,
                )


def _find_praise(today: Today) -> Iterator[Duty]:
    """Accepted work and confirmed services of the last `praise_days`, for which nobody was thanked.

    Praise that names another work does not count; praise that names none does.
    """
    for facts in today.facts.values():
        done = facts.finished
        work = [(member, done) for member in facts.authors if done]
        work += [(one.member, one.date) for one in confirmed_services(facts.module, today.as_of)]
        latest: dict[str, date] = {}
        for member, day in work:
            latest[member] = max(day, latest.get(member, day))
        for member, day in latest.items():
            person = today.community.members.get(member)
            recent = today.days(day) < today.rules.praise_days
            if recent and person and not person.has_left and not person.is_staff:
                key = facts.module.key
                if not today.scene.was_given(member, day, _THANKS, (None, key)):
                    command = recognise(member, RecognitionKind.PRAISE, key)
                    place = (_DESK, DutyKind.PRAISE_DUE, day, facts.module)
                    yield today.row(*place, member=member, command=command)
