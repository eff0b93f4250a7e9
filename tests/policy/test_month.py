"""A simulated month: thirty members and four of the staff work at once, and nothing breaks.

Every request is a branch of a real repository, judged on what is published at that moment and
merged by Git. Run with `-s` to read the month's figures.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest

from kocbook.insight.credits import CreditState, all_credits
from kocbook.insight.points import iter_seat_points
from kocbook.insight.split import WHOLE, split_amount
from kocbook.insight.state import ModuleFacts
from kocbook.insight.tiers import all_standings
from kocbook.model.community import Community
from kocbook.model.enums import State, Verdict
from kocbook.model.paths import RecordKind, parse_record_path
from tests.policy.attackers import ATTACKS, attack, attack_as_another
from tests.policy.crowd import ACTIVITIES, join_in
from tests.policy.forge import Answer, Forge
from tests.policy.month import ACCOUNTS, MODULES, Day, Wish, first_files

FIRST_DAY = date(2026, 3, 1)
DAYS = 30
SEEDS = (1, 2)
MISSED = 2  # kinds of attack for which a month may have no occasion


@dataclass
class Request:
    """A wish that became a branch, and the day on which somebody looks at it."""

    wish: Wish
    branch: str
    made: date
    answered: date
    base: str  # the commit of main from which it departed


@dataclass
class Month:
    """The whole month: what is waiting, and what became of the rest."""

    forge: Forge
    random: Random
    notes: Path
    waiting: list[Request] = field(default_factory=list)
    figures: Counter[str] = field(default_factory=Counter)
    merged: Counter[str] = field(default_factory=Counter)
    tried: Counter[str] = field(default_factory=Counter)

    def live(self, today: date) -> None:
        """One day: everybody wishes from the morning's state; then what is due is answered."""
        community, facts = self.forge.start_day(today)
        check_states(facts)
        for wish in self.wishes(today, community, facts):
            branch = f"request-{self.figures['requests']}"
            if self.forge.propose(branch, wish.files):
                self.figures["requests"] += 1
                wait = timedelta(days=self.random.choice((0, 0, 0, 1, 2)))
                request = Request(wish, branch, today, today + wait, self.forge.morning)
                # What is hostile this morning may be right once others have acted.
                self.answer(request, today) if wish.hostile else self.waiting.append(request)
        due = [request for request in self.waiting if request.answered <= today]
        self.waiting = [request for request in self.waiting if request.answered > today]
        for request in self.random.sample(due, len(due)):
            self.answer(request, today)

    def wishes(
        self, today: date, community: Community, facts: dict[str, ModuleFacts]
    ) -> Iterator[Wish]:
        day = Day(self.random, today, self.forge.desk, community, facts, self.notes)
        yield from day.wishes()
        yield from join_in(day)
        yield from attack(day, self.tried, 2)
        yield from attack_as_another(day)

    def answer(self, request: Request, today: date) -> None:
        wish = request.wish
        approvals = [ACCOUNTS[name] for name in wish.approvals]
        answer = self.forge.judge(request.branch, wish.by, today, approvals)
        assert not (wish.hostile and answer.allowed), (wish, answer)
        if answer.conflicts:
            self.figures["conflicts"] += 1
            assert not self.forge.merge(request.branch), (wish, answer)
        elif answer.allowed:
            assert self.forge.merge(request.branch), (wish, answer)
            self.merged[wish.kind] += 1
            community, facts = self.forge.read(self.forge.main, today)
            check_claims(community, facts, today)
            return
        self.figures["hostile" if wish.hostile else "refused"] += 1
        if not wish.hostile and not wish.may_fail:
            self.excuse(request, answer)
        self.tell_the_loser(wish, answer, today)

    def excuse(self, request: Request, answer: Answer) -> None:
        """What is legitimate is refused only because somebody was quicker: that morning it passes."""
        approvals = [ACCOUNTS[name] for name in request.wish.approvals]
        by, made = request.wish.by, request.made
        morning = self.forge.judge(request.branch, by, made, approvals, request.base)
        assert morning.allowed, (request.wish, answer, morning)
        self.figures["overtaken"] += 1

    def tell_the_loser(self, wish: Wish, answer: Answer, today: date) -> None:
        """Whoever comes second to a seat reads that, and who was first."""
        if wish.kind not in ("claim", "take over"):
            return
        if answer.judgement.allowed and answer.errors == {"claim-over-limit"}:
            return  # the seat was free; the limit is told in other words
        community, _ = self.forge.read(self.forge.main, today)
        for path in wish.files:
            where = parse_record_path(path)
            if where is None or where.kind is not RecordKind.CLAIM or "past" in path:
                continue
            module = community.modules[str(where.module_key)]
            holder = module.claims.get(where.parts["seat"])
            # Who is taken over from is first to nobody: their claim was only written anew meanwhile.
            lapsed = f"member: {holder.member}\n".encode() if holder else b""
            if holder and any(
                "past" in one and lapsed in text for one, text in wish.files.items() if text
            ):
                continue
            if holder is not None and holder.member != wish.who:
                told = [item for item in answer.judgement.refusals if item.location.path == path]
                names = {item.data.get("holder") for item in told}
                assert community.members[holder.member].name in names or any(
                    item.rule == "policy-claim-closed" for item in told
                ), (wish, answer)
                self.figures["losers told"] += 1


def check_states(facts: dict[str, ModuleFacts]) -> None:
    """No module's state contradicts the records that it comes from."""
    for one in facts.values():
        if not one.seats:
            check_activity(one)
            continue
        held = [seat for seat in one.seats if seat.claim]
        if one.state.counts_as_work:
            assert one.verdict is Verdict.ACCEPTED
            assert one.module.text is not None
            # Somebody may have released a seat while the review of the text was waiting.
            assert held
        if one.state.is_on_site:
            assert not one.unsigned
        if one.state in (State.DELIVERED, State.CHANGES_REQUESTED):
            assert one.module.text is not None
        if one.state is State.CLAIMED:
            assert len(held) == len(one.seats)
        if one.state is State.OPEN:
            assert any(not seat.claim for seat in one.seats)
        if one.state.is_under_way or one.state.counts_as_work:
            assert {seat.claim.member for seat in held if seat.claim} == set(one.authors)


def check_activity(one: ModuleFacts) -> None:
    """One is published only where its goal was reached, by the outcome's word, and ends as it stands."""
    module = one.module
    if one.state is State.PUBLISHED and any(goal.must for goal in module.brief.goals):
        assert module.outcome is not None
        assert module.outcome.reached
    if module.outcome is not None:
        assert one.state.has_ended
        assert set(module.outcome.chosen) <= {option.id for option in module.brief.options}
    for judging in module.judgings:
        assert judging.judge not in module.responses


def check_claims(community: Community, facts: dict[str, ModuleFacts], today: date) -> None:
    """Nobody holds more seats than the tier allows, counted here once more."""
    held = Counter(
        seat.claim.member
        for one in facts.values()
        for seat in one.seats
        if seat.claim and seat.state.is_under_way
    )
    standings = all_standings(community, facts, today)
    assert all(count <= standings[name].tier.claims for name, count in held.items())


def check_credits(community: Community, facts: dict[str, ModuleFacts]) -> int:
    """Everybody whose work was accepted, and everybody before and beside them, is credited."""
    lines = all_credits(community, facts)
    credited = {(line.key, line.member) for line in lines}
    accepted = 0
    for key, one in facts.items():
        for past in one.module.past_claims:
            assert not past.delivered or (key, past.member) in credited
        for review in one.module.reviews:
            assert (key, review.reviewer) in credited
        if not one.seats:
            assert all((key, name) in credited for name in one.module.responses)
        elif one.state.counts_as_work:
            accepted += 1
            assert all((key, author) in credited for author in one.authors)
            seats = [line for line in lines if line.key == key and line.seat]
            points, shares = one.module.brief.reward.points, [seat.seat.share for seat in one.seats]
            parts = split_amount(points, shares)
            assert (sum(shares), sum(parts)) == (WHOLE, points)
            # What an empty seat would have had, or one that delivered nothing, goes to nobody else.
            worked = [bool(seat.claim and seat.claim.delivered) for seat in one.seats]
            held = [part for part, did in zip(parts, worked, strict=True) if did]
            assert sum(given for *_, given in iter_seat_points(one)) == sum(held)
            assert sum(line.share for line in seats) == sum(
                share for share, did in zip(shares, worked, strict=True) if did
            )
            assert all(line.state is CreditState.SIGNED for line in seats if one.state.is_on_site)
    return accepted


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_a_month_of_thirty_members(
    seed: int, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    month = Month(Forge(tmp_path, first_files(ACTIVITIES)), Random(seed), tmp_path / "notes.md")
    for number in range(DAYS):
        month.live(FIRST_DAY + timedelta(days=number))
    last = FIRST_DAY + timedelta(days=DAYS)
    community, facts = month.forge.start_day(last)
    check_states(facts)
    accepted = check_credits(community, facts)
    done = month.merged
    summary = {**month.figures, "merged": done.total(), "accepted": accepted, **done}
    told = ", ".join(f"{name} {count}" for name, count in summary.items())
    sys.stdout.write(f"\nA month with seed {seed}: {told}\n")
    record_property("month", told)
    # A month in which nothing happens proves nothing.
    for kind in (
        *("join", "claim", "take over", "deliver", "deliver again", "extend", "review", "vote"),
        *("enter", "score", "outcome", "take down", "take back", "praise"),
    ):
        assert done[kind] > 0, (kind, summary)
    untried = sorted(set(ATTACKS) - set(month.tried))
    sys.stdout.write(f"{month.tried.total()} attacks of {len(month.tried)} kinds; not: {untried}\n")
    assert len(untried) <= MISSED
    assert min(month.figures[name] for name in ("conflicts", "hostile", "losers told")) > 3
    assert 3 <= accepted <= len(MODULES)
    assert month.forge.scoped > 20  # most were answered without reading everything
