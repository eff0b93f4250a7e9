"""What `koc check --fix` and `koc init --upgrade` say of what they write anew."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from kocbook.app.session import Session
from kocbook.cli.ui.output import remark
from kocbook.cli.ui.writing import say

if TYPE_CHECKING:
    from kocbook.intake.acts.mending import Mending
    from kocbook.intake.acts.renewing import Renewal


def fix(session: Session, is_dry: bool, beside: bool) -> Session:
    """Write anew what can only be meant one way; return a session that reads the working tree again.

    With `is_dry` nothing is written; with `beside` it is told on stderr, where stdout is for programs.
    """
    from kocbook.app.renew import fix_files

    tell = partial(remark if beside else say, session)
    mood = "would" if is_dry else "did"
    written: set[str] = set()
    for step in fix_files(session, is_dry):
        if step.mending is not None:
            _tell_mending(session, step.mending, is_dry, beside)
            moves = step.mending.moves
            written = {moves.get(path, path) for path in written | step.mending.paths}
        if step.renewal is not None:
            tell_renewal(session, step.renewal, is_dry, beside)
            written |= {*step.renewal.files}
        for path in step.generated or ():
            tell(f"cli.check.fixing.generated-{mood}", path=path)
        written |= {*(step.generated or ())}
        session = step.session
    tell(f"cli.check.fixing.{mood if written else 'none'}", n=len(written))
    return session


def _tell_mending(session: Session, plan: Mending, is_dry: bool, beside: bool) -> None:
    tell = partial(remark if beside else say, session)
    mood = "would" if is_dry else "did"
    for path, wanted in plan.moves.items():
        tell(f"cli.check.fixing.moved-{mood}", path=path, wanted=wanted)
    for path, mend in plan.lines:
        tell(f"cli.check.fixing.typed-{mood}", path=path, line=mend.line, text=mend.becomes)
    for path, wanted in plan.taken.items():
        tell("cli.check.fixing.taken", path=path, wanted=wanted)


def tell_renewal(
    session: Session, plan: Renewal, is_dry: bool = False, beside: bool = False
) -> None:
    """Say of each file what is written anew, and what is left to people."""
    tell = partial(remark if beside else say, session)
    mood = "would" if is_dry else "did"
    for path, number in plan.texts.items():
        tell(f"cli.check.fixing.text-{mood}", path=path, n=number)
    for path in plan.records:
        tell(f"cli.check.fixing.record-{mood}", path=path)
    for path in plan.kept:
        tell("cli.check.fixing.kept", path=path)
    for path in plan.unknown:
        tell("cli.check.fixing.unknown", path=path)
