"""`koc ask`: put a question to the contact of a module. `koc reply`: answer it."""

from __future__ import annotations

import click

from kocbook.app.session import Session
from kocbook.cli.ui.command import KocCommand
from kocbook.cli.ui.options import MODULE
from kocbook.cli.ui.writing import Writing, member_option, open_option
from kocbook.report.words import Words


@click.command(cls=KocCommand)
@click.argument("module", type=MODULE, metavar="MODULE")
@click.argument("text", metavar="TEXT")
@member_option
@open_option
@click.pass_obj
def ask(session: Session, module: str, text: str, member: str | None, opens: bool) -> int:
    """Write a question; it stays with the module, for the next one who wonders."""
    from kocbook.intake.acts.questions import question_files

    writing = Writing(session, "ask", opens, member)
    found = session.find_module(module)
    files = question_files(found, writing.member, session.day, text)
    words, brief = Words(session.community, session.texts), found.brief
    data = {"module": found.key, "title": brief.title, "n": brief.reply_within_days}
    branch = f"ask/{found.handbook}-{found.id}-{writing.member.id}"
    return writing.submit(branch, files, {**data, "contact": words.member(brief.contact)})


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
    from kocbook.intake.acts.questions import answer_files, choose_question

    writing = Writing(session, "reply", opens, member)
    found = session.find_module(module)
    name = choose_question(found, question)
    files = answer_files(found, name, writing.member, session.day, text)
    asker = Words(session.community, session.texts).member(found.questions[name].member)
    data = {"module": found.key, "title": found.brief.title, "member": asker}
    return writing.submit(f"reply/{found.handbook}-{found.id}-{name}", files, data)
