"""`koc plan`: which shards of the site are to be built, and on how many machines."""

from __future__ import annotations

import click

from kocbook.app.session import Session
from kocbook.base.extras import Extra
from kocbook.cli.ui.command import KocCommand
from kocbook.cli.ui.options import Count, format_option
from kocbook.cli.ui.output import print_table, remark


@click.command(cls=KocCommand, needs=Extra.SITE)
@click.option("--base", metavar="REV")
@click.option("--head", metavar="REV")
@click.option("--shards-from", type=Count(1, 10_000_000))
@format_option(("text", "json"))
@click.pass_obj
def plan(
    session: Session, base: str | None, head: str | None, shards_from: int | None, output: str
) -> None:
    """Plan a build of everything, or of what changed since a revision."""
    from kocbook.app.shards import plan_build
    from kocbook.report.plan_table import plan_table, render_matrix

    session.revision = head  # its day and its language count
    planned = plan_build(session, base, head)
    mode = planned.mode(shards_from)
    if output == "json":
        click.echo(render_matrix(planned, session.day, mode))
        return
    print_table(session, plan_table(planned, session.day, session.texts), "table")
    if planned.tasks:
        remark(session, f"cli.plan.{mode}", n=planned.pages)
