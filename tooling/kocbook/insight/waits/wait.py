"""A wait: one thing that somebody is to do, since a day and due on another."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kocbook.insight.gifts import was_promised
from kocbook.model.community import Community, Module
from kocbook.model.enums import RecognitionKind, StaffRole
from kocbook.model.forms import FormName
from kocbook.model.people import Recognition

GIFTS = (RecognitionKind.ACCESS, RecognitionKind.HONOUR)
"""What settles a promised gift without a record of its own, once it names the module."""


class WaitKind(StrEnum):
    """What is waited for. Desks have rows of the same names, and so the same words."""

    CLAIM = "claim-runs"
    CHANGES = "changes-asked"
    SIGNOFF = "signoff-due"
    INVITATION = "invited"
    QUESTION = "question-waits"
    REVIEW = "review-due"
    FACT_CHECK = "fact-check"
    REPORT = "report-waits"
    SERVICE = "service-waits"
    CREDIT = "credit-waits"
    INVITATION_OVER = "invitation-over"
    SIGNOFFS_MISSING = "signoffs-missing"
    JUDGING = "judging-due"
    OUTCOME = "outcome-due"
    PROPOSAL = "proposal-waits"
    THANKS = "thanks-due"
    GIFT = "gift-due"
    APPROVAL = "approval-due"
    EVENT = "event-soon"
    ATTENDANCE = "attendance-due"
    RECAP = "recap-due"
    BOOKING = "booking-waits"
    HANDOVER = "handover-due"
    RETURN = "return-due"
    LATE = "return-late"
    EXCHANGE = "exchange-asked"
    PROMISED = "gift-promised"
    RECEIPT = "gift-arrived"
    STALE_FILE = "stale-file"


@dataclass(frozen=True, slots=True)
class Wait:
    """One thing that waits for the members `whom` since `since`; any one of them settles it.

    `due` is the last day that was promised, None where none was. `about` are those whose work,
    question or name it is. `path` is the record that waits, `name` what the command calls it.
    `command` deals with it; `form` does too, where there is one. `figure` and `of` count what the
    kind counts, `what` is its own word: a gift, a state.
    """

    kind: WaitKind
    whom: tuple[str, ...]
    since: date
    path: str
    command: str
    due: date | None = None
    handbook: str | None = None
    module: str | None = None
    seat: str | None = None
    about: tuple[str, ...] = ()
    name: str | None = None
    what: str | None = None
    figure: int | None = None
    of: int | None = None
    form: FormName | None = None
    event: str | None = None
    equipment: str | None = None

    @property
    def key(self) -> str:
        """The module's name on the command line, empty where it belongs to none."""
        return f"{self.handbook}/{self.module}" if self.module else ""

    def waits_for(self, member: str) -> bool:
        """True where it waits for this member."""
        return member in self.whom


@dataclass(frozen=True, slots=True)
class WaitScene:
    """The community on one day; `given` is every recognition up to it, by member."""

    community: Community
    as_of: date
    given: Mapping[str, tuple[Recognition, ...]]

    def wait(
        self,
        kind: WaitKind,
        module: Module,
        whom: Collection[str],
        since: date,
        command: str,
        **more: object,
    ) -> Wait:
        """Return a wait that belongs to a module, at its brief unless `more` has another path."""
        path = str(more.pop("path", module.path))
        place = {"handbook": module.handbook, "module": module.id}
        people = tuple(dict.fromkeys(whom))
        return Wait(kind, people, since, path, command, **place, **more)  # type: ignore[arg-type]  # fields of Wait

    def responsible(self, module: Module) -> str:
        """Return the contact whom the brief names, or the handbook's lead while that one is away."""
        contact = module.brief.contact
        person = self.community.members.get(contact)
        blueprint = self.community.handbooks.get(module.handbook)
        away = person is None or person.has_left or (person.away_until or self.as_of) > self.as_of
        return blueprint.lead if blueprint and away else contact

    def unless_own(self, module: Module, member: str) -> tuple[str, ...]:
        """Return who is responsible, or the handbook's lead, or the project's: nobody confirms what is theirs."""
        blueprint = self.community.handbooks.get(module.handbook)
        asked = [self.responsible(module), *([blueprint.lead] if blueprint else [])]
        asked += self.community.find_staff(StaffRole.PROJECT_LEAD)
        return tuple(one for one in asked if one != member)[:1]

    def with_experts(self, module: Module) -> tuple[str, ...]:
        """Return who is responsible, and the product experts where that one is none."""
        contact = self.responsible(module)
        experts = self.community.find_staff(StaffRole.PRODUCT_EXPERT)
        return (contact,) if contact in experts else (contact, *experts)

    def was_given(
        self,
        member: str,
        since: date,
        kinds: Collection[RecognitionKind],
        modules: Collection[str | None] | None = None,
    ) -> bool:
        """True where a member was given one of `kinds` since a day, for one of `modules`."""
        return any(
            given.kind in kinds
            and since <= given.date
            and (modules is None or given.module in modules)
            for given in self.given.get(member, ())
        )

    def kept_promise(self, member: str, since: date, key: str) -> bool:
        """True where what a module promised to a member is tracked by a gift, or was given before."""
        tracked = was_promised(self.community.gifts, member, key, self.as_of)
        return tracked or self.was_given(member, since, GIFTS, (key,))


def make_scene(community: Community, as_of: date) -> WaitScene:
    """Index what was given up to a day."""
    given: dict[str, tuple[Recognition, ...]] = {}
    for one in community.recognitions:
        if one.date <= as_of:
            given[one.member] = (*given.get(one.member, ()), one)
    return WaitScene(community, as_of, given)


def recognise(member: str, kind: RecognitionKind, module: str | None = None) -> str:
    """Return the command that gives a member recognition."""
    about = f" --module {module}" if module else ""
    return f"koc new recognition --to {member} --kind {kind}{about}"


def promise_gift(member: str, module: str) -> str:
    """Return the command that writes down what a module promised to a member."""
    return f"koc new gift --to {member} --module {module}"


def is_here(scene: WaitScene, member: str) -> bool:
    """True for a contributor who can still be thanked: not of the staff, and not gone."""
    person = scene.community.members.get(member)
    return person is not None and not person.has_left and not person.is_staff
