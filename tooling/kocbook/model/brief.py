"""`module.yml`: the brief (创作说明书) that a contributor reads before claiming."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from kocbook.model.enums import Access, Byline, ModuleForm, Size, TaskType
from kocbook.model.named import Named, find_title
from kocbook.model.people import Link


@dataclass(frozen=True, slots=True)
class Goal:
    """One thing that the review will judge."""

    id: str
    text: str
    must: bool = False
    measure: str | None = None
    safety: bool = False


@dataclass(frozen=True, slots=True)
class Scope:
    """What belongs in the module and what does not."""

    includes: tuple[str, ...]
    excludes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Seat:
    """A place for one member: a role, a duty, and a share in basis points of the whole reward.

    Who holds one that `integrates` arranges the parts of all seats into the page.
    """

    id: str
    role: str
    share: int
    duty: str
    skills: Mapping[str, int] = field(default_factory=dict)
    integrates: bool = False


@dataclass(frozen=True, slots=True)
class Reward:
    """What the module gives in all: points, whole units of cash, and other thanks.

    Without seats, `points` are for each person whose part counts. Where the amount of cash is not
    public, `sealed` is its commitment (`insight/sealed.py`), and `cash` is what the record in the
    private repository says: 0 for who does not see that.
    """

    points: int
    cash: int = 0
    other: tuple[str, ...] = ()
    sealed: str | None = None

    @property
    def pays_cash(self) -> bool:
        """True where there is cash, whether or not one sees how much."""
        return self.cash > 0 or self.sealed is not None


@dataclass(frozen=True, slots=True)
class Terms:
    """Under which licence, where and until when the work may be used, and how it is signed."""

    licence: str
    channels: tuple[str, ...]
    byline: Byline = Byline.JOINT
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Option:
    """One answer of a poll; where opinions on pictures are asked, with its picture."""

    id: str
    text: str
    picture: str | None = None
    alt: str | None = None


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing that judges look at, with its weight in basis points of the whole."""

    id: str
    text: str
    weight: int


@dataclass(frozen=True, slots=True)
class Rubric:
    """How the entries of an activity are judged; `prizes` says what each place gets."""

    criteria: tuple[Criterion, ...]
    prizes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """When and why a module was taken back."""

    date: date
    reason: str


@dataclass(frozen=True, slots=True)
class Inherited:
    """Where a text comes from that was written before the community took it in.

    `source` names the work and `path` the file in it; `authors` is how the source itself names
    those who wrote it. `addresses` are where the text stood on its old site, from that site's root.
    """

    source: str
    date: date
    url: str | None = None
    path: str | None = None
    licence: str | None = None
    authors: str | None = None
    addresses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Brief:
    """The brief of one module.

    One that was `inherited` asks for nothing and promises nothing until it is opened.
    `background` tells contributors why it is needed; `summary` tells readers what they find.
    `campaign` is the id of the date in the calendar that it is made for, `proposal` names
    the member's proposal that it was made of.
    """

    title: str
    type: TaskType
    form: ModuleForm
    size: Size
    access: Access
    background: str
    goals: tuple[Goal, ...]
    scope: Scope
    contact: str
    reply_within_days: int
    reward: Reward
    terms: Terms
    days: int
    seats: tuple[Seat, ...] = ()
    opened: date | None = None
    closes: date | None = None
    invited: tuple[str, ...] = ()
    pool: Mapping[str, int] = field(default_factory=dict)
    resources: tuple[Link, ...] = ()
    tags: tuple[str, ...] = ()
    language: str = "zh"
    options: tuple[Option, ...] = ()
    choices: int = 1
    rubric: Rubric | None = None
    paid_services: int = 1
    withdrawn: Withdrawal | None = None
    superseded_by: str | None = None
    formerly: tuple[str, ...] = ()
    not_phones: tuple[str, ...] = ()
    inherited: Inherited | None = None
    summary: str | None = None
    names: Mapping[str, Named] = field(default_factory=dict)
    applies_to: tuple[str, ...] = ()
    check_again: date | None = None
    campaign: str | None = None
    proposal: str | None = None

    @property
    def is_inherited(self) -> bool:
        """True for a text that was taken in, and that nobody was asked to write here."""
        return self.inherited is not None and self.opened is None

    def title_in(self, language: str) -> tuple[str, str]:
        """Return the title for readers of `language`, and the language that it is in."""
        return find_title(self.title, self.language, self.names, language)

    def find_seat(self, seat_id: str) -> Seat | None:
        """Return the seat with this id, or None."""
        return next((seat for seat in self.seats if seat.id == seat_id), None)

    @property
    def must_goals(self) -> tuple[Goal, ...]:
        """The goals that decide the verdict: those marked `must`, or all where none is marked."""
        marked = tuple(goal for goal in self.goals if goal.must)
        return marked or self.goals
