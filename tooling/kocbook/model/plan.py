"""What is planned ahead: the dates that work hangs on, and the topics that members propose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from kocbook.model.enums import AdviceVerdict, CampaignKind, ModuleForm
from kocbook.model.named import Named, find_title

Day = date
"""In the classes below, `date` is a property."""


@dataclass(frozen=True, slots=True)
class Campaign:
    """A time of the year that work is planned for: a campaign, a holiday, the day of a product.

    It lasts from `starts` to `ends`, both included; without `ends` it is one day. Planners begin to
    prepare `lead_days` before. `cancelled` says why it does not take place. `by` wrote it on `date`.
    """

    id: str
    path: str
    title: str
    kind: CampaignKind
    starts: Day
    by: str
    date: Day
    ends: Day | None = None
    about: str | None = None
    lead_days: int = 30
    url: str | None = None
    names: Mapping[str, Named] = field(default_factory=dict)
    cancelled: str | None = None

    @property
    def last_day(self) -> Day:
        """The last day that belongs to it."""
        return self.ends or self.starts

    @property
    def prepared_from(self) -> Day:
        """The day from which it is prepared."""
        return self.starts - timedelta(days=self.lead_days)

    def title_in(self, language: str) -> tuple[str, str]:
        """Return the title for readers of `language`, and the language that it is in."""
        return find_title(self.title, "zh", self.names, language)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A topic that the member `member` proposes, and why; `writes` where they would write it.

    `name` is the member and a number ("lin-xiaoman--1"): a brief and advice name it so. `revised`
    is the day on which it was last changed after advice.
    """

    name: str
    path: str
    member: str
    date: Day
    title: str
    pitch: str
    outline: tuple[str, ...] = ()
    form: ModuleForm | None = None
    handbook: str | None = None
    writes: bool = False
    revised: Day | None = None

    @property
    def last_said(self) -> Day:
        """The day of the proposal as it stands."""
        return self.revised or self.date


@dataclass(frozen=True, slots=True)
class Advice:
    """What `by` of the staff says of the proposal `proposal`: how it could become a brief, or why not."""

    proposal: str
    path: str
    by: str
    date: Day
    words: str
    verdict: AdviceVerdict = AdviceVerdict.ADVISED
