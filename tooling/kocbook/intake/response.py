"""A member's answer to an activity: a vote, a report, a check-in, a picture with a line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from kocbook.base.errors import UsageError
from kocbook.insight.pins import response_terms
from kocbook.insight.state import ModuleFacts
from kocbook.intake.delivery import Delivery, clean_file, put_file
from kocbook.load.record_text import render_record
from kocbook.model.community import Module
from kocbook.model.enums import Form
from kocbook.model.paths import RecordKind
from kocbook.model.people import Member
from kocbook.model.settings import Limits
from kocbook.model.work import Response


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody wants to say: options, words, and pictures with a description each."""

    choice: Sequence[str] = ()
    reason: str | None = None
    text: str | None = None
    photos: Sequence[Path] = ()
    alt: Sequence[str] = ()


def require_open(facts: ModuleFacts) -> None:
    """Make sure that a module takes responses now.

    Raises:
        UsageError: it has seats instead, or is closed or not open yet.
    """
    module = facts.module
    if module.brief.seats or not module.brief.form.collects_responses:
        raise UsageError("errors.not-collecting", module=module.key)
    if not facts.state.is_claimable:
        raise UsageError("errors.response-closed", module=module.key)


def prepare_response(
    root: Path,
    facts: ModuleFacts,
    member: Member,
    answer: Answer,
    day: date,
    limits: Limits,
) -> Delivery:
    """Write a member's one response to a module; what is not said anew stays as it was.

    A check-in on a new day keeps the earlier ones. Pictures are added, cleaned, and named after
    the member, so that no two people's names meet in parallel branches.

    Raises:
        UsageError: the module takes none, an option is unknown, a picture lacks its description,
            or a file cannot be used.
    """
    require_open(facts)
    module = facts.module
    options = [option.id for option in module.brief.options]
    for choice in answer.choice:
        if choice not in options:
            raise UsageError("errors.unknown-choice", choice=choice, options=options)
    if len(answer.photos) != len(answer.alt):
        raise UsageError("errors.needs-alt", photos=len(answer.photos), alt=len(answer.alt))
    delivery = Delivery()
    names = _place_photos(root, module, member, answer.photos, delivery, limits)
    before = module.responses.get(member.id)
    values = _merge(module, member, before, answer, names, day)
    path = f"{module.folder}/responses/{member.id}.yml"
    delivery.files[path] = render_record(RecordKind.RESPONSE, path, values).encode()
    return delivery


def _merge(
    module: Module,
    member: Member,
    before: Response | None,
    answer: Answer,
    photos: Sequence[str],
    day: date,
) -> dict[str, Any]:
    old = before or Response("", member.id, day)
    choice = list(answer.choice or old.choice)
    earlier = dict(old.earlier)
    text = answer.text or old.text
    if module.brief.form is Form.CHECK_IN and before and before.date < day:
        if before.text:
            earlier[before.date] = before.text
        text = answer.text
    return {
        "member": member.id,
        "date": day,
        "choice": choice[0] if len(choice) == 1 else choice,
        "reason": answer.reason or old.reason,
        "text": text,
        "media": [*old.media, *photos],
        "alt": [*old.alt, *answer.alt],
        "earlier": dict(sorted(earlier.items())),
        "terms": response_terms(module),
    }


def _place_photos(
    root: Path,
    module: Module,
    member: Member,
    photos: Sequence[Path],
    delivery: Delivery,
    limits: Limits,
) -> list[str]:
    names = []
    number = 0
    for path in photos:
        if not path.is_file():
            raise UsageError("errors.no-file", path=path)
        cleaned = clean_file(path, limits)
        number += 1
        while any((root / f"content/{module.key}").glob(f"{member.id}-{number}.*")):
            number += 1
        names.append(f"{member.id}-{number}.{cleaned.kind}")
        put_file(delivery, module, path.name, names[-1], cleaned)
    return names
