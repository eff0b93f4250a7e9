"""Take part in an activity with a choice, a line or a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kocbook.app.write import Writer
from kocbook.base.errors import UsageError

if TYPE_CHECKING:
    from kocbook.insight.state import ModuleFacts
    from kocbook.intake.acts.delivery import Delivery
    from kocbook.intake.acts.response import ResponseDraft


def draft_response(
    writer: Writer, facts: ModuleFacts, answer: ResponseDraft, report: int | None
) -> Delivery:
    """Draft the response of who is at work; `report` is the number of one of their earlier reports.

    Raises:
        UsageError: nothing is answered, or a choice or picture cannot be taken.
    """
    from kocbook.intake.acts.response import find_place, prepare_response

    session, module = writer.session, facts.module
    if not (answer.choice or answer.reason or answer.text or answer.photos or answer.without):
        options = [option.id for option in module.brief.options]
        kind = "options" if options else "nothing"
        raise UsageError(f"errors.respond-{kind}", module=module.key, options=options)
    place = find_place(module, writer.member, report)
    limits = session.community.settings.limits
    return prepare_response(
        session.folder, facts, writer.member, answer, session.day, limits, place
    )
