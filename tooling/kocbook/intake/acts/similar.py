"""Which other open seats are close to one that is taken."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from kocbook.insight.invitations import may_claim
from kocbook.insight.skills import SkillGraph, skill_graph
from kocbook.insight.state import ModuleFacts
from kocbook.model.brief import Seat
from kocbook.model.community import Community, Module
from kocbook.model.people import Member


def find_similar(
    community: Community,
    facts: Mapping[str, ModuleFacts],
    module: Module,
    seat: Seat,
    member: Member,
    day: date,
    limit: int = 3,
) -> list[Module]:
    """List the modules with a free seat most like `seat` of `module`, best first.

    Another free seat of the same module is the closest of all.

    The same role counts 3, each skill or wish of the member that a free seat asks for 2, each
    shared tag 2, the same form and handbook 1 each; ties go by key.
    """

    def graph() -> SkillGraph:
        return skill_graph(community, facts, day)

    def is_for_them(other: ModuleFacts) -> bool:
        """True where a free seat, and not the one that is taken, is one they may claim."""
        limits = community.settings.limits
        return any(
            one.state.is_claimable
            and one.seat != seat
            and may_claim(other.module, one.seat, member, day, limits, graph)
            for one in other.seats
        )

    able = {*member.skills, *member.wants}

    def closeness(other: ModuleFacts) -> int:
        free = [one.seat for one in other.seats if one.state.is_claimable]
        brief = other.module.brief
        return (
            3 * any(one.role == seat.role for one in free)
            + 2 * max(len(able & set(one.skills)) for one in free)
            + 2 * len(set(brief.tags) & set(module.brief.tags))
            + (brief.form is module.brief.form)
            + (other.module.handbook == module.handbook)
            + 10 * (other.module.key == module.key)
        )

    open_ones = [
        other for other in facts.values() if member.id not in other.authors and is_for_them(other)
    ]
    ranked = sorted(open_ones, key=lambda other: (-closeness(other), other.module.key))
    return [other.module for other in ranked[:limit]]
