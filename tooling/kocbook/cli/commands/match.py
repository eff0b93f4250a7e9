"""`koc match`: three explained teams for a module's open seats."""

from __future__ import annotations

import click

from kocbook.app.session import Session
from kocbook.base.extras import Extra
from kocbook.cli.ui.command import KocCommand
from kocbook.cli.ui.help import terminal_width
from kocbook.cli.ui.options import MODULE, Count, format_option
from kocbook.cli.ui.output import paint, print_table, remark_unreadable

MOST_TEAMS = 20


@click.command(cls=KocCommand, needs=Extra.MATCH)
@click.argument("module", type=MODULE, metavar="MODULE")
@click.option("--top", type=Count(1, MOST_TEAMS), default=3)
@click.option("--newcomers", is_flag=True)
@format_option()
@click.pass_obj
def match(session: Session, module: str, top: int, newcomers: bool, output: str) -> None:
    """Print the best teams, and why."""
    from kocbook.app.match import find_teams
    from kocbook.report.match_table import match_table, render_match_json
    from kocbook.report.match_text import render_match
    from kocbook.report.words import Words

    community = session.community
    found = find_teams(session, module, top, newcomers)
    if output == "table":
        words = Words(community, session.texts)
        click.echo(render_match(community, found, words, paint, terminal_width()))
    elif output == "json":
        click.echo(render_match_json(found))
    else:
        print_table(session, match_table(community, found, session.day, session.texts), output)
    remark_unreadable(session)
