"""Names that records use for each other: every one must exist."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from kocbook.base.finding import Pointer, Severity, at
from kocbook.model.community import Community, Module
from kocbook.rules.context import Context
from kocbook.rules.registry import Hit, Reach, rules_for

rule = rules_for("any")


class Use(NamedTuple):
    """One place where a record names something."""

    path: str
    pointer: Pointer
    name: str


def near(name: str, known: Iterable[str]) -> list[str]:
    """List what `name` was probably meant to be, or the first known names where nothing is near."""
    names = sorted(known)
    return difflib.get_close_matches(name, names, n=3, cutoff=0.5) or names[:12]


def listed(path: str, key: str, names: Iterable[str]) -> Iterator[Use]:
    """Yield a use for each name of a list."""
    for index, name in enumerate(names):
        yield Use(path, (key, index), name)


def member_uses(community: Community) -> Iterator[Use]:
    """Yield every place that names a member, apart from claims and from places for staff."""
    for recognition in community.recognitions:
        yield Use(recognition.path, ("member",), recognition.member)
        yield from listed(recognition.path, "nominated_by", recognition.nominated_by)
    for proposal in community.proposals.values():
        yield Use(proposal.path, ("member",), proposal.member)
    for event in community.events.values():
        yield from listed(event.plan.path, "invited", event.plan.invited)
        for registration in event.registrations.values():
            yield Use(registration.path, ("member",), registration.member)
        for attendance in event.attendances.values():
            yield Use(attendance.path, ("member",), attendance.member)
    for thing in community.equipment.values():
        yield from listed(thing.card.path, "invited", thing.card.invited)
        for booking in thing.bookings.values():
            yield Use(booking.path, ("member",), booking.member)
    for said in community.confirmations:
        yield Use(said.path, ("member",), said.member)
    for contact in community.contacts:
        yield Use(contact.path, ("member",), contact.member)
    for gift in community.gifts:
        yield Use(gift.path, ("member",), gift.member)
    for payout in community.payouts:
        for index, line in enumerate(payout.lines):
            yield Use(payout.path, ("lines", index, "member"), line.member)
    for module in community.modules.values():
        yield from listed(module.path, "invited", module.brief.invited)
        for invitation in module.invitations:
            yield Use(invitation.path, ("member",), invitation.member)
        for response in module.responses.values():
            yield Use(response.path, ("member",), response.member)
        for signoff in module.signoffs.values():
            yield Use(signoff.path, ("member",), signoff.member)
        for reuse in module.reuse:
            yield from listed(reuse.path, "authors", reuse.authors)
        for question in module.questions.values():
            yield Use(question.path, ("member",), question.member)
        for credit in module.credits:
            yield Use(credit.path, ("member",), credit.member)
        for translation in module.translations.values():
            yield Use(translation.path, ("translator",), translation.translator)
        for consent in module.consents:
            yield Use(consent.path, ("member",), consent.member)
        for triage in module.triage.values():
            yield from listed(triage.path, "confirmed_by", triage.confirmed_by)
        for service in module.services:
            yield Use(service.path, ("member",), service.member)
            yield from listed(service.path, "helped", service.helped)


def staff_uses(community: Community) -> Iterator[Use]:
    """Yield every place that names a member of the staff."""
    for handbook in community.handbooks.values():
        yield Use(handbook.path, ("lead",), handbook.lead)
        if handbook.budget and handbook.budget.approved_by:
            path, pointer = community.locate_budget(handbook)
            yield Use(path, (*pointer, "approved_by"), handbook.budget.approved_by)
    for recognition in community.recognitions:
        yield Use(recognition.path, ("by",), recognition.by)
    for advice in community.advice:
        yield Use(advice.path, ("by",), advice.by)
    for campaign in community.campaigns.values():
        yield Use(campaign.path, ("by",), campaign.by)
    yield from _event_staff_uses(community)
    yield from _loan_staff_uses(community)
    for said in community.confirmations:
        yield Use(said.path, ("by",), said.by)
    for contact in community.contacts:
        yield Use(contact.path, ("by",), contact.by)
    for member in community.members.values():
        if member.reached:
            yield Use(member.path, ("reached", "by"), member.reached.by)
    for gift in community.gifts:
        if gift.by:
            yield Use(gift.path, ("by",), gift.by)
        if gift.given_by:
            yield Use(gift.path, ("given_by",), gift.given_by)
    for offer in community.offers.values():
        yield Use(offer.path, ("by",), offer.by)
    for detail in community.gift_details.values():
        yield Use(detail.path, ("by",), detail.by)
    for payout in community.payouts:
        yield Use(payout.path, ("by",), payout.by)
        if payout.approved_by:
            yield Use(payout.path, ("approved_by",), payout.approved_by)
    for module in community.modules.values():
        for translation in module.translations.values():
            if translation.checked_by:
                yield Use(translation.path, ("checked_by",), translation.checked_by)
        yield Use(module.path, ("contact",), module.brief.contact)
        if module.cash:
            yield Use(module.cash.path, ("by",), module.cash.by)
        yield from _module_staff_uses(module)


def _event_staff_uses(community: Community) -> Iterator[Use]:
    for event in community.events.values():
        yield Use(event.plan.path, ("contact",), event.plan.contact)
        if event.plan.approved_by:
            yield Use(event.plan.path, ("approved_by",), event.plan.approved_by)
        for attendance in event.attendances.values():
            yield Use(attendance.path, ("by",), attendance.by)
        if event.recap:
            yield Use(event.recap.path, ("by",), event.recap.by)


def _loan_staff_uses(community: Community) -> Iterator[Use]:
    for thing in community.equipment.values():
        yield Use(thing.card.path, ("contact",), thing.card.contact)
        for booking in thing.bookings.values():
            if booking.confirmed_by:
                yield Use(booking.path, ("confirmed_by",), booking.confirmed_by)
        for handover in thing.handovers.values():
            yield Use(handover.path, ("by",), handover.by)
        for back in thing.returns.values():
            yield Use(back.path, ("by",), back.by)
        for details in thing.details.values():
            yield Use(details.path, ("by",), details.by)


def _module_staff_uses(module: Module) -> Iterator[Use]:
    for invitation in module.invitations:
        yield Use(invitation.path, ("by",), invitation.by)
    for review in module.reviews:
        yield Use(review.path, ("reviewer",), review.reviewer)
    for reuse in module.reuse:
        if reuse.by:
            yield Use(reuse.path, ("by",), reuse.by)
    for answer in module.answers.values():
        yield Use(answer.path, ("by",), answer.by)
    for credit in module.credits:
        if credit.confirmed_by:
            yield Use(credit.path, ("confirmed_by",), credit.confirmed_by)
    for waiver in module.waivers:
        yield Use(waiver.path, ("by",), waiver.by)
    for triage in module.triage.values():
        yield Use(triage.path, ("by",), triage.by)
    for service in module.services:
        if service.confirmed_by:
            yield Use(service.path, ("confirmed_by",), service.confirmed_by)
    for judging in module.judgings:
        yield Use(judging.path, ("judge",), judging.judge)
    for consent in module.consents:
        yield Use(consent.path, ("by",), consent.by)
    if module.outcome:
        yield Use(module.outcome.path, ("by",), module.outcome.by)
    if module.questionnaire:
        yield Use(module.questionnaire.path, ("by",), module.questionnaire.by)


@rule("unknown-member", Severity.ERROR, Reach.MODULE, tells=True)
def unknown_member(context: Context) -> Iterator[Hit]:
    """A record names somebody who is not on the roster."""
    community = context.community
    for use in (*member_uses(community), *staff_uses(community)):
        if not community.knows_member(use.name):
            data = {"member": use.name, "near": near(use.name, community.members)}
            yield at(use.path, *use.pointer), data


@rule("not-staff", Severity.ERROR, Reach.MODULE, tells=True)
def not_staff(context: Context) -> Iterator[Hit]:
    """A record gives a staff task to a member without a staff role."""
    for use in staff_uses(context.community):
        member = context.community.members.get(use.name)
        if member is not None and not member.is_staff:
            staff = context.community.find_staff()
            yield at(use.path, *use.pointer), {"member": use.name, "staff": staff}


def skill_uses(community: Community) -> Iterator[Use]:
    """Yield every place that names a skill."""
    for member in community.members.values():
        yield from listed(member.path, "skills", member.skills)
        yield from listed(member.path, "wants", member.wants)
    for recognition in community.recognitions:
        yield from listed(recognition.path, "skills", recognition.skills)
    for event in community.events.values():
        yield from listed(event.plan.path, "skills", event.plan.skills)
        for index, shift in enumerate(event.plan.shifts):
            for place, skill in enumerate(shift.skills):
                yield Use(event.plan.path, ("shifts", index, "skills", place), skill)
    for thing in community.equipment.values():
        yield from listed(thing.card.path, "skills", thing.card.skills)
    for module in community.modules.values():
        for skill in module.brief.pool:
            yield Use(module.path, ("pool", skill), skill)
        for index, seat in enumerate(module.brief.seats):
            for skill in seat.skills:
                yield Use(module.path, ("seats", index, "skills", skill), skill)
        for service in module.services:
            yield from listed(service.path, "skills", service.skills)


@rule("unknown-skill", Severity.ERROR, Reach.MODULE)
def unknown_skill(context: Context) -> Iterator[Hit]:
    """A record names a skill that community.yml does not list."""
    known = {skill.id for skill in context.community.settings.skills}
    yield from _unknown("skill", skill_uses(context.community), known)


def role_uses(community: Community) -> Iterator[Use]:
    """Yield every place that names a credit role."""
    for handbook in community.handbooks.values():
        yield from listed(handbook.path, "roles_order", handbook.roles_order)
    for module in community.modules.values():
        for index, seat in enumerate(module.brief.seats):
            yield Use(module.path, ("seats", index, "role"), seat.role)
        for credit in module.credits:
            yield Use(credit.path, ("role",), credit.role)


@rule("unknown-role", Severity.ERROR, Reach.MODULE)
def unknown_role(context: Context) -> Iterator[Hit]:
    """A record names a credit role that community.yml does not list."""
    known = {role.id for role in context.community.settings.roles}
    yield from _unknown("role", role_uses(context.community), known)


@rule("unknown-tag", Severity.ERROR, Reach.MODULE)
def unknown_tag(context: Context) -> Iterator[Hit]:
    """A brief has a tag that community.yml does not list."""
    uses = (
        use
        for module in context.community.modules.values()
        for use in listed(module.path, "tags", module.brief.tags)
    )
    yield from _unknown("tag", uses, context.community.settings.tags)


@rule("unknown-channel", Severity.ERROR, Reach.MODULE)
def unknown_channel(context: Context) -> Iterator[Hit]:
    """A brief or a reuse record names a channel that community.yml does not list."""
    uses: list[Use] = []
    for module in context.community.modules.values():
        for index, channel in enumerate(module.brief.terms.channels):
            uses.append(Use(module.path, ("terms", "channels", index), channel))
        uses += [Use(reuse.path, ("channel",), reuse.channel) for reuse in module.reuse]
    yield from _unknown("channel", uses, context.community.settings.channels)


@rule("unknown-licence", Severity.ERROR, Reach.MODULE)
def unknown_licence(context: Context) -> Iterator[Hit]:
    """A brief's terms name a licence that community.yml does not list."""
    known = {licence.id for licence in context.community.settings.licences}
    uses = (
        Use(module.path, ("terms", "licence"), module.brief.terms.licence)
        for module in context.community.modules.values()
        if not module.brief.is_inherited  # its source chose the licence
    )
    yield from _unknown("licence", uses, known)


@rule("unknown-module", Severity.ERROR, Reach.MODULE, tells=True)
def unknown_module(context: Context) -> Iterator[Hit]:
    """A record refers to a module that does not exist."""
    community = context.community
    uses = [
        Use(recognition.path, ("module",), recognition.module)
        for recognition in community.recognitions
        if recognition.module
    ]
    uses += [Use(gift.path, ("module",), gift.module) for gift in community.gifts if gift.module]
    uses += [
        Use(module.path, ("superseded_by",), module.brief.superseded_by)
        for module in community.modules.values()
        if module.brief.superseded_by
    ]
    uses += [
        Use(event.plan.path, ("gallery",), event.plan.gallery)
        for event in community.events.values()
        if event.plan.gallery
    ]
    uses += [
        Use(booking.path, ("module",), booking.module)
        for thing in community.equipment.values()
        for booking in thing.bookings.values()
        if booking.module
    ]
    for use in uses:
        if not community.knows_module(use.name):
            yield (
                at(use.path, *use.pointer),
                {"module": use.name, "near": near(use.name, community.modules)},
            )


def holds_known(name: str, known: Collection[str]) -> bool:
    """True where a name is known ones with full-width signs between or around them."""
    parts = re.split("[，、；;]", name.strip())
    return all(part.strip("“”‘’「」 ") in known for part in parts)


def _unknown(what: str, uses: Iterable[Use], known: Iterable[str]) -> Iterator[Hit]:
    names = frozenset(known)
    for use in uses:
        # What the reader has taken for several known words is told there already.
        if use.name not in names and not holds_known(use.name, names):
            yield at(use.path, *use.pointer), {what: use.name, "near": near(use.name, names)}
