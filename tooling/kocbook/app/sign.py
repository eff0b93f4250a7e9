"""Agree to the final words of a module."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kocbook.app.delegation import Delegation
from kocbook.app.write import ActDraft, Writer
from kocbook.model.enums import ConsentAct

if TYPE_CHECKING:
    from kocbook.insight.state import ModuleFacts


def sign_text(writer: Writer, facts: ModuleFacts, delegation: Delegation) -> ActDraft:
    """Draft the agreement to the words that stand there now; without files where it is given already.

    Raises:
        UsageError: there is no text yet, or the member had no part in it.
    """
    from kocbook.insight.fingerprint import page_fingerprint
    from kocbook.intake.acts.consent import Act
    from kocbook.intake.acts.signoff import signoff_files

    session, module, owner = writer.session, facts.module, delegation.owner(writer)
    words = page_fingerprint(module)
    files = signoff_files(session.folder, module, owner, session.day)
    branch = f"sign/{module.handbook}-{module.id}-{owner.id}"
    data = {"module": module.key, "text": words}
    if files:
        act = Act(ConsentAct.SIGN, covers=words)
        files = {**files, **delegation.files(writer, module, act)}
    return ActDraft(branch, files, data, delegation.agreeing(writer))
