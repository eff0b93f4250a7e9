"""An author agrees to the words that stand there now."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from kocbook.base.errors import UsageError
from kocbook.git.commit_draft import Files
from kocbook.insight.credits import signers
from kocbook.insight.fingerprint import page_fingerprint
from kocbook.intake.acts.seats import read_text
from kocbook.model.community import Module
from kocbook.model.paths import RecordKind
from kocbook.model.people import Member
from kocbook.records.record_text import render_record, set_field


def signoff_files(root: Path, module: Module, member: Member, day: date) -> Files:
    """Return the record of a sign-off; nothing where the member signed these words before.

    Raises:
        UsageError: there is no text, or the member wrote nothing here.
    """
    if module.text is None:
        raise UsageError("errors.no-text", module=module.key)
    if member.id not in signers(module):
        raise UsageError("errors.not-an-author", module=module.key, member=member.id)
    current = page_fingerprint(module)
    before = module.signoffs.get(member.id)
    if before and before.text == current:
        return {}
    path = f"{module.folder}/signoffs/{member.id}.yml"
    if before:
        text = set_field(read_text(root, path), "date", day)
        return {path: set_field(text, "text", current).encode()}
    values = {"member": member.id, "date": day, "text": current}
    return {path: render_record(RecordKind.SIGNOFF, path, values).encode()}
