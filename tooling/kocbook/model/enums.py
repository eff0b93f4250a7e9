"""The closed lists of words that records and computed facts are made of."""

from __future__ import annotations

from enum import StrEnum


class TaskType(StrEnum):
    """How deep a task goes: 筑基, 探索, 精准, 共建."""

    FOUNDATION = "foundation"
    EXPLORATION = "exploration"
    PRECISION = "precision"
    CO_BUILDING = "co-building"


class ModuleForm(StrEnum):
    """What a module delivers."""

    ARTICLE = "article"
    PHOTO_SET = "photo-set"
    VIDEO = "video"
    CHECKLIST = "checklist"
    CHECK_IN = "check-in"
    GALLERY = "gallery"
    POLL = "poll"
    BUG_HUNT = "bug-hunt"
    SERVICE = "service"

    @property
    def collects_responses(self) -> bool:
        """True where many people answer with one record each, instead of a few who claim seats."""
        return self in (
            ModuleForm.CHECK_IN,
            ModuleForm.GALLERY,
            ModuleForm.POLL,
            ModuleForm.BUG_HUNT,
        )


class Size(StrEnum):
    """One evening, one weekend, or more: split it if you can."""

    S = "S"
    M = "M"
    L = "L"


class Access(StrEnum):
    """Whether everybody may claim, or only those invited."""

    OPEN = "open"
    INVITED = "invited"


class State(StrEnum):
    """The computed state of a module or of one of its seats, in the order of its life.

    `CLOSED` is an activity that is over without its must-goals: nobody says yet, or says no.
    `INHERITED` is a text that was written elsewhere and taken in: readers find it, and nobody
    claimed, reviewed or agreed to anything here.
    """

    DRAFT = "draft"
    OPEN = "open"
    INVITED = "invited"
    CLAIMED = "claimed"
    LAPSED = "lapsed"
    DELIVERED = "delivered"
    CHANGES_REQUESTED = "changes-requested"
    ACCEPTED = "accepted"
    PUBLISHED = "published"
    REUSED = "reused"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"
    CLOSED = "closed"
    INHERITED = "inherited"

    @property
    def is_claimable(self) -> bool:
        """True where a seat waits for somebody."""
        return self in (State.OPEN, State.INVITED, State.LAPSED)

    @property
    def is_under_way(self) -> bool:
        """True between claim and acceptance."""
        return self in (State.CLAIMED, State.DELIVERED, State.CHANGES_REQUESTED)

    @property
    def is_on_site(self) -> bool:
        """True where readers find the text in the handbook."""
        return self in (State.PUBLISHED, State.REUSED, State.INHERITED)

    @property
    def has_ended(self) -> bool:
        """True for an activity that is over, whether it reached its goals or not."""
        return self in (State.PUBLISHED, State.REUSED, State.CLOSED)

    @property
    def counts_as_work(self) -> bool:
        """True once a review accepted the work, so that it earns credit, points and evidence."""
        return self in (State.ACCEPTED, State.PUBLISHED, State.REUSED)


class Met(StrEnum):
    """How far a delivery meets one goal."""

    FULLY = "fully"
    PARTLY = "partly"
    NOT = "not"


class Verdict(StrEnum):
    """What a review says in all; derived from its goals, never written down."""

    ACCEPTED = "accepted"
    CHANGES_REQUESTED = "changes-requested"
    DECLINED = "declined"


class StaffRole(StrEnum):
    """The four roles of the brand's staff: 社区运营, 内容策划, 产品专家, 项目主导者."""

    COMMUNITY_OPERATOR = "community-operator"
    CONTENT_PLANNER = "content-planner"
    PRODUCT_EXPERT = "product-expert"
    PROJECT_LEAD = "project-lead"


class Visibility(StrEnum):
    """How a member wants to appear in public."""

    NAMED = "named"
    PEN_NAME = "pen-name"
    ANONYMOUS = "anonymous"
    WITHDRAWN = "withdrawn"

    @property
    def hides_name(self) -> bool:
        """True where the name must stand nowhere in the site."""
        return self in (Visibility.ANONYMOUS, Visibility.WITHDRAWN)


class RecognitionKind(StrEnum):
    """What staff gave: praise, coaching, access to people and cars, or an honour."""

    PRAISE = "praise"
    COACHING = "coaching"
    ACCESS = "access"
    HONOUR = "honour"


class GiftKind(StrEnum):
    """What was promised beside points: a thing, a place at something, or a fee."""

    GIFT = "gift"
    PLACE = "place"
    FEE = "fee"


class GiftState(StrEnum):
    """How far a gift has come; computed from its days, never written down."""

    ASKED = "asked"
    PROMISED = "promised"
    GIVEN = "given"
    RECEIVED = "received"
    DECLINED = "declined"


class ReportState(StrEnum):
    """How far a bug report has come. `REPORTED` is written nowhere: nobody looked into it yet."""

    REPORTED = "reported"
    NEEDS_INFO = "needs-info"
    CONFIRMED = "confirmed"
    DUPLICATE = "duplicate"
    FORWARDED = "forwarded"
    FIXED = "fixed"

    @property
    def is_real(self) -> bool:
        """True once somebody else saw the fault too."""
        return self in (ReportState.CONFIRMED, ReportState.FORWARDED, ReportState.FIXED)


class ServiceKind(StrEnum):
    """How somebody served the community: 带新人, 主持活动, 一日品牌大使."""

    MENTOR = "mentor"
    HOST = "host"
    AMBASSADOR_DAY = "ambassador-day"


class ConsentAct(StrEnum):
    """What staff may do for a member who said yes to it elsewhere."""

    CLAIM = "claim"
    EXTEND = "extend"
    DELIVER = "deliver"
    SIGN = "sign"
    RESPOND = "respond"


class Channel(StrEnum):
    """How a member without an account is reached; the address itself is private."""

    WECHAT = "wechat"
    PHONE = "phone"
    MAIL = "mail"
    CHAT = "chat"
    IN_PERSON = "in-person"


class CodeVerdict(StrEnum):
    """What a member says with one of their codes of what was done for them."""

    CONFIRMED = "confirmed"
    REVOKED = "revoked"


class WaiverReason(StrEnum):
    """Why somebody who touched a page is not credited for it."""

    BOT = "bot"
    TRIVIAL = "trivial"
    DECLINED = "declined"
    DUPLICATE = "duplicate"


class Byline(StrEnum):
    """Whether all authors of a module sign, or the first seat's member alone."""

    JOINT = "joint"
    SINGLE = "single"


class CampaignKind(StrEnum):
    """What a date of the calendar is."""

    MARKETING = "marketing"
    HOLIDAY = "holiday"
    PRODUCT = "product"
    COMMUNITY = "community"


class AdviceVerdict(StrEnum):
    """What planners say of a proposal that is no brief yet."""

    ADVISED = "advised"
    DECLINED = "declined"
