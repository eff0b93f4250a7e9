"""Arranging the parts of a team into one page: what the integrator writes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from kocbook.base.errors import UsageError
from kocbook.git.commit_draft import Files
from kocbook.insight.state import ModuleFacts
from kocbook.intake.acts.seats import edit_file, require_team
from kocbook.markdown.document import read_document
from kocbook.markdown.joined import Placement, find_unplaced
from kocbook.model.paths import RecordKind
from kocbook.model.people import Member
from kocbook.records.record_text import render_record


def read_step(given: str) -> Placement:
    """Return a step from `SEAT`, `SEAT#HEADING`, `SEAT/PICTURE` or `== A heading`."""
    if given.startswith("=="):
        return Placement(heading=given.removeprefix("==").strip())
    seat, sign, section = given.partition("#")
    if sign:
        return Placement(seat.strip(), section=section.strip())
    seat, _, picture = given.partition("/")
    return Placement(seat.strip(), picture=picture.strip())


_MARK = re.compile(r"(?:[-*•·]|\d{1,2}[.)、．])\s*(?=\S)")
_NARROW = str.maketrans("＃／＝", "#/=")


def read_steps(text: str, seats: Mapping[str, str]) -> list[Placement]:
    """Return the steps that somebody wrote in a form, a line each.

    A line may begin with a number or a dash; its signs may be full-width. `seats` leads from what a
    seat is called to its id.
    """
    lines = [_MARK.sub("", line.strip(), count=1).strip() for line in text.split("\n")]
    steps = [read_step(_narrow(line)) for line in lines if line]
    return [
        replace(step, part=seats.get(step.part.casefold(), step.part)) if step.part else step
        for step in steps
    ]


def _narrow(line: str) -> str:
    """Return a step with half-width signs before its words; the words of a heading stay."""
    if line.startswith(("==", "＝＝")):
        return line[:2].translate(_NARROW) + line[2:]
    found = re.search("[#＃/／]", line)
    end = found.end() if found else 0
    return line[:end].translate(_NARROW) + line[end:]


def arrange_files(
    root: Path, facts: ModuleFacts, member: Member, steps: Sequence[Placement], day: date
) -> Files:
    """Return the record of an arrangement, and the claim with its delivery while work goes on.

    Raises:
        UsageError: no seat integrates, another's does, or a step places nothing.
    """
    module = facts.module
    seats = [seat.id for seat in module.brief.seats if seat.integrates]
    if not seats:
        raise UsageError("errors.no-integrator", module=module.key)
    claim = module.claims.get(seats[0])
    if claim is None or claim.member != member.id:
        raise UsageError("errors.not-integrator", module=module.key, seats=seats)
    require_team(module)
    texts = module.content.texts if module.content else {}
    trees = {part: read_document(text).root for part, text in texts.items()}
    for number in sorted(find_unplaced(trees, steps)):
        raise UsageError("errors.arrange-step", step=_write_step(steps[number]))
    path = f"{module.folder}/arrangement.yml"
    order = [
        {name: value for name in Placement.__slots__ if (value := getattr(step, name))}
        for step in steps
    ]
    files = {path: render_record(RecordKind.ARRANGEMENT, path, {"order": order}).encode()}
    if facts.state.counts_as_work:
        return files
    return {**files, **edit_file(root, claim.path, "delivered", day)}


def _write_step(step: Placement) -> str:
    if step.heading:
        return f"== {step.heading}"
    end = f"#{step.section}" if step.section else f"/{step.picture}" if step.picture else ""
    return step.part + end
