"""Take back something of one's own, or take down, as staff, what must not stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kocbook.app.write import ActDraft, Writer
from kocbook.base.errors import UsageError

if TYPE_CHECKING:
    from kocbook.intake.acts.takedown import TakedownOrder
    from kocbook.intake.acts.withdrawal import Withdrawn


def withdraw_own(writer: Writer, kind: Withdrawn, where: str, name: str | None) -> ActDraft:
    """Draft the withdrawal of a response, a question, a photo, a delivery, a credit or praise.

    `where` is a module, or the record of the praise; `name` is needed where there are several.

    Raises:
        UsageError: there is no such thing, or others have built on it.
    """
    from kocbook.intake.acts.withdrawal import Withdrawn, withdraw_files, withdraw_praise

    session, me = writer.session, writer.member
    if kind is Withdrawn.PRAISE:
        files = withdraw_praise(session.folder, session.community, me, where)
        place = where.rpartition("/")[2].removesuffix(".yml")
    else:
        facts = writer.facts(where)
        files = withdraw_files(
            session.folder, session.community, facts, me, session.day, kind, name
        )
        place = facts.module.key
    branch = f"withdraw/{kind.value}-{place.replace('/', '-')}-{me.id}"
    return ActDraft(branch, files, {"what": kind.value, "place": place})


def take_down(writer: Writer, order: TakedownOrder) -> ActDraft:
    """Draft that words or a picture go, and the record that says that and why.

    Raises:
        UsageError: who is at work is not staff, or there is nothing at that place.
    """
    from kocbook.intake.acts.takedown import takedown_files

    session, by = writer.session, writer.member
    if not by.is_staff:
        raise UsageError("errors.takedown-staff")
    files, whose = takedown_files(session.folder, session.community, by, session.day, order)
    known = session.community.members.get(whose or "")
    record = next(made for made in files if "/takedowns/" in made)
    branch = f"take-down/{record.removesuffix('.yml').replace('/', '-')}"
    name = known.name if known else "-"
    data = {"path": order.target, "whose": name, "reason": str(order.reason)}
    return ActDraft(branch, files, data)
