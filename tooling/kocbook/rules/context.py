"""What rules look at: the community, a date, and facts that are computed once when asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from kocbook.insight.standing import Standing, all_standings
from kocbook.insight.state import ModuleFacts, all_facts
from kocbook.model.community import Community


@dataclass(frozen=True)
class Context:
    """One check's question: what is wrong in `community` on the day `as_of`?"""

    community: Community
    as_of: date

    @cached_property
    def facts(self) -> Mapping[str, ModuleFacts]:
        """The facts of every module, by key."""
        return all_facts(self.community, self.as_of)

    @cached_property
    def standings(self) -> Mapping[str, Standing]:
        """The standing of every member, by id."""
        return all_standings(self.community, self.facts, self.as_of)
