"""What many people answered, as the page of their activity shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kocbook.insight.responses import sort_responses
from kocbook.insight.state import ModuleFacts
from kocbook.model.enums import Form, State
from kocbook.model.work import Response
from kocbook.site.context import SiteContext
from kocbook.site.views.activities import (
    CheckInWall,
    CriterionView,
    Rank,
    ReportGroup,
    ServiceView,
    show_check_ins,
    show_criteria,
    show_ranks,
    show_reports,
    show_services,
)
from kocbook.site.views.people import Person, show_person
from kocbook.site.views.polls import Poll, show_poll


@dataclass(frozen=True, slots=True)
class Picture:
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
    pictures: tuple[Picture, ...]
    rank: Rank | None


@dataclass(frozen=True, slots=True)
class OutcomeView:
    """What came of an activity: what was decided and why, by whom it is told, and what is next."""

    decided: str
    because: str
    chosen: tuple[str, ...]
    next: str | None
    url: str | None
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

    @property
    def has_something(self) -> bool:
        """True where there is something to show."""
        listed = self.total or self.services or self.criteria or self.poll
        return bool(listed or self.outcome)


def show_responses(context: SiteContext, facts: ModuleFacts) -> Responses:
    """Return what a module collected, as its form shows it."""
    module, form = facts.module, facts.module.brief.form
    ranks = show_ranks(context, facts)
    rubric = module.brief.rubric
    return Responses(
        form=form.value,
        total=len(module.responses),
        is_open=facts.state.is_claimable,
        voices=_voices(context, facts, ranks) if form not in (Form.POLL, Form.BUG_HUNT) else (),
        poll=show_poll(context, facts) if form is Form.POLL else None,
        reports=show_reports(context, facts) if form is Form.BUG_HUNT else (),
        check_ins=show_check_ins(context, facts)
        if form is Form.CHECK_IN and module.responses
        else None,
        services=show_services(context, facts),
        ranks=ranks,
        criteria=show_criteria(facts),
        prizes=rubric.prizes if rubric else (),
        outcome=_show_outcome(context, facts),
        waits_for_outcome=facts.state is State.CLOSED and module.outcome is None,
    )


def _show_outcome(context: SiteContext, facts: ModuleFacts) -> OutcomeView | None:
    """Return what came of an activity, where somebody told it."""
    outcome = facts.module.outcome
    if outcome is None or outcome.date > context.as_of:
        return None
    options = {option.id: option.text for option in facts.module.brief.options}
    return OutcomeView(
        decided=outcome.decided,
        because=outcome.because,
        chosen=tuple(options[one] for one in outcome.chosen if one in options),
        next=outcome.next,
        url=outcome.url,
        date=outcome.date,
        by=show_person(context, outcome.by),
        is_missed=outcome.reached is False,
    )


def _voices(context: SiteContext, facts: ModuleFacts, ranks: tuple[Rank, ...]) -> tuple[Voice, ...]:
    """Return the entries, best first where they were judged; of check-ins, those with pictures."""
    places = {rank.member: rank for rank in ranks}
    found = sort_responses(facts.module)
    if facts.module.brief.form is Form.CHECK_IN:
        found = [response for response in found if response.media]
    order = {rank.member: index for index, rank in enumerate(ranks)}
    found.sort(key=lambda response: order.get(response.member, len(order)))
    return tuple(
        Voice(
            person=show_person(context, response.member),
            date=response.date,
            text=response.text or response.reason,
            pictures=_pictures(facts, response),
            rank=places.get(response.member),
        )
        for response in found
    )


def _pictures(facts: ModuleFacts, response: Response) -> tuple[Picture, ...]:
    content = facts.module.content
    media = content.media if content else {}
    alts = (*response.alt, *([""] * len(response.media)))
    return tuple(
        Picture(name, alt, media[name].kind in ("mp4", "webm"))
        for name, alt in zip(response.media, alts, strict=False)
        if name in media
    )
