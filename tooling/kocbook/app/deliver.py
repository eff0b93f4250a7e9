"""Deliver a text and its media: cleaned, named, put in place, and agreed to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kocbook.app.delegation import Delegation
from kocbook.app.write import Writer
from kocbook.model.enums import ConsentAct

if TYPE_CHECKING:
    from kocbook.git.commit_draft import Files
    from kocbook.insight.state import ModuleFacts
    from kocbook.intake.acts.delivery import Delivery, Parcel


@dataclass(frozen=True, slots=True)
class DeliveryDraft:
    """What was done to the files that were delivered, and everything that is to be written."""

    delivery: Delivery
    files: Files


def draft_delivery(
    writer: Writer, facts: ModuleFacts, parcel: Parcel, delegation: Delegation
) -> DeliveryDraft:
    """Return what a delivery to a module writes, with the member's consent where staff deliver for them.

    Raises:
        MissingPartError: a picture or video needs the extra `media` or `film`, which is not installed.
        UsageError: the module is not waiting for it, or a file cannot be taken.
    """
    from kocbook.intake.acts.delivery import prepare_delivery

    session, owner = writer.session, delegation.owner(writer)
    limits = session.community.settings.limits
    delivery = prepare_delivery(session.folder, facts, owner, parcel, session.day, limits)
    files = {**delivery.files, **_consent(writer, delegation, facts, delivery)}
    return DeliveryDraft(delivery, files)


def _consent(
    writer: Writer, delegation: Delegation, facts: ModuleFacts, delivery: Delivery
) -> Files:
    """Return the member's yes to the words that will stand there, where staff deliver for them."""
    from kocbook.insight.fingerprint import page_fingerprint
    from kocbook.intake.acts.consent import Act
    from kocbook.intake.change import check_change

    module, session, owner = facts.module, writer.session, delegation.owner(writer)
    if owner.id == writer.member.id:
        return {}
    tried = check_change(session.loaded, delivery.files, session.day).loaded.community
    page = tried.modules.get(module.key) if tried else None
    covers = page_fingerprint(page) if page else None
    seat = next(seat for seat, claim in module.claims.items() if claim.member == owner.id)
    return delegation.files(writer, module, Act(ConsentAct.DELIVER, seat, covers))
