"""`koc rules` and `koc explain`: what is checked, and why."""

from __future__ import annotations

import click

from kocbook.app.session import Session
from kocbook.base.errors import UsageError
from kocbook.cli.ui.command import KocCommand
from kocbook.cli.ui.options import format_option
from kocbook.cli.ui.output import paint, print_table


@click.command(cls=KocCommand)
@format_option()
@click.pass_obj
def rules(session: Session, output: str) -> None:
    """List all rules."""
    from kocbook.report.rules_table import rules_table

    print_table(session, rules_table(session.day, session.texts), output)


@click.command(cls=KocCommand)
@click.argument("rule", metavar="RULE")
@click.pass_obj
def explain(session: Session, rule: str) -> None:
    """Print what a rule says, why, and what to do."""
    from kocbook.cli.ui.help import terminal_width
    from kocbook.report.rule_page import render_rule_page
    from kocbook.rules.catalogue import describe_rules
    from kocbook.rules.registry import near_rules

    known = describe_rules()
    found = known.get(rule)
    if found is None:
        near = near_rules(rule, known.values())
        raise UsageError(f"errors.no-rule{'-near' if near else ''}", rule=rule, near=near)
    click.echo(render_rule_page(found, session.texts, paint, terminal_width()))
