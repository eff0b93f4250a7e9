"""What `koc check --fix` and `koc init --upgrade` write anew, and what they say of it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from kocbook.app.session import Session
from kocbook.cli.ui.output import remark
from kocbook.cli.ui.writing import say

if TYPE_CHECKING:
    from kocbook.intake.acts.mending import Mending
    from kocbook.intake.acts.renewing import Renewal


_MOST_ROUNDS = 4
"""A name that is right now lets a file be read, and a file that is read lets others name it."""


def fix(session: Session, is_dry: bool, beside: bool) -> Session:
    """Write anew what can only be meant one way; return a session that reads the working tree again.

    First slips of the keyboard, then old forms and old fingerprints, then generated files. With
    `is_dry` nothing is written; with `beside` it is told on stderr, where stdout is for programs.
    """
    from kocbook.intake.acts.renewing import write_files

    session, written = _mend(session, is_dry, beside)
    plan = find_renewal(session)
    if plan is not None:
        tell_renewal(session, plan, is_dry, beside)
        if not is_dry:
            write_files(session.folder, plan.files)
            # A copy knows the options, and nothing that was read before.
            session = replace(session)
        written |= {*plan.files, *_generate(session, is_dry, beside)}
    mood = "none" if not written else "would" if is_dry else "did"
    (remark if beside else say)(session, f"cli.check.fixing.{mood}", n=len(written))
    return session


def _mend(session: Session, is_dry: bool, beside: bool) -> tuple[Session, set[str]]:
    """Mend slips of the keyboard until nothing more can be told; return also which files."""
    from kocbook.intake.acts.mending import move_files, plan_mending
    from kocbook.intake.acts.renewing import write_files

    written: set[str] = set()
    for _ in range(_MOST_ROUNDS):
        plan = plan_mending(session.folder, session.loaded)
        if not written or plan.paths:
            _tell_mending(session, plan, is_dry, beside)
        written = {plan.moves.get(path, path) for path in written | plan.paths}
        if is_dry or not plan.paths:
            break
        write_files(session.folder, plan.files)
        move_files(session.folder, plan.moves)
        session = replace(session)
    return session, written


def _tell_mending(session: Session, plan: Mending, is_dry: bool, beside: bool) -> None:
    tell = partial(remark if beside else say, session)
    mood = "would" if is_dry else "did"
    for path, wanted in plan.moves.items():
        tell(f"cli.check.fixing.moved-{mood}", path=path, wanted=wanted)
    for path, mend in plan.lines:
        tell(f"cli.check.fixing.typed-{mood}", path=path, line=mend.line, text=mend.becomes)
    for path, wanted in plan.taken.items():
        tell("cli.check.fixing.taken", path=path, wanted=wanted)


def _generate(session: Session, is_dry: bool, beside: bool) -> set[str]:
    """Write the generated files that are not in step; return which."""
    from kocbook.app.generated import find_current
    from kocbook.intake.acts.renewing import write_files

    files = find_current(session.loaded.tree, session.community)
    for path in files:
        (remark if beside else say)(
            session, f"cli.check.fixing.generated-{'would' if is_dry else 'did'}", path=path
        )
    if files and not is_dry:
        write_files(session.folder, files)
    return set(files)


def find_renewal(session: Session) -> Renewal | None:
    """Return what is to be written anew; None where the community itself cannot be read."""
    from kocbook.intake.acts.renewing import plan_renewal

    community = session.loaded.community
    return None if community is None else plan_renewal(session.folder, community)


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
