"""`koc deliver`: a text and its media, cleaned, named and put in place."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kocbook.base.errors import UsageError
from kocbook.cli.command import KocCommand
from kocbook.cli.options import MODULE, DeliveredFile
from kocbook.cli.session import Session
from kocbook.cli.writing import Writing, member_option, open_option, say

if TYPE_CHECKING:
    from kocbook.intake.delivery import Delivery


@click.command(cls=KocCommand)
@click.argument("module", type=MODULE, metavar="MODULE")
@click.argument("paths", type=DeliveredFile(), nargs=-1, metavar="PATH...")
@click.option("--seat", metavar="SEAT")
@click.option("--caption", "captions", multiple=True, metavar="FILE=WORDS")
@member_option
@open_option
@click.pass_obj
def deliver(
    session: Session,
    module: str,
    paths: tuple[Path, ...],
    seat: str | None,
    captions: tuple[str, ...],
    member: str | None,
    opens: bool,
) -> int:
    """Deliver files to a module."""
    from kocbook.intake.delivery import Parcel, prepare_delivery

    if not paths:
        raise UsageError("errors.missing", name="PATH")
    writing = Writing(session, "deliver", opens, member)
    facts = writing.facts(module)
    limits = session.community.settings.limits
    parcel = Parcel(paths, seat, dict(map(_split_caption, captions)))
    delivery = prepare_delivery(session.folder, facts, writing.member, parcel, session.day, limits)
    branch = f"deliver/{facts.module.handbook}-{facts.module.id}"
    data = {"module": facts.module.key, "title": facts.module.brief.title}
    return writing.submit(branch, delivery.files, data, tell=lambda: tell_files(session, delivery))


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
        say(session, "cli.deliver.file", name=placed.name, path=placed.path)
        if placed.replaces:
            say(session, "cli.deliver.replaces")
        if placed.drawn:
            before, after = (-(-size // 1024) for size in placed.drawn)
            key = "cli.deliver.converted" if placed.converted else "cli.deliver.shrunk"
            say(session, key, before=before, after=after, kind=placed.path.rpartition(".")[2])
        if placed.removed:
            words = [session.texts(f"rules.words.told.{what}") for what in placed.removed]
            say(session, "cli.deliver.cleaned", parts=words)
    for change in delivery.mended:
        say(session, f"typed.{change}")
    if delivery.links:
        say(session, "cli.deliver.links", n=delivery.links)
