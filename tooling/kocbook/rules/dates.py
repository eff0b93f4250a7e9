"""Rules about dates: nothing before what it follows from, nothing from the future."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple, Protocol

from kocbook.base.finding import Severity, at
from kocbook.insight.team import clock_start
from kocbook.model.community import Community, Module
from kocbook.model.work import Claim
from kocbook.rules.context import Context
from kocbook.rules.registry import Hit, Reach, rules_for

rule = rules_for("any")

# Somebody's evening is already tomorrow elsewhere: a date may be one day ahead of the check's.
TOLERANCE = timedelta(days=1)


class _Dated(Protocol):
    @property
    def path(self) -> str: ...

    @property
    def date(self) -> date: ...


_Where = tuple[str, ...]
"""A path and the keys that lead to a date: places are made only for what is wrong."""


class DateOrder(NamedTuple):
    """What has to come first, what follows, and where the latter (or its limit) is written."""

    where: _Where
    earlier: str
    first: date | None
    later: str
    second: date | None


@rule("dates-out-of-order", Severity.ERROR, Reach.MODULE)
def dates_out_of_order(context: Context) -> Iterator[Hit]:
    """A date lies before that of the event it follows."""
    for module in context.modules:
        for order in (*_claim_orders(context, module), *_module_orders(context, module)):
            if order.first and order.second and order.first > order.second:
                yield (
                    at(*order.where),
                    {
                        "earlier": order.earlier,
                        "first": order.first,
                        "later": order.later,
                        "second": order.second,
                    },
                )


def _claim_orders(context: Context, module: Module) -> Iterator[DateOrder]:
    brief = module.brief
    opened = brief.opened if brief.opened and brief.opened <= context.as_of else None
    for claim in (*module.claims.values(), *module.past_claims):
        member = context.community.members.get(claim.member)
        path, start = claim.path, claim.claimed
        yield DateOrder(
            (path, "claimed"), "joined", member.joined if member else None, "claimed", start
        )
        yield DateOrder((path, "claimed"), "opened", opened, "claimed", start)
        yield DateOrder((path, "extended"), "claimed", start, "extended", claim.extended)
        yield DateOrder(
            (path, "extended"),
            "extended",
            claim.extended,
            "lapse",
            _lapse(context, module, claim),
        )
        yield DateOrder((path, "delivered"), "claimed", start, "delivered", claim.delivered)
        yield DateOrder((path, "released"), "claimed", start, "released", claim.released)


def _lapse(context: Context, module: Module, claim: Claim) -> date | None:
    """Return the last day of a claim without an extension: it is extended while it lives.

    None while a team waits for somebody: then nothing runs out.
    """
    grace = context.community.settings.limits.grace_days
    start = clock_start(module, claim)
    return start + timedelta(days=module.brief.days + grace) if start else None


def _module_orders(context: Context, module: Module) -> Iterator[DateOrder]:
    brief = module.brief
    claims = [claim.claimed for claim in (*module.claims.values(), *module.past_claims)]
    yield DateOrder((module.path, "closes"), "opened", brief.opened, "closes", brief.closes)
    for review in module.reviews:
        where = (review.path, "date")
        yield DateOrder(where, "claimed", min(claims, default=None), "review", review.date)
        before = [other.date for other in module.reviews if other.round < review.round]
        yield DateOrder(where, "round", max(before, default=None), "review", review.date)
    for invitation in module.invitations:
        where = (invitation.path, "declined")
        yield DateOrder(where, "invitation", invitation.date, "declined", invitation.declined)
    for signoff in module.signoffs.values():
        where = (signoff.path, "date")
        # Before a review is fine: what was signed is told by the fingerprint of the words.
        yield DateOrder(where, "claimed", min(claims, default=None), "signoff", signoff.date)
    for reuse in module.reuse:
        finished = context.facts[module.key].finished
        yield DateOrder((reuse.path, "date"), "accepted", finished, "reuse", reuse.date)
    for response in module.responses.values():
        yield DateOrder((response.path, "date"), "opened", brief.opened, "response", response.date)
    yield from _activity_orders(module)
    for name, answer in module.answers.items():
        asked = module.questions[name].date if name in module.questions else None
        yield DateOrder((answer.path, "date"), "question", asked, "answer", answer.date)


def _activity_orders(module: Module) -> Iterator[DateOrder]:
    brief = module.brief
    for triage in module.triage.values():
        report = module.responses.get(triage.report)
        reported = report.date if report else None
        yield DateOrder((triage.path, "date"), "response", reported, "triage", triage.date)
    for service in module.services:
        yield DateOrder((service.path, "date"), "opened", brief.opened, "service", service.date)
        yield DateOrder((service.path, "date"), "service", service.date, "closes", brief.closes)
    if module.outcome:
        where = (module.outcome.path, "date")
        yield DateOrder(where, "closes", brief.closes, "outcome", module.outcome.date)
    for judging in module.judgings:
        yield DateOrder((judging.path, "date"), "closes", brief.closes, "judging", judging.date)


@rule("date-in-future", Severity.ERROR, Reach.MODULE)
def date_in_future(context: Context) -> Iterator[Hit]:
    """Something that is said to have happened has a date that is still to come."""
    for where, day in _past_dates(context):
        if day and day > context.as_of + TOLERANCE:
            yield at(*where), {"date": day, "today": context.as_of}


def _past_dates(context: Context) -> Iterator[tuple[_Where, date | None]]:
    community = context.community
    for member in community.members.values():
        yield (member.path, "joined"), member.joined
    for recognition in community.recognitions:
        yield (recognition.path, "date"), recognition.date
    for gift in community.gifts:
        for key in ("date", "agreed", "declined", "given", "received"):
            yield (gift.path, key), getattr(gift, key)
    for detail in community.gift_details.values():
        yield (detail.path, "date"), detail.date
    for handbook in community.handbooks.values():
        if handbook.budget:
            path, pointer = community.locate_budget(handbook)
            yield (path, *pointer, "approved"), handbook.budget.approved
    yield from _event_dates(community)
    yield from _loan_dates(community)
    for payout in community.payouts:
        yield (payout.path, "date"), payout.date
    for said in community.confirmations:
        yield (said.path, "date"), said.date
    for contact in community.contacts:
        yield (contact.path, "date"), contact.date
    for module in community.modules.values():
        for claim in (*module.claims.values(), *module.past_claims):
            for key in ("claimed", "extended", "first_delivered", "delivered", "released"):
                yield (claim.path, key), getattr(claim, key)
        for invitation in module.invitations:
            yield (invitation.path, "declined"), invitation.declined
        records: list[_Dated] = [
            *module.invitations,
            *module.reviews,
            *module.signoffs.values(),
            *module.reuse,
            *module.responses.values(),
            *module.questions.values(),
            *module.answers.values(),
            *module.credits,
            *module.waivers,
            *module.triage.values(),
            *module.services,
            *module.judgings,
            *module.consents,
            *module.takedowns,
            *module.translations.values(),
            *([module.outcome] if module.outcome else []),
            *([module.questionnaire] if module.questionnaire else []),
            *([module.cash] if module.cash else []),
        ]
        for record in records:
            yield (record.path, "date"), record.date


def _event_dates(community: Community) -> Iterator[tuple[_Where, date | None]]:
    for event in community.events.values():
        yield (event.plan.path, "approved"), event.plan.approved
        yield (event.plan.path, "cancelled"), event.plan.cancelled
        for one in event.registrations.values():
            yield (one.path, "date"), one.date
            yield (one.path, "cancelled"), one.cancelled
        for attendance in event.attendances.values():
            yield (attendance.path, "date"), attendance.date
        if event.recap:
            yield (event.recap.path, "date"), event.recap.date


def _loan_dates(community: Community) -> Iterator[tuple[_Where, date | None]]:
    for thing in community.equipment.values():
        for booking in thing.bookings.values():
            yield (booking.path, "date"), booking.date
            yield (booking.path, "cancelled"), booking.cancelled
        for handover in thing.handovers.values():
            yield (handover.path, "date"), handover.date
        for back in thing.returns.values():
            yield (back.path, "date"), back.date
