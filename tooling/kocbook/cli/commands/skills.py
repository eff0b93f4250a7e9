"""`koc skills`: what members can do, and the work that shows it."""

from __future__ import annotations

import click

from kocbook.app.session import Session
from kocbook.base.errors import UsageError
from kocbook.cli.ui.command import KocCommand
from kocbook.cli.ui.options import MEMBER, format_option
from kocbook.cli.ui.output import print_table, remark_unreadable


@click.command(cls=KocCommand)
@click.argument("member", type=MEMBER, required=False, metavar="[MEMBER]")
@click.option("--skill", metavar="SKILL")
@format_option()
@click.pass_obj
def skills(session: Session, member: str | None, skill: str | None, output: str) -> None:
    """Print the skill graph."""
    from kocbook.insight.lookup import find_id, term_names
    from kocbook.report.skills_table import skills_table

    session.check_names(None, member)
    if skill is not None:
        terms = session.community.settings.skills
        data = {"skill": skill, "known": [term.id for term in terms]}
        named = term_names((term.id, term.name) for term in terms)
        skill = find_id(skill, named, lambda _: UsageError("errors.no-skill", **data))
    table = skills_table(session.community, session.facts, session.day, session.texts)
    print_table(session, table.only(member=member, skill=skill), output)
    remark_unreadable(session)
