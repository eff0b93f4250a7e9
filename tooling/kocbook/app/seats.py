"""Take a seat, agree to its terms again, get more time for it, or give it back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kocbook.app.delegation import Delegation
from kocbook.app.write import ActDraft, Writer
from kocbook.model.enums import ConsentAct

if TYPE_CHECKING:
    from kocbook.insight.state import ModuleFacts
    from kocbook.model.work import Claim


def claim_seat(
    writer: Writer, facts: ModuleFacts, seat: str, note: str | None, delegation: Delegation
) -> ActDraft:
    """Draft the claim of a free seat, with the consent of the member for whom staff take it.

    Raises:
        UsageError: it is not told where the member said yes.
    """
    from kocbook.insight.fingerprint import terms_fingerprint
    from kocbook.intake.acts.consent import Act
    from kocbook.intake.acts.seats import claim_files

    session, module, owner = writer.session, facts.module, delegation.owner(writer)
    act = Act(ConsentAct.CLAIM, seat, terms_fingerprint(module.brief))
    files = {
        **claim_files(session.folder, module, seat, owner, session.day, note),
        **delegation.files(writer, module, act),
    }
    data = {"module": module.key, "seat": seat, "title": module.brief.title}
    branch = f"claim/{module.handbook}-{module.id}-{seat}"
    return ActDraft(branch, files, data, delegation.agreeing(writer))


def renew_claim(writer: Writer, facts: ModuleFacts, held: Claim) -> ActDraft:
    """Draft a claim that agrees to the terms as they stand now.

    Raises:
        UsageError: it agrees to them already.
    """
    from kocbook.intake.acts.seats import renew_files

    files = renew_files(writer.session.folder, facts, held)
    data = {"module": facts.module.key, "seat": held.seat}
    return ActDraft(_branch("renew", facts, held), files, data)


def extend_claim(
    writer: Writer, facts: ModuleFacts, seat: str | None, delegation: Delegation
) -> ActDraft:
    """Draft the extension of a claim by half of its days; `seat` is needed where several are held.

    Raises:
        UsageError: there is no such claim, or it cannot be extended.
    """
    from kocbook.insight.state import due_date
    from kocbook.insight.team import clock_start
    from kocbook.intake.acts.consent import Act
    from kocbook.intake.acts.seats import choose_claim, extend_files

    session, module = writer.session, facts.module
    held = choose_claim(facts, delegation.owner(writer), seat)
    files = {
        **extend_files(session.folder, facts, held, session.day),
        **delegation.files(writer, module, Act(ConsentAct.EXTEND, held.seat)),
    }
    start = clock_start(module, held) or held.claimed
    due = due_date(module.brief, replace(held, extended=session.day), start)
    data = {"module": module.key, "seat": held.seat, "due": due}
    return ActDraft(_branch("extend", facts, held), files, data, delegation.agreeing(writer))


def release_seat(writer: Writer, facts: ModuleFacts, seat: str | None) -> ActDraft:
    """Draft the return of a seat; staff may return those of others.

    Raises:
        UsageError: there is no such claim, or its work is accepted.
    """
    from kocbook.intake.acts.seats import choose_claim, release_files

    session = writer.session
    held = choose_claim(facts, writer.member, seat, staff_too=True)
    files = release_files(session.folder, facts, held, session.day)
    data = {"module": facts.module.key, "seat": held.seat}
    return ActDraft(_branch("release", facts, held), files, data)


def _branch(act: str, facts: ModuleFacts, held: Claim) -> str:
    return f"{act}/{facts.module.handbook}-{facts.module.id}-{held.seat}"
