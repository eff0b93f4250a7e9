"""Who agreed to the words of a module as they stand now, and how."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kocbook.insight.redaction import standing_words
from kocbook.model.community import Community, Module


class Agreement(StrEnum):
    """How an author stands to the words that are there now."""

    SIGNED = "signed"
    DELIVERED = "delivered"  # alone in the module: agreed by delivering
    OUTDATED = "outdated"  # signed other words
    MISSING = "missing"
    THANKED = "thanked"  # named under thanks instead
    LEFT = "left"

    @property
    def is_awaited(self) -> bool:
        """True for an author whose sign-off is still needed."""
        return self in (Agreement.OUTDATED, Agreement.MISSING)


@dataclass(frozen=True, slots=True)
class Author:
    """One author of a module. `signed` is the day of the sign-off, whichever words it names."""

    member: str
    agreement: Agreement
    signed: date | None


def find_agreements(
    community: Community, module: Module, authors: Collection[str], judged: Collection[str]
) -> tuple[Author, ...]:
    """Return how each author stands to the current text, in their order; nothing without a text.

    One author alone agrees by delivering, until the first sign-off of their own, or until the
    words are others than those that were `judged` (fingerprints; empty where no review names any).
    """
    current = standing_words(module)
    if not current:
        return ()
    untouched = not judged or not current.isdisjoint(judged)
    alone = len(authors) < 2 and module.signoffs.keys().isdisjoint(authors) and untouched
    return tuple(_author(community, module, name, current, alone) for name in authors)


def _author(
    community: Community, module: Module, name: str, current: Collection[str], alone: bool
) -> Author:
    signoff, member = module.signoffs.get(name), community.members.get(name)
    if signoff and signoff.text in current:
        agreement = Agreement.SIGNED
    elif alone:
        agreement = Agreement.DELIVERED
    elif any(credit.member == name for credit in module.credits):
        agreement = Agreement.THANKED
    elif member and member.has_left:
        agreement = Agreement.LEFT
    else:
        agreement = Agreement.OUTDATED if signoff else Agreement.MISSING
    return Author(name, agreement, signoff.date if signoff else None)
