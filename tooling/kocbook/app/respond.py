"""Take part in an activity with a choice, a line or a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kocbook.app.delegation import Delegation
from kocbook.app.write import Writer
from kocbook.base.errors import UsageError
from kocbook.model.enums import ConsentAct

if TYPE_CHECKING:
    from kocbook.app.session import Session
    from kocbook.git.commit_draft import Files
    from kocbook.insight.state import ModuleFacts
    from kocbook.intake.acts.delivery import Delivery
    from kocbook.intake.acts.response import ResponseDraft
    from kocbook.model.community import Module


def draft_response(
    writer: Writer,
    facts: ModuleFacts,
    answer: ResponseDraft,
    report: int | None,
    delegation: Delegation,
) -> Delivery:
    """Draft a response; `report` is the number of one of the member's earlier reports.

    Staff respond for members without an account, with the record of their yes.

    Raises:
        UsageError: nothing is answered, or a choice or picture cannot be taken.
    """
    from kocbook.intake.acts.consent import Act
    from kocbook.intake.acts.response import find_place, prepare_response

    session, module = writer.session, facts.module
    if not (answer.choice or answer.reason or answer.text or answer.photos or answer.without):
        options = [option.id for option in module.brief.options]
        kind = "options" if options else "nothing"
        raise UsageError(f"errors.respond-{kind}", module=module.key, options=options)
    owner = delegation.owner(writer)
    place = find_place(module, owner, report)
    limits = session.community.settings.limits
    done = prepare_response(session.folder, facts, owner, answer, session.day, limits, place)
    if owner.id != writer.member.id:
        covers = find_answer_fingerprint(session, module, done.files, place.name)
        act = Act(ConsentAct.RESPOND, covers=covers)
        done.files.update(delegation.files(writer, module, act))
    return done


def find_answer_fingerprint(
    session: Session, module: Module, files: Files, name: str
) -> str | None:
    """Return the fingerprint of an answer of that name, once the files stand there."""
    from kocbook.insight.pins import entry_fingerprint
    from kocbook.intake.change import check_change

    tried = check_change(session.loaded, files, session.day).loaded.community
    after = tried.modules.get(module.key) if tried else None
    response = after.responses.get(name) if after else None
    return entry_fingerprint(after, response) if after and response else None
