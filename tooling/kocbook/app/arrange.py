"""Put the parts of a team into one order for the page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kocbook.app.write import ActDraft, Writer

if TYPE_CHECKING:
    from kocbook.insight.state import ModuleFacts


def arrange_parts(writer: Writer, facts: ModuleFacts, steps: Sequence[str]) -> ActDraft:
    """Draft the order of the parts; each step names a seat, a heading or a picture.

    Raises:
        UsageError: no seat integrates, another member does, or a step stands in nobody's part.
    """
    from kocbook.intake.acts.arrange import arrange_files, read_step

    session, module = writer.session, facts.module
    order = [read_step(step) for step in steps]
    files = arrange_files(session.folder, facts, writer.member, order, session.day)
    data = {"module": module.key, "title": module.brief.title}
    return ActDraft(f"arrange/{module.handbook}-{module.id}", files, data)
