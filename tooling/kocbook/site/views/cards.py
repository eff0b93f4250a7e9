"""A module as a card on covers, boards and profiles."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kocbook.insight.board import module_rows
from kocbook.insight.state import ModuleFacts, waits_for_team
from kocbook.insight.summary import summary_in
from kocbook.markdown.document import read_document
from kocbook.markdown.html_tree import iter_elements
from kocbook.site.outline.outline import module_url
from kocbook.site.views.context import SiteContext
from kocbook.site.views.people import CreditedPerson, Person, show_person, split_byline

_PICTURES = frozenset({"jpg", "png", "webp"})


@dataclass(frozen=True, slots=True)
class SeatChip:
    """A seat on a card: its role, its points, its state, who holds it, and until when.

    `waits` is true where the holder cannot start before the team is complete.
    """

    id: str
    role: str
    points: int
    state: str
    is_claimable: bool
    holder: Person | None
    due: date | None
    waits: bool


@dataclass(frozen=True, slots=True)
class ModuleCard:
    """A module in short. `state`, `form`, `type`, `size` and `access` are ids of words."""

    url: str
    title: str
    title_language: str
    language: str
    handbook: str
    state: str
    form: str
    type: str
    size: str
    access: str
    points: int
    days: int
    closes: date | None
    background: str
    summary: str
    summary_language: str
    tags: tuple[str, ...]
    authors: tuple[CreditedPerson, ...]
    seats: tuple[SeatChip, ...]
    responses: int
    has_feedback: bool
    picture: str | None

    @property
    def open_seats(self) -> tuple[SeatChip, ...]:
        """The seats that wait for somebody."""
        return tuple(seat for seat in self.seats if seat.is_claimable)


def make_card(context: SiteContext, facts: ModuleFacts) -> ModuleCard:
    """Return the card of a module."""
    module, brief = facts.module, facts.module.brief
    title, title_language = module.title_in(context.language)
    summary, summary_language = summary_in(module, context.language)
    return ModuleCard(
        url=module_url(module.key),
        title=title,
        title_language=title_language,
        language=brief.language,
        handbook=context.book_title(module.handbook)[0],
        state=facts.state.value,
        form=brief.form.value,
        type=brief.type.value,
        size=brief.size.value,
        access=brief.access.value,
        points=brief.reward.points,
        days=brief.days,
        closes=brief.closes,
        background=brief.background,
        summary=summary,
        summary_language=summary_language,
        tags=brief.tags,
        authors=split_byline(context, context.credits.get(module.key, ()), only_seat(facts))[0],
        seats=show_seats(context, facts),
        responses=len(module.responses),
        has_feedback=bool(module.reviews or module.past_claims),
        picture=find_picture(facts),
    )


def find_picture(facts: ModuleFacts) -> str | None:
    """Return the picture that stands for an article on the site: a film's still, or its first one."""
    module = facts.module
    if not facts.state.is_on_site or module.content is None or module.text is None:
        return None
    media = module.content.media
    shown = [one.get("src") for one in iter_elements(read_document(module.text).root)]
    named = [name for name in shown if name in media and media[name].kind in _PICTURES]
    stills = [name for name in media if name.endswith("poster.webp")]
    return next(iter((*stills, *named)), None)


def only_seat(facts: ModuleFacts) -> str | None:
    """Return the seat whose holder signs alone, where the terms say so."""
    brief = facts.module.brief
    return brief.seats[0].id if brief.terms.byline == "single" and brief.seats else None


def show_seats(context: SiteContext, facts: ModuleFacts) -> tuple[SeatChip, ...]:
    """Return the seats of a module with their parts of the points."""
    rows = {row.seat: row for row in module_rows(context.community, facts)}
    return tuple(
        SeatChip(
            id=seat.seat.id,
            role=context.role_name(seat.seat.role),
            points=rows[seat.seat.id].points,
            state=seat.state.value,
            is_claimable=seat.state.is_claimable,
            holder=show_person(context, seat.claim.member) if seat.claim else None,
            due=seat.due,
            waits=waits_for_team(facts, seat),
        )
        for seat in facts.seats
    )
