"""The content planner's desk (内容策划): open briefs, reviews, judging, and briefs that are vague."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from kocbook.insight.brief_quality import iter_weaknesses
from kocbook.insight.duties.duty import Desk, Duty, DutyKind, Today
from kocbook.insight.duties.held import find_held_back
from kocbook.insight.duties.monday import find_free_seats, find_reviews, free_since
from kocbook.insight.judging import rank_entries
from kocbook.insight.state import ModuleFacts
from kocbook.model.enums import StaffRole, State

_DESK = Desk.CONTENT_PLANNER


def find_planners_duties(today: Today) -> Iterator[Duty]:
    """Yield the rows of the content planner's desk."""
    for facts in today.facts.values():
        if today.is_archived(facts.module):
            continue
        yield from find_reviews(today, facts, _DESK, DutyKind.REVIEW_DUE)
        yield from find_free_seats(today, facts, _DESK, DutyKind.UNCLAIMED)
        yield from _find_open(today, facts)
        yield from _find_judging(today, facts)
        yield from _find_outcome(today, facts)
        yield from _find_vague(today, facts)
    yield from find_held_back(today, _DESK)
    yield from today.iter_given_by(_DESK, StaffRole.CONTENT_PLANNER)


def _find_open(today: Today, facts: ModuleFacts) -> Iterator[Duty]:
    """Every brief that somebody can still take up, in part or as a whole."""
    free = [seat for seat in facts.seats if seat.claim is None and seat.state.is_claimable]
    if not facts.state.is_claimable or (facts.seats and not free):
        return
    since = max((day for seat in free if (day := free_since(facts, seat))), default=None)
    opened = since or facts.module.brief.opened or today.as_of
    more = {"figure": len(free), "of": len(facts.seats)} if free else {}
    due = facts.module.brief.closes
    yield today.row(_DESK, DutyKind.OPEN, opened, facts.module, due=due, **more)


def _find_judging(today: Today, facts: ModuleFacts) -> Iterator[Duty]:
    """An activity with a rubric: judge it once it is closed; then the places that win something."""
    module, brief = facts.module, facts.module.brief
    is_over = facts.state.has_ended and brief.closes is not None
    if not (brief.rubric and is_over and brief.closes and module.responses):
        return
    judged = [one for one in module.judgings if one.date <= today.as_of]
    if not judged:
        place = (_DESK, DutyKind.JUDGING_DUE, brief.closes + timedelta(days=1), module)
        # The command writes what the scores rely on; by hand it would have to be worked out.
        command = f"koc new judging {module.key}"
        yield today.row(*place, figure=len(module.responses), command=command)
        return
    ranked, day = rank_entries(module), max(one.date for one in judged)
    for entry in ranked:
        if entry.prize:
            figures = {"figure": entry.place, "of": len(ranked), "what": entry.prize}
            yield today.row(_DESK, DutyKind.JUDGED, day, module, member=entry.member, **figures)


def _find_outcome(today: Today, facts: ModuleFacts) -> Iterator[Duty]:
    """An activity that is over: those who took part are told what came of it, once it is judged."""
    module, brief = facts.module, facts.module.brief
    is_over = facts.state.has_ended and not facts.seats and brief.closes is not None
    told = module.outcome is not None and module.outcome.date <= today.as_of
    if not is_over or told or not brief.closes or not module.responses:
        return
    judged = [one.date for one in module.judgings if one.date <= today.as_of]
    if brief.rubric and not judged:
        return  # judging comes first
    since = max([brief.closes + timedelta(days=1), *judged])
    command = f"koc new outcome {module.key}"
    figure = len(module.responses)
    yield today.row(_DESK, DutyKind.OUTCOME_DUE, since, module, figure=figure, command=command)


def _find_vague(today: Today, facts: ModuleFacts) -> Iterator[Duty]:
    """A brief that nobody has finished, with goals of which two people would think two things."""
    if not (facts.state is State.DRAFT or facts.state.is_claimable or facts.state.is_under_way):
        return
    weak = list(iter_weaknesses(facts.module.brief))
    if weak:
        since = facts.module.brief.opened
        since = since if since and since <= today.as_of else today.as_of
        url = today.edit_url(facts.module.path)
        figures = {"figure": len(weak), "of": len(facts.module.brief.goals)}
        yield today.row(_DESK, DutyKind.VAGUE, since, facts.module, url=url, **figures)
