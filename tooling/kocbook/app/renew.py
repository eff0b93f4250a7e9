"""Write old forms and old fingerprints anew: what `koc check --fix` and an upgrade do."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kocbook.app.session import Session

if TYPE_CHECKING:
    from kocbook.intake.acts.renewing import Renewal


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
