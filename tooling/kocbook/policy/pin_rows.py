"""What somebody pinned changes only with those who pinned it; nobody moves the yardstick of their own work."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby
from typing import Any

from kocbook.base.finding import Finding, Pointer
from kocbook.insight.fingerprint import page_fingerprint, terms_fingerprint
from kocbook.insight.pins import (
    Pin,
    amounts_fingerprint,
    entry_fingerprint,
    iter_pins,
    response_terms,
    rubric_fingerprint,
    yardstick_fingerprint,
)
from kocbook.model.activity import Judging
from kocbook.model.community import Module
from kocbook.model.payout import Payout
from kocbook.model.work import Claim, Invitation, Response, Review
from kocbook.policy.case import Case, Situation

_WORDS = frozenset({"review.text", "signoff.text"})
"""Words change with their authors' sign-offs, which the rows about content ask for."""


def judge_pins(case: Case, key: str) -> Iterator[Finding]:
    """Refuse what moves under a pin that is not renewed in the same change."""
    before = case.situation.base.modules.get(key)
    if before is None:
        return
    moved = list(_moved(case.situation, before))
    bound = [pin for pin in moved if not _is_settled(case.situation, pin)]
    # Whoever renews a pin is judged, and asked to agree, where the record of the pin is judged.
    for name, pins in groupby(sorted(bound, key=lambda pin: pin.name), key=lambda pin: pin.name):
        found = list(pins)
        names = case.situation.names(sorted({pin.member for pin in found}))
        variant = "" if name == "claim.terms" else name.replace(".", "-")
        data = {"members": names, "wanted": found[0].wanted, "variant": variant}
        yield case.refuse("policy-terms-locked", **data)
    if (
        case.path == before.path
        and moved
        and case.actor.id in _stakeholders(before) | _newly_concerned(case, before)
    ):
        yield case.refuse("policy-own-yardstick", title=before.brief.title)


def _moved(situation: Situation, before: Module) -> Iterator[Pin]:
    """Yield the pins whose grounds differ, as they would have to read afterwards."""
    on = (situation.base.settings.limits, situation.as_of)
    then = {(pin.path, pin.pointer): pin.wanted for pin in iter_pins(before, *on)}
    for pin in iter_pins(outcome_module(situation, before), *on):
        wanted = then.get((pin.path, pin.pointer))
        if pin.name not in _WORDS and wanted is not None and wanted != pin.wanted:
            yield pin


def outcome_module(situation: Situation, module: Module) -> Module:
    """Return the module with the brief, the responses and the pictures that will stand there.

    Whose pins hold is the base's: its claims, reviews and scores.
    """
    after = situation.module_after(module.key) or module
    responses = dict(module.responses)
    for member, response in module.responses.items():
        if response.path in situation.changes:
            new = situation.outcome.record(response.path)
            if isinstance(new, Response):
                responses[member] = new
    return replace(after, responses=responses)


def _is_settled(situation: Situation, pin: Pin) -> bool:
    """True where a record is gone afterwards, or carries the fingerprint of what is new."""
    if not situation.outcome.has(pin.path):
        return True
    return (
        pin.wanted is not None
        and _value_at(situation.outcome.record(pin.path), pin.pointer) == pin.wanted
    )


def _stakeholders(module: Module) -> set[str]:
    """Return who has a part in what a module measures: seats held, work handed in, answers, credits."""
    claims = (*module.claims.values(), *(one for one in module.past_claims if one.delivered))
    found = {claim.member for claim in claims} | module.responses.keys()
    found |= {credit.member for credit in module.credits}
    return found | {service.member for service in module.services}


def _newly_concerned(case: Case, module: Module) -> set[str]:
    """Return who gets a part in the module by this very change."""
    found = set()
    for path in case.situation.changes:
        if path.startswith((f"{module.folder}/claims/", f"{module.folder}/responses/")):
            record = case.situation.outcome.record(path)
            found |= {record.member} if isinstance(record, Claim | Response) else set()
    return found


def judge_values(case: Case) -> Iterator[Finding]:
    """Refuse a pin that a new record lacks, and one that holds something else than what will stand there."""
    yield from _judge_missing(case)
    for pointer, wanted in _wanted(case):
        value, old = (_value_at(record, pointer) for record in (case.after, case.before))
        if isinstance(case.after, Payout) and value is not None:
            old = None  # it holds its own lines, so an earlier number is no excuse
        is_wrong = wanted is not None and value not in (None, old, wanted)
        if is_wrong or (value is None and old is not None):
            name = str(pointer[-1])
            yield case.refuse("policy-field", *pointer, field=name, wanted=wanted, variant="pin")


def _judge_missing(case: Case) -> Iterator[Finding]:
    """Refuse each new record, and each new entry of one, that does not say on what it relied."""
    missing = [
        (pointer, wanted)
        for pointer, wanted in (*_wanted(case), *_wanted_text(case))
        if wanted is not None and _is_first(case, pointer) and not _value_at(case.after, pointer)
    ]
    kind = str(case.where.kind) if case.where else ""
    place = case.parts["handbook"] if isinstance(case.after, Payout) else case.parts["module"]
    for where, pins in groupby(missing, key=lambda pin: pin[0][:-1]):
        lines = [f'{pointer[-1]}: "{wanted}"' for pointer, wanted in pins]
        variant = f"{kind}-entry" if where else kind
        data = {"lines": lines, "place": place, "variant": variant}
        yield case.refuse("policy-pin-missing", *where, **data)


def _is_first(case: Case, pointer: Pointer) -> bool:
    """True where the change adds the record, or the entry of it, in which a pin stands.

    What is on the base without one is from before there were pins, and stays as it is.
    """
    if case.is_new or len(pointer) == 1:
        return case.is_new
    return str(pointer[1]) not in case.before.entries


def _value_at(record: Any, pointer: Pointer) -> str | None:
    """Return the pin that stands in a record at `pointer`; None where none does."""
    if isinstance(record, Judging) and len(pointer) > 1:
        entry = record.entries.get(str(pointer[1]))
        return entry.entry if entry else None
    value = getattr(record, str(pointer[0]), None)
    return value if isinstance(value, str) else None


def _wanted(case: Case) -> Iterator[tuple[Pointer, str | None]]:
    """Yield where pins stand in the record of a case, and what they have to say."""
    if isinstance(case.after, Payout):
        yield ("amounts",), amounts_fingerprint(case.after)
        return
    module = case.module
    if module is None:
        return
    after = outcome_module(case.situation, module)
    match case.after:
        case Invitation():
            yield ("terms",), terms_fingerprint(after.brief)
        case Response():
            yield ("terms",), response_terms(after)
        case Review():
            yield ("yardstick",), yardstick_fingerprint(after.brief)
        case Judging():
            yield from _wanted_of_scores(case.after, after)


def _wanted_text(case: Case) -> Iterator[tuple[Pointer, str | None]]:
    """Yield which words a review judged; others than those that stand there may be meant, but some are."""
    if isinstance(case.after, Review) and case.module is not None:
        yield ("text",), page_fingerprint(outcome_module(case.situation, case.module))


def _wanted_of_scores(judging: Judging, module: Module) -> Iterator[tuple[Pointer, str | None]]:
    if module.brief.rubric:
        yield ("yardstick",), rubric_fingerprint(module.brief.rubric)
    for member in judging.entries:
        response = module.responses.get(member)
        wanted = entry_fingerprint(module, response) if response else None
        yield ("entries", member, "entry"), wanted
