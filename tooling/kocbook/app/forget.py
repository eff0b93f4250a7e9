"""A member leaves: their personal data goes, and their credits stay without a name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kocbook.app.session import Session
from kocbook.app.write import Writer
from kocbook.base.errors import UsageError

if TYPE_CHECKING:
    from kocbook.git.commit_draft import Files
    from kocbook.git.identity import Committer
    from kocbook.intake.acts.forget import Mention
    from kocbook.model.people import Member


@dataclass(frozen=True, slots=True)
class DepartureDraft:
    """What is written when a member leaves, under which new id, and who signs that commit.

    `signer` is None where it is whoever is at work: who leaves need not sign the commit with the
    name that it takes away.
    """

    id: str
    files: Files
    signer: Committer | None


def require_leaver(session: Session, named: str, by: Member) -> Member:
    """Return the member who is to leave.

    Raises:
        UsageError: there is none, `by` may not do this, or the member holds something.
    """
    from kocbook.intake.acts.forget import require_may_leave

    leaving = session.community.members.get(named)
    if leaving is None or leaving.has_left:
        raise UsageError("errors.no-member", member=named)
    require_may_leave(session.community, session.facts, leaving, by)
    return leaving


def draft_departure(session: Session, leaving: Member, by: Member) -> DepartureDraft:
    """Return what has to be written so that nothing in the tree identifies a member any more."""
    from kocbook.git.identity import Committer
    from kocbook.intake.acts.forget import choose_new_id, forget_files
    from kocbook.records.departure import departed_address

    community = session.community
    new = choose_new_id(community)
    files = forget_files(session.folder, community, session.facts, leaving, new, session.day)
    nobody = Committer(session.texts("names.anonymous"), departed_address(new))
    return DepartureDraft(new, files, nobody if by.id == leaving.id else None)


def clear_memory(session: Session) -> None:
    """Drop what commands remember, this one too: whoever leaves is named in it."""
    from kocbook.base.memory import Memory
    from kocbook.base.pure_results import PURE

    session.memory.clear()
    PURE.open(Memory(session.memory.folder, None))


def list_mentions(
    writer: Writer, leaving: Member, departure: DepartureDraft, also: Sequence[str]
) -> list[Mention]:
    """List where the member, or one of the names in `also`, is still named: words of others, file names."""
    from kocbook.intake.acts.forget import find_mentions, personal_words

    words, others = personal_words(leaving, also), writer.repository.list_files()
    return find_mentions(writer.session.folder, departure.files, words, others)
