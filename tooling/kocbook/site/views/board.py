"""The board (任务广场): what can be claimed, what is under way, what waits for somebody again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kocbook.insight.state import ModuleFacts
from kocbook.model.enums import State
from kocbook.site.outline.outline import sort_handbooks
from kocbook.site.outline.pagination import Sheets, cut, show_sheets
from kocbook.site.views.cards import ModuleCard, make_card
from kocbook.site.views.context import SiteContext

_URL = "board/"
_OPEN, _LAPSED, _UNDER_WAY = "open", "lapsed", "under-way"


@dataclass(frozen=True, slots=True)
class BoardGroup:
    """Cards of one kind: "open", "lapsed" or "under-way"; `total` counts those on all sheets."""

    name: str
    cards: tuple[ModuleCard, ...]
    total: int


@dataclass(frozen=True, slots=True)
class BoardView:
    """The board on one day. `forms` and `types` are those that occur, for the filter."""

    groups: tuple[BoardGroup, ...]
    forms: tuple[str, ...]
    types: tuple[str, ...]
    as_of: date
    sheets: Sheets | None


def count_board(context: SiteContext) -> int:
    """Return how many sheets the board has."""
    return len(cut(list(_group(context).items())))


def list_open(context: SiteContext) -> list[ModuleFacts]:
    """List what can be claimed, by handbook and reading order."""
    return _group(context)[_OPEN]


def make_board_view(context: SiteContext, number: int = 1) -> BoardView:
    """Return a sheet of the board, by handbook and reading order."""
    groups = _group(context)
    sheets = cut(list(groups.items()))
    listed = sheets[number - 1]
    if number == 1 and not groups[_OPEN]:  # that nothing is open is said
        listed = [(_OPEN, ()), *listed]
    shown = tuple(
        BoardGroup(name, tuple(make_card(context, one) for one in found), len(groups[name]))
        for name, found in listed
    )
    cards = [card for group in shown for card in group.cards]
    labels = [context.texts(f"site.board.{sheet[0][0]}") if sheet else "" for sheet in sheets]
    return BoardView(
        groups=shown,
        forms=tuple(dict.fromkeys(card.form for card in cards)),
        types=tuple(dict.fromkeys(card.type for card in cards)),
        as_of=context.as_of,
        sheets=show_sheets(_URL, number, labels),
    )


def _group(context: SiteContext) -> dict[str, list[ModuleFacts]]:
    """Group what is not finished; what is open comes first, even where nothing is."""
    groups: dict[str, list[ModuleFacts]] = {_OPEN: [], _LAPSED: [], _UNDER_WAY: []}
    for handbook in sort_handbooks(context.community):
        for facts in context.facts_of(handbook):
            if facts.module.key in context.community.held.modules:
                continue
            if facts.state in (State.OPEN, State.INVITED):
                groups[_OPEN].append(facts)
            elif facts.state is State.LAPSED:
                groups[_LAPSED].append(facts)
            elif facts.state.is_under_way or facts.state is State.ACCEPTED:
                groups[_UNDER_WAY].append(facts)
    return groups
