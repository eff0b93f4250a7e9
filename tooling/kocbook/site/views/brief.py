"""The page of a module that is not finished: what is asked, which seats are free, how to claim."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from kocbook.insight.invitations import find_waiting, last_day
from kocbook.insight.state import ModuleFacts, latest_reviews
from kocbook.insight.team import is_team, missing_seats, outdated_claims
from kocbook.model.enums import Met, State
from kocbook.model.forms import FormName
from kocbook.model.people import Link
from kocbook.site.outline.outline import is_settled, module_url
from kocbook.site.views.cards import only_seat, show_seats
from kocbook.site.views.cash import CashView, show_cash
from kocbook.site.views.context import SiteContext
from kocbook.site.views.form_links import ClaimText, claim_text, form_link
from kocbook.site.views.module import (
    GoalView,
    LicenceView,
    ModulePlace,
    StoryLine,
    find_place,
    show_goals,
    show_licence,
    show_story,
)
from kocbook.site.views.people import CreditedPerson, Person, show_person, split_byline
from kocbook.site.views.questions import Exchange, show_exchanges
from kocbook.site.views.responses import Responses, show_responses


@dataclass(frozen=True, slots=True)
class SkillWish:
    """A skill that a seat asks for, with its level from 1 to 3."""

    name: str
    level: int


@dataclass(frozen=True, slots=True)
class SeatView:
    """A seat with all that one agrees to by claiming it. `share` is in percent, as text.

    `offered_until` is the last day on which an invitation to it can be answered. Who was invited
    is not said: not to answer is nobody else's business.
    `cash` is None where the task pays none, or the settings keep amounts off the site.
    """

    id: str
    role: str
    duty: str
    skills: tuple[SkillWish, ...]
    share: str
    points: int
    cash: str | None
    state: str
    is_claimable: bool
    holder: Person | None
    due: date | None
    offered_until: date | None
    claim_link: str
    claim_text: ClaimText | None
    command: str


@dataclass(frozen=True, slots=True)
class TeamView:
    """A task of several people: how many seats are free, and who must agree to changed terms."""

    size: int
    missing: int
    renew: tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class Feedback:
    """What the latest review liked, and what it suggests as next steps."""

    date: date
    strengths: tuple[str, ...]
    next_steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Successor:
    """The module that takes the place of one that is superseded."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class BriefView:
    """A module that is not finished."""

    title: str
    title_language: str
    language: str
    place: ModulePlace
    state: str
    form: str
    type: str
    size: str
    access: str
    pool: tuple[SkillWish, ...]
    tags: tuple[str, ...]
    background: str
    goals: tuple[GoalView, ...]
    includes: tuple[str, ...]
    excludes: tuple[str, ...]
    seats: tuple[SeatView, ...]
    team: TeamView | None
    deliver_link: str | None
    arrange_link: str | None
    seat_links: tuple[tuple[FormName, str], ...]
    ask_link: str
    withdraw_link: str | None
    respond_link: str | None
    respond_command: str | None
    feedback: Feedback | None
    exchanges: tuple[Exchange, ...]
    carried: tuple[StoryLine, ...]
    responses: Responses
    resources: tuple[Link, ...]
    contact: Person
    reply_within_days: int
    days: int
    grace_days: int
    points: int
    cash: CashView | None
    other_rewards: tuple[str, ...]
    licence: LicenceView
    channels: tuple[str, ...]
    opened: date | None
    closes: date | None
    authors: tuple[CreditedPerson, ...]
    thanks: tuple[CreditedPerson, ...]
    withdrawn: str | None
    successor: Successor | None


def make_brief_view(context: SiteContext, facts: ModuleFacts) -> BriefView:
    """Return what stands on the page of a module that is not finished."""
    module, brief = facts.module, facts.module.brief
    settled = is_settled(facts)
    authors, thanks = split_byline(context, context.credits.get(module.key, ()), only_seat(facts))
    return BriefView(
        title=module.title_in(context.language)[0],
        title_language=module.title_in(context.language)[1],
        language=brief.language,
        place=find_place(context, facts),
        state=facts.state.value,
        form=brief.form.value,
        type=brief.type.value,
        size=brief.size.value,
        access=brief.access.value,
        pool=_show_wishes(context, brief.pool),
        tags=brief.tags,
        background=brief.background,
        goals=show_goals(facts),
        includes=brief.scope.includes,
        excludes=brief.scope.excludes,
        seats=() if settled else _show_seats(context, facts),
        team=None if settled else _show_team(context, facts),
        deliver_link=form_link(context, FormName.DELIVER, module)
        if facts.state.is_under_way and brief.seats
        else None,
        arrange_link=form_link(context, FormName.ARRANGE, module)
        if facts.state.is_under_way and any(seat.integrates for seat in brief.seats)
        else None,
        seat_links=tuple(_seat_links(context, facts)),
        ask_link=form_link(context, FormName.FEEDBACK, module),
        withdraw_link=form_link(context, FormName.WITHDRAW, module)
        if module.responses or module.questions or module.text
        else None,
        respond_link=None
        if settled or brief.seats or facts.state.has_ended
        else form_link(context, FormName.RESPOND, module),
        respond_command=f"koc respond {module.key}"
        if facts.state.is_claimable and brief.form.collects_responses
        else None,
        feedback=None if settled else _show_feedback(context, facts),
        exchanges=show_exchanges(context, facts.module),
        carried=tuple(one for one in show_story(context, facts) if one.step.startswith("carried")),
        responses=show_responses(context, facts),
        resources=brief.resources,
        contact=show_person(context, brief.contact),
        reply_within_days=brief.reply_within_days,
        days=brief.days,
        grace_days=context.community.settings.limits.grace_days,
        points=brief.reward.points,
        cash=show_cash(context, facts),
        other_rewards=brief.reward.other,
        licence=show_licence(context, facts),
        channels=brief.terms.channels,
        opened=brief.opened,
        closes=brief.closes,
        authors=authors,
        thanks=thanks,
        withdrawn=_why_withdrawn(context, facts),
        successor=_find_successor(context, facts),
    )


def _seat_links(context: SiteContext, facts: ModuleFacts) -> Iterator[tuple[FormName, str]]:
    """Yield the forms for whoever holds a seat: more time, giving it back, agreeing to the words."""
    module = facts.module
    if not module.claims or is_settled(facts):
        return
    forms = [FormName.SIGN] if module.text and facts.state.counts_as_work else []
    if facts.state.is_under_way:
        forms += [FormName.EXTEND, FormName.RELEASE]
    for form in forms:
        yield form, form_link(context, form, module)


def _show_team(context: SiteContext, facts: ModuleFacts) -> TeamView | None:
    module = facts.module
    if not is_team(module):
        return None
    renew = dict.fromkeys(claim.member for claim in outdated_claims(module))
    people = tuple(show_person(context, member) for member in renew)
    return TeamView(len(module.brief.seats), len(missing_seats(module)), people)


def _show_seats(context: SiteContext, facts: ModuleFacts) -> tuple[SeatView, ...]:
    chips = {chip.id: chip for chip in show_seats(context, facts)}
    cash = show_cash(context, facts)
    return tuple(
        SeatView(
            id=seat.id,
            role=chips[seat.id].role,
            duty=seat.duty,
            skills=_show_wishes(context, seat.skills),
            share=f"{seat.share / 100:g}",
            points=chips[seat.id].points,
            cash=cash.seats.get(seat.id) if cash else None,
            state=chips[seat.id].state,
            is_claimable=chips[seat.id].is_claimable,
            holder=chips[seat.id].holder,
            due=chips[seat.id].due,
            offered_until=_offered_until(context, facts, seat.id),
            claim_link=form_link(context, FormName.CLAIM, facts.module, seat.id),
            claim_text=claim_text(context, facts.module, seat.id)
            if chips[seat.id].is_claimable
            else None,
            command=f"koc claim {facts.module.key} {seat.id}",
        )
        for seat in facts.module.brief.seats
    )


def _show_wishes(context: SiteContext, wishes: Mapping[str, int]) -> tuple[SkillWish, ...]:
    return tuple(SkillWish(context.skill_name(skill), level) for skill, level in wishes.items())


def _offered_until(context: SiteContext, facts: ModuleFacts, seat: str) -> date | None:
    limits = context.community.settings.limits
    waiting = find_waiting(facts.module, seat, limits, context.as_of)
    return last_day(waiting, limits) if waiting else None


def _show_feedback(context: SiteContext, facts: ModuleFacts) -> Feedback | None:
    reviews = latest_reviews(facts.module, context.as_of)
    if not reviews:
        return None
    steps = [
        judgement.next
        for review in reviews
        for judgement in review.goals.values()
        if judgement.next and judgement.met is not Met.FULLY
    ]
    steps += [step for review in reviews for step in review.improvements]
    return Feedback(
        max(review.date for review in reviews),
        tuple(strength for review in reviews for strength in review.strengths),
        tuple(steps),
    )


def _why_withdrawn(context: SiteContext, facts: ModuleFacts) -> str | None:
    """Return the planner's reason, or that the whole handbook is closed; None for other states."""
    if facts.state is not State.WITHDRAWN:
        return None
    withdrawn = facts.module.brief.withdrawn
    return withdrawn.reason if withdrawn else context.texts("site.brief.archived")


def _find_successor(context: SiteContext, facts: ModuleFacts) -> Successor | None:
    key = facts.module.brief.superseded_by
    if facts.state is not State.SUPERSEDED or key is None or key not in context.facts:
        return None
    if context.facts[key].state is State.DRAFT:
        return None
    return Successor(context.facts[key].module.title_in(context.language)[0], module_url(key))
