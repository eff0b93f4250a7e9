"""The shards that a large site is built in, each by a machine of its own, and what belongs to which.

Every file of the site belongs to one shard: a handbook's pages and media to the handbook, profiles
to `people.1`, `people.2` … once there are many, and all that is about everything to `shared`: home
page, board, credits, feeds, the sitemap, the theme's files.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from dataclasses import dataclass

from kocbook.insight.names import has_profile
from kocbook.model.community import Community
from kocbook.site.outline.outline import PageKind, PageRef

SHARDS = ".koc/shards"
"""Where each shard of the site is assembled, in a folder of its own: several may be at once."""
SHARED = "shared"
PROFILES_IN_A_SHARD = 500
"""Fewer profiles are built with what is shared."""


@dataclass(frozen=True, slots=True)
class Shards:
    """How a site is divided: by handbook, and its profiles into `crowds` shards of their own."""

    handbooks: tuple[str, ...]
    crowds: int

    @classmethod
    def of(cls, community: Community) -> Shards:
        """Divide a community's site."""
        profiles = sum(has_profile(community, member) for member in community.members)
        return cls(tuple(sorted(community.handbooks)), profiles // PROFILES_IN_A_SHARD)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all shards. A dot stands in no handbook's id, and `shared` is reserved."""
        crowds = (f"people.{number + 1}" for number in range(self.crowds))
        return (*self.handbooks, *crowds, SHARED)

    def home_of(self, page: PageRef) -> str:
        """Return the shard that a page belongs to."""
        match page.kind:
            case PageKind.COVER | PageKind.MODULE | PageKind.BRIEF | PageKind.RESPONSES:
                return page.subject.partition("/")[0]
            case PageKind.HELD if not page.url.startswith("people/"):
                return page.subject.partition("/")[0]
            case PageKind.PROFILE | PageKind.HELD if self.crowds:
                # A member who joins or leaves moves nobody else to another shard.
                return f"people.{zlib.crc32(page.subject.encode()) % self.crowds + 1}"
            case _:
                return SHARED


@dataclass(frozen=True, slots=True)
class Shard:
    """What one build makes of the site: one shard of it."""

    shards: Shards
    name: str

    @property
    def is_shared(self) -> bool:
        """True for the shard that holds what is about everything."""
        return self.name == SHARED

    def holds(self, page: PageRef) -> bool:
        """True for the pages of this shard."""
        return self.shards.home_of(page) == self.name

    def holds_media(self, address: str) -> bool:
        """True for a module of this shard, and for a medium: each stands below its handbook."""
        return address.partition("/")[0] == self.name


def count_pages(shards: Shards, pages: Iterable[PageRef]) -> dict[str, int]:
    """Return how many pages each shard has."""
    counts = dict.fromkeys(shards.names, 0)
    for page in pages:
        counts[shards.home_of(page)] += 1
    return counts
