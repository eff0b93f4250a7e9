"""What the brand plans ahead: the campaigns that briefs and activities hang on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from kocbook.model.enums import CampaignKind
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
