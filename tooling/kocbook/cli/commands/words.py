"""`koc words`: are the published words those that the authors delivered?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kocbook.app.session import Session
from kocbook.cli.ui.command import KocCommand
from kocbook.cli.ui.options import MODULE, format_option
from kocbook.cli.ui.output import paint, print_table, remark_unreadable

if TYPE_CHECKING:
    from kocbook.report.words_table import Comparison


@click.command(cls=KocCommand)
@click.argument("module", type=MODULE, required=False, metavar="[MODULE]")
@format_option()
@click.pass_obj
def words(session: Session, module: str | None, output: str) -> None:
    """Compare the words of one module, or of all with accepted work."""
    from kocbook.app.words import compare_words
    from kocbook.report.words_table import words_table

    compared = compare_words(session, module)
    if module and output in ("table", "json"):
        _print_one(session, compared[0], output)
    else:
        table = words_table(session.community, compared, session.day, session.texts)
        print_table(session, table, output)
    remark_unreadable(session)


def _print_one(session: Session, compared: Comparison, output: str) -> None:
    from kocbook.cli.ui.help import terminal_width
    from kocbook.report.words_table import comparison_row, render_comparison

    if output == "json":
        from kocbook.report.json_text import to_json

        row = comparison_row(compared)
        click.echo(to_json({"as_of": session.day, "rows": [row]}))
        return
    width = terminal_width()
    click.echo(render_comparison(session.community, compared, session.texts, paint, width))
