"""What `koc check --fix` and `koc init --upgrade` say of what they write anew."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from kocbook.app.session import Session
from kocbook.cli.ui.output import remark
from kocbook.cli.ui.writing import say

if TYPE_CHECKING:
    from kocbook.intake.acts.renewing import Renewal


def renew(session: Session, is_dry: bool, beside: bool) -> Session:
    """Write old forms and fingerprints anew in the working tree; return a session that reads it again.

    With `is_dry` nothing is written; with `beside` it is told on stderr, where stdout is for programs.
    """
    from kocbook.app.renew import apply_renewal, find_renewal

    plan = find_renewal(session)
    if plan is None:
        return session
    tell_renewal(session, plan, is_dry, beside)
    mood = "none" if not plan.files else "would" if is_dry else "did"
    (remark if beside else say)(session, f"cli.check.fixing.{mood}", n=len(plan.files))
    return session if is_dry else apply_renewal(session, plan)


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
