"""`koc board`: every seat, how it stands, and who holds it."""

from __future__ import annotations

import click

from kocbook.cli.command import KocCommand
from kocbook.cli.options import OneOf, filter_options, format_option
from kocbook.cli.output import print_table, remark_unreadable
from kocbook.cli.session import Session
from kocbook.model.enums import State


@click.command(cls=KocCommand)
@filter_options
@click.option("--state", type=OneOf([str(state) for state in State]), multiple=True)
@format_option()
@click.pass_obj
def board(
    session: Session, handbook: str | None, member: str | None, state: tuple[str, ...], output: str
) -> None:
    """Print the board."""
    from kocbook.report.board_table import board_table

    table = board_table(session.community, session.facts, session.day, session.texts)
    session.check_names(handbook, member)
    print_table(session, table.only(handbook=handbook, member=member, state=state), output)
    remark_unreadable(session)
