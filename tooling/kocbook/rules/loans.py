"""Rules about loans: nobody books twice, and what goes out and comes back is written down."""

from __future__ import annotations

from collections.abc import Iterator

from kocbook.base.finding import Severity, at
from kocbook.insight.loans import find_still_out, iter_clashes, length
from kocbook.model.loan import Equipment
from kocbook.rules.context import Context
from kocbook.rules.registry import Hit, Reach, rules_for

of_booking = rules_for("booking")
of_handover = rules_for("handover")
of_return = rules_for("return")


def _all(context: Context) -> Iterator[Equipment]:
    yield from context.community.equipment.values()


@of_booking("booking-overlap", Severity.ERROR, Reach.MODULE)
def booking_overlap(context: Context) -> Iterator[Hit]:
    """Two bookings of one thing hold the same day."""
    for thing in _all(context):
        for later, first in iter_clashes(thing):
            data = {"title": thing.card.title, "start": first.start, "end": first.end}
            yield at(later.path, "start"), data


@of_booking("booking-days", Severity.ERROR, Reach.MODULE)
def booking_days(context: Context) -> Iterator[Hit]:
    """A booking ends before it begins, or is longer than the thing is lent."""
    for thing in _all(context):
        for one in thing.bookings.values():
            if one.end < one.start:
                yield at(one.path, "end"), {"variant": "order", "start": one.start, "end": one.end}
            elif length(one) > thing.card.days:
                yield at(one.path, "end"), {"n": length(one), "most": thing.card.days}


@of_handover("handover-without-booking", Severity.ERROR, Reach.MODULE)
def handover_without_booking(context: Context) -> Iterator[Hit]:
    """Something went out without a booking that staff confirmed."""
    for thing in _all(context):
        for one in thing.handovers.values():
            booking = thing.bookings.get(one.name)
            if booking is None:
                if f"{thing.folder}/bookings/{one.name}.yml" not in context.community.unreadable:
                    yield at(one.path), {"title": thing.card.title}
            elif booking.cancelled:
                yield at(one.path), {"title": thing.card.title, "variant": "cancelled"}
            elif booking.confirmed_by is None:
                yield at(one.path), {"title": thing.card.title, "variant": "unconfirmed"}


@of_handover("handover-licence", Severity.ERROR, Reach.MODULE)
def handover_licence(context: Context) -> Iterator[Hit]:
    """A car went out, and nobody says that they saw a driving licence."""
    for thing in _all(context):
        for one in thing.handovers.values():
            if thing.card.needs_licence and not one.licence_seen:
                yield at(one.path), {"title": thing.card.title}


@of_handover("handover-while-out", Severity.ERROR, Reach.MODULE)
def handover_while_out(context: Context) -> Iterator[Hit]:
    """Something went out again before it was back."""
    for thing in _all(context):
        for one in thing.handovers.values():
            other = find_still_out(thing, one)
            if other is not None:
                yield at(one.path), {"title": thing.card.title, "name": other.name}


@of_return("return-without-handover", Severity.ERROR, Reach.MODULE)
def return_without_handover(context: Context) -> Iterator[Hit]:
    """Something came back that never went out, or before it did."""
    for thing in _all(context):
        for one in thing.returns.values():
            out = thing.handovers.get(one.name)
            if out is None:
                if f"{thing.folder}/handovers/{one.name}.yml" not in context.community.unreadable:
                    yield at(one.path), {"title": thing.card.title}
            elif one.date < out.date:
                yield at(one.path, "date"), {"variant": "early", "day": out.date}


@of_return("return-kilometres", Severity.ERROR, Reach.MODULE)
def return_kilometres(context: Context) -> Iterator[Hit]:
    """A car came back with fewer kilometres than it went out with."""
    for thing in _all(context):
        for one in thing.returns.values():
            out = thing.handovers.get(one.name)
            before = out.kilometres if out else None
            if one.kilometres is not None and before is not None and one.kilometres < before:
                yield at(one.path, "kilometres"), {"before": before, "after": one.kilometres}
