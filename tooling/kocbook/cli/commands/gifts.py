"""`koc gifts`: what was promised and how far it has come. `koc give`, `koc received`: one step on."""

from __future__ import annotations

import click

from kocbook.app.session import Session
from kocbook.cli.ui.command import KocCommand
from kocbook.cli.ui.options import MEMBER, format_option
from kocbook.cli.ui.output import print_table, remark_unreadable
from kocbook.cli.ui.writing import Writing, member_option, open_option


@click.command(cls=KocCommand)
@click.option("--member", type=MEMBER, metavar="MEMBER")
@click.option("--waiting", is_flag=True)
@format_option()
@click.pass_obj
def gifts(session: Session, member: str | None, waiting: bool, output: str) -> None:
    """Print the list of gifts; amounts and addresses where the private repository is here."""
    from kocbook.report.gifts_table import gifts_table

    session = session.with_private_if_here()
    session.check_names(None, member)
    table = gifts_table(session.community, session.day, session.texts, waiting=waiting)
    print_table(session, table.only(member=member), output)
    remark_unreadable(session)


@click.command(cls=KocCommand)
@click.argument("gift", metavar="GIFT")
@member_option
@open_option
@click.pass_obj
def give(session: Session, gift: str, member: str | None, opens: bool) -> int:
    """Say that a promised gift was given today."""
    from kocbook.app.gifts import hand_over

    writing = Writing(session, "give", opens, member)
    return writing.submit_act(hand_over(writing.writer, gift))


@click.command(cls=KocCommand)
@click.argument("gift", required=False, metavar="[GIFT]")
@member_option
@open_option
@click.pass_obj
def received(session: Session, gift: str | None, member: str | None, opens: bool) -> int:
    """Say that something has arrived."""
    from kocbook.app.gifts import confirm_arrival

    writing = Writing(session, "received", opens, member)
    return writing.submit_act(confirm_arrival(writing.writer, gift))
