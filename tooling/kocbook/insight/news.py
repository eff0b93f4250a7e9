"""Good news, told once on its day: reviewed, answered, decided, fixed, published, thanked, paid."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from kocbook.insight.reminders import Audience, Reminder, ReminderKind
from kocbook.insight.state import ModuleFacts, verdict_of
from kocbook.model.community import Community, Module
from kocbook.model.enums import ReportState, Verdict

_OF_VERDICT = {
    Verdict.ACCEPTED: ReminderKind.PASSED,
    Verdict.CHANGES_REQUESTED: ReminderKind.CHANGES_ASKED,
    Verdict.DECLINED: ReminderKind.NOT_USED,
}


def find_news(
    community: Community, facts: Mapping[str, ModuleFacts], as_of: date, since: date | None = None
) -> list[Reminder]:
    """List the news whose day is after `since` and not after `as_of`, sorted.

    `since` is the day before `as_of` unless it is given.
    """
    after = since or as_of - timedelta(days=1)
    told = [one for _, fact in sorted(facts.items()) for one in _of_module(fact)]
    told += [*_of_people(community), *_of_payouts(community)]
    found = [one for one in told if after < one.day <= as_of]
    return sorted(found, key=lambda one: (one.handbook, one.module, one.kind, one.path, one.member))


def _of_module(facts: ModuleFacts) -> Iterator[Reminder]:
    module = facts.module
    for review in module.reviews:
        kind = _OF_VERDICT.get(verdict_of(module.brief, review))
        for member in facts.authors if kind else ():
            assert kind
            yield _tell(kind, module.key, member, review.path, review.date)
    for name, answer in module.answers.items():
        if question := module.questions.get(name):
            yield _tell(
                ReminderKind.ANSWERED, module.key, question.member, answer.path, answer.date
            )
    yield from _of_decision(module)
    yield from _of_reports(module)
    if facts.state.is_on_site and facts.seats and facts.finished:
        signed = [one.date for one in module.signoffs.values()]
        for member in facts.authors:
            day = max([facts.finished, *signed])
            yield _tell(ReminderKind.PUBLISHED, module.key, member, module.path, day)


def _of_decision(module: Module) -> Iterator[Reminder]:
    """Tell who took part what was decided, and later in which version it is there."""
    outcome = module.outcome
    if outcome is None:
        return
    people = dict.fromkeys(response.member for response in module.responses.values())
    for member in people:
        yield _tell(ReminderKind.DECIDED, module.key, member, outcome.path, outcome.date)
        if outcome.shipped:
            yield _tell(ReminderKind.SHIPPED, module.key, member, outcome.path, outcome.shipped)


def _of_reports(module: Module) -> Iterator[Reminder]:
    """Tell finders, who found the same and who confirmed it that it is adopted, or fixed."""
    for name, triage in module.triage.items():
        if triage.state is ReportState.FIXED:
            kind = ReminderKind.FIXED
        elif triage.state is ReportState.FORWARDED and triage.adopted:
            kind = ReminderKind.ADOPTED
        else:
            continue
        same = [one.reporter for one in module.triage.values() if one.duplicate_of == name]
        for member in dict.fromkeys([triage.reporter, *same, *triage.confirmed_by]):
            yield _tell(kind, module.key, member, triage.path, triage.date)


def _of_people(community: Community) -> Iterator[Reminder]:
    for given in community.recognitions:
        if not given.private:
            yield _tell(
                ReminderKind.THANKED, given.module or "", given.member, given.path, given.date
            )


def _of_payouts(community: Community) -> Iterator[Reminder]:
    for payout in community.payouts:
        paid = {(line.module, line.member) for line in payout.lines}
        for module, member in sorted(paid):
            key = f"{payout.handbook}/{module}"
            yield _tell(ReminderKind.PAID, key, member, payout.path, payout.date)


def _tell(kind: ReminderKind, key: str, member: str, path: str, day: date) -> Reminder:
    handbook, _, module = key.partition("/")
    who = (member, Audience.MEMBER, f"{path}:{member}", day, day, None)
    return Reminder(kind, handbook, module, None, *who)
