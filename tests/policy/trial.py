"""One random change by a random actor: what both judges say of it, and what the oracle calls a theft."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from random import Random

from kocbook.model.community import Community
from kocbook.policy.actor import resolve_actor
from kocbook.policy.effect_judge import find_all_missing
from kocbook.policy.effects import Turn
from kocbook.policy.judge import judge_change
from kocbook.records.loader import LoadResult
from tests.policy.oracle import Change, Theft, find_thefts
from tests.policy.people import ACCOUNTS, AS_OF, Files, changes_between, load, with_pins
from tests.policy.world import IDS, WORLD, change_at_random

PINNED = 0.8
"""So many of the random changes hold what they rely on."""


@dataclass(frozen=True)
class Trial:
    """A case by its number. `by_effects` is the second judge alone, as if there were no table."""

    number: int
    who: str
    approvals: tuple[str, ...]
    after: Files
    thefts: tuple[Theft, ...]
    is_allowed: bool
    by_effects: bool

    @property
    def is_missed(self) -> bool:
        """True for a theft that the second judge lets through, whatever the table says."""
        return bool(self.thefts) and (self.is_allowed or self.by_effects)

    def __str__(self) -> str:
        changed = [f"{one.status} {one.path}" for one in changes_between(WORLD, self.after)]
        return f"case {self.number}, {self.who} with {self.approvals}: {changed} {self.thefts}"


@cache
def base() -> LoadResult:
    """Return the world, read once."""
    return load(WORLD)


def try_case(number: int) -> Trial | None:
    """Judge the change with this number; None where it changes nothing or cannot be read."""
    random = Random(number)
    who = random.choice(sorted(IDS))
    after = change_at_random(random, IDS[who])
    approvals = tuple(random.sample(sorted(IDS), random.choice((0, 0, 1, 2))))
    head = load(after)
    new = after.keys() - WORLD.keys()
    if new and head.community is not None and random.random() < PINNED:
        # As commands and forms write it: what is new says what it relied on.
        held = with_pins(after, *new, found=head.community)
        after, head = (held, load(held)) if held != after else (after, head)
    changes = changes_between(WORLD, after)
    # What cannot be read is refused by the check; the oracle reads plain values.
    if not changes or head.findings or head.community is None:
        return None
    agreed = {IDS[name] for name in (who, *approvals) if name != "outsider"}
    accounts = [ACCOUNTS[name] for name in approvals]
    judged = judge_change(base(), head, changes, ACCOUNTS[who], AS_OF, accounts)
    thefts = find_thefts(Change(WORLD, after, IDS[who], frozenset(agreed - {IDS[who]}), AS_OF))
    return Trial(
        number,
        who,
        approvals,
        after,
        tuple(thefts),
        judged.allowed,
        not lacks_a_yes(head.community, who, agreed),
    )


def lacks_a_yes(after: Community, who: str, agreed: set[str], before: Files = WORLD) -> bool:
    """True where the second judge, alone, still waits for somebody."""
    standing = (base() if before is WORLD else load(before)).community
    assert standing is not None
    turn = Turn(standing, after, resolve_actor(standing, ACCOUNTS[who]), AS_OF)
    return any(missing.who.isdisjoint(agreed) for missing in find_all_missing(turn))
