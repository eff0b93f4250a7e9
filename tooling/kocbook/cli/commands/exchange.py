"""`koc points`, `koc offers`: what there is to spend, and on what. `koc exchange`, `koc grant`: do it."""

from __future__ import annotations

import click

from kocbook.app.session import Session
from kocbook.cli.ui.command import KocCommand
from kocbook.cli.ui.options import MEMBER, format_option
from kocbook.cli.ui.output import print_table, remark_unreadable
from kocbook.cli.ui.writing import Writing, member_option, open_option


@click.command(cls=KocCommand)
@click.option("--member", type=MEMBER, metavar="MEMBER")
@format_option()
@click.pass_obj
def points(session: Session, member: str | None, output: str) -> None:
    """Print what everybody was granted, has spent, and has left."""
    from kocbook.report.exchange_table import points_table

    session.check_names(None, member)
    table = points_table(session.community, session.facts, session.day, session.texts)
    print_table(session, table.only(member=member), output)
    remark_unreadable(session)
    if session.community.settings.points.spending == "honour":
        click.echo(session.texts("cli.points.honour"), err=True)


@click.command(cls=KocCommand)
@format_option()
@click.pass_obj
def offers(session: Session, output: str) -> None:
    """Print what points can be spent on."""
    from kocbook.report.exchange_table import offers_table

    print_table(session, offers_table(session.community, session.day, session.texts), output)
    remark_unreadable(session)


@click.command(cls=KocCommand)
@click.argument("offer", metavar="OFFER")
@member_option
@open_option
@click.pass_obj
def exchange(session: Session, offer: str, member: str | None, opens: bool) -> int:
    """Ask for what points buy."""
    from kocbook.app.exchange import ask_for

    writing = Writing(session, "exchange", opens, member)
    return writing.submit_act(ask_for(writing.writer, offer))


@click.command(cls=KocCommand)
@click.argument("gift", metavar="GIFT")
@click.option("--decline", "declines", is_flag=True)
@click.option("--note", metavar="TEXT")
@member_option
@open_option
@click.pass_obj
def grant(
    session: Session, gift: str, declines: bool, note: str | None, member: str | None, opens: bool
) -> int:
    """Agree to a request, or decline it."""
    from kocbook.app.exchange import answer_request

    writing = Writing(session, "grant", opens, member)
    return writing.submit_act(answer_request(writing.writer, gift, declines=declines, note=note))
