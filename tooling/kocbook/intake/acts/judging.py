"""A judge's scores of an activity, with the fingerprints of what they judged and by what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from kocbook.base.errors import UsageError
from kocbook.git.commit_draft import Files
from kocbook.insight.pins import entry_fingerprint, rubric_fingerprint
from kocbook.model.community import Module
from kocbook.model.paths import RecordKind
from kocbook.model.people import Member
from kocbook.records.record_text import render_record


def require_judgeable(module: Module, judge: Member) -> None:
    """Refuse scores that could not count.

    Raises:
        UsageError: the module has no rubric or no entry, or the judge is not of the staff or takes
            part.
    """
    if not judge.is_staff:
        raise UsageError("errors.judging-not-staff", member=judge.id)
    if module.brief.rubric is None:
        raise UsageError("errors.judging-no-rubric", module=module.key)
    if judge.id in module.responses:
        raise UsageError("errors.judging-own", module=module.key)
    if not module.responses:
        raise UsageError("errors.judging-nothing", module=module.key)


def judging_files(
    module: Module, judge: Member, day: date, entries: Sequence[Mapping[str, Any]]
) -> Files:
    """Return the record of a judge's scores; each entry has `id`, `scores` and maybe `words`."""
    rubric = module.brief.rubric
    scored: dict[str, dict[str, Any]] = {}
    for said in entries:
        response = module.responses.get(said["id"])
        values = {
            "scores": said["scores"],
            "words": said.get("words"),
            "entry": entry_fingerprint(module, response) if response else None,
        }
        scored[said["id"]] = {name: value for name, value in values.items() if value is not None}
    path = f"{module.folder}/judgings/{judge.id}.yml"
    record = {
        "judge": judge.id,
        "date": day,
        "yardstick": rubric_fingerprint(rubric) if rubric else None,
        "entries": scored,
    }
    return {path: render_record(RecordKind.JUDGING, path, record).encode()}
