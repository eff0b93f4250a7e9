"""`koc init`: begin a new community, or bring an older one's files up to date."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kocbook import __version__
from kocbook.app.session import Session
from kocbook.base.errors import UsageError
from kocbook.cli.ui import writing
from kocbook.cli.ui.command import KocCommand
from kocbook.cli.ui.options import Folder, OneOf
from kocbook.cli.ui.writing import say
from kocbook.intake.starter.plan import PACKS
from kocbook.model.forges import Forge

if TYPE_CHECKING:
    from kocbook.intake.starter.plan import StarterPlan


@click.command(cls=KocCommand)
@click.argument("folder", metavar="[DIR]", required=False, type=Folder())
@click.option("--name", metavar="TEXT")
@click.option("--name-en", metavar="TEXT")
@click.option("--brand", metavar="TEXT")
@click.option("--brand-en", metavar="TEXT")
@click.option("--repository", metavar="URL")
@click.option("--forge", type=OneOf(tuple(Forge)))
@click.option("--site", metavar="URL")
@click.option("--lead-name", metavar="NAME")
@click.option("--lead-login", metavar="LOGIN")
@click.option("--lead-number", metavar="NUMBER")
@click.option("--lead", metavar="ID")
@click.option("--languages", metavar="LIST")
@click.option("--currency", metavar="CODE")
@click.option("--pack", type=OneOf(PACKS))
@click.option("--kocbook", metavar="REQUIREMENT")
@click.option("--untried", is_flag=True)
@click.option("--upgrade", is_flag=True)
@click.option("--yes", is_flag=True)
@click.pass_obj
def init(
    session: Session,
    /,
    folder: Path | None,
    untried: bool,
    upgrade: bool,
    yes: bool,
    **given: str | None,
) -> int:
    """Write a community's first files and commit them, or merge what is newer in the tool's own."""
    from kocbook.app.start import begin_community, find_tool, require_empty

    if upgrade:
        return _upgrade(session, folder, given)
    if folder is None:
        raise UsageError("errors.missing", name="DIR")
    require_empty(folder)
    plan = _complete(session, given, yes)
    with tempfile.TemporaryDirectory(prefix="koc-source-") as aside:
        source = find_tool(session, given["kocbook"], Path(aside), untried)
        plan = replace(plan, kocbook=source.requirement)
        begin_community(session, folder.absolute(), plan, source.files)
    say(session, "cli.init.done", folder=folder)
    return 0


def _complete(session: Session, given: Mapping[str, str | None], yes: bool) -> StarterPlan:
    """Return the plan, from flags, proposals and the person at the terminal.

    Raises:
        UsageError: something is missing and nobody can be asked, or an answer cannot be.
    """
    from kocbook.app.start import QUESTIONS, plan_community

    values: dict[str, str] = {}
    missing = []
    for name, propose in QUESTIONS.items():
        said, proposed = (given[name] or "").strip(), propose(values)
        if not said and writing.is_interactive() and not yes:
            asked = session.texts(f"cli.init.ask.{name}")
            said = click.prompt(asked, default=proposed or None, show_default=bool(proposed))
        values[name] = str(said).strip() or proposed
        if not values[name]:
            missing.append(f"--{name.replace('_', '-')}")
    if missing:
        raise UsageError("errors.new-missing", names=missing)
    return plan_community(session, values)


def _upgrade(session: Session, folder: Path | None, given: Mapping[str, str | None]) -> int:
    """Merge the files as this version writes them, and say what came of it."""
    from kocbook.app.start import upgrade_community
    from kocbook.cli.ui.renewal import tell_renewal

    root = (folder or session.folder).absolute()
    answers = {name: text for name, text in given.items() if text}
    done = upgrade_community(session, root, answers)
    if done.conflicts:
        say(session, "cli.init.conflicts", branch=done.branch, paths=done.conflicts)
        return 1
    if done.renewal:
        tell_renewal(session, done.renewal)
    if done.branch is None:
        say(session, "cli.init.current", version=__version__)
    else:
        say(session, "cli.init.upgraded", branch=done.branch)
    return 0
