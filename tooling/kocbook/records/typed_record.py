"""One record: from the value that the schema has accepted to its dataclass."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import msgspec

from kocbook.model.activity import Judging, Outcome, Service, Triage
from kocbook.model.brief import Brief
from kocbook.model.event import Attendance, EventPlan, Recap, Registration
from kocbook.model.gifts import Gift, GiftDetail, Offer
from kocbook.model.handbook import Handbook
from kocbook.model.loan import (
    Booking,
    EquipmentCard,
    Handover,
    LoanDetails,
    Return,
)
from kocbook.model.paths import RecordKind, RecordPath
from kocbook.model.payout import Payout
from kocbook.model.people import Member, Recognition
from kocbook.model.plan import Advice, Campaign, Proposal
from kocbook.model.private import Contact, PrivateBudget, PrivateCash
from kocbook.model.questionnaire import Questionnaire
from kocbook.model.settings import Settings
from kocbook.model.takedown import Takedown
from kocbook.model.work import (
    Answer,
    Arrangement,
    Claim,
    Confirmation,
    Consent,
    Credit,
    Invitation,
    Question,
    Response,
    Reuse,
    Review,
    Signoff,
    Translation,
    Waiver,
)
from kocbook.records.aliases import resolve_names, resolve_path

_NO_ALIASES: Mapping[str, Member] = {}


class RawRecord(NamedTuple):
    """A record's path and its value, which the schema has accepted."""

    where: RecordPath
    value: dict[str, Any]

    @property
    def stem(self) -> str:
        """The file's name without its suffix."""
        return file_stem(self.where.path)


def _report_name(parts: Mapping[str, str]) -> str:
    """Return what names a report in its module: its member, and of further ones the number."""
    return "--".join(filter(None, (parts["member"], parts.get("report"))))


def _number_of(parts: Mapping[str, str]) -> str:
    return f"{parts['member']}--{parts['number']}"


def file_stem(path: str) -> str:
    """Return a record's file name without its suffix."""
    return path.rsplit("/", 1)[-1].removesuffix(".yml")


def _listed(choice: Any) -> Any:
    return [choice] if isinstance(choice, str) else choice


_ASKS_NOTHING: Mapping[str, Any] = {
    "type": "foundation",
    "form": "article",
    "size": "S",
    "access": "open",
    "goals": (),
    "scope": {"includes": ()},
    "reward": {"points": 0},
    "reply_within_days": 3,
    "days": 0,
}


def _complete(brief: dict[str, Any]) -> dict[str, Any]:
    """Return the values of a brief; one of a text that was taken in asks and promises nothing."""
    source = brief.get("inherited")
    if source is None or "opened" in brief:
        return brief
    terms = {"licence": source.get("licence", ""), "channels": (), "byline": "joint"}
    return {**_ASKS_NOTHING, "terms": terms, **brief}


_TYPES: Mapping[RecordKind, type] = {
    RecordKind.COMMUNITY: Settings,
    RecordKind.ARRANGEMENT: Arrangement,
    RecordKind.SIGNOFF: Signoff,
    RecordKind.REUSE: Reuse,
    RecordKind.CREDIT: Credit,
    RecordKind.SERVICE: Service,
    RecordKind.JUDGING: Judging,
    RecordKind.CONSENT: Consent,
    RecordKind.TAKEDOWN: Takedown,
    RecordKind.OUTCOME: Outcome,
    RecordKind.EVENT: EventPlan,
    RecordKind.REGISTRATION: Registration,
    RecordKind.ATTENDANCE: Attendance,
    RecordKind.RECAP: Recap,
    RecordKind.EQUIPMENT: EquipmentCard,
    RecordKind.CASH: PrivateCash,
    RecordKind.CONTACT: Contact,
    RecordKind.QUESTIONNAIRE: Questionnaire,
    RecordKind.MEMBER: Member,
    RecordKind.RECOGNITION: Recognition,
    RecordKind.HANDBOOK: Handbook,
    RecordKind.CLAIM: Claim,
    RecordKind.REVIEW: Review,
    RecordKind.QUESTION: Question,
    RecordKind.ANSWER: Answer,
    RecordKind.WAIVER: Waiver,
    RecordKind.TRANSLATION: Translation,
    RecordKind.CAMPAIGN: Campaign,
    RecordKind.PROPOSAL: Proposal,
    RecordKind.ADVICE: Advice,
    RecordKind.BOOKING: Booking,
    RecordKind.HANDOVER: Handover,
    RecordKind.RETURN: Return,
    RecordKind.LOAN_DETAILS: LoanDetails,
    RecordKind.GIFT: Gift,
    RecordKind.OFFER: Offer,
    RecordKind.GIFT_DETAIL: GiftDetail,
    RecordKind.PAYOUT: Payout,
    RecordKind.BUDGET: PrivateBudget,
    RecordKind.CONFIRMATION: Confirmation,
    RecordKind.INVITATION: Invitation,
    RecordKind.RESPONSE: Response,
    RecordKind.TRIAGE: Triage,
    RecordKind.MODULE: Brief,
}
_FROM_PATH: Mapping[RecordKind, Callable[[RawRecord], Mapping[str, Any]]] = {
    RecordKind.MEMBER: lambda raw: {"id": raw.where.parts["member"]},
    RecordKind.RECOGNITION: lambda raw: {"id": raw.stem},
    RecordKind.HANDBOOK: lambda raw: {"id": raw.where.parts["handbook"]},
    RecordKind.CLAIM: lambda raw: {"seat": raw.where.parts["seat"]},
    RecordKind.REVIEW: lambda raw: {"round": int(raw.where.parts["round"])},
    RecordKind.QUESTION: lambda raw: {"name": raw.stem},
    RecordKind.ANSWER: lambda raw: {"name": raw.stem},
    RecordKind.WAIVER: lambda raw: {"number": raw.where.parts["number"]},
    RecordKind.TRANSLATION: lambda raw: {"language": raw.where.parts["language"]},
    RecordKind.CAMPAIGN: lambda raw: {"id": raw.where.parts["campaign"]},
    RecordKind.PROPOSAL: lambda raw: {"name": _number_of(raw.where.parts)},
    RecordKind.ADVICE: lambda raw: {"proposal": _number_of(raw.where.parts)},
    RecordKind.BOOKING: lambda raw: {"name": raw.stem},
    RecordKind.HANDOVER: lambda raw: {"name": raw.stem},
    RecordKind.RETURN: lambda raw: {"name": raw.stem},
    RecordKind.LOAN_DETAILS: lambda raw: {"name": raw.stem},
    RecordKind.GIFT: lambda raw: {"id": raw.stem},
    RecordKind.OFFER: lambda raw: {"id": raw.stem},
    RecordKind.GIFT_DETAIL: lambda raw: {"id": raw.stem},
    RecordKind.PAYOUT: lambda raw: {"handbook": raw.where.parts["handbook"]},
    RecordKind.BUDGET: lambda raw: {"handbook": raw.where.parts["handbook"]},
    RecordKind.CONFIRMATION: lambda raw: {"number": int(raw.where.parts["number"])},
    RecordKind.INVITATION: lambda raw: {name: raw.where.parts[name] for name in ("seat", "number")},
    RecordKind.RESPONSE: lambda raw: {"choice": _listed(raw.value.get("choice", []))},
    RecordKind.TRIAGE: lambda raw: {
        "reporter": raw.where.parts["member"],
        "report": _report_name(raw.where.parts),
    },
}
"""What a record takes from its place, or means by a shorter way of writing."""


def to_record(raw: RawRecord, aliases: Mapping[str, Member] = _NO_ALIASES) -> Any:
    """Return the typed record of a checked value; what its path says is filled in.

    `aliases` are the older ids of people whose records were merged: here they become one.
    """
    if aliases:
        raw = RawRecord(resolve_path(raw.where, aliases), resolve_names(raw.value, aliases))
    kind = raw.where.kind
    if kind is RecordKind.MODULE:
        return msgspec.convert(_complete(raw.value), Brief)
    more = _FROM_PATH[kind](raw) if kind in _FROM_PATH else {}
    return msgspec.convert({**raw.value, "path": raw.where.path, **more}, _TYPES[kind])
