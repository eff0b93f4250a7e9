"""All desks together: which rows stand on whose, sorted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date

from kocbook.insight.duties.community_operator import find_operators_duties
from kocbook.insight.duties.content_planner import find_planners_duties
from kocbook.insight.duties.duty import Desk, Duty, DutyKind, Today, make_today
from kocbook.insight.duties.monday import find_monday
from kocbook.insight.duties.product_expert import find_experts_duties
from kocbook.insight.duties.project_lead import find_leads_duties
from kocbook.insight.state import ModuleFacts
from kocbook.insight.tiers import Standing, all_standings
from kocbook.model.community import Community

# A new kind of row is a word of DutyKind, a function in its desk's file, and its words in desk.yml.
_DESKS: dict[Desk, Callable[[Today], Iterator[Duty]]] = {
    Desk.MONDAY: find_monday,
    Desk.COMMUNITY_OPERATOR: find_operators_duties,
    Desk.CONTENT_PLANNER: find_planners_duties,
    Desk.PRODUCT_EXPERT: find_experts_duties,
    Desk.PROJECT_LEAD: find_leads_duties,
}
_ORDER = list(DutyKind)


def find_duties(
    community: Community,
    facts: Mapping[str, ModuleFacts],
    as_of: date,
    desks: Iterable[Desk] = tuple(Desk),
    standings: Mapping[str, Standing] | None = None,
) -> list[Duty]:
    """List the rows of the desks: by desk and kind, what has waited longest first.

    What is only told stands newest first. Nothing is told before it began.
    """
    known = all_standings(community, facts, as_of) if standings is None else standings
    today = make_today(community, facts, as_of, known)
    return [
        duty
        for desk in desks
        for duty in sorted(_DESKS[desk](today), key=_rank)
        if duty.since <= as_of
    ]


def _rank(duty: Duty) -> tuple[int, int, str, str, int, str]:
    age = duty.days if duty.kind.is_record else -duty.days
    if duty.kind is DutyKind.BUDGET:
        age = 0  # by handbook
    figure = duty.figure if duty.kind is DutyKind.JUDGED and duty.figure else 0
    place = (
        duty.key or duty.handbook or duty.event or duty.equipment or "",
        duty.seat or "",
        figure,
    )
    return (_ORDER.index(duty.kind), age, *place, duty.member or "")
