"""What was taken off the site: a mark where it stood, and a record that does not repeat it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kocbook.model.paths import RecordKind

MARK = "〔已撤下〕"
"""What stands where words or a picture were taken down, in any language of the site."""


class TakedownReason(StrEnum):
    """Why something was taken down. `WITHDRAWN` is its author's own; the others are the staff's."""

    ABUSE = "abuse"
    PRIVACY = "privacy"
    RIGHTS = "rights"
    ORDER = "order"
    SPAM = "spam"
    DANGER = "danger"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Takedown:
    """One takedown of what stood at `target`, by the member `by`; `member` wrote it, where known.

    Of a text, `was` and `now` are its fingerprints before and after: whoever had agreed to the one
    has agreed to the other, for nothing was added.
    """

    path: str
    by: str
    date: date
    target: str
    reason: TakedownReason
    member: str | None = None
    was: str | None = None
    now: str | None = None
    reference: str | None = None


REDACTABLE: Mapping[RecordKind, frozenset[str]] = {
    RecordKind.MEMBER: frozenset({"city", "product", "intro", "links"}),
    RecordKind.RECOGNITION: frozenset({"reason"}),
    RecordKind.CLAIM: frozenset({"note"}),
    RecordKind.INVITATION: frozenset({"reason"}),
    RecordKind.RESPONSE: frozenset({"reason", "text", "media", "alt", "earlier"}),
    RecordKind.QUESTION: frozenset({"text"}),
    RecordKind.ANSWER: frozenset({"text"}),
    RecordKind.CREDIT: frozenset({"evidence", "url"}),
    RecordKind.TRIAGE: frozenset({"note"}),
    RecordKind.SERVICE: frozenset({"event", "evidence", "note", "url"}),
    RecordKind.CONSENT: frozenset({"said", "url"}),
}
"""What of a record may be taken down: words, links and pictures, and nothing that counts."""
