"""The state of every module and seat, computed from which records exist and a date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from kocbook.insight.agreement import Author, find_agreements
from kocbook.insight.fingerprint import part_fingerprint
from kocbook.insight.parts import is_delivered, is_part_accepted
from kocbook.insight.redaction import standing_words
from kocbook.insight.team import clock_start, is_team
from kocbook.model.brief import Brief, Seat
from kocbook.model.community import Community, Module
from kocbook.model.enums import Access, Met, State, Verdict
from kocbook.model.settings import Limits
from kocbook.model.work import Claim, Review


@dataclass(frozen=True, slots=True)
class SeatFacts:
    """A seat, who holds it, how it stands, and when the holder's work is due."""

    seat: Seat
    claim: Claim | None
    state: State
    due: date | None


@dataclass(frozen=True, slots=True)
class ModuleFacts:
    """A module's state and what it follows from. `authors` hold the seats, in seat order.

    `accepted` are the seats whose own part was delivered and accepted; `agreements` say how each author stands to the current words; `finished` is the day of the
    acceptance.
    """

    module: Module
    state: State
    seats: tuple[SeatFacts, ...]
    verdict: Verdict | None
    authors: tuple[str, ...]
    agreements: tuple[Author, ...]
    delivered: date | None
    finished: date | None
    accepted: frozenset[str] = frozenset()

    @property
    def unsigned(self) -> tuple[str, ...]:
        """The authors whose agreement to the current words is still needed."""
        return tuple(a.member for a in self.agreements if a.agreement.is_awaited)

    @property
    def due(self) -> date | None:
        """The earliest date at which somebody's work is due."""
        dates = [seat.due for seat in self.seats if seat.due]
        return min(dates, default=None)


def verdict_of(brief: Brief, review: Review) -> Verdict:
    """Derive what a review says: declined, else by the goals that must be met.

    Where it names what a seat still owes, changes are requested.
    """
    if review.declined:
        return Verdict.DECLINED
    if review.missing:
        return Verdict.CHANGES_REQUESTED
    for goal in brief.must_goals:
        judgement = review.goals.get(goal.id)
        # A safety goal may be left to a product expert's own review of the same round.
        if judgement is None or judgement.met is Met.FULLY:
            continue
        return Verdict.CHANGES_REQUESTED
    return Verdict.ACCEPTED


def latest_reviews(module: Module, as_of: date) -> list[Review]:
    """List the reviews of the latest round that are not in the future."""
    if not module.reviews:
        return []
    past = [review for review in module.reviews if review.date <= as_of]
    newest = max((review.round for review in past), default=0)
    return [review for review in past if review.round == newest]


def verdict_of_round(brief: Brief, reviews: list[Review]) -> Verdict | None:
    """Join the verdicts of one round: declined, then changes, then accepted. None without reviews.

    A round that leaves a must-goal unjudged by everybody accepts nothing yet.
    """
    verdicts = {verdict_of(brief, review) for review in reviews}
    for verdict in (Verdict.DECLINED, Verdict.CHANGES_REQUESTED):
        if verdict in verdicts:
            return verdict
    judged = {goal for review in reviews for goal in review.goals}
    if not reviews or any(goal.id not in judged for goal in brief.must_goals):
        return None
    return Verdict.ACCEPTED


def accepting_reviews(module: Module, as_of: date) -> list[Review]:
    """List the latest round of reviews where it accepts the work; nothing where it does not."""
    reviews = latest_reviews(module, as_of)
    accepts = verdict_of_round(module.brief, reviews) is Verdict.ACCEPTED
    return reviews if accepts else []


def accepted_on(module: Module, as_of: date) -> date | None:
    """Return the day on which a module's work was accepted, None where it was not.

    What was earned stays earned, also where the module was withdrawn or superseded later.
    """
    return max((review.date for review in accepting_reviews(module, as_of)), default=None)


def accepted_seats(module: Module, as_of: date) -> frozenset[str]:
    """Return the seats whose own part was delivered and accepted: nobody else earns anything."""
    reviews = accepting_reviews(module, as_of)
    if not reviews:
        return frozenset()
    day = max(review.date for review in reviews)
    return frozenset(
        seat.id
        for seat in module.brief.seats
        if (claim := module.claims.get(seat.id)) and is_part_accepted(module, claim, reviews, day)
    )


def due_date(brief: Brief, claim: Claim, start: date) -> date:
    """Return the day by which a claim's work is due, counted from `start`.

    An extension adds half the days, once.
    """
    days = brief.days + ((brief.days + 1) // 2 if claim.extended else 0)
    return start + timedelta(days=days)


def is_lapsed(due: date, as_of: date, limits: Limits) -> bool:
    """True once others may claim: `grace_days` after the due date."""
    return as_of >= due + timedelta(days=limits.grace_days)


def module_facts(community: Community, module: Module, as_of: date) -> ModuleFacts:
    """Compute the state of a module and of its seats on the day `as_of`."""
    reviews = latest_reviews(module, as_of)
    verdict = verdict_of_round(module.brief, reviews)
    claims = [claim for seat in module.brief.seats if (claim := module.claims.get(seat.id))]
    authors = tuple(dict.fromkeys(claim.member for claim in claims))
    delivered = _delivery_date(claims)
    archived = is_archived(community, module, as_of)
    state = _settled_state(module, as_of, archived)
    if state is None:
        state = _working_state(community, module, as_of, reviews, verdict, claims)
        if archived and not state.counts_as_work and state is not State.DECLINED:
            state = State.WITHDRAWN
    judged = {review.text for review in reviews if review.text}
    agreements = find_agreements(community, module, authors, judged)
    waits = any(author.agreement.is_awaited for author in agreements)
    if state is State.ACCEPTED and not waits and module.text is not None:
        state = State.REUSED if _reused(module, as_of) else State.PUBLISHED
    seats = tuple(
        _seat_facts(community, module, seat, state, as_of, reviews) for seat in module.brief.seats
    )
    finished = max((review.date for review in reviews), default=None)
    return ModuleFacts(
        module,
        state,
        seats,
        verdict,
        authors,
        agreements,
        delivered,
        finished if state.counts_as_work else None,
        accepted_seats(module, as_of),
    )


def waits_for_team(facts: ModuleFacts, seat: SeatFacts) -> bool:
    """True for a seat whose holder cannot start yet: somebody of the team is still missing."""
    if seat.claim is None or seat.state is not State.CLAIMED:
        return False
    return clock_start(facts.module, seat.claim) is None


def all_facts(community: Community, as_of: date) -> dict[str, ModuleFacts]:
    """Compute the facts of every module, by key, in the order of keys."""
    return {
        key: module_facts(community, module, as_of)
        for key, module in sorted(community.modules.items())
    }


def is_archived(community: Community, module: Module, as_of: date) -> bool:
    """True where the module's handbook is closed: what is finished stays, the rest is withdrawn."""
    handbook = community.handbooks.get(module.handbook)
    return bool(handbook and handbook.archived and handbook.archived <= as_of)


def _settled_state(module: Module, as_of: date, archived: bool) -> State | None:
    """Return the states that the brief and the handbook alone decide, or None."""
    brief = module.brief
    if brief.withdrawn and brief.withdrawn.date <= as_of:
        return State.WITHDRAWN
    if brief.superseded_by:
        return State.SUPERSEDED
    if brief.is_inherited and module.text is not None:
        return State.INHERITED
    if brief.opened is None or brief.opened > as_of:
        return State.WITHDRAWN if archived else State.DRAFT
    if brief.seats:
        return None
    if not archived and (brief.closes is None or brief.closes >= as_of):
        return _waiting(brief)
    if not _reached_goals(module, as_of):
        return State.CLOSED
    return State.REUSED if _reused(module, as_of) else State.PUBLISHED


def _reached_goals(module: Module, as_of: date) -> bool:
    """True where an activity that is over met what it must: a review says so, else its outcome.

    Where neither a review nor a goal marked `must` asks, there is nothing to miss.
    """
    reviews = latest_reviews(module, as_of)
    if reviews:
        return verdict_of_round(module.brief, reviews) is Verdict.ACCEPTED
    outcome = module.outcome
    if outcome is not None and outcome.reached is not None and outcome.date <= as_of:
        return outcome.reached
    return not any(goal.must for goal in module.brief.goals)


def _working_state(
    community: Community,
    module: Module,
    as_of: date,
    reviews: list[Review],
    verdict: Verdict | None,
    claims: list[Claim],
) -> State:
    if verdict is Verdict.ACCEPTED:
        return State.ACCEPTED
    if verdict is Verdict.DECLINED:
        return State.DECLINED
    limits = community.settings.limits
    dues = {claim.seat: _due(limits, module, claim, reviews, verdict) for claim in claims}
    lapsed = [
        claim for claim in claims if (due := dues[claim.seat]) and is_lapsed(due, as_of, limits)
    ]
    live = [claim for claim in claims if claim not in lapsed]
    whole = len(live) == len(module.brief.seats)
    if whole and all(is_delivered(module, claim) for claim in live):
        waits = verdict is Verdict.CHANGES_REQUESTED and not _is_answered(module, live, reviews)
        return State.CHANGES_REQUESTED if waits else State.DELIVERED
    if len(live) == len(module.brief.seats):
        return State.CLAIMED
    if len(claims) < len(module.brief.seats):
        return _waiting(module.brief)
    return State.LAPSED


def _seat_facts(
    community: Community,
    module: Module,
    seat: Seat,
    state: State,
    as_of: date,
    reviews: list[Review],
) -> SeatFacts:
    claim = module.claims.get(seat.id)
    if not (state.is_claimable or state.is_under_way):
        return SeatFacts(seat, claim, state, None)
    if claim is None:
        return SeatFacts(seat, None, _waiting(module.brief), None)
    limits = community.settings.limits
    due = _due(limits, module, claim, reviews, verdict_of_round(module.brief, reviews))
    if due and is_lapsed(due, as_of, limits):
        return SeatFacts(seat, claim, State.LAPSED, due)
    return SeatFacts(seat, claim, _seat_state(module, claim, due), due)


def _seat_state(module: Module, claim: Claim, due: date | None) -> State:
    """Return how a held seat stands: work is due, or it waits for the others and for a review."""
    if not is_delivered(module, claim):
        return State.CLAIMED
    return State.DELIVERED if due is None else State.CHANGES_REQUESTED


def _due(
    limits: Limits, module: Module, claim: Claim, reviews: list[Review], verdict: Verdict | None
) -> date | None:
    """Return when a claim's work is due, or None while its clock stands still.

    The clock starts with the team, stops at delivery, since waiting for others never costs a
    claim, and restarts when changes are requested.
    """
    if not is_delivered(module, claim):
        start = clock_start(module, claim)
        return due_date(module.brief, claim, start) if start else None
    is_asked = verdict is Verdict.CHANGES_REQUESTED and _is_asked(claim.seat, reviews)
    if is_asked and not _is_answered(module, [claim], reviews):
        asked = max(review.date for review in reviews)
        return asked + timedelta(days=limits.revision_days)
    return None


def _delivery_date(claims: list[Claim]) -> date | None:
    return max((claim.delivered for claim in claims if claim.delivered), default=None)


def _is_asked(seat: str, reviews: list[Review]) -> bool:
    """True for a seat that the reviews want changes of: those that they name, or else all."""
    named = {name for review in reviews for name in review.missing}
    return not named or seat in named


def _is_answered(module: Module, claims: list[Claim], reviews: list[Review]) -> bool:
    """True where all who were asked for changes delivered again, or changed their part."""
    asked = [claim for claim in claims if _is_asked(claim.seat, reviews)]
    if not is_team(module) or not any(review.parts for review in reviews):
        return _is_page_changed(module, reviews) or any(
            _came_after(claim, reviews) for claim in asked
        )
    return all(
        _came_after(claim, reviews) or _is_changed(module, claim, reviews) for claim in asked
    )


def _came_after(claim: Claim, reviews: list[Review]) -> bool:
    return claim.delivered is not None and claim.delivered > max(one.date for one in reviews)


def _is_page_changed(module: Module, reviews: list[Review]) -> bool:
    judged = [review.text for review in reviews if review.text]
    words = standing_words(module)
    return bool(judged and words) and words.isdisjoint(judged)


def _is_changed(module: Module, claim: Claim, reviews: list[Review]) -> bool:
    judged = [review.parts[claim.seat] for review in reviews if claim.seat in review.parts]
    return part_fingerprint(module, claim.seat) not in judged


def _waiting(brief: Brief) -> State:
    return State.OPEN if brief.access is Access.OPEN else State.INVITED


def _reused(module: Module, as_of: date) -> bool:
    return any(reuse.date <= as_of for reuse in module.reuse)
