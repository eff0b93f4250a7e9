"""Figures of reach, taken in from what a channel exports."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kocbook.app.write import ActDraft, Writer
from kocbook.base.errors import UsageError


@dataclass(frozen=True, slots=True)
class ReachDraft:
    """The act, and the numbers of the lines that belong to no use."""

    act: ActDraft
    left: tuple[int, ...]


def draft_reach(writer: Writer, table: Path) -> ReachDraft:
    """Draft the figures of a table.

    Raises:
        UsageError: it cannot be read, or tells nothing of any use here.
    """
    from kocbook.intake.imports.reach import plan_reach

    session = writer.session
    plan = plan_reach(session.folder, session.community, table, session.day)
    if not plan.taken:
        raise UsageError("errors.reach-nothing", name=table.name)
    act = ActDraft(f"reach/{session.day}", plan.files, {"n": len(plan.files)})
    return ReachDraft(act, tuple(plan.left))
