"""What taking part earns where there are no seats: credits and points, by the kind of activity.

Nothing here grows with volume: a poll answer, a picture or a month of check-ins earns the brief's
points once, a report earns them when staff say that it is real, and of confirmed services as many
earn them as the brief allows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from kocbook.insight.responses import list_reports
from kocbook.insight.state import ModuleFacts
from kocbook.model.activity import Service
from kocbook.model.community import Module
from kocbook.model.enums import ModuleForm, ServiceKind
from kocbook.model.work import Response

SERVICE_ROLES = {
    ServiceKind.MENTOR: "answering",
    ServiceKind.HOST: "coordination",
    ServiceKind.AMBASSADOR_DAY: "outreach",
}
"""The credit role of each kind of service."""

PART_ROLES = {
    ModuleForm.POLL: "voting",
    ModuleForm.CHECK_IN: "check-in",
    ModuleForm.BUG_HUNT: "testing",
}
"""The credit role of a response, where the form alone tells it."""


@dataclass(frozen=True, slots=True)
class Participation:
    """One member's part in an activity: a credit role, a day, and whether staff stand by it."""

    member: str
    role: str
    date: date
    is_confirmed: bool = True


@dataclass(frozen=True, slots=True)
class Earned:
    """Points that a member's part earned, and the day from which they count."""

    member: str
    points: int
    date: date


def iter_parts(module: Module) -> Iterator[Participation]:
    """Yield everybody's part: responses, those who confirmed reports, services, and judges."""
    for response in module.responses.values():
        yield Participation(response.member, _response_role(module, response), response.date)
    for triage in module.triage.values():
        if triage.state.is_real:
            for member in triage.confirmed_by:
                yield Participation(member, "testing", triage.date)
        yield Participation(triage.by, "fact-checking", triage.date)
    for service in module.services:
        confirmed = service.confirmed_by is not None
        yield Participation(service.member, SERVICE_ROLES[service.kind], service.date, confirmed)
    for judging in module.judgings:
        yield Participation(judging.judge, "reviewing", judging.date)


def _response_role(module: Module, response: Response) -> str:
    """Return what a response is credited as: a vote, a check-in, a test, a picture, else an idea."""
    usual = PART_ROLES.get(module.brief.form)
    if usual is not None:
        return usual
    return "photography" if response.media or _lost_picture(module, response) else "idea"


def _lost_picture(module: Module, response: Response) -> bool:
    """True where staff took a picture of a response down: the credit for it stays."""
    folder = f"content/{module.key}/"
    return any(
        takedown.member == response.member and takedown.target.startswith(folder)
        for takedown in module.takedowns
    )


def iter_earned(facts: ModuleFacts, as_of: date) -> Iterator[Earned]:
    """Yield the points that members earned in a module without seats, up to a day.

    Where there are seats, the seats' shares are all that is paid.
    """
    module, points = facts.module, facts.module.brief.reward.points
    if module.brief.seats or not points:
        return
    if module.brief.form is ModuleForm.BUG_HUNT:
        for report in list_reports(module, as_of):
            if report.state.is_real:
                yield Earned(report.response.member, points, report.response.date)
    elif module.brief.form is ModuleForm.SERVICE:
        for service in paid_services(module, as_of):
            yield Earned(service.member, points, service.date)
    elif facts.state.has_ended:
        # Whoever took part did so: whether enough others came is no matter of theirs.
        day = facts.finished or module.brief.closes
        for response in module.responses.values():
            yield Earned(response.member, points, day or response.date)


def confirmed_services(module: Module, as_of: date) -> list[Service]:
    """List the services that staff confirmed, up to a day, earliest first."""
    found = [item for item in module.services if item.confirmed_by and item.date <= as_of]
    return sorted(found, key=lambda item: (item.date, item.member))


def paid_services(module: Module, as_of: date) -> Iterator[Service]:
    """Yield each member's first confirmed services, at most `paid_services` of one member."""
    counted: dict[str, int] = {}
    for service in confirmed_services(module, as_of):
        counted[service.member] = counted.get(service.member, 0) + 1
        if counted[service.member] <= module.brief.paid_services:
            yield service
