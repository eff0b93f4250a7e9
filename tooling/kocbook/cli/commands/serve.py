"""`koc serve`: the site on this machine, built again on every save."""

from __future__ import annotations

import gc

import click

from kocbook.app.session import Session
from kocbook.base.extras import Extra
from kocbook.cli.ui.command import KocCommand
from kocbook.cli.ui.options import Port


@click.command(cls=KocCommand, needs=Extra.SITE)
@click.option("--host", default="127.0.0.1", metavar="ADDRESS")
@click.option("--port", type=Port(), default=8000)
@click.pass_obj
def serve(session: Session, host: str, port: int) -> None:
    """Serve the site until Ctrl-C."""
    from kocbook.site.publish.serve import serve_site

    gc.enable()
    serve_site(session.folder, session.day, host, port)
