"""Gifts: promise one, hand it over, say that it arrived."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from kocbook.app.write import ActDraft, Writer

if TYPE_CHECKING:
    from kocbook.app.session import Session
    from kocbook.model.gifts import Gift


def draft_gift(writer: Writer, values: Mapping[str, Any]) -> ActDraft:
    """Draft a promise from the answers of `koc new gift`; amounts and addresses go apart.

    Raises:
        UsageError: it is nobody of the staff, their own, or there is no private repository.
    """
    from kocbook.intake.acts.gifts import gift_files

    session, member = writer.session, values["to"]
    currency = session.community.settings.currency
    record = {**values, "member": member}
    files, private = gift_files(session.folder, writer.member, session.day, record, currency)
    if private:
        session.private_folder  # noqa: B018 (refuses before anything is written)
    name = session.community.members[member].name
    branch = f"gift/{session.day}-{member}"
    return ActDraft(branch, files, {"name": name, "what": values["what"]}, private=private)


def hand_over(writer: Writer, name: str) -> ActDraft:
    """Draft that a promised gift was given today.

    Raises:
        UsageError: no such promise waits, or it is not for this member to give.
    """
    from kocbook.intake.acts.gifts import choose_promised, handover_files, require_giver

    session = writer.session
    require_giver(writer.member)
    gift = choose_promised(session.community, name, session.day)
    files = handover_files(session.folder, gift, writer.member, session.day)
    return ActDraft(f"give/{gift.id}", files, _describe(session, gift))


def confirm_arrival(writer: Writer, name: str | None) -> ActDraft:
    """Draft a member's word that something given to them has arrived.

    Raises:
        UsageError: nothing of that name waits for it, or several things do.
    """
    from kocbook.intake.acts.gifts import choose_arrived, receipt_files

    session = writer.session
    gift = choose_arrived(session.community, writer.member, name, session.day)
    files = receipt_files(session.folder, gift, session.day)
    return ActDraft(f"received/{gift.id}", files, _describe(session, gift))


def _describe(session: Session, gift: Gift) -> dict[str, object]:
    member = session.community.members.get(gift.member)
    return {"what": gift.what, "name": member.name if member else gift.member}
