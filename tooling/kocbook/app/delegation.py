"""What staff do for a member who agreed elsewhere: whose act it is, and the record of that consent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kocbook.app.write import Writer
from kocbook.base.errors import UsageError

if TYPE_CHECKING:
    from kocbook.git.commit_draft import Files
    from kocbook.intake.acts.carrying import KeptProof
    from kocbook.intake.acts.consent import Act
    from kocbook.model.community import Module
    from kocbook.model.people import Member


@dataclass(frozen=True, slots=True)
class Delegation:
    """For whom something is done (None: for oneself), the words of that member's yes, and where they stand."""

    named: str | None = None
    said: str | None = None
    through: str | None = None
    proof: Path | None = None

    def __post_init__(self) -> None:
        """Refuse words that nobody said.

        Raises:
            UsageError: it is so.
        """
        if self.named is None and (self.said or self.through or self.proof):
            raise UsageError("errors.behalf-who")

    def owner(self, writer: Writer) -> Member:
        """Return the member whose act it is: who is at work, unless another is named.

        Raises:
            UsageError: the one named is not on the roster, or who is at work is not staff.
        """
        from kocbook.intake.acts.consent import find_owner

        return find_owner(writer.session.community, writer.member, self.named)

    def files(self, writer: Writer, module: Module, act: Act) -> Files:
        """Return the record of the yes, where there is one to write.

        Raises:
            UsageError: it is not told where it was said.
        """
        from kocbook.intake.acts.consent import SpokenYes, consent_files

        session, owner = writer.session, self.owner(writer)
        kept = self._keep_proof(writer, module, owner, act)
        yes = SpokenYes(self.said, self.through, kept)
        return consent_files(session.folder, module, owner, writer.member, session.day, act, yes)

    def _keep_proof(
        self, writer: Writer, module: Module, owner: Member, act: Act
    ) -> KeptProof | None:
        """Return the proof of a yes of somebody without an account; it is kept in private first."""
        from kocbook.app.carrying import read_picture
        from kocbook.intake.acts.carrying import Proof, keep_proof

        if not owner.is_carried:
            return None
        if not self.said:
            raise UsageError("errors.carry-no-yes")
        session = writer.session
        session.private_folder  # noqa: B018 (refuses at once)
        data = {"title": module.brief.title, "covers": act.covers or "-", "seat": act.seat or "-"}
        shown = session.texts(f"carry.act.{act.kind}", **data)
        pictures = [read_picture(self.proof)] if self.proof else []
        kept = keep_proof(Proof(shown, self.said, self.through or "", session.day, pictures))
        writer.proofs |= kept.files
        return kept

    def agreeing(self, writer: Writer) -> Sequence[Member]:
        """Return whom the request will ask to approve it: the member, where no yes is written down."""
        owner = self.owner(writer)
        return () if self.said or owner.id == writer.member.id else (owner,)
