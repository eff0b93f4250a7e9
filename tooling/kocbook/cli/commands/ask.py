"""`koc ask`: put a question to the contact of a module. `koc reply`: answer it."""

from __future__ import annotations

import click

from kocbook.app.session import Session
from kocbook.cli.ui.command import KocCommand
from kocbook.cli.ui.options import MODULE
from kocbook.cli.ui.writing import Writing, member_option, open_option


@click.command(cls=KocCommand)
@click.argument("module", type=MODULE, metavar="MODULE")
@click.argument("text", metavar="TEXT")
@member_option
@open_option
@click.pass_obj
def ask(session: Session, module: str, text: str, member: str | None, opens: bool) -> int:
    """Write a question; it stays with the module, for the next one who wonders."""
    from kocbook.app.questions import ask_question

    writing = Writing(session, "ask", opens, member)
    return writing.submit_act(ask_question(writing.writer, module, text))


@click.command(cls=KocCommand)
@click.argument("module", type=MODULE, metavar="MODULE")
@click.argument("text", metavar="TEXT")
@click.option("--question", metavar="NAME")
@member_option
@open_option
@click.pass_obj
def reply(
    session: Session, module: str, text: str, question: str | None, member: str | None, opens: bool
) -> int:
    """Write the answer to a question."""
    from kocbook.app.questions import reply_to_question

    writing = Writing(session, "reply", opens, member)
    return writing.submit_act(reply_to_question(writing.writer, module, question, text))
