"""The private repository: made or found, filled with what stood in public, and told of to members."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kocbook import __version__
from kocbook.app.private_place import MARK, lead_to_each_other
from kocbook.app.session import Session
from kocbook.app.write import ActDraft, Writer
from kocbook.base.errors import UsageError


def begin_private(session: Session, folder: Path, address: str | None, asked: str | None) -> str:
    """Make the private repository in `folder`, or take the clone that is there; return its address.

    Both clones know of each other from then on. `asked` is who is at work, where Git does not tell.

    Raises:
        UsageError: no address is known, or the folder is none for it.
        KocError: Git failed.
    """
    wanted = address or session.settings.get("private")
    if not isinstance(wanted, str):
        raise UsageError("errors.private-no-address")
    folder = folder.absolute()
    if folder.resolve().is_relative_to(session.folder):
        raise UsageError("errors.private-inside", folder=folder)
    if not (folder / MARK).is_file():
        _make(session, folder, asked)
    lead_to_each_other(session.folder, folder.resolve())
    return wanted


def _make(session: Session, folder: Path, asked: str | None) -> None:
    from kocbook.intake.acts.private import private_seed
    from kocbook.intake.starter.history import begin_history

    if folder.exists() and any(folder.iterdir()):
        raise UsageError("errors.init-not-empty", folder=folder)
    with Writer(session, asked) as writer:
        person = writer.repository.identity.person(writer.member.name, "")
    settings = session.community.settings
    seed = private_seed(settings.site.repository, settings.name)
    folder.mkdir(parents=True, exist_ok=True)
    begin_history(folder, seed, person, session.texts("cli.private.init-commit"), __version__)


def draft_address(session: Session, address: str) -> ActDraft | None:
    """Draft the address in the settings; None where it stands there."""
    from kocbook.records.record_text import set_field

    if session.settings.get("private") == address:
        return None
    path = "community.yml"
    text = (session.folder / path).read_text(encoding="utf-8")
    files = {path: set_field(text, "private", address).encode()}
    return ActDraft("private/address", files, {"address": address})


@dataclass(frozen=True, slots=True)
class MoveDraft:
    """What moves, and what has to stay: its path, and why ("points" or "agreed")."""

    act: ActDraft
    kept: tuple[tuple[str, str], ...]


def draft_move(writer: Writer) -> MoveDraft:
    """Draft the way of everything private out of the public repository.

    Raises:
        UsageError: there is no private repository here.
    """
    from kocbook.intake.acts.private import plan_move

    session = writer.session
    session.private_folder  # noqa: B018 (refuses at once)
    moved = plan_move(session.folder, session.community, writer.member, session.day)
    members = session.community.members
    asked = [members[one] for one in sorted(moved.approvers) if one in members]
    data = {"n": len(moved.private)}
    act = ActDraft("private/move", moved.public, data, asked, private=moved.private)
    return MoveDraft(act, tuple(moved.kept))


def list_own_amounts(session: Session, member: str) -> list[str]:
    """Return the lines of a message that tells a member their own amounts.

    Raises:
        UsageError: there is no such member, or no private repository here.
    """
    from kocbook.report.own_amounts import render_own_amounts

    seeing = session.with_private()
    seeing.check_names(None, member)
    return render_own_amounts(seeing.community, seeing.facts, member, seeing.day, seeing.texts)
