"""What each person holds: seats and days, verdicts, points, money, credits, words, pictures, a voice.

Computed from a community and a day alone. The judge of effects compares it before and after a
change (`kocbook.policy.effects`); it knows no file and no path. Only what can differ is computed:
`find_touched` says in which modules that is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from kocbook.insight.credits import CreditState, module_credits
from kocbook.insight.events import PlaceState, allot_places
from kocbook.insight.fingerprint import page_fingerprint, text_fingerprint
from kocbook.insight.judging import rank_entries
from kocbook.insight.parts import find_maker, is_delivered, part_of
from kocbook.insight.points import iter_point_events
from kocbook.insight.rewards import list_rewards
from kocbook.insight.skills import iter_evidence
from kocbook.insight.state import ModuleFacts, all_facts
from kocbook.insight.statements import agreed_terms, iter_statements
from kocbook.insight.tiers import all_standings
from kocbook.model.community import Community, Module
from kocbook.model.enums import Verdict, WaiverReason


class HoldingKind(StrEnum):
    """What can be held. Values of one kind compare with each other; see `Holding`."""

    SEAT = "seat"  # the day of the claim
    DUE = "due"  # the day on which the work is due
    DELIVERY = "delivery"  # the words and files of the seat's part
    AGREED = "agreed"  # what the holder agreed to
    VERDICT = "verdict"  # a rank
    POINTS = "points"
    CASH = "cash"  # earned in all, in minor units
    PAID = "paid"  # of it, what left the brand's account
    CREDIT = "credit"  # a rank
    EVIDENCE = "evidence"  # an amount
    WORDS = "words"  # the fingerprint of accepted words, and whether readers see them
    MEDIA = "media"  # size, kind and blob
    VOICE = "voice"  # what somebody said, with what it meant
    PLACE = "place"  # minus the place
    HONOUR = "honour"  # what was given
    PROMISE = "promise"  # a gift: what was promised, and whether its member says that it arrived
    TIER = "tier"  # how many points lead to it
    PERSON = "person"  # what somebody says of themselves
    ROLE = "role"  # the roles of the staff
    REGISTERED = "registered"  # 1 with a place, else minus the place on the waiting list
    WAIVED = "waived"  # said to have declined their credit


Key = tuple[str, HoldingKind, str]
"""Person, kind, and what it is: a module with a seat or a role, or a record's own name."""

CREDIT_RANK = {
    CreditState.PROPOSED: 1,
    CreditState.THANKED: 2,
    CreditState.ACCEPTED: 3,
    CreditState.SIGNED: 4,
}
VERDICT_RANK = {Verdict.DECLINED: 0, Verdict.CHANGES_REQUESTED: 1, None: 2, Verdict.ACCEPTED: 3}


@dataclass(frozen=True, slots=True)
class Holding:
    """A value, and the module to which it belongs, if any.

    Of points, money, tiers, credit, evidence, places, verdicts and due days, more is better. Of all
    others, any difference is one.
    """

    value: Any
    module: str | None = None


def holdings(
    community: Community,
    facts: Mapping[str, ModuleFacts],
    as_of: date,
    members: Collection[str] = (),
) -> dict[Key, Holding]:
    """Return what everybody holds in the modules of `facts`, and beside them.

    `members` are those whose own records count. Honours, gifts and payments are listed in full.
    """
    found: dict[Key, Holding] = {}
    for fact in facts.values():
        found.update(_in_module(community, fact, as_of))
    _add_earned(found, community, facts, as_of)
    for given in community.recognitions:
        value = (given.kind, given.points, given.title, given.year, given.skills, given.event)
        found[given.member, HoldingKind.HONOUR, given.id] = Holding(
            (*value, given.private), given.module
        )
    for event in community.events.values():
        for member, one in allot_places(event).items():
            if one.state is not PlaceState.CANCELLED:
                where = (member, HoldingKind.REGISTERED, event.id)
                found[where] = Holding(-one.number if one.number else 1)
    for gift in community.gifts:
        if gift.offer is not None:
            asked = (gift.date, gift.offer, gift.points)
            found[gift.member, HoldingKind.VOICE, f"exchanges/{gift.id}"] = Holding(asked)
        if gift.by is not None and gift.declined is None:
            promise = (gift.kind, gift.what, gift.due, gift.received)
            found[gift.member, HoldingKind.PROMISE, gift.id] = Holding(promise, gift.module)
    for payout in community.payouts:
        for line in payout.lines:
            key = f"{payout.handbook}/{line.module}"
            _add(found, (line.member, HoldingKind.PAID, f"{key}/{line.seat}"), line.cash_minor, key)
    for name in members:
        found.update(_of_person(community, name))
    return found


def tiers(community: Community, as_of: date) -> dict[Key, Holding]:
    """Return the tier that points led everybody to, and how many claims at once it allows."""
    found = all_standings(community, all_facts(community, as_of), as_of)
    return {
        (name, HoldingKind.TIER, "points"): Holding((one.ladder.index(one.earned), one.tier.claims))
        for name, one in found.items()
    }


def rules_of_tiers_differ(before: Community, after: Community) -> bool:
    """True where somebody may have another tier although nobody earned or lost anything."""
    old, new = before.settings, after.settings
    return (old.tiers, old.points) != (new.tiers, new.points)


def find_touched(before: Community, after: Community) -> set[str]:
    """Return the modules in which a change can make a difference: their records, or what rules them."""
    touched = {
        key
        for key in before.modules.keys() | after.modules.keys()
        if before.modules.get(key) != after.modules.get(key)
    }
    handbooks = {
        key
        for key in before.handbooks.keys() | after.handbooks.keys()
        if before.handbooks.get(key) != after.handbooks.get(key)
    }
    handbooks |= {payout.handbook for payout in set(before.payouts) ^ set(after.payouts)}
    # Of the settings only these are in what people hold, beside tiers, which are asked for apart.
    old, new = before.settings, after.settings
    everywhere = (old.limits, old.currency) != (new.limits, new.currency)
    if handbooks or everywhere:
        keys = before.modules.keys() | after.modules.keys()
        touched |= {key for key in keys if everywhere or key.partition("/")[0] in handbooks}
    return touched


def _add(found: dict[Key, Holding], key: Key, amount: float, module: str | None) -> None:
    old = found.get(key)
    found[key] = Holding(amount + (old.value if old else 0), module)


def _in_module(
    community: Community, facts: ModuleFacts, as_of: date
) -> Iterator[tuple[Key, Holding]]:
    """Yield what people hold in one module, but for what they earned."""
    yield from _seats(community, facts)
    module, key = facts.module, facts.module.key
    for line in module_credits(community, facts):
        where = f"{key}:{line.role}"
        yield (line.member, HoldingKind.CREDIT, where), Holding(CREDIT_RANK[line.state], key)
    for speaker, name, said in iter_statements(module):
        yield (speaker, HoldingKind.VOICE, f"{key}/{name}"), Holding(said, key)
    for entry in rank_entries(module):
        yield (entry.member, HoldingKind.PLACE, key), Holding(-entry.place, key)
    for waiver in module.waivers:
        if waiver.reason is WaiverReason.DECLINED and waiver.date <= as_of:
            yield (waiver.candidate, HoldingKind.WAIVED, key), Holding(True, key)
    yield from _contributions(facts)


def _seats(community: Community, facts: ModuleFacts) -> Iterator[tuple[Key, Holding]]:
    module, key = facts.module, facts.module.key
    handbook = community.handbooks.get(module.handbook)
    agreed = agreed_terms(module, handbook.holdback if handbook else 0)
    for seat in facts.seats:
        claim = seat.claim
        if claim is None:
            continue
        where = f"{key}/{seat.seat.id}"
        yield (claim.member, HoldingKind.SEAT, where), Holding(claim.claimed, key)
        yield (claim.member, HoldingKind.AGREED, where), Holding(agreed, key)
        yield (
            (claim.member, HoldingKind.VERDICT, where),
            Holding(_verdict(facts, seat.seat.id), key),
        )
        if seat.due is not None:
            yield (claim.member, HoldingKind.DUE, where), Holding(seat.due, key)
        if is_delivered(module, claim):
            yield (
                (claim.member, HoldingKind.DELIVERY, where),
                Holding(_part(module, seat.seat.id), key),
            )


def _verdict(facts: ModuleFacts, seat: str) -> int:
    """Return the rank of what reviews say of a seat: acceptance only where its part is accepted."""
    if seat in facts.accepted:
        return VERDICT_RANK[Verdict.ACCEPTED]
    return VERDICT_RANK[None if facts.verdict is Verdict.ACCEPTED else facts.verdict]


def _part(module: Module, seat: str) -> tuple[str, ...]:
    """Return the words and files in a seat's own folder; nothing of a text that is everybody's."""
    content = module.content
    if content is None or not content.holds_part(seat):
        return ()
    text = content.texts.get(seat)
    files = (file for file in content.media.values() if file.name.startswith(f"{seat}/"))
    blobs = sorted(f"{file.name} {file.size} {file.blob}" for file in files)
    return (text_fingerprint(text) if text is not None else "", *blobs)


def _contributions(facts: ModuleFacts) -> Iterator[tuple[Key, Holding]]:
    """Yield the words of accepted work, and pictures: of responders, of parts, and on the site."""
    module, key, content = facts.module, facts.module.key, facts.module.content
    if content is None:
        return
    words = page_fingerprint(module) if facts.state.counts_as_work else None
    if words is not None:
        for author in facts.authors:
            yield (author, HoldingKind.WORDS, key), Holding((words, facts.state.is_on_site), key)
    senders = {name: one.member for one in module.responses.values() for name in one.media}
    for name, file in content.media.items():
        for maker in _makers(facts, name, senders):
            value = (file.size, file.kind, file.blob)
            yield (maker, HoldingKind.MEDIA, f"{key}/{name}"), Holding(value, key)


def _makers(facts: ModuleFacts, name: str, senders: Mapping[str, str]) -> tuple[str, ...]:
    """Return whose a file is: its sender's, its part's maker's, else all authors' once published."""
    if name in senders:
        return (senders[name],)
    if seat := part_of(facts.module, name):
        maker = find_maker(facts.module, seat)
        return (maker,) if maker else ()
    return facts.authors if facts.state.is_on_site else ()


def _add_earned(
    found: dict[Key, Holding], community: Community, facts: Mapping[str, ModuleFacts], as_of: date
) -> None:
    """Add points, money and evidence of skills; honours speak for themselves."""
    work = replace(community, recognitions=(), members={})
    for event in iter_point_events(work, facts, as_of):
        place = f"events/{event.event}" if event.event else event.module
        where = f"{place}/{event.seat or ''}"
        _add(found, (event.member, HoldingKind.POINTS, where), event.points, event.module)
    for reward in list_rewards(work, facts, as_of):
        if reward.cash:
            key = f"{reward.handbook}/{reward.module}"
            where = f"{key}/{reward.seat or ''}"
            _add(found, (reward.member, HoldingKind.CASH, where), reward.cash, key)
    for member, skill, piece in iter_evidence(work, facts, as_of):
        where = f"{skill}@{piece.source}"
        key = "/".join(piece.source.removeprefix("modules/").split("/")[:2])
        _add(found, (member, HoldingKind.EVIDENCE, where), piece.amount, key)


def _of_person(community: Community, name: str) -> Iterator[tuple[Key, Holding]]:
    member = community.members.get(name)
    if member is None:
        return
    words = (member.name, member.names, member.sort, member.city, member.product, member.intro)
    wishes = (member.skills, member.wants, member.visibility, member.away_until, member.links)
    told = (*words, *wishes, member.commit_emails)
    yield (name, HoldingKind.PERSON, "record"), Holding(told)
    if member.staff:
        yield (name, HoldingKind.ROLE, "staff"), Holding(frozenset(member.staff))
