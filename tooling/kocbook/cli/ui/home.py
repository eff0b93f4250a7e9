"""`koc` alone: where you are, who you are, what waits for you, and what to do next."""

from __future__ import annotations

from collections import Counter

import click

from kocbook.app.session import FaultyCommunityError, Session
from kocbook.base.errors import KocError, UsageError
from kocbook.cli.ui.errors import describe_error
from kocbook.cli.ui.help import terminal_width
from kocbook.cli.ui.output import paint
from kocbook.cli.ui.who import say_who
from kocbook.model.paths import parse_record_path
from kocbook.records.tree import WorkingTree
from kocbook.report.cells import cell_width, pad, printable, wrap

NEXT = ("inbox", "board", "check", "serve")
MOST = 5
"""So many rows of the inbox are shown here; `koc inbox` shows all."""


def say_where(session: Session) -> None:
    """Print the community's name, how much is in it, the day, who is here and what waits for them."""
    t = session.texts
    names = session.settings.get("name")
    name = names.get(t.language) if isinstance(names, dict) else None
    click.echo(paint(printable(str(name or session.folder.name)), "strong"))
    for line in (*_counts(session), t("cli.home.day", day=session.day.isoformat())):
        click.echo(line)
    _say_inbox(session)
    click.echo(f"\n{t('cli.home.next')}")
    commands = [f"koc {name}" for name in NEXT]
    width = max(cell_width(command) for command in commands)
    for name, command in zip(NEXT, commands, strict=True):
        click.echo(f"  {paint(pad(command, width), 'note')}  {t(f'cli.commands.{name}.short')}")
    click.echo(f"\n{t('cli.home.more')}")


def _say_inbox(session: Session) -> None:
    """Print who is at work and what waits for them; where nobody can tell, how to say it."""
    from kocbook.app.inbox import find_me, may_tell_who, open_inbox
    from kocbook.report.inbox_table import say_left

    t = session.texts
    if not may_tell_who(session):
        _say(f"\n{describe_error(UsageError('errors.who-are-you'), session)}")
        return
    try:
        me = find_me(session, None)
        waits = open_inbox(session, me.member).waits
    except FaultyCommunityError:
        return  # what is wrong is told by `koc check`
    except (UsageError, KocError) as error:
        _say(f"\n{describe_error(error, session)}")
        return
    _say(f"\n{say_who(session, me)}")
    _say(t("cli.home.waits", n=len(waits)) if waits else t("cli.inbox.empty"))
    for wait in waits[:MOST]:
        left = (wait.due - session.day).days if wait.due else None
        module = session.community.modules.get(wait.key)
        said = [say_left(left, wait.since, session.day, t), t(f"desk.kinds.{wait.kind}.title")]
        said += [t("cli.inbox.title", title=module.brief.title)] if module else [str(wait.what)]
        click.echo(f"  {printable(' · '.join(said))}")
        click.echo(f"    {paint(printable(wait.command), 'note')}")
    if len(waits) > MOST:
        _say(t("cli.home.more-waits", n=len(waits) - MOST))


def _say(text: str) -> None:
    for line in text.splitlines():
        click.echo("\n".join(wrap(printable(line), terminal_width())))


def _counts(session: Session) -> list[str]:
    paths = (parse_record_path(entry.path) for entry in WorkingTree(session.folder).iter_entries())
    kinds = Counter(str(path.kind) for path in paths if path)
    listed = [
        session.texts(f"cli.home.{kind}", n=kinds[kind])
        for kind in ("member", "handbook", "module")
    ]
    text = session.texts("cli.home.counts", counts=listed)
    return wrap(text, terminal_width())
