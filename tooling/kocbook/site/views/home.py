"""The home page: what this is, the handbooks, how to join, and who made it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kocbook.insight.credits import CreditState
from kocbook.insight.names import has_profile
from kocbook.insight.state import ModuleFacts
from kocbook.model.enums import ModuleForm
from kocbook.site.outline.outline import has_page, sort_handbooks
from kocbook.site.views.board import list_open
from kocbook.site.views.cards import ModuleCard, make_card
from kocbook.site.views.context import SiteContext
from kocbook.site.views.cover import CoverArt, CoverView, make_cover_view
from kocbook.site.views.people import Person, show_person
from kocbook.site.views.reader_home import ForReaders, show_for_readers

INVITING = 3
HANDBOOKS = 6
"""So many handbooks stand on the home page; where there are more, it leads to all of them."""
PEOPLE = 48
"""So many people stand on the home page."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """What the community has done so far."""

    finished: int
    people: int
    open: int
    reused: int


@dataclass(frozen=True, slots=True)
class HomeView:
    """The home page; `further_…` count what does not stand on it."""

    name: str
    brand: str
    intro: str
    handbooks: tuple[CoverView, ...]
    further_handbooks: int
    numbers: Numbers
    inviting: tuple[ModuleCard, ...]
    people: tuple[Person, ...]
    further_people: int
    repository: str
    readers: ForReaders


def make_home_view(context: SiteContext, arts: Mapping[str, CoverArt]) -> HomeView:
    """Return what stands on the home page."""
    settings = context.community.settings
    handbooks = sort_handbooks(context.community)
    covers = tuple(
        make_cover_view(context, context.community.handbooks[name], arts.get(name))
        for name in handbooks[:HANDBOOKS]
    )
    people = _authors(context)
    waiting = list_open(context)
    facts = [fact for fact in context.facts.values() if has_page(fact)]
    credited = {line.member for line in context.all_lines()}
    numbers = Numbers(
        finished=sum(fact.state.is_on_site for fact in facts),
        people=len(credited),
        open=len(waiting),
        reused=sum(reuse.date <= context.as_of for fact in facts for reuse in fact.module.reuse),
    )
    return HomeView(
        name=context.say(settings.name),
        brand=context.say(settings.brand),
        intro=context.say(settings.intro),
        handbooks=covers,
        further_handbooks=len(handbooks) - len(covers),
        numbers=numbers,
        inviting=tuple(make_card(context, one) for one in _mix_forms(waiting)[:INVITING]),
        people=tuple(show_person(context, member) for member in people[:PEOPLE]),
        further_people=max(0, len(people) - PEOPLE),
        repository=settings.site.repository,
        readers=show_for_readers(context),
    )


def _mix_forms(waiting: list[ModuleFacts]) -> list[ModuleFacts]:
    """Put one of each form first, so that three cards show three ways to take part."""
    first: dict[ModuleForm, ModuleFacts] = {}
    for facts in waiting:
        first.setdefault(facts.module.brief.form, facts)
    return [*first.values(), *(one for one in waiting if one is not first[one.module.brief.form])]


def _authors(context: SiteContext) -> list[str]:
    """List those with a page of their own whose work was accepted, by their own sort key."""
    authors = {line.member for line in context.all_lines() if line.state is not CreditState.THANKED}
    members = sorted(
        (context.community.members[name] for name in authors if name in context.community.members),
        key=lambda member: member.sort_key,
    )
    return [member.id for member in members if has_profile(context.community, member.id)]
