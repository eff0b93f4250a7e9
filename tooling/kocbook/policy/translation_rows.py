"""Who may write translations: records and texts."""

from __future__ import annotations

from collections.abc import Iterator

from kocbook.base.finding import Finding
from kocbook.insight.fingerprint import page_fingerprint, text_fingerprint
from kocbook.model.work import Translation
from kocbook.policy.case import Case
from kocbook.policy.judgement import Need


def judge_translation(case: Case) -> Iterator[Finding | Need]:
    """A translation is its translator's; a colleague who had no hand in it says that it was read.

    It names the source as it will stand. What was checked changes with the yes of who checked it.
    """
    before: Translation | None = case.before
    translator = before.translator if before else case.after.translator
    if case.is_gone:
        yield from _judge_hand(case, translator)
        return
    after: Translation = case.after
    if after.translator != translator:
        yield case.refuse(
            "policy-other-name", "translator", field="translator", member=after.translator
        )
        return
    changed = set(case.changed_fields()) if before else {"translator"}
    if changed - {"checked_by"}:
        yield from _judge_hand(case, translator)
        yield from _judge_source(case, after, before)
    if after.checked_by != (before.checked_by if before else None):
        yield from _judge_check(case, after)
    elif after.checked_by and changed:
        yield from _ask(case, after.checked_by)


def judge_translated_text(case: Case, key: str, language: str) -> Iterator[Finding | Need]:
    """The words are the translator's; where they were checked, who checked them looks again."""
    path = f"modules/{key}/translations/{language}.yml"
    stands = case.situation.outcome.record(path)
    was = case.situation.base_side.record(path)
    record = was if isinstance(was, Translation) else stands
    if not isinstance(record, Translation):
        if not (case.is_gone and case.actor.is_staff):
            yield case.refuse("policy-translation", path=path, variant="none")
        return
    if _is_layout(case):
        return
    yield from _judge_hand(case, record.translator)
    checker = stands.checked_by if isinstance(stands, Translation) else None
    if checker and isinstance(was, Translation) and was.checked_by == checker:
        yield from _ask(case, checker)


def _is_layout(case: Case) -> bool:
    before = case.situation.base_side.text(case.path)
    after = None if case.is_gone else case.situation.head_side.text(case.path)
    if before is None or after is None:
        return False
    return text_fingerprint(before) == text_fingerprint(after)


def _judge_hand(case: Case, translator: str) -> Iterator[Finding | Need]:
    """Only the translator writes; staff may for them, with their yes."""
    if case.actor.id == translator:
        return
    if case.actor.is_staff:
        yield case.need(translator, "policy-needs-agreement", variant="behalf")
    else:
        owner = case.situation.name(translator)
        yield case.refuse("policy-not-yours", owner=owner, variant="translation")


def _judge_source(
    case: Case, after: Translation, before: Translation | None
) -> Iterator[Finding | Need]:
    module = case.situation.module_after(case.module_key)
    wanted = page_fingerprint(module) if module else None
    if after.of != wanted and (before is None or after.of != before.of):
        variant = "no-text" if wanted is None else "source"
        yield case.refuse("policy-translation", "of", wanted=wanted, variant=variant)


def _judge_check(case: Case, after: Translation) -> Iterator[Finding | Need]:
    """Nobody says of their own words that they were read; who said it may take it back."""
    actor = case.actor
    if after.checked_by is None:
        if not actor.is_staff and actor.id != after.translator:
            yield case.refuse("policy-staff-only")
        return
    if after.checked_by == after.translator:
        yield case.refuse("policy-translation", "checked_by", variant="own")
    elif after.checked_by != actor.id:
        yield from _ask(case, after.checked_by)
    elif not actor.is_staff:
        yield case.refuse("policy-staff-only")


def _ask(case: Case, checker: str) -> Iterator[Need]:
    if checker != case.actor.id:
        yield case.need(checker, "policy-needs-agreement", variant="record")
