"""What happened to a module, day by day, as its records tell it: for readers who ask what changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kocbook.insight.fingerprint import page_fingerprint
from kocbook.insight.state import ModuleFacts, verdict_of
from kocbook.model.enums import CodeVerdict, Verdict
from kocbook.model.work import Claim, Confirmation


class StoryStep(StrEnum):
    """The kinds of steps, in the order in which they stand on one day."""

    OPENED = "opened"
    CLAIMED = "claimed"
    DELIVERED = "delivered"
    ASKED = "asked"
    ACCEPTED = "accepted"
    SIGNED = "signed"
    SIGNED_EARLIER = "signed-earlier"
    CARRIED = "carried"
    CARRIED_CONFIRMED = "carried-confirmed"
    CARRIED_REVOKED = "carried-revoked"


_ORDER = {step: place for place, step in enumerate(StoryStep)}


@dataclass(frozen=True, slots=True)
class StoryEvent:
    """One kind of step on one day, by the members who took it."""

    date: date
    step: StoryStep
    members: tuple[str, ...] = ()


def module_story(
    facts: ModuleFacts, as_of: date, said: Iterable[Confirmation] = ()
) -> list[StoryEvent]:
    """List what happened until a day, earliest first. `said` are the codes of members without an account.

    Of a seat that was given back, no more is told than what was delivered from it.
    """
    found: dict[tuple[date, StoryStep], list[str]] = {}
    told = [one for one in said if one.date <= as_of]
    for day, step, member in (*_iter_steps(facts), *_iter_carried(facts, told)):
        if day <= as_of:
            members = found.setdefault((day, step), [])
            if member and member not in members:
                members.append(member)
    days = sorted(found, key=lambda place: (place[0], _ORDER[place[1]]))
    return [StoryEvent(day, step, tuple(found[day, step])) for day, step in days]


def _iter_steps(facts: ModuleFacts) -> Iterator[tuple[date, StoryStep, str]]:
    module = facts.module
    if module.brief.opened:
        yield module.brief.opened, StoryStep.OPENED, ""
    for seat in facts.seats:
        if seat.claim:
            yield seat.claim.claimed, StoryStep.CLAIMED, seat.claim.member
            yield from _deliveries(seat.claim)
    for past in module.past_claims:
        yield from _deliveries(past)
    for review in sorted(module.reviews, key=lambda review: review.path):
        match verdict_of(module.brief, review):
            case Verdict.ACCEPTED:
                yield review.date, StoryStep.ACCEPTED, review.reviewer
            case Verdict.CHANGES_REQUESTED:
                yield review.date, StoryStep.ASKED, review.reviewer
    words = page_fingerprint(module)
    for signoff in sorted(module.signoffs.values(), key=lambda item: item.member):
        is_current = signoff.text == words
        yield (
            signoff.date,
            StoryStep.SIGNED if is_current else StoryStep.SIGNED_EARLIER,
            signoff.member,
        )


def _iter_carried(
    facts: ModuleFacts, said: list[Confirmation]
) -> Iterator[tuple[date, StoryStep, str]]:
    """Yield who carried something for a member without an account, and whether that one confirmed it."""
    verdicts = {path: one.verdict for one in said for path in one.of}
    for consent in facts.module.consents:
        if consent.message is None:
            continue
        match verdicts.get(consent.path):
            case CodeVerdict.CONFIRMED:
                yield consent.date, StoryStep.CARRIED_CONFIRMED, consent.by
            case CodeVerdict.REVOKED:
                yield consent.date, StoryStep.CARRIED_REVOKED, consent.by
            case None:
                yield consent.date, StoryStep.CARRIED, consent.by


def _deliveries(claim: Claim) -> Iterator[tuple[date, StoryStep, str]]:
    """Yield the first and the latest delivery of a claim: the first one stays its author's."""
    days = {day for day in (claim.first_delivered, claim.delivered) if day is not None}
    for day in sorted(days):
        yield day, StoryStep.DELIVERED, claim.member
