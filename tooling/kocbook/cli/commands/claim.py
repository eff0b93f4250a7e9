"""`koc claim`: take a seat, after reading what it asks and gives."""

from __future__ import annotations

import click

from kocbook.app.delegation import Delegation
from kocbook.app.session import Session
from kocbook.base.errors import UsageError
from kocbook.cli.ui.command import KocCommand
from kocbook.cli.ui.delegation import delegation_options
from kocbook.cli.ui.options import MODULE
from kocbook.cli.ui.terms import describe_holder, show_terms
from kocbook.cli.ui.writing import Writing, agree, is_interactive, member_option, open_option
from kocbook.insight.state import ModuleFacts, SeatFacts
from kocbook.model.people import Member


@click.command(cls=KocCommand)
@click.argument("module", type=MODULE, metavar="MODULE")
@click.argument("seat", required=False, metavar="[SEAT]")
@member_option
@delegation_options
@click.option("--note", metavar="TEXT")
@click.option("--renew", is_flag=True)
@click.option("--yes", is_flag=True)
@open_option
@click.pass_obj
def claim(
    session: Session,
    module: str,
    seat: str | None,
    member: str | None,
    note: str | None,
    renew: bool,
    yes: bool,
    opens: bool,
    delegation: Delegation,
) -> int:
    """Show the terms of a seat, ask to agree, and write the claim."""
    from kocbook.app.seats import claim_seat

    writing = Writing(session, "renew" if renew else "claim", opens, member)
    facts = writing.facts(module)
    seat = session.find_seat(facts, seat)
    if renew:
        return _renew(session, writing, facts, seat, yes)
    chosen = _choose_seat(session, delegation.owner(writing.writer), facts, seat)
    show_terms(session, facts, chosen)
    agree(session, "cli.claim.agree", yes)
    draft = claim_seat(writing.writer, facts, chosen.seat.id, _clean(note), delegation)
    return writing.submit_act(draft)


def _renew(
    session: Session, writing: Writing, facts: ModuleFacts, seat: str | None, yes: bool
) -> int:
    """Show the terms as they stand now, ask to agree again, and write it into the claim."""
    from kocbook.app.seats import renew_claim
    from kocbook.intake.acts.seats import choose_claim

    held = choose_claim(facts, writing.member, seat)
    draft = renew_claim(writing.writer, facts, held)
    show_terms(session, facts, next(one for one in facts.seats if one.claim is held))
    agree(session, "cli.renew.agree", yes)
    return writing.submit_act(draft)


def _choose_seat(
    session: Session, owner: Member, facts: ModuleFacts, wanted: str | None
) -> SeatFacts:
    """Return the seat that is meant; a person is asked which, where several are free."""
    from kocbook.intake.acts.seats import SeatHeldError, find_free_seat

    try:
        found = find_free_seat(facts, wanted, owner)
        if found is not None:
            return found
        free = [seat.seat.id for seat in facts.seats if seat.state.is_claimable]
        if not is_interactive():
            raise UsageError("errors.which-free-seat", module=facts.module.key, seats=free)
        asked = session.texts("cli.claim.which")
        answer = click.prompt(asked, type=click.Choice(free))
        return next(seat for seat in facts.seats if seat.seat.id == answer)
    except SeatHeldError as error:
        raise describe_holder(session, facts, error.seat, owner) from None


def _clean(note: str | None) -> str | None:
    return (note or "").strip() or None
