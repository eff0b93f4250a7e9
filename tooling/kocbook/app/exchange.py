"""Points spent on offers: list one, ask for one, answer a request."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kocbook.app.write import ActDraft, Writer


def draft_offer(writer: Writer, values: Mapping[str, Any]) -> ActDraft:
    """Draft an offer from the answers of `koc new offer`.

    Raises:
        UsageError: it is no project lead, or there is one of that id.
    """
    from kocbook.intake.acts.exchange import offer_files

    files = offer_files(writer.session.folder, writer.member, values)
    return ActDraft(f"offer/{values['offer']}", files, {"name": values["name"]})


def ask_for(writer: Writer, name: str) -> ActDraft:
    """Draft a member's request for what points buy.

    Raises:
        UsageError: there is no such offer now, or too few points are left.
    """
    from kocbook.intake.acts.exchange import choose_offer, request_files, require_points

    session, member = writer.session, writer.member
    offer = choose_offer(session.community, name, session.day)
    require_points(session.community, session.facts, member, offer, session.day)
    files = request_files(session.folder, member, offer, session.day)
    data = {"what": offer.name.in_language(session.language), "points": offer.points}
    return ActDraft(f"exchange/{session.day}-{offer.id}-{member.id}", files, data)


def answer_request(writer: Writer, name: str, *, declines: bool, note: str | None) -> ActDraft:
    """Draft the answer to a request.

    Raises:
        UsageError: no such request waits, or it is not for this member to answer.
    """
    from kocbook.intake.acts.exchange import answer_files_of, choose_asked

    session = writer.session
    gift = choose_asked(session.community, name, session.day)
    files = answer_files_of(
        session.folder, gift, writer.member, session.day, declines=declines, note=note
    )
    member = session.community.members.get(gift.member)
    data = {"what": gift.what, "name": member.name if member else gift.member}
    return ActDraft(f"grant/{gift.id}", files, data)
