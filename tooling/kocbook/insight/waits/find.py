"""All that waits in a community on a day, and what of it waits for one member."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date

from kocbook.insight.proposals import find_proposal_waits
from kocbook.insight.state import ModuleFacts, is_archived
from kocbook.insight.waits.for_activities import find_judging, find_outcome, find_reports
from kocbook.insight.waits.for_events import event_waits
from kocbook.insight.waits.for_gifts import find_tracked_gifts
from kocbook.insight.waits.for_loans import loan_waits
from kocbook.insight.waits.for_members import find_claims, find_invitations, find_signoffs
from kocbook.insight.waits.for_staff import (
    find_deliveries,
    find_gifts,
    find_questions,
    find_unconfirmed,
)
from kocbook.insight.waits.wait import Wait, WaitKind, WaitScene, make_scene
from kocbook.model.community import Community

# A new kind of wait is a word of WaitKind, a function in one of these files, and words in desk.yml.
_FINDERS: tuple[Callable[[WaitScene, ModuleFacts], Iterator[Wait]], ...] = (
    find_claims,
    find_signoffs,
    find_invitations,
    find_questions,
    find_deliveries,
    find_unconfirmed,
    find_gifts,
    find_reports,
    find_judging,
    find_outcome,
)


def module_waits(scene: WaitScene, facts: ModuleFacts) -> Iterator[Wait]:
    """Yield all that waits in one module; in a closed handbook nothing does."""
    if not is_archived(scene.community, facts.module, scene.as_of):
        for find in _FINDERS:
            yield from find(scene, facts)


def find_waits(community: Community, facts: Mapping[str, ModuleFacts], as_of: date) -> list[Wait]:
    """List all that waits on a day, by module and kind; nothing is told before it began."""
    scene = make_scene(community, as_of)
    found = [wait for one in facts.values() for wait in module_waits(scene, one)]
    found += [wait for one in community.events.values() for wait in event_waits(scene, one)]
    found += [wait for one in community.equipment.values() for wait in loan_waits(scene, one)]
    found += find_proposal_waits(scene, facts)
    found += find_tracked_gifts(scene)
    return [wait for wait in found if wait.since <= as_of]


def inbox_of(waits: Iterable[Wait], member: str) -> list[Wait]:
    """List what waits for one member, soonest first; what has no day comes last, longest first.

    Whoever is to review a delivery checks its facts in the same review.
    """
    mine = [wait for wait in waits if wait.waits_for(member)]
    reviewed = {wait.key for wait in mine if wait.kind is WaitKind.REVIEW}
    kept = [
        wait for wait in mine if wait.kind is not WaitKind.FACT_CHECK or wait.key not in reviewed
    ]
    return sorted(kept, key=_soonest)


def _soonest(wait: Wait) -> tuple[date, date, str, str, str]:
    return (wait.due or date.max, wait.since, wait.kind, wait.key, wait.path)
