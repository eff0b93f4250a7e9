"""`koc propose`: a member's topic. `koc advise`: a planner's answer. `koc proposals`: all of them."""

from __future__ import annotations

import click

from kocbook.app.session import Session
from kocbook.cli.ui.choices import Listed, handbooks
from kocbook.cli.ui.command import KocCommand
from kocbook.cli.ui.options import format_option
from kocbook.cli.ui.output import print_table, remark_unreadable
from kocbook.cli.ui.typed_answers import AnswerKind
from kocbook.cli.ui.wizard import (
    Field,
    WizardState,
    ask_all,
    optional,
    wizard_options,
)
from kocbook.cli.ui.writing import Writing, member_option, open_option
from kocbook.model.enums import AdviceVerdict, ModuleForm

FIELDS = (
    Field("revise", needed=optional, is_asked=False),
    Field("title", is_argument=True),
    Field("pitch"),
    Field("outline", AnswerKind.LINES, needed=optional),
    Field("form", choices=Listed("form", ModuleForm), needed=optional),
    Field("handbook", choices=handbooks, needed=optional),
    Field("writes", AnswerKind.FLAG, needed=optional),
)


@click.command(cls=KocCommand)
@wizard_options(FIELDS)
@click.pass_obj
def propose(
    session: Session, /, member: str | None, opens: bool, yes: bool, **given: object
) -> int:
    """Write a proposal; on a terminal, what is missing is asked."""
    from kocbook.app.proposals import propose_topic

    writing = Writing(session, "propose", opens, member)
    values = ask_all(WizardState(session, writing.member), "propose", FIELDS, given, yes)
    return writing.submit_act(propose_topic(writing.writer, values))


@click.command(cls=KocCommand)
@click.argument("proposal", metavar="PROPOSAL")
@click.argument("words", metavar="WORDS")
@click.option("--decline", is_flag=True)
@member_option
@open_option
@click.pass_obj
def advise(
    session: Session, proposal: str, words: str, decline: bool, member: str | None, opens: bool
) -> int:
    """Write the answer to a proposal."""
    from kocbook.app.proposals import advise as draft_advice

    writing = Writing(session, "advise", opens, member)
    verdict = AdviceVerdict.DECLINED if decline else AdviceVerdict.ADVISED
    return writing.submit_act(draft_advice(writing.writer, proposal, words, verdict.value))


@click.command(cls=KocCommand)
@click.option("--all", "everything", is_flag=True)
@format_option()
@click.pass_obj
def proposals(session: Session, everything: bool, output: str) -> None:
    """Print the proposals; without --all, those that are still open."""
    from kocbook.app.proposals import show_proposals
    from kocbook.report.proposals_table import proposals_table

    found = show_proposals(session, everything)
    table = proposals_table(session.community, found, session.day, session.texts)
    print_table(session, table, output)
    remark_unreadable(session)
