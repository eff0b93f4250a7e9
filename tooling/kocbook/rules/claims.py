"""Rules about claims: who holds a seat, on what terms."""

from __future__ import annotations

from collections.abc import Iterator

from kocbook.base.finding import Severity, at
from kocbook.insight.fingerprint import agrees, terms_fingerprint
from kocbook.insight.invitations import may_claim
from kocbook.insight.skills import SkillGraph, skill_graph
from kocbook.insight.state import all_facts
from kocbook.insight.team import first_complete_day, is_team, missing_seats
from kocbook.model.brief import Seat
from kocbook.model.community import Community, Module
from kocbook.model.enums import Access, Visibility
from kocbook.model.people import Member
from kocbook.model.work import Claim
from kocbook.rules.context import Context
from kocbook.rules.references import near
from kocbook.rules.registry import Hit, Reach, rules_for

rule = rules_for("claim")


def all_claims(context: Context) -> Iterator[tuple[Module, Claim]]:
    """Yield every claim, live and past, with its module."""
    for module in context.community.modules.values():
        for claim in (*module.claims.values(), *module.past_claims):
            yield module, claim


def live_claims(context: Context) -> Iterator[tuple[Module, Claim]]:
    """Yield every claim that stands in claims/ itself, with its module."""
    for module in context.community.modules.values():
        for claim in module.claims.values():
            yield module, claim


def open_claims(context: Context) -> Iterator[tuple[Module, Claim]]:
    """Yield the live claims whose work is still under way: neither settled nor lapsed."""
    for facts in context.facts.values():
        for seat in facts.seats:
            if seat.claim and seat.state.is_under_way:
                yield facts.module, seat.claim


@rule("claim-unknown-member", Severity.ERROR, Reach.MODULE, tells=True)
def claim_unknown_member(context: Context) -> Iterator[Hit]:
    """A claim names somebody who is not on the roster."""
    community = context.community
    for _, claim in all_claims(context):
        if not community.knows_member(claim.member):
            data = {"member": claim.member, "near": near(claim.member, community.members)}
            yield at(claim.path, "member"), data


@rule("claim-unknown-seat", Severity.ERROR, Reach.MODULE)
def claim_unknown_seat(context: Context) -> Iterator[Hit]:
    """A claim's file is named after a seat that the brief does not have."""
    for module, claim in live_claims(context):
        seats = [seat.id for seat in module.brief.seats]
        if claim.seat not in seats:
            variant = "seats" if seats else "none"
            data = {"seat": claim.seat, "module": module.key, "seats": seats, "variant": variant}
            yield at(claim.path), data


@rule("claim-wrong-folder", Severity.ERROR, Reach.MODULE)
def claim_wrong_folder(context: Context) -> Iterator[Hit]:
    """A live claim says that it was released, or a past one does not."""
    for _, claim in live_claims(context):
        if claim.released:
            yield at(claim.path, "released"), {"variant": "live", "seat": claim.seat}
    for module in context.community.modules.values():
        for claim in module.past_claims:
            if not claim.released:
                yield at(claim.path), {"variant": "past", "seat": claim.seat}


@rule("claim-on-draft", Severity.ERROR, Reach.MODULE)
def claim_on_draft(context: Context) -> Iterator[Hit]:
    """A seat is claimed in a module that is not open yet."""
    for module, claim in live_claims(context):
        opened = module.brief.opened
        if opened is None or opened > context.as_of:
            yield at(claim.path), {"module": module.key, "title": module.brief.title}


@rule("claim-on-withdrawn", Severity.ERROR, Reach.MODULE)
def claim_on_withdrawn(context: Context) -> Iterator[Hit]:
    """A seat was claimed in a module after it had been withdrawn."""
    for module, claim in live_claims(context):
        withdrawn = module.brief.withdrawn
        if withdrawn and claim.claimed > withdrawn.date:
            data = {"title": module.brief.title, "date": withdrawn.date, "reason": withdrawn.reason}
            yield at(claim.path, "claimed"), data


def _has_pool(community: Community) -> bool:
    """True where a seat that somebody holds is open to a pool: all there is tells levels of skill."""
    return any(module.brief.pool and module.claims for module in community.modules.values())


@rule("claim-not-invited", Severity.ERROR, Reach.MODULE, words=True, is_wide=_has_pool)
def claim_not_invited(context: Context) -> Iterator[Hit]:
    """A seat of an invited module is held by somebody whom the brief does not invite."""
    for module, claim in open_claims(context):
        member = context.community.members.get(claim.member)
        if member is None or module.brief.access is not Access.INVITED:
            continue
        seat = module.brief.find_seat(claim.seat)
        if seat is None or _may_hold(context, module, seat, claim, member):
            continue
        data: dict[str, object] = {"member": member.id}
        if module.brief.pool:
            data |= {"variant": "pool", "pool": sorted(module.brief.pool)}
        elif module.brief.invited:
            data |= {"variant": "named", "invited": list(module.brief.invited)}
        elif not module.invitations:
            lacking = sorted(set(seat.skills) - set(member.skills))
            data |= {"variant": "skills", "lacking": lacking}
        yield at(claim.path, "member"), data


def _may_hold(context: Context, module: Module, seat: Seat, claim: Claim, member: Member) -> bool:
    """True where the member might claim the seat on the day they did: levels fade, promises stay.

    Where a file that could tell was not readable, nobody is accused.
    """
    if context.is_unreadable_below(f"{module.folder}/invitations"):
        return True
    if module.brief.pool and (
        context.is_unreadable_below("modules") or context.is_unreadable_below("members")
    ):
        return True
    community, day = context.community, claim.claimed

    def graph() -> SkillGraph:
        return skill_graph(community, all_facts(community, day), day)

    return may_claim(module, seat, member, day, community.settings.limits, graph)


@rule("claim-by-departed", Severity.ERROR, Reach.MODULE)
def claim_by_departed(context: Context) -> Iterator[Hit]:
    """Work that is under way is held by a member who left the community."""
    for _, claim in open_claims(context):
        member = context.community.members.get(claim.member)
        if member and member.visibility is Visibility.WITHDRAWN:
            yield at(claim.path, "member"), {"member": member.id}


@rule("claim-over-limit", Severity.ERROR, Reach.MEMBER)
def claim_over_limit(context: Context) -> Iterator[Hit]:
    """A member holds more claims at once than the tier allows; the newest ones are too many."""
    held: dict[str, list[Claim]] = {}
    if context.is_unreadable_below("modules") or context.is_unreadable_below("members"):
        return  # points may be missing, and with them a tier
    for _, claim in open_claims(context):
        if claim.member in context.standings:
            held.setdefault(claim.member, []).append(claim)
    for member, claims in sorted(held.items()):
        standing = context.standings[member]
        newest_last = sorted(claims, key=lambda claim: (claim.claimed, claim.path))
        for number, claim in enumerate(newest_last, start=1):
            # What was allowed on the day of the claim stays so after a step down.
            most = standing.claims_on(claim.claimed)
            if number > most:
                tier = standing.tier.name
                data = {"member": member, "held": len(claims), "max": most, "tier": tier}
                yield at(claim.path, "member"), data


@rule("claim-other-terms", Severity.ERROR, Reach.MODULE)
def claim_other_terms(context: Context) -> Iterator[Hit]:
    """A claim agreed to other terms than the brief states."""
    for module, claim in live_claims(context):
        if not agrees(claim.terms, module.brief):
            wanted = terms_fingerprint(module.brief)
            data = {"terms": claim.terms, "wanted": wanted, "title": module.brief.title}
            yield at(claim.path, "terms"), data


@rule("claim-two-seats", Severity.WARNING, Reach.MODULE)
def claim_two_seats(context: Context) -> Iterator[Hit]:
    """One member holds two seats of one module."""
    for module in context.community.modules.values():
        first: dict[str, str] = {}
        for seat, claim in module.claims.items():
            if claim.member in first:
                data = {"member": claim.member, "seat": seat, "other": first[claim.member]}
                yield at(claim.path, "member"), data
            first.setdefault(claim.member, seat)


@rule("delivery-before-team", Severity.ERROR, Reach.MODULE, words=True)
def delivery_before_team(context: Context) -> Iterator[Hit]:
    """Something is delivered to a task of several seats before each of them was claimed."""
    for facts in context.facts.values():
        module, state = facts.module, facts.state
        if not is_team(module) or not (state.is_claimable or state.is_under_way):
            continue
        complete = first_complete_day(module)
        data = {"title": module.brief.title, "seats": missing_seats(module)}
        early = [
            claim
            for claim in module.claims.values()
            if claim.delivered and (complete is None or claim.delivered < complete)
        ]
        for claim in early:
            yield at(claim.path, "delivered"), data
        if module.content and module.text is not None and complete is None and not early:
            first = min(module.content.texts)
            yield at(module.content.text_path(first)), {**data, "variant": "text"}
