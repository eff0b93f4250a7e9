"""What people did in a module: claims, responses, reviews, sign-offs, reuse, questions, credits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from kocbook.markdown.joined import Placement
from kocbook.model.enums import CodeVerdict, ConsentAct, Met, WaiverReason

Day = date
"""The type, for records whose own `date` hides it."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A member's hold on a seat. `released` is set on past claims only.

    `first_delivered` is the day of the first delivery, where others followed.
    """

    seat: str
    path: str
    member: str
    claimed: date
    terms: str
    note: str | None = None
    extended: date | None = None
    delivered: date | None = None
    first_delivered: date | None = None
    released: date | None = None


@dataclass(frozen=True, slots=True)
class Invitation:
    """One member is asked to take one seat. `number` counts the invitations to that seat.

    `terms` is the fingerprint of what was offered.
    Its state follows from its date, the claims and `declined`; see `insight/invitations.py`.
    """

    seat: str
    number: str
    path: str
    member: str
    by: str
    date: date
    reason: str
    declined: Day | None = None
    terms: str | None = None


@dataclass(frozen=True, slots=True)
class Response:
    """A poll answer, bug report, check-in or gallery entry.

    Of reports a member may have several, each in a file of its own: `MEMBER--2.yml` beside
    `MEMBER.yml`. `terms` is the fingerprint of what was asked and promised. `earlier` holds the
    lines of a member's check-ins on days before `date`.
    """

    path: str
    member: str
    date: date
    choice: tuple[str, ...] = ()
    reason: str | None = None
    text: str | None = None
    media: tuple[str, ...] = ()
    alt: tuple[str, ...] = ()
    earlier: Mapping[Day, str] = field(default_factory=dict)
    terms: str | None = None


@dataclass(frozen=True, slots=True)
class GoalJudgement:
    """How far one goal is met, on what evidence, and what would be the next step."""

    met: Met
    evidence: str | None = None
    next: str | None = None


@dataclass(frozen=True, slots=True)
class Review:
    """One reviewer's judgement of one round; the verdict is computed from it.

    `text` is the fingerprint of the page that was judged, `parts` those of a team's parts by seat;
    `missing` says by seat what is still wanted of it. `yardstick` is the fingerprint of what it was
    measured by.
    """

    round: int
    path: str
    reviewer: str
    date: date
    goals: Mapping[str, GoalJudgement]
    strengths: tuple[str, ...] = ()
    improvements: tuple[str, ...] = ()
    declined: str | None = None
    text: str | None = None
    parts: Mapping[str, str] = field(default_factory=dict)
    missing: Mapping[str, str] = field(default_factory=dict)
    yardstick: str | None = None


@dataclass(frozen=True, slots=True)
class Arrangement:
    """How the integrator arranges the parts of all seats; what it leaves out follows by seats."""

    path: str
    order: tuple[Placement, ...]


@dataclass(frozen=True, slots=True)
class Signoff:
    """An author agrees to the final words, named by their fingerprint."""

    path: str
    member: str
    date: date
    text: str


@dataclass(frozen=True, slots=True)
class Translation:
    """A text in another language; the words stand in the module's content, in a folder of that name.

    `of` is the fingerprint of the page that was translated. It is on the site once a colleague has
    read it beside the source (`checked_by`).
    """

    path: str
    language: str
    translator: str
    date: date
    of: str
    title: str
    summary: str | None = None
    checked_by: str | None = None


@dataclass(frozen=True, slots=True)
class ReachFigures:
    """How many had seen a use by a day, and what they did; all figures count from its beginning."""

    date: date
    views: int
    likes: int = 0
    shares: int = 0
    comments: int = 0


@dataclass(frozen=True, slots=True)
class Reuse:
    """One use of the work in another place.

    `files` are the names of the files that were used, below the module's content folder; without
    any it is the work as a whole. `reach` are figures from there, oldest first.
    """

    path: str
    date: date
    channel: str
    title: str
    authors: tuple[str, ...]
    url: str | None = None
    note: str | None = None
    by: str | None = None
    files: tuple[str, ...] = ()
    reach: tuple[ReachFigures, ...] = ()


@dataclass(frozen=True, slots=True)
class Consent:
    """A member's yes, said outside the repository and written down by the member of staff `by`.

    It counts in the change that brings it, for one act: `covers` is the fingerprint of the terms
    that were agreed to, or of the words that were delivered or signed. Of a member without an account
    there is proof: `shown` is the fingerprint of the words they were shown, `message` the SHA-256 of
    what the private repository keeps.
    """

    path: str
    member: str
    by: str
    date: date
    act: ConsentAct
    said: str
    through: str
    seat: str | None = None
    covers: str | None = None
    url: str | None = None
    shown: str | None = None
    message: str | None = None


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What a member without an account says with their code of that `number`: each is used once.

    `of` are the paths of the records of their yes: consents, or their own member record.
    """

    path: str
    member: str
    number: int
    by: str
    date: date
    code: str
    verdict: CodeVerdict
    of: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A contributor's question to the contact of the module. `name` pairs it with its answer."""

    name: str
    path: str
    member: str
    date: date
    text: str


@dataclass(frozen=True, slots=True)
class Answer:
    """Staff's answer to the question of the same `name`."""

    name: str
    path: str
    by: str
    date: date
    text: str


@dataclass(frozen=True, slots=True)
class Credit:
    """Help that is no seat: a test drive, an answer, a fact check. Confirmed by staff."""

    path: str
    member: str
    role: str
    date: date
    evidence: str
    url: str | None = None
    confirmed_by: str | None = None


@dataclass(frozen=True, slots=True)
class Waiver:
    """Why a candidate is not credited."""

    number: str
    path: str
    candidate: str
    reason: WaiverReason
    by: str
    date: date
