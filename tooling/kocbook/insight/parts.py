"""Each seat's part of a team's work: who made it, and whether it was delivered and accepted."""

from __future__ import annotations

from datetime import date

from kocbook.insight.fingerprint import part_fingerprint
from kocbook.insight.team import is_team
from kocbook.model.community import Module
from kocbook.model.work import Claim, Review


def part_folder(module: Module, seat: str) -> str:
    """Return the folder in which a seat's part lies, below the module's: "" where one works alone."""
    return seat if is_team(module) else ""


def part_of(module: Module, name: str) -> str:
    """Return the seat whose part a file belongs to, by its name below the module's folder.

    "" where it is everybody's: of one who works alone, or from before teams had parts.
    """
    folder, sign, _ = name.partition("/")
    return folder if sign and module.brief.find_seat(folder) else ""


def find_maker(module: Module, seat: str) -> str | None:
    """Return who made a seat's part: who holds the seat, else the last one who delivered there."""
    if claim := module.claims.get(seat):
        return claim.member
    past = [claim for claim in module.past_claims if claim.seat == seat and claim.delivered]
    return max(past, key=lambda claim: claim.claimed).member if past else None


def is_delivered(module: Module, claim: Claim) -> bool:
    """True where the seat's own part is there.

    In a team only the claim's own day of delivery tells, and something of the seat's has to be
    there: its part, an arrangement, or the joint text of a module from before parts. Who works
    alone has delivered with the text; after a hand-over, when the draft of the earlier holder is
    still there, only with a day of delivery, or a review since this claim.
    """
    if is_team(module):
        return claim.delivered is not None and has_part(module, claim.seat)
    if module.text is None:
        return False
    if claim.delivered is not None:
        return True
    handed_over = any(past.seat == claim.seat for past in module.past_claims)
    return not handed_over or any(review.date >= claim.claimed for review in module.reviews)


def has_part(module: Module, seat: str) -> bool:
    """True where something of a seat's part stands in the repository."""
    if module.content is None:
        return False
    found = module.brief.find_seat(seat)
    if found and found.integrates and module.arrangement:
        return True
    return module.content.holds_part(part_folder(module, seat)) or is_joint(module)


def is_joint(module: Module) -> bool:
    """True for a team's one text without parts, as they were written before teams had parts."""
    return (
        module.content is not None
        and not any(module.content.holds_part(seat.id) for seat in module.brief.seats)
        and module.content.text is not None
    )


def part_fingerprints(module: Module) -> dict[str, str]:
    """Return the fingerprint of every delivered part of a team, by seat: what a review judges.

    Empty for who works alone, and for a joint text from before teams had parts.
    """
    if not is_team(module) or is_joint(module):
        return {}
    delivered = (claim for claim in module.claims.values() if is_delivered(module, claim))
    seats = {claim.seat for claim in delivered}
    return {
        seat.id: part_fingerprint(module, seat.id)
        for seat in module.brief.seats
        if seat.id in seats
    }


def undelivered_seats(module: Module) -> tuple[str, ...]:
    """Return the seats that have not delivered, in their order; a review has to wait for them."""
    return tuple(
        seat.id
        for seat in module.brief.seats
        if (claim := module.claims.get(seat.id)) is None or not is_delivered(module, claim)
    )


def is_part_accepted(module: Module, claim: Claim, reviews: list[Review], day: date) -> bool:
    """True where the reviews that accepted a module judged this seat's own delivery.

    `day` is that of the acceptance. Records alone tell, so that nothing that is taken down later
    takes away what was earned. A review of a team names the parts that it judged; older ones do
    not, and then the day of delivery counts.
    """
    if claim.claimed > day:
        return False
    if not is_team(module):
        return True
    if claim.delivered is None or claim.delivered > day:
        return False
    judged = [review.parts for review in reviews if review.parts]
    return not judged or any(claim.seat in parts for parts in judged)
