"""What many responses add up to: votes, days of check-ins, reports with their state.

Each function looks at records as they stand: the order in which they were merged changes nothing,
and of one member the latest version of the one file counts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from kocbook.model.activity import Triage
from kocbook.model.brief import Option
from kocbook.model.community import Module
from kocbook.model.enums import ReportState
from kocbook.model.work import Response


@dataclass(frozen=True, slots=True)
class Tally:
    """One option of a poll: how many people chose it, and of how many who answered."""

    option: Option
    count: int
    voters: int

    @property
    def percent(self) -> int:
        """The part of those who answered, in whole percent, halves rounded up; 0 without answers."""
        return (200 * self.count + self.voters) // (2 * self.voters) if self.voters else 0


@dataclass(frozen=True, slots=True)
class CheckIns:
    """How many people checked in on each day, and each person's days in order."""

    days: Mapping[date, int]
    members: Mapping[str, Mapping[date, str]]


@dataclass(frozen=True, slots=True)
class BugReport:
    """A bug report, what staff said of it, and the reports that repeat it, earliest first.

    `name` is what other records call it: its member, and of a further one the number too.
    """

    name: str
    response: Response
    triage: Triage | None
    repeats: tuple[Response, ...]

    @property
    def state(self) -> ReportState:
        """How far the report has come."""
        return self.triage.state if self.triage else ReportState.REPORTED


def sort_responses(module: Module) -> list[Response]:
    """List a module's responses by date and member."""
    return sorted(module.responses.values(), key=lambda item: (item.date, item.member))


def count_votes(module: Module) -> tuple[Tally, ...]:
    """Count a poll's votes, in the order of its options. A choice that is no option counts nowhere.

    A person who chose two options stands in both counts, so that percents may exceed 100 in all.
    """
    options = module.brief.options
    known = {option.id for option in options}
    chosen = [known.intersection(item.choice) for item in module.responses.values()]
    counts = Counter(choice for choices in chosen for choice in choices)
    voters = sum(1 for choices in chosen if choices)
    return tuple(Tally(option, counts[option.id], voters) for option in options)


def count_check_ins(module: Module) -> CheckIns:
    """Count who checked in when: the days before, and the latest one, of each member."""
    members = {
        item.member: dict(sorted({**item.earlier, item.date: item.text or ""}.items()))
        for item in sort_responses(module)
    }
    days = Counter(day for lines in members.values() for day in lines)
    return CheckIns(dict(sorted(days.items())), members)


def list_reports(module: Module, as_of: date) -> list[BugReport]:
    """List a bug hunt's reports by date and member, with what was known of them on a day."""
    found = sorted(module.responses.items(), key=lambda item: (item[1].date, item[0]))
    known = {name: item for name, item in module.triage.items() if item.date <= as_of}
    repeats: dict[str, list[Response]] = {}
    for name, response in found:
        triage = known.get(name)
        if triage and triage.state is ReportState.DUPLICATE and triage.duplicate_of:
            repeats.setdefault(triage.duplicate_of, []).append(response)
    return [
        BugReport(name, item, known.get(name), tuple(repeats.get(name, ()))) for name, item in found
    ]
