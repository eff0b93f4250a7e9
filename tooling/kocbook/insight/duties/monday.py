"""The Monday view (周一视图): what runs out, waits, is nobody's, or is too much for somebody."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from kocbook.insight.duties.duty import Desk, Duty, DutyKind, Today
from kocbook.insight.duties.held import find_held_back
from kocbook.insight.invitations import find_waiting
from kocbook.insight.parts import is_delivered
from kocbook.insight.reminders import DAYS_BEFORE_DUE
from kocbook.insight.state import ModuleFacts, SeatFacts
from kocbook.insight.waits.wait import WaitKind
from kocbook.model.enums import State


def find_monday(today: Today) -> Iterator[Duty]:
    """Yield the rows of the Monday view."""
    yield from _find_lapsing(today)
    for wait in today.iter_waits(WaitKind.REVIEW):
        yield today.wait_row(Desk.MONDAY, wait, DutyKind.UNREVIEWED)
    for facts in today.facts.values():
        if not today.is_archived(facts.module):
            yield from find_free_seats(today, facts, Desk.MONDAY, DutyKind.UNOWNED)
    yield from _find_overloaded(today)
    yield from find_held_back(today, Desk.MONDAY)


def _find_lapsing(today: Today) -> Iterator[Duty]:
    """Claims due within two days, overdue, or lapsed: to be extended, or given back without blame."""
    soon = today.as_of + timedelta(days=DAYS_BEFORE_DUE)
    for wait in today.iter_waits(WaitKind.CLAIM, WaitKind.CHANGES):
        facts = today.facts[wait.key]
        seat = next(one for one in facts.seats if one.seat.id == wait.seat)
        if wait.due is None or wait.due > soon or seat.claim is None:
            continue
        way = "extend" if _may_extend(facts, seat) else "release"
        yield today.row(
            Desk.MONDAY,
            DutyKind.LAPSING,
            seat.claim.claimed,
            facts.module,
            seat=wait.seat,
            member=seat.claim.member,
            due=wait.due,
            what=wait.what,
            command=f"koc {way} {wait.key} {wait.seat}",
        )


def _may_extend(facts: ModuleFacts, seat: SeatFacts) -> bool:
    claim = seat.claim
    runs = seat.state is State.CLAIMED and claim is not None
    return bool(runs and claim and not claim.extended and not is_delivered(facts.module, claim))


def find_free_seats(today: Today, facts: ModuleFacts, desk: Desk, kind: DutyKind) -> Iterator[Duty]:
    """Yield the seats that nobody has held for `unclaimed_days`, and for which nobody is asked."""
    limits, module = today.community.settings.limits, facts.module
    for seat in facts.seats:
        if seat.claim is not None or not seat.state.is_claimable:
            continue
        since = free_since(facts, seat)
        waits = find_waiting(module, seat.seat.id, limits, today.as_of)
        if since and not waits and today.days(since) >= today.rules.unclaimed_days:
            command = f"koc match {module.key}"
            yield today.row(desk, kind, since, module, seat=seat.seat.id, command=command)


def free_since(facts: ModuleFacts, seat: SeatFacts) -> date | None:
    """Return the day from which a seat has been free: opened, or given back by the last holder."""
    module = facts.module
    back = [one.released for one in module.past_claims if one.seat == seat.seat.id and one.released]
    days = [*back, module.brief.opened] if module.brief.opened else back
    return max(days, default=None)


def _find_overloaded(today: Today) -> Iterator[Duty]:
    """Members with more live claims than `busy_claims`, or with several and none more allowed.

    Whoever does the one thing that a newcomer may do is not overloaded.
    """
    for member in today.iter_members():
        claims = today.claims.get(member.id, ())
        live, most = len(claims), today.standings[member.id].tier.claims
        if live > today.rules.busy_claims or (live >= most and live > 1):
            yield today.row(
                Desk.MONDAY,
                DutyKind.OVERLOADED,
                max(claim.claimed for claim in claims),
                member=member.id,
                figure=live,
                of=most,
                command=f"koc board --member {member.id}",
            )
