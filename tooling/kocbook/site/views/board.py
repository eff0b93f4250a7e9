"""The board (任务广场): what can be claimed, what is under way, what waits for somebody again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kocbook.model.enums import State
from kocbook.site.context import SiteContext
from kocbook.site.outline import sort_handbooks
from kocbook.site.views.cards import ModuleCard, make_card


@dataclass(frozen=True, slots=True)
class BoardView:
    """The board on one day. `forms` and `types` are those that occur, for the filter."""

    open: tuple[ModuleCard, ...]
    under_way: tuple[ModuleCard, ...]
    lapsed: tuple[ModuleCard, ...]
    forms: tuple[str, ...]
    types: tuple[str, ...]
    as_of: date


def make_board_view(context: SiteContext) -> BoardView:
    """Return the board, by handbook and reading order."""
    facts = [
        context.facts[module.key]
        for handbook in sort_handbooks(context.community)
        for module in context.community.iter_chapter_modules(handbook)
        if module.key not in context.community.held.modules
    ]
    cards = [(fact.state, make_card(context, fact)) for fact in facts]
    open_cards = tuple(card for state, card in cards if state in (State.OPEN, State.INVITED))
    under_way = tuple(
        card for state, card in cards if state.is_under_way or state is State.ACCEPTED
    )
    lapsed = tuple(card for state, card in cards if state is State.LAPSED)
    shown = (*open_cards, *under_way, *lapsed)
    return BoardView(
        open=open_cards,
        under_way=under_way,
        lapsed=lapsed,
        forms=tuple(dict.fromkeys(card.form for card in shown)),
        types=tuple(dict.fromkeys(card.type for card in shown)),
        as_of=context.as_of,
    )
