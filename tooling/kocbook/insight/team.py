"""Tasks of several seats: work starts when every seat has somebody who agreed to the same terms."""

from __future__ import annotations

from datetime import date

from kocbook.insight.fingerprint import agrees
from kocbook.model.community import Module
from kocbook.model.work import Claim


def is_team(module: Module) -> bool:
    """True for a module with several seats."""
    return len(module.brief.seats) > 1


def missing_seats(module: Module) -> tuple[str, ...]:
    """Return the seats that nobody claims, in their order."""
    return tuple(seat.id for seat in module.brief.seats if seat.id not in module.claims)


def outdated_claims(module: Module) -> tuple[Claim, ...]:
    """Return the claims that agreed to other terms than the brief states now, in seat order."""
    claims = (module.claims.get(seat.id) for seat in module.brief.seats)
    return tuple(claim for claim in claims if claim and not agrees(claim.terms, module.brief))


def clock_start(module: Module, claim: Claim) -> date | None:
    """Return the day from which a claim's days count.

    Who works alone starts at once. In a team the days of all count from the day on which the last
    seat was claimed; None while a seat is free, or somebody has yet to agree to changed terms.
    """
    if not is_team(module):
        return claim.claimed
    if missing_seats(module) or outdated_claims(module):
        return None
    return max(module.claims[seat.id].claimed for seat in module.brief.seats)


def first_complete_day(module: Module) -> date | None:
    """Return the first day on which every seat was held, by earlier holders too."""
    claims = (*module.claims.values(), *module.past_claims)
    seats = {seat.id for seat in module.brief.seats}
    for day in sorted({claim.claimed for claim in claims}):
        held = {
            claim.seat
            for claim in claims
            if claim.claimed <= day and (claim.released is None or claim.released >= day)
        }
        if held >= seats:
            return day
    return None
