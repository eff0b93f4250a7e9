"""`koc words`: are the published words those that the authors delivered?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kocbook.app.session import Session
from kocbook.cli.ui.command import KocCommand
from kocbook.cli.ui.options import MODULE, format_option
from kocbook.cli.ui.output import paint, print_table, remark_unreadable

if TYPE_CHECKING:
    from kocbook.insight.state import ModuleFacts
    from kocbook.report.words_table import Comparison


@click.command(cls=KocCommand)
@click.argument("module", type=MODULE, required=False, metavar="[MODULE]")
@format_option()
@click.pass_obj
def words(session: Session, module: str | None, output: str) -> None:
    """Compare the words of one module, or of all with accepted work."""
    from kocbook.report.words_table import words_table

    wanted = [session.facts[session.find_module(module).key]] if module else _settled(session)
    compared = [_compare(session, facts) for facts in wanted]
    if module and output in ("table", "json"):
        _print_one(session, compared[0], output)
    else:
        table = words_table(session.community, compared, session.day, session.texts)
        print_table(session, table, output)
    remark_unreadable(session)


def _settled(session: Session) -> list[ModuleFacts]:
    facts = session.facts.values()
    return [item for item in facts if item.state.counts_as_work and item.authors]


def _compare(session: Session, facts: ModuleFacts) -> Comparison:
    """Find what was delivered; the history is asked only where the words are others by now."""
    from kocbook.base.errors import KocError
    from kocbook.insight.authors_words import accepted_text, compare_told, find_delivered
    from kocbook.insight.fingerprint import page_fingerprint, told_text
    from kocbook.records.content_history import iter_contents
    from kocbook.report.words_table import Comparison

    accepted = accepted_text(facts.module, session.day)
    if facts.module.text is None:
        return Comparison(facts, None, None, None)
    told = told_text(facts.module)
    if accepted == page_fingerprint(facts.module):
        return Comparison(facts, compare_told(told, told), "review", None)
    try:
        module = facts.module
        versions = iter_contents(session.folder, (module.key, *module.brief.formerly))
        found = find_delivered(module, versions, accepted, facts.delivered)
    except KocError:
        found = None  # no Git, or nothing committed yet: the records alone cannot tell
    if found is None:
        return Comparison(facts, None, None, None)
    source = "review" if accepted else "history"
    pieces = compare_told(found.told, told)
    is_same = found.fingerprint == page_fingerprint(facts.module)
    return Comparison(facts, pieces, source, found.commit, is_same)


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
