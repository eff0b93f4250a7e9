"""Rules about invitations: to a seat that is there, one at a time, answered in time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kocbook.base.finding import Severity, at
from kocbook.insight.invitations import ends, last_day
from kocbook.model.community import Module
from kocbook.model.enums import Access
from kocbook.model.work import Invitation
from kocbook.rules.context import Context
from kocbook.rules.registry import Hit, Reach, rules_for

rule = rules_for("invitation")


def _invitations(context: Context) -> Iterator[tuple[Module, Invitation]]:
    for module in context.modules:
        for invitation in module.invitations:
            yield module, invitation


@rule("invitation-unknown-seat", Severity.ERROR, Reach.MODULE)
def invitation_unknown_seat(context: Context) -> Iterator[Hit]:
    """An invitation's file is named after a seat that the brief does not have."""
    for module, invitation in _invitations(context):
        if module.brief.find_seat(invitation.seat) is None:
            seats = [seat.id for seat in module.brief.seats]
            yield at(invitation.path), {"seat": invitation.seat, "seats": seats}


@rule("invitation-to-open-module", Severity.ERROR, Reach.MODULE)
def invitation_to_open_module(context: Context) -> Iterator[Hit]:
    """Somebody is invited to a module that everybody may claim."""
    for module, invitation in _invitations(context):
        if module.brief.access is Access.OPEN:
            yield at(invitation.path), {"title": module.brief.title, "seat": invitation.seat}


@rule("invitation-two-at-once", Severity.ERROR, Reach.MODULE)
def invitation_two_at_once(context: Context) -> Iterator[Hit]:
    """A seat is offered to somebody while another still has it or may answer."""
    limits = context.community.settings.limits
    for module in context.modules:
        before: dict[str, Invitation] = {}
        for invitation in module.invitations:  # by date
            other = before.get(invitation.seat)
            if other and invitation.date < (free := ends(module, other, limits)):
                variant = "held" if free == date.max else ""
                data = {"member": other.member, "seat": other.seat, "date": free}
                yield at(invitation.path, "date"), {**data, "variant": variant}
            before[invitation.seat] = invitation


@rule("invitation-answered-late", Severity.WARNING, Reach.MODULE)
def invitation_answered_late(context: Context) -> Iterator[Hit]:
    """An invitation was declined after it had lapsed."""
    limits = context.community.settings.limits
    for module, invitation in _invitations(context):
        last = last_day(invitation, limits)
        if invitation.declined and invitation.declined > last:
            data = {"last": last, "date": invitation.declined, "title": module.brief.title}
            yield at(invitation.path, "declined"), data
