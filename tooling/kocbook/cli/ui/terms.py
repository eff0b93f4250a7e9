"""What a seat asks and gives, shown before somebody agrees to it; and who holds a taken one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import click

from kocbook.app.session import Session
from kocbook.base.errors import UsageError
from kocbook.base.money import show_money, to_minor
from kocbook.cli.ui.help import terminal_width
from kocbook.cli.ui.output import paint
from kocbook.insight.fingerprint import terms_fingerprint
from kocbook.insight.split import split_amount
from kocbook.insight.state import ModuleFacts, SeatFacts, latest_reviews
from kocbook.model.people import Member
from kocbook.report.cells import cell_width, pad, printable, wrap
from kocbook.report.words import Words


def show_terms(session: Session, facts: ModuleFacts, seat: SeatFacts) -> None:
    """Print what the seat asks, gives and allows, one fact a line."""
    module, t = facts.module, session.texts
    click.echo(paint(printable(module.brief.title), "strong"))
    pairs = [(t(f"cli.claim.terms.{key}"), value) for key, value in _facts(session, facts, seat)]
    left = max(cell_width(label) for label, _ in pairs)
    for label, value in pairs:
        first, *rest = wrap(printable(value), terminal_width() - left - 4)
        click.echo(f"  {paint(pad(label, left), 'note')}  {first}")
        for line in rest:
            click.echo(" " * (left + 4) + line)
    click.echo()


def _facts(session: Session, facts: ModuleFacts, seat: SeatFacts) -> Iterator[tuple[str, str]]:
    t, brief, community = session.texts, facts.module.brief, session.community
    words = Words(community, t)
    yield "seat", t("cli.claim.seat", seat=seat.seat.id, role=words.role(seat.seat.role))
    yield "duty", seat.seat.duty
    for goal in brief.goals:
        key = "goal-must" if goal in brief.must_goals else "goal"
        yield "goal", t(f"cli.claim.{key}", text=goal.text)
    yield "reward", _reward(session, facts, seat)
    if brief.reward.other:
        yield "extras", t("cli.claim.list", items=list(brief.reward.other))
    due = session.day + timedelta(days=brief.days)
    yield "due", t("cli.claim.due", days=brief.days, due=due)
    licence = community.find_licence(brief.terms.licence)
    name = licence.name.in_language(t.language) if licence else brief.terms.licence
    yield "licence", t("cli.claim.licence", id=brief.terms.licence, name=name)
    yield "channels", t("cli.claim.list", items=list(brief.terms.channels))
    yield "byline", words.of("byline", brief.terms.byline)
    if brief.terms.until:
        yield "until", brief.terms.until.isoformat()
    yield "contact", words.member(brief.contact)
    for review in latest_reviews(facts.module, session.day):
        yield from (("feedback", said.next) for said in review.goals.values() if said.next)
        yield from (("feedback", text) for text in review.improvements)
    yield "fingerprint", terms_fingerprint(brief)


def _reward(session: Session, facts: ModuleFacts, seat: SeatFacts) -> str:
    """Say the seat's part in per cent, points and money; the parts of all seats sum exactly."""
    brief = facts.module.brief
    index = [one.seat.id for one in facts.seats].index(seat.seat.id)
    shares = [one.share for one in brief.seats]
    points = split_amount(brief.reward.points, shares)[index]
    data = {"percent": f"{seat.seat.share / 100:g}", "points": points}
    if not brief.reward.cash:
        key = "reward-sealed" if brief.reward.sealed else "reward"
        return session.texts(f"cli.claim.{key}", **data)
    currency = session.community.settings.currency
    cash = split_amount(to_minor(brief.reward.cash, currency), shares)[index]
    money = show_money(cash, currency, session.language)
    said = session.texts("cli.claim.reward-cash", **data, cash=money)
    handbook = session.community.handbooks.get(facts.module.handbook)
    if handbook is None or not handbook.holdback:
        return said
    part = f"{handbook.holdback / 100:g}"
    return session.texts("cli.claim.reward-held", reward=said, percent=part)


def describe_holder(
    session: Session, facts: ModuleFacts, seat: SeatFacts, member: Member
) -> UsageError:
    """Return the refusal of a seat that somebody holds: who, until when, and what else is open."""
    from kocbook.intake.acts.similar import find_similar

    words = Words(session.community, session.texts)
    others = find_similar(
        session.community, session.facts, facts.module, seat.seat, member, session.day
    )
    holder = words.member(seat.claim.member) if seat.claim else "-"
    data = {"seat": seat.seat.id, "module": facts.module.key, "holder": holder, "due": seat.due}
    key = "errors.seat-held" if seat.due else "errors.seat-held-delivered"
    if not others:
        return UsageError(key + "-alone", **data)
    listed = [f"{other.key}" for other in others]
    return UsageError(key, **data, similar=listed)
