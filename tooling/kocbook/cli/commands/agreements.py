"""`koc agreements`: who agreed to what and when, by which commit, and does it still hold?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kocbook.app.session import Session
from kocbook.cli.ui.command import KocCommand
from kocbook.cli.ui.options import MODULE, format_option
from kocbook.cli.ui.output import print_table, remark_unreadable

if TYPE_CHECKING:
    from kocbook.insight.agreed import Agreed
    from kocbook.model.community import Community, Module


@click.command(cls=KocCommand)
@click.argument("module", type=MODULE)
@format_option()
@click.pass_obj
def agreements(session: Session, module: str, output: str) -> None:
    """List who relied on what in one module, from its records and from Git's history."""
    from kocbook.report.agreements_table import agreements_table

    lines = _read_lines(session, session.find_module(module))
    table = agreements_table(session.community, lines, session.day, session.texts)
    print_table(session, table, output)
    remark_unreadable(session)


def _read_lines(session: Session, module: Module) -> list[Agreed]:
    from kocbook.base.errors import KocError
    from kocbook.insight.agreed import check_lines, read_log
    from kocbook.insight.pins import iter_payout_pins, iter_pins
    from kocbook.records.record_versions import iter_record_versions

    payouts = {
        payout.path
        for payout in session.community.payouts
        if payout.handbook == module.handbook and module.id in {one.module for one in payout.lines}
    }
    pins = [*iter_pins(module, session.community.settings.limits, session.day)]
    pins += [pin for pin in iter_payout_pins(session.community) if pin.path in payouts]
    try:
        folders = [module.folder, *sorted(payouts)]
        found = list(iter_record_versions(session.folder, folders))
    except KocError:
        found = []  # no Git, or nothing committed yet: the records alone are listed
    versions = [(one.path, one.commit, one.day, one.value) for one in found]
    lines = read_log(versions, pins)
    return list(check_lines(lines, lambda commit: _load_then(session, module, commit)))


def _load_then(session: Session, module: Module, commit: str) -> Community | None:
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
