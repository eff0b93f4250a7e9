"""`koc confirm`: say yes to help that somebody proposed. `koc supersede`: put a module in another's place."""

from __future__ import annotations

import click

from kocbook.app.session import Session
from kocbook.cli.ui.command import KocCommand
from kocbook.cli.ui.options import MODULE
from kocbook.cli.ui.writing import Writing, member_option, open_option


@click.command(cls=KocCommand)
@click.argument("module", type=MODULE, metavar="MODULE")
@click.argument("name", required=False, metavar="[NAME]")
@member_option
@open_option
@click.pass_obj
def confirm(
    session: Session, module: str, name: str | None, member: str | None, opens: bool
) -> int:
    """Confirm a proposed credit or a service."""
    from kocbook.app.helping import confirm_help

    writing = Writing(session, "confirm", opens, member)
    return writing.submit_act(confirm_help(writing.writer, module, name))


@click.command(cls=KocCommand)
@click.argument("module", type=MODULE, metavar="MODULE")
@click.argument("by", type=MODULE, metavar="BY")
@member_option
@open_option
@click.pass_obj
def supersede(session: Session, module: str, by: str, member: str | None, opens: bool) -> int:
    """Say that another module takes the place of one."""
    from kocbook.app.leading import supersede_module

    writing = Writing(session, "supersede", opens, member)
    return writing.submit_act(supersede_module(writing.writer, module, by))
