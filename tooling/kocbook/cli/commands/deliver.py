"""`koc deliver`: a text and its media, cleaned, named and put in place."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kocbook.app.session import Session
from kocbook.base.errors import UsageError
from kocbook.cli.ui.behalf import Behalf, behalf_options
from kocbook.cli.ui.command import KocCommand
from kocbook.cli.ui.options import MODULE, DeliveredFile
from kocbook.cli.ui.writing import Writing, member_option, open_option, say
from kocbook.model.enums import ConsentAct

if TYPE_CHECKING:
    from kocbook.git.commit_draft import Files
    from kocbook.insight.state import ModuleFacts
    from kocbook.intake.acts.delivery import Delivery


@click.command(cls=KocCommand)
@click.argument("module", type=MODULE, metavar="MODULE")
@click.argument("paths", type=DeliveredFile(), nargs=-1, metavar="PATH...")
@click.option("--seat", metavar="SEAT")
@click.option("--caption", "captions", multiple=True, metavar="FILE=WORDS")
@click.option("--no-fetch", "offline", is_flag=True)
@member_option
@behalf_options
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
    behalf: Behalf,
) -> int:
    """Deliver files to a module."""
    from kocbook.intake.acts.delivery import Parcel, prepare_delivery
    from kocbook.intake.remote.web_pictures import fetch_from_web

    if not paths:
        raise UsageError("errors.missing", name="PATH")
    writing = Writing(session, "deliver", opens, member)
    facts = writing.facts(module)
    limits = session.community.settings.limits
    fetch = None if offline else fetch_from_web
    parcel = Parcel(paths, seat, dict(map(_split_caption, captions)), fetch)
    owner = behalf.owner(writing)
    delivery = prepare_delivery(session.folder, facts, owner, parcel, session.day, limits)
    branch = f"deliver/{facts.module.handbook}-{facts.module.id}"
    data = {"module": facts.module.key, "title": facts.module.brief.title}
    files = {**delivery.files, **_yes_files(writing, behalf, facts, delivery)}
    tell = partial(tell_files, session, delivery)
    return writing.submit(branch, files, data, tell=tell, agreeing=behalf.agreeing(writing))


def _yes_files(writing: Writing, behalf: Behalf, facts: ModuleFacts, delivery: Delivery) -> Files:
    """Return the member's yes to the words that will stand there, where staff deliver for them."""
    from kocbook.insight.fingerprint import page_fingerprint
    from kocbook.intake.acts.consent import Act
    from kocbook.intake.change import check_change

    module, session, owner = facts.module, writing.session, behalf.owner(writing)
    if owner.id == writing.member.id:
        return {}
    tried = check_change(session.loaded, delivery.files, session.day).loaded.community
    page = tried.modules.get(module.key) if tried else None
    covers = page_fingerprint(page) if page else None
    seat = next(seat for seat, claim in module.claims.items() if claim.member == owner.id)
    return behalf.files(writing, module, Act(ConsentAct.DELIVER, seat, covers))


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
