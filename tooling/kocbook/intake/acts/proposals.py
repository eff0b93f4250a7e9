"""A proposal, its revision, what planners say of it, and the credit that a brief made of it gives."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from kocbook.base.errors import UsageError
from kocbook.git.commit_draft import Files
from kocbook.intake.acts.seats import read_text
from kocbook.model.community import Community
from kocbook.model.paths import RecordKind, split_report
from kocbook.model.people import Member
from kocbook.model.plan import Proposal
from kocbook.records.record_text import render_record, set_field

_ORDER = ("member", "date", "title", "pitch", "outline", "form", "handbook", "writes")
_IDEA = "conceptualization"
"""What having an idea is called in CRediT."""


def proposal_files(community: Community, by: Member, day: date, values: Mapping[str, Any]) -> Files:
    """Return the record of a new proposal; a member's own are numbered."""
    own = [one for one in community.proposals if split_report(one)[0] == by.id]
    number = 1 + max((int(one.rpartition("--")[2]) for one in own), default=0)
    path = f"plan/proposals/{by.id}--{number}.yml"
    record = {**values, "member": by.id, "date": day, "writes": values.get("writes") or None}
    ordered = {name: record.get(name) for name in _ORDER}
    return {path: render_record(RecordKind.PROPOSAL, path, ordered).encode()}


def revision_files(
    root: Path, proposal: Proposal, by: Member, day: date, values: Mapping[str, Any]
) -> Files:
    """Return a proposal with what was changed of it, so that it waits for an answer again.

    Raises:
        UsageError: it is somebody else's.
    """
    if proposal.member != by.id:
        raise UsageError("errors.proposal-not-yours", name=proposal.name)
    text = read_text(root, proposal.path)
    changed = {name: values.get(name) for name in ("title", "pitch", "outline", "form", "handbook")}
    for key, value in {**changed, "revised": day}.items():
        if value:
            text = set_field(text, key, value)
    return {proposal.path: text.encode()}


def find_proposal(community: Community, name: str) -> Proposal:
    """Return the proposal that is meant: by its name, or by its title.

    Raises:
        UsageError: there is none, or several have that title.
    """
    known = community.proposals
    plain = name.strip().removeprefix("plan/proposals/").removesuffix(".yml")
    fitting = [one for one in known.values() if plain in (one.name, one.title)]
    if len(fitting) != 1:
        raise UsageError("errors.no-such-proposal", name=name, known=sorted(known))
    return fitting[0]


def advice_files(
    community: Community, proposal: Proposal, by: Member, day: date, words: str, verdict: str
) -> Files:
    """Return what a member of the staff says of a proposal.

    Raises:
        UsageError: nothing is said, or it is nobody of the staff or the one who proposed it.
    """
    if not words.strip():
        raise UsageError("errors.missing", name="WORDS")
    if not by.is_staff:
        raise UsageError("errors.advice-staff", member=by.id)
    if by.id == proposal.member:
        raise UsageError("errors.advice-own")
    rounds = [one for one in community.advice if one.proposal == proposal.name]
    path = f"plan/advice/{proposal.name}-{len(rounds) + 1}.yml"
    record = {"by": by.id, "date": day, "words": words.strip(), "verdict": verdict}
    return {path: render_record(RecordKind.ADVICE, path, record).encode()}


def idea_credit_files(
    community: Community, key: str, proposal: Proposal, by: Member, day: date
) -> Files:
    """Return the credit for the idea that a new brief gives to who proposed it; `by` confirms it.

    Raises:
        UsageError: the community has no role for ideas.
    """
    roles = [one.id for one in community.settings.roles if _IDEA in (one.credit, one.id)]
    roles += [one.id for one in community.settings.roles if one.id == "idea"]
    if not roles:
        raise UsageError("errors.no-idea-role")
    path = f"modules/{key}/credits/{proposal.member}--{roles[0]}.yml"
    record = {
        "member": proposal.member,
        "role": roles[0],
        "date": day,
        "evidence": proposal.title,
        "confirmed_by": by.id if by.id != proposal.member else None,
    }
    return {path: render_record(RecordKind.CREDIT, path, record).encode()}
