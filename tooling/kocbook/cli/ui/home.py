"""`koc` alone: where you are and what to do next, without reading every record."""

from __future__ import annotations

from collections import Counter

import click

from kocbook.app.session import Session
from kocbook.cli.ui.help import terminal_width
from kocbook.cli.ui.output import paint
from kocbook.model.paths import parse_record_path
from kocbook.records.tree import WorkingTree
from kocbook.report.cells import cell_width, pad, printable, wrap

NEXT = ("board", "check", "serve")


def say_where(session: Session) -> None:
    """Print the community's name, how much is in it, the day, and three useful commands."""
    t = session.texts
    names = session.settings.get("name")
    name = names.get(t.language) if isinstance(names, dict) else None
    click.echo(paint(printable(str(name or session.folder.name)), "strong"))
    for line in (*_counts(session), t("cli.home.day", day=session.day.isoformat())):
        click.echo(line)
    click.echo(f"\n{t('cli.home.next')}")
    commands = [f"koc {name}" for name in NEXT]
    width = max(cell_width(command) for command in commands)
    for name, command in zip(NEXT, commands, strict=True):
        click.echo(f"  {paint(pad(command, width), 'note')}  {t(f'cli.commands.{name}.short')}")
    click.echo(f"\n{t('cli.home.more')}")


def _counts(session: Session) -> list[str]:
    paths = (parse_record_path(entry.path) for entry in WorkingTree(session.folder).iter_entries())
    kinds = Counter(str(path.kind) for path in paths if path)
    listed = [
        session.texts(f"cli.home.{kind}", n=kinds[kind])
        for kind in ("member", "handbook", "module")
    ]
    text = session.texts("cli.home.counts", counts=listed)
    return wrap(text, terminal_width())
