"""Members, and what staff gave them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kocbook.model.enums import Channel, RecognitionKind, StaffRole, Visibility

Day = date
"""The type, for records whose own `date` hides it."""


@dataclass(frozen=True, slots=True)
class Link:
    """A title and an address."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Names:
    """The member's name as it is written in other languages."""

    en: str | None = None


@dataclass(frozen=True, slots=True)
class ReachedBy:
    """How a member without an account takes part: who of the staff carried their yes, and its proof.

    `shown` is the fingerprint of the words that they were shown, `message` the SHA-256 of the proof in
    the private repository. `lock` is what the codes that only they have open.
    """

    through: Channel
    by: str
    agreed: date
    shown: str
    message: str
    lock: str | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """One person. `id` is the file's name and never changes; `github_id` identifies the account.

    `commit_emails` are hashes of the addresses under which the member's commits stand.
    Who has no account is `reached` by staff. Who left has neither name nor account any more
    (`koc forget`), and an id that tells nothing.
    """

    id: str
    path: str
    joined: date
    name: str = ""
    github: str = ""
    github_id: int | None = None
    sort: str | None = None
    names: Names | None = None
    city: str | None = None
    product: str | None = None
    intro: str | None = None
    skills: tuple[str, ...] = ()
    wants: tuple[str, ...] = ()
    visibility: Visibility = Visibility.NAMED
    away_until: date | None = None
    links: tuple[Link, ...] = ()
    staff: tuple[StaffRole, ...] = ()
    commit_emails: tuple[str, ...] = ()
    same_as: str | None = None
    reached: ReachedBy | None = None

    @property
    def has_left(self) -> bool:
        """True for who left and was forgotten: without an account nobody can act as this member."""
        return self.github_id is None and self.reached is None

    @property
    def is_carried(self) -> bool:
        """True for who has no account: staff carry what they do, with proof of each yes."""
        return self.github_id is None and self.reached is not None

    @property
    def is_staff(self) -> bool:
        """True for the brand's own people."""
        return bool(self.staff)

    @property
    def sort_key(self) -> tuple[str, str]:
        """The member's own sort key, else the id: pinyin sorting misreads 曾, 沈, 仇 and 解."""
        return (self.sort or self.id, self.id)


@dataclass(frozen=True, slots=True)
class Recognition:
    """One event of praise, coaching, access or honour, given by a staff member.

    An honour may carry a `title` for a `year`: a named tier, for which `nominated_by` asked.
    Access may name the `event` to which it invites, and the day on which that is `held`.
    """

    id: str
    path: str
    member: str
    by: str
    date: date
    kind: RecognitionKind
    reason: str
    module: str | None = None
    skills: tuple[str, ...] = ()
    points: int = 0
    private: bool = False
    title: str | None = None
    year: int | None = None
    nominated_by: tuple[str, ...] = ()
    event: str | None = None
    held: Day | None = None
