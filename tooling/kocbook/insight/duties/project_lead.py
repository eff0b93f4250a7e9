"""The project lead's desk (项目主导者): tiers, ambassadors, budgets."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from kocbook.insight.budget import list_purses
from kocbook.insight.duties.duty import Desk, Duty, DutyKind, Today
from kocbook.insight.rewards import EarnedReward, list_rewards
from kocbook.insight.tiers import find_titles
from kocbook.insight.waits.wait import WaitKind, recognise
from kocbook.model.enums import RecognitionKind, StaffRole

_DESK = Desk.PROJECT_LEAD
_WARN_DAYS = 45
"""So long before the end of a quarter those are told who would fall back."""


def find_leads_duties(today: Today) -> Iterator[Duty]:
    """Yield the rows of the project lead's desk."""
    yield from today.question_rows(_DESK)
    for wait in today.iter_waits(WaitKind.APPROVAL):
        yield today.wait_row(_DESK, wait)
    for wait in today.iter_waits(WaitKind.EXCHANGE):
        yield today.wait_row(_DESK, wait)
    yield from _find_promoted(today)
    yield from _find_at_risk(today)
    yield from _find_ambassadors(today)
    yield from _find_payments(today)
    yield from _find_budgets(today)
    yield from today.iter_given_by(_DESK, StaffRole.PROJECT_LEAD)


def _find_promoted(today: Today) -> Iterator[Duty]:
    """Those who rose within `praise_days`: the tier is theirs at once, a word from the lead is due."""
    for member in today.iter_members():
        standing = today.standings[member.id]
        since, steps = standing.since, [0, *(step.rung for step in standing.steps)]
        if since is None or steps[-1] < steps[-2] or today.days(since) >= today.rules.praise_days:
            continue
        if not today.scene.was_given(member.id, since, (RecognitionKind.HONOUR,)):
            yield today.row(
                _DESK,
                DutyKind.PROMOTED,
                since,
                member=member.id,
                what=standing.earned.id,
                command=recognise(member.id, RecognitionKind.HONOUR),
            )


def _find_at_risk(today: Today) -> Iterator[Duty]:
    """Those who would fall back at the end of this quarter, if nothing more were earned.

    A word with them settles it for the quarter: whoever needs a rest may have one.
    """
    for member in today.iter_members():
        standing = today.standings[member.id]
        if not standing.short or (standing.review - today.as_of).days >= _WARN_DAYS:
            continue
        begun = standing.review - timedelta(days=_WARN_DAYS - 1)
        if not today.scene.was_given(member.id, begun, (RecognitionKind.COACHING,)):
            yield today.row(
                _DESK,
                DutyKind.AT_RISK,
                standing.since or member.joined,
                member=member.id,
                due=standing.review,
                figure=standing.short,
                what=standing.earned.id,
                command=recognise(member.id, RecognitionKind.COACHING),
            )


def _find_ambassadors(today: Today) -> Iterator[Duty]:
    """Those who bear a title this year, and until when."""
    titles = find_titles(today.community, today.as_of)
    for given in today.iter_given():
        if given.year == today.as_of.year and titles.get(given.member) and given.title:
            yield today.row(
                _DESK,
                DutyKind.AMBASSADOR,
                given.date,
                member=given.member,
                by=given.by,
                due=date(today.as_of.year, 12, 31),
                what=given.title,
            )


def _find_payments(today: Today) -> Iterator[Duty]:
    """Handbooks that owe something for accepted work, since the earliest of it.

    None where payments stand in a private repository that was not read.
    """
    if today.community.hides_payments:
        return
    owed: dict[str, list[EarnedReward]] = {}
    for reward in list_rewards(today.community, today.facts, today.as_of):
        if reward.handbook and reward.balance > 0:
            owed.setdefault(reward.handbook, []).append(reward)
    for handbook, rewards in owed.items():
        since = min(reward.earned for reward in rewards)
        command = f"koc rewards --handbook {handbook} --unpaid"
        place = (_DESK, DutyKind.PAYMENT_DUE, since)
        yield today.row(*place, handbook=handbook, figure=len(rewards), command=command)


def _find_budgets(today: Today) -> Iterator[Duty]:
    """What each handbook promised, paid, and may still promise."""
    for purse in list_purses(today.community, today.as_of):
        for what in ("promised", "paid", "left"):
            yield today.row(
                _DESK,
                DutyKind.BUDGET,
                purse.approved or today.as_of,
                handbook=purse.handbook,
                figure=getattr(purse, what),
                of=purse.budget,
                what=what,
                command=f"koc rewards --handbook {purse.handbook}",
            )
