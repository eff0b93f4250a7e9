"""Who agreed to what and when, by which commit, and does it still hold?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kocbook.app.session import Session

if TYPE_CHECKING:
    from kocbook.insight.agreement_log import Agreed
    from kocbook.model.community import Community, Module


def list_agreements(session: Session, module: str) -> list[Agreed]:
    """List who relied on what in a module, from its records and from Git's history.

    Where there is no history, the records alone are listed.

    Raises:
        UsageError: there is no such module.
        FaultyCommunityError: the settings have faults.
    """
    from kocbook.base.errors import KocError
    from kocbook.insight.agreement_log import check_lines, read_log
    from kocbook.insight.pins import iter_payout_pins, iter_pins, iter_seal_pins
    from kocbook.records.record_versions import iter_record_versions

    wanted = session.find_module(module)
    payouts = {
        payout.path
        for payout in session.community.payouts
        if payout.handbook == wanted.handbook and wanted.id in {one.module for one in payout.lines}
    }
    pins = [*iter_pins(wanted, session.community.settings.limits, session.day)]
    pins += iter_seal_pins(wanted)
    pins += [pin for pin in iter_payout_pins(session.community) if pin.path in payouts]
    try:
        folders = [wanted.folder, *sorted(payouts)]
        found = list(iter_record_versions(session.folder, folders))
    except KocError:
        found = []  # no Git, or nothing committed yet
    versions = [(one.path, one.commit, one.day, one.value) for one in found]
    lines = read_log(versions, pins)
    return list(check_lines(lines, lambda commit: _load_at(session, wanted, commit)))


def _load_at(session: Session, module: Module, commit: str) -> Community | None:
    """Return the module's community as a commit left it; None where it cannot be read."""
    from kocbook.base.errors import KocError
    from kocbook.git.revision_tree import GitTree
    from kocbook.records.loader import load_community

    book = f"modules/{module.handbook}/handbook.yml"
    within = ("community.yml", book, module.folder, f"content/{module.key}")
    try:
        with GitTree(session.folder, commit, within=within) as tree:
            return load_community(tree).community
    except KocError:
        return None
