"""Propose a topic, answer a proposal, and look at all of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from kocbook.app.session import Session
from kocbook.app.write import ActDraft, Writer
from kocbook.report.words import Words

if TYPE_CHECKING:
    from kocbook.insight.proposals import ProposalFacts


def show_proposals(session: Session, everything: bool) -> list[ProposalFacts]:
    """List the proposals; those that came to an end with `everything` alone.

    Raises:
        FaultyCommunityError: the settings have faults.
    """
    from kocbook.insight.proposals import list_proposals

    found = list_proposals(session.community, session.facts, session.day)
    return [one for one in found if everything or one.state.is_open]


def propose_topic(writer: Writer, values: Mapping[str, Any]) -> ActDraft:
    """Draft a proposal, or the revision of one that `values` name under `revise`.

    Raises:
        UsageError: there is no such proposal, or it is somebody else's.
    """
    from kocbook.intake.acts.proposals import find_proposal, proposal_files, revision_files

    session, by = writer.session, writer.member
    if values.get("revise"):
        old = find_proposal(session.community, values["revise"])
        files = revision_files(session.folder, old, by, session.day, values)
    else:
        files = proposal_files(session.community, by, session.day, values)
    name = next(iter(files)).rpartition("/")[2].removesuffix(".yml")
    days = session.community.settings.limits.review_days
    return ActDraft(f"propose/{name}", files, {"title": values["title"], "name": name, "n": days})


def advise(writer: Writer, proposal: str, words: str, verdict: str) -> ActDraft:
    """Draft what staff say of a proposal.

    Raises:
        UsageError: there is no such proposal, no words, or who asks may not answer it.
    """
    from kocbook.intake.acts.proposals import advice_files, find_proposal

    session = writer.session
    found = find_proposal(session.community, proposal)
    files = advice_files(session.community, found, writer.member, session.day, words, verdict)
    member = Words(session.community, session.texts).member(found.member)
    data = {"title": found.title, "name": found.name, "member": member}
    return ActDraft(f"advise/{found.name}", files, data)
