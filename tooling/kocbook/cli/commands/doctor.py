"""`koc doctor`: is everything set up, on this computer and at the hosting service?"""

from __future__ import annotations

import click

from kocbook.app.session import Session
from kocbook.cli.ui.command import KocCommand
from kocbook.cli.ui.help import terminal_width
from kocbook.cli.ui.options import format_option
from kocbook.cli.ui.output import paint


@click.command(cls=KocCommand)
@click.option("--offline", is_flag=True)
@format_option(("text", "json"))
@click.pass_obj
def doctor(session: Session, offline: bool, output: str) -> int:
    """Say what is not as it should be, why that matters, and how it is put right."""
    from kocbook.app.doctor import check_setup

    found = check_setup(session, offline)
    if output == "json":
        from kocbook.report.json_text import to_json

        click.echo(to_json({"as_of": found.today, "rows": found.report.rows}))
    else:
        from kocbook.report.doctor import render_doctor

        click.echo(render_doctor(found.report, session.texts, paint, terminal_width()))
    return 1 if found.report.errors else 0
