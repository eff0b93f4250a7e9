"""Where somebody's task stands: the page, the day it is due, whose turn it is, and what they can do now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from kocbook.base.texts import Texts
from kocbook.insight.state import ModuleFacts, module_facts
from kocbook.insight.team import missing_seats
from kocbook.model.community import Community
from kocbook.model.enums import State
from kocbook.model.forges import ForgeLinks
from kocbook.model.forms import FormName
from kocbook.model.people import Member
from kocbook.report.markdown import Ready


@dataclass(frozen=True, slots=True)
class TaskStanding:
    """What a reply says of a task. `turn` names a sentence of `intake.turn`; `ways` are forms with their links."""

    title: str
    page: Ready
    due: date | None
    turn: str
    ways: tuple[tuple[FormName, Ready], ...]


def find_standing(
    community: Community, key: str, login: str, as_of: date, texts: Texts
) -> TaskStanding | None:
    """Return how a task stands for the member with an account; None where there is no such task."""
    module = community.modules.get(key)
    if module is None:
        return None
    facts = module_facts(community, module, as_of)
    member = find_by_login(community, login)
    own = [one for one in facts.seats if one.claim and member and one.claim.member == member.id]
    due = min((one.due for one in own if one.due), default=None)
    site = community.settings.site
    links = ForgeLinks.of(site.repository)
    ways = tuple(
        (
            form,
            Ready(
                links.new_form(
                    f"{form}.yml",
                    texts(f"forms.{form}.title") + module.brief.title,
                    {"module": key},
                )
            ),
        )
        for form in _possible(facts, member)
    )
    page = Ready(f"{site.url.rstrip('/')}/{quote(key)}/")
    return TaskStanding(module.brief.title, page, due, _turn(facts, member), ways)


def find_by_login(community: Community, login: str) -> Member | None:
    """Return the member with an account of that name."""
    named = login.casefold()
    return next((one for one in community.members.values() if one.github.casefold() == named), None)


def _turn(facts: ModuleFacts, member: Member | None) -> str:
    """Return whose turn it is."""
    mine = any(one.claim and member and one.claim.member == member.id for one in facts.seats)
    if facts.state.is_on_site:
        return "nobody"
    if facts.state is State.ACCEPTED:
        signs = member is not None and member.id in facts.unsigned
        return "sign" if signs else "others-sign"
    if facts.state is State.DELIVERED:
        return "review"
    if not mine:
        return "free" if facts.state.is_claimable else "others"
    if len(facts.module.brief.seats) > 1 and missing_seats(facts.module):
        return "team"
    return "revise" if facts.state is State.CHANGES_REQUESTED else "write"


def _possible(facts: ModuleFacts, member: Member | None) -> Iterator[FormName]:
    """Yield the forms that this person can send about a task now."""
    mine = any(one.claim and member and one.claim.member == member.id for one in facts.seats)
    if not mine and any(one.state.is_claimable for one in facts.seats):
        yield FormName.CLAIM
    if not facts.seats and not facts.state.has_ended:
        yield FormName.RESPOND
    if mine and facts.state.is_under_way:
        yield from (FormName.DELIVER, FormName.EXTEND, FormName.RELEASE)
    if member and member.id in facts.unsigned:
        yield FormName.SIGN
    if mine and facts.state is State.DELIVERED:
        yield FormName.WITHDRAW
    yield FormName.FEEDBACK
