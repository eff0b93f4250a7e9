"""Write anew what can only be meant one way: what `koc check --fix` and an upgrade do.

First slips of the keyboard, then old forms and old fingerprints, then generated files: each step
reads what the one before it has written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kocbook.app.session import Session

if TYPE_CHECKING:
    from kocbook.intake.acts.mending import Mending
    from kocbook.intake.acts.renewing import Renewal

_MOST_ROUNDS = 4
"""A name that is right now lets a file be read, and a file that is read lets others name it."""


@dataclass(frozen=True, slots=True)
class FixedFiles:
    """One step: what it mended, renewed or generated, and the session that reads what is there now."""

    session: Session
    mending: Mending | None = None
    renewal: Renewal | None = None
    generated: Mapping[str, bytes] | None = None


def fix_files(session: Session, is_dry: bool) -> Iterator[FixedFiles]:
    """Do one step after the other, and yield what each did; with `is_dry` nothing is written."""
    for step in _mend(session, is_dry):
        session = step.session
        yield step
    plan = find_renewal(session)
    if plan is None:
        return
    session = session if is_dry else apply_renewal(session, plan)
    yield FixedFiles(session, renewal=plan)
    files = _generate(session, is_dry)
    if files:
        yield FixedFiles(session, generated=files)


def _mend(session: Session, is_dry: bool) -> Iterator[FixedFiles]:
    """Mend slips of the keyboard until nothing more can be told."""
    from kocbook.intake.acts.mending import move_files, plan_mending
    from kocbook.intake.acts.renewing import write_files

    for number in range(_MOST_ROUNDS):
        plan = plan_mending(session.folder, session.loaded)
        done = is_dry or not plan.paths
        if not done:
            write_files(session.folder, plan.files)
            move_files(session.folder, plan.moves)
            session = replace(session)
        if plan.paths or number == 0:
            yield FixedFiles(session, mending=plan)
        if done:
            return


def _generate(session: Session, is_dry: bool) -> dict[str, bytes]:
    """Write the generated files that are not in step; return them."""
    from kocbook.app.generated import find_current
    from kocbook.intake.acts.renewing import write_files

    files = find_current(session.loaded.tree, session.community)
    if files and not is_dry:
        write_files(session.folder, files)
    return files


def find_renewal(session: Session) -> Renewal | None:
    """Return what is to be written anew; None where the community itself cannot be read."""
    from kocbook.intake.acts.renewing import plan_renewal

    community = session.loaded.community
    return None if community is None else plan_renewal(session.folder, community)


def apply_renewal(session: Session, plan: Renewal) -> Session:
    """Write the files of a plan into the working tree, and return a session that reads it again."""
    from kocbook.intake.acts.renewing import write_files

    write_files(session.folder, plan.files)
    # A copy knows the options, and nothing that was read before.
    return replace(session)
