"""`koc deliver`: a text and its media, cleaned, named and put in place."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kocbook.app.delegation import Delegation
from kocbook.app.session import Session
from kocbook.base.errors import UsageError
from kocbook.cli.ui.command import KocCommand
from kocbook.cli.ui.delegation import delegation_options
from kocbook.cli.ui.options import MODULE, DeliveredFile
from kocbook.cli.ui.writing import Writing, member_option, open_option, say

if TYPE_CHECKING:
    from kocbook.intake.acts.delivery import Delivery


@click.command(cls=KocCommand)
@click.argument("module", type=MODULE, metavar="MODULE")
@click.argument("paths", type=DeliveredFile(), nargs=-1, metavar="PATH...")
@click.option("--seat", metavar="SEAT")
@click.option("--caption", "captions", multiple=True, metavar="FILE=WORDS")
@click.option("--no-fetch", "offline", is_flag=True)
@member_option
@delegation_options
@open_option
@click.pass_obj
def deliver(
    session: Session,
    module: str,
    paths: tuple[Path, ...],
    seat: str | None,
    captions: tuple[str, ...],
    offline: bool,
    member: str | None,
    opens: bool,
    delegation: Delegation,
) -> int:
    """Deliver files to a module."""
    from kocbook.app.deliver import draft_delivery
    from kocbook.intake.acts.delivery import Parcel
    from kocbook.intake.remote.web_pictures import fetch_from_web

    if not paths:
        raise UsageError("errors.missing", name="PATH")
    writing = Writing(session, "deliver", opens, member)
    facts = writing.facts(module)
    fetch = None if offline else fetch_from_web
    wanted = session.find_seat(facts, seat)
    parcel = Parcel(paths, wanted, dict(map(_split_caption, captions)), fetch)
    draft = draft_delivery(writing.writer, facts, parcel, delegation)
    branch = f"deliver/{facts.module.handbook}-{facts.module.id}"
    data = {"module": facts.module.key, "title": facts.module.brief.title}
    tell = partial(tell_files, session, draft.delivery)
    agreeing = delegation.agreeing(writing.writer)
    return writing.submit(branch, draft.files, data, tell=tell, agreeing=agreeing)


def _split_caption(given: str) -> tuple[str, str]:
    """Return a file's name and the words for it.

    Raises:
        UsageError: there is no = between them.
    """
    name, sign, words = given.partition("=")
    if not sign:
        raise UsageError("errors.caption-form", given=given)
    return Path(name).name, words


def tell_files(session: Session, delivery: Delivery) -> None:
    """Say of each file where it is now and what was done to it."""
    for placed in delivery.placed:
        if placed.source is None:
            say(session, "cli.deliver.file", name=placed.name, path=placed.path)
        else:
            say(session, "cli.deliver.fetched", url=placed.source, path=placed.path)
        if placed.replaces:
            say(session, "cli.deliver.replaces")
        if placed.drawn:
            before, after = (-(-size // 1024) for size in placed.drawn)
            kind = placed.path.rpartition(".")[2]
            what = ("film" if kind == "mp4" else "converted") if placed.converted else "shrunk"
            say(session, f"cli.deliver.{what}", before=before, after=after, kind=kind)
        if placed.removed:
            words = [session.texts(f"rules.words.told.{what}") for what in placed.removed]
            say(session, "cli.deliver.cleaned", parts=words)
    if any(placed.source for placed in delivery.placed):
        say(session, "cli.deliver.rights")
    for url, why in delivery.unfetched:
        say(session, "cli.deliver.unfetched", url=url, why=session.texts(f"cli.deliver.why.{why}"))
    for change in delivery.mended:
        say(session, f"typed.{change}")
    if delivery.links:
        say(session, "cli.deliver.links", n=delivery.links)
