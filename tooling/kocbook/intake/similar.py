"""Which other open seats are close to one that is taken."""

from __future__ import annotations

from collections.abc import Mapping

from kocbook.insight.state import ModuleFacts
from kocbook.model.brief import Seat
from kocbook.model.community import Module
from kocbook.model.people import Member


def find_similar(
    facts: Mapping[str, ModuleFacts], module: Module, seat: Seat, member: Member, limit: int = 3
) -> list[Module]:
    """List the modules with a free seat most like `seat` of `module`, best first.

    Another free seat of the same module is the closest of all.

    The same role counts 3, each skill or wish of the member that a free seat asks for 2, each
    shared tag 2, the same form and handbook 1 each; ties go by key.
    """
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
        other
        for other in facts.values()
        if any(one.state.is_claimable and one.seat != seat for one in other.seats)
        and member.id not in other.authors
        and (not other.module.brief.invited or member.id in other.module.brief.invited)
    ]
    ranked = sorted(open_ones, key=lambda other: (-closeness(other), other.module.key))
    return [other.module for other in ranked[:limit]]
