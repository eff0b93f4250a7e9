"""Who is credited for what. Everybody whose work was accepted, and everybody who helped."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kocbook.insight.activity import iter_parts
from kocbook.insight.agreement import Agreement
from kocbook.insight.state import ModuleFacts
from kocbook.model.community import Community, Module
from kocbook.model.work import Review


class CreditState(StrEnum):
    """How firm a credit is."""

    SIGNED = "signed"  # an author who stands by the published words
    ACCEPTED = "accepted"  # an author whose work was accepted and who has not signed (yet)
    THANKED = "thanked"  # help that is no seat, or an author who is thanked and does not sign
    PROPOSED = "proposed"  # help that staff has not confirmed


@dataclass(frozen=True, slots=True)
class CreditLine:
    """One person's part in one module. `seat` is None for help that is no seat."""

    handbook: str
    module: str
    seat: str | None
    role: str
    member: str
    state: CreditState
    share: int
    date: date | None

    @property
    def key(self) -> str:
        """The module's key."""
        return f"{self.handbook}/{self.module}"


def all_credits(community: Community, facts: Mapping[str, ModuleFacts]) -> list[CreditLine]:
    """List every credit of the community, sorted by module, then byline order."""
    return [line for key in sorted(facts) for line in module_credits(community, facts[key])]


def module_credits(community: Community, facts: ModuleFacts) -> list[CreditLine]:
    """List a module's credits in byline order: seats first, then help, each by role and name.

    Every member appears once for each role.
    """
    lines = [*_seat_lines(facts), *_help_lines(facts)]
    # A proposal never hides what is confirmed.
    lines.sort(key=lambda line: line.state is CreditState.PROPOSED)
    first: dict[tuple[str, str], CreditLine] = {}
    for line in lines:
        first.setdefault((line.member, line.role), line)
    return sort_byline(community, list(first.values()))


def sort_byline(community: Community, lines: Sequence[CreditLine]) -> list[CreditLine]:
    """Sort credits as bylines are: authors before helpers, roles by the handbook, own sort key."""
    orders: dict[str, dict[str, int]] = {}

    def rank(line: CreditLine) -> tuple[object, ...]:
        order = orders.setdefault(line.handbook, role_order(community, line.handbook))
        member = community.members.get(line.member)
        person = member.sort_key if member else (line.member, line.member)
        helper = line.state in (CreditState.THANKED, CreditState.PROPOSED)
        return (line.handbook, line.module, helper, order.get(line.role, len(order)), person)

    return sorted(lines, key=rank)


def role_order(community: Community, handbook: str) -> dict[str, int]:
    """Return the place of each role in bylines: the handbook's own order, then the community's."""
    blueprint = community.handbooks.get(handbook)
    first = blueprint.roles_order if blueprint else ()
    roles = dict.fromkeys([*first, *(role.id for role in community.settings.roles)])
    return {role: place for place, role in enumerate(roles)}


def _seat_lines(facts: ModuleFacts) -> Iterator[CreditLine]:
    if not facts.state.counts_as_work:
        return
    module = facts.module
    stands = {author.member: author.agreement for author in facts.agreements}
    for seat in facts.seats:
        claim = seat.claim
        if claim is None or seat.seat.id not in facts.accepted:
            continue
        state = _seat_state(facts.state.is_on_site, stands.get(claim.member))
        yield CreditLine(
            module.handbook,
            module.id,
            seat.seat.id,
            seat.seat.role,
            claim.member,
            state,
            seat.seat.share,
            facts.finished,
        )


def _seat_state(on_site: bool, agreement: Agreement | None) -> CreditState:
    """Return how firm an author's credit is: who signed the published words, or who is thanked.

    Who left keeps the credit that they had: nobody can ask them any more.
    """
    if not on_site:
        return CreditState.ACCEPTED
    return CreditState.THANKED if agreement is Agreement.THANKED else CreditState.SIGNED


def _help_lines(facts: ModuleFacts) -> Iterator[CreditLine]:
    """Yield the help that a module had: earlier drafts, reviews, answers, responses, credits."""
    module = facts.module

    def line(member: str, role: str, on: date, state: CreditState) -> CreditLine:
        return CreditLine(module.handbook, module.id, None, role, member, state, 0, on)

    for credit in module.credits:
        state = CreditState.THANKED if credit.confirmed_by else CreditState.PROPOSED
        yield line(credit.member, credit.role, credit.date, state)
    for past in module.past_claims:
        seat = module.brief.find_seat(past.seat)
        if past.delivered and seat:
            yield line(past.member, seat.role, past.delivered, CreditState.THANKED)
    for review in module.reviews:
        yield line(review.reviewer, _review_role(facts, review), review.date, CreditState.THANKED)
    for answer in module.answers.values():
        yield line(answer.by, "answering", answer.date, CreditState.THANKED)
    for one in module.translations.values():
        state = CreditState.THANKED if one.checked_by else CreditState.PROPOSED
        yield line(one.translator, "translation", one.date, state)
    for part in iter_parts(module):
        state = CreditState.THANKED if part.is_confirmed else CreditState.PROPOSED
        yield line(part.member, part.role, part.date, state)


def _review_role(facts: ModuleFacts, review: Review) -> str:
    safety = {goal.id for goal in facts.module.brief.goals if goal.safety}
    return "fact-checking" if safety & review.goals.keys() else "reviewing"


def signers(module: Module) -> set[str]:
    """Return who may agree to a module's words: who holds or held a seat, and who is thanked."""
    claims = (*module.claims.values(), *module.past_claims)
    return {claim.member for claim in claims} | {credit.member for credit in module.credits}


def signatories(lines: Sequence[CreditLine]) -> list[str]:
    """List the members who sign a handbook: authors of its published modules, each once."""
    signed = [line.member for line in lines if line.state is CreditState.SIGNED]
    return list(dict.fromkeys(signed))
