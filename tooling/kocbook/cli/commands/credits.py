"""`koc credits`: who is credited for what."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kocbook.app.session import Session
from kocbook.cli.ui.command import KocCommand
from kocbook.cli.ui.options import TABLE_FORMATS, OneOf, filter_options, format_option
from kocbook.cli.ui.output import print_table, remark, remark_unreadable

if TYPE_CHECKING:
    from kocbook.report.table import Table

EXPORTS = ("all-contributors", "citation")
STATES = ("signed", "accepted", "thanked", "proposed")
CONFIRMED = STATES[:3]


@click.command(cls=KocCommand)
@filter_options
@click.option("--state", type=OneOf(STATES, "credit"), multiple=True)
@format_option((*TABLE_FORMATS, *EXPORTS))
@click.pass_obj
def credits(  # noqa: A001 - the command's name
    session: Session, handbook: str | None, member: str | None, state: tuple[str, ...], output: str
) -> None:
    """Print all credits."""
    from kocbook.report.credits_table import credits_table

    table = credits_table(session.community, session.facts, session.day, session.texts)
    session.check_names(handbook, member)
    shown = table.only(handbook=handbook, member=member, state=state)
    if output in EXPORTS:
        _export(session, shown.only(state=state or CONFIRMED), output, handbook)
    else:
        print_table(session, shown, output)
    remark_unreadable(session)


def _export(session: Session, table: Table, output: str, handbook: str | None) -> None:
    """Print credits as another project's tools read them; what nobody confirmed is none."""
    community = session.community
    if output == "citation":
        from kocbook.report.citation import render_citation

        text = render_citation(community, table.rows, session.day, session.texts, handbook)
        click.echo(text, nl=False)
        return
    from kocbook.report.all_contributors import render_all_contributors

    text, hidden = render_all_contributors(community, table.rows)
    click.echo(text)
    if hidden:
        remark(session, "cli.credits.hidden", n=hidden)
