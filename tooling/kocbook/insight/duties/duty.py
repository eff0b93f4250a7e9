"""A duty: one line on the desk of a staff role, and how it is worded for programs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kocbook.insight.names import has_profile
from kocbook.insight.state import ModuleFacts, is_archived
from kocbook.insight.tiers import Standing
from kocbook.insight.waits.find import find_waits
from kocbook.insight.waits.wait import Wait, WaitKind, WaitScene, make_scene
from kocbook.model.community import Community, Module
from kocbook.model.enums import StaffRole
from kocbook.model.people import Member, Recognition
from kocbook.model.settings import DeskRules
from kocbook.model.work import Claim


class Desk(StrEnum):
    """The desks: what anybody should look at first in a week, and one for each staff role."""

    MONDAY = "monday"
    COMMUNITY_OPERATOR = "community-operator"
    CONTENT_PLANNER = "content-planner"
    PRODUCT_EXPERT = "product-expert"
    PROJECT_LEAD = "project-lead"


class DutyKind(StrEnum):
    """What a row is about, in the order in which a desk shows it."""

    HELD_BACK = "held-back"
    LAPSING = "lapsing"
    UNREVIEWED = "unreviewed"
    UNOWNED = "unowned"
    OVERLOADED = "overloaded"
    NEWCOMER_WAITS = "newcomer-waits"
    FIRST_WORK_WAITS = "first-work-waits"
    SILENT = "silent"
    PRAISE_DUE = "praise-due"
    REVIEW_DUE = "review-due"
    JUDGING_DUE = "judging-due"
    OUTCOME_DUE = "outcome-due"
    PROPOSAL_WAITS = "proposal-waits"
    CREDIT_WAITS = "credit-waits"
    SERVICE_WAITS = "service-waits"
    INVITATION_OVER = "invitation-over"
    SIGNOFFS_MISSING = "signoffs-missing"
    GIFT_DUE = "gift-due"
    CAMPAIGN_BARE = "campaign-bare"
    EXCHANGE_ASKED = "exchange-asked"
    GIFT_PROMISED = "gift-promised"
    GIFT_ARRIVED = "gift-arrived"
    UNCLAIMED = "unclaimed"
    VAGUE = "vague"
    CHECK_AGAIN = "check-again"
    TRANSLATION = "translation"
    CAMPAIGN = "campaign"
    OPEN = "open"
    JUDGED = "judged"
    FACT_CHECK = "fact-check"
    QUESTION_WAITS = "question-waits"
    REPORT_WAITS = "report-waits"
    THANKS_DUE = "thanks-due"
    IN_DEVELOPMENT = "in-development"
    THANKED = "thanked"
    SESSION = "session"
    PROMOTED = "promoted"
    AT_RISK = "at-risk"
    AMBASSADOR = "ambassador"
    RETURN_LATE = "return-late"
    BOOKING_WAITS = "booking-waits"
    HANDOVER_DUE = "handover-due"
    APPROVAL_DUE = "approval-due"
    ATTENDANCE_DUE = "attendance-due"
    RECAP_DUE = "recap-due"
    PAYMENT_DUE = "payment-due"
    BUDGET = "budget"
    GIVEN = "given"

    @property
    def is_record(self) -> bool:
        """True for what is only told: nobody has to do anything about it."""
        return self in _RECORDS


_RECORDS = frozenset(
    {
        DutyKind.CAMPAIGN,
        DutyKind.OPEN,
        DutyKind.JUDGED,
        DutyKind.IN_DEVELOPMENT,
        DutyKind.THANKED,
        DutyKind.SESSION,
        DutyKind.AMBASSADOR,
        DutyKind.BUDGET,
        DutyKind.GIVEN,
    }
)


@dataclass(frozen=True, slots=True)
class Duty:
    """One row. Each has a `command` or a `url` that deals with it, or shows what it tells.

    `form` is the form that does it for those who type no commands, where there is one.
    It stands since `since`, and `days` have passed from then to the day of the desk. `by` is the
    one of the staff who did what a record tells, or for whom it waits. `figure`, `of` and `what` belong to the kind:
    judged: the place, of so many entries; vague: the number of weak goals; overloaded: live
    claims, of those allowed; held-back: the number of errors; at-risk: missing points; payment-due: seats that are owed something;
    budget: minor units promised, paid or left, of those approved; campaign: the modules made for it, and `what` its id.
    """

    desk: Desk
    kind: DutyKind
    since: date
    days: int
    handbook: str | None = None
    module: str | None = None
    seat: str | None = None
    member: str | None = None
    by: str | None = None
    due: date | None = None
    figure: int | None = None
    of: int | None = None
    what: str | None = None
    command: str | None = None
    url: str | None = None
    form: str | None = None
    event: str | None = None
    equipment: str | None = None

    @property
    def key(self) -> str | None:
        """The module's name on the command line."""
        return f"{self.handbook}/{self.module}" if self.module else None


@dataclass(frozen=True, slots=True)
class Today:
    """The community on one day, and what its desks are computed from.

    `claims` are those under way, neither settled nor lapsed, by member. Private recognition
    settles what was due, but stands on no desk itself. `waits` is all that waits for anybody: a
    desk picks from it, and adds what nobody in particular is waited for.
    """

    community: Community
    facts: Mapping[str, ModuleFacts]
    as_of: date
    standings: Mapping[str, Standing]
    claims: Mapping[str, tuple[Claim, ...]]
    scene: WaitScene
    waits: tuple[Wait, ...]

    @property
    def rules(self) -> DeskRules:
        """After how many days something is told."""
        return self.community.settings.desk

    def days(self, since: date) -> int:
        """Return how many days have passed."""
        return (self.as_of - since).days

    def row(
        self,
        desk: Desk,
        kind: DutyKind,
        since: date,
        about: Module | None = None,
        /,
        **more: object,
    ) -> Duty:
        """Return a row, with the page of its module or of its member unless `more` has another."""
        place: dict[str, object] = {}
        if about is not None:
            place = {"handbook": about.handbook, "module": about.id}
        if "url" not in more:
            place["url"] = self._page(about, more.get("member"))
        return Duty(desk, kind, since, self.days(since), **{**place, **more})  # type: ignore[arg-type]  # fields of Duty

    def iter_members(self) -> Iterator[Member]:
        """Yield the contributors who are still here."""
        for member in self.community.members.values():
            if not member.is_staff and not member.has_left:
                yield member

    def iter_given(self) -> Iterator[Recognition]:
        """Yield what was given up to the day; never what is private."""
        for given in self.community.recognitions:
            if given.date <= self.as_of and not given.private:
                yield given

    def iter_given_by(self, desk: Desk, role: StaffRole) -> Iterator[Duty]:
        """Yield what the staff of one role gave within the window of points, as records."""
        window = self.community.settings.points.window_days
        for given in self.iter_given():
            giver = self.community.members.get(given.by)
            if giver and role in giver.staff and self.days(given.date) < window:
                yield self.given_row(desk, DutyKind.GIVEN, given)

    def given_row(self, desk: Desk, kind: DutyKind, given: Recognition) -> Duty:
        """Return a recognition as a record."""
        handbook, _, module = (given.module or "").partition("/")
        return self.row(
            desk,
            kind,
            given.date,
            member=given.member,
            by=given.by,
            handbook=handbook or None,
            module=module or None,
            what=str(given.kind),
            url=self._page(None, given.member),
        )

    def iter_waits(self, *kinds: WaitKind) -> Iterator[Wait]:
        """Yield what waits, of these kinds."""
        return (wait for wait in self.waits if wait.kind in kinds)

    def wait_row(self, desk: Desk, wait: Wait, kind: DutyKind | None = None) -> Duty:
        """Return the row of a wait, of the desk's kind of the same name unless another is given."""
        more: dict[str, object] = {}
        if wait.event or wait.equipment:
            page = self.community.events[wait.event].page if wait.event else "equipment/"
            base = self.community.settings.site.url.rstrip("/")
            more = {"event": wait.event, "equipment": wait.equipment}
            more["url"] = f"{base}/{page}" if page else None
        return self.row(
            desk,
            kind or DutyKind(wait.kind),
            wait.since,
            self.facts[wait.key].module if wait.key else None,
            seat=wait.seat,
            member=wait.about[0] if wait.about else None,
            by=wait.whom[0] if len(wait.whom) == 1 else None,
            due=wait.due,
            figure=wait.figure,
            of=wait.of,
            what=wait.what,
            command=wait.command,
            form=str(wait.form) if wait.form else None,
            **more,
        )

    def question_rows(self, desk: Desk) -> Iterator[Duty]:
        """Yield the questions that wait on a desk: that of whoever is to answer."""
        for wait in self.iter_waits(WaitKind.QUESTION):
            if self._desk_of(wait) is desk:
                yield self.wait_row(desk, wait)

    def _desk_of(self, wait: Wait) -> Desk:
        """Return one desk of those for whom something waits: the experts' where there is a choice."""
        members = self.community.members
        roles = {str(role) for one in wait.whom if one in members for role in members[one].staff}
        desks = [desk for desk in Desk if desk in roles]
        return desks[0] if desks and Desk.PRODUCT_EXPERT not in desks else Desk.PRODUCT_EXPERT

    def is_archived(self, module: Module) -> bool:
        """True where the module's handbook is closed."""
        return is_archived(self.community, module, self.as_of)

    def edit_url(self, path: str) -> str:
        """Return where a record can be edited in the browser."""
        site = self.community.settings.site
        return f"{site.repository.rstrip('/')}/edit/{site.branch}/{path}"

    def _page(self, module: Module | None, member: object) -> str | None:
        base = self.community.settings.site.url.rstrip("/")
        if module is not None:
            return f"{base}/{module.key}/"
        if isinstance(member, str) and has_profile(self.community, member):
            return f"{base}/people/{member}/"
        return None


def make_today(
    community: Community,
    facts: Mapping[str, ModuleFacts],
    as_of: date,
    standings: Mapping[str, Standing],
) -> Today:
    """Index what the desks ask for again and again."""
    claims: dict[str, tuple[Claim, ...]] = {}
    for fact in facts.values():
        for seat in fact.seats:
            if seat.claim and seat.state.is_under_way:
                claims[seat.claim.member] = (*claims.get(seat.claim.member, ()), seat.claim)
    waits = tuple(find_waits(community, facts, as_of))
    return Today(community, facts, as_of, standings, claims, make_scene(community, as_of), waits)
