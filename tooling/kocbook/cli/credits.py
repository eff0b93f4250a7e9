"""`koc credits`: who is credited for what."""

from __future__ import annotations

import click

from kocbook.cli.command import KocCommand
from kocbook.cli.options import OneOf, filter_options, format_option
from kocbook.cli.output import print_table, remark_unreadable
from kocbook.cli.session import Session

STATES = ("signed", "accepted", "thanked", "proposed")


@click.command(cls=KocCommand)
@filter_options
@click.option("--state", type=OneOf(STATES), multiple=True)
@format_option()
@click.pass_obj
def credits(  # noqa: A001 - the command's name
    session: Session, handbook: str | None, member: str | None, state: tuple[str, ...], output: str
) -> None:
    """Print all credits."""
    from kocbook.report.credits_table import credits_table

    table = credits_table(session.community, session.facts, session.day, session.texts)
    session.check_names(handbook, member)
    print_table(session, table.only(handbook=handbook, member=member, state=state), output)
    remark_unreadable(session)
