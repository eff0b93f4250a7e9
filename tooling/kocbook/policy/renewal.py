"""What `koc check --fix` writes anew: texts with old forms, and records that name texts by old fingerprints.

A request may hold exactly that, and it needs nobody's agreement: no word changes for a reader. And
what somebody writes anew who agrees to a change of what a record of theirs relied on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from kocbook.base.finding import Finding
from kocbook.insight.renewal import MovedModule, renew_mark, renew_parts, renew_terms
from kocbook.markdown.moved_text import move_text
from kocbook.model.activity import Judging
from kocbook.model.enums import StaffRole
from kocbook.model.paths import RecordKind, parse_content_path
from kocbook.model.work import Claim, Invitation, Response, Review
from kocbook.policy.case import Case
from kocbook.policy.judgement import Need
from kocbook.policy.pin_rows import judge_values


def is_moved_text(before: str | None, after: str | None) -> bool:
    """True where a text changed by nothing but having its old forms moved."""
    return before is not None and after is not None and move_text(before) == after


def is_renewed_mark(case: Case) -> bool:
    """True where staff write a record's fingerprint anew, for the very text that it names already."""
    if not case.actor.is_staff or case.before is None or case.after is None:
        return False
    module, after = case.module, case.situation.module_after(case.module_key)
    if module is None or after is None or not set(case.changed_fields()) <= {"text", "parts"}:
        return False
    standing, history = MovedModule(module, after), case.situation.history
    wanted = renew_mark(history, case.path, case.before.text, standing)
    if wanted is None or wanted != case.after.text:
        return False
    parts = getattr(case.before, "parts", {})
    return renew_parts(parts, standing) == dict(getattr(case.after, "parts", {}))


def is_renewed_terms(case: Case) -> bool:
    """True where staff write anew what a claim of an older release agrees to, and it says the same."""
    module, before = case.module, case.before
    if not case.actor.is_staff or module is None or not isinstance(before, Claim):
        return False
    after = case.situation.module_after(case.module_key)
    same = case.after is not None and after is not None and after.brief == module.brief
    if not same or case.changed_fields() != ["terms"]:
        return False
    return bool(renew_terms(case.situation.history, before, module) == case.after.terms)


def find_renewed(cases: Iterable[Case]) -> set[str]:
    """Return the modules, HANDBOOK/MODULE, in which a change by staff does nothing else than this."""
    renewed: dict[str, bool] = {}
    for case in cases:
        place = parse_content_path(case.path)
        if case.where is not None and case.where.module_key:
            key, same = case.module_key, not case.is_gone and _is_same(case)
        elif place is not None and place["module"]:
            key, same = f"{place['handbook']}/{place['module']}", _is_moved(case)
        else:
            continue
        renewed[key] = renewed.get(key, True) and same
    return {key for key, same in renewed.items() if same}


def _is_same(case: Case) -> bool:
    kind = case.where.kind if case.where else None
    marked = kind in (RecordKind.REVIEW, RecordKind.SIGNOFF) and is_renewed_mark(case)
    return marked or is_renewed_terms(case)


def _is_moved(case: Case) -> bool:
    sides = (case.situation.base_side, case.situation.head_side)
    before, after = (side.text(case.path) for side in sides)
    return case.path.endswith("/index.md") and not case.is_gone and is_moved_text(before, after)


# ---- pins, renewed by those whose records hold them

RENEWED: Mapping[type, frozenset[str]] = {
    Invitation: frozenset({"terms"}),
    Response: frozenset({"terms"}),
    Review: frozenset({"yardstick"}),
    Judging: frozenset({"yardstick", "entries"}),
}
"""What of a record is written anew when its owner agrees to a change of what it relied on."""


def is_renewal(case: Case) -> bool:
    """True where nothing of a record changes but its pins."""
    if case.is_new or case.is_gone or type(case.after) not in RENEWED:
        return False
    changed = set(case.changed_fields())
    if not changed or not changed <= RENEWED[type(case.after)]:
        return False
    return "entries" not in changed or _same_scores(case.before, case.after)


def _same_scores(before: Judging, after: Judging) -> bool:
    def bare(judging: Judging) -> dict[str, object]:
        return {name: replace(one, entry=None) for name, one in judging.entries.items()}

    return bare(before) == bare(after)


def judge_renewal(case: Case, owner: str) -> Iterator[Finding | Need]:
    """A pin is renewed by the one whose record it is, or by a planner with their yes."""
    yield from judge_values(case)
    if case.actor.id == owner:
        return
    member = case.situation.base.members.get(owner)
    if member is not None and member.has_left and case.actor.is_lead:
        return  # who left cannot agree any more: the lead answers for it
    if not case.actor.has_role(StaffRole.CONTENT_PLANNER, StaffRole.PROJECT_LEAD):
        name = case.situation.name(owner)
        yield case.refuse("policy-not-yours", owner=name, variant="pin")
        return
    yield case.need(owner, "policy-needs-agreement", variant="pin")
