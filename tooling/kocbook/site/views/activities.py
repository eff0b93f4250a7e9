"""What bug hunts, check-ins, services and judging show: people, thanks and counts."""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from kocbook.insight.judging import rank_entries
from kocbook.insight.responses import BugReport, CheckIns, list_reports
from kocbook.insight.state import ModuleFacts
from kocbook.model.activity import Service
from kocbook.model.community import Module
from kocbook.model.enums import ReportState
from kocbook.model.paths import split_report
from kocbook.site.outline.outline import module_url
from kocbook.site.views.context import SiteContext
from kocbook.site.views.people import Person, show_person

_SHOWN_FIRST = (
    ReportState.FIXED,
    ReportState.FORWARDED,
    ReportState.CONFIRMED,
    ReportState.NEEDS_INFO,
    ReportState.REPORTED,
    ReportState.DUPLICATE,
)
_SHADES = 4


@dataclass(frozen=True, slots=True)
class ReportView:
    """A bug report, what staff said of it, and whom to thank beside its finder."""

    finder: Person
    date: date
    text: str
    is_adopted: bool
    fixed_in: str | None
    reference: str | None
    confirmers: tuple[Person, ...]
    repeats: tuple[Person, ...]
    original: Person | None
    answerer: Person | None
    note: str | None


@dataclass(frozen=True, slots=True)
class ReportGroup:
    """The reports of one state."""

    state: str
    reports: tuple[ReportView, ...]


@dataclass(frozen=True, slots=True)
class DayCell:
    """A day of a month wall; `shade` is 0 without check-ins, else from 1 to 4 by their number."""

    date: date
    count: int
    shade: int


@dataclass(frozen=True, slots=True)
class CalendarMonth:
    """A month as weeks from Monday to Sunday; None for days of other months."""

    first: date
    weeks: tuple[tuple[DayCell | None, ...], ...]


@dataclass(frozen=True, slots=True)
class CheckInPerson:
    """A person who checked in: on how many days, and the latest line."""

    person: Person
    days: int
    date: date
    line: str


@dataclass(frozen=True, slots=True)
class CheckInWall:
    """A wall of months, and the people, latest first. `total` counts days of people."""

    months: tuple[CalendarMonth, ...]
    people: tuple[CheckInPerson, ...]
    total: int


@dataclass(frozen=True, slots=True)
class ServiceView:
    """A confirmed service: who served whom, when, and what both sides can be told of it."""

    person: Person
    kind: str
    date: date
    helped: tuple[Person, ...]
    event: str | None
    hours: int | None
    note: str | None
    evidence: str
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class JudgeWords:
    """What a judge said is good."""

    judge: Person
    text: str


@dataclass(frozen=True, slots=True)
class Rank:
    """A place in the result: its score out of 10 with two digits, its prize, the judges' words."""

    member: str
    place: int
    is_tied: bool
    score: str
    prize: str | None
    words: tuple[JudgeWords, ...]


@dataclass(frozen=True, slots=True)
class CriterionView:
    """What judges look at, with its weight in percent, as text."""

    text: str
    weight: str


def group_reports(context: SiteContext, facts: ModuleFacts) -> list[tuple[str, list[BugReport]]]:
    """Group a bug hunt's reports by state, what was achieved first."""
    reports = list_reports(facts.module, context.as_of)
    groups = (
        (state.value, [report for report in reports if report.state is state])
        for state in _SHOWN_FIRST
    )
    return [(state, found) for state, found in groups if found]


def show_reports(context: SiteContext, state: str, reports: Sequence[BugReport]) -> ReportGroup:
    """Return reports of one state."""
    return ReportGroup(state, tuple(_report(context, report) for report in reports))


def _report(context: SiteContext, report: BugReport) -> ReportView:
    triage = report.triage
    original = triage.duplicate_of if triage else None
    return ReportView(
        finder=show_person(context, report.response.member),
        date=report.response.date,
        text=report.response.text or report.response.reason or "",
        is_adopted=triage.adopted if triage else False,
        fixed_in=triage.fixed_in if triage else None,
        reference=triage.reference if triage else None,
        confirmers=_people(context, triage.confirmed_by if triage else ()),
        repeats=_people(context, [item.member for item in report.repeats]),
        original=show_person(context, split_report(original)[0]) if original else None,
        answerer=show_person(context, triage.by) if triage else None,
        note=triage.note if triage else None,
    )


def _people(context: SiteContext, members: tuple[str, ...] | list[str]) -> tuple[Person, ...]:
    return tuple(show_person(context, member) for member in members)


CheckedIn = tuple[str, Mapping[date, str]]
"""A member with a line for each day."""


def list_checked_in(found: CheckIns) -> list[CheckedIn]:
    """List who checked in, latest first."""
    return sorted(found.members.items(), key=lambda entry: max(entry[1]), reverse=True)


def show_check_ins(
    context: SiteContext, found: CheckIns, people: Sequence[CheckedIn], *, has_months: bool
) -> CheckInWall:
    """Return the wall of a check-in, its months up to today, and the latest line of `people`."""
    shown = [
        CheckInPerson(show_person(context, member), len(lines), *_latest(lines))
        for member, lines in people
    ]
    months = _months(found) if has_months else ()
    return CheckInWall(months, tuple(shown), sum(found.days.values()))


def _latest(lines: Mapping[date, str]) -> tuple[date, str]:
    day = max(lines)
    return day, lines[day]


def _months(found: CheckIns) -> tuple[CalendarMonth, ...]:
    most = max(found.days.values(), default=1)
    firsts = sorted({day.replace(day=1) for day in found.days}, reverse=True)

    def cell(day: date, month: int) -> DayCell | None:
        count = found.days.get(day, 0)
        return DayCell(day, count, -(-_SHADES * count // most)) if day.month == month else None

    calendar = Calendar()
    return tuple(
        CalendarMonth(
            first,
            tuple(
                tuple(cell(day, first.month) for day in week)
                for week in calendar.monthdatescalendar(first.year, first.month)
            ),
        )
        for first in firsts
    )


def show_service(context: SiteContext, module: Module, service: Service) -> ServiceView:
    """Return one service, done for `module`."""
    return ServiceView(
        show_person(context, service.member),
        service.kind.value,
        service.date,
        _people(context, service.helped),
        service.event,
        service.hours,
        service.note,
        service.evidence,
        module.title_in(context.language)[0],
        module_url(module.key),
    )


def show_ranks(context: SiteContext, facts: ModuleFacts) -> tuple[Rank, ...]:
    """Return the result of an activity, best first; empty while it still takes entries."""
    if facts.state.is_claimable:
        return ()
    return tuple(
        Rank(
            ranked.member,
            ranked.place,
            ranked.is_tied,
            _two_digits(ranked.score),
            ranked.prize,
            tuple(JudgeWords(show_person(context, judge), text) for judge, text in ranked.words),
        )
        for ranked in rank_entries(facts.module)
    )


def _two_digits(score: Fraction) -> str:
    """Write a fraction with two digits, halves rounded up."""
    hundredths = (200 * score.numerator + score.denominator) // (2 * score.denominator)
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def show_criteria(facts: ModuleFacts) -> tuple[CriterionView, ...]:
    """Return what judges look at, in the rubric's order."""
    rubric = facts.module.brief.rubric
    criteria = rubric.criteria if rubric else ()
    return tuple(CriterionView(item.text, f"{item.weight / 100:g}") for item in criteria)
