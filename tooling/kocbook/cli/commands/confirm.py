"""`koc confirm`: say yes to help that somebody proposed. `koc supersede`: put a module in another's place."""

from __future__ import annotations

from dataclasses import replace

import click

from kocbook.app.session import Session
from kocbook.base.errors import UsageError
from kocbook.cli.ui.command import KocCommand
from kocbook.cli.ui.options import MODULE
from kocbook.cli.ui.writing import Writing, member_option, open_option


@click.command(cls=KocCommand)
@click.argument("module", type=MODULE, metavar="MODULE")
@click.argument("name", required=False, metavar="[NAME]")
@member_option
@open_option
@click.pass_obj
def confirm(
    session: Session, module: str, name: str | None, member: str | None, opens: bool
) -> int:
    """Confirm a proposed credit or a service."""
    from kocbook.insight.lookup import Named, find_id, member_names
    from kocbook.intake.acts.helping import all_help, confirm_files, find_unconfirmed_names

    writing = Writing(session, "confirm", opens, member)
    found = session.find_module(module)
    known = find_unconfirmed_names(found)
    if not known:
        raise UsageError("errors.confirm-nothing", module=found.key)
    if name is None and len(known) > 1:
        raise UsageError("errors.confirm-which", module=found.key, known=list(known))
    helpers = {one.path: one.member for one in all_help(found)}
    people = {one.id: one for one in member_names(session.community)}
    named = [replace(people.get(helpers[path], Named(one)), id=one) for one, path in known.items()]
    data = {"module": found.key, "known": list(known)}
    asked = name or next(iter(known))
    chosen = find_id(asked, named, lambda _: UsageError("errors.confirm-which", **data))
    files = confirm_files(session.folder, found, writing.member, chosen)
    said = {"module": found.key, "title": found.brief.title, "name": chosen}
    return writing.submit(f"confirm/{found.handbook}-{found.id}-{chosen}", files, said)


@click.command(cls=KocCommand)
@click.argument("module", type=MODULE, metavar="MODULE")
@click.argument("by", type=MODULE, metavar="BY")
@member_option
@open_option
@click.pass_obj
def supersede(session: Session, module: str, by: str, member: str | None, opens: bool) -> int:
    """Say that another module takes the place of one."""
    from kocbook.intake.acts.leading import supersede_files

    writing = Writing(session, "supersede", opens, member)
    found, successor = session.find_module(module), session.find_module(by)
    files = supersede_files(session.folder, writing.member, found, successor)
    data = {"module": found.key, "title": found.brief.title, "successor": successor.key}
    return writing.submit(f"supersede/{found.handbook}-{found.id}", files, data)
