"""Which record a path holds. Matched here once, for reading, rules and policy alike."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import NamedTuple

from kocbook.base.languages import LANGUAGES

ID = r"[a-z0-9]+(?:-[a-z0-9]+)*"
DATE = r"\d{4}-\d{2}-\d{2}"
MAX_ID = 60
RESERVED_MEMBERS = frozenset(
    ["arrangement", "cover", "image", "index", "media", "photo", "photos", "picture", "video"]
)
"""Ids that no member has: files are called so, and a file named after a member is the member's."""

RESERVED_HANDBOOKS = frozenset(
    [
        "404",
        "admin",
        "assets",
        "attribution",
        "board",
        "calendar",
        "contribute",
        "credits",
        "data",
        "desk",
        "equipment",
        "events",
        "glossary",
        "handbooks",
        "library",
        "offers",
        "people",
        "proposals",
        "search",
        "shared",
        "skills",
        "tags",
        *LANGUAGES,
    ]
)
"""Names that the site's own pages, folders and parts have, so that no handbook may."""

_DEVICES = re.compile(
    r"(?:^|/)(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?:[./]|$)", re.IGNORECASE
)
"""What Windows takes for a device, whatever folder it stands in and whatever follows the dot."""

RELEASE_TAG = re.compile(r"v?\d+(?:\.\d+)+(?:-[a-z0-9]+)*")
"""The tag of a release has a dot; no module's name can have one."""


class RecordKind(StrEnum):
    """The kinds of records; the value names the JSON Schema file."""

    COMMUNITY = "community"
    MEMBER = "member"
    RECOGNITION = "recognition"
    HANDBOOK = "handbook"
    MODULE = "module"
    CLAIM = "claim"
    INVITATION = "invitation"
    RESPONSE = "response"
    REVIEW = "review"
    SIGNOFF = "signoff"
    REUSE = "reuse"
    QUESTION = "question"
    ANSWER = "answer"
    CREDIT = "credit"
    WAIVER = "waiver"
    PAYOUT = "payout"
    BUDGET = "budget"
    CASH = "cash"
    TRIAGE = "triage"
    ARRANGEMENT = "arrangement"
    SERVICE = "service"
    JUDGING = "judging"
    CONSENT = "consent"
    TAKEDOWN = "takedown"
    OUTCOME = "outcome"
    TRANSLATION = "translation"
    CAMPAIGN = "campaign"
    PROPOSAL = "proposal"
    ADVICE = "advice"
    EVENT = "event"
    REGISTRATION = "registration"
    ATTENDANCE = "attendance"
    RECAP = "recap"
    EQUIPMENT = "equipment"
    BOOKING = "booking"
    HANDOVER = "handover"
    RETURN = "return"
    LOAN_DETAILS = "loan-details"
    CONFIRMATION = "confirmation"
    CONTACT = "contact"
    QUESTIONNAIRE = "questionnaire"
    GIFT = "gift"
    GIFT_DETAIL = "gift-detail"
    OFFER = "offer"


class RecordPath(NamedTuple):
    """A record's kind and the parts of its path: `parts["module"]`, `parts["seat"]`, …"""

    path: str
    kind: RecordKind
    parts: dict[str, str]

    @property
    def module_key(self) -> str | None:
        """HANDBOOK/MODULE for records that belong to a module."""
        if "module" in self.parts:
            return f"{self.parts['handbook']}/{self.parts['module']}"
        return None


_NTH = r"[1-9]\d{0,8}"
"""What tells apart several reports of one member: counted on, or an issue's number."""
_DATED = rf"(?P<year>\d{{4}})/(?P<date>{DATE})-(?P<slug>{ID})\.yml"
_MODULE = rf"modules/(?P<handbook>{ID})/(?P<module>{ID})"
_EVENT = rf"events/(?P<event>{ID})"
_EQUIPMENT = rf"equipment/(?P<equipment>{ID})"
_LOAN = rf"(?P<date>{DATE})-(?P<member>{ID})"
_PATTERNS: tuple[tuple[RecordKind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        # A path fits one at most. What there is most of comes first.
        (RecordKind.MEMBER, rf"members/(?P<member>{ID})\.yml"),
        (RecordKind.MODULE, rf"{_MODULE}/module\.yml"),
        (RecordKind.COMMUNITY, r"community\.yml"),
        (RecordKind.RECOGNITION, rf"members/recognition/{_DATED}"),
        (RecordKind.GIFT, rf"members/gifts/{_DATED}"),
        (RecordKind.OFFER, rf"members/offers/(?P<offer>{ID})\.yml"),
        (RecordKind.GIFT_DETAIL, rf"members/gift-details/{_DATED}"),
        (RecordKind.HANDBOOK, rf"modules/(?P<handbook>{ID})/handbook\.yml"),
        (
            RecordKind.PAYOUT,
            rf"modules/(?P<handbook>{ID})/payouts/(?P<date>{DATE})-(?P<slug>{ID})\.yml",
        ),
        (RecordKind.BUDGET, rf"modules/(?P<handbook>{ID})/budget\.yml"),
        (RecordKind.CASH, rf"{_MODULE}/cash\.yml"),
        (RecordKind.ARRANGEMENT, rf"{_MODULE}/arrangement\.yml"),
        (RecordKind.CLAIM, rf"{_MODULE}/claims/(?P<seat>{ID})\.yml"),
        (RecordKind.CLAIM, rf"{_MODULE}/claims/past/(?P<seat>{ID})-(?P<number>[1-9]\d*)\.yml"),
        (RecordKind.INVITATION, rf"{_MODULE}/invitations/(?P<seat>{ID})-(?P<number>[1-9]\d*)\.yml"),
        (RecordKind.RESPONSE, rf"{_MODULE}/responses/(?P<member>{ID})\.yml"),
        (RecordKind.RESPONSE, rf"{_MODULE}/responses/(?P<member>{ID})--(?P<report>{_NTH})\.yml"),
        (RecordKind.REVIEW, rf"{_MODULE}/reviews/(?P<round>[1-9]\d*)-(?P<member>{ID})\.yml"),
        (RecordKind.SIGNOFF, rf"{_MODULE}/signoffs/(?P<member>{ID})\.yml"),
        (RecordKind.REUSE, rf"{_MODULE}/reuse/(?P<date>{DATE})-(?P<slug>{ID})\.yml"),
        (RecordKind.QUESTION, rf"{_MODULE}/questions/(?P<date>{DATE})-(?P<member>{ID})\.yml"),
        (RecordKind.ANSWER, rf"{_MODULE}/answers/(?P<date>{DATE})-(?P<member>{ID})\.yml"),
        (RecordKind.CREDIT, rf"{_MODULE}/credits/(?P<member>{ID})--(?P<role>{ID})\.yml"),
        (RecordKind.WAIVER, rf"{_MODULE}/waivers/(?P<number>[1-9]\d*)\.yml"),
        (RecordKind.TRIAGE, rf"{_MODULE}/triage/(?P<member>{ID})\.yml"),
        (RecordKind.TRIAGE, rf"{_MODULE}/triage/(?P<member>{ID})--(?P<report>{_NTH})\.yml"),
        (RecordKind.SERVICE, rf"{_MODULE}/services/(?P<date>{DATE})-(?P<member>{ID})\.yml"),
        (RecordKind.JUDGING, rf"{_MODULE}/judgings/(?P<member>{ID})\.yml"),
        (RecordKind.CONSENT, rf"{_MODULE}/consents/(?P<member>{ID})--(?P<number>{_NTH})\.yml"),
        (RecordKind.TAKEDOWN, rf"{_MODULE}/takedowns/(?P<date>{DATE})-(?P<number>{_NTH})\.yml"),
        (RecordKind.TAKEDOWN, rf"members/takedowns/(?P<date>{DATE})-(?P<number>{_NTH})\.yml"),
        (
            RecordKind.CONFIRMATION,
            rf"members/confirmations/(?P<member>{ID})--(?P<number>{_NTH})\.yml",
        ),
        (RecordKind.CONTACT, rf"members/contacts/(?P<member>{ID})\.yml"),
        (RecordKind.QUESTIONNAIRE, rf"{_MODULE}/questionnaire\.yml"),
        (RecordKind.OUTCOME, rf"{_MODULE}/outcome\.yml"),
        (RecordKind.EVENT, rf"{_EVENT}/event\.yml"),
        (RecordKind.REGISTRATION, rf"{_EVENT}/registrations/(?P<member>{ID})\.yml"),
        (RecordKind.ATTENDANCE, rf"{_EVENT}/attendance/(?P<member>{ID})\.yml"),
        (RecordKind.RECAP, rf"{_EVENT}/recap\.yml"),
        (RecordKind.EQUIPMENT, rf"{_EQUIPMENT}/equipment\.yml"),
        (RecordKind.BOOKING, rf"{_EQUIPMENT}/bookings/{_LOAN}\.yml"),
        (RecordKind.HANDOVER, rf"{_EQUIPMENT}/handovers/{_LOAN}\.yml"),
        (RecordKind.RETURN, rf"{_EQUIPMENT}/returns/{_LOAN}\.yml"),
        (RecordKind.LOAN_DETAILS, rf"{_EQUIPMENT}/details/{_LOAN}\.yml"),
        (
            RecordKind.TRANSLATION,
            rf"{_MODULE}/translations/(?P<language>{'|'.join(LANGUAGES)})\.yml",
        ),
        (RecordKind.CAMPAIGN, rf"plan/campaigns/(?P<campaign>{ID})\.yml"),
        (RecordKind.PROPOSAL, rf"plan/proposals/(?P<member>{ID})--(?P<number>{_NTH})\.yml"),
        (
            RecordKind.ADVICE,
            rf"plan/advice/(?P<member>{ID})--(?P<number>{_NTH})-(?P<round>{_NTH})\.yml",
        ),
    )
)


def parse_record_path(path: str) -> RecordPath | None:
    """Return what record `path` holds, or None if it is no record's path."""
    for kind, pattern in _PATTERNS:
        match = pattern.fullmatch(path)
        if match:
            return RecordPath(path, kind, match.groupdict())
    return None


def split_report(name: str) -> tuple[str, str]:
    """Return the member and the rest of what names a report: "lin-xiaoman--2" is ("lin-xiaoman", "--2")."""
    member, mark, number = name.partition("--")
    return member, mark + number


def has_device_name(path: str) -> bool:
    """True where Windows can make no file of that path, for a name in it means a device."""
    return _DEVICES.search(path) is not None


def move_to_member(path: str, member: str) -> str | None:
    """Return the path that the same record has for another member, or None if it names none."""
    for _, pattern in _PATTERNS:
        match = pattern.fullmatch(path)
        if match and "member" in pattern.groupindex:
            return path[: match.start("member")] + member + path[match.end("member") :]
    return None


_CONTENT = re.compile(
    rf"content/(?P<handbook>{ID})(?:/(?P<module>{ID})(?:/(?P<seat>{ID}))?)?/(?P<name>[^/]+)"
)


def parse_content_path(path: str) -> dict[str, str | None] | None:
    """Return handbook, module (None for a cover), seat (None but in a part) and file name.

    None for any other path than one under content/.
    """
    match = _CONTENT.fullmatch(path)
    return match.groupdict() if match else None


_LOOKS = str.maketrans("lio", "110")


def fold_id(identifier: str) -> str:
    """Return what an id looks like at a glance: without `-`, with l and i as 1, o as 0."""
    return identifier.replace("-", "").translate(_LOOKS)
