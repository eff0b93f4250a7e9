"""`koc intake`: a form that somebody filled in becomes records on a branch, and a reply."""

from __future__ import annotations

from pathlib import Path

import click

from kocbook.app.session import Session
from kocbook.cli.ui.command import KocCommand


@click.command(cls=KocCommand)
@click.argument("event", type=click.Path(path_type=Path), metavar="EVENT")
@click.option("--pending", type=click.Path(path_type=Path), metavar="FILE")
@click.pass_obj
def intake(session: Session, event: Path, pending: Path | None) -> int:
    """Print what became of the form as JSON; exit with 1 if something has to be asked back."""
    from kocbook.app.receive import read_on_the_way, receive_event
    from kocbook.intake.forms.event import load_event
    from kocbook.intake.forms.receive import IntakeOutcome
    from kocbook.report.intake_reply import render_outcome

    sent = load_event(event)
    done = receive_event(session, sent, read_on_the_way(pending))
    click.echo(render_outcome(session.community, done.received, done.commit, sent.author.login))
    return int(done.received.kind in (IntakeOutcome.ASK, IntakeOutcome.WAITS))
