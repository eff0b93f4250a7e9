"""What many people answered, as the page of their activity shows it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import TypeVar

from kocbook.insight.activity import confirmed_services
from kocbook.insight.responses import BugReport, count_check_ins, sort_responses
from kocbook.insight.state import ModuleFacts
from kocbook.model.activity import Service
from kocbook.model.enums import ModuleForm, State
from kocbook.model.work import Response
from kocbook.site.outline.outline import module_url
from kocbook.site.outline.pagination import Sheets, cut, show_sheets
from kocbook.site.views.activities import (
    CheckInWall,
    CriterionView,
    Rank,
    ReportGroup,
    ServiceView,
    group_reports,
    list_checked_in,
    show_check_ins,
    show_criteria,
    show_ranks,
    show_reports,
    show_service,
)
from kocbook.site.views.context import SiteContext
from kocbook.site.views.people import Person, show_person
from kocbook.site.views.polls import Poll, list_reasons, show_poll

_REASONS, _PICTURES, _SERVICES = "reasons", "pictures", "services"
_SAID = frozenset({_REASONS, _PICTURES, _SERVICES})

Kind = TypeVar("Kind")


@dataclass(frozen=True, slots=True)
class _Reason:
    """Why somebody chose an option."""

    option: str
    text: str


@dataclass(frozen=True, slots=True)
class _CheckedIn:
    """Somebody who checked in, with a line for each day."""

    member: str
    lines: Mapping[date, str]


@dataclass(frozen=True, slots=True)
class SentPicture:
    """A picture that somebody sent, with its description."""

    file: str
    alt: str
    is_video: bool


@dataclass(frozen=True, slots=True)
class Voice:
    """One person's entry; `rank` is its place where the activity was judged."""

    person: Person
    date: date
    text: str | None
    pictures: tuple[SentPicture, ...]
    rank: Rank | None


@dataclass(frozen=True, slots=True)
class OutcomeView:
    """What came of an activity: what was decided and why, by whom it is told, and what is next."""

    decided: str
    because: str
    chosen: tuple[str, ...]
    next: str | None
    url: str | None
    reference: str | None
    shipped_in: str | None
    shipped: date | None
    date: date
    by: Person
    is_missed: bool


@dataclass(frozen=True, slots=True)
class Responses:
    """What an activity collected. Each form fills its own part: `poll`, `reports` and so on."""

    form: str
    total: int
    is_open: bool
    voices: tuple[Voice, ...] = ()
    poll: Poll | None = None
    reports: tuple[ReportGroup, ...] = ()
    check_ins: CheckInWall | None = None
    services: tuple[ServiceView, ...] = ()
    ranks: tuple[Rank, ...] = ()
    criteria: tuple[CriterionView, ...] = ()
    prizes: tuple[str, ...] = ()
    outcome: OutcomeView | None = None
    waits_for_outcome: bool = False
    sheets: Sheets | None = None

    @property
    def has_something(self) -> bool:
        """True where there is something to show."""
        listed = self.total or self.services or self.criteria or self.poll
        return bool(listed or self.outcome)


@dataclass(frozen=True, slots=True)
class ResponsesPage:
    """A further sheet of what an activity collected."""

    title: str
    language: str
    url: str
    responses: Responses


def count_responses(context: SiteContext, facts: ModuleFacts) -> int:
    """Return how many sheets a module's responses need; the first is the module's own page."""
    return len(cut(_entries(context, facts)))


def make_responses_page(context: SiteContext, facts: ModuleFacts, number: int) -> ResponsesPage:
    """Return a further sheet."""
    (title, language), url = facts.module.title_in(context.language), module_url(facts.module.key)
    return ResponsesPage(title, language, url, show_responses(context, facts, number))


def show_responses(context: SiteContext, facts: ModuleFacts, number: int = 1) -> Responses:
    """Return what a module collected, as its form shows it; of very much, one sheet."""
    module, form = facts.module, facts.module.brief.form
    sheets = cut(_entries(context, facts))
    shown = [entry for _, entries in sheets[number - 1] for entry in entries]
    ranks = show_ranks(context, facts)
    rubric, is_first = module.brief.rubric, number == 1
    labels = [_say_label(context, sheet[0][0]) if sheet else "" for sheet in sheets]
    return Responses(
        form=form.value,
        total=len(module.responses),
        is_open=facts.state.is_claimable,
        voices=_voices(context, facts, ranks, _pick(shown, Response), "" if is_first else "../"),
        poll=_poll(context, facts, _pick(shown, _Reason), is_first=is_first),
        reports=_reports(context, sheets[number - 1]),
        check_ins=_check_ins(context, facts, _pick(shown, _CheckedIn), is_first=is_first),
        services=tuple(show_service(context, module, one) for one in _pick(shown, Service)),
        ranks=ranks,
        criteria=show_criteria(facts) if is_first else (),
        prizes=rubric.prizes if rubric else (),
        outcome=_show_outcome(context, facts),
        waits_for_outcome=facts.state is State.CLOSED and module.outcome is None,
        sheets=show_sheets(module_url(module.key), number, labels),
    )


def _entries(context: SiteContext, facts: ModuleFacts) -> list[tuple[str, Sequence[object]]]:
    """List what a module collected in the order of its page, in groups that say what they are of."""
    module, form = facts.module, facts.module.brief.form
    found: list[tuple[str, Sequence[object]]] = []
    if form is ModuleForm.POLL:
        reasons = [_Reason(*reason) for reason in list_reasons(facts)]
        found += [(_REASONS, reasons)]
    elif form is ModuleForm.BUG_HUNT:
        found += [(f"report.{state}", reports) for state, reports in group_reports(context, facts)]
    elif form is ModuleForm.CHECK_IN:
        people = [_CheckedIn(*one) for one in list_checked_in(count_check_ins(module))]
        by_month = groupby(people, key=lambda one: f"{max(one.lines):%Y-%m}")
        found += [(month, list(members)) for month, members in by_month]
        found += [(_PICTURES, [one for one in sort_responses(module) if one.media])]
    else:
        found += [("", _best_first(facts, show_ranks(context, facts)))]
    services = list(reversed(confirmed_services(module, context.as_of)))
    return [(label, entries) for label, entries in (*found, (_SERVICES, services)) if entries]


def _say_label(context: SiteContext, label: str) -> str:
    """Say what a sheet begins with; nothing where its number says as much."""
    if label.startswith("report."):
        return context.texts(f"words.{label}")
    return context.texts(f"site.sheets.{label}") if label in _SAID else label


def _pick(entries: Iterable[object], kind: type[Kind]) -> list[Kind]:
    return [entry for entry in entries if isinstance(entry, kind)]


def _poll(
    context: SiteContext, facts: ModuleFacts, reasons: list[_Reason], *, is_first: bool
) -> Poll | None:
    if facts.module.brief.form is not ModuleForm.POLL:
        return None
    poll = show_poll(context, facts, [(one.option, one.text) for one in reasons])
    return poll if is_first else replace(poll, has_pictures=False, chart=None, is_whole=False)


def _reports(
    context: SiteContext, sheet: Iterable[tuple[str, Sequence[object]]]
) -> tuple[ReportGroup, ...]:
    return tuple(
        show_reports(context, label.partition(".")[2], _pick(entries, BugReport))
        for label, entries in sheet
        if label.startswith("report.")
    )


def _check_ins(
    context: SiteContext, facts: ModuleFacts, people: list[_CheckedIn], *, is_first: bool
) -> CheckInWall | None:
    if facts.module.brief.form is not ModuleForm.CHECK_IN or not facts.module.responses:
        return None
    found = count_check_ins(facts.module)
    shown = [(one.member, one.lines) for one in people]
    return show_check_ins(context, found, shown, has_months=is_first)


def _show_outcome(context: SiteContext, facts: ModuleFacts) -> OutcomeView | None:
    """Return what came of an activity, where somebody told it."""
    outcome = facts.module.outcome
    if outcome is None or outcome.date > context.as_of:
        return None
    options = {option.id: option.text for option in facts.module.brief.options}
    is_there = outcome.shipped is not None and outcome.shipped <= context.as_of
    return OutcomeView(
        decided=outcome.decided,
        because=outcome.because,
        chosen=tuple(options[one] for one in outcome.chosen if one in options),
        next=outcome.next,
        url=outcome.url,
        date=outcome.date,
        by=show_person(context, outcome.by),
        is_missed=outcome.reached is False,
        reference=outcome.reference,
        shipped_in=outcome.shipped_in if is_there else None,
        shipped=outcome.shipped if is_there else None,
    )


def _best_first(facts: ModuleFacts, ranks: tuple[Rank, ...]) -> list[Response]:
    """List the entries, best first where they were judged."""
    order = {rank.member: index for index, rank in enumerate(ranks)}
    found = sort_responses(facts.module)
    return sorted(found, key=lambda response: order.get(response.member, len(order)))


def _voices(
    context: SiteContext,
    facts: ModuleFacts,
    ranks: tuple[Rank, ...],
    entries: Iterable[Response],
    folder: str,
) -> tuple[Voice, ...]:
    """Return entries as they are shown; `folder` leads to their pictures."""
    places = {rank.member: rank for rank in ranks}
    return tuple(
        Voice(
            person=show_person(context, response.member),
            date=response.date,
            text=response.text or response.reason,
            pictures=_pictures(facts, response, folder),
            rank=places.get(response.member),
        )
        for response in entries
    )


def _pictures(facts: ModuleFacts, response: Response, folder: str) -> tuple[SentPicture, ...]:
    content = facts.module.content
    media = content.media if content else {}
    alts = (*response.alt, *([""] * len(response.media)))
    return tuple(
        SentPicture(f"{folder}{name}", alt, media[name].kind in ("mp4", "webm"))
        for name, alt in zip(response.media, alts, strict=False)
        if name in media
    )
