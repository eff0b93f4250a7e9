"""The content planner's desk (内容策划): open briefs, reviews, judging, and briefs that are vague."""

from __future__ import annotations

from collections.abc import Iterator

from kocbook.insight.brief_quality import iter_weaknesses
from kocbook.insight.calendar import list_campaigns
from kocbook.insight.duties.duty import Desk, Duty, DutyKind, Today
from kocbook.insight.duties.held import find_held_back
from kocbook.insight.duties.monday import find_free_seats, free_since
from kocbook.insight.judging import rank_entries
from kocbook.insight.state import ModuleFacts
from kocbook.insight.translations import is_stale
from kocbook.insight.waits.for_activities import judged_on
from kocbook.insight.waits.wait import WaitKind
from kocbook.model.enums import StaffRole, State

_DESK = Desk.CONTENT_PLANNER
_WAITS = (
    *(WaitKind.REVIEW, WaitKind.JUDGING, WaitKind.OUTCOME, WaitKind.CREDIT),
    *(WaitKind.INVITATION_OVER, WaitKind.SIGNOFFS_MISSING, WaitKind.GIFT),
    WaitKind.PROPOSAL,
)


def find_planners_duties(today: Today) -> Iterator[Duty]:
    """Yield the rows of the content planner's desk."""
    for wait in today.iter_waits(*_WAITS):
        yield today.wait_row(_DESK, wait)
    yield from today.question_rows(_DESK)
    yield from _find_campaigns(today)
    for facts in today.facts.values():
        if today.is_archived(facts.module):
            continue
        yield from find_free_seats(today, facts, _DESK, DutyKind.UNCLAIMED)
        yield from _find_open(today, facts)
        yield from _find_judged(today, facts)
        yield from _find_vague(today, facts)
        yield from _find_overdue(today, facts)
        yield from _find_translations(today, facts)
    yield from find_held_back(today, _DESK)
    yield from today.iter_given_by(_DESK, StaffRole.CONTENT_PLANNER)


def _find_campaigns(today: Today) -> Iterator[Duty]:
    """Campaigns that run or are prepared; those first for which nothing is made yet."""
    for one in list_campaigns(today.community, today.facts, today.as_of):
        if not one.phase.is_current:
            continue
        campaign = one.campaign
        due = campaign.starts if today.as_of < campaign.starts else campaign.last_day
        more = {"due": due, "what": campaign.id, "figure": len(one.modules)}
        if one.modules:
            url = today.edit_url(campaign.path)
            yield today.row(_DESK, DutyKind.CAMPAIGN, campaign.prepared_from, url=url, **more)
        else:
            command = f"koc new module --campaign {campaign.id}"
            row = (_DESK, DutyKind.CAMPAIGN_BARE, campaign.prepared_from)
            yield today.row(*row, command=command, **more)


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


def _find_judged(today: Today, facts: ModuleFacts) -> Iterator[Duty]:
    """The places of a judged activity that win something."""
    module = facts.module
    day = judged_on(today.scene, module) if facts.state.has_ended and module.brief.closes else None
    if day is None:
        return
    ranked = rank_entries(module)
    for entry in ranked:
        if entry.prize:
            figures = {"figure": entry.place, "of": len(ranked), "what": entry.prize}
            yield today.row(_DESK, DutyKind.JUDGED, day, module, member=entry.member, **figures)


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


def _find_overdue(today: Today, facts: ModuleFacts) -> Iterator[Duty]:
    """A page on the site whose day for another look has come."""
    day = facts.module.brief.check_again
    if facts.state.is_on_site and day and day <= today.as_of:
        url = today.edit_url(facts.module.path)
        yield today.row(_DESK, DutyKind.CHECK_AGAIN, day, facts.module, url=url)


def _find_translations(today: Today, facts: ModuleFacts) -> Iterator[Duty]:
    """A translation that nobody has read beside its source, or whose source was changed since."""
    for one in facts.module.translations.values():
        stale = facts.module.text is not None and is_stale(facts.module, one)
        if one.date <= today.as_of and (stale or not one.checked_by):
            more = {"member": one.translator, "url": today.edit_url(one.path)}
            what = "stale" if stale else "unchecked"
            yield today.row(_DESK, DutyKind.TRANSLATION, one.date, facts.module, what=what, **more)
