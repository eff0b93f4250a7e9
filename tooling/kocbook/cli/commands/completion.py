"""`koc completion`: the script that teaches a shell to complete koc's words."""

from __future__ import annotations

import click

from kocbook.cli.ui.command import KocCommand
from kocbook.cli.ui.options import OneOf

SHELLS = ("bash", "zsh", "fish")


@click.command(cls=KocCommand)
@click.argument("shell", type=OneOf(SHELLS), metavar="[bash|zsh|fish]")
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    """Print the completion script of a shell."""
    from click.shell_completion import get_completion_class

    script = get_completion_class(shell)
    if script is not None:
        click.echo(script(ctx.find_root().command, {}, "koc", "_KOC_COMPLETE").source())
